"""The lowest dependencies that are allowed make the same texts and trails as those that are installed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.archive.conftest import tree
from tests.archive.many import write_many
from tests.archive.test_determinism import REPO, run_it

pytestmark = pytest.mark.long
FINGERPRINTED = ("pumice/pipeline.json", "pumice/records.jsonl", "tagmanifest-sha256.txt")


@pytest.fixture(scope="module")
def lowest(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python with the lowest versions that pyproject.toml allows."""
    uv, folder = shutil.which("uv"), tmp_path_factory.mktemp("lowest")
    if not uv:
        pytest.skip("uv is not there, which can find the lowest versions")
    python = folder / "bin/python"
    commands: list[list[str | Path]] = [
        ["venv", "--quiet", "--python", sys.executable, folder],
        ["pip", "install", "--quiet", "--python", python, "--resolution", "lowest-direct", f"{REPO}[warc]"],
    ]
    for command in commands:
        done = subprocess.run([uv, *command], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"they cannot be installed here: {done.stderr[-300:]}")
    return str(python)


def records(bag: Path) -> list[dict[str, Any]]:
    """The records, without the fingerprint, which names the versions."""
    lines = (bag / "pumice/records.jsonl").read_text().splitlines()
    return [{key: value for key, value in json.loads(line).items() if key != "fingerprint"} for line in lines]


def test_the_lowest_dependencies(lowest: str, tmp_path: Path) -> None:
    raw = write_many(tmp_path / "raw")
    here, there = tmp_path / "here", tmp_path / "there"
    run_it(raw, here)
    run_it(raw, there, python=lowest)
    versions = [json.loads((bag / "pumice/pipeline.json").read_bytes())["libraries"] for bag in (here, there)]
    assert versions[0] != versions[1], "these are the lowest already"
    ours, theirs = tree(here), tree(there)
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == sorted(FINGERPRINTED)
    assert records(here) == records(there)
