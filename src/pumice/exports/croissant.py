"""Croissant 1.0 metadata (docs.mlcommons.org/croissant): what the bag holds, so that loaders can read it where it lies.

Two record sets: `documents`, a row a line of the records, and `texts`, a row a clean copy; both name the copy's path.
A file of raw whose name is no UTF-8 has a lone surrogate in its record, which loaders that read JSON with pandas
refuse; the other exports write such names out.
"""

import json
from typing import Any, BinaryIO

from pumice.bag import PAYLOAD, RECORDS
from pumice.corpus import Bag
from pumice.exports.about import About

CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
# Field of the documents → the field of a record it is, or its path within one, what it is, and what it means.
FIELDS = {
    "id": ("id", "sc:Text", "Short name of the document, decided by its path in raw."),
    "path": ("raw.path", "sc:Text", "Path in raw."),
    "clean_path": ("clean.path", "sc:Text", "Path of the clean copy in the bag; none if it was not published."),
    "clean_sha256": ("clean.sha256", "sc:Text", "Digest of the clean copy."),
    "raw_sha256": ("raw.sha256", "sc:Text", "Digest of the raw file."),
    "language": ("language", "sc:Text", "Language of the text, as a BCP 47 tag; und if not known."),
    "media_type": ("media_type", "sc:Text", "Media type of what was read."),
}


def write(bag: Bag, out: BinaryIO, about: About) -> int:
    """The metadata, for a file that lies beside the bag; the number of clean copies it speaks of."""
    documents = sum(1 for _ in bag.published())
    value = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": about.name,
        "description": about.description,
        **_stated(about),
        "distribution": [_records(bag, about), _copies(about)],
        "recordSet": [_documents(), _texts()],
    }
    out.write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")
    return documents


def _stated(about: About) -> dict[str, Any]:
    creator = {"@type": "sc:Organization", "name": about.creator} if about.creator else None
    stated = {"license": about.license, "url": about.url, "creator": creator, "datePublished": about.date}
    return {name: value for name, value in stated.items() if value}


def _records(bag: Bag, about: About) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": "records",
        "name": "records",
        "description": "One JSON record a document, sorted by path.",
        "contentUrl": about.place(RECORDS),
        "encodingFormat": "application/jsonlines",
        "sha256": bag.records_sha256,
    }


def _copies(about: About) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": "copies",
        "name": "copies",
        "description": "The clean texts, UTF-8; manifest-sha256.txt of the bag has their digests.",
        "encodingFormat": "text/plain",
        "includes": f"{about.place(PAYLOAD)}/**",
    }


def _documents() -> dict[str, Any]:
    fields = [
        _field("documents", name, kind, meaning, _within_record(where))
        for name, (where, kind, meaning) in FIELDS.items()
    ]
    return {
        "@type": "cr:RecordSet",
        "@id": "documents",
        "name": "documents",
        "key": {"@id": "documents/id"},
        "field": fields,
    }


def _within_record(where: str) -> dict[str, Any]:
    column, _, below = where.partition(".")
    inside = {"transform": {"jsonPath": f"$.{below}"}} if below else {}
    return {"fileObject": {"@id": "records"}, "extract": {"column": column}, **inside}


def _texts() -> dict[str, Any]:
    source = {"fileSet": {"@id": "copies"}}
    fields = [
        _field(
            "texts", "file", "sc:Text", "Path of the clean copy.", source | {"extract": {"fileProperty": "fullpath"}}
        ),
        _field("texts", "text", "sc:Text", "The clean text.", source | {"extract": {"fileProperty": "content"}}),
    ]
    return {"@type": "cr:RecordSet", "@id": "texts", "name": "texts", "field": fields}


def _field(table: str, name: str, kind: str, meaning: str, source: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{name}",
        "name": f"{table}/{name}",
        "description": meaning,
        "dataType": kind,
        "source": source,
    }
