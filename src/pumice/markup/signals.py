"""Signals of a page's lines: whole numbers, a row a line, on how the line reads and where in the markup it stands.

Shares are in hundredths, counts of letters about four times their binary logarithm. The columns are in the order the
trees were trained on.
"""

import re
from collections import Counter
from collections.abc import Mapping

import numpy as np

from pumice.markup.columns import Ints, around, bits, share, window
from pumice.markup.page import Page
from pumice.markup.view import View
from pumice.markup.words import Words, text_words

_COUNTED = ("0123456789", ",;，、；:：", ".!?。！？", "|»·•")
_LAST = (".。", "!?！？", ":：", "…", "\"”»’')）」", ",;，", "›→>▼+")
_TAGS = (
    "div p li td th tr table ul ol dl dt dd h1 h2 h3 h4 h5 h6 section article main header footer nav aside form button "
    "select label fieldset figure figcaption blockquote pre address center noscript details summary textarea caption "
    "legend tbody thead tfoot dialog iframe menu"
)
TAG_NUMBERS = {tag: number for number, tag in enumerate(_TAGS.split(" "), 2)}
ZONE_BITS = 26
_TYPES = re.compile(r'"@type"\s*:\s*"([A-Za-z]{3,30})"')
_KINDS = (
    ("article", "blogposting", "report", "review"),
    ("discussionforum", "qapage", "question", "comment"),
    ("product", "offer"),
    ("itemlist", "collectionpage", "searchresults"),
    ("",),
)
_BODY = re.compile(r'"articleBody"\s*:\s*"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_ESCAPE = re.compile(r"\\[nrt\"]")
DESCRIPTIONS = frozenset(["description", "og:description", "twitter:description"])


def _table(marks: tuple[str, ...], *, shift: bool) -> Ints:
    """What each character up to U+FFFF stands for: a bit or a number for the marks it is among. The last entry, which
    stands for all beyond, is 0."""
    table = np.zeros(1 << 16, np.int64)
    for number, characters in enumerate(marks):
        for character in characters:
            table[ord(character)] = 1 << number if shift else number + 1
    return table


_CHARACTERS = _table(_COUNTED, shift=True).astype(np.uint8)
_ENDINGS = _table(_LAST, shift=False)


def tag_numbers(page: Page) -> Ints:
    """The element of each frame as a number."""
    return np.array([TAG_NUMBERS.get(frame.tag, 0) for frame in page.frames], np.int64)


def kinds(page: Page) -> tuple[int, ...]:
    """What kind of page it says it is, a flag each: an article, a discussion, a product, a list; and if it says so."""
    said = " ".join(
        meta.value.lower() if meta.where == "meta" else " ".join(_TYPES.findall(meta.value)).lower()
        for meta in page.head
        if meta.where == "json-ld" or meta.name == "og:type"
    )
    return tuple(int(any(word in said for word in words)) for words in _KINDS) if said else (0,) * len(_KINDS)


def _own(seen: View, words: Words) -> Ints:
    """What each line says by itself."""
    often = Counter(seen.texts)
    digits, commas, stops, bars, ends, lower = _characters(seen)
    return np.stack(
        [
            *_weighed(seen.words, words.text),
            digits,
            commas,
            stops,
            ends,
            lower,
            np.array([min(often[text], 9) for text in seen.texts], np.int64),
            np.minimum(bars, 9),
        ],
        axis=1,
    )


def _weighed(lines: list[list[str]], weights: Mapping[str, int]) -> list[Ints]:
    """Of each line the number of words, the sum of their weights, its mean, the greatest and the least."""
    count = np.array([len(line) for line in lines], np.int64)
    get = weights.get
    each = np.array([get(word, 0) for line in lines for word in line], np.int64)
    past = np.cumsum(count)
    running = np.concatenate(([0], np.cumsum(each)))
    total = running[past] - running[past - count]
    greatest, least = np.zeros_like(count), np.zeros_like(count)
    some = count > 0
    if some.any():
        starts = (past - count)[some]
        greatest[some], least[some] = np.maximum.reduceat(each, starts), np.minimum.reduceat(each, starts)
    return [count, total, total * 16 // (count + 2), greatest, least]


def _characters(seen: View) -> list[Ints]:
    """How many digits, commas, stops and bars are in each line, how it ends, and whether it begins in lower case."""
    codes = np.frombuffer(seen.page.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kind = _CHARACTERS.take(codes, mode="clip")
    start = np.array([line.start for line in seen.page.lines], np.int64)
    end = np.array([line.end for line in seen.page.lines], np.int64)
    counts = []
    for bit in range(4):
        places = np.nonzero(kind & (1 << bit))[0]
        counts.append(places.searchsorted(end) - places.searchsorted(start))
    last, first = codes[end - 1], codes[start]
    return [*counts, _ENDINGS.take(last, mode="clip"), ((first >= 97) & (first <= 122)).astype(np.int64)]


def said_bodies(page: Page) -> list[str]:
    """The texts that JSON-LD gives whole."""
    said = (meta.value for meta in page.head if meta.where == "json-ld" and "articleBody" in meta.value)
    return [_ESCAPE.sub(" ", body) for value in said for body in _BODY.findall(value)]


def _said(seen: View) -> Ints:
    """How much of each line stands in what the head says of the text: in its description, and in the whole text where
    JSON-LD gives it (101 where it does not, 102 for lines too short to tell)."""
    summary, whole = set[str](), set[tuple[str, ...]]()
    for meta in seen.page.head:
        if meta.name in DESCRIPTIONS:
            summary.update(text_words(meta.value[:1000]))
    for body in said_bodies(seen.page):
        words = text_words(body)
        whole.update(zip(words, words[1:], words[2:], strict=False))
    if not summary and not whole:
        return np.full((len(seen.words), 2), (0, 101))
    rows = []
    for tokens in seen.words:
        part = 100 * len(summary.intersection(tokens)) // (len(summary) + 1)
        threes = list(zip(tokens, tokens[1:], tokens[2:], strict=False)) if whole else []
        found = 100 * sum(three in whole for three in threes) // len(threes) if threes else 102
        rows.append((part, found if whole else 101))
    return np.array(rows, np.int64)


def _heading(level: Ints, *columns: Ints) -> list[Ints]:
    """Of the heading above each line: how far above, its level, and the value it has in other columns."""
    index = np.arange(len(level))
    last = np.maximum.accumulate(np.where(level > 0, index, -1))
    there = last >= 0
    distance = np.where(there, np.minimum(index - last, 200), 201)
    return [distance, *(np.where(there, column[last], 0) for column in (level, *columns))]


def signals(seen: View, words: Words) -> Ints:
    """The signals of a page's lines, a row each."""
    own = _own(seen, words)
    columns = [*_of_lines(seen, own), *_of_blocks(seen), *_of_neighbours(seen, own), *_of_page(seen), *_of_names(seen)]
    return np.stack(columns, axis=1)


def _of_lines(seen: View, own: Ints) -> list[Ints]:
    blank, frame, letters, level, _, strong, links, images = seen.lines.T
    index = np.arange(len(letters))
    place = seen.title
    below = np.clip(index - place, -100, 100) if place >= 0 else np.full(len(index), 101)
    chain = seen.chain[frame, 3]
    return [
        bits(letters),
        seen.link_share,
        share(strong, letters),
        np.minimum(links, 50),
        level,
        blank,
        np.minimum(images, 5),
        *own[:, :5].T,
        share(own[:, 5], letters),
        *own[:, 6:].T,
        seen.in_title,
        below,
        bits(index),
        bits(len(index) - index),
        share(index, len(index)),
        share(np.cumsum(letters) - letters, int(letters.sum())),
        share(np.cumsum(seen.prose) - seen.prose, int(seen.prose.sum())),
        *_said(seen).T,
        *_heading(level, own[:, 2], chain),
    ]


def _of_blocks(seen: View) -> list[Ints]:
    frame, sums, chain, prose = seen.frame, seen.sums, seen.chain, int(seen.prose.sum())
    tags = tag_numbers(seen.page)
    size = np.bincount(seen.group)
    mass = np.zeros(len(size), np.int64)
    np.add.at(mass, seen.group, sums[:, 2])
    ups = seen.ancestors(6)
    columns = [tags[up] for up in ups[:3]] + [chain[up, 0] for up in ups[:3]] + [*chain[frame, 1:].T, seen.talk[frame]]
    columns += [(seen.zones[frame] >> bit) & 1 for bit in range(ZONE_BITS)]
    for up in ups:
        columns += [
            bits(sums[up, 0]),
            share(sums[up, 1], sums[up, 0]),
            share(sums[up, 2], sums[up, 0]),
            bits(sums[up, 3]),
            share(sums[up, 2], prose),
            sums[up, 0] // np.maximum(sums[up, 3], 1),
        ]
    for up in ups[:5]:
        group = seen.group[up]
        columns += [bits(size[group]), share(mass[group], prose), np.minimum(seen.order[up], 50)]
    return columns


def _of_neighbours(seen: View, own: Ints) -> list[Ints]:
    letters, linked, chain = seen.letters, seen.lines[:, 4], seen.chain[seen.frame, 3]
    columns = []
    for column in (bits(letters), seen.link_share, own[:, 2], chain, seen.lines[:, 3]):
        columns += [around(column, offset) for offset in (-3, -2, -1, 1, 2, 3)]
    for before, after in ((4, 0), (0, 4), (12, 0), (0, 12), (40, 0), (0, 40)):
        near = window(letters, before, after)
        columns += [
            bits(near),
            share(window(linked, before, after), near),
            share(window(seen.prose, before, after), near),
            window(own[:, 2], before, after),
        ]
    return columns


def of_page(seen: View) -> tuple[int, ...]:
    """What holds for the whole page."""
    count, total = len(seen.letters), int(seen.letters.sum())
    talking = int(seen.letters[seen.talk[seen.frame] & 1 > 0].sum())
    return (
        int(bits(np.array(count))),
        int(bits(np.array(total))),
        100 * int(seen.lines[:, 4].sum()) // max(total, 1),
        100 * int(seen.prose.sum()) // max(total, 1),
        min(int((seen.prose > 0).sum()), 500),
        int((seen.zones & 32).any()),
        int((seen.zones & 64).any()),
        100 * talking // max(total, 1),
        *kinds(seen.page),
    )


def _of_page(seen: View) -> list[Ints]:
    return [np.full(len(seen.letters), value) for value in of_page(seen)]


def _of_names(seen: View) -> list[Ints]:
    """What the names of the blocks around each line say, and how much of the page stands in blocks of such names."""
    frame, letters = seen.frame, seen.letters
    bodies, best, total, distance = named_around(seen).T
    inside, greatest = bodies[frame] > 0, int(best[frame].max())
    top = (best[frame] == greatest) & (greatest > 0)
    prose, every = max(int(seen.prose.sum()), 1), max(int(letters.sum()), 1)
    of_page = (100 * int(letters[inside].sum()) // every, 100 * int(seen.prose[inside].sum()) // prose, greatest)
    return [
        *(column[frame] for column in (bodies, best, total, distance)),
        *(np.full(len(frame), value) for value in of_page),
        greatest - best[frame],
        np.full(len(frame), 100 * int(seen.prose[top].sum()) // prose),
    ]


def named_around(seen: View) -> Ints:
    """Of each frame and those around it: how many are named like a body, the best weight, their sum, and how far away
    the nearest is that is named so (99: none)."""
    parents, body, weight = (column.tolist() for column in (seen.parents, seen.names.body, seen.names.weight))
    rows = [(0, 0, 0, 99)]
    for number in range(1, len(parents)):
        bodies, best, total, distance = rows[parents[number]]
        own, is_body = weight[number], body[number]
        total = max(-300, min(300, total + own))
        rows.append((bodies + is_body, max(best, own), total, 0 if is_body else min(distance + 1, 99)))
    return np.array(rows, np.int64)


def second(seen: View, score: Ints, chance: Ints) -> Ints:
    """More signals, once each line has a `score` and a `chance` to stay (in thousandths): what is thought of the lines
    around it, of the parts of the page it stands in, and of lines that stand alike."""
    letters = seen.letters
    mass = letters * chance
    sums = seen.inside.sums(np.stack([letters, mass], axis=1))
    total = max(int(mass.sum()), 1)
    index = np.arange(len(letters))
    columns = [score, chance, *(around(chance, offset) for offset in (-3, -2, -1, 1, 2, 3))]
    for before, after in ((3, 0), (0, 3), (8, 0), (0, 8), (25, 0), (0, 25), (200, 0), (0, 200)):
        columns.append(window(mass, before, after) // np.maximum(window(letters, before, after), 1))
    ups = seen.ancestors(6)
    for up in ups:
        columns += [sums[up, 1] // np.maximum(sums[up, 0], 1), share(sums[up, 1], total)]
    for up in ups[:3]:
        size = np.zeros((int(seen.group.max()) + 1, 2), np.int64)
        np.add.at(size, seen.group[up], np.stack([letters, mass], axis=1))
        group = seen.group[up]
        columns += [size[group, 1] // np.maximum(size[group, 0], 1), share(size[group, 1], total)]
    sure = np.maximum.accumulate(np.where(chance > 700, index, -1))
    columns += [
        share(np.cumsum(mass) - mass, total),
        np.full(len(letters), total // max(int(letters.sum()), 1)),
        share(mass, max(int(mass.max()), 1)),
        np.where(sure >= 0, np.minimum(index - sure, 100), 101),
    ]
    return np.stack(columns, axis=1)
