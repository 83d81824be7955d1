"""Edits of single characters, as few as possible and readable."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pumice.edits import Edit, Evidence, evidence

SHOWN = 8
"""Code points of an edit that its evidence names; the edit itself holds all of them."""


def was(text: str) -> Evidence:
    """What stood in a place where people would see nothing: its first code points, as "U+200B U+FEFF"."""
    return _was(text[:SHOWN])


@lru_cache(maxsize=4096)
def _was(text: str) -> Evidence:
    return evidence(was=" ".join(f"U+{ord(char):04X}" for char in text))


def merged(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Sorted edits, those made one that touch and have one rule; the evidence says what stood there."""
    together: list[Edit] = []
    for edit in edits:
        if together and (edit.start != together[-1].end or edit.rule != together[-1].rule):
            yield _one(together)
            together = []
        together.append(edit)
    if together:
        yield _one(together)


def _one(together: list[Edit]) -> Edit:
    before = "".join(edit.before for edit in together)
    after = "".join(edit.after for edit in together)
    return Edit(together[0].start, before, after, together[0].rule, was(before))
