"""No regular expression of pumice takes longer than in proportion to its input, or its input is bounded."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.patterns import slow

# Those that would be slow, and why they never are: place and name (none for one that has none).
BOUNDED = {
    ("data/__init__.py", ""): "reads the tables of the package",
    ("repairs/known.py", "_IN_PATTERN"): "reads the expressions of a library",
    ("repairs/marks_evidence.py", "WORD_END"): "is shown the few characters before a place",
}


@pytest.fixture(scope="module")
def expressions() -> list[tuple[str, str, bool, "re.Pattern[Any]"]]:
    program = Path(__file__).with_name("patterns.py")
    printed = subprocess.run([sys.executable, program], capture_output=True, check=True, text=True).stdout
    found = []
    for line in printed.splitlines():
        place, names, anchored, is_text, text, flags = json.loads(line)
        found.append((place, names, anchored, re.compile(text if is_text else text.encode("latin-1"), flags)))
    return found


def test_they_are_linear(expressions: list[tuple[str, str, bool, "re.Pattern[Any]"]]) -> None:
    assert len(expressions) > 150
    wrong = [
        f"{place} {names} {pattern.pattern[:80]!r}: {found}"
        for place, names, anchored, pattern in expressions
        if (place, names) not in BOUNDED and (found := slow(pattern, anchored=anchored))
    ]
    assert wrong == []


@pytest.mark.parametrize("expression", ["(a+)+$", "(a|a)*$", r"\s+$", "a*b", r"(\d+-?)+x", r"\w+@"])
def test_slow_ones_are_noticed(expression: str) -> None:
    assert slow(re.compile(expression), anchored=False)


@pytest.mark.parametrize(
    "expression", [r"(?<!\s)\s++$", "(?<!a)a++b", r"^\s*$", "(?:ab)*c?", r"\bword\b", "(?m:^)[^\n]*\n"]
)
def test_linear_ones_pass(expression: str) -> None:
    assert slow(re.compile(expression), anchored=False) == ""
