"""The real command, run as its users run it: on small corpora, from outside, judged by output, files and exit code."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.main import get_command

from pumice.cli import app
from pumice.cli.base import ORDER

REPO = Path(__file__).parent.parent
COMMANDS = tuple(get_command(app).commands)  # type: ignore[attr-defined]
PAGE = (
    "Back to top\n\nThe lighthouse keepers\n\n"
    "The keepers of the northern lights met in June.  They donft agree on much, but the gHouse of Lampsh is theirs.\r\n"
    "Their council has met every summer since the war, and it has never once voted.\r\n\r\n\r\n\r\n"
    "“We donft vote,” said the eldest. “We wait until nobody minds.”\r\n"
)
CLEAN = (
    "The lighthouse keepers\n\n"
    "The keepers of the northern lights met in June. They don’t agree on much, but the “House of Lamps” is theirs.\n"
    "Their council has met every summer since the war, and it has never once voted.\n\n"
    "“We don’t vote,” said the eldest. “We wait until nobody minds.”\n"
)


def pumice(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in `cwd` and hand back what it printed and its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "pumice", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(REPO / "src"), **environment},
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with raw/ in it: a damaged page, a sound one, one in a folder."""
    raw = tmp_path / "raw"
    (raw / "2009").mkdir(parents=True)
    (raw / "page.txt").write_bytes(PAGE.encode())
    (raw / "sound.txt").write_bytes(b"Nothing is wrong with this sentence.\n")
    (raw / "2009" / "note.txt").write_bytes("Caf\xe9 au lait, s'il vous pla\xeet, dit-elle.\r\n".encode("cp1252"))
    return tmp_path


@pytest.fixture
def bag(corpus: Path) -> Path:
    """The same folder with the archive made."""
    done = pumice("clean", cwd=corpus)
    assert done.returncode == 0, done.stderr.decode()
    return corpus


def test_clean_makes_an_archive_and_tells_what_it_did(corpus: Path) -> None:
    done = pumice("clean", cwd=corpus)
    assert done.returncode == 0
    assert done.stderr == b""
    assert b"3 documents" in done.stdout
    assert (corpus / "clean/data/page.txt").read_text(encoding="utf-8") == CLEAN
    assert not (corpus / "clean/pumice/trails/sound.txt.jsonl").exists()


def test_a_second_clean_changes_nothing(bag: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (bag / "clean").rglob("*") if path.is_file()}
    done = pumice("clean", "--json", cwd=bag)
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert (told["made"], told["kept"]) == (0, 3)
    assert {path: path.stat().st_mtime_ns for path in (bag / "clean").rglob("*") if path.is_file()} == before


def test_check_says_whether_anything_would_change(bag: Path) -> None:
    assert pumice("clean", "--check", cwd=bag).returncode == 0
    (bag / "raw/sound.txt").write_bytes(b"Nothing is  wrong.\n")
    done = pumice("clean", "--check", "--diff", cwd=bag)
    assert done.returncode == 1
    assert b"-Nothing is wrong with this sentence." in done.stdout
    assert b"+Nothing is wrong." in done.stdout
    assert (bag / "clean/data/sound.txt").read_bytes() == b"Nothing is wrong with this sentence.\n"


def test_a_file_goes_to_standard_output(corpus: Path) -> None:
    done = pumice("clean", "raw/page.txt", cwd=corpus)
    assert (done.returncode, done.stdout.decode()) == (0, CLEAN)
    done = pumice("clean", "-", cwd=corpus, stdin=PAGE.encode())
    assert (done.returncode, done.stdout.decode()) == (0, CLEAN)
    assert not (corpus / "clean").exists()


def test_verify_accepts_what_clean_made(bag: Path) -> None:
    for more in ([], ["--raw", "raw"], ["--raw", "raw", "--rederive"]):
        done = pumice("verify", *more, cwd=bag)
        assert done.returncode == 0, (more, done.stdout.decode(), done.stderr.decode())


def test_verify_finds_a_changed_byte(bag: Path) -> None:
    copy = bag / "clean/data/page.txt"
    copy.write_bytes(copy.read_bytes().replace(b"June", b"July"))
    done = pumice("verify", "--json", cwd=bag)
    assert done.returncode == 1
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert "data/page.txt" in {item.get("path") for item in found}


@pytest.mark.parametrize(
    ("output", "mark"),
    [("junit", b"<failure"), ("github", b"::error"), ("sarif", b'"level": "error"'), ("text", b"not as it should be")],
)
def test_verify_speaks_the_formats_of_build_servers(bag: Path, output: str, mark: bytes) -> None:
    assert mark not in pumice("verify", "--format", output, cwd=bag).stdout
    (bag / "clean/data/page.txt").unlink()
    done = pumice("verify", "--format", output, cwd=bag)
    assert done.returncode == 1
    assert mark in done.stdout


