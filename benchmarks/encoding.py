"""How much encoding damage is brought back, what sound text suffers, and how fast: the figures of the repair steps.

    python benchmarks/encoding.py damage BASE     # channels of damage over a handbook in its translations
    python benchmarks/encoding.py cases           # real and made cases, and what must stay
    python benchmarks/encoding.py speed FILE…     # sound text, as a ratio to ftfy in the same run
    python benchmarks/encoding.py sound FILE…     # every edit in sound text, to be read by a person

`damage` and `cases` need the shared test data beside the repository (../shared/encoding; BASE as its damage.py says).
"""

import os
import subprocess
import sys
import time
from pathlib import Path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "encoding"


def repaired(text: str) -> str:
    """`text` after every repair step, once."""
    from pumice.repairs import STEPS

    for step in STEPS:
        text = step.change(text)
    return text


def _shared(script: str, *arguments: str) -> None:
    """Run a script of the shared test data on `repaired`."""
    if not SHARED.is_dir():
        sys.exit("skipped: the shared test data is not there")
    here = str(Path(__file__).resolve().parent)
    command = [sys.executable, str(SHARED / script), *arguments]
    source = str(Path(here).parent / "src")
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": f"{here}:{source}"})


def _texts(paths: list[str]) -> list[tuple[str, str]]:
    """The files that are UTF-8, with their names."""
    found = []
    for path in paths:
        try:
            found.append((path, Path(path).read_bytes().decode()))
        except UnicodeDecodeError:
            print(f"{path}: not UTF-8, left out")
    return found


def speed(paths: list[str]) -> None:
    """Characters a second of the repair steps and of ftfy without its typographic habits, and the ratio."""
    import ftfy

    plain = ftfy.TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False)
    texts = [text for _, text in _texts(paths)]
    size = sum(map(len, texts))
    repaired("é Ïðèâåò")  # tables are read before the clock runs
    start = time.process_time()
    for text in texts:
        repaired(text)
    middle = time.process_time()
    for text in texts:
        ftfy.fix_text(text, plain)
    end = time.process_time()
    ours, theirs = middle - start, end - middle
    print(f"{size / 1e6:.2f} M characters: {size / 1e6 / ours:.1f} M/s, ftfy {size / 1e6 / theirs:.1f} M/s, ", end="")
    print(f"ratio {theirs / ours:.1f}")


def sound(paths: list[str]) -> None:
    """Print every edit of every step."""
    from pumice.repairs import STEPS

    for path, text in _texts(paths):
        for step in STEPS:
            for edit in step.run(text)[0]:
                around = text[max(0, edit.start - 30) : edit.end + 20]
                print(f"{path}: {edit.rule}: {edit.before!r} → {edit.after!r} in {around!r} {dict(edit.evidence)}")


def main(arguments: list[str]) -> None:
    match arguments:
        case ["damage", base]:
            _shared("damage.py", base, "encoding:repaired")
        case ["cases"]:
            _shared("score.py", "--call", "encoding:repaired", "--all")
        case ["speed", *paths]:
            speed(paths)
        case ["sound", *paths]:
            sound(paths)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
