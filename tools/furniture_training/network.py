"""Training the network of `pumice.furniture.model`, and writing it in whole numbers.

One thread and fixed seeds: the same documents give the same weights.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from pumice.furniture.model import EXACT, NEAR, VIEW_TOP, WINDOWS
from pumice.furniture.signals import BUCKET_BITS, PLACE_NAMES, SHAPE_NAMES
from tools.furniture_training.documents import Measured, weights

Params = dict[str, Any]
Batch = dict[str, NDArray[Any]]

BUCKETS = 1 << BUCKET_BITS
WIDTH, WORD_WIDTH, LAST_WIDTH = 48, 8, 24
LINES, WORDS = 8192, 180_000  # a batch
SIGNALS = len(SHAPE_NAMES) + len(PLACE_NAMES)
EPOCHS = 2  # a third learns the sites by heart: lost 0.45 % left 60 % of the junk on other sites instead of 52 %
RATE = 3e-3
MIN_SITES = 10  # a word or pair of fewer sites than this says nothing about others
WORD_DECAY = 6e-5
DROP, DROP_WORDS = 0.2, 0.5
TOP = 8.0
WHOLE = (-(10**6), 10**6)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of lines of one document that goes into one batch."""

    found: Measured
    start: int
    end: int

    @property
    def words(self) -> int:
        return int(self.found.lines.words[self.start : self.end].sum())


def _pieces(documents: Sequence[Measured]) -> Iterator[Piece]:
    for found in documents:
        waiting = [Piece(found, 0, len(found.lines))]
        while waiting:
            piece = waiting.pop()
            if piece.end - piece.start > LINES or piece.words > WORDS:
                middle = (piece.start + piece.end) // 2
                waiting += [Piece(found, middle, piece.end), Piece(found, piece.start, middle)]
            else:
                yield piece


def _batches(documents: Sequence[Measured]) -> list[list[Piece]]:
    batches: list[list[Piece]] = [[]]
    lines = words = 0
    for piece in _pieces(documents):
        size, of_words = piece.end - piece.start, piece.words
        if lines + size > LINES or words + of_words > WORDS:
            batches.append([])
            lines = words = 0
        batches[-1].append(piece)
        lines, words = lines + size, words + of_words
    return batches


def _filled(size: int, parts: list[NDArray[Any]], kind: Any, rest: float = 0) -> NDArray[Any]:
    values = np.concatenate(parts)
    filled = np.full((size, *values.shape[1:]), rest, kind)
    filled[: len(values)] = values
    return filled


def _batch(pieces: list[Piece]) -> Batch:
    """The pieces side by side, padded: signals, words, where each document starts and ends, labels and weights."""
    sizes = np.array([piece.end - piece.start for piece in pieces])
    ends = np.cumsum(sizes)
    rows = [slice(piece.start, piece.end) for piece in pieces]
    parts = [(piece.found, row, _words(piece)) for piece, row in zip(pieces, rows, strict=True)]
    count = np.concatenate([found.lines.words[row] for found, row, _ in parts])
    beyond = np.arange(LINES)
    low, high = beyond.copy(), beyond + 1
    low[: ends[-1]], high[: ends[-1]] = np.repeat(ends - sizes, sizes), np.repeat(ends, sizes)
    return {
        "signals": _filled(LINES, [np.hstack((f.lines.shape[r], f.place[r])) for f, r, _ in parts], np.uint8),
        "word": _filled(WORDS, [found.lines.word[words] for found, _, words in parts], np.int32),
        "pair": _filled(WORDS, [found.lines.pair[words] for found, _, words in parts], np.int32),
        "line": _filled(WORDS, [np.repeat(np.arange(ends[-1]), count)], np.int32, LINES),
        "closing": _filled(LINES, [found.lines.closing[row] for found, row, _ in parts], np.int32),
        "whole": _filled(LINES, [found.lines.whole[row] for found, row, _ in parts], np.int32),
        "count": _filled(LINES, [count], np.float32, 1),
        "low": low.astype(np.int32),
        "high": high.astype(np.int32),
        "junk": _filled(LINES, [(found.junk[row] > 0) for found, row, _ in parts], np.float32),
        "weight": _filled(LINES, [weights(found)[row] for found, row, _ in parts], np.float32),
    }


