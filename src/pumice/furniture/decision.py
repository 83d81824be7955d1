"""Which lines are page furniture: the model's score against the cut of a level, taken to rest.

Removing a line changes what stands around the others, so the rest is weighed again until nothing more goes: a clean
text given back is left alone. A block that does not come to rest in `MAX_ROUNDS`, or of which nothing would stay, is
left as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pumice.edits import Evidence
from pumice.furniture.model import Measured, Model, Weighed, load, measure, weighed, without
from pumice.furniture.reasons import reasons
from pumice.furniture.signals import Ints

LEVELS = ("careful", "thorough", "off")
MAX_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether to keep a line; its `kind` of furniture if removed; its `score` in hundredths of a logit."""

    keep: bool
    kind: str | None
    score: int
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """A block at rest: which lines stay, the score of each when last weighed, and why the others go."""

    keep: NDArray[np.bool_]
    score: Ints
    evidence: Mapping[int, Evidence]


BLANK = Verdict(True, None, 0)


def settle(model: Model, block: Measured, cut: int, now: Weighed | None = None, *, explain: bool = True) -> Settled:
    """Take away what scores `cut` or more until nothing does. `now` is the block as weighed, if that is known."""
    why: dict[int, Evidence] = {}
    now = now or weighed(model, block)
    last = now.score.copy()
    keep = np.ones(len(last), np.bool_)
    untouched = Settled(keep.copy(), last.copy(), why)
    left = np.arange(len(last))
    for _ in range(MAX_ROUNDS):
        stay = now.score < cut
        if stay.all():
            return Settled(keep, last, why)
        if not stay.any():
            break
        if explain:
            going = np.flatnonzero(~stay)
            why.update(zip(left[going].tolist(), reasons(model.arrays, now.leaf[:, going]), strict=True))
        keep[left[~stay]] = False
        left, block = left[stay], without(block, stay)
        now = weighed(model, block)
        last[left] = now.score
    return Settled(untouched.keep, untouched.score, {})


def score_lines(lines: Sequence[str]) -> list[int]:
    """The score of each line as things stand, before anything is removed. Blank lines score 0."""
    shown = [line.strip() for line in lines]
    model = load()
    blocks = measure(model, [line for line in shown if line])
    found = iter([score for block in blocks for score in weighed(model, block).score.tolist()])
    return [next(found) if line else 0 for line in shown]


def classify_by_model(text: str, level: str = "careful") -> tuple[Verdict, ...]:
    """One verdict for each line of text.split("\\n") at strip `level` (careful, thorough or off)."""
    if level not in LEVELS:
        raise ValueError(f"level {level!r} is not one of {', '.join(LEVELS)}")
    lines = text.split("\n")
    if level == "off":
        return tuple(Verdict(True, None, score) for score in score_lines(lines))
    shown = [line.strip() for line in lines]
    model = load()
    blocks = measure(model, [line for line in shown if line])
    cut = int(model.about["cuts"][level])
    verdicts = (verdict for block in blocks for verdict in _verdicts(settle(model, block, cut)))
    return tuple(next(verdicts) if line else BLANK for line in shown)


def _verdicts(settled: Settled) -> list[Verdict]:
    kept: dict[int, Verdict] = {}
    verdicts = []
    for at, (keep, score) in enumerate(zip(settled.keep.tolist(), settled.score.tolist(), strict=True)):
        if keep:
            verdicts.append(kept.get(score) or kept.setdefault(score, Verdict(True, None, score)))
        else:
            verdicts.append(Verdict(False, None, score, settled.evidence.get(at, ())))
    return verdicts
