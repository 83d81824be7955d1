"""A corpus of generated pages, some of whose lines stay in doubt."""

import shutil
from pathlib import Path

import pytest

from pumice.run import clean
from tools.make_pages import make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """raw/ with 90 pages in six languages, each kept twice so that what is doubted stands in two, and clean/ of it."""
    folder = tmp_path_factory.mktemp("reviewed")
    for number in range(90):
        for copy in ("first", "second"):
            make(folder / "raw" / copy, number)
    clean(folder / "raw", folder / "clean")
    return folder


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Path:
    """A copy of it to answer questions about."""
    shutil.copytree(made, tmp_path / "corpus")
    return tmp_path / "corpus"


DAMAGED = (
    "The keepers of the northern lights met in June, and the minutes say who spoke.\n\n"
    "Such garbled text looks like `Ïðèâåò` instead of what was written, said the eldest of them.\n\n"
    "Nobody disagreed, and the lamp was lit at six as on every other day of the year.\n"
)


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """raw/ with a page that shows damage, kept twice, and clean/ of it."""
    folder = tmp_path / "damaged"
    for name in ("first", "second"):
        (folder / "raw" / name).mkdir(parents=True)
        (folder / "raw" / name / "page.txt").write_text(DAMAGED, encoding="utf-8")
    clean(folder / "raw", folder / "clean")
    return folder
