"""The records of a WARC file, read on behind what is damaged.

Read with warcio, chosen over fastwarc since it is pure Python and gives every record's own offset; the compressed
stream beneath it is our own, because neither library tells a file that was cut off from one that has ended.
"""

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from mmap import mmap
from typing import Any

from pumice.containers.http import MAX_BODY
from pumice.containers.stream import DamagedError, Stream

BEGIN = b"WARC/"
ENDS = b"\r\n\r\n"
# What a gzip member begins with that holds a record: it is deflated, the one method there is (RFC 1952, 2.3.1).
MEMBER = b"\x1f\x8b\x08"
# So much of a member is unpacked to see whether it begins with a record.
LOOKED_AT = 1 << 12
# Records that claim to be longer than they are can make a file be read again from many places. It is read so many times
# over at most, which a sound or a truly damaged file is far from.
MOST_TIMES, MOST_BYTES = 4, 16 << 20
_PLAIN_RECORD = re.compile(rb"\r\n\r\n(?=WARC/[0-9])")


@dataclass(frozen=True, slots=True)
class Block:
    """A WARC record: where it begins in the file, its headers by lower-case name, and its block."""

    offset: int
    headers: dict[str, str]
    data: bytes

    @property
    def kind(self) -> str:
        """The record's type, in lower case."""
        return self.headers.get("warc-type", "").lower()


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes `start` to `end` of a file, in which no record could be read, and why."""

    start: int
    end: int
    reason: str


def blocks(data: bytes | mmap) -> Iterator[Block | Gap]:
    """The records of a WARC file in order, and the gaps between them: after a damaged one, reading goes on at the next
    that is whole."""
    at: int | None = 0
    left = MOST_TIMES * len(data) + MOST_BYTES
    while at is not None:
        stream = Stream(data, at)
        try:
            yield from _records(stream)
            return
        except DamagedError as error:
            left -= stream.place - at
            at = next_record(data, error.resume) if left > 0 else None
            yield Gap(error.offset, len(data) if at is None else at, str(error))


def next_record(data: bytes | mmap, start: int) -> int | None:
    """Where the next record begins, from `start` on; None if there is no more."""
    if data[: len(BEGIN)] == BEGIN:
        found = _PLAIN_RECORD.search(data, start)
        return found.end() if found else None
    at = data.find(MEMBER, start)
    while at >= 0 and not _holds_record(bytes(data[at : at + LOOKED_AT])):
        at = data.find(MEMBER, at + 1)
    return at if at >= 0 else None


def _holds_record(member: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(member, len(BEGIN)) == BEGIN
    except zlib.error:
        return False


def _records(stream: Stream) -> Iterator[Block]:
    """The records that follow each other without fault; DamagedError where it cannot be read further."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    iterator = ArchiveIterator(io.BufferedReader(stream, 1 << 16), no_record_parse=True)
    offset = stream.start
    while True:
        try:
            with redirect_stderr(io.StringIO()):  # warcio tells there what is wrong, in the words of the file
                record = next(iterator, None)
        except (ArchiveLoadFailed, EOFError, ValueError) as error:
            raise stream.damage or DamagedError(
                stream.place_of(iterator.offset), "what follows is no WARC record"
            ) from error
        if record is None:
            break
        if iterator.err_count:
            raise DamagedError(offset, "a record is longer than it says")
        offset = stream.place_of(iterator.offset)
        headers = {name.lower(): value for name, value in record.rec_headers.headers}
        content = _content(record)
        if content is None:
            raise stream.damage or DamagedError(offset, "the file ends within a record")
        yield Block(offset, headers, content)
    if stream.damage:
        raise stream.damage
    if stream.tail != ENDS:
        raise DamagedError(offset, "the file ends within a record", resume=stream.place)


def _content(record: Any) -> bytes | None:
    """A record's block; of one that is too large for a document, nothing; None if it is not as long as it says."""
    length = record.length
    if length is None:
        return None
    keep = length <= 2 * MAX_BODY
    parts: list[bytes] = []
    size = 0
    while piece := record.raw_stream.read(1 << 16):
        size += len(piece)
        if keep:
            parts.append(piece)
    return b"".join(parts) if size == length else None
