"""Bars: lines made of nothing but the names on buttons: share bars, language switchers, icon rows.

A bar is known by what it is made of, not by its sentence: every word must be one of the lexemes of its role, whatever
stands between them (spaces, bullets, or nothing: `ShareTweet`, `Turkish (Türkiye)English (Ireland)`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pumice.furniture.lexicon import lexicon
from pumice.furniture.normal import UNSPACED, key, unglued

MAX_BAR = 400  # code points; a longer line is not tried: the longest real language bar seen had about 300
_LEXEME_WORDS = 4
_LONGEST_PIECE = 16  # code points of a lexeme inside a word of a script without spaces
BAR_ROLES = (
    "network",
    "share-verb",
    "share-filler",
    "pdf-icon",
    "print-icon",
    "email-icon",
    "language-name",
    "language-label",
)
_PARENTHESIS = re.compile(r"[(（]([^()（）]{1,40})[)）]")

Roles = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """The pieces of a bar in order, each with its role."""

    pieces: tuple[tuple[str, str], ...]

    def count(self, *roles: str) -> int:
        """How many pieces have one of `roles`."""
        return sum(role in roles for _, role in self.pieces)


def segments(words: Sequence[str], role_of: Callable[[str], str | None]) -> tuple[tuple[str, str], ...] | None:
    """The folded `words` as lexemes, longest first, or None if any of it is no lexeme."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        for size in range(min(_LEXEME_WORDS, len(words) - at), 0, -1):
            squeezed = "".join(words[at : at + size])
            role = role_of(squeezed)
            if role:
                found.append((squeezed, role))
                at += size
                break
        else:
            parts = _split_unspaced(words[at], role_of)
            if not parts:
                return None
            found.extend(parts)
            at += 1
    return tuple(found)


def _split_unspaced(word: str, role_of: Callable[[str], str | None]) -> list[tuple[str, str]] | None:
    """A word of a script without spaces as lexemes, longest first (`分享到微博`)."""
    if not UNSPACED.match(word) or len(word) > 60:
        return None
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(word):
        for size in range(min(_LONGEST_PIECE, len(word) - at), 0, -1):
            role = role_of(word[at : at + size])
            if role:
                found.append((word[at : at + size], role))
                at += size
                break
        else:
            return None
    return found


@cache
def _roles(*names: str) -> Callable[[str], str | None]:
    roles: dict[str, str] = {}
    for name in reversed(names):
        roles |= dict.fromkeys(lexicon().lexemes.get(name, frozenset()), name)

    def role_of(word: str) -> str | None:
        return roles.get(word) or ("number" if word.isascii() and word.isdigit() else None)

    return role_of


@cache
def _heads() -> frozenset[str]:
    """The first three characters of every lexeme that a bar may begin with."""
    tables = (lexicon().lexemes.get(role, frozenset()) for role in BAR_ROLES)
    return frozenset(word[:3] for table in tables for word in table)


def may_be_bar(folded_key: str) -> bool:
    """Whether a line's key begins like some bar: the fast test before the three exact ones."""
    head = folded_key[:6].replace(" ", "")[:3]
    return head in _heads() or head[:2] in _heads() or head[:1].isdigit()


def share_bar(text: str) -> Bar | None:
    """`text` as a share bar, or None: `Share on WhatsApp`, `Teilen Facebook X`, `Facebookでシェア`."""
    return _bar(text, "network", "share-verb", "share-filler")


def print_bar(text: str) -> Bar | None:
    """`text` as a row of print, PDF and e-mail icons, or None: `PDF Drucken E-Mail`."""
    return _bar(text, "pdf-icon", "print-icon", "email-icon")


def language_bar(text: str) -> Bar | None:
    """`text` as a row of language names, each with or without a territory in parentheses, or None."""
    return _bar(_PARENTHESIS.sub(" ", text), "language-name", "language-label")


def _bar(text: str, *roles: str) -> Bar | None:
    if len(text) > MAX_BAR:
        return None
    role_of = _roles(*roles)
    pieces = next(filter(None, (segments(words, role_of) for words in _wordings(text))), None)
    return Bar(pieces) if pieces else None


@lru_cache(maxsize=64)  # three kinds of bars are looked for in one text
def _wordings(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of `text` as they stand, and with those that begin inside others parted; where all may be in bars."""
    ways = dict.fromkeys((text, unglued(text)))
    found = (tuple(key(way).split()) for way in ways)
    return tuple(words for words in found if all(map(in_bar, words)))


def in_bar(word: str) -> bool:
    """Whether a folded word may stand in some bar: is there no lexeme that it is a piece of, it does not."""
    if UNSPACED.match(word):
        return any(word[:size] in _every() for size in range(1, _LONGEST_PIECE + 1)) or word in _joined()
    if word.isascii() and word.isdigit():
        return True
    known = _threes()
    return all(word[at : at + 3] in known for at in range(len(word) - 2)) and word in _joined()


@cache
def _every() -> frozenset[str]:
    """The lexemes of all bars."""
    return frozenset(word for role in BAR_ROLES for word in lexicon().lexemes.get(role, ()))


@cache
def _joined() -> str:
    return "\n".join(sorted(_every()))


@cache
def _threes() -> frozenset[str]:
    """All that stands three characters long in lexemes: the fast test before the slow search."""
    return frozenset(word[at : at + 3] for word in _every() for at in range(len(word) - 2))


def has_territories(text: str) -> bool:
    """Whether something stands in parentheses, as the territory does in `Russian (Kazakhstan)`."""
    return bool(_PARENTHESIS.search(text))
