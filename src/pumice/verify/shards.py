"""A corpus in several bags: each is checked like any bag, and the index against them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pumice.bag import DECLARATION, INDEX, LINE, PIPELINE, RECORDS, TAG_MANIFEST, WORKPLACE
from pumice.errors import NotAsItShouldBe
from pumice.record import read_raw_path
from pumice.shard import Shard, read_folder
from pumice.store.disk import Disk, decoded
from pumice.verify.check import Progress
from pumice.verify.declaration import oxum
from pumice.verify.fault import Fault, Faults
from pumice.verify.report import Report

# Verifies one bag: its folder, whom to tell how far it is and what is wrong.
VerifyOne = Callable[[Path, Progress | None, Callable[[Fault], None]], Report]
# Their paths are those of raw, wherever the bag is.
OF_RAW = ("raw.", "trail.", "derive.differs", "derive.needs-raw", "engine.")


@dataclass(frozen=True, slots=True)
class Corpus:
    """The folder of the bags, the shards that are there, and what is wrong."""

    root: Path
    disk: Disk
    shards: tuple[Shard, ...]
    faults: Faults


def is_in_shards(root: Path) -> bool:
    """Whether the folder holds a corpus in several bags, with or without its index, and is no bag itself."""
    if not root.is_dir() or (root / DECLARATION).exists():
        return False
    return (root / INDEX).is_file() or any(_found(root))


def verify_shards(
    root: Path, one: VerifyOne, tell: Callable[[Fault], None] | None, progress: Progress | None, *, quick: bool
) -> Report:
    """Check every bag of the corpus at `root`, and that the index lists them all, and as they are. Unless `quick`, also
    that every document is in the bag that its path belongs to."""
    disk = Disk(root.resolve())
    try:
        corpus = Corpus(root, disk, tuple(_found(root)), Faults(tell))
        _check_index(corpus)
        _check_entries(corpus)
        reports = list(_reports(corpus, one, progress))
        _check_alike(corpus)
        if not quick:
            for shard in corpus.shards:
                _check_places(corpus, shard)
    finally:
        disk.close()
    return _added_up(corpus, reports)


def _found(root: Path) -> Iterator[Shard]:
    """The shards whose bags are there, in the order of their numbers."""
    named = ((read_folder(entry.name), entry) for entry in root.iterdir())
    found = [shard for shard, entry in named if shard and entry.is_dir() and not entry.is_symlink()]
    return iter(sorted(found, key=lambda shard: (shard.count, shard.number)))


def _check_index(corpus: Corpus) -> None:
    """The index against the tag manifests of the bags."""
    listed = _listed(corpus)
    count = max((shard.count for shard in (*corpus.shards, *listed)), default=0)
    for shard in (Shard(number, count) for number in range(1, count + 1)):
        path = f"{shard.folder}/{TAG_MANIFEST}"
        found = corpus.disk.digest(path)
        if shard not in corpus.shards:
            corpus.faults.add("index.missing-bag", shard.folder)
        elif shard not in listed:
            corpus.faults.add("index.unlisted-bag", shard.folder)
        elif found is None or found.sha256 != listed[shard]:
            digest = f"sha256 {found.sha256}" if found else "none that can be read"
            corpus.faults.add("index.changed-bag", path, f"sha256 {listed[shard]}", digest)


def _listed(corpus: Corpus) -> dict[Shard, str]:
    """The bags that the index lists, with the digests of their tag manifests."""
    found: dict[Shard, str] = {}
    try:
        for number, line in enumerate(corpus.disk.lines(INDEX), 1):
            entry = LINE.fullmatch(line)
            path = decoded(entry[2]) if entry else ""
            shard = read_folder(path.removesuffix(f"/{TAG_MANIFEST}"))
            if entry is None or shard is None or path != f"{shard.folder}/{TAG_MANIFEST}" or shard in found:
                corpus.faults.add("index.bad-line", f"{INDEX}, line {number}")
            else:
                found[shard] = entry[1].decode()
    except OSError as error:
        corpus.faults.add("index.unreadable", INDEX, found=error.strerror or str(error))
    return found


def _check_entries(corpus: Corpus) -> None:
    """Nothing else may lie beside the bags; two counts never belong together."""
    counts = {shard.count for shard in corpus.shards}
    for name in map(decoded, corpus.disk.names()):
        if name == WORKPLACE:
            corpus.faults.add("bag.unfinished", WORKPLACE)
        elif name != INDEX and (read_folder(name) not in corpus.shards or len(counts) > 1):
            corpus.faults.add("index.extra", name)


def _reports(corpus: Corpus, one: VerifyOne, progress: Progress | None) -> Iterator[Report]:
    total = done = 0
    for shard in corpus.shards:
        total += _size(corpus, shard)
    for shard in corpus.shards:

        def tell(fault: Fault, folder: str = shard.folder) -> None:
            path = fault.path if fault.code.startswith(OF_RAW) else f"{folder}/{fault.path}"
            corpus.faults.enter(replace(fault, path=path))

        def follow(now: int, _: int, before: int = done) -> None:
            if progress:
                progress(before + now, total)

        yield one(corpus.root / shard.folder, follow, tell)
        done += _size(corpus, shard)


def _size(corpus: Corpus, shard: Shard) -> int:
    try:
        disk = Disk(corpus.root.resolve() / shard.folder)
    except OSError:
        return 0
    try:
        return (oxum(disk, "utf-8") or (0, 0))[0]
    finally:
        disk.close()


def _check_alike(corpus: Corpus) -> None:
    """All bags must have been made by one pipeline."""
    first = ""
    for shard in corpus.shards:
        path = f"{shard.folder}/{PIPELINE}"
        found = corpus.disk.digest(path)
        first = first or (found.sha256 if found else "")
        if found and found.sha256 != first:
            corpus.faults.add("index.made-differently", path, f"sha256 {first}", f"sha256 {found.sha256}")


def _check_places(corpus: Corpus, shard: Shard) -> None:
    """Every document of a bag must be one whose path deals it there. That records cannot be read has been said."""
    try:
        for line in corpus.disk.lines(f"{shard.folder}/{RECORDS}"):
            path = read_raw_path(line)
            if not shard.has(path):
                right = Shard(Shard.number_of(path, shard.count), shard.count).folder
                corpus.faults.add("index.misplaced", f"{shard.folder}/{RECORDS}", right, path)
    except (OSError, ValueError, NotAsItShouldBe):
        return


def _added_up(corpus: Corpus, reports: list[Report]) -> Report:
    """One report of all bags. They share a seal if one signer sealed each."""
    seals = {report.seal for report in reports}
    return Report(
        root=corpus.root,
        share=reports[0].share if reports else "nothing",
        files=sum(report.files for report in reports),
        size=sum(report.size for report in reports),
        read_files=sum(report.read_files for report in reports),
        read_size=sum(report.read_size for report in reports),
        documents=sum(report.documents for report in reports),
        faults=tuple(corpus.faults.kept),
        counts=tuple(sorted(corpus.faults.counts.items())),
        failed=corpus.faults.failed,
        seal=seals.pop() if len(seals) == 1 else "",
    )
