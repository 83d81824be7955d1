"""What the lexicons know of single words, in bits: fast tests that a line passes whenever a rule may know it.

A bit says that a word may be part of something, by itself, in any language; what the words of a line may be together is
for the rules to say. So a test on bits never misses a line that a rule would mark, and most lines need no other.
"""

from collections.abc import Mapping, Sequence
from functools import cache, reduce
from operator import or_

from pumice.furniture.bars import BAR_ROLES, in_bar
from pumice.furniture.dates import YEAR
from pumice.furniture.lexicon import lexicon
from pumice.furniture.links import ROLES
from pumice.furniture.normal import UNSPACED, WORD
from pumice.furniture.paragraphs import TOPIC_ROLES

OPENS_BAR, CLOSES_BAR, IN_BAR, IN_PHRASE, IN_LINK, HAS_YEAR, IS_NUMBER = (1 << bit for bit in range(7))
OF_ROLE = {role: 1 << bit for bit, role in enumerate(dict.fromkeys((*ROLES, *TOPIC_ROLES)), 7)}
KEPT = 100_000  # words whose bits are kept; forgotten all at once
LONGEST = 200  # code points of a word that are looked at one by one; a longer one may be anything
HEADS = (4, 3, 2, 1)  # characters by which stems are looked up; most are longer
ANYTHING = (1 << 30) - 1


class Vocabulary(dict[str, int]):
    """The bits of words, found out when first asked for."""

    def __missing__(self, word: str) -> int:
        if len(self) >= KEPT:
            self.clear()
        self[word] = found = _bits(word)
        return found


@cache
def vocabulary() -> Vocabulary:
    """The words seen so far."""
    return Vocabulary()


def _bits(word: str) -> int:
    if len(word) > LONGEST:
        return ANYTHING
    found = _known().get(word, 0) | (IN_BAR if in_bar(word) else 0)
    if word.isascii() and word.isalpha():  # most are
        return found | _begun(word, 0)
    found |= HAS_YEAR if YEAR.search(word) else 0
    if word.isascii():
        return found | _begun(word, 0) | (OPENS_BAR | CLOSES_BAR | IS_NUMBER if word.isdigit() else 0)
    if not UNSPACED.search(word):
        return found | _begun(word, 0)
    found |= IN_LINK | (OPENS_BAR | CLOSES_BAR if UNSPACED.match(word) else 0)
    return reduce(or_, (_begun(word, at) for at in range(len(word))), found)


def _begun(word: str, at: int) -> int:
    """The bits of the stems that begin at a place in a word."""
    found, starts = 0, _starts()
    for size in HEADS:
        for start, whole, bits in starts.get(word[at : at + size], ()):
            if (word[at:] == start) if whole else word.startswith(start, at):
                found |= bits
    return found


@cache
def _known() -> Mapping[str, int]:
    """The bits of words that stand in a lexicon as they are: in phrases, as fillers, as the ends of bars."""
    known: dict[str, int] = dict.fromkeys(lexicon().lexemes["filler"], IN_LINK | IN_PHRASE)
    for word in (word for phrase in lexicon().skeletons for word in phrase.split()):
        known[word] = known.get(word, 0) | IN_PHRASE
    for word in (word for role in BAR_ROLES for word in lexicon().lexemes.get(role, ())):
        for size in range(1, len(word) + 1):
            known[word[:size]] = known.get(word[:size], 0) | OPENS_BAR
            known[word[-size:]] = known.get(word[-size:], 0) | CLOSES_BAR
    return known


@cache
def _starts() -> Mapping[str, Sequence[tuple[str, bool, int]]]:
    """Stems by their first four characters or all they have: the stem, whether it is all of a word, and its bits. Of
    stems of several words each word stands for the stem."""
    found: dict[str, list[tuple[str, bool, int]]] = {}
    for stem, roles in lexicon().all_stems():
        bits = reduce(or_, (OF_ROLE.get(role, 0) for _, role in roles))
        link = IN_LINK if any(role in ROLES for _, role in roles) else 0
        words = WORD.findall(stem)
        for at, word in enumerate(words):
            whole = at < len(words) - 1 or not stem.endswith(word)
            entry = (word, whole, link | (bits if at == 0 else 0))
            if entry[2]:
                found.setdefault(word[: HEADS[0]], []).append(entry)
    return found
