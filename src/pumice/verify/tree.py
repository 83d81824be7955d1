"""The files of a bag, listed in the order of their paths. A folder is opened relative to the one above it, refusing
links."""

import os
from collections.abc import Iterator
from itertools import repeat

from pumice.names import fold
from pumice.store.disk import FOLDER, decoded, encoded
from pumice.store.scan import kind_of
from pumice.verify.fault import Faults

# Each level holds a descriptor open, and there are 1,024 by default; paths this deep are an attack or an accident.
MAX_DEPTH = 400


# A name in a folder, whether it is a folder, whether it is a regular file.
Named = tuple[bytes, bool, bool]
# An entry of the tree that is no folder: its path in the bag, the open folder it is in, its name there, and whether it
# is a regular file. A plain tuple: there may be a million, and naming the fields costs a tenth of reading a small file.
Item = tuple[bytes, int, bytes, bool]


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
        folder, prefix = folders[-1], prefixes[-1]
        for name, is_folder, is_file in levels[-1]:
            path = prefix + name
            if not is_folder:
                yield path, folder, name, is_file
            elif (below := _opened(name, folder, path, len(levels), faults)) >= 0:
                folders.append(below)
                levels.append(_listing(below, path, faults, colliding))
                prefixes.append(path + b"/")
                break
        else:
            levels.pop()
            prefixes.pop()
            if len(folders) > 1:
                os.close(folders.pop())


def _listing(folder: int, path: bytes, faults: Faults, colliding: str) -> Iterator[Named]:
    """The entries of a folder, in the byte order of the paths that begin with them."""
    files, others = list[bytes](), list[Named]()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = os.fsencode(entry.name)
                if entry.is_file(follow_symlinks=False):
                    files.append(name)
                else:
                    others.append((name, entry.is_dir(follow_symlinks=False), False))
    except OSError as error:
        faults.add("bag.unreadable", path or b".", found=error.strerror or "")
    for name, other in _collisions(files + [name for name, _, _ in others] if others else files):
        faults.add(colliding, path + b"/" + name if path else name, found=other)
    if others:
        return iter(sorted([*((name, False, True) for name in files), *others], key=_order))
    files.sort()  # a folder may hold a million files: their names are all that is held of it
    return zip(files, repeat(False), repeat(True))


def _order(entry: Named) -> bytes:
    return entry[0] + b"/" if entry[1] else entry[0]


def _collisions(names: list[bytes]) -> Iterator[tuple[bytes, str]]:
    """Each name that some file systems take for an earlier one, with that one."""
    together = b"".join(names)
    if together.isascii() and (together == together.lower() or len({name.lower() for name in names}) == len(names)):
        return
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
    _, folder, name, _ = item
    try:
        return kind_of(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except OSError as error:
        return error.strerror or "gone"


def size_of(item: Item) -> int:
    """The size of a file, without reading it."""
    _, folder, name, _ = item
    return os.stat(name, dir_fd=folder, follow_symlinks=False).st_size
