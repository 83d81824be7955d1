"""The review on a real (pseudo-)terminal, from the first key to the next clean."""

import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect", reason="pexpect is not installed")
pytest.importorskip("textual", reason="textual is not installed")
SOURCE = Path(__file__).parents[2] / "src"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "xterm-256color", "NO_COLOR": ""}
WAIT = 60  # seconds; a loaded machine is slow


def pumice(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pumice", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )


def listed(corpus: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in pumice("review", "--json", cwd=corpus).stdout.splitlines()]


class Terminal:
    """A person at a terminal of 100 columns, in a review."""

    def __init__(self, corpus: Path, term: str = "xterm-256color") -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "pumice", "review"],
            cwd=str(corpus),
            env={**ENVIRONMENT, "TERM": term},
            dimensions=(32, 100),
            timeout=WAIT,
            encoding="utf-8",
        )

    def sees(self, text: str) -> None:
        self.child.expect_exact(text)

    def presses(self, key: str) -> None:
        self.child.send(key)

    def ends(self) -> str:
        self.presses("q")
        self.child.expect(pexpect.EOF)
        self.child.close()
        assert self.child.exitstatus == 0
        return str(self.child.before)


def entries(corpus: Path) -> dict[str, list[str]]:
    value = tomllib.loads((corpus / "pumice.toml").read_text(encoding="utf-8"))
    return {kind: [entry["line"] for entry in value.get(kind, [])] for kind in ("keep", "drop")}


def test_answers_are_written_and_the_next_clean_follows(corpus: Path) -> None:
    before = listed(corpus)
    assert len(before) >= 3
    terminal = Terminal(corpus)
    terminal.sees(f"1 of {len(before)} questions")
    terminal.presses("d")
    terminal.sees("drop: ")
    terminal.presses("k")
    terminal.sees("keep: ")
    terminal.presses("s")
    terminal.sees("Left open")
    told = terminal.ends()
    assert "2 answers in" in told
    assert entries(corpus) == {"keep": [before[1]["line"]], "drop": [before[0]["line"]]}
    assert [question["line"] for question in listed(corpus)] == [question["line"] for question in before[2:]]
    assert pumice("clean", cwd=corpus).returncode == 0
    shown = pumice("show", before[0]["paths"][0], cwd=corpus).stdout
    assert "furniture.dropped-by-hand" in shown
    assert "decided in review" in shown
    # What was dropped is no neighbour any more, so other doubts may have gone with it; the answered ones are not asked.
    assert not {before[0]["line"], before[1]["line"]} & {question["line"] for question in listed(corpus)}


def test_an_answer_is_taken_back(corpus: Path) -> None:
    before = listed(corpus)
    terminal = Terminal(corpus)
    terminal.sees("1 of")
    terminal.presses("d")
    terminal.sees("drop: ")
    assert entries(corpus)["drop"] == [before[0]["line"]]
    terminal.presses("u")
    terminal.sees("Taken back")
    terminal.ends()
    assert not (corpus / "pumice.toml").exists()


def test_damage_is_repaired(damaged: Path) -> None:
    terminal = Terminal(damaged)
    terminal.sees("may have read `Привет`")
    terminal.presses("r")
    terminal.sees("should read")
    terminal.presses("\x1b")  # Escape leaves the field, not the review
    terminal.sees("Left open")
    terminal.presses("r")
    terminal.sees("should read")
    terminal.presses("!\r")
    terminal.sees("repair: ")
    assert "1 answer in" in terminal.ends()
    (entry,) = tomllib.loads((damaged / "pumice.toml").read_text(encoding="utf-8"))["replace"]
    assert (entry["text"], entry["with"]) == ("`Ïðèâåò`", "`Привет`!")
    assert pumice("clean", cwd=damaged).returncode == 0
    shown = pumice("show", "first/page.txt", cwd=damaged).stdout
    assert "repair.by-hand" in shown
    assert "decided in review" in shown
    assert listed(damaged) == []
    restored = subprocess.run(
        [sys.executable, "-m", "pumice", "restore", "first/page.txt"], cwd=damaged, capture_output=True, env=ENVIRONMENT
    )
    assert restored.stdout == (damaged / "raw/first/page.txt").read_bytes()


def test_an_interrupted_review_keeps_its_answers(corpus: Path) -> None:
    before = listed(corpus)
    terminal = Terminal(corpus)
    terminal.sees("1 of")
    terminal.presses("k")
    terminal.sees("keep: ")
    terminal.child.kill(signal.SIGKILL)
    terminal.child.expect(pexpect.EOF)
    assert entries(corpus)["keep"] == [before[0]["line"]]
    assert [question["line"] for question in listed(corpus)] == [question["line"] for question in before[1:]]


def test_a_plain_terminal_will_do(corpus: Path) -> None:
    terminal = Terminal(corpus, term="vt100")
    terminal.sees("1 of")
    terminal.presses("k")
    terminal.sees("keep: ")
    terminal.ends()
    assert len(entries(corpus)["keep"]) == 1


def test_no_terminal_is_told(corpus: Path) -> None:
    done = pumice("review", cwd=corpus)
    assert done.returncode == 2
    assert "--json" in done.stderr


def test_nothing_to_decide_is_told(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/a.txt").write_text(
        "The ferry was late, and nobody on board had seen the lamp being lit that day.\n"
    )
    assert pumice("clean", cwd=tmp_path).returncode == 0
    done = pumice("review", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Nothing in clean is left to decide" in done.stderr


def test_a_missing_library_is_told(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "textual.py").write_text("raise ImportError('not here', name='textual')\n")
    child = pexpect.spawn(
        sys.executable,
        ["-m", "pumice", "review"],
        cwd=str(corpus),
        env={**ENVIRONMENT, "PYTHONPATH": f"{tmp_path}{os.pathsep}{SOURCE}"},
        timeout=WAIT,
        encoding="utf-8",
    )
    child.expect_exact("pip install 'pumice[review]'")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
