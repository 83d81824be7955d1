"""What must hold for any bytes, one function a parser: each returns, or raises because something is wrong with pumice.

Hypothesis asks them in the suite, atheris for as long as one likes in `benchmarks/fuzz.py`.
"""

from collections.abc import Callable
from contextlib import suppress

from pumice.bag import manifest_entries
from pumice.decode import decode
from pumice.decoding.reading import encode
from pumice.errors import NotAsItShouldBe
from pumice.options import DEFAULT
from pumice.pipeline import restore
from pumice.readers import HEAD_BYTES, Part, reader_for
from pumice.record import read_record, read_trail, record_line, trail_lines
from pumice.store.disk import decoded
from pumice.verify.fault import Faults
from pumice.verify.manifests import Manifest, foreign, ours, scope_of

# Codes that say that pumice failed, and not the document.
OWN_FAULTS = ("pipeline.", "engine.")


def decoding(data: bytes) -> None:
    """Any bytes have a first text; if it is said to be lossless, encoding it gives the bytes back."""
    for markup in (False, True):
        decoded = decode(data, markup=markup)
        if decoded.lossless:
            assert encode(decoded.reading, decoded.text) == data


def documents(data: bytes, name: str) -> list[Part]:
    """The documents that a file of this name and content holds, each without a fault of pumice's own."""
    reader = reader_for(name, data[:HEAD_BYTES])
    parts = list(reader.read(data, name, DEFAULT)) if reader else []
    for part in parts:
        codes = [finding.code for finding in part.result.findings]
        assert not [code for code in codes if code.startswith(OWN_FAULTS)], codes
        assert read_record(record_line(part.result.record)) == part.result.record
    return parts


def text(data: bytes) -> None:
    """A text is cleaned or refused, and its trail leads back to it."""
    for part in documents(data, "a.txt"):
        result = part.result
        if result.text is not None and not result.record.rendered and not result.record.origin:
            assert restore(result.data, result.trail, result.record) == data
        assert read_trail(trail_lines(result.trail)) == result.trail


def html(data: bytes) -> None:
    """A page is cleaned or refused."""
    documents(data, "a.html")


def warc(data: bytes) -> None:
    """A WARC file gives its documents, and a finding where it cannot be read further."""
    documents(data, "a.warc")


def json_lines(data: bytes) -> None:
    """A file of JSON lines gives its pages, and a finding about other lines."""
    documents(data, "a.jsonl")


def manifest(data: bytes) -> None:
    """A manifest has entries and faults; what it has can be named without leaving the bag."""
    with suppress(NotAsItShouldBe):
        list(manifest_entries(data.splitlines(keepends=True), "manifest"))
    for name in (b"manifest-sha256.txt", b"tagmanifest-sha256.txt"):
        whole = Manifest(name, "sha256", lambda: iter([data]))
        listed = [*ours(whole, Faults(), {})]
        for version, encoding in (("0.97", "utf-8"), ("1.0", "utf-8"), ("1.0", "utf-16"), ("1.0", "latin-1")):
            listed += foreign([whole], version, encoding, Faults(), {})
        assert not any(scope_of(decoded(path), for_tags=whole.is_for_tags) for path, _ in listed)


def trail(data: bytes) -> None:
    """Bytes are a trail, which is written and read again as it is, or they are refused."""
    try:
        found = read_trail(data)
    except NotAsItShouldBe:
        return
    assert read_trail(trail_lines(found)) == found


def records(data: bytes) -> None:
    """Lines are records or are refused."""
    for line in data.splitlines(keepends=True):
        try:
            found = read_record(line)
        except NotAsItShouldBe:
            continue
        assert read_record(record_line(found)) == found


TARGETS: dict[str, Callable[[bytes], object]] = {
    "decoding": decoding,
    "text": text,
    "html": html,
    "warc": warc,
    "json_lines": json_lines,
    "manifest": manifest,
    "trail": trail,
    "records": records,
}
DIGEST = b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
# What sound input is made of, for those who mutate it.
SEEDS: dict[str, list[bytes]] = {
    "decoding": [
        "Grüße aus Köln\n".encode(),
        "Привет\n".encode("koi8-r"),
        b"\xef\xbb\xbfx",
        b"\xff\xfea\0",
        b"\x1b$B!I",
    ],
    "text": [
        b"The, sai\xff\xff\xffid the gkee\0peWrh.\r\n"  # found by atheris
        b"\xc3\xa2\xe2\x82\xac\xc5\x93No\xc3\xa2\xe2\x82\xac\xc2\x9d\xf6\xac\xf5\x97are\n",
        "The ferry donft sail, said the gkeeperh.\r\nâ€œNoâ€\x9d\n\nShare this\n".encode(),
        b"caf\xe9 \x81f\n",
    ],
    "html": [
        b"<!DOCTYPE html><meta charset=utf-8><title>T</title><nav><a href=/>Home</a></nav><p>One<br>two<table><td>x",
        b"<!DOCTYPE htm><p>\xc0meta charset=utf-8><br>\xc2\x80<toabtwo<table><td>x",  # found by atheris
        b"<script><!--</script><style>x</style><pre>\n a</pre><svg><![CDATA[x]]></svg><p hidden>h</p>&amp;&#x80;",
    ],
    "warc": [
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        b"WARC-Date: 2020-01-02T03:04:05Z\r\nWARC-Target-URI: https://example.org/\r\n"
        b"Content-Type: application/http\r\n"
        b"Content-Length: 86\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"5\r\n<p>On\r\n0\r\n\r\n\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 19\r19\r\n\r\n"
        b"HTTP/1.1 200 OK\r\n\r\n\r\n\r\n",  # found by atheris
    ],
    "json_lines": [b'{"url": "https://example.org/", "html": "<p>x</p>"}\n{"text": "x", "id": 1}\n'],
    "manifest": [DIGEST + b"  data/a.txt\n" + DIGEST + b" *./data/%0Ab.txt\r\n", DIGEST + b"  bagit.txt\n"],
    "trail": [b'{"after":"b","before":"a","layer":0,"rule":"form.spaces","start":0,"step":"form.spaces"}\n'],
    "records": [
        b'{"clean":null,"edits":{},"encoding":null,"findings":[],"fingerprint":"' + DIGEST + b'","furniture":{},'
        b'"id":"0123456789abcdef","language":"und","media_type":"text/plain","raw":{"bytes":1,"path":"a","sha256":"'
        + DIGEST
        + b'"},"schema":1,"trail":null}\n'
    ],
}
