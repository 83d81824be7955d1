"""How well a piece of text reads: the evidence that every repair is weighed by.

`Piece` measures one piece (a run between spaces) once; `soundness` turns the measure into a whole number in 1/256 nat,
positive for text as people write it in the given languages, negative for what no one writes. Comparing the soundness of
what stands there with that of a candidate is the whole decision; there are no other rules.

Letters are scored by langdetect's n-grams (`pumice.language`), CJK characters by how often they stand in running text
(`data/cjk.txt`), marks and symbols by where they stand, and letters of two scripts or of changing case inside a word
count against. Only pieces are compared that differ, so plain ASCII words cancel out.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from pumice import language
from pumice.data import unpacked
from pumice.repairs.charsets import NATIONAL, high_characters

NAT = language.NAT

# A letter of running text gains 5–10 nats over its three n-grams; a letter of gibberish 0–3 (measured on translations
# of one handbook in 24 languages, sound and damaged by ten channels). Between the two lies what a letter must earn.
LETTER_COST = 4 * NAT
# Characters of running Chinese, Japanese and Korean average 640 centi-zipf, those of a wrong reading under 450.
CJK_EVEN = 500
CJK_UNIT = 6  # a centi-zipf in 1/256 nat: ln(10) · 256 / 100
CJK_UNKNOWN = 8 * NAT
CJK_FOREIGN = 6 * NAT  # a CJK character where no CJK language is read

LOWER = "a-zµß-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżžșțάέήίΰ-ώа-џґ"
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚΆΈ-ΏΑ-ΫЀ-ЯҐ"
_LATIN = "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ"
_GREEK = "Ͱ-Ͽἀ-῾"
_CYRILLIC = "Ѐ-ԯ"
_SEMITIC = "֑-״ؐ-ؚؠ-٩ٮ-ۓە-ۿ"
_THAI = "ก-๎"
CJK = "⺀-⿟々-〇ぁ-ヿㄅ-ㄯ㄰-㆏㐀-䶿一-鿿가-힣豈-﫿"
_OTHER = "԰-֏܀-෿຀-῿"
ALPHABETIC = f"{_LATIN}{_GREEK}{_CYRILLIC}"
LETTER = f"{_LATIN}{_GREEK}{_CYRILLIC}{_SEMITIC}{_THAI}{CJK}{_OTHER}\u0300-\u036f"

_CASE = re.compile(f"[{LOWER}](?=[{UPPER}])")
_SCRIPTS = [_LATIN, _GREEK, _CYRILLIC, _SEMITIC, _THAI]
MIXED = re.compile(
    "|".join(f"[{one}](?=[{''.join(other for other in _SCRIPTS if other is not one)}])" for one in _SCRIPTS)
)
# Arabic and Hebrew glue short words to Latin names; these three scripts never meet inside a word.
MIXED_SURELY = re.compile(
    f"[{_LATIN}](?=[{_GREEK}{_CYRILLIC}])|[{_GREEK}](?=[{_LATIN}{_CYRILLIC}])|[{_CYRILLIC}](?=[{_LATIN}{_GREEK}])"
)
_LONE_HAN = re.compile(f"(?<=[A-Za-z])[{CJK}](?![{CJK}])")
_SINGLE = re.compile(f"(?<![{CJK}、。，！？「」（）《》])[{CJK}](?![{CJK}、。，！？「」（）《》])")
_GLUED = re.compile(f"[a-z][{CJK}][a-z]")
_WORD = re.compile(f"[{LETTER}]+")
_CJK_RUN = re.compile(f"[{CJK}]+")
_NO_LETTERS = re.compile(f"(?:[{CJK}]|[^\x00-\x7f{LETTER}])+")
_MARK = re.compile(f"[^\x00-\x7f{LETTER}]")

INSIDE = 7 * NAT  # a symbol between two letters
BESIDE = 2 * NAT  # a symbol that touches a letter
HUDDLED = 4 * NAT  # two symbols in a row that no one writes in a row
IN_PLACE = 3 * NAT  # a mark where it belongs
DRAWN = 3 * NAT  # box drawing and full-width letters among themselves: as good as a letter of running text
CONTROL = 12 * NAT  # C1 controls, private use, U+FFFD: nothing that anyone typed
CASE_JUMP = 4 * NAT
SCRIPT_JUMP = 8 * NAT
CONTRACTION = 12 * NAT

CONTRACTED = re.compile(
    r"\b(?:(?:[dw]o|is|are|was|were|did|does|ca|could|would|should|have|has|had|must|need|might|ai)n’t"
    r"|(?:you|we|they|he|she|it|who|that|there|what|here|let|how|where)’(?:s|re|ve|ll|d)|I’(?:m|ve|ll|d))\b",
    re.ASCII | re.IGNORECASE,
)
ELIDED = re.compile(
    r"(?:\b(?:[djlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|aujourd|d?all|n?ell|sull|quest|un)’(?=[^\x00-@])|[a-z]’s\b)",
    re.ASCII | re.IGNORECASE,
)
_APOSTROPHE = re.compile(f"(?<=[{LETTER}])’(?=[{LETTER}])")
_INNER = re.compile(
    f"[^\x00-\x7f{LETTER}’–—‐‑…・°ªº´，。、：；！？《》「」（）“”„‘\xa0](?<=[{ALPHABETIC}].)[¡-©¬-¾×÷]{{0,2}}(?=[{ALPHABETIC}])(?<![lL]·)"
)
_HUDDLE = re.compile("[¡-©¬-¾×÷†‡‰€ˆ˜ƒ™•][¢-¨¬-±´-º¼-¾÷†‡‰€ˆ˜ƒ™]")
_BURIED = re.compile(f"(?<=[{LETTER}])[¡-©¬-¾×÷†‡‰ˆ˜]{{2,4}}(?=[{LETTER}])")
_DRONE = re.compile(f"([{LETTER}])\\1{{3}}")  # the same letter four times in a row
_OPENING = frozenset("“‘„‚«‹「『（《〈【")
_CLOSING = frozenset("”’»›」』）》〉】")
_EITHER = frozenset("“”‘’«»›‹")  # quotes that some language writes the other way round
_DASHES = frozenset("–—―‐‑−")
_AFTER_WORD = frozenset("…™®°ªº²³¹€‰，。、：；！？")
_BEFORE_WORD = frozenset("©£€±¶×•·→")


def _drawn(char: str) -> bool:
    """Box drawing, blocks, and full-width forms, which stand in rows."""
    return 0x2500 <= ord(char) < 0x25A0 or 0xFF01 <= ord(char) < 0xFF5F


def is_letter(char: str) -> bool:
    return bool(_WORD.match(char))


def _place(piece: str, at: int) -> int:
    """What the mark at `at` of `piece` says by its place, in 1/256 nat."""
    mark = piece[at]
    left = piece[at - 1] if at else " "
    right = piece[at + 1] if at + 1 < len(piece) else " "
    code = ord(mark)
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xF900 or code in (0xFFFD, 0xFFFE, 0xFFFF):
        return -CONTROL
    before, after = is_letter(left), is_letter(right)
    if mark in _OPENING or mark in _CLOSING:
        return _quote(mark, left, right)
    if mark in "¡¿":
        return IN_PLACE if after and not before else 0 if right in "¡¿“«" else -BESIDE
    if left == right == " " and mark in "–—":
        return NAT
    if not before and not after:
        return DRAWN if _drawn(mark) and (_drawn(left) or _drawn(right)) else 0
    if mark in _DASHES:
        return 0 if not (before and after) or _between_words(piece, at) else -INSIDE
    if mark in "\xa0\u202f\u2009":
        return 0
    if 0x2500 <= code < 0x25A0:
        return -INSIDE
    if before and after:
        return IN_PLACE if mark in "…，。、：；！？・" or _doubled(piece, at) else -INSIDE
    if before:
        return IN_PLACE if mark in _AFTER_WORD else -BESIDE
    return IN_PLACE if mark in _BEFORE_WORD else -BESIDE


def _doubled(piece: str, at: int) -> bool:
    """Whether a middle dot stands between two l, as Catalan writes them."""
    return piece[at] == "·" and piece[at - 1 : at + 2].lower() == "l·l"


def _between_words(piece: str, at: int) -> bool:
    """Whether at least two letters stand on either side, so that a dash may join two words there."""
    return at > 1 and at + 2 < len(piece) and is_letter(piece[at - 2]) and is_letter(piece[at + 2])


def _quote(mark: str, left: str, right: str) -> int:
    """A quotation mark or bracket: opening before a word, closing after one, never inside."""
    before, after = is_letter(left), is_letter(right)
    if before and after:
        return 0 if mark == "’" or ord(mark) > 0x3000 else -INSIDE
    opens = not before and left not in ".,;:!?)…" and right not in " .,;:!?)"
    closes = left not in " (" and not after
    if (mark in _OPENING and opens) or (mark in _CLOSING and closes):
        return IN_PLACE
    if (left == right == " ") or (mark in _EITHER and (opens or closes)):
        return 0
    return -INSIDE


class Piece(NamedTuple):
    """One piece of text, measured: n-gram weights of its words in all languages (packed), letters counted, marks and
    jumps summed, and its CJK characters."""

    grams: int
    letters: int
    marks: int
    cjk: str
    plain: int  # the part of `grams` that plain ASCII words have
    plain_letters: int
    other: int  # the part that the other words have
    other_letters: int


@lru_cache(maxsize=60_000)
def measured(piece: str) -> Piece:
    """The measure of `piece`, which should hold no spaces (a few do no harm)."""
    cjk = "" if piece.isascii() else "".join(_CJK_RUN.findall(piece))
    marks = _marks(piece, cjk) - CASE_JUMP * len(_CASE.findall(piece)) - CONTROL * len(_DRONE.findall(piece))
    words = language.folded_words(_NO_LETTERS.sub(" ", piece), addresses=True)
    words = [word for word in words if len(word) > 1]
    letters = _letters(words)
    grams = language.packed_score(words if letters <= language.LONGEST else _short(words))
    plain = [word for word in words if word.isascii()]
    if not plain:
        return Piece(grams, letters, marks, cjk, 0, 0, grams, letters)
    plain_grams, plain_letters = language.packed_score(plain), _letters(plain)
    return Piece(grams, letters, marks, cjk, plain_grams, plain_letters, grams - plain_grams, letters - plain_letters)


def _marks(piece: str, cjk: str) -> int:
    """What the marks of a piece say, and its letters that stand beside others of another script."""
    if piece.isascii():
        return 0
    marks = sum([_place(piece, found.start()) for found in _MARK.finditer(piece)])
    marks -= HUDDLED * len(_HUDDLE.findall(piece)) + INSIDE * len(_BURIED.findall(piece))
    marks -= SCRIPT_JUMP * len(MIXED.findall(piece))
    if cjk:
        marks -= SCRIPT_JUMP * len(_LONE_HAN.findall(piece)) + IN_PLACE * len(_SINGLE.findall(piece))
    if "’" in piece:
        elided = len(ELIDED.findall(piece))
        contracted = len(CONTRACTED.findall(piece))
        odd = max(0, len(_APOSTROPHE.findall(piece)) - elided - contracted)
        marks += CONTRACTION * contracted + IN_PLACE * elided - BESIDE * odd
    return marks


def _letters(words: list[str]) -> int:
    """The letters of the words; those of two letters count double, so little do they say."""
    return sum(map(len, words)) + 2 * sum([len(word) == 2 for word in words])


def _short(words: Iterable[str]) -> Iterable[str]:
    """Words cut into parts that the scorer reads whole."""
    for word in words:
        if len(word) <= language.LONGEST:
            yield word
        else:
            yield from (word[at : at + language.LONGEST] for at in range(0, len(word), language.LONGEST))


@cache
def _characters() -> dict[str, dict[str, int]]:
    """Language → CJK character → centi-zipf."""
    found = {}
    for line in unpacked("cjk.txt").split("\n"):
        chars, values = line[2::2], line[3::2]
        found[line[:2]] = {char: ord(value) - 0x100 for char, value in zip(chars, values, strict=True)}
    return found


CJK_LANGUAGES = ("ja", "ko", "zh")


@lru_cache(maxsize=60_000)
def cjk_soundness(chars: str, lang: str) -> int:
    """What a run of CJK characters is worth read as `lang` ("" for none)."""
    if not lang:
        return -CJK_FOREIGN * len(chars)
    table = _characters()[lang]
    return sum((table[char] - CJK_EVEN) * CJK_UNIT if char in table else -CJK_UNKNOWN for char in chars)


class Tongue(NamedTuple):
    """What a text is read as: an alphabetic language (its place in `language.languages()`) and a CJK one or none."""

    place: int
    cjk: str

    @property
    def name(self) -> str:
        """For evidence: "cs", or "en+ja" where both were read."""
        name = language.languages()[self.place]
        return f"{name}+{self.cjk}" if self.cjk else name


_MASK = (1 << language.BITS) - 1


def soundness(piece: Piece, tongue: Tongue) -> int:
    """How well the piece reads in a tongue, in 1/256 nat."""
    grams = (piece.grams >> (language.BITS * tongue.place)) & _MASK
    found = grams - LETTER_COST * piece.letters + piece.marks
    return found + cjk_soundness(piece.cjk, tongue.cjk) if piece.cjk else found


_HIGH_UPPER = re.sub("A-Z", "", UPPER)
SUDDEN = re.compile(f"[{LOWER}]{{2}}[{_HIGH_UPPER}]|[а-я][А-Я]{{2}}")  # capitals after small letters
_GARBAGE = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffd]")


def presentable(text: str) -> bool:
    """Whether a text holds nothing that no one writes: controls, words of two scripts, symbols or
    capitals inside words."""
    if text.isascii():
        return True
    return not (
        _INNER.search(text)
        or SUDDEN.search(text)
        or _GARBAGE.search(text)
        or MIXED_SURELY.search(text)
        or _GLUED.search(text)
    )


def typed(text: str) -> bool:
    """Whether a text holds nothing that no one types: controls, capitals after small letters."""
    return not _GARBAGE.search(text) and not SUDDEN.search(text)


# Kana or ideographs with a small Latin letter right before and right behind: no one writes them inside a Latin word.
_EMBEDDED = re.compile("[a-z][\u3040-\u30ff\u3400-\u9fff]+[a-z]")


_SPILLED = re.compile(r"[@\[\]^_`{|}~]")


def spills(old: str, new: str) -> bool:
    """Whether `new` holds ASCII symbols that `old` does not, or CJK characters inside a Latin word: bytes of a wrong
    multi-byte reading."""
    if _EMBEDDED.search(new) and not _EMBEDDED.search(old):
        return True
    return any(new.count(symbol) > old.count(symbol) for symbol in _SPILLED.findall(new))


def parts(piece: Piece, tongue: Tongue) -> tuple[int, int]:
    """What the piece's plain words and its other words are worth in a tongue, marks apart."""
    shift = language.BITS * tongue.place
    plain = ((piece.plain >> shift) & _MASK) - LETTER_COST * piece.plain_letters
    others = ((piece.other >> shift) & _MASK) - LETTER_COST * piece.other_letters
    return plain, others + (cjk_soundness(piece.cjk, tongue.cjk) if piece.cjk else 0)


