"""What a disk may hold after a power cut: the system calls of a run, replayed against a model of a forgetful disk.

The model follows POSIX, which promises little. The content of a file is safe once it was synced; until then a cut may
leave it as it was when it was last synced, empty, cut short, or full of zeros. An entry of a folder (made, renamed or
removed) is safe once that folder was synced; until then it may have happened or not, each by itself, except that a
rename is one step. `Loss` says how unlucky the cut is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random

TRACED = "openat,write,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,ftruncate"
OPTIONS = ["-y", "-xx", "-s", "10000000", "-e", f"trace={TRACED}"]
LINE = re.compile(r"^(\d+) +(.*)$")
UNFINISHED = re.compile(r"^(.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^<\.\.\. \w+ resumed>(.*)$")
CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+)(?:<((?:\\x[0-9a-f]{2})*)>)?(?: .*)?$")
BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
OPENED = re.compile(r"^(?:\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")


class Loss(StrEnum):
    """What a cut takes: `data` only what was written and not synced, as LazyFS does, `all` every change of a folder
    too, `some` any part of both."""

    DATA = "unsynced data"
    ALL = "unsynced data and names"
    SOME = "any part of what was not synced"


@dataclass(frozen=True, slots=True)
class Event:
    """A successful system call: its name, the paths it is about, what it wrote, whether it made the file."""

    call: str
    paths: tuple[str, ...]
    data: bytes = b""
    makes: bool = False


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _path(text: str) -> str:
    return _bytes(text).decode("utf-8", "surrogateescape")


def events(trace: Path) -> Iterator[Event]:
    """The events of a trace that strace wrote with OPTIONS, in the order in which the calls returned."""
    begun: dict[str, str] = {}
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            found = LINE.match(line.rstrip("\n"))
            if not found:
                continue
            thread, text = found.groups()
            if cut := UNFINISHED.match(text):
                begun[thread] = cut[1]
                continue
            if resumed := RESUMED.match(text):
                text = begun.pop(thread) + resumed[1]
            if (event := _event(text)) is not None:
                yield event


def _event(text: str) -> Event | None:
    found = CALL.match(text)
    if not found or int(found[3]) < 0:
        return None
    name, arguments = found[1], found[2]
    strings = BYTES.findall(arguments)
    if name == "openat":
        makes = "O_CREAT" in arguments or "O_TRUNC" in arguments
        return Event(name, (_path(found[4]),), makes=True) if makes else None
    if name in {"write", "fsync", "fdatasync", "ftruncate"}:
        opened = OPENED.match(arguments)
        data = _bytes(strings[0])[: int(found[3])] if name == "write" else b""
        return Event(name, (_path(opened[1]),), data) if opened else None
    kind = "rmdir" if "AT_REMOVEDIR" in arguments else name.removesuffix("2").removesuffix("at")
    return Event(kind, tuple(_absolute(part) for part in re.split(r"(?<=\"), ", arguments) if '"' in part))


def _absolute(argument: str) -> str:
    """The path that a folder's descriptor and a name, or a name alone, mean."""
    folder, name = OPENED.match(argument), BYTES.search(argument)
    assert name
    path = _path(name[1])
    return path if path.startswith("/") or not folder else f"{_path(folder[1])}/{path}"


