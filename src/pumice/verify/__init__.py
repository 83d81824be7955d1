"""Is a bag what it was: fixity, completeness both ways, and for our own bags provenance and re-derivation."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from pumice.errors import CHANGED, OK, Misuse, NothingToDo, Unreadable
from pumice.store.disk import Disk
from pumice.verify.check import Check, Progress
from pumice.verify.content import Choose
from pumice.verify.fault import Fault, Faults
from pumice.verify.seal import check_seal

__all__ = ["Fault", "Report", "verify"]


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what was found. `files` and `size` (bytes) are the payload that was seen; `read_files` and
    `read_size` what was read and digested, tag files included; `share` in words what part of the bag that is.
    `faults` are the first 10,000, `counts` all by code. `documents` is the number of records, -1 for foreign bags;
    `seal` says whose seal the bag has, where a signer was asked for and found."""

    root: Path
    share: str
    files: int
    size: int
    read_files: int
    read_size: int
    documents: int
    faults: tuple[Fault, ...]
    counts: tuple[tuple[str, int], ...]
    failed: bool
    seal: str = ""

    @property
    def exit_code(self) -> int:
        """1 if the bag is not as it should be."""
        return CHANGED if self.failed else OK


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
    """Check the bag at `root`, ours or anybody's.

    `raw` also compares the folder of raw files with the records and proves that the trails lead back to them;
    `rederive` makes every copy again. `signers` (a public key or a file of allowed signers) says who must have sealed
    the bag. `quick` looks at names and sizes only, `sample` reads so many per cent of the files. `tell` hears each
    fault at once, `progress` bytes done and in all. Nothing is written, no link is followed.
    """
    if not 0 < sample <= 100:
        raise Misuse(f"a sample of {sample} % cannot be had", "Give a whole number from 1 to 100.")
    faults = Faults(tell)
    disk = _open(root)
    try:
        check = Check(disk, faults, _chooser(quick, sample), progress, jobs)
        with _uncollected():
            check.run()
        seal = check_seal(disk, check.tag_manifest, signers, faults) if check.is_ours or signers else ""
        if raw or rederive:
            if not check.is_ours:
                raise Misuse(f"{root} was not made by pumice", "Only its own bags can be led back to raw files.")
            from pumice.verify.origin import check_origin  # brings the whole pipeline, which nothing else here needs

            check_origin(disk, raw, faults, rederive=rederive, jobs=jobs)
    finally:
        disk.close()
    return Report(
        root=root,
        share="names and sizes" if quick else "every byte" if sample == 100 else f"{sample} % of the files",
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
