"""Weights of words, counted over sites; a site is shown those that are counted on the others."""

import math
from collections import Counter, defaultdict

import numpy as np

from pumice.markup import Page
from pumice.markup.names import own_names
from pumice.markup.view import View
from pumice.markup.words import class_words, text_words
from tools.html_training.samples import Sample

Count = dict[str, tuple[Counter[str], Counter[str]]]


def counted(samples: list[Sample]) -> tuple[Count, Count]:
    """By site: how often each word stands in lines that stay and that go, and each word of the markup around them."""
    text: Count = defaultdict(lambda: (Counter(), Counter()))
    markup: Count = defaultdict(lambda: (Counter(), Counter()))
    for each in samples:
        stays = each.share >= 0.5
        words: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        around: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        chain: list[frozenset[str]] = [frozenset()]
        for frame in each.page.frames[1:]:
            chain.append(chain[frame.parent].union(class_words(frame)))
        letters = sum(line.letters for line, stay in zip(each.page.lines, stays, strict=True) if stay) or 1
        gone = int((~stays).sum()) or 1
        for line, stay, share in zip(each.page.lines, stays, each.share, strict=True):
            if not 0.3 < share < 0.7:
                words[not stay].update(set(text_words(each.page.line_text(line))))
            for word in chain[line.frame]:
                around[not stay][word] += line.letters / letters if stay else 1 / gone  # type: ignore[assignment]
        for side in (0, 1):
            text[each.domain][side].update({word: min(count, 3) for word, count in words[side].items()})
            markup[each.domain][side].update(around[side])
    return text, markup


def block_names(samples: list[Sample]) -> Count:
    """By site: how often each name is one of a block that the main text does not stand in, and one of the innermost
    block that it stands in."""
    found: Count = defaultdict(lambda: (Counter(), Counter()))
    for each in samples:
        assert each.seen is not None
        inner, others = bodies(each, each.seen)
        elsewhere, here = found[each.domain]
        if inner[-1:] not in ([], [0]):
            here.update(names_of(each.page, inner))
        for blocks in others:
            elsewhere.update(names_of(each.page, blocks))
    return found


def bodies(each: Sample, seen: View) -> tuple[list[int], list[list[int]]]:
    """The innermost block (all those around the same lines) that nine tenths of the main text stand in, and those of a
    twelfth of the page or more that half of it does not stand in."""
    mass = np.array([len(line) for line in each.tokens]) * (each.share * (each.share >= 0.3))
    before = np.concatenate(([0], np.cumsum(mass)))
    spans: dict[tuple[int, int], list[int]] = defaultdict(list)
    for block in range(len(seen.parents)):
        if seen.past[block]:
            spans[int(seen.first[block]), int(seen.past[block])].append(block)
    inner: list[int] = []
    least, others = len(mass) + 1, []
    for (first, past), blocks in spans.items():
        part = (before[past] - before[first]) / max(before[-1], 1)
        if part >= 0.9 and past - first < least:
            least, inner = past - first, blocks
        if part < 0.5 and seen.sums[blocks[-1], 0] * 12 >= max(int(seen.sums[0, 0]), 1):
            others.append(blocks)
    return inner, others


def names_of(page: Page, blocks: list[int]) -> set[str]:
    """The names of blocks."""
    return {name for block in blocks for name in own_names(page.frames[block])}


class Table:
    """Weights of words over all sites; `without` one site's own counts."""

    def __init__(self, sites: Count, *, doubt: float, sites_at_least: int = 5) -> None:
        self.sites, self.doubt, self.least = sites, doubt, sites_at_least
        self.stay, self.go, self.spread = Counter[str](), Counter[str](), Counter[str]()
        for stay, go in sites.values():
            self.stay.update(stay)
            self.go.update(go)
            self.spread.update(stay.keys() | go.keys())

    def weight(self, stay: float, go: float, spread: int) -> int:
        """Sixteenths of a logit, at most 4 logits either way."""
        if spread < self.least:
            return 0
        return max(-64, min(64, round(16 * math.log((go + self.doubt) / (stay + self.doubt)))))

    def all(self) -> dict[str, int]:
        """Every word with a weight."""
        each = ((word, self.weight(self.stay[word], self.go[word], self.spread[word])) for word in sorted(self.spread))
        return {word: weight for word, weight in each if weight}

    def without(self, site: str) -> "Without":
        """The table as it would be without a site."""
        return Without(self, *self.sites.get(site, (Counter(), Counter())))


class Without(dict[str, int]):
    """Weights that do not know one site, worked out when asked for."""

    def __init__(self, table: Table, stay: Counter[str], go: Counter[str]) -> None:
        self.table, self.own_stay, self.own_go = table, stay, go

    def get(self, word: str, otherwise: int = 0) -> int:  # type: ignore[override]  # noqa: ARG002
        """The weight of a word; 0 for words of too few sites."""
        if word not in self:
            stay, go = self.own_stay.get(word, 0), self.own_go.get(word, 0)
            table = self.table
            spread = table.spread[word] - (word in self.own_stay or word in self.own_go)
            self[word] = table.weight(max(table.stay[word] - stay, 0), max(table.go[word] - go, 0), spread)
        return self[word]
