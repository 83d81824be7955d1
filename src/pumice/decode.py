"""Bytes to first text and back, without losing a byte.

`decode` finds the encoding in this order: a byte-order mark; the escape sequences of ISO 2022 and the zero bytes of
UTF-16; valid UTF-8; what is declared, unless it is a label that lies (pages declare Latin-1 and UTF-8 for anything);
what the bytes look like; windows-1252. `encode` is its exact inverse.
"""

import re
from dataclasses import dataclass

from pumice.decoding import evidence as charset_evidence
from pumice.decoding.labels import declared_in_markup, python_codec
from pumice.decoding.mixed import read_mixed
from pumice.decoding.reading import How, Part, Reading, encode, read
from pumice.edits import evidence
from pumice.findings import Finding

__all__ = ["Decoded", "How", "Part", "Reading", "declared_in_markup", "decode", "encode"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The first `text` of a document; its `reading`; whether encoding gives the bytes back."""

    text: str
    reading: Reading
    lossless: bool
    findings: tuple[Finding, ...] = ()

    @property
    def encoding(self) -> str:
        """The Python codec name of the document's encoding (of most of it, where it is read in parts)."""
        return self.reading.encoding

    @property
    def how(self) -> How:
        """How that is known."""
        return self.reading.how


_BOMS = (
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""Byte-order marks (Unicode Standard 23.8; GB 18030), longest first. The mark stays in the text as U+FEFF, so that
taking it off is an edit."""

_ESCAPED = re.compile("[\ud800-\udfff]+")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")


def decode(data: bytes, *, declared: str | None = None, markup: bool = False) -> Decoded:
    """The first text of `data`. `declared` is a charset label from outside (an HTTP header); with `markup`, a page's
    own declaration counts too, and tags are no evidence."""
    text, reading = _choose(data, declared, markup)
    lossless = encode(reading, text) == data
    return Decoded(text, reading, lossless, tuple(_findings(text, reading, lossless)))


Choice = tuple[str, Reading]


def _choose(data: bytes, declared: str | None, markup: bool) -> Choice:
    if marked := _marked(data):
        return marked
    named = charset_evidence.escape_charset(data) or charset_evidence.wide_charset(data)
    if named and (found := read(data, named, How.EVIDENCE)):
        return found
    try:
        return data.decode(), Reading("utf-8", How.UTF8)
    except UnicodeDecodeError:
        return _legacy(data, declared, markup)


def _marked(data: bytes) -> Choice | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark) and (found := read(data, encoding, How.BOM)):
            return found
    return None


def _legacy(data: bytes, declared: str | None, markup: bool) -> Choice:
    """Bytes that are not valid UTF-8."""
    if charset_evidence.strict(data, "utf-8", "surrogatepass") is not None:  # but for halves of characters (CESU-8)
        return data.decode("utf-8", "surrogateescape"), Reading("utf-8", How.UTF8)
    for label in (declared, declared_in_markup(data) if markup else None):
        encoding = python_codec(label) if label else None
        if encoding and (found := _as_declared(data, encoding)):
            return found
    if mixed := read_mixed(data, markup=markup):
        return mixed
    for encoding in charset_evidence.likely_charsets(data, markup=markup):
        if found := read(data, encoding, How.EVIDENCE):
            return found
    return _as_last_resort(data)


def _as_declared(data: bytes, encoding: str) -> Choice | None:
    """`data` in its declared encoding, if that reads all of it and is not one of the labels that lie."""
    if encoding.startswith(("utf", "cp1252")):
        return None
    found = read(data, encoding, How.DECLARED)
    return None if found is None or _ESCAPED.search(found[0]) or _C1.search(found[0]) else found


def _as_last_resort(data: bytes) -> Choice:
    """Windows-1252, in which every byte string comes back."""
    encoding = "cp1252"
    return data.decode(encoding, "surrogateescape"), Reading(encoding, How.FALLBACK)


def _findings(text: str, reading: Reading, lossless: bool) -> list[Finding]:
    findings = []
    if reading.how in (How.EVIDENCE, How.FALLBACK, How.PARTS):
        facts = evidence(encoding=reading.encoding, how=str(reading.how))
        findings.append(Finding("decode.guessed", f"read as {reading.encoding}", None, None, facts))
    if reading.how is How.PARTS:
        findings.append(Finding("decode.mixed", _in_parts(reading), None, None, evidence(parts=len(reading.parts))))
    if not _is_sound(text) and (first := _ESCAPED.search(text)):
        count = sum(len(run[0]) for run in _ESCAPED.finditer(text))
        message = f"{count} bytes or half characters mean nothing in {reading.encoding}"
        findings.append(Finding("decode.undecodable", message, first.start(), first.end(), evidence(bytes=count)))
    if not lossless:
        findings.append(Finding("decode.lossy", f"{reading.encoding} does not give the raw bytes back"))
    return findings


def _is_sound(text: str) -> bool:
    """Whether no surrogate is in `text`; encoding tells faster than searching."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _in_parts(reading: Reading) -> str:
    names = sorted({part.encoding for part in reading.parts})
    return f"parts in {', '.join(names)}"
