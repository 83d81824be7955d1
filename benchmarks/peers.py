"""pumice beside its peers, on generated corpora, in one run: ratios of CPU time as a table.

    python benchmarks/peers.py [--pages 200] [--seed 1] [--rounds 3] [--files 2000] [--output FOLDER]

The pages are those of corpus.py: English and other languages, sound and damaged, as text and as HTML, each of about
2 kB. Every tool gets the same documents in turn, `rounds` times over, one process each; the fastest round counts. One
document of each corpus is done before the clock runs. Peers that are not installed are left out, and it is said which:
pip install ftfy clean-text datatrove justext trafilatura bagit. `--files` is the size of the corpus whose bag is made
in a temporary folder, verified and cleaned again. `--output` has peers.json and peers.md written there.
"""

import argparse
import hashlib
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# In the place of this folder, whose profile.py would be taken for Python's.
sys.path[0] = str(ROOT)
sys.path.insert(0, str(ROOT / "src"))

from benchmarks.corpus import ACCIDENTS, pages  # noqa: E402
from benchmarks.corpus import write as write_corpus  # noqa: E402
from pumice.pipeline import normalize  # noqa: E402
from pumice.run import clean  # noqa: E402
from pumice.verify import verify  # noqa: E402

PEERS = ("ftfy", "clean-text", "datatrove", "jusText", "trafilatura", "bagit")
STRAIGHT = str.maketrans("“”’—", '""\'-')
Work = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Row:
    """A measure: what was done with what, CPU seconds of pumice and of a peer, what is wanted of their ratio."""

    what: str
    ours: float
    peer: str
    theirs: float
    target: str = ""

    @property
    def ratio(self) -> float:
        """How many times as fast as the peer pumice is."""
        return self.theirs / self.ours


def texts(count: int, seed: int) -> dict[str, list[str]]:
    """The corpora of text by name."""
    found: dict[str, list[str]] = {"ASCII": [], "accented and CJK": [], "damaged": []}
    for number, (_, page) in enumerate(pages(count * 3, seed)):
        text = "\n\n".join((page.title, *page.body)) + "\n"
        plain = text.translate(STRAIGHT)
        if plain.isascii():
            found["ASCII"].append(plain)
        else:
            found["accented and CJK"].append(text)
        found["damaged"].append(ACCIDENTS[number % 2](text).decode("utf-8", "replace"))
    return {name: some[:count] for name, some in found.items()}


def best(works: dict[str, Work], documents: list[Any], rounds: int) -> dict[str, float]:
    """The CPU seconds of each in its fastest round."""
    times: dict[str, float] = {}
    for work in works.values():
        work(documents[0])
    for _ in range(rounds):
        for name, work in works.items():
            start = time.process_time()
            for document in documents:
                work(document)
            took = time.process_time() - start
            times[name] = min(times.get(name, took), took)
    return times


def cleaned(document: str) -> object:
    """The whole pipeline on one text."""
    return normalize(document.encode(), name="page.html" if document.startswith("<!DOCTYPE") else "page.txt")


def text_peers() -> dict[str, Work]:
    """What peers do with text."""
    found: dict[str, Work] = {}
    with suppress(ImportError):
        found["ftfy"] = import_module("ftfy").fix_text
    with suppress(ImportError):
        found["clean-text"] = import_module("cleantext").clean
    with suppress(ImportError):
        found["jusText"] = justext_of("English")
    with suppress(ImportError):
        found["datatrove (ftfy, C4)"] = datatrove()
    return found


def justext_of(language: str) -> Work:
    """jusText, which takes pages: each line of a text as a paragraph."""
    justext = import_module("justext")
    words = justext.get_stoplist(language)
    return lambda text: justext.justext("".join(f"<p>{line}</p>" for line in text.split("\n")), words)


def datatrove() -> Work:
    """datatrove's ftfy formatter and its C4 quality filter. Its language filter is left out: it fetches a model."""
    document = import_module("datatrove.data").Document
    fix = import_module("datatrove.pipeline.formatters").FTFYFormatter()
    keep = import_module("datatrove.pipeline.filters").C4QualityFilter(filter_no_terminal_punct=True)

    def work(text: str) -> object:
        return keep.filter(document(text=fix.format(text), id="0"))

    work("One sentence of some words. And another one of them.")
    return work


def html_peers() -> dict[str, Work]:
    """What peers do with pages."""
    found: dict[str, Work] = {}
    with suppress(ImportError):
        found["trafilatura"] = import_module("trafilatura").extract
    with suppress(ImportError):
        justext = import_module("justext")
        words = justext.get_stoplist("English")
        found["jusText"] = lambda page: justext.justext(page, words)
    return found


