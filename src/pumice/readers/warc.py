"""WARC files: a document for each response that is a page or text, and for each conversion (WET).

Read with warcio, chosen over fastwarc since it is pure Python and gives every record's own offset; the compressed
stream beneath it is our own, because neither library tells a file that was cut off from one that has ended.
"""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from mmap import mmap
from typing import Any
from urllib.parse import urlsplit

from pumice.containers.http import MAX_BODY, BadResponse, Response, response
from pumice.containers.stream import GZIP, Damaged, Stream
from pumice.edits import evidence
from pumice.findings import Finding
from pumice.first import PAGE, PAGES, TEXT
from pumice.options import Options
from pumice.pipeline import Result, normalize, plan
from pumice.readers import Claim, Part, Reader
from pumice.readers.html import claim as claim_page
from pumice.record import FileRef, Record, document_id

NAMES = (".warc", ".warc.gz", ".wet", ".wet.gz")
# Records about the crawl, not about pages.
BOOKKEEPING = frozenset(["warcinfo", "request", "metadata", "continuation"])
DOCUMENTS = frozenset(["response", "resource", "conversion"])
ENDS = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class _Block:
    """A WARC record: where it begins in the file, its headers by lower-case name, and its block."""

    offset: int
    headers: dict[str, str]
    data: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "").lower()


class _NoDocument(Exception):
    """A record that is no document; says why in few words, the same for all of a kind."""


def claim(name: str, head: bytes) -> Claim:
    """By name for `.warc` and `.warc.gz`, by content for what begins as a WARC record does."""
    begins = head.startswith(b"WARC/")
    if name.lower().endswith(NAMES):
        return Claim.CERTAIN if begins or head.startswith(GZIP) else Claim.BY_NAME
    return Claim.BY_CONTENT if begins else Claim.NO


def read(data: bytes | mmap, name: str, options: Options) -> Iterator[Part]:
    """Each document, as it is come to; last, if there is something to say of the file itself, that."""
    raw = FileRef(name, len(data), sha256(data).hexdigest())
    left_out = Counter[str]()
    count = 0
    damage: Finding | None = None
    blocks = _blocks(Stream(data))
    while True:
        try:
            block = next(blocks, None)
        except Damaged as error:
            facts = evidence(offset=error.offset, records=count)
            damage = Finding("warc.damaged", f"{error} at byte {error.offset}, after {count} records", evidence=facts)
            break
        except ImportError:
            damage = Finding("read.needs-extra", "reading WARC files needs `pip install pumice[warc]`")
            break
        if block is None:
            break
        count += 1
        try:
            yield _document(block, raw, options)
        except (_NoDocument, BadResponse) as reason:
            left_out[str(reason)] += 1
    if left_out or damage:
        yield _about_file(raw, options, left_out, damage)


def _blocks(stream: Stream) -> Iterator[_Block]:
    """The records of a WARC file; Damaged where it cannot be read further."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    iterator = ArchiveIterator(io.BufferedReader(stream, 1 << 16), no_record_parse=True)
    offset = 0
    while True:
        try:
            record = next(iterator)
        except StopIteration:
            break
        except (ArchiveLoadFailed, EOFError, ValueError) as error:
            raise Damaged(stream.place_of(iterator.offset), "what follows is no WARC record") from error
        offset = stream.place_of(iterator.get_record_offset())
        headers = {name.lower(): value for name, value in record.rec_headers.headers}
        yield _Block(offset, headers, _content(record, offset))
    if stream.tail != ENDS:
        raise Damaged(offset, "the file ends within a record")


def _content(record: Any, offset: int) -> bytes:
    """A record's block, as long as its header says; of one that is too large for a document, nothing."""
    length = max(int(record.length or 0), 0)
    keep = length <= 2 * MAX_BODY
    parts: list[bytes] = []
    size = 0
    while piece := record.raw_stream.read(1 << 16):
        size += len(piece)
        if keep:
            parts.append(piece)
    if size < length:
        raise Damaged(offset, "the file ends within a record")
    return b"".join(parts)


def _document(block: _Block, raw: FileRef, options: Options) -> Part:
    answer = _answer(block)
    media_type = _media_type(answer)
    body = answer.body()
    if media_type is None:
        if claim_page("", body[:4096]) is Claim.NO:
            raise _NoDocument(f"of type {answer.media_type[:60] or 'unknown'}")
        media_type = PAGE
    if not body.strip():
        raise _NoDocument("empty")
    origin = _origin(block, answer, body)
    name = _name(block, origin)
    result = normalize(body, name=f"{raw.path}/{name}", options=options, media_type=media_type, declared=answer.charset)
    record = replace(result.record, raw=raw, origin=origin)
    return Part(name, replace(result, record=record))


def _answer(block: _Block) -> Response:
    """What a record holds, as a response; _NoDocument for what is none."""
    if block.kind not in DOCUMENTS:
        raise _NoDocument("about the crawl" if block.kind in BOOKKEEPING else block.kind[:40] or "without a type")
    if int(block.headers.get("content-length", 0) or 0) > 2 * MAX_BODY:
        raise _NoDocument("too large")
    if block.kind != "response":
        return Response(0, {"content-type": block.headers.get("content-type", "")}, block.data)
    if "http" not in block.headers.get("content-type", "application/http").lower():
        raise _NoDocument("not of HTTP")
    answer = response(block.data)
    if answer.status != 200:
        raise _NoDocument(f"of status {answer.status}")
    return answer


def _media_type(answer: Response) -> str | None:
    """The type to read a body as; None where only the body can tell."""
    said = answer.media_type
    if said in PAGES or said == TEXT:
        return said
    if said in ("", "application/octet-stream", "unknown/unknown"):
        return None
    raise _NoDocument(f"of type {said[:60]}")


def _origin(block: _Block, answer: Response, body: bytes) -> dict[str, Any]:
    """Where a document comes from, for its record."""
    facts = {
        "uri": block.headers.get("warc-target-uri", "").strip("<>"),
        "record_id": block.headers.get("warc-record-id", ""),
        "date": block.headers.get("warc-date", ""),
        "type": block.kind,
        "media_type": answer.media_type,
        "offset": block.offset,
        "bytes": len(body),
        "sha256": sha256(body).hexdigest(),
    }
    return facts | ({"status": answer.status} if answer.status else {})


def _name(block: _Block, origin: dict[str, Any]) -> str:
    """A document's name in the bag: its address in short, and what no other record of the file has."""
    try:
        address = urlsplit(origin["uri"])
        shown = f"{address.hostname or ''}{address.path}".strip("/").replace("/", "_")
    except ValueError:
        shown = ""
    mark = sha256(f"{origin['record_id']} {block.offset}".encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return f"{shown[:80]}-{mark}" if shown else mark


def _about_file(raw: FileRef, options: Options, left_out: Counter[str], damage: Finding | None) -> Part:
    """What is to be said of the file itself: what in it is no document, and that it is damaged."""
    findings = [damage] if damage else []
    if left_out:
        listed = ", ".join(f"{count} {reason}" for reason, count in sorted(left_out.items()))
        message = f"{left_out.total()} records are no documents: {listed}"
        findings.append(Finding("warc.left-out", message, evidence=tuple(sorted(left_out.items()))))
    record = Record(
        id=document_id(raw.path),
        raw=raw,
        media_type="application/warc",
        reading=None,
        language="und",
        edits=(),
        furniture=(),
        findings=tuple(findings),
        fingerprint=plan(options)[1],
    )
    return Part("", Result(None, (), record.findings, record))


READER = Reader("warc", claim, read, lazy=True)
