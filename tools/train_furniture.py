"""Train the line model of `pumice.furniture` and write its weights and its report.

    PYTHONPATH=src python tools/train_furniture.py DATA [--out src/pumice/furniture/weights]

DATA holds `plain_dev.jsonl.gz` and `plain_residual_dev.jsonl.gz`. The sites are split in `FOLDS`: for each fold a
network and trees are trained on the other sites, which gives every document scores by a model that never saw its site.
The trees learn from such first scores only; the cuts are set, and the report is made, on scores of such models alone.
Then both are trained on all. The same data and the same versions of jax, numpy and catboost give the same bytes.
"""

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from pumice.furniture import model as runtime
from pumice.furniture.judge import judge
from pumice.furniture.model import Model
from pumice.furniture.signals import Ints
from tools.furniture_training import documents, forest, network
from tools.furniture_training.documents import WEIGHT, Measured
from tools.furniture_training.measure import Tally, shares, tally, total

HERE = Path(__file__).parent.parent
OUT = HERE / "src/pumice/furniture/weights"
REPORT = HERE / "docs/furniture-model.json"
FOLDS = 3
SEED = 7
# Hundredths of a logit, chosen on held-out scores: at careful about 4 % of the whole pages lose a sentence, and at
# thorough 0.9 % of their content is lost, as below that sentences go faster than furniture; see the report.
CUTS = {"careful": 205, "thorough": 50}
LIMITS, MORE = [6, 14], [-50, 50, 25]  # lines under 6 words, under 14, longer
# Of whole pages 85 % have 60 lines of which an eighth look like furniture to the network, of residual texts 7 %.
WHOLE_LINES = 60
WHOLE_MORE = 100  # more, and a lower cut, loses sentences of the whole pages that look like residual text
FEW_LINES, FEW_MORE = 8, 400  # single words below one paragraph scored up to 215 where a person would not judge
About = dict[str, Any]
Figures = dict[str, Any]
Arrays = dict[str, NDArray[Any]]

began = time.monotonic()


def say(text: str) -> None:
    print(f"{time.monotonic() - began:6.0f} s  {text}", flush=True)


def first_scores(networks: list[Arrays], all_found: list[Measured]) -> list[Ints]:
    """As the network alone that never saw their sites scores documents."""
    models = [Model(runtime.ready(arrays), {}) for arrays in networks]
    by = ((models[fold_of(found)], found) for found in all_found)
    return [runtime.weigh(model, runtime.ground(model, found.lines), found.place) for model, found in by]


def train_trees(all_found: list[Measured], first: list[Ints], seed: int) -> Arrays:
    weight = np.concatenate([documents.weights(found) for found in all_found])
    chosen, weight = forest.sample(weight, forest.ROWS, seed)
    ends = np.cumsum([len(found.lines) for found in all_found])
    parts, labels = [], []
    for found, score, end in zip(all_found, first, ends, strict=True):
        mine = chosen[end - len(score) : end]
        parts.append(runtime.outlook(found.lines, found.place, score)[mine])
        labels.append((found.junk > 0)[mine])
    return forest.train(np.concatenate(parts), np.concatenate(labels), weight[chosen])


def read_all(data: Path, every: int) -> list[Measured]:
    found = documents.with_made(list(documents.load(data, every)), SEED)
    measured = [documents.measured(document) for document in found]
    say(f"{len(measured)} documents, {sum(len(one.lines) for one in measured)} lines")
    return measured


def fold_of(found: Measured) -> int:
    return documents.fold_of(found.document.site, FOLDS)


def held_out(everything: list[Measured]) -> tuple[list[Ints], list[Arrays]]:
    """First scores of every document by a network that never saw its site, and the networks."""
    networks = []
    for fold in range(FOLDS):
        networks.append(network.train([found for found in everything if fold_of(found) != fold], SEED + fold, say))
        say(f"fold {fold + 1} of {FOLDS}: network")
    return first_scores(networks, everything), networks


