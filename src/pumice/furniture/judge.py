"""The one decision on lines: the model weighs them, the rules know some for certain and name the kind of all.

Both look at the document, then at what is left of it, until neither takes anything more; so a clean text given back is
left alone. A line that the model takes counts as furniture for the rules beside it, and the other way round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from pumice.edits import Evidence
from pumice.furniture import site
from pumice.furniture.context import Gone, Verdict, verdicts
from pumice.furniture.decision import BLANK, LEVELS
from pumice.furniture.decision import Verdict as LineVerdict
from pumice.furniture.lines import ends_sentence
from pumice.furniture.marks import Marks, marks_of
from pumice.furniture.model import BLOCK, Measured, Model, load, measure, weighed, without
from pumice.furniture.reasons import reasons
from pumice.furniture.repeats import is_byline, is_name, repeated_byline
from pumice.furniture.sheet import Flags, Sheet, sheet_of
from pumice.furniture.signals import Bytes
from pumice.profile import NOTHING, Profile

MAX_ROUNDS = 12
NO_CUT = 2**31  # at level `off`: no score is as high
MENU_TOKENS = 4  # the longest entry of a menu, as opposed to the headline of a teaser; kinds by shape are only names
# In a text that is nothing but text, short lines are tables and lists, whatever the model thinks of one. So it is heard
# only where it is sure of some, by the mean of what lines are over `LIKELY`, or where the rules know some for certain,
# or where one line of 25 looks like furniture to the rules and the model doubts some; elsewhere it must, at thorough,
# be surer. Of 2,088 pages of handbooks, manuals and collections of sayings in 30 languages 456 held a line over 120;
# two lose something (both bounds were set on these), one of them by a rule. Of the furniture that goes from whole pages
# 1 to 2 % stays for it, from residual text a quarter, and with it two thirds of what is lost (unseen sites).
UNSURE = {"careful": NO_CUT, "thorough": 50}
EXCESS, DOUBTED = 75, 40
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
    """A document's lines with the verdict on each that goes, the model's last score of every line, and the signals that
    decided where the model did."""

    lines: Sheet
    marks: Marks
    gone: Gone
    scores: list[int]
    cut: int
    signals: Mapping[int, Evidence] = field(default_factory=dict)


def judge(text: str, level: str, profile: Profile = NOTHING, model: Model | None = None) -> Judged:
    """Which lines of `text` go at a strip level, with what a profile says of its site, and by another `model` than the
    package's own where one is to be measured."""
    lines = sheet_of(text)
    marks = marks_of(lines)
    on_site = _on_site(lines, profile)
    if level != "off" and not on_site and is_plainly_text(lines, marks):
        return Judged(lines, marks, Gone(len(lines)), [UNWEIGHED] * len(lines), NO_CUT)
    weighing = Weighing(model := model or load(), lines, on_site)
    gone = Gone(len(lines))  # where the model would leave nothing, only the rules are heard
    if level == "off":
        weighing.at_least(NO_CUT, gone)
        return Judged(lines, marks, gone, weighing.last.tolist(), NO_CUT)
    cut = int(model.about["cuts"][level])
    for _ in range(MAX_ROUNDS):
        taken = weighing.at_least(cut, gone)
        ruled = verdicts(lines, marks, gone) or gone  # what a rule knows, it names
        if profile == NOTHING and not (ruled or _has_furniture(marks, gone, weighing.excess)):
            taken &= weighing.last >= cut + UNSURE[level]
        going = ruled.copy()
        for at in np.flatnonzero(taken & ~ruled.out & ~_heads(lines, marks, gone.out, taken)).tolist():
            score = int(weighing.last[at])
            going.take(
                at, _by_model(lines, marks, at, score, cut) if score >= cut else _by_site(lines, at, on_site, score)
            )
        going = verdicts(lines, marks, going) or ruled
        if len(going) == len(gone):
            break
        gone = going
    return Judged(lines, marks, gone, weighing.last.tolist(), cut, weighing.signals(gone))


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


def _has_furniture(marks: Marks, gone: Gone, excess: int) -> bool:
    """Whether the model is sure that some of the lines that are left are furniture, or doubts some while the rules see
    many that look like it."""
    left = max(1, len(gone.out) - len(gone))
    marked = int((marks.marked & ~gone.out).sum()) * LINES_A_MARK >= left
    return excess >= (DOUBTED if marked else EXCESS) * left


