"""Trees of whole numbers: every tree asks the same few questions of each line, and the answers pick a leaf."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pumice.furniture.signals import Bytes, Ints

LEAF_BITS = 12  # a leaf of 1 logit is 4096
TOGETHER = 256  # lines answered together: what is known of them stays in the nearest cache
TOLD_TOGETHER = 32


def answers(arrays: Mapping[str, NDArray[Any]], signals: Bytes) -> Bytes:
    """For each tree (a row) and line the number of its leaf. Signals whose columns are contiguous are read fastest."""
    signal, above = arrays["tree-signals"], arrays["tree-borders"]
    trees, depth = signal.shape
    leaf = np.zeros((trees, len(signals)), np.uint8)
    for low in range(0, len(signals), TOGETHER):
        columns = np.ascontiguousarray(signals[low : low + TOGETHER].T)
        part = leaf[:, low : low + TOGETHER]
        asked = np.empty((trees, columns.shape[1]), np.uint8)
        for level in reversed(range(depth)):
            columns.take(signal[:, level], axis=0, out=asked)
            part += part
            part += asked > above[:, level, None]
    return leaf


def _leaves(arrays: Mapping[str, NDArray[Any]], leaf: Bytes) -> NDArray[np.intp]:
    """The place of each leaf in a table of the leaves of all trees."""
    trees, depth = arrays["tree-signals"].shape
    return np.add(leaf, np.arange(0, trees << depth, 1 << depth)[:, None], dtype=np.intp)


def weigh(arrays: Mapping[str, NDArray[Any]], leaf: Bytes) -> Ints:
    """The sum of the leaves of all trees for each line, in hundredths of a logit."""
    values = arrays["tree-leaves"].ravel()
    total = np.empty(leaf.shape[1], np.int64)
    for low in range(0, len(total), TOGETHER):
        places = _leaves(arrays, leaf[:, low : low + TOGETHER])
        total[low : low + TOGETHER] = values.take(places).sum(axis=0, dtype=np.int32)
    return (total + int(arrays["tree-base"][0])) * 100 >> LEAF_BITS


def shares(arrays: Mapping[str, NDArray[Any]], groups: NDArray[np.intp], count: int) -> NDArray[np.int16]:
    """What each group of signals gives to the score at every leaf: a column a group, leaves counted through all trees.

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
    return np.ascontiguousarray(given.reshape(count, -1).T).astype(np.int16)


def told(arrays: Mapping[str, NDArray[Any]], leaf: Bytes) -> Ints:
    """What each group gave to the score of each line, in hundredths of a logit: a row a line."""
    given = np.empty((leaf.shape[1], arrays["tree-shares"].shape[1]), np.int64)
    for low in range(0, len(given), TOLD_TOGETHER):
        places = _leaves(arrays, leaf[:, low : low + TOLD_TOGETHER])
        given[low : low + TOLD_TOGETHER] = arrays["tree-shares"].take(places, axis=0).sum(axis=0, dtype=np.int32)
    return given * 100 >> LEAF_BITS
