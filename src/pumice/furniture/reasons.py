"""Why a line goes, in words: the groups of signals that moved its score most."""

import numpy as np
from numpy.typing import NDArray

from pumice.edits import Evidence
from pumice.furniture import trees
from pumice.furniture.model import Model, Weighed

SHOWN = 3
WORDED = (
    "its words, seen with its neighbours",
    "its shape: length, casing, digits, punctuation",
    "its place, repetition and distance to paragraphs, and the document as a whole",
    "the lines around it",
)


def reasons(model: Model, now: Weighed, at: NDArray[np.intp]) -> list[Evidence]:
    """For each line in `at` the groups of signals that spoke most for its going, in hundredths of a logit."""
    given = trees.told(model.arrays, now.leaf[:, at]).T
    order = np.argsort(-given, axis=1, kind="stable")[:, :SHOWN].tolist()
    found: list[Evidence] = []
    for shares, ranked in zip(given.tolist(), order, strict=True):
        found.append(tuple(sorted((WORDED[group], shares[group]) for group in ranked if shares[group] > 0)))
    return found
