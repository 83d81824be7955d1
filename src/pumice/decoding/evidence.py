"""Which legacy charset bytes are in, by what they look like. Same bytes, same answer: the detector is exact arithmetic
over its own tables, and its version is pinned and part of the fingerprint."""

import re
from collections.abc import Iterator

DETECTOR_BYTES = 200_000
"""Bytes shown to the detector; its statistics use the first 16,384 of them."""

_HIGH_BYTES = bytes(range(0x80, 0x100))

_ESCAPE_CHARSETS = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr")
_ESCAPES = re.compile(rb"\x1b\$|\x1b\([BIJ]")
_TAGS = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)


def escape_charset(data: bytes) -> str | None:
    """The ISO 2022 or HZ charset that reads `data` strictly, if its escape sequences are there."""
    if not data.isascii():
        return None
    if _ESCAPES.search(data):
        return next((name for name in _ESCAPE_CHARSETS if _reads_beyond_ascii(data, name)), None)
    if b"~{" in data and b"~}" in data and _reads_beyond_ascii(data, "hz"):
        return "hz"
    return None


def _reads_beyond_ascii(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return False
    return not text.isascii() and "\x1b" not in text


def wide_charset(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte-order mark: zero bytes stand at the same place in nearly every unit."""
    if b"\0" not in data:
        return None
    quarters = [data[at::4].count(0) for at in range(4)]
    units, zeros = len(data) // 4, sum(quarters)
    if not units or not zeros:
        return None
    if zeros > 2 * units and data[: len(data) // 4 * 4]:
        name = "utf-32-be" if quarters[0] > quarters[3] else "utf-32-le"
        if _strict(data, name):
            return name
    even, odd = quarters[0] + quarters[2], quarters[1] + quarters[3]
    if 20 * min(even, odd) <= max(even, odd) and max(even, odd) * 4 >= units:
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _strict(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def mostly_utf8(data: bytes) -> bool:
    """Whether bytes that are not valid UTF-8 are so by damage: of its high bytes, at most a third stand outside
    well-formed sequences."""
    high = len(data) - len(data.translate(None, _HIGH_BYTES))
    malformed = len(data) - len(data.decode("utf-8", "ignore").encode())
    return 3 * malformed <= high


def likely_charsets(data: bytes, *, markup: bool) -> Iterator[str]:
    """Python codec names of charsets `data` may be in, likeliest first, each of which reads all of it strictly."""
    import chardet
    from chardet.enums import EncodingEra

    shown = telling(data, markup=markup)
    found = chardet.detect_all(
        shown,
        encoding_era=EncodingEra.ALL & ~EncodingEra.MAINFRAME,
        prefer_superset=True,
        compat_names=False,
        ignore_threshold=True,
    )
    for guess in found:
        name = guess["encoding"]
        if name and not name.startswith("utf") and _strict(data, name):
            yield name


def telling(data: bytes, *, markup: bool) -> bytes:
    """The part of `data` that shows its charset: without tags, and of long data the lines that are not ASCII."""
    if markup:
        data = _TAGS.sub(b" ", data[: 5 * DETECTOR_BYTES])
    if len(data) > DETECTOR_BYTES:
        data = b"".join(line for line in data.splitlines(keepends=True) if not line.isascii()) or data
    return data[:DETECTOR_BYTES]


def undecodable(text: str) -> int:
    """How many code points of `text` are escaped bytes."""
    return sum(1 for char in text if "\udc80" <= char <= "\udcff")
