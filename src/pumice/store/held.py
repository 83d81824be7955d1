"""What a bag of ours holds already: its files and its records, as far as its own manifests vouch for them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from pumice.bag import MANIFEST, RECORDS, TAG_MANIFEST, TRAILS, manifest_entries
from pumice.errors import NotAsItShouldBe
from pumice.record import read_raw_path
from pumice.store.disk import Disk

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Held:
    """The bag that can be believed, None if there is none; and the digests of its tag files, trails aside."""

    disk: Disk | None = None
    tags: Mapping[str, str] = field(default_factory=dict)

    def files(self) -> Iterator[bytes]:
        """The paths of copies, then of trails, each by their bytes."""
        if self.disk:
            yield from _paths(self.disk, MANIFEST, "")
            yield from _paths(self.disk, TAG_MANIFEST, f"{TRAILS}/")

    @contextmanager
    def records(self) -> Iterator[BinaryIO]:
        """The bag's records, open for reading; nothing if there are none."""
        if self.disk is None:
            yield BytesIO()
        else:
            with self.disk.opened(RECORDS) as file:
                yield file

    def spans(self) -> Iterator[tuple[bytes, Span]]:
        """For each path in raw, from where to where the bag's records are about it, in the order of the records."""
        if self.disk is None:
            return
        path, start, end = b"", 0, 0
        for line in self.disk.lines(RECORDS):
            this = read_raw_path(line).encode("utf-8", "surrogateescape")
            if this != path:
                if end > start:
                    yield path, (start, end)
                path, start = this, end
            end += len(line)
        if end > start:
            yield path, (start, end)


def held(disk: Disk | None) -> Held:
    """What the bag holds. If a list does not have the digest its manifest gives, all of it counts for nothing: the run
    that asks then makes everything again."""
    try:
        if disk and (tags := _tags(disk)):
            return Held(disk, tags)
    except (OSError, NotAsItShouldBe):
        pass
    return Held()


def _tags(disk: Disk) -> dict[str, str]:
    """The digests of the tag files but trails; empty if the lists are not what the tag manifest says."""
    entries = manifest_entries(disk.lines(TAG_MANIFEST), TAG_MANIFEST)
    tags = {path: digest for path, digest in entries if not path.startswith(f"{TRAILS}/")}
    for path in (MANIFEST, RECORDS):
        found = disk.digest(path)
        if found is None or found.sha256 != tags.get(path):
            return {}
    return tags


def _paths(disk: Disk, manifest: str, start: str) -> Iterator[bytes]:
    for path, _ in manifest_entries(disk.lines(manifest), manifest):
        if path.startswith(start):
            yield path.encode("utf-8", "surrogateescape")
