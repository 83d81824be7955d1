"""A page as columns of numbers: its lines, the blocks around them, sums over both. All signals are made of these."""

import re
from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from pumice.markup.page import Page
from pumice.markup.words import Words, class_words, text_words

Ints = NDArray[np.int64]

# A line of prose has this many letters, under 30 % of them in links. It is what the parts of a page are measured by.
PROSE = 60
MAX_DEPTH = 40
_NUMBERS = re.compile(r"[0-9]+")
_POWERS = np.array(sorted({isqrt(isqrt(1 << step)) for step in range(64)}), np.int64)
# Words of blocks in which readers speak: under an article they are comments, elsewhere they are the text.
_COMMENT = frozenset(
    [
        "comment",
        "comments",
        "commentlist",
        "commenter",
        "reply",
        "replies",
        "respond",
        "response",
        "responses",
        "disqus",
        "kommentar",
        "kommentare",
        "commentaire",
        "commentaires",
        "comentario",
        "comentarios",
    ]
)
_TALK = frozenset(
    ["post", "posts", "thread", "forum", "message", "messages", "topic", "bbs", "answer", "answers", "question"]
)


@dataclass(frozen=True, slots=True)
class View:
    """`lines` are the columns of `Line` from `blank` on, `words` the words of each line. By frame: `parents`; `chain`
    (weight of own words; least, greatest, sum and number of those around); `sums` of letters, linked letters, prose,
    lines and lines of prose over all within; `first` and `past` line within; `group` of frames alike and `order` in it;
    `talk` (1: comments, 2: posts, 3: both); `zones`."""

    page: Page
    lines: Ints
    words: tuple[tuple[str, ...], ...]
    prose: Ints
    link_share: Ints
    parents: Ints
    chain: Ints
    sums: Ints
    first: Ints
    past: Ints
    group: Ints
    order: Ints
    talk: Ints
    zones: Ints

    @property
    def frame(self) -> Ints:
        """The frame of each line."""
        return self.lines[:, 1]

    @property
    def letters(self) -> Ints:
        """The letters of each line."""
        return self.lines[:, 2]

    def ancestors(self, count: int) -> list[Ints]:
        """The frame of each line, the frame around that, and so on."""
        ups = [self.frame]
        while len(ups) < count:
            ups.append(self.parents[ups[-1]])
        return ups


def view(page: Page, words: Words) -> View:
    """The columns of a page that has lines."""
    lines = np.array([line[2:] for line in page.lines], np.int64)
    letters, linked = lines[:, 2], lines[:, 4]
    link_share = share(linked, letters)
    prose = np.where((letters >= PROSE) & (link_share < 30), letters, 0)
    parents = np.array([max(frame.parent, 0) for frame in page.frames], np.int64)
    columns = np.stack([letters, linked, prose, np.ones_like(letters), (prose > 0).astype(np.int64)], axis=1)
    group, order = _alike(page)
    first, past = _spans(lines[:, 1], parents)
    return View(
        page=page,
        lines=lines,
        words=tuple(tuple(text_words(page.line_text(line))) for line in page.lines),
        prose=prose,
        link_share=link_share,
        parents=parents,
        chain=_chain(page, words),
        sums=within(parents, lines[:, 1], columns),
        first=first,
        past=past,
        group=group,
        order=order,
        talk=_talk(page),
        zones=np.array([frame.zone for frame in page.frames], np.int64),
    )


def _chain(page: Page, words: Words) -> Ints:
    weight = words.markup.get
    known: dict[tuple[str, str, str], int] = {}
    rows = [(0, 0, 0, 0, 0)]
    for frame in page.frames[1:]:
        key = (frame.words, frame.role, frame.prop)
        own = known.get(key)
        if own is None:
            own = known[key] = max(-100, min(100, sum(weight(word, 0) for word in class_words(frame))))
        _, least, greatest, total, depth = rows[frame.parent]
        total = max(-300, min(300, total + own))
        rows.append((own, min(least, own), max(greatest, own), total, min(depth + 1, MAX_DEPTH)))
    return np.array(rows, np.int64)


def within(parents: Ints, frame: Ints, columns: Ints) -> Ints:
    """The sums of line columns over each frame and all within it."""
    sums = np.zeros((len(parents), columns.shape[1]), np.int64)
    np.add.at(sums, frame, columns)
    listed = sums.tolist()
    above_of = parents.tolist()
    for number in range(len(listed) - 1, 0, -1):
        above, own = listed[above_of[number]], listed[number]
        for column, value in enumerate(own):
            above[column] += value
    return np.array(listed, np.int64)


def _spans(frame: Ints, parents: Ints) -> tuple[Ints, Ints]:
    """The first line within each frame, and the line after its last."""
    count = len(frame)
    first, past = [count] * len(parents), [0] * len(parents)
    for number, place in enumerate(frame.tolist()):
        first[place] = min(first[place], number)
        past[place] = number + 1
    above_of = parents.tolist()
    for number in range(len(first) - 1, 0, -1):
        above = above_of[number]
        first[above] = min(first[above], first[number])
        past[above] = max(past[above], past[number])
    return np.array(first, np.int64), np.array(past, np.int64)


def _alike(page: Page) -> tuple[Ints, Ints]:
    """For each frame, its group: those of the same element and class; and how many of the group stand before it."""
    groups: dict[tuple[str, str], int] = {}
    seen: list[int] = []
    found = []
    for frame in page.frames:
        number = groups.setdefault((frame.tag, _NUMBERS.sub("", frame.words)), len(groups))
        if number == len(seen):
            seen.append(0)
        found.append((number, seen[number]))
        seen[number] += 1
    both = np.array(found, np.int64)
    return both[:, 0], both[:, 1]


def _talk(page: Page) -> Ints:
    talk = [0]
    known: dict[str, int] = {}
    for frame in page.frames[1:]:
        own = known.get(frame.words)
        if own is None:
            words = class_words(frame)
            own = known[frame.words] = (not _COMMENT.isdisjoint(words)) | (not _TALK.isdisjoint(words)) << 1
        talk.append(talk[frame.parent] | own)
    return np.array(talk, np.int64)


def share(part: Ints, whole: Ints | int) -> Ints:
    """`part` in hundredths of `whole`."""
    return part * 100 // np.maximum(whole, 1)


def bits(column: Ints) -> Ints:
    """About four times the binary logarithm of a count."""
    return np.searchsorted(_POWERS, column, side="right")


def around(column: Ints, offset: int) -> Ints:
    """The column's values `offset` lines further down, 0 beyond the ends."""
    moved = np.zeros_like(column)
    if offset > 0:
        moved[:-offset] = column[offset:]
    else:
        moved[-offset:] = column[:offset]
    return moved


def window(column: Ints, before: int, after: int) -> Ints:
    """The column's sum from `before` lines above each line to `after` lines below it, the line itself left out."""
    running = np.concatenate(([0], np.cumsum(column)))
    index = np.arange(len(column))
    low, high = np.maximum(index - before, 0), np.minimum(index + after + 1, len(column))
    return running[high] - running[low] - column
