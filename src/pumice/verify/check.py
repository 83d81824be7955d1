"""The check of one bag against its own lists."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, tee

from pumice.bag import PIPELINE, RECORDS, SEAL, TRAILS, WORKPLACE
from pumice.names import fold
from pumice.store.disk import Disk, decoded
from pumice.store.hashing import Digested, Hasher
from pumice.verify.ahead import Ahead, shares_of
from pumice.verify.bunches import BUNCH
from pumice.verify.content import Choose, Group, Tally, compare
from pumice.verify.declaration import Declaration, check_fetch, declaration, oxum
from pumice.verify.fault import Faults
from pumice.verify.manifests import NAME, Manifest, Wanted, algorithm_of, foreign, ours
from pumice.verify.records import Records, gathering, name_differences
from pumice.verify.tree import Item, walk

Progress = Callable[[int, int], None]
# Files that operating systems leave in folders and copying tools leave out.
SYSTEM_FILES = frozenset({b".ds_store", b"thumbs.db", b"desktop.ini"})
# Two workers take 0.15 s of CPU to start, in which one process verifies as many bytes.
WORTH_WORKERS = 1 << 26
# How often there is a step with the records and progress is told: once in so many files, or so many bytes.
STEP, STEP_BYTES = 64, 1 << 25


@dataclass(slots=True)
class Check:
    """A bag under check. `run` does it; the other fields say afterwards what was seen."""

    disk: Disk
    faults: Faults
    choose: Choose
    progress: Progress | None = None
    jobs: int = 1
    hasher: Hasher = field(default_factory=Hasher)
    files: int = 0
    size: int = 0
    is_ours: bool = False
    records: Records | None = None
    declared: Declaration = field(default_factory=Declaration)
    read: dict[bytes, Digested] = field(default_factory=dict)
    _gathering: Iterator[None] = field(default_factory=lambda: iter(()))
    _foreign: dict[bool, list[Wanted]] = field(default_factory=dict)

    def run(self) -> None:
        """All checks that need nothing but the bag."""
        self.declared = declaration(self.disk, self.faults)
        self.is_ours = self.disk.exists(PIPELINE)
        if self.disk.exists(WORKPLACE):
            self.faults.add("bag.unfinished", WORKPLACE)
        check_fetch(self.disk, self.declared, self.faults)
        payload_lists, tag_lists = self._manifests()
        if self.is_ours:
            self.records = Records()
            self._gathering = gathering(self.records, self.disk, self._fingerprint(), self.faults)
        payload = self._group(payload_lists, b"data/", is_needed=True)
        tags = self._group(tag_lists, TRAILS.encode(), is_needed=self.is_ours)
        if tags and list(tags.algorithms) == ["sha256"]:
            tags.known = self.read  # what was used is what is checked: it is not read again
        with self._reading_ahead(payload):
            unlisted = [SEAL.encode()] if self.is_ours else []
            compare(self._items(), payload, tags, frozenset([*unlisted, *(each.name for each in tag_lists)]))
        for group, lists in ((payload, payload_lists), (tags, tag_lists)):
            if group:
                self._report_missing(group, lists)
        if payload:
            self.files, self.size = payload.files, payload.size
            self._check_oxum(payload)
        self._finish_records()
        if self.records and payload and tags:
            self._check_records(self.records.clean, payload.tally, payload_lists[0], trails=False)
            self._check_records(self.records.trails, tags.tally, tag_lists[0], trails=True)

    def _fingerprint(self) -> str:
        found = self.disk.digest(PIPELINE)
        return found.sha256 if found else ""

    def _manifests(self) -> tuple[list[Manifest], list[Manifest]]:
        """The manifests of the payload and of the tag files, as far as they can be used."""
        found: list[Manifest] = []
        for name in self.disk.names():
            if not NAME.fullmatch(name):
                continue
            algorithm = algorithm_of(name)
            if not algorithm:
                self.faults.add("bag.unknown-algorithm", name)
                continue
            try:
                with self.disk.opened(decoded(name)):
                    found.append(Manifest(name, algorithm, partial(self.disk.blocks, decoded(name), BUNCH)))
            except OSError as error:
                self.faults.add("bag.unreadable", name, found=error.strerror or str(error))
        return [each for each in found if not each.is_for_tags], [each for each in found if each.is_for_tags]

    def _group(self, lists: list[Manifest], tallied: bytes, *, is_needed: bool) -> Group | None:
        if not lists:
            if is_needed:
                self.faults.add("bag.no-manifest", "manifest-*.txt" if tallied == b"data/" else "tagmanifest-*.txt")
            return None
        return Group(
            [each.algorithm for each in lists],
            self._wanted(lists),
            self.faults,
            self.hasher,
            choose=self.choose,
            tallied=tallied if self.is_ours else None,
            strict=self.is_ours or tallied == b"data/",
        )

    def _wanted(self, lists: list[Manifest]) -> Iterator[Wanted]:
        """What the lists want. Those of others come in any order, so they are held."""
        if self._is_in_our_form(lists):
            return ours(lists[0], self.faults, self.read)
        listed = foreign(lists, self.declared.version, self.declared.encoding, self.faults, self.read)
        self._foreign[lists[0].is_for_tags] = listed
        return iter(listed)

    def _wanted_again(self, lists: list[Manifest]) -> Iterator[Wanted]:
        """The same once more, with no word about what is wrong with it."""
        if self._is_in_our_form(lists):
            return ours(lists[0], Faults(), {})
        return iter(self._foreign[lists[0].is_for_tags])

    def _is_in_our_form(self, lists: list[Manifest]) -> bool:
        return self.is_ours and len(lists) == 1 and lists[0].algorithm == "sha256"

    @contextmanager
    def _reading_ahead(self, payload: Group | None) -> Iterator[None]:
        """With workers reading the payload, where there are some and it is large enough to be worth their start."""
        size, count = oxum(self.disk, self.declared.encoding) or (0, 0)
        if payload is None or self.jobs < 2 or size < WORTH_WORKERS:
            yield
            return
        payload.wanted, wanted = tee(payload.wanted)
        first = [payload.following] if payload.following else []
        paths = (path for path, _ in chain(first, wanted) if self.choose(path))
        shares = shares_of(self.disk, paths, size // max(count, 1))
        ahead = Ahead(self.disk, payload.algorithms, shares, self.jobs)
        payload.known = ahead
        try:
            yield
        finally:
            ahead.close()

    def _items(self) -> Iterator[Item]:
        """The entries of the tree, without what a run that is under way works with."""
        items = walk(self.disk.fd, self.faults, "bag.colliding-names" if self.is_ours else "bag.colliding-entries")
        if self.is_ours and self.disk.exists(WORKPLACE):
            items = (item for item in items if not item[0].startswith(WORKPLACE.encode() + b"/"))
        return self._alongside(items)

    def _alongside(self, items: Iterable[Item]) -> Iterator[Item]:
        """The entries, and now and then some records are read and progress is told: workers do not wait for either."""
        listed = oxum(self.disk, self.declared.encoding)
        hasher, told, records = self.hasher, 0, RECORDS.encode()
        for number, item in enumerate(items):
            if number % STEP == 0 or hasher.size - told >= STEP_BYTES:
                told = hasher.size
                next(self._gathering, None)
                if self.progress:
                    self.progress(told, listed[0] if listed else 0)
            if item[0] == records:
                self._finish_records()
            yield item

    def _finish_records(self) -> None:
        """Read what is left of the records; they are not read again when the tag files are checked."""
        for _ in self._gathering:
            pass
        if self.records and self.records.sha256:
            self.read[RECORDS.encode()] = (self.records.size, (self.records.sha256,))
        else:
            self.records = None

    def _report_missing(self, group: Group, lists: list[Manifest]) -> None:
        """What is listed and not there. In bags of others, a name that only differs in case or form from one that is
        there with the same content, and what operating systems leave lying about, is only worth a doubt."""
        gone = {path for path, _ in group.missing}
        if not gone:
            return
        there = set[tuple[str, tuple[str, ...]]]()
        if not self.is_ours:
            there = {_twin(each) for each in self._wanted_again(lists) if each[0] not in gone}
        for wanted in group.missing:
            path = wanted[0]
            is_system = path.rpartition(b"/")[2].lower() in SYSTEM_FILES and not self.is_ours
            if _twin(wanted) not in there:
                self.faults.add("bag.system-file" if is_system else "bag.missing", path)

    def _check_oxum(self, payload: Group) -> None:
        listed = oxum(self.disk, self.declared.encoding)
        found = (payload.size, payload.files)
        if listed and listed != found and not payload.missing:
            self.faults.add(
                "bag.oxum", "bag-info.txt", f"{listed[0]} bytes in {listed[1]} files", f"{found[0]} in {found[1]}"
            )

    def _check_records(self, said: Tally, seen: Tally, manifest: Manifest, *, trails: bool) -> None:
        if said == seen:
            return
        wanted = self._wanted_again([manifest])
        if trails:
            wanted = (each for each in wanted if each[0].startswith(TRAILS.encode()))
        try:
            name_differences(self.disk, wanted, self.faults, trails=trails)
        except OSError as error:  # they were read a moment ago
            self.faults.add("bag.unreadable", RECORDS, found=error.strerror or str(error))


def _twin(wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    return fold(decoded(wanted[0])), wanted[1]
