"""The records of a bag against its manifests."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from pumice.bag import RECORDS
from pumice.errors import NotAsItShouldBe
from pumice.record import FileRef, read_record
from pumice.store.disk import Disk, encoded
from pumice.verify.content import Tally
from pumice.verify.fault import Faults
from pumice.verify.manifests import Wanted

# A record as we write it begins with its clean copy and ends with its trail, keys being sorted. Cutting these out is
# six times faster than parsing the line; a line that does not look so is parsed.
REF = rb'(?:null|\{"bytes":(\d+),"path":"([^"\\]*)","sha256":"([0-9a-f]{64})"\})'
CLEAN = re.compile(rb'\{"clean":' + REF + rb",")
TRAIL = re.compile(rb'"trail":' + REF + rb"\}\n")


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
        for line in disk.lines(RECORDS):
            running.update(line)
            found.size += len(line)
            found.count += 1
            _add(found, line, faults)
            if made_by not in line:
                faults.add(
                    "record.disagrees", f"{RECORDS}, line {found.count}", f"fingerprint {fingerprint}", "another"
                )
    except OSError as error:
        faults.add("bag.unreadable", RECORDS, found=error.strerror or str(error))
        return None
    found.sha256 = running.hexdigest()
    return found


def _add(found: Records, line: bytes, faults: Faults) -> None:
    clean, trail = CLEAN.match(line), TRAIL.fullmatch(line, line.rfind(b'"trail":'))
    if clean and trail:
        if clean[2] is not None:
            found.clean.add(clean[2], int(clean[1]), clean[3])
        if trail[2] is not None:
            found.trails.add(trail[2], int(trail[1]), trail[3])
        return
    try:
        record = read_record(line)
    except NotAsItShouldBe as error:
        faults.add("record.unreadable", f"{RECORDS}, line {found.count}", found=str(error))
        return
    for ref, tally in ((record.clean, found.clean), (record.trail, found.trails)):
        if ref:
            tally.add(encoded(ref.path), ref.size, ref.sha256.encode())


def name_differences(disk: Disk, wanted: Iterable[Wanted], faults: Faults, *, trails: bool) -> None:
    """Say where the records and a manifest disagree, once it is known that they do."""
    listed = {entry.path.decode("utf-8", "surrogateescape"): entry.digests[0] for entry in wanted}
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
