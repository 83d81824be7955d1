"""JSON lines of scraped pages: one object a line, a document each.

A line holds `html` (the source of a page) or `text`, and may hold `url` (its address), `date` (when it was scraped) and
`id` (unique in the file); other fields are left alone. All are strings. Files may be compressed (`.jsonl.gz`).
"""

import io
import json
from collections.abc import Iterator
from mmap import mmap
from typing import Any

from pumice.containers.stream import GZIP, Stream, digest
from pumice.edits import evidence
from pumice.findings import Finding
from pumice.first import PAGE, TEXT
from pumice.options import Options
from pumice.readers import Claim, Part, Reader, about_file, document_within, name_within
from pumice.record import FileRef

NAMES = (".jsonl", ".ndjson", ".jsonlines", ".jsonl.gz", ".ndjson.gz")
MAX_LINE = 128 << 20
KEPT = ("url", "date", "id")


def claim(name: str, head: bytes) -> Claim:
    """By name only: JSON lines of other things begin alike."""
    if not name.lower().endswith(NAMES):
        return Claim.NO
    return Claim.CERTAIN if head.startswith((b"{", GZIP)) else Claim.BY_NAME


def read(data: bytes | mmap, name: str, options: Options) -> Iterator[Part]:
    """Each line's document, and last what is wrong with lines that are none."""
    raw = FileRef(name, len(data), digest(data))
    wrong: list[int] = []
    count = 0
    found: list[Finding] = []
    stream = Stream(data)
    for number, line in enumerate(_lines(stream), 1):
        if not line.strip():
            continue
        page = _page(line)
        if page is None:
            count += 1
            wrong = [*wrong, number][:10]
        else:
            yield _document(page, number, raw, options)
    if error := stream.damage:
        facts = evidence(offset=error.offset)
        found.append(Finding("read.damaged", f"{error} at byte {error.offset}", evidence=facts))
    if wrong:
        shown = ", ".join(map(str, wrong)) + (" …" if count > len(wrong) else "")
        message = f"{count} lines are no scraped pages: {shown}"
        found.append(Finding("jsonl.no-page", message, evidence=evidence(lines=count, first=wrong[0])))
    if found:
        yield about_file(raw, "application/jsonl", found, options)


def _lines(stream: Stream) -> Iterator[bytes]:
    """The lines of a file; one that is too long comes in pieces, none of which is JSON."""
    lines = io.BufferedReader(stream, 1 << 16)
    while line := lines.readline(MAX_LINE):
        yield line


def _page(line: bytes) -> dict[str, Any] | None:
    """The object on a line, if it is a scraped page."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not isinstance(value.get("html", value.get("text")), str):
        return None
    return value


def _document(page: dict[str, Any], number: int, raw: FileRef, options: Options) -> Part:
    kind, media_type = ("html", PAGE) if "html" in page else ("text", TEXT)
    body = page[kind].encode("utf-8", "surrogatepass")
    said = {name: page[name] for name in KEPT if isinstance(page.get(name), str)}
    origin = {**said, "line": number, "field": kind}
    name = name_within(said.get("url", ""), f"{said.get('id', '')} {number}")
    return document_within(raw, name, body, origin, options, media_type=media_type)


READER = Reader("jsonl", claim, read, lazy=True)
