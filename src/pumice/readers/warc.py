"""WARC files: a document for each response that is a page or text, and for each conversion (WET).

Read with warcio, chosen over fastwarc since it is pure Python and gives every record's own offset; the compressed
stream beneath it is our own, because neither library tells a file that was cut off from one that has ended.
"""

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from hashlib import sha256
from mmap import mmap
from typing import Any

from pumice.containers.http import MAX_BODY, BadResponseError, Response, response
from pumice.containers.stream import GZIP, DamagedError, Stream
from pumice.edits import evidence
from pumice.findings import Finding
from pumice.first import PAGE, PAGES, TEXT
from pumice.options import Options
from pumice.readers import Claim, Part, Reader, about_file, document_within, name_within
from pumice.readers.html import claim as claim_page
from pumice.record import FileRef

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


class _NotADocumentError(Exception):
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
        except DamagedError as error:
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
        except (_NotADocumentError, BadResponseError) as reason:
            left_out[str(reason)] += 1
    if left_out or damage:
        listed = ", ".join(f"{number} {reason}" for reason, number in sorted(left_out.items()))
        message = f"{left_out.total()} records are no documents: {listed}"
        counts = Finding("warc.left-out", message, evidence=tuple(sorted(left_out.items())))
        findings = [*([damage] if damage else []), *([counts] if left_out else [])]
        yield about_file(raw, "application/warc", findings, options)


def _blocks(stream: Stream) -> Iterator[_Block]:
    """The records of a WARC file; DamagedError where it cannot be read further."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    iterator = ArchiveIterator(io.BufferedReader(stream, 1 << 16), no_record_parse=True)
    offset = 0
    while True:
        try:
            with redirect_stderr(io.StringIO()):  # warcio tells there what is wrong, in the words of the file
                record = next(iterator, None)
        except (ArchiveLoadFailed, EOFError, ValueError) as error:
            raise stream.damage or DamagedError(
                stream.place_of(iterator.offset), "what follows is no WARC record"
            ) from error
        if record is None:
            break
        if iterator.err_count:
            raise DamagedError(offset, "a record is longer than it says")
        offset = stream.place_of(iterator.offset)
        headers = {name.lower(): value for name, value in record.rec_headers.headers}
        content = _content(record)
        if content is None:
            raise stream.damage or DamagedError(offset, "the file ends within a record")
        yield _Block(offset, headers, content)
    if stream.damage:
        raise stream.damage
    if stream.tail != ENDS:
        raise DamagedError(offset, "the file ends within a record")


def _content(record: Any) -> bytes | None:
    """A record's block; of one that is too large for a document, nothing; None if it is not as long as it says."""
    length = record.length
    if length is None:
        return None
    keep = length <= 2 * MAX_BODY
    parts: list[bytes] = []
    size = 0
    while piece := record.raw_stream.read(1 << 16):
        size += len(piece)
        if keep:
            parts.append(piece)
    return b"".join(parts) if size == length else None


def _document(block: _Block, raw: FileRef, options: Options) -> Part:
    answer = _answer(block)
    media_type = _media_type(answer)
    body = answer.body()
    if media_type is None:
        if claim_page("", body[:4096]) is Claim.NO:
            raise _NotADocumentError(f"of type {answer.media_type[:60] or 'unknown'}")
        media_type = PAGE
    if not body.strip():
        raise _NotADocumentError("empty")
    origin = _origin(block, answer)
    name = name_within(origin["uri"], f"{origin['record_id']} {block.offset}")
    return document_within(raw, name, body, origin, options, media_type=media_type, declared=answer.charset)


def _answer(block: _Block) -> Response:
    """What a record holds, as a response; _NotADocumentError for what is none."""
    if block.kind not in DOCUMENTS:
        raise _NotADocumentError(
            "about the crawl" if block.kind in BOOKKEEPING else block.kind[:40] or "without a type"
        )
    if int(block.headers.get("content-length", 0) or 0) > 2 * MAX_BODY:
        raise _NotADocumentError("too large")
    if block.kind != "response":
        return Response(0, {"content-type": block.headers.get("content-type", "")}, block.data)
    if "http" not in block.headers.get("content-type", "application/http").lower():
        raise _NotADocumentError("not of HTTP")
    answer = response(block.data)
    if answer.status != 200:
        raise _NotADocumentError(f"of status {answer.status}")
    return answer


def _media_type(answer: Response) -> str | None:
    """The type to read a body as; None where only the body can tell."""
    said = answer.media_type
    if said in PAGES or said == TEXT:
        return said
    if said in ("", "application/octet-stream", "unknown/unknown"):
        return None
    raise _NotADocumentError(f"of type {said[:60]}")


def _origin(block: _Block, answer: Response) -> dict[str, Any]:
    """Where a document comes from, for its record."""
    facts = {
        "uri": block.headers.get("warc-target-uri", "").strip("<>"),
        "record_id": block.headers.get("warc-record-id", ""),
        "date": block.headers.get("warc-date", ""),
        "type": block.kind,
        "media_type": answer.media_type,
        "offset": block.offset,
    }
    return facts | ({"status": answer.status} if answer.status else {})


READER = Reader("warc", claim, read, lazy=True)
