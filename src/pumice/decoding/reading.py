"""Readings: how bytes were turned into text, told so exactly that the bytes come back.

A byte that means nothing in the encoding is read as U+DC00 plus the byte (Python's `surrogateescape`), so nothing is
dropped. Some codecs still do not always come back: cp932 and Big5 have two byte sequences for one character, ISO-2022
has needless escapes, UTF-16 can end on half a unit. There the document is read in parts, and a part whose bytes the
codec would not write again keeps them beside its text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
MAX_PARTS = 1000
"""Parts a reading is told in; a text in more is kept as its bytes beside it."""

_UNICODE_UNITS = ("utf-16", "utf-32")


class How(StrEnum):
    """How the encoding of a document is known."""

    BOM = "bom"
    DECLARED = "declared"
    UTF8 = "utf-8"
    EVIDENCE = "evidence"
    FALLBACK = "fallback"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Part:
    """Code points `start`–`end` of the first text stand for bytes in `encoding`; or for exactly the bytes `raw`, where
    `encoding` would write them in another way."""

    start: int
    end: int
    encoding: str
    raw: bytes | None = None

    def as_object(self) -> dict[str, Any]:
        """The part as a JSON object; raw bytes in hexadecimal."""
        rest = {} if self.raw is None else {"raw": self.raw.hex()}
        return {"start": self.start, "end": self.end, "encoding": self.encoding, **rest}

    @classmethod
    def from_object(cls, value: Mapping[str, Any]) -> "Part":
        """The part an `as_object` came from."""
        raw = bytes.fromhex(value["raw"]) if "raw" in value else None
        return cls(value["start"], value["end"], value["encoding"], raw)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is needed, beside the first text, to get the raw bytes back: the `encoding` (a Python codec name), and
    where that does not suffice, `parts` that cover the text without gaps. Also `how` the encoding is known."""

    encoding: str
    how: How
    parts: tuple[Part, ...] = ()

    def as_object(self) -> dict[str, Any]:
        """The reading as a JSON object, for the record."""
        parts = {"parts": [part.as_object() for part in self.parts]} if self.parts else {}
        return {"name": self.encoding, "how": str(self.how), **parts}

    @classmethod
    def from_object(cls, value: Mapping[str, Any]) -> "Reading":
        """The reading an `as_object` came from; KeyError or ValueError where it came from none."""
        parts = tuple(Part.from_object(part) for part in value.get("parts", ()))
        return cls(value["name"], How(value["how"]), parts)


def errors_handler(encoding: str) -> str:
    """The codec error handler under which most malformed input comes back: UTF-16 and UTF-32 cannot escape single
    bytes, but their malformed units are themselves surrogates."""
    return "surrogatepass" if encoding.startswith(_UNICODE_UNITS) else "surrogateescape"


def encode(reading: Reading, text: str) -> bytes:
    """The raw bytes whose `reading` is `text`; UnicodeEncodeError if `text` does not belong to the reading."""
    if not reading.parts:
        return text.encode(reading.encoding, errors_handler(reading.encoding))
    return b"".join(_part_bytes(part, text[part.start : part.end]) for part in reading.parts)


def _part_bytes(part: Part, text: str) -> bytes:
    return text.encode(part.encoding, errors_handler(part.encoding)) if part.raw is None else part.raw


def read(data: bytes, encoding: str, how: How) -> tuple[str, Reading] | None:
    """`data` read as `encoding`, with a reading that gives exactly `data` back; None where there is no such reading."""
    text = read_once(data, encoding)
    if text is not None and comes_back(data, text, encoding):
        return text, Reading(encoding, how)
    pieces = list(_pieces(data, encoding))
    return None if None in pieces else assemble(data, encoding, how, [piece for piece in pieces if piece is not None])


def read_once(data: bytes, encoding: str) -> str | None:
    """`data` decoded with its undecodable bytes escaped; None where the codec cannot."""
    try:
        return data.decode(encoding, errors_handler(encoding))
    except UnicodeError:
        return None


def comes_back(data: bytes, text: str, encoding: str) -> bool:
    """Whether `text` encodes to exactly `data`."""
    try:
        return text.encode(encoding, errors_handler(encoding)) == data
    except UnicodeError:
        return False


Piece = tuple[str, str, bytes | None]
"""Text, the encoding it was read with, and its bytes where the encoding does not write them so."""


def assemble(data: bytes, encoding: str, how: How, pieces: Iterable[Piece]) -> tuple[str, Reading]:
    """The text of the pieces of `data`, and its reading; neighbours of one encoding become one part."""
    texts: list[str] = []
    parts: list[Part] = []
    at = 0
    for text, part_encoding, raw in pieces:
        start, at = at, at + len(text)
        texts.append(text)
        last = parts[-1] if parts else None
        if last and raw is None and last.raw is None and last.encoding == part_encoding:
            parts[-1] = Part(last.start, at, part_encoding)
        else:
            parts.append(Part(start, at, part_encoding, raw))
    if all(part.raw is None and part.encoding == encoding for part in parts):
        parts = []
    if len(parts) > MAX_PARTS:
        parts = [Part(0, at, encoding, data)]
    return "".join(texts), Reading(encoding, how, tuple(parts))


def _pieces(data: bytes, encoding: str) -> Iterator[Piece | None]:
    """`data` line by line, each line with its bytes beside it where the codec would write others."""
    for line in _lines(data, encoding):
        text = read_once(line, encoding)
        if text is None:
            yield _escaped(line, encoding)
        elif comes_back(line, text, encoding):
            yield text, encoding, None
        else:
            yield text, encoding, line


def _lines(data: bytes, encoding: str) -> list[bytes]:
    """`data` cut where no character can span the cut: at line ends (CR and LF are trail bytes in no charset read here),
    or for UTF-16 and UTF-32 before the bytes that are no whole unit."""
    if encoding.startswith(_UNICODE_UNITS):
        whole = len(data) - len(data) % (2 if encoding.startswith("utf-16") else 4)
        return [piece for piece in (data[:whole], data[whole:]) if piece]
    return data.splitlines(keepends=True)


def _escaped(raw: bytes, encoding: str) -> Piece | None:
    """Half a unit at the end of UTF-16 or UTF-32, as escaped bytes; other codecs have no such rest."""
    if encoding.startswith(_UNICODE_UNITS) and len(raw) < 4:
        return "".join(chr(0xDC00 + byte) for byte in raw), encoding, raw
    return None
