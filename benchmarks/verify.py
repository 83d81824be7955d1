"""How fast a bag is verified, against reading its bytes and hashing them and nothing else.

    python benchmarks/verify.py [--scale 10] [--folder DIR]

Three bags are made (many small files, very many tiny ones, a few large ones; --scale 10 makes a tenth of them) and each
checked by `pumice.verify`, by bagit-python and by sha256sum. CPU seconds of the best of five runs; the ratio is to a
loop that opens, reads and hashes every file of the bag. All caches are warm.
"""

import argparse
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from pumice import bag as layout
from pumice.decode import How, Reading
from pumice.record import FileRef, Record, document_id, record_line
from pumice.store.disk import Disk
from pumice.verify import verify

BAGS = {"2,000 × 50 kB": (2_000, 50_000), "20,000 × 5 kB": (20_000, 5_000), "4 × 500 MB": (4, 500_000_000)}
RUNS = 5


def chunks(random: Random, size: int) -> Iterable[bytes]:
    """`size` random bytes, in blocks."""
    while size > 0:
        yield random.randbytes(min(size, 1 << 20))
        size -= 1 << 20


def make_bag(root: Path, count: int, size: int) -> None:
    """A bag of ours with `count` documents of `size` random bytes each, 500 to a folder."""
    root.mkdir(parents=True)
    disk, random = Disk(root), Random(count)
    copies = [
        disk.write(f"data/{number // 500:04}/{number:06}.txt", chunks(random, size), sync=False)
        for number in range(count)
    ]
    pipeline = disk.write(layout.PIPELINE, [b"{}\n"])
    records = disk.write(layout.RECORDS, (record_line(record(copy, pipeline.sha256)) for copy in copies))
    info = layout.info("benchmark", count, count * size)
    tags = [
        disk.write(layout.DECLARATION, [layout.DECLARATION_TEXT]),
        disk.write(layout.INFO, [info]),
        disk.write(layout.MANIFEST, map(layout.manifest_line, copies)),
        pipeline,
        records,
    ]
    disk.write(layout.TAG_MANIFEST, map(layout.manifest_line, sorted(tags, key=lambda ref: ref.path)))
    disk.close()


def record(copy: FileRef, fingerprint: str) -> Record:
    """A record as cleaning writes it."""
    raw = FileRef(copy.path.removeprefix("data/"), copy.size, copy.sha256)
    reading = Reading("utf-8", How.UTF8)
    counts = (("form.line-ends", 12), ("form.spaces", 3))
    return Record(document_id(raw.path), raw, "text/plain", reading, "en", counts, (), (), fingerprint, clean=copy)


def bare_loop(root: Path) -> None:
    """Open, read and hash every file, and nothing else."""
    for folder, _, names in os.walk(root):
        for name in names:
            running = hashlib.sha256()
            with open(os.path.join(folder, name), "rb", 0) as file:  # noqa: PTH118, PTH123 - the bare loop
                while block := file.read(1 << 18):
                    running.update(block)
            running.hexdigest()


def check(root: Path) -> None:
    """`pumice.verify`, which must find nothing."""
    report = verify(root)
    assert not report.failed, report.faults[:3]


def cpu_here(work: Callable[[Path], None], root: Path) -> float:
    """CPU seconds of this process for the work, best of some runs."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work(root)
        times.append(time.process_time() - start)
    return min(times)


def cpu_of(command: list[str], root: Path) -> float:
    """CPU seconds of a child process, best of some runs; not a number if it fails."""
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, cwd=root, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            return float("nan")
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def main() -> None:
    """Make the bags, measure, print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scale", type=int, default=1)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    chosen = options.parse_args()
    bagit = [sys.executable, "-m", "bagit", "--validate", "--quiet", "."]
    sums = ["sha256sum", "--quiet", "-c", layout.MANIFEST]
    print("| bag | bare loop, s | pumice | bagit-python | sha256sum |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        for number, (name, (count, size)) in enumerate(BAGS.items()):
            count, size = (count, size // chosen.scale) if count < 10 else (count // chosen.scale, size)
            root = Path(folder) / str(number)
            make_bag(root, count, size)
            base = cpu_here(bare_loop, root)
            ratios = [cpu_here(check, root), cpu_of(bagit, root), cpu_of(sums, root)]
            print(
                f"| {name} | {base:.2f} | " + " | ".join(f"{value / base:.2f}" for value in ratios) + " |", flush=True
            )
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
