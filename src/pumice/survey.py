"""The look at a bag before a run: which files of raw it has already, as they are and where this run would put them.

This is all that a run over an unchanged corpus does, so it does little: each raw file is read and digested once, each
line of the records is parsed once, and of the copies the system is asked when they were last touched, a folder at a
time. Lists are compared by the sums of their lines' hashes, which need no order and no memory.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from stat import S_IFREG

import msgspec
from msgspec import Struct

from pumice import bag as layout
from pumice.containers.stream import digest
from pumice.errors import NotAsItShouldBe
from pumice.findings import CODES, Severity
from pumice.record import FileRef
from pumice.store.disk import READ, Disk, decoded
from pumice.store.held import Held
from pumice.store.scan import Entry, Kind
from pumice.store.source import Local, Source

BLOCK = 1 << 20
S_IFMT = 0o170000
# Folders of the bag whose lists are held at once: documents of an archive lie in one of their own.
MOST_FOLDERS = 32
FAULTS = frozenset(code for code, it in CODES.items() if it.severity is Severity.FAULT)
TELL_EVERY = 256


class Ref(Struct, gc=False):
    """A file, as a record has it."""

    bytes: int
    path: str
    sha256: str


class Noted(Struct, gc=False):
    """The code of a finding."""

    code: str


class Line(Struct, gc=False):
    """What must be known of a record."""

    raw: Ref
    fingerprint: str
    clean: Ref | None
    trail: Ref | None
    edits: dict[str, int]
    furniture: dict[str, int]
    findings: list[Noted]

    @property
    def place(self) -> bytes:
        """The path in raw, as bytes."""
        return self.raw.path.encode("utf-8", "surrogateescape")


_LINE = msgspec.json.Decoder(Line)


@dataclass(slots=True)
class Survey:
    """What was found. `right` has a byte for each group of records of one raw file, in their order: 1 if the bag has
    that file right. `is_all` says whether that is every file of raw, and nothing else is in the records. The counts are
    those of the documents that are right."""

    right: bytearray = field(default_factory=bytearray)
    is_all: bool = False
    documents: int = 0
    published: int = 0
    size: int = 0
    trail_files: int = 0
    raw_size: int = 0
    copies: int = 0
    trails: int = 0
    edits: Counter[str] = field(default_factory=Counter)
    furniture: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)

    def enter(self, line: Line) -> None:
        """Count a document."""
        self.documents += 1
        if line.edits:
            self.edits.update(line.edits)
        if line.furniture:
            self.furniture.update(line.furniture)
        for noted in line.findings:
            self.findings[noted.code] += 1
        if clean := line.clean:
            self.published += 1
            self.size += clean.bytes
            self.copies += hash(f"{clean.sha256}  {clean.path}\n".encode())
        if trail := line.trail:
            self.trails += hash(f"{trail.sha256}  {trail.path}\n".encode())
            self.trail_files += 1


@dataclass(frozen=True, slots=True)
class Look:
    """What a survey compares with: the bag, the pipeline of this run, the digests of raw files; and, for a folder of
    the bag, the files in it that nothing touched, with their sizes."""

    disk: Disk
    fingerprint: str
    digest: Callable[[Entry], str]
    untouched: Callable[[str], dict[str, int]]

    def is_right(self, entry: Entry, line: Line, found: str) -> bool:
        """Whether raw (which has the digest `found`), the pipeline and the bag's files are what the record says."""
        if line.raw.sha256 != found or any(noted.code in FAULTS for noted in line.findings):
            return False
        place = layout.clean_path(entry.copy)
        if line.clean and line.clean.path != place and not line.clean.path.startswith(place + "/"):
            return False
        return (not line.clean or self._is_whole(line.clean)) and (not line.trail or self._is_whole(line.trail))

    def _is_whole(self, ref: Ref) -> bool:
        """Nothing can change a file without the system's noting when (its ctime): one last changed before the bag was
        sealed is what was read back then. What a disk loses by itself is for verify to find."""
        folder, _, name = ref.path.rpartition("/")
        size = self.untouched(folder).get(name)
        return size == ref.bytes if size is not None else self._is_read_whole(ref)

    def _is_read_whole(self, ref: Ref) -> bool:
        return self.disk.digest(ref.path) == FileRef(ref.path, ref.bytes, ref.sha256)


def survey(
    entries: Callable[[], Iterable[Entry]],
    held: Held,
    raw: Source,
    fingerprint: str,
    *,
    recheck: bool,
    tell: Callable[[int, int], None] | None = None,
) -> Survey:
    """Look at what `held` has of these entries of `raw`. `tell` hears how many files and bytes were found right."""
    found = Survey()
    if held.disk is None:
        return found
    with _digesting(raw) as digest_of:
        look = Look(held.disk, fingerprint, digest_of, _untouched(held.disk, recheck=recheck))
        lines = _lines(held.disk)
        line, number = next(lines, None), -1
        found.is_all = True
        for number, entry in enumerate(entries()):
            line = _passed(found, lines, line, entry.path)
            is_right, line = _of_one(look, found, entry, line, lines)
            found.is_all &= is_right
            if tell and number % TELL_EVERY == 0:
                tell(number + 1, found.raw_size)
        found.is_all &= line is None
        if tell and found.is_all:
            tell(number + 1, found.raw_size)
    return found


