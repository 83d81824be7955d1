"""Drafts: lines as they are written, before their place in the text is known."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pumice.markup.page import Line

# White space that is not one space already.
SPACES = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]")
SPACE = " \t\n\f\r"
# A line of prose has this many letters, most of them in no link; a hidden block of prose this many. Writing such blocks
# brings the share of main text in the first text from 0.9873 to 0.9892 (wcxb) and 0.9791 to 0.9825 (daniel).
PROSE_LINE, PROSE_BLOCK = 60, 150
# A table cell with more letters than this is a column of a page laid out by a table, not a value.
MAX_CELL = 200


class Counts(NamedTuple):
    """What was counted while a line was written; see `pumice.markup.page.Line`."""

    link_letters: int = 0
    strong_letters: int = 0
    links: int = 0
    images: int = 0


class Draft(NamedTuple):
    """A line before its place is known."""

    mark: str
    text: str
    blank: int
    frame: int
    level: int
    counts: Counts


def letters(text: str) -> int:
    """How many characters of `text` are not white space."""
    return len("".join(text.split()))


def is_prose(drafts: Sequence[Draft]) -> bool:
    """Whether lines are mostly running text, and enough of it to be missed."""
    every = prose = 0
    for draft in drafts:
        count = letters(draft.text)
        every += count
        prose += count if count >= PROSE_LINE and draft.counts.link_letters * 3 < count else 0
    return prose >= PROSE_BLOCK and prose * 2 >= every


def joined(cells: list[int], drafts: list[Draft], frame: int) -> Draft | None:
    """One line of the cells of a row, if each holds a short line at most and more than one holds any; `cells` are the
    places in `drafts` where they begin."""
    row = drafts[cells[0] :]
    bounds = list(pairwise([*cells, len(drafts)]))
    if len(row) < 2 or any(end - start > 1 for start, end in bounds):
        return None
    if max(len(draft.text) for draft in row) > MAX_CELL or any(draft.mark != row[0].mark for draft in row):
        return None
    last = max(number for number, (start, end) in enumerate(bounds) if start < end)
    text = " | ".join(drafts[start].text if start < end else "" for start, end in bounds[: last + 1]).strip(" ")
    counts = Counts(*map(sum, zip(*(draft.counts for draft in row), strict=True)))
    level = max(draft.level for draft in row)
    return Draft(row[0].mark, SPACES.sub(" ", text), row[0].blank, frame, level, counts)


def laid_out(drafts: Sequence[Draft]) -> tuple[str, tuple[Line, ...]]:
    """The text that drafts make one below the other, and its lines."""
    lines: list[Line] = []
    parts: list[str] = []
    at = 0
    for draft in drafts:
        blank = draft.blank if lines else 0
        before = "\n" * (1 + blank) if lines else ""
        start = at + len(before)
        at = start + len(draft.mark) + len(draft.text)
        parts += (before, draft.mark, draft.text)
        lines.append(Line(start, at, blank, draft.frame, letters(draft.text), draft.level, *draft.counts))
    parts.append("\n" if lines else "")
    return "".join(parts), tuple(lines)
