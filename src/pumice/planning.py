"""What a run is to do: every file of raw in the order of its path, with what the bag holds of it, in batches.

Nothing holds more than a folder of it: raw and the bag's records are in the same order and are read side by side.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import BinaryIO, Self

from pumice.bag import TAG_MANIFEST, clean_path
from pumice.containers.stream import digest
from pumice.errors import NotAsItShouldBe
from pumice.record import Facts, FileRef, read_facts
from pumice.store.disk import decoded
from pumice.store.held import Held, Span
from pumice.store.scan import Entry, Kind
from pumice.store.source import Source
from pumice.work import Batch, Task

# A batch is cut at so many files or bytes: the way to a worker and back costs 0.1 ms a batch, and at the end of a run a
# worker waits for no more than one batch. The first batches are small, so that small runs are shared out too.
MOST_FILES = 64
MOST_BYTES = 1 << 20
GROWTH = 4


def tasks(entries: Iterable[Entry], known: "Known") -> Iterator[Task]:
    """A task for each entry of raw. Records out of the order of raw are not found: their files are made anew."""
    spans = known.held.spans()
    at, span = next(spans, (b"", (0, 0)))
    for entry in entries:
        while span[1] and at < entry.path:
            at, span = next(spans, (b"", (0, 0)))
        task = _task(entry)
        is_kept = at == entry.path and not task.fault and known.is_right(task, span)
        yield replace(task, kept=span) if is_kept else task


def _task(entry: Entry) -> Task:
    fault = None
    if entry.kind is not Kind.FILE:
        code = "read.special-file" if entry.kind is Kind.SPECIAL else "read.unreadable"
        fault = (code, entry.reason)
    return Task(decoded(entry.path), entry.size, entry.copy, fault=fault)


def batches(todo: Iterable[Task]) -> Iterator[Batch]:
    """The tasks in batches, numbered on."""
    first, waiting, size = 0, list[Task](), 0
    for task in todo:
        waiting.append(task)
        size += task.size
        if size >= MOST_BYTES or len(waiting) >= min(MOST_FILES, 1 + first // GROWTH):
            yield Batch(first, tuple(waiting))
            first, waiting, size = first + len(waiting), [], 0
    if waiting:
        yield Batch(first, tuple(waiting))


@dataclass(frozen=True, slots=True)
class Known:
    """What the bag holds, as a run asks for it: of these files of `raw`, made by this pipeline. `recheck` reads copies
    again even if nothing touched them."""

    held: Held
    raw: Source
    fingerprint: str
    recheck: bool
    records: BinaryIO
    sealed_ns: int

    @classmethod
    @contextmanager
    def opened(cls, held: Held, raw: Source, fingerprint: str, *, recheck: bool) -> Iterator[Self]:
        """It, with the bag's records open."""
        sealed = held.disk.status(TAG_MANIFEST) if held.disk else None
        with held.records() as records:
            yield cls(held, raw, fingerprint, recheck, records, sealed.st_ctime_ns if sealed else 0)

    def is_right(self, task: Task, span: Span) -> bool:
        """Whether the bytes in raw, the pipeline and the files in the bag are all still what the records say."""
        with suppress(OSError, NotAsItShouldBe):
            found = digest(self.raw.read(task.path, task.size))
            return all(self._is_right(task, found, read_facts(line)) for line in lines_between(self.records, span))
        return False

    def _is_right(self, task: Task, found: str, facts: Facts) -> bool:
        if facts.raw.sha256 != found or facts.fingerprint != self.fingerprint or facts.fault:
            return False
        if facts.clean and not _is_below(facts.clean.path, clean_path(task.name)):
            return False
        return all(self._is_whole(ref) for ref in (facts.clean, facts.trail) if ref)

    def _is_whole(self, ref: FileRef) -> bool:
        """Nothing can change a file without the system's noting when (its ctime): one last changed before the bag was
        sealed is what was read back then. What a disk loses by itself is for verify to find."""
        if self.held.disk is None:
            return False
        status = self.held.disk.status(ref.path)
        if status and not self.recheck and status.st_ctime_ns < self.sealed_ns:
            return status.st_size == ref.size
        return self.held.disk.digest(ref.path) == ref


def _is_below(path: str, place: str) -> bool:
    """Whether a copy lies where this run would put it: at its file's place, or in a folder of that name."""
    return path == place or path.startswith(place + "/")


def lines_between(records: BinaryIO, span: tuple[int, int]) -> Iterator[bytes]:
    """The lines of an open file of records from one place to another."""
    records.seek(span[0])
    left = span[1] - span[0]
    while left > 0 and (line := records.readline()):
        left -= len(line)
        yield line
