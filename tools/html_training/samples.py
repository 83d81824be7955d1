"""Labelled pages: how much of each line of a page stands in its main text."""

import hashlib
import io
import json
import re
import tarfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pumice.decode import decode
from pumice.markup import Page, render
from pumice.markup.columns import Ints
from pumice.markup.view import View

TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[^\W_])+"
)
GRAM = 4
FOLDS = 5


@dataclass
class Sample:
    """A page with its truth, and how much of each of its lines is main text."""

    page: Page
    source: str
    domain: str
    tokens: list[list[str]]
    truth: list[str]
    share: NDArray[np.float64]
    fold: int
    columns: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    seen: View | None = None


def tokens(text: str) -> list[str]:
    """The tokens that precision and recall are counted in."""
    return TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def read(path: Path) -> Iterator[Sample]:
    """The samples of an archive whose pages have lines."""
    with tarfile.open(path) as tar:
        index = tar.extractfile("index.jsonl")
        assert index is not None
        rows = {row["file"]: row for row in map(json.loads, io.TextIOWrapper(index, encoding="utf-8"))}
        for member in tar:
            if member.name in rows and (file := tar.extractfile(member)):
                page = render(decode(file.read(), markup=True).text)
                if page.lines:
                    yield sample(page, rows[member.name])


def sample(page: Page, row: Mapping[str, Any]) -> Sample:
    """A page with the row of the index that tells its truth."""
    found = [tokens(page.line_text(line)) for line in page.lines]
    truth = tokens(row["truth"])
    share = shares(found, truth, [tokens(line) for line in row["truth"].split("\n")])
    fold = int(hashlib.sha256(row["domain"].encode()).hexdigest(), 16) % FOLDS
    return Sample(page, row["source"], row["domain"], found, truth, share, fold)


def grams(words: Sequence[str], length: int) -> Counter[tuple[str, ...]]:
    """How often each run of `length` words stands in `words`."""
    return Counter(tuple(words[at : at + length]) for at in range(len(words) - length + 1))


def shares(lines: list[list[str]], truth: list[str], truth_lines: list[list[str]]) -> NDArray[np.float64]:
    """How much of each line stands in the truth: runs of four tokens for long lines; a short one must stand there with
    its neighbours, or as a line of its own near lines that do."""
    known = {length: grams(truth, length) for length in range(1, GRAM + 1)}
    share = np.array([_long_share(line, known[GRAM]) for line in lines])
    sure = [len(line) >= GRAM and part >= 0.5 for line, part in zip(lines, share, strict=True)]
    whole = {tuple(line) for line in truth_lines}
    for at, line in enumerate(lines):
        if 0 < len(line) < GRAM and known[len(line)][tuple(line)]:
            near = any(sure[max(0, at - 2) : at + 3])
            share[at] = float(_in_context(lines, at, known[GRAM]) or (near and tuple(line) in whole))
    _once_each(lines, share, truth)
    return share


def _long_share(line: list[str], known: Counter[tuple[str, ...]]) -> float:
    hit = [False] * len(line)
    for at in range(len(line) - GRAM + 1):
        if tuple(line[at : at + GRAM]) in known:
            hit[at : at + GRAM] = [True] * GRAM
    return sum(hit) / max(len(line), 1)


def _in_context(lines: list[list[str]], at: int, known: Counter[tuple[str, ...]]) -> bool:
    line = lines[at]
    need = GRAM - len(line)
    before = next((lines[other] for other in range(at - 1, max(-1, at - 3), -1) if lines[other]), [])
    after = next((lines[other] for other in range(at + 1, min(len(lines), at + 3)) if lines[other]), [])
    return (*before[-need:], *line) in known or (*line, *after[:need]) in known


def _once_each(lines: list[list[str]], share: NDArray[np.float64], truth: list[str]) -> None:
    """Of lines that say the same, keep as many as the truth has, those nearest to the middle of what is kept."""
    mass = np.array([len(line) for line in lines]) * share
    middle = float((np.arange(len(lines)) * mass).sum() / max(mass.sum(), 1))
    places = defaultdict(list)
    for at, line in enumerate(lines):
        if share[at] >= 0.5:
            places[tuple(line)].append(at)
    for said, repeated in places.items():
        if len(repeated) > 1:
            often = max(grams(truth, len(said))[said], 1)
            for at in sorted(repeated, key=lambda place: abs(place - middle))[often:]:
                share[at] = 0