def _passed(found: Survey, lines: Iterator[Line], line: Line | None, until: bytes) -> Line | None:
    """The first record that is of the file `until` or of one behind it; the others are of files that are gone."""
    while line and line.place < until:
        gone = line.raw.path
        found.right.append(0)
        found.is_all = False
        while line and line.raw.path == gone:
            line = next(lines, None)
    return line


def _of_one(
    look: Look, found: Survey, entry: Entry, line: Line | None, lines: Iterator[Line]
) -> tuple[bool, Line | None]:
    """Whether the bag has a file of raw right; and the first record that is of another."""
    if line is None or line.place != entry.path:
        return False, line
    path, raw_size = line.raw.path, line.raw.bytes
    is_right = entry.kind is Kind.FILE and line.fingerprint == look.fingerprint
    try:
        digest = look.digest(entry) if is_right else ""
        while line and line.raw.path == path:
            is_right = is_right and line.fingerprint == look.fingerprint and look.is_right(entry, line, digest)
            found.enter(line)
            line = next(lines, None)
    except (OSError, NotAsItShouldBe):
        is_right = False
        while line and line.raw.path == path:
            line = next(lines, None)
    found.right.append(is_right)
    found.raw_size += raw_size
    return is_right, line


def _lines(disk: Disk) -> Iterator[Line]:
    for line in disk.lines(layout.RECORDS):
        try:
            yield _LINE.decode(line)
        except (msgspec.DecodeError, UnicodeError):  # a name in raw that is no UTF-8
            yield msgspec.convert(json.loads(line), Line)


def _untouched(disk: Disk, *, recheck: bool) -> Callable[[str], dict[str, int]]:
    """What gives, for a folder of the bag, name and size of its files that nothing touched since the bag was sealed;
    none if the copies are to be read again."""
    seal = None if recheck else disk.status(layout.TAG_MANIFEST)
    sealed = seal.st_ctime_ns if seal else 0

    @lru_cache(maxsize=MOST_FOLDERS)
    def of(folder: str) -> dict[str, int]:
        if not sealed:
            return {}
        with suppress(OSError), disk.folder(folder) as fd, os.scandir(fd) as entries:
            found = ((entry.name, entry.stat(follow_symlinks=False)) for entry in entries)
            return {
                name: status.st_size
                for name, status in found
                if status.st_ctime_ns < sealed and status.st_mode & S_IFMT == S_IFREG
            }
        return {}

    return of


@contextmanager
def _digesting(raw: Source) -> Iterator[Callable[[Entry], str]]:
    """What gives the digest of a file of raw; OSError or NotAsItShouldBe if it cannot be read."""
    if not isinstance(raw, Local):
        yield lambda entry: digest(raw.read(decoded(entry.path), entry.size))
        return
    buffer = bytearray(BLOCK)
    view, root = memoryview(buffer), os.fsencode(raw.root) + b"/"

    def of(entry: Entry) -> str:
        fd = os.open(root + entry.path, READ)
        try:
            size = os.readv(fd, (buffer,))
            running = sha256(view[:size])
            while size == BLOCK:
                size = os.readv(fd, (buffer,))
                running.update(view[:size])
            return running.hexdigest()
        finally:
            os.close(fd)

    yield of


def is_as_listed(disk: Disk, found: Survey, tags: list[FileRef]) -> bool:
    """Whether a bag in which all is right has nothing else in it, and its lists are those that a run would write: the
    copies in the manifest; the trails and `tags`, all tag files but itself, in the tag manifest."""
    modulus = 1 << 64
    if any(disk.digest(ref.path) != ref for ref in tags):
        return False
    if (sum(map(hash, disk.lines(layout.MANIFEST))) - found.copies) % modulus:
        return False
    listed = sum(map(hash, disk.lines(layout.TAG_MANIFEST)))
    if (listed - found.trails - sum(hash(layout.manifest_line(ref)) for ref in tags)) % modulus:
        return False
    seals = disk.exists(layout.SEAL)
    return _count(disk) == found.published + found.trail_files + len(tags) + 1 + seals


def _count(disk: Disk) -> int:
    """How many entries but folders the bag has, its workplace aside; -1 if one cannot be looked at."""
    count, waiting = 0, [""]
    try:
        while waiting:
            folder = waiting.pop()
            with disk.folder(folder) as fd, os.scandir(fd) as entries:
                for entry in entries:
                    if not entry.is_dir(follow_symlinks=False):
                        count += 1
                    elif folder or entry.name != layout.WORKPLACE:
                        waiting.append(f"{folder}/{entry.name}" if folder else entry.name)
    except OSError:
        return -1
    return count
