"""Parts of a page that may be its main text: a block and all within it, and how surely a line there must be text.

Each candidate has signals, from which trees judge how well it would do; the best is taken. So an article and its
comments, or the second article of a list, are told apart as wholes and not line by line.
"""

from dataclasses import dataclass

import numpy as np

from pumice.markup.columns import Ints
from pumice.markup.drafts import letters
from pumice.markup.signals import DESCRIPTIONS, named_around, of_page, said_bodies, tag_numbers
from pumice.markup.view import View
from pumice.markup.words import text_words

# A part with less of what may be main text is none (hundredths of the page's).
LEAST = 12
MOST_PARTS = 24
# A block with a share of the page like this (one in so many) is heavy.
HEAVY = 20
# So many lines of prose are the opening of a part.
OPENING = 4
# Lines in a part stay from these chances on, in thousandths; the middle one is the best guess, see `best_cut`.
LENIENT, EVEN = 100, 500


@dataclass(frozen=True, slots=True)
class Part:
    """Lines `first` to before `past` whose chance is at least `cut`."""

    first: int
    past: int
    cut: int


def best_cut(letters: Ints, chance: Ints) -> int:
    """The chance from which on lines should be taken to do best in precision and recall together, as expected."""
    order = np.argsort(-chance, kind="stable")
    right = np.cumsum((chance * letters)[order])
    taken = np.cumsum(letters[order])
    value = right * 200_000 // np.maximum(taken * 1000 + int(right[-1]), 1)
    return int(chance[order[int(np.argmax(value))]])


@dataclass(frozen=True, slots=True)
class Weighed:
    """A page with the chances of its lines. `mass` is letters times chance, of each line; `sums` of all within each
    frame, `total` of the page; `before` what stands before each line, of mass, letters, prose, lines of prose, main
    headings, and mass in blocks that are named like a body. `alike` are the number and the mass of each group of
    frames, `largest` the mass of the heaviest block right within each frame, `heavy` how many heavy ones there are."""

    seen: View
    chance: Ints
    mass: Ints
    sums: Ints
    total: int
    before: Ints
    alike: Ints
    tags: Ints
    bodies: Ints
    largest: Ints
    heavy: Ints


def weighed(seen: View, chance: Ints) -> Weighed:
    """What the signals of parts are made of."""
    mass = seen.letters * chance
    sums = seen.inside.sums(mass[:, None])[:, 0]
    total = max(int(sums[0]), 1)
    bodies = named_around(seen)[:, 0]
    columns = (mass, seen.letters, seen.prose, seen.prose > 0, seen.lines[:, 3] == 1, mass * (bodies[seen.frame] > 0))
    before = np.zeros((len(mass) + 1, len(columns)), np.int64)
    np.cumsum(np.stack(columns, axis=1), axis=0, out=before[1:])
    alike = np.zeros((int(seen.group.max()) + 1, 2), np.int64)
    np.add.at(alike, seen.group, np.stack([np.ones_like(sums), sums], axis=1))
    largest, heavy = np.zeros_like(sums), np.zeros_like(sums)
    np.maximum.at(largest, seen.parents[1:], sums[1:])
    np.add.at(heavy, seen.parents[1:], (sums[1:] * HEAVY >= total).astype(np.int64))
    return Weighed(seen, chance, mass, sums, total, before, alike, tag_numbers(seen.page), bodies, largest, heavy)


def parts(seen: View, chance: Ints) -> tuple[list[Part], Ints]:
    """The candidates of a page, and a row of signals for each."""
    of = weighed(seen, chance)
    page = _of_page(seen, chance, of.total)
    said = _said(seen)
    found: list[Part] = []
    rows: list[tuple[int, ...]] = []
    for blocks in _blocks(of):
        block = blocks[-1]
        first, past = int(seen.first[block]), int(seen.past[block])
        lines = slice(first, past)
        same = (*_of_block(of, block), *_of_place(of, first, past), *page)
        same += (*_of_names(of, blocks), *_of_tree(of, block), *_of_head(of, first, past, said))
        same += (*_of_edges(of, first, past), *_of_lines(of, first, past), len(blocks))
        best = best_cut(seen.letters[lines], chance[lines])
        for kind, cut in enumerate((LENIENT, min(best, EVEN), max(best, EVEN))):
            found.append(Part(first, past, cut))
            choice = _of_choice(seen.letters[lines], chance[lines], cut, of.total, int(of.sums[block]))
            rows.append((kind, *choice, *same))
    return found, np.array(rows, np.int64)


def _blocks(of: Weighed) -> list[list[int]]:
    """The whole page, and blocks that hold enough, those around the same lines together (the innermost last);
    heaviest first."""
    seen, sums = of.seen, of.sums
    distinct: dict[tuple[int, int], list[int]] = {}
    for block in [0, *np.nonzero(sums * 100 >= of.total * LEAST)[0].tolist()]:
        if seen.past[block]:
            distinct.setdefault((int(seen.first[block]), int(seen.past[block])), []).append(block)
    return sorted(distinct.values(), key=lambda blocks: (-int(sums[blocks[-1]]), blocks[-1]))[:MOST_PARTS]


