"""JSON lines in the shape that Dolma and datatrove share.

github.com/allenai/dolma, docs/data-format.md: `id`, `text`, `source`, and `added`, `created`, `metadata` where there
are such. datatrove's JSON reader takes `text` and `id`, and keeps what it does not know as metadata.
"""

import gzip
from typing import BinaryIO

from pumice.corpus import Bag
from pumice.exports.about import About
from pumice.exports.facts import facts, texts
from pumice.record import dump


def write(bag: Bag, out: BinaryIO, about: About) -> int:
    """One object a document; gzipped, without name and time, where `about` says so."""
    if not about.compress:
        return _lines(bag, out, about)
    with gzip.GzipFile("", "wb", compresslevel=9, fileobj=out, mtime=0) as packed:
        return _lines(bag, packed, about)


def _lines(bag: Bag, out: "BinaryIO | gzip.GzipFile", about: About) -> int:
    count = 0
    for count, (document, text) in enumerate(texts(bag), 1):  # noqa: B007 - the number of the last one is wanted
        metadata = facts(document.record)
        value = {"id": document.record.id, "text": text, "source": about.name, "metadata": metadata}
        if metadata["date"]:
            value["created"] = metadata["date"]
        if about.date:
            value["added"] = about.date
        out.write(dump(value) + b"\n")
    return count
