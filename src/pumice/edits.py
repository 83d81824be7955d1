"""Edits: the one way a text changes, and the one record of how it changed.

An `Edit` replaces what stands at one place; the edits of one step, sorted and apart, are a `Layer`; the layers of a
document in order are its `Trail`. Offsets count code points of the text that the layer applies to, so a layer is read
without knowing any other. Nothing here does I/O.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate, pairwise

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
        for earlier, later in pairwise(self.edits):
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


class Passage:
    """Where spans of the text before some edits lie in the text after them; built once, asked often.

    An edit is opaque: a span that overlaps one takes it whole. An edit that only touches an end of the span is left
    out unless `wide`; an empty span is always wide, since it has nothing else to hold on to.
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        edits = tuple(edits)
        self._starts = [edit.start for edit in edits]
        self._ends = [edit.end for edit in edits]
        self._growth = [0, *accumulate(edit.growth for edit in edits)]

    def trace(self, span: Span, *, wide: bool = False) -> Span:
        """The place of `span` after the edits."""
        start, end = span
        if wide or start == end:
            first, last = bisect_left(self._ends, start), bisect_right(self._starts, end)
        else:
            first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        return start + self._growth[first], end + self._growth[max(first, last)]


def trace(span: Span, edits: Iterable[Edit], *, wide: bool = False) -> Span:
    """Where `span` of the text before `edits` lies in the text after them; see `Passage`."""
    return Passage(edits).trace(span, wide=wide)


def to_clean(span: Span, trail: Trail, *, wide: bool = False) -> Span:
    """Where a span of the first text went in the clean text."""
    return reduce(lambda at, layer: trace(at, layer.edits, wide=wide), trail, span)


def to_first(span: Span, trail: Trail, *, wide: bool = False) -> Span:
    """Where a span of the clean text came from in the first text."""
    return reduce(lambda at, layer: trace(at, invert(layer.edits), wide=wide), reversed(trail), span)


Touched = tuple[int, int, frozenset[str]]


def _joined(touched: Iterable[Touched]) -> list[Touched]:
    """Spans sorted, with those that overlap or touch made one that names the rules of all."""
    joined: list[Touched] = []
    for start, end, rules in sorted(touched, key=lambda item: item[:2]):
        if joined and start <= joined[-1][1]:
            left, right, others = joined[-1]
            joined[-1] = (left, max(end, right), others | rules)
        else:
            joined.append((start, end, rules))
    return joined


def _touched_by(layer: Layer, touched: Iterable[Touched]) -> list[Touched]:
    """Everything touched up to and including `layer`, as spans of the text after it."""
    passage = Passage(layer.edits)
    own = [(edit.start, edit.end, frozenset({edit.rule})) for edit in layer.edits]
    return [(*passage.trace((start, end), wide=True), rules) for start, end, rules in _joined([*touched, *own])]


def flatten(first: str, trail: Trail) -> Edits:
    """One list of edits with the effect of the whole trail, for those who want raw → clean at once.

    Edits of different steps that meet become one, whose `rule` names those that had a part, joined by "+".
    """
    clean = replay(first, trail)
    touched: list[Touched] = reduce(lambda spans, layer: _touched_by(layer, spans), trail, [])
    passages = [Passage(invert(layer.edits)) for layer in reversed(trail)]
    flat: list[Edit] = []
    for low, high, rules in touched:
        start, end = reduce(lambda at, passage: passage.trace(at, wide=True), passages, (low, high))
        if first[start:end] != clean[low:high]:
            flat.append(Edit(start, first[start:end], clean[low:high], "+".join(sorted(rules))))
    return tuple(flat)
