"""Where raw is: a folder of this machine, or of another kind of storage (see remote). It is only ever read."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Protocol

from pumice.errors import Misuse, NotAsItShouldBe
from pumice.record import FileRef
from pumice.store.disk import READ, encoded
from pumice.store.scan import Entry, digest_of, scan_named

# From this size on a file is mapped: archives of any size are read one document at a time.
MAPPED_FROM = 1 << 26


class Source(Protocol):
    """A tree of raw files. Sources travel to workers, so they hold nothing that is open."""

    def entries(self, *, sized: bool = True) -> Iterator[Entry]:
        """Every entry but folders, by the bytes of its path, with the place of its copy; sizes may be left out unless
        it is to be `sized`. Misuse if there is no such tree."""
        ...

    def read(self, path: str, size: int) -> bytes | mmap:
        """The bytes of a file, mapped if they are many (`size` is how many they were); OSError or NotAsItShouldBe if it
        cannot be read."""
        ...

    def digest(self, path: str) -> FileRef | None:
        """Size and digest of a file, None if it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Local:
    """The folder `root`."""

    root: Path

    def __str__(self) -> str:
        return str(self.root)

    def entries(self, *, sized: bool = True) -> Iterator[Entry]:
        """As Source says."""
        return scan_named(self.root, sized=sized)

    def read(self, path: str, size: int) -> bytes | mmap:  # noqa: ARG002 - as Source says
        """As Source says."""
        return read_raw(self.root, path)

    def digest(self, path: str) -> FileRef | None:
        """As Source says."""
        return digest_of(self.root, encoded(path))


def refuse_overlap(raw: Source, bag: Path) -> None:
    """Misuse if the folder of raw lies in the bag, or the bag in it."""
    if not isinstance(raw, Local):
        return
    ours, theirs = bag.resolve(), raw.root.resolve()
    if ours == theirs or ours in theirs.parents or theirs in ours.parents:
        raise Misuse(f"{raw.root} and {bag} overlap", "The clean copies must lie outside raw, and raw outside them.")


def read_raw(raw: Path, path: str) -> bytes | mmap:
    """A regular file's bytes, mapped if they are many; never those of a link, and never waiting for a FIFO."""
    fd = os.open(os.path.join(os.fsencode(raw), encoded(path)), READ)  # noqa: PTH118 - names are bytes here
    with os.fdopen(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise NotAsItShouldBe("it is not a regular file any more")
        return mmap(fd, 0, access=ACCESS_READ) if status.st_size > MAPPED_FROM else file.read()
