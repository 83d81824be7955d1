"""The line model: a small network over a document's lines, weighed in whole numbers only.

A line's signals and the sum of its words' weights give a first view of it; that view and those of two lines on either
side a second; the second with the means over the lines before, after and of the whole document a third, and that the
score. Products and sums are of whole numbers small enough that single-precision arithmetic is exact in any order
(`EXACT`), so every machine and every matrix library gives the same score. No learning library is needed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pumice.furniture import trees
from pumice.furniture.neighbours import Floats, around, rounded, window_means
from pumice.furniture.passages import passages
from pumice.furniture.reasons import groups
from pumice.furniture.signals import SHAPE_NAMES, Bytes, Ints, Lines, places, read, take

EXACT = 2**24  # whole numbers below this are exact in single precision
NEAR = (-2, -1, 0, 1, 2)
WINDOWS = ((-8, -1), (1, 8), (-40, -1), (1, 40))
WEIGHT_BITS = 9  # a weight of 1 is 512
VIEW_BITS = 4  # a view of 1 is 16
VIEW_TOP = 127
SIGNAL_BITS = 6  # a signal of 1 is 64; so is a word weight of 1
BAG_TOP = 255
ROOT_BITS = 12
SHIFTS = {1: WEIGHT_BITS + SIGNAL_BITS - VIEW_BITS, 2: WEIGHT_BITS, 3: WEIGHT_BITS, 4: WEIGHT_BITS, 5: 0}  # of layers
SLICE = 16  # lines in one matrix product: 336 x 48 x 16 is below what OpenBLAS starts threads for (262,144)
LIKELY = 120  # hundredths of a logit
BLOCK = 4096  # lines weighed together: bounds memory on endless documents, and no window is a tenth as long


class WeightsError(RuntimeError):
    """The weights file is not the one this version of the package was published with."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights as trained: `arrays` by name; `about` holds the `cuts` of the levels and how lines are `held`."""

    arrays: Mapping[str, NDArray[Any]]
    about: Mapping[str, Any]


def parse(data: bytes) -> Model:
    """A weights file: one line of JSON that lists arrays and their shapes, then the arrays' bytes, little end first."""
    head, _, body = data.partition(b"\n")
    about = json.loads(head)
    arrays: dict[str, NDArray[Any]] = {}
    at = 0
    for name, kind, shape in about["arrays"]:
        count = int(np.prod(shape))
        stored = np.frombuffer(body, np.dtype(kind), count, at)
        at += stored.nbytes
        arrays[name] = stored.reshape(shape)
    return Model(ready(arrays), about)


