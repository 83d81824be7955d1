"""What the report knows of each document, and of all together: counted while they pass by, in bounded memory."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pumice.findings import CODES, Severity
from pumice.record import Record
from pumice.report.pieces import Piece

Key = TypeVar("Key", bound=Hashable)
# Upper ends, in thousandths, of the classes by how much of a document's text was removed as furniture.
SHARES = (0, 10, 50, 100, 250, 500, 1000)
SEVERITIES = tuple(Severity)
MOST_KEYS = 50_000  # different lines that are counted at once: 20 MB
LONGEST_KEY = 160
AROUND = 24  # code points of an example on each side


@dataclass(frozen=True, slots=True)
class Facts:
    """One document: its `record`, code points of its `first` and `clean` text, and how many furniture took away."""

    record: Record
    first: int
    clean: int
    removed: int

    @property
    def share(self) -> int:
        """How much of the text was removed as furniture, in thousandths, rounded up: 0 means nothing at all."""
        return -(-self.removed * 1000 // self.first) if self.first else 0

    @property
    def repairs(self) -> int:
        """How many edits repaired damage."""
        return sum(count for rule, count in self.record.edits if rule.startswith("repair."))

    @property
    def encoding(self) -> str:
        """The encoding the document was read in."""
        return self.record.reading.encoding if self.record.reading else "not read"

    @property
    def severity(self) -> Severity | None:
        """The worst that was found."""
        found = [SEVERITIES.index(CODES[finding.code].severity) for finding in self.record.findings]
        return SEVERITIES[max(found)] if found else None

    def as_object(self) -> dict[str, Any]:
        """What the page's list of documents needs to know."""
        record = self.record
        return {
            "path": record.raw.path,
            "copy": record.clean.path if record.clean else None,
            "language": record.language,
            "type": record.media_type,
            "encoding": self.encoding,
            "how": record.reading.how if record.reading else None,
            "first": self.first,
            "clean": self.clean,
            "removed": self.removed,
            "rules": dict(record.edits),
            "findings": dict(sorted(Counter(finding.code for finding in record.findings).items())),
            "sha256": record.source_sha256,
            **({"page": True} if record.rendered else {}),
        }


def furniture_taken(row: Iterable[Piece]) -> int:
    """How many code points the furniture rules took away."""
    return sum(
        piece.end - piece.start - piece.length
        for piece in row
        if piece.why and any(edit.rule.startswith("furniture.") for edit in piece.why)
    )


@dataclass(slots=True)
class Seen(Generic[Key]):
    """A thing, how many times it was seen, the number of the document it was first in, and an example from there."""

    thing: Key
    times: int
    document: int
    example: tuple[str, str] = ("", "")


class Frequent(Generic[Key]):
    """The most frequent of many things, counted in bounded memory: when there are too many, the rarest are forgotten,
    so a number may be too low by as many times as that happened."""

    def __init__(self, most: int = MOST_KEYS) -> None:
        self._most = most
        self._seen: dict[Key, Seen[Key]] = {}
        self._least = 1

    def add(self, thing: Key, document: int, example: tuple[str, str] = ("", "")) -> None:
        """Count one more; `example` is what stands left and right of it."""
        known = self._seen.get(thing)
        if known:
            known.times += 1
            return
        if len(self._seen) >= self._most:
            self._forget()
        self._seen[thing] = Seen(thing, 1, document, example)

    def _forget(self) -> None:
        while len(self._seen) > self._most // 2:
            self._seen = {thing: known for thing, known in self._seen.items() if known.times > self._least}
            self._least += 1

    def top(self, number: int) -> list[Seen[Key]]:
        """The most frequent; of equals those that came first."""
        return sorted(self._seen.values(), key=lambda seen: -seen.times)[:number]


def _around(first: str, piece: Piece) -> tuple[str, str]:
    """What stands left and right of a piece, in its line."""
    left = first[max(0, piece.start - AROUND) : piece.start].rpartition("\n")[2]
    return left, first[piece.end : piece.end + AROUND].partition("\n")[0]


@dataclass(slots=True)
class Totals:
    """All documents together."""

    documents: int = 0
    published: int = 0
    first: int = 0
    clean: int = 0
    removed: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    encodings: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    furniture: Counter[str] = field(default_factory=Counter)
    shares: Counter[int] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    found_in: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    with_findings: Counter[str] = field(default_factory=Counter)
    repaired: int = 0
    stripped: int = 0
    gone: Frequent[tuple[str, str]] = field(default_factory=Frequent)
    doubtful: Frequent[str] = field(default_factory=Frequent)
    repairs: Frequent[tuple[str, str, str]] = field(default_factory=Frequent)

    def add(self, facts: Facts, first: str, row: Iterable[Piece]) -> None:
        """Count one document more."""
        record = facts.record
        self._add_findings(facts, first)
        self.languages[record.language] += 1
        self.types[record.media_type] += 1
        self.encodings[facts.encoding] += 1
        self.rules.update(dict(record.edits))
        self.furniture.update(dict(record.furniture))
        if record.published:
            self.published += 1
            self.shares[next(number for number, most in enumerate(SHARES) if facts.share <= most)] += 1
        self.first += facts.first
        self.clean += facts.clean
        self.removed += facts.removed
        self.repaired += facts.repairs > 0
        self.stripped += bool(record.furniture)
        self._add_changes(first, row)
        self.documents += 1

    def _add_findings(self, facts: Facts, first: str) -> None:
        for finding in facts.record.findings:
            self.findings[finding.code] += 1
            if finding.code == "furniture.doubtful" and finding.start is not None:
                self.doubtful.add(first[finding.start : finding.end].strip()[:LONGEST_KEY], self.documents)
        for code in sorted({finding.code for finding in facts.record.findings}):
            self.with_findings[code] += 1
            places = self.found_in.setdefault(code, [])
            if len(places) < 5:
                places.append((self.documents, facts.record.raw.path))

    def _add_changes(self, first: str, row: Iterable[Piece]) -> None:
        for piece in row:
            rule = next((edit.rule for edit in piece.why if edit.rule.startswith(("furniture.", "repair."))), None)
            if not rule:
                continue
            before = first[piece.start : piece.end].strip()[:LONGEST_KEY]
            if rule.startswith("furniture.") and before:
                self.gone.add((before, rule.removeprefix("furniture.")), self.documents)
            elif rule.startswith("repair."):
                after = (piece.after or "").strip()[:LONGEST_KEY]
                self.repairs.add((before, after, rule), self.documents, _around(first, piece))
