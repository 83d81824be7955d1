"""Columns of whole numbers, a value a line: shares, sizes, and what stands around each line."""

from math import isqrt

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_POWERS = np.array(sorted({isqrt(isqrt(1 << step)) for step in range(64)}), np.int64)


def share(part: Ints, whole: Ints | int) -> Ints:
    """`part` in hundredths of `whole`."""
    return part * 100 // np.maximum(whole, 1)


def bits(column: Ints) -> Ints:
    """About four times the binary logarithm of a count."""
    return np.searchsorted(_POWERS, column, side="right")


def around(column: Ints, offset: int) -> Ints:
    """The column's values `offset` lines further down, 0 beyond the ends."""
    moved = np.zeros_like(column)
    if offset > 0:
        moved[:-offset] = column[offset:]
    else:
        moved[-offset:] = column[:offset]
    return moved


def window(column: Ints, before: int, after: int) -> Ints:
    """The column's sum from `before` lines above each line to `after` lines below it, the line itself left out."""
    running = np.concatenate(([0], np.cumsum(column)))
    index = np.arange(len(column))
    low, high = np.maximum(index - before, 0), np.minimum(index + after + 1, len(column))
    return running[high] - running[low] - column
