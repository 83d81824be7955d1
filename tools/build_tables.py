"""Build the tables that travel with the package, from libraries that need not be installed where pumice runs.

    python tools/build_tables.py words      # word frequencies, from wordfreq
    python tools/build_tables.py language   # n-gram weights, from langdetect's profiles
    python tools/build_tables.py cjk        # character frequencies, from the word tables
    python tools/build_tables.py common     # the most frequent words, from the word tables
    python tools/build_tables.py sound-g    # words in g- that no quotation mark made, from the word tables

Without an argument all are built. The output is the same on every machine and Python version; `digests.toml` in the
data folder names what each table was made from and its own digest, and a test compares.
"""

import gzip
import hashlib
import json
import lzma
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from runpy import run_path

DATA = Path(__file__).resolve().parent.parent / "src" / "pumice" / "data"

# Words kept per language. English is whole: "no word list knows it" is evidence only from a list that knows the rare
# words too. The others serve as positive evidence, where the first tens of thousands of words do the work.
WHOLE = 1_000_000
MANY = 50_000
OTHERS = (
    "ar bg ca cs da de el es fa fi fr he hi hu id is it ja ko lt lv mk nb nl pl pt ro ru sh sk sl sv tr uk ur vi zh"
)
LANGUAGES = {**dict.fromkeys(OTHERS.split(), MANY), "en": WHOLE}
STEP = 10  # centi-zipf that one bucket spans: finer than any threshold that reads it
HIGHEST = 900  # centi-zipf of a frequency of 1

FOLDED = re.compile(r"[0-9]")


def packed(text: str) -> bytes:
    """`text` compressed the same way by every liblzma: one thread, a named preset, no time stamps in the format."""
    return lzma.compress(text.encode(), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, preset=9)


