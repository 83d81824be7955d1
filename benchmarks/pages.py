"""Pages against their main text, for us and for trafilatura in the same run.

    python benchmarks/pages.py [--every N] [--file PAGES.tar.xz]

Prints for each set the mean F1 of tokens, for the whole the share of the main text that the careful and the thorough
level remove, and the pages per CPU second of each. The weights were learned from the pages of `html_dev.tar.xz`, so F1
on them is too good; `tools/train_html.py --report-only` gives it by cross-validation over sites.
"""

import argparse
import importlib.util
import io
import json
import re
import tarfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean

from pumice.options import Options
from pumice.pipeline import normalize

PAGES = Path(__file__).parent.parent.parent / "shared" / "furniture" / "html_dev.tar.xz"
TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[^\W_])+"
)
Extract = Callable[[bytes], str]


def tokens(text: str) -> Counter[str]:
    """The tokens that precision and recall are counted in."""
    return Counter(TOKEN.findall(unicodedata.normalize("NFKC", text).lower()))


def pages(path: Path, every: int) -> Iterator[tuple[str, Counter[str], bytes]]:
    """Set, tokens of the main text, and source of every so many pages."""
    with tarfile.open(path) as tar:
        index = tar.extractfile("index.jsonl")
        assert index is not None
        rows = {row["file"]: row for row in map(json.loads, io.TextIOWrapper(index, encoding="utf-8"))}
        for number, member in enumerate(found for found in tar if found.name in rows):
            file = tar.extractfile(member)
            if file and number % every == 0:
                yield rows[member.name]["source"], tokens(rows[member.name]["truth"]), file.read()


def ours(options: Options) -> Extract:
    """Our text of a page."""
    return lambda page: normalize(page, name="page.html", options=options).text or ""


def peers() -> dict[str, Extract]:
    """trafilatura, if it is installed."""
    if importlib.util.find_spec("trafilatura") is None:
        return {}
    import trafilatura

    return {"trafilatura": lambda page: trafilatura.extract(page) or ""}


def f1(want: Counter[str], got: Counter[str]) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * (want & got).total() / max(want.total() + got.total(), 1)


def main() -> None:
    """Run all on each page, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=8)
    parser.add_argument("--file", type=Path, default=PAGES)
    chosen = parser.parse_args()
    if not chosen.file.exists():
        parser.exit(0, f"{chosen.file} is not there: nothing was measured\n")
    methods = {
        "pumice, main only": ours(Options(main_only=True)),
        "pumice, careful": ours(Options()),
        "pumice, thorough": ours(Options(strip="thorough")),
        "pumice, off": ours(Options(strip="off")),
    } | peers()
    seconds: Counter[str] = Counter()
    scores: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in methods}
    left: Counter[str] = Counter()
    count = 0
    for source, want, page in pages(chosen.file, chosen.every):
        count += 1
        for name, extract in methods.items():
            before = time.process_time()
            got = tokens(extract(page))
            seconds[name] += time.process_time() - before  # type: ignore[assignment]
            scores[name][source].append(f1(want, got))
            left[name] += (want & got).total()
    for name, by_set in scores.items():
        shown = "  ".join(f"{source} {mean(values):.3f}" for source, values in sorted(by_set.items()))
        print(f"{name:18} {count / seconds[name]:6.1f} pages per CPU second  F1: {shown}")
    for name in ("pumice, careful", "pumice, thorough"):
        print(f"{name:18} content lost {100 * (1 - left[name] / max(left['pumice, off'], 1)):.2f} %")


if __name__ == "__main__":
    main()
