"""The one decision on lines: the model weighs them, the rules know some for certain and name the kind of all.

Both look at the document, then at what is left of it, until neither takes anything more; so a clean text given back is
left alone. A line that the model takes counts as furniture for the rules beside it, and the other way round.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pumice.edits import Evidence
from pumice.furniture import site
from pumice.furniture.context import Gone, Verdict, verdicts
from pumice.furniture.decision import BLANK, LEVELS
from pumice.furniture.decision import Verdict as LineVerdict
from pumice.furniture.lines import ends_sentence
from pumice.furniture.marks import Marks, marks_of
from pumice.furniture.model import BLOCK, Measured, Model, load, measure, scores, without
from pumice.furniture.repeats import is_byline, is_name, repeated_byline
from pumice.furniture.sheet import Flags, Sheet, sheet_of
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
# Of 738 documents of residual text (44,570 lines) 167 are plainly text; in them the model would take 1 line at careful
# and 9 at thorough, and doubt 15: 0.002, 0.02 and 0.03 % of the lines. Of 298 documents of content alone (19,388 lines)
# 111 are; nothing there would go and 1 line be doubted. (Every 4th and 20th document of the labelled ones.)
TEXT_TOKENS = 12
HEAD_LINES = 3  # title, byline, date
BLOCKS_KEPT = 8  # measured blocks of lines held in memory, about 2 MB each; those of longer texts are measured again
UNWEIGHED = -1000  # the score given to the lines of such a document
TITLE_REACH = 4  # lines above the first paragraph: title, subtitle or section, byline, date


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's lines with the verdict on each that goes, and the model's last score of every line."""

    lines: Sheet
    marks: Marks
    gone: Gone
    scores: list[int]
    cut: int


def judge(text: str, level: str, profile: Profile = NOTHING) -> Judged:
    """Which lines of `text` go at a strip level, with what a profile says of its site."""
    lines = sheet_of(text)
    marks = marks_of(lines)
    on_site = _on_site(lines, profile)
    if level != "off" and not on_site and is_plainly_text(lines, marks):
        return Judged(lines, marks, Gone(len(lines)), [UNWEIGHED] * len(lines), NO_CUT)
    model = load()
    weighing = Weighing(model, lines, on_site)
    gone = Gone(len(lines))  # where the model would leave nothing, only the rules are heard
    if level == "off":
        weighing.at_least(NO_CUT, gone)
        return Judged(lines, marks, gone, weighing.last.tolist(), NO_CUT)
    cut = int(model.about["cuts"][level])
    for _ in range(MAX_ROUNDS):
        taken = weighing.at_least(cut, gone)
        if level == "careful" and profile == NOTHING and not _has_furniture(marks, gone):
            taken[:] = False
        ruled = verdicts(lines, marks, gone) or gone  # what a rule knows, it names
        going = ruled.copy()
        for at in np.flatnonzero(taken & ~ruled.out & ~titles(lines, marks, gone.out | taken)).tolist():
            score = int(weighing.last[at])
            going.take(
                at, _by_model(lines, marks, at, score, cut) if score >= cut else _by_site(lines, at, on_site, score)
            )
        going = verdicts(lines, marks, going) or ruled
        if len(going) == len(gone):
            break
        gone = going
    return Judged(lines, marks, gone, weighing.last.tolist(), cut)


def is_plainly_text(lines: Sheet, marks: Marks) -> bool:
    """Whether lines need not be weighed: nothing is marked, and below the head of a document each line is a sentence
    or more, or one short line (a heading) with such below it."""
    if marks.found or (lines.tokens >= TEXT_TOKENS).sum() * 2 < len(lines) - HEAD_LINES:
        return False
    is_text = np.fromiter(map(ends_sentence, lines.texts), np.bool_, len(lines)) & (lines.tokens >= TEXT_TOKENS)
    short = np.flatnonzero(~is_text[HEAD_LINES:])
    alone = not len(short) or (short[-1] < len(lines) - HEAD_LINES - 1 and not (np.diff(short) == 1).any())
    return bool(is_text.any()) and alone and not any(True for _ in repeated_byline(lines, np.arange(len(lines))))


def _on_site(lines: Sheet, profile: Profile) -> Sequence[int]:
    """On how many documents of the profile's site each line stands; nothing at all without a profile."""
    counts = site.counts(profile) if profile.sites else {}
    return [counts.get(key, 0) for key in lines.keys] if counts else ()


