"""What stands around a line: the signals and first scores of its neighbours, of runs of lines, of the document."""

from collections.abc import Iterator, Sequence
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


def graded(score: Ints) -> Bytes:
    """Hundredths of a logit in steps of an eighth, 0 at 128."""
    return np.clip(score * 8 // 100 + MIDDLE, 0, NOWHERE - 1).astype(np.uint8)


def around(shape: Bytes, place: Bytes, score: Ints) -> Bytes:
    """All signals of each line, named by `NAMES`: its own, and those around it. A column is contiguous in memory."""
    count = len(score)
    first = graded(score)
    key = np.concatenate((shape.T[KEY], first[None]))
    padded = np.full((len(key), count + 6), NOWHERE, np.uint8)
    padded[:, 3:-3] = key
    beside = [padded[:, 3 + offset : 3 + offset + count] for offset in BESIDE]
    farther = [padded[-1:, 3 + offset : 3 + offset + count] for offset in FARTHER]
    runs = [mean.astype(np.uint8) for mean in window_means(key, RUNS)]
    long_runs = [mean.astype(np.uint8) for mean in window_means(key[-1:], LONG_RUNS)]
    whole = np.full((1, count), (int(first.sum(dtype=np.int64)) + count // 2) // count, np.uint8)
    return np.concatenate([shape.T, place.T, first[None], *beside, *farther, *runs, *long_runs, whole]).T


def window_means(values: NDArray[Any], windows: Sequence[tuple[int, int]]) -> Iterator[Floats]:
    """The means of the columns from `low` to `high` around each column, for each window, as far as there are columns;
    0 where there are none. The values are whole and their sums below 2^24, so single precision is exact."""
    width, count = values.shape
    reach = min(count, max(max(abs(low), abs(high)) for low, high in windows) + 1)
    running = np.zeros((width, count + 2 * reach + 1), np.int32)  # NumPy sums up floats ten times as slowly
    np.cumsum(values.astype(np.int32), axis=1, dtype=np.int32, out=running[:, reach + 1 : reach + count + 1])
    running[:, reach + count + 1 :] = running[:, reach + count, None]
    index = np.arange(count)
    for low, high in windows:
        end, start = reach + min(high + 1, reach), reach + max(low, -reach)
        size = np.minimum(index + high + 1, count) - np.maximum(index + low, 0)
        total = running[:, end : end + count] - running[:, start : start + count]
        yield rounded(total.astype(np.float32), np.maximum(size, 1).astype(np.float32))


def rounded(total: Floats, size: Any) -> Floats:
    """Sums (in place) over sizes, rounded half up. A quotient that is not whole is at least one over its divisor away
    from the next whole number; single precision errs by far less for sums below 2^24 over at most 4,096, so the floor
    is exact."""
    total += np.floor(size / 2)
    total /= size
    return np.floor(total, out=total)