def at_best(piece: Piece, tongue: Tongue) -> int:
    """How well the piece reads if its plain words are `tongue` and the others whatever suits them."""
    if piece.letters == piece.plain_letters and not piece.cjk:
        return soundness(piece, tongue)
    others = language.likeliest(piece.other)[1] - LETTER_COST * piece.other_letters
    plain = ((piece.plain >> (language.BITS * tongue.place)) & _MASK) - LETTER_COST * piece.plain_letters
    return others + plain + piece.marks + (cjk_soundness(piece.cjk, _best_cjk(piece.cjk)) if piece.cjk else 0)


PROFILES = {"nb": "no", "sh": "hr", "zh": "zh-cn"}  # word list → language profile


@cache
def alphabet(lang: str) -> frozenset[str]:
    """The letters outside ASCII that a language uses more than once in 50,000 letters, both cases."""
    lang = PROFILES.get(lang, lang)
    letters = {char for char, weight in language.letters(lang).items() if weight >= NAT // 3 and char >= "\x80"}
    if charset := NATIONAL.get(lang):  # the profiles were made from pages of which some were damaged
        letters = {char for char in letters if char in high_characters(charset) or char in "șțșț"}
    both = {case for char in letters for case in (char, char.lower(), char.upper())}
    return frozenset(char for char in both if len(char) == 1)


@cache
def cjk_alphabet(lang: str) -> str:
    """The characters that running text of a CJK language uses."""
    return "".join(sorted(_characters()[lang]))


def tongue_of(pieces: Iterable[Piece], context: int = 0) -> Tongue:
    """The tongue that the pieces (and packed `context`) read best in."""
    grams, cjk = context, []
    for piece in pieces:
        grams += piece.grams
        if piece.cjk:
            cjk.append(piece.cjk)
    return Tongue(language.likeliest(grams)[0], _best_cjk("".join(cjk)[:2000]))


def _best_cjk(chars: str) -> str:
    if not chars:
        return ""
    worth = {lang: cjk_soundness(chars, lang) for lang in ("", *CJK_LANGUAGES)}
    return max(worth, key=lambda lang: worth[lang])
