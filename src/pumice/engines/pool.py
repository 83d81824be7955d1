"""Worker processes on this machine. A document that kills or blocks its worker costs itself, and nothing else.

Each worker holds one share at a time, so it is known which share a dead worker died of: that one is lost, a fresh
worker takes the dead one's place, and the run goes on.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic

from pumice.engines import AHEAD, Engine, Lost, R, S, Sized
from pumice.engines.worker import READY
from pumice.errors import PumiceError

# A document may take 10 s a megabyte at the very most (the promise for hostile input); three times that, and a minute
# for a machine that is busy with other things, is a hang.
SECONDS = 60
SECONDS_PER_MEGABYTE = 30
# How long to wait in one go; the system counts it in 31 bits of milliseconds.
LONGEST_WAIT = 3600
START = "from pumice.engines.worker import main; main()"


@dataclass
class Worker(Generic[S, R]):
    """A child process, the socket to it, what it is at (and the number of that) and until when it may be."""

    process: subprocess.Popen[bytes]
    link: Connection
    share: S | None = None
    number: int = 0
    until: float = 0.0

    @classmethod
    def start(cls, work: Callable[[S], R]) -> "Worker[S, R]":
        """A new worker that is sent the work; it searches modules where this process does."""
        ours, theirs = socket.socketpair()
        path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
        with theirs:
            theirs.set_inheritable(True)
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", START, str(theirs.fileno()), str(os.getpid())],
                close_fds=False,  # the lock on the bag is shared, too; whatever else Python opens is not inherited
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        link: Connection = Connection(ours.detach())
        link.send(work)
        return cls(process, link)

    def await_ready(self) -> "Worker[S, R]":
        """The worker, once it has loaded the work. One that cannot is a fault of the installation, not of a task."""
        try:
            if self.link.recv() == READY:
                return self
        except (EOFError, ConnectionResetError):
            pass
        raise PumiceError(f"a worker process did not start (exit status {self.process.wait()})", "See the error above.")

    def give(self, share: S, number: int) -> None:
        """Send a share of the work."""
        self.share, self.number, self.until = share, number, time.monotonic() + seconds_for(share)
        with suppress(BrokenPipeError, ConnectionResetError):  # that it died is seen when its answer is read
            self.link.send(share)

    def answer(self) -> R | Lost:
        """What it made of its share, or how it was lost. A failing disk is raised."""
        self.share = None
        if not self.link.poll():
            return Lost("engine.timed-out")
        try:
            answer: R | OSError = self.link.recv()
        except (EOFError, ConnectionResetError):
            return Lost("engine.crashed")
        if isinstance(answer, OSError):
            raise answer
        return answer

    def stop(self) -> None:
        """End the process, at once."""
        self.link.close()
        self.process.kill()
        self.process.wait()


class Alone(Generic[S, R]):
    """One worker, given one share after another; started when it is needed, and again when it was lost."""

    def __init__(self, work: Callable[[S], R]) -> None:
        self._work = work
        self._worker: Worker[S, R] | None = None

    def answer_to(self, share: S) -> R | Lost:
        """What the worker makes of the share, or how it was lost. A failing disk is raised."""
        worker = self._worker = self._worker or Worker[S, R].start(self._work).await_ready()
        worker.give(share, 0)
        while not worker.link.poll(min(max(0.0, worker.until - time.monotonic()), LONGEST_WAIT)):
            if time.monotonic() >= worker.until:
                break
        result = worker.answer()
        if isinstance(result, Lost):
            self.stop()
        return result

    def stop(self) -> None:
        """End the worker, if there is one."""
        if self._worker:
            self._worker.stop()
        self._worker = None


def seconds_for(share: Sized) -> float:
    """How long a document may take."""
    return SECONDS + SECONDS_PER_MEGABYTE * share.size / 1e6


def of(jobs: int) -> Engine:
    """The pool with so many workers."""
    return partial(run, jobs=jobs)


def run(work: Callable[[S], R], shares: Iterable[S], *, jobs: int) -> Iterator[tuple[S, R | Lost]]:
    """Each share with its result, as they come, from at most `jobs` workers."""
    waiting = enumerate(shares)
    workers: list[Worker[S, R]] = []
    try:
        _engage(work, workers, waiting, jobs)
        while any(worker.share for worker in workers):
            for share, result in _collect(work, workers):
                _give_out(workers, waiting)  # before the result is looked at, so that no worker waits for that
                yield share, result
    finally:
        for worker in workers:
            worker.stop()


def _engage(work: Callable[[S], R], workers: list[Worker[S, R]], waiting: Iterator[tuple[int, S]], jobs: int) -> None:
    """Start a worker for each share there is, up to `jobs`; all load the work at once."""
    first = list(islice(waiting, jobs))
    for _ in first:
        workers.append(Worker.start(work))
    for worker, (number, share) in zip(workers, first, strict=True):
        worker.await_ready().give(share, number)


def _give_out(workers: list[Worker[S, R]], waiting: Iterator[tuple[int, S]]) -> None:
    """A share for each idle worker, unless the oldest that is under way lies too far back."""
    for worker in workers:
        if worker.share is None and _reach(workers) < AHEAD:
            for number, share in islice(waiting, 1):
                worker.give(share, number)


def _reach(workers: list[Worker[S, R]]) -> int:
    """How far the newest share given out is from the oldest under way."""
    under_way = [worker.number for worker in workers if worker.share]
    return max(worker.number for worker in workers) - min(under_way) if under_way else 0


def _collect(work: Callable[[S], R], workers: list[Worker[S, R]]) -> Iterator[tuple[S, R | Lost]]:
    """The results that are there, waiting for the first; a worker that was lost is replaced."""
    first = min(worker.until for worker in workers if worker.share)
    left = min(max(0.0, first - time.monotonic()), LONGEST_WAIT)
    ready = wait([worker.link for worker in workers if worker.share], left)
    now = time.monotonic()
    for place, worker in enumerate(workers):
        share = worker.share
        if share is None or (worker.link not in ready and now < worker.until):
            continue
        result = worker.answer()
        if isinstance(result, Lost):
            worker.stop()
            workers[place] = Worker[S, R].start(work).await_ready()
        yield share, result
