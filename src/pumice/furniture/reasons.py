"""Why a line goes, in words: the groups of signals that moved its score most."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pumice.edits import Evidence
from pumice.furniture import neighbours, passages, trees
from pumice.furniture.signals import SHAPE_NAMES, Bytes

SHOWN = 3
WORDS, SHAPE, PLACE, AROUND, SHARED, PASSAGE, ALIKE = range(7)
WORDED = (
    "its words, seen with its neighbours",
    "its shape: length, casing, digits, punctuation",
    "its place, repetition and distance to paragraphs, and the document as a whole",
    "the lines around it",
    "words it shares with the text or with the furniture",
    "where the text begins and ends, and how far off that is",
    "what lines built like it are",
)


def group_of(name: str) -> int:
    """Which group of signals one belongs to, an index of `WORDED`."""
    if name == "first-score":
        return WORDS
    if "@" in name:
        return AROUND
    if name in passages.NAMES:
        return SHARED if name in passages.SHARED_NAMES else ALIKE if name in passages.ALIKE_NAMES else PASSAGE
    return SHAPE if name in SHAPE_NAMES else PLACE


def groups() -> tuple[NDArray[np.intp], int]:
    """The group of each signal that the trees ask about, and how many groups there are."""
    names = (*neighbours.NAMES, *passages.NAMES)
    return np.array([group_of(name) for name in names], np.intp), len(WORDED)


def reasons(arrays: Mapping[str, NDArray[Any]], leaf: Bytes) -> list[Evidence]:
    """For each line the groups of signals that spoke most for its going, in hundredths of a logit, the first most: from
    a model's `arrays` and the `leaf` of each tree (a row) for each line."""
    given = trees.told(arrays, leaf)
    order = np.argsort(-given, axis=1, kind="stable")[:, :SHOWN].tolist()
    found: list[Evidence] = []
    for shares, ranked in zip(given.tolist(), order, strict=True):
        found.append(tuple((WORDED[group], shares[group]) for group in ranked if shares[group] > 0))
    return found
