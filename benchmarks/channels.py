"""How many documents come back exactly, by channel of damage and language, on texts that the caller brings.

    python benchmarks/channels.py BASE…            # folders of texts: .html .page .xml .txt .text, or fortunes
    EACH=10 ONLY=utf-8 LANG_ONLY=de,ru SHOW=2 python benchmarks/channels.py BASE…

BASE is any folder of sound UTF-8 texts, such as the unpacked packages gnome-user-docs, installation-guide-amd64,
debian-reference-*, fortunes-* of Debian. A document is three to eight paragraphs of one language, drawn with a fixed
seed. Where a charset lacks typographic marks, the document is written with plain ones before it is damaged, as people
wrote in that charset; where it lacks letters, the document is left out. A document also counts as left out ("lossy")
if the channel does not keep all of it, or if the damage does not show. EACH (4) documents a channel and language.
"""

import os
import quopri
import random
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from pumice.language import identify
from pumice.repairs import STEPS

Damage = Callable[[str], str | None]
SEED = 20_261_123
POOL = 4_000  # paragraphs of a language
LATIN1 = ("fr", "de", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "ca", "en")
LATIN2 = ("cs", "pl", "hu", "ro", "sk", "sl", "hr")
BALTIC = ("lt", "lv", "et")
CYRILLIC = ("ru", "uk", "bg", "mk")
EAST = ("ja", "ko", "zh-cn", "zh-tw")
ALL = (*LATIN1, *LATIN2, *BALTIC, *CYRILLIC, "tr", "el", "he", "ar", "fa", "th", "vi", *EAST)
_MARKS = (
    '“"',
    '”"',
    '„"',
    "‘'",
    "’'",
    "–-",
    "—-",
    "…...",
    '«"',
    '»"',
    "→->",
    "•*",
    "−-",
    "™(TM)",
    "\xa0 ",
    "\u202f ",
    "\u200b",
)
PLAIN = str.maketrans({pair[0]: pair[1:] for pair in _MARKS})
C1 = dict.fromkeys(range(0x80, 0xA0))
CJK = ("gb18030", "big5", "euc_kr", "euc_jp", "cp932")


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of damage and the languages it is tried on; `lossless` where the damage must keep everything."""

    name: str
    damage: Damage
    languages: tuple[str, ...]
    undo: Damage | None = None


def _written(text: str, charset: str) -> bytes | None:
    for form in (text, text.translate(PLAIN)):
        try:
            return form.encode(charset)
        except UnicodeEncodeError:
            continue
    return None


@cache
def _table(charset: str) -> tuple[str, ...]:
    """What each byte is read as; undefined bytes as the control of the same number, as browsers do."""
    return tuple(bytes([byte]).decode(charset, "ignore") or chr(byte) for byte in range(256))


def _read(data: bytes, charset: str) -> str | None:
    if charset in (*CJK, "cp949", "cp950", "utf-8"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            return None
    return "".join(_table(charset)[byte] for byte in data)


def _via(wrote: str, read: str, times: int = 1) -> Damage:
    def damage(text: str) -> str | None:
        found: str | None = text
        for _ in range(times):
            data = _written(found, wrote) if found is not None else None
            found = _read(data, read) if data is not None else None
        return found

    return damage


def _clean(text: str, wrote: str) -> str | None:
    """The document as it was written in a charset."""
    data = _written(text, wrote)
    return data.decode(wrote) if data is not None else None


def _recoded(wrote: str, read: str, languages: tuple[str, ...], times: int = 1) -> Channel:
    name = f"{wrote} as {read}" + (" twice" if times > 1 else "")
    return Channel(name, _via(wrote, read, times), languages, lambda text: _clean(text, wrote))


def _stripped(wrote: str) -> Damage:
    def damage(text: str) -> str | None:
        data = _written(text, wrote)
        return data.decode("latin-1").translate(C1) if data is not None else None

    return damage


def _apostrophe(sign: str) -> Damage:
    return lambda text: re.sub("(?<=[a-z])’(?=[a-z])", sign, text)


def _escaped(spell: Callable[[str], str]) -> Damage:
    return lambda text: re.sub("[^\x00-\x7f]", lambda found: spell(found[0]), text)


def _quoted_printable(charset: str) -> Damage:
    def damage(text: str) -> str | None:
        data = _written(text.replace("=", "-"), charset)
        return quopri.encodestring(data).decode("ascii") if data is not None else None

    return damage


def _utf_7(text: str) -> str:
    return "".join(part.encode("utf-7").decode() if not part.isascii() else part
                   for part in re.split("([^\x00-\x7f]+)", text.replace("+", "-")))  # fmt: skip


def _entities(text: str) -> str:
    from html.entities import codepoint2name

    return re.sub("[^\x00-\x7f]", lambda found: f"&amp;{codepoint2name.get(ord(found[0]), f'#{ord(found[0])}')};", text)


def _iso_2022(text: str) -> str | None:
    data = _written(text, "iso2022_jp")
    return data.decode("ascii").replace("\x1b", "") if data is not None else None


def _paragraph(inner: Damage) -> Damage:
    """One paragraph in the middle damaged."""

    def damage(text: str) -> str | None:
        lines = text.split("\n")
        broken = inner(lines[len(lines) // 2])
        return None if broken is None else "\n".join([*lines[: len(lines) // 2], broken, *lines[len(lines) // 2 + 1 :]])

    return damage


def _rows() -> Iterator[Channel]:
    yield Channel("none", lambda text: text, ALL)
    for read in ("cp1252", "mac_roman", "cp437", "cp850", "cp852", "cp866", "koi8_r", "cp1250", "cp1251", "cp1253",
                 "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "iso8859_15", "gb18030", "cp932", "cp949",
                 "cp950", "euc_jp"):  # fmt: skip
        yield _recoded("utf-8", read, ALL)
    yield _recoded("utf-8", "cp1252", ALL, 2)
    groups = {
        ("cp1250", "iso8859_2", "cp852", "mac_latin2"): LATIN2,
        ("cp1257", "iso8859_4", "iso8859_13", "cp775"): BALTIC,
        ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic"): CYRILLIC,
        ("koi8_u",): ("uk",),
        ("cp1253", "iso8859_7", "cp737", "mac_greek"): ("el",),
        ("cp1254", "cp857", "mac_turkish"): ("tr",),
        ("cp1255", "cp862"): ("he",),
        ("cp1256", "iso8859_6"): ("ar", "fa"),
        ("cp874",): ("th",),
        ("cp1258",): ("vi",),
        ("gb18030",): ("zh-cn", "zh-tw"),
        ("big5",): ("zh-tw",),
        ("euc_kr",): ("ko",),
        ("euc_jp", "cp932"): ("ja",),
        ("mac_roman", "cp437", "cp850", "iso8859_15"): LATIN1,
    }
    for charsets, languages in groups.items():
        for wrote in charsets:
            yield _recoded(wrote, "cp1252", languages)
        for wrote, read in product(charsets, charsets):
            if wrote != read and "mac_roman" not in charsets:
                yield _recoded(wrote, read, languages)
    for read in ("mac_roman", "cp437", "cp850", "cp852", "cp866", "cp1250", "cp1251", "cp1253", "koi8_r", "gb18030",
                 "cp932", "cp949", "cp950"):  # fmt: skip
        yield _recoded("cp1252", read, LATIN1)
    for pair, languages in {
        "gb18030 mac_roman, gb18030 cp1251, gb18030 big5": ("zh-cn", "zh-tw", "en"),
        "big5 mac_roman, big5 gb18030": ("zh-tw", "en"),
        "euc_kr mac_roman, euc_kr gb18030": ("ko", "en"),
        "cp932 mac_roman, cp932 cp437, cp932 cp850, cp932 gb18030, euc_jp cp932": ("ja", "en"),
        "cp1251 mac_roman, cp1251 cp437, cp1251 cp1250": CYRILLIC,
        "cp1250 mac_roman": LATIN2,
        "cp1253 mac_roman": ("el",),
        "cp1254 mac_roman": ("tr",),
        "cp1256 cp1251, cp1256 cp1254": ("ar", "fa"),
        "cp1255 cp1251, cp1255 mac_roman": ("he",),
        "cp874 mac_roman": ("th",),
        "cp437 cp850, mac_roman cp437, mac_roman cp850, cp850 cp437": LATIN1,
    }.items():
        for wrote, read in (one.split(" ") for one in pair.split(", ")):
            yield _recoded(wrote, read, languages)
    for wrote in ("gb18030", "big5", "euc_jp", "euc_kr", "cp932"):
        yield _recoded(wrote, "cp1252", ("en",))
    yield _recoded("cp1252", "latin-1", LATIN1)
    yield Channel("utf-8 as latin-1, C1 stripped", _stripped("utf-8"), LATIN1 + LATIN2)
    yield Channel("cp932 lead bytes stripped", _stripped("cp932"), ("en",), lambda text: _clean(text, "cp932"))
    yield Channel("? for ’", _apostrophe("?"), ("en", "fr", "it", "ca"))
    yield Channel("U+FFFD for ’", _apostrophe("\ufffd"), ("en", "fr", "it", "ca"))
    yield Channel("%u", _escaped(lambda char: f"%u{ord(char):04X}"), LATIN1 + LATIN2 + CYRILLIC)
    yield Channel("\\u", _escaped(lambda char: f"\\u{ord(char):04x}"), LATIN1 + LATIN2 + CYRILLIC)
    yield Channel("entities doubled", _entities, LATIN1 + LATIN2 + CYRILLIC)
    yield Channel("quoted-printable utf-8", _quoted_printable("utf-8"), LATIN1 + LATIN2, lambda t: t.replace("=", "-"))
    yield Channel("quoted-printable cp1252", _quoted_printable("cp1252"), LATIN1,
                  lambda t: _clean(t.replace("=", "-"), "cp1252"))  # fmt: skip
    yield Channel("utf-7", _utf_7, LATIN1 + LATIN2, lambda text: text.replace("+", "-"))
    yield Channel("iso-2022-jp, ESC lost", _iso_2022, ("ja",), lambda text: _clean(text, "iso2022_jp"))
    for wrote, read, languages in (("utf-8", "cp1252", ALL), ("cp1250", "cp1252", LATIN2),
                                   ("cp1251", "cp1252", CYRILLIC), ("utf-8", "mac_roman", ALL),
                                   ("cp1252", "cp437", LATIN1), ("mac_roman", "cp1252", LATIN1)):  # fmt: skip
        yield Channel(f"one paragraph {wrote} as {read}", _paragraph(_via(wrote, read)), languages,
                      _paragraph(lambda text, wrote=wrote: _clean(text, wrote)))  # type: ignore[misc]  # fmt: skip


def _paragraphs(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    if path.suffix in (".html", ".page", ".xml", ".htm"):
        from bs4 import BeautifulSoup

        tree = BeautifulSoup(text, "lxml")
        parts = [node.get_text() for node in tree.find_all(["p", "li", "dd", "h1", "h2", "h3", "title"])
                 if not node.find(["p", "li"])]  # fmt: skip
    elif re.search("(?m)^%$", text):
        parts = re.split("(?m)^%$", text)
    else:
        parts = text.split("\n\n")
    return [unicodedata.normalize("NFC", " ".join(part.split())) for part in parts]


def _usable(part: str) -> bool:
    return 60 < len(part) < 1_500 and "\ufffd" not in part and not re.search("[\x00-\x1f\x80-\x9f{}\\\\$|<>]", part)


def _curled(text: str) -> str:
    """English with typographic marks, as much of it is published."""
    return re.sub(r'"([^"\n]{1,300}?)"', r"“\1”", re.sub(r"(?<=\w)'(?=\w)", "’", text))


def pools(bases: list[str]) -> dict[str, list[str]]:
    """Language → paragraphs."""
    found: dict[str, dict[str, None]] = {}
    files = [path for base in bases for path in sorted(Path(base).rglob("*"))]
    for path in files:
        if (
            path.is_symlink()
            or not path.is_file()
            or path.suffix not in (".html", ".page", ".xml", ".txt", ".text", "")
        ):
            continue
        try:
            parts = [part for part in _paragraphs(path) if _usable(part)]
        except (UnicodeDecodeError, ValueError):
            continue
        for part in parts:
            lang = identify(part)
            pool = found.setdefault(lang, {})
            if len(pool) < POOL and (lang == "en" or len(part.encode()) > len(part)):
                pool.setdefault(_curled(part) if lang == "en" else part)
    return {lang: list(pool) for lang, pool in sorted(found.items())}


def documents(pool: list[str], count: int, seed: str) -> list[str]:
    """`count` documents of three to eight paragraphs."""
    rng = random.Random(f"{SEED} {seed}")
    return ["\n".join(rng.sample(pool, min(len(pool), rng.randint(3, 8)))) for _ in range(count)]


def repaired(text: str) -> str:
    for step in STEPS:
        text = step.change(text)
    return text


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def measure(channel: Channel, lang: str, pool: list[str], each: int, show: int) -> tuple[int, int, int]:
    """(exact, tried, lossy) of a channel in a language."""
    exact = tried = lossy = 0
    for text in documents(pool, each * 3, f"{channel.name} {lang}"):
        clean = channel.undo(text) if channel.undo else text
        broken = channel.damage(text)
        if broken is None or clean is None or (broken == clean and channel.name != "none"):
            lossy += 1
            continue
        tried += 1
        found = repaired(broken)
        if _same(found, clean):
            exact += 1
        elif show:
            pairs = enumerate(zip(found, clean, strict=False))
            at = next((place for place, (one, other) in pairs if one != other), min(len(found), len(clean)))
            near = slice(max(0, at - 30), at + 30)
            print(f"   {channel.name} {lang}: got {found[near]!r} for {clean[near]!r}")
            show -= 1
        if tried == each:
            break
    return exact, tried, lossy


def main(bases: list[str]) -> None:
    each, show = int(os.environ.get("EACH", "4")), int(os.environ.get("SHOW", "0"))
    only, chosen = os.environ.get("ONLY", ""), os.environ.get("LANG_ONLY", "")
    found = {lang: pool for lang, pool in pools(bases).items() if len(pool) >= 20}
    print({lang: len(pool) for lang, pool in found.items()})
    cells: list[tuple[str, str, int, int]] = []
    start = time.process_time()
    for channel in _rows():
        if not re.search(only, channel.name):
            continue
        row = []
        for lang in channel.languages:
            if lang in found and (not chosen or lang in chosen.split(",")):
                exact, tried, _ = measure(channel, lang, found[lang], each, show)
                if tried:
                    row.append((lang, exact, tried))
                    cells.append((channel.name, lang, exact, tried))
        tried = sum(cell[2] for cell in row)
        if tried:
            missed = " ".join(f"{lang} {exact}/{n}" for lang, exact, n in row if exact < n)
            print(f"{channel.name:34s} {sum(cell[1] for cell in row) / tried:6.1%} of {tried:4d}  {missed}", flush=True)
    damaged = [cell for cell in cells if cell[0] != "none"]
    if damaged:
        share = sum(cell[2] for cell in damaged) / sum(cell[3] for cell in damaged)
        mean = sum(exact / tried for _, _, exact, tried in damaged) / len(damaged)
        print(
            f"{len(damaged)} cells: mean {mean:.1%}, documents {share:.1%}; {time.process_time() - start:.0f} s of CPU"
        )


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
