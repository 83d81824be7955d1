"""E-mail cloaks: the notice that a content system writes where an address was, known by its structure.

Such a clause speaks of an e-mail address, of spam robots or protection, and of JavaScript. In parentheses it goes with
them; standing free it must begin with the words that open it, and it ends with the sentence that names JavaScript.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from unicodedata import is_normalized

from pumice.furniture.lexicon import Hit, lexicon
from pumice.furniture.normal import fold, folded

MAX_CLAUSE = 320  # code points; the longest translation of the notice known has about 210
MAX_CLOAKS = 40  # in one line; a line with more is made to slow programs down, and stays
OPENER_REACH = 30  # code points between two phrases that open the same clause
_OPEN, _CLOSE = "([（［", ")]）］"
_STOP = re.compile(r"[.!?।۔։。！？](?=\s|$)|[。！？]")


@dataclass(frozen=True, slots=True)
class Cloak:
    """A cloak found in a line: where it stands, its parentheses included, and what gave it away."""

    start: int
    end: int
    language: str
    bracketed: bool


@cache
def _script_words() -> tuple[str, ...]:
    """How JavaScript is written, the longest first."""
    stems = [stem for stem, roles in lexicon().all_stems() if ("und", "javascript") in roles]
    return tuple(sorted(stems, key=lambda stem: (-len(stem), stem)))


@cache
def _script_word() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _script_words())))


def may_have_cloaks(text: str) -> bool:
    """Whether JavaScript is spoken of anywhere in a text: without it there is no cloak."""
    low = fold(text)
    return not is_normalized("NFC", low) or any(word in low for word in _script_words())


def cloaks(line: str) -> Iterator[Cloak]:
    """The cloaks in one line, left to right."""
    low = folded(line)
    if len(low) != len(line):
        return
    at = 0
    words = list(islice(_script_word().finditer(low), MAX_CLOAKS + 1))
    if len(words) > MAX_CLOAKS:
        return
    for word in words:
        if word.start() < at:
            continue
        cloak = _bracketed(line, word.start(), word.end(), at) or _standing(line, low, word.start(), word.end(), at)
        if cloak:
            at = cloak.end
            yield cloak


def _bracketed(line: str, start: int, end: int, floor: int) -> Cloak | None:
    """The parentheses around a JavaScript word, if what they hold is a cloak."""
    opening = max(line.rfind(bracket, max(floor, start - MAX_CLAUSE), start) for bracket in _OPEN)
    closing = min(
        (at for at in (line.find(bracket, end, end + MAX_CLAUSE) for bracket in _CLOSE) if at >= 0), default=-1
    )
    if opening < 0 or closing < 0 or any(mark in line[opening + 1 : closing] for mark in "()"):
        return None
    hits = list(lexicon().stem_hits(line[opening:closing]))
    languages = _languages(hits) or [hit.language for hit in hits if hit.role == "shield" and hit.language == "und"]
    if not languages:
        return None
    return Cloak(*_widened(line, opening, closing + 1), languages[0], True)


def _standing(line: str, low: str, start: int, end: int, floor: int) -> Cloak | None:
    """A cloak without parentheses: from the words that open one to the end of the sentence that names JavaScript."""
    low_floor = max(floor, start - MAX_CLAUSE)
    hits = list(lexicon().stem_hits(line[low_floor:end]))
    if not _languages(hits):
        return None
    opener = _opener(line[low_floor:end], hits)
    if opener is None:
        return None
    opening = low_floor + opener.start
    stop = _STOP.search(line, end, end + MAX_CLAUSE)
    closing = stop.end() if stop else len(line)
    if closing - opening > MAX_CLAUSE or any(mark in low[opening:closing] for mark in "()"):
        return None
    return Cloak(*_widened(line, opening, closing), opener.language, False)


def _opener(clause: str, hits: list[Hit]) -> Hit | None:
    """The words that open the last cloak of `clause`: the first of those that stand close together in one sentence."""
    best: Hit | None = None
    for hit in reversed([hit for hit in hits if hit.role == "opener"]):
        if best is None:
            if _languages([other for other in hits if other.start >= hit.start]):
                best = hit
        elif best.start - hit.start <= OPENER_REACH and not _STOP.search(clause, hit.start, best.start):
            best = hit
    return best


def _languages(hits: list[Hit]) -> list[str]:
    """Languages in which the hits speak both of e-mail and of a shield against spam, the written-out ones first."""
    email = {hit.language for hit in hits if hit.role == "email"}
    shield = {hit.language for hit in hits if hit.role == "shield"}
    if not email or not shield:
        return []
    return sorted(email & shield, key=lambda language: (language == "und", language)) or sorted(email)


def _widened(line: str, start: int, end: int) -> tuple[int, int]:
    """The span with the space before it, or at the head of a line the space behind it: none is left doubled."""
    while start > 0 and line[start - 1] == " ":
        start -= 1
    if start == 0:
        while end < len(line) and line[end] == " ":
            end += 1
    return start, end
