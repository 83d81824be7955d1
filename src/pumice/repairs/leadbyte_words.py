"""Shift_JIS marks that lost their lead byte: what each run of letters may have been.

Shift_JIS writes ‘ ’ “ ” … as the byte 0x81 and a letter: e f g h c. Where the 0x81 was stripped as a control character
the letter stays behind, glued to a word. A `Reading` of a run of letters says which of them may be such marks and what
believing so costs, in hundredths of log10 of a chance and relative to taking the run as it stands; below 0 the marks
are the better explanation. The chances of words come from `pumice.words`; those of marks and of odd words are the
constants here, each with where it comes from.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pumice import words

MARKS: Final = {"e": "‘", "f": "’", "g": "“", "h": "”", "c": "…"}

OPEN_COST: Final = {"g": 200, "e": 270}  # a word in 100 opens a quotation, one in 500 a single-quoted one
CLOSE_COST: Final = {"h": 80, "f": 100, "g": 230, "c": 300}  # inside, a word in 6 ends it; rarely by the wrong mark

# How much rarer than a word itself is that word with a stray letter at its end that no word list knows: counted as
# unlisted words of Debian's English documentation that become listed when the letter is taken off.
ODD_START: Final = {"g": 330, "e": 300, "f": 380}
ODD_END: Final = {"h": 380, "f": 380, "c": 380, "g": 380}
ODD_FS: Final = 330
ODD_SHAPE: Final = 450  # a small letter before a capitalised word: gGroup
SHORT: Final = {1: 200, 2: 150, 3: 80}  # short cores meet their look-alikes more often
UNLISTED: Final = 850  # a form that 315,000 listed words do not hold: below the rarest of them
PER_LETTER: Final = 120  # and the rarer the longer it is

CONTRACTED: Final = re.compile(r"(?<=n)f(?=t$)|f(?=(?:s|re|ve|ll|d|m)$)", re.I)
RUN_OF_LETTERS: Final = re.compile(r"[A-Za-z]+")
PLAIN_SHAPE: Final = re.compile(r"[a-z]+|[A-Z][a-z]*|[A-Z]+")
CAMEL: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]")

BEFORE_OPEN: Final = frozenset(" \t\n\u00a0\u3000([{\"'>—–-=:“‘")
AFTER_CLOSE: Final = frozenset(" \t\n\u00a0\u3000.,:;!?)]}\"'<>—–-…”’")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters without a break, where they start, and the characters at both sides (a line feed at the text's ends)."""

    start: int
    word: str
    left: str
    right: str

    @property
    def end(self) -> int:
        return self.start + len(self.word)


@dataclass(frozen=True, slots=True)
class Reading:
    """`before` and `after`: the mark letters at the run's ends; `inner`: where in the run an apostrophe is, or -1.

    `least`: what it costs at least even where marks are about, because the run is a word as it stands.
    """

    before: str
    after: str
    inner: int
    cost: int
    least: int = -10_000


@lru_cache(maxsize=1 << 16)
def listed(word: str) -> int:
    """Centi-zipf of an English word; single letters but `a` and `I` count as rare, being symbols more than words."""
    if len(word) == 1 and word not in "aAI":
        return min(450, words.frequency(word, "en"))
    return words.frequency(word, "en")


@lru_cache(maxsize=1 << 16)
def word_cost(word: str) -> int:
    """What `word` costs by itself, by its frequency, or by its length if it has none."""
    if not PLAIN_SHAPE.fullmatch(word):
        return _camel_cost(word)
    if frequency := listed(word):
        return 900 - frequency
    return max(UNLISTED, 170 + PER_LETTER * len(word))


def _camel_cost(word: str) -> int:
    parts = CAMEL.findall(word)
    return 250 + 50 * len(parts) + max(word_cost(part) for part in parts)


