"""Shift_JIS marks that lost their lead byte: where it is worth while to look.

Judging a window costs far more than reading it, so a window is judged only if it holds a word that English does not
list but would, were it rid of a mark. Most texts hold none, and learn so at the speed of a text search.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pumice.repairs.leadbyte_owners import FILE_SYSTEMS
from pumice.repairs.leadbyte_readings import sound_end
from pumice.repairs.leadbyte_words import OPEN_COST, PLAIN_SHAPE, Run, apostrophe, listed, sound_cost, word_cost

# Runs that end in a mark, or in an apostrophe and what may follow it; the ends of of, if and -ing are too common.
H_END: Final = re.compile(r"h(?![A-Za-z0-9_])")
F_END: Final = re.compile(r"f(?:t|s|re|ve|ll|d|m)?(?![A-Za-z0-9_])(?<!of)(?<!if)")
G_END: Final = re.compile(r"g(?![A-Za-z0-9_])(?<!ing)")
LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
LONGEST: Final = 40
OPENER: Final = re.compile(r"g(?<![A-Za-z0-9_/.@-]g)(?:[A-Za-z]+|(?=[^ \n,;:+=A-Za-z]))")
REACH: Final = 600  # code points before a closing mark in which its opening mark is looked for

# The commonest English words in -h, so that a text with no others need not ask the word list.
_COMMON: Final = (
    "abolish accomplish ah although approach attach bandwidth bash batch bath beach bench beneath birth both branch "
    "breach breath british brush bunch cash catch church cloth coach crash crunch danish dash death demolish depth "
    "detach diminish distinguish dutch each earth elizabeth english enough epoch establish faith fetch fifth finish "
    "finnish fish flash flush foolish forth fourth french fresh furnish graph growth hash health high inch irish "
    "jewish joseph kenneth laugh launch length lunch march match math monarch month mouth much ninth north oh "
    "paragraph patch path photograph pitch polish publish punch punish push reach research rough rush sarah scottish "
    "search selfish sigh sixth sketch smash smith smooth south spanish speech strength stretch such swedish switch "
    "teach teeth tenth thorough though through tooth touch tough trash truth turkish underneath vanish watch weigh "
    "which width wish witch with worth yeah youth"
)
COMMON: Final = frozenset(_COMMON.split())


def seeds(text: str) -> Iterator[int]:
    """Where words stand that a mark would explain, in no order."""
    for found in H_END.finditer(text):
        word = _run_before(text, found.end())
        if word in COMMON or not _odd_before_h(word, text, found.end()):
            continue
        if word[0] == "g" and listed(word[1:-1]):
            yield found.start()
            continue
        openers = OPENER.finditer(text, max(0, found.start() - REACH), found.end())
        if any(_opens(opener[0]) for opener in openers):
            yield found.start()
    for found in F_END.finditer(text):
        if _odd_with_f(_run_before(text, found.end())):
            yield found.start()
    for found in G_END.finditer(text):
        word = _run_before(text, found.end())
        if word[0] == "g" and _odd_between(word):
            yield found.start()


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
    return not listed(word) and bool(listed(word[1:-1]))
