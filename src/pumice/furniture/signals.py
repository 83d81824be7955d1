"""The measured properties of lines: shape, casing, digits, punctuation, words by hash, position, runs, repetition.

Everything is whole numbers in arrays, a row a line, so that the same text has the same signals on any machine. Blank
lines are not seen here: a text measures the same with and without them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pumice.furniture import characters as ch

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

HEAD, TAIL = 800, 400  # code points read of a longer line: its ends tell what it is, and time stays bounded
BUCKET_BITS = 15  # 32,768 buckets each for words and for pairs of words
RECUR_BITS = 16
MULTIPLY = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: Fibonacci hashing (Knuth 6.4)
PAIR = np.uint64(0xC2B2AE3D27D4EB4F)
EDGE = np.uint64(0x165667B19E3779F9)
PROSE_WORDS = 12
SHORT_WORDS = 5
LOG_CAP = 4095
LOG_STEPS = 8

RATIO_KINDS = (
    ch.SPACE, ch.LOWER, ch.UPPER, ch.LETTER, ch.HAN, ch.KANA, ch.HANGUL, ch.DIGIT, ch.STOP, ch.COMMA, ch.COLON,
    ch.QUOTE, ch.BRACKET, ch.BULLET, ch.BAR, ch.SYMBOL,
)  # fmt: skip
COUNT_KINDS = (ch.STOP, ch.COMMA, ch.DIGIT, ch.UPPER, ch.BAR, ch.ELLIPSIS)
_RATIO, _COUNT = list(RATIO_KINDS), list(COUNT_KINDS)
SHAPE_NAMES = (
    *(f"ratio-{kind}" for kind in RATIO_KINDS), *(f"count-{kind}" for kind in COUNT_KINDS), "chars", "words",
    "word-length", "capitals", "numbers", "glued", "figures",
    *(f"first-{kind}" for kind in range(ch.KINDS)), *(f"last-{kind}" for kind in range(ch.KINDS)),
)  # fmt: skip
PLACE_NAMES = (
    "from-start", "from-end", "share-before", "words-before", "lines", "all-words", "repeats", "repeated",
    "recurring", "since-prose", "until-prose", "in-body", "prose-share", "short-share", "mean-words", "mean-upper",
    "mean-digit", "mean-han", "mean-letter", "mean-stop",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lines:
    """Measured lines, in order. `word`, `pair` are buckets of every word and of it with the word before; `at` says
    where each line's words start; `closing` and `whole` are buckets of the last word and of the whole line."""

    shape: Bytes
    kinds: Ints
    words: Ints
    word: Ints
    pair: Ints
    recur: Ints
    at: Ints
    closing: Ints
    whole: Ints
    key: Words

    def __len__(self) -> int:
        return len(self.words)


@cache
def _logs() -> Bytes:
    """floor(8 · log2(x + 1)) for 0 ≤ x ≤ 4095, in whole numbers."""
    return np.array([((x + 1) ** LOG_STEPS).bit_length() - 1 for x in range(LOG_CAP + 1)], np.uint8)


def log(values: Ints) -> Bytes:
    """Eight steps for every doubling of a count."""
    return _logs()[np.minimum(values, LOG_CAP)]


@cache
def _powers() -> Words:
    """Odd multipliers for the places in a word or line; beyond the last the last is used."""
    powers = [1]
    for _ in range(HEAD + TAIL):
        powers.append(powers[-1] * 0x100000001B3 % 2**64)
    return np.array(powers, np.uint64)


def _bucket(hashes: Words, bits: int) -> Ints:
    return _top(hashes * MULTIPLY, bits)


def _top(mixed: Words, bits: int) -> Ints:
    return (mixed >> np.uint64(64 - bits)).view(np.int64)


def _ends(line: str) -> str:
    return line if len(line) <= HEAD + TAIL else line[:HEAD] + " " + line[-TAIL:]


