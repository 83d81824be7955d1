"""Links made of a few known words in any order and form: to the top of the page, to the full or the mobile site.

Such a line is known when each of its words begins like a word of the link, or is an article or preposition, and the
words that matter are there: where to (`full` + `site`, `top`), and for certainty a verb (`go`, `back`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pumice.furniture.lexicon import Hit, lexicon
from pumice.furniture.normal import UNSPACED, WORD, folded

MAX_WORDS = 8
MAX_LENGTH = 60
SHORT = 2  # stems as short as this are words, not beginnings
LINKS = (("size", "site"), ("back", "top"))  # the two words that each kind of link must have
ROLES = ("go", "size", "site", "back", "top")


@dataclass(frozen=True, slots=True)
class Link:
    """A link line: its kind of furniture, its language, and whether it says what to do."""

    kind: str
    language: str
    orders: bool


def link(text: str) -> Link | None:
    """The link that a line is, or None."""
    if len(text) > MAX_LENGTH:
        return None
    low = folded(text)
    words = list(WORD.finditer(low))
    if not 2 <= len(words) <= MAX_WORDS and not UNSPACED.search(low):
        return None
    by_language: dict[str, list[Hit]] = {}
    for hit in lexicon().stem_hits(low):
        if hit.role in ROLES and (hit.end - hit.start > SHORT or _whole(low, hit)):
            by_language.setdefault(hit.language, []).append(hit)
    for language in sorted(by_language):
        hits = by_language[language]
        kind = _kind(hits)
        if kind and all(_covered(low, word.start(), word.end(), hits) for word in words):
            return Link(kind, language, any(hit.role in ("go", "back") for hit in hits))
    return None


def _whole(low: str, hit: Hit) -> bool:
    """Whether a stem is all of its word, or stands in a script whose words have no ends."""
    return bool(UNSPACED.match(low, hit.start) or UNSPACED.match(low, hit.end)) or not WORD.match(low, hit.end)


def _kind(hits: list[Hit]) -> str | None:
    """What kind of link the words make; the two that matter must be different words."""
    for kind, (first, second) in zip(("full-site", "back-to-top"), LINKS, strict=True):
        places = {role: {hit.start for hit in hits if hit.role == role} for role in (first, second)}
        if places[first] and places[second] and len(places[first] | places[second]) > 1:
            return kind
    return None


def _covered(low: str, start: int, end: int, hits: Iterable[Hit]) -> bool:
    """Whether a word is one of the link's: it begins with a stem, or stems fill it where no spaces part words."""
    word = low[start:end]
    if word in lexicon().lexemes["filler"]:
        return True
    if not UNSPACED.search(word):
        return any(hit.start <= start < hit.end for hit in hits)
    filled = {at for hit in hits for at in range(hit.start, hit.end)}
    return all(at in filled for at in range(start, end))
