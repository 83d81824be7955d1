"""`pumice report` as its users run it."""

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"


def report(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "pumice", "report", *arguments],
        cwd=cwd,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )


def test_a_page_is_written_and_written_again(bag: Path, tmp_path: Path) -> None:
    done = report(str(bag), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert b"64 documents" in done.stderr
    first = (tmp_path / "report.html").read_bytes()
    assert report(str(bag), cwd=tmp_path).returncode == 0
    assert (tmp_path / "report.html").read_bytes() == first
    assert report(str(bag), "-o", "-", cwd=tmp_path).stdout == first
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_what_is_no_report_is_not_written_over(bag: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.html"
    letter.write_text("Dear reader")
    done = report(str(bag), "-o", "letter.html", cwd=tmp_path)
    assert done.returncode == 2
    assert letter.read_text() == "Dear reader"
    assert report(str(bag), "-o", "letter.html", "--force", cwd=tmp_path).returncode == 0
    assert letter.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_report_never_lands_in_the_bag(bag: Path, tmp_path: Path) -> None:
    done = report(str(bag), "-o", str(bag / "report.html"), cwd=tmp_path)
    assert done.returncode == 2
    assert not (bag / "report.html").exists()


def test_what_is_no_bag_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    done = report("mine", cwd=tmp_path)
    assert done.returncode == 2
    assert b"not a bag" in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "mine"]
