"""Training the trees that weigh the first scores of a line and its neighbours with all signals."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from pumice.furniture.signals import Bytes
from pumice.furniture.trees import LEAF_BITS

TREES, DEPTH = 600, 6
ROWS = 300_000
SETTINGS = {
    "iterations": TREES,
    "depth": DEPTH,
    "learning_rate": 0.11,
    "border_count": 32,
    "l2_leaf_reg": 5,
    "rsm": 0.3,
    "boosting_type": "Plain",
    "bootstrap_type": "Bernoulli",
    "subsample": 0.7,
    "score_function": "L2",
    "leaf_estimation_iterations": 1,
    "thread_count": 1,
    "random_seed": 1,
    "verbose": False,
    "allow_writing_files": False,
}


def sample(weight: NDArray[np.float32], rows: int, seed: int) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """About `rows` lines, heavy ones always and light ones by chance, and what each then weighs."""
    low, high = 0.0, float(weight.max())
    for _ in range(40):
        sure = (low + high) / 2
        low, high = (sure, high) if np.minimum(weight / sure, 1).sum() > rows else (low, sure)
    chance = np.minimum(weight / high, 1)
    chosen = np.random.default_rng(seed).random(len(weight)) < chance
    return chosen, (weight / np.maximum(chance, 1e-9)).astype(np.float32)


def train(signals: Bytes, junk: NDArray[Any], weight: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """The trees, in whole numbers."""
    model = CatBoostClassifier(**SETTINGS)
    model.fit(Pool(signals.astype(np.float32), junk.astype(np.int8), weight=weight))
    return _in_whole_numbers(model)


def _in_whole_numbers(model: Any) -> dict[str, NDArray[Any]]:
    """CatBoost's trees as arrays. A border between two whole numbers is the lower one; an unused question is
    always answered no."""
    found = _trees(model)
    signal = np.zeros((len(found), DEPTH), np.uint8)
    border = np.full((len(found), DEPTH), 255, np.uint8)
    leaf = np.zeros((len(found), 1 << DEPTH), np.int16)
    scale, bias = model.get_scale_and_bias()
    for at, tree in enumerate(found):
        for level, split in enumerate(tree["splits"]):
            signal[at, level] = split["float_feature_index"]
            border[at, level] = int(np.floor(split["border"]))
        values = np.rint(np.array(tree["leaf_values"]) * scale * (1 << LEAF_BITS))
        leaf[at, : len(values)] = values
    base = np.array([round(bias * (1 << LEAF_BITS))], np.int32)
    return {"tree-signals": signal, "tree-borders": border, "tree-leaves": leaf, "tree-base": base}


def _trees(model: Any) -> Sequence[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        trees: list[dict[str, Any]] = json.loads(path.read_text())["oblivious_trees"]
    return trees
