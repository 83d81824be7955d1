"""Learn which lines of a page are its main text, from pages whose main text is known; write src/pumice/data/page.json.

    python tools/train_html.py PAGES.tar.xz [--report-only] [--trees 150]

PAGES.tar.xz holds `index.jsonl` (file, source, domain, truth) and the pages. All that is learned is judged by
cross-validation over sites: a site's pages are scored by trees grown on other sites, and the weights of words that a
page is shown are counted on other sites too. Needs lightgbm. The same input gives the same table.
"""

import argparse
import hashlib
import io
import json
import lzma
import math
import re
import tarfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from pumice.decode import decode
from pumice.markup import Page, render
from pumice.markup.columns import Ints
from pumice.markup.model import LEAF, MOST, TABLE, scores
from pumice.markup.parts import Part, parts
from pumice.markup.signals import second, signals
from pumice.markup.trees import Trees, compiled
from pumice.markup.view import View, view
from pumice.markup.words import Words, class_words, text_words

DATA = Path(__file__).parent.parent / "src" / "pumice" / "data"
TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[^\W_])+"
)
GRAM = 4
FOLDS = 5
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


Count = dict[str, tuple[Counter[str], Counter[str]]]


def counted(samples: list[Sample]) -> tuple[Count, Count]:
    """By site: how often each word stands in lines that stay and that go, and each word of the markup around them."""
    text: Count = defaultdict(lambda: (Counter(), Counter()))
    markup: Count = defaultdict(lambda: (Counter(), Counter()))
    for each in samples:
        stays = each.share >= 0.5
        words: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        around: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        chain: list[frozenset[str]] = [frozenset()]
        for frame in each.page.frames[1:]:
            chain.append(chain[frame.parent].union(class_words(frame)))
        letters = sum(line.letters for line, stay in zip(each.page.lines, stays, strict=True) if stay) or 1
        gone = int((~stays).sum()) or 1
        for line, stay, share in zip(each.page.lines, stays, each.share, strict=True):
            if not 0.3 < share < 0.7:
                words[not stay].update(set(text_words(each.page.line_text(line))))
            for word in chain[line.frame]:
                around[not stay][word] += line.letters / letters if stay else 1 / gone  # type: ignore[assignment]
        for side in (0, 1):
            text[each.domain][side].update({word: min(count, 3) for word, count in words[side].items()})
            markup[each.domain][side].update(around[side])
    return text, markup


class Table:
    """Weights of words over all sites; `without` one site's own counts."""

    def __init__(self, sites: Count, *, doubt: float, sites_at_least: int = 5) -> None:
        self.sites, self.doubt, self.least = sites, doubt, sites_at_least
        self.stay, self.go, self.spread = Counter[str](), Counter[str](), Counter[str]()
        for stay, go in sites.values():
            self.stay.update(stay)
            self.go.update(go)
            self.spread.update(stay.keys() | go.keys())

    def weight(self, stay: float, go: float, spread: int) -> int:
        """Sixteenths of a logit, at most 4 logits either way."""
        if spread < self.least:
            return 0
        return max(-64, min(64, round(16 * math.log((go + self.doubt) / (stay + self.doubt)))))

    def all(self) -> dict[str, int]:
        """Every word with a weight."""
        each = ((word, self.weight(self.stay[word], self.go[word], self.spread[word])) for word in sorted(self.spread))
        return {word: weight for word, weight in each if weight}

    def without(self, site: str) -> "Without":
        """The table as it would be without a site."""
        return Without(self, *self.sites.get(site, (Counter(), Counter())))


class Without(dict[str, int]):
    """Weights that do not know one site, worked out when asked for."""

    def __init__(self, table: Table, stay: Counter[str], go: Counter[str]) -> None:
        self.table, self.own_stay, self.own_go = table, stay, go

    def get(self, word: str, otherwise: int = 0) -> int:  # type: ignore[override]  # noqa: ARG002
        """The weight of a word; 0 for words of too few sites."""
        if word not in self:
            stay, go = self.own_stay.get(word, 0), self.own_go.get(word, 0)
            table = self.table
            spread = table.spread[word] - (word in self.own_stay or word in self.own_go)
            self[word] = table.weight(max(table.stay[word] - stay, 0), max(table.go[word] - go, 0), spread)
        return self[word]


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
        words = Words(text.without(each.domain), markup.without(each.domain))
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