def table_of(count: int, seed: int, rounds: int) -> Iterator[Row]:
    """All rows about documents in memory."""
    targets = {"ASCII": "≥ 6", "accented and CJK": "≥ 2", "damaged": "≥ 1"}
    for name, documents in texts(count, seed).items():
        times = best({"pumice": cleaned, **text_peers()}, documents, rounds)
        for peer, took in times.items():
            if peer != "pumice":
                target = {"ftfy": targets[name], "datatrove (ftfy, C4)": "≥ 5"}.get(peer, "")
                yield Row(f"whole pipeline, {name} text", times["pumice"], peer, took, target)
    found = [page.html() for _, page in pages(count, seed)]
    times = best({"pumice": cleaned, **html_peers()}, found, rounds)
    for peer, took in times.items():
        if peer != "pumice":
            yield Row("whole pipeline, HTML", times["pumice"], peer, took, "≥ 2" if peer == "trafilatura" else "")


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of a call, with those of the processes that it waited for."""

    def now() -> float:
        child = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + child.ru_utime + child.ru_stime

    start = now()
    work()
    return now() - start


def hash_all(folder: Path) -> None:
    """Read and digest every file."""
    for above, _, names in os.walk(folder):
        for name in sorted(names):
            with open(f"{above}/{name}", "rb") as file:  # noqa: PTH123 - as bare as it gets
                hashlib.sha256(file.read()).hexdigest()


def disk_rows(files: int, seed: int, rounds: int) -> Iterator[Row]:
    """The rows about folders: a run over an unchanged corpus, a verification."""
    with TemporaryDirectory() as place:
        raw, bag = Path(place, "raw"), Path(place, "clean")
        write_corpus(raw, files, seed, html=0, warc=0, damage=0)
        clean(raw, bag, jobs=os.cpu_count() or 1)
        works: dict[str, Callable[[], object]] = {
            "again": lambda: clean(raw, bag),
            "digests": lambda: hash_all(raw),
            "verify": lambda: verify(bag),
            "sha256sum": lambda: subprocess.run(
                ["sha256sum", "--quiet", "-c", "manifest-sha256.txt"], cwd=bag, check=True
            ),
        }
        with suppress(ImportError):
            bagit = import_module("bagit")
            works["bagit-python"] = lambda: bagit.Bag(str(bag)).validate()
        times: dict[str, float] = {}
        for _ in range(rounds):
            for name, work in works.items():
                times[name] = min(times.get(name, 1e9), cpu(work))
    yield Row("nothing changed", times["again"], "read and digest raw", times["digests"], "≥ 0.67")
    for peer in ("sha256sum", "bagit-python"):
        if peer in times:
            yield Row("verify", times["verify"], peer, times[peer])


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    versions: dict[str, str] = {}
    for name in PEERS:
        with suppress(PackageNotFoundError):
            versions[name] = version(name)
    return {"python": platform.python_version(), "system": platform.machine(), "cores": os.cpu_count(), **versions}


def markdown(rows: list[Row], on: dict[str, object]) -> str:
    """The table."""
    lines = ["| what | beside | pumice is … times as fast | wanted |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.peer} | {row.ratio:.2f} | {row.target} |" for row in rows]
    return "\n".join(lines) + "\n\nOn " + ", ".join(f"{name} {value}" for name, value in on.items()) + ".\n"


def main() -> None:
    """Measure, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=200)
    options.add_argument("--files", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--output", type=Path)
    chosen = options.parse_args()
    rows = [*table_of(chosen.pages, chosen.seed, chosen.rounds), *disk_rows(chosen.files, chosen.seed, chosen.rounds)]
    on = machine()
    sys.stdout.write(markdown(rows, on))
    missing = [name for name in PEERS if name not in on]
    if missing:
        sys.stdout.write(f"\nNot installed, and left out: {', '.join(missing)}.\n")
    if chosen.output:
        chosen.output.mkdir(parents=True, exist_ok=True)
        found = [{"what": it.what, "peer": it.peer, "ours_s": it.ours, "theirs_s": it.theirs} for it in rows]
        value = {"machine": on, "chosen": vars(chosen) | {"output": None}, "rows": found}
        (chosen.output / "peers.json").write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
        (chosen.output / "peers.md").write_text(markdown(rows, on), encoding="utf-8")


if __name__ == "__main__":
    main()
