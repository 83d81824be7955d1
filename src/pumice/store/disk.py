"""A folder on disk, changed without ever following a link out of it.

Every path is opened part by part from the folder's own descriptor, refusing symbolic links. Every system call that
changes something goes through `system`, one door that a test can let fail. An OSError names the path it is about.
"""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, TypeVar

from pumice.errors import Busy, NotAsItShouldBe
from pumice.record import FileRef

T = TypeVar("T")
# What opening says of a regular file that is not there; None is our own word for what is no regular file.
NOT_THERE = {None, errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR}
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Non-blocking, so that opening a FIFO returns; what is not a regular file is refused after that.
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
BLOCK = 1 << 20
# Seconds to wait for a lock: the workers of a run that was killed hold it until they are dead, too.
PATIENCE = 2.0
# What says that this machine has run out of something, and nothing about the file that was asked for.
EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}
# What removing a folder says of one that is to stay: there is something in it, or it is gone or no folder.
STAYS = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR}


def system(call: Callable[..., T], *arguments: object, **options: object) -> T:
    """Do a system call that changes the disk."""
    return call(*arguments, **options)


def encoded(path: str) -> bytes:
    """A path of ours as the file system's bytes, whatever the locale says."""
    return path.encode("utf-8", "surrogateescape")


def decoded(path: bytes) -> str:
    """The file system's bytes as a path of ours: UTF-8, and what is none of it as lone surrogates."""
    return path.decode("utf-8", "surrogateescape")


