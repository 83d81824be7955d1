"""The parsers under atheris, each for as long as one likes.

    pip install atheris
    python benchmarks/fuzz.py [--seconds 300] [--target html ...] [--corpus DIR]

atheris follows which branches an input takes, and mutates those that took new ones. An input that a target does not
stand is written to the working directory as crash-…; run the target on it with `--target html crash-…`. atheris is no
dependency of the project: it takes long to come out for new Pythons, and only this program needs it.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def fuzz(target: str, arguments: list[str]) -> None:
    """Fuzz one target in this process; does not return."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    import atheris

    with atheris.instrument_imports(include=["pumice"]):
        from tests.fuzz.targets import TARGETS
    atheris.Setup([sys.argv[0], *arguments], TARGETS[target])
    atheris.Fuzz()


def main() -> int:
    """Fuzz the targets one after another, each in a process of its own; 1 if one of them fell."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=int, default=300)
    options.add_argument("--target", action="append")
    options.add_argument("--corpus", type=Path, help="keeps the inputs that were found, for the next time")
    options.add_argument("inputs", nargs="*", help="inputs to run a target on, instead of fuzzing it")
    chosen = options.parse_args()
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from tests.fuzz.targets import SEEDS, TARGETS

    fallen = []
    with tempfile.TemporaryDirectory() as temporary:
        for target in chosen.target or TARGETS:
            corpus = (chosen.corpus or Path(temporary)) / target
            corpus.mkdir(parents=True, exist_ok=True)
            for number, seed in enumerate(SEEDS[target]):
                (corpus / f"seed-{number}").write_bytes(seed)
            what = chosen.inputs or [f"-max_total_time={chosen.seconds}", "-timeout=20", "-max_len=4000", str(corpus)]
            code = (
                f"import sys; sys.argv = [{__file__!r}]; from benchmarks.fuzz import fuzz; fuzz({target!r}, {what!r})"
            )
            done = subprocess.run(
                [sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False
            )
            last = [line for line in done.stderr.splitlines() if line.startswith(("Done", "#", "stat::", "SUMMARY"))][
                -1:
            ]
            sys.stdout.write(f"{target}: {'stood' if done.returncode == 0 else 'FELL'}; {' '.join(last)}\n")
            sys.stdout.flush()
            if done.returncode:
                fallen.append(target)
                sys.stdout.write(done.stderr[-3000:])
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
