"""The quick test: is there anything in a text that its language does not write?

A text is calm if it holds no letter foreign to its language's alphabet, no capital and no symbol inside a word. What is
not calm is looked at closely; calm text, which is nearly all text there is, costs a few searches for single characters.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

import re2

from pumice import language
from pumice.data import unpacked
from pumice.repairs.charsets import NATIONAL, WESTERN, from_bytes, to_bytes
from pumice.repairs.proof import is_listed, words_of
from pumice.repairs.reading import ALPHABETIC, CJK, LOWER, PROFILES, UPPER, alphabet, cjk_alphabet, presentable
from pumice.sieve import roomy

Languages = tuple[str, ...]  # one, or English and the language it is mixed with

# Marks that any language may use between words. Symbols that misread text is full of (¡ ¦ ¬ ¶ ½ …) are not among them.
MARKS = "\xa0«»°·–—‘’‚“”„•…‹›‐‑―′″−→←©®€£§±×\u200b-\u200f\u202f\u2009\ufeff\u3000-\u303f\uff00-\uff65─-╿■□▪▫►●○◆★☆✓"
_HIGH = "".join(char for char in map(chr, range(0x80, 0x530)) if re.match(f"[{UPPER}]", char))
_SYMBOLS = "«»°“”„‘‹›©®€£§±×"
_DRAWN = "│-▟"  # box drawing without the horizontal line, and blocks: nothing that a word goes on with
_INSIDE = re.compile(
    f"[{_HIGH}{_SYMBOLS}{_DRAWN}](?:(?<=[{LOWER}][{_HIGH}])|(?<=[{ALPHABETIC}][{_SYMBOLS}])(?=[{ALPHABETIC}])"
    f"|(?<=[{ALPHABETIC}][{_DRAWN}])(?=[^ \\n─]))"
)
# An apostrophe after three letters: where no contraction, elision or ending explains it, it may be a misread letter.
_ENDINGS = "(?!(?:s|t|re|ve|ll|d|m|n)\\b)"
_ELIDING = "".join(f"(?<!{end}’)" for end in ("qu", "ll", "rd", "st", "un", "nd", "gl", "nt", "nn", "rs", "tr"))
_APOSTROPHE = re.compile(f"’(?<=[{ALPHABETIC}]{{3}}.){_ELIDING}(?=[{ALPHABETIC}]){_ENDINGS}", re.IGNORECASE)
_FREE = frozenset({"uk", "tr", "mk"})  # languages that write an apostrophe inside words
_HUDDLED = re.compile("[┌-╏╒-╬]{4}")  # corners and crossings without a line between them: Cyrillic letters misread
_STRAY = re.compile(f"[{CJK}](?<=[a-z].)(?![{CJK}])")  # a lone CJK character at the end of a Latin word

_TASTE = 250  # characters at the head, the middle and the end of a text that its language is guessed from
_SCRIPTS = ((re.compile("[ぁ-ヺ]"), "ja"), (re.compile("[가-힣]"), "ko"), (re.compile("[一-鿿]"), "zh-cn"))
_MAINLY = 10  # one character in so many makes a text Chinese, Japanese or Korean
_PARTLY = 20  # so many characters in the taste make it partly so
_AROUND = 60  # characters on either side of a character outside ASCII that are taken for its language
_BEYOND = re.compile("[^\x00-\x7f]")
_ENOUGH = 4  # common words that make a guess good enough
_BESIDE = 2  # common words that make a language one that English is mixed with
_FAMILY = {"ja": "ja", "ko": "ko", "zh-cn": "zh", "zh-tw": "zh"}
_MORE = {
    **dict.fromkeys(("es", "ca", "pt", "it"), "¡¿ªº"),
    "vi": "Ạ-ỹ",  # the profiles fold all of them into one
    "mk": "ђћЂЋ",  # Serbian, which has no profile of its own
    "hr": "ђјљњћџЂЈЉЊЋЏа-шА-Ш",
    **dict.fromkeys(("ru", "uk", "bg"), "№"),
    # Marks, vowel signs and digits; letters that the profiles write as their Arabic likenesses.
    **dict.fromkeys(("ar", "fa", "ur"), "،؛؟ـً-ْ٠-٬۰-۹یکگپچژۀہھےں‌"),
}
# The commonest letters: together over 8 % of running Chinese, 15 % of Korean, 45 % of the letters of languages written
# in Cyrillic; of wrong readings under 1, 1 and 30 %.
# The number is the share asked for, in per cent.
_COMMONEST = {
    **dict.fromkeys(("zh-cn", "zh-tw"), ("的一是不了在人有中大這这上我以到為为個个用", 3)),
    "ko": ("이다는의에을를가고한하지", 3),
    **dict.fromkeys(("ru", "uk", "bg", "mk"), ("оеаинтіОЕАИНТІ", 38)),
}
_SHORT = 40  # characters under which shares say nothing
_SAMPLE = 1_500
_NOT_ASCII = re.compile("[^\x00-\x7f«»–—“”„…’]")
PASSED_OVER = 25  # foreign letters are let pass if there are not as many as one in so many characters outside ASCII
_SPACES = " \t\n\r\f\v"
_SPACE = re.compile(f"[{_SPACES}]")
_FEW = 200  # places that are looked at one by one
_MANY = 20_000  # places that are counted
_WORD_AWAY = 12  # characters that two places are apart which stand in different words, mostly
_NEAR = 100  # characters in which two of them make a damaged passage likelier than names


@cache
def _foreign(langs: Languages) -> re.Pattern[str]:
    """Finds the first character that text in these languages has no use for."""
    letters = "".join(sorted(frozenset().union(*(alphabet(lang) for lang in langs))))
    letters += "".join(cjk_alphabet(_FAMILY[lang]) for lang in langs if lang in _FAMILY)
    more = "".join(_MORE.get(lang, "") for lang in langs)
    return re.compile(f"[^\x00-\x7f{letters}{MARKS}{more}]")


@cache
def _foreign_or_inside(langs: Languages) -> "re2._Regexp[str]":
    """What `_foreign` and `_INSIDE` look for, as one linear search over UTF-8."""
    inside = f"[{LOWER}][{_HIGH}]|[{ALPHABETIC}][{_SYMBOLS}][{ALPHABETIC}]|[{ALPHABETIC}][{_DRAWN}][^ \\n─]"
    return re2.compile(f"{_foreign(langs).pattern}|{inside}", roomy())


@cache
def _common() -> tuple[tuple[str, frozenset[str]], ...]:
    """Language → its most frequent words, those of English apart; English first."""
    rows = [line.split(" ") for line in unpacked("common.txt").split("\n")]
    table = {PROFILES.get(row[0], row[0]): frozenset(row[1:]) for row in rows if len(row) > 20}
    english = table.pop("en")
    return ("en", english), *((lang, words - english) for lang, words in table.items())


@cache
def _languages() -> tuple[str, ...]:
    return tuple(lang for lang, _ in _common())


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Frequent word → the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for lang, words in _common():
        for word in words:
            found[word] = (*found.get(word, ()), lang)
    return found


def _taste(text: str) -> str:
    size = len(text)
    if size <= 3 * _TASTE:
        return text
    return f"{text[:_TASTE]} {text[size // 2 : size // 2 + _TASTE]} {text[-_TASTE:]}"


def _foreign_passages(text: str) -> str:
    """What stands around the first characters outside ASCII of the text and of its second half."""
    parts: list[str] = []
    for start in (0, len(text) // 2):
        end = start
        for found in islice(_BEYOND.finditer(text, start), _TASTE // 5):
            if found.start() >= end and sum(map(len, parts)) < 3 * _TASTE:
                end = found.start() + _AROUND
                parts.append(text[max(start, found.start() - _AROUND) : end])
    return " ".join(parts)


def guess(text: str) -> Languages:
    """The language of `text`, cheaply, and for English the one it is mixed with, if any: by script for Chinese,
    Japanese and Korean, by the commonest words otherwise."""
    langs = _guess(_taste(text))
    if langs == ("en",) and not text.isascii():
        beside = _guess(_foreign_passages(text), known_only=True)
        return langs if beside[-1] == "en" else ("en", beside[-1])
    return langs


def _guess(taken: str, known_only: bool = False) -> Languages:
    """The language of a sample; with `known_only` English where neither script nor words tell."""
    seen = [] if taken.isascii() else [(len(script.findall(taken)), lang) for script, lang in _SCRIPTS]
    for count, lang in seen:
        if count * _MAINLY > len(taken) and (count >= _PARTLY or count * 3 > len(taken)):
            return (lang,)
    counts = dict.fromkeys(_languages(), 0)
    for word in set(taken.lower().split()):
        for lang in _speakers().get(word, ()):
            counts[lang] += 1
    counted = sorted(((count, lang) for lang, count in counts.items()), reverse=True)
    most, lang = counted[0]
    partly = [other for count, other in seen if count >= _PARTLY]
    if partly:
        return (lang if most >= _ENOUGH else "en", partly[0])
    if most < _ENOUGH:
        return ("en",) if known_only else (language.identify(taken),)
    second, other = counted[1]
    return (lang, other) if lang == "en" and second >= _BESIDE else (lang,)


def _reads(text: str, lang: str) -> bool:
    """Whether text in a script of its own holds enough of the letters that no text of the language does without."""
    if lang not in _COMMONEST:
        return True
    letters = "".join(_NOT_ASCII.findall(text[:_SAMPLE]))
    commonest, share = _COMMONEST[lang]
    return len(letters) < _SHORT or sum(map(letters.count, commonest)) * 100 >= share * len(letters)


def _searches(langs: Languages) -> tuple[re.Pattern[str], ...]:
    """What finds a place that is not calm."""
    found = [_foreign(langs), _INSIDE, _HUDDLED]
    if not _FREE.intersection(langs):
        found.append(_APOSTROPHE)
    if len(langs) > 1 and langs[1] in _FAMILY:
        found.append(_STRAY)
    return tuple(found)


def is_calm(text: str, langs: Languages) -> bool:
    """Whether `text` holds nothing that a reader of the languages would stop at."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return False  # half a character is foreign everywhere
    return (
        _foreign_or_inside(langs).search(data) is None
        and not any(search.search(text) for search in _searches(langs)[2:])
        and _reads(text, langs[-1])
    )


