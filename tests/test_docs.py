"""What is made from the code is what the code says, and the site can be built and read without network."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pumice.cli.base import EXIT_CODES
from pumice.errors import CHANGED, FAULT, INCOMPLETE, INTERRUPTED, NOTHING, OK, USAGE
from tools.make_docs import made, stale

REPO = Path(__file__).parent.parent
# What a browser would fetch from elsewhere: scripts, images, style sheets; links are no matter.
FETCHED = re.compile(
    r"""<(?:script|img|iframe)[^>]*\ssrc=["']?https?:[^>]*|<link[^>]*rel=["']?stylesheet[^>]*https?:[^>]*"""
)


@pytest.mark.parametrize("path", sorted(made()))
def test_it_is_up_to_date(path: str) -> None:
    assert path not in stale(), "run python tools/make_docs.py"


def test_the_readme_tells_the_exit_codes_of_help() -> None:
    table = re.findall(r"^\| (\d+) \| (.+) \|$", (REPO / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    said = re.sub(r"\s+", " ", EXIT_CODES).strip().removeprefix("Exit codes: ").removesuffix(".")
    assert [f"{code} {meaning.replace(',', '')}" for code, meaning in table] == said.replace(",", "").split("; ")
    assert {int(code) for code, _ in table} == {OK, CHANGED, USAGE, INCOMPLETE, NOTHING, FAULT, INTERRUPTED}


def test_the_site_is_built_and_fetches_nothing(tmp_path: Path) -> None:
    pytest.importorskip("material")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) >= 13
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert FETCHED.findall(text) == [], page.name
        assert "<h1" in text
