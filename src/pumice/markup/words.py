"""The words of a page: those of its lines, and those its markup uses for classes, ids, roles and properties."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from pumice.markup.page import Frame

_CLASS_WORDS = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}")
_PUNCTUATION = "\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~!«»“”„‘’'…–—·•›‹|©®™→←↑↓▼▲►"
_APART = dict.fromkeys(map(ord, _PUNCTUATION), " ")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Words:
    """What words say of a line, in sixteenths of a logit (above 0: furniture): of its text, and of its markup."""

    text: Mapping[str, int]
    markup: Mapping[str, int]


def class_words(frame: Frame) -> list[str]:
    """The words in a frame's class, id, role and property, in lower case: `postContent` has two."""
    return [word.lower() for word in _CLASS_WORDS.findall(f"{frame.words} {frame.role} {frame.prop}")]


def text_words(text: str) -> list[str]:
    """The words of a line, in lower case; of a script without spaces, its pairs of characters."""
    words = text.lower().translate(_APART).split()
    if text.isascii() or not _WIDE.search(text):
        return words
    return [pair for word in words for pair in map("".join, pairwise(word))]
