"""WARC files: a document for each response that is a page or text, and for each conversion (WET)."""

from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from mmap import mmap
from typing import Any

from pumice.containers.http import MAX_BODY, BadResponseError, Response, response
from pumice.containers.stream import GZIP, digest
from pumice.containers.warc import Block, Gap, blocks
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
# So many reasons for leaving records out are told apart, since some of them are in the words of the file.
MAX_REASONS = 200
# So many damaged places are named one by one.
MAX_GAPS = 10


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
    raw = FileRef(name, len(data), digest(data))
    left_out = Counter[str]()
    gaps: list[Gap] = []
    records = lost = count = 0
    if find_spec("warcio") is None:
        missing = Finding("read.needs-extra", "reading WARC files needs `pip install pumice[warc]`")
        yield about_file(raw, "application/warc", [missing], options)
        return
    for block in blocks(data):
        if isinstance(block, Gap):
            gaps = [*gaps, block][:MAX_GAPS]
            count, lost = count + 1, lost + block.end - block.start
            continue
        records += 1
        try:
            yield _document(block, raw, options)
        except (_NotADocumentError, BadResponseError) as reason:
            left_out[str(reason) if len(left_out) < MAX_REASONS else "for other reasons"] += 1
    if findings := [*_damage(gaps, count, lost, records), *_counts(left_out)]:
        yield about_file(raw, "application/warc", findings, options)


def _damage(gaps: list[Gap], count: int, lost: int, records: int) -> Iterator[Finding]:
    """What is said of a damaged file: where the first damage is, how much of it there is, and what could be read."""
    if gaps:
        first = gaps[0]
        listed = ", ".join(f"{gap.start} to {gap.end} ({gap.reason})" for gap in gaps)
        shown = listed + (f", and {count - len(gaps)} more" if count > len(gaps) else "")
        message = f"{records} records were read; bytes without a whole record: {shown}"
        facts = evidence(offset=first.start, records=records, places=count, lost=lost)
        yield Finding("warc.damaged", message, evidence=facts)


def _counts(left_out: Counter[str]) -> Iterator[Finding]:
    if left_out:
        listed = ", ".join(f"{number} {reason}" for reason, number in sorted(left_out.items()))
        message = f"{left_out.total()} records are no documents: {listed}"
        yield Finding("warc.left-out", message, evidence=tuple(sorted(left_out.items())))


def _document(block: Block, raw: FileRef, options: Options) -> Part:
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


def _answer(block: Block) -> Response:
    """What a record holds, as a response; _NotADocumentError for what is none."""
    if block.kind not in DOCUMENTS:
        raise _NotADocumentError(
            "about the crawl" if block.kind in BOOKKEEPING else block.kind[:40] or "without a type"
        )
    if _declared_size(block) > 2 * MAX_BODY:
        raise _NotADocumentError("too large")
    if block.kind != "response":
        return Response(0, {"content-type": block.headers.get("content-type", "")}, block.data)
    if "http" not in block.headers.get("content-type", "application/http").lower():
        raise _NotADocumentError("not of HTTP")
    answer = response(block.data)
    if answer.status != 200:
        raise _NotADocumentError(f"of status {answer.status}")
    return answer


def _declared_size(block: Block) -> int:
    """How many bytes the record says it has, which may be more than were read of it."""
    declared = block.headers.get("content-length", "").strip()
    return int(declared[:30]) if declared.isascii() and declared.isdigit() else len(block.data)


def _media_type(answer: Response) -> str | None:
    """The type to read a body as; None where only the body can tell."""
    said = answer.media_type
    if said in PAGES or said == TEXT:
        return said
    if said in ("", "application/octet-stream", "unknown/unknown"):
        return None
    raise _NotADocumentError(f"of type {said[:60]}")


def _origin(block: Block, answer: Response) -> dict[str, Any]:
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