def with_made(
    everything: list[Measured], first: list[Ints], networks: list[Arrays]
) -> tuple[list[Measured], list[Ints]]:
    """The documents and their first scores, and behind them those that only the trees see: every second whole page as a
    first pass would leave it, and texts without furniture full of short lines, from which a network, which sees little
    of a document at once, would learn to doubt all short lines."""
    chance = random.Random(SEED)
    whole = [at for at, found in enumerate(everything) if found.document.kind == "whole"]
    left = (documents.as_left_by_a_pass(everything[at], first[at], chance) for at in whole[::2])
    real = [found.document for found in everything if found.document.kind in ("whole", "residual")]
    made = [one for one in left if one] + [documents.measured(one) for one in documents.invented_of(real, SEED)]
    say(f"{len(made)} documents more, {sum(len(one.lines) for one in made)} lines")
    return everything + made, first + first_scores(networks, made)


def cross_validated(everything: list[Measured], first: list[Ints], networks: list[Arrays]) -> list[Arrays]:
    """A model for each fold, trained on the other sites."""
    models = []
    for fold in range(FOLDS):
        inside = [at for at, found in enumerate(everything) if fold_of(found) != fold]
        grown = train_trees([everything[at] for at in inside], [first[at] for at in inside], SEED + fold)
        models.append(networks[fold] | grown)
        say(f"fold {fold + 1} of {FOLDS}: trees")
    return models


def settings() -> About:
    """The cuts of the levels, and how lines are held."""
    held = {"words": LIMITS, "more": MORE, "whole": WHOLE_MORE, "whole-lines": WHOLE_LINES}
    return {"cuts": CUTS, "held": held | {"few": FEW_MORE, "few-lines": FEW_LINES}}


def figures_at(arrays: list[Arrays], real: list[Measured], about: About, level: str) -> Figures:
    """What a level costs and brings on sites that the model never saw, by kind and language, as lines are judged: with
    rules, until no more goes."""
    models = [Model(runtime.ready(one), about) for one in arrays]
    counted: dict[str, list[Tally]] = defaultdict(list)
    for found in real:
        judged = judge("\n".join(row.text for row in found.document.rows), level, model=models[fold_of(found)])
        keep = np.ones(len(found.document.rows), np.bool_)
        keep[[judged.lines[at].number for at in judged.gone]] = False
        told = tally(found.document, keep)
        counted[found.document.kind].append(told)
        counted[f"{found.document.kind} {found.document.language}"].append(told)
    figures = {name: shares(total(ones)) for name, ones in sorted(counted.items()) if len(ones) >= 10}
    say(f"{level} {about['cuts'][level]} {about['held']['whole']}: {figures['whole']}, {figures['residual']}")
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--report", type=Path, default=REPORT)
    parser.add_argument("--every", type=int, default=1, help="take every nth document only, to try the tool")
    options = parser.parse_args()
    everything = read_all(options.data, options.every)
    first, networks = held_out(everything)
    real = [found for found in everything if found.document.kind in ("whole", "residual")]
    everything_made, first_made = with_made(everything, first, networks)
    models = cross_validated(everything_made, first_made, networks)
    about = settings()
    final = network.train(everything, SEED, say) | train_trees(everything_made, first_made, SEED)
    say("trained on all")
    figures = {level: figures_at(models, real, about, level) for level in ("careful", "thorough")}
    write(options, final, about, figures)


def write(options: argparse.Namespace, arrays: Arrays, about: About, figures: Figures) -> None:
    """The weights file, named by its digest, in place of any older one, and the report."""
    data = runtime.dump(arrays, about)
    name = sha256(data).hexdigest()[:16] + ".model"
    for old in options.out.glob("*.model"):
        old.unlink()
    (options.out / name).write_bytes(data)
    report = {
        "weights": name,
        "bytes": len(data),
        "folds": FOLDS,
        **about,
        "weight_of_kinds": WEIGHT,
        "held_out": figures,
    }
    options.report.parent.mkdir(exist_ok=True)
    options.report.write_text(json.dumps(report, indent=1, sort_keys=True) + "\n")
    say(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
