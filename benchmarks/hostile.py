"""Pages made to do harm, each cleaned in a process of its own: CPU seconds, memory, and what became of it.

    PYTHONPATH=src:. python benchmarks/hostile.py [FOLDER …]

Runs the shapes of `tests/markup/shapes.py` at full size, and every file of the folders given. A row that ends in "over"
took more than 10 s or 1 GB, one that ends in "failed" left no result.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.markup.shapes import SHAPES, SWALLOWED

SIZE = 100_000
SECONDS, BYTES = 10, 1 << 30
ALL = {**SHAPES, **SWALLOWED}


def cases(folders: list[Path]) -> Iterator[list[str]]:
    """What is run, as arguments for a process of its own."""
    yield from (["--shape", name] for name in ALL)
    yield from (["--file", str(path)] for folder in folders for path in sorted(folder.iterdir()) if path.is_file())


def run_one(name: str, data: bytes) -> str:
    """Clean one file, and say what it took."""
    from pumice.options import DEFAULT
    from pumice.readers import reader_for

    before = time.process_time()
    reader = reader_for(name, data[: 1 << 16])
    parts = list(reader.read(data, name, DEFAULT)) if reader else []
    seconds = time.process_time() - before
    codes = sorted({finding.code for part in parts for finding in part.result.findings})
    letters = sum(len(part.result.text or "") for part in parts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    over = " over" if seconds > SECONDS or memory > BYTES else ""
    said = ", ".join(codes) if parts else "of no known type"
    return f"{seconds:6.2f} s {memory >> 20:5} MB {letters:9} characters  {name}: {said}{over}"


def main() -> None:
    """Run all, one after another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--shape", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.shape:
        print(run_one(f"{chosen.shape}.html", ALL[chosen.shape](SIZE).encode("utf-8", "surrogatepass")))
    elif chosen.file:
        print(run_one(chosen.file.name, chosen.file.read_bytes()))
    else:
        for case in cases(chosen.folders):
            done = subprocess.run(
                [sys.executable, __file__, *case], capture_output=True, text=True, timeout=600, check=False
            )
            print(done.stdout.strip() or f"{case[1]}: {done.stderr.strip()[-200:]} failed", flush=True)


if __name__ == "__main__":
    main()
