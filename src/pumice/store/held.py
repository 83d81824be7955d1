"""What a bag of ours holds already: its files and its records, as far as its own manifests vouch for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pumice.bag import MANIFEST, RECORDS, TAG_MANIFEST, read_manifest
from pumice.errors import NotAsItShouldBe
from pumice.record import read_record
from pumice.store.disk import Disk


@dataclass(frozen=True, slots=True)
class Held:
    """The paths in the bag with their digests, and the lines of the records of each path in raw."""

    payload: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)


def held(disk: Disk) -> Held:
    """What the bag holds. A list that does not have the digest its manifest gives counts for nothing: the run that asks
    then makes everything again."""
    try:
        tags = read_manifest(disk.lines(TAG_MANIFEST), TAG_MANIFEST)
        payload = read_manifest(disk.lines(MANIFEST), MANIFEST) if _is_vouched_for(disk, tags, MANIFEST) else {}
        records = _records(disk) if payload and _is_vouched_for(disk, tags, RECORDS) else {}
    except (OSError, NotAsItShouldBe):
        return Held()
    return Held(payload, tags, records)


def _is_vouched_for(disk: Disk, tags: Mapping[str, str], path: str) -> bool:
    found = disk.digest(path)
    return found is not None and found.sha256 == tags.get(path)


def _records(disk: Disk) -> dict[str, tuple[bytes, ...]]:
    records: dict[str, tuple[bytes, ...]] = {}
    for number, line in enumerate(disk.lines(RECORDS), 1):
        path = read_record(line, f"{RECORDS}, line {number}").raw.path
        records[path] = (*records.get(path, ()), line)
    return records
