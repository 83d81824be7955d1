"""Where the text runs and where it breaks off, as the first scores see it: signals of a line from the whole document.

A page is mostly one run of text with furniture before and behind it, so what tells most about a doubtful line is
whether it stands inside that run, how far from its ends, and whether its words are those of the text or those of the
furniture. Everything is whole numbers; a first score is read as odds in 64ths.
"""

from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pumice.furniture import characters as ch
from pumice.furniture.neighbours import MIDDLE, NOWHERE, graded
from pumice.furniture.signals import BUCKET_BITS, LOG_CAP, PROSE_WORDS, RECUR_BITS, SHAPE_NAMES, Bytes, Ints, Lines, log

Bools = NDArray[np.bool_]
Column = NDArray[Any]

ODDS = 64
EVEN = ODDS // 2
TEXT, FURNITURE = 12, 52  # odds below and above which a line is taken for what it seems
SURELY = 4
ONCE = 48  # odds that, summed over its places, count as standing in text or in furniture
FEW, MANY = 8, 20  # words of a line that shows where text stands, and of a paragraph
RUN_WORDS = 64  # a paragraph counts for no more of a run than this many words
BIASES = (TEXT, EVEN, FURNITURE)
PULLS = (300, 1000, 3000)  # hundredths of a logit that a change between text and furniture costs
WORD_PULLS = (1500, 6000)
SCORE_TOP = 500
TOP_LINES = 20
COLUMNS = {name: SHAPE_NAMES.index(name) for name in ("first-0", "last-0", "capitals", "numbers")}

SHARED_NAMES = ("words-of-text", "words-of-furniture", "words-of-both", "words-of-neither", "pairs-of-text")
RUN_NAMES = ("inside", "since-start", "until-end", "before", "behind", "share")
COURSE_NAMES = ("text-before", "furniture-before")
DISTANCE_NAMES = (
    "since-text", "until-text", "since-furniture", "until-furniture", "since-paragraph", "until-paragraph", "between",
)  # fmt: skip
ALIKE_NAMES = ("alike-mean", "alike-count", "alike-near")
WHOLE_NAMES = ("furniture-lines", "furniture-words", "rank", "paragraph-mean", "runs", "text-on-top")
NAMES = (
    *SHARED_NAMES,
    *(f"{name}-{bias}" for bias in (*BIASES, "lines") for name in RUN_NAMES),
    *COURSE_NAMES, *DISTANCE_NAMES, *ALIKE_NAMES, *WHOLE_NAMES,
    *(f"{name}-{pull}" for pull in PULLS for name in ("smooth", "pulled")),
    *(f"{name}-words-{pull}" for pull in WORD_PULLS for name in ("smooth", "pulled")),
    "run-lines", "run-words",
)  # fmt: skip


@cache
def _odds() -> Ints:
    """64 over 1 + e^-x for every grade x of a first score, in decimal arithmetic: the same on every machine."""
    exact = Context(prec=20)
    steps = (Decimal(MIDDLE - grade) / 8 for grade in range(NOWHERE + 1))
    return np.array([int((ODDS / (1 + exact.exp(step))).to_integral_value()) for step in steps])


def odds(score: Ints) -> Ints:
    """How likely each line is furniture by its first score, in 64ths."""
    return _odds()[graded(score)]


def passages(lines: Lines, score: Ints) -> Bytes:
    """The signals named by `NAMES` of every line of one document, from first scores in hundredths of a logit. A column
    is contiguous in memory."""
    chance = odds(score)
    weight = np.minimum(lines.words, RUN_WORDS)
    capped = np.clip(score, -SCORE_TOP, SCORE_TOP)
    text = (ODDS - chance) * lines.words
    columns = chain(
        _shared(lines, chance),
        chain.from_iterable(_run((bias - chance) * weight, text) for bias in BIASES),
        _run(-capped, text),
        _course(text, chance * lines.words),
        _distances(chance, lines.words),
        _alike(lines, chance),
        _whole(lines, chance, score),
        _smoothed(capped, lines.words),
        _runs(chance < EVEN, lines.words),
    )
    found = np.empty((len(NAMES), len(lines)), np.int64)
    for row, column in zip(found, columns, strict=True):
        row[:] = column
    return np.clip(found, 0, NOWHERE, out=found).astype(np.uint8).T


def _shared(lines: Lines, chance: Ints) -> Iterator[Column]:
    """Which share of a line's words stand elsewhere in what seems text, in what seems furniture, in both, nowhere."""
    line_of = np.repeat(np.arange(len(lines)), lines.words)
    in_text, in_furniture = _elsewhere(lines.recur, chance[line_of], RECUR_BITS)
    for hits in (in_text & ~in_furniture, in_furniture & ~in_text, in_text & in_furniture, ~in_text & ~in_furniture):
        yield _share(hits, lines)
    in_text, in_furniture = _elsewhere(lines.pair, chance[line_of], BUCKET_BITS)
    yield _share(in_text & ~in_furniture, lines)


def _elsewhere(bucket: Ints, chance: Ints, bits: int) -> tuple[Bools, Bools]:
    """Whether each word stands once more in likely text, and in likely furniture."""
    all_furniture = np.bincount(bucket, chance, 1 << bits)[bucket].astype(np.int64)
    all_text = np.bincount(bucket, minlength=1 << bits)[bucket] * ODDS - all_furniture
    return all_text - (ODDS - chance) >= ONCE, all_furniture - chance >= ONCE


def _share(hits: Bools, lines: Lines) -> Column:
    return np.add.reduceat(hits.astype(np.int64), lines.at) * ODDS // lines.words


