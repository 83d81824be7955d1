"""Files read once each into one buffer and digested, here or in shares by worker processes, which load no more than
this. A file is opened relative to its folder, refusing links, and non-blocking, so that a FIFO put in its place cannot
make us wait."""

import hashlib
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pumice.store.disk import READ, Disk, decoded

# Measured on files of 5 kB to 500 MB: larger buffers do not help, and a smaller one costs a second call more often.
BUFFER = 1 << 18
# No bag is read so fast that a limit of time would tell a slow disk from a hang.
NO_LIMIT = 1 << 50
# Size and hexadecimal digests of a file.
Digested = tuple[int, tuple[str, ...]]
Digest = Callable[[int, bytes], Digested]


class Hasher:
    """Reads files into one buffer and digests them; `files` and `size` count what was read."""

    def __init__(self) -> None:
        self.buffer = bytearray(BUFFER)
        self.view = memoryview(self.buffer)
        self.buffers = (self.buffer,)
        self.files = 0
        self.size = 0

    def by(self, algorithms: Sequence[str]) -> Digest:
        """What gives size and digests of the file with a name in an open folder; OSError if it cannot be read."""
        if list(algorithms) == ["sha256"]:
            return self.sha256
        return lambda folder, name: self._digest(folder, name, algorithms)

    def sha256(self, folder: int, name: bytes) -> Digested:
        """Size and SHA-256 of a file. OSError if it cannot be opened or read."""
        fd = os.open(name, READ, dir_fd=folder)
        try:
            got = os.readv(fd, self.buffers)
            if got < BUFFER and os.lseek(fd, 0, os.SEEK_END) == got:
                self.files += 1
                self.size += got
                return got, (hashlib.sha256(self.view[:got]).hexdigest(),)
            os.lseek(fd, 0, os.SEEK_SET)
            return self._read(fd, ("sha256",))
        finally:
            os.close(fd)

    def _digest(self, folder: int, name: bytes, algorithms: Sequence[str]) -> Digested:
        fd = os.open(name, READ, dir_fd=folder)
        try:
            return self._read(fd, algorithms)
        finally:
            os.close(fd)

    def _read(self, fd: int, algorithms: Sequence[str]) -> Digested:
        """The file is read to where it ended when it was opened and one buffer beyond: one that somebody writes to all
        the while has another digest by then, and would never end."""
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise OSError("it is not a regular file any more")
        running = [hashlib.new(name) for name in algorithms]
        size = 0
        while size <= status.st_size and (got := os.readv(fd, self.buffers)):
            size += got
            for digest in running:
                digest.update(self.view[:got])
        self.files += 1
        self.size += size
        return size, tuple(digest.hexdigest() for digest in running)


@dataclass(frozen=True, slots=True)
class Share:
    """Files for one worker, in the order of their paths; `number` counts the shares from 0."""

    number: int
    paths: tuple[bytes, ...]
    size: int = NO_LIMIT


@dataclass(frozen=True, slots=True)
class Answer:
    """The size of each file of a share, -1 if it could not be read; for each algorithm the digests of all of them, one
    behind the other: so little to pack and unpack."""

    sizes: tuple[int, ...]
    digests: tuple[str, ...]

    def unpacked(self) -> list[Digested]:
        """Size and digests of each file."""
        cut = [_cut(digests, len(digests) // len(self.sizes)) for digests in self.digests]
        return list(zip(self.sizes, zip(*cut, strict=True), strict=True))


def _cut(text: str, length: int) -> list[str]:
    return [text[at : at + length] for at in range(0, len(text), length)]


def digest_share(root: Path, algorithms: Sequence[str], share: Share) -> Answer:
    """Size and digests of each file of the share below `root` that can be read; no link is followed."""
    unread = -1, tuple("0" * len(hashlib.new(name).hexdigest()) for name in algorithms)
    disk, digest, found = Disk(root), Hasher().by(algorithms), list[Digested]()
    try:
        for folder, paths in groupby(share.paths, key=_folder):
            of_folder = list(paths)
            try:
                with disk.folder(decoded(folder)) as fd:
                    found += [_read_or(unread, digest, fd, path[len(folder) + 1 :]) for path in of_folder]
            except OSError:
                found += [unread] * len(of_folder)
    finally:
        disk.close()
    columns = zip(*(digests for _, digests in found), strict=True)
    return Answer(tuple(size for size, _ in found), tuple(map("".join, columns)))


def _read_or(unread: Digested, digest: Digest, folder: int, name: bytes) -> Digested:
    try:
        return digest(folder, name)
    except OSError:
        return unread


def _folder(path: bytes) -> bytes:
    return path.rpartition(b"/")[0]
