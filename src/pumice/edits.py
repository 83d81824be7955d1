"""Edits: the one way a text changes, and the one record of how it changed.

An `Edit` replaces what stands at one place; the edits of one step, sorted and apart, are a `Layer`; the layers of a
document in order are its `Trail`. Offsets count code points of the text that the layer applies to, so a layer is read
without knowing any other. Nothing here does I/O.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

Span = tuple[int, int]
Evidence = tuple[tuple[str, str | int], ...]


class EditError(ValueError):
    """Edits that contradict themselves, each other, or the text they are applied to."""


def evidence(**facts: str | int) -> Evidence:
    """Why an edit was made, as sorted (name, value) pairs; values are text or whole numbers, never floats."""
    return tuple(sorted(facts.items()))


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `after` where `before` stands at code point `start`, because `rule` found `evidence`."""

    start: int
    before: str
    after: str
    rule: str = ""
    evidence: Evidence = ()

    def __post_init__(self) -> None:
        if self.start < 0:
            raise EditError(f"an edit cannot start at {self.start}")
        if self.before == self.after:
            raise EditError(f"the edit at {self.start} changes nothing")

    @property
    def end(self) -> int:
        """Where the replaced text ends, in the text before the edit."""
        return self.start + len(self.before)

    @property
    def growth(self) -> int:
        """How many code points longer the text gets."""
        return len(self.after) - len(self.before)


Edits = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one step did: its name and its edits, sorted by place and not overlapping."""

    step: str
    edits: Edits

    def __post_init__(self) -> None:
        if not self.edits:
            raise EditError(f"step {self.step} changed nothing, so it leaves no layer")
        for earlier, later in zip(self.edits, self.edits[1:], strict=False):
            if later.start < earlier.end or later.start == earlier.start:
                raise EditError(f"step {self.step}: the edit at {later.start} overlaps the one at {earlier.start}")


Trail = tuple[Layer, ...]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` after `edits`; EditError if they overlap, are out of order or do not find what they replace."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at:
            raise EditError(f"the edit at {edit.start} overlaps the one before it, which ends at {at}")
        if not text.startswith(edit.before, edit.start) or edit.end > len(text):
            found = text[edit.start : edit.end]
            raise EditError(f"the edit at {edit.start} expects {edit.before[:80]!r} but finds {found[:80]!r}")
        parts.append(text[at : edit.start])
        parts.append(edit.after)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def invert(edits: Iterable[Edit]) -> Edits:
    """The edits that take back `edits`; their offsets count in the text after them."""
    undoing: list[Edit] = []
    shift = 0
    for edit in edits:
        undoing.append(Edit(edit.start + shift, edit.after, edit.before, edit.rule, edit.evidence))
        shift += edit.growth
    return tuple(undoing)


def replay(first: str, trail: Trail) -> str:
    """The clean text: every layer applied to the first text, in order."""
    return reduce(lambda text, layer: apply(text, layer.edits), trail, first)


def undo(clean: str, trail: Trail) -> str:
    """The first text: every layer taken back from the clean text, last one first."""
    return reduce(lambda text, layer: apply(text, invert(layer.edits)), reversed(trail), clean)


def trace(span: Span, edits: Sequence[Edit], *, wide: bool = False) -> Span:
    """Where `span` of the text before `edits` lies in the text after them.

    An edit is opaque: a span that overlaps one takes it whole. An edit that only touches an end of the span is left
    out unless `wide`; an empty span is always wide, since it has nothing else to hold on to.
    """
    start, end = first, last = span
    wide = wide or start == end
    before = within = 0
    for edit in edits:
        if edit.end < start or (edit.end == start and not wide):
            before += edit.growth
        elif edit.start < end or (edit.start == end and wide):
            first, last = min(first, edit.start), max(last, edit.end)
            within += edit.growth
        else:
            break
    return first + before, last + before + within


def to_clean(span: Span, trail: Trail, *, wide: bool = False) -> Span:
    """Where a span of the first text went in the clean text."""
    return reduce(lambda at, layer: trace(at, layer.edits, wide=wide), trail, span)


def to_first(span: Span, trail: Trail, *, wide: bool = False) -> Span:
    """Where a span of the clean text came from in the first text."""
    return reduce(lambda at, layer: trace(at, invert(layer.edits), wide=wide), reversed(trail), span)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans sorted, with those that overlap or touch made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _trace_all(spans: Sequence[Span], edits: Sequence[Edit]) -> list[Span]:
    """`trace(…, wide=True)` for many sorted, separate spans in one pass: spans that meet in an edit become one."""
    traced: list[Span] = []
    shift = at = 0
    for start, end in _joined([*spans, *((edit.start, edit.end) for edit in edits)]):
        grown = 0
        while at < len(edits) and edits[at].start <= end:
            grown += edits[at].growth
            at += 1
        traced.append((start + shift, end + shift + grown))
        shift += grown
    return traced


def flatten(first: str, trail: Trail) -> Edits:
    """One list of edits with the effect of the whole trail, for those who want raw → clean at once.

    Edits of different steps that meet become one; which rules had a part stands in its `rule`, joined by "+".
    """
    clean = replay(first, trail)
    spans: list[Span] = []
    for layer in trail:
        spans = _trace_all(spans, layer.edits)
    after = _joined(spans)
    before = after
    for layer in reversed(trail):
        before = [_widest(span, invert(layer.edits)) for span in before]
    flat = []
    for (start, end), (low, high) in zip(before, after, strict=True):
        if first[start:end] != clean[low:high]:
            flat.append(Edit(start, first[start:end], clean[low:high]))
    return tuple(flat)


def _widest(span: Span, edits: Sequence[Edit]) -> Span:
    return trace(span, edits, wide=True)
