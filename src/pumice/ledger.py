"""The account of a run while it goes: counts, and the lists of copies, trails and staged files, in bounded memory."""

import json
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter

from pumice import bag as layout
from pumice.findings import Finding
from pumice.names import SUFFIX
from pumice.record import Facts, dump
from pumice.store.journal import Put
from pumice.store.sorting import Lines, Sorted
from pumice.work import files_of

# What is sorted: a manifest's lines, by the path behind digest and two spaces.
BY_PATH = itemgetter(slice(66, None))


class Ledger:
    """What is known of the documents so far."""

    def __init__(self) -> None:
        self.documents = self.published = self.made = self.size = 0
        self.failed: list[tuple[str, Finding]] = []
        self.edits, self.furniture, self.findings = Counter[str](), Counter[str](), Counter[str]()
        self.payload, self.trails = Sorted(BY_PATH), Sorted(BY_PATH)
        self._staged = Lines()

    def enter(self, facts: Facts, staged: str) -> None:
        """One more document; `staged` is the place of its staged files without ending, empty if none were staged."""
        self.documents += 1
        self.edits.update(facts.edits)
        self.furniture.update(facts.furniture)
        self.findings.update(finding["code"] for finding in facts.findings)
        if facts.findings and (fault := facts.fault):
            self.failed.append((facts.raw.path, fault))
        if facts.clean:
            self.published += 1
            self.made += bool(staged)
            self.size += facts.clean.size
        for ref, suffix in files_of(facts):
            (self.payload if suffix == SUFFIX else self.trails).add(layout.manifest_line(ref))
            if staged:
                self._staged.add(dump([staged + suffix, ref.path, ref.sha256]) + b"\n")

    def puts(self) -> Iterator[Put]:
        """The staged files, each with where it belongs in the bag."""
        return (Put(*json.loads(line)) for line in self._staged)

    def files(self) -> Iterator[bytes]:
        """The paths of copies, then of trails, each by their bytes."""
        for lines in (self.payload, self.trails):
            yield from (BY_PATH(line)[:-1] for line in lines)
