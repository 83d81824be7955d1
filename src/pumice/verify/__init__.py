"""Is a bag what it was: fixity, completeness both ways, and for our own bags provenance and re-derivation."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zlib import crc32

from pumice.bag import TAG_MANIFEST
from pumice.errors import Misuse, NothingToDo, Unreadable
from pumice.store.disk import Disk
from pumice.verify.check import Check, Progress
from pumice.verify.content import Choose
from pumice.verify.fault import Fault, Faults
from pumice.verify.report import Report
from pumice.verify.seal import check_seal
from pumice.verify.shards import is_in_shards, verify_shards

__all__ = ["Fault", "Report", "verify"]


def verify(
    root: Path,
    *,
    raw: Path | None = None,
    rederive: bool = False,
    signers: Path | None = None,
    quick: bool = False,
    sample: int = 100,
    jobs: int = 1,
    progress: Progress | None = None,
    tell: Callable[[Fault], None] | None = None,
) -> Report:
    """Check the bag at `root`, ours or anybody's; or all bags of a corpus that lies in several, and their index.

    `raw` also compares the folder of raw files with the records and proves that the trails lead back to them;
    `rederive` makes every copy again. `signers` (a public key or a file of allowed signers) says who must have sealed
    the bag. `quick` looks at names and sizes only, `sample` reads so many per cent of the files. `tell` hears each
    fault at once, `progress` bytes done and in all. Nothing is written, no link is followed.
    """
    if not 0 < sample <= 100:
        raise Misuse(f"a sample of {sample} % cannot be had", "Give a whole number from 1 to 100.")
    asked = Asked(raw, rederive, signers, quick, sample, jobs)
    if is_in_shards(root):
        return verify_shards(root, partial(_verify_bag, asked), tell, progress, quick=quick)
    return _verify_bag(asked, root, progress, tell)


@dataclass(frozen=True, slots=True)
class Asked:
    """What `verify` was asked to check, and how."""

    raw: Path | None
    rederive: bool
    signers: Path | None
    quick: bool
    sample: int
    jobs: int

    @property
    def share(self) -> str:
        """In words, what part of the bag is read."""
        return (
            "names and sizes" if self.quick else "every byte" if self.sample == 100 else f"{self.sample} % of the files"
        )


def _verify_bag(asked: Asked, root: Path, progress: Progress | None, tell: Callable[[Fault], None] | None) -> Report:
    faults = Faults(tell)
    disk = _open(root)
    try:
        check = Check(disk, faults, _chooser(asked.quick, asked.sample), progress, asked.jobs)
        with _uncollected():
            check.run()
        may_be_sealed = check.is_ours or asked.signers
        sealed = check.read.get(TAG_MANIFEST.encode())
        seal = check_seal(disk, sealed, asked.signers, faults) if may_be_sealed else ""
        if asked.raw or asked.rederive:
            if not check.is_ours:
                raise Misuse(f"{root} was not made by pumice", "Only its own bags can be led back to raw files.")
            from pumice.verify.origin import check_origin  # brings the whole pipeline, which nothing else here needs

            check_origin(disk, asked.raw, faults, rederive=asked.rederive, jobs=asked.jobs)
    finally:
        disk.close()
    return Report(
        root=root,
        share=asked.share,
        files=check.files,
        size=check.size,
        read_files=check.hasher.files,
        read_size=check.hasher.size,
        documents=check.records.count if check.records else -1,
        faults=tuple(faults.kept),
        counts=tuple(sorted(faults.counts.items())),
        failed=faults.failed,
        seal=seal,
    )


def _open(root: Path) -> Disk:
    if not root.exists():
        raise NothingToDo(f"there is no bag {root}", "Name the folder of a bag, or make one with pumice clean.")
    try:
        return Disk(root.resolve())
    except OSError as error:
        raise Unreadable(f"{root}: {error.strerror}", "Name the folder of a bag.") from error


def _chooser(quick: bool, sample: int) -> Choose:
    """Whether to read the file with this path. A sample is the same each time: it is drawn by the path's checksum."""
    if quick:
        return lambda path: False  # noqa: ARG005
    return bool if sample == 100 else lambda path: crc32(path) % 100 < sample


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: a check makes millions of small tuples and no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
