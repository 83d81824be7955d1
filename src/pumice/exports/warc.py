"""WARC conversion records (ISO 28500, 6.8), as archives keep the text of pages beside the pages.

A document that came out of a WARC file refers to its record there. Dates are those of the capture, as in the text
archives of web crawls; a document that has none gets the bag's date, and failing that 1970-01-01T00:00:00Z, since the
format wants one and the clock is not asked. Identifiers are made from the digests (RFC 9562, version 5).
"""

import re
from io import BytesIO
from typing import BinaryIO
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from warcio.warcwriter import WARCWriter

from pumice import __version__
from pumice.corpus import Bag
from pumice.exports.about import About
from pumice.exports.facts import address, origin, texts
from pumice.record import Record
from pumice.store.disk import encoded

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")
TYPE = "text/plain; charset=utf-8"


def write(bag: Bag, out: BinaryIO, about: About) -> int:
    """A warcinfo record, then a conversion record a document; each gzipped for itself where `about` says so."""
    writer = WARCWriter(out, gzip=about.compress, warc_version="1.1")
    date = f"{about.date}T00:00:00Z" if about.date else "1970-01-01T00:00:00Z"
    head = _head(bag.records_sha256, date) | {"Content-Type": "application/warc-fields"}
    _put(writer, "warcinfo", None, _info(about), head)
    count = 0
    for count, (document, text) in enumerate(texts(bag), 1):  # noqa: B007 - the number of the last one is wanted
        record = document.record
        _put(writer, "conversion", _target(record), text.encode(), _headers(record, date))
    return count


def _put(writer: WARCWriter, kind: str, target: str | None, data: bytes, headers: dict[str, str]) -> None:
    record = writer.create_warc_record(
        target, kind, BytesIO(data), len(data), headers["Content-Type"], warc_headers_dict=headers
    )
    writer.write_record(record)


def _info(about: About) -> bytes:
    lines = {
        "software": f"pumice {__version__}",
        "format": "WARC File Format 1.1",
        "isPartOf": about.name,
        "description": about.description,
    }
    return "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode()


def _head(mark: str, date: str) -> dict[str, str]:
    return {"WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, f'pumice:{mark}')}>", "WARC-Date": date}


def _headers(record: Record, date: str) -> dict[str, str]:
    clean = record.clean
    digest = f"sha256:{clean.sha256}" if clean else ""
    captured = origin(record, "date")
    when = captured if MOMENT.fullmatch(captured) else date
    headers = _head(f"{record.id} {digest} {record.fingerprint}", when)
    if source := origin(record, "record_id"):
        headers["WARC-Refers-To"] = _line(source)
    return {**headers, "WARC-Block-Digest": digest, "WARC-Payload-Digest": digest, "Content-Type": TYPE}


def _target(record: Record) -> str:
    """The address of the document; of one that has none, its path in raw as a file address."""
    return _line(address(record)) or f"file:///{quote(encoded(record.raw.path))}"


def _line(value: str) -> str:
    """A header's value: what could end its line is percent-encoded."""
    return re.sub(r"[\x00-\x20\x7f]", lambda found: f"%{ord(found[0]):02X}", value)
