"""One share of a run: files of raw become staged files and records. Every engine runs this, and only this."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from mmap import mmap
from pathlib import Path

from pumice.bag import WORKPLACE, clean_path, trail_path
from pumice.containers.stream import digest
from pumice.errors import NotAsItShouldBe
from pumice.findings import Finding
from pumice.names import SUFFIX, TRAIL_SUFFIX, siblings
from pumice.options import Options
from pumice.pipeline import Result, plan
from pumice.readers import HEAD_BYTES, Part, Reader, about_file, reader_for
from pumice.record import Facts, FileRef, Record, read_facts, record_line, trail_lines
from pumice.store.disk import EXHAUSTED, Disk, encoded
from pumice.store.source import Source
from pumice.store.whole import ended, is_whole, without_end

# A document is held in memory several times over; a larger one is reported instead.
MAX_BYTES = 1 << 30
STAGE = f"{WORKPLACE}/stage"
UNKNOWN = "it is neither text nor of another type that pumice reads"


@dataclass(frozen=True, slots=True)
class Task:
    """A file of raw: its `path` there, its `size` when seen, the payload `name` of its copy, from where to where the
    bag's records about it are `kept` because all is as they say, and `fault`, as code and message, if it is no file
    that can be read."""

    path: str
    size: int
    name: str
    kept: tuple[int, int] | None = None
    fault: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Tasks that one process does in one go; `first` is the number of the first of them in the run."""

    first: int
    tasks: tuple[Task, ...]

    @property
    def size(self) -> int:
        """Bytes of raw."""
        return sum(task.size for task in self.tasks)

    @property
    def is_done(self) -> bool:
        """Whether nothing of it has to be made."""
        return all(task.kept for task in self.tasks)

    def singly(self) -> "Iterator[Batch]":
        """Each task on its own."""
        return (Batch(self.first + at, (task,)) for at, task in enumerate(self.tasks))


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of a run share: where raw is, and the folder to stage in: the bag, unless the run is a check."""

    raw: Source
    stage: Path
    options: Options


@dataclass(frozen=True, slots=True)
class Made:
    """The documents of a file were made: `<place>.records` has the records and this digest, `<place>-<number>.txt` and
    `.jsonl` are copy and trail of each."""

    place: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the bag holds of a file is still right."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file could not be processed; the line is the record that says why."""

    line: bytes


Outcome = Made | Kept | Refused


def stage_place(mark: bytes) -> str:
    """Where what `mark` alone decides is staged, without ending; in 256 folders, since large ones are slow."""
    key = sha256(mark).hexdigest()
    return f"{STAGE}/{key[:2]}/{key}"


def files_of(facts: Facts) -> list[tuple[FileRef, str]]:
    """Copy and trail of a document, where it has such, each with the ending of its staged file."""
    return [(ref, suffix) for ref, suffix in ((facts.clean, SUFFIX), (facts.trail, TRAIL_SUFFIX)) if ref]


def refused(job: Job, raw: FileRef, code: str, message: str) -> Refused:
    """The outcome for a file that was not processed."""
    return Refused(record_line(_refusal(raw, code, message, job.options)[1]))


def process(job: Job, batch: Batch) -> tuple[Outcome, ...]:
    """Clean files of raw. A fault of a file is a finding in its record; only a failing bag raises (OSError)."""
    with closing(Disk(job.stage)) as stage:
        return tuple(Kept() if task.kept else _process(job, task, stage) for task in batch.tasks)


def _process(job: Job, task: Task, stage: Disk) -> Outcome:
    if task.fault:
        return refused(job, FileRef(task.path, 0, ""), *task.fault)
    try:
        data = job.raw.read(task.path, task.size)
    except (OSError, NotAsItShouldBe) as error:
        if isinstance(error, OSError) and error.errno in EXHAUSTED:
            raise
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return refused(job, FileRef(task.path, 0, ""), "read.unreadable", reason)
    parts = [encoded(task.path), task.name.encode(), digest(data).encode(), plan(job.options)[1].encode()]
    place = stage_place(b"\0".join(parts))
    return _resumed(stage, place) or _stage(stage, place, _results(job.options, task, data))


