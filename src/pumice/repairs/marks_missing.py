"""Letters that were lost outright: U+FFFD inside a word, ligatures that became ?, an Ã that became A."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Final

from pumice import words
from pumice.edits import Edit, evidence
from pumice.repairs.marks_evidence import LETTER, commonest, english, near, tongues_about
from pumice.repairs.quoting import quoted
from pumice.rule import rule

# The accented letters of the languages with word lists, small; capitals are tried where the word has capitals.
LETTERS: Final = "äöüßéèêëàâîïôûùçñáíóúãõåæøœőűąćęłńśźżčďěňřšťůžýășțğışòìđð"
# Only where a word begins, so that a long word without lost letters is gone through once.
LOST_LETTER: Final = re.compile(f"(?<![{LETTER}\ufffd])[{LETTER}\ufffd]*\ufffd[{LETTER}\ufffd]*")
MOST: Final = 2  # lost letters a word: with three, some word always fits
WORDS: Final = 3_000  # different words with lost letters that a text may have: no writing has so many
LISTED: Final = 200
LISTED_SHORT: Final = 500  # for words of three letters
CLEAR: Final = 60  # the next candidate must be four times rarer
LIGATURES: Final = ("fi", "ff", "fl", "ffi", "ffl")
LOST_LIGATURE: Final = re.compile(r"\?(?<=[a-z ]\?)(?=[a-z]{2})")
FOLDED: Final = re.compile("A([\xa0-\xbf])")


@lru_cache(maxsize=1 << 10)
def _filled(word: str, langs: tuple[str, ...]) -> str | None:
    """`word` with its lost letters, if one listed word fits clearly better than all others."""
    lost = word.count("\ufffd")
    if lost > MOST or len(word) < 3 or len(word) - lost < 2:
        return None
    if word[0] == "\ufffd" and not word.replace("\ufffd", "").isupper():
        return None  # a capital as like as not, and the lists know no case
    letters = LETTERS.upper().replace("SS", "") if word.replace("\ufffd", "").isupper() else LETTERS
    parts = word.split("\ufffd")
    ranked = sorted(
        ((_support(found, langs), found) for fill in product(letters, repeat=lost) if (found := _joined(parts, fill))),
        reverse=True,
    )
    enough = LISTED_SHORT if len(word) == 3 else LISTED
    if ranked[0][0] >= enough and ranked[0][0] - ranked[1][0] >= CLEAR:
        return ranked[0][1]
    return None


def _joined(parts: list[str], fill: tuple[str, ...]) -> str:
    return "".join(part + letter for part, letter in zip(parts, (*fill, ""), strict=True))


def _support(word: str, langs: tuple[str, ...]) -> int:
    """How common `word` is, a later language counting less; asked of the tables directly, since it is asked often."""
    small = word.lower()
    if "ß" in small:
        small = small.replace("ß", "ss")  # as the German list writes it
    return max(words.table(lang).get(small, 0) - 100 * place for place, lang in enumerate(langs))


def _beside(text: str, start: int, end: int, filled: str) -> bool:
    """Whether the line shows the sound word too, and so the damaged one on purpose."""
    line = text[max(0, start - 200) : start].rpartition("\n")[2] + "\n" + text[end : end + 200].partition("\n")[0]
    return filled.lower() in line.lower()


@rule(
    "repair.lost-letter",
    concerns=r"\x{FFFD}",
    summary="U+FFFD inside a word becomes the one letter that makes a word of the text's language.",
    source="Unicode 3.9, U+FFFD substitution; word lists of wordfreq",
    changes=(("Die Universit\ufffdt M\ufffdnchen ist gro\ufffd.", "Die Universität München ist groß."),),
    keeps=("The sign \ufffd, \ufffd\ufffd\ufffd and b\ufffdr.", "Mr X\ufffdqz and \ufffdlkj"),
)
def lost_letters(text: str) -> Iterator[Edit]:
    """Edits for U+FFFD inside words."""
    if "\ufffd" not in text:
        return
    tried: set[str] = set()
    for found in LOST_LETTER.finditer(text):
        word, at = found[0], found.start()
        tried.add(word)
        if len(tried) > WORDS:
            return
        langs = tongues_about(text, at)
        filled = _filled(word, langs)
        if filled and not _beside(text, at, found.end(), filled):
            for place, letter in enumerate(word):
                if letter == "\ufffd":
                    yield Edit(at + place, letter, filled[place], "repair.lost-letter", evidence(word=filled))


def _ligature(text: str, at: int) -> tuple[int, str]:
    """How common the commonest English word is that a ligature makes around the ? at `at`, and the ligature."""
    left = re.search(r"(?<![A-Za-z])[A-Za-z]*\Z", text[max(0, at - 30) : at])
    right = re.match(r"[a-z]+", text[at + 1 : at + 30])
    if left is None or right is None:
        return 0, ""
    return max((commonest(left[0] + ligature + right[0], ("en",)), ligature) for ligature in LIGATURES)


@rule(
    "repair.lost-ligature",
    concerns=r"[a-z ]\?[a-z]{2}",
    summary="? for a ligature of f becomes its letters, where several English words need one.",
    source="U+FB00–FB04 written in a charset without them",
    changes=(("a signi?cant and e?cient way to ?nd it", "a significant and efficient way to find it"),),
    keeps=("colou?r, favou?rite and https?", "Is it signi?cant?"),
)
def lost_ligatures(text: str) -> Iterator[Edit]:
    """Edits for ? where a ligature was."""
    if "?" not in text:
        return
    found = [(place.start(), *_ligature(text, place.start())) for place in LOST_LIGATURE.finditer(text)]
    sure = [(at, ligature) for at, common, ligature in found if common >= LISTED and english(text, at)]
    inside = [at for at, _ in sure if text[at - 1].isalpha()]
    for at, ligature in sure:
        if len(inside) >= 2 and near(inside, at):
            yield Edit(at, "?", ligature, "repair.lost-ligature", evidence(words=len(inside)))


@rule(
    "repair.folded-utf-8",
    concerns=r"A[\x{A0}-\x{BF}]",
    summary="A and a sign, left of UTF-8 read as Latin-1 whose Ã was folded to A, become the letter they were.",
    source="RFC 3629: 0xC3 and one byte write the letters U+00C0–U+00FF",
    changes=(("au cafA© avec la crA¨me", "au café avec la crème"),),
    keeps=("Company A© and 5 A° or A»", "l’A¯ 12 A²"),
)
def folded(text: str) -> Iterator[Edit]:
    """Edits for A© where Ã© was é."""
    if text.isascii():
        return
    for found in FOLDED.finditer(text):
        at, letter = found.start(), chr(ord(found[1]) + 0x40)
        left = re.search(f"[{LETTER}]*\\Z", text[max(0, at - 30) : at])
        right = re.match(f"[{LETTER}]*", text[at + 2 : at + 30])
        word = (left[0] if left else "") + letter + (right[0] if right else "")
        langs = tongues_about(text, at)
        if len(word) > 2 and commonest(word, langs) >= LISTED and not quoted(text, at, at + 2, letter):
            yield Edit(at, found[0], letter, "repair.folded-utf-8", evidence(word=word))