@lru_cache(maxsize=1 << 16)
def apostrophe(word: str) -> tuple[int, int]:
    """The best place for a lost apostrophe inside `word` and what the word then costs; (-1, 0) where there is none."""
    found = CONTRACTED.search(word)
    if found is None or found.start() == 0:
        return -1, 0
    at = found.start()
    rest = word[:at] + word[at + 1 :]
    if word[at] != "f" or not PLAIN_SHAPE.fullmatch(rest) or (rest.isupper() and len(rest) > 2):
        return -1, 0
    if at == 1 and word[0] != "I":  # I’m is written with a capital: ifm, ifd, ifve are names, and so are nft and xfs
        return -1, 0
    frequency = words.frequency(f"{word[:at]}'{word[at + 1 :]}", "en")
    if frequency >= 250:
        return at, 900 - frequency
    return -1, 0


def sound_cost(word: str) -> int:
    """What `word` costs as it stands: by itself, or as a listed word that something else gave a stray letter."""
    cost = word_cost(word)
    if PLAIN_SHAPE.fullmatch(word) and listed(word):
        return cost
    if word.endswith("fs") and listed(word[:-2]):
        cost = min(cost, word_cost(word[:-2]) + ODD_FS)
    for before in ("", "g", "e"):
        for after in ("", "h", "f", "c", "g"):
            if (before or after) and word.startswith(before) and word.endswith(after):
                cost = min(cost, _odd_cost(word, before, after))
    return cost


def _odd_cost(word: str, before: str, after: str) -> int:
    core = word[len(before) : len(word) - len(after)]
    if not core or not (listed(core) or (core.isupper() and len(core) > 1)):
        return 10_000
    odd = ODD_START[before] if before else 0
    if before and core[0].isupper():
        odd = ODD_SHAPE if before == "g" else ODD_START["e"]  # eBook, eBay: e is written before names
    if after:
        odd += ODD_SHAPE if core.isupper() and len(core) > 1 else ODD_END[after]
    return word_cost(core) + odd - SHORT.get(len(core), 0) - (100 if before and after else 0)


def open_cost(mark: str, left: str) -> int | None:
    """What it costs that `mark` opens a quotation after the character `left`; None where it cannot."""
    if left not in BEFORE_OPEN:
        return None
    return OPEN_COST[mark] + (0 if left in " \t\n(" else 150 if left == "-" else 100)


def close_cost(mark: str, right: str) -> int | None:
    """What it costs that `mark` closes a quotation before the character `right`; None where it cannot."""
    if right not in AFTER_CLOSE:
        return None
    return CLOSE_COST[mark] + (100 if right in "-<>" else 0)


RATHER: Final = 260  # centi-zipf from which a word is taken as it stands, if the rest without the mark is no commoner
_INFLECTED: Final = re.compile(r"(?:ing|ed|er|s)?\Z")


def rather_a_word(run: Run, reading: Reading, near: Collection[str]) -> bool:
    """Whether letters that could be marks are the word's own: path is commoner than pat, off than of, globbing comes of
    a glob that is spoken of; and what stands in brackets of its own, or between dots, closes nothing begun before."""
    before, after, word = reading.before, reading.after, run.word
    core = word[len(before) : len(word) - len(after)]
    if not core or len(word) < 2:
        return False
    if (
        after
        and not before
        and ((run.left in "([{<" and run.right in ")]}>") or (len(core) == 1 and run.left + run.right in (".]", "..")))
    ):
        return True
    if before and after:
        return listed(core + after) >= 400 or listed(before + core) >= 400
    stem = _INFLECTED.sub("", word)
    if before and any(stem[:cut] in near for cut in range(4, len(stem))):
        return True
    whole = listed(word) if PLAIN_SHAPE.fullmatch(word) and reading.inner < 0 else 0
    return whole >= listed(core) if whole >= RATHER else whole >= 100 and listed(core) < RATHER + 40


@lru_cache(maxsize=1 << 14)
def may_open(word: str) -> bool:
    """Whether `word`, in g-, may be an opening mark and a word: it is no word, or not much commoner than without it."""
    return len(word) == 1 or OPEN_COST["g"] + word_cost(word[1:]) - sound_cost(word) < 200
