"""A text or a page compressed with gzip: `.txt.gz`, `.html.gz`. What is in it is read as a file of its own would be."""

from collections.abc import Iterator
from dataclasses import replace

from pumice.containers.stream import GZIP, DamagedError, unpacked
from pumice.edits import evidence
from pumice.findings import Finding
from pumice.options import Options
from pumice.readers import Claim, Part, Reader, about_file, reader_for
from pumice.record import FileRef

# A gigabyte of nothing fits into a megabyte; no text or page is this long.
MOST = 256 << 20


def claim(name: str, head: bytes) -> Claim:
    """By what it begins with and its name; names of formats that have compression of their own are surer still."""
    if not head.startswith(GZIP):
        return Claim.NO
    return Claim.BY_NAME if name.lower().endswith((".gz", ".gzip")) else Claim.BY_CONTENT


def read(data: bytes, name: str, options: Options) -> Iterator[Part]:
    """The document or documents that the file holds."""
    raw = FileRef.of(name, data)
    try:
        inside = unpacked(data, MOST)
    except DamagedError as error:
        facts = evidence(offset=error.offset)
        found = Finding("read.damaged", f"{error} at byte {error.offset}", evidence=facts)
        yield about_file(raw, "application/gzip", [found], options)
        return
    if inside is None:
        found = Finding("read.too-large", f"it holds more than {MOST} bytes", evidence=evidence(most=MOST))
        yield about_file(raw, "application/gzip", [found], options)
        return
    inner = name[: name.rfind(".")] if claim(name, data[:2]) is Claim.BY_NAME else name
    reader = reader_for(inner, inside)
    if reader is None or reader.name == READER.name:
        found = Finding("read.unknown-type", "what is compressed in it is neither text nor of another known type")
        yield about_file(raw, "application/gzip", [found], options)
        return
    for part in reader.read(inside, inner, options):
        own = {"packed": "gzip", "bytes": len(inside), "sha256": FileRef.of("", inside).sha256}
        record = part.result.record
        origin = {**own, **(record.origin or {})}
        yield replace(part, result=replace(part.result, record=replace(record, raw=raw, origin=origin)))


READER = Reader("gz", claim, read)
