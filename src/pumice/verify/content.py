"""What is listed against what is there: two streams in the order of paths, merged."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from pumice.verify.fault import Faults
from pumice.verify.manifests import Wanted
from pumice.verify.tree import Hasher, Item, kind, size_of

Known = Mapping[bytes, tuple[int, tuple[str, ...]]]
Choose = Callable[[bytes], bool]


@dataclass(slots=True)
class Tally:
    """A digest of a set of (path, size, digest), the same in whatever order they are added."""

    count: int = 0
    total: int = 0

    def add(self, path: bytes, size: int, digest: bytes) -> None:
        """Another file."""
        self.count += 1
        self.total += int.from_bytes(sha256(b"%b\0%d\0%b" % (path, size, digest)).digest())


@dataclass(slots=True)
class Group:
    """The payload, or the tag files: what their manifests want, and what of it has been seen.

    `known` are sizes and digests of files that were read already; `choose` says whether a file's bytes are to be read,
    or only its name and size looked at. `strict` makes every file that is not listed a fault. Files whose path begins
    with `tallied` are added to the tally.
    """

    algorithms: Sequence[str]
    wanted: Iterator[Wanted]
    faults: Faults
    hasher: Hasher
    known: Known = field(default_factory=dict)
    choose: Choose = bool
    strict: bool = True
    tallied: bytes | None = None
    files: int = 0
    size: int = 0
    tally: Tally = field(default_factory=Tally)
    missing: list[Wanted] = field(default_factory=list)
    _next: Wanted | None = None

    def __post_init__(self) -> None:
        self._next = next(self.wanted, None)

    def feed(self, item: Item) -> None:
        """The next entry of the tree."""
        wanted = self._next
        while wanted and wanted.path < item.path:
            self.missing.append(wanted)
            wanted = next(self.wanted, None)
        if wanted and wanted.path == item.path:
            self._next = next(self.wanted, None)
            self._check(item, wanted)
            return
        self._next = wanted
        if not item.is_file:
            self.faults.add("bag.special-file", item.path, "a regular file", kind(item))
        elif self.strict:
            self.faults.add("bag.extra", item.path)

    def finish(self) -> None:
        """There are no more entries."""
        if self._next:
            self.missing += (self._next, *self.wanted)
            self._next = None

    def _check(self, item: Item, wanted: Wanted) -> None:
        if not item.is_file:
            self.faults.add("bag.special-file", item.path, "a regular file", kind(item))
            return
        try:
            size, found = self._read(item, wanted)
        except OSError as error:
            self.faults.add("bag.unreadable", item.path, found=error.strerror or str(error))
            return
        self.files += 1
        self.size += size
        if found != wanted.digests:
            self._compare(item, wanted, found)
        if self.tallied and item.path.startswith(self.tallied):
            self.tally.add(item.path, size, wanted.digests[0].encode())

    def _read(self, item: Item, wanted: Wanted) -> tuple[int, tuple[str, ...]]:
        if known := self.known.get(item.path):
            return known
        if self.choose is bool or self.choose(item.path):
            return self.hasher.digest(item, self.algorithms)
        return size_of(item), wanted.digests

    def _compare(self, item: Item, wanted: Wanted, found: Sequence[str]) -> None:
        """Any digest that is given and is not right; a file may be missing in one of several manifests."""
        for algorithm, expected, digest in zip(self.algorithms, wanted.digests, found, strict=True):
            if expected not in {"", digest}:
                self.faults.add("bag.changed", item.path, f"{algorithm} {expected}", f"{algorithm} {digest}")


def compare(items: Iterable[Item], payload: Group | None, tags: Group | None, skip: frozenset[bytes]) -> None:
    """Feed every entry to the group it belongs to; `skip` are the tag manifests, which nothing lists."""
    for item in items:
        group = payload if item.path.startswith(b"data/") else tags
        if group and item.path not in skip:
            group.feed(item)
    for group in (payload, tags):
        if group:
            group.finish()
