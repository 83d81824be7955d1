"""An RO-Crate 1.1 (w3id.org/ro/crate/1.1) that holds the bag: `ro-crate-metadata.json` in a folder above it.

The crate is the folder that the file is written to; the bag in it stays as it is, as the specification's appendix on
BagIt proposes. The graph is written entity by entity: there are as many as clean copies.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

from pumice import __version__
from pumice.bag import PIPELINE, RECORDS
from pumice.corpus import Bag, Document
from pumice.errors import Misuse
from pumice.exports.about import About
from pumice.exports.facts import address, said

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
FILE_NAME = "ro-crate-metadata.json"
SOFTWARE = "#pumice"


def write(bag: Bag, out: BinaryIO, about: About) -> int:
    """The crate's metadata; the number of clean copies in it. Misuse if licence or date are not known, which the
    specification asks for, or if the bag is not below the file's folder."""
    about.needs("ro-crate", "license", "date")
    if not about.folder or about.folder == "." or about.folder.startswith((".", "/")):
        there = bag.root.parent / FILE_NAME
        raise Misuse(f"{FILE_NAME} must lie in a folder above the bag", f"For example: -o {there}")
    out.write(b'{"@context": ' + _json(CONTEXT) + b',\n"@graph": [\n')
    documents = 0
    for number, entity in enumerate(_entities(bag, about)):
        documents += "sha256" in entity
        out.write((b",\n" if number else b"") + _json(entity))
    out.write(b"\n]}\n")
    return documents


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _entities(bag: Bag, about: About) -> Iterator[dict[str, Any]]:
    yield {
        "@id": FILE_NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": SPECIFICATION},
    }
    yield _root(about)
    yield from _people(about)
    yield {"@id": SOFTWARE, "@type": "SoftwareApplication", "name": "pumice", "softwareVersion": __version__}
    yield {
        "@id": f"{quote(about.folder)}/",
        "@type": "Dataset",
        "name": f"{about.name}: the bag",
        "description": "A BagIt 1.0 bag (RFC 8493); manifest-sha256.txt has the digest of every clean copy.",
        "hasPart": _ids([about.place(RECORDS), about.place(PIPELINE), *_places(bag, about)]),
    }
    yield _tag(about, RECORDS, "application/jsonl", "One JSON record a document: origin, digests, edits, findings.")
    yield _tag(
        about, PIPELINE, "application/json", "Everything that shaped the result: version, steps, tables, options."
    )
    for document in bag.published():
        yield _copy(document, about)


def _root(about: About) -> dict[str, Any]:
    by_address = "://" in about.license
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": about.name,
        "description": about.description,
        "datePublished": about.date,
        "license": {"@id": about.license if by_address else "#license"},
        **({"author": {"@id": "#publisher"}, "publisher": {"@id": "#publisher"}} if about.creator else {}),
        **({"url": about.url} if about.url else {}),
        "hasPart": {"@id": f"{quote(about.folder)}/"},
    }


def _people(about: About) -> Iterator[dict[str, Any]]:
    """The contextual entities that the root refers to: the licence, who is answerable."""
    by_address = "://" in about.license
    yield {
        "@id": about.license if by_address else "#license",
        "@type": "CreativeWork",
        "name": about.license,
        "description": "The licence of the archive, as its publisher states it.",
    }
    if about.creator:
        yield {"@id": "#publisher", "@type": "Organization", "name": about.creator}


def _places(bag: Bag, about: About) -> Iterator[str]:
    return (about.place(document.record.clean.path) for document in bag.published() if document.record.clean)


def _ids(places: Iterable[str]) -> list[dict[str, str]]:
    return [{"@id": place} for place in places]


def _tag(about: About, path: str, media_type: str, meaning: str) -> dict[str, Any]:
    return {
        "@id": about.place(path),
        "@type": "File",
        "name": path.rpartition("/")[2],
        "description": meaning,
        "encodingFormat": media_type,
    }


def _copy(document: Document, about: About) -> dict[str, Any]:
    record = document.record
    clean = record.clean
    assert clean is not None
    entity: dict[str, Any] = {
        "@id": about.place(clean.path),
        "@type": "File",
        "name": said(record, "title") or clean.path.rpartition("/")[2],
        "encodingFormat": "text/plain",
        "contentSize": str(clean.size),
        "sha256": clean.sha256,
        "description": f"Made from {record.raw.path} (sha256 {record.source_sha256}).",
    }
    if record.language != "und":
        entity["inLanguage"] = record.language
    if found := address(record):
        entity["isBasedOn"] = found
    return entity
