"""A Parquet table with a row a document, written by pyarrow.

Rows are gathered to groups of a bounded size. The file names the version of pyarrow that wrote it, and its zstd stream
is that of the zstd in pyarrow: the bytes are the same wherever the same pyarrow writes them, the values always.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pumice.corpus import Bag
from pumice.exports.about import About
from pumice.exports.facts import facts, texts

# A row group is read as a whole: so many texts, or bytes of them, make one. Parquet's own advice (128 MB and more) is
# for columns of numbers; loaders that shuffle or stream texts want smaller ones.
ROWS, SIZE = 1_000, 1 << 25

STRINGS = ("path", "clean_path", "clean_sha256", "raw_sha256", "media_type", "encoding", "language", "url", "date")


def _counts(name: str) -> pa.DataType:
    return pa.list_(pa.struct([(name, pa.string()), ("count", pa.int64())]))


SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("text", pa.string()),
        ("source", pa.string()),
        ("title", pa.string()),
        *((name, pa.string()) for name in STRINGS),
        ("clean_bytes", pa.int64()),
        ("raw_bytes", pa.int64()),
        ("edits", _counts("rule")),
        ("furniture", _counts("kind")),
        ("findings", pa.list_(pa.struct([("code", pa.string()), ("message", pa.string())]))),
        ("fingerprint", pa.string()),
    ]
)


def write(bag: Bag, out: BinaryIO, about: About) -> int:
    """A row a document."""
    count = 0
    with pq.ParquetWriter(out, SCHEMA, compression="zstd", compression_level=9) as writer:
        for rows in _groups(bag, about):
            count += len(rows)
            writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), row_group_size=len(rows))
    return count


def _groups(bag: Bag, about: About) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    size = 0
    for document, text in texts(bag):
        rows.append({"id": document.record.id, "text": text, "source": about.name, **facts(document.record)})
        size += len(text)
        if len(rows) == ROWS or size >= SIZE:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows
