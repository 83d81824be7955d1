"""What the README shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent
README = (REPO / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def pumice(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pumice", *arguments], cwd=REPO, capture_output=True, text=True, check=False
    )


def folded(text: str) -> str:
    return " ".join(text.replace("…", " ").split())


def test_the_two_commands_come_first() -> None:
    assert len(blocks("sh")[0].splitlines()) == 2


def test_before_and_after_are_real() -> None:
    before, after, shown = blocks("text")[:3]
    name = "003_1c7ac56f2435c2b8.txt"
    assert folded(before) in folded((REPO / "raw" / name).read_text(encoding="utf-8"))
    assert folded(after) in folded((REPO / "clean/data" / name).read_text(encoding="utf-8"))
    assert shown in pumice("show", name).stdout


@pytest.mark.parametrize("path", sorted((REPO / "raw").iterdir()), ids=lambda path: path.name)
def test_every_document_comes_back(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pumice", "restore", path.name], cwd=REPO, capture_output=True, check=True
    )
    assert done.stdout == path.read_bytes()


def test_the_committed_archive_is_whole_and_up_to_date() -> None:
    assert pumice("clean", "--check").returncode == 0
    assert pumice("verify", "--raw", "raw", "--rederive").returncode == 0
