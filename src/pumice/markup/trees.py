"""Gradient-boosted trees, evaluated in whole numbers: the same score on every machine.

All trees are walked at once, as in QuickScorer (Lucchese et al., SIGIR 2015): a tree's leaves are bits, every condition
that fails clears those of its left branch, and the lowest bit left is the leaf. What a signal's value clears in all
trees is looked up in one row of a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pumice.markup.columns import Ints

MAX_LEAVES = 16
# Rows weighed at once, to bound memory.
BLOCK = 4096
Masks = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Trees:
    """`tests` holds for each signal that is asked for its column, its thresholds and the bits that each of its values
    leaves in each tree; `values` the leaves' values."""

    tests: tuple[tuple[int, Ints, Masks], ...]
    values: Ints
    base: int

    def score(self, rows: Ints) -> Ints:
        """The sum of the leaves that each row of signals comes to."""
        return np.concatenate([self._score(rows[at : at + BLOCK]) for at in range(0, max(len(rows), 1), BLOCK)])

    def _score(self, rows: Ints) -> Ints:
        left = np.full((len(rows), len(self.values)), 0xFFFF, np.uint16)
        columns = np.ascontiguousarray(rows.T)
        for column, thresholds, masks in self.tests:
            left &= masks.take(thresholds.searchsorted(columns[column], side="left"), axis=0)
        leaf = _LOWEST[left]
        total: Ints = self.values[np.arange(len(self.values)), leaf].sum(axis=1) + self.base
        return total


_LOWEST = np.array([(number & -number).bit_length() - 1 if number else 0 for number in range(1 << 16)], np.uint8)


def compiled(trees: Sequence[Any], base: int) -> Trees:
    """Trees ready to score. A tree is `[column, threshold, left, right]`, left for values up to the threshold, down to
    whole numbers."""
    nodes: dict[int, list[tuple[int, int, int]]] = {}
    values = np.zeros((len(trees), MAX_LEAVES), np.int64)
    for number, tree in enumerate(trees):
        leaves = _walk(tree, number, 0, nodes, values)
        if leaves > MAX_LEAVES:
            raise ValueError(f"tree {number} has {leaves} leaves")
    tests = []
    for column, asked in sorted(nodes.items()):
        thresholds = np.array(sorted({threshold for threshold, _, _ in asked}), np.int64)
        masks = np.full((len(thresholds) + 1, len(trees)), 0xFFFF, np.uint16)
        for threshold, number, cleared in asked:
            above = int(np.searchsorted(thresholds, threshold)) + 1
            masks[above:, number] &= np.uint16(0xFFFF ^ cleared)
        tests.append((column, thresholds, masks))
    return Trees(tuple(tests), values, base)


def _walk(node: Any, number: int, leaf: int, nodes: dict[int, list[tuple[int, int, int]]], values: Ints) -> int:
    """Note the conditions and leaves below `node`, whose first leaf is number `leaf`; the number after its last."""
    if isinstance(node, int):
        values[number, leaf] = node
        return leaf + 1
    column, threshold, left, right = node
    middle = _walk(left, number, leaf, nodes, values)
    cleared = (1 << middle) - (1 << leaf)
    nodes.setdefault(column, []).append((threshold, number, cleared))
    return _walk(right, number, middle, nodes, values)