def test_restore_gives_the_raw_bytes(bag: Path) -> None:
    for name in ("page.txt", "2009/note.txt", "data/page.txt"):
        done = pumice("restore", name, cwd=bag)
        assert done.returncode == 0
        assert done.stdout == (bag / "raw" / name.removeprefix("data/")).read_bytes()


def test_show_tells_what_was_changed_and_why(bag: Path) -> None:
    told = pumice("show", "page.txt", cwd=bag).stdout.decode()
    assert "Back to top" in told
    assert "furniture.back-to-top" in told
    assert "[-gHouse" in told or "[-g-]" in told
    account = json.loads(pumice("show", "page.txt", "--json", cwd=bag).stdout)
    assert {edit["rule"] for edit in account["trail_edits"]} >= {"furniture.back-to-top", "form.line-ends"}


def test_a_mistyped_document_is_helped(bag: Path) -> None:
    done = pumice("show", "pgae.txt", cwd=bag)
    assert done.returncode == 4
    assert b"page.txt" in done.stderr


def test_rules_are_listed_and_shown() -> None:
    listed = pumice("rules", cwd=REPO).stdout.decode()
    assert "form.line-ends" in listed
    one = pumice("rules", "form.line-ends", cwd=REPO).stdout.decode()
    assert "Source:" in one
    assert "keeps" in one
    done = pumice("rules", "form.line-end", "--json", cwd=REPO)
    assert json.loads(done.stdout)["code"] == "form.line-ends"
    wrong = pumice("rules", "fomr.line-ends", cwd=REPO)
    assert wrong.returncode == 2
    assert b"form.line-ends" in wrong.stderr


def test_repair_is_a_filter() -> None:
    done = pumice("repair", cwd=REPO, stdin="It’s sound.  â€œQuotedâ€\u009d\r\n".encode())
    assert done.stdout.decode() == "It’s sound.  “Quoted”\r\n"
    explained = pumice("repair", "--explain", cwd=REPO, stdin="â€œQuotedâ€\u009d words\n".encode())
    edits = [json.loads(line) for line in explained.stdout.splitlines()]
    assert edits
    assert all(edit["rule"].startswith("repair.") for edit in edits)


def test_nothing_to_work_on_exits_4(tmp_path: Path) -> None:
    done = pumice("clean", cwd=tmp_path)
    assert done.returncode == 4
    assert b"raw" in done.stderr
    (tmp_path / "raw").mkdir()
    assert pumice("clean", cwd=tmp_path).returncode == 4


def test_a_first_run_on_an_empty_folder_teaches(tmp_path: Path) -> None:
    told = pumice("clean", cwd=tmp_path).stderr.decode()
    assert "pumice init" in told
    assert "WARC" in told
    (tmp_path / "scrapes").mkdir()
    told = pumice("clean", "scarpes", cwd=tmp_path).stderr.decode()
    assert "Did you mean scrapes?" in told
    done = pumice("clean", "scrapes", "archive", cwd=tmp_path)
    assert done.returncode == 4
    assert b"scrapes holds no files" in done.stderr
    done = pumice("report", "archive", cwd=tmp_path)
    assert done.returncode == 4
    assert b"there is no bag archive" in done.stderr
    assert b"pumice clean" in done.stderr
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(("claen",), "clean"), (("reprot",), "report"), (("clean", "--stirp", "off"), "--strip")],
    ids=["command", "another", "option"],
)
def test_a_mistyped_name_is_helped(tmp_path: Path, typed: tuple[str, ...], meant: str) -> None:
    done = pumice(*typed, cwd=tmp_path)
    assert done.returncode == 2
    assert meant in done.stderr.decode().partition("Error:")[2]


def test_help_lists_every_command_with_a_whole_sentence() -> None:
    assert set(ORDER) == set(COMMANDS)
    listed = pumice("--help", cwd=REPO).stdout.decode().partition("Commands:")[2]
    assert "..." not in listed
    assert [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2:3].islower()][
        : len(ORDER)
    ] == list(ORDER)


def test_wrong_usage_exits_2(corpus: Path) -> None:
    assert pumice("clean", "--strip", "brutal", cwd=corpus).returncode == 2
    assert pumice("clean", "raw", "raw/inside", cwd=corpus).returncode == 2
    (corpus / "mine").mkdir()
    (corpus / "mine/letter.txt").write_text("mine")
    done = pumice("clean", "raw", "mine", cwd=corpus)
    assert done.returncode == 2
    assert (corpus / "mine/letter.txt").read_text() == "mine"


def test_a_document_that_cannot_be_processed_exits_3(corpus: Path) -> None:
    (corpus / "raw/program.bin").write_bytes(bytes(range(256)) * 8)
    done = pumice("clean", cwd=corpus)
    assert done.returncode == 3
    assert b"program.bin" in done.stdout
    assert (corpus / "clean/data/page.txt").exists()
    assert pumice("verify", cwd=corpus).returncode == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_example(command: str) -> None:
    done = pumice(command, "--help", cwd=REPO)
    assert done.returncode == 0
    assert done.stdout.count(f"pumice {command} ".encode()) >= 3


