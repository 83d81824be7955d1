"""Shift_JIS marks that lost their lead byte: where it is worth while to look.

Judging a window costs far more than reading it, so a window is judged only if it holds a word that English does not
list but would, were it rid of a mark. Most texts hold none, and learn so at the speed of a text search.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pumice.repairs.leadbyte_common import COMMON, ODD_F, ODD_G, SOUND_G
from pumice.repairs.leadbyte_owners import FILE_SYSTEMS
from pumice.repairs.leadbyte_readings import sound_end
from pumice.repairs.leadbyte_words import OPEN_COST, PLAIN_SHAPE, Run, apostrophe, listed, sound_cost, word_cost

# Runs that end in a mark, or in an apostrophe and what may follow it; the commonest words are passed over at once.
H_END: Final = re.compile(r"h(?![A-Za-z0-9_])")
F_END: Final = re.compile(
    r"f(?:s|re|ve|ll|d|m|(?<=nf)t)?(?![A-Za-z0-9_])(?<!of)(?<!if)"
    r"(?<!\boff)(?<!\bhalf)(?<!\bself)(?<!\bitself)(?<!\bhimself)(?<!\bmyself)(?<!\byourself)(?<!\bstuff)"
)
G_RUN: Final = re.compile(r"g(?<![A-Za-z]g)(?!(?:et|ot|o|od|ood|ive|iven|reat|roup|eneral|enerally)\b)[A-Za-z]*")
GOES_ON: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
NO_OPENER: Final = frozenset("0123456789_/.@-")  # before a g that opens nothing
NO_QUOTED: Final = frozenset(("", *" \n,;:+="))  # after a g that would be nothing but the mark
LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
LONGEST: Final = 40
REACH: Final = 600  # code points before a closing mark in which its opening mark is looked for
CONCERNS: Final = f"{ODD_G}|{ODD_F}"  # found in every text with a seed


def seeds(text: str) -> Iterator[int]:
    """Where words stand that a mark would explain, in no order."""
    openers: list[int] = []
    for found in G_RUN.finditer(text):
        word, end = found[0], found.end()
        if word in SOUND_G:
            continue
        if _is_opener(word, text, found.start()):
            openers.append(found.start())
        if text[end : end + 1] not in GOES_ON and (_odd_between(word) or _odd_around(word)):
            yield end - 1
    yield from _closers(text, openers)
    for found in F_END.finditer(text):
        if _odd_with_f(_run_before(text, found.end())):
            yield found.start()


def _is_opener(word: str, text: str, at: int) -> bool:
    """Whether the run of letters in g- at `at` may be an opening mark and a word, or the mark alone before a sign."""
    if at and text[at - 1] in NO_OPENER:
        return False
    return _opens(word) and (len(word) > 1 or text[at + 1 : at + 2] not in NO_QUOTED)


def _closers(text: str, openers: list[int]) -> Iterator[int]:
    """Where odd words in -h end that are not too far behind an opening mark."""
    done = 0
    for opener in openers:
        for found in H_END.finditer(text, max(done, opener), opener + REACH + 2):
            word = _run_before(text, found.end())
            if found.start() <= opener + REACH and word not in COMMON and _odd_before_h(word, text, found.end()):
                yield found.start()
        done = max(done, opener + REACH + 1)


def _run_before(text: str, end: int) -> str:
    start = text.rfind(" ", max(0, end - LONGEST), end) + 1
    word = text[start:end]
    if start and word.isascii() and word.isalpha():  # nearly always, and faster than the search
        return word
    start = end
    while start and end - start < LONGEST and text[start - 1] in LETTERS:
        start -= 1
    return text[start:end] or "?"


def _odd_before_h(word: str, text: str, end: int) -> bool:
    if word == "h":
        run = Run(end - 1, "h", text[end - 2 : end - 1], text[end : end + 1])
        return sound_end(text, run) >= 150
    return _odd_run(word)


@lru_cache(maxsize=1 << 14)
def _opens(word: str) -> bool:
    """Whether `word` may be an opening mark and a word: it is no word, or not much commoner than without the mark."""
    return len(word) == 1 or OPEN_COST["g"] + word_cost(word[1:]) - sound_cost(word) < 200


@lru_cache(maxsize=1 << 14)
def _odd_run(word: str) -> bool:
    core = word[:-1]
    if PLAIN_SHAPE.fullmatch(word) and listed(word) >= 200:
        return False
    return bool(
        listed(core) or listed(core[1:]) or (core.isupper() and len(core) > 1) or not PLAIN_SHAPE.fullmatch(core)
    )


@lru_cache(maxsize=1 << 14)
def _odd_with_f(word: str) -> bool:
    if listed(word) >= 200:
        return False
    if apostrophe(word)[0] >= 0:
        return True
    if word.endswith("fs") and not listed(word):
        stem = word[:-2]
        return len(stem) > 2 and stem.lower() not in FILE_SYSTEMS and bool(listed(stem) or not stem.islower())
    return word[0] == "e" and word[-1] == "f" and len(word) > 4 and listed(word[1:-1]) >= 300


@lru_cache(maxsize=1 << 14)
def _odd_between(word: str) -> bool:
    return word[-1] == "g" and not word.endswith("ing") and not listed(word) and bool(listed(word[1:-1]))


def _odd_around(word: str) -> bool:
    return word[-1] == "h" and bool(listed(word[1:-1])) and _odd_run(word)
