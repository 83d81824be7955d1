"""Publication: what a run made takes the place of what was there, and a kill at any instant is made good.

A run works in `.pumice/` inside the bag. When all is made and synced, the journal is put in place in one step: from
then on the publication will happen, in this run or at the start of the next. Before it, nothing of the bag was touched.

    1. the old manifests go, the tag manifest with its seal first, so that none ever names what is no longer there
    2. dropped files go; folders are made and synced, new files are renamed into them, and they are synced again
    3. what was put is read back
    4. the manifest, then the tag manifest, is put: the bag is whole
    5. the journal goes, then the workplace
"""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice

from pumice.bag import MANIFEST, SEAL, TAG_MANIFEST, WORKPLACE
from pumice.errors import StorageFailed
from pumice.record import dump
from pumice.store.disk import Disk
from pumice.store.whole import ended, is_whole, without_end

JOURNAL = f"{WORKPLACE}/journal"
DRAFT = f"{WORKPLACE}/journal.new"
# 600 files on ext4: 3.7 s one after another, 0.46 s four at once, 0.13 s sixteen, 0.19 s thirty-two.
SYNCERS = 16
BUNCH = 1000
SEALS = (MANIFEST, TAG_MANIFEST)


class Misread(StorageFailed):
    """A file does not hold what was written to it."""


@dataclass(frozen=True, slots=True)
class Put:
    """Move the staged file `source` to `path`, where it must have the digest `sha256`."""

    source: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove the file at `path`."""

    path: str


Entry = Put | Drop


def _line(entry: Entry) -> bytes:
    if isinstance(entry, Drop):
        return dump({"drop": entry.path}) + b"\n"
    return dump({"put": entry.path, "from": entry.source, "sha256": entry.sha256}) + b"\n"


def publish(disk: Disk, entries: Iterable[Entry]) -> None:
    """Make the publication happen: all of it, now or at the start of the next run. The two manifests are among the
    files to put and are put last. The entries are taken once; from then on the journal on the disk has them."""
    draft = disk.write(DRAFT, ended(map(_line, entries)))
    if wrong := misread(disk, DRAFT, draft.sha256):
        raise wrong
    _settle(disk, _puts(disk, DRAFT))
    for folder in _folders(put.source for put in _puts(disk, DRAFT)):
        disk.sync_folder(folder)
    disk.rename(DRAFT, JOURNAL)
    disk.sync_folder(WORKPLACE)
    disk.sync_folder("")
    _carry_out(disk)


def _settle(disk: Disk, puts: Iterator[Put]) -> None:
    """Have every staged file on the disk, and as it was meant. A file system writes down many at once if it is asked at
    once."""
    with ThreadPoolExecutor(SYNCERS) as threads:
        while bunch := list(islice(puts, BUNCH)):
            for _ in threads.map(partial(_settle_one, disk), bunch):
                pass


def _settle_one(disk: Disk, put: Put) -> None:
    try:
        disk.sync(put.source)
    except OSError:
        # What could not be synced may look right until it is read from the disk itself: the next run must not use it.
        with suppress(OSError):
            disk.remove(put.source)
        raise
    if wrong := misread(disk, put.source, put.sha256):
        raise wrong


def recover(disk: Disk) -> bool:
    """Finish a publication that was interrupted; whether there was one."""
    if not is_whole(disk, JOURNAL):
        return False
    with suppress(Misread):  # then the bag is without manifests, so the run that follows makes everything again
        _carry_out(disk)
    return True


def _entries(disk: Disk, path: str) -> Iterator[Entry]:
    for entry in map(json.loads, without_end(disk.lines(path))):
        yield Put(entry["from"], entry["put"], entry["sha256"]) if "put" in entry else Drop(entry["drop"])


def _puts(disk: Disk, path: str) -> Iterator[Put]:
    return (entry for entry in _entries(disk, path) if isinstance(entry, Put))


def _content(disk: Disk) -> Iterator[Put]:
    return (put for put in _puts(disk, JOURNAL) if put.path not in SEALS)


def _drops(disk: Disk) -> Iterator[str]:
    return (entry.path for entry in _entries(disk, JOURNAL) if isinstance(entry, Drop))


def _carry_out(disk: Disk) -> None:
    """Steps 1 to 5. Each can be done again after a kill: a file that is no longer staged has been moved."""
    found = {put.path: put for put in _puts(disk, JOURNAL) if put.path in SEALS}
    seals = [found[path] for path in SEALS if path in found]
    for put in reversed(seals):
        if disk.exists(put.source):  # else the new one is in place already
            if put.path == TAG_MANIFEST and (old := disk.digest(put.path)) and old.sha256 != put.sha256:
                disk.remove(SEAL)  # a signature of the old one
                disk.sync_folder("")
            disk.remove(put.path)
            disk.sync_folder("")
    for path in _drops(disk):
        disk.remove(path)
    _make_room(disk, _content(disk))
    _put(disk, _content(disk))
    for path in _still_there(disk, _drops(disk)):
        disk.sync_folder(path)
    _read_back(disk, _content(disk))
    for put in seals:
        _put(disk, [put])
        _read_back(disk, [put])
    disk.remove(JOURNAL)
    disk.sync_folder(WORKPLACE)
    disk.remove_tree(WORKPLACE)
    disk.sync_folder("")


def _still_there(disk: Disk, dropped: Iterable[str]) -> list[str]:
    """The folders that lost files and are left."""
    return [folder for folder in _folders(dropped) if not folder or disk.exists(folder)]


def _make_room(disk: Disk, puts: Iterable[Put]) -> None:
    """Have the folders that files will be put into, and their names on the disk before anything is in them."""
    folders = _folders(put.path for put in puts)
    for folder in folders:
        disk.make_folder(folder)
    for above in sorted({folder.rpartition("/")[0] for folder in folders}):
        disk.sync_folder(above)


def _put(disk: Disk, puts: Iterable[Put]) -> None:
    for folder in _folders(_moved(disk, puts)):
        disk.sync_folder(folder)


def _moved(disk: Disk, puts: Iterable[Put]) -> Iterator[str]:
    """Move each staged file into its place; the places."""
    for put in puts:
        if disk.exists(put.source):
            disk.rename(put.source, put.path)
        yield put.path


def _folders(paths: Iterable[str]) -> list[str]:
    """Every folder above the paths, deepest first."""
    found: set[str] = set()
    for path in paths:
        above = path.rpartition("/")[0]
        while above not in found:
            found.add(above)
            above = above.rpartition("/")[0]
    return sorted(found, key=lambda folder: (-folder.count("/") - bool(folder), folder))


def _read_back(disk: Disk, puts: Iterable[Put]) -> None:
    for put in puts:
        if wrong := misread(disk, put.path, put.sha256):
            for path in (TAG_MANIFEST, put.path, JOURNAL):
                disk.remove(path)
            raise wrong


def misread(disk: Disk, path: str, digest: str) -> Misread | None:
    """What is wrong with a file that was written, if anything."""
    advice = "The disk may be failing. Clean again, on another disk if this recurs."
    try:
        if disk.measured(path).sha256 == digest:
            return None
    except OSError as error:
        return Misread(f"{disk.root}/{path} was written, but cannot be read back: {error.strerror}", advice)
    return Misread(f"{disk.root}/{path} was written, but does not read back as it was written", advice)
