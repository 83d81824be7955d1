"""Every example of the README and of the documentation is run, page by page."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.examples import FOR_PEOPLE, REPO, Example, examples, lacks, matches, run, sandbox

PAGES = [page for page in (REPO / "README.md", *sorted((REPO / "docs").rglob("*.md"))) if any(examples(page))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPO).as_posix())
def test_what_the_page_shows_happens(page: Path, tmp_path: Path) -> None:
    folder = sandbox(tmp_path)
    if page.name in {"README.md", "bag.md"}:  # they speak of an archive, and of a site in raw/, without making them
        shutil.copytree(folder / "scrapes/news", folder / "raw/gazette")
        assert run(Example("console", "pumice clean"), folder).returncode == 0
    for example in examples(page):
        if example.kind == "console" and (lacks(example.code) or FOR_PEOPLE.search(example.code)):
            continue
        if example.kind == "python" and any(find_spec(name) is None for name in imported(example.code)):
            continue
        done = run(example, folder)
        told = f"{example.code}\n{done.stdout}{done.stderr}"
        assert done.returncode in ({0, 1} if example.kind == "console" else {0}), told
        assert matches(example.shown, done.stdout), told


def imported(code: str) -> list[str]:
    """The packages that a program imports and that need not be here."""
    return [name for name in re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE) if name in {"pyarrow"}]


def test_the_runner_notices_what_does_not_happen(tmp_path: Path) -> None:
    folder = sandbox(tmp_path)
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one\ntwo\n$ false --wrong; exit 2\n```\n")
    wrong, misuse = examples(page)
    assert not matches(wrong.shown, run(wrong, folder).stdout)
    assert matches("o…e", "one")
    assert run(misuse, folder).returncode == 2
