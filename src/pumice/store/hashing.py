"""Files read once each into one buffer and digested, here or in shares by worker processes, which load no more than
this. A file is opened relative to its folder, refusing links, and non-blocking, so that a FIFO put in its place cannot
make us wait."""

import hashlib
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
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


def digest_share(root: Path, algorithms: Sequence[str], share: Share) -> dict[bytes, Digested]:
    """Size and digests of each file of the share below `root` that can be read; no link is followed."""
    disk, digest, found = Disk(root), Hasher().by(algorithms), dict[bytes, Digested]()
    try:
        for folder, paths in groupby(share.paths, key=_folder):
            with suppress(OSError), disk.folder(decoded(folder)) as fd:
                for path in paths:
                    with suppress(OSError):
                        found[path] = digest(fd, path[len(folder) + 1 :])
    finally:
        disk.close()
    return found


def _folder(path: bytes) -> bytes:
    return path.rpartition(b"/")[0]
