"""Which charset bytes are in, by what they look like. Same bytes, same answer: the detector is arithmetic over its own
tables, and its version is pinned."""

import re
from collections.abc import Iterator

DETECTOR_BYTES = 200_000
"""Bytes shown to the detector; its statistics use the first 16,384 of them."""

CLOSE_SHARE = 0.95
"""Charsets within this share of the best one's confidence are told apart by `misplaced`. Confidences of charsets that
differ in a few symbols tie or nearly so; charsets of different languages are further apart."""

SAMPLE_BYTES = 8 * 1024
"""Bytes whose characters are looked at one by one."""

RUN_SHARE = 10
"""One high byte in so many in a run of four or more: not Western. There, Western texts have at most one in 50, East
Asian ones at least one in 5."""

_HIGH_BYTES = bytes(range(0x80, 0x100))
_HIGH_RUN = re.compile(rb"[\x80-\xff]{4,}")
_ESCAPE_CHARSETS = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr")
_ESCAPES = re.compile(rb"\x1b\$|\x1b\([BIJ]")
_TAGS = re.compile(rb"<[^<>]*>")
_CODE = re.compile(rb"<(script|style)\b", re.IGNORECASE)


def escape_charset(data: bytes) -> str | None:
    """The ISO 2022 or HZ charset that reads `data` strictly, if its escape sequences are there."""
    if not data.isascii():
        return None
    if b"\x1b" in data and _ESCAPES.search(data):
        return next((name for name in _ESCAPE_CHARSETS if _reads_beyond_ascii(data, name)), None)
    if b"~{" in data and b"~}" in data and _reads_beyond_ascii(data, "hz"):
        return "hz"
    return None


def _reads_beyond_ascii(data: bytes, encoding: str) -> bool:
    text = strict(data, encoding)
    return text is not None and not text.isascii() and "\x1b" not in text


def strict(data: bytes, encoding: str, errors: str = "strict") -> str | None:
    """`data` in `encoding`, if all of it can be read so."""
    try:
        return data.decode(encoding, errors)
    except UnicodeError:
        return None


_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_WIDE_SIGNS = (b"\0", b"\1", b"\2")
_STRANGE = re.compile(
    "[^\t\n\r -\u024f\u0300-\u06ff\u0900-\u0e7f\u1100-\u11ff\u1e00-\u206f\u20a0-\u22ff\u2500-\u26ff\u3000-\u30ff"
    "\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufeff\uff00-\uffef\U0001f300-\U0001faff\U00020000-\U0002ffff]"
)
_ANCHORS = re.compile("[\n \u3000-\u3002\uff0c]")
WIDE_UNITS = 20_000
"""Code units looked at to tell the byte order of UTF-16."""


