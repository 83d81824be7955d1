"""What shows that a mark or letter belongs where a repair would put it: contractions, words, quotations, languages."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pumice import language, words

# Letters of the Latin alphabet with and without accents, as Unicode 1 had them: no table that grows is asked.
LETTER: Final = "A-Za-zÀ-ÖØ-öø-ɏ"
WORD_END: Final = re.compile(f"[{LETTER}]+\\Z")
WORD_START: Final = re.compile(f"[{LETTER}]+")
LONGEST: Final = 40
BLOCK: Final = 3_000
WINDOW: Final = 12_000  # code points in which one proof speaks for another place
LATIN: Final = frozenset("ca cs da de en es fi fr hu id is it lt lv nb nl pl pt ro sh sk sl sv tr vi".split())  # noqa: SIM905
_NAMES: Final = {"no": "nb", "hr": "sh"}  # language profile → word list

ELIDED: Final = re.compile(  # French, Italian, Catalan: what stands before an apostrophe that a vowel follows
    r"(?:[cdjlmnst]|(?:jus|lors|puis|quel)?qu|aujourd|dell|all|nell|sull|dall|coll|un|quest|quell|bell|sant)\Z", re.I
)
VOWEL: Final = frozenset("aeiouhyàâéèêëîïôöûüAEIOUHYÀÂÉÈÊËÎÏÔÖÛÜ")
# Suffixes and the word they make with what is before an apostrophe; ’s follows nearly any word and is asked elsewhere.
CONTRACTED: Final = frozenset(("t", "s", "re", "ve", "ll", "d", "m"))
COMMON: Final = 300  # centi-zipf from which a contraction counts: didn't 600, there'd 310, oughtn't 300
OWNERS: Final = frozenset("it he she that what who there here let where how everyone someone one".split())  # noqa: SIM905


def before(text: str, at: int) -> str:
    """The letters that end at `at`."""
    found = WORD_END.search(text, max(0, at - LONGEST), at)
    return found[0] if found else ""


def after(text: str, at: int) -> str:
    """The letters that start at `at`."""
    found = WORD_START.match(text, at, at + LONGEST)
    return found[0] if found else ""


@lru_cache(maxsize=1 << 14)
def contraction(left: str, right: str) -> bool:
    """Whether English writes left’right, a suffix being cut from a word: don’t, we’ll, it’s; owners not counted."""
    if not left or right.lower() not in CONTRACTED:
        return False
    if right.lower() == "s":
        return left.lower() in OWNERS
    return words.frequency(f"{left}'{right}", "en") >= COMMON


def near(places: list[int], at: int) -> bool:
    """Whether one of the sorted `places` is within WINDOW of `at`."""
    left = bisect_left(places, at - WINDOW)
    return left < len(places) and places[left] <= at + WINDOW


def elision(left: str, right: str) -> bool:
    """Whether a Romance language writes left’right: l’homme, qu’il, dell’arte."""
    return bool(left and right and right[0] in VOWEL and ELIDED.match(left))


@lru_cache(maxsize=64)
def tongues(sample: str) -> tuple[str, ...]:
    """The word lists of the languages that `sample`, or part of it, may be in, likeliest first; English always."""
    scored = language.scores(sample)
    likely = sorted(scored, key=lambda name: (-scored[name], name))[:3]
    lists = [_NAMES.get(name, name) for name in likely]
    return tuple(dict.fromkeys([*(name for name in lists if name in LATIN), "en"]))


def tongues_about(text: str, at: int) -> tuple[str, ...]:
    """`tongues` of the text about `at`, the same for all places of a block of it."""
    start = at // BLOCK * BLOCK
    return tongues(text[max(0, start - 500) : start + BLOCK + 500].replace("\ufffd", ""))


def commonest(word: str, langs: tuple[str, ...]) -> int:
    """The highest centi-zipf of `word` in any of `langs`; the German list writes ß as ss."""
    if "ß" in word:
        return words.frequency(word.replace("ß", "ss"), "de") if "de" in langs else 0
    return max((words.frequency(word, lang) for lang in langs), default=0)


def english(text: str, at: int) -> bool:
    """Whether most words about `at` are English ones."""
    found = WORD_START.findall(text, max(0, at - 150), at + 150)
    return sum(words.frequency(word, "en") >= COMMON for word in found) * 2 >= len(found)


def wordlike(char: str) -> bool:
    """Whether `char` is a letter or digit of some script, by ranges that no version of Unicode will change."""
    return ("0" <= char <= "9" or "A" <= char <= "Z" or "a" <= char <= "z") or (
        "\u00c0" <= char < "\u2000" or "\u2c00" <= char < "\ud800"
    )


def windows(text: str, most: int) -> Iterator[tuple[int, int]]:
    """The text in spans of at most `most` code points, cut behind a line end where there is one: evidence is local."""
    start = 0
    while start < len(text):
        end = len(text) if start + most >= len(text) else (text.rfind("\n", start, start + most) + 1 or start + most)
        yield start, end
        start = end
