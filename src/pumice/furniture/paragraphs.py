"""Paragraphs of furniture: known by what they speak of, in any wording: comment rules, newsletters, cookies.

Stems are counted by language: the language with most different roles in the paragraph speaks for it, so that a word
that means something else in another language cannot add to the count.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pumice.furniture.lexicon import Hit, lexicon

MAX_PARAGRAPH = 2000  # code points; longer paragraphs are articles, or legal texts that stand as documents

_HEAD = 2  # code points of marks that may stand before the first word
COMMENT_ROLES = ("moderate", "rules", "polite", "publish", "fields", "liable", "you")
CALL, COOKIE = ("newsletter", "subscribe", "ours"), ("cookie", "consent", "you")
TOPICS = (("comment", "you"), CALL, COOKIE)  # the roles that each kind of paragraph must touch
TOPIC_ROLES = tuple(role for roles in TOPICS for role in roles)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a paragraph speaks of: the kind, the language, and how many of the kind's roles it touches."""

    kind: str
    language: str
    roles: tuple[str, ...]
    words: tuple[str, ...]
    opens: bool = False


def topic(text: str) -> Topic | None:
    """The furniture that a paragraph speaks of, or None."""
    if len(text) > MAX_PARAGRAPH:
        return None
    words: dict[str, dict[str, Hit]] = {}
    for hit in lexicon().stem_hits(text):
        words.setdefault(hit.language, {}).setdefault(hit.role, hit)
    best: Topic | None = None
    for language in sorted(words):
        of_language = words[language]
        if any(all(role in of_language for role in roles) for roles in TOPICS):
            for found in (find(language, of_language) for find in (_comment, _call, _cookie)):
                if found and (best is None or len(found.roles) > len(best.roles)):
                    best = found
    return best


def _topic(kind: str, language: str, roles: tuple[str, ...], words: Mapping[str, Hit]) -> Topic:
    """`opens` tells whether the first role but one (the doing) begins the paragraph, as an order to the reader does."""
    present = tuple(role for role in roles if role in words)
    opens = roles[1] in words and words[roles[1]].start <= _HEAD
    return Topic(kind, language, present, tuple(words[role].stem for role in present), opens)


def _comment(language: str, words: Mapping[str, Hit]) -> Topic | None:
    """Rules for comments: comments, an appeal to the reader, and two more of what such rules speak of."""
    found = _topic("comment-form", language, ("comment", *COMMENT_ROLES), words)
    if "comment" not in words or "you" not in words or len(found.roles) < 4:
        return None
    return found


def _call(language: str, words: Mapping[str, Hit]) -> Topic | None:
    """A call to subscribe: the thing, the doing, and whose it is or what it costs."""
    found = _topic("newsletter", language, CALL, words)
    return found if len(found.roles) == 3 else None


def _cookie(language: str, words: Mapping[str, Hit]) -> Topic | None:
    """A consent banner: cookies, and consent or their use on this site."""
    found = _topic("consent", language, COOKIE, words)
    return found if len(found.roles) == 3 else None
