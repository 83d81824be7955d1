"""What blocks are called. Templates name the block that holds an article's text much alike all over the web
(`entry-content`, `articleBody`, `post-text`), and those around it too."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pumice.markup.columns import Ints
from pumice.markup.page import Frame, Page
from pumice.markup.words import class_words

# A kind of text and the part of it that is its body, as names in the templates of content managers put them together.
_BODY = re.compile(
    r"(?:^|[^a-z])(?:article|post|entry|story|news|blog|node)s?"
    r"[-_ ]{0,2}(?:body|content|contents|text|copy|entry)(?![a-z])",
    re.IGNORECASE,
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
MOST = 150


class Names(NamedTuple):
    """Of each frame: whether its names are such a pair (1 or 0), the weight of all its names together, and of the one
    that speaks most for a body; weights are in sixteenths of a logit, above 0 for the body of a page."""

    body: Ints
    weight: Ints
    best: Ints


def names(page: Page, weights: Mapping[str, int]) -> Names:
    """What the names of each frame of a page say."""
    known: dict[tuple[str, str, str], tuple[int, int, int]] = {}
    rows = [(0, 0, 0)]
    for frame in page.frames[1:]:
        key = (frame.words, frame.role, frame.prop)
        row = known.get(key)
        if row is None:
            row = known[key] = _row(frame, weights)
        rows.append(row)
    return Names(*np.array(rows, np.int64).T)


def _row(frame: Frame, weights: Mapping[str, int]) -> tuple[int, int, int]:
    each = [weights.get(name, 0) for name in own_names(frame)]
    is_body = _BODY.search(_HUMP.sub("-", f"{frame.words} {frame.prop}")) is not None
    return int(is_body), max(-MOST, min(MOST, sum(each))), max(each, default=0)


def own_names(frame: Frame) -> Sequence[str]:
    """The words of a frame's names, and each two that follow each other; every one once, in alphabetical order."""
    found = class_words(frame)
    return sorted({*found, *map("+".join, pairwise(found))})