def _has_furniture(marks: Marks, gone: Gone) -> bool:
    """Whether the lines that are not `gone` are few, or many of them look like furniture by themselves."""
    left = len(gone.out) - len(gone)
    return left < SHORT_TEXT or int((marks.marked & ~gone.out).sum()) * LINES_A_MARK >= left


class Weighing:
    """The model's scores of a document's lines, block by block, while lines go."""

    def __init__(self, model: Model, lines: Sheet, on_site: Sequence[int]) -> None:
        self.model = model
        self.texts = [text.strip() for text in lines.texts]
        self.measured: dict[int, Measured] = {}
        self.gone: dict[int, int] = {}
        self.last = np.zeros(len(lines), np.int64)
        self.extra = np.zeros(len(lines), np.int64)
        if on_site:
            self.extra[:] = [site.bonus(*it) for it in zip(on_site, lines.tokens.tolist(), strict=True)]

    def at_least(self, cut: int, gone: Gone) -> Flags:
        """The lines not `gone` whose score, as if the others were all there is, is with its extra at least `cut`."""
        for start in range(0, len(self.texts), BLOCK):
            out = gone.out[start : start + BLOCK]
            count = int(out.sum())
            if self.gone.get(start) != count:  # lines only ever go: as many are the same
                self.gone[start] = count
                self._weigh(start, ~out)
        return ~gone.out & (self.last + self.extra >= cut)

    def _weigh(self, start: int, keep: Flags) -> None:
        block = self.measured.get(start)
        if block is None:
            (block,) = measure(self.model, self.texts[start : start + BLOCK])
            if len(self.measured) < BLOCKS_KEPT:
                self.measured[start] = block
        if keep.any():
            left = block if keep.all() else without(block, keep)
            self.last[start : start + BLOCK][keep] = scores(self.model, left)


def _by_model(lines: Sheet, marks: Marks, at: int, score: int, cut: int) -> Verdict:
    """The model's verdict under the name that the line's mark or else its shape gives it."""
    found = marks[at]
    if found and found.kind != "site-date":
        return Verdict(found.kind, found.phrase, found.language, f"model over {cut}, {found.why}", score)
    is_entry = lines.tokens[at] <= MENU_TOKENS and not lines.ends_sentence(at)
    return Verdict("navigation" if is_entry else "notice", "", "und", f"model over {cut}", score)


def _by_site(lines: Sheet, at: int, on_site: Sequence[int], score: int) -> Verdict:
    return Verdict("site", lines.keys[at], "und", f"on {on_site[at]} documents of the site", score)


def titles(lines: Sheet, marks: Marks, gone: Flags) -> Flags:
    """The line above the first paragraph that stays, and the title above it if that line is a date or a byline.

    What a model loses first: below a menu, a title looks like one more entry. Only unmarked lines are protected.
    """
    paragraphs = np.flatnonzero(lines.prose & ~gone)
    first = int(paragraphs[0]) if len(paragraphs) else 0
    kept = np.zeros(len(lines), np.bool_)
    for at in range(first - 1, max(-1, first - 1 - TITLE_REACH), -1):
        found = marks[at]
        kept[at] = not found
        if not (found and found.kind == "site-date") and not is_name(lines[at]) and not is_byline(lines[at]):
            break
    return kept


def classify_lines(text: str, level: str = "careful") -> tuple[LineVerdict, ...]:
    """One verdict for each line of text.split("\\n") at strip `level` (careful, thorough or off)."""
    if level not in LEVELS:
        raise ValueError(f"level {level!r} is not one of {', '.join(LEVELS)}")
    judged = judge(text, level)
    out = [BLANK] * (text.count("\n") + 1)
    for at, (number, score) in enumerate(zip(judged.lines.numbers.tolist(), judged.scores, strict=True)):
        verdict = judged.gone.get(at)
        if verdict:
            out[number] = LineVerdict(False, verdict.kind, score, as_evidence(judged, at))
        else:
            out[number] = LineVerdict(True, None, score)
    return tuple(out)


def as_evidence(judged: Judged, at: int) -> Evidence:
    """Why a line goes, for the trail and for people."""
    verdict, gone = judged.gone[at], judged.gone
    named = (("language", verdict.language), ("phrase", verdict.phrase[:80])) if verdict.phrase else ()
    return (
        ("beside", (at - 1 in gone) + (at + 1 in gone)),
        ("kind", verdict.kind),
        *named,
        ("place", f"line {at + 1} of {len(judged.lines)}"),
        ("score", judged.scores[at]),
        ("why", verdict.why),
        ("words", int(judged.lines.tokens[at])),
    )
