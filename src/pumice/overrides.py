"""A person's word about lines and rules: what `pumice.toml` says, as values.

A line is named by its text or by a pattern. In a pattern `*` stands for any run of characters and `?` for a single one;
nothing else is special. Patterns become regular expressions without backtracking (`fnmatch` makes them of atomic
groups), so none can hang on a long line, whoever wrote it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from typing import Any

# So many code points are quoted of an entry in evidence.
QUOTED = 80
# Sorting combining marks takes time quadratic in their number: 20 ms for a line of nothing else that is this long.
LONGEST = 4096


def plain(line: str) -> str:
    """A line as it is compared: in NFC unless it is very long, with single spaces and none around it."""
    return " ".join((line if len(line) > LONGEST else unicodedata.normalize("NFC", line)).split())


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """What a pattern stands for; `[` is a bracket like any other character."""
    return re.compile(translate(pattern.replace("[", "[[]")))


def matches(pattern: str, text: str) -> bool:
    """Whether `pattern` stands for the whole of `text`; upper and lower case differ."""
    return compiled(pattern).match(text) is not None


def concerns(paths: Sequence[str], path: str) -> bool:
    """Whether an entry with these `paths` (patterns; none: everywhere) is about the document at `path` in raw."""
    return not paths or any(matches(pattern, path) for pattern in paths)


@dataclass(frozen=True, slots=True)
class Entry:
    """Lines to keep or to drop: those that are `line`, or that `pattern` stands for, in the documents whose path in raw
    one of `paths` stands for. `reason` is the person's own."""

    line: str = ""
    pattern: str = ""
    paths: tuple[str, ...] = ()
    reason: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """The entry as facts for evidence."""
        named = {"line": self.line, "pattern": self.pattern, "reason": self.reason}
        return {name: text[:QUOTED] for name, text in named.items() if text}


@dataclass(frozen=True, slots=True)
class Switch:
    """Rules that are switched off in the documents whose path in raw one of `paths` stands for."""

    rules: tuple[str, ...]
    paths: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Damage that a person repaired: wherever `text` stands in the documents whose path in raw one of `paths` stands
    for, `new` takes its place."""

    text: str
    new: str
    paths: tuple[str, ...] = ()
    reason: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """The entry as facts for evidence; what it replaces, and by what, stands in the edit."""
        return {"reason": self.reason[:QUOTED]} if self.reason else {}


class Lines:
    """Entries, ready to be asked about lines."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._exact = {plain(entry.line): entry for entry in reversed(entries) if entry.line}
        self._patterns = tuple(entry for entry in entries if entry.pattern)

    def entry_for(self, line: str) -> Entry | None:
        """The entry that names `line`, exact ones before patterns."""
        shown = plain(line)
        return self._exact.get(shown) or next(
            (entry for entry in self._patterns if matches(entry.pattern, shown)), None
        )


@dataclass(frozen=True, slots=True)
class Overrides:
    """All that a person decided: lines to `keep`, lines to `drop`, rules to do `without`, texts to `replace`. What is
    kept is kept, whatever else is said about it."""

    keep: tuple[Entry, ...] = ()
    drop: tuple[Entry, ...] = ()
    without: tuple[Switch, ...] = ()
    replace: tuple[Replacement, ...] = ()

    @classmethod
    def from_object(cls, value: Mapping[str, Any]) -> "Overrides":
        """The overrides that came to be this JSON object."""
        return cls(
            tuple(_entry(entry) for entry in value["keep"]),
            tuple(_entry(entry) for entry in value["drop"]),
            tuple(Switch(tuple(it["rules"]), tuple(it["paths"]), it["reason"]) for it in value["without"]),
            # Archives of versions that knew no replacements have none.
            tuple(Replacement(**{**it, "paths": tuple(it["paths"])}) for it in value.get("replace", ())),
        )

    def for_path(self, path: str) -> "Overrides":
        """The part that is about the document at `path` in raw."""
        return Overrides(
            tuple(entry for entry in self.keep if concerns(entry.paths, path)),
            tuple(entry for entry in self.drop if concerns(entry.paths, path)),
            tuple(switch for switch in self.without if concerns(switch.paths, path)),
            tuple(entry for entry in self.replace if concerns(entry.paths, path)),
        )

    @property
    def switched_off(self) -> tuple[str, ...]:
        """The codes of the rules to do without."""
        return tuple(code for switch in self.without for code in switch.rules)


def _entry(value: Mapping[str, Any]) -> Entry:
    return Entry(**{**value, "paths": tuple(value["paths"])})


NONE = Overrides()
