"""The long part of the fault harness: every error at every call, a thousand kills, a power cut after every call.

    python -m benchmarks.faults [--part errors|kills|pool|lies|power ...] [--kills 1000] [--every 1] [--seed 1]
                                [--jobs 2]

Run it from the repository's root, with strace on the path. It works as `tests/faults` does, on the same small corpus,
once where a bag is made and once where one is renewed, and writes what it found to `report.json` and `report.md` beside
this file. Exit code 1 if anything is not as it should be.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.harness import ERRORS, WRITE_PATH, Call, Done, Scene, Server, ended, injection, start, was_killed
from tests.faults.power import OPTIONS, ForgetfulDisk, Loss, events, states

HERE = Path(__file__).parent
# Calls that only wait for other threads; how many there are is chance.
WAITING = {"futex", "rt_sigprocmask", "gettid"}


@dataclass
class Tally:
    """What came of a part: runs, how they ended, and what was wrong with which."""

    runs: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    wrongs: list[str] = field(default_factory=list)
    cpu: float = 0.0

    def add(self, what: object, done: Done | None, wrongs: list[str]) -> None:
        """Another run."""
        self.runs += 1
        if done:
            self.cpu += done.cpu
            self.ends["killed" if was_killed(done) else f"exit code {done.status}"] += 1
        self.wrongs += [f"{what}: {wrong}" for wrong in wrongs]

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.runs + other.runs, self.ends + other.ends, [*self.wrongs, *other.wrongs], self.cpu + other.cpu
        )

    def as_object(self) -> dict[str, object]:
        """For the report."""
        return {
            "runs": self.runs,
            "ends": dict(sorted(self.ends.items())),
            "wrong": len(self.wrongs),
            "examples": self.wrongs[:20],
            "cpu_seconds": round(self.cpu),
        }


def with_fault(here: Scene, server: Server, call: Call, what: str) -> tuple[Done, list[str]]:
    """A run with a fault; what is wrong then, and after the next run."""
    here.set_up()
    done = here.run(server, injection(call, what))
    return done, here.wrongs()


def errors(here: Scene, server: Server, chosen: argparse.Namespace) -> Iterator[tuple[object, Done, list[str]]]:
    """Each error at each call of the write path."""
    calls = list(dict.fromkeys(here.calls(server, WRITE_PATH)))
    each = [(call, error) for call in calls for error in ERRORS[call.name]]
    for call, error in each[chosen.seed % chosen.every :: chosen.every]:
        here.set_up()
        done = here.run(server, injection(call, f"error={error}"))
        wrongs = here.judged(call, done, ERRORS[call.name][error])
        yield (call, error), done, wrongs + here.after_next_run(server)


def lies(here: Scene, server: Server, chosen: argparse.Namespace) -> Iterator[tuple[object, Done, list[str]]]:
    """Writes that say they wrote a byte, and wrote none."""
    for call in list(dict.fromkeys(here.calls(server, "write")))[:: chosen.every]:
        done, wrongs = with_fault(here, server, call, "retval=1")
        yield call, done, wrongs + here.after_next_run(server)


def kills(here: Scene, server: Server, chosen: argparse.Namespace) -> Iterator[tuple[object, Done, list[str]]]:
    """SIGKILL at random calls of any name; one run in four is killed again while it makes good."""
    random = Random(f"{chosen.seed}{here.first}")
    calls = [call for call in dict.fromkeys(here.calls(server, "all")) if call.name not in WAITING]
    for _ in range(chosen.kills // 2):
        call = random.choice(calls)
        done, wrongs = with_fault(here, server, call, "signal=SIGKILL")
        if random.random() < 0.25:
            here.run(server, injection(random.choice(calls), "signal=SIGKILL"))
            wrongs += here.wrongs()
        yield call, done, wrongs + here.after_next_run(server)


def ferries(numbers: range, word: str) -> dict[str, bytes]:
    """Raw files, some dozens; those whose number three divides hold `word`."""
    text = "The ferry {} on day {}. \r\n"
    return {
        f"{number % 4}/{number}.txt": (text.format("sails" if number % 3 else word, number) * 20).encode()
        for number in numbers
    }


def pool(here: Scene, server: Server, chosen: argparse.Namespace) -> Iterator[tuple[object, Done, list[str]]]:
    """SIGKILL for a run with two workers, all its processes at once, after a random part of the time a run takes."""
    random = Random(f"{chosen.seed}{here.first}")
    crowd = Scene(here.folder / "crowd", here.first, ferries(range(45), "rests"), ferries(range(9, 60), "waits"))
    crowd.set_up()
    began = time.monotonic()
    ended(start(crowd.raw, crowd.bag))
    whole = time.monotonic() - began
    for number in range(chosen.kills // 10):
        crowd.set_up()
        run = start(crowd.raw, crowd.bag)
        time.sleep(random.uniform(0.3, 1.1) * whole)
        os.killpg(run.pid, signal.SIGKILL)  # not waited for yet, so the number is still its own
        done = ended(run)
        yield number, done, crowd.wrongs() + crowd.after_next_run(server)


def power(here: Scene, server: Server, chosen: argparse.Namespace) -> Iterator[tuple[object, None, list[str]]]:
    """A power cut after each call, and the next run on what it left."""
    here.set_up()
    disk, trace = ForgetfulDisk.holding(here.bag), here.folder / "trace"
    here.run(server, ["-o", str(trace), *OPTIONS])
    random = Random(chosen.seed)
    losses = [Loss.DATA, Loss.ALL, *[Loss.SOME] * 4]
    for number, loss, found in states(disk, events(trace), losses, random):
        here.lose(found)
        yield (number, str(loss)), None, here.wrongs() + here.after_next_run(server)


PARTS = {"errors": errors, "lies": lies, "kills": kills, "pool": pool, "power": power}
TITLES = {
    "errors": "ENOSPC, EIO, EACCES, EMFILE at calls of the write path",
    "lies": "writes that are told and not done",
    "kills": "SIGKILL at random calls, then the next run",
    "pool": "SIGKILL for two workers and all at random times, then the next run",
    "power": "power cuts after each call, then the next run",
}


def tried(part: str, first: bool, chosen: argparse.Namespace) -> Tally:
    """A part in one of the scenes: where a bag is renewed, or where it is made for the first time."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        here = Scene(Path(folder) / "scene", first)
        for what, done, wrongs in PARTS[part](here, server, chosen):
            tally.add(("made" if first else "renewed", what), done, wrongs)
    return tally


