"""Bags to play with. The raw files are made here; nothing is taken from anywhere."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pumice.engines import inprocess
from pumice.publishing import Summary
from pumice.run import clean

RAW = {
    "a.txt": b"First line\r\nsecond line",
    "b/c.txt": b"  An indented line\n\n\n\nand another\n",
    "b/café.txt": "Déjà vu au café.\n".encode(),
    "d.txt": b"",
    "plain": b"Text without an ending in its name.\n",
}


def write_raw(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path, with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return write_raw(tmp_path / "raw", RAW)


@pytest.fixture
def make(raw: Path, tmp_path: Path) -> Callable[[], Summary]:
    """Cleans `raw` into `tmp_path/clean`, in this process."""
    return lambda: clean(raw, tmp_path / "clean", engine=inprocess.run)


@pytest.fixture
def bag(make: Callable[[], Summary], tmp_path: Path) -> Path:
    assert make().exit_code == 0
    return tmp_path / "clean"
