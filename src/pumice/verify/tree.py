"""The files of a bag: listed in the order of their paths, and read once each, without following a link.

A folder is opened relative to the one above it, a file relative to its folder, both refusing links; a file is opened
non-blocking, so that a FIFO put in its place cannot make us wait. One buffer serves all files.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pumice.names import fold
from pumice.store.disk import FOLDER, READ, decoded, encoded
from pumice.store.scan import kind_of
from pumice.verify.fault import Faults

# Measured on files of 5 kB to 500 MB: larger buffers do not help, and a smaller one costs a second call more often.
BUFFER = 1 << 18
# Each level holds a descriptor open, and there are 1,024 by default; paths this deep are an attack or an accident.
MAX_DEPTH = 400


# A name in a folder, whether it is a folder, whether it is a regular file.
Named = tuple[bytes, bool, bool]


class Item(NamedTuple):
    """An entry of the tree that is no folder: its path in the bag, the open folder it is in, its name there, and
    whether it is a regular file."""

    path: bytes
    folder: int
    name: bytes
    is_file: bool


def walk(root: int, faults: Faults, colliding: str) -> Iterator[Item]:
    """All entries below the open folder `root`, in the byte order of their paths; names in one folder that some file
    systems take for one another are the fault `colliding`."""
    levels, folders, prefixes = [_listing(root, b"", faults, colliding)], [root], [b""]
    try:
        yield from _descend(levels, folders, prefixes, faults, colliding)
    finally:
        for folder in folders[1:]:
            os.close(folder)


def _descend(
    levels: list[Iterator[Named]], folders: list[int], prefixes: list[bytes], faults: Faults, colliding: str
) -> Iterator[Item]:
    while levels:
        entry = next(levels[-1], None)
        if entry is None:
            levels.pop()
            prefixes.pop()
            if len(folders) > 1:
                os.close(folders.pop())
            continue
        name, is_folder, is_file = entry
        path = prefixes[-1] + name
        if not is_folder:
            yield Item(path, folders[-1], name, is_file)
        elif (below := _opened(name, folders[-1], path, len(levels), faults)) >= 0:
            folders.append(below)
            levels.append(_listing(below, path, faults, colliding))
            prefixes.append(path + b"/")


def _listing(folder: int, path: bytes, faults: Faults, colliding: str) -> Iterator[Named]:
    """The entries of a folder, in the byte order of the paths that begin with them."""
    with os.scandir(folder) as entries:
        named = [
            (os.fsencode(entry.name), entry.is_dir(follow_symlinks=False), entry.is_file(follow_symlinks=False))
            for entry in entries
        ]
    for name, other in _collisions([name for name, _, _ in named]):
        faults.add(colliding, path + b"/" + name if path else name, found=other)
    named.sort(key=lambda entry: entry[0] + b"/" if entry[1] else entry[0])
    return iter(named)


def _collisions(names: list[bytes]) -> Iterator[tuple[bytes, str]]:
    """Each name that some file systems take for an earlier one, with that one."""
    texts = [decoded(name) for name in names]
    if len({fold(text) for text in texts}) == len(texts):
        return
    seen: dict[str, str] = {}
    for text in sorted(texts):
        other = seen.setdefault(fold(text), text)
        if other != text:
            yield encoded(text), other


def _opened(name: bytes, above: int, path: bytes, depth: int, faults: Faults) -> int:
    """The descriptor of a folder, -1 if it cannot be looked into."""
    if depth >= MAX_DEPTH:
        faults.add("bag.unreadable", path, found=f"more than {MAX_DEPTH} folders deep")
        return -1
    try:
        return os.open(name, FOLDER, dir_fd=above)
    except OSError as error:
        faults.add("bag.unreadable", path, found=error.strerror or "")
        return -1


def kind(item: Item) -> str:
    """What an entry that is not a regular file is, in words."""
    try:
        return kind_of(os.stat(item.name, dir_fd=item.folder, follow_symlinks=False).st_mode)
    except OSError as error:
        return error.strerror or "gone"


def size_of(item: Item) -> int:
    """The size of a file, without reading it."""
    return os.stat(item.name, dir_fd=item.folder, follow_symlinks=False).st_size


@dataclass(slots=True)
class Hasher:
    """Reads files into one buffer and digests them."""

    buffer: bytearray = field(default_factory=lambda: bytearray(BUFFER))
    files: int = 0
    size: int = 0

    def digest(self, item: Item, algorithms: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        """Size and hexadecimal digests of a file, read once. OSError if it cannot be opened or read."""
        fd = os.open(item.name, READ, dir_fd=item.folder)
        try:
            view = memoryview(self.buffer)
            got = os.readv(fd, [self.buffer])
            if got < BUFFER and len(algorithms) == 1 and algorithms[0] == "sha256":
                rest = os.readv(fd, [view[got:]]) if got else 0  # 0 but for a read that was interrupted
                if not rest:
                    self.files += 1
                    self.size += got
                    return got, (hashlib.sha256(view[:got]).hexdigest(),)
                got += rest
            return self._long(fd, got, view, algorithms)
        finally:
            os.close(fd)

    def _long(self, fd: int, got: int, view: memoryview, algorithms: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        running = [hashlib.new(name) for name in algorithms]
        size = 0
        while got:
            size += got
            for digest in running:
                digest.update(view[:got])
            got = os.readv(fd, [self.buffer])
        self.files += 1
        self.size += size
        return size, tuple(digest.hexdigest() for digest in running)
