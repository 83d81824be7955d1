"""A byline that stands twice: once as the author's name, once more as the heading of the author's box."""

from functools import lru_cache

import numpy as np

from pumice.furniture.lexicon import lexicon
from pumice.furniture.lines import Line
from pumice.furniture.normal import UNSPACED, is_capital
from pumice.furniture.sheet import Ints, Sheet

NAME_WORDS = range(2, 7)
CAPITAL_WORDS = 3  # longer lines all in capitals are headings, not names
NEAR_PROSE = 12  # tokens of a line beside the pair that show an article, not a poem or a table


def repeated_byline(lines: Sheet, left: Ints) -> list[int]:
    """Those of the lines `left`, in order, that repeat the name on the line right above them. No name is shorter than
    two characters, so its line ends with the same two."""
    same = np.flatnonzero(lines.endings[left[1:]] == lines.endings[left[:-1]])
    return [int(left[place + 1]) for place in same.tolist() if _repeats(lines, left, place)]


def _repeats(lines: Sheet, left: Ints, place: int) -> bool:
    above, here = int(left[place]), int(left[place + 1])
    same = _same_name(lines.keys[above], lines.keys[here])
    return same and is_name(lines[here]) and _in_article(lines, left, place)


def is_name(line: Line) -> bool:
    """Whether a line is shaped like a person's name: a few different capitalised words, no digits, no sentence."""
    return _is_name(line.key, line.text)


@lru_cache(maxsize=1024)  # asked again while lines around go
def _is_name(key: str, text: str) -> bool:
    words = key.split()
    if len(words) not in NAME_WORDS and not UNSPACED.match(key):
        return False
    if any(character.isdecimal() for character in text) or any(mark in text for mark in ",;:!?"):
        return False
    if UNSPACED.match(key):
        return len(words) <= 2 and 2 <= len(key) <= 8
    if text == text.upper() != text.lower() and len(words) > CAPITAL_WORDS:
        return False
    return len(words) in NAME_WORDS and len(set(words)) == len(words) and _capitalised(text)


def is_byline(line: Line) -> bool:
    """Whether a line is a name behind a word such as `by`."""
    words = line.key.split()
    openers = lexicon().lexemes.get("byline", frozenset())
    sizes = range(1, min(4, len(words)))
    return len(words) <= 10 and not line.ends_sentence and any("".join(words[:size]) in openers for size in sizes)


def _capitalised(text: str) -> bool:
    """More capitalised words than others, the first among them; scripts without case have nothing to show."""
    words = text.split()
    if text == text.lower() == text.upper():
        return True
    return is_capital(words[0][0]) and sum(is_capital(word[0]) for word in words) * 2 > len(words)


def _same_name(above: str, here: str) -> bool:
    """Whether the key `above` is that `here`, or `here` behind a word such as `by`."""
    if above == here:
        return True
    if not above.endswith(here):
        return False
    return above[: -len(here)].replace(" ", "") in lexicon().lexemes.get("byline", frozenset())


def _in_article(lines: Sheet, left: Ints, place: int) -> bool:
    """Whether a longer line stands right above or below the pair."""
    beside = [left[at] for at in (place - 1, place + 2) if 0 <= at < len(left)]
    return bool((lines.tokens[beside] >= NEAR_PROSE).any())
