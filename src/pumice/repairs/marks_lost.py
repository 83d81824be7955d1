"""Apostrophes and quotation marks that became something else: don?t, don???t, don�t, don&#65533;t, don¹t, donít.

What stands for the mark may be anything, so it must prove itself: an English contraction that holds it. Then the same
sign of the same window may be taken for an apostrophe before an owner's s, and, where it is distinctive, for the mark
that its own channel would have made of it.
"""

import re
from collections.abc import Iterator
from typing import Final

from pumice import words
from pumice.edits import Edit, evidence
from pumice.repairs.marks_evidence import commonest, english, near, tongues_about
from pumice.repairs.quoting import quoted
from pumice.rule import rule

LEFT: Final = re.compile(r"(?<![A-Za-z0-9_@/.=&#%?\-\u00aa-\u1fff\u2c00-\ud7ff\uf900-\uffdc])[A-Za-z]{1,9}\Z")
RIGHT: Final = r"(?=(t|s|re|ve|ll|d|m|T|S|RE|VE|LL|D|M)(?![A-Za-z0-9_=&/@(\[\u00c0-\u1fff]))"
# The contractions that `_contracts` takes for certain, by suffix, for the quick search; a test asks the word list.
CONTRACTED: Final = {
    "s": "it|he|she|that|what|there|here|let|where|who|how",
    "re": "they|we|you",
    "ve": "could|i|should|they|we|would|you",
    "ll": "he|i|it|she|that|they|we|you",
    "d": "he|i|it|she|they|we|you",
    "m": "i",
}
# Signs that write the apostrophe, well or badly, and so are no damage: ’ ' ʼ ′ ´ ` ‘ ʹ ʻ ˈ ‛ " “ ” and the soft hyphen.
_WRITTEN: Final = "’'ʼ′´`‘ʹʻˈ‛\"“”\u00ad"
QUESTION: Final = re.compile(rf"\?{{1,3}}{RIGHT}")
REPLACED: Final = re.compile(rf"(?:\ufffd{{1,3}}|&#(?:65533|x[fF]{{3}}[dD]);){RIGHT}")
# Nor the signs that footnotes, units and lists put there; Ã and â are what UTF-8 leaves (`marks_stripped`).
_PUT: Final = "²³°ºª·•×…–—‐‑®©™¼½¾Ãâ\u00a0"
FOREIGN: Final = re.compile(rf"[^\x00-\x7f{_WRITTEN}{_PUT}\ufffd]{RIGHT}")
CERTAIN: Final = 400  # centi-zipf of a contraction: don't 620, you'll 520, must've 330
WORD: Final = 250  # below it the lists hold the damage itself: donít 120
OWNER: Final = 300  # and of a word that may own
NEXT_WORD: Final = re.compile(r"[ \n][A-Za-z]")
# A sign that stands for ’ names the charsets that were confused, and so what “ ” ‘ – — became with it.
FAMILIES: Final = {
    "¹": {"³": "“", "²": "”"},
    "í": {"ì": "“", "î": "”", "ë": "‘", "ñ": "–", "ó": "—", "Ö": "…"},
    "Õ": {"Ò": "“", "Ó": "”", "Ô": "‘", "Ð": "–", "Ñ": "—", "É": "…"},
    "Æ": {"ô": "“", "ö": "”", "æ": "‘", "û": "–", "ù": "—", "à": "…"},
}
HANGUL: Final = re.compile(r"\?([가-힣])([a-z]?)(?![A-Za-z])")
BEFORE_OPEN: Final = frozenset(" \t\n([{\"'—–-")
AFTER_CLOSE: Final = frozenset(" \t\n.,;:!?)]}\"'—–-")


def contracted_by(sign: str) -> str:
    """An expression for the certain contractions with `sign`, itself an expression, for their apostrophe."""
    ways = "|".join(f"(?:{left}){sign}{right}" for right, left in CONTRACTED.items())
    return rf"(?i:(?:^|[^a-z])(?:[a-z]*n{sign}t|{ways})(?:[^a-z0-9_=&/@(\[]|$))"


