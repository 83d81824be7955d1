"""A WARC file as crawlers write them: all kinds of records, codings and faults in one, and a WET file beside it."""

import gzip
import random
import zlib
from collections import Counter
from collections.abc import Callable

import brotli
import pytest
import zstandard

from pumice.options import Options
from pumice.readers import Part
from pumice.readers.warc import read

PLAIN = Options(strip="off")
UUID = "00000000-0000-4000-8000-"
HTML = "text/html; charset=utf-8"
Pack = Callable[[bytes], bytes]
CODINGS: tuple[tuple[str, Pack], ...] = (
    ("", bytes),
    ("gzip", gzip.compress),
    ("br", brotli.compress),
    ("zstd", zstandard.compress),
    ("deflate", zlib.compress),
)


def record(kind: str, number: int, block: bytes, uri: str = "", media_type: str = "", *more: str) -> bytes:
    """A record as WARC 1.1 lays it out (ISO 28500:2017, 4 and 5)."""
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{UUID}{number:012}>",
        f"WARC-Date: 2021-03-04T05:06:{number % 60:02}Z",
        *([f"WARC-Target-URI: {uri}"] if uri else []),
        *([f"Content-Type: {media_type}"] if media_type else []),
        *more,
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def chunked(body: bytes, size: int) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%X;ext=1\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nTrailer: x\r\n\r\n"


