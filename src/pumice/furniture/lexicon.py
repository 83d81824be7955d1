"""Lexicons: the phrases, words and stems by which furniture is known, one TOML file a language, packed for loading.

A lexicon file has four tables, each mapping a kind or a role to phrases:

- `whole`: a line that is just this phrase is furniture wherever it stands;
- `company`: such a line is furniture only where other furniture stands beside it;
- `lexemes`: the words that bars and icon rows are made of (share verbs, networks, icons, language names);
- `stems`: beginnings of words that tell what a paragraph is about (comments, moderation, newsletters, cookies).

`gathered/` holds what tools/build_lexicons.py took from translations and from training data, with origin and licence;
the files beside it were written for pumice. `packed.json` is all of them in the form looked up here.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pumice.furniture.normal import UNSPACED, WORD, folded, skeleton

PHRASE_TABLES = ("whole", "company")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase is: its kind of furniture, `whole` or `company`, and a language it is known in."""

    kind: str
    strength: str
    language: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A stem found in a text: the language it belongs to, its role, and where it stands in the folded text."""

    stem: str
    language: str
    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """The `stems` that begin with the same two characters, and the languages and roles of each."""

    stems: tuple[str, ...]
    roles: tuple[tuple[tuple[str, str], ...], ...]

    def hits(self, low: str, at: int) -> Iterator[Hit]:
        """The stems that stand at one place of a folded text."""
        for stem, roles in zip(self.stems, self.roles, strict=True):
            if low.startswith(stem, at):
                for language, role in roles:
                    yield Hit(stem, language, role, at, at + len(stem))


Stems = Mapping[str, Group]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All languages together: phrases by key (`kind strength language`), lexemes by role, and stems by their first two
    characters."""

    phrases: Mapping[str, str]
    skeletons: Mapping[str, str]
    lexemes: Mapping[str, frozenset[str]]
    stems: Stems

    def phrase(self, folded_key: str) -> Entry | None:
        """The entry whose phrase is the whole of a key, or all of it but articles, pronouns and prepositions."""
        found = self.phrases.get(folded_key) or self.skeletons.get(skeleton(folded_key, self.lexemes["filler"]))
        return Entry(*found.split(" ")) if found else None

    def all_stems(self) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
        """Every stem with its languages and roles."""
        for group in self.stems.values():
            yield from zip(group.stems, group.roles, strict=True)

    def stem_hits(self, text: str) -> Iterator[Hit]:
        """Stems in `text`, at the beginnings of its words (anywhere in scripts without spaces), left to right."""
        low = folded(text)
        spaced = low.isascii() or not UNSPACED.search(low)
        for word in WORD.finditer(low):
            anywhere = not spaced and UNSPACED.search(word.group())
            starts = range(word.start(), word.end()) if anywhere else (word.start(),)
            for at in starts:
                for group in (self.stems.get(low[at : at + 2]), self.stems.get(low[at])):
                    if group and low.startswith(group.stems, at):
                        yield from group.hits(low, at)


@cache
def packed() -> dict[str, Any]:
    """The packed tables as stored in the package."""
    data: dict[str, Any] = json.loads(
        resources.files("pumice.furniture").joinpath("lexicons/packed.json").read_text(encoding="utf-8")
    )
    return data


@cache
def lexicon() -> Lexicon:
    """The lexicon of the package, loaded once."""
    data = packed()
    lexemes = {role: frozenset(words) for role, words in data["lexemes"].items()}
    stems = {
        head: Group(tuple(stem for stem, _ in group), tuple(tuple(map(tuple, roles)) for _, roles in group))
        for head, group in data["stems"].items()
    }
    return Lexicon(data["phrases"], data["skeletons"], lexemes, stems)
