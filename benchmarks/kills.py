"""Runs killed at random moments, then run again: how many bags differ from that of a run that nothing disturbed.

    python benchmarks/kills.py [--kills 1000] [--jobs 2] [--seed 1]

Each time a bag of some dozens of documents is renewed from a raw folder of which a third changed, a third is new and
some files are gone. The process and its workers get SIGKILL after a random part of the time that a run takes. Then the
state is looked at: a bag with a tag manifest must be valid but for the unfinished run. Exit code 1 if any tree differs.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from pumice.engines import inprocess
from pumice.run import clean
from pumice.verify import verify

DOCUMENTS = 45
RUN = "import sys; from pathlib import Path; from pumice.run import clean; " + (
    "clean(Path(sys.argv[1]), Path(sys.argv[2]), jobs=int(sys.argv[3]))"
)
SOURCE = Path(__file__).parent.parent / "src"


def write_raw(folder: Path, numbers: range, word: str) -> Path:
    """A folder of raw files; those whose number three divides hold `word`."""
    for number in numbers:
        path = folder / f"{number % 4}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The ferry {word if number % 3 == 0 else 'sails'} on day {number}. \r\n" * 20)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def start(raw: Path, bag: Path, jobs: int) -> "subprocess.Popen[bytes]":
    """A run in a process group of its own."""
    command = [sys.executable, "-c", RUN, str(raw), str(bag), str(jobs)]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(SOURCE)}, start_new_session=True)


def is_sealed_falsely(bag: Path) -> bool:
    """Whether there is a tag manifest on a bag that is not whole."""
    if not (bag / "tagmanifest-sha256.txt").exists():
        return False
    return any(fault.code != "bag.unfinished" for fault in verify(bag).faults)


def main() -> int:
    """Kill and run again, many times; print what came of it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=1000)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    random = Random(chosen.seed)
    different = falsely = hit = published = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new = write_raw(folder / "a", range(DOCUMENTS), "rests"), write_raw(folder / "b", range(9, 60), "waits")
        clean(old, folder / "old", engine=inprocess.run)
        clean(new, folder / "wanted", engine=inprocess.run)
        wanted, bag = tree(folder / "wanted"), folder / "bag"
        shutil.copytree(folder / "old", bag)
        began = time.monotonic()
        start(new, bag, chosen.jobs).wait()
        whole = time.monotonic() - began
        for _ in range(chosen.kills):
            shutil.rmtree(bag)
            shutil.copytree(folder / "old", bag)
            process = start(new, bag, chosen.jobs)
            time.sleep(random.uniform(0.3, 1.1) * whole)
            os.killpg(process.pid, signal.SIGKILL)
            hit += process.wait() != 0
            published += (bag / ".pumice/journal").exists()
            falsely += is_sealed_falsely(bag)
            clean(new, bag, engine=inprocess.run)
            different += tree(bag) != wanted
    print(f"{chosen.kills} runs, {hit} killed under way, {published} of them while publishing")
    print(f"sealed falsely {falsely}, different after the next run {different}")
    return 1 if different or falsely else 0


if __name__ == "__main__":
    sys.exit(main())
