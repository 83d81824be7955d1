"""The one decision on lines: the model weighs them, the rules know some for certain and name the kind of all.

Both look at the document, then at what is left of it, until neither takes anything more; so a clean text given back is
left alone. A line that the model takes counts as furniture for the rules beside it, and the other way round.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pumice.edits import Evidence, evidence
from pumice.furniture import site
from pumice.furniture.context import Verdict, verdicts
from pumice.furniture.decision import BLANK, LEVELS
from pumice.furniture.decision import Verdict as LineVerdict
from pumice.furniture.lines import Line, lines_of
from pumice.furniture.marks import Mark, mark
from pumice.furniture.model import Measured, Model, load, measure, scores, without
from pumice.furniture.repeats import is_byline, is_name
from pumice.profile import NOTHING, Profile

MAX_ROUNDS = 12
NO_CUT = 2**31  # at level `off`: no score is as high
MENU_TOKENS = 4  # the longest entry of a menu, as opposed to the headline of a teaser; kinds by shape are only names
# In a long text that is nothing but text, short lines are tables and lists, whatever the model thinks of them: at
# careful it is heard only where one line of 25 that is left looks like furniture to the rules too. Of 272 pages of
# handbooks 93 lost something before this, 18 with it; of the furniture of whole pages 38.6 % is left instead of 36.2 %,
# of residual text 74.7 % instead of 74.0 % (every 24th and 20th page, with weights that had seen the pages).
SHORT_TEXT = 60
LINES_A_MARK = 25
TITLE_REACH = 4  # lines above the first paragraph: title, subtitle or section, byline, date


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's lines with the verdict on each that goes, and the model's last score of every line."""

    lines: tuple[Line, ...]
    marks: tuple[Mark | None, ...]
    gone: Mapping[int, Verdict]
    scores: tuple[int, ...]
    cut: int


def judge(text: str, level: str, profile: Profile = NOTHING) -> Judged:
    """Which lines of `text` go at a strip level, with what a profile says of its site."""
    lines = lines_of(text)
    known = [site.counts(profile).get(line.key, 0) for line in lines]
    by_text = {line.text: line for line in lines}
    marked = {text: mark(line) for text, line in by_text.items()}
    marks = tuple(marked[line.text] for line in lines)
    model = load()
    weighing = Weighing(
        model, lines, [site.bonus(*it) for it in zip(known, (line.tokens for line in lines), strict=True)]
    )
    if level == "off":
        weighing.at_least(NO_CUT, {})
        return Judged(lines, marks, {}, tuple(weighing.last), NO_CUT)
    cut = int(model.about["cuts"][level])
    gone: dict[int, Verdict] = {}  # where the model would leave nothing, only the rules are heard
    for _ in range(MAX_ROUNDS):
        taken = weighing.at_least(cut, gone)
        if level == "careful" and profile == NOTHING and not _has_furniture(marks, gone):
            taken = []
        ruled = verdicts(lines, marks, gone) or gone  # what a rule knows, it names
        going = dict(ruled)
        for at in sorted(set(taken) - titles(lines, marks, {*gone, *taken}) - ruled.keys()):
            score = weighing.last[at]
            going[at] = (
                _by_model(lines, marks, at, score, cut) if score >= cut else _by_site(lines[at], known[at], score)
            )
        going = verdicts(lines, marks, going) or ruled
        if len(going) == len(gone):
            break
        gone = going
    return Judged(lines, marks, gone, tuple(weighing.last), cut)


def _has_furniture(marks: Sequence[Mark | None], gone: Collection[int]) -> bool:
    """Whether the lines that are not `gone` are few, or many of them look like furniture by themselves."""
    left = [found for at, found in enumerate(marks) if at not in gone]
    return len(left) < SHORT_TEXT or sum(found is not None for found in left) * LINES_A_MARK >= len(left)


class Weighing:
    """The model's scores of a document's lines, block by block, while lines go."""

    def __init__(self, model: Model, lines: Sequence[Line], extra: Sequence[int]) -> None:
        self.model = model
        self.extra = extra
        self.blocks: list[Measured] = measure(model, [line.text.strip() for line in lines])
        self.last = [0] * len(lines)

    def at_least(self, cut: int, gone: Mapping[int, Verdict]) -> list[int]:
        """The lines not `gone` whose score, as if the others were all there is, is with its extra at least `cut`."""
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
        return [at for at in left if self.last[at] + self.extra[at] >= cut]


def _by_model(lines: Sequence[Line], marks: Sequence[Mark | None], at: int, score: int, cut: int) -> Verdict:
    """The model's verdict under the name that the line's mark or else its shape gives it."""
    found, line = marks[at], lines[at]
    if found and found.kind != "site-date":
        return Verdict(found.kind, found.phrase, found.language, f"model over {cut}, {found.why}", score)
    return Verdict(_shape(line), "", "und", f"model over {cut}", score)


def _by_site(line: Line, documents: int, score: int) -> Verdict:
    return Verdict("site", line.key, "und", f"on {documents} documents of the site", score)


def titles(lines: Sequence[Line], marks: Sequence[Mark | None], gone: Collection[int]) -> set[int]:
    """The line above the first paragraph that stays, and the title above it if that line is a date or a byline.

    What a model loses first: below a menu, a title looks like one more entry. Only unmarked lines are protected.
    """
    first = next((at for at, line in enumerate(lines) if line.is_prose and at not in gone), None)
    kept: set[int] = set()
    for at in range((first or 0) - 1, max(-1, (first or 0) - 1 - TITLE_REACH), -1):
        if not marks[at]:
            kept.add(at)
        if not _heads_article(marks[at], lines[at]):
            break
    return kept


def _heads_article(found: Mark | None, line: Line) -> bool:
    """Whether a line is what stands between a title and its text: a date, a byline, a name."""
    return (found is not None and found.kind == "site-date") or is_name(line) or is_byline(line)


def _shape(line: Line) -> str:
    if line.tokens <= MENU_TOKENS and not line.ends_sentence:
        return "navigation"
    return "notice"


def classify_lines(text: str, level: str = "careful") -> tuple[LineVerdict, ...]:
    """One verdict for each line of text.split("\\n") at strip `level` (careful, thorough or off)."""
    if level not in LEVELS:
        raise ValueError(f"level {level!r} is not one of {', '.join(LEVELS)}")
    judged = judge(text, level)
    out = [BLANK] * (text.count("\n") + 1)
    for at, line in enumerate(judged.lines):
        verdict = judged.gone.get(at)
        kind, facts = (verdict.kind, as_evidence(judged, at)) if verdict else (None, ())
        out[line.number] = LineVerdict(verdict is None, kind, judged.scores[at], facts)
    return tuple(out)


def as_evidence(judged: Judged, at: int) -> Evidence:
    """Why a line goes, for the trail and for people."""
    verdict, line = judged.gone[at], judged.lines[at]
    named = {"phrase": verdict.phrase[:80], "language": verdict.language} if verdict.phrase else {}
    return evidence(
        **named,
        kind=verdict.kind,
        why=verdict.why,
        score=judged.scores[at],
        words=line.tokens,
        place=f"line {at + 1} of {len(judged.lines)}",
        beside=sum(other in judged.gone for other in (at - 1, at + 1)),
    )
