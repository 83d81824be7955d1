"""Readers: what can be read from a file of raw. One module each, found by looking; each has one `READER`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from hashlib import sha256
from importlib import import_module
from mmap import mmap
from pkgutil import iter_modules
from typing import Any
from urllib.parse import urlsplit

from pumice.findings import Finding
from pumice.options import Options
from pumice.pipeline import Result, normalize, plan
from pumice.record import FileRef, Record, document_id

# How much of a file is looked at to tell what it is.
HEAD_BYTES = 1 << 16


class Claim(IntEnum):
    """How sure a reader is that a file is its own: not at all, by what stands in it, by its name, by both."""

    NO = 0
    BY_CONTENT = 1
    BY_NAME = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file: `name` below the file's own name (empty when the file is the document), what became of
    it, and the raw bytes if they are not the file's."""

    name: str
    result: Result


@dataclass(frozen=True, slots=True)
class Reader:
    """`claim(name, head)` says whether a file with this name that begins so is the reader's; `read(data, name,
    options)` gives its documents, cleaned. Both are pure. The files of a `lazy` reader may be of any size: its
    documents are taken one at a time, and must have names of their own whatever the others are called."""

    name: str
    claim: Callable[[str, bytes], Claim]
    read: Callable[[bytes, str, Options], Iterator[Part]] | Callable[[bytes | mmap, str, Options], Iterator[Part]]
    lazy: bool = False


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, by name."""
    return tuple(
        import_module(f"{__name__}.{module.name}").READER
        for module in sorted(iter_modules(__path__), key=lambda found: found.name)
    )


def reader_for(name: str, head: bytes) -> Reader | None:
    """The reader that claims the file most surely, None if none does."""
    claims = [(reader.claim(name, head[:HEAD_BYTES]), reader) for reader in readers()]
    best = max(claims, key=lambda claim: claim[0], default=(Claim.NO, None))
    return best[1] if best[0] else None


def document_within(
    raw: FileRef,
    name: str,
    body: bytes,
    origin: Mapping[str, Any],
    options: Options,
    *,
    media_type: str | None = None,
    declared: str | None = None,
) -> Part:
    """The document that the bytes `body` from within the file `raw` make; `origin` says where in it they stand."""
    place = f"{raw.path}/{name}" if name else raw.path
    result = normalize(body, name=place, options=options, media_type=media_type, declared=declared)
    own = {"bytes": len(body), "sha256": sha256(body).hexdigest()}
    return Part(name, replace(result, record=replace(result.record, raw=raw, origin={**origin, **own})))


def about_file(raw: FileRef, media_type: str, findings: Sequence[Finding], options: Options) -> Part:
    """What is to be said of a file itself, as a document that has no copy."""
    record = Record(
        id=document_id(raw.path),
        raw=raw,
        media_type=media_type,
        reading=None,
        language="und",
        edits=(),
        furniture=(),
        findings=tuple(findings),
        fingerprint=plan(options)[1],
    )
    return Part("", Result(None, (), record.findings, record))


def name_within(address: str, mark: str) -> str:
    """A name for a document from within a file: its web `address` in short, and the digest of a `mark` no other has."""
    try:
        parts = urlsplit(address)
        shown = f"{parts.hostname or ''}{parts.path}".strip("/").replace("/", "_")[:80]
    except ValueError:
        shown = ""
    digest = sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{shown}-{digest}" if shown else digest
