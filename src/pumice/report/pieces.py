"""A document as one row of pieces, raw and clean at once: what stayed, and what was changed, why.

The layers of a trail are laid over each other. A piece is as small as the edits allow: edits that only touch stay
apart, so that each removed line keeps its own reason; those that overlap (a repaired letter in a line that then went)
become one piece with all their reasons.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pumice.edits import Edits, Trail


@dataclass(frozen=True, slots=True)
class Piece:
    """The span `start`–`end` of the first text. `after` is what stands there in the clean text, or None where it
    stayed as it was; `why` are the edits that made it so, in their order."""

    start: int
    end: int
    after: str | None = None
    why: Edits = ()

    @property
    def length(self) -> int:
        """How many code points it is long in the text after the layers laid so far."""
        return self.end - self.start if self.after is None else len(self.after)

    def split(self, at: int) -> tuple["Piece", "Piece"]:
        """The piece in two, the first `at` code points long; of a changed piece the first keeps all of the span."""
        if self.after is None:
            return Piece(self.start, self.start + at), Piece(self.start + at, self.end)
        return Piece(self.start, self.end, self.after[:at], self.why), Piece(
            self.end, self.end, self.after[at:], self.why
        )


def pieces(first: str, trail: Trail) -> list[Piece]:
    """The pieces of a document. Their spans are all of `first`; put together, what they are now is the clean text."""
    row = [Piece(0, len(first))] if first else []
    for layer in trail:
        row = list(_joined(_laid_over(row, layer.edits)))
    return row


class _Walk:
    """A walk over a row, from place to place of the text that the row is now."""

    def __init__(self, row: Iterable[Piece]) -> None:
        self.left = deque(row)
        self.at = 0
        self.first = 0  # the same place in the first text

    def _step(self) -> Piece:
        piece = self.left.popleft()
        self.at += piece.length
        self.first = piece.end
        return piece

    def up_to(self, place: int) -> Iterator[Piece]:
        """The pieces before `place`; one that stands across it is split."""
        while self.left and self.at < place:
            if self.at + self.left[0].length > place:
                self.left.extendleft(reversed(self.left.popleft().split(place - self.at)))
            yield self._step()

    def gone_here(self) -> Iterator[Piece]:
        """The pieces at this very place of which nothing is left."""
        while self.left and not self.left[0].length:
            yield self._step()


def _laid_over(row: Iterable[Piece], edits: Edits) -> Iterator[Piece]:
    """The row after one layer of edits, whose offsets count in what the row is now."""
    walk = _Walk(row)
    for edit in edits:
        before = [*walk.up_to(edit.start), *walk.gone_here()]
        yield from before
        start = walk.first
        taken = list(walk.up_to(edit.end))
        if not taken and before and walk.left and _share(before[-1], walk.left[0]):
            taken = before[-1:]  # put in between the halves of a changed piece
        why = tuple(reason for piece in taken for reason in piece.why)
        yield Piece(start, walk.first, edit.after, (*why, edit))
    yield from walk.left


def _share(one: Piece, other: Piece) -> bool:
    """Whether an edit is a reason of both pieces: then they were one before an edit split them."""
    return any(mine is yours for mine in one.why for yours in other.why)


def _joined(row: Iterable[Piece]) -> Iterator[Piece]:
    """The row with pieces that an edit split made one again."""
    last: Piece | None = None
    for piece in row:
        if last and _share(last, piece):
            known = {id(edit) for edit in last.why}
            more = tuple(edit for edit in piece.why if id(edit) not in known)
            last = Piece(last.start, piece.end, (last.after or "") + (piece.after or ""), last.why + more)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
