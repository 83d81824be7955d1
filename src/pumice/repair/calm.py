"""The quick test: is there anything in a text that a language does not write?

A text in a known language is calm if it holds no letter foreign to the language's alphabet, no capital inside a word,
and no mark inside a word. What is not calm is looked at closely; calm text, which is nearly all text there is, costs
three searches for single characters.
"""

import re
from functools import cache

from pumice import language
from pumice.data import unpacked
from pumice.repair.pieces import places
from pumice.repair.reading import ALPHABETIC, LOWER, UPPER, alphabet, cjk_alphabet

# Marks that any language may use between words. Symbols that misread text is full of (¡ ¦ ¬ ¶ ½ …) are not among them.
MARKS = "\xa0«»°·–—‘’‚“”„•…‹›‐‑―′″−→←©®€£§±×\u200b-\u200f\u202f\u2009\ufeff\u3000-\u303f\uff00-\uff65─-╿■□▪▫►●○◆★☆✓"
_HIGH = "".join(sorted(char for char in map(chr, range(0x80, 0x530)) if re.match(f"[{UPPER}]", char)))
_JUMP = re.compile(f"[{_HIGH}](?<=[{LOWER}].)")
_INSIDE = re.compile(f"[«»°“”„‘‹›©®€£§±×](?<=[{ALPHABETIC}].)(?=[{ALPHABETIC}])")
# An apostrophe after three letters: where no contraction, elision or ending explains it, it may be a misread letter.
_ENDINGS = "(?!(?:s|t|re|ve|ll|d|m|n)\\b)"
_ELIDING = "".join(f"(?<!{end}’)" for end in ("qu", "ll", "rd", "st", "un", "nd", "gl", "nt", "nn", "rs", "tr"))
_APOSTROPHE = re.compile(f"’(?<=[{ALPHABETIC}]{{3}}.){_ELIDING}(?=[{ALPHABETIC}]){_ENDINGS}", re.IGNORECASE)
_FREE = frozenset({"uk", "tr", "mk"})  # languages that write an apostrophe inside words
_SCRIPTS = ((re.compile("[ぁ-ヺ]"), "ja"), (re.compile("[가-힣]"), "ko"), (re.compile("[一-鿿]"), "zh-cn"))
_PROFILES = {"nb": "no", "sh": "hr", "zh": "zh-cn"}  # word list → language profile
_TASTE = 700  # characters at the head, the middle and the end of a text that its language is guessed from
_ENOUGH_CJK = 20  # characters of a CJK script that name a text's language even among plain words
_ENOUGH = 4  # common words that make the guess good enough
# The commonest characters: together over 8 % of running Chinese, 15 % of Korean; of wrong readings under 1 %.
_FREQUENT = {"zh-cn": "的一是不了在人有中大這这上我以到為为個个用", "ko": "이다는의에을를가고한하지"}
_CYRILLIC = frozenset({"ru", "uk", "bg", "mk"})
_LOWER_CYRILLIC = re.compile("[а-яѐ-џ]")
_FAMILY = {"ja": "ja", "ko": "ko", "zh-cn": "zh", "zh-tw": "zh"}
_SPANISH = frozenset({"es", "ca", "pt", "it"})


@cache
def _foreign(lang: str) -> re.Pattern[str]:
    """Finds the first character that text in `lang` has no use for."""
    letters = "".join(sorted(alphabet(lang)))
    if lang in _FAMILY:
        letters += cjk_alphabet(_FAMILY[lang])
    more = "¡¿ªº" if lang in _SPANISH else ""
    return re.compile(f"[^\x00-\x7f{re.escape(letters)}{MARKS}{more}]")


@cache
def _common() -> tuple[tuple[str, frozenset[str]], ...]:
    """Language → its most frequent words; of scripts that spaces divide."""
    rows = [line.split(" ") for line in unpacked("common.txt").split("\n")]
    return tuple((_PROFILES.get(row[0], row[0]), frozenset(row[1:])) for row in rows if len(row) > 20)


def guess(text: str) -> str:
    """The language of `text`, cheaply: by script for Chinese, Japanese and Korean, by its commonest words otherwise."""
    size = len(text)
    taken = text if size < 3 * _TASTE else text[:_TASTE] + text[size // 2 : size // 2 + _TASTE] + text[-_TASTE:]
    for script, lang in _SCRIPTS:
        seen = len(script.findall(taken))
        if seen * 3 > len(taken) or (seen >= _ENOUGH_CJK and seen * 10 > len(taken)):
            return lang
    words = set(taken.lower().split())
    most, lang = max((len(words & common), lang) for lang, common in _common())
    return lang if most >= _ENOUGH else language.identify(taken)


def _reads(text: str, lang: str) -> bool:
    """Whether a text of CJK characters holds enough of those that no text of the language does without."""
    if lang in _CYRILLIC:
        most = sum(map(text.count, "оеаинті"))
        return len(text) < 12 or most * 4 >= len(_LOWER_CYRILLIC.findall(text[:2000])) * max(1, len(text) // 2000)
    return len(text) < 40 or sum(map(text.count, _FREQUENT[lang])) * 40 >= len(text)


def is_calm(text: str, lang: str) -> bool:
    """Whether `text` holds nothing that a reader of `lang` would stop at."""
    if (lang in _FREQUENT or lang in _CYRILLIC) and not _reads(text, lang):
        return False
    if _foreign(lang).search(text) or _JUMP.search(text) or _INSIDE.search(text):
        return False
    return lang in _FREE or not _APOSTROPHE.search(text)


def suspects(text: str, lang: str) -> list[str]:
    """The distinct pieces of `text` that are not calm, in order."""
    pieces = dict.fromkeys(place.text for place in places(text, 0))
    return [piece for piece in pieces if not is_calm(piece, lang)]
