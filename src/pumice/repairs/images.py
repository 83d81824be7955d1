"""Channels that no codec expresses: bytes were lost on the way, or the charset is a font's.

Such a channel is a table of images: what each character looks like after the damage. Where characters share an image
(UTF-8 marks read as GBK, the last byte lost, all look alike), all readings are given and the way the text
reads decides between them.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property

READINGS = 64  # readings of one slot that are weighed
_PUNCTUATION = "“”’‘–—…„•‚‹›™€†‡−"
_LATIN = "".join(map(chr, range(0xA0, 0x180)))
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
Images = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class ImageChannel:
    """Text in `wrote` that was `read` so: `table()` gives each image and the characters it may stand for."""

    wrote: str
    read: str
    table: Callable[[], Images] = field(compare=False, repr=False)
    seldom: bool = False

    @property
    def name(self) -> str:
        """Stable name, as of other channels."""
        return f"{self.wrote} read as {self.read}"

    @property
    def code(self) -> str:
        """The rule code; see `channels.Channel.code`."""
        return f"repair.channel-{self.wrote}".replace("_", "-")

    @cached_property
    def _images(self) -> Images:
        return self.table()

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._images, key=lambda image: (-len(image), image)))))

    @cached_property
    def _first(self) -> frozenset[str]:
        """The characters that images begin with."""
        return frozenset(image[0] for image in self._images)

    def slots(self, text: str) -> list[tuple[str, ...]]:
        """`text` as a row of slots, each with the readings it may have; empty if the text holds no image."""
        if self._first.isdisjoint(text):
            return []
        parts: list[tuple[str, ...]] = []
        at = 0
        for found in self._any.finditer(text):
            parts += [(text[at : found.start()],), self._images[found[0]]]
            at = found.end()
        return [*parts, (text[at:],)] if parts else []

    def read_best(self, text: str, score: Callable[[str], int]) -> str | None:
        """The reading of `text` that scores highest, slot by slot, earlier readings preferred; None without images."""
        parts = self.slots(text)
        if not parts:
            return None
        chosen = [part[0] for part in parts]
        for at, part in enumerate(parts):
            if 1 < len(part) <= READINGS:
                ways = ["".join([*chosen[:at], way, *chosen[at + 1 :]]) for way in part]
                scores = list(map(score, ways))
                chosen[at] = part[scores.index(max(scores))]
        return "".join(chosen)

    def damage(self, text: str) -> str | None:
        """What the channel makes of `text`: the first image of each character."""
        back = {char: image for image, chars in reversed(self._images.items()) for char in chars}
        longest = re.compile("|".join(map(re.escape, sorted(back, key=lambda char: (-len(char), char)))))
        return longest.sub(lambda found: back[found[0]], text)


def _collected(pairs: Iterable[tuple[str, str]]) -> Images:
    """image → the characters that have it, in the order given; images that are the character itself left out."""
    found: dict[str, list[str]] = {}
    for char, image in pairs:
        if image and image != char:
            found.setdefault(image, []).append(char)
    return {image: tuple(dict.fromkeys(chars)) for image, chars in found.items()}


def _undefined_dropped() -> Images:
    """UTF-8 read as windows-1252 by a program that drops the five bytes it leaves undefined.

    An Ã by itself may also be an à whose second byte, a no-break space, became a space or went.
    """
    chars = _PUNCTUATION + _LATIN
    return _collected([("à", "Ã"), *((char, char.encode().decode("cp1252", "ignore")) for char in chars)])


def _replaced(charset: str, mark: str) -> Callable[[], Images]:
    """UTF-8 marks read in a multi-byte charset, which takes in the ASCII character behind them, or loses a byte."""

    def table() -> Images:
        pairs = []
        for char in _PUNCTUATION:
            alone = char.encode().decode(charset, "replace").replace("\ufffd", mark)
            pairs.append((char, alone))
            for after in _ASCII:
                image = (char + after).encode().decode(charset, "replace").replace("\ufffd", mark)
                if not image.isascii() and not image.startswith(alone):
                    pairs.append((char + after, image.replace(mark * 2, mark)))
        return _collected(pairs)

    return table


# TCVN3 (ABC), the Vietnamese fonts of the 1990s, as ISO 8859-1 shows them (TCVN 5712:1993, VN3).
_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
# VNI: a letter, then a sign for its marks.
_VNI_SIGNS = {
    "a": {"ù": "á", "ø": "à", "û": "ả", "õ": "ã", "ï": "ạ", "ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ",
          "â": "â", "á": "ấ", "à": "ầ", "å": "ẩ", "ã": "ẫ", "ä": "ậ"},
    "e": {"ù": "é", "ø": "è", "û": "ẻ", "õ": "ẽ", "ï": "ẹ", "â": "ê", "á": "ế", "à": "ề", "å": "ể", "ã": "ễ", "ä": "ệ"},
    "o": {"ù": "ó", "ø": "ò", "û": "ỏ", "õ": "õ", "ï": "ọ", "â": "ô", "á": "ố", "à": "ồ", "å": "ổ", "ã": "ỗ", "ä": "ộ"},
    "ô": {"": "ơ", "ù": "ớ", "ø": "ờ", "û": "ở", "õ": "ỡ", "ï": "ợ"},
    "u": {"ù": "ú", "ø": "ù", "û": "ủ", "õ": "ũ", "ï": "ụ"},
    "ö": {"": "ư", "ù": "ứ", "ø": "ừ", "û": "ử", "õ": "ữ", "ï": "ự"},
    "y": {"ù": "ý", "ø": "ỳ", "û": "ỷ", "õ": "ỹ"},
    "": {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"},
}  # fmt: skip
# Apple's and Microsoft's mail programs of the 1990s: MacRoman marks sent by way of an old DEC table.
_OLD_MAIL = {"¹": "’", "³": "“", "²": "”", "¸": "‘"}


def _tcvn3() -> Images:
    return _collected((char, chr(first + step)) for first, chars in _TCVN3.items() for step, char in enumerate(chars))


def _vni() -> Images:
    small = [(char, base + sign) for base, signs in _VNI_SIGNS.items() for sign, char in signs.items()]
    return _collected([*small, *((char.upper(), image.upper()) for char, image in small)])


def _old_mail() -> Images:
    return {image: (char,) for image, char in _OLD_MAIL.items()}


@cache
def image_channels() -> tuple[ImageChannel, ...]:
    """All channels of this kind."""
    return (
        ImageChannel("utf-8", "cp1252, undefined bytes dropped", _undefined_dropped),
        ImageChannel("utf-8", "cp949, lost bytes as ?", _replaced("cp949", "?")),
        ImageChannel("utf-8", "gb18030, lost bytes as U+FFFD", _replaced("gb18030", "\ufffd")),
        ImageChannel("utf-8", "cp932, lost bytes as U+FFFD", _replaced("cp932", "\ufffd")),
        ImageChannel("tcvn3", "western", _tcvn3),
        ImageChannel("vni", "western", _vni),
        ImageChannel("old-mail", "western", _old_mail),
    )