def test_the_help_names_the_exit_codes() -> None:
    assert b"130 interrupted" in b" ".join(pumice("--help", cwd=REPO).stdout.split())


def test_output_in_a_pipe_has_no_colour(bag: Path) -> None:
    assert b"\x1b" not in pumice("show", "page.txt", cwd=bag).stdout


def test_an_interruption_exits_130_and_the_next_run_goes_on(corpus: Path) -> None:
    for number in range(400):
        (corpus / f"raw/{number}.txt").write_bytes(PAGE.encode() + str(number).encode())
    command = [sys.executable, "-m", "pumice", "clean"]
    running = subprocess.Popen(
        command,
        cwd=corpus,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(REPO / "src")},
    )
    stage = corpus / "clean"
    while not stage.exists() and running.poll() is None:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert told.startswith(b"pumice: interrupted")
    assert pumice("clean", cwd=corpus).returncode == 0
    assert pumice("verify", cwd=corpus).returncode == 0


def test_a_fault_of_pumice_exits_70_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("a step went wrong")

    monkeypatch.setattr("pumice.catalogue.rules", broken)
    with pytest.raises(SystemExit) as stop:
        app(["rules"], prog_name="pumice")
    assert stop.value.code == 70
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "Traceback" not in told


def test_a_document_that_is_not_published_is_still_shown(corpus: Path) -> None:
    (corpus / "raw/program.bin").write_bytes(bytes(range(256)) * 8)
    pumice("clean", cwd=corpus)
    done = pumice("show", "program.bin", cwd=corpus)
    assert done.returncode == 0
    assert b"not published" in done.stdout
    assert pumice("restore", "program.bin", cwd=corpus).returncode == 1


def test_a_person_has_the_last_word(corpus: Path) -> None:
    (corpus / "pumice.toml").write_text(
        '[[keep]]\nline = "Back to top"\n[[drop]]\npattern = "Nothing is wrong *"\npaths = ["sound.txt"]\n'
    )
    assert pumice("clean", cwd=corpus).returncode == 0
    assert (corpus / "clean/data/page.txt").read_text().startswith("Back to top\n")
    assert (corpus / "clean/data/sound.txt").read_bytes() == b""
    shown = pumice("show", "sound.txt", cwd=corpus).stdout.decode()
    assert "furniture.dropped-by-hand" in shown
    assert "pattern Nothing is wrong *" in shown
    assert pumice("clean", "--check", cwd=corpus).returncode == 0
    assert pumice("clean", "--check", "--no-config", cwd=corpus).returncode == 1
    assert pumice("verify", "clean", "--rederive", cwd=corpus).returncode == 0


def test_a_wrong_word_is_told_with_its_place(corpus: Path) -> None:
    (corpus / "mine.toml").write_text('[[drop]]\nlien = "x"\n')
    done = pumice("clean", "--config", "mine.toml", cwd=corpus)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("pumice: mine.toml: [[drop]] number 1: 'lien' means nothing there\n")
    assert not (corpus / "clean").exists()


def test_what_recurs_on_a_site_is_learned_and_used(corpus: Path) -> None:
    weather = (
        "It rained on the {} of May, and the ferry did not leave before the {} of June, which nobody had expected."
    )
    for word in ("first", "second", "third"):
        page = [
            weather.format(word, word),
            weather.format(word, "last"),
            "Our other papers",
            "All rights reserved.",
            "",
        ]
        (corpus / "raw/2009" / f"{word}.txt").write_text("\n".join(page))
    done = pumice("learn", "raw", "-o", "profile.toml", cwd=corpus)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b'"Our other papers" = 3\n' in (corpus / "profile.toml").read_bytes()
    assert pumice("learn", "raw", cwd=corpus).stdout == (corpus / "profile.toml").read_bytes()
    assert pumice("clean", "--profile", "profile.toml", cwd=corpus).returncode == 0
    assert "Our other papers" not in (corpus / "clean/data/2009/first.txt").read_text()
    assert "on 3 documents of the site" in pumice("show", "2009/first.txt", cwd=corpus).stdout.decode()
    assert pumice("clean", "--check", "--profile", "profile.toml", cwd=corpus).returncode == 0
    assert pumice("clean", "--check", cwd=corpus).returncode == 1
    assert pumice("verify", "clean", "--rederive", cwd=corpus).returncode == 0
    assert pumice("learn", "raw", "-o", "profile.toml", cwd=corpus).returncode == 2


def test_many_failures_of_one_kind_are_told_once(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for number in range(12):
        (tmp_path / f"raw/{number:02}.bin").write_bytes(bytes(range(256)) * 4)
    done = pumice("clean", cwd=tmp_path)
    assert done.returncode == 3
    told = done.stdout.decode()
    assert told.count("Convert it to text or HTML") == 1
    assert [f"{number:02}.bin:" in told for number in range(12)] == [True] * 10 + [False] * 2
    assert "and 2 documents more; pumice findings clean --severity fault lists them" in told
