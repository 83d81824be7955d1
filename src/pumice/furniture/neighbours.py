"""What stands around a line: the signals and first scores of its neighbours, of runs of lines, of the document."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pumice.furniture.signals import PLACE_NAMES, SHAPE_NAMES, Bytes, Ints

Floats = NDArray[np.float32]

KEY_NAMES = (
    "ratio-1", "ratio-2", "ratio-3", "ratio-8", "ratio-9", "ratio-10", "ratio-15", "ratio-16", "count-9", "chars",
    "words", "word-length", "capitals", "numbers",
)  # fmt: skip
KEY = [SHAPE_NAMES.index(name) for name in KEY_NAMES]
BESIDE = (-2, -1, 1, 2)
FARTHER = (-3, 3)
RUNS = ((-6, -1), (1, 6), (-25, 25))
LONG_RUNS = ((-60, -1), (1, 60))
NOWHERE = 255  # beyond the ends of the document
MIDDLE = 128
NAMES = (
    *SHAPE_NAMES, *PLACE_NAMES, "first-score",
    *(f"{name}@{offset:+d}" for offset in BESIDE for name in (*KEY_NAMES, "first-score")),
    *(f"first-score@{offset:+d}" for offset in FARTHER),
    *(f"{name}@{low:+d}..{high:+d}" for low, high in RUNS for name in (*KEY_NAMES, "first-score")),
    *(f"first-score@{low:+d}..{high:+d}" for low, high in LONG_RUNS), "first-score@all",
)  # fmt: skip
GROUPS = 4
WORDS, SHAPE, PLACE, AROUND = range(GROUPS)


def group_of(name: str) -> int:
    """Which group of signals one belongs to, for telling people why."""
    if name == "first-score":
        return WORDS
    if "@" in name:
        return AROUND
    return SHAPE if name in SHAPE_NAMES else PLACE


def graded(score: Ints) -> Bytes:
    """Hundredths of a logit in steps of an eighth, 0 at 128."""
    return np.clip(score * 8 // 100 + MIDDLE, 0, NOWHERE - 1).astype(np.uint8)


def around(shape: Bytes, place: Bytes, score: Ints) -> Bytes:
    """All signals of each line, named by `NAMES`: its own, and those around it."""
    first = graded(score)[:, None]
    key = np.concatenate((shape[:, KEY], first), axis=1)
    padded = np.full((len(key) + 6, key.shape[1]), NOWHERE, np.uint8)
    padded[3:-3] = key
    beside = [padded[3 + offset : 3 + offset + len(key)] for offset in BESIDE]
    farther = [padded[3 + offset : 3 + offset + len(key), -1:] for offset in FARTHER]
    runs = [_mean(*one) for one in zip(*window_sums(key, RUNS), strict=True)]
    long_runs = [_mean(*one) for one in zip(*window_sums(key[:, -1:], LONG_RUNS), strict=True)]
    whole = np.full((len(key), 1), (int(first.sum(dtype=np.int64)) + len(key) // 2) // len(key), np.uint8)
    return np.concatenate([shape, place, first, *beside, *farther, *runs, *long_runs, whole], axis=1)


def _mean(total: Floats, size: Floats) -> Bytes:
    return rounded(total, size).astype(np.uint8)


def window_sums(values: NDArray[Any], windows: Sequence[tuple[int, int]]) -> tuple[list[Floats], list[Floats]]:
    """The sums of the rows from `low` to `high` around each row, for each window, as far as there are rows, and of how
    many rows; 1 where there are none. The values are whole and their sums below 2^24, so single precision is exact."""
    count, width = values.shape
    reach = max(max(abs(low), abs(high)) for low, high in windows) + 1
    running = np.zeros((count + 2 * reach + 1, width), np.float32)
    np.cumsum(values, axis=0, dtype=np.float32, out=running[reach + 1 : reach + count + 1])
    running[reach + count + 1 :] = running[reach + count]
    index = np.arange(count)
    sums, sizes = [], []
    for low, high in windows:
        sums.append(running[reach + high + 1 : reach + high + 1 + count] - running[reach + low : reach + low + count])
        size = np.minimum(index + high + 1, count) - np.maximum(index + low, 0)
        sizes.append(np.maximum(size, 1).astype(np.float32)[:, None])
    return sums, sizes


def rounded(total: Floats, size: Any) -> Floats:
    """Sums over sizes, rounded half up. A quotient that is not whole is at least one over its divisor away from the
    next whole number; single precision errs by far less for sums below 2^24 over at most 4,096, so the floor is
    exact."""
    quotient: Floats = total + np.floor(size / 2)
    quotient /= size
    return np.floor(quotient, out=quotient)
