"""A bag with one document of every kind: plain, damaged, empty, a page, one from a WARC file, one from JSON lines, one
whose name is no UTF-8, and a file that cannot be processed."""

import os
from pathlib import Path

import pytest

from pumice.engines import inprocess
from pumice.run import clean
from tests.archive.conftest import write_raw

PAGE = (
    "<!DOCTYPE html><html lang=en><head><title>The tide tables</title>"
    '<meta property="article:published_time" content="2019-03-04T05:06:07Z"></head>'
    "<body><h1>The tide tables</h1><p>High water is at noon, and the ferry leaves an hour later.</p></body></html>"
)
RESPONSE = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE
RECORD = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000007>\r\n"
    "WARC-Date: 2020-01-02T03:04:05Z\r\nWARC-Target-URI: https://example.org/tides?year=2019\r\n"
    f"Content-Type: application/http\r\nContent-Length: {len(RESPONSE)}\r\n\r\n{RESPONSE}\r\n\r\n"
)
RAW = {
    "damaged.txt": "They donâ€™t agree on much,  but the lamp is theirs.\r\n".encode(),
    "empty.txt": b"",
    "news/page.html": PAGE.encode(),
    "news/sound.txt": "Nothing is wrong with this sentence — not even “here”.\n".encode(),
    "crawl.warc": RECORD.encode(),
    "pages.jsonl": b'{"id": "p1", "url": "https://example.org/p1", "text": "The keepers met, and nobody spoke."}\n',
    "program.bin": bytes(range(256)) * 8,
}
PUBLISHED = 7


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    raw = write_raw(tmp_path / "raw", RAW)
    Path(os.fsdecode(os.fsencode(raw) + b"/caf\xe9.txt")).write_bytes(b"A name that is no UTF-8.\n")
    clean(raw, tmp_path / "clean", engine=inprocess.run)
    return tmp_path / "clean"
