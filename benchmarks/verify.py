"""How fast a bag is verified, against reading its bytes and hashing them and nothing else, and in how much memory.

    python benchmarks/verify.py [--scale 10] [--folder DIR] [--part speed|workers|memory …] [--documents 1000000]

speed    three bags (many small files, very many tiny ones, a few large ones; --scale 10 makes a tenth of them), each
         checked by `pumice.verify`, by bagit-python and by sha256sum. The ratio is to a loop that opens, reads and
         hashes every file, in CPU seconds, measured in turn with it, the median of seven pairs. All caches are warm.
workers  the same bags, ten times as many files of the small ones: wall time of one worker to that of two, the best of
         five pairs, which says nothing unless two cores are idle; and the CPU seconds of one to the half of those of
         all processes of two, which is what two idle cores would give.
memory   a bag of very many tiny documents, every third with a trail, `pumice verify` with one worker and with two: peak
         of the largest process.
"""

import argparse
import hashlib
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from random import Random

from pumice import bag as layout
from pumice.decode import How, Reading
from pumice.record import FileRef, Record, document_id, record_line
from pumice.store.disk import NEW, Disk
from pumice.verify import verify

BAGS = {"2,000 × 50 kB": (2_000, 50_000), "20,000 × 5 kB": (20_000, 5_000), "4 × 500 MB": (4, 500_000_000)}
PAIRS, PAIRS_OF_WORKERS = 7, 5
A_FOLDER = 500
TRAIL = b'{"after":"b","before":"a","layer":0,"rule":"form.spaces","start":0,"step":"form.spaces"}\n'


def chunks(random: Random, size: int) -> Iterable[bytes]:
    """`size` random bytes, in blocks."""
    while size > 0:
        yield random.randbytes(min(size, 1 << 20))
        size -= 1 << 20


def write_small(folder: int, name: str, data: bytes) -> None:
    """A new file in an open folder, in as few calls as there can be."""
    fd = os.open(name, NEW, 0o666, dir_fd=folder)
    os.write(fd, data)
    os.close(fd)


def documents(disk: Disk, number: int, size: int, every: int) -> Iterator[tuple[FileRef, FileRef | None]]:
    """`number` copies of random bytes, written and named; one in `every` with a trail."""
    random, numbers = Random(number), iter(range(number))
    digest = hashlib.sha256(TRAIL).hexdigest()
    for at in count():
        some = list(islice(numbers, A_FOLDER))
        if not some:
            return
        copies, trails = f"data/{at:05}", f"{layout.TRAILS}/{at:05}"
        with disk.folder(copies, make=True) as here, disk.folder(trails if every else "data", make=True) as there:
            for each in some:
                name, data = f"{each:07}.txt", random.randbytes(min(size, 1 << 20))
                if size > len(data):
                    copy = disk.write(f"{copies}/{name}", chunks(random, size), sync=False)
                else:
                    write_small(here, name, data)
                    copy = FileRef(f"{copies}/{name}", size, hashlib.sha256(data).hexdigest())
                if not every or each % every:
                    yield copy, None
                    continue
                write_small(there, name + ".jsonl", TRAIL)
                yield copy, FileRef(f"{trails}/{name}.jsonl", len(TRAIL), digest)


def make_bag(root: Path, number: int, size: int, every: int = 0) -> Path:
    """A bag of ours with `number` documents of `size` random bytes each, one in `every` with a trail."""
    root.mkdir(parents=True)
    disk = Disk(root)
    pipeline = disk.write(layout.PIPELINE, [b"{}\n"])
    payload, tags = Path(root / "payload.lines"), Path(root / "tags.lines")
    with payload.open("wb") as copies, tags.open("wb") as trails:

        def records() -> Iterator[bytes]:
            for copy, trail in documents(disk, number, size, every):
                copies.write(layout.manifest_line(copy))
                trails.write(layout.manifest_line(trail) if trail else b"")
                yield record_line(record(copy, trail, pipeline.sha256))

        lines = disk.write(layout.RECORDS, records())
    own = [
        disk.write(layout.DECLARATION, [layout.DECLARATION_TEXT]),
        disk.write(layout.INFO, [layout.info("benchmark", number, number * size)]),
        disk.write(layout.MANIFEST, disk.blocks(payload.name)),
        pipeline,
        lines,
    ]
    written = [layout.manifest_line(ref) for ref in sorted(own, key=lambda ref: ref.path)]
    disk.write(layout.TAG_MANIFEST, [*written, tags.read_bytes()])
    payload.unlink()
    tags.unlink()
    disk.close()
    return root


