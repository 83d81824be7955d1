"""What the lexicons know of single words, in bits: fast tests that a line passes whenever a rule may know it.

A bit says that a word may be part of something, by itself, in any language; what the words of a line may be together is
for the rules to say. So a test on bits never misses a line that a rule would mark, and most lines need no other.
"""

from functools import cache, reduce
from itertools import chain
from operator import or_

from pumice.furniture.bars import BAR_ROLES
from pumice.furniture.dates import YEAR
from pumice.furniture.lexicon import lexicon
from pumice.furniture.links import ROLES
from pumice.furniture.normal import UNSPACED, WORD
from pumice.furniture.paragraphs import TOPIC_ROLES

OPENS_BAR, CLOSES_BAR, FILLER, IN_PHRASE, IN_LINK, HAS_YEAR = (1 << bit for bit in range(6))
OF_ROLE = {role: 1 << bit for bit, role in enumerate(dict.fromkeys((*ROLES, *TOPIC_ROLES)), 6)}
KEPT = 50_000  # words whose bits are kept; forgotten all at once
LONGEST = 200  # code points of a word that are looked at one by one; a longer one may be anything
ANYTHING = (1 << 30) - 1

# A beginning of words (or with True a whole word), and the bits it gives.
Starts = dict[str, list[tuple[str, bool, int]]]


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
    found = _edges(word)
    unspaced = bool(UNSPACED.search(word))
    if unspaced:
        found |= IN_LINK
    if word in lexicon().lexemes["filler"]:
        found |= FILLER | IN_LINK | IN_PHRASE
    if word in _of_phrases():
        found |= IN_PHRASE
    if YEAR.search(word):
        found |= HAS_YEAR
    for at in range(len(word) if unspaced else 1):
        for start, whole, bits in chain(_starts().get(word[at : at + 2], ()), _starts().get(word[at], ())):
            if (word[at:] == start) if whole else word.startswith(start, at):
                found |= bits
    return found


def _edges(word: str) -> int:
    """Whether a bar may begin or end with a word."""
    if UNSPACED.match(word) or (word.isascii() and word.isdigit()):
        return OPENS_BAR | CLOSES_BAR
    heads, tails = _bar_edges()
    return OPENS_BAR * (word in heads) | CLOSES_BAR * (word in tails)


@cache
def _bar_edges() -> tuple[frozenset[str], frozenset[str]]:
    """All beginnings and all ends of the lexemes that bars are made of."""
    words = [word for role in BAR_ROLES for word in lexicon().lexemes.get(role, ())]
    heads = frozenset(word[:size] for word in words for size in range(1, len(word) + 1))
    return heads, frozenset(word[-size:] for word in words for size in range(1, len(word) + 1))


@cache
def _of_phrases() -> frozenset[str]:
    """The words of phrases without their fillers."""
    return frozenset(word for phrase in lexicon().skeletons for word in phrase.split())


@cache
def _starts() -> Starts:
    """Stems by their first two characters. Of stems of several words each word stands for the stem."""
    found: Starts = {}
    for stem, roles in chain.from_iterable(lexicon().stems.values()):
        bits = reduce(or_, (OF_ROLE.get(role, 0) for _, role in roles))
        link = IN_LINK if any(role in ROLES for _, role in roles) else 0
        words = [match.group() for match in WORD.finditer(stem)]
        for at, word in enumerate(words):
            whole = at < len(words) - 1 or not stem.endswith(word)
            entry = (word, whole, link | (bits if at == 0 else 0))
            if entry[2]:
                found.setdefault(word[:2], []).append(entry)
    return found