def ready(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Stored arrays in the types that are fast to work with, and what each leaf of the trees says of its reasons."""
    made = {name: array.astype(_KINDS[name[:5]]) for name, array in arrays.items()}
    for layer, bits in SHIFTS.items():
        if f"layer{layer}-base" in arrays:
            made |= _scaled(made, layer, bits)
    if "tree-borders" in arrays:
        made["tree-signals"] = arrays["tree-signals"].astype(np.intp)
        made["tree-borders"] = arrays["tree-borders"].astype(np.uint8)
        made["tree-base"] = arrays["tree-base"].astype(np.int64)
        made["tree-shares"] = trees.shares(made, *groups())
    return made


def _scaled(arrays: Mapping[str, NDArray[Any]], layer: int, bits: int) -> dict[str, NDArray[np.float32]]:
    """A layer's weights, a row a unit, and its base, times a power of two, which is exact: so the sums come out on the
    scale of views; with half a unit for rounding where there is a scale to change."""
    scale = np.float32(2.0**-bits)
    base = arrays[f"layer{layer}-base"][:, None] * scale + np.float32(0.5 if bits else 0)
    return {f"view{layer}": np.ascontiguousarray(arrays[f"layer{layer}"].T) * scale, f"view{layer}-base": base}


_KINDS = {"layer": np.float32, "tree-": np.int32, "words": np.int16, "pairs": np.int16, "whole": np.int16}


def dump(arrays: Mapping[str, NDArray[Any]], about: Mapping[str, Any]) -> bytes:
    """The weights file `parse` reads; the same arrays give the same bytes."""
    listed = [[name, array.dtype.newbyteorder("<").str, list(array.shape)] for name, array in arrays.items()]
    head = json.dumps({**about, "arrays": listed}, sort_keys=True, separators=(",", ":"))
    return (
        head.encode()
        + b"\n"
        + b"".join(array.astype(array.dtype.newbyteorder("<")).tobytes() for array in arrays.values())
    )


@cache
def load() -> Model:
    """The model of this version, whose file is named by its own digest."""
    folder = files("pumice.furniture").joinpath("weights")
    (entry,) = [entry for entry in folder.iterdir() if entry.name.endswith(".model")]
    data = entry.read_bytes()
    if sha256(data).hexdigest()[:16] != entry.name.removesuffix(".model"):
        raise WeightsError(f"{entry.name} does not hold what its name says; install pumice again")
    return parse(data)


@cache
def _roots() -> Ints:
    """4096 over the square root of 1 + x, rounded down, for counts of words x."""
    return np.array([isqrt((1 << 2 * ROOT_BITS) // (1 + x)) for x in range(4096)])


def bags(model: Model, lines: Lines) -> NDArray[np.int16]:
    """The weights of a line's words, pairs of words, ending and whole, summed and tamed by the root of their number."""
    words, pairs, wholes = (model.arrays[name] for name in ("words", "pairs", "wholes"))
    each = words.take(lines.word, axis=0)
    each += pairs.take(lines.pair, axis=0)
    total = np.add.reduceat(each, lines.at, axis=0, dtype=np.int32)
    total += pairs.take(lines.closing, axis=0)
    total += wholes.take(lines.whole, axis=0)
    scaled = total * _roots().take(np.minimum(lines.words, 4095))[:, None] + (1 << ROOT_BITS - 1) >> ROOT_BITS
    bag: NDArray[np.int16] = np.clip(scaled, -BAG_TOP, BAG_TOP).astype(np.int16)
    return bag


def _room(rows: int, count: int) -> Floats:
    """Zeros for so many rows over `count` lines and a few more, so that `_product` can slice them; an odd number of
    slices, since rows a power of two apart crowd each other out of a processor's cache."""
    return np.zeros((rows, (-(-count // SLICE) | 1) * SLICE), np.float32)


def _product(weights: Floats, inputs: Floats) -> Floats:
    """`weights @ inputs`, slice by slice: a matrix library shares larger products out to threads, which take far more
    time to meet than the product does where other processes are at work (forty times as much on two busy cores)."""
    sums = np.empty((len(weights), inputs.shape[1]), np.float32)
    np.matmul(weights, _sliced(inputs), out=_sliced(sums))
    return sums


def _sliced(rows: Floats) -> Floats:
    return rows.reshape(len(rows), -1, SLICE).transpose(1, 0, 2)


def _seen(sums: Floats, model: Model, layer: int) -> Floats:
    """A view from weighed sums on its scale (in place): with the base, rounded down, cut off below 0 and at the top."""
    sums += model.arrays[f"view{layer}-base"]
    np.floor(sums, out=sums)
    view: Floats = np.clip(sums, np.float32(0), np.float32(VIEW_TOP), out=sums)
    return view


def _near(view: Floats, count: int) -> Floats:
    """The views of two lines above, of the line, and of two lines below, one upon the other."""
    width = len(view)
    near = _room(len(NEAR) * width, count)
    for at, offset in enumerate(NEAR):
        low = max(0, -offset)
        high = max(low, min(count, count - offset))
        near[at * width : (at + 1) * width, low:high] = view[:, low + offset : high + offset]
    return near


def _far(first: Floats, second: Floats, count: int) -> Floats:
    """Both views, and the mean second view over each window around each line and over the whole document."""
    views = second[:, :count]
    whole = rounded(views.sum(axis=1, dtype=np.float32), np.float32(count))[:, None]
    parts = (views, first[:, :count], *window_means(views, WINDOWS), whole)
    width = len(second)
    far = _room(len(parts) * width, count)
    for at, part in enumerate(parts):
        far[at * width : (at + 1) * width, :count] = part
    return far


def ground(model: Model, lines: Lines) -> Floats:
    """The part of the first view's sums that does not change when lines around go: from the shape and words of each."""
    bag, weights = bags(model, lines), model.arrays["view1"]
    own, words = weights[:, : lines.shape.shape[1]], weights[:, -bag.shape[1] :]
    inputs = _room(own.shape[1] + words.shape[1], len(lines))
    inputs[: own.shape[1], : len(lines)] = lines.shape.T
    inputs[own.shape[1] :, : len(lines)] = bag.T
    return _product(np.concatenate((own, words), axis=1), inputs)[:, : len(lines)]


def weigh(model: Model, of_lines: Floats, place: Bytes) -> Ints:
    """The first score of every line of one document, in hundredths of a logit: the higher, the more like furniture.
    `of_lines` is the `ground` of its lines. A column a line."""
    layers, count = model.arrays, len(place)
    inputs = _room(place.shape[1], count)
    inputs[:, :count] = place.T
    sums = _product(layers["view1"][:, len(SHAPE_NAMES) : len(SHAPE_NAMES) + place.shape[1]], inputs)
    sums[:, :count] += of_lines
    first = _seen(sums, model, 1)
    second = _seen(_product(layers["view2"], _near(first, count)), model, 2)
    third = _seen(_product(layers["view3"], _far(first, second, count)), model, 3)
    fourth = _seen(_product(layers["view4"], np.concatenate((third, second))), model, 4)
    score = (_product(layers["view5"], fourth) + layers["view5-base"])[0, :count]
    hundredths: Ints = (score.astype(np.int64) * 100) >> (WEIGHT_BITS + VIEW_BITS)
    return hundredths


@dataclass(frozen=True, slots=True)
class Measured:
    """Lines and their `ground`: what does not change when lines around them go."""

    lines: Lines
    ground: Floats


@dataclass(frozen=True, slots=True)
class Weighed:
    """Lines as they stand now: the network's first scores, the leaf of each tree, the scores that count, and by how
    much the lines are over `LIKELY`, all told: how sure it is that there is any furniture."""

    first: Ints
    leaf: Bytes
    score: Ints
    excess: int


def measure(model: Model, texts: list[str]) -> list[Measured]:
    """Lines that are not blank, in blocks."""
    blocks = (read(texts[at : at + BLOCK]) for at in range(0, len(texts), BLOCK))
    return [Measured(lines, ground(model, lines)) for lines in blocks]


def weighed(model: Model, block: Measured) -> Weighed:
    """One block, weighed as if it were a document."""
    lines = block.lines
    place = places(lines)
    first = weigh(model, block.ground, place)
    leaf = trees.answers(model.arrays, outlook(lines, place, first))
    score = trees.weigh(model.arrays, leaf)
    excess = int(np.maximum(score - LIKELY, 0).sum())
    return Weighed(first, leaf, score - handicap(model.about["held"], lines.words, first), excess)


def outlook(lines: Lines, place: Bytes, first: Ints) -> Bytes:
    """All that the trees are asked about each line: what stands around it, and where it stands in the text."""
    return np.concatenate((around(lines.shape, place, first).T, passages(lines, first).T)).T


def handicap(held: Mapping[str, Any], words: Ints, first: Ints) -> Ints:
    """By how much more or less than others a line is held, so that one cut serves all: by its number of words, since
    lines long enough to be a short sentence or a title are lost more easily than shorter ones and than paragraphs;
    on whole pages, where most furniture still stands and scores run high; and in documents of a few lines, which say
    too little of what stands around a line."""
    more = np.array(held["more"])[np.searchsorted(np.array(held["words"]), words, side="right")]
    whole = int(held["whole"]) * is_whole_page(held, first)
    few = int(held["few"]) * (len(first) < int(held["few-lines"]))
    by_length: Ints = more + whole + few
    return by_length


def is_whole_page(held: Mapping[str, Any], first: Ints) -> bool:
    """Whether a document is as long as a page with all its furniture, and an eighth of its lines look like it."""
    return len(first) >= int(held["whole-lines"]) and int((first > 0).sum()) * 8 >= len(first)


def scores(model: Model, block: Measured) -> Ints:
    """The scores of one block's lines, in hundredths of a logit: a line whose score reaches the cut of a level goes."""
    return weighed(model, block).score


def without(block: Measured, keep: NDArray[np.bool_]) -> Measured:
    """The block when only the lines in `keep` are left."""
    return Measured(take(block.lines, keep), block.ground.compress(keep, axis=1))
