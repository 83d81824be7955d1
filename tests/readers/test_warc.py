"""WARC files: which records are documents, what is known of them, and what is said of a damaged file."""

import gzip
import time
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from pumice.containers import http as responses
from pumice.options import Options
from pumice.pipeline import restore
from pumice.readers import Claim, Part
from pumice.readers.warc import claim, read
from pumice.record import read_record, record_line

PLAIN = Options(strip="off")
Bytes = Callable[[list[bytes]], bytes]


def http(body: bytes, status: str = "200 OK", *headers: str, media_type: str = "text/html; charset=utf-8") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(number: int, block: bytes, kind: str = "response", media_type: str = "application/http") -> bytes:
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "WARC-Date: 2020-01-02T03:04:05Z",
        f"WARC-Target-URI: https://example.org/page/{number}",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def page(number: int) -> bytes:
    return f"<!DOCTYPE html><title>Page {number}</title><p>Grüße Nummer {number} aus Köln.</p>".encode()


def pages(count: int) -> list[bytes]:
    return [record(number, http(page(number))) for number in range(count)]


def packed(records: list[bytes]) -> bytes:
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def parts(data: bytes) -> list[Part]:
    return list(read(data, "crawl.warc.gz", PLAIN))


def codes(part: Part) -> list[str]:
    return [finding.code for finding in part.result.findings]


def test_claims() -> None:
    assert claim("a.warc", b"WARC/1.0\r\n") is Claim.CERTAIN
    assert claim("a.warc.gz", b"\x1f\x8b") is Claim.CERTAIN
    assert claim("a", b"WARC/1.1\r\n") is Claim.BY_CONTENT
    assert claim("a.txt", b"warc files") is Claim.NO


@pytest.mark.parametrize("as_bytes", [b"".join, packed], ids=["plain", "gzip"])
def test_each_page_is_a_document_that_knows_where_it_comes_from(as_bytes: Bytes) -> None:
    records = pages(3)
    data = as_bytes(records)
    found = parts(data)
    assert [part.result.text for part in found] == [f"Grüße Nummer {number} aus Köln.\n" for number in range(3)]
    assert len({part.name for part in found}) == 3
    assert all(part.name.startswith("example.org_page_") for part in found)
    last = read_record(record_line(found[2].result.record))
    assert last.raw.path == "crawl.warc.gz"
    assert last.raw.size == len(data)
    assert last.media_type == "text/html"
    origin = dict(last.origin or {})
    assert origin["uri"] == "https://example.org/page/2"
    assert origin["date"] == "2020-01-02T03:04:05Z"
    assert origin["record_id"].startswith("<urn:uuid:")
    assert origin["status"] == 200
    assert origin["offset"] == len(as_bytes(records[:2]))
    assert origin["bytes"] == len(page(2))


def test_a_text_comes_back_from_its_copy() -> None:
    body = "Erste Zeile  \r\nZweite Zeile\r\n".encode("cp1252")
    (part,) = parts(record(0, http(body, media_type="text/plain; charset=windows-1252")))
    result = part.result
    assert restore(result.data, result.trail, read_record(record_line(result.record))) == body


def test_a_wet_conversion_is_a_text() -> None:
    (part,) = parts(record(0, b"Ein Text.\n", kind="conversion", media_type="text/plain"))
    assert part.result.text == "Ein Text.\n"
    assert part.result.record.media_type == "text/plain"


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes) -> bytes:
    pieces = [data[at : at + 7] for at in range(0, len(data), 7)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (gzip.compress(page(0)), "Content-Encoding: gzip"),
        (zlib.compress(page(0)), "Content-Encoding: deflate"),
        (deflated(page(0)), "Content-Encoding: deflate"),
        (brotli.compress(page(0)), "Content-Encoding: br"),
        (zstandard.compress(page(0)), "Content-Encoding: zstd"),
        (page(0), "Content-Encoding: gzip"),
        (chunked(page(0)), "Transfer-Encoding: chunked"),
        (page(0), "Transfer-Encoding: chunked"),
        (chunked(gzip.compress(page(0))), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip"),
    ],
    ids=["gzip", "deflate", "raw deflate", "br", "zstd", "not gzip", "chunked", "not chunked", "chunked gzip"],
)
def test_codings_are_undone(body: bytes, header: str) -> None:
    (part,) = parts(record(0, http(body, "200 OK", header)))
    assert part.result.text == "Grüße Nummer 0 aus Köln.\n"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_what_a_coding_gives_is_bounded(coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responses, "MAX_BODY", 1 << 20)
    pack = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress, "deflate": zlib.compress}[coding]
    body = pack(b"<p>" + b"\0" * (1 << 23))
    (about,) = parts(record(0, http(body, "200 OK", f"Content-Encoding: {coding}")))
    assert about.result.record.findings[0].evidence == (("the body is larger than 1048576 bytes", 1),)