def _resumed(disk: Disk, place: str) -> Made | None:
    """What an interrupted run staged of this file, if it is whole. The records are staged last, so they tell."""
    path = f"{place}.records"
    try:
        if not is_whole(disk, path):
            return None
        records = disk.measured(path)
        for number, line in enumerate(without_end(disk.lines(path))):
            for ref, suffix in files_of(read_facts(line)):
                name = f"{place}-{number}{suffix}"
                if disk.digest(name) != replace(ref, path=name):
                    return None
    except (OSError, NotAsItShouldBe):
        return None
    return Made(place, records.sha256)


def _stage(disk: Disk, place: str, results: Iterable[tuple[Result, Record]]) -> Made:
    """Stage each document as it comes; none is kept once the next is asked for."""
    draft = f"{place}.draft"
    records = disk.write(draft, ended(_staged(disk, place, results)), sync=False)
    disk.rename(draft, f"{place}.records")
    return Made(place, records.sha256)


def _staged(disk: Disk, place: str, results: Iterable[tuple[Result, Record]]) -> Iterator[bytes]:
    for number, (result, record) in enumerate(results):
        if record.clean:
            disk.write(f"{place}-{number}{SUFFIX}", [result.data], sync=False)
        if record.trail:
            disk.write(f"{place}-{number}{TRAIL_SUFFIX}", [trail_lines(result.trail)], sync=False)
        yield record_line(record)


def records_of(options: Options, task: Task, data: bytes | mmap) -> Iterator[Record]:
    """The records of each document of a file of raw that holds `data`."""
    return (record for _, record in _results(options, task, data))


def texts_of(options: Options, task: Task, data: bytes | mmap) -> Iterator[str]:
    """The clean text of each document of a file of raw that holds `data`, of those that have one."""
    return (result.text for result, _ in _results(options, task, data) if result.text is not None)


def _results(options: Options, task: Task, data: bytes | mmap) -> Iterator[tuple[Result, Record]]:
    """Each document of a file with its record, which says where in the bag its copy and its trail belong."""
    reader = reader_for(task.path, data[:HEAD_BYTES])
    raw = FileRef(task.path, len(data), digest(data))
    if reader is None:
        yield _refusal(raw, "read.unknown-type", UNKNOWN, options)
    elif reader.lazy:
        yield from _one_by_one(reader, options, task, data, raw)
    elif len(data) > MAX_BYTES:
        yield _refusal(raw, "read.too-large", f"it is larger than {MAX_BYTES} bytes", options)
    else:
        yield from _all_at_once(reader, options, task, bytes(data), raw)


def _refusal(raw: FileRef, code: str, message: str, options: Options) -> tuple[Result, Record]:
    """The outcome for a file that could not be processed, and its record, which says why."""
    result = about_file(raw, "application/octet-stream", [Finding(code, message)], options).result
    return result, result.record


def _placed(part: Part, name: str) -> tuple[Result, Record]:
    return part.result, part.result.record.placed(clean_path(name), trail_path(name))


def _one_by_one(
    reader: Reader, options: Options, task: Task, data: bytes | mmap, raw: FileRef
) -> Iterator[tuple[Result, Record]]:
    """The documents of an archive, none of which is kept once the next is asked for."""
    try:
        for part in reader.read(data, task.path, options):  # type: ignore[arg-type]  # lazy readers take maps
            own = siblings([(encoded(part.name), False)]) if part.name else {}
            yield _placed(part, "/".join((task.name, *own.values())))
    except Exception as error:  # what was read before the fault stays
        yield _refusal(raw, "pipeline.crashed", f"{type(error).__name__} while reading it", options)


def _all_at_once(
    reader: Reader, options: Options, task: Task, data: bytes, raw: FileRef
) -> Iterator[tuple[Result, Record]]:
    try:
        parts = list(reader.read(data, task.path, options))
    except Exception as error:  # any fault of a step costs its document only
        yield _refusal(raw, "pipeline.crashed", f"{type(error).__name__} while cleaning it", options)
        return
    names = siblings((encoded(part.name), False) for part in parts if part.name)
    for part in parts:
        name = f"{task.name}/{names[encoded(part.name), False]}" if part.name else task.name
        yield _placed(part, name)
