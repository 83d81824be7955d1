"""Learn which lines of a page are its main text, from pages whose main text is known; write src/pumice/data/page.json.

    PYTHONPATH=src:. python tools/train_html.py PAGES.tar.xz [--report-only] [--trees 150]

PAGES.tar.xz holds `index.jsonl` (file, source, domain, truth) and the pages. All that is learned is judged by
cross-validation over sites: a site's pages are scored by trees grown on other sites, and the weights of words that a
page is shown are counted on other sites too. Needs lightgbm. The same input gives the same table.
"""

import argparse
import hashlib
import json
import lzma
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import mean
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from pumice.markup.columns import Ints
from pumice.markup.model import LEAF, MOST, TABLE, scores
from pumice.markup.parts import Part, parts
from pumice.markup.signals import second, signals
from pumice.markup.trees import Trees, compiled
from pumice.markup.view import view
from pumice.markup.words import Words
from tools.html_training.samples import FOLDS, Sample, read
from tools.html_training.tables import Table, block_names, counted

DATA = Path(__file__).parent.parent / "src" / "pumice" / "data"
# How much a page of each set counts: the sets differ in size, and articles are what the main text is mostly asked of.
SETS = {"scrapinghub": 1.6, "fundus": 1.3, "daniel": 1.5, "cleaneval": 1.0, "chinese": 2.0, "wcxb": 0.8}
LINES = {
    "objective": "binary",
    "num_leaves": 16,
    "learning_rate": 0.1,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.35,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "num_threads": 1,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
}
PARTS = LINES | {
    "objective": "regression",
    "num_leaves": 12,
    "learning_rate": 0.06,
    "min_data_in_leaf": 80,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
}
CHANCES = np.array([round(1000 / (1 + math.exp(-score / 100))) for score in range(-MOST, MOST + 1)], np.int64)


def weights(each: Sample) -> NDArray[np.float64]:
    """How much each line counts: by its share of the page's truth, and a little as a line; unclear ones less."""
    count = np.array([len(line) for line in each.tokens], float)
    whole = np.where(count > 0, np.sqrt(count) * 0.02 + count / max(len(each.truth), 50), 0)
    return SETS.get(each.source, 1.0) * whole * np.abs(2 * each.share - 1) + 1e-6


