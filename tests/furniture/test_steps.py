"""The furniture steps keep their own examples, undo nothing twice, and leave prose alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumice.furniture import steps
from pumice.furniture.kinds import BODY
from pumice.furniture.lexicon import lexicon
from pumice.rule import Rule, Step

STEPS = steps()
RULES = [(step, rule) for step in STEPS for rule in step.rules]
PHRASES = sorted(lexicon().phrases)[::97]
LINES = st.one_of(
    st.sampled_from(PHRASES),
    st.sampled_from(
        ["Share on WhatsApp", "05.05.2024", "1st May 2009", "Related contents", "Ines Halvorsen", BODY.strip()]
    ),
    st.sampled_from(["", "Home", "English | Deutsch", "Get started", "A short line", "Table of contents"]),
    st.text(alphabet="aZ é(@.,\u0301日한ا|", max_size=20),
)


def cleaned(text: str) -> str:
    for step in STEPS:
        text = step.change(text)
    return text


@pytest.mark.parametrize(("step", "rule"), RULES, ids=[rule.code for _, rule in RULES])
def test_examples(step: Step, rule: Rule) -> None:
    for before, after in rule.changes:
        assert step.change(before) == after
    for text in rule.keeps:
        assert step.run(text)[0] == ()


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=30))
def test_second_pass_is_empty(lines: list[str]) -> None:
    once = cleaned("\n".join(lines))
    assert cleaned(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once


def test_a_document_of_nothing_but_furniture_is_left_for_a_person() -> None:
    assert cleaned("Share on WhatsApp\nBack to top\n") == "Share on WhatsApp\nBack to top\n"
