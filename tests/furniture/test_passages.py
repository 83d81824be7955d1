"""Signals of where the text runs: what they say of a plain page; that smoothing is the best account of a document."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumice.furniture.neighbours import MIDDLE
from pumice.furniture.passages import EVEN, NAMES, ODDS, _pulled, odds, passages
from pumice.furniture.reasons import WORDED, groups
from pumice.furniture.signals import read

TEXT = [
    "The harbour froze in the second week of January, and for nine days no boat went out to the islands.",
    "People walked across the ice with sledges, carrying flour, lamp oil and the post, as their parents had done.",
]
PAGE = ["Home", "About us", "Contact", *TEXT, "Ice and boat", "Share on Facebook", "Terms of Use", "Login"]
SCORES = np.array([500, 400, 450, -600, -500, 0, 500, 450, 300])


def column(name: str, lines: list[str] = PAGE, score: np.ndarray = SCORES) -> list[int]:
    found: list[int] = passages(read(lines), score)[:, NAMES.index(name)].tolist()
    return found


def test_odds_are_even_at_nothing_and_rise_with_the_score() -> None:
    steps = odds(np.arange(-1200, 1201, 100))
    assert steps[12] == EVEN
    assert (np.diff(steps) >= 0).all()
    assert (steps[0], steps[-1]) == (0, ODDS)


def test_every_line_has_every_signal_and_each_belongs_to_a_group_told_to_people() -> None:
    assert passages(read(PAGE), SCORES).shape == (len(PAGE), len(NAMES))
    which, count = groups()
    assert count == len(WORDED)
    assert set(which.tolist()) == set(range(count))


def test_the_run_of_text_holds_the_text() -> None:
    inside = column(f"inside-{EVEN}")
    assert inside[:3] == [0, 0, 0]
    assert inside[3:5] == [ODDS, ODDS]
    assert inside[6:] == [0, 0, 0]


def test_a_line_of_the_words_of_the_text_is_told_from_one_that_shares_none() -> None:
    shared = column("words-of-text")
    assert shared[5] == ODDS
    assert shared[8] == 0


def test_all_text_stands_before_the_last_lines_and_none_before_the_first() -> None:
    before = column("text-before")
    assert before[0] == 0
    assert before[-1] >= ODDS - 2


def test_lines_built_alike_are_told_what_the_others_are() -> None:
    lines = ["1. Ferries", "2. Bridges", "3. Tunnels", "A long day on the water, in the rain."]
    alike = column("alike-mean", lines, np.array([600, 600, -600, 0]))
    assert alike[2] > alike[0]
    assert alike[3] == 255


@pytest.mark.parametrize("lines", [["one"], ["a", "a"], ["…", "—", "1"]])
def test_a_document_of_a_few_lines_has_signals_too(lines: list[str]) -> None:
    assert passages(read(lines), np.zeros(len(lines), np.int64)).shape == (len(lines), len(NAMES))


def best(scores: list[int], pull: int, place: int, furniture: bool) -> int:
    """The best account of a document in which one line is given, tried one by one."""
    accounts = (account for account in product((False, True), repeat=len(scores)) if account[place] is furniture)
    return max(
        sum(score for score, gone in zip(scores, account, strict=True) if gone)
        - pull * sum(one is not two for one, two in pairwise(account))
        for account in accounts
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-500, 500), min_size=1, max_size=7), st.sampled_from([100, 300, 1000]))
def test_smoothing_compares_the_best_accounts_of_the_document(scores: list[int], pull: int) -> None:
    with_own, _ = _pulled(np.array(scores), pull, 100)
    wanted = [best(scores, pull, at, True) - best(scores, pull, at, False) + MIDDLE for at in range(len(scores))]
    assert with_own.tolist() == wanted