def _words(piece: Piece) -> slice:
    lines = piece.found.lines
    first = int(lines.at[piece.start])
    return slice(first, int(lines.at[piece.end]) if piece.end < len(lines) else len(lines.word))


def _masks(documents: Sequence[Measured]) -> Params:
    """Which buckets were met on enough sites to be trusted."""
    sites: dict[str, int] = {}
    met: dict[str, list[NDArray[np.int64]]] = {"words": [], "pairs": [], "wholes": []}
    for found in documents:
        site = sites.setdefault(found.document.site, len(sites))
        for name, buckets in (("words", found.lines.word), ("pairs", found.lines.pair), ("wholes", found.lines.whole)):
            met[name].append(np.unique(buckets) + site * BUCKETS)
    counts = {
        name: np.bincount(np.unique(np.concatenate(all_)) % BUCKETS, minlength=BUCKETS) for name, all_ in met.items()
    }
    return {name: jnp.asarray((count >= MIN_SITES)[:, None], jnp.float32) for name, count in counts.items()}


def _start(key: Any) -> Params:
    keys = jax.random.split(key, 8)

    def normal(at: int, rows: int, columns: int, scale: float) -> Any:
        return jax.random.normal(keys[at], (rows, columns)) * scale

    views = len(WINDOWS) + 3
    wide = SIGNALS + WORD_WIDTH
    sizes = (
        (wide, WIDTH),
        (len(NEAR) * WIDTH, WIDTH),
        (views * WIDTH, WIDTH),
        (2 * WIDTH, LAST_WIDTH),
        (LAST_WIDTH, 1),
    )
    params = {"words": normal(5, BUCKETS, WORD_WIDTH, 0.05), "pairs": normal(7, BUCKETS, WORD_WIDTH, 0.02)}
    params["wholes"] = jnp.zeros((BUCKETS, WORD_WIDTH))
    for layer, (rows, columns) in enumerate(sizes, 1):
        params[f"layer{layer}"] = normal(layer - 1, rows, columns, 0.7 * (2 / rows) ** 0.5)
        params[f"layer{layer}-base"] = jnp.zeros(columns)
    return params


def _bag(params: Params, masks: Params, batch: Batch, key: Any) -> Any:
    tables = {name: params[name] * masks[name] for name in masks}
    each = tables["words"][batch["word"]] + tables["pairs"][batch["pair"]]
    each = each * jax.random.bernoulli(key, 1 - DROP_WORDS, (WORDS, 1))
    total = jax.ops.segment_sum(each, batch["line"], LINES + 1, indices_are_sorted=True)[:LINES]
    total = total + tables["pairs"][batch["closing"]] + tables["wholes"][batch["whole"]]
    return jnp.clip(total / jnp.sqrt(batch["count"] + 1)[:, None], -4, 4)


def _near(view: Any, batch: Batch) -> Any:
    index = jnp.arange(LINES)
    inside = [(index + offset >= batch["low"]) & (index + offset < batch["high"]) for offset in NEAR]
    return jnp.concatenate(
        [jnp.where(ok[:, None], jnp.roll(view, -offset, 0), 0) for offset, ok in zip(NEAR, inside, strict=True)], 1
    )


def _means(view: Any, batch: Batch) -> list[Any]:
    running = jnp.concatenate([jnp.zeros((1, WIDTH)), jnp.cumsum(view, 0)])
    index, means = jnp.arange(LINES), []
    for first, last in (*WINDOWS, WHOLE):
        start = jnp.clip(index + first, batch["low"], batch["high"])
        end = jnp.clip(index + last + 1, batch["low"], batch["high"])
        means.append((running[end] - running[start]) / jnp.maximum(end - start, 1)[:, None])
    return means


