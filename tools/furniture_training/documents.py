"""Labelled documents as arrays: as they are, half stripped, and without any furniture."""

import gzip
import json
import random
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pumice.furniture.signals import Bytes, Ints, Lines, places, read, take
from tools.furniture_training.clean_texts import clean_text, in_lines

FILES = (("whole", "plain_dev.jsonl.gz"), ("residual", "plain_residual_dev.jsonl.gz"))
# A made document counts half: it repeats a real one. Residual text is what most people bring, and there is less of it.
WEIGHT = {"whole": 1.0, "residual": 2.0, "stripped": 0.5, "clean": 0.5, "invented": 0.25}
KEPT_SHARES = (0.01, 0.03, 0.08, 0.2)  # of the furniture that an extractor leaves
KEPT_RUNS = (1, 1, 2, 3, 5, 10)
STRIPPED_EVERY = 2
PASSES = (-100, 0, 100, 200, 300, 400)  # hundredths of a logit
FEWEST = 4  # lines that a document made by leaving lines out must have
CLEAN_EVERY = 3
WIDTHS = (55, 90)
INVENTED_EVERY = 3
INVENTED_TEXTS = 80  # paragraphs of one invented text at most
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
TOKEN = re.compile(rf"[{_CJK}]|(?:(?![{_CJK}])[^\W_])+")

Bools = NDArray[np.bool_]
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled line: its `truth` tokens are content, its `junk` tokens furniture; both 0 where nobody knows."""

    text: str
    keep: bool | None
    truth: int
    junk: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is trained on or measured; `kind` is a key of `WEIGHT`."""

    kind: str
    site: str
    language: str
    rows: tuple[Row, ...]
    sentences: Spans


@dataclass(frozen=True, slots=True)
class Measured:
    """A document's lines and places in numbers, its labels and the weight of each line."""

    document: Document
    lines: Lines
    place: Bytes
    truth: Ints
    junk: Ints


def tokens(text: str) -> int:
    """As the scorer of the labelled data counts them."""
    return len(TOKEN.findall(unicodedata.normalize("NFKC", text).lower()))


def fold_of(site: str, folds: int) -> int:
    """Which fold a site is held out in."""
    return zlib.crc32(site.encode()) % folds


def _rows(lines: list[dict[str, Any]]) -> Iterator[Row]:
    for line in lines:
        text = " ".join(line["t"].split())
        if text:
            spans = tuple((a, b) for a, b in line.get("s", ()))
            junk = tokens(text) if line["keep"] is False else 0
            yield Row(text, line["keep"], sum(b - a for a, b in spans), junk, spans)


def load(data: Path, every: int = 1) -> Iterator[Document]:
    """The labelled documents, in the order of the files."""
    for kind, name in FILES:
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            for at, line in enumerate(lines):
                if at % every == 0:
                    found = json.loads(line)
                    sentences = tuple((a, b) for a, b in found["sents"])
                    yield Document(kind, found["domain"], found["lang"], tuple(_rows(found["lines"])), sentences)


def half_stripped(document: Document, chance: random.Random) -> Document:
    """The document as an extractor might leave it, or as a first pass does: all content, runs of furniture."""
    share, unknown = chance.choice(KEPT_SHARES), chance.random()
    rows: list[Row] = []
    left, keep = 0, True
    for row in document.rows:
        if row.keep is True:
            rows.append(row)
            left = 0
            continue
        if left <= 0:
            left, keep = chance.choice(KEPT_RUNS), chance.random() < share
        left -= 1
        if keep if row.keep is False else row.truth > 0 or chance.random() < unknown:
            rows.append(row)
    return Document("stripped", document.site, document.language, tuple(rows), ())


def _wrapped(row: Row, width: int) -> Iterator[Row]:
    for piece in in_lines(row.text, width):
        yield Row(piece, True, max(1, row.truth * len(piece) // len(row.text)), 0, ())


def clean(document: Document, chance: random.Random) -> Document:
    """The content alone; every second time set in lines as books and manuals are."""
    rows = [row for row in document.rows if row.keep is True]
    if chance.random() < 0.5:
        width = chance.randint(*WIDTHS)
        rows = [piece for row in rows for piece in _wrapped(row, width)]
    return Document("clean", document.site, document.language, tuple(rows), ())


def invented(document: Document, chance: random.Random) -> Document:
    """A text without furniture in which the document's content stands in tables, lists, turns, verses."""
    texts = [row.text for row in document.rows if row.keep is True][:INVENTED_TEXTS]
    lines = clean_text(texts, chance) if texts else []
    rows = [Row(line, True, max(1, tokens(line)), 0, ()) for line in lines]
    return Document("invented", document.site, document.language, tuple(rows), ())


def with_made(documents: list[Document], seed: int) -> Iterator[Document]:
    """The documents and those made of them, none empty."""
    chance = random.Random(seed)
    for at, document in enumerate(documents):
        made = [document]
        if document.kind == "whole" and at % STRIPPED_EVERY == 0:
            made.append(half_stripped(document, chance))
        if at % CLEAN_EVERY == 0:
            made.append(clean(document, chance))
        yield from (one for one in made if one.rows)


def invented_of(documents: list[Document], seed: int) -> Iterator[Document]:
    """Texts without furniture invented of every few of the documents, none empty."""
    chance = random.Random(seed)
    made = (invented(document, chance) for document in documents[::INVENTED_EVERY])
    yield from (one for one in made if len(one.rows) >= FEWEST)


def measured(document: Document) -> Measured:
    """The document in numbers."""
    lines = read([row.text for row in document.rows])
    truth = np.array([row.truth for row in document.rows])
    junk = np.array([row.junk for row in document.rows])
    return Measured(document, lines, places(lines), truth, junk)


def as_left_by_a_pass(found: Measured, first: Ints, chance: random.Random) -> Measured | None:
    """The document without the lines that seem furniture at first sight, as a first pass or an extractor leaves it:
    what is still there of the furniture is what is hard to know. None if nothing went or little is left."""
    keep = first < chance.choice(PASSES)
    if keep.all() or keep.sum() < FEWEST:
        return None
    rows = tuple(row for row, stays in zip(found.document.rows, keep.tolist(), strict=True) if stays)
    document = replace(found.document, kind="stripped", rows=rows, sentences=())
    lines = take(found.lines, keep)
    return Measured(document, lines, places(lines), found.truth[keep], found.junk[keep])


def weights(found: Measured) -> NDArray[np.float32]:
    """What a line weighs in training: nearly its tokens, since content and junk are counted in tokens, and for a line
    of content a little more, since a short sentence is a sentence too; 0 where nobody knows."""
    truth = np.minimum(found.truth, 80) ** 0.8 + 3 * (found.truth > 0)
    junk = np.minimum(found.junk, 80) ** 0.8
    each = np.where(found.junk > 0, junk, truth) * WEIGHT[found.document.kind]
    return each.astype(np.float32)
