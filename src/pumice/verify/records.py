"""The records of a bag against its manifests."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from pumice.bag import RECORDS
from pumice.errors import NotAsItShouldBe
from pumice.record import FileRef, read_record
from pumice.store.disk import Disk, decoded, encoded
from pumice.verify.content import Tally
from pumice.verify.fault import Faults
from pumice.verify.manifests import Wanted

# A record as we write it begins with its clean copy and ends with its trail, keys being sorted. Cutting these out is
# six times faster than parsing the line; a line that does not look so is parsed.
SOME = rb'\{"bytes":(\d+),"path":"([^"\\]*)","sha256":"(.{64})"\}'
CLEAN = re.compile(rb'\{"clean":(?:null|' + SOME + rb"),")
TRAIL = re.compile(rb'"trail":' + SOME + rb"\}\n")
NO_TRAIL = b'"trail":null}\n'


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
    made_by = f'"fingerprint":"{fingerprint}"'.encode()
    try:
        for lines in _bunches(disk, running, found):
            _add_all(found, lines, made_by, faults)
    except OSError as error:
        faults.add("bag.unreadable", RECORDS, found=error.strerror or str(error))
        return None
    found.sha256 = running.hexdigest()
    return found


def _bunches(disk: Disk, running: "hashlib._Hash", found: Records) -> Iterator[list[bytes]]:
    """The lines of the file of records, some thousand at a time, digested on the way."""
    rest = b""
    for block in disk.blocks(RECORDS, BUNCH):
        running.update(block)
        found.size += len(block)
        whole, end, rest = (rest + block).rpartition(b"\n")
        yield (whole + end).splitlines(keepends=True)
    yield [rest] if rest else []


def _place(found: Records) -> str:
    return f"{RECORDS}, line {found.count}"


def _add_all(found: Records, lines: list[bytes], made_by: bytes, faults: Faults) -> None:
    """Tally what the records name: cut out where a line looks as we write it, else by parsing the whole line."""
    match, tally, trails = CLEAN.match, found.clean.add, found.trails.add
    for line in lines:
        found.count += 1
        if made_by not in line:
            faults.add("record.disagrees", _place(found), "made by the pipeline in pumice/pipeline.json", "another")
        clean = match(line)
        trail = None if line.endswith(NO_TRAIL) else TRAIL.fullmatch(line, line.rfind(b'"trail":'))
        if not clean or not (trail or line.endswith(NO_TRAIL)):
            _add_oddly(found, line, faults)
            continue
        size, path, digest = clean.groups()
        if path is not None:
            tally(path, int(size), digest)
        if trail:
            size, path, digest = trail.groups()
            trails(path, int(size), digest)


def _add_oddly(found: Records, line: bytes, faults: Faults) -> None:
    """The same for any other record: the whole line is parsed."""
    try:
        record = read_record(line)
    except NotAsItShouldBe as error:
        faults.add("record.unreadable", _place(found), found=str(error))
        return
    for ref, tally in ((record.clean, found.clean), (record.trail, found.trails)):
        if ref:
            tally.add(encoded(ref.path), ref.size, ref.sha256.encode())


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
