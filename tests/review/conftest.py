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
