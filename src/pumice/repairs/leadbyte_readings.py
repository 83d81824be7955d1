"""Shift_JIS marks that lost their lead byte: the readings of a run of letters in its place."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from pumice.repairs.leadbyte_owners import NEXT_WORD, owner, owner_cost
from pumice.repairs.leadbyte_words import (
    PLAIN_SHAPE,
    Reading,
    Run,
    apostrophe,
    close_cost,
    listed,
    open_cost,
    sound_cost,
    word_cost,
)

PLURAL_POSSESSIVE_COST: Final = 300
REPEATED: Final = 450  # what a word costs that stands within the same window by itself
NATURAL: Final = 100  # an unlisted word that a mark would only lengthen as English lengthens words: -ish, gl-
INSIDE_NAMES: Final = frozenset("0123456789_@\\/$#%&=(")
RUN: Final = re.compile(r"[A-Za-z]+")
STARTS: Final = ("", "g", "e", "ge", "eg")
ENDS: Final = ("", "h", "f", "fh", "hf", "c", "ch", "g")
LETTER_DASH_LETTER: Final = re.compile(r"g[A-Za-z]-[A-Za-z]h")  # quoted abbreviations: both ends are listed by chance
NUMBER: Final = re.compile(r"(?<![A-Za-z0-9])g?[0-9][0-9.,]*\Z")
SENTENCE_ENDS: Final = re.compile(r"[\])]*(?:\Z|\s*\n|[ \t]+[A-Z\"(\[{0-9])")
SENTENCE_OVER: Final = re.compile(r"\s*(?:\Z|\n|[ \t][A-Z\"(])")
NAME_GOES_ON: Final = re.compile(r"\.[A-Za-z0-9]")  # asinh.3
LOWER_WORD: Final = re.compile(r"\s[a-z]+(?![A-Za-z0-9_(=])")


def runs(text: str, start: int, end: int) -> Iterator[Run]:
    """The runs of letters of `text` from `start` to `end` that could hold a mark."""
    for found in RUN.finditer(text, start, end):
        word = found[0]
        if word[0] in "ge" or word[-1] in "hfcg" or "f" in word[1:-1]:
            left = text[found.start() - 1] if found.start() else "\n"
            right = text[found.end()] if found.end() < len(text) else "\n"
            yield Run(found.start(), word, left, right)


def readings(run: Run, text: str, near: Collection[str] = ()) -> list[Reading]:
    """Every reading of `run` that has marks, each with its cost against the run as it stands.

    `near` are the runs of letters of the text around: a word that stands there by itself is no surprise here.
    """
    if len(run.word) <= 2 and set(run.word) <= set("gefhc"):
        found = list(_bare(run, text))
        if found:
            return found
    sound = sound_cost(run.word)
    possible: list[Reading] = []
    for before, after, marks in _marks(run, text):
        core = run.word[len(before) : len(run.word) - len(after)]
        for inner, core_cost in _cores(core, run, text, len(before), near):
            cost = marks + core_cost - sound
            if cost < 300 and (before or after or inner >= 0):
                contracted = inner >= 0 and not (before or after) and run.word[inner + 1 :] != "s"
                least = -10_000 if contracted else _least(run, before, text)
                possible.append(Reading(before, after, inner, max(least, cost), least // 2))
    return possible


def _marks(run: Run, text: str) -> Iterator[tuple[str, str, int]]:
    """The marks that may stand before and after the rest of the run, and what they cost."""
    for before in STARTS:
        if not run.word.startswith(before) or (opening := _opening(before, run.left)) is None:
            continue
        for after in ENDS:
            core = run.word[len(before) : len(run.word) - len(after)]
            if not core or not run.word.endswith(after) or not _belong(before, after, core, run):
                continue
            closing = _closing(after, core, run, text)
            if closing is not None:
                yield before, after, opening + closing + _natural(before, after, core)


def _belong(before: str, after: str, core: str, run: Run) -> bool:
    if listed(core) < 300 and ("_" in (run.left, run.right) or len(before) > 1):
        return False
    return after != "g" or before == "g"  # “ instead of ” is a slip that only one quoted word shows


def _natural(before: str, after: str, core: str) -> int:
    if listed(core):
        return 0
    cost = NATURAL if before == "g" and core[0] in "aeioulrnhwy" else 0
    return cost + (NATURAL if after == "h" and core[-1] in "stcgpaeo" else 0)


def _least(run: Run, before: str, text: str) -> int:
    """What marks in a word that English lists must cost at least: git and hash are no “it and has”."""
    if LETTER_DASH_LETTER.fullmatch(text[max(0, run.start - 3) : run.end + 3].strip(" \n(.,;:)")):
        return -20
    frequency = listed(run.word) if PLAIN_SHAPE.fullmatch(run.word) else 0
    if frequency >= 200 and len(run.word) == 2 and not before:  # oh, ah; but tools.hh
        return 0 if run.left == "." else 300
    return 60 if frequency >= 260 else 0 if frequency >= 150 else -60 if frequency else -10_000


def _opening(before: str, left: str) -> int | None:
    if not before:
        return 0
    cost = open_cost(before[0], left)
    return None if cost is None else cost + (150 if len(before) > 1 else 0)


def _closing(after: str, core: str, run: Run, text: str) -> int | None:
    if not after:
        return 0
    if after == "f" and core.endswith("s"):
        return PLURAL_POSSESSIVE_COST if listed(core) >= 300 and LOWER_WORD.match(text, run.end) else None
    cost = close_cost(after[0], run.right)
    if cost is None or (after == "f" and run.right == "-") or NAME_GOES_ON.match(text, run.end):
        return None
    if after[0] == "c":
        trails = after == "ch" or SENTENCE_OVER.match(text, run.end)
        return cost if trails and (listed(core) or len(core) == 1) and run.left not in INSIDE_NAMES else None
    return cost + (100 if len(after) > 1 else 0)


def _cores(core: str, run: Run, text: str, shift: int, near: Collection[str]) -> Iterator[tuple[int, int]]:
    """(place of an apostrophe in the run or -1, cost) for each way to read what is left without the marks."""
    yield -1, _cost_here(core, near)
    if run.left in INSIDE_NAMES or (shift + len(core) == len(run.word) and run.right in INSIDE_NAMES):
        return
    at, cost = apostrophe(core)
    if at >= 0 and (owner(core, run, text) if core[at + 1 :] == "s" else at > 1 or NEXT_WORD.match(text, run.end)):
        yield at + shift, cost
    elif core.endswith("fs"):
        possessive = owner_cost(core, run, text, _cost_here(core[:-2], near))
        if possessive is not None:
            yield len(core) - 2 + shift, possessive


def _cost_here(core: str, near: Collection[str]) -> int:
    cost = word_cost(core) if core else 0
    return min(cost, REPEATED) if core in near else cost


def _bare(run: Run, text: str) -> Iterator[Reading]:
    """Readings of one or two letters that are nothing but marks beside digits, signs or punctuation."""
    opening = open_cost("g", run.left) if run.word == "g" else None
    if opening is not None and run.right in "$#~('[<@./{*%&!?+-":
        yield Reading("g", "", -1, opening - (350 if run.right in "$#~('[<@./{" else 250))
    elif opening is not None and run.right in "0123456789" and run.left in " \n(":
        yield Reading("g", "", -1, opening - 300)
    closing = close_cost(run.word[0], run.right) if run.word in ("h", "f", "fh", "hf") else None
    if closing is not None and (sound := sound_end(text, run)):
        yield Reading("", run.word, -1, closing - sound)


def sound_end(text: str, run: Run) -> int:
    """What an h costs as it stands after a sign: much after a comma, little after a digit or a file name's dot."""
    if run.left in ",!?…%)]\"'}":
        return 380
    if run.left == ".":
        return _sound_after_dot(text, run)
    if run.left in ":;":
        return 250
    if run.left in "0123456789":
        return 250 if NUMBER.search(text[max(0, run.start - 12) : run.start]) else 10
    if run.left == " ":
        return 40 if run.right in ",.;)" else 0
    return 180 if run.left in "/*$#_+~@&" else 0


def _sound_after_dot(text: str, run: Run) -> int:
    """What .h costs: little at the end of a path or in a sentence's middle, where it is a header file."""
    token = text[max(0, run.start - 40) : run.start].split(None)[-1:]
    if not token or any(sign in token[0] for sign in "/_<"):
        return 60
    if SENTENCE_ENDS.match(text, run.end):
        return 300
    return 200 if run.right in ".,;:" else 130
