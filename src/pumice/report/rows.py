"""A document as the report shows it: rows of parts, raw and clean side by side, small enough to put into a page.

A part is a text that stayed, or `[before, after, reasons, findings]`: what stood there, what stands there now (null if
the same), and indices into the document's lists of reasons and findings. What stood there, put together, is the first
text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pumice.edits import Edit
from pumice.findings import Finding
from pumice.record import finding_object
from pumice.report.pieces import Piece

# So many code points of a document are shown: forty times a long newspaper page, and a tenth of a second to show.
LONGEST = 200_000

Json = Any


@dataclass(frozen=True, slots=True)
class Part:
    """A piece, or a part of one that lies in one line and is or is not what findings are about."""

    before: str
    after: str | None
    why: tuple[Edit, ...]
    findings: tuple[int, ...]

    @property
    def ends_row(self) -> bool:
        """Whether a line ends with it, on one side at least."""
        return self.before.endswith("\n") or (self.after or "").endswith("\n")


class Marks:
    """The findings that have a place, asked about ever later spans of the text."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._waiting = sorted(
            (found.start, found.end, number)
            for number, found in enumerate(findings)
            if found.start is not None and found.end is not None and found.start < found.end
        )
        self._waiting.reverse()
        self._open: list[tuple[int, int, int]] = []

    def within(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The findings that overlap a span, as (start, end, number)."""
        while self._waiting and self._waiting[-1][0] < end:
            self._open.append(self._waiting.pop())
        self._open = [found for found in self._open if found[1] > start]
        return self._open


def parts(first: str, row: Iterable[Piece], findings: Sequence[Finding]) -> Iterator[Part]:
    """The parts of a document, up to LONGEST: what is kept or removed is cut where lines end and findings begin."""
    marks = Marks(findings)
    for piece in row:
        if piece.start >= LONGEST:
            return
        if piece.after:
            numbers = tuple(number for _, _, number in marks.within(piece.start, piece.end))
            yield Part(first[piece.start : piece.end], piece.after, piece.why, numbers)
            continue
        end = min(piece.end, LONGEST)
        for low, high in _lines(first, piece.start, end):
            yield from _marked(first, low, high, piece, marks)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the lines, with their ends, of `text` from `start` to `end`."""
    while start < end:
        found = text.find("\n", start, end)
        past = end if found < 0 else found + 1
        yield start, past
        start = past


def _marked(first: str, start: int, end: int, piece: Piece, marks: Marks) -> Iterator[Part]:
    """A span of one line, cut where findings begin and end."""
    found = marks.within(start, end)
    cuts = sorted({start, end, *(at for low, high, _ in found for at in (low, high) if start < at < end)})
    for low, high in pairwise(cuts):
        numbers = tuple(number for left, right, number in found if left < high and low < right)
        yield Part(first[low:high], piece.after, piece.why, numbers)


def shown(first: str, row: Sequence[Piece], findings: Sequence[Finding]) -> dict[str, Json]:
    """The document as a JSON object: `rows` of parts, `why` they were changed, `findings`; and `length`, in code
    points, if only the first LONGEST are there."""
    reasons: dict[tuple[str, Json], int] = {}
    rows: list[list[Json]] = [[]]
    for part in parts(first, row, findings):
        rows[-1].append(_part_object(part, reasons))
        if part.ends_row:
            rows.append([])
    longer = {"length": len(first)} if len(first) > LONGEST else {}
    return {
        "rows": rows if rows[-1] else rows[:-1],
        "why": [[rule, dict(facts)] if facts else [rule] for rule, facts in reasons],
        "findings": [finding_object(finding) for finding in findings],
        **longer,
    }


def _part_object(part: Part, reasons: dict[tuple[str, Json], int]) -> Json:
    if part.after is None and not part.findings:
        return part.before
    why = [reasons.setdefault((edit.rule, edit.evidence), len(reasons)) for edit in part.why]
    return [part.before, part.after, why, list(part.findings)]
