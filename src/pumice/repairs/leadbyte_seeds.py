"""Shift_JIS marks that lost their lead byte: where it is worth while to look.

Judging a window costs far more than reading it, so a window is judged only if it holds a word that English does not
list but would, were it rid of a mark. Most texts hold none, and learn so at the speed of a text search.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

import re2

from pumice.repairs.leadbyte_common import AFTER_NO_MARK, BEFORE_NO_OPENER, COMMON, ODD_F, odd_g
from pumice.repairs.leadbyte_owners import FILE_SYSTEMS
from pumice.repairs.leadbyte_readings import sound_end
from pumice.repairs.leadbyte_words import PLAIN_SHAPE, Run, apostrophe, listed, may_open
from pumice.sieve import roomy

# Runs that end in a mark, or in an apostrophe and what may follow it; the commonest words are passed over at once.
H_END: Final = re.compile(r"h(?![A-Za-z0-9_])")
F_END: Final = re.compile(
    r"f(?:s|re|ve|ll|d|m|(?<=nf)t)?(?![A-Za-z0-9_])(?<!of)(?<!if)"
    r"(?<!\boff)(?<!\bhalf)(?<!\bself)(?<!\bitself)(?<!\bhimself)(?<!\bmyself)(?<!\byourself)(?<!\bstuff)"
)
G_RUN: Final = re.compile(r"g(?<![A-Za-z]g)[A-Za-z]*")
GOES_ON: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
LONGEST: Final = 40
REACH: Final = 600  # code points before a closing mark in which its opening mark is looked for


def seeds(text: str) -> Iterator[int]:
    """Where words stand that a mark would explain, in no order."""
    openers: list[int] = []
    for found in _odd_runs(text):
        word, end = found[0], found.end()
        if word[0] != "g":
            if _odd_with_f(_run_before(text, end)):
                yield found.start()
            continue
        if _is_opener(word, text, found.start()):
            openers.append(found.start())
        if text[end : end + 1] not in GOES_ON and (_odd_between(word) or _odd_around(word)):
            yield end - 1
    yield from _closers(text, openers)


def _odd_runs(text: str) -> Iterator[re.Match[str]]:
    """The runs in g- that are no sound words, and the ends in f that may have been an apostrophe: two or three in a
    page of sound text, so the linear search runs through and the others are asked only where it stops."""
    data = text.encode("ascii", "replace")  # no letter is replaced, and places stay the same
    search = _odd().search
    at = 0
    while found := search(data, at):
        at = found.start()
        if found.start(1) < 0:
            run = F_END.search(text, at, found.end() + 1)
        else:
            run = G_RUN.match(text, at) or G_RUN.match(text, at + 1)
        if run:
            yield run
            at = run.start()
        at += 1


@cache
def _odd() -> "re2._Regexp[bytes]":
    """Finds a run in g- that is no sound word (then it is group 1), or an f that may have been an apostrophe."""
    return re2.compile(f"({odd_g()})|{ODD_F}".encode(), roomy())


def _is_opener(word: str, text: str, at: int) -> bool:
    """Whether the run of letters in g- at `at` may be an opening mark and a word, or the mark alone before a sign."""
    if at and text[at - 1] in BEFORE_NO_OPENER:
        return False
    return may_open(word) and (len(word) > 1 or text[at + 1 : at + 2] not in AFTER_NO_MARK)


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