def _run(value: Ints, text: Ints) -> Iterator[Column]:
    """The run of lines with the largest sum of `value`: where a line stands to it, and its share of all text."""
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(value)))
    end = int(np.argmax(sums[1:] - np.minimum.accumulate(sums[:-1])))
    start = int(np.argmin(sums[: end + 1]))
    at = np.arange(len(value))
    yield ((at >= start) & (at <= end)) * ODDS
    for distance in (at - start + 1, end - at + 1, start - at, at - end):
        yield log(np.maximum(distance, 0))
    yield _everywhere(int(text[start : end + 1].sum()) * ODDS // max(1, int(text.sum())), len(value))


def _everywhere(value: int, count: int) -> Column:
    return np.full(count, value)


def _course(text: Ints, furniture: Ints) -> Iterator[Column]:
    """Which share of all text, and of all furniture, stands before a line."""
    for words in (text, furniture):
        yield (np.cumsum(words) - words) * ODDS // max(1, int(words.sum()))


def _distances(chance: Ints, words: Ints) -> Iterator[Column]:
    """Lines since and until the next likely text, furniture and sure paragraph; whether between two paragraphs."""
    paragraph = (chance < SURELY) & (words >= MANY)
    for marked in ((chance < TEXT) & (words >= FEW), chance > FURNITURE, paragraph):
        yield from map(log, _since_until(marked))
    since, until = _since_until(paragraph)
    yield ((since < LOG_CAP) & (until < LOG_CAP)) * ODDS


def _since_until(marked: Bools) -> tuple[Ints, Ints]:
    count = len(marked)
    at = np.arange(count)
    last = np.maximum.accumulate(np.where(marked, at, -LOG_CAP))
    following = np.minimum.accumulate(np.where(marked, at, count + LOG_CAP)[::-1])[::-1]
    return at - last, following - at


def _alike(lines: Lines, chance: Ints) -> Iterator[Column]:
    """What lines built alike (first and last character, length, capitals, numbers) are thought to be: the mean of the
    others, how many there are, and the nearest before and behind."""
    shape, count = lines.shape, len(lines)
    first, last = (shape[:, COLUMNS[name] : COLUMNS[name] + ch.KINDS].argmax(axis=1) for name in ("first-0", "last-0"))
    built = (first * ch.KINDS + last) * 8 + np.minimum(log(lines.words) // 8, 7)
    built = built * 4 + (shape[:, COLUMNS["capitals"]] > 40) * 2 + (shape[:, COLUMNS["numbers"]] > 0)
    _, group, sizes = np.unique(built, return_inverse=True, return_counts=True)
    size = sizes[group]
    total = np.bincount(group, chance).astype(np.int64)[group]
    yield np.where(size > 1, (total - chance) * 3 // np.maximum(size - 1, 1), NOWHERE)
    yield log(size)
    order = np.argsort(group, kind="stable")
    same = np.flatnonzero(group[order][1:] == group[order][:-1])
    above, below = np.full(count, EVEN), np.full(count, EVEN)
    above[order[same + 1]], below[order[same]] = chance[order[same]], chance[order[same + 1]]
    yield above + below


def _whole(lines: Lines, chance: Ints, score: Ints) -> Iterator[Column]:
    """The document as a whole: its furniture, where a line ranks in it, its paragraphs, its runs, its beginning."""
    count, words = len(lines), lines.words
    yield _everywhere(int(chance.sum()) // count, count)
    yield _everywhere(int((chance * words).sum()) // int(words.sum()), count)
    rank = np.empty(count, np.int64)
    rank[np.argsort(score, kind="stable")] = np.arange(count)
    yield rank * ODDS // count
    prose = (words >= PROSE_WORDS) & (lines.kinds[:, ch.STOP] + lines.kinds[:, ch.COMMA] > 0)
    yield _everywhere(int(chance[prose].sum()) // max(1, int(prose.sum())), count)
    text = chance < EVEN
    yield np.full(count, log(np.array([int((text[1:] & ~text[:-1]).sum())]))[0])
    yield _everywhere(int(text[:TOP_LINES].sum()), count)


def _smoothed(score: Ints, words: Ints) -> Iterator[Column]:
    """Scores as a line's neighbours near and far would have them, when a change from text to furniture costs."""
    for pull in PULLS:
        yield from _pulled(score, pull, 8)
    weighted = score * np.minimum(log(words).astype(np.int64), 48) // 16
    for pull in WORD_PULLS:
        yield from _pulled(weighted, pull, 4)


def _pulled(score: Ints, pull: int, steps: int) -> Iterator[Column]:
    """The difference that a line's being furniture makes to the best account of the whole document (Viterbi 1967),
    and that difference without the line's own score."""
    own = score.tolist()
    forward, backward = _walk(own, pull), _walk(own[::-1], pull)[::-1]
    others = np.clip(forward - score, -pull, pull) + np.clip(backward - score, -pull, pull)
    for value in (score + others, others):
        yield value * steps // 100 + MIDDLE


def _walk(scores: Sequence[int], pull: int) -> Ints:
    sums: list[int] = []
    now = 0
    for score in scores:
        now = score + (pull if now > pull else -pull if now < -pull else now)
        sums.append(now)
    return np.array(sums)


def _runs(text: Bools, words: Ints) -> Iterator[Column]:
    """How many lines and words stand together that are taken for the same."""
    begins = np.concatenate((np.ones(1, np.bool_), text[1:] != text[:-1]))
    start = np.flatnonzero(begins)
    run = np.cumsum(begins) - 1
    yield log(np.diff(start, append=len(text)))[run] // np.uint8(2) + np.uint8(128) * text
    yield log(np.add.reduceat(words, start))[run]
