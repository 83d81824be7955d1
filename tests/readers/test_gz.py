"""Texts and pages compressed with gzip."""

import gzip

import pytest

from pumice.options import Options
from pumice.pipeline import restore
from pumice.readers import Claim, reader_for
from pumice.readers import gz as module
from pumice.readers.gz import claim, read
from pumice.record import read_record, record_line

PLAIN = Options(strip="off")


def test_claims() -> None:
    data = gzip.compress(b"text")
    assert claim("a.txt.gz", data) is Claim.BY_NAME
    assert claim("a", data) is Claim.BY_CONTENT
    assert claim("a.gz", b"text") is Claim.NO
    names = {name: reader_for(name, data) for name in ("a.txt.gz", "a.warc.gz", "a.jsonl.gz")}
    assert {name: reader.name for name, reader in names.items() if reader} == {
        "a.txt.gz": "gz",
        "a.warc.gz": "warc",
        "a.jsonl.gz": "jsonl",
    }


def test_a_text_is_read_and_comes_back() -> None:
    text = b"Zwei  \r\nZeilen.\r\n"
    data = gzip.compress(text)
    (part,) = read(data, "a/b.txt.gz", PLAIN)
    record = read_record(record_line(part.result.record))
    assert part.result.text == "Zwei\nZeilen.\n"
    assert (record.raw.path, record.raw.size) == ("a/b.txt.gz", len(data))
    assert restore(part.result.data, part.result.trail, record) == text


def test_a_page_is_read() -> None:
    (part,) = read(gzip.compress(b"<!DOCTYPE html><p>Text."), "b.html.gz", PLAIN)
    assert part.result.text == "Text.\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (gzip.compress(b"text" * 100)[:-5], "read.damaged"),
        (gzip.compress(gzip.compress(b"text")), "read.unknown-type"),
        (gzip.compress(b"\x89PNG\r\n\x1a\n\0\0"), "read.unknown-type"),
        (gzip.compress(b"\0" * (1 << 21)), "read.too-large"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1 << 20)
    (about,) = read(data, "a.gz", PLAIN)
    assert about.result.text is None
    assert [finding.code for finding in about.result.findings] == [code]