def _points(text: str) -> tuple[Bytes, NDArray[np.uint64]]:
    """The kind of every code point, and what stands for it in a word."""
    if text.isascii():
        kind, folded = (np.frombuffer(text.encode("ascii").translate(table), np.uint8) for table in ch.ascii_tables())
        return kind, folded.astype(np.uint64)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.intp)
    return ch.kinds().take(points), ch.folded().take(points).astype(np.uint64)


def read(lines: Sequence[str]) -> Lines:
    """Measure lines that are not blank and have no space at either end."""
    text = "\n".join(map(_ends, lines)) + "\n"
    kind, folded = _points(text)
    length = np.fromiter(map(len, map(_ends, lines)), np.int64, len(lines))
    newline = np.cumsum(length + 1) - 1
    start = newline - length
    wordy = ch.wordy().take(kind)
    begins = kind != ch.SPACE
    begins[1:] &= ~(wordy[1:] & wordy[:-1])
    begins[start] = True
    begin = np.flatnonzero(begins)
    hashes = _hashes(folded, begin)
    at = np.searchsorted(begin, start)
    words = np.diff(at, append=len(begin))
    before = np.empty_like(hashes)
    before[1:] = hashes[:-1]
    before[at] = EDGE
    rank = np.arange(len(begin)) - np.repeat(at, words)
    mixed = hashes * MULTIPLY
    key = np.add.reduceat((mixed ^ (hashes >> np.uint64(29))) * _powers().take(rank), at)
    row = np.repeat(np.arange(0, len(lines) * ch.KINDS, ch.KINDS), length + 1)
    row += kind
    counts = np.bincount(row, minlength=len(lines) * ch.KINDS).reshape(-1, ch.KINDS)
    counts[:, ch.SPACE] -= 1
    return Lines(
        shape=_shape(kind, begin, start, length, words, at, counts),
        kinds=counts,
        words=words,
        word=_top(mixed, BUCKET_BITS),
        pair=_bucket(before * PAIR + hashes, BUCKET_BITS),
        recur=_top(mixed, RECUR_BITS),
        at=at,
        closing=_bucket(hashes[np.append(at[1:], len(begin)) - 1] * PAIR + EDGE, BUCKET_BITS),
        whole=_bucket(key, BUCKET_BITS),
        key=key,
    )


def _hashes(folded: NDArray[np.uint64], begin: Ints) -> Words:
    """A number for each word: the sum of its folded code points, each times a multiplier for its place."""
    size = np.diff(begin, append=len(folded))
    place = np.arange(len(folded)) - np.repeat(begin, size)
    if int(size.max()) > HEAD:
        np.minimum(place, HEAD, out=place)
    return np.add.reduceat(folded * _powers().take(place), begin)