def grown(booster: lightgbm.Booster) -> dict[str, Any]:
    """A booster's trees in whole numbers, as `pumice.markup.trees.compiled` takes them."""

    def node(tree: Mapping[str, Any]) -> Any:
        if "leaf_value" in tree:
            return round(tree["leaf_value"] * 100 * LEAF)
        threshold = math.floor(tree["threshold"])
        return [tree["split_feature"], threshold, node(tree["left_child"]), node(tree["right_child"])]

    return {"base": 0, "trees": [node(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]}


def ready(table: Mapping[str, Any]) -> Trees:
    """Trees ready to score."""
    return compiled(table["trees"], table["base"])


def grow_lines(samples: list[Sample], rows: list[Ints], trees: int) -> dict[str, Any]:
    """Trees that tell whether a line stays."""
    label = np.concatenate([each.share >= 0.5 for each in samples]).astype(int)
    data = lightgbm.Dataset(
        np.concatenate(rows).astype(np.float32), label, weight=np.concatenate([weights(each) for each in samples])
    )
    return grown(lightgbm.train(LINES, data, trees))


def grow_parts(samples: list[Sample], rows: list[Ints], values: list[list[float]], trees: int) -> dict[str, Any]:
    """Trees that tell how well a part would do as the main text."""
    weight = [np.full(len(row), SETS.get(each.source, 1.0) / len(row)) for each, row in zip(samples, rows, strict=True)]
    label = np.concatenate([np.array(value) for value in values])
    data = lightgbm.Dataset(np.concatenate(rows).astype(np.float32), label, weight=np.concatenate(weight))
    return grown(lightgbm.train(PARTS, data, trees))


def crossed(samples: list[Sample], rows: list[Ints], trees: int) -> list[Ints]:
    """The scores of every page's lines, by trees grown on other sites."""
    found: list[Ints] = [np.zeros(0, np.int64)] * len(samples)
    for fold in range(FOLDS):
        learn = [at for at, each in enumerate(samples) if each.fold != fold]
        forest = ready(grow_lines([samples[at] for at in learn], [rows[at] for at in learn], trees))
        for at, each in enumerate(samples):
            if each.fold == fold:
                found[at] = scores(forest, rows[at])
    return found


Measure = tuple[float, float, float]


def measure(each: Sample, kept: NDArray[np.bool_]) -> Measure:
    """F1, precision and recall of the tokens of kept lines."""
    got = Counter(token for line, keep in zip(each.tokens, kept, strict=True) if keep for token in line)
    both = (got & Counter(each.truth)).total()
    precision, recall = both / max(got.total(), 1), both / max(len(each.truth), 1)
    return 2 * precision * recall / (precision + recall) if both else 0.0, precision, recall


def in_part(part: Part, chance: Ints) -> NDArray[np.bool_]:
    """Which lines a part keeps."""
    index = np.arange(len(chance))
    return (index >= part.first) & (index < part.past) & (chance >= part.cut)


def report(title: str, samples: list[Sample], measures: list[Measure]) -> None:
    """Print the mean measures by set."""
    by_set: dict[str, list[Measure]] = defaultdict(list)
    for each, found in zip(samples, measures, strict=True):
        by_set[each.source].append(found)
    for name, found_in in sorted(by_set.items()):
        f1, precision, recall = (mean(row[column] for row in found_in) for column in range(3))
        print(
            f"{title}  {name:12} {len(found_in):4} pages  F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}"
        )


def cuts(samples: list[Sample], scored: list[Ints]) -> dict[str, int]:
    """The scores from which on lines stay, so that at most 0.4 % (careful) and 2 % (thorough) of the truth goes."""
    score = np.concatenate(scored)
    mass = np.concatenate(
        [each.share * [len(line) for line in each.tokens] / max(len(each.truth), 1) for each in samples]
    )
    order = np.argsort(score, kind="stable")
    lost = np.cumsum(mass[order]) / max(mass.sum(), 1e-9)
    found = {}
    for level, most in (("careful", 0.004), ("thorough", 0.02)):
        found[level] = int(score[order[int(np.searchsorted(lost, most))]])
        words = np.concatenate([np.array([len(line) for line in each.tokens]) for each in samples])
        junk = np.concatenate([each.share < 0.5 for each in samples])
        left = (words * (junk & (score >= found[level]))).sum() / max((words * junk).sum(), 1)
        gone = mass[score < found[level]].sum() / mass.sum()
        print(f"{level}: score {found[level]}, content lost {100 * gone:.2f} %, junk left {100 * left:.1f} %")
    return found


def learn(samples: list[Sample], trees: int) -> dict[str, Any]:
    """The table, and on the way what cross-validation says of it."""
    text_counts, markup_counts = counted(samples)
    text, markup = Table(text_counts, doubt=2.0), Table(markup_counts, doubt=0.3)
    for each in samples:
        each.seen = view(each.page, Words({}, {}, {}))
    named = Table(block_names(samples), doubt=1.0, sites_at_least=3)
    for each in samples:
        words = Words(text.without(each.domain), markup.without(each.domain), named.without(each.domain))
        each.seen = view(each.page, words)
        each.columns = signals(each.seen, words)
    rows = [each.columns for each in samples]
    first = crossed(samples, rows, trees)
    report("first ", samples, [measure(each, score >= 0) for each, score in zip(samples, first, strict=True)])
    seen = [each.seen for each in samples if each.seen]
    more = [second(page, score, CHANCES[score + MOST]) for page, score in zip(seen, first, strict=True)]
    both = [np.concatenate(pair, axis=1) for pair in zip(rows, more, strict=True)]
    again = crossed(samples, both, trees)
    report("second", samples, [measure(each, score >= 0) for each, score in zip(samples, again, strict=True)])
    chances = [CHANCES[score + MOST] for score in again]
    candidates = [parts(page, chance) for page, chance in zip(seen, chances, strict=True)]
    values = [
        [measure(each, in_part(part, chance))[0] for part in found]
        for each, chance, (found, _) in zip(samples, chances, candidates, strict=True)
    ]
    part_rows = [row for _, row in candidates]
    _report_parts(samples, chances, candidates, values)
    return {
        "text": text.all(),
        "markup": markup.all(),
        "names": named.all(),
        "first": grow_lines(samples, rows, trees),
        "second": grow_lines(samples, both, trees),
        "parts": grow_parts(samples, part_rows, values, 220),
        "chances": CHANCES.tolist(),
        "cuts": cuts(samples, again),
    }


def _report_parts(
    samples: list[Sample], chances: list[Ints], candidates: list[tuple[list[Part], Ints]], values: list[list[float]]
) -> None:
    found: list[Measure] = [(0.0, 0.0, 0.0)] * len(samples)
    for fold in range(FOLDS):
        others = [at for at, each in enumerate(samples) if each.fold != fold]
        rows, value = [candidates[at][1] for at in others], [values[at] for at in others]
        forest = ready(grow_parts([samples[at] for at in others], rows, value, 220))
        for at, each in enumerate(samples):
            if each.fold == fold:
                best = candidates[at][0][int(np.argmax(forest.score(candidates[at][1])))]
                found[at] = measure(each, in_part(best, chances[at]))
    report("main  ", samples, found)
    report("best  ", samples, [(max(value), 0.0, 0.0) for value in values])


def write(table: Mapping[str, Any]) -> None:
    """The table into the package, its digest beside the others."""
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (DATA / f"{TABLE}.xz").write_bytes(lzma.compress(text.encode(), preset=9))
    path = DATA / "digests.toml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(f'"{TABLE}"')]
    head = [line for line in kept if not line.startswith('"')]
    digest = hashlib.sha256(text.encode()).hexdigest()
    listed = sorted([*(line for line in kept if line.startswith('"')), f'"{TABLE}" = "{digest}"'])
    path.write_text("\n".join([*head, *listed]) + "\n", encoding="utf-8")


def main() -> None:
    """Read, learn, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--report-only", action="store_true")
    parser.add_argument("--trees", type=int, default=150)
    parser.add_argument("--every", type=int, default=1)
    chosen = parser.parse_args()
    samples = [each for at, each in enumerate(read(chosen.pages)) if at % chosen.every == 0]
    table = learn(samples, chosen.trees)
    if not chosen.report_only:
        write(table)


if __name__ == "__main__":
    main()
