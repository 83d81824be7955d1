"""Shift_JIS marks that lost their lead byte: the readings of a run of letters in its place."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from pumice.repair.leadbyte_words import (
    PLAIN_SHAPE,
    PLURAL_POSSESSIVE_COST,
    POSSESSIVE_COST,
    Reading,
    Run,
    apostrophe,
    close_cost,
    listed,
    open_cost,
    sound_cost,
    word_cost,
)

REPEATED: Final = 450  # what a word costs that stands within the same window by itself
INSIDE_NAMES: Final = frozenset("0123456789_@\\/$#%&=(")
RUN: Final = re.compile(r"[A-Za-z]+")
STARTS: Final = ("", "g", "e", "ge", "eg")
ENDS: Final = ("", "h", "f", "fh", "hf", "c", "ch", "g")

# File systems are called by a word and "fs"; these stems are words, so that only a list tells them from owners. From
# the folders of Linux's fs/ and the packages of Debian that a word list would take for a word and an apostrophe.
_STEMS: Final = (
    "anon auto be binder bind bu cache ceph cgroup code coef config cram cryp debug dev disorder dv ero export "
    "function gadget git gluster growi grow guest hdi host hugetlb hyp initram iso kern kre lib lock loop lustre mak "
    "make mk mount my net nil nod noti null nw orange overlay physics pipe proc procs ram reiser relay resize ro rom "
    "root secure security selinux shm smack smb sock squash stat sync sys tmp trace tub tune ubi ubu union usb vbox "
    "virt wipe xen zone"
)
FILE_SYSTEMS: Final = frozenset(_STEMS.split())
FILE_SYSTEM_HERE: Final = re.compile(r"file[ -]?systems?\b|\bmount", re.I)
LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
NEAR: Final = 2000  # code points around a run in which a name would be met again
OWNER_GAIN: Final = 150  # no single Xfs is better evidence than that
_FUNCTION_WORDS: Final = (
    "is are was were has had can will and or in on of for as with to from by at that when if does do did"
)
NOT_OWNED: Final = frozenset(_FUNCTION_WORDS.split())
ARTICLE: Final = re.compile(r"(?i)\b(?:the|an?|all|these|those|no|each|of|des|les)\s\Z")
SENTENCE_ENDS: Final = re.compile(r"[\])]*(?:\Z|\n|[ \t]+[A-Z\"(0-9])")
NEXT_WORD: Final = re.compile(r"[ \n\u00a0](?:[“‘\"']|g(?=[A-Z]))?([A-Za-z]+)(?![A-Za-z_(=])")


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
    least = _least(run.word)
    possible: list[Reading] = []
    for before in STARTS:
        if not run.word.startswith(before) or (opening := _opening(before, run.left)) is None:
            continue
        for after in ENDS:
            core = run.word[len(before) : len(run.word) - len(after)]
            if (
                not core
                or not run.word.endswith(after)
                or (after == "g" and before != "g")
                or (closing := _closing(after, core, run.right)) is None
            ):
                continue
            for inner, cost in _cores(core, run, text, len(before), near):
                if before or after or inner >= 0:
                    possible.append(Reading(before, after, inner, max(least, opening + closing + cost - sound)))
    return [reading for reading in possible if reading.cost < 300]


def _least(word: str) -> int:
    """What marks in a word that English lists must cost at least: git and hash are no “it and has”."""
    frequency = listed(word) if PLAIN_SHAPE.fullmatch(word) else 0
    return 60 if frequency >= 200 else -100 if frequency else -10_000


def _opening(before: str, left: str) -> int | None:
    if not before:
        return 0
    cost = open_cost(before[0], left)
    return None if cost is None else cost + (150 if len(before) > 1 else 0)


def _closing(after: str, core: str, right: str) -> int | None:
    if not after:
        return 0
    if after == "f" and core.endswith("s"):
        return PLURAL_POSSESSIVE_COST if right in " \n.,;:" else None
    cost = close_cost(after[0], right)
    if (after == "f" and right == "-") or (after[0] == "c" and right not in ' \n")'):
        return None
    if cost is None or (after[0] == "c" and not listed(core) and len(core) > 1):
        return None
    return cost + (100 if len(after) > 1 else 0)


def _cores(core: str, run: Run, text: str, shift: int, near: Collection[str]) -> Iterator[tuple[int, int]]:
    """(place of an apostrophe in the run or -1, cost) for each way to read what is left without the marks."""
    yield -1, _cost_here(core, near)
    if run.left in INSIDE_NAMES or (shift + len(core) == len(run.word) and run.right in INSIDE_NAMES):
        return
    at, cost = apostrophe(core)
    if at >= 0 and (core[at + 1 :] != "s" or _owner(core, run, text)):
        yield at + shift, cost
    elif core.endswith("fs") and len(core) > 3 and _owner(core, run, text):
        stem = core[:-2]
        if listed(stem) or not stem.islower():
            cost = _cost_here(stem, near) + POSSESSIVE_COST
            yield len(core) - 2 + shift, max(cost, sound_cost(core) - OWNER_GAIN)


def _cost_here(core: str, near: Collection[str]) -> int:
    cost = word_cost(core)
    return min(cost, REPEATED) if core in near else cost


def _owner(core: str, run: Run, text: str) -> bool:
    """Whether Xfs can be X’s: X a word or a name, no file system, and a word that may be owned after it."""
    stem = core[:-2]
    common = listed(f"{stem}'s") >= 400
    if stem.lower() in FILE_SYSTEMS or (len(stem) < 3 and not common):
        return False
    if _named_alone(core, run, text) if not common else ARTICLE.search(text[max(0, run.start - 7) : run.start]):
        return False
    after = NEXT_WORD.match(text, run.end)
    if after is None:
        return run.right in ".,;:!?)" and stem[0].isupper()
    return after[1] not in NOT_OWNED or listed(f"{stem}'s") > 450


def _named_alone(core: str, run: Run, text: str) -> bool:
    """Whether Xfs is a name nearby: spoken of as a file system, or standing where no owner does."""
    if FILE_SYSTEM_HERE.search(text[max(0, run.start - 40) : run.end + 40]):
        return True
    low, high = max(0, run.start - NEAR), run.end + NEAR
    at = text.find(core, low, high)
    while at >= 0:
        end = at + len(core)
        if text[end : end + 1] not in LETTERS and not NEXT_WORD.match(text, end):
            return True
        at = text.find(core, end, high)
    return False


def _bare(run: Run, text: str) -> Iterator[Reading]:
    """Readings of one or two letters that are nothing but marks beside digits, signs or punctuation."""
    if run.word == "g" and run.right in "$#~('[<@./" and open_cost("g", run.left) is not None:
        yield Reading("g", "", -1, (open_cost("g", run.left) or 0) - 350)
    elif run.word == "g" and run.right in "0123456789" and run.left in " \n(":
        yield Reading("g", "", -1, 200 - 300)
    if run.word in ("h", "f", "fh", "hf") and close_cost(run.word[0], run.right) is not None:
        sound = _sound_end(text, run)
        if sound:
            yield Reading("", run.word, -1, (close_cost(run.word[0], run.right) or 0) - sound)


def _sound_end(text: str, run: Run) -> int:
    """What an h costs as it stands after a sign: much after a comma, little after a digit or a file name's dot."""
    if run.left in ",!?…%)]\"'}":
        return 380
    if run.left == ".":
        return _sound_after_dot(text, run)
    if run.left in "0123456789:;":
        return 250
    return 180 if run.left in "/*$#_+~" else 0


def _sound_after_dot(text: str, run: Run) -> int:
    """What .h costs: little at the end of a path or in a sentence's middle, where it is a header file."""
    token = text[max(0, run.start - 40) : run.start].split(None)[-1:]
    if not token or any(sign in token[0] for sign in "/_<"):
        return 60
    if SENTENCE_ENDS.match(text, run.end):
        return 300
    return 200 if run.right in ".,;:" else 130
