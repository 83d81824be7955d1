"""Engines: a share of the work that kills or blocks its process costs itself, and nothing else."""

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pumice.corpus import open_bag
from pumice.engines import Lost, inprocess, pool
from pumice.errors import PumiceError
from pumice.options import DEFAULT
from pumice.record import FileRef
from pumice.run import clean
from pumice.work import Job, Outcome, Task, process

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
    return {share.path: result for share, result in pool.run(work.work, shares, jobs=jobs)}


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


def test_engines_agree(raw: Path) -> None:
    tasks = [Task(name, 0, name) for name in ("a.txt", "b/c.txt", "d.txt", "missing")]
    work = partial(process, Job(raw, None, DEFAULT))
    here = {task.path: result for task, result in inprocess.run(work, tasks)}
    there = {task.path: result for task, result in pool.run(work, tasks, jobs=2)}
    assert here == there
    missing = here["missing"]
    assert not isinstance(missing, Lost)
    assert isinstance(missing[0], Outcome)
    assert b"read.unreadable" in missing[0].line


def test_what_was_lost_has_a_record(raw: Path, tmp_path: Path) -> None:
    def losing(_: object, tasks: list[Task]) -> list[tuple[Task, Lost]]:
        return [(task, Lost("engine.crashed")) for task in tasks]

    summary = clean(raw, tmp_path / "clean", engine=losing)  # type: ignore[arg-type]
    assert (summary.exit_code, len(summary.failed)) == (3, 5)
    with open_bag(tmp_path / "clean") as bag:
        for document in bag:
            assert not document.published
            data = (raw / document.path).read_bytes()
            assert document.record.raw == FileRef.of(document.path, data)
            assert [finding.code for finding in document.record.findings] == ["engine.crashed"]