def _contracts(left: str, right: str) -> bool:
    """Whether left’right is a common contraction, in one case."""
    if right.isupper() != (left.isupper() and (len(left) > 1 or left == "I")) and left != "I":
        return False
    return words.frequency(f"{left}'{right}", "en") >= CERTAIN and (right.lower() != "s" or _pronoun(left))


def _pronoun(left: str) -> bool:
    return left.lower() in ("it", "he", "she", "that", "what", "there", "here", "let", "where", "who", "how")


def _contractions(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """(place, sign) of each sign inside a contraction."""
    for found in pattern.finditer(text):
        sign, at = found[0], found.start()
        left = LEFT.search(text, max(0, at - 12), at)
        if left and _contracts(left[0], found[1]) and not quoted(text, at, at + len(sign), "’"):
            yield at, sign


def _owners(text: str, sign: str, proven: list[int]) -> Iterator[int]:
    """Places where `sign` stands between a common word and an owner's s, near a proven one."""
    at = text.find(sign)
    while at >= 0:
        found = re.search(r"[A-Za-z]+\Z", text[max(0, at - 30) : at])
        end = at + len(sign)
        if found and text.startswith("s", end) and NEXT_WORD.match(text, end + 1):
            known = words.frequency(found[0], "en") >= OWNER or (sign != "?" and found[0].istitle())
            if known and near(proven, at):
                yield at
        at = text.find(sign, end)


def _edits(places: dict[int, str], rule_code: str, what: str) -> Iterator[Edit]:
    for at in sorted(places):
        sign = places[at]
        yield Edit(at, sign, "’", rule_code, evidence(sign=sign[:12], what=what))


def _repaired(text: str, pattern: re.Pattern[str], code: str, *, owners: bool) -> Iterator[Edit]:
    proven = dict(_contractions(pattern, text))
    yield from _edits(proven, code, "contraction")
    if not owners:
        return
    for sign in sorted(set(proven.values())):
        places = sorted(at for at, found in proven.items() if found == sign)
        more = {at: sign for at in _owners(text, sign, places) if at not in proven}
        yield from _edits(more, code, "owner")


@rule(
    "repair.question-mark-apostrophe",
    concerns=contracted_by(r"\?{1,3}"),
    summary="? or ??? inside an English contraction was an apostrophe that its charset did not have.",
    source="What encoders put for a character outside their charset; ??? is one for each byte of UTF-8",
    changes=(
        ("I don?t think they?re here.", "I don’t think they’re here."),
        ("We won???t see Anna???s garden.", "We won’t see Anna’s garden."),
    ),
    keeps=(
        "Is it? So do I? Really??? That???",
        "Is it a?b:c; or x?y:z? colou?r; (un)?d",
        "page?t=1&id?s=2; SELECT ? FROM t WHERE don=?",
    ),
)
def question_marks(text: str) -> Iterator[Edit]:
    """Edits for ? and ???."""
    if "?" in text:
        yield from _repaired(text, QUESTION, "repair.question-mark-apostrophe", owners="???" in text)


@rule(
    "repair.replacement-apostrophe",
    concerns=contracted_by(r"(?:\x{FFFD}{1,3}|&#(?:65533|xfffd);)"),
    summary="U+FFFD inside an English contraction, and before an owner's s beside one, was an apostrophe.",
    source="Unicode 3.9, U+FFFD substitution",
    changes=(
        ("I don\ufffdt know Ben\ufffds aunt.", "I don’t know Ben’s aunt."),
        ("They&#65533;re late, aren&#65533;t they?", "They’re late, aren’t they?"),
    ),
    keeps=("M\ufffdller and na\ufffdve", "The sign \ufffd stands for what is lost.", "&#65533; alone"),
)
def replacement_characters(text: str) -> Iterator[Edit]:
    """Edits for U+FFFD."""
    if "\ufffd" in text or "&#" in text:
        yield from _repaired(text, REPLACED, "repair.replacement-apostrophe", owners=True)


def _kin(text: str, sign: str, proven: list[int]) -> Iterator[tuple[int, str, str]]:
    """(place, sign, mark) of the signs that the charsets confused by `sign` made of other marks, where those fit."""
    for other, mark in FAMILIES.get(sign, {}).items():
        at = text.find(other)
        while at >= 0:
            left, right = text[at - 1 : at] if at else "\n", text[at + len(other) : at + len(other) + 1] or "\n"
            if _fits(mark, left, right) and near(proven, at):
                yield at, other, mark
            at = text.find(other, at + len(other))


def _fits(mark: str, left: str, right: str) -> bool:
    if mark in "“‘":
        return left in BEFORE_OPEN and right not in " \t\n"
    if mark in "–—":
        return left == " " and right == " "
    return left not in " \t\n" and right in AFTER_CLOSE


@rule(
    "repair.foreign-apostrophe",
    concerns=contracted_by(rf"[^\x00-\x7f{_WRITTEN}{_PUT}\x{{FFFD}}]"),
    summary="A foreign letter or sign inside an English contraction was an apostrophe, read in the wrong charset.",
    source="0x92 of windows-1252 and 0xD5 of Mac OS Roman as other charsets show them; superscripts from old Mac mail",
    changes=(
        ("Don¹t say ³never² again.", "Don’t say “never” again."),
        ("We donít know ñ but youíll ask.", "We don’t know – but you’ll ask."),
    ),
    keeps=(
        "The footnote¹s mark; 10 m² and 5 m³; don’t, don´t, don`t",
        "Megmondta: tulajdonít, csodát, és it’s.",
        "El Niño; it²s 5 m²; Æsop and Õhtu",
    ),
)
def foreign_signs(text: str) -> Iterator[Edit]:
    """Edits for signs outside ASCII."""
    if text.isascii():
        return
    proven: dict[int, str] = {}
    for at, sign in _contractions(FOREIGN, text):
        if not _is_word(text, at, sign) and english(text, at):
            proven[at] = sign
    yield from _edits(proven, "repair.foreign-apostrophe", "contraction")
    for sign in sorted(set(proven.values())):
        places = sorted(at for at, found in proven.items() if found == sign)
        more = {at: sign for at in _owners(text, sign, places) if at not in proven}
        yield from _edits(more, "repair.foreign-apostrophe", "owner")
        for at, other, mark in _kin(text, sign, places):
            if at not in proven:
                yield Edit(at, other, mark, "repair.foreign-apostrophe", evidence(sign=other, what="its channel"))


def _is_word(text: str, at: int, sign: str) -> bool:
    """Whether the word is one as it stands, in a language that the text may be in."""
    left = re.search(r"[A-Za-z]+\Z", text[max(0, at - 20) : at])
    right = re.match(r"[a-z]+", text[at + len(sign) : at + 20])
    word = (left[0] if left else "") + sign + (right[0] if right else "")
    return commonest(word, tongues_about(text, at)) >= WORD


@rule(
    "repair.lossy-cp949",
    concerns=r"[A-Za-z]\?[가-힣]",
    summary="? and a Hangul syllable inside an English contraction were an apostrophe and the letter after it.",
    source="UTF-8 E2 80 99 read as cp949: the first two bytes became ?, the third took the next letter with it",
    changes=(("I don?셳 think we?셱e late.", "I don’t think we’re late."),),
    keeps=("정말?셳 이것은 한국어입니다?", "don?한 t"),
)
def lossy_cp949(text: str) -> Iterator[Edit]:
    """Edits for ?셳."""
    if text.isascii() or "?" not in text:
        return
    for found in HANGUL.finditer(text):
        data = found[1].encode("cp949", "replace")
        left = LEFT.search(text, max(0, found.start() - 12), found.start())
        if left and data[0] == 0x99 and chr(data[-1]).isalpha():
            suffix = chr(data[-1]) + found[2]
            if _contracts(left[0], suffix) and not quoted(text, found.start(), found.end(), "’"):
                yield Edit(
                    found.start(), found[0], "’" + suffix, "repair.lossy-cp949", evidence(word=f"{left[0]}’{suffix}")
                )
