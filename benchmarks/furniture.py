"""How fast lines are judged, against jusText on the same lines in the same process.

    PYTHONPATH=src python benchmarks/furniture.py speed [--every 40] [--data ../shared/furniture]

Three kinds of text: whole pages, the residual text that extractors left, and prose (the content of the pages alone).
Every document is judged once by each, in turn, so that both meet the same weather and no cache has seen it before.
jusText is given a page with a paragraph for every line; its time holds parsing, as ours holds reading and measuring.
"""

import argparse
import gzip
import html
import json
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import justext

from pumice import classify_lines

DATA = Path(__file__).parent.parent.parent / "shared/furniture"
WHOLE, RESIDUAL = "plain_dev.jsonl.gz", "plain_residual_dev.jsonl.gz"
STOPS = justext.get_stoplist("English")
LEVELS = ("careful", "thorough")

Page = list[str]


def documents(path: Path, every: int, *, content: bool = False) -> Iterator[Page]:
    """The lines of every nth document, or those that are its content."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        chosen: list[dict[str, Any]] = [json.loads(row) for at, row in enumerate(rows) if at % every == 0]
    for document in chosen:
        lines = [line["t"].replace("\n", " ") for line in document["lines"] if line["keep"] or not content]
        if lines:
            yield lines


def by_justext(lines: Page) -> object:
    """jusText's verdicts."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return justext.justext(f"<html><body>{body}</body></html>", STOPS)


def by_pumice(level: str, lines: Page) -> object:
    """Our verdicts."""
    return classify_lines("\n".join(lines), level)


def seconds(judges: Sequence[Callable[[Page], object]], pages: list[Page]) -> list[float]:
    """CPU time of each judge over all pages, page by page in turn."""
    spent = [0.0] * len(judges)
    for page in pages:
        for at, judge in enumerate(judges):
            start = time.process_time()
            judge(page)
            spent[at] += time.process_time() - start
    return spent


def speed(data: Path, every: int) -> None:
    """Print the table."""
    sets = {
        "whole pages": list(documents(data / WHOLE, every)),
        "residual text": list(documents(data / RESIDUAL, every)),
        "prose": list(documents(data / WHOLE, every, content=True)),
    }
    judges: list[Callable[[Page], object]] = [by_justext, *(partial(by_pumice, level) for level in LEVELS)]
    seconds(judges, [["warm up", "the tables of ünïcode"]])
    print("| text | documents | lines | MB | jusText lines/s | level | pumice lines/s | MB/s | times jusText |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, pages in sets.items():
        lines, size = (
            sum(map(len, pages)),
            sum(len(line.encode("utf-8", "replace")) + 1 for page in pages for line in page),
        )
        theirs, *ours = seconds(judges, pages)
        for level, spent in zip(LEVELS, ours, strict=True):
            print(
                f"| {name} | {len(pages)} | {lines} | {size / 1e6:.1f} | {lines / theirs:.0f} | {level} "
                f"| {lines / spent:.0f} | {size / spent / 1e6:.1f} | {theirs / spent:.1f} |"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["speed"])
    parser.add_argument("--every", type=int, default=40)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    if not (options.data / WHOLE).exists():
        raise SystemExit(f"skipped: {options.data / WHOLE} is not here")
    speed(options.data, options.every)


if __name__ == "__main__":
    main()
