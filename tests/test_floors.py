"""Quality may only rise: what is measured on the evaluation data is held against the floors pinned in `floors.toml`.

The data stand beside the repository, in `../shared`, and are no part of it; where they are missing these tests are
skipped. A floor names the digest of its data, so that it cannot be met by other data, and is raised by hand when the
measure has risen. `at_least` and `at_most` are in per cent.
"""

import importlib.util
import json
import re
import tomllib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pumice import classify_lines, repair

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
FLOORS: dict[str, Any] = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
Measure = Callable[[Path, dict[str, Any], pytest.CaptureFixture[str]], dict[str, float]]


def scorer(path: Path) -> ModuleType:
    """The scorer that stands beside the data."""
    spec = importlib.util.spec_from_file_location("scorer", path.parent / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def encoding_cases(path: Path, floor: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> dict[str, float]:  # noqa: ARG001
    """Of damaged texts: share repaired exactly, number changed into something else; of sound ones, number changed."""
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    results = [(case, repair(case["damaged"]).text) for case in cases]
    damaged = [(case, text) for case, text in results if case["damaged"] != case["expected"]]
    right = sum(text == case["expected"] for case, text in damaged)
    wrong = sum(text not in (case["expected"], case["damaged"]) for case, text in damaged)
    false = sum(text != case["expected"] for case, text in results if case["damaged"] == case["expected"])
    return {"right": 100 * right / len(damaged), "wrong": wrong, "false": false}


def furniture(path: Path, floor: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    """Content lost, furniture left, and documents that lose a whole sentence, of every n-th document."""

    def keep(text: str) -> list[bool]:
        return [verdict.keep for verdict in classify_lines(text, level=floor["level"])]

    scorer(path).plain(keep, path, floor["every"])
    told = capsys.readouterr().out
    found = re.search(r"^all .*lost +([\d.]+) %.*left +([\d.]+) %.*sentence +([\d.]+) %", told, re.MULTILINE)
    assert found, told
    return dict(zip(("lost", "left", "sentence"), map(float, found.groups()), strict=True))


MEASURES: dict[str, Measure] = {"encoding_cases": encoding_cases, "furniture": furniture}


@pytest.mark.parametrize("name", FLOORS)
def test_quality_is_not_below_its_floor(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    floor = FLOORS[name]
    path = SHARED / floor["data"]
    if not path.exists():
        pytest.skip(f"the evaluation data {floor['data']} are not here")
    assert sha256(path.read_bytes()).hexdigest() == floor["sha256"], "the floor was measured on other data"
    measured = MEASURES[floor["measure"]](path, floor, capsys)
    low = {key: measured[key] for key, least in floor.get("at_least", {}).items() if measured[key] < least}
    high = {key: measured[key] for key, most in floor.get("at_most", {}).items() if measured[key] > most}
    assert (low, high) == ({}, {}), measured
