"""What a run is to do: every file of raw in the order of its path, with what the bag holds of it, in batches.

Nothing holds more than a folder of it: raw and the bag's records are in the same order and are read side by side.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from pumice.store.disk import decoded
from pumice.store.held import Held, Span
from pumice.store.scan import Entry, Kind
from pumice.work import Batch, Task

# A batch is cut at so many files or bytes: the way to a worker and back costs 0.1 ms a batch, and at the end of a run a
# worker waits for no more than one batch. The first batches are small, so that small runs are shared out too.
MOST_FILES = 64
MOST_BYTES = 1 << 20
GROWTH = 4
END: tuple[tuple[bytes, Span], int] = ((b"", (0, 0)), 0)


def tasks(entries: Iterable[Entry], held: Held, right: Sequence[int]) -> Iterator[Task]:
    """A task for each entry of raw. `right` says of each raw file that has records, in their order, whether the bag has
    it as it should be. Records out of the order of raw are not found: their files are made anew."""
    spans = zip(held.spans(), right, strict=False)
    (at, span), is_right = next(spans, END)
    for entry in entries:
        while span[1] and at < entry.path:
            (at, span), is_right = next(spans, END)
        task = _task(entry)
        yield replace(task, kept=span) if is_right and at == entry.path else task


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


def lines_between(records: BinaryIO, span: tuple[int, int]) -> Iterator[bytes]:
    """The lines of an open file of records from one place to another."""
    records.seek(span[0])
    left = span[1] - span[0]
    while left > 0 and (line := records.readline()):
        left -= len(line)
        yield line
