"""Parts of a page that may be its main text: a block and all within it, and how surely a line there must be text.

Each candidate has signals, from which trees judge how well it would do; the best is taken. So an article and its
comments, or the second article of a list, are told apart as wholes and not line by line.
"""

from dataclasses import dataclass

import numpy as np

from pumice.markup.columns import Ints
from pumice.markup.signals import of_page, tag_numbers
from pumice.markup.view import View

# A part with less of what may be main text is none (hundredths of the page's).
LEAST = 12
MOST_PARTS = 24
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


def parts(seen: View, chance: Ints) -> tuple[list[Part], Ints]:
    """The candidates of a page, and a row of signals for each."""
    letters = seen.letters
    mass = letters * chance
    sums = seen.inside.sums(mass[:, None])[:, 0]
    total = max(int(sums[0]), 1)
    index = np.arange(len(letters))
    page = _of_page(seen, chance, total)
    place = seen.title
    blocks = _blocks(seen, sums, total)
    around = np.concatenate(([0], np.cumsum(mass)))
    found: list[Part] = []
    rows: list[tuple[int, ...]] = []
    tags = tag_numbers(seen.page)
    groups = np.zeros(int(seen.group.max()) + 1, np.int64)
    np.add.at(groups, seen.group, sums)
    size = np.bincount(seen.group)
    for block in blocks:
        first, past = int(seen.first[block]), int(seen.past[block])
        within_it = slice(first, past)
        inner = (
            *_of_block(seen, block, sums, total),
            int(tags[block]),
            int(size[seen.group[block]]),
            int(100 * groups[seen.group[block]] // total),
        )
        where = (
            first - place if place >= 0 else 999,
            int(first <= place < past) if place >= 0 else 2,
            100 * first // len(index),
            100 * past // len(index),
            int(100 * around[first] // total),
            int(100 * (around[-1] - around[past]) // total),
            int((seen.lines[within_it, 3] == 1).sum()),
            int((seen.lines[within_it, 3] == 2).sum()),
        )
        best = best_cut(letters[within_it], chance[within_it])
        for kind, cut in enumerate((LENIENT, min(best, EVEN), max(best, EVEN))):
            found.append(Part(first, past, cut))
            rows.append(
                (
                    kind,
                    *_of_choice(letters[within_it], chance[within_it], cut, total, int(sums[block])),
                    *inner,
                    *where,
                    *page,
                )
            )
    return found, np.array(rows, np.int64)


def _blocks(seen: View, sums: Ints, total: int) -> list[int]:
    """The whole page, and blocks that hold enough, each set of lines once, by its innermost block; heaviest first."""
    heavy = [0, *np.nonzero(sums * 100 >= total * LEAST)[0].tolist()]
    distinct = {(int(seen.first[block]), int(seen.past[block])): block for block in heavy if seen.past[block]}
    return sorted(distinct.values(), key=lambda block: (-int(sums[block]), block))[:MOST_PARTS]


def _of_page(seen: View, chance: Ints, total: int) -> tuple[int, ...]:
    letters = max(int(seen.letters.sum()), 1)
    return (*of_page(seen), total // letters, int(chance.max()), int((chance > EVEN).sum()))


def _of_block(seen: View, block: int, sums: Ints, total: int) -> tuple[int, ...]:
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
