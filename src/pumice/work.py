"""One share of a run: a file of raw becomes staged files and records. Every engine runs this, and only this."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path

from pumice.bag import WORKPLACE, clean_path, trail_path
from pumice.containers.stream import digest
from pumice.errors import NotAsItShouldBe
from pumice.findings import Finding
from pumice.names import siblings
from pumice.options import Options
from pumice.pipeline import Result, plan
from pumice.readers import HEAD_BYTES, Part, Reader, reader_for
from pumice.record import FileRef, Record, document_id, read_record, record_line, trail_lines
from pumice.store.disk import READ, Disk, encoded

# A document is held in memory several times over; a larger one is reported instead.
MAX_BYTES = 1 << 30
# From this size on a file is mapped: archives of any size are read one document at a time.
MAPPED_FROM = 1 << 26
STAGE = f"{WORKPLACE}/stage"
UNKNOWN = "it is neither text nor of another type that pumice reads"


@dataclass(frozen=True, slots=True)
class Task:
    """A file of raw: its `path` there, its `size` when seen, the payload `name` of its copy, and the records that the
    bag already holds of it."""

    path: str
    size: int
    name: str
    known: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of a run share: the folder of raw, the bag (None if nothing is to be compared or written), whether
    to stage, whether to hand back the texts."""

    raw: Path
    bag: Path | None
    options: Options
    stage: bool = True
    texts: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: its record as a line; the name of its staged files without suffix, empty if none
    were staged; its clean text where asked for; whether it was made anew, or what the bag holds is still right."""

    line: bytes
    staged: str = ""
    text: str | None = None
    fresh: bool = True


def refusal(raw: FileRef, code: str, message: str, fingerprint: str) -> Record:
    """The record of a document that could not be processed, saying why."""
    return Record(
        id=document_id(raw.path),
        raw=raw,
        media_type="application/octet-stream",
        reading=None,
        language="und",
        edits=(),
        furniture=(),
        findings=(Finding(code, message),),
        fingerprint=fingerprint,
    )


def refused(job: Job, raw: FileRef, code: str, message: str) -> Outcome:
    """The outcome for a file that was not processed."""
    return Outcome(record_line(refusal(raw, code, message, plan(job.options)[1])))


def process(job: Job, task: Task) -> tuple[Outcome, ...]:
    """Clean one file of raw. A fault of the file is a finding in its record; only a failing bag raises (OSError)."""
    fingerprint = plan(job.options)[1]
    try:
        data = read_raw(job.raw, task.path)
    except (OSError, NotAsItShouldBe) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return (refused(job, FileRef(task.path, 0, ""), "read.unreadable", reason),)
    if job.bag is None:
        return _fresh(job, task, data)
    disk = Disk(job.bag)
    try:
        return _still_right(task, data, fingerprint, disk) or _staged(job, task, data, fingerprint, disk)
    finally:
        disk.close()


def read_raw(raw: Path, path: str) -> bytes | mmap:
    """A regular file's bytes, mapped if they are many; never those of a link, and never waiting for a FIFO."""
    fd = os.open(os.path.join(os.fsencode(raw), encoded(path)), READ)  # noqa: PTH118 - names are bytes here
    with os.fdopen(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise NotAsItShouldBe("it is not a regular file any more")
        return mmap(fd, 0, access=ACCESS_READ) if status.st_size > MAPPED_FROM else file.read()


def _still_right(task: Task, data: bytes | mmap, fingerprint: str, disk: Disk) -> tuple[Outcome, ...]:
    """The known records, if the bytes in raw, the pipeline and the files in the bag are all still what they say."""
    found = digest(data)
    for line in task.known:
        record = read_record(line)
        if record.raw.sha256 != found or record.fingerprint != fingerprint or record.faults:
            return ()
        if record.clean and not _is_below(record.clean.path, clean_path(task.name)):
            return ()
        if any(disk.digest(ref.path) != ref for ref in (record.clean, record.trail) if ref):
            return ()
    return tuple(Outcome(line, fresh=False) for line in task.known)


def _is_below(path: str, place: str) -> bool:
    """Whether a copy lies where this run would put it: at its file's place, or in a folder of that name."""
    return path == place or path.startswith(place + "/")


def _staged(job: Job, task: Task, data: bytes | mmap, fingerprint: str, disk: Disk) -> tuple[Outcome, ...]:
    """The outcomes of a file, its copies and trails staged; those that an interrupted run staged are used."""
    if not job.stage:
        return _fresh(job, task, data)
    parts = [encoded(task.path), task.name.encode(), digest(data).encode(), fingerprint.encode()]
    key = sha256(b"\0".join(parts)).hexdigest()
    place = f"{STAGE}/{key[:2]}/{key}"
    return _resumed(disk, place) or _stage(disk, place, _results(job.options, task, data))


def _resumed(disk: Disk, place: str) -> tuple[Outcome, ...]:
    """What an interrupted run staged here, if it is whole. The records are staged last, so they tell."""
    try:
        lines = disk.read(f"{place}.records").splitlines(keepends=True)
        records = [read_record(line) for line in lines]
    except (OSError, NotAsItShouldBe):
        return ()
    for number, record in enumerate(records):
        for ref, name in ((record.clean, f"{place}-{number}.txt"), (record.trail, f"{place}-{number}.jsonl")):
            if ref and disk.digest(name) != replace(ref, path=name):
                return ()
    return tuple(
        _outcome(line, record, f"{place}-{number}")
        for number, (line, record) in enumerate(zip(lines, records, strict=True))
    )


def _outcome(line: bytes, record: Record, place: str) -> Outcome:
    return Outcome(line, place if record.clean else "")


def _stage(disk: Disk, place: str, results: Iterable[tuple[Result, Record]]) -> tuple[Outcome, ...]:
    outcomes = []
    for number, (result, record) in enumerate(results):
        if record.clean:
            disk.write(f"{place}-{number}.txt", [result.data], sync=False)
        if record.trail:
            disk.write(f"{place}-{number}.jsonl", [trail_lines(result.trail)], sync=False)
        outcomes.append(_outcome(record_line(record), record, f"{place}-{number}"))
    disk.write(f"{place}.records", [outcome.line for outcome in outcomes], sync=False)
    return tuple(outcomes)


def _fresh(job: Job, task: Task, data: bytes | mmap) -> tuple[Outcome, ...]:
    """The outcomes of a file, nothing written."""
    return tuple(
        Outcome(record_line(record), text=result.text if job.texts else None)
        for result, record in _results(job.options, task, data)
    )


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
        yield _refused_whole(raw, "read.unknown-type", UNKNOWN, options)
    elif reader.lazy:
        yield from _one_by_one(reader, options, task, data, raw)
    elif len(data) > MAX_BYTES:
        yield _refused_whole(raw, "read.too-large", f"it is larger than {MAX_BYTES} bytes", options)
    else:
        yield from _all_at_once(reader, options, task, bytes(data), raw)


def _refused_whole(raw: FileRef, code: str, message: str, options: Options) -> tuple[Result, Record]:
    record = refusal(raw, code, message, plan(options)[1])
    return Result(None, (), record.findings, record), record


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
        yield _refused_whole(raw, "pipeline.crashed", f"{type(error).__name__} while reading it", options)


def _all_at_once(
    reader: Reader, options: Options, task: Task, data: bytes, raw: FileRef
) -> Iterator[tuple[Result, Record]]:
    try:
        parts = list(reader.read(data, task.path, options))
    except Exception as error:  # any fault of a step costs its document only
        yield _refused_whole(raw, "pipeline.crashed", f"{type(error).__name__} while cleaning it", options)
        return
    names = siblings((encoded(part.name), False) for part in parts if part.name)
    for part in parts:
        name = f"{task.name}/{names[encoded(part.name), False]}" if part.name else task.name
        yield _placed(part, name)
