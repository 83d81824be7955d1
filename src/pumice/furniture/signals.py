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
LOG_CAP = 4095
LOG_STEPS = 8

RATIO_KINDS = (
    ch.SPACE, ch.LOWER, ch.UPPER, ch.LETTER, ch.HAN, ch.KANA, ch.HANGUL, ch.DIGIT, ch.STOP, ch.COMMA, ch.COLON,
    ch.QUOTE, ch.BRACKET, ch.BULLET, ch.BAR, ch.SYMBOL,
)  # fmt: skip
COUNT_KINDS = (ch.STOP, ch.COMMA, ch.DIGIT, ch.UPPER, ch.BAR, ch.ELLIPSIS)
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
    return ((hashes * MULTIPLY) >> np.uint64(64 - bits)).astype(np.int64)


def _ends(line: str) -> str:
    return line if len(line) <= HEAD + TAIL else line[:HEAD] + " " + line[-TAIL:]


def read(lines: Sequence[str]) -> Lines:
    """Measure lines that are not blank and have no space at either end."""
    text = "\n".join(map(_ends, lines)) + "\n"
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    kind = ch.kinds()[points]
    newline = np.flatnonzero(points == 10)
    start = np.concatenate((np.zeros(1, np.int64), newline[:-1] + 1))
    length = newline - start
    line_of = np.repeat(np.arange(len(start)), length + 1)
    wordy = ((kind >= ch.LOWER) & (kind <= ch.LETTER)) | (kind == ch.DIGIT)
    begins = kind != ch.SPACE
    begins[1:] &= ~(wordy[1:] & wordy[:-1])
    begins[start] = True
    begin = np.flatnonzero(begins)
    of_word = line_of[begin]
    place = np.arange(len(points)) - begin[np.cumsum(begins) - 1]
    hashes = np.add.reduceat(ch.folded()[points] * _powers()[np.minimum(place, HEAD)], begin)
    at = np.searchsorted(of_word, np.arange(len(start)))
    words = np.diff(at, append=len(begin))
    before = np.concatenate((np.array([EDGE]), hashes[:-1]))
    before[at] = EDGE
    rank = np.arange(len(begin)) - np.repeat(at, words)
    key = np.add.reduceat((hashes * MULTIPLY ^ (hashes >> np.uint64(29))) * _powers()[rank], at)
    counts = np.bincount(line_of * ch.KINDS + kind, minlength=len(start) * ch.KINDS).reshape(-1, ch.KINDS)
    counts[:, ch.SPACE] -= 1
    first = kind[begin]
    upper = np.add.reduceat((first == ch.UPPER).astype(np.int64), at)
    digit = np.add.reduceat((first == ch.DIGIT).astype(np.int64), at)
    glued = _between(line_of, (kind[:-1] == ch.LOWER) & (kind[1:] == ch.UPPER), len(start))
    joined = (kind[:-2] == ch.DIGIT) & (kind[2:] == ch.DIGIT) & (kind[1:-1] >= ch.STOP)
    figures = _between(line_of, joined, len(start))
    last = kind[newline - 1]
    columns = [
        counts[:, RATIO_KINDS] * 64 // np.maximum(length, 1)[:, None],
        log(counts[:, COUNT_KINDS]),
        log(length)[:, None],
        log(words)[:, None],
        np.minimum(length * 4 // words, 255)[:, None],
        (upper * 64 // words)[:, None],
        (digit * 64 // words)[:, None],
        log(glued)[:, None],
        log(figures)[:, None],
        _one_hot(kind[start]),
        _one_hot(last),
    ]
    return Lines(
        shape=np.concatenate(columns, axis=1).astype(np.uint8),
        kinds=counts,
        words=words,
        word=_bucket(hashes, BUCKET_BITS),
        pair=_bucket(before * PAIR + hashes, BUCKET_BITS),
        recur=_bucket(hashes, RECUR_BITS),
        at=at,
        closing=_bucket(hashes[np.append(at[1:], len(begin)) - 1] * PAIR + EDGE, BUCKET_BITS),
        whole=_bucket(key, BUCKET_BITS),
        key=key,
    )


def _between(line_of: Ints, hits: NDArray[np.bool_], count: int) -> Ints:
    """How many hits each line has."""
    return np.bincount(line_of[: len(hits)][hits], minlength=count)


def _one_hot(kind: Bytes) -> Bytes:
    hits: Bytes = (kind[:, None] == np.arange(ch.KINDS, dtype=np.uint8)).astype(np.uint8) * np.uint8(64)
    return hits


def take(lines: Lines, keep: NDArray[np.bool_]) -> Lines:
    """The measured lines for which `keep` holds."""
    words = lines.words[keep]
    of_words = np.repeat(keep, lines.words)
    rows = {name: getattr(lines, name)[keep] for name in ("shape", "kinds", "closing", "whole", "key")}
    columns = {name: getattr(lines, name)[of_words] for name in ("word", "pair", "recur")}
    at = np.cumsum(words) - words
    return replace(lines, words=words, at=at, **rows, **columns)


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
    kinds = lines.kinds.sum(axis=0)
    chars = max(1, int(kinds.sum()))
    _, inverse, repeats = np.unique(lines.key, return_inverse=True, return_counts=True)
    first = np.full(len(repeats), count)
    np.minimum.at(first, inverse, index)
    per_document = [
        log(np.array([count]))[0],
        log(np.array([total // 8]))[0],
        int(words[prose].sum()) * 64 // total,
        int((words < 5).sum()) * 64 // count,
        log(np.array([total * 4 // count]))[0],
        int(kinds[ch.UPPER]) * 64 * 4 // chars,
        int(kinds[ch.DIGIT]) * 64 * 4 // chars,
        int(kinds[ch.HAN] + kinds[ch.KANA] + kinds[ch.HANGUL]) * 64 // chars,
        int(kinds[ch.LETTER]) * 64 // chars,
        int(kinds[ch.STOP]) * 64 * 8 // chars,
    ]
    by_line: list[NDArray[Any]] = [
        log(index),
        log(count - 1 - index),
        index * 64 // count,
        before * 64 // total,
        log(repeats[inverse] * 4 - 4),
        (first[inverse] < index) * 64,
        _recurring(lines),
        log(since),
        log(until),
        _inside(body) * 64,
    ]
    columns = np.empty((count, len(by_line) + len(per_document)), np.uint8)
    for column, values in enumerate(by_line):
        columns[:, column] = values
    columns[:, len(by_line) :] = np.minimum(np.array(per_document), 255)
    return columns


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
    in_document = np.bincount(lines.recur, minlength=1 << RECUR_BITS)
    elsewhere = (in_document[lines.recur] > 1).astype(np.int64)
    return np.add.reduceat(elsewhere, lines.at) * 64 // lines.words
