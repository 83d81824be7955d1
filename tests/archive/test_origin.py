"""Copies made again, of documents that share a raw file with others or are packed in it."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pumice import work
from pumice.engines import inprocess
from pumice.options import Options
from pumice.pipeline import Result
from pumice.record import Record
from pumice.run import clean
from pumice.verify import origin, verify
from tests.archive.conftest import write_raw

LINES = [{"url": f"https://example.org/{number}", "text": f"Text number {number}.\n"} for number in range(40)]
RAW = {
    "packed.txt.gz": gzip.compress(b"One line  \r\nand another"),
    "packed.html.gz": gzip.compress(b"<!DOCTYPE html><p>A page of <b>one</b> line."),
    "a/scrape.jsonl": "".join(json.dumps(line) + "\n" for line in LINES).encode(),
    "a/plain.txt": b"A line.",
    "a/page.html": b"<!DOCTYPE html><title>A page</title><p>Of one line.",
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return write_raw(tmp_path / "raw", RAW)


@pytest.fixture
def bag(raw: Path, tmp_path: Path) -> Path:
    assert clean(raw, tmp_path / "clean", engine=inprocess.run).exit_code == 0
    return tmp_path / "clean"


def test_all_kinds_of_documents_are_made_again(bag: Path, raw: Path) -> None:
    assert verify(bag, raw=raw, rederive=True).faults == ()


def test_an_archive_is_read_once_for_all_its_documents(bag: Path, raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    results = work._results

    def counted(options: Options, task: work.Task, data: bytes) -> Iterator[tuple[Result, Record]]:
        for result, record in results(options, task, data):
            made.append(record.raw.path)
            yield result, record

    monkeypatch.setattr(work, "_results", counted)
    monkeypatch.setattr(origin, "pool_of", lambda _: inprocess.run)
    assert verify(bag, raw=raw, rederive=True).faults == ()
    assert made.count("a/scrape.jsonl") == len(LINES)


def test_a_line_that_says_something_else_is_found(bag: Path, raw: Path) -> None:
    path = raw / "a/scrape.jsonl"
    path.write_bytes(path.read_bytes().replace(b"number 7.", b"number 8."))
    faults = [fault for fault in verify(bag, raw=raw, rederive=True).faults if fault.code == "derive.differs"]
    assert [fault.path for fault in faults] == ["a/scrape.jsonl"] * len(LINES)  # the file's digest is in every record


def test_pages_and_packed_files_need_raw(bag: Path) -> None:
    faults = verify(bag, rederive=True).faults
    assert {fault.code for fault in faults} == {"derive.needs-raw"}
    assert len(faults) == len(LINES) + 3
