"""A bag that somebody changes while it is verified: the check ends, says what it saw, and believes nothing else."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from pumice.engines import inprocess
from pumice.run import clean
from pumice.store import hashing
from pumice.store.disk import Disk
from pumice.verify import verify
from tests.archive.conftest import tree, write_raw

# What a check may say of a file that was changed, replaced or taken away under its eyes.
MAY_BE_SAID = {
    *("bag.changed", "bag.missing", "bag.extra", "bag.special-file", "bag.unreadable", "bag.oxum", "bag.declaration"),
    *("bag.no-manifest", "bag.bad-line", "bag.duplicate-entry", "bag.unsafe-name", "bag.colliding-names"),
    *("record.disagrees", "record.missing", "record.unreadable", "seal.broken"),
}
SECONDS = 3.0


def to_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def to_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def to_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


CHANGES: dict[str, Callable[[Path], object]] = {
    "grown": lambda path: path.open("ab").write(b"more" * 1000),
    "cut": lambda path: os.truncate(path, 0),
    "gone": lambda path: path.unlink(),
    "link to an endless device": to_link,
    "FIFO": to_fifo,
    "folder": to_folder,
}


@contextmanager
def changing(bag: Path, change: Callable[[Path], object]) -> Iterator[None]:
    """Some files of the bag, its lists among them, are changed and put back, as fast as it goes."""
    kept = {bag / name: data for name, data in tree(bag).items() if "7" in name or not name.startswith("data/")}
    stop = threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            for path, data in kept.items():
                with suppress(OSError):
                    change(path)
                put_back(path, data)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def put_back(path: Path, data: bytes) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.write_bytes(data)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    raw = {
        f"{number % 5}/{number}.txt": f"The ferry sails on day {number}.  \r\n".encode() * 30 for number in range(200)
    }
    clean(write_raw(tmp_path / "raw", raw), tmp_path / "bag", engine=inprocess.run)
    return tmp_path / "bag"


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_bag_that_changes(change: Callable[[Path], object], many: Path) -> None:
    until, said, times = time.monotonic() + SECONDS, set[str](), 0
    with changing(many, change):
        while time.monotonic() < until:
            said |= {fault.code for fault in verify(many).faults}
            times += 1
    assert times > 2
    assert said <= MAY_BE_SAID
    assert verify(many).faults == ()


@pytest.mark.parametrize("raw_too", [False, True])
def test_records_that_go_between_two_looks(
    raw_too: bool, raw: Path, bag: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read again only if they disagree with the manifest, or raw is asked for."""
    records = bag / "pumice/records.jsonl"
    records.write_bytes(records.read_bytes().replace(b'"bytes":', b'"bytes":1', 3))
    lines = Disk.lines

    def gone(disk: Disk, path: str) -> Iterator[bytes]:
        records.unlink(missing_ok=True)
        return lines(disk, path)

    monkeypatch.setattr(Disk, "lines", gone)
    codes = {fault.code for fault in verify(bag, raw=raw if raw_too else None).faults}
    assert {"bag.changed", "bag.unreadable"} <= codes


def test_a_file_that_never_stops_growing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes faster than we read does not hold us."""
    monkeypatch.setattr(hashing, "BUFFER", 10)
    path = tmp_path / "log"
    path.write_bytes(b"x" * 100)
    readv, reads = os.readv, 0

    def growing(fd: int, buffers: object) -> int:
        nonlocal reads
        reads += 1
        with path.open("ab") as file:
            file.write(b"x" * 50)
        return readv(fd, buffers)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "readv", growing)
    folder = os.open(tmp_path, os.O_RDONLY)
    size, _ = hashing.Hasher().sha256(folder, b"log")
    os.close(folder)
    assert size > 100
    assert reads < 30


@pytest.mark.parametrize("what", ["link", "FIFO", "folder"])
def test_a_file_of_raw_that_became_something_else(what: str, raw: Path, bag: Path) -> None:
    path = raw / "a.txt"
    data = path.read_bytes()
    if what == "link":
        path.rename(raw.parent / "elsewhere")
        path.symlink_to(raw.parent / "elsewhere")
    else:
        {"FIFO": to_fifo, "folder": to_folder}[what](path)
    found = {(fault.code, fault.path) for fault in verify(bag, raw=raw).faults}
    assert found == {("raw.missing" if what == "folder" else "raw.changed", "a.txt")}
    if what == "link":
        path.unlink()
        path.write_bytes(data)
        assert verify(bag, raw=raw).faults == ()


def test_raw_that_could_not_be_read_then_and_cannot_now(raw: Path, tmp_path: Path) -> None:
    (raw / "link").symlink_to("a.txt")
    os.mkfifo(raw / "pipe")
    summary = clean(raw, tmp_path / "bag", engine=inprocess.run)
    assert [path for path, _ in summary.failed] == ["link", "pipe"]
    assert verify(tmp_path / "bag", raw=raw).faults == ()
    put_back(raw / "pipe", b"now a file\n")
    assert {(it.code, it.path) for it in verify(tmp_path / "bag", raw=raw).faults} == {("raw.changed", "pipe")}


def test_records_out_of_order_are_compared_all_the_same(raw: Path, bag: Path) -> None:
    records = bag / "pumice/records.jsonl"
    records.write_bytes(b"".join(reversed(records.read_bytes().splitlines(keepends=True))))
    codes = {fault.code for fault in verify(bag, raw=raw).faults}
    assert codes == {"bag.changed"}


def test_a_list_that_is_one_endless_line(bag: Path) -> None:
    """No line end in 200 MB: refused in the time that reading takes, not in its square."""
    for name in ("manifest-sha256.txt", "pumice/records.jsonl"):
        with (bag / name).open("wb") as file:
            file.truncate(200_000_000)
    before = time.process_time()
    codes = {fault.code for fault in verify(bag).faults}
    assert {"bag.bad-line", "record.unreadable", "bag.changed"} <= codes
    assert time.process_time() - before < 30
