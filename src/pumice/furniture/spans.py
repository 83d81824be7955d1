"""Furniture inside lines: e-mail cloaks in sentences, and bars glued to the end of a title."""

import re
from collections.abc import Iterator

import numpy as np

from pumice.edits import Edit, evidence
from pumice.furniture.bars import Bar, language_bar, print_bar, share_bar
from pumice.furniture.cloak import cloaks, may_have_cloaks
from pumice.furniture.lines import SENTENCE_ENDS, Line
from pumice.furniture.normal import is_capital, key, token_count
from pumice.furniture.sheet import Flags, Sheet, sheet_of
from pumice.furniture.vocabulary import CLOSES_BAR, vocabulary

TOP_LINES = 8  # titles stand in the first lines; a row of two icons is believed only there
LEAST_TOKENS, TITLE_TOKENS = 3, 45
TAIL_WORDS = 8  # words of the longest bar looked for at the end of a title


def span_edits(text: str) -> Iterator[Edit]:
    """What is cut from inside the lines of `text`, in order."""
    lines = sheet_of(text)
    cloaked = range(len(lines)) if may_have_cloaks(text) else ()
    barred = np.flatnonzero(_may_end_in_bars(lines)).tolist()
    for place in sorted({*cloaked, *barred}):
        line = lines[place]
        yield from _cloak_edits(line)
        yield from _bar_edits(line, place)


def _may_end_in_bars(lines: Sheet) -> Flags:
    """Which lines are titles by their length and end with a word that a bar may end with, if no glued one or
    parenthesis hides it."""
    may = (lines.tokens >= LEAST_TOKENS) & (lines.tokens <= TITLE_TOKENS)
    rows = np.flatnonzero(may)
    ends = [vocabulary()[lines.words[last]] for last in (lines.word_at[rows + 1] - 1).tolist()]
    closes = np.array(ends, np.int64) & CLOSES_BAR > 0
    may[rows] = closes | (lines.glued[rows] > 0) | lines.bracketed[rows]
    return may


def _cloak_edits(line: Line) -> Iterator[Edit]:
    for found in cloaks(line.text):
        facts = evidence(
            kind="email-cloak", language=found.language, form="parentheses" if found.bracketed else "sentence"
        )
        yield Edit(line.start + found.start, line.text[found.start : found.end], "", "furniture.email-cloak", facts)


def _bar_edits(line: Line, place: int) -> Iterator[Edit]:
    if not LEAST_TOKENS <= line.tokens <= TITLE_TOKENS:
        return
    for start in _word_starts(line.text):
        tail = line.text[start:]
        kind = _title_bar(tail, place)
        if not kind:
            continue
        if _is_title(line.text[:start]):
            cut = len(line.text[:start].rstrip(" |·•-–—"))
            facts = evidence(kind=kind, phrase=key(tail), place="end of a title", line=place + 1)
            yield Edit(line.start + cut, line.text[cut:], "", f"furniture.title-{kind}", facts)
        return


def _word_starts(text: str) -> list[int]:
    """Where the last words of a line begin, the longest tail first."""
    return [match.end() for match in re.finditer(" ", text)][-TAIL_WORDS:]


def _title_bar(tail: str, place: int) -> str | None:
    """The kind of bar that the end of a line is, if it is surely one."""
    if not all(
        is_capital(word[0]) or word[0] > "\u0588" or word[0] in "|·•/-–—" for word in tail.split(" ") if word
    ) and not _icons(tail):
        return None
    icons = _icons(tail)
    if icons:
        enough = 3 if place >= TOP_LINES else 2
        return "print" if len(icons.pieces) >= enough and icons.count("pdf-icon", "print-icon") else None
    share = share_bar(tail)
    if share and place < TOP_LINES and share.count("share-verb") and share.count("network", "share-verb") >= 2:
        return "share"
    languages = language_bar(tail)
    if languages and languages.count("language-name") >= 3 and place < TOP_LINES:
        return "languages"
    return None


def _icons(tail: str) -> Bar | None:
    return print_bar(tail) if is_capital(tail[:1]) or tail[:1] > "\u0588" else None


def _is_title(head: str) -> bool:
    """Whether what stands before a bar could be a title: two words or more, and no sentence or list that goes on."""
    bare = head.rstrip(" |·•-–—")
    return token_count(key(bare)) >= 2 and not bare.endswith((",", ":", ";", "、", "，", "：", *SENTENCE_ENDS[:1]))
