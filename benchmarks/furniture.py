"""How fast lines are judged, against jusText on the same lines in the same process.

    PYTHONPATH=src python benchmarks/furniture.py [--every 40] [--file ../shared/furniture/plain_dev.jsonl.gz]

jusText is given a page with a paragraph for every line; its time holds parsing, as ours holds reading and measuring.
"""

import argparse
import gzip
import html
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import justext

from pumice.furniture.decision import classify_lines

DATA = Path(__file__).parent.parent.parent / "shared/furniture/plain_dev.jsonl.gz"


def documents(path: Path, every: int) -> list[list[str]]:
    """The lines of every nth document."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        chosen = [json.loads(row) for at, row in enumerate(rows) if at % every == 0]
    return [[line["t"].replace("\n", " ") for line in document["lines"]] for document in chosen]


def seconds(judge: Callable[[Sequence[str]], object], pages: list[list[str]]) -> float:
    """CPU time of judging every page, the better of two runs."""
    times = []
    for _ in range(2):
        start = time.process_time()
        for page in pages:
            judge(page)
        times.append(time.process_time() - start)
    return min(times)


def by_justext(lines: Sequence[str], stops: frozenset[str] = justext.get_stoplist("English")) -> object:
    """jusText's verdicts."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return justext.justext(f"<html><body>{body}</body></html>", stops)


def by_pumice(level: str, lines: Sequence[str]) -> object:
    """Our verdicts."""
    return classify_lines("\n".join(lines), level)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=40)
    parser.add_argument("--file", type=Path, default=DATA)
    options = parser.parse_args()
    if not options.file.exists():
        raise SystemExit(f"skipped: {options.file} is not here")
    pages = documents(options.file, options.every)
    count = sum(map(len, pages))
    classify_lines("warm up\nthe tables")
    theirs = seconds(by_justext, pages)
    print(f"{len(pages)} documents, {count} lines")
    print(f"jusText            {count / theirs:10.0f} lines a second")
    for level in ("careful", "thorough"):
        ours = seconds(partial(by_pumice, level), pages)
        print(f"pumice {level:10s}  {count / ours:10.0f} lines a second  {theirs / ours:5.1f} times jusText")


if __name__ == "__main__":
    main()
