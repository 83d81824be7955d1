"""Marks: what a line looks like by itself, before its neighbours and its place are asked.

`sure` marks are furniture wherever they stand; `tail` marks are furniture at the end of a document or beside sure
ones; `company` marks only beside other furniture.
"""

from dataclasses import dataclass
from enum import StrEnum

from pumice.furniture.bars import Bar, has_territories, language_bar, may_be_bar, print_bar, share_bar
from pumice.furniture.dates import is_date
from pumice.furniture.lexicon import Entry, lexicon
from pumice.furniture.lines import Line
from pumice.furniture.links import link
from pumice.furniture.paragraphs import Topic, topic

PHRASE_TOKENS = 14  # longer phrases are not in the lexicons
BAR_TOKENS = 40
LINK_TOKENS = 14
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


def mark(line: Line) -> Mark | None:
    """The strongest mark of a line, or None."""
    found = None
    if line.tokens <= PHRASE_TOKENS:
        entry = lexicon().phrase(line.key)
        found = _of_phrase(line, entry) if entry else None
        if found and found.strength is Strength.SURE:
            return found
    if line.tokens <= BAR_TOKENS and may_be_bar(line.key):
        found = _of_bar(line) or found
    return found or _of_link(line) or _of_topic(line) or _of_date(line)


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
    found = topic(line.text) if line.tokens >= 3 else None
    if not found or (found.kind == "newsletter" and line.tokens > CALL_TOKENS):
        return None
    return Mark(found.kind, _topic_strength(line, found), " / ".join(found.words), found.language, "topic", 900)


def _topic_strength(line: Line, found: Topic) -> Strength:
    """A call that begins with its verb is an order to the reader; anything else may be about such calls."""
    if found.kind == "newsletter" and found.opens and line.tokens <= 30:
        return Strength.SURE
    return Strength.TAIL


def _of_date(line: Line) -> Mark | None:
    if line.tokens <= 8 and is_date(line.text):
        return Mark("site-date", Strength.COMPANY, line.key, "und", "date", 300)
    return None
