"""Marks: what a line looks like by itself, before its neighbours and its place are asked.

`sure` marks are furniture wherever they stand; `tail` marks are furniture at the end of a document or beside sure
ones; `company` marks only beside other furniture.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from pumice.furniture.bars import Bar, has_territories, language_bar, may_be_bar, print_bar, share_bar
from pumice.furniture.dates import is_date
from pumice.furniture.lexicon import Entry, lexicon
from pumice.furniture.lines import Line
from pumice.furniture.links import LINKS, link
from pumice.furniture.normal import MARK
from pumice.furniture.paragraphs import TOPICS, Topic, topic
from pumice.furniture.sheet import Flags, Sheet
from pumice.furniture.vocabulary import (
    CLOSES_BAR,
    HAS_YEAR,
    IN_BAR,
    IN_LINK,
    IN_PHRASE,
    IS_NUMBER,
    OF_ROLE,
    OPENS_BAR,
    vocabulary,
)

PHRASE_TOKENS = 14  # longer phrases are not in the lexicons
BAR_TOKENS = 40
LINK_TOKENS = 14
TOPIC_TOKENS = 3
DATE_TOKENS = 8
_BEHIND_BRACKET = re.compile(rf"(?:(?![(（]){MARK.pattern})*[(（]")
CALL_TOKENS = 60  # calls to subscribe are shorter than the paragraphs that write about subscribing


class Strength(StrEnum):
    """How much a mark says by itself."""

    SURE = "sure"
    TAIL = "tail"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Mark:
    """A line's resemblance to a kind of furniture, and what shows it."""

    kind: str
    strength: Strength
    phrase: str
    language: str
    why: str
    score: int


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a text's lines, by line; and as columns which lines have one, a sure one, one for the tail."""

    found: Mapping[int, Mark]
    marked: Flags
    sure: Flags
    tail: Flags

    def __getitem__(self, at: int) -> Mark | None:
        return self.found.get(at)

    def of_kinds(self, *kinds: str) -> list[int]:
        """The lines whose mark is of one of these kinds."""
        return [at for at, found in self.found.items() if found.kind in kinds]


def marks_of(sheet: Sheet) -> Marks:
    """The marks of all lines: each rule is asked only about lines that its bits do not rule out."""
    may = possible(sheet)
    found: dict[int, Mark] = {}
    for at in np.flatnonzero(may).tolist():
        one = mark(sheet[at], int(may[at]))
        if one:
            found[at] = one
    marked, sure, tail = np.zeros((3, len(sheet)), np.bool_)
    marked[list(found)] = True
    sure[[at for at, one in found.items() if one.strength is Strength.SURE]] = True
    tail[[at for at, one in found.items() if one.strength is Strength.TAIL]] = True
    return Marks(found, marked, sure, tail)


PHRASE, BAR, LINK, TOPIC, DATE = 1, 2, 4, 8, 16
ANY = PHRASE | BAR | LINK | TOPIC | DATE


def possible(sheet: Sheet) -> NDArray[np.uint8]:
    """For each line which marks its words allow, in bits; each test here is needed for its mark, none is enough."""
    may = np.zeros(len(sheet), np.uint8)
    rows = np.flatnonzero(np.diff(sheet.word_at))
    if not len(rows):
        return may
    bits = np.fromiter(map(vocabulary().__getitem__, sheet.words), np.int64, len(sheet.words))
    at = sheet.word_at[rows]
    some, every = np.bitwise_or.reduceat(bits, at), np.bitwise_and.reduceat(bits, at)
    tokens = sheet.tokens[rows]
    known = np.fromiter(map(lexicon().phrases.__contains__, sheet.keys), np.bool_, len(sheet))[rows]
    tests = (
        (PHRASE, (tokens <= PHRASE_TOKENS) & (known | (every & IN_PHRASE > 0))),
        (BAR, (tokens <= BAR_TOKENS) & (every & IS_NUMBER == 0) & _may_be_bars(sheet, rows, bits)),
        (LINK, (tokens <= LINK_TOKENS) & (every & IN_LINK > 0) & _has_one(some, LINKS)),
        (TOPIC, (tokens >= TOPIC_TOKENS) & _has_one(some, TOPICS)),
        (DATE, (tokens <= DATE_TOKENS) & (some & HAS_YEAR > 0)),
    )
    for bit, passes in tests:
        may[rows] |= passes * np.uint8(bit)
    return may


