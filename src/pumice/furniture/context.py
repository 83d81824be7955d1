"""Context: which marked lines are furniture, given their neighbours and their place in the document.

The rules here only ever add to what goes: a line that went still counts as furniture beside its neighbours, and places
are counted without it. So once nothing more goes, a second look at what is left finds nothing either.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pumice.furniture.lines import Line
from pumice.furniture.marks import Mark, Strength
from pumice.furniture.repeats import repeated_byline

MAX_ROUNDS = 20  # of looking again; real pages need two or three
TAIL_LINES = 16  # the longest run of widgets left at the end of an extracted article that was seen is 14
TAIL_GAP = 3  # unmarked lines between two marked ones of a tail: a promo is a claim, a subline and a button
GAP_TOKENS = 30
BODY_TOKENS = 30  # two sentences: what a document must have above its widgets to be a document
SENTENCE_TOKENS = 12
QUIET = ("byline-repeat", "site-date")
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

Gone = Mapping[int, Verdict]
Found = Iterator[tuple[int, Verdict]]
Marks = Sequence[Mark | None]


def verdicts(lines: Sequence[Line], marks: Marks, already: Gone | None = None) -> dict[int, Verdict]:
    """The lines that go, by their index in `lines`, with those that are `already` going. If none would stay, none."""
    gone: dict[int, Verdict] = dict(already or {})
    for _ in range(MAX_ROUNDS):
        before = len(gone)
        for rule in RULES:
            for at, verdict in rule(lines, marks, gone):
                gone.setdefault(at, verdict)
        if len(gone) == before:
            break
    return gone if len(gone) < len(lines) else {}


def _as(found: Mark, why: str, score: int = 0) -> Verdict:
    return Verdict(found.kind, found.phrase, found.language, why, score or found.score)


def _sure(_: Sequence[Line], marks: Marks, gone: Gone) -> Found:
    for at, found in enumerate(marks):
        if found and found.strength is Strength.SURE and at not in gone:
            yield at, _as(found, found.why)


def _standing(lines: Sequence[Line], gone: Gone) -> list[int]:
    """The lines that count for their neighbours: all but those gone for what they repeat, not for what they are."""
    return [at for at in range(len(lines)) if at not in gone or gone[at].kind not in QUIET]


def _runs(lines: Sequence[Line], marks: Marks, gone: Gone) -> Iterator[list[int]]:
    """Runs of lines that are marked or gone, in order."""
    run: list[int] = []
    for at in _standing(lines, gone):
        if marks[at] or at in gone:
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _company(lines: Sequence[Line], marks: Marks, gone: Gone) -> Found:
    """Marked lines in a run with something that goes for certain."""
    for run in _runs(lines, marks, gone):
        if any(at in gone for at in run):
            for at in run:
                found = marks[at]
                if found and at not in gone and found.kind != "site-date" and not lines[at].is_prose:
                    yield at, _as(found, "beside other furniture", 950)


def _vertical(lines: Sequence[Line], marks: Marks, gone: Gone) -> Found:
    """Three or more lines of one kind in a row, where one may be chance: a share bar or language switcher set down."""
    for kind in ("share", "language-switcher"):
        for run in _rows(_standing(lines, gone), marks, kind):
            for at in run:
                found = marks[at]
                if found and at not in gone and len(run) >= RUN:
                    yield at, _as(found, f"run of {len(run)}", 970)


def _rows(standing: Sequence[int], marks: Marks, kind: str) -> Iterator[list[int]]:
    """Runs of lines marked with one kind."""
    for same, run in groupby(standing, lambda at: (found := marks[at]) is not None and found.kind == kind):
        if same:
            yield list(run)


def _has_body(lines: Sequence[Line], marks: Marks, gone: Gone, end: int) -> bool:
    """Whether sentences of `BODY_TOKENS` tokens or more stand above line `end`."""
    body = (
        line.tokens for at, line in enumerate(lines[:end]) if not marks[at] and at not in gone and line.ends_sentence
    )
    return sum(body) >= BODY_TOKENS


def _tail_marks(lines: Sequence[Line], marks: Marks, gone: Gone) -> Found:
    """Paragraphs of furniture behind the body: nothing of a sentence's length stands below them."""
    tail = next((at for at in range(len(lines) - 1, -1, -1) if _is_tail(marks[at]) and at not in gone), 0)
    bodied = _has_body(lines, marks, gone, tail)
    below = 0
    for at in range(len(lines) - 1 if bodied else -1, -1, -1):
        found = marks[at]
        if at in gone:
            continue
        if found and _is_tail(found):
            yield at, _as(found, "behind the body")
        elif not found and lines[at].ends_sentence:
            below += lines[at].tokens
        if below >= BODY_TOKENS or (not found and lines[at].tokens >= SENTENCE_TOKENS):
            return


