"""What differs between two bags."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pumice.compare import compare, differing, made_differently
from pumice.corpus import open_bag
from pumice.options import Options
from pumice.run import clean

SOURCE = Path(__file__).parents[2] / "src"
PAGE = (
    "Back to top\n\nThe keepers of the northern lights met in June.  They donft agree on much, but the gHouse of "
    "Lampsh is theirs.\nTheir council has met every summer since the war, and it has never once voted on anything.\n"
)
SOUND = "The ferry left at nine in the morning, and nobody on board had seen the lamp being lit.\n"
RECORDS = "".join(
    json.dumps({"url": f"https://example.org/{name}", "text": SOUND * number}) + "\n"
    for number, name in enumerate("abc", 1)
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """raw/ with four files, one of three documents, and old/ made of it."""
    raw = tmp_path / "raw"
    (raw / "a").mkdir(parents=True)
    (raw / "a" / "page.txt").write_text(PAGE)
    (raw / "a.txt").write_text(SOUND)
    (raw / "gone.txt").write_text(SOUND)
    (raw / "many.jsonl").write_text(RECORDS)
    clean(raw, tmp_path / "old")
    return tmp_path


def pumice_diff(corpus: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pumice", "diff", *arguments],
        cwd=corpus,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )


def lines(corpus: Path, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in pumice_diff(corpus, "old", "new", "--json", *arguments).stdout.splitlines()]


def test_the_same_raw_gives_no_difference(corpus: Path) -> None:
    clean(corpus / "raw", corpus / "new")
    done = pumice_diff(corpus, "old", "new")
    assert (done.returncode, done.stdout) == (0, "No difference in 6 documents.\n")
    (totals,) = lines(corpus)
    assert totals["same"] == 6


def test_documents_come_go_and_change(corpus: Path) -> None:
    (corpus / "raw/gone.txt").unlink()
    (corpus / "raw/a/new.txt").write_text(SOUND)
    (corpus / "raw/a.txt").write_text(SOUND * 2)
    clean(corpus / "raw", corpus / "new")
    found = {line.get("path"): line for line in lines(corpus)}
    assert {path: line["change"] for path, line in found.items() if path} == {
        "a.txt": "changed",
        "a/new.txt": "added",
        "gone.txt": "removed",
    }
    assert set(found["a.txt"]["fields"]) == {"raw", "text"}
    totals = {"added": 1, "removed": 1, "changed": 1, "texts": 1, "same": 4, "edits": {}, "findings": {}}
    assert found[None] == {"change": "totals"} | totals
    done = pumice_diff(corpus, "old", "new", "--texts")
    assert done.returncode == 1
    assert "~ a.txt: what was scraped changed; text changed" in done.stdout
    assert f"+{SOUND}" in done.stdout
    assert "1 added, 1 removed, 1 changed (1 in the text), 4 the same" in done.stdout


def test_a_document_within_a_file_is_told_apart(corpus: Path) -> None:
    (corpus / "raw/many.jsonl").write_text(RECORDS.replace("nine", "ten", 1))
    clean(corpus / "raw", corpus / "new")
    changed = [line for line in lines(corpus, "--documents-only") if line["change"] == "changed"]
    assert len(changed) >= 1
    assert {line["path"] for line in changed} == {"many.jsonl"}
    with open_bag(corpus / "old") as old, open_bag(corpus / "new") as new:
        texts = [it for it in compare(old, new) if it.kind == "changed" and "text" in it.fields]
        assert len(texts) == 1
        assert texts[0].new
        assert "left at ten" in texts[0].new.text


def test_what_made_them_differently_is_named(corpus: Path) -> None:
    clean(corpus / "raw", corpus / "new", options=Options(strip="off", without=("repair.leadbyte-quotes",)))
    with open_bag(corpus / "old") as old, open_bag(corpus / "new") as new:
        made = {it.name: (it.old, it.new) for it in made_differently(old, new)}
    assert made["options.strip"] == ("careful", "off")
    assert made["rules.repair.leadbyte-quotes"] == ("on", None)
    assert not any(name.startswith("files.") for name in made)
    (page,) = [line for line in lines(corpus) if line.get("path") == "a/page.txt"]
    assert page["edits"]["repair.leadbyte-quotes"] == [2, 0]
    assert page["edits"]["furniture.back-to-top"] == [1, 0]
    told = pumice_diff(corpus, "old", "new").stdout
    assert "options.strip: careful → off" in told
    assert "repair.leadbyte-quotes 2 → 0" in told


def test_only_the_documents_count_if_asked_for(corpus: Path) -> None:
    clean(corpus / "raw", corpus / "new", options=Options(alt=True))
    assert pumice_diff(corpus, "old", "new").returncode == 1
    done = pumice_diff(corpus, "old", "new", "--documents-only")
    assert (done.returncode, done.stdout) == (0, "No difference in 6 documents.\n")


def test_a_document_that_is_not_published_any_more(corpus: Path) -> None:
    (corpus / "raw/a.txt").unlink()
    (corpus / "raw/a.txt").symlink_to("gone.txt")
    clean(corpus / "raw", corpus / "new")
    told = pumice_diff(corpus, "old", "new").stdout
    assert "no longer published" in told
    assert "read.special-file 0 → 1" in told
    assert "now published" in pumice_diff(corpus, "new", "old").stdout


def test_trouble_is_not_a_difference(corpus: Path) -> None:
    assert pumice_diff(corpus, "old", "nowhere").returncode == 4
    shutil.copytree(corpus / "old", corpus / "new")
    (corpus / "new/pumice/records.jsonl").write_bytes(b"")
    done = pumice_diff(corpus, "old", "new")
    assert "not what tagmanifest-sha256.txt says" in done.stderr
    assert "Traceback" not in done.stderr


def test_findings_that_came_and_went_are_told_one_by_one(corpus: Path) -> None:
    quoted = "Such garbled text looks like `{}` instead of what was written, said the eldest of the keepers.\n"
    raw = corpus / "raw/a.txt"
    raw.write_text(quoted.format("Ïðèâåò"), encoding="utf-8")
    clean(corpus / "raw", corpus / "old")
    raw.write_text(quoted.format("Ñïàñèáî"), encoding="utf-8")
    clean(corpus / "raw", corpus / "new")
    (line,) = [line for line in lines(corpus) if line.get("path") == "a.txt"]
    assert "findings" not in line  # as many as before, but not the same
    assert [found["evidence"]["candidate"] for found in line["appeared"]] == ["`Спасибо`"]
    assert [found["evidence"]["candidate"] for found in line["disappeared"]] == ["`Привет`"]
    told = pumice_diff(corpus, "old", "new").stdout.splitlines()
    at = next(number for number, line in enumerate(told) if line.startswith("~ a.txt"))
    assert told[at + 1].startswith("    - repair.suspected: ")
    assert told[at + 2].startswith("    + repair.suspected: ")


def test_counts_that_differ() -> None:
    assert differing([("b", 1), ("a", 2)], [("a", 2), ("c", 4)]) == {"b": (1, 0), "c": (0, 4)}
