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

from pumice.furniture.signals import Bytes, Ints, Lines, places, read, take

Floats = NDArray[np.float32]

EXACT = 2**24  # whole numbers below this are exact in single precision
NEAR = (-2, -1, 0, 1, 2)
WINDOWS = ((-8, -1), (1, 8), (-40, -1), (1, 40))
WEIGHT_BITS = 9  # a weight of 1 is 512
VIEW_BITS = 4  # a view of 1 is 16
VIEW_TOP = 127
SIGNAL_BITS = 6  # a signal of 1 is 64; so is a word weight of 1
BAG_TOP = 255
ROOT_BITS = 12
BLOCK = 4096  # lines weighed together: bounds memory on endless documents, and no window is a tenth as long


class WeightsError(RuntimeError):
    """The weights file is not the one this version of the package was published with."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights as trained: `arrays` by name, `about` (cuts, digest, how they were made)."""

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
        arrays[name] = stored.reshape(shape).astype(np.float32 if name.startswith("layer") else np.int16)
    return Model(arrays, about)


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
    each = model.arrays["words"][lines.word] + model.arrays["pairs"][lines.pair]
    total = np.add.reduceat(each, lines.at, axis=0, dtype=np.int32)
    total += model.arrays["pairs"][lines.closing]
    total += model.arrays["wholes"][lines.whole]
    scaled = total * _roots()[np.minimum(lines.words, 4095)][:, None] + (1 << ROOT_BITS - 1) >> ROOT_BITS
    bag: NDArray[np.int16] = np.clip(scaled, -BAG_TOP, BAG_TOP).astype(np.int16)
    return bag


def _view(inputs: Floats, model: Model, layer: int, bits: int) -> Floats:
    """One layer: weigh, shift back to the scale of views, and cut off below 0 and above the top."""
    sums = inputs @ model.arrays[f"layer{layer}"] + model.arrays[f"layer{layer}-base"]
    view: Floats = np.clip(np.floor(sums * np.float32(2.0**-bits) + np.float32(0.5)), 0, VIEW_TOP)
    return view


def _near(view: Floats) -> Floats:
    count, width = view.shape
    padded = np.zeros((count + 4, width), np.float32)
    padded[2 : count + 2] = view
    return np.concatenate([padded[2 + offset : 2 + offset + count] for offset in NEAR], axis=1)


def _means(view: Floats) -> list[Floats]:
    """The mean view over each window around each line and over the whole document, rounded down."""
    count, width = view.shape
    running = np.zeros((count + 1, width), np.int32)
    np.cumsum(view, axis=0, out=running[1:], dtype=np.int32)
    index = np.arange(count)
    means = []
    for first, last in WINDOWS:
        low = np.clip(index + first, 0, count)
        high = np.clip(index + last + 1, 0, count)
        size = np.maximum(high - low, 1)[:, None]
        means.append(((running[high] - running[low] + size // 2) // size).astype(np.float32))
    means.append(np.broadcast_to((running[-1] + count // 2) // count, view.shape).astype(np.float32))
    return means


def weigh(model: Model, shape: Bytes, place: Bytes, bag: NDArray[np.int16]) -> Ints:
    """The score of every line of one document, in hundredths of a logit: the higher, the more surely furniture."""
    inputs = np.concatenate((shape, place, bag), axis=1, dtype=np.float32)
    first = _view(inputs, model, 1, WEIGHT_BITS + SIGNAL_BITS - VIEW_BITS)
    second = _view(_near(first), model, 2, WEIGHT_BITS)
    third = _view(np.concatenate([second, first, *_means(second)], axis=1), model, 3, WEIGHT_BITS)
    fourth = _view(np.concatenate((third, second), axis=1), model, 4, WEIGHT_BITS)
    score = fourth @ model.arrays["layer5"] + model.arrays["layer5-base"]
    hundredths: Ints = (score[:, 0].astype(np.int64) * 100) >> (WEIGHT_BITS + VIEW_BITS)
    return hundredths


@dataclass(frozen=True, slots=True)
class Measured:
    """Lines with the weights of their words: what does not change when lines around them go."""

    lines: Lines
    bag: NDArray[np.int16]


def measure(model: Model, texts: list[str]) -> list[Measured]:
    """Lines that are not blank, in blocks."""
    blocks = (read(texts[at : at + BLOCK]) for at in range(0, len(texts), BLOCK))
    return [Measured(lines, bags(model, lines)) for lines in blocks]


def scores(model: Model, block: Measured) -> Ints:
    """`weigh` for one block as if it were a document."""
    return weigh(model, block.lines.shape, places(block.lines), block.bag)


def without(block: Measured, keep: NDArray[np.bool_]) -> Measured:
    """The block when only the lines in `keep` are left."""
    return Measured(take(block.lines, keep), block.bag[keep])
