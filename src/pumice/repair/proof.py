"""What must be shown before a repair is believed: words that exist, contractions, quotation marks that pair.

A better score alone can be luck: over many texts and two hundred channels something always reads a little better. So
a region is only repaired if what comes out holds proof that chance does not give: a word of the language of three or
more letters that was not there before, a contraction, a quotation that opens and closes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pumice import language, words
from pumice.repair.reading import (
    CJK,
    CONTRACTED,
    ELIDED,
    LETTER,
    NAT,
    Tongue,
    cjk_soundness,
    measured,
    soundness,
)

_WORD = re.compile(f"[{LETTER}]+")
_CJK_RUN = re.compile(f"[{CJK}]+")
_LISTS = {"no": "nb", "hr": "sh", "zh-cn": "zh", "zh-tw": "zh"}  # language profile → word list
COMMON = 200  # centi-zipf: one word in ten million, which random letters rarely hit
SHORT = 3  # letters from which a word says something
UNLISTED = 3 * NAT  # per letter: what a word must read like where there is no word list
CJK_PROOF = NAT  # per character: twice what the wrong readings of two characters reach


@dataclass(frozen=True, slots=True)
class Proof:
    """What a region's repair brings to light."""

    known: int = 0  # new words that the language's list holds
    unknown: int = 0  # new words that it does not hold
    contractions: int = 0
    opened: int = 0
    closed: int = 0

    @property
    def holds(self) -> bool:
        """Whether this cannot well be luck."""
        if self.contractions or self.known:
            return self.known * 3 + self.contractions * 3 >= self.unknown
        return bool(self.opened and self.closed) and not self.unknown


@lru_cache(maxsize=20_000)
def _is_word(word: str, tongue: Tongue) -> bool:
    """Whether a run of letters is a word of the tongue."""
    if _CJK_RUN.fullmatch(word):
        return bool(tongue.cjk) and len(word) > 1 and cjk_soundness(word, tongue.cjk) >= CJK_PROOF * len(word)
    name = language.languages()[tongue.index]
    lang = _LISTS.get(name, name)
    if lang in words.LANGUAGES:
        return words.known(word, lang, COMMON)
    return soundness(measured(word), tongue) >= UNLISTED * len(word)


def words_of(text: str) -> list[str]:
    """Runs of letters, CJK characters apart from others."""
    return [part for word in _WORD.findall(text) for part in _split(word)]


def _split(word: str) -> Iterable[str]:
    at = 0
    for run in _CJK_RUN.finditer(word):
        if run.start() > at:
            yield word[at : run.start()]
        yield run[0]
        at = run.end()
    if at < len(word):
        yield word[at:]


def proof(pairs: Iterable[tuple[str, str]], tongues: tuple[Tongue, ...]) -> Proof:
    """What repairing each (old, new) pair of pieces shows."""
    known = unknown = contractions = opened = closed = 0
    misplaced = False
    for old, new in pairs:
        before = set(words_of(old))
        for word in words_of(new):
            if word not in before and not word.isascii():
                if any(_is_word(word, tongue) for tongue in tongues):
                    known += len(word) >= SHORT or bool(_CJK_RUN.match(word))
                else:
                    unknown += 1
        contractions += len(CONTRACTED.findall(new)) + len(ELIDED.findall(new))
        opened += sum(new.count(mark) > old.count(mark) for mark in "“‘«„「")
        closed += sum(new.count(mark) > old.count(mark) for mark in "”’»」")
        misplaced |= measured(new).marks < 0
    if misplaced:
        opened = closed = 0
    return Proof(known, unknown, contractions, opened, closed)
