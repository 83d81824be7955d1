"""Trees of whole numbers: every tree asks the same few questions of each line, and the answers pick a leaf."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pumice.furniture.signals import Bytes, Ints

LEAF_BITS = 12  # a leaf of 1 logit is 4096


def answers(arrays: Mapping[str, NDArray[Any]], signals: Bytes) -> NDArray[np.int32]:
    """For each tree and line the number of the leaf, counted through all trees."""
    signal, above = arrays["tree-signals"], arrays["tree-borders"]
    trees, depth = signal.shape
    columns = np.ascontiguousarray(signals.T)
    leaf = np.zeros((trees, len(signals)), np.uint8)
    for level in range(depth):
        leaf |= (columns[signal[:, level]] > above[:, level, None]).view(np.uint8) << np.uint8(level)
    offset = np.arange(trees, dtype=np.int32)[:, None] << np.int32(depth)
    return offset + leaf


def weigh(arrays: Mapping[str, NDArray[Any]], leaf: NDArray[np.int32]) -> Ints:
    """The sum of the leaves of all trees for each line, in hundredths of a logit."""
    values = arrays["tree-leaves"].ravel().take(leaf)
    total: Ints = (values.sum(axis=0, dtype=np.int64) + int(arrays["tree-base"][0])) * 100 >> LEAF_BITS
    return total


def shares(arrays: Mapping[str, NDArray[Any]], groups: NDArray[np.intp], count: int) -> NDArray[np.int16]:
    """What each group of signals gives to the score at every leaf: a row a group, leaves counted through all trees.

    A question's share is how far its answer moves the mean of the leaves still in reach (Saabas 2014); `groups` names
    the group of each signal.
    """
    asked, means = arrays["tree-signals"], arrays["tree-leaves"].astype(np.int64)
    trees, depth = asked.shape
    given = np.zeros((count, trees, 1 << depth), np.int64)
    leaf = np.arange(1 << depth)
    # Taken back from the last question to the first: without the last answer half as many leaves are left to tell.
    for level in reversed(range(depth)):
        half = 1 << level
        fewer = (means[:, :half] + means[:, half:]) // 2
        move = means[:, leaf & (2 * half - 1)] - fewer[:, leaf & (half - 1)]
        given[groups[asked[:, level]], np.arange(trees)] += move
        means = fewer
    return given.reshape(count, -1).astype(np.int16)


def told(table: NDArray[np.int16], leaf: NDArray[np.int32]) -> Ints:
    """What each group gave to the score of each line, in hundredths of a logit: a row a group."""
    given: Ints = np.stack([row.take(leaf).sum(axis=0, dtype=np.int64) for row in table]) * 100 >> LEAF_BITS
    return given