def wide_charset(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte-order mark: the byte order in which spaces, line ends and ideographic stops are
    found, if then hardly any character is a strange one."""
    if not any(sign in data for sign in _WIDE_SIGNS):
        return None
    if strict(data, "utf-8") is not None and 20 * len(_CONTROLS.findall(data)) < len(data):
        return None  # a text with some stray controls
    head = data[: 2 * WIDE_UNITS]
    for pair in (("utf-32-le", "utf-32-be"), ("utf-16-le", "utf-16-be")):
        names = [name for name in pair if strict(data, name) is not None]
        ranked = sorted((_wide_signs(head, name), name) for name in names)
        if ranked and ranked[-1][0] > 0:
            return ranked[-1][1]
    return None


def _wide_signs(head: bytes, encoding: str) -> int:
    """How many spaces, line ends and stops stand in a text; none where one character in twenty is strange."""
    text = head.decode(encoding, "ignore")
    return 0 if 20 * len(_STRANGE.findall(text)) > len(text) else len(_ANCHORS.findall(text))


_NEVER_ON_PAGES = ("hp-roman8", "cp1006")
"""Charsets of terminals, never of documents, that the detector takes Romanian for."""

_READ_AS = {
    "iso8859-1": ("cp1252",),
    "iso8859-9": ("cp1254",),
    "iso8859-15": ("cp1252", "iso8859-15"),
    "tis-620": ("cp874",),
}
"""Charsets read as, or rather as, the Windows one that has the same letters (WHATWG Encoding Standard)."""


EAST_ASIAN = ("gb18030", "big5hkscs", "cp949", "euc_kr", "cp932", "shift_jis_2004", "euc_jis_2004")
"""Charsets of two bytes a character, in which bytes of another one are often sound by accident."""


def likely_charsets(data: bytes, *, markup: bool) -> list[str]:
    """Python codec names of charsets that read all of `data`, likeliest first."""
    shown = telling(data, markup=markup)
    sample = shown[:SAMPLE_BYTES]
    found = [(name, share) for name, share in _detected(shown) if strict(data, name) is not None]
    ranked = _by_faults(sample, [name for name, share in found if share >= CLOSE_SHARE * found[0][1]])
    if not ranked or _hides_east_asian(sample, ranked[0]):
        east_asian = [name for name, _ in _detected(shown, EAST_ASIAN) if strict(data, name) is not None]
        ranked = [*_by_faults(sample, east_asian), *ranked]
    return ranked


def _by_faults(sample: bytes, names: list[str]) -> list[str]:
    faults = {name: misplaced(sample.decode(name, "replace")) for name in names}
    return sorted(faults, key=lambda name: faults[name])


def _hides_east_asian(sample: bytes, name: str) -> bool:
    """Whether bytes taken for Latin letters are rather East Asian words in a page that is mostly English, too few for
    the detector's statistics: East Asian high bytes come in runs."""
    high = len(sample) - len(sample.translate(None, _HIGH_BYTES))
    in_runs = sum(map(len, _HIGH_RUN.findall(sample)))
    return RUN_SHARE * in_runs > high > 4 * len(_BEYOND_LATIN.findall(sample.decode(name, "replace")))


def _detected(shown: bytes, only: tuple[str, ...] | None = None) -> Iterator[tuple[str, float]]:
    """The detector's charsets and its confidence in them, highest first."""
    import chardet
    from chardet.enums import EncodingEra

    for guess in chardet.detect_all(
        shown,
        encoding_era=EncodingEra.ALL & ~EncodingEra.MAINFRAME,
        prefer_superset=False,
        compat_names=False,
        ignore_threshold=True,
        include_encodings=only and (*only, "utf-8"),
        no_match_encoding="utf-8",
        exclude_encodings=_NEVER_ON_PAGES,
    ):
        name = guess["encoding"]
        if name and not name.startswith("utf"):
            for reading in _READ_AS.get(name, (name,)):
                yield reading, guess["confidence"]


_JOINING_SYMBOLS = frozenset("’‘'´`·-‐‑\u00ad—–*")
_LONE_FRAME = re.compile("(?<![\u2500-\u259f])[\u2500-\u259f](?![\u2500-\u259f])")
_BEYOND_LATIN = re.compile("[\u0370-\u1cff\u3040-\ud7ff]")
_NOT_ASCII = re.compile("[^\0-\x7f]")


def misplaced(text: str) -> int:
    """How many characters of `text` beyond ASCII stand where such characters do not: capitals after small letters,
    symbols inside words, single pieces of frames, controls."""
    count = len(_LONE_FRAME.findall(text))
    for found in _NOT_ASCII.finditer(text):
        at = found.start()
        count += _out_of_place(text[at - 1 : at], found[0], text[at + 1 : at + 2])
    return count


_NEVER_IN_PROSE = frozenset("\N{HANGUL FILLER}¤₧⌐∩⌠⌡ⁿ\ufffd")


def _out_of_place(before: str, char: str, after: str) -> bool:
    if "\x80" <= char <= "\x9f" or char in _NEVER_IN_PROSE:
        return True
    if char.isalpha():
        return (char.isupper() and before.islower()) or (char.islower() and after.isupper())
    if char in "¼½¾":
        return after.isalpha()
    return before.isalpha() and after.isalpha() and char not in _JOINING_SYMBOLS


def telling(data: bytes, *, markup: bool) -> bytes:
    """The part of `data` that shows its charset: the lines that are not ASCII, each once, without
    tags."""
    if markup:
        data = _TAGS.sub(b"\n", b"".join(_without_code(data)))
    lines = (line for line in data.splitlines(keepends=True) if not line.isascii())
    return b"".join(dict.fromkeys(lines))[:DETECTOR_BYTES]


def _without_code(page: bytes) -> Iterator[bytes]:
    """A page without what stands in its script and style elements; one that is never closed reaches to the end."""
    at = 0
    lowered = page.lower()
    while code := _CODE.search(page, at):
        yield page[at : code.start()]
        at = lowered.find(b"</" + code[1].lower(), code.end())
        if at < 0:
            return
    yield page[at:]
