"""The bytes of a file as a stream, decompressed member by member if it is gzip: flat in memory, and damage is found.

Source: RFC 1952; a `.warc.gz` has one member for each record (WARC 1.1, annex D). Libraries that read such files
take one that was cut off for one that has ended; here that is an error, with its place.
"""

import io
import mmap as mmap_module
import zlib
from collections import deque
from hashlib import sha256
from mmap import mmap

GZIP = b"\x1f\x8b"
CHUNK = 1 << 16
TAIL = 4
# Members whose places are remembered: more than a reader's buffers hold, were each only a byte long.
MAX_STARTS = 1 << 17


# A mapped file's pages are given back each time so many bytes have been read, so that memory stays flat.
KEPT_PAGES = 16 << 20


class DamagedError(Exception):
    """Data that cannot be read further: `offset` is where in the file the damaged member or record begins, `resume`
    from where on a sound one may be looked for."""

    def __init__(self, offset: int, reason: str, *, resume: int | None = None) -> None:
        super().__init__(reason)
        self.offset = offset
        self.resume = offset + 1 if resume is None else resume


def give_back(data: bytes | mmap, start: int, end: int) -> None:
    """Tell the system that the mapped pages from `start` to `end`, which were read, are not needed any more."""
    start -= start % mmap_module.PAGESIZE
    if isinstance(data, mmap) and hasattr(data, "madvise") and end > start:  # Windows has no such call
        data.madvise(mmap_module.MADV_DONTNEED, start, end - start)


def digest(data: bytes | mmap) -> str:
    """The sha256 of a file, flat in memory if it is mapped."""
    total = sha256()
    with memoryview(data) as view:
        for at in range(0, len(view), KEPT_PAGES):
            total.update(view[at : at + KEPT_PAGES])
            give_back(data, at, min(at + KEPT_PAGES, len(view)))
    return total.hexdigest()


class Stream(io.RawIOBase):
    """What the bytes of a file hold from `start` on, as far as they can be read; `damage` says why no further, once
    that is known. (It is not raised while reading, so that buffers hand on what stands before it.) `tail` is the end of
    what was read so far."""

    def __init__(self, data: bytes | mmap, start: int = 0) -> None:
        self._source = data
        self._data = memoryview(data)
        self._packed = data[start : start + 2] == GZIP
        self.start = self._at = self._given_back = self._member = start
        self._unpacker: zlib._Decompress | None = None
        self._starts = deque([(0, start)], MAX_STARTS)
        self._read = 0
        self.tail = b""
        self.damage: DamagedError | None = None

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    @property
    def place(self) -> int:
        """How far the file has been read."""
        return self._at

    def tell(self) -> int:
        """How much was read so far."""
        return self._read

    def place_of(self, position: int) -> int:
        """Where in the file the bytes at `position` of the stream are, or the member that holds them. Positions must be
        asked for in order."""
        if not self._packed:
            return self.start + position
        while len(self._starts) > 1 and self._starts[1][0] <= position:
            self._starts.popleft()
        return self._starts[0][1]

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill `buffer` as far as one step goes; 0 at the end, and where the data are damaged."""
        if self._packed:
            piece = self._unpack(len(buffer))
        else:
            piece = bytes(self._data[self._at : self._at + len(buffer)])
            self._at += len(piece)
        buffer[: len(piece)] = piece
        self._read += len(piece)
        self.tail = (self.tail + piece[-TAIL:])[-TAIL:]
        if self._at - self._given_back >= KEPT_PAGES:
            give_back(self._source, self._given_back, self._at)
            self._given_back = self._at
        return len(piece)

    def _unpack(self, most: int) -> bytes:
        try:
            while self.damage is None and (self._unpacker or self._at < len(self._data)):
                if self._unpacker is None:
                    self._begin_member()
                if piece := self._step(most):
                    return piece
        except DamagedError as error:
            self.damage = error
        return b""

    def _begin_member(self) -> None:
        self._member = self._at
        if bytes(self._data[self._at : self._at + 2]) != GZIP:
            raise DamagedError(self._at, "what follows is not gzip")
        self._unpacker = zlib.decompressobj(31)
        self._starts.append((self._read, self._at))

    def _step(self, most: int) -> bytes:
        assert self._unpacker is not None
        chunk = self._data[self._at : self._at + CHUNK]
        if not chunk:
            raise DamagedError(self._member, "the file ends within compressed data")
        try:
            piece = self._unpacker.decompress(chunk, most)
        except zlib.error as error:
            raise DamagedError(self._member, f"the compressed data are damaged ({error})") from error
        self._at += len(chunk) - len(self._unpacker.unconsumed_tail) - len(self._unpacker.unused_data)
        if self._unpacker.eof:
            self._unpacker = None
        return piece


def unpacked(data: bytes | mmap, most: int) -> bytes | None:
    """All that a gzip file holds, None if it is more than `most` bytes; DamagedError if it cannot be read."""
    stream = Stream(data)
    parts: list[bytes] = []
    size = 0
    while piece := stream.read(CHUNK):
        size += len(piece)
        if size > most:
            return None
        parts.append(piece)
    if stream.damage:
        raise stream.damage
    return b"".join(parts)
