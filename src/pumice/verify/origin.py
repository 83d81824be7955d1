"""Where a bag of ours came from: its raw files, and the way from them, gone again."""

import json
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from mmap import mmap
from pathlib import Path

from pumice.bag import INFO, PAYLOAD, PIPELINE, RECORDS, read_info
from pumice.engines import Lost, persistent
from pumice.engines.pool import of as pool_of
from pumice.errors import Misuse, NotAsItShouldBe
from pumice.options import Options
from pumice.pipeline import plan, restore
from pumice.record import FileRef, Record, dump, read_facts, read_record, read_trail, record_line
from pumice.schema import read_trail_lines
from pumice.shard import Shard, read_bag_count
from pumice.store.disk import Disk, decoded, encoded
from pumice.store.scan import Entry, Kind, digest_of, scan
from pumice.store.sorting import Sorted
from pumice.store.source import read_raw
from pumice.verify.fault import Fault, Faults
from pumice.work import Task, records_of


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of each record: the bag, the folder of raw files if it is at hand, the options the bag was made
    with if its copies are to be made again."""

    bag: Path
    raw: Path | None
    options: Options | None


@dataclass(frozen=True, slots=True)
class Share:
    """The records of one raw file, as lines, and its size."""

    lines: tuple[bytes, ...]
    size: int


def check_origin(disk: Disk, raw: Path | None, faults: Faults, *, rederive: bool, jobs: int) -> None:
    """`raw` against the records; every trail back to its raw bytes; with `rederive`, every copy made again."""
    try:
        if raw:
            _check_raw(raw, _raw_files(disk), faults, _shard_of(disk))
        _check_way(disk, raw, faults, rederive=rederive, jobs=jobs)
    except OSError as error:
        if error.filename != f"{disk.root}/{RECORDS}":
            raise
        faults.add("bag.unreadable", RECORDS, found=error.strerror or str(error))


def _check_way(disk: Disk, raw: Path | None, faults: Faults, *, rederive: bool, jobs: int) -> None:
    question = Question(disk.root, raw, _options(disk, faults) if rederive else None)
    for share, answer in persistent(pool_of(jobs), partial(answer_to, question), _shares(disk)):
        if isinstance(answer, Lost):
            faults.add(answer.code, read_record(share.lines[0]).raw.path)
        else:
            for fault in answer:
                faults.add(fault.code, fault.path, fault.expected, fault.found)


def _shard_of(disk: Disk) -> Shard | None:
    """Which shard the bag is of, if it says so."""
    try:
        return read_bag_count(read_info(disk.read(INFO)).get("Bag-Count", b""))
    except OSError:
        return None


def _shares(disk: Disk) -> Iterator[Share]:
    """The published records by raw file, so that an archive is read once for all its documents."""
    published = (record for record in _records(disk) if record.published)
    for raw, records in groupby(published, key=lambda record: record.raw):
        yield Share(tuple(map(record_line, records)), raw.size)


def _records(disk: Disk) -> Iterator[Record]:
    """The records that can be read; that others cannot has been said."""
    for line in disk.lines(RECORDS):
        with suppress(NotAsItShouldBe):
            yield read_record(line)


def _raw_files(disk: Disk) -> Iterator[FileRef]:
    """The files of raw that the records are about, by path, each once. Records that are out of order are put in it."""
    found = Sorted(_raw_path)
    for line in disk.lines(RECORDS):
        with suppress(NotAsItShouldBe):
            raw = read_facts(line).raw
            found.add(dump([raw.path, raw.size, raw.sha256]) + b"\n")
    return (FileRef(*json.loads(line)) for line, _ in groupby(found))


def _raw_path(line: bytes) -> bytes:
    return encoded(json.loads(line)[0])


def _check_raw(raw: Path, recorded: Iterator[FileRef], faults: Faults, shard: Shard | None) -> None:
    """Both are in the order of the paths, so they are gone through side by side; of raw only the shard, if the bag is
    of one."""
    entries = (entry for entry in scan(raw) if shard is None or shard.has(decoded(entry.path)))
    entry = next(entries, None)
    for ref in recorded:
        path = encoded(ref.path)
        while entry and entry.path < path:
            faults.add("raw.unrecorded", entry.path)
            entry = next(entries, None)
        if entry is None or entry.path != path:
            faults.add("raw.missing", path)
            continue
        _compare(raw, entry, ref, faults)
        entry = next(entries, None)
    while entry:
        faults.add("raw.unrecorded", entry.path)
        entry = next(entries, None)


def _compare(raw: Path, entry: Entry, ref: FileRef, faults: Faults) -> None:
    """Of what could not be read then, the record has no digest, and it must still be unreadable, or no file."""
    found = digest_of(raw, entry.path) if entry.kind is Kind.FILE else None
    if (found or FileRef(ref.path, 0, "")) != ref:
        seen = f"sha256 {found.sha256}" if found else entry.reason or "a file that cannot be read"
        faults.add("raw.changed", ref.path, f"sha256 {ref.sha256}" if ref.sha256 else "what cannot be read", seen)


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
    """What is wrong with the way of the documents of one raw file, if anything."""
    faults: list[Fault] = []
    way: list[tuple[bytes, Record]] = []
    first: bytes | mmap = b""
    with closing(Disk(question.bag)) as disk:
        for line in share.lines:
            record = read_record(line)
            try:
                restored = _restored(disk, record)
            except (OSError, NotAsItShouldBe) as error:
                faults.append(Fault("trail.broken", record.raw.path, found=str(error)))
                continue
            first = first if way else restored
            way.append((line, record))
    if way and question.options:
        faults += _made_again(question, question.options, way, first)
    return tuple(faults)


def _made_again(
    question: Question, options: Options, way: list[tuple[bytes, Record]], restored: bytes | mmap
) -> Iterator[Fault]:
    """What is wrong with the documents of one raw file when they are made again: from what their trail restores, where
    that is the whole file; or else from the file itself."""
    record = way[0][1]
    if record.rendered or record.origin:
        if question.raw is None:
            yield from (Fault("derive.needs-raw", record.raw.path) for _ in way)
            return
        try:
            restored = read_raw(question.raw, record.raw.path)
        except (OSError, NotAsItShouldBe) as error:
            yield Fault("trail.broken", record.raw.path, found=str(error))
            return
    yield from _differences(options, way, restored)


def _restored(disk: Disk, record: Record) -> bytes:
    if record.clean is None:
        raise NotAsItShouldBe("there is no clean copy")
    data = disk.read(record.trail.path) if record.trail else b""
    read_trail_lines(data)
    return restore(disk.read(record.clean.path), read_trail(data), record)


def _differences(options: Options, way: list[tuple[bytes, Record]], data: bytes | mmap) -> Iterator[Fault]:
    """Whether a raw file that holds `data` gives the same records again: they hold the digests of copies and trails."""
    record = way[0][1]
    missing = dict(way)
    others: dict[bytes, FileRef | None] = {dump(record.origin): None for record in missing.values()}
    for again in records_of(options, Task(record.raw.path, len(data), _payload_name(record)), data):
        if missing.pop(record_line(again), None) is None and (place := dump(again.origin)) in others:
            others[place] = again.clean
    for record in missing.values():
        found = _digest(others[dump(record.origin)])
        yield Fault("derive.differs", record.raw.path, _digest(record.clean), found)


def _payload_name(record: Record) -> str:
    """The payload name of a raw file, told from the place of one of its copies: the documents of an archive lie in a
    folder of its name, one step further down than the archive."""
    name = record.clean.path.removeprefix(f"{PAYLOAD}/") if record.clean else ""
    return name.rpartition("/")[0] if name.count("/") > record.raw.path.count("/") else name


def _digest(ref: FileRef | None) -> str:
    return f"sha256 {ref.sha256}" if ref else "no copy"
