"""What was learned from labelled pages (tools/train_html.py), and the scores it gives."""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np

from pumice.data import unpacked
from pumice.markup.columns import Ints
from pumice.markup.page import Page
from pumice.markup.parts import Part, parts
from pumice.markup.signals import second, signals
from pumice.markup.trees import Trees, compiled
from pumice.markup.view import View, view
from pumice.markup.words import Words

TABLE = "page.json"
# Scores are in hundredths of a logit; beyond these a line is as sure as can be.
MOST = 900
# The trees' leaves are in ten-thousandths.
LEAF = 100


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of words; trees for lines (a first and a second look) and for parts; the chance, in thousandths, that
    each score from -MOST to MOST stands for; the scores from which on lines stay, by level."""

    words: Words
    first: Trees
    second: Trees
    parts: Trees
    chances: Ints
    cuts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A page's view with the score and the chance of each of its lines to be main text."""

    seen: View
    score: Ints
    chance: Ints


@cache
def load() -> Model:
    """The model this version of the package was published with."""
    table = json.loads(unpacked(TABLE))
    trees = {name: compiled(table[name]["trees"], table[name]["base"]) for name in ("first", "second", "parts")}
    words = Words(table["text"], table["markup"], table["names"])
    return Model(words, **trees, chances=np.array(table["chances"], np.int64), cuts=table["cuts"])


def scores(trees: Trees, rows: Ints) -> Ints:
    """Scores in hundredths of a logit."""
    return np.clip(trees.score(rows) // LEAF, -MOST, MOST)


def judge(model: Model, page: Page) -> Judged:
    """The lines of a page that has any, scored."""
    seen = view(page, model.words)
    columns = signals(seen, model.words)
    score = scores(model.first, columns)
    more = second(seen, score, model.chances[score + MOST])
    score = scores(model.second, np.concatenate([columns, more], axis=1))
    return Judged(seen, score, model.chances[score + MOST])


def main_part(model: Model, judged: Judged) -> Part:
    """The part of the page that does best as its main text."""
    found, rows = parts(judged.seen, judged.chance)
    return found[int(np.argmax(model.parts.score(rows)))]