def _logits(params: Params, masks: Params, batch: Batch, key: Any) -> Any:
    keys = jax.random.split(key, 4)

    def view(layer: int, *inputs: Any) -> Any:
        sums = jnp.concatenate(inputs, 1) @ params[f"layer{layer}"] + params[f"layer{layer}-base"]
        return jnp.clip(sums, 0, TOP)

    def dropped(at: int, values: Any) -> Any:
        return values * jax.random.bernoulli(keys[at], 1 - DROP, values.shape) / (1 - DROP)

    first = dropped(1, view(1, batch["signals"].astype(jnp.float32) / 64, _bag(params, masks, batch, keys[0])))
    second = dropped(2, view(2, _near(first, batch)))
    third = dropped(3, view(3, second, first, *_means(second, batch)))
    fourth = view(4, third, second)
    return (fourth @ params["layer5"] + params["layer5-base"])[:, 0]


def _loss(params: Params, masks: Params, batch: Batch, key: Any) -> Any:
    logits = _logits(params, masks, batch, key)
    each = (jnp.logaddexp(0, logits) - batch["junk"] * logits) * batch["weight"]
    decay = sum((params[name] ** 2).sum() for name in masks)
    return each.sum() / batch["weight"].sum() + WORD_DECAY * decay


def _adam(params: Params, masks: Params, state: Any, batch: Batch, at: float, rate: float, key: Any) -> Any:
    """One step of Adam (Kingma and Ba 2015); weights stay within ±2, which eight bits hold."""
    loss, slope = jax.value_and_grad(_loss)(params, masks, batch, key)
    mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, state[0], slope)
    square = jax.tree.map(lambda v, g: 0.99 * v + 0.01 * g * g, state[1], slope)

    def moved(p: Any, m: Any, v: Any) -> Any:
        return jnp.clip(p - rate * (m / (1 - 0.9**at)) / (jnp.sqrt(v / (1 - 0.99**at)) + 1e-8), -2, 2)

    return jax.tree.map(moved, params, mean, square), (mean, square), loss


_step = jax.jit(_adam)


def train(documents: Sequence[Measured], seed: int, say: Callable[[str], None]) -> dict[str, NDArray[Any]]:
    """The network for these documents, in whole numbers."""
    order, key = np.random.default_rng(seed), jax.random.PRNGKey(seed)
    params, masks = _start(key), _masks(documents)
    state = (jax.tree.map(jnp.zeros_like, params), jax.tree.map(jnp.zeros_like, params))
    total, done = EPOCHS * len(_batches(documents)), 0
    for epoch in range(EPOCHS):
        losses = []
        for pieces in _batches([documents[at] for at in order.permutation(len(documents))]):
            done += 1
            rate = RATE * min(1, done / 50) * (0.5 * (1 + np.cos(np.pi * min(1, done / total))) + 0.01)
            key, now = jax.random.split(key)
            params, state, loss = _step(params, masks, state, _batch(pieces), float(done), float(rate), now)
            losses.append(float(loss))
        say(f"network, epoch {epoch + 1}: loss {np.mean(losses):.4f}")
    return _in_whole_numbers({name: np.asarray(value, np.float64) for name, value in params.items()}, masks)


def _in_whole_numbers(params: dict[str, NDArray[np.float64]], masks: Params) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    for name, mask in masks.items():
        arrays[name] = np.clip(np.rint(params[name] * np.asarray(mask) * 64), -127, 127).astype(np.int8)
    for layer in range(1, 6):
        scale = 64 if layer == 1 else 16
        arrays[f"layer{layer}"] = np.rint(params[f"layer{layer}"] * 512).astype(np.int16)
        arrays[f"layer{layer}-base"] = np.rint(params[f"layer{layer}-base"] * 512 * scale).astype(np.int32)
        largest = np.abs(arrays[f"layer{layer}"].astype(np.int64)).sum(0) * (255 if layer == 1 else VIEW_TOP)
        if (largest + np.abs(arrays[f"layer{layer}-base"])).max() * 2 >= EXACT:
            raise SystemExit(f"layer {layer} is too heavy for exact sums")
    return arrays