def _piece_at(text: str, at: int) -> str:
    """The run between spaces that holds place `at`; 500 characters either side at most."""
    low = max(0, at - 500)
    start = max(low, *(text.rfind(space, low, at) + 1 for space in _SPACES))
    end = _SPACE.search(text, at, at + 500)
    return text[start : end.start() if end else min(len(text), at + 500)]


def _places(text: str, langs: Languages) -> Iterator[int]:
    for search in _searches(langs):
        for found in search.finditer(text):
            yield found.start()


def suspects(text: str, langs: Languages) -> list[str]:
    """The distinct pieces of `text` that are not calm, in the order they are found.

    Presentable words with a foreign letter are names and loans where they are rare among the words that are not plain,
    and are passed over then, unless two stand close together, as in a damaged paragraph of a sound text.
    """
    places = sorted(set(islice(_places(text, langs), _MANY)))
    if not _reads(text, langs[-1]):
        return list(dict.fromkeys(piece for piece in text.split() if not piece.isascii()))
    rare = len(places) * PASSED_OVER < len(text.encode("utf-8", "replace")) - len(text)
    pieces: dict[str, None] = {}
    for number, at in enumerate(places[:_FEW]):
        piece = _piece_at(text, at)
        if not rare or _crowded(places, number) or not presentable(piece) or _nationally(piece, langs[0]):
            pieces[piece] = None
    return list(pieces)


@lru_cache(maxsize=4_000)
def _nationally(piece: str, lang: str) -> bool:
    """Whether a piece that holds no word of `lang` holds one if it is read in the charset of its country."""
    charset = NATIONAL.get(lang)
    data = to_bytes(WESTERN)(piece) if charset else None
    new = from_bytes(charset)(data) if charset and data is not None else None
    if not new or new == piece:
        return False
    return any(is_listed(word, lang) for word in words_of(new) if not word.isascii()) and not any(
        is_listed(word, lang) for word in words_of(piece)
    )


def _crowded(places: list[int], number: int) -> bool:
    """Whether another word that is not calm stands near the one at `places[number]`."""
    at = places[number]
    near = places[max(0, number - 3) : number + 4]
    return any(_WORD_AWAY < abs(at - other) < _NEAR for other in near)
