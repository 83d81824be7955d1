"""Context: which marked lines are furniture, given their neighbours and their place in the document.

The rules here only ever add to what goes: a line that went still counts as furniture beside its neighbours, and places
are counted without it. So once nothing more goes, a second look at what is left finds nothing either.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from pumice.furniture.marks import Mark, Marks
from pumice.furniture.repeats import repeated_byline
from pumice.furniture.sheet import Ints, Sheet

MAX_ROUNDS = 20  # of looking again; real pages need two or three
TAIL_LINES = 16  # the longest run of widgets left at the end of an extracted article that was seen is 14
TAIL_GAP = 3  # unmarked lines between two marked ones of a tail: a promo is a claim, a subline and a button
GAP_TOKENS = 30
BODY_TOKENS = 30  # two sentences: what a document must have above its widgets to be a document
SENTENCE_TOKENS = 12
QUIET = ("byline-repeat", "site-date")
WIDGETS = ("empty-heading", "related")
BARS = ("share", "language-switcher")
SITE_DATE_REACH = 5  # lines below the site's date in which the article's own may stand
RUN = 3  # lines of one kind in a row that make a vertical bar


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a line goes: its kind, what was matched, and the rule of context."""

    kind: str
    phrase: str
    language: str
    why: str
    score: int


PROMO = Verdict("promo", "", "und", "among widgets at the end", 930)


class Gone(dict[int, Verdict]):
    """The verdicts on the lines that go, by their index; as columns which lines those are, and which of them do not
    count as furniture for their neighbours, since they go for what they repeat, not for what they are."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.out = np.zeros(size, np.bool_)
        self.quiet = np.zeros(size, np.bool_)

    def take(self, at: int, verdict: Verdict) -> None:
        """Let a line go, unless it is going already."""
        if at not in self:
            self[at] = verdict
            self.out[at] = True
            self.quiet[at] = verdict.kind in QUIET

    def copy(self) -> Self:
        """The same lines, to go on from."""
        other = type(self)(0)
        other.update(self)
        other.out, other.quiet = self.out.copy(), self.quiet.copy()
        return other

    @property
    def left(self) -> Ints:
        """The lines that stay, in order."""
        return np.flatnonzero(~self.out)

    @property
    def standing(self) -> Ints:
        """The lines that count for their neighbours."""
        return np.flatnonzero(~self.quiet)


Found = Iterator[tuple[int, Verdict]]


def verdicts(lines: Sheet, marks: Marks, already: Gone) -> Gone:
    """The lines that go, with those that are `already` going. If none would stay, none."""
    gone = already.copy()
    for _ in range(MAX_ROUNDS):
        before = len(gone)
        for rule in RULES if marks.found or gone else (_bylines,):
            for at, verdict in rule(lines, marks, gone):
                gone.take(at, verdict)
        if len(gone) == before:
            break
    return gone if len(gone) < len(lines) else Gone(len(lines))


def _as(found: Mark, why: str, score: int = 0) -> Verdict:
    return Verdict(found.kind, found.phrase, found.language, why, score or found.score)


def _sure(_: Sheet, marks: Marks, gone: Gone) -> Found:
    for at in np.flatnonzero(marks.sure & ~gone.out).tolist():
        found = marks.found[at]
        yield at, _as(found, found.why)


def _company(lines: Sheet, marks: Marks, gone: Gone) -> Found:
    """Marked lines in a run with something that goes for certain."""
    standing = gone.standing
    furniture = (marks.marked | gone.out)[standing]
    run = np.cumsum(~furniture)  # a run of furniture has the number of the line above it
    certain = np.zeros(len(standing) + 1, np.bool_)
    certain[run[gone.out[standing]]] = True
    loose = (marks.marked & ~gone.out & ~lines.prose)[standing] & certain[run]
    for at in standing[loose].tolist():
        if marks.found[at].kind != "site-date":
            yield at, _as(marks.found[at], "beside other furniture", 950)


def _vertical(_: Sheet, marks: Marks, gone: Gone) -> Found:
    """Three or more lines of one kind in a row, where one may be chance: a share bar or language switcher set down."""
    for kind in BARS:
        of_kind = marks.of_kinds(kind)
        if len(of_kind) < RUN or gone.out[of_kind].all():
            continue
        place = np.cumsum(~gone.quiet)
        standing = [at for at in of_kind if not gone.quiet[at]]
        cuts = np.flatnonzero(np.diff(place[standing]) != 1) + 1
        for run in np.split(np.array(standing, np.int64), cuts):
            for at in run[~gone.out[run]].tolist() if len(run) >= RUN else ():
                yield at, _as(marks.found[at], f"run of {len(run)}", 970)


def _has_body(lines: Sheet, marks: Marks, gone: Gone, end: int) -> bool:
    """Whether sentences of `BODY_TOKENS` tokens or more stand above line `end`."""
    tokens = 0
    for at in np.flatnonzero(~(marks.marked | gone.out)[:end]).tolist():
        if lines.ends_sentence(at):
            tokens += int(lines.tokens[at])
            if tokens >= BODY_TOKENS:
                return True
    return False


def _tail_marks(lines: Sheet, marks: Marks, gone: Gone) -> Found:
    """Paragraphs of furniture behind the body: nothing of a sentence's length stands below them."""
    tail = np.flatnonzero(marks.tail & ~gone.out)
    if not len(tail) or not _has_body(lines, marks, gone, int(tail[-1])):
        return
    below = 0
    for at in gone.left[::-1].tolist():
        found = marks[at]
        if found:
            if marks.tail[at]:
                yield at, _as(found, "behind the body")
        elif lines.ends_sentence(at):
            below += int(lines.tokens[at])
        if below >= BODY_TOKENS or (not found and lines.tokens[at] >= SENTENCE_TOKENS):
            return


