"""ISO-2022-JP whose escape characters were stripped, or never obeyed: $B!H(Btop$B!I(B, $B4A;z(B."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pumice.edits import Edit, evidence
from pumice.repairs.marks_spelled import Spelling, repairs
from pumice.repairs.quoting import quoted
from pumice.rule import rule

OPENING: Final = re.compile(r"\x1b?\$[B@]")
CLOSING: Final = re.compile(r"\x1b?\([BJ]")
PRINTED: Final = re.compile("[!-~]+")
LONGEST: Final = 800  # characters between them: RFC 1468 closes each line
KANA: Final = re.compile("[\u3041-\u30fe]")
WRITING: Final = re.compile("[\u3000-\u30ff\u4e00-\u9fff！-～]+")


MUCH: Final = 12  # characters of Japanese in a text, after which a single one is believed too


@dataclass(frozen=True, slots=True)
class Double:
    """A stretch of two-byte characters from its `$B` to its `(B`, and the pairs between."""

    start: int
    spelled: str
    pairs: str


def _doubles(text: str) -> Iterator[Double]:
    """The stretches of a text, each to the first end that leaves whole pairs. Both signs are looked for once, so that a
    text of nothing but beginnings takes no longer than another."""
    ends: tuple[list[re.Match[str]], list[re.Match[str]]] = ([], [])
    for closing in CLOSING.finditer(text):
        ends[closing.start() % 2].append(closing)
    done = 0
    for opening in OPENING.finditer(text):
        first = opening.end()
        row = ends[first % 2]
        place = bisect_right(row, first, key=re.Match.start)
        if opening.start() < done or place == len(row) or row[place].start() - first > LONGEST:
            continue
        pairs = text[first : row[place].start()]
        if PRINTED.fullmatch(pairs):
            done = row[place].end()
            yield Double(opening.start(), text[opening.start() : done], pairs)


def _decoded(pairs: str) -> str | None:
    try:
        return f"\x1b$B{pairs}\x1b(B".encode("ascii").decode("iso2022_jp")
    except UnicodeDecodeError:
        return None


def _is_japanese(meant: str, spelled: str) -> bool:
    """Whether what the pairs mean can be nothing but Japanese: their escapes are there, or kana and length."""
    if "\x1b" in spelled:
        return True
    return bool(WRITING.fullmatch(meant)) and (len(meant) >= 4 or (len(meant) >= 2 and bool(KANA.search(meant))))


@rule(
    "repair.iso-2022-jp",
    concerns=r"\$[B@]",
    summary="Pairs between $B and (B, left of ISO-2022-JP without its escape characters, become what they stand for.",
    source="RFC 1468",
    changes=(
        ("It isn$B!G(Bt the $B!H(Btop$B!I(B one.", "It isn’t the “top” one."),
        ("Kanji: $B4A;z$H2>L>(B!", "Kanji: 漢字と仮名!"),
        ("An escape: \x1b$B!D\x1b(B so", "An escape: … so"),
    ),
    keeps=("echo $B!G(Bt and $B!H(B", "cost$B12(B; $Bab(B", "M$B9(B!#$%^"),
)
def iso_2022_jp(text: str) -> Iterator[Edit]:
    """Edits for $B…(B."""
    if "$B" not in text and "$@" not in text:
        return
    marks: list[Spelling] = []
    meanings = [(found, meant) for found in _doubles(text) if (meant := _decoded(found.pairs)) is not None]
    japanese = sum(len(meant) for found, meant in meanings if _is_japanese(meant, found.spelled)) >= MUCH
    for found, meant in meanings:
        if (_is_japanese(meant, found.spelled) or (japanese and WRITING.fullmatch(meant))) and not quoted(
            text, found.start, found.start + len(found.spelled), meant
        ):
            yield Edit(found.start, found.spelled, meant, "repair.iso-2022-jp", evidence(characters=len(meant)))
        elif len(meant) == 1 and found.pairs[0] == "!":
            marks.append(Spelling(found.start, found.spelled, meant, False))
    yield from repairs(text, marks, "repair.iso-2022-jp")
