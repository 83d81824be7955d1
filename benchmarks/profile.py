"""What a learned profile is worth: sites with several pages, cleaned with and without it.

    python benchmarks/profile.py [--level careful] [--every N]     content lost and junk left on labelled pages
    python benchmarks/profile.py --memory 100000                   memory and time of learning so many made-up pages

A site is a domain of `plain_dev.jsonl.gz`; each page is taken once, in the first of its renderings, and the profile is
learned from all of them, the page itself included, as an archivist has it. The line model was trained on pages of these
sites too, so its part of the figures is better than on others; the difference that the profile makes is what to read.
"""

import argparse
import gzip
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pumice.furniture.judge import judge
from pumice.furniture.normal import key, token_count
from pumice.learning import Page, page_of, profile_of
from pumice.profile import NOTHING

DATA = Path(__file__).parent.parent / ".." / "shared" / "furniture" / "plain_dev.jsonl.gz"
Site = dict[str, dict[str, Any]]


def sites(path: Path) -> dict[str, Site]:
    """Domain → page → the first rendering of it, of domains with three pages or more."""
    found: dict[str, Site] = defaultdict(dict)
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            document = json.loads(row)
            found[document["domain"]].setdefault(document["id"].split("/")[0], document)
    return {domain: pages for domain, pages in sorted(found.items()) if len(pages) >= 3}


def text_of(document: dict[str, Any]) -> str:
    """A page as text, a line of it a line."""
    return "\n".join(" ".join(line["t"].split()) for line in document["lines"])


def add(total: Counter[str], document: dict[str, Any], gone: set[int]) -> None:
    """Count what was lost of a document's truth and what is left of its junk, when the lines `gone` are gone."""
    present: set[int] = set()
    kept: set[int] = set()
    for number, line in enumerate(document["lines"]):
        for start, end in line.get("s", ()):
            present.update(range(start, end))
            if number not in gone:
                kept.update(range(start, end))
        if line["keep"] is False:
            tokens = token_count(key(line["t"]))
            total["junk"] += tokens
            total["left"] += tokens * (number not in gone)
    total.update(documents=1, truth=len(present), lost=len(present - kept))


def measure(level: str, every: int) -> None:
    """Print the figures for sites with three pages or more, and for articles of sites with eight or more."""
    totals: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for domain, pages in list(sites(DATA).items())[::every]:
        texts = {page: text_of(document) for page, document in pages.items()}
        profile = profile_of([page_of(domain, text) for text in texts.values()]).for_path(f"{domain}/page.txt")
        for page, document in pages.items():
            for with_profile in (False, True):
                judged = judge(texts[page], level, profile if with_profile else NOTHING)
                gone = {judged.lines[at].number for at in judged.gone}
                add(totals["3 pages or more", with_profile], document, gone)
                if len(pages) >= 8 and document["ptype"] in (None, "article"):
                    add(totals["articles, 8 pages or more", with_profile], document, gone)
    for (name, with_profile), total in sorted(totals.items()):
        lost, left = 100 * total["lost"] / total["truth"], 100 * total["left"] / total["junk"]
        how = "with profile" if with_profile else "without"
        print(f"{name:26s} {how:12s} {total['documents']:5d} documents  lost {lost:.2f} %  junk left {left:.1f} %")


def made_up(count: int) -> Iterator[Page]:
    """So many pages of ten sites: 40 lines that are new on each, 20 that the site has everywhere."""
    for number in range(count):
        own = [f"line {at} of page {number} is like no other line" for at in range(40)]
        common = [f"entry {'abcdefghijklmnopqrst'[at]} of the menu" for at in range(20)]
        yield page_of(f"site{number % 10}", "\n".join([*common, *own]))


def memory(count: int) -> None:
    """Print what learning so many pages takes."""
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    profile = profile_of(made_up(count), count)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    lines = sum(len(site.lines) for site in profile.sites)
    print(f"{count} pages: {grown} MB more, {time.process_time() - began:.0f} s of CPU, {lines} lines learned")


def main() -> None:
    """Run what the command line asks for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--level", default="careful")
    options.add_argument("--every", type=int, default=1, help="take every Nth site")
    options.add_argument("--memory", type=int, metavar="PAGES")
    chosen = options.parse_args()
    if chosen.memory:
        memory(chosen.memory)
    elif DATA.exists():
        measure(chosen.level, chosen.every)
    else:
        sys.exit(f"skipped: {DATA} is not here")


if __name__ == "__main__":
    main()