class Node:
    """A file: its bytes as programs see them, and as they were when they were last synced."""

    def __init__(self, data: bytes, *, is_safe: bool) -> None:
        self.data = data
        self.safe = data if is_safe else b""

    def left(self, loss: Loss, random: Random) -> bytes:
        """Its bytes after a cut."""
        if self.data == self.safe or loss is not Loss.SOME:
            return self.safe
        half = self.data[: len(self.data) // 2]
        return random.choice([self.safe, b"", half, bytes(len(self.data)), self.data])


# What stands under a name: a file, or None for a folder.
Names = dict[str, Node | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of names: those that go, those that come; safe once one of `folders` is synced."""

    gone: tuple[str, ...]
    come: tuple[tuple[str, Node | None], ...]
    folders: frozenset[str]

    def apply(self, names: Names) -> None:
        """Do it to a disk's names."""
        for path in self.gone:
            names.pop(path, None)
        names.update(self.come)


def _above(path: str) -> str:
    return path.rpartition("/")[0]


@dataclass
class ForgetfulDisk:
    """A disk that holds `names`, all of it safe, and then sees events. Paths outside `root` are no concern of it."""

    root: str
    names: Names = field(default_factory=dict)
    safe: Names = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)

    @classmethod
    def holding(cls, root: Path) -> "ForgetfulDisk":
        """One that holds what is at `root` now."""
        names: Names = {str(root): None} if root.exists() else {}
        for path in root.rglob("*"):
            names[str(path)] = None if path.is_dir() else Node(path.read_bytes(), is_safe=True)
        return cls(str(root), names, dict(names))

    def see(self, event: Event) -> None:
        """Another system call."""
        paths = event.paths
        if not any(path == self.root or path.startswith(self.root + "/") for path in paths):
            if event.call == "fsync" and paths[0] == _above(self.root):
                self._sync(paths[0])
            return
        node = self.names.get(paths[0])
        if event.call == "openat" and node is None:
            self._change((), ((paths[0], Node(b"", is_safe=False)),))
        elif event.call in {"openat", "ftruncate"} and node:
            node.data = b""
        elif event.call == "write" and node:
            node.data += event.data
        elif event.call in {"fsync", "fdatasync"}:
            self._sync(paths[0])
        elif event.call == "rename":
            self._change((paths[0],), ((paths[1], node),))
        elif event.call in {"unlink", "rmdir"}:
            self._change((paths[0],), ())
        elif event.call == "mkdir":
            self._change((), ((paths[0], None),))

    def _change(self, gone: tuple[str, ...], come: tuple[tuple[str, Node | None], ...]) -> None:
        folders = frozenset(_above(path) for path in (*gone, *(path for path, _ in come)))
        change = Change(gone, come, folders)
        change.apply(self.names)
        self.pending.append(change)

    def _sync(self, path: str) -> None:
        if node := self.names.get(path):
            node.safe = node.data
            return
        for change in self.pending:
            if path in change.folders:
                change.apply(self.safe)
        self.pending = [change for change in self.pending if path not in change.folders]

    def after_cut(self, loss: Loss, random: Random) -> dict[str, bytes | None]:
        """What is found when the power is back: paths with their bytes, or None for folders."""
        names = dict(self.names if loss is Loss.DATA else self.safe)
        if loss is Loss.SOME:
            for change in self.pending:
                if random.random() < 0.5:
                    change.apply(names)
        return {
            path: node.left(loss, random) if node else None
            for path, node in sorted(names.items())
            if all(above in names and names[above] is None for above in _folders(path, self.root))
        }


def _folders(path: str, root: str) -> Iterator[str]:
    while path != root:
        path = _above(path)
        yield path


def write_down(found: dict[str, bytes | None]) -> None:
    """Make the files and folders of a disk that was looked at."""
    for path, data in found.items():
        if data is None:
            Path(path).mkdir(exist_ok=True)
        else:
            Path(path).write_bytes(data)


def states(
    disk: ForgetfulDisk, seen: Iterable[Event], losses: Iterable[Loss], random: Random
) -> Iterator[tuple[int, Loss, dict[str, bytes | None]]]:
    """What a cut after each event leaves, for each kind of loss: the number of the event, the loss, what is found. What
    was left before already does not come again."""
    chosen, known = list(losses), set[int]()
    for number, event in enumerate(seen, 1):
        disk.see(event)
        for loss in chosen:
            found = disk.after_cut(loss, random)
            key = hash(tuple(found.items()))
            if key not in known:
                known.add(key)
                yield number, loss, found
