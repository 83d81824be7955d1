"""Runs what the README and the documentation show: blocks of `console` and `python`, in the order of the page, in a
folder of their own.

In a console block a line that begins with `$ ` is run by bash; what follows up to the next one must be what it prints,
where `…` stands for anything. An example may find something wrong (exit code 1), but never be wrong usage.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
# What a machine may lack; and what wants a person at a terminal.
TOOLS = {"jq", "sha256sum", "curl", "cmp", "groff", "ssh-keygen"}
FOR_PEOPLE = re.compile(r"\bpumice review\b")
ARTICLE = (
    "The ferry left at noon with {0} passengers, and the keeper of the {1} light counted the bells.\n\n"
    "Nobody on the island had asked for a bridge, she said; {0} letters to the council said the opposite.\n"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A command with the output that is shown, or a Python program."""

    kind: str
    code: str
    shown: str = ""


def examples(page: Path) -> Iterator[Example]:
    """Those of a page, in order."""
    for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            yield Example(kind, body)
            continue
        for chunk in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, shown = chunk.partition("\n")
            yield Example(kind, command, shown)


def sandbox(folder: Path) -> Path:
    """A folder with the five documents in raw/, made-up scrapes of two sites in scrapes/, and `pumice` on the path."""
    shutil.copytree(REPO / "raw", folder / "raw")
    for site, lamp in (("news", "north"), ("island", "south")):
        (folder / "scrapes" / site).mkdir(parents=True)
        for number in range(2009, 2013):
            text = f"Back to top\n\nThe year {number}\n\n{ARTICLE.format(number, lamp)}\nOur other papers\n"
            (folder / "scrapes" / site / f"{number}.txt").write_text(text, encoding="utf-8")
    command = folder / ".bin/pumice"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{REPO / "src"}" exec "{sys.executable}" -m pumice "$@"\n')
    command.chmod(0o755)
    return folder


def environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return own | {"PATH": f"{folder / '.bin'}:{os.environ['PATH']}", "PYTHONPATH": str(REPO / "src")}


def lacks(command: str) -> set[str]:
    """The tools that a command needs and that are not here."""
    return {tool for tool in TOOLS & set(re.findall(r"[\w-]+", command)) if not shutil.which(tool)}


def run(example: Example, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one example in `folder`."""
    command = [sys.executable, "-c", example.code] if example.kind == "python" else ["bash", "-c", example.code]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def matches(shown: str, printed: str) -> bool:
    """Whether what was printed is what is shown; comments behind a command are none of its output."""
    pattern = ".*".join(re.escape(part) for part in shown.strip().split("…"))
    return not shown.strip() or re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None
