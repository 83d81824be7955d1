"""The same bag on every file system that can be had: in memory, case-insensitive, one that refuses Windows names."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pumice.engines import inprocess
from pumice.run import clean
from pumice.verify import verify
from tests.archive.conftest import tree, write_raw
from tests.archive.many import NAMES
from tests.archive.test_determinism import DOCUMENTS

pytestmark = pytest.mark.long
RAW = DOCUMENTS | {f"{name}/{name}.txt": f"The ferry to {name}  sails. \r\n".encode() for name in NAMES}
RAW |= {"Case/a.TXT": b"one\n", "case/A.txt": b"two\n", "a:b?.txt": b"three\n", "nul.txt": b"four\n", "x .": b"five\n"}
IMAGE_BYTES = 1 << 26


def _call(*command: str | Path) -> str:
    """What a command says where it fails; empty if it does not."""
    if not shutil.which(str(command[0])):
        return f"{command[0]} is not there"
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return "" if done.returncode == 0 else f"{command[0]}: {(done.stderr or done.stdout).strip()[-200:]}"


def _must(why_not: str) -> None:
    if why_not:
        pytest.skip(why_not)


@contextmanager
def _in_memory(at: Path, image: Path) -> Iterator[Path]:
    _must(_call("mount", "-t", "tmpfs", "tmpfs", at))
    try:
        yield at
    finally:
        subprocess.run(["umount", at], check=True)
        image.unlink()


@contextmanager
def _without_case(at: Path, image: Path) -> Iterator[Path]:
    """exFAT takes `A` for `a`. Its driver wants a device."""
    _must(_call("mkfs.exfat", image))
    found = subprocess.run(["losetup", "-f", "--show", image], capture_output=True, text=True, check=False)
    _must(found.stderr)
    device = found.stdout.strip()
    try:
        _must(_call("mount.exfat-fuse", device, at))
        try:
            (at / "Aa").touch()
            assert (at / "aA").exists()
            (at / "Aa").unlink()
            yield at
        finally:
            subprocess.run(["umount", at], check=True)
    finally:
        subprocess.run(["losetup", "-d", device], check=True)


@contextmanager
def _with_windows_names(at: Path, image: Path) -> Iterator[Path]:
    _must(_call("mkntfs", "-F", "-Q", "-q", image))
    _must(_call("lowntfs-3g", "-o", "windows_names", image, at))
    try:
        for name in ("con", "a:b", "a."):
            with pytest.raises(OSError, match=name):
                (at / name).touch()
        yield at
    finally:
        subprocess.run(["umount", at], check=True)


KINDS = {"tmpfs": _in_memory, "exFAT": _without_case, "NTFS": _with_windows_names}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_bag(kind: str, tmp_path: Path) -> None:
    raw, wanted = write_raw(tmp_path / "raw", RAW), tmp_path / "wanted"
    before = write_raw(tmp_path / "before", {name: data + b"older\n" for name, data in RAW.items() if len(name) % 3})
    clean(raw, wanted, engine=inprocess.run)
    image, at = tmp_path / "image", tmp_path / "mounted"
    at.mkdir()
    with image.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    with KINDS[kind](at, image) as folder:
        for of in (before, raw, raw):
            clean(of, folder / "bag", engine=inprocess.run)
        assert verify(folder / "bag", raw=raw).faults == ()
        assert tree(folder / "bag") == tree(wanted)
