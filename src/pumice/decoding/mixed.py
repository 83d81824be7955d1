"""Files in which some lines or words are UTF-8 and others in a legacy charset, as pages put together from pieces are.

The two vouch for each other: a reading of the foreign bytes is believed when it consists of characters that the rest of
the document uses too, or of punctuation. Bytes that nothing vouches for stay escaped.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from pumice.decoding.evidence import EAST_ASIAN, likely_charsets, misplaced, strict
from pumice.decoding.reading import How, Piece, Reading, assemble, comes_back

ENOUGH_BYTES = 5
"""High bytes from which the detector's first choice needs nobody to vouch for it. On benchmarks/decode_legacy.py
--mixed, 60 / 20 / 10 / 5 read 88.5 / 88.7 / 90.3 / 92.2 % exactly, and 10 / 12 / 13 / 13 of 1,208 wrongly in part."""

UNKNOWN_SHARE = 4
"""At most one character in so many may be unknown to the rest of the document."""

SINGLE_BYTE = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8-r")
"""Charsets that a few stray words may be in, likeliest first: those of Windows and of Russian mail."""

COMMON = (*SINGLE_BYTE, "mac-roman", "cp850", "cp866", *EAST_ASIAN)

_PUNCTUATION = re.compile("[\u00a0\u00a7\u00a9\u00ab\u00ae\u00b0\u00b7\u00bb\u2010-\u2026\u2122\u3000-\u303f]")
_NOT_ASCII = re.compile("[^\0-\x7f]")
STRAYS_SHOWN = 1000
"""Different stray words that choose their charset, the commonest first."""

_HIGH = re.compile(rb"[\x80-\xff]+")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_ESCAPED_PARTS = re.compile("([\udc80-\udcff]+)")
_BROKEN_UTF8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}|[\xc0\xc1][\x80-\xbf]|[\xc2\xc3\xe2]")
"""Pieces of UTF-8 that something cut or encoded wrongly: no words in another charset."""


class _Kind(Enum):
    NATIVE = auto()
    DAMAGED = auto()
    FOREIGN = auto()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as bytes, read as UTF-8 with its other bytes escaped, and what that makes of it."""

    data: bytes
    text: str
    kind: _Kind

    @classmethod
    def of(cls, data: bytes) -> "_Line":
        if data.isascii():
            return cls(data, data.decode("ascii"), _Kind.NATIVE)
        text = data.decode("utf-8", "surrogateescape")
        beyond = _NOT_ASCII.findall(text)
        bad = sum("\udc80" <= char <= "\udcff" for char in beyond)
        kind = _Kind.NATIVE if not bad else _Kind.FOREIGN if 2 * bad > len(beyond) else _Kind.DAMAGED
        return cls(data, text, kind)


def read_mixed(data: bytes, *, markup: bool) -> tuple[str, Reading] | None:
    """`data`, which is not valid UTF-8, read in parts; None if it is no mixture of UTF-8 with something else."""
    lines = [_Line.of(line) for line in data.splitlines(keepends=True)]
    utf8 = "".join(_ESCAPED.sub("", line.text) for line in lines if line.kind is not _Kind.FOREIGN)
    foreign = b"".join(line.data for line in lines if line.kind is _Kind.FOREIGN)
    known = _kinds(utf8)
    if not known:
        return None
    charset = _charset(foreign, utf8, markup=markup) if foreign else None
    if foreign and _mostly(foreign, utf8) and _is_legacy(charset, utf8, data):
        return None
    words = _stray_words(lines, known)
    pieces = [piece for line in lines for piece in _line_pieces(line, charset, words)]
    how = How.UTF8 if all(encoding == "utf-8" for _, encoding, _ in pieces) else How.PARTS
    main = charset if charset and _mostly(foreign, utf8) else "utf-8"
    return assemble(data, main, how, pieces)


def _mostly(foreign: bytes, utf8: str) -> bool:
    """Whether more of the document is foreign than is UTF-8."""
    return sum(map(len, _HIGH.findall(foreign))) > len(_NOT_ASCII.findall(utf8))


