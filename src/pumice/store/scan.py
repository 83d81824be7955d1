"""What is in raw: every entry but folders, in the order of its path. Nothing is opened but folders, no link is
followed, and no more is held at a time than the folders that are open."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from hashlib import sha256
from pathlib import Path

from pumice.errors import Misuse
from pumice.names import meeting, place, siblings, simple_siblings
from pumice.record import FileRef
from pumice.store.disk import BLOCK, EXHAUSTED, READ, decoded


class Kind(StrEnum):
    """What an entry of raw is."""

    FILE = "file"
    FOLDER = "folder"
    SPECIAL = "special"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of raw: its path there as bytes, its size, in words what is wrong with it if it is no file, and for a
    file the path of its copy below `data/`. The path of a folder that cannot be listed ends in a slash."""

    path: bytes
    kind: Kind
    size: int = 0
    reason: str = ""
    copy: str = ""


# What is in a folder, by the bytes of the path; a folder that cannot be listed gives an entry that says so.
Below = Callable[[Entry], list[Entry]]
ROOT = Entry(b"", Kind.FOLDER)
SPECIAL = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a block device"),
    (stat.S_ISCHR, "a character device"),
)


def kind_of(mode: int) -> str:
    """What a file that is neither regular nor a folder is, in words."""
    return next((words for test, words in SPECIAL if test(mode)), "an entry of unknown kind")


def scan(raw: Path) -> Iterator[Entry]:
    """All entries below the folder `raw`, by the bytes of their path; Misuse if it is no folder."""
    return walk(_top(raw, sized=True), partial(_listed_or_told, raw, sized=True))


def scan_named(raw: Path, *, sized: bool = True) -> Iterator[Entry]:
    """As `scan`, and with the places of the copies, which the names of files and of their folders decide alone. The
    system is asked for the size of every file only if it is to be `sized`."""
    return named(_top(raw, sized=sized), partial(_listed_or_told, raw, sized=sized))


def named(top: list[Entry], below: Below) -> Iterator[Entry]:
    """The entries of any tree, with the places of the copies; `top` is what `below` gives for its root."""
    return walk(_with_copies(below, ROOT, top), lambda folder: _with_copies(below, folder, below(folder)))


def _top(raw: Path, *, sized: bool) -> list[Entry]:
    if not raw.is_dir():
        raise Misuse(
            f"{raw} is not a folder" if raw.exists() else f"{raw} does not exist", "Name the folder of raw files."
        )
    try:
        return _listed(raw, ROOT, sized=sized)
    except OSError as error:
        raise Misuse(f"{raw} cannot be listed: {error.strerror}", "Look at its permissions.") from error


def walk(top: Iterable[Entry], below: Below) -> Iterator[Entry]:
    """The entries and, in the place of each folder, what is below it."""
    waiting = [iter(top)]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif entry.kind is Kind.FOLDER:
            waiting.append(iter(below(entry)))
        else:
            yield entry


def _with_copies(below: Below, folder: Entry, entries: list[Entry]) -> list[Entry]:
    """The entries of a folder with the places of their copies; `copy` of a folder ends in a slash."""
    kinds = {_name(entry): entry.kind is Kind.FOLDER for entry in entries if entry.kind in {Kind.FILE, Kind.FOLDER}}
    names = simple_siblings(kinds.items())
    if names is None:
        empty = {name for name in meeting(kinds.items()) if not _holds_files(below, _join(folder.path, name))}
        names = siblings((name, is_folder) for name, is_folder in kinds.items() if name not in empty)
    return [_placed(folder, entry, names) for entry in entries]


def _placed(folder: Entry, entry: Entry, names: dict[tuple[bytes, bool], str]) -> Entry:
    is_folder = entry.kind is Kind.FOLDER
    name = names.get((_name(entry), is_folder))
    if name is None:
        return entry
    copy = f"{folder.copy}{name}/" if is_folder else place(entry.path, folder.copy, name)
    return Entry(entry.path, entry.kind, entry.size, entry.reason, copy)


def _holds_files(below: Below, folder: bytes) -> bool:
    entries = walk([Entry(folder, Kind.FOLDER)], below)
    return any(entry.kind is Kind.FILE for entry in entries)


def _name(entry: Entry) -> bytes:
    return entry.path.rpartition(b"/")[2]


def _join(folder: bytes, name: bytes) -> bytes:
    return folder + b"/" + name if folder else name


def _listed_or_told(raw: Path, folder: Entry, *, sized: bool) -> list[Entry]:
    try:
        return _listed(raw, folder, sized=sized)
    except OSError as error:
        if error.errno in EXHAUSTED:
            raise
        return [Entry(folder.path + b"/", Kind.UNREADABLE, reason=error.strerror or "unreadable")]


def _listed(raw: Path, folder: Entry, *, sized: bool) -> list[Entry]:
    with os.scandir(os.path.join(os.fsencode(raw), folder.path)) as entries:  # noqa: PTH118 - names are bytes here
        return in_order([_entry(_join(folder.path, entry.name), entry, sized=sized) for entry in entries])


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of a folder by their path; what is in a folder sorts where its path with a slash does."""
    return sorted(entries, key=_by_path)


def _by_path(entry: Entry) -> bytes:
    return entry.path + b"/" if entry.kind is Kind.FOLDER else entry.path


def _entry(path: bytes, entry: "os.DirEntry[bytes]", *, sized: bool) -> Entry:
    if not sized and entry.is_file(follow_symlinks=False):
        return Entry(path, Kind.FILE)
    if entry.is_dir(follow_symlinks=False):
        return Entry(path, Kind.FOLDER)
    status = entry.stat(follow_symlinks=False)
    if stat.S_ISREG(status.st_mode):
        return Entry(path, Kind.FILE, status.st_size)
    return Entry(path, Kind.SPECIAL, reason=kind_of(status.st_mode))


def digest_of(raw: Path, path: bytes) -> FileRef | None:
    """Size and digest of a regular file of raw, None if it cannot be read."""
    running, size = sha256(), 0
    try:
        fd = os.open(os.path.join(os.fsencode(raw), path), READ)  # noqa: PTH118 - names are bytes here
        with os.fdopen(fd, "rb", 0) as file:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                return None
            while block := file.read(BLOCK):
                running.update(block)
                size += len(block)
    except OSError:
        return None
    return FileRef(decoded(path), size, running.hexdigest())