class Disk:
    """The folder `root` and what is below it; paths are relative, with `/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.fd = os.open(os.fsencode(root), FOLDER)

    def close(self) -> None:
        """Let go of the folder, and of the lock on it."""
        os.close(self.fd)

    def lock(self) -> None:
        """Be the only writer, until closed. The lock is on the open folder, and child processes share it: it is gone
        when this process and its workers are, however they end."""
        until = time.monotonic() + PATIENCE
        while not self._locked():
            if time.monotonic() > until:
                raise Busy(f"{self.root}: another run of pumice is writing this bag", "Wait until it is done.")
            time.sleep(PATIENCE / 100)
        os.set_inheritable(self.fd, True)

    def _locked(self) -> bool:
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    @contextmanager
    def folder(self, path: str, *, make: bool = False) -> Iterator[int]:
        """The descriptor of a folder below root (root itself for the empty path), made if it may be."""
        fd = os.dup(self.fd)
        try:
            for part in path.split("/") if path else ():
                below = self._enter(fd, encoded(part), make)
                os.close(fd)
                fd = below
            yield fd
        except OSError as error:
            error.filename = f"{self.root}/{path}" if path else str(self.root)
            raise
        finally:
            os.close(fd)

    def _enter(self, above: int, part: bytes, make: bool) -> int:
        if part in {b"", b".", b".."}:
            raise NotAsItShouldBe(f"{part!r} is not a place in {self.root}")
        if make:
            with suppress(FileExistsError):
                system(os.mkdir, part, 0o777, dir_fd=above)
        return os.open(part, FOLDER, dir_fd=above)

    @contextmanager
    def parent(self, path: str, *, make: bool = False) -> Iterator[tuple[int, bytes]]:
        """The descriptor of the folder a path lies in, and the path's last part."""
        above, _, name = path.rpartition("/")
        try:
            with self.folder(above, make=make) as fd:
                yield fd, encoded(name)
        except OSError as error:
            error.filename = f"{self.root}/{path}"
            raise

    def make_folder(self, path: str) -> None:
        """Have a folder there."""
        with self.folder(path, make=True):
            pass

    def write(self, path: str, chunks: Iterable[bytes], *, sync: bool = True) -> FileRef:
        """Make a new file, replacing what stood there; on the disk itself before this returns if `sync`."""
        with self.parent(path, make=True) as (above, name):
            try:
                fd = system(os.open, name, NEW, 0o666, dir_fd=above)
            except FileExistsError:
                system(os.unlink, name, dir_fd=above)
                fd = system(os.open, name, NEW, 0o666, dir_fd=above)
            try:
                size, digest = _write_all(fd, chunks)
                if sync:
                    system(os.fsync, fd)
            finally:
                os.close(fd)
        return FileRef(path, size, digest)

    @contextmanager
    def _reading(self, path: str) -> Iterator[int]:
        with self.parent(path) as (above, name):
            fd = os.open(name, READ, dir_fd=above)
        try:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise OSError(f"{path} is not a regular file")
            yield fd
        except OSError as error:
            error.filename = f"{self.root}/{path}"
            raise
        finally:
            os.close(fd)

    def blocks(self, path: str, size: int = BLOCK) -> Iterator[bytes]:
        """A regular file's bytes, in blocks of `size`; OSError if there is none."""
        with self._reading(path) as fd:
            while block := os.read(fd, size):
                yield block

    def read(self, path: str) -> bytes:
        """A regular file's bytes; OSError if there is none."""
        with self._reading(path) as fd, os.fdopen(os.dup(fd), "rb", 0) as file:
            return file.read()

    def digest(self, path: str) -> FileRef | None:
        """Size and digest of a regular file, None if there is none that can be read."""
        try:
            return self.measured(path)
        except OSError:
            return None

    def measured(self, path: str) -> FileRef:
        """Size and digest of a regular file; OSError if there is none."""
        running, size = sha256(), 0
        for block in self.blocks(path):
            running.update(block)
            size += len(block)
        return FileRef(path, size, running.hexdigest())

    def lines(self, path: str) -> Iterator[bytes]:
        """A regular file's lines, with their ends."""
        with self.opened(path) as file:
            yield from file

    @contextmanager
    def opened(self, path: str) -> Iterator[BinaryIO]:
        """A regular file, open for reading from its start."""
        with self._reading(path) as fd, os.fdopen(os.dup(fd), "rb", BLOCK) as file:
            yield file

    def status(self, path: str) -> os.stat_result | None:
        """What the system knows of a regular file, None if there is none. Nothing is opened, so that folders on the way
        may be links."""
        try:
            found = os.stat(encoded(path), dir_fd=self.fd, follow_symlinks=False)
        except OSError:
            return None
        return found if stat.S_ISREG(found.st_mode) else None

    def exists(self, path: str) -> bool:
        """Whether anything has this name, a link included."""
        try:
            with self.parent(path) as (above, name):
                os.stat(name, dir_fd=above, follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def names(self, path: str = "") -> list[bytes]:
        """The names in a folder, sorted."""
        with self.folder(path) as fd:
            return sorted(os.fsencode(name) for name in os.listdir(fd))  # noqa: PTH208 - a descriptor

    def sync(self, path: str) -> None:
        """Have a file's content on the disk itself."""
        with self._reading(path) as fd:
            system(os.fsync, fd)

    def sync_folder(self, path: str) -> None:
        """Have a folder's entries on the disk itself."""
        with self.folder(path) as fd:
            system(os.fsync, fd)

    def rename(self, source: str, target: str) -> None:
        """Move a file, replacing what stands there, in one step."""
        with self.parent(source) as (above, name), self.parent(target, make=True) as (new_above, new_name):
            system(os.rename, name, new_name, src_dir_fd=above, dst_dir_fd=new_above)

    def remove(self, path: str) -> None:
        """Remove a file, if there is one, and the folders it leaves empty."""
        try:
            with self.parent(path) as (above, name):
                system(os.unlink, name, dir_fd=above)
        except (FileNotFoundError, NotADirectoryError):
            return
        self.prune(path.rpartition("/")[0])

    def prune(self, folder: str) -> None:
        """Remove folders that are empty, from this one upwards; the top ones (`data`, `pumice`) stay."""
        while "/" in folder:
            try:
                with self.parent(folder) as (above, name):
                    system(os.rmdir, name, dir_fd=above)
            except OSError as error:
                if error.errno not in STAYS:
                    raise
                return
            folder = folder.rpartition("/")[0]

    def remove_tree(self, path: str) -> None:
        """Remove a folder with all that is in it, if it is there; links are removed, not followed."""
        if not self.exists(path):
            return
        with self.parent(path) as (above, name):
            _remove_below(above, name)


def _remove_below(above: int, name: bytes) -> None:
    """Remove the entry `name` of the folder `above`, whatever it is. Our own workplace is three folders deep."""
    try:
        system(os.unlink, name, dir_fd=above)
        return
    except (IsADirectoryError, PermissionError) as error:  # which of them a folder gives depends on the system
        try:
            fd = os.open(name, FOLDER, dir_fd=above)
        except NotADirectoryError:
            raise error from None
    try:
        for entry in sorted(os.fsencode(found) for found in os.listdir(fd)):  # noqa: PTH208 - a descriptor
            _remove_below(fd, entry)
    finally:
        os.close(fd)
    system(os.rmdir, name, dir_fd=above)


def _write_all(fd: int, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write all of it, however little the system takes at a time; its size and digest."""
    running, size = sha256(), 0
    for chunk in chunks:
        running.update(chunk)
        size += len(chunk)
        rest = memoryview(chunk)
        while rest:
            rest = rest[system(os.write, fd, rest) :]
    return size, running.hexdigest()
