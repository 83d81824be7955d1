"""Where a bag of ours came from: its raw files, and the way from them, gone again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from mmap import mmap
from pathlib import Path

from pumice.bag import PAYLOAD, PIPELINE, RECORDS
from pumice.engines import Lost
from pumice.engines.pool import of as pool_of
from pumice.errors import Misuse, NotAsItShouldBe
from pumice.options import Options
from pumice.pipeline import plan, restore
from pumice.record import FileRef, Record, read_record, read_trail, record_line
from pumice.schema import read_trail_lines
from pumice.store.disk import Disk, decoded
from pumice.store.scan import Kind, digest_of, scan
from pumice.verify.fault import Fault, Faults
from pumice.work import Task, read_raw, records_of


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of each record: the bag, the folder of raw files if it is at hand, the options the bag was made
    with if its copies are to be made again."""

    bag: Path
    raw: Path | None
    options: Options | None


@dataclass(frozen=True, slots=True)
class Share:
    """One record, and the size of its raw file."""

    line: bytes
    size: int


def check_origin(disk: Disk, raw: Path | None, faults: Faults, *, rederive: bool, jobs: int) -> None:
    """`raw` against the records; every trail back to its raw bytes; with `rederive`, every copy made again."""
    records = list(_records(disk))
    if raw:
        _check_raw(raw, records, faults)
    question = Question(disk.root, raw, _options(disk, faults) if rederive else None)
    shares = [Share(record_line(record), record.raw.size) for record in records if record.published]
    for share, answer in pool_of(jobs)(partial(answer_to, question), shares):
        if isinstance(answer, Lost):
            faults.add(answer.code, read_record(share.line).raw.path)
        else:
            for fault in answer:
                faults.add(fault.code, fault.path, fault.expected, fault.found)


def _records(disk: Disk) -> Iterator[Record]:
    """The records that can be read; that others cannot has been said."""
    for line in disk.lines(RECORDS):
        try:
            yield read_record(line)
        except NotAsItShouldBe:
            continue


def _check_raw(raw: Path, records: list[Record], faults: Faults) -> None:
    entries = {decoded(entry.path): entry for entry in scan(raw)}
    recorded = {record.raw.path: record.raw for record in records}
    for path, ref in recorded.items():
        if path not in entries:
            faults.add("raw.missing", path)
        elif entries[path].kind is Kind.FILE and digest_of(raw, entries[path].path) != ref:
            faults.add("raw.changed", path, f"sha256 {ref.sha256}")
    for path in entries:
        if path not in recorded:
            faults.add("raw.unrecorded", path)


def _options(disk: Disk, faults: Faults) -> Options | None:
    """The options the bag was made with, if the same pipeline is at hand; else None, which is a fault."""
    try:
        written = disk.read(PIPELINE)
        options = Options.from_object(json.loads(written)["options"])
        if plan(options)[0] == written:
            return options
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Misuse):
        pass
    faults.add("derive.other-pipeline", PIPELINE)
    return None


def answer_to(question: Question, share: Share) -> tuple[Fault, ...]:
    """What is wrong with the way of one document, if anything."""
    record = read_record(share.line)
    disk = Disk(question.bag)
    try:
        restored = _restored(disk, record)
        if question.options is None:
            return ()
        data: bytes | mmap = restored
        if record.rendered or record.origin:
            if question.raw is None:
                return (Fault("derive.needs-raw", record.raw.path),)
            data = read_raw(question.raw, record.raw.path)
    except (OSError, NotAsItShouldBe) as error:
        return (Fault("trail.broken", record.raw.path, found=str(error)),)
    finally:
        disk.close()
    return tuple(_differences(question.options, record, data, share.line))


def _restored(disk: Disk, record: Record) -> bytes:
    if record.clean is None:
        raise NotAsItShouldBe("there is no clean copy")
    data = disk.read(record.trail.path) if record.trail else b""
    read_trail_lines(data)
    return restore(disk.read(record.clean.path), read_trail(data), record)


def _differences(options: Options, record: Record, data: bytes | mmap, line: bytes) -> Iterator[Fault]:
    """Whether a raw file that holds `data` gives the same record again: it holds the digests of copy and trail."""
    name = record.clean.path.removeprefix(f"{PAYLOAD}/") if record.clean else ""
    if record.origin:
        name = name.rpartition("/")[0]
    made = {record_line(again): again for again in records_of(options, Task(record.raw.path, len(data), name), data)}
    if line not in made:
        same = [again for again in made.values() if again.origin == record.origin]
        yield Fault("derive.differs", record.raw.path, _digest(record.clean), _digest(same[0].clean if same else None))


def _digest(ref: FileRef | None) -> str:
    return f"sha256 {ref.sha256}" if ref else "no copy"
