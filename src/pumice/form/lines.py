"""Line ends and blank lines."""

import re
from collections.abc import Iterable, Iterator

from pumice.edits import Edit
from pumice.form.merge import was
from pumice.rule import Rule, Step, rule

_OTHER_ENDS = "\r\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
_END = re.compile("\r?\r\n|[\r\v\f\x85\N{LINE SEPARATOR}]|\N{PARAGRAPH SEPARATOR}\n*")


@rule(
    "form.line-ends",
    concerns=r"[\r\v\f\x{85}\x{2028}\x{2029}]",
    summary="every line end is a line feed; a paragraph separator is a blank line",
    source="Unicode Standard 5.8, newline guidelines",
    changes=(
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("one\rtwo\r", "one\ntwo\n"),
        ("one\r\r\ntwo", "one\ntwo"),
        ("page one\fpage two", "page one\npage two"),
        ("one\x85two\N{LINE SEPARATOR}three", "one\ntwo\nthree"),
        ("one\N{PARAGRAPH SEPARATOR}two", "one\n\ntwo"),
        ("one\N{PARAGRAPH SEPARATOR}\ntwo", "one\n\ntwo"),
    ),
    keeps=("one\ntwo\n", "one\n\ntwo", "one two", "\n", "", "one\\r\\ntwo", "Ärger\n"),
)
def line_ends(text: str) -> Iterable[Edit]:
    """CR+LF (and CR+CR+LF, which a doubled conversion leaves), CR, VT, FF, NEL and LS become LF; PS becomes two."""
    if any(end in text for end in _OTHER_ENDS):
        for found in _END.finditer(text):
            new = "\n\n" if found[0][0] == "\N{PARAGRAPH SEPARATOR}" else "\n"
            yield Edit(found.start(), found[0], new, "form.line-ends", was(found[0]))


BLANK_RULE = Rule(
    "form.blank-lines",
    summary="at most one blank line between paragraphs, none at the start",
    source="the normal form of the archive",
    changes=(("one\n\n\n\ntwo\n", "one\n\ntwo\n"), ("\n\none\n", "one\n"), ("\n", ""), ("\n\n\n", "")),
    keeps=("one\n\ntwo\n", "one\ntwo\n", "one\n", ""),
)
FINAL_RULE = Rule(
    "form.final-newline",
    summary="a text ends with exactly one line feed; an empty text stays empty",
    source="POSIX.1-2017, 3.206 Line",
    changes=(("one", "one\n"), ("one\n\n", "one\n"), ("one\n\n\n\ntwo\n\n\n", "one\n\ntwo\n")),
    keeps=("one\n", "one\n\ntwo\n", ""),
)

_BLANK_RUN = re.compile("\n{3,}")


def _blank_lines(text: str) -> Iterator[Edit]:
    start = len(text) - len(text.lstrip("\n"))
    end = len(text.rstrip("\n"))
    if start:
        yield Edit(0, text[:start], "", BLANK_RULE.code)
    if start == len(text):
        return
    if "\n\n\n" in text:
        for run in _BLANK_RUN.finditer(text, start, end):
            yield Edit(run.start() + 2, run[0][2:], "", BLANK_RULE.code)
    if end == len(text):
        yield Edit(end, "", "\n", FINAL_RULE.code)
    elif end + 1 < len(text):
        yield Edit(end + 1, text[end + 1 :], "", FINAL_RULE.code)


BLANK_LINES = Step("form.blank-lines", _blank_lines, (BLANK_RULE, FINAL_RULE), r"^\n|\n\n\n|\n\n$|[^\n]$")