def _shape(kind: Bytes, begin: Ints, start: Ints, length: Ints, words: Ints, at: Ints, counts: Ints) -> Bytes:
    """The signals of each line by itself, in the order of `SHAPE_NAMES`; a column is contiguous in memory."""
    columns = np.zeros((len(SHAPE_NAMES), len(start)), np.uint8)
    of_kind = np.ascontiguousarray(counts.T)
    ratios, tallies = len(RATIO_KINDS), len(RATIO_KINDS) + len(COUNT_KINDS)
    columns[:ratios] = of_kind[_RATIO] * 64 // np.maximum(length, 1)
    columns[ratios:tallies] = log(of_kind[_COUNT])
    first = kind.take(begin)
    glued = np.flatnonzero((kind[:-1] == ch.LOWER) & (kind[1:] == ch.UPPER))
    digit = kind == ch.DIGIT
    joined = np.flatnonzero(digit[:-2] & digit[2:] & (kind[1:-1] >= ch.STOP))
    columns[tallies] = log(length)
    columns[tallies + 1] = log(words)
    columns[tallies + 2] = np.minimum(length * 4 // words, 255)
    columns[tallies + 3] = np.add.reduceat(first == ch.UPPER, at, dtype=np.int64) * 64 // words
    columns[tallies + 4] = np.add.reduceat(first == ch.DIGIT, at, dtype=np.int64) * 64 // words
    columns[tallies + 5] = log(_by_line(glued, start))
    columns[tallies + 6] = log(_by_line(joined, start))
    every = np.arange(len(start))
    columns[tallies + 7 + kind.take(start), every] = 64
    columns[tallies + 7 + ch.KINDS + kind.take(start + length - 1), every] = 64
    return columns.T


def _by_line(hits: Ints, start: Ints) -> Ints:
    """How many of the places `hits` each line has."""
    return np.bincount(np.searchsorted(start, hits, side="right") - 1, minlength=len(start))


def take(lines: Lines, keep: NDArray[np.bool_]) -> Lines:
    """The measured lines for which `keep` holds."""
    words = lines.words[keep]
    of_words = np.repeat(keep, lines.words)
    rows = {name: getattr(lines, name)[keep] for name in ("kinds", "closing", "whole", "key")}
    columns = {name: getattr(lines, name)[of_words] for name in ("word", "pair", "recur")}
    at = np.cumsum(words) - words
    return replace(lines, shape=lines.shape.T.compress(keep, axis=1).T, words=words, at=at, **rows, **columns)


def places(lines: Lines) -> Bytes:
    """What a line's place in its document says: position, repetition, distance to prose, the document as a whole."""
    count = len(lines)
    index = np.arange(count)
    words = lines.words
    total = int(words.sum())
    before = np.cumsum(words) - words
    prose = (words >= PROSE_WORDS) & (lines.kinds[:, ch.STOP] + lines.kinds[:, ch.COMMA] > 0)
    since, until = _distances(prose)
    body = prose & (words >= 2 * PROSE_WORDS)
    kinds = lines.kinds.sum(axis=0).tolist()
    chars = max(1, sum(kinds))
    _, leading, inverse, repeats = np.unique(lines.key, return_index=True, return_inverse=True, return_counts=True)
    per_document = [
        _log(count),
        _log(total // 8),
        int(words[prose].sum()) * 64 // total,
        int((words < SHORT_WORDS).sum()) * 64 // count,
        _log(total * 4 // count),
        kinds[ch.UPPER] * 64 * 4 // chars,
        kinds[ch.DIGIT] * 64 * 4 // chars,
        (kinds[ch.HAN] + kinds[ch.KANA] + kinds[ch.HANGUL]) * 64 // chars,
        kinds[ch.LETTER] * 64 // chars,
        kinds[ch.STOP] * 64 * 8 // chars,
    ]
    by_line: list[NDArray[Any]] = [
        log(index),
        log(count - 1 - index),
        index * 64 // count,
        before * 64 // total,
        log(repeats * 4 - 4)[inverse],
        (leading[inverse] < index) * 64,
        _recurring(lines),
        log(since),
        log(until),
        _inside(body) * 64,
    ]
    columns = np.empty((len(by_line) + len(per_document), count), np.uint8)
    for column, values in enumerate(by_line):
        columns[column] = values
    columns[len(by_line) :] = np.minimum(np.array(per_document), 255)[:, None]
    return columns.T


def _log(value: int) -> int:
    return int(_logs()[min(value, LOG_CAP)])


def _distances(marked: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Lines since the last marked one, and until the next; far away where there is none."""
    count = len(marked)
    index = np.arange(count)
    last = np.maximum.accumulate(np.where(marked, index, -LOG_CAP))
    following = np.minimum.accumulate(np.where(marked, index, count + LOG_CAP)[::-1])[::-1]
    return index - last, following - index


def _inside(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a line stands between the first and the last marked one."""
    after = np.maximum.accumulate(marked)
    return np.asarray(after & np.maximum.accumulate(marked[::-1])[::-1])


def _recurring(lines: Lines) -> Ints:
    """The share of a line's words that stand elsewhere in the document too, in 64ths."""
    index = np.arange(len(lines.recur))
    latest = np.empty(1 << RECUR_BITS, np.int64)
    latest[lines.recur] = index
    last = latest.take(lines.recur)
    again = last != index
    again[last[again]] = True
    return np.add.reduceat(again, lines.at, dtype=np.int64) * 64 // lines.words
