"""Engines: a share of the work that kills or blocks its process costs itself, and nothing else."""

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pumice.corpus import open_bag
from pumice.engines import Lost, inprocess, persistent, pool
from pumice.errors import PumiceError
from pumice.options import DEFAULT
from pumice.record import FileRef
from pumice.run import clean
from pumice.store.source import Local
from pumice.work import Batch, Job, Refused, Task, process

WORK = """
import os, signal, time
from typing import NamedTuple
class Share(NamedTuple):
    path: str
    size: int
    name: str
def work(share):
    if share.path == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if share.path == "hang":
        time.sleep(1000)
    if share.path == "full":
        raise OSError(28, "No space left on device", "some/file")
    if share.path.startswith("once") and not os.path.exists(share.name):
        open(share.name, "w").close()
        os._exit(9)
    print("on stdout")
    return share.path.upper()
def first_of_all(share):
    return [work(share._replace(path=name)) for name in share.path.split(",")][0]
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    (tmp_path / "odd_work.py").write_text(WORK)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(pool, "SECONDS", 3)
    import odd_work  # type: ignore[import-not-found]

    return odd_work


def answers(work: Any, names: list[str], jobs: int = 2, once: str = "") -> dict[str, object]:
    shares = [work.Share(name, 0, once) for name in names]
    return {share.path: result for share, result in persistent(pool.of(jobs), work.work, shares)}


def test_all_are_answered(work: Any) -> None:
    assert answers(work, list("abcdefgh")) == {name: name.upper() for name in "abcdefgh"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_crashes_and_hangs_cost_themselves(work: Any, jobs: int) -> None:
    found = answers(work, ["a", "crash", "b", "hang", "c", "d"], jobs)
    assert found == {
        "a": "A",
        "b": "B",
        "c": "C",
        "d": "D",
        "crash": Lost("engine.crashed"),
        "hang": Lost("engine.timed-out"),
    }


def test_what_died_once_is_tried_again(work: Any, tmp_path: Path) -> None:
    assert answers(work, ["a", "once", "b"], once=str(tmp_path / "tried")) == {"a": "A", "once": "ONCE", "b": "B"}


def test_a_failing_disk_stops_the_run(work: Any) -> None:
    with pytest.raises(OSError, match="No space left"):
        answers(work, ["a", "full", "b"])


def test_no_work_no_workers(work: Any) -> None:
    assert answers(work, []) == {}


def test_workers_that_cannot_start_are_a_fault_of_the_installation(work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "START", "raise SystemExit(5)")
    with pytest.raises(PumiceError, match="did not start"):
        answers(work, ["a"])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked for in /proc")
def test_workers_end_with_the_run(work: Any) -> None:
    running = pool.run(work.work, [work.Share("a", 0, ""), work.Share("hang", 0, "")], jobs=2)
    next(running)
    children = [child for child in _children() if b"engines.worker" in _command(child)]
    assert len(children) == 2
    running.close()  # type: ignore[attr-defined]
    assert not any(b"engines.worker" in _command(child) for child in children)


def _children() -> list[str]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            number, _, rest = status.read_text().partition(" ")
            if rest.rpartition(")")[2].split()[1] == str(os.getpid()):
                found.append(number)
    return found


def _command(child: str) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{child}/cmdline").read_bytes()
    return b""


def test_engines_agree(raw: Path, tmp_path: Path) -> None:
    work = partial(process, Job(Local(raw), tmp_path, DEFAULT))
    todo = [Batch(0, (Task("a.txt", 0, "a.txt"), Task("b/c.txt", 0, "b/c.txt"))), Batch(2, (Task("missing", 0, "m"),))]
    here = {batch.first: result for batch, result in inprocess.run(work, todo)}
    there = {batch.first: result for batch, result in pool.run(work, todo, jobs=2)}
    assert here == there
    missing = here[2]
    assert not isinstance(missing, Lost)
    assert isinstance(missing[0], Refused)
    assert b"read.unreadable" in missing[0].line


def test_of_a_batch_that_kills_its_worker_one_share_is_lost(work: Any) -> None:
    def split(share: Any) -> list[Any]:
        return [work.Share(name, 0, "") for name in share.path.split(",")]

    found = persistent(pool.of(1), work.first_of_all, [work.Share("a,crash,b", 0, "")], split)
    assert [result for _, result in found] == ["A", Lost("engine.crashed"), "B"]


def test_no_share_is_given_out_far_ahead_of_one_that_hangs(work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "AHEAD", 5)
    names = ["hang", *("a" * number for number in range(1, 50))]
    order = [share.path for share, _ in pool.run(work.work, [work.Share(name, 0, "") for name in names], jobs=2)]
    assert order.index("hang") <= 6
    assert len(order) == len(names)


def test_what_was_lost_has_a_record(raw: Path, tmp_path: Path) -> None:
    def losing(_: object, batches: Iterable[Batch]) -> list[tuple[Batch, Lost]]:
        return [(batch, Lost("engine.crashed")) for batch in batches]

    summary = clean(raw, tmp_path / "clean", engine=losing)  # type: ignore[arg-type]
    assert (summary.exit_code, len(summary.failed)) == (3, 5)
    with open_bag(tmp_path / "clean") as bag:
        for document in bag:
            assert not document.published
            data = (raw / document.path).read_bytes()
            assert document.record.raw == FileRef.of(document.path, data)
            assert [finding.code for finding in document.record.findings] == ["engine.crashed"]
