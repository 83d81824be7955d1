"""Every rule does what its examples show. The cases are the rules' own."""

import pytest

from pumice.catalogue import EVERYTHING
from pumice.pipeline import steps
from pumice.rule import Rule, RuleError, Step

STEPS = steps(EVERYTHING)
CHANGES = [
    pytest.param(step, rule, before, after, id=f"{rule.code}-{number}")
    for step in STEPS
    for rule in step.rules
    for number, (before, after) in enumerate(rule.changes)
]
KEEPS = [
    pytest.param(step, text, id=f"{rule.code}-{number}")
    for step in STEPS
    for rule in step.rules
    for number, text in enumerate(rule.keeps)
]


@pytest.mark.parametrize(("step", "rule", "before", "after"), CHANGES)
def test_it_changes_what_it_shows(step: Step, rule: Rule, before: str, after: str) -> None:
    assert step.change(before) == after
    assert rule.code in {edit.rule for edit in step.run(before)[0]}


@pytest.mark.parametrize(("step", "text"), KEEPS)
def test_it_keeps_what_it_shows(step: Step, text: str) -> None:
    assert step.change(text) == text


def test_rule_codes_are_unique_and_edits_name_them() -> None:
    codes = [rule.code for step in STEPS for rule in step.rules]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("changes", "keeps"),
    [((), ("a",)), ((("a", "b"),), ()), ((("a", "b"), ("c", "d")), ("e",)), ((("a", "a"),), ("b",))],
    ids=["no change shown", "nothing shown that stays", "fewer that stay", "a change that is none"],
)
def test_a_rule_without_examples_is_refused(changes: tuple[tuple[str, str], ...], keeps: tuple[str, ...]) -> None:
    with pytest.raises(RuleError):
        Rule("form.example", "An example.", "This test.", changes, keeps)
