"""Opening a bag to write to it: is it ours, is nobody else writing, was the last run interrupted."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pumice.bag import INDEX, OURS, PIPELINE, SEAL, WORKPLACE
from pumice.errors import StorageFailed, WontOverwrite
from pumice.store.disk import FOLDER, Disk, decoded
from pumice.store.journal import recover
from pumice.store.scan import Entry, Kind, scan

# In the workplace of a folder that holds several bags, so that nothing else is made of it.
SHARDS = f"{WORKPLACE}/shards"


def refuse_foreign(root: Path) -> None:
    """WontOverwrite unless `root` is missing, an empty folder or a bag that pumice made (or began to make)."""
    if root.is_symlink():
        raise WontOverwrite(f"{root} is a symbolic link", "Name the folder it leads to.")
    if not root.exists():
        return
    if not root.is_dir():
        raise WontOverwrite(f"{root} is not a folder", "Name a folder that pumice may make.")
    entries = {entry.name for entry in root.iterdir()}
    if is_in_shards(root):
        raise WontOverwrite(f"{root} holds a corpus in several bags", "Say in how many, with --shards.")
    ours = WORKPLACE in entries or ((root / PIPELINE).is_file() and not (root / OURS).is_symlink())
    if entries and not ours:
        raise WontOverwrite(
            f"{root} holds files that pumice did not make", "Name an empty or new folder; nothing was touched."
        )


def is_in_shards(root: Path) -> bool:
    """Whether a folder holds a corpus in several bags, or the beginnings of one."""
    return not (root / PIPELINE).exists() and ((root / INDEX).is_file() or (root / SHARDS).is_file())


def refuse_as_shards(root: Path) -> None:
    """WontOverwrite unless `root` is missing, empty, or holds a corpus in several bags."""
    if root.is_symlink() or (root.exists() and not root.is_dir()):
        raise WontOverwrite(f"{root} is not a folder", "Name a folder that pumice may make.")
    entries = {entry.name for entry in root.iterdir()} if root.exists() else set()
    if entries - {WORKPLACE} and not is_in_shards(root):
        raise WontOverwrite(f"{root} is no corpus in several bags", "Name an empty or new folder; nothing was touched.")


@contextmanager
def writing_shards(root: Path) -> Iterator[Disk]:
    """The folder of a corpus in several bags, locked. A failing disk becomes StorageFailed, which names the file."""
    refuse_as_shards(root)
    disk: Disk | None = None
    try:
        make_root(root)
        disk = Disk(root)
        disk.lock()
        disk.write(SHARDS, [b""])
        disk.sync_folder(WORKPLACE)
        disk.sync_folder("")
        yield disk
    except OSError as error:
        raise _failed(root, error) from error
    finally:
        if disk:
            disk.close()


def make_root(root: Path) -> None:
    """Make the folder, and have its name on the disk."""
    if root.exists():
        return
    root.mkdir(parents=True)
    above = os.open(root.absolute().parent, FOLDER & ~os.O_NOFOLLOW)
    try:
        os.fsync(above)
    finally:
        os.close(above)


@contextmanager
def writing(root: Path) -> Iterator[tuple[Disk, bool]]:
    """The bag at `root`, locked, with any interrupted publication finished; and whether there was one.

    A failing disk becomes StorageFailed, which names the file.
    """
    refuse_foreign(root)
    try:
        make_root(root)
        disk = Disk(root)
    except OSError as error:
        raise _failed(root, error) from error
    try:
        disk.lock()
        if not disk.exists(PIPELINE):  # until there is one, the workplace says that the bag is ours
            disk.make_folder(WORKPLACE)
            disk.sync_folder("")
        yield disk, recover(disk)
    except OSError as error:
        raise _failed(root, error) from error
    finally:
        disk.close()


def entries_of(disk: Disk) -> Iterator[Entry]:
    """Every entry of the bag but folders and its seal, by its path; StorageFailed if one cannot be looked at."""
    for entry in scan(disk.root):
        if entry.path == SEAL.encode() and entry.kind is Kind.FILE:
            continue
        if entry.kind is Kind.UNREADABLE:
            path = decoded(entry.path)
            raise StorageFailed(
                f"{disk.root}/{path}: {entry.reason}", "The bag was published; look at its permissions."
            )
        yield entry


def _failed(root: Path, error: OSError) -> StorageFailed:
    where = os.fsdecode(error.filename) if error.filename else str(root)
    return StorageFailed(
        f"{where}: {error.strerror or error}",
        "What was published before is whole. Make room or mend the disk, then run the same command again.",
    )
