"""The one decision on lines: the model weighs them, the rules know some for certain and name the kind of all.

Both look at the document, then at what is left of it, until neither takes anything more; so a clean text given back is
left alone. A line that the model takes counts as furniture for the rules beside it, and the other way round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pumice.edits import evidence
from pumice.furniture.context import Verdict, verdicts
from pumice.furniture.lines import Line, lines_of
from pumice.furniture.marks import Mark, mark
from pumice.furniture.model import Measured, Model, load, measure, scores, without

MAX_ROUNDS = 12
MENU_TOKENS = 4  # the longest entry of a menu, as opposed to the headline of a teaser; kinds by shape are only names
TEASER_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's lines with the verdict on each that goes, and the model's last score of every line."""

    lines: tuple[Line, ...]
    marks: tuple[Mark | None, ...]
    gone: Mapping[int, Verdict]
    scores: tuple[int, ...]


def judge(text: str, level: str) -> Judged:
    """Which lines of `text` go at a strip level other than `off`."""
    lines = lines_of(text)
    marks = tuple(mark(line) for line in lines)
    model = load()
    cut = int(model.about["cuts"][level])
    weighing = Weighing(model, lines)
    gone: dict[int, Verdict] = {}
    for _ in range(MAX_ROUNDS):
        going = dict(gone)
        for at in weighing.at_least(cut, gone):
            going[at] = _by_model(lines, marks, at, weighing.last[at], cut)
        going = verdicts(lines, marks, going)
        if len(going) == len(gone):
            break
        gone = going
    return Judged(lines, marks, gone, tuple(weighing.last))


class Weighing:
    """The model's scores of a document's lines, block by block, while lines go."""

    def __init__(self, model: Model, lines: Sequence[Line]) -> None:
        self.model = model
        self.blocks: list[Measured] = measure(model, [line.text.strip() for line in lines])
        self.last = [0] * len(lines)

    def at_least(self, cut: int, gone: Mapping[int, Verdict]) -> list[int]:
        """The lines not `gone` whose score, as if the others were all there is, is at least `cut`."""
        found: list[int] = []
        base = 0
        for block in self.blocks:
            left = [at for at in range(base, base + len(block.lines)) if at not in gone]
            base += len(block.lines)
            if left:
                found.extend(self._weigh(block, base - len(block.lines), left, cut))
        return found

    def _weigh(self, block: Measured, base: int, left: list[int], cut: int) -> list[int]:
        if len(left) < len(block.lines):
            keep = np.zeros(len(block.lines), np.bool_)
            keep[[at - base for at in left]] = True
            block = without(block, keep)
        weighed = scores(self.model, block)
        for at, score in zip(left, weighed.tolist(), strict=True):
            self.last[at] = int(score)
        return [at for at in left if self.last[at] >= cut]


def _by_model(lines: Sequence[Line], marks: Sequence[Mark | None], at: int, score: int, cut: int) -> Verdict:
    """The model's verdict under the name that the line's mark or else its shape gives it."""
    found, line = marks[at], lines[at]
    facts = evidence(cut=cut, words=line.tokens)
    if found:
        return Verdict(found.kind, found.phrase, found.language, f"model, {found.why}", score, facts)
    return Verdict(_shape(line), "", "und", "model", score, facts)


def _shape(line: Line) -> str:
    if line.tokens <= MENU_TOKENS and not line.ends_sentence:
        return "navigation"
    return "teaser" if line.tokens <= TEASER_TOKENS else "passage"
