"""How many texts in legacy charsets `pumice.decode` reads exactly, over languages, charsets and lengths.

The texts are translations of free documentation, which are downloaded and never committed:

    apt-get download debian-handbook gnome-user-docs
    for deb in *.deb; do dpkg -x "$deb" BASE; done
    python benchmarks/decode_legacy.py BASE            # as plain text
    python benchmarks/decode_legacy.py BASE --lie      # as pages that declare iso-8859-1
    python benchmarks/decode_legacy.py BASE --mixed    # one line in three in the legacy charset, the others UTF-8
    python benchmarks/decode_legacy.py BASE --misses   # each miss, with what it was read as

A document is a run of paragraphs of one language, at least 500 bytes long, that the charset can write and that is not
all ASCII. It counts when the first text equals what was encoded.
"""

import argparse
import html
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pumice.decode import Decoded, decode

WESTERN = "cp1252 iso8859-1 iso8859-15 cp850 mac_roman"
CENTRAL = "cp1250 iso8859-2 cp852 mac_latin2"
CYRILLIC = "cp1251 koi8-r iso8859-5 cp866 mac_cyrillic"
CHARSETS = {
    **dict.fromkeys(["ca", "da", "de", "es", "fi", "fr", "gl", "id", "it", "nb", "nl", "pt", "sv", "en"], WESTERN),
    **dict.fromkeys(["cs", "pl", "hu", "hr", "sl"], CENTRAL),
    "ro": "cp1250 iso8859-2 iso8859-16",
    **dict.fromkeys(["lt", "lv"], "cp1257 iso8859-13 iso8859-4 cp775"),
    "ru": CYRILLIC,
    "sr": "cp1251 iso8859-5",
    "uk": "cp1251 koi8-u iso8859-5 mac_cyrillic",
    "el": "cp1253 iso8859-7 cp737",
    "tr": "cp1254 iso8859-9 cp857",
    "he": "cp1255 iso8859-8 cp862",
    "ar": "cp1256 iso8859-6",
    "fa": "cp1256",
    "vi": "cp1258",
    "ja": "cp932 shift_jis euc_jp iso2022_jp",
    "zh": "gb2312 gbk gb18030 hz",
    "zh-TW": "big5 cp950",
    "ko": "euc_kr cp949 johab",
}
EVERYWHERE = "utf-8 utf-16 utf-16-le utf-16-be utf-8-sig"
PAGE = '<html><head><title>.</title><meta charset="iso-8859-1"></head><body><p>{}</p></body></html>\n'


def language_of(path: Path) -> str:
    """The language of a file, by the folder that names it: `cs-CZ`, `zh_TW`, `pt_BR`."""
    for part in path.parts:
        if re.fullmatch(r"[a-z]{2}([-_][A-Z]{2})?", part) and part[:2] in CHARSETS:
            return "zh-TW" if part[:2] == "zh" and part.endswith("TW") else part[:2]
    return ""


def paragraphs(path: Path) -> Iterator[str]:
    """The paragraphs of a page, without tags."""
    page = re.sub(r"(?is)<(script|style|pre|head|info)\b.*?</\1>", " ", path.read_text(encoding="utf-8"))
    for found in re.finditer(r"(?is)<(p|li|dd|title)\b[^>]*>(.*?)</\1>", page):
        text = html.unescape(re.sub(r"<[^>]+>", "", found[2]))
        text = unicodedata.normalize("NFC", " ".join(text.split()))
        if len(text) > 50:
            yield text


def pools(base: Path) -> dict[str, list[str]]:
    """Paragraphs by language; those that stand in several languages were not translated, and are left out."""
    found: dict[str, dict[str, None]] = {}
    for path in sorted([*base.rglob("*.html"), *base.rglob("*.page")]):
        if language := language_of(path):
            found.setdefault(language, {}).update(dict.fromkeys(paragraphs(path)))
    spread = Counter(text for texts in found.values() for text in texts)
    return {language: [text for text in texts if spread[text] == 1] for language, texts in sorted(found.items())}


def documents(pool: list[str], charset: str, count: int, rng: random.Random) -> Iterator[str]:
    """Up to `count` texts of 500 bytes to some thousands that `charset` can write."""
    for _ in range(count):
        wanted = rng.choice((500, 800, 1500, 4000))
        text = ""
        while len(text.encode(charset, "ignore")) < wanted and pool:
            paragraph = rng.choice(pool)
            if paragraph.encode(charset, "ignore").decode(charset) == paragraph:
                text += paragraph + "\n"
            elif rng.random() < 0.02:
                break
        if len(text.encode(charset, "ignore")) >= 500 and not text.isascii():
            yield text


def differences(written: str, decoded: Decoded) -> str:
    """Pairs of characters written and read instead, a few."""
    pairs = zip(written, decoded.text.removeprefix("\ufeff"), strict=False)
    return " ".join(repr(a + b) for a, b in sorted({(a, b) for a, b in pairs if a != b})[:6])


def mixed(text: str, charset: str) -> bytes:
    """Every third line, from the second on, in `charset`; the others in UTF-8."""
    lines = text.splitlines(keepends=True)
    return b"".join(line.encode(charset if at % 3 == 1 else "utf-8") for at, line in enumerate(lines))


def main() -> int:
    """Print a row for each language and charset, and the share over all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("base", type=Path)
    parser.add_argument("--lie", action="store_true", help="pages that declare iso-8859-1")
    parser.add_argument("--mixed", action="store_true", help="one line in three in the legacy charset")
    parser.add_argument("--misses", action="store_true", help="print each miss")
    parser.add_argument("--count", type=int, default=10, help="documents for each language and charset")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    form = PAGE if options.lie else "{}"
    right = total = 0
    for language, pool in pools(options.base).items():
        cells = []
        everywhere = "" if options.lie or options.mixed else EVERYWHERE
        for charset in f"{CHARSETS[language]} {everywhere}".split():
            written = [form.format(text) for text in documents(pool, charset, options.count, rng)]
            files = [mixed(text, charset) if options.mixed else text.encode(charset) for text in written]
            read = [decode(file, markup=options.lie) for file in files]
            pairs = list(zip(written, read, strict=True))
            missed = [pair for pair in pairs if pair[1].text.removeprefix("\ufeff") != pair[0]]
            right, total = right + len(pairs) - len(missed), total + len(pairs)
            cells.append(f"{charset} {len(pairs) - len(missed)}/{len(pairs)}")
            for text, decoded in missed if options.misses else ():
                print("   ", language, charset, "read as", decoded.encoding, decoded.how, differences(text, decoded))
        print(language, "; ".join(cells), flush=True)
    print(f"{right} of {total} exact: {100 * right / max(total, 1):.2f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
