"""The records of a bag against its manifests."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from pumice.bag import RECORDS
from pumice.errors import NotAsItShouldBe
from pumice.record import FileRef, read_record
from pumice.schema import RecordLine, read_record_lines
from pumice.store.disk import Disk, decoded, encoded
from pumice.verify.content import Tally
from pumice.verify.fault import Faults
from pumice.verify.manifests import Wanted

# Bytes read at a time: small enough that memory is used again instead of asked for anew.
BUNCH = 1 << 16


@dataclass(slots=True)
class Records:
    """What the records say of the bag's files, gathered while they were read; the size and digest of their file."""

    clean: Tally = field(default_factory=Tally)
    trails: Tally = field(default_factory=Tally)
    count: int = 0
    size: int = 0
    sha256: str = ""


def gather(disk: Disk, fingerprint: str, faults: Faults) -> Records | None:
    """Read the records once; None if there are none that can be read. A record that was made by another pipeline than
    `fingerprint`, or is no record, is a fault."""
    found, running = Records(), sha256()
    try:
        for lines in _bunches(disk, running, found):
            _add_all(found, lines, fingerprint, faults)
    except OSError as error:
        faults.add("bag.unreadable", RECORDS, found=error.strerror or str(error))
        return None
    found.sha256 = running.hexdigest()
    return found


def _bunches(disk: Disk, running: "hashlib._Hash", found: Records) -> Iterator[bytes]:
    """The file of records, some whole lines at a time, digested on the way."""
    rest = b""
    for block in disk.blocks(RECORDS, BUNCH):
        running.update(block)
        found.size += len(block)
        whole, end, rest = (rest + block).rpartition(b"\n")
        yield whole + end
    if rest:
        yield rest + b"\n"


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
            tally(encoded(file.path), file.bytes, file.sha256.encode())
        if file := record.trail:
            trails(encoded(file.path), file.bytes, file.sha256.encode())


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


def name_differences(disk: Disk, wanted: Iterable[Wanted], faults: Faults, *, trails: bool) -> None:
    """Say where the records and a manifest disagree, once it is known that they do."""
    listed = {decoded(path): digests[0] for path, digests in wanted}
    known_wrong = {fault.path for fault in faults.kept}
    for ref in _refs(disk, trails=trails):
        digest = listed.pop(ref.path, None)
        if digest is None:
            faults.add("record.disagrees", ref.path, "the file its record names", "not in the manifest")
        elif digest != ref.sha256:
            faults.add("record.disagrees", ref.path, f"sha256 {ref.sha256}", f"sha256 {digest} in the manifest")
        elif ref.path not in known_wrong and (found := disk.digest(ref.path)) and found.size != ref.size:
            faults.add("record.disagrees", ref.path, f"{ref.size} bytes", f"{found.size} bytes")
    for path in sorted(listed):
        faults.add("record.missing", path)


def _refs(disk: Disk, *, trails: bool) -> Iterable[FileRef]:
    for line in disk.lines(RECORDS):
        try:
            record = read_record(line)
        except NotAsItShouldBe:
            continue
        if ref := record.trail if trails else record.clean:
            yield ref