def _tail_block(lines: Sheet, marks: Marks, gone: Gone) -> Found:
    """Everything between the first and the last widget behind the body, if widgets make the block: three or more, one
    of them certain, with only a few short lines between."""
    standing = gone.standing
    out, marked = gone.out[standing], marks.marked[standing]
    prose = np.flatnonzero(lines.prose[standing] & ~marked & ~out)
    last = int(prose[-1]) if len(prose) else -1
    anchors = np.flatnonzero((marked | out)[last + 1 :]) + last + 1
    if len(anchors) < 3 or not out[anchors].any():
        return
    inside = standing[anchors[0] : anchors[-1] + 1]
    loose = inside[~gone.out[inside]]
    widest = int(np.diff(anchors).max()) - 1
    if len(loose) > TAIL_LINES or widest > TAIL_GAP or (lines.tokens[loose] > GAP_TOKENS).any():
        return
    if not len(loose) or not _has_body(lines, marks, gone, int(standing[anchors[0]])):
        return
    for at in loose.tolist():
        found = marks[at]
        yield at, _as(found, "among widgets at the end", 940) if found else PROMO


def _empty_headings(lines: Sheet, marks: Marks, gone: Gone) -> Found:
    """Headings of widgets with nothing of theirs below: what follows goes, or is a paragraph, or nothing follows."""
    for at in sorted(marks.of_kinds(*WIDGETS), reverse=True):
        if at == 0 or at in gone:
            continue
        below_gone = at == len(lines) - 1 or bool(gone.out[at + 1])
        if below_gone or _stands_alone(lines, at, marks.found[at]):
            yield at, _as(marks.found[at], "nothing of its own below", 960)


def _stands_alone(lines: Sheet, at: int, found: Mark) -> bool:
    """Whether a heading that announces a list has a paragraph below instead."""
    return found.kind == "empty-heading" and lines.tokens[at] >= 2 and bool(lines.tokens[at + 1] >= GAP_TOKENS)


def _site_date(lines: Sheet, marks: Marks, gone: Gone) -> Found:
    """A date that is the very first line, when the article has its own below, or other furniture follows."""
    first = int(np.argmin(gone.out)) if len(lines) else 0
    found = marks[first]
    if not found or found.kind != "site-date" or first in gone:
        return
    below = gone.left[1 : 1 + SITE_DATE_REACH].tolist()
    own = next((place for place, at in enumerate(below) if _is_date(marks[at])), None)
    if own is not None and not lines.prose[below[:own]].any():
        yield first, _as(found, "above the article's own date", 960)
    elif first + 1 in gone or first - 1 in gone:
        yield first, _as(found, "beside other furniture at the top", 940)


def _is_date(found: Mark | None) -> bool:
    return found is not None and found.kind == "site-date"


def _bylines(lines: Sheet, _: Marks, gone: Gone) -> Found:
    """Looked for among the lines that are left, so that furniture between name and name does not hide one."""
    for at in repeated_byline(lines, gone.left):
        yield at, Verdict("byline-repeat", lines.keys[at], "und", "the same name stands above", 980)


Rule = Callable[[Sheet, Marks, Gone], Found]
RULES: tuple[Rule, ...] = (
    _sure,
    _bylines,
    _vertical,
    _company,
    _tail_marks,
    _tail_block,
    _empty_headings,
    _site_date,
)
