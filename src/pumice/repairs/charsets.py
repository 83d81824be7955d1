"""Character sets as damage uses them: what a program that guessed wrong took bytes for.

`to_bytes(name)` is the reader's mistake taken back: text → the bytes it was read from, or None where the charset could
not have given that text. Bytes that a single-byte charset leaves undefined are taken for the C1 control of the same
number, as browsers and most converters do. "western" joins windows-1252 and ISO 8859-1, which scrapes mix freely.
"""

import codecs
from collections.abc import Callable
from functools import cache

Encoder = Callable[[str], bytes | None]
Decoder = Callable[[bytes], str | None]

WESTERN = "western"
MULTIBYTE = frozenset({"utf-8", "gb18030", "gbk", "big5", "cp950", "cp932", "cp949", "euc_kr", "euc_jp"})
# The 8-bit charset of Windows in which a language's letters all are, but for ș and ț.
NATIONAL = {
    **dict.fromkeys(("cs", "sk", "pl", "hu", "sl", "hr", "ro", "sq"), "cp1250"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    "tr": "cp1254",
}
_NO_BYTE = 0xFFFF  # a character outside ISO 8859-1, so that encoding to it fails


class _Table(dict[int, int]):
    """For str.translate: character → byte; ASCII as it is, anything else has no byte."""

    def __init__(self, high: dict[int, int] | None = None) -> None:
        super().__init__({code: code for code in range(0x80)} | (high or {}))

    def __missing__(self, _: int) -> int:
        return _NO_BYTE


def _single_byte(name: str) -> _Table:
    table = _Table()
    for byte in range(0x80, 0x100):
        try:
            table[ord(bytes([byte]).decode(name))] = byte
        except UnicodeDecodeError:
            table.setdefault(byte, byte)
    return table


def _western() -> _Table:
    table = _Table({byte: byte for byte in range(0x80, 0x100)})
    table.update(_single_byte("cp1252"))
    return table


@cache
def high_characters(name: str) -> frozenset[str]:
    """What the bytes above 0x7F of a single-byte charset are read as."""
    table = _western() if name == WESTERN else _single_byte(name)
    return frozenset(chr(code) for code in table if code >= 0x80)


@cache
def to_bytes(name: str) -> Encoder:
    """The encoder of charset `name`."""
    if name in MULTIBYTE:
        return lambda text: _encoded(text, name)
    table = _western() if name == WESTERN else _single_byte(name)
    return lambda text: _encoded(text.translate(table), "latin-1")


def _encoded(text: str, name: str) -> bytes | None:
    try:
        return text.encode(name)
    except UnicodeEncodeError:
        return None


@cache
def from_bytes(name: str) -> Decoder:
    """The strict decoder of charset `name`."""
    decode = codecs.getdecoder("cp1252" if name == WESTERN else name)

    def decoded(data: bytes) -> str | None:
        try:
            return decode(data, "strict")[0]
        except UnicodeDecodeError:
            return None

    return decoded


@cache
def _reader(name: str) -> dict[int, str]:
    table = {byte: chr(code) for code, byte in _single_byte("cp1252" if name == WESTERN else name).items()}
    return {**{byte: chr(byte) for byte in range(0x100)}, **table}


def read_as(name: str, data: bytes) -> str | None:
    """What a program makes of `data` that takes it for charset `name`; None where it would fail."""
    if name in MULTIBYTE:
        return from_bytes(name)(data)
    table = _reader(name)
    return "".join([table[byte] for byte in data])
