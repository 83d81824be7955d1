"""Sets of characters, spelled out as ranges, so that no rule depends on the Unicode tables of the Python it runs on.

Blocks and the directions of unassigned code points never change (Unicode stability policy), so a range over blocks
holds for every version.
"""

import re
from functools import cache

from pumice.form import canonical_ranges


def _inside(ranges: str) -> str:
    """The inside of a regular expression's character class for "300-36F 483 …"."""
    ends = (item.split("-") for item in ranges.split())
    return "".join("-".join(chr(int(end, 16)) for end in item) for item in ends)


def _one_of(ranges: str) -> re.Pattern[str]:
    return re.compile(f"[{_inside(ranges)}]")


RIGHT_TO_LEFT = _inside("590-61B 61D-8FF FB1D-FDFF FE70-FEFC 10800-10FFF 1E800-1EFFF")
"""The blocks of scripts written from right to left (UAX #9, default classes R and AL), without the
invisible mark U+061C."""

JOINING = _one_of(
    "590-61B 61D-109F 1700-180D 180F-18AF 1900-1CFF 2D30-2D7F A800-A8FF A900-AAFF ABC0-ABFF FB1D-FDFF FE70-FEFC "
    "10A00-10FFF 11000-11FFF 1E900-1E95F"
)
"""Scripts in which a zero-width joiner or non-joiner changes what is read: Hebrew, Arabic and its neighbours, the
scripts of India and South-East Asia, Mongolian, Tifinagh (Unicode Standard 9.2, 12.1, 13.5, 23.2)."""

WITHOUT_SPACES = _one_of("E00-FFF 1000-109F 1780-17FF 1950-19FF 1A20-1AAF 1B00-1B7F A980-A9FF AA60-AADF")
"""Scripts that write no spaces between words, where a zero-width space marks a word's end: Thai, Lao, Tibetan,
Myanmar, Khmer, Tai, Balinese, Javanese (Unicode Standard 16, UAX #14 class SA)."""

MONGOLIAN = _one_of("1800-180D 180F-18AF")

HEBREW = _one_of("591-5F4")

_EMOJI = "A9 AE 203C 2049 2122 2139 2190-2BFF 3030 303D 3297 3299 1F000-1FAFF"

EMOJI = _one_of(_EMOJI)
"""What an emoji may begin with (UTS #51; whole blocks)."""

EMOJI_END = _one_of(_EMOJI + " FE0F 20E3 E0020-E007F")
"""What a part of an emoji sequence may end with."""


NOT_INERT = f"[{_inside(canonical_ranges.NOT_INERT)}]"
"""One character that NFC may touch, as an expression."""


@cache
def not_inert() -> re.Pattern[str]:
    """One character that NFC may touch."""
    return re.compile(NOT_INERT)


@cache
def cluster() -> re.Pattern[str]:
    """A canonical cluster: all that NFC may rearrange or join without looking beyond it."""
    inside = _inside(canonical_ranges.NOT_INERT)
    return re.compile(f"[^{inside}]?[{inside}]+")


@cache
def mark() -> re.Pattern[str]:
    """One combining mark."""
    return re.compile(f"[{_inside(canonical_ranges.MARKS)}]")


@cache
def marks(more_than: int) -> re.Pattern[str]:
    """A run of more than so many combining marks."""
    return re.compile(f"[{_inside(canonical_ranges.MARKS)}]{{{more_than + 1},}}")
