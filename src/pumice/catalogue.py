"""The catalogue of rules, made from the rules themselves."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from pumice.errors import Misuse
from pumice.furniture import by_hand as lines_by_hand
from pumice.markup.rules import RULES as PAGE_RULES
from pumice.options import Options
from pumice.pipeline import steps
from pumice.profile import EXAMPLE
from pumice.repairs import by_hand as repairs_by_hand
from pumice.rule import Rule
from pumice.terminal import safe

# Options under which every rule has something to do.
EVERYTHING = Options(
    strip="thorough",
    overrides=replace(lines_by_hand.EXAMPLES, replace=repairs_by_hand.EXAMPLES),
    profile=EXAMPLE,
)


def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of its step; those of pages last."""
    return (*(rule for step in steps(EVERYTHING) for rule in step.rules), *PAGE_RULES)


def find(code: str) -> tuple[Rule, ...]:
    """The rule called `code`, or all whose codes begin with it (`repair`, `furniture.`); Misuse if there is none."""
    every = rules()
    found = [rule for rule in every if rule.code == code] or [rule for rule in every if rule.code.startswith(code)]
    if not found:
        near = get_close_matches(code, [rule.code for rule in every], 3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "`pumice rules` lists them all."
        raise Misuse(f"there is no rule {code!r}", hint)
    return tuple(found)


def rule_object(rule: Rule) -> dict[str, Any]:
    """A rule as a JSON object."""
    return {
        "code": rule.code,
        "summary": rule.summary,
        "source": rule.source,
        "changes": [{"before": before, "after": after} for before, after in rule.changes],
        "keeps": list(rule.keeps),
    }


def brief(listed: Iterable[Rule]) -> str:
    """One line a rule: its code and what it does."""
    listed = list(listed)
    width = max((len(rule.code) for rule in listed), default=0)
    return "".join(f"{rule.code:<{width}}  {rule.summary}\n" for rule in listed)


def full(rule: Rule) -> str:
    """A rule with its source and its examples; white space in examples is spelled out."""
    changes = "".join(
        f"  changes  {_example(before)}\n      to   {_example(after)}\n" for before, after in rule.changes
    )
    keeps = "".join(f"  keeps    {_example(text)}\n" for text in rule.keeps)
    return f"{rule.code}\n  {rule.summary}\n  Source: {rule.source}\n{changes}{keeps}"


def _example(text: str) -> str:
    return safe(repr(text))
