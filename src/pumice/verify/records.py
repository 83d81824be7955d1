"""The records of a bag against its manifests."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

from pumice.bag import RECORDS
from pumice.errors import NotAsItShouldBe
from pumice.record import FileRef, dump, read_facts
from pumice.schema import RecordLine, read_record_lines
from pumice.store.disk import Disk, encoded
from pumice.store.sorting import Sorted
from pumice.verify.bunches import BUNCH, bunches
from pumice.verify.content import Tally
from pumice.verify.fault import Faults
from pumice.verify.manifests import Wanted


@dataclass(slots=True)
class Records:
    """What the records say of the bag's files, gathered while they were read; the size and digest of their file."""

    clean: Tally = field(default_factory=Tally)
    trails: Tally = field(default_factory=Tally)
    count: int = 0
    size: int = 0
    sha256: str = ""


def gathering(found: Records, disk: Disk, fingerprint: str, faults: Faults) -> Iterator[None]:
    """Read the records once, some at each step; with the last, `found` has its digest, unless they cannot be read. A
    record that was made by another pipeline than `fingerprint`, or is no record, is a fault."""
    running = sha256()
    try:
        for lines in bunches(disk.blocks(RECORDS, BUNCH)):
            running.update(lines)
            found.size += len(lines)
            _add_all(found, lines if lines.endswith(b"\n") else lines + b"\n", fingerprint, faults)
            yield
    except OSError as error:
        faults.add("bag.unreadable", RECORDS, found=error.strerror or str(error))
        return
    found.sha256 = running.hexdigest()


def _place(found: Records) -> str:
    return f"{RECORDS}, line {found.count}"


def _add_all(found: Records, lines: bytes, made_by: str, faults: Faults) -> None:
    """Tally what the records on these lines name. They are checked against the schema while they are parsed."""
    tally, trails = found.clean.add, found.trails.add
    for record in _read(found, lines, faults):
        found.count += 1
        if record.fingerprint != made_by:
            faults.add("record.disagrees", _place(found), "made by the pipeline in pumice/pipeline.json", "another")
        if file := record.clean:
            tally(encoded(file.path), file.bytes, file.sha256)
        if file := record.trail:
            trails(encoded(file.path), file.bytes, file.sha256)


def _read(found: Records, lines: bytes, faults: Faults) -> Iterable[RecordLine]:
    """The records, all at once if they are in order; else line by line, to say which is not."""
    try:
        return read_record_lines(lines)
    except NotAsItShouldBe:
        return _read_singly(found, lines, faults)


def _read_singly(found: Records, lines: bytes, faults: Faults) -> Iterator[RecordLine]:
    for line in lines.splitlines(keepends=True):
        try:
            yield read_record_lines(line)[0]
        except NotAsItShouldBe as error:
            found.count += 1
            faults.add("record.unreadable", _place(found), found=error.problem)


def name_differences(disk: Disk, wanted: Iterator[Wanted], faults: Faults, *, trails: bool) -> None:
    """Say where the records and a manifest disagree, once it is known that they do. `wanted` is in order."""
    known_wrong = {fault.path for fault in faults.kept}
    for listed, ref in _paired(wanted, _refs(disk, trails=trails)):
        if ref is None:
            if listed:
                faults.add("record.missing", listed[0])
        elif listed is None:
            faults.add("record.disagrees", ref.path, "the file its record names", "not in the manifest")
        elif (digest := listed[1][0]) != ref.sha256:
            faults.add("record.disagrees", ref.path, f"sha256 {ref.sha256}", f"sha256 {digest} in the manifest")
        elif ref.path not in known_wrong and (found := disk.digest(ref.path)) and found.size != ref.size:
            faults.add("record.disagrees", ref.path, f"{ref.size} bytes", f"{found.size} bytes")


def _paired(wanted: Iterator[Wanted], refs: Iterable[FileRef]) -> Iterator[tuple[Wanted | None, FileRef | None]]:
    """What is listed and what records name, both in the order of their paths, side by side."""
    listed = next(wanted, None)
    for ref in refs:
        path = encoded(ref.path)
        while listed and listed[0] < path:
            yield listed, None
            listed = next(wanted, None)
        if listed and listed[0] == path:
            yield listed, ref
            listed = next(wanted, None)
        else:
            yield None, ref
    while listed:
        yield listed, None
        listed = next(wanted, None)


def _refs(disk: Disk, *, trails: bool) -> Iterator[FileRef]:
    """The copies or the trails that records name, by path. Records are in the order of raw, which is another one."""
    found = Sorted(_path_of)
    for line in disk.lines(RECORDS):
        with suppress(NotAsItShouldBe):
            facts = read_facts(line)
            if ref := facts.trail if trails else facts.clean:
                found.add(dump([ref.path, ref.size, ref.sha256]) + b"\n")
    return (FileRef(*json.loads(line)) for line in found)


def _path_of(line: bytes) -> bytes:
    return encoded(json.loads(line)[0])
