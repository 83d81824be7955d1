"""Spaces: one between words, none at the ends of lines, no-break spaces where they say something."""

import re
from collections.abc import Iterable, Iterator

from pumice.edits import Edit
from pumice.rule import Rule, Step

NO_BREAK = Rule(
    "form.no-break-spaces",
    summary="a no-break space becomes a space, unless it stands beside a digit, in French punctuation or in Mongolian",
    source="Unicode Standard 6.2; Lexique des règles typographiques de l'Imprimerie nationale; ISO 80000-1, 7.3",
    changes=(
        ("one\u00a0two", "one two"),
        ("figure\u2007space", "figure space"),
        ("narrow\u202fspace", "narrow space"),
        ("hello\u00a0, world", "hello , world"),
    ),
    keeps=(
        "10\u00a0000\u202f€",
        "§\u00a012",
        "«\u00a0Quoi\u202f?\u00a0»",
        "one two",
        "ᠤᠯᠤᠰ\u202fᠤᠨ",
        "a\u2009b",
    ),
)
DOUBLED = Rule(
    "form.doubled-spaces",
    summary="a run of spaces inside a line becomes one; spaces beside a tab go",
    source="the normal form of the archive",
    changes=(
        ("one  two", "one two"),
        ("end.   Start", "end. Start"),
        ("one \u00a0 two", "one two"),
        ("name\u3000\u3000name", "name\u3000name"),
        ("a \t b", "a\tb"),
        ("a\t\tb", "a\tb"),
    ),
    keeps=("one two", "one\u00a02", "東京\u3000太郎", "a\tb", "a\t\tb\n1\t2\t3", "one\ntwo"),
)
ENDS = Rule(
    "form.line-edges",
    summary="no spaces or tabs at the ends of a line; no indentation",
    source="the normal form of the archive",
    changes=(
        ("trailing  \nspace ", "trailing\nspace"),
        ("    indented\n\tby layout", "indented\nby layout"),
        ("\u3000段落", "段落"),
        ("one\n \u00a0\ntwo", "one\n\ntwo"),
    ),
    keeps=("no\nspace", "one\n\ntwo", "段落", "- item\n- item"),
)

_SPACES = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_CONCERNED = re.compile(f"[{_SPACES}]{{2,}}|(?:^|(?<=\\n))[{_SPACES}]|[{_SPACES}](?=\\n|\\Z)|[\u00a0\u2007\u202f]")
_CONCERNS = f"[{_SPACES}]{{2}}|^[{_SPACES}]|\n[{_SPACES}]|[{_SPACES}](?:\n|$)|[\u00a0\u2007\u202f]"
_UNUSUAL = re.compile(f"[{_SPACES[2:]}]")
_FRENCH = frozenset(";:!?»›")
_OPENING = frozenset("«‹")
_DIGITS = frozenset("0123456789")


def _spaces(text: str) -> Iterable[Edit]:
    plain = not any(piece in text for piece in ("  ", "\t", " \n", "\n ")) and text[:1] != " " and text[-1:] != " "
    if plain and (text.isascii() or not _UNUSUAL.search(text)):
        return ()
    return _each(text)


def _each(text: str) -> Iterator[Edit]:
    tables = _Tables(text)
    for found in _CONCERNED.finditer(text):
        start, end = found.span()
        run, before, after = found[0], text[start - 1 : start], text[end : end + 1]
        if before in ("", "\n") or after in ("", "\n"):
            yield Edit(start, run, "", ENDS.code)
        elif len(run) > 1:
            new = _one(run, row="\t\t" in run and tables.row(start))
            if new != run:
                yield Edit(start, run, new, DOUBLED.code)
        elif not _needed(run, before, after):
            yield Edit(start, run, " ", NO_BREAK.code)


def _one(run: str, *, row: bool) -> str:
    """What is left of several spaces inside a line; the `row` of a table keeps its empty cells."""
    if "\t" in run:
        return "\t" * (run.count("\t") if row else 1)
    return "\u3000" if run == "\u3000" * len(run) else " "


def _needed(space: str, before: str, after: str) -> bool:
    """Whether a no-break space belongs to how numbers, French punctuation or Mongolian suffixes are written."""
    if before in _DIGITS or after in _DIGITS or after in _FRENCH or before in _OPENING:
        return True
    return space == "\u202f" and "\u1800" <= after <= "\u18af"


class _Tables:
    """Whether a line is a row of a table: a line beside it has as many tabs between its cells."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen: dict[int, bool] = {}

    def row(self, at: int) -> bool:
        """Whether the line of `at` is such a row."""
        start = self._text.rfind("\n", 0, at) + 1
        if start not in self._seen:
            end = _line_end(self._text, start)
            tabs = self._tabs(start, end)
            above = self._tabs(self._text.rfind("\n", 0, start - 1) + 1, start - 1) if start else 0
            below = self._tabs(end + 1, _line_end(self._text, end + 1)) if end < len(self._text) else 0
            self._seen[start] = tabs in (above, below)
        return self._seen[start]

    def _tabs(self, start: int, end: int) -> int:
        return self._text[start:end].strip(" \t\u00a0\u3000").count("\t")


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


SPACES = Step("form.spaces", _spaces, (NO_BREAK, DOUBLED, ENDS), _CONCERNS)