def _of_place(of: Weighed, first: int, past: int) -> tuple[int, ...]:
    count, title, level = len(of.mass), of.seen.title, of.seen.lines[first:past, 3]
    return (
        first - title if title >= 0 else 999,
        int(first <= title < past) if title >= 0 else 2,
        100 * first // count,
        100 * past // count,
        int(100 * of.before[first, 0] // of.total),
        int(100 * (of.before[-1, 0] - of.before[past, 0]) // of.total),
        int((level == 1).sum()),
        int((level == 2).sum()),
    )


def _of_names(of: Weighed, blocks: list[int]) -> tuple[int, ...]:
    """What the block and that around it are called; how much of it, and of what is called a body, is the same."""
    seen, block = of.seen, blocks[-1]
    named, above = seen.names, int(seen.parents[block])
    weights = [int(weight) for weight in named.weight[blocks]]
    body = of.before[seen.past[block], 5] - of.before[seen.first[block], 5]
    return (
        int(named.body[blocks].max()),
        max(weights),
        sum(weights),
        int(named.best[blocks].max()),
        int(of.bodies[block]),
        int(named.weight[above]),
        int(named.best[above]),
        int(100 * body // max(int(of.sums[block]), 1)),
        int(100 * body // max(int(of.before[-1, 5]), 1)),
        int(100 * of.before[-1, 5] // of.total),
    )


def _of_tree(of: Weighed, block: int) -> tuple[int, ...]:
    above = int(of.seen.parents[block])
    return (
        int(100 * of.largest[block] // max(int(of.sums[block]), 1)),
        int(of.heavy[block]),
        int(of.heavy[above]),
        int(100 * of.sums[block] // max(int(of.sums[above]), 1)),
    )


def _said(seen: View) -> tuple[frozenset[str], int]:
    """The words of the page's description, and how many letters the body has that its head gives whole (0: none)."""
    words = text_words(" ".join(meta.value[:1000] for meta in seen.page.head if meta.name in DESCRIPTIONS))
    return frozenset(words), max((letters(body) for body in said_bodies(seen.page)), default=0)


def _of_head(of: Weighed, first: int, past: int, said: tuple[frozenset[str], int]) -> tuple[int, ...]:
    """How much of the page's description stands in the first lines of prose, and how long the part is against the body
    in the head, in hundredths; -1 where the head says nothing."""
    description, body = said
    prose = (first + np.nonzero(of.seen.prose[first:past])[0][:OPENING]).tolist()
    words = description.intersection(word for line in prose for word in of.seen.words[line])
    count = int(of.before[past, 1] - of.before[first, 1])
    return (
        100 * len(words) // (len(description) + 1) if description else -1,
        100 * min(count, 10 * body) // body if body else -1,
    )


def _of_edges(of: Weighed, first: int, past: int) -> tuple[int, ...]:
    """What is thought of the lines right before and after the ends of the part, and how they read."""
    seen, count = of.seen, len(of.mass)
    near = (
        _near(of, max(first + start, 0), first + end) if at == 0 else _near(of, past + start, min(past + end, count))
        for at, start, end in ((0, -3, 0), (0, 0, 3), (1, -3, 0), (1, 0, 3), (0, -1, 0), (1, 0, 1), (1, -1, 0))
    )
    return (
        *(value for pair in near for value in pair),
        int(seen.lines[past, 3]) if past < count else 7,
        int(seen.lines[first, 3]),
        int(seen.link_share[past]) if past < count else -1,
        int(seen.link_share[past - 1]),
    )


def _near(of: Weighed, start: int, end: int) -> tuple[int, int]:
    start, end = max(start, 0), min(end, len(of.mass))
    mass, count = (int(value) for value in of.before[end, :2] - of.before[start, :2])
    return mass // count if count else -1, min(count, 3000) // 4


def _of_lines(of: Weighed, first: int, past: int) -> tuple[int, ...]:
    within, after = of.before[past] - of.before[first], of.before[-1] - of.before[past]
    return (
        int(100 * within[2] // max(int(within[1]), 1)),
        int(within[1] // (past - first)),
        int(of.mass[first:past].max()) // 8000,
        int(after[3]),
        int(of.before[first, 3]),
        int(within[4]),
        int(of.before[-1, 4]),
    )


def _of_page(seen: View, chance: Ints, total: int) -> tuple[int, ...]:
    letters = max(int(seen.letters.sum()), 1)
    return (*of_page(seen), total // letters, int(chance.max()), int((chance > EVEN).sum()))


def _of_block(of: Weighed, block: int) -> tuple[int, ...]:
    seen, sums, total = of.seen, of.sums, of.total
    letters, linked, prose, lines, prose_lines = (int(value) for value in seen.sums[block])
    above = int(seen.parents[block])
    zone = int(seen.zones[block])
    return (
        int(sums[block]) * 100 // total,
        int(sums[block]) // max(letters, 1),
        100 * linked // max(letters, 1),
        100 * prose // max(letters, 1),
        100 * prose // max(int(seen.sums[0, 2]), 1),
        min(prose_lines, 500),
        min(lines, 2000),
        *(int(value) for value in seen.chain[block]),
        *(zone >> bit & 1 for bit in (0, 1, 2, 4, 5, 6, 10, 11, 24, 25)),
        int(seen.talk[block]),
        min(int(seen.order[block]), 50),
        int(sums[above]) * 100 // total,
        int(sums[above]) // max(int(seen.sums[above, 0]), 1),
        int(of.tags[block]),
        int(of.alike[seen.group[block], 0]),
        int(100 * of.alike[seen.group[block], 1] // total),
    )


def _of_choice(letters: Ints, chance: Ints, cut: int, total: int, own: int) -> tuple[int, ...]:
    taken = chance >= cut
    count = max(int(letters[taken].sum()), 1)
    right = int((letters * chance)[taken].sum())
    return (
        right * 200 // max(count * 1000 + own, 1),
        right * 200 // max(count * 1000 + total, 1),
        right // count,
        right * 100 // total,
        100 * count // max(int(letters.sum()), 1),
        100 * int(taken.sum()) // len(letters),
    )