def record(copy: FileRef, trail: FileRef | None, fingerprint: str) -> Record:
    """A record as cleaning writes it."""
    raw = FileRef(copy.path.removeprefix("data/"), copy.size, copy.sha256)
    reading = Reading("utf-8", How.UTF8)
    counts = (("form.line-ends", 12), ("form.spaces", 3))
    return Record(
        document_id(raw.path), raw, "text/plain", reading, "en", counts, (), (), fingerprint, clean=copy, trail=trail
    )


def bare_loop(root: Path) -> None:
    """Open, read and hash every file, and nothing else."""
    for folder, _, names in os.walk(root):
        for name in names:
            running = hashlib.sha256()
            with open(os.path.join(folder, name), "rb", 0) as file:  # noqa: PTH118, PTH123 - the bare loop
                while block := file.read(1 << 18):
                    running.update(block)
            running.hexdigest()


def check(root: Path, jobs: int = 1) -> None:
    """`pumice.verify`, which must find nothing."""
    report = verify(root, jobs=jobs)
    assert not report.failed, report.faults[:3]


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process and its children for the work."""

    def used() -> float:
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in both)

    before = used()
    work()
    return used() - before


def wall(work: Callable[[], object]) -> float:
    """Seconds for the work."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def run(command: list[str], root: Path) -> Callable[[], object]:
    """What runs a command in the bag; an error if it refuses it."""
    return lambda: subprocess.run(command, cwd=root, capture_output=True, check=True)


def ratio(work: Callable[[], object], root: Path) -> str:
    """CPU of the work to that of the bare loop, the median of some pairs, and the least and the most."""
    found = []
    for _ in range(PAIRS):
        base = cpu(lambda: bare_loop(root))
        try:
            found.append(cpu(work) / base)
        except subprocess.CalledProcessError:
            return "refused"
    return f"{statistics.median(found):.2f} ({min(found):.2f}–{max(found):.2f})"


def speed(root: Path, name: str) -> None:
    """A line of the table of speeds."""
    bagit = [sys.executable, "-m", "bagit", "--validate", "--quiet", "."]
    sums = ["sha256sum", "--quiet", "-c", layout.MANIFEST]
    check(root)
    ratios = [ratio(work, root) for work in (lambda: check(root), run(bagit, root), run(sums, root))]
    print(f"| {name} | " + " | ".join(ratios) + " |", flush=True)


def workers(root: Path, name: str) -> None:
    """A line of the table of workers."""
    check(root)
    walls, cpus = [], []
    for _ in range(PAIRS_OF_WORKERS):
        walls.append((wall(lambda: check(root)), wall(lambda: check(root, 2))))
        cpus.append(cpu(lambda: check(root)) / cpu(lambda: check(root, 2)) * 2)
    best = [min(column) for column in zip(*walls, strict=True)]
    print(f"| {name} | {best[0] / best[1]:.2f} | {statistics.median(cpus):.2f} |", flush=True)


def memory(folder: Path, number: int) -> None:
    """The peak of memory, of the command as a whole process."""
    root = make_bag(folder / "many", number, 200, every=3)
    for jobs in ("1", "2"):
        command = [sys.executable, "-m", "pumice", "verify", str(root), "-j", jobs]
        began = time.perf_counter()
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - began
        print(
            f"{number:,} documents, {jobs} worker(s): exit code {os.waitstatus_to_exitcode(status)}, "
            f"{usage.ru_maxrss / 1024:.0f} MB, {usage.ru_utime + usage.ru_stime:.0f} s of CPU, {taken:.0f} s",
            flush=True,
        )


def main() -> None:
    """Make the bags, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scale", type=int, default=1)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options.add_argument("--part", action="append", choices=["speed", "workers", "memory"])
    options.add_argument("--documents", type=int, default=1_000_000)
    chosen = options.parse_args()
    heads = {"speed": (speed, "pumice | bagit-python | sha256sum"), "workers": (workers, "wall | CPU")}
    for part in chosen.part or ["speed", "workers", "memory"]:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
            if part == "memory":
                memory(Path(folder), chosen.documents)
                continue
            measure, columns = heads[part]
            print(f"| bag | {columns} |\n|{'---|' * (columns.count('|') + 2)}")
            more = 10 if part == "workers" else 1
            for name, (number, size) in BAGS.items():
                large = number < 10
                root = Path(folder) / f"{number}"
                make_bag(
                    root, number if large else number * more // chosen.scale, size // (chosen.scale if large else 1)
                )
                measure(root, name if large or more == 1 else f"{name}, ten times as many")
                shutil.rmtree(root)


if __name__ == "__main__":
    main()
