"""What every export promises, and those whose readers are in the standard library."""

import gzip
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import pytest

from pumice.bag import SEAL
from pumice.cli.exports import To
from pumice.corpus import open_bag
from pumice.errors import Misuse, NotAsItShouldBe, WontOverwrite
from pumice.exports import FORMATS, About, Format, export, find
from tests.exports.conftest import PUBLISHED

ABOUT = About("lamps & tides", "https://example.org/terms", "The Lamp Society", "https://example.org/", "2026-11-01")


def exported(bag: Path, name: str, output: Path, about: About = ABOUT, documents: int = PUBLISHED) -> Path:
    """Export, and hand back the file; the test is skipped where the format's library is not installed."""
    if find(name).needs:
        pytest.importorskip(find(name).needs)
    with open_bag(bag) as opened:
        written = export(opened, find(name), output, about)
    assert (written.documents, written.size) == (documents, output.stat().st_size)
    return output


def test_the_command_names_every_format() -> None:
    assert [known.name for known in FORMATS] == [known.value for known in To]


@pytest.mark.parametrize("name", [known.name for known in FORMATS])
def test_the_same_bag_gives_the_same_bytes(name: str, bag: Path) -> None:
    first = exported(bag, name, bag.parent / "first")
    second = exported(bag, name, bag.parent / "second")
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 500


@pytest.mark.parametrize("name", ["jsonl", "parquet", "warc", "zip", "premis"])
def test_a_copy_that_was_changed_stops_it_and_leaves_nothing(name: str, bag: Path) -> None:
    if find(name).needs:
        pytest.importorskip(find(name).needs)
    copy = bag / "data/news/sound.txt"
    copy.write_bytes(copy.read_bytes().replace(b"sentence", b"santence"))
    before = sorted(bag.parent.iterdir())
    with open_bag(bag) as opened, pytest.raises(NotAsItShouldBe, match=r"sound\.txt"):
        export(opened, find(name), bag.parent / "out", ABOUT)
    assert sorted(bag.parent.iterdir()) == before


def test_nothing_is_written_over_and_nothing_into_the_bag(bag: Path) -> None:
    mine = bag.parent / "mine.jsonl"
    mine.write_text("mine")
    with open_bag(bag) as opened:
        with pytest.raises(WontOverwrite):
            export(opened, find("jsonl"), mine, ABOUT)
        with pytest.raises(Misuse, match="lies in the bag"):
            export(opened, find("jsonl"), bag / "texts.jsonl", ABOUT)
        assert mine.read_text() == "mine"
        assert export(opened, find("jsonl"), mine, ABOUT, force=True).documents == PUBLISHED


def test_a_missing_library_is_told_with_its_extra() -> None:
    with pytest.raises(Misuse) as caught:
        Format("parquet", "", "", needs="no_such_library", extra="parquet").writer()
    assert "no_such_library" in caught.value.problem
    assert "pumice[parquet]" in caught.value.advice


def test_what_cannot_be_known_is_asked_for(bag: Path) -> None:
    with open_bag(bag) as opened, pytest.raises(Misuse) as caught:
        export(opened, find("ro-crate"), bag.parent / "ro-crate-metadata.json", About())
    assert caught.value.advice == "Add --license … --date …"
    with pytest.raises(Misuse, match="not a date"):
        About(date="yesterday")


def test_json_lines_hold_every_text(bag: Path) -> None:
    lines = [json.loads(line) for line in exported(bag, "jsonl", bag.parent / "out").read_bytes().splitlines()]
    assert all(set(line) <= {"id", "text", "source", "created", "added", "metadata"} for line in lines)
    for line in lines:
        kept = line["metadata"]
        data = (bag / kept["clean_path"]).read_bytes()
        assert (line["text"].encode(), len(data)) == (data, kept["clean_bytes"])
        assert hashlib.sha256(data).hexdigest() == kept["clean_sha256"]
        json.dumps(line, ensure_ascii=False).encode()  # no lone surrogates, which other readers refuse
    by_path = {line["metadata"]["path"]: line for line in lines}
    assert by_path["crawl.warc"]["created"] == "2020-01-02T03:04:05Z"
    assert by_path["crawl.warc"]["metadata"]["url"] == "https://example.org/tides?year=2019"
    assert by_path["news/page.html"]["metadata"]["title"] == "The tide tables"
    assert by_path["pages.jsonl"]["metadata"]["url"] == "https://example.org/p1"
    assert by_path["caf\\udce9.txt"]["text"] == "A name that is no UTF-8.\n"
    assert {line["source"] for line in lines} == {"lamps & tides"}


def test_json_lines_in_gzip_have_no_time(bag: Path) -> None:
    plain = exported(bag, "jsonl", bag.parent / "plain")
    packed = exported(bag, "jsonl", bag.parent / "packed", About(ABOUT.name, date=ABOUT.date, compress=True))
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    assert packed.read_bytes()[4:8] == bytes(4)


@pytest.mark.parametrize("compress", [False, True])
def test_bagit_python_accepts_the_zipped_bag(compress: bool, bag: Path, tmp_path: Path) -> None:
    packed = exported(bag, "zip", tmp_path / "bag.zip", About("lamps", compress=compress))
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        archive.extractall(tmp_path / "unpacked")
    assert bagit.Bag(str(tmp_path / "unpacked/lamps")).validate()
    inside = {path.relative_to(tmp_path / "unpacked/lamps") for path in (tmp_path / "unpacked").rglob("*.*")}
    assert {path.relative_to(bag) for path in bag.rglob("*.*") if path.is_file()} <= inside


def test_a_seal_goes_with_the_zipped_bag(bag: Path, tmp_path: Path) -> None:
    (bag / SEAL).write_text("a signature")
    with zipfile.ZipFile(exported(bag, "zip", tmp_path / "bag.zip")) as archive:
        assert archive.read(f"{ABOUT.name}/{SEAL}") == b"a signature"


def test_a_zipped_bag_needs_all_its_files(bag: Path, tmp_path: Path) -> None:
    (bag / "data/empty.txt").unlink()
    with open_bag(bag) as opened, pytest.raises(NotAsItShouldBe, match=r"empty\.txt"):
        export(opened, find("zip"), tmp_path / "bag.zip", ABOUT)


def pumice(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "pumice", *arguments], cwd=cwd, capture_output=True, check=False)


def test_the_command(bag: Path) -> None:
    folder = bag.parent
    done = pumice("export", "clean", "--to", "jsonl", "-o", "texts.jsonl.gz", cwd=folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"7 documents" in done.stdout
    lines = gzip.decompress((folder / "texts.jsonl.gz").read_bytes())
    assert pumice("export", cwd=folder).stdout == lines
    refused = pumice("export", "--to", "zip", cwd=folder)
    assert (refused.returncode, b"-o archive.zip" in refused.stderr) == (2, True)
    told = json.loads(pumice("export", "--to", "zip", "-o", "bag.zip", "--json", cwd=folder).stdout)
    size = (folder / "bag.zip").stat().st_size
    assert told == {"bytes": size, "documents": PUBLISHED, "format": "zip", "path": "bag.zip"}
