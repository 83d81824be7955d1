"""What is listed against what is there: two streams in the order of paths, merged."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Protocol

from pumice.store.hashing import Digest, Digested, Hasher
from pumice.verify.fault import Faults
from pumice.verify.manifests import Wanted
from pumice.verify.tree import Item, kind, size_of


class Known(Protocol):
    """Sizes and digests of files that were read elsewhere."""

    def get(self, path: bytes, /) -> Digested | None:
        """Those of one file, None if it is yet to be read."""
        ...


Choose = Callable[[bytes], bool]


@dataclass(slots=True)
class Tally:
    """A sum over a set of (path, size, digest), the same in whatever order they are added; two sets that differ have
    the same sum once in 2^64. Python's own keyed hash serves, since a sum never leaves the process: it is many times
    faster than SHA-256 on these short texts, and there are two of them for each file."""

    count: int = 0
    total: int = 0

    def add(self, path: bytes, size: int, digest: str) -> None:
        """Another file."""
        self.count += 1
        self.total += hash((path, size, digest))


@dataclass(slots=True)
class Group:
    """The payload, or the tag files: what their manifests want, and what of it has been seen.

    `known` are sizes and digests of files that were read already; `choose` says whether a file's bytes are to be read,
    or only its name and size looked at. `strict` makes every file that is not listed a fault. Files whose path begins
    with `tallied` are added to the tally. `following` is what is wanted next.
    """

    algorithms: Sequence[str]
    wanted: Iterator[Wanted]
    faults: Faults
    hasher: Hasher
    known: Known = field(default_factory=dict[bytes, Digested])
    choose: Choose = bool
    strict: bool = True
    tallied: bytes | None = None
    files: int = 0
    size: int = 0
    tally: Tally = field(default_factory=Tally)
    missing: list[Wanted] = field(default_factory=list)
    following: Wanted | None = None
    _digest: Digest = field(init=False)

    def __post_init__(self) -> None:
        self.following = next(self.wanted, None)
        self._digest = self.hasher.by(self.algorithms)

    def feed(self, item: Item) -> None:
        """The next entry of the tree."""
        path, _, _, is_file = item
        wanted = self.following
        while wanted and wanted[0] < path:
            self.missing.append(wanted)
            wanted = next(self.wanted, None)
        if not wanted or wanted[0] != path:
            self.following = wanted
            self._unlisted(item)
            return
        self.following = next(self.wanted, None)
        if not is_file:
            self.faults.add("bag.special-file", path, "a regular file", kind(item))
            return
        try:
            size, found = self._read(item, wanted)
        except OSError as error:
            self.faults.add("bag.unreadable", path, found=error.strerror or str(error))
            return
        self.files += 1
        self.size += size
        if found != wanted[1]:
            self._compare(path, wanted[1], found)
        if self.tallied and path.startswith(self.tallied):
            self.tally.add(path, size, wanted[1][0])

    def _unlisted(self, item: Item) -> None:
        path, _, _, is_file = item
        if not is_file:
            self.faults.add("bag.special-file", path, "a regular file", kind(item))
        elif self.strict:
            self.faults.add("bag.extra", path)

    def finish(self) -> None:
        """There are no more entries."""
        if self.following:
            self.missing += (self.following, *self.wanted)
            self.following = None

    def _read(self, item: Item, wanted: Wanted) -> tuple[int, tuple[str, ...]]:
        path, folder, name, _ = item
        if not self.choose(path):
            return self.known.get(path) or (size_of(item), wanted[1])
        if known := self.known.get(path):
            self.hasher.files += 1
            self.hasher.size += known[0]
            return known
        return self._digest(folder, name)

    def _compare(self, path: bytes, wanted: Sequence[str], found: Sequence[str]) -> None:
        """Any digest that is given and is not right; a file may be missing in one of several manifests."""
        for algorithm, expected, digest in zip(self.algorithms, wanted, found, strict=True):
            if expected not in {"", digest}:
                self.faults.add("bag.changed", path, f"{algorithm} {expected}", f"{algorithm} {digest}")


def compare(items: Iterable[Item], payload: Group | None, tags: Group | None, skip: frozenset[bytes]) -> None:
    """Feed every entry to the group it belongs to; `skip` are the tag manifests, which nothing lists. The payload is
    finished before the tag files behind it are begun, so that its manifests are then read to their ends."""
    for is_payload, some in groupby(items, key=lambda item: item[0].startswith(b"data/")):
        if is_payload and payload:
            for item in some:
                payload.feed(item)
            payload.finish()
        elif tags and not is_payload:
            for item in some:
                if item[0] not in skip:
                    tags.feed(item)
    for group in (payload, tags):
        if group:
            group.finish()
