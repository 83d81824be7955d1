"""The words of a page: those of its lines, and those its markup uses for classes, ids, roles and properties."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pumice.markup.page import Frame

_CLASS_WORDS = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}")
_PUNCTUATION = "\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~!«»“”„‘’'…–—·•›‹|©®™→←↑↓▼▲►"
_APART = dict.fromkeys(map(ord, _PUNCTUATION), " ")
# The pages of a site use the same names; longer ones than this are not remembered, so that memory stays bounded.
MAX_REMEMBERED = 300
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Words:
    """What words say, in sixteenths of a logit: of a line, by those of its text and of its markup (above 0: furniture);
    of a block, by its names (above 0: the body of the page)."""

    text: Mapping[str, int]
    markup: Mapping[str, int]
    names: Mapping[str, int]


def class_words(frame: Frame) -> Sequence[str]:
    """The words in a frame's class, id, role and property, in lower case: `postContent` has two."""
    names = f"{frame.words} {frame.role} {frame.prop}"
    return _remembered(names) if len(names) <= MAX_REMEMBERED else _in_names(names)


def _in_names(names: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _CLASS_WORDS.findall(names))


_remembered = lru_cache(1 << 13)(_in_names)


def lines_words(lines: Sequence[str]) -> list[list[str]]:
    """What `text_words` says of each of a page's lines, all read at once."""
    whole = "\n".join(lines)
    if not whole.isascii() and _WIDE.search(whole):
        return [text_words(line) for line in lines]
    return [line.split() for line in whole.lower().translate(_APART).split("\n")]


def text_words(text: str) -> list[str]:
    """The words of a line, in lower case; of a script without spaces, its pairs of characters."""
    words = text.lower().translate(_APART).split()
    if text.isascii() or not _WIDE.search(text):
        return words
    return [pair for word in words for pair in map("".join, pairwise(word))]
