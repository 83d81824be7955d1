"""Accents of TeX that stand by themselves before or after their letter: Schr¨odinger, Poincar´e, Erd˝os."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from pumice.edits import Edit, evidence
from pumice.repairs.marks_evidence import CONTRACTED, LATIN, LETTER, after, before, commonest, near, tongues_about
from pumice.rule import rule

COMBINING: Final = dict(
    zip("¨´˝ˇ˚¸˘¯˜ˆ˙˛", "\u0308\u0301\u030b\u030c\u030a\u0327\u0306\u0304\u0303\u0302\u0307\u0328", strict=True)
)
ACCENT: Final = re.compile("[¨´˝ˇ˚¸˘¯˜ˆ˙˛]")
# The accent before its letter, as TeX typesets it; or after it, as some converters order them; a space may be between.
BEFORE: Final = re.compile(f"([¨´˝ˇ˚¸˘¯˜ˆ˙˛]) ?([{LETTER}ı])")
AFTER: Final = re.compile(f"([{LETTER}]) ?([¨´˝ˇ˚¸˘¯˜ˆ˙˛])")
VOWELS: Final = frozenset("aeiouyAEIOUY")
WRITTEN_AFTER: Final = CONTRACTED | {""}  # menu´s: an apostrophe by choice
LISTED: Final = 120  # centi-zipf of a word that must be listed: Schrödinger 290, Gröbner 130
OTHERS: Final = tuple(sorted(LATIN & frozenset(("de", "en", "es", "fr", "hu", "it", "pl", "cs", "sv", "pt"))))


@lru_cache(maxsize=1 << 10)
def _composed(letter: str, accent: str) -> str:
    found = normalize("NFC", ("i" if letter == "ı" else letter) + COMBINING[accent])
    return found if len(found) == 1 and found < "\u0250" else ""


def _candidates(text: str, at: int) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, letter, whole word) for either side that the accent at `at` may belong to."""
    found = BEFORE.match(text, at)
    if found and (letter := _composed(found[2], found[1])):
        yield at, found.end(), letter, before(text, at) + letter + after(text, found.end())
    if text[at] == "´" and after(text, at + 1) in WRITTEN_AFTER:
        return
    for start in (at - 1, at - 2):
        found = AFTER.match(text, max(0, start))
        if found and found.end() == at + 1 and (letter := _composed(found[1], found[2])):
            rest = at + 1 + (text.startswith(" ", at + 1) and found.end() - found.start() == 3)
            yield max(0, start), rest, letter, before(text, max(0, start)) + letter + after(text, rest)
            return


def _best(text: str, at: int) -> tuple[int, int, int, str]:
    """(how common, start, end, letter) of the better reading of the accent at `at`."""
    langs = tuple(dict.fromkeys((*tongues_about(text, at), *OTHERS)))
    readings = [
        (commonest(word, langs), start, end, letter)
        for start, end, letter, word in _candidates(text, at)
        if len(word) > 3
    ]
    return max(readings, default=(0, at, at, ""))


@rule(
    "repair.tex-accents",
    concerns="[¨´˝ˇ˚¸˘¯˜ˆ˙˛]",
    summary="An accent that stands before or after its letter, as TeX typeset it, joins it where that makes a word.",
    source="Spacing accents of the OT1 encoding of TeX fonts, as PDF extractors read them",
    changes=(
        ("Schr¨odinger met Gr¨obner in Z¨urich.", "Schrödinger met Gröbner in Zürich."),
        ("the theorem of Poincar´e and Erd˝os", "the theorem of Poincaré and Erdős"),
    ),
    keeps=(
        "pronounced /net´i·ket/ or frob´yool",
        "´quoted´ with acutes; 5˚ north, 20 ˚C; don´t",
        "¨ is a diaeresis, ˇ a caron; vis-à-vis ´n ´en",
    ),
)
def tex_accents(text: str) -> Iterator[Edit]:
    """Edits that join accents with letters where a word list knows the word."""
    if text.isascii() or not ACCENT.search(text):
        return
    found = [place.start() for place in ACCENT.finditer(text)]
    if len(found) * 5 > len(text):  # art, not writing
        return
    best = {at: _best(text, at) for at in found}
    proven = [at for at in found if best[at][0] >= LISTED]
    done = 0
    for at in found:
        common, start, end, letter = best[at]
        if common < LISTED:
            start, end, letter = _inside(text, at) if near(proven, at) else (at, at, "")
        if letter and start >= done:
            done = end
            yield Edit(start, text[start:end], letter, "repair.tex-accents", evidence(zipf=common))


def _inside(text: str, at: int) -> tuple[int, int, str]:
    """(start, end, letter) of an accent inside a word that no list holds, where TeX's accents are about."""
    found = BEFORE.match(text, at)
    if found and before(text, at) and found[0][1:] in VOWELS and (letter := _composed(found[2], found[1])):
        return at, found.end(), letter
    return at, at, ""
