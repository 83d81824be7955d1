"""A run may fail or be killed at any call that changes the disk: nothing is torn or sealed falsely.

Every call is tried, one after another. What comes out of the next run must be the tree of a run that was never
disturbed, byte for byte.
"""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pumice.engines import inprocess
from pumice.errors import PumiceError, StorageFailed
from pumice.publishing import Summary
from pumice.run import clean
from pumice.store import disk
from pumice.verify import verify
from tests.archive.conftest import tree, write_raw

BEFORE = {"a.txt": b"one\r\n", "b/c.txt": b"two \n", "gone/x.txt": b"leaves\n", "gone/y.txt": b"leaves, too \n"}
AFTER = {"a.txt": b"one, changed\r\n", "b/c.txt": b"two \n", "gone": b"a file where a folder was\n", "new/d.txt": b"x"}
SOURCE = Path(disk.__file__).parents[2]


class Killed(BaseException):
    """The end of the process, as far as the code under test can tell."""


class Disturber:
    """Stands in the door of all calls that change the disk, counts them, and disturbs one."""

    def __init__(self, number: int, disturb: Callable[[Callable[..., Any]], None]) -> None:
        self.number, self.disturb, self.seen = number, disturb, 0

    def __call__(self, call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        self.seen += 1
        if self.seen == self.number:
            self.disturb(call)
        return unsynced(call, *arguments, **options)


def unsynced(call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """The door without waiting for the disk, which these tests could not tell from the cache anyway."""
    return None if call is os.fsync else call(*arguments, **options)


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "system", unsynced)


def kill(_: object) -> None:
    raise Killed


def fail(_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def run(raw: Path, bag: Path) -> Summary:
    return clean(raw, bag, engine=inprocess.run)


@pytest.fixture
def scene(tmp_path: Path) -> Callable[[], tuple[Path, Path]]:
    """Sets up raw as it is after, and a bag as it was before; the same again at each call."""
    clean(write_raw(tmp_path / "before", BEFORE), tmp_path / "old", engine=inprocess.run)
    write_raw(tmp_path / "after", AFTER)

    def set_up() -> tuple[Path, Path]:
        shutil.rmtree(tmp_path / "bag", ignore_errors=True)
        shutil.copytree(tmp_path / "old", tmp_path / "bag")
        return tmp_path / "after", tmp_path / "bag"

    return set_up


@pytest.fixture
def wanted(tmp_path: Path) -> dict[str, bytes]:
    """The tree of a run that nothing disturbs."""
    clean(write_raw(tmp_path / "after", AFTER), tmp_path / "wanted", engine=inprocess.run)
    return tree(tmp_path / "wanted")


def disturbed(
    monkeypatch: pytest.MonkeyPatch, where: tuple[Path, Path], disturb: Callable[[object], None]
) -> Iterator[int]:
    """Runs that are disturbed at the first call, the second, and so on; ends with the first that comes through."""
    raw, bag = where
    for number in range(1, 10_000):
        door = Disturber(number, disturb)
        with monkeypatch.context() as patched:
            patched.setattr(disk, "system", door)
            try:
                run(raw, bag)
            except (Killed, StorageFailed):
                yield number
            else:
                return


def assert_nothing_false(bag: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """A sealed bag is wholly the old or the new; files under their final names are one or the other."""
    now = {path: data for path, data in tree(bag).items() if not path.startswith(".pumice/")}
    if "tagmanifest-sha256.txt" in now:
        assert now in (old, new)
    for path, data in now.items():
        assert data in (old.get(path), new.get(path)), path
    report = verify(bag) if now else None
    if report and "tagmanifest-sha256.txt" in now:
        assert {fault.code for fault in report.faults} <= {"bag.unfinished"}


@pytest.mark.parametrize("disturb", [kill, fail], ids=["killed", "disk full"])
def test_renewing_a_bag_disturbed_at_every_call(
    disturb: Callable[[object], None],
    scene: Callable[[], tuple[Path, Path]],
    wanted: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where = scene()
    old = tree(where[1])
    calls = 0
    for number in disturbed(monkeypatch, where, disturb):
        calls = number
        assert_nothing_false(where[1], old, wanted)
        assert run(*where).exit_code == 0
        assert tree(where[1]) == wanted
        scene()
    assert calls > 50


@pytest.mark.long
@pytest.mark.parametrize("disturb", [kill, fail], ids=["killed", "disk full"])
def test_making_a_bag_disturbed_at_every_call(
    disturb: Callable[[object], None], wanted: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "after", tmp_path / "bag"
    calls = 0
    for number in disturbed(monkeypatch, where, disturb):
        calls = number
        if where[1].exists():
            assert_nothing_false(where[1], {}, wanted)
        run(*where)
        assert tree(where[1]) == wanted
        shutil.rmtree(where[1])
    assert calls > 30


def test_disturbed_again_and_again(
    scene: Callable[[], tuple[Path, Path]], wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every run gets only a little further than the one before, its recovery included."""
    where = scene()
    old = tree(where[1])
    for _ in disturbed(monkeypatch, where, kill):
        assert_nothing_false(where[1], old, wanted)
    assert tree(where[1]) == wanted


def test_a_disk_that_takes_one_byte_at_a_time(
    scene: Callable[[], tuple[Path, Path]], wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stingy(call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        if call is os.write:
            return call(arguments[0], arguments[1][:1])
        return call(*arguments, **options)

    monkeypatch.setattr(disk, "system", stingy)
    where = scene()
    run(*where)
    assert tree(where[1]) == wanted


def test_a_disk_that_writes_something_else_is_noticed(
    scene: Callable[[], tuple[Path, Path]], wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        if call is os.write:
            return call(arguments[0], bytes(len(arguments[1])))
        return call(*arguments, **options)

    raw, bag = scene()
    with monkeypatch.context() as patched:
        patched.setattr(disk, "system", forgetful)
        with pytest.raises(StorageFailed, match="does not read back"):
            run(raw, bag)
    assert verify(bag).exit_code == 1
    assert run(raw, bag).exit_code == 0
    assert tree(bag) == wanted


def test_a_fault_names_the_file_and_the_cause(
    scene: Callable[[], tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, bag = scene()
    monkeypatch.setattr(disk, "system", Disturber(3, fail))
    with pytest.raises(StorageFailed, match="No space left") as caught:
        run(raw, bag)
    assert caught.value.exit_code == 70
    assert str(bag) in str(caught.value)


SCRIPT = """
import os, signal, sys
from pathlib import Path
from pumice.engines import inprocess
from pumice.engines.pool import of
from pumice.run import clean
from pumice.store import disk
left = int(sys.argv[3])
def door(call, *arguments, **options):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return call(*arguments, **options)
disk.system = door
clean(Path(sys.argv[1]), Path(sys.argv[2]), engine=of(2) if sys.argv[4] == "pool" else inprocess.run)
"""


@pytest.mark.parametrize(
    ("engine", "number"), [("inprocess", 9), ("inprocess", 37), ("pool", 1), ("pool", 22), ("pool", 46)]
)
def test_a_process_killed_by_the_system(
    engine: str, number: int, scene: Callable[[], tuple[Path, Path]], wanted: dict[str, bytes]
) -> None:
    raw, bag = scene()
    old = tree(bag)
    command = [sys.executable, "-c", SCRIPT, str(raw), str(bag), str(number), engine]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=False)
    assert done.returncode in {0, -signal.SIGKILL}
    assert_nothing_false(bag, old, wanted)
    run(raw, bag)
    assert tree(bag) == wanted


def test_a_second_writer_is_refused(bag: Path, raw: Path) -> None:
    holder = disk.Disk(bag)
    holder.lock()
    with pytest.raises(PumiceError, match="another run") as caught:
        run(raw, bag)
    assert caught.value.exit_code == 2
    holder.close()
    assert run(raw, bag).exit_code == 0


def test_what_an_interrupted_run_staged_is_used(
    scene: Callable[[], tuple[Path, Path]], wanted: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that dies when all is staged costs nothing: the next computes no document again."""
    raw, bag = scene()
    with monkeypatch.context() as patched:
        patched.setattr("pumice.publishing.publish", kill_on_publishing)
        with pytest.raises(Killed):
            run(raw, bag)
    with monkeypatch.context() as patched:
        patched.setattr("pumice.readers.txt.normalize", None)
        assert run(raw, bag).failed == ()
    assert tree(bag) == wanted


def kill_on_publishing(*_: object) -> None:
    raise Killed


def test_nothing_is_computed_or_written_twice(bag: Path, raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.stat().st_mtime_ns for path in bag.rglob("*") if path.is_file()}
    monkeypatch.setattr("pumice.readers.txt.normalize", None)
    summary = run(raw, bag)
    assert (summary.made, summary.kept, summary.changed) == (0, 5, False)
    assert {path: path.stat().st_mtime_ns for path in bag.rglob("*") if path.is_file()} == before


def test_a_damaged_copy_is_made_again(bag: Path, raw: Path) -> None:
    whole = tree(bag)
    (bag / "data/a.txt").write_bytes(b"damaged\n")
    (bag / "pumice/trails/a.txt.jsonl").unlink()
    summary = run(raw, bag)
    assert (summary.made, summary.kept) == (1, 4)
    assert tree(bag) == whole


@pytest.mark.parametrize("name", ["bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "pumice/records.jsonl"])
def test_damaged_lists_are_made_again(name: str, bag: Path, raw: Path) -> None:
    whole = tree(bag)
    (bag / name).write_bytes(b"damaged\n")
    assert run(raw, bag).exit_code == 0
    assert tree(bag) == whole


def test_strays_are_told_and_left(bag: Path, raw: Path) -> None:
    (bag / "data/mine.txt").write_bytes(b"a file of somebody's\n")
    summary = run(raw, bag)
    assert (summary.strays, summary.exit_code) == (("data/mine.txt",), 1)
    assert (bag / "data/mine.txt").exists()


@pytest.mark.parametrize("of", ["a file", "a folder"])
@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOMEM])
def test_a_machine_that_runs_out_is_no_fault_of_a_document(
    of: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else all copies of what could not be opened would leave the bag."""
    raw, bag = write_raw(tmp_path / "raw", BEFORE), tmp_path / "bag"
    clean(raw, bag, engine=inprocess.run)
    before = tree(bag)
    write_raw(raw, {"b/c.txt": b"changed\n"})
    opens, lists = os.open, os.scandir

    def out_of(path: Any, *arguments: Any, **options: Any) -> Any:
        if isinstance(path, bytes) and path.endswith(b"raw/b/c.txt" if of == "a file" else b"raw/b"):
            raise OSError(number, os.strerror(number), path)
        return (opens if arguments or options else lists)(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open" if of == "a file" else "scandir", out_of)
        with pytest.raises(StorageFailed, match=os.strerror(number)):
            clean(raw, bag, engine=inprocess.run)
    assert {path: data for path, data in tree(bag).items() if not path.startswith(".pumice/")} == before


@pytest.mark.parametrize("name", ["tagmanifest-sha256.txt", "manifest-sha256.txt", "pumice/records.jsonl"])
@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
def test_lists_that_cannot_be_read_are_not_taken_for_none(
    name: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the run would not know which files of the bag have to go, and seal them in."""
    bag, opens = tmp_path / "bag", os.open
    clean(write_raw(tmp_path / "before", BEFORE), bag, engine=inprocess.run)
    before, raw = tree(bag), write_raw(tmp_path / "raw", AFTER)

    def failing(path: Any, *arguments: Any, **options: Any) -> Any:
        if path == os.path.basename(name).encode():  # noqa: PTH119
            raise OSError(number, os.strerror(number), path)
        return opens(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", failing)
        with pytest.raises(StorageFailed, match=f"{name}.*{os.strerror(number)}"):
            clean(raw, bag, engine=inprocess.run)
    assert tree(bag) == before
    clean(raw, bag, engine=inprocess.run)
    assert verify(bag, raw=raw).faults == ()