class Weighing:
    """The model's scores of a document's lines, block by block, while lines go."""

    def __init__(self, model: Model, lines: Sheet, on_site: Sequence[int]) -> None:
        self.model = model
        self.texts = [text.strip() for text in lines.texts]
        self.measured: dict[int, Measured] = {}
        self.gone: dict[int, int] = {}
        self.last = np.zeros(len(lines), np.int64)
        self.extra = np.zeros(len(lines), np.int64)
        self.over: dict[int, int] = {}  # by how much the lines of each block are over `LIKELY`, all told
        self.leaf: dict[int, Bytes] = {}  # of every line that was over the cut, when it was
        if on_site:
            self.extra[:] = [site.bonus(*it) for it in zip(on_site, lines.tokens.tolist(), strict=True)]

    def at_least(self, cut: int, gone: Gone) -> Flags:
        """The lines not `gone` whose score, as if the others were all there is, is with its extra at least `cut`."""
        for start in range(0, len(self.texts), BLOCK):
            out = gone.out[start : start + BLOCK]
            count = int(out.sum())
            if self.gone.get(start) != count:  # lines only ever go: as many are the same
                self.gone[start] = count
                self._weigh(start, ~out, cut)
        return ~gone.out & (self.last + self.extra >= cut)

    @property
    def excess(self) -> int:
        """By how much the lines that are left are over `LIKELY`, all told."""
        return sum(self.over.values())

    def _weigh(self, start: int, keep: Flags, cut: int) -> None:
        block = self.measured.get(start)
        if block is None:
            (block,) = measure(self.model, self.texts[start : start + BLOCK])
            if len(self.measured) < BLOCKS_KEPT:
                self.measured[start] = block
        self.over[start] = 0
        if keep.any():
            now = weighed(self.model, block if keep.all() else without(block, keep))
            self.last[start : start + BLOCK][keep] = now.score
            self.over[start] = now.excess
            over = now.score + self.extra[start : start + BLOCK][keep] >= cut
            places = (np.flatnonzero(keep)[over] + start).tolist()
            self.leaf.update(zip(places, np.ascontiguousarray(now.leaf[:, over].T), strict=True))

    def signals(self, gone: Gone) -> dict[int, Evidence]:
        """Of the lines that are `gone` and were over the cut, the signals that spoke most for it."""
        told = sorted(gone.keys() & self.leaf.keys())
        if not told:
            return {}
        leaves = np.stack([self.leaf[at] for at in told], axis=1)
        return dict(zip(told, reasons(self.model.arrays, leaves), strict=True))


def _by_model(lines: Sheet, marks: Marks, at: int, score: int, cut: int) -> Verdict:
    """The model's verdict under the name that the line's mark or else its shape gives it."""
    found = marks[at]
    if found and found.kind != "site-date":
        return Verdict(found.kind, found.phrase, found.language, f"model over {cut}, {found.why}", score)
    is_entry = lines.tokens[at] <= MENU_TOKENS and not lines.ends_sentence(at)
    return Verdict("navigation" if is_entry else "notice", "", "und", f"model over {cut}", score)


def _by_site(lines: Sheet, at: int, on_site: Sequence[int], score: int) -> Verdict:
    return Verdict("site", lines.keys[at], "und", f"on {on_site[at]} documents of the site", score)


def _heads(lines: Sheet, marks: Marks, gone: Flags, taken: Flags) -> Flags:
    """Titles, and of the lines `taken` the unmarked names right above a paragraph that stays: an author's."""
    out = gone | taken
    kept = titles(lines, marks, out)
    stay = np.append(np.flatnonzero(~out), len(lines))
    for at in np.flatnonzero(taken & ~gone & ~marks.marked).tolist():
        below = int(stay[np.searchsorted(stay, at)])
        if below < len(lines) and below - at <= TITLE_REACH and lines.prose[below]:
            kept[at] |= is_name(lines[at]) or is_byline(lines[at])
    return kept


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
    decided = "; ".join(f"{signal} {given:+}" for signal, given in judged.signals.get(at, ()))
    return (
        ("beside", (at - 1 in gone) + (at + 1 in gone)),
        *((("decided_by", decided),) if decided else ()),
        ("kind", verdict.kind),
        *named,
        ("place", f"line {at + 1} of {len(judged.lines)}"),
        ("score", judged.scores[at]),
        ("why", verdict.why),
        ("words", int(judged.lines.tokens[at])),
    )