def as_markdown(report: dict[str, dict[str, object]]) -> str:
    """The report as a table."""
    lines = [
        "# Faults",
        "",
        "Made by `python -m benchmarks.faults`. Wrong: a torn file under its final name, a false seal,",
    ]
    lines += ["a fault that was not told or not named, a next run that made another tree.", ""]
    lines += ["| fault | runs | how they ended | wrong |", "|---|---|---|---|"]
    for part, found in report.items():
        ends = ", ".join(f"{end} {count:,}" for end, count in found["ends"].items()) or "–"  # type: ignore[attr-defined]
        lines.append(f"| {TITLES[part]} | {found['runs']:,} | {ends} | {found['wrong']} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Try the parts that were asked for; write the report."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--part", action="append", choices=PARTS)
    options.add_argument("--kills", type=int, default=1000)
    options.add_argument("--every", type=int, default=1, help="try one in so many errors and lies")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=1, help="scenes that are played at once")
    chosen = options.parse_args()
    path = HERE / "report.json"
    report = json.loads(path.read_text()) if path.exists() else {}
    wrong = 0
    with ProcessPoolExecutor(chosen.jobs) as scenes:
        for part in chosen.part or PARTS:
            began = time.monotonic()
            tally = sum(scenes.map(tried, [part] * 2, [False, True], [chosen] * 2), Tally())
            sys.stdout.write(f"{part}: {tally.as_object()} {time.monotonic() - began:.0f} s\n")
            sys.stdout.flush()
            wrong += len(tally.wrongs)
            report[part] = tally.as_object()
            path.write_text(json.dumps(report, indent=1, sort_keys=True) + "\n")
            path.with_suffix(".md").write_text(as_markdown({part: report[part] for part in PARTS if part in report}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
