"""What a bag of ours holds already: its files and its records, as far as its own manifests vouch for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from pumice.bag import MANIFEST, RECORDS, TAG_MANIFEST, TRAILS, manifest_entries
from pumice.errors import NotAsItShouldBe
from pumice.record import read_raw_path
from pumice.store.disk import NOT_THERE, Disk, encoded

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Held:
    """The bag that can be believed, None if there is none."""

    disk: Disk | None = None

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
            this = encoded(read_raw_path(line))
            if this != path:
                if end > start:
                    yield path, (start, end)
                path, start = this, end
            end += len(line)
        if end > start:
            yield path, (start, end)


def held(disk: Disk | None) -> Held:
    """What the bag holds. If a list is not there, or does not have the digest its manifest gives, all of it counts for
    nothing: the run that asks then makes everything again. OSError if a list is there and cannot be read: then nobody
    knows which files are the bag's, and those that have to go would stay."""
    try:
        return Held(disk if disk and _is_vouched_for(disk) else None)
    except NotAsItShouldBe:
        return Held()
    except OSError as error:
        if error.errno not in NOT_THERE:
            raise
        return Held()


def _is_vouched_for(disk: Disk) -> bool:
    """Whether the manifest and the records are what the tag manifest says."""
    entries = manifest_entries(disk.lines(TAG_MANIFEST), TAG_MANIFEST)
    said = {path: digest for path, digest in entries if path in {MANIFEST, RECORDS}}
    return len(said) == 2 and all(disk.measured(path).sha256 == digest for path, digest in said.items())


def _paths(disk: Disk, manifest: str, start: str) -> Iterator[bytes]:
    for path, _ in manifest_entries(disk.lines(manifest), manifest):
        if path.startswith(start):
            yield encoded(path)
