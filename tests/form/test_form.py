"""The normal form: its examples, and what holds for any text."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumice.form import BLANK_LINES, STEPS
from pumice.rule import Rule, Step

ALL = (*STEPS, BLANK_LINES)
AWKWARD = (
    "\0\b\t\n\v\f\r\x1b[m_ aé1\x7f\x85\x9b\u00a0\u00ad;»e\u0301\u0323\u034f\u0f73\u05d0\u0627\u094d\u0915"
    "\u1100\u1161\u11a8\u1780\u1820\u180e\u200b\u200c\u200d\u200e\u2028\u2029\u202e\u202f\u2060\u2126\u3000"
    "\ud83d\ude00\udced\udca0\udcbd\udcb8\udc80\ufe0f\ufeff\U0001f3f4\U000e0067\U000e007f\U0001f600"
)
texts = st.one_of(st.text(st.sampled_from(AWKWARD), max_size=60), st.text(st.characters(codec=None), max_size=60))


def formed(text: str, steps: Sequence[Step] = ALL) -> str:
    for step in steps:
        text = step.change(text)
    return text


def examples() -> list[tuple[Step, Rule]]:
    return [(step, rule) for step in ALL for rule in step.rules]


@pytest.mark.parametrize(("step", "rule"), examples(), ids=lambda value: getattr(value, "code", ""))
def test_examples(step: Step, rule: Rule) -> None:
    for before, after in rule.changes:
        assert step.change(before) == after
        assert rule.code in {edit.rule for edit in step.run(before)[0]}
    for text in rule.keeps:
        assert step.run(text)[0] == ()


@given(texts)
@settings(max_examples=1500)
def test_one_pass_is_enough(text: str) -> None:
    once = formed(text)
    assert formed(once) == once


@given(texts)
@settings(max_examples=500)
def test_what_the_form_promises(text: str) -> None:
    clean = formed(text)
    clean.encode()
    assert not re.search(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]", clean)
    assert not re.search(r"^[ \t\u00a0\u3000]|[ \t\u00a0\u3000]$|  |\n\n\n|\A\n", clean, re.MULTILINE)
    assert clean == "" or (clean.endswith("\n") and not clean.endswith("\n\n"))