def test_what_is_no_document_is_counted_by_reason() -> None:
    records = [
        record(0, b"software: x\r\n", kind="warcinfo", media_type="application/warc-fields"),
        record(1, http(page(1))),
        record(2, http(b"", "404 Not Found")),
        record(3, http(b"", "301 Moved Permanently")),
        record(4, http(b"\x89PNG", media_type="image/png")),
        record(5, http(b""), kind="revisit"),
        record(6, http(b"", "404 Not Found")),
        record(7, b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(8, http(b"  ")),
    ]
    document, about = parts(b"".join(records))
    assert document.result.text
    assert codes(about) == ["warc.left-out"]
    assert about.result.record.faults == ()
    assert dict(about.result.findings[0].evidence) == {
        "about the crawl": 2,
        "empty": 1,
        "of status 301": 1,
        "of status 404": 2,
        "of type image/png": 1,
        "revisit": 1,
    }


def test_a_page_of_unknown_type_is_told_by_its_beginning() -> None:
    (part,) = parts(record(0, http(page(0), media_type="application/octet-stream")))
    assert part.result.record.media_type == "text/html"


@pytest.mark.parametrize("as_bytes", [b"".join, packed], ids=["plain", "gzip"])
@pytest.mark.parametrize("share", [0.45, 0.7, 0.99])
def test_a_file_that_was_cut_off_says_where_and_keeps_the_rest(as_bytes: Bytes, share: float) -> None:
    records = pages(6)
    data = as_bytes(records)
    cut = int(len(data) * share)
    *documents, about = parts(data[:cut])
    whole = sum(len(as_bytes(records[:count])) <= cut for count in range(1, 7))
    assert len(documents) >= whole
    assert all(part.result.text for part in documents)
    assert codes(about) == ["warc.damaged"]
    facts = dict(about.result.findings[0].evidence)
    assert facts["records"] == len(documents)
    assert facts["offset"] == len(as_bytes(records[: facts["records"]])) or share == 0.99


@pytest.mark.parametrize("lost", range(1, 30))
def test_every_missing_end_is_noticed(lost: int) -> None:
    for data in (b"".join(pages(2)), packed(pages(2))):
        assert "warc.damaged" in codes(parts(data[:-lost])[-1])


def test_reading_goes_on_behind_a_damaged_member() -> None:
    records = [gzip.compress(each, mtime=0) for each in pages(5)]
    broken = bytearray(records[2])
    broken[len(broken) // 2] ^= 0xFF
    *documents, about = parts(b"".join([*records[:2], bytes(broken), *records[3:]]))
    assert [dict(part.result.record.origin or {})["uri"][-1] for part in documents] == ["0", "1", "3", "4"]
    places = [dict(part.result.record.origin or {})["offset"] for part in documents]
    assert places == [len(b"".join(records[:before])) for before in (0, 1, 3, 4)]
    assert dict(about.result.findings[0].evidence) == {
        "offset": len(b"".join(records[:2])),
        "records": 4,
        "places": 1,
        "lost": len(broken),
    }


@pytest.mark.parametrize("as_bytes", [b"".join, packed], ids=["plain", "gzip"])
@pytest.mark.parametrize("said", [5, 1_000_000])
def test_reading_goes_on_behind_a_record_of_another_length_than_it_says(as_bytes: Bytes, said: int) -> None:
    records = pages(5)
    length = records[2].partition(b"Content-Length: ")[2].partition(b"\r\n")[0]
    records[2] = records[2].replace(b"Content-Length: " + length, b"Content-Length: %d" % said)
    *documents, about = parts(as_bytes(records))
    found = [dict(part.result.record.origin or {})["uri"][-1] for part in documents]
    assert [number for number in found if number != "2"] == ["0", "1", "3", "4"]
    assert codes(about)[0] == "warc.damaged"


def test_a_file_of_many_damaged_members_is_read_to_its_end() -> None:
    records = [gzip.compress(each, mtime=0) for each in pages(60)]
    data = b"".join(each[:-20] if number % 2 else each for number, each in enumerate(records))
    *documents, about = parts(data)
    assert len(documents) == 30
    assert dict(about.result.findings[0].evidence)["places"] == 30
    assert "and 20 more" in about.result.findings[0].message


def test_records_that_all_claim_the_rest_of_the_file_do_not_make_it_read_for_ever() -> None:
    one = record(0, b"x").replace(b"Content-Length: 1\r\n", b"Content-Length: 1999999999\r\n")
    data = one * (4_000_000 // len(one))
    before = time.process_time()
    (about,) = parts(data)
    assert codes(about) == ["warc.damaged"]
    assert time.process_time() - before < 10


def test_what_follows_the_last_record_is_noticed() -> None:
    for data in (b"".join(pages(2)) + b"rubbish", packed(pages(2)) + b"rubbish"):
        assert codes(parts(data)[-1]) == ["warc.damaged"]


def test_an_empty_file_is_noticed() -> None:
    (about,) = parts(b"")
    assert codes(about) == ["warc.damaged"]


def test_the_same_record_twice_is_two_documents() -> None:
    one = pages(1)
    names = [part.name for part in parts(b"".join(one * 2))]
    assert len(set(names)) == 2
