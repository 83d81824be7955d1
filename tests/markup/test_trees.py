"""Trees walked all at once give what walking them one by one gives."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pumice.markup.trees import compiled

VALUES = st.integers(-50, 50)


def node(depth: int) -> st.SearchStrategy[Any]:
    """A tree of at most 16 leaves over four signals."""
    if not depth:
        return VALUES
    below = node(depth - 1)
    return st.one_of(VALUES, st.tuples(st.integers(0, 3), VALUES, below, below).map(list))


def walked(tree: Any, row: list[int]) -> int:
    while not isinstance(tree, int):
        column, threshold, left, right = tree
        tree = left if row[column] <= threshold else right
    return tree


@settings(max_examples=300, deadline=None)
@given(st.lists(node(4), min_size=1, max_size=6), st.lists(st.lists(VALUES, min_size=4, max_size=4), min_size=1))
def test_all_at_once_is_one_by_one(trees: list[Any], rows: list[list[int]]) -> None:
    found = compiled(trees, 7).score(np.array(rows, np.int64))
    assert found.tolist() == [7 + sum(walked(tree, row) for tree in trees) for row in rows]