def answer(status: str, media_type: str, body: bytes, coding: str = "", chunks: int = 0) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        "Date: Thu, 04 Mar 2021 05:06:07 GMT",
        "Server: nginx",
        f"content-type: {media_type}",
    ]
    lines += [f"Content-Encoding: {coding}"] if coding else []
    lines += ["Transfer-Encoding: chunked"] if chunks else [f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (chunked(body, chunks) if chunks else body)


def page(number: int) -> bytes:
    return f"<!DOCTYPE html><title>Seite {number}</title><p>Die Fähre legt um {number} Uhr ab.".encode()


def visit(at: int, status: str, media_type: str, body: bytes, coding: str = "", chunks: int = 0) -> list[bytes]:
    """The three records of one visit: what was asked, what came, and what the crawler noted of it."""
    uri, http = f"https://example.org/{at}", "application/http; msgtype="
    block = answer(status, media_type, body, coding, chunks)
    same = f"WARC-Concurrent-To: <urn:uuid:{UUID}{at * 10:012}>"
    return [
        record("request", at * 10 + 1, b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n", uri, http + "request", same),
        record("response", at * 10, block, uri, http + "response", "WARC-IP-Address: ::1"),
        record("metadata", at * 10 + 2, b"fetchTimeMs: 12\r\n", uri, "application/warc-fields", same),
    ]


def seen_again(at: int) -> list[bytes]:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    profile = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    return [
        record("revisit", at * 10, head, f"https://example.org/{at}", "application/http; msgtype=response", profile)
    ]


def name_looked_up(at: int) -> list[bytes]:
    return [
        record("resource", at * 10, b"20210304050607\nexample.org. 60 IN A 192.0.2.1\n", "dns:example.org", "text/dns")
    ]


OTHERS: dict[str, Callable[[int], list[bytes]]] = {
    "of status 404": lambda at: visit(at, "404 Not Found", HTML, page(at)),
    "of status 301": lambda at: visit(at, "301 Moved Permanently", HTML, b""),
    "of type image/png": lambda at: visit(at, "200 OK", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "of type application/pdf": lambda at: visit(at, "200 OK", "application/pdf", b"%PDF-1.4\r\n\r\n" * 9),
    "revisit": seen_again,
    "of type text/dns": name_looked_up,
}


def crawl(seed: int, count: int) -> tuple[list[bytes], list[int], dict[str, int]]:
    """The records of a crawl, the numbers of its documents in order, and how many records are none and why."""
    dice = random.Random(seed)
    records = [record("warcinfo", 1, b"software: crawler/1.0\r\n", "", "application/warc-fields")]
    documents: list[int] = []
    others = Counter(["about the crawl"])
    for at in range(1, count):
        if dice.random() < 0.5:
            coding, pack = dice.choice(CODINGS)
            made = visit(at, "200 OK", HTML, pack(page(at)), coding, dice.choice((0, 1, 16, 4096)))
            documents.append(at)
        else:
            reason = dice.choice(list(OTHERS))
            made = OTHERS[reason](at)
            others[reason] += 1
        records += made
        others["about the crawl"] += 2 if len(made) == 3 else 0
    return records, documents, dict(others)


def packed(records: list[bytes]) -> bytes:
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def as_one(records: list[bytes]) -> bytes:
    """All records in one gzip member, as some tools write them against the advice of the standard."""
    return gzip.compress(b"".join(records), mtime=0)


def numbers(parts: list[Part]) -> list[int]:
    return [int(dict(part.result.record.origin or {})["uri"].rpartition("/")[2]) for part in parts]


@pytest.mark.parametrize("as_bytes", [b"".join, packed, as_one], ids=["plain", "gzip", "one member"])
@pytest.mark.parametrize("seed", range(3))
def test_every_page_is_read_and_all_else_counted(as_bytes: Callable[[list[bytes]], bytes], seed: int) -> None:
    records, documents, others = crawl(seed, 60)
    *parts, about = read(as_bytes(records), "crawl.warc.gz", PLAIN)
    assert numbers(parts) == documents
    assert [part.result.text for part in parts] == [f"Die Fähre legt um {at} Uhr ab.\n" for at in documents]
    assert [(part.result.record.metadata or {})["title"]["value"] for part in parts] == [
        f"Seite {at}" for at in documents
    ]
    (finding,) = about.result.findings
    assert finding.code == "warc.left-out"
    assert dict(finding.evidence) == others


@pytest.mark.parametrize("seed", range(10))
def test_a_crawl_with_flipped_bytes_gives_every_record_that_is_whole(seed: int) -> None:
    records, documents, _ = crawl(seed, 60)
    members = [gzip.compress(each, mtime=0) for each in records]
    dice = random.Random(seed)
    hit = set(dice.sample(range(2, len(members) - 2), 3))
    data = b"".join(_flipped(member, dice) if number in hit else member for number, member in enumerate(members))
    *parts, about = read(data, "crawl.warc.gz", PLAIN)
    sound = {f"urn:uuid:{UUID}{at * 10:012}" for at in documents}
    sound -= {records[number].partition(b"<")[2].partition(b">")[0].decode() for number in hit}
    assert sound <= {dict(part.result.record.origin or {})["record_id"].strip("<>") for part in parts}
    facts = dict(next(found for found in about.result.findings if found.code == "warc.damaged").evidence)
    assert facts["offset"] == len(b"".join(members[: min(hit)]))
    assert 1 <= int(facts["places"]) <= 3
    assert facts["lost"] == sum(len(members[number]) for number in hit)


def _flipped(member: bytes, dice: random.Random) -> bytes:
    """A member with one byte changed in its data or its check sum."""
    at = dice.randrange(20, len(member) - 4)
    return member[:at] + bytes([member[at] ^ 0xFF]) + member[at + 1 :]


def test_a_wet_file_gives_its_texts() -> None:
    texts = [f"Die Fähre legt um {number} Uhr ab.\nSie fährt im Sommer.\n" for number in range(20)]
    records = [record("warcinfo", 1, b"Software-Info: wet\r\n", "", "application/warc-fields")]
    for number, text in enumerate(texts):
        uri, of = f"https://example.org/{number}", "WARC-Refers-To: <urn:uuid:1>"
        records.append(record("conversion", number, text.encode(), uri, "text/plain", of))
    *parts, about = read(packed(records), "crawl.warc.wet.gz", PLAIN)
    assert [part.result.text for part in parts] == texts
    assert {dict(part.result.record.origin or {})["type"] for part in parts} == {"conversion"}
    assert dict(about.result.findings[0].evidence) == {"about the crawl": 1}
