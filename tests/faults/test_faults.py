"""A real run with a fault at one of its system calls: nothing torn, nothing sealed falsely, told, and made good by the
next run. A share of the calls is tried here; `benchmarks/faults` tries all of them."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from tests.archive.conftest import tree, write_raw
from tests.faults.harness import (
    ERRORS,
    WRITE_PATH,
    Call,
    Scene,
    Server,
    ended,
    injection,
    start,
    was_killed,
)
from tests.faults.power import OPTIONS, ForgetfulDisk, Loss, events, states

Give = Callable[[bool], Scene]
SCENES = pytest.mark.parametrize("first", [False, True], ids=["renewed", "made"])
# One in so many calls is tried, each time another one.
SHARE = 40


def some(calls: list[Call], share: int) -> Iterator[Call]:
    """One in `share` of the calls, and the first and last of each name."""
    different = list(dict.fromkeys(calls))
    ends = {call.name: call for call in different} | {call.name: call for call in reversed(different)}
    picked = {*different[::share], *ends.values()}
    return (call for call in different if call in picked)


@SCENES
def test_failing_calls(first: bool, server: Server, scene: Give) -> None:
    here = scene(first)
    calls = here.calls(server, WRITE_PATH)
    assert len(calls) > 400
    hit = 0
    for number, call in enumerate(some(calls, SHARE)):
        causes = sorted(ERRORS[call.name])
        error = causes[number % len(causes)]
        here.set_up()
        done = here.run(server, injection(call, f"error={error}"))
        hit += done.status == 70
        assert here.judged(call, done, ERRORS[call.name][error]) == [], (call, error)
        assert here.after_next_run(server) == [], (call, error)
    assert hit > 10


@SCENES
def test_killed_at_random_calls(first: bool, server: Server, scene: Give) -> None:
    here = scene(first)
    calls = [call for call in dict.fromkeys(here.calls(server, "all")) if call.name != "futex"]
    killed = 0
    for call in Random(first).sample(calls, 8):
        here.set_up()
        killed += was_killed(here.run(server, injection(call, "signal=SIGKILL")))
        assert here.wrongs() == [], call
        assert here.after_next_run(server) == [], call
    assert killed > 4


def test_writes_that_are_told_and_not_done(server: Server, scene: Give) -> None:
    """A call that says it wrote a byte, and wrote none."""
    here = scene(False)
    writes = [call for call in here.calls(server, "write") if call.number < 40]
    noticed = 0
    for call in some(writes, 9):
        here.set_up()
        done = here.run(server, injection(call, "retval=1"))
        noticed += done.status == 70
        assert here.wrongs() == [], call
        assert here.told(done, "read back") == [], call
        assert here.after_next_run(server) == [], call
    assert noticed > 2


@SCENES
def test_short_writes(first: bool, halving_server: Server, scene: Give) -> None:
    here = scene(first)
    here.set_up()
    assert here.run(halving_server).status == 3
    assert tree(here.bag) == here.new


def traced(here: Scene, server: Server) -> tuple[ForgetfulDisk, Path]:
    here.set_up()
    disk, trace = ForgetfulDisk.holding(here.bag), here.folder / "trace"
    assert here.run(server, ["-o", str(trace), *OPTIONS]).status == 3
    return disk, trace


@SCENES
def test_the_model_of_a_disk_holds_what_the_disk_holds(first: bool, server: Server, scene: Give) -> None:
    disk, trace = traced(scene(first), server)
    for event in events(trace):
        disk.see(event)
    files = {path[len(disk.root) + 1 :]: node.data for path, node in disk.names.items() if node}
    assert files == scene(first).new
    assert not any(folder in disk.names for change in disk.pending for folder in change.folders)
    assert all(node.data == node.safe for node in disk.names.values() if node)


@SCENES
def test_power_cuts(first: bool, server: Server, scene: Give) -> None:
    """After every call, and after a share of them the next run on what was left."""
    here = scene(first)
    disk, trace = traced(here, server)
    seen = list(events(trace))
    for number, loss, found in states(disk, seen, Loss, Random(number_of_cuts := len(seen))):
        here.lose(found)
        assert here.wrongs() == [], (number, loss)
        if number % 31 == 0:
            assert here.after_next_run(server) == [], (number, loss)
    assert number_of_cuts > 100


@pytest.mark.usefixtures("server")
def test_a_writer_that_does_not_sync_is_noticed(scene: Give) -> None:
    here = scene(False)
    with Server("--unsynced") as careless:
        disk, trace = traced(here, careless)
    wrong = 0
    for _, _, found in states(disk, events(trace), [Loss.DATA], Random(1)):
        here.lose(found)
        wrong += bool(here.wrongs())
    assert wrong > 10


@pytest.mark.parametrize("limit", ["size=24k", "size=60k", "nr_inodes=8", "nr_inodes=30"])
def test_small_disks(limit: str, server: Server, scene: Give, tmp_path: Path) -> None:
    """A file system that is full; then it grows, and the run is given again."""
    here = scene(True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", limit, "tmpfs", tmp_path], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        bag = tmp_path / "bag"
        done = server.run(["clean", here.raw, bag], here.log)
        assert (done.status, "No space left on device" in done.output, str(bag) in done.output) == (70, True, True)
        assert not (bag / "tagmanifest-sha256.txt").exists()
        larger = "remount,size=100m,nr_inodes=1000"
        subprocess.run(["mount", "-o", larger, tmp_path], check=True)
        assert server.run(["clean", here.raw, bag], here.log).status == 3
        assert tree(bag) == here.new
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    text = b"The ferry sails on day %d.\r\nIt rests on all others.\r\n"
    return write_raw(tmp_path / "many", {f"{number}.txt": text % number * 40 for number in range(60)})


def test_a_second_writer_is_refused_until_the_first_is_dead(many: Path, tmp_path: Path) -> None:
    """The first is stopped, so that it can neither end nor be overtaken; then it is killed, and nothing is in the way
    of the next, its workers included."""
    bag = tmp_path / "bag"
    first = start(many, bag)
    while first.poll() is None and not list(bag.glob(".pumice/stage/*/*.records")):
        time.sleep(0.01)
    first.send_signal(signal.SIGSTOP)
    second = ended(start(many, bag))
    assert (second.status, "another run of pumice is writing this bag" in second.output) == (2, True)
    first.send_signal(signal.SIGKILL)
    ended(first)
    third = ended(start(many, bag))
    assert third.status == 0, third.output
    assert not (bag / ".pumice").exists()
    assert len(tree(bag / "data")) == 60
