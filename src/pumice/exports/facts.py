"""What downstream wants to know of a document, flat, from its record."""

from collections.abc import Iterator
from typing import Any

from pumice.corpus import Bag, Document
from pumice.record import Record


def readable(text: str) -> str:
    r"""`text` with lone surrogates, which no UTF-8 can hold, written out: a name with the byte 0xFF says `\udcff`."""
    return text.encode("utf-8", "backslashreplace").decode()


def texts(bag: Bag) -> Iterator[tuple[Document, str]]:
    """Each document that has a clean copy, with its text, read and checked."""
    for document in bag.published():
        yield document, document.text


def said(record: Record, name: str) -> str:
    """What a page says about itself under `name` (title, date, byline, site); empty if nothing."""
    claim = (record.metadata or {}).get(name)
    return readable(str(claim.get("value", ""))) if isinstance(claim, dict) else ""


def origin(record: Record, name: str) -> str:
    """What is known of the place a document came from inside its raw file; empty if nothing."""
    return readable(str((record.origin or {}).get(name, "")))


def address(record: Record) -> str:
    """The document's web address: the one it was fetched from, else the one it claims."""
    return origin(record, "uri") or origin(record, "url") or said(record, "url")


def facts(record: Record) -> dict[str, Any]:
    """The record as a flat object of strings and numbers; edits, furniture and findings as lists."""
    clean = record.clean
    return {
        "path": readable(record.raw.path),
        "clean_path": clean.path if clean else "",
        "clean_sha256": clean.sha256 if clean else "",
        "clean_bytes": clean.size if clean else 0,
        "raw_sha256": record.source_sha256,
        "raw_bytes": int((record.origin or {}).get("bytes", record.raw.size)),
        "media_type": readable(record.media_type),
        "encoding": record.reading.encoding if record.reading else "",
        "language": record.language,
        "url": address(record),
        "date": origin(record, "date") or said(record, "date"),
        "title": said(record, "title"),
        "edits": [{"rule": rule, "count": count} for rule, count in record.edits],
        "furniture": [{"kind": kind, "count": count} for kind, count in record.furniture],
        "findings": [{"code": found.code, "message": readable(found.message)} for found in record.findings],
        "fingerprint": record.fingerprint,
    }
