"""How fast repair is on sound and on damaged text, as a ratio to ftfy in the same run.

    python benchmarks/repair_speed.py [--size CHARS] [--documents N] [--seed N] [--json]

The corpora are made here, seeded: running text of words drawn by frequency from the word lists of the package, with
capitals, commas, full stops and paragraphs, in ASCII, in accented and other alphabets and in Chinese, Japanese and
Korean; and such text damaged by each of 21 accidents. Each document is given to `pumice.repair`, to `pumice.normalize`
without the removal of page furniture, and to `ftfy.fix_text` in turn; times are CPU time of one process. Tables are
read and the searches are warm before the clock runs: a first document of each corpus is not counted.
"""

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from pumice import words
from pumice.pipeline import normalize, repair_text

PARAGRAPH = 60  # words
ACCENTED = ("fr", "de", "es", "pt", "it", "sv", "cs", "pl", "hu", "tr", "ro", "ru", "uk", "el", "vi")
CJK = ("zh", "ja", "ko")
WITHOUT_SPACES = frozenset(("zh", "ja"))
C1 = dict.fromkeys(range(0x80, 0xA0))


def words_of(lang: str) -> tuple[list[str], list[int]]:
    """The commonest words of a language and how often they stand in running text, added up."""
    table = sorted(words.table(lang).items(), key=lambda item: (-item[1], item[0]))[:8_000]
    return [word for word, _ in table], list(accumulate(round(10 ** (zipf / 100)) for _, zipf in table))


def running_text(lang: str, size: int, chance: random.Random) -> str:
    """About `size` characters of words of the language in sentences and paragraphs."""
    known, weights = words_of(lang)
    space = "" if lang in WITHOUT_SPACES else " "
    stop, comma = ("。", "、") if lang in WITHOUT_SPACES else (". ", ", ")
    paragraphs: list[str] = []
    length = 0
    while length < size:
        drawn = chance.choices(known, cum_weights=weights, k=PARAGRAPH)
        parts = [drawn[0].capitalize()]
        for word in drawn[1:]:
            end = chance.random()
            parts.append(stop if end < 0.08 else comma if end < 0.14 else space)
            parts.append(word.capitalize() if end < 0.08 else word)
        paragraphs.append("".join(parts) + stop.rstrip())
        length += len(paragraphs[-1]) + 1
    return "\n".join(paragraphs) + "\n"


def ascii_only(text: str) -> str:
    """English as typewriters had it."""
    return text.encode("ascii", "ignore").decode("ascii")


def curled(text: str) -> str:
    """English with typographic marks: curled apostrophes, a quotation in each paragraph, a dash."""
    text = text.replace("'", "’")
    return re.sub(r"(\w+, )(\w+ \w+ \w+)([ ,.])", r"\1“\2”\3", text).replace(" and ", " – and ", 3)


Damage = Callable[[str], str]


def read_as(wrote: str, read: str) -> Damage:
    """Text written in one charset and read in another; characters that they lack are left out."""

    def damage(text: str) -> str:
        return text.encode(wrote, "ignore").decode(read, "ignore")

    return damage


def as_1252(wrote: str, times: int = 1) -> Damage:
    """Text read as windows-1252, or as ISO 8859-1 where that has no such byte."""

    def damage(text: str) -> str:
        for _ in range(times):
            data = text.encode(wrote, "ignore")
            text = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
        return text

    return damage


def lead_bytes_lost(text: str) -> str:
    """Shift_JIS read as ISO 8859-1, its controls stripped."""
    return text.encode("cp932", "ignore").decode("latin-1").translate(C1)


def spelled(text: str) -> str:
    """Marks and accents as character references, encoded twice."""
    return re.sub(r"[^\x00-\x7f]", lambda found: f"&amp;#{ord(found[0])};", text)


