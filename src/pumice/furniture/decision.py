"""Which lines are page furniture: the model's score against the cut of a level, taken to rest.

Removing a line changes what stands around the others, so the rest is weighed again until nothing more goes: a clean
text given back is left alone. A block that does not come to rest in `MAX_ROUNDS`, or of which nothing would stay, is
left as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pumice.edits import Evidence
from pumice.furniture.model import Measured, Model, load, measure, scores, without

LEVELS = ("careful", "thorough", "off")
MAX_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to keep a line; its `kind` of furniture if removed; its `score` in hundredths of a logit."""

    keep: bool
    kind: str | None
    score: int
    evidence: Evidence = ()


BLANK = Verdict(True, None, 0)


def score_lines(lines: Sequence[str]) -> list[int]:
    """The score of each line as things stand, before anything is removed. Blank lines score 0."""
    shown = [line.strip() for line in lines]
    model = load()
    found = iter([int(s) for block in measure(model, [line for line in shown if line]) for s in scores(model, block)])
    return [next(found) if line else 0 for line in shown]


def _settle(model: Model, block: Measured, cut: int) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which lines of a block stay, and the score each had when it was last weighed."""
    last = scores(model, block)
    keep = np.ones(len(last), np.bool_)
    left, rest, now = np.arange(len(last)), block, last
    for _ in range(MAX_ROUNDS):
        stay = now < cut
        if stay.all():
            return keep, last
        if not stay.any():
            break
        keep[left[~stay]] = False
        left = left[stay]
        rest = without(rest, stay)
        now = scores(model, rest)
        last[left] = now
    return np.ones(len(last), np.bool_), last


def classify_lines(text: str, level: str = "careful") -> tuple[Verdict, ...]:
    """One verdict for each line of text.split("\\n") at strip `level` (careful, thorough or off)."""
    if level not in LEVELS:
        raise ValueError(f"level {level!r} is not one of {', '.join(LEVELS)}")
    lines = text.split("\n")
    if level == "off":
        return tuple(Verdict(True, None, score) for score in score_lines(lines))
    shown = [line.strip() for line in lines]
    model = load()
    cut = int(model.about["cuts"][level])
    settled = [_settle(model, block, cut) for block in measure(model, [line for line in shown if line])]
    verdicts = (
        Verdict(keep, None, score)
        for kept, scored in settled
        for keep, score in zip(kept.tolist(), scored.tolist(), strict=True)
    )
    return tuple(next(verdicts) if line else BLANK for line in shown)
