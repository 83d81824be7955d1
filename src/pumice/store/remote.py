"""Trees in other kinds of storage, by address: `s3://bucket/folder`, `memory://`, and whatever else fsspec knows.

Needs pumice[fsspec] and, for most protocols, the library that fsspec names. Who may read is for those libraries to
know, from their own configuration and environment; an address with a password in it would end up in messages.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from tempfile import TemporaryFile
from typing import Any, TypeVar

from pumice.errors import Misuse, NothingToDo, Unreadable
from pumice.record import FileRef
from pumice.store.disk import BLOCK, decoded, encoded
from pumice.store.scan import ROOT, Entry, Kind, in_order, named, walk
from pumice.store.source import MAPPED_FROM

T = TypeVar("T")
LIBRARY = "pip install 'pumice[fsspec]', and the library that fsspec asks for."
KINDS = {"file": Kind.FILE, "directory": Kind.FOLDER}


def is_address(written: str) -> bool:
    """Whether a word of the command line is an address, and no path."""
    return "://" in written


@dataclass(frozen=True, slots=True)
class Remote:
    """The tree at `address`. Objects are read as they are when they are read: what is cleaned is what was digested."""

    address: str

    def __str__(self) -> str:
        return self.address

    def entries(self, *, sized: bool = True) -> Iterator[Entry]:  # noqa: ARG002 - sizes come for nothing
        """As Source says. Unreadable if any part of the tree cannot be listed: what is not seen would be taken for what
        is not there."""
        return named(self._top(), self.listed)

    def top(self) -> list[Entry]:
        """What is in the tree's own folder; nothing if there is no such tree."""
        try:
            return self._top()
        except NothingToDo:
            return []

    def walk(self) -> Iterator[Entry]:
        """Every object by the bytes of its path; nothing if there is no such tree."""
        return walk(self.top(), self.listed)

    def _top(self) -> list[Entry]:
        system, root = self.opened()
        with _told(self.address):
            system.invalidate_cache()
            if not system.exists(root):
                raise NothingToDo(f"there is nothing at {self.address}", "Name the address of a folder.")
            if system.isfile(root):
                raise Misuse(f"{self.address} is a single object", "Name the address of a folder.")
        return self.listed(ROOT)

    def listed(self, folder: Entry) -> list[Entry]:
        """The entries of a folder of the tree, in their order."""
        system, root = self.opened()
        above = self._place(folder.path)
        with _told(self.address):
            found = system.ls(above, detail=True)
        names = ((str(info["name"]).rstrip("/").removeprefix(root).lstrip("/"), info) for info in found)
        # Some stores keep an empty object for the folder itself.
        return in_order(_entry(encoded(name), info) for name, info in names if encoded(name) != folder.path)

    def read(self, path: str, size: int) -> bytes | mmap:
        """As Source says; a large object is kept in a temporary file, as long as it is used."""
        if size > MAPPED_FROM:
            return self._mapped(path)
        system, _ = self.opened()
        data: bytes = _fetched(partial(system.cat_file, self._place(encoded(path))))
        return data

    def _mapped(self, path: str) -> mmap | bytes:
        with TemporaryFile() as file:
            for block in self.blocks(path):
                file.write(block)
            file.flush()
            return mmap(file.fileno(), 0, access=ACCESS_READ) if file.tell() else b""

    def blocks(self, path: str) -> Iterator[bytes]:
        """An object's bytes, in blocks; OSError if it cannot be read."""
        system, _ = self.opened()
        with _fetched(partial(system.open, self._place(encoded(path)), "rb", cache_type="none")) as file:
            while block := _fetched(partial(file.read, BLOCK)):
                yield block

    def digest(self, path: str) -> FileRef | None:
        """As Source says."""
        running, size = sha256(), 0
        try:
            for block in self.blocks(path):
                running.update(block)
                size += len(block)
        except OSError:
            return None
        return FileRef(path, size, running.hexdigest())

    def opened(self) -> tuple[Any, str]:
        """The file system of fsspec, and the tree's path in it. Misuse if a library is missing, or the address is
        none."""
        try:
            from fsspec.core import url_to_fs

            system, root = url_to_fs(self.address)
        except ImportError as error:
            raise Misuse(f"{self.address} needs a library that is not installed ({error})", LIBRARY) from error
        except ValueError as error:
            raise Misuse(f"{self.address}: {error}", "Addresses are those of fsspec.") from error
        return system, str(root).rstrip("/")

    def place(self, path: str) -> str:
        """Where an object of the tree is, for the file system."""
        return self._place(encoded(path))

    def _place(self, path: bytes) -> str:
        _, root = self.opened()
        return f"{root}/{decoded(path)}" if path else root


def _entry(path: bytes, info: dict[str, Any]) -> Entry:
    kind = Kind.SPECIAL if info.get("islink") else KINDS.get(str(info["type"]), Kind.SPECIAL)
    size = int(info.get("size") or 0)
    return Entry(path, kind, size if kind is Kind.FILE else 0, "no plain file" if kind is Kind.SPECIAL else "")


def _fetched(call: Callable[[], T]) -> T:
    """What the call gives. Whatever stops it becomes an OSError whose words are always the same: they are recorded."""
    try:
        return call()
    except Exception as error:
        raise OSError(None, f"it could not be fetched ({type(error).__name__})") from error


@contextmanager
def _told(address: str) -> Iterator[None]:
    try:
        yield
    except (Misuse, NothingToDo):
        raise
    except Exception as error:
        raise Unreadable(
            f"{address} cannot be listed: {type(error).__name__}: {error}", "Nothing was changed."
        ) from error