def _is_tail(found: Mark | None) -> bool:
    return found is not None and found.strength is Strength.TAIL


def _tail_block(lines: Sequence[Line], marks: Marks, gone: Gone) -> Found:
    """Everything between the first and the last widget behind the body, if widgets make the block: three or more, one
    of them certain, with only a few short lines between."""
    standing = _standing(lines, gone)
    last = max(
        (n for n, at in enumerate(standing) if lines[at].is_prose and not marks[at] and at not in gone), default=-1
    )
    anchors = [n for n in range(last + 1, len(standing)) if marks[standing[n]] or standing[n] in gone]
    if len(anchors) < 3 or not any(standing[n] in gone for n in anchors):
        return
    loose = [at for at in standing[anchors[0] : anchors[-1] + 1] if at not in gone]
    widest = max(below - above - 1 for above, below in pairwise(anchors))
    if len(loose) > TAIL_LINES or widest > TAIL_GAP or any(lines[at].tokens > GAP_TOKENS for at in loose):
        return
    if not _has_body(lines, marks, gone, standing[anchors[0]]):
        return
    for at in loose:
        found = marks[at]
        yield at, _as(found, "among widgets at the end", 940) if found else PROMO


def _empty_headings(lines: Sequence[Line], marks: Marks, gone: Gone) -> Found:
    """Headings of widgets with nothing of theirs below: what follows goes, or is a paragraph, or nothing follows."""
    below_gone = True
    for at in range(len(lines) - 1, 0, -1):
        found = marks[at]
        if at in gone:
            below_gone = True
            continue
        widget = found is not None and found.kind in ("empty-heading", "related")
        if found and widget and (below_gone or _stands_alone(lines, at, found)):
            yield at, _as(found, "nothing of its own below", 960)
            below_gone = True
        else:
            below_gone = False


def _stands_alone(lines: Sequence[Line], at: int, found: Mark) -> bool:
    """Whether a heading that announces a list has a paragraph below instead."""
    return found.kind == "empty-heading" and lines[at].tokens >= 2 and lines[at + 1].tokens >= GAP_TOKENS


def _site_date(lines: Sequence[Line], marks: Marks, gone: Gone) -> Found:
    """A date that is the very first line, when the article has its own below, or other furniture follows."""
    left = [at for at in range(len(lines)) if at not in gone][: 1 + SITE_DATE_REACH]
    found = marks[left[0]] if left else None
    if not found or found.kind != "site-date":
        return
    first, below = left[0], left[1:]
    own = next((place for place, at in enumerate(below) if _is_date(marks[at])), None)
    if own is not None and not any(lines[at].is_prose for at in below[:own]):
        yield first, _as(found, "above the article's own date", 960)
    elif first + 1 in gone or first - 1 in gone:
        yield first, _as(found, "beside other furniture at the top", 940)


def _is_date(found: Mark | None) -> bool:
    return found is not None and found.kind == "site-date"


def _bylines(lines: Sequence[Line], _: Marks, gone: Gone) -> Found:
    """Looked for among the lines that are left, so that furniture between name and name does not hide one."""
    left = [at for at in range(len(lines)) if at not in gone]
    for place in repeated_byline([lines[at] for at in left]):
        at = left[place]
        yield at, Verdict("byline-repeat", lines[at].key, "und", "the same name stands above", 980)


Rule = Callable[[Sequence[Line], Marks, Gone], Found]
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