ACCIDENTS: dict[str, tuple[str, Damage]] = {
    "UTF-8 read as windows-1252, fr": ("fr", as_1252("utf-8")),
    "UTF-8 read as windows-1252 twice, fr": ("fr", as_1252("utf-8", 2)),
    "UTF-8 read as windows-1252, ru": ("ru", as_1252("utf-8")),
    "UTF-8 read as Latin-1, controls stripped, de": (
        "de",
        lambda text: text.encode().decode("latin-1").translate(C1),
    ),
    "UTF-8 read as MacRoman, es": ("es", read_as("utf-8", "mac_roman")),
    "UTF-8 read as windows-1251, ru": ("ru", read_as("utf-8", "cp1251")),
    "Shift_JIS lead bytes lost, en": ("en", lead_bytes_lost),
    "Shift_JIS read as windows-1252, ja": ("ja", as_1252("cp932")),
    "GBK read as windows-1252, zh": ("zh", as_1252("gb18030")),
    "GBK marks read as windows-1252, en": ("en", as_1252("gbk")),
    "EUC-KR read as windows-1252, ko": ("ko", as_1252("euc_kr")),
    "Big5 marks read as windows-1252, en": ("en", as_1252("big5")),
    "windows-1252 read as GBK, en": ("en", read_as("cp1252", "gb18030")),
    "MacRoman read as windows-1252, fr": ("fr", as_1252("mac_roman")),
    "windows-1252 read as MacRoman, it": ("it", read_as("cp1252", "mac_roman")),
    "windows-1252 read as cp437, sv": ("sv", read_as("cp1252", "cp437")),
    "windows-1252 read as Latin-1, en": ("en", read_as("cp1252", "latin-1")),
    "windows-1251 read as windows-1252, ru": ("ru", as_1252("cp1251")),
    "KOI8-R read as windows-1252, ru": ("ru", as_1252("koi8_r")),
    "windows-1250 read as windows-1252, cs": ("cs", as_1252("cp1250")),
    "references encoded twice, en": ("en", spelled),
}


@dataclass
class Corpus:
    """A row of the table: documents, and what each of the three took for them, in seconds of CPU."""

    name: str
    documents: list[str]
    seconds: dict[str, float] = field(default_factory=lambda: {"repair": 0.0, "normalize": 0.0, "ftfy": 0.0})

    def row(self) -> dict[str, str | float]:
        """The row: characters a second in millions, and ratios to ftfy."""
        size = sum(map(len, self.documents[1:])) / 1e6
        ftfy = self.seconds["ftfy"]
        return {
            "corpus": self.name,
            "Mchar": round(size, 3),
            "ftfy, Mchar/s": round(size / ftfy, 2),
            "repair, Mchar/s": round(size / self.seconds["repair"], 2),
            "repair to ftfy": round(ftfy / self.seconds["repair"], 2),
            "all but furniture to ftfy": round(ftfy / self.seconds["normalize"], 2),
        }


def corpora(size: int, documents: int, seed: int) -> Iterator[Corpus]:
    """Sound corpora, then damaged ones."""
    chance = random.Random(seed)

    def made(lang: str, count: int) -> list[str]:
        return [running_text(lang, size, chance) for _ in range(count)]

    yield Corpus("sound ASCII, en", [ascii_only(text) for text in made("en", documents + 1)])
    yield Corpus("sound typographic, en", [curled(text) for text in made("en", documents + 1)])
    for lang in (*ACCENTED, *CJK):
        yield Corpus(f"sound {lang}", made(lang, max(2, documents // 4) + 1))
    for name, (lang, damage) in ACCIDENTS.items():
        sound = made(lang, max(2, documents // 4) + 1)
        yield Corpus(name, [damage(curled(text) if lang == "en" else text) for text in sound])


def measure(corpus: Corpus) -> Corpus:
    """Fill in the seconds, the three taking turns on each document; the first document warms them up."""
    import ftfy

    ways: dict[str, Callable[[str], object]] = {
        "repair": repair_text,
        "normalize": lambda text: normalize(text.encode(), name="document.txt", strip="off"),
        "ftfy": ftfy.fix_text,
    }
    for number, text in enumerate(corpus.documents):
        for name, way in ways.items():
            start = time.process_time()
            way(text)
            if number:
                corpus.seconds[name] += time.process_time() - start
    return corpus


def together(name: str, rows: list[Corpus]) -> Corpus:
    """Several corpora as one."""
    whole = Corpus(name, ["", *(text for row in rows for text in row.documents[1:])])
    for row in rows:
        for way, seconds in row.seconds.items():
            whole.seconds[way] += seconds
    return whole


def table(rows: list[dict[str, str | float]]) -> str:
    """The rows as a Markdown table."""
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    return "\n".join(lines + ["| " + " | ".join(str(row[name]) for name in names) + " |" for row in rows])


def main() -> None:
    """Make the corpora, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", type=int, default=10_000, help="characters of a document")
    parser.add_argument(
        "--documents", type=int, default=20, help="documents of the ASCII corpus; the others have fewer"
    )
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--json", action="store_true", help="JSON, not a table")
    chosen = parser.parse_args()
    rows = [measure(corpus) for corpus in corpora(chosen.size, chosen.documents, chosen.seed)]
    sound, damaged = rows[2 : 2 + len(ACCENTED) + len(CJK)], rows[2 + len(ACCENTED) + len(CJK) :]
    rows += [together("sound accented and CJK, together", sound), together("damaged, together", damaged)]
    found = [row.row() for row in rows]
    print(json.dumps(found, ensure_ascii=False, indent=1) if chosen.json else table(found))


if __name__ == "__main__":
    main()
