"""A page as columns of numbers: its lines, the blocks around them, sums over both. All signals are made of these."""

import re
from dataclasses import dataclass

import numpy as np

from pumice.markup.columns import Ints, share
from pumice.markup.names import Names, names
from pumice.markup.page import Page
from pumice.markup.words import Words, class_words, lines_words, text_words

# A line of prose has this many letters, under 30 % of them in links. It is what the parts of a page are measured by.
PROSE = 60
MAX_DEPTH = 40
_NUMBERS = re.compile(r"[0-9]+")
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
    """`lines` are the columns of `Line` from `blank` on, `texts` and `words` what each line says; `in_title` how much
    of it stands in the page's title, and `title` which line is the title's own (-1: none). By frame: `parents`; `chain`
    (weight of own words; least, greatest, sum and number of those around); `sums` of letters, linked letters, prose,
    lines and lines of prose over all within; `first` and `past` line within; `group` of frames alike and `order` in it;
    `talk` (1: comments, 2: posts, 3: both); `zones`; `names` (see there); `inside` sums columns over frames."""

    page: Page
    lines: Ints
    texts: tuple[str, ...]
    words: list[list[str]]
    in_title: Ints
    title: int
    prose: Ints
    link_share: Ints
    parents: Ints
    chain: Ints
    inside: "Inside"
    sums: Ints
    first: Ints
    past: Ints
    group: Ints
    order: Ints
    talk: Ints
    zones: Ints
    names: Names

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


@dataclass(frozen=True, slots=True)
class Inside:
    """Lines in the order of their frames. All within a frame stands side by side there, since frames are numbered in
    document order: from `low` to before `high`."""

    order: Ints
    low: Ints
    high: Ints

    @classmethod
    def of(cls, frame: Ints, parents: Ints) -> "Inside":
        """The order for lines in these frames."""
        above = parents.tolist()
        ends = list(range(1, len(above) + 1))
        for number in range(len(above) - 1, 0, -1):
            if ends[number] > ends[above[number]]:
                ends[above[number]] = ends[number]
        order = np.argsort(frame, kind="stable")
        frames = frame[order]
        return cls(order, frames.searchsorted(np.arange(len(above))), frames.searchsorted(np.array(ends)))

    def sums(self, columns: Ints) -> Ints:
        """The sums of line columns over each frame and all within it."""
        running = np.zeros((len(columns) + 1, columns.shape[1]), np.int64)
        np.cumsum(columns[self.order], axis=0, out=running[1:])
        return running[self.high] - running[self.low]


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
    texts = tuple(page.line_text(line) for line in page.lines)
    said = lines_words(texts)
    in_title, title = _title_place(page, said)
    inside = Inside.of(lines[:, 1], parents)
    return View(
        page=page,
        lines=lines,
        texts=texts,
        words=said,
        in_title=in_title,
        title=title,
        prose=prose,
        link_share=link_share,
        parents=parents,
        chain=_chain(page, words),
        inside=inside,
        sums=inside.sums(columns),
        first=first,
        past=past,
        group=group,
        order=order,
        talk=_talk(page),
        zones=np.array([frame.zone for frame in page.frames], np.int64),
        names=names(page, words.names),
    )


def _title_place(page: Page, said: list[list[str]]) -> tuple[Ints, int]:
    """How much of each line stands in the page's title, and which line is the title's own (-1: none)."""
    named = [meta.value for meta in page.head if meta.where == "title" or meta.name in ("og:title", "twitter:title")]
    title = frozenset(word for value in named[:4] for word in text_words(value[:300]))
    shares, best, place = np.zeros(len(said), np.int64), 39, -1
    for number, (line, words) in enumerate(zip(page.lines, said, strict=True)):
        if line.letters > 300 or title.isdisjoint(words):
            continue
        both, distinct = len(title.intersection(words)), len(set(words))
        shares[number] = 100 * both // (distinct + 1)
        rank = 100 * both // (distinct + len(title) - both + 1) + (30 if line.level == 1 else 10 if line.level else 0)
        if rank > best:
            best, place = rank, number
    return shares, place


def _chain(page: Page, words: Words) -> Ints:
    weight = words.markup.get
    known: dict[tuple[str, str, str], int] = {}
    rows = [(0, 0, 0, 0, 0)]
    for frame in page.frames[1:]:
        key = (frame.words, frame.role, frame.prop)
        own = known.get(key)
        if own is None:
            own = known[key] = max(-100, min(100, sum([weight(word, 0) for word in class_words(frame)])))
        _, least, greatest, total, depth = rows[frame.parent]
        if own:
            total = max(-300, min(300, total + own))
            least, greatest = min(least, own), max(greatest, own)
        rows.append((own, least, greatest, total, depth + 1 if depth < MAX_DEPTH else MAX_DEPTH))
    return np.array(rows, np.int64)


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
    plain: dict[str, str] = {}
    seen: list[int] = []
    found = []
    for frame in page.frames:
        name = plain.get(frame.words)
        if name is None:
            name = plain[frame.words] = _NUMBERS.sub("", frame.words)
        number = groups.setdefault((frame.tag, name), len(groups))
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