def _may_be_bars(sheet: Sheet, rows: NDArray[np.int64], bits: NDArray[np.int64]) -> Flags:
    """Which lines with words may be bars. Words that are in no bar must be glued ones. What stands in parentheses is
    not looked at in bars of languages, so behind an opening one any word may stand."""
    at, glued, bracketed = sheet.word_at[rows], sheet.glued[rows], sheet.bracketed[rows]
    opens = (bits[at] & OPENS_BAR > 0) | (glued > 0)
    closes = (bits[sheet.word_at[rows + 1] - 1] & CLOSES_BAR > 0) | (glued > 0)
    strange = np.add.reduceat(bits & IN_BAR == 0, at, dtype=np.int64)
    inside = np.zeros(len(rows), np.bool_)
    for row in np.flatnonzero(bracketed).tolist():
        inside[row] = opens[row] or bool(_BEHIND_BRACKET.match(sheet.texts[rows[row]]))
    return opens & closes & (strange <= glued) | inside


def _has_one(bits: NDArray[np.int64], needed: Iterable[Iterable[str]]) -> Flags:
    """Where all roles of one of the `needed` groups are present."""
    masks = [sum(OF_ROLE[role] for role in roles) for roles in needed]
    found: Flags = np.logical_or.reduce([bits & mask == mask for mask in masks])
    return found


def mark(line: Line, may: int = ANY) -> Mark | None:
    """The strongest mark of a line, or None; only of those that it `may` have."""
    found = None
    if may & PHRASE and line.tokens <= PHRASE_TOKENS:
        entry = lexicon().phrase(line.key)
        found = _of_phrase(line, entry) if entry else None
        if found and found.strength is Strength.SURE:
            return found
    if may & BAR and line.tokens <= BAR_TOKENS and may_be_bar(line.key):
        found = _of_bar(line) or found
    return (
        found
        or (_of_link(line) if may & LINK else None)
        or (_of_topic(line) if may & TOPIC else None)
        or (_of_date(line) if may & DATE else None)
    )


# Kinds whose phrases also head sections of books and manuals (`See also`, `All rights reserved`): never sure alone.
_NEVER_SURE = {"related": Strength.COMPANY, "copyright": Strength.TAIL}


def _of_phrase(line: Line, entry: Entry) -> Mark:
    strength = Strength.SURE if entry.strength == "whole" else Strength.COMPANY
    if strength is Strength.SURE:
        strength = _NEVER_SURE.get(entry.kind, strength)
    score = 990 if strength is Strength.SURE else 500
    return Mark(entry.kind, strength, line.key, entry.language, "phrase", score)


def _of_bar(line: Line) -> Mark | None:
    share = share_bar(line.text)
    if share:
        return _share(line, share)
    languages = language_bar(line.text)
    if languages:
        return _languages(line, languages)
    icons = print_bar(line.text)
    if icons and not icons.count("number"):
        several = len({role for _, role in icons.pieces}) >= 2
        return _bar_mark(line, "print", several, "icons")
    return None


def _share(line: Line, bar: Bar) -> Mark | None:
    networks, verbs = bar.count("network"), bar.count("share-verb")
    if not networks and not verbs:
        return None
    sure = (
        networks >= 3
        or (networks >= 1 and verbs >= 1)
        or len({word for word, role in bar.pieces if role == "share-verb"}) >= 2
    )
    return _bar_mark(line, "share", sure, "bar")


def _languages(line: Line, bar: Bar) -> Mark | None:
    names = {word for word, role in bar.pieces if role == "language-name"}
    if not names or bar.count("number"):
        return None
    listed = any(mark in line.text for mark in ",;،、，")
    sure = len(names) >= 2 and not line.ends_sentence and (has_territories(line.text) or not listed)
    return _bar_mark(line, "language-switcher", sure, "names")


def _bar_mark(line: Line, kind: str, sure: bool, why: str) -> Mark:
    return Mark(kind, Strength.SURE if sure else Strength.COMPANY, line.key, "und", why, 985 if sure else 500)


def _of_link(line: Line) -> Mark | None:
    found = link(line.text) if line.tokens <= LINK_TOKENS else None
    if not found:
        return None
    strength = Strength.SURE if found.orders else Strength.TAIL
    return Mark(found.kind, strength, line.key, found.language, "words of a link", 960)


def _of_topic(line: Line) -> Mark | None:
    found = topic(line.text) if line.tokens >= TOPIC_TOKENS else None
    if not found or (found.kind == "newsletter" and line.tokens > CALL_TOKENS):
        return None
    return Mark(found.kind, _topic_strength(line, found), " / ".join(found.words), found.language, "topic", 900)


def _topic_strength(line: Line, found: Topic) -> Strength:
    """A call that begins with its verb is an order to the reader; anything else may be about such calls."""
    if found.kind == "newsletter" and found.opens and line.tokens <= 30:
        return Strength.SURE
    return Strength.TAIL


def _of_date(line: Line) -> Mark | None:
    if line.tokens <= DATE_TOKENS and is_date(line.text):
        return Mark("site-date", Strength.COMPANY, line.key, "und", "date", 300)
    return None
