"""A text's lines as columns, measured all at once: what the rules on lines look up of them.

Each column says what `Line` says of one line; a test holds the two together. Blank lines are not among the lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, compress, count
from typing import overload

import numpy as np
from numpy.typing import NDArray

from pumice.form import charsets
from pumice.furniture.lines import PROSE_TOKENS, Line, ends_sentence
from pumice.furniture.normal import CAPITAL, MARK, NO_GAPS, UNSPACED, fold, key, token_count

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Points = NDArray[np.uint8] | NDArray[np.uint32]

REMEMBERED = 200_000  # code points of the longest text whose sheet is kept
POINTS = 0x110000
CASED = 0x20000  # beyond are ideographs, tags and private use
SPACE, LINE_FEED = 32, 10
OGHAM = 0x1680  # the one space that is no mark
IS_MARK, IS_CAPITAL, IS_UNSPACED, IS_GAPLESS, IS_BRACKET, IS_ACTIVE = 1, 2, 4, 8, 16, 32
"""The last is on whatever asks for a line to be keyed by itself: letters that fold to two or may join in NFC."""


@dataclass(frozen=True, slots=True)
class Sheet(Sequence[Line]):
    """The lines of a text that are not blank. The words of line n are `words[word_at[n]:word_at[n + 1]]`; `glued` says
    how often a word begins inside another, `bracketed` those with something in parentheses; `endings` is a number for
    the last two characters of each key."""

    texts: list[str]
    keys: list[str]
    tokens: Ints
    numbers: Ints
    starts: Ints
    ends: Ints
    words: list[str]
    word_at: Ints
    glued: Ints
    bracketed: Flags
    endings: Ints

    @property
    def prose(self) -> Flags:
        """Which lines are long enough to be paragraphs."""
        return self.tokens >= PROSE_TOKENS

    def ends_sentence(self, at: int) -> bool:
        """Whether a line ends like a sentence."""
        return ends_sentence(self.texts[at])

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return Line(
            int(self.numbers[at]), int(self.starts[at]), int(self.ends[at]), self.texts[at], self.keys[at],
            int(self.tokens[at]),
        )  # fmt: skip


def sheet_of(text: str) -> Sheet:
    """The lines of `text`, in order. That of the last text is kept: two steps in turn read the same one."""
    return _remembered(text) if len(text) <= REMEMBERED else _sheet(text)


@lru_cache(maxsize=1)
def _remembered(text: str) -> Sheet:
    return _sheet(text)


def _sheet(text: str) -> Sheet:
    raws = text.split("\n")
    size = np.fromiter(map(len, raws), np.int64, len(raws))
    ends = np.cumsum(size + 1)
    starts = ends - 1 - size
    ends[-1] = len(text)
    shown = (size > 0) & ~np.fromiter(map(str.isspace, raws), np.bool_, len(raws))
    traits, points = _traits_of(text)
    keys, tokens, counts = _keyed(traits, points)
    for at in np.flatnonzero(_with(np.flatnonzero(traits & IS_ACTIVE), starts)).tolist():
        keys[at] = key(raws[at])
        tokens[at], counts[at] = token_count(keys[at]), sum(map(bool, keys[at].split(" ")))
    keys = list(compress(keys, shown))
    return Sheet(
        texts=list(compress(raws, shown)),
        keys=keys,
        tokens=tokens[shown],
        numbers=np.flatnonzero(shown),
        starts=starts[shown],
        ends=ends[shown],
        words=list(filter(None, chain.from_iterable(one.split(" ") for one in keys))),
        word_at=np.concatenate((np.zeros(1, np.int64), np.cumsum(counts[shown]))),
        glued=_glued(traits, starts)[shown],
        bracketed=_with(np.flatnonzero(traits & IS_BRACKET), starts)[shown],
        endings=_numbered([one[-2:] for one in keys]),
    )


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """What each code point is to keys and bars, in bits, and what `normal.folded` makes of it by itself."""
    every = "".join(map(chr, range(CASED)))
    traits, folded = np.zeros(POINTS, np.uint8), np.arange(POINTS, dtype=np.uint32)
    classes = ((IS_MARK, MARK), (IS_CAPITAL, CAPITAL), (IS_UNSPACED, UNSPACED), (IS_GAPLESS, NO_GAPS))
    for bit, pattern in (*classes, (IS_ACTIVE, charsets.not_inert())):
        for found in re.finditer(f"{pattern.pattern}+", every):
            traits[found.start() : found.end()] |= bit
    for point, low in enumerate(map(fold, every)):
        if len(low) == 1:
            folded[point] = ord(low)
        else:
            traits[point] |= IS_ACTIVE
    traits[[ord("("), ord("（")]] |= IS_BRACKET
    traits[OGHAM] |= IS_ACTIVE
    traits[CASED:] |= IS_ACTIVE
    return traits, folded


@cache
def _ascii_tables() -> tuple[bytes, bytes]:
    traits, folded = _tables()
    return traits[:256].tobytes(), folded[:128].astype(np.uint8).tobytes() + bytes(128)


def _traits_of(text: str) -> tuple[Bytes, Points]:
    """The traits of each code point of `text`, and the code points."""
    if text.isascii():
        data = text.encode("ascii")
        return np.frombuffer(data.translate(_ascii_tables()[0]), np.uint8), np.frombuffer(data, np.uint8)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    return _tables()[0].take(points), points


def _keyed(traits: Bytes, points: Points) -> tuple[list[str], Ints, Ints]:
    """The key of each line, its number of tokens and its number of words, where no letter folds to two or joins."""
    if points.itemsize == 1:
        data = points.tobytes().translate(_ascii_tables()[1])
        low: Points = np.frombuffer(data, np.uint8)
    else:
        low = _tables()[1].take(points)
        traits = _tables()[0].take(low)
    feed = low == LINE_FEED
    mark = (traits & IS_MARK).view(np.bool_)  # the lowest bit
    begins = ~mark
    begins[1:] &= mark[:-1]
    begin = np.flatnonzero(begins)
    ends = np.searchsorted(begin, np.append(np.flatnonzero(feed), len(low)))
    counts = np.diff(ends, prepend=0)
    gapless = (traits & (IS_GAPLESS | IS_MARK)) == IS_GAPLESS
    tokens = _tokens(gapless, begin, ends) if gapless.any() else counts.copy()
    return _squeezed(low, mark, feed).split("\n"), tokens, counts


def _squeezed(low: Points, mark: Flags, feed: Flags) -> str:
    """Folded code points as a text whose lines are keys: a space for every run of marks inside them."""
    gap = mark & ~feed
    kept = ~gap
    kept[1:] |= ~mark[:-1]
    spaced = np.where(gap, low.dtype.type(SPACE), low)[kept]
    joined = spaced.tobytes().decode("ascii" if low.itemsize == 1 else "utf-32-le", "surrogatepass")
    return joined.replace(" \n", "\n").removesuffix(" ")


def _tokens(gapless: Flags, begin: Ints, ends: Ints) -> Ints:
    """As `normal.token_count`: every two characters of a word in a script without gaps count as one."""
    inside = np.add.reduceat(gapless, begin, dtype=np.int64)
    running = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.maximum((inside + 1) // 2, 1))))
    return np.diff(running[ends], prepend=0)


def _glued(traits: Bytes, starts: Ints) -> Ints:
    """At how many places of each line `normal.unglued` would part words."""
    marked, capital, unspaced = (traits & bit > 0 for bit in (IS_MARK, IS_CAPITAL, IS_UNSPACED))
    small = ~(marked | capital)
    parts = small[:-1] & capital[1:]
    if unspaced.any():
        spaced = ~(marked | unspaced)
        parts |= unspaced[:-1] & spaced[1:] | spaced[:-1] & unspaced[1:]
    lines = np.searchsorted(starts, np.flatnonzero(parts), side="right") - 1
    return np.bincount(lines, minlength=len(starts))


def _numbered(parts: list[str]) -> Ints:
    """A number for each part, the same for the same."""
    numbers: dict[str, int] = {}
    return np.fromiter(map(numbers.setdefault, parts, count()), np.int64, len(parts))


def _with(places: Ints, starts: Ints) -> Flags:
    """Which lines hold any of the `places`."""
    found = np.zeros(len(starts), np.bool_)
    found[np.searchsorted(starts, places, side="right") - 1] = True
    return found