def _is_legacy(charset: str | None, utf8: str, data: bytes) -> bool:
    """Whether a document that is mostly foreign is wholly so, and what looks like UTF-8 in it an accident."""
    if charset is None or (charset in EAST_ASIAN and strict(data, charset) is not None):
        return True
    return not _writable(utf8, charset)


def _writable(text: str, charset: str) -> bool:
    """Whether a charset could have written the text, nearly all of it: so both may be of one author or language."""
    beyond = _NOT_ASCII.findall(_PUNCTUATION.sub("", text))
    return UNKNOWN_SHARE * len("".join(beyond).encode(charset, "ignore").decode(charset)) > (UNKNOWN_SHARE - 1) * len(
        beyond
    )


def _kinds(text: str) -> frozenset[str]:
    """The characters of a text that say something about its language; of East Asian ones only the script."""
    return frozenset(map(_kind, _NOT_ASCII.findall(_PUNCTUATION.sub("", text))))


def _kind(char: str) -> str:
    if "\u3040" <= char <= "\u30ff":
        return "kana"
    if "\u3400" <= char <= "\u9fff":
        return "han"
    return "hangul" if "\uac00" <= char <= "\ud7a3" else char


def _unknown(text: str, known: frozenset[str]) -> int:
    """How many characters of `text` are neither known nor punctuation."""
    return sum(_kind(char) not in known for char in _NOT_ASCII.findall(_PUNCTUATION.sub("", text)))


def _vouched(text: str, known: frozenset[str]) -> bool:
    return UNKNOWN_SHARE * _unknown(text, known) <= len(_NOT_ASCII.findall(text))


def _charset(foreign: bytes, utf8: str, *, markup: bool) -> str | None:
    """The charset of the lines that are not UTF-8, if one reads them all believably."""
    likely = likely_charsets(foreign, markup=markup)
    if likely and sum(map(len, _HIGH.findall(foreign))) >= ENOUGH_BYTES:
        return likely[0]
    known = _kinds(utf8)
    readings = {name: strict(foreign, name) for name in dict.fromkeys((*likely, *COMMON))}
    believable = {name: text for name, text in readings.items() if text is not None and _vouched(text, known)}
    ranked = sorted(believable, key=lambda name: (_unknown(believable[name], known), misplaced(believable[name])))
    if not ranked and likely and _writable(utf8, likely[0]) and not misplaced(foreign.decode(likely[0])):
        return likely[0]
    return ranked[0] if ranked else None


def _stray_words(lines: Iterable[_Line], known: frozenset[str]) -> tuple[str, dict[str, str]]:
    """The charset in which most stray bytes of otherwise sound lines are believable, and each run of them, as it is
    escaped, with how it reads there."""
    runs = Counter(run for line in lines if line.kind is _Kind.DAMAGED for run in _ESCAPED.findall(line.text))
    shown = runs.most_common(STRAYS_SHOWN)

    def read_by(charset: str) -> int:
        return sum(count for run, count in shown if _believed(run, charset, known) is not None)

    charset = max(SINGLE_BYTE, key=read_by)
    readings = ((run, _believed(run, charset, known)) for run in runs)
    return charset, {run: text for run, text in readings if text is not None}


def _believed(escaped: str, charset: str, known: frozenset[str]) -> str | None:
    """A run of stray bytes in a charset, if all of it is vouched for and it is no broken UTF-8."""
    run = escaped.encode("ascii", "surrogateescape")
    text = strict(run, charset)
    return None if text is None or _BROKEN_UTF8.match(run) or _unknown(text, known) else text


def _line_pieces(line: _Line, charset: str | None, words: tuple[str, dict[str, str]]) -> Iterator[Piece]:
    """The pieces of one line, each with the charset it is read in."""
    word_charset, readings = words
    if line.kind is _Kind.FOREIGN and charset and (text := strict(line.data, charset)) is not None:
        yield text, charset, None if comes_back(line.data, text, charset) else line.data
    elif line.kind is _Kind.DAMAGED and readings:
        for part in _ESCAPED_PARTS.split(line.text):
            yield (readings[part], word_charset, None) if part in readings else (part, "utf-8", None)
    else:
        yield line.text, "utf-8", None
