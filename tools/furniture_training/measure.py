"""What a decision costs and brings, counted as `score.py` of the labelled data counts it."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from tools.furniture_training.documents import Document

Tally = Counter[str]


def tally(document: Document, keep: NDArray[np.bool_]) -> Tally:
    """Tokens of content there and lost, of junk there and left, and whether a whole sentence went."""
    size = max([end for row in document.rows for _, end in row.spans] + [end for _, end in document.sentences] + [0])
    there, kept = np.zeros(size + 1, np.int64), np.zeros(size + 1, np.int64)
    for row, stays in zip(document.rows, keep.tolist(), strict=True):
        for start, end in row.spans:
            there[start + 1 : end + 1] = 1
            if stays:
                kept[start + 1 : end + 1] = 1
    junk = np.array([row.junk for row in document.rows])
    counted = Counter(documents=1, truth=int(there.sum()), lost=int((there - kept).sum()))
    counted.update(junk=int(junk.sum()), left=int(junk[keep].sum()))
    counted["sentence"] = int(_loses_a_sentence(document, np.cumsum(there), np.cumsum(kept)))
    return counted


def _loses_a_sentence(document: Document, there: NDArray[np.int64], kept: NDArray[np.int64]) -> bool:
    for start, end in document.sentences:
        stood = there[end] - there[start]
        if stood >= 0.8 * (end - start) and kept[end] - kept[start] <= 0.2 * stood:
            return True
    return False


def total(tallies: Iterable[Tally]) -> Tally:
    summed: Tally = Counter()
    for one in tallies:
        summed.update(one)
    return summed


def shares(counted: Tally) -> dict[str, float]:
    """The figures of the report, in per cent."""
    return {
        "documents": counted["documents"],
        "content_lost": round(100 * counted["lost"] / max(1, counted["truth"]), 3),
        "junk_left": round(100 * counted["left"] / max(1, counted["junk"]), 2),
        "sentence_lost": round(100 * counted["sentence"] / max(1, counted["documents"]), 2),
    }
