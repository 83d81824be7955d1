"""What is in raw: every entry but folders, by name and kind. Nothing is opened but folders, and no link is followed."""

import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from pumice.errors import Misuse
from pumice.record import FileRef
from pumice.store.disk import BLOCK, READ


class Kind(StrEnum):
    """What an entry of raw is."""

    FILE = "file"
    SPECIAL = "special"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of raw: its path there as bytes, its size, and in words what is wrong with it if it is no file."""

    path: bytes
    kind: Kind
    size: int = 0
    reason: str = ""


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


def scan(raw: Path) -> list[Entry]:
    """All entries below the folder `raw`, sorted by the bytes of their path; Misuse if it is no folder."""
    if not raw.is_dir():
        raise Misuse(
            f"{raw} is not a folder" if raw.exists() else f"{raw} does not exist", "Name the folder of raw files."
        )
    found: list[Entry] = []
    waiting = [b""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(os.path.join(os.fsencode(raw), folder)) as entries:  # noqa: PTH118 - names are bytes here
                for entry in entries:
                    path = folder + b"/" + entry.name if folder else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    else:
                        found.append(_entry(path, entry))
        except OSError as error:
            if not folder:
                raise Misuse(f"{raw} cannot be listed: {error.strerror}", "Look at its permissions.") from error
            found.append(Entry(folder, Kind.UNREADABLE, reason=error.strerror or "unreadable"))
    return sorted(found, key=lambda entry: entry.path)


def _entry(path: bytes, entry: "os.DirEntry[bytes]") -> Entry:
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
    return FileRef(path.decode("utf-8", "surrogateescape"), size, running.hexdigest())
