"""Edits of single characters, as few as possible and readable."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from pumice.edits import Edit, evidence

SHOWN = 8
"""Code points of an edit that its evidence names; the edit itself holds all of them."""


def points(text: str) -> str:
    """Code points as people write them: "U+000D U+000A"."""
    return " ".join(f"U+{ord(char):04X}" for char in text)


def merged(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Sorted edits, those made one that touch and have one rule; the evidence says what stood there."""
    end = group = 0

    def place(edit: Edit) -> tuple[int, str]:
        nonlocal end, group
        group += edit.start != end
        end = edit.end
        return group, edit.rule

    for (_, rule), run in groupby(edits, place):
        together = list(run)
        before = "".join(edit.before for edit in together)
        after = "".join(edit.after for edit in together)
        yield Edit(together[0].start, before, after, rule, evidence(was=points(before[:SHOWN])))
