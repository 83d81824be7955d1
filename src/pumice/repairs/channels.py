"""The channels: how text came to be read wrongly, as data.

A channel is the charset the text was written in, the one it was read in, and how often that happened in a row. A new
channel is a new row; its examples live in `examples.py`.
"""

from dataclasses import dataclass
from functools import cache

from pumice.repairs.charsets import MULTIBYTE, WESTERN, from_bytes, read_as, to_bytes


@dataclass(frozen=True, slots=True)
class Channel:
    """Text written in charset `wrote` was read in charset `read`, `times` times over."""

    wrote: str
    read: str
    times: int = 1
    seldom: bool = False  # whether it takes more to believe in it

    @property
    def name(self) -> str:
        """Stable name: "gbk read as western"."""
        return f"{self.wrote} read as {self.read}" + (" twice" if self.times == 2 else "")

    @property
    def code(self) -> str:
        """The rule code under which repairs of this channel stand in the trail; which reader it was is evidence."""
        return f"repair.channel-{self.wrote}".replace("_", "-")

    def damage(self, text: str) -> str | None:
        """What the channel makes of `text`; None if its charsets do not allow it."""
        found: str | None = text
        for _ in range(self.times):
            data = to_bytes(self.wrote)(found) if found is not None else None
            found = read_as(self.read, data) if data is not None else None
        return found

    def invert(self, text: str) -> str | None:
        """What was written, if `text` is what this channel makes of it; None if it cannot be."""
        found: str | None = text
        for _ in range(self.times):
            data = to_bytes(self.read)(found) if found is not None else None
            found = from_bytes(self.wrote)(data) if data is not None else None
        return found


_CYRILLIC = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")
_CENTRAL = ("cp1250", "iso8859_2", "cp852", "mac_latin2")
_BALTIC = ("cp1257", "iso8859_4", "iso8859_13", "cp775")
_CJK = ("gb18030", "big5", "euc_kr", "euc_jp", "cp932")
# What a program takes bytes for that knows no better: its own platform's charset.
_PLATFORMS = (WESTERN, "mac_roman", "cp437", "cp850")

_READS_UTF8 = (
    *_PLATFORMS, "cp852", "cp866", "koi8_r", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "iso8859_2", "iso8859_5", "iso8859_7", "iso8859_9", "iso8859_15", "cp874", "mac_cyrillic", "cp855",
    "gb18030", "cp932", "cp949", "cp950", "euc_jp",
)  # fmt: skip
_READ_AS_WESTERN = (
    "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_13", "iso8859_15",
    "koi8_r", "koi8_u", "cp866", "cp855", "mac_roman", "mac_cyrillic", "mac_greek",
    "mac_turkish", "cp437", "cp850", "cp852", "cp857", "cp737", "cp862", "cp874", *_CJK,
)  # fmt: skip
_READS_WESTERN = (
    "mac_roman", "cp437", "cp850", "cp852", "cp866", "cp1250", "cp1251", "cp1253", "cp1255", "koi8_r",
    "gb18030", "cp932", "cp949", "cp950", "cp874",
)  # fmt: skip


# Pairs whose damage the evidence does not yet tell from other damage: their own examples would not come back.
_UNPROVEN = {"iso8859_13 read as cp1257"}


def _usual() -> list[Channel]:
    """Accidents of one charset of a platform or a language with the other charset of the same, or with none at all."""
    rows = [Channel("utf-8", read) for read in _READS_UTF8]
    rows += [Channel("utf-8", read, 2) for read in (WESTERN, "mac_roman", "cp437", "cp1251", "gb18030")]
    rows.append(Channel(WESTERN, "iso8859_1"))  # before other charsets whose marks are the same bytes
    rows += [Channel(wrote, WESTERN) for wrote in _READ_AS_WESTERN]
    rows += [Channel(WESTERN, read) for read in _READS_WESTERN]
    rows += [Channel(wrote, read) for wrote in _CYRILLIC for read in _CYRILLIC if wrote != read]
    rows += [Channel("cp932", "mac_roman"), Channel("gb18030", "mac_roman"), Channel("cp1256", "cp1254")]
    rows += [Channel("cp437", "cp850"), Channel("cp850", "cp437"), Channel("cp437", "mac_roman")]
    rows += [Channel("mac_roman", "cp437"), Channel("mac_roman", "cp850"), Channel("cp850", "mac_roman")]
    rows += [Channel("cp1250", "iso8859_2"), Channel("iso8859_2", "cp1250"), Channel("cp852", "cp1250")]
    return rows


# Groups of charsets of which any may be taken for any: seen, but seldom.
_SELDOM: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (_CJK, (*_PLATFORMS[1:], "cp1251", "cp1250", "cp866", "koi8_r")),
    (_CJK, _CJK),
    (_CENTRAL, (WESTERN, *_CENTRAL, *_PLATFORMS[1:])),
    (_BALTIC, _BALTIC),
    # Menù and miñas are words of Lithuanian and Latvian then, and Anaïs is Ana’s.
    (("iso8859_4", "cp775"), (WESTERN,)),
    (("cp1253", "iso8859_7", "cp737", "mac_greek"), ("cp1253", "iso8859_7", "cp737", "mac_greek", *_PLATFORMS[1:])),
    (("cp1254", "cp857"), ("cp1254", "cp857", *_PLATFORMS[1:])),
    (("cp1256",), ("cp1250", "cp1251", "iso8859_6", *_PLATFORMS[1:])),
    (("iso8859_6",), ("cp1256",)),
    (("cp1255",), ("cp1254", "cp1251", *_PLATFORMS[1:])),
    (("cp874",), _PLATFORMS[1:]),
    (("cp1251", "cp866", "koi8_r"), ("cp1250", *_PLATFORMS[1:])),
)


def _rows() -> list[Channel]:
    rows = _usual()
    for wrote, read in _SELDOM:
        rows += [Channel(one, other, seldom=True) for one in wrote for other in read if one != other]
    first: dict[str, Channel] = {}
    for row in rows:
        first.setdefault(row.name, row)
    return [row for row in first.values() if row.name not in _UNPROVEN]


CHANNELS: tuple[Channel, ...] = tuple(_rows())


@cache
def by_reader() -> dict[str, tuple[Channel, ...]]:
    """The channels, by the charset that was read."""
    found: dict[str, list[Channel]] = {}
    for channel in CHANNELS:
        found.setdefault(channel.read, []).append(channel)
    return {read: tuple(rows) for read, rows in found.items()}


def is_multibyte(channel: Channel) -> bool:
    """Whether several bytes stand for one character on either side."""
    return channel.wrote in MULTIBYTE or channel.read in MULTIBYTE


def is_utf8(channel: object) -> bool:
    """Whether bytes that the channel takes for UTF-8 must be strictly that; False for what is no Channel."""
    return isinstance(channel, Channel) and channel.wrote == "utf-8"
