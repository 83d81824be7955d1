"""Reading a bag of ours: its documents, each checked against its record at the moment it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from heapq import merge
from itertools import islice
from os import PathLike
from pathlib import Path

from pumice.bag import INDEX, INFO, MANIFEST, PAYLOAD, PIPELINE, RECORDS, TAG_MANIFEST, WORKPLACE, manifest_entries
from pumice.edits import Trail
from pumice.errors import NotAsItShouldBe, NothingToDo, PumiceError, Unreadable
from pumice.pipeline import restore
from pumice.record import FileRef, Record, read_record, read_trail
from pumice.shard import read_folder, shards_of
from pumice.store.disk import Disk, encoded

# So many paths are compared with a mistyped one; comparing takes 10 µs a path.
MOST_COMPARED = 100_000
NO_BAG = "`pumice clean` makes one of the scraped files in raw/; or name the folder of another bag."
VERIFY = "Run pumice verify to see what else is wrong, and restore the bag from another copy."


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a bag: its `record`, and its files, read and checked when they are asked for."""

    bag: "Bag"
    record: Record

    @property
    def path(self) -> str:
        """Its path in raw. Bytes of a name that are no UTF-8 are lone surrogates, as Python has it."""
        return self.record.raw.path

    @property
    def published(self) -> bool:
        """Whether there is a clean copy; `record.findings` says why not."""
        return self.record.published

    @property
    def data(self) -> bytes:
        """The bytes of the clean copy. NotAsItShouldBe if they are not those of the record, or if there is none."""
        if self.record.clean is None:
            reasons = "; ".join(finding.message for finding in self.record.findings)
            raise NotAsItShouldBe(f"{self.path} has no clean copy: {reasons}", "See the findings of its record.")
        return self.bag.read(self.record.clean)

    @property
    def text(self) -> str:
        """The clean text."""
        try:
            return self.data.decode()
        except UnicodeDecodeError as error:
            raise NotAsItShouldBe(f"{self.path}: the clean copy is not UTF-8", VERIFY) from error

    @property
    def trail(self) -> Trail:
        """Every edit from the first text to the clean text."""
        ref = self.record.trail
        return read_trail(self.bag.read(ref), ref.path) if ref else ()

    def raw(self) -> bytes:
        """The raw bytes, from clean copy and trail; NotAsItShouldBe if they do not have their recorded digest."""
        return restore(self.data, self.trail, self.record)


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag that pumice made, open for reading. Iterating gives its documents in the order of their paths in raw."""

    root: Path
    disk: Disk
    records_sha256: str

    def __iter__(self) -> Iterator[Document]:
        for number, line in enumerate(self._record_lines(), 1):
            yield Document(self, read_record(line, f"{self.root}/{RECORDS}, line {number}"))

    def __enter__(self) -> "Bag":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        self.disk.close()

    def published(self) -> Iterator[Document]:
        """The documents that have a clean copy."""
        return (document for document in self if document.published)

    def _record_lines(self) -> Iterator[bytes]:
        found = self.disk.digest(RECORDS)
        if found is None or found.sha256 != self.records_sha256:
            raise NotAsItShouldBe(f"{self.root}/{RECORDS} is not what {TAG_MANIFEST} says", VERIFY)
        yield from self.disk.lines(RECORDS)

    def read(self, ref: FileRef) -> bytes:
        """The bytes of a file of the bag; NotAsItShouldBe if they are not what `ref` says."""
        try:
            data = self.disk.read(ref.path)
        except OSError as error:
            raise NotAsItShouldBe(f"{self.root}/{ref.path}: {error.strerror or error}", VERIFY) from error
        if FileRef.of(ref.path, data) != ref:
            raise NotAsItShouldBe(f"{self.root}/{ref.path} is not what its record says", VERIFY)
        return data

    def pipeline(self) -> bytes:
        """`pumice/pipeline.json`: the fingerprint spelled out. OSError if it cannot be read."""
        return self.disk.read(PIPELINE)

    def info(self) -> bytes:
        """`bag-info.txt`. OSError if it cannot be read."""
        return self.disk.read(INFO)

    def find(self, name: str | PathLike[str]) -> Document:
        """The document with this path in raw or in the bag (`data/` may be left out); NothingToDo, with the paths most
        like it, if there is none."""
        wanted = str(name)
        named: list[Document] = []
        for document in self:
            if document.path == wanted:
                return document
            clean = document.record.clean
            if clean and wanted in self._names_of(clean.path):
                named.append(document)
        if named:
            return named[0]
        raise NothingToDo(f"{self.root} holds no document {wanted!r}", self._like(wanted))

    def _names_of(self, path: str) -> set[str]:
        return {path, path.removeprefix(f"{PAYLOAD}/")}

    def _like(self, wanted: str) -> str:
        paths = [document.path for document in islice(self, MOST_COMPARED)]
        close = get_close_matches(wanted, paths, n=3) or [path for path in paths if wanted in path][:3]
        return (
            f"Did you mean {' or '.join(map(repr, close))}?" if close else f"{self.root}/{RECORDS} lists what it holds."
        )


@dataclass(frozen=True, slots=True)
class Sharded(Bag):
    """A corpus in several bags, read as one: the paths in its records begin with the folder of a bag."""

    bags: tuple[Bag, ...]

    def __iter__(self) -> Iterator[Document]:
        streams = [self._documents(bag) for bag in self.bags]
        return merge(*streams, key=lambda document: encoded(document.path))

    def _documents(self, bag: Bag) -> Iterator[Document]:
        for document in bag:
            yield Document(self, document.record.within(bag.root.name))

    def close(self) -> None:
        """Let go of all folders."""
        for bag in (*self.bags, self):
            bag.disk.close()

    def pipeline(self) -> bytes:
        """As of every bag: all were made alike."""
        return self.bags[0].pipeline()

    def info(self) -> bytes:
        """That of the first bag."""
        return self.bags[0].info()

    def _names_of(self, path: str) -> set[str]:
        inside = path.partition("/")[2]
        return {path, inside, inside.removeprefix(f"{PAYLOAD}/")}


def open_bag(path: str | PathLike[str]) -> Bag:
    """The bag at `path`, for reading; or the corpus in several bags, read as one. NothingToDo if nothing is there,
    Unreadable if it is none that pumice made; NotAsItShouldBe if a tag manifest or the index does not fit, or if a run
    was interrupted while publishing."""
    root = Path(path)
    try:
        disk = Disk(root.resolve(strict=True))
    except FileNotFoundError as error:
        raise NothingToDo(f"there is no bag {root}", NO_BAG) from error
    except OSError as error:
        raise Unreadable(f"{root}: {error.strerror}", "Name the folder of a bag that pumice made.") from error
    try:
        if disk.exists(INDEX) and not disk.exists(PIPELINE):
            return _opened_shards(root, disk)
        return Bag(root, disk, _vouched_for(root, disk))
    except PumiceError:
        disk.close()
        raise


def _opened_shards(root: Path, disk: Disk) -> Sharded:
    """The bags that the index lists, which must be all and as it says."""
    bags: list[Bag] = []
    try:
        listed = dict(manifest_entries(disk.lines(INDEX), f"{root}/{INDEX}"))
        shards = [read_folder(path.removesuffix(f"/{TAG_MANIFEST}")) for path in listed]
        if not shards or shards != list(shards_of(len(shards))):
            raise NotAsItShouldBe(f"{root}/{INDEX} does not list all bags of a corpus", VERIFY)
        for path, digest in listed.items():
            if disk.measured(path).sha256 != digest:
                raise NotAsItShouldBe(f"{root}/{path} is not what {INDEX} says", _advice(disk))
            bags.append(open_bag(root / path.removesuffix(f"/{TAG_MANIFEST}")))
    except (OSError, PumiceError) as error:
        for bag in bags:
            bag.close()
        if isinstance(error, PumiceError):
            raise
        raise NotAsItShouldBe(f"{error.filename}: {error.strerror}", _advice(disk)) from error
    return Sharded(root, disk, disk.measured(INDEX).sha256, tuple(bags))


def _advice(disk: Disk) -> str:
    return "A run was interrupted: run pumice clean again." if disk.exists(WORKPLACE) else VERIFY


def _vouched_for(root: Path, disk: Disk) -> str:
    """The digest of the records, from a tag manifest that is in order."""
    if disk.exists(WORKPLACE) and not disk.exists(TAG_MANIFEST):
        raise NotAsItShouldBe(f"{root}: a run was interrupted while it published", "Run pumice clean again.")
    if not (disk.exists(PIPELINE) and disk.exists(TAG_MANIFEST) and disk.exists(MANIFEST)):
        raise Unreadable(f"{root} is not a bag that pumice made", "Name the folder that pumice clean wrote.")
    try:
        digests = [
            digest
            for path, digest in manifest_entries(disk.lines(TAG_MANIFEST), f"{root}/{TAG_MANIFEST}")
            if path == RECORDS
        ]
        return digests[0]
    except (OSError, IndexError) as error:
        raise NotAsItShouldBe(f"{root}/{TAG_MANIFEST} does not list {RECORDS}", VERIFY) from error