def word_table(lang: str, size: int) -> str:
    """Line n holds, sorted, the words whose frequency lies in n·STEP … n·STEP+STEP-1 centi-zipf below HIGHEST."""
    from wordfreq import available_languages, read_cBpack

    folder = Path(sys.modules["wordfreq"].__file__ or "").parent / "data"
    kind = "large" if lang in available_languages("large") else "small"
    buckets: dict[int, list[str]] = defaultdict(list)
    taken = 0
    for below, words in enumerate(read_cBpack(str(folder / f"{kind}_{lang}.msgpack.gz"))):
        if taken >= size:
            break
        kept = [word for word in words if not FOLDED.search(word) and " " not in word]
        buckets[below // STEP].extend(kept)
        taken += len(kept)
    return "\n".join(" ".join(sorted(buckets[row])) for row in range(max(buckets) + 1))


def build_words() -> dict[str, str]:
    """Write every word table; digests of the unpacked text by file."""
    folder = DATA / "words"
    folder.mkdir(parents=True, exist_ok=True)
    digests = {}
    for lang, size in sorted(LANGUAGES.items()):
        text = word_table(lang, size)
        (folder / f"{lang}.txt.xz").write_bytes(packed(text))
        digests[f"words/{lang}.txt"] = hashlib.sha256(text.encode()).hexdigest()
    return digests


def profiles() -> Iterator[tuple[str, dict[str, int], list[int]]]:
    """langdetect's profiles, sorted by name: language, n-gram counts, total counts of 1-, 2- and 3-grams."""
    import langdetect

    folder = Path(langdetect.__file__).parent / "profiles"
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.is_file():
            profile = json.loads(path.read_text(encoding="utf-8"))
            yield path.name, profile["freq"], profile["n_words"]


SCALE = 256  # a weight's unit is 1/256 nat
FLOOR = 0.5 / 10_000  # langdetect's own smoothing: alpha 0.5 over a base frequency of 10,000


def weights() -> tuple[list[str], dict[str, list[tuple[int, int]]]]:
    """Languages, and for each n-gram the (language index, log-likelihood above the floor) pairs that are not 0."""
    names: list[str] = []
    table: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, (name, counts, totals) in enumerate(profiles()):
        names.append(name)
        for gram, count in counts.items():
            if 1 <= len(gram) <= 3:
                share = count / totals[len(gram) - 1]
                weight = round(SCALE * math.log((share + FLOOR) / FLOOR))
                if weight:
                    table[gram].append((index, weight))
    return names, table


def alphabet(table: dict[str, list[tuple[int, int]]]) -> list[str]:
    """How langdetect folds each character before it counts: lines of "folded" + the characters folded to it."""
    from langdetect.utils.ngram import NGram

    letters = {gram for gram in table if len(gram) == 1} | {char for gram in table for char in gram}
    folded: dict[str, list[str]] = defaultdict(list)
    for code in range(0x10000):
        char = chr(code)
        to = NGram.normalize(char)
        if to != char and (to in letters or to == " ") and not 0xD800 <= code < 0xE000:
            folded[to].append(char)
    same = "".join(sorted(letters - {" "}))
    return [same, *(to + "".join(chars) for to, chars in sorted(folded.items()))]


def language_table() -> str:
    """Languages; number of alphabet lines; alphabet lines; n-grams; weights — as `pumice.language` reads them.

    A weight list is written as characters: language index + 0x100, then weight + 0x1000, in turn.
    """
    names, table = weights()
    letters = [json.dumps(line) for line in alphabet(table)]
    grams = sorted(table)
    rows = ["".join(chr(0x100 + index) + chr(0x1000 + weight) for index, weight in table[gram]) for gram in grams]
    return "\n".join([" ".join(names), str(len(letters)), *letters, "\t".join(grams), "\t".join(rows)])


def build_language() -> dict[str, str]:
    """Write the n-gram table; its digest by file."""
    text = language_table()
    (DATA / "language.txt.xz").write_bytes(packed(text))
    return {"language.txt": hashlib.sha256(text.encode()).hexdigest()}


def characters(lang: str, mapping: dict[int, str | int]) -> dict[str, int]:
    """How often each CJK character stands in running text of `lang`, in centi-zipf, summed over the word list.

    With a `mapping` from traditional to simplified characters, a character counts as often as what it maps to.
    """
    from pumice.words import table

    share: dict[str, float] = defaultdict(float)
    for word, frequency in sorted(table(lang).items()):
        for char in word:
            if ord(char) >= CJK:
                share[char] += 10 ** (frequency / 100)
    for old, new in sorted(mapping.items()):
        simple = new if isinstance(new, str) else chr(new)
        if simple in share and chr(old) not in share:
            share[chr(old)] = share[simple]
    return {char: round(100 * math.log10(total)) for char, total in sorted(share.items())}


def cjk_table() -> str:
    """One line a language: its name, then its characters each followed by 0x100 + its centi-zipf as a character."""
    import msgpack
    import wordfreq

    path = Path(wordfreq.__file__).parent / "data" / "_chinese_mapping.msgpack.gz"
    traditional = msgpack.unpackb(gzip.decompress(path.read_bytes()), raw=False, strict_map_key=False)
    rows = []
    for lang in ("ja", "ko", "zh"):
        found = characters(lang, traditional if lang == "zh" else {})
        rows.append(lang + "".join(char + chr(0x100 + value) for char, value in found.items()))
    return "\n".join(rows)


CJK = 0x2E80  # where the CJK blocks start


def build_cjk() -> dict[str, str]:
    """Write the table of CJK characters (needs the word tables); its digest by file."""
    text = cjk_table()
    (DATA / "cjk.txt.xz").write_bytes(packed(text))
    return {"cjk.txt": hashlib.sha256(text.encode()).hexdigest()}


LATIN_WRITTEN = "ca cs da de en es fi fr hu id is it lt lv nb nl pl pt ro sh sk sl sv tr vi"
LATIN = frozenset(LATIN_WRITTEN.split())
COMMON = 60  # most frequent words kept for the quick guess of a language


def common_table() -> str:
    """One line a language: its name, then its most frequent words of two letters and more."""
    from pumice.words import LANGUAGES as LISTED
    from pumice.words import table

    rows = []
    for lang in LISTED:
        words = sorted(table(lang).items(), key=lambda pair: (-pair[1], pair[0]))
        own = [word for word, _ in words if len(word) > 1 and (word < "\u0250") == (lang in LATIN)]
        kept = own[:COMMON]
        rows.append(" ".join([lang, *kept]))
    return "\n".join(rows)


def build_common() -> dict[str, str]:
    """Write the table of common words (needs the word tables); its digest by file."""
    text = common_table()
    (DATA / "common.txt.xz").write_bytes(packed(text))
    return {"common.txt": hashlib.sha256(text.encode()).hexdigest()}


SOUND = 250  # centi-zipf from which a word in g- is worth a place in the quick search


def sound_g_table() -> str:
    """The common English words in g- that cannot be an opening quotation mark and a word, in order."""
    from pumice.words import table

    # By its path: the package around it cannot be imported while this table is missing.
    may_open = run_path(str(DATA.parent / "repairs" / "leadbyte_words.py"), run_name="leadbyte_words")["may_open"]
    common = (word for word, zipf in table("en").items() if zipf >= SOUND and re.fullmatch("g[a-z]+", word))
    return " ".join(sorted(word for word in common if not may_open(word)))


def build_sound_g() -> dict[str, str]:
    """Write the table of words in g- (needs the word tables); its digest by file."""
    text = sound_g_table()
    (DATA / "sound-g.txt.xz").write_bytes(packed(text))
    return {"sound-g.txt": hashlib.sha256(text.encode()).hexdigest()}


SOURCES = """\
# What the tables in this folder were made from (tools/build_tables.py) and the sha256 of each, unpacked.
#
# words/, cjk, common, sound-g
#             wordfreq {wordfreq}; data by Robyn Speer and its sources, CC BY-SA 4.0: the packed lists are shared under
#           the same licence. https://doi.org/10.5281/zenodo.7199437
# language  profiles of langdetect {langdetect} (Nakatani Shuyo, Michal Danilak), Apache-2.0
# page.json  learned from six public page sets by tools/train_html.py; weights and counts only
"""


def main(wanted: list[str]) -> None:
    digests: dict[str, str] = {}
    path = DATA / "digests.toml"
    if path.exists():
        digests.update(re.findall(r'^"(.+)" = "(.+)"$', path.read_text(encoding="utf-8"), re.M))
    for name, build in (
        ("words", build_words),
        ("language", build_language),
        ("cjk", build_cjk),
        ("common", build_common),
        ("sound-g", build_sound_g),
    ):
        if name in wanted or not wanted:
            digests.update(build())
    head = SOURCES.format(wordfreq=version("wordfreq"), langdetect=version("langdetect"))
    rows = "".join(f'"{name}" = "{digest}"\n' for name, digest in sorted(digests.items()))
    path.write_text(f"{head}\n{rows}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
