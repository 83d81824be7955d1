"""Control characters: what terminals and printers were told, and strays."""

import re
from collections.abc import Iterable, Iterator

from pumice.edits import Edit
from pumice.form.merge import merged
from pumice.rule import Rule, Step

ESCAPES = Rule(
    "form.terminal-escapes",
    summary="control sequences of terminals go whole",
    source="ECMA-48, 5.4 control sequences and 8.3.89 operating system command",
    changes=(("\x1b[1;31mred\x1b[0m", "red"), ("\x1b]0;title\x07text", "text"), ("\x9b1mbold", "bold")),
    keeps=("[1;31mred[0m", "]0;title", "a[1m]"),
)
OVERSTRIKE = Rule(
    "form.overstrike",
    summary="a letter struck over itself or underlined by backspace is one letter",
    source="grotty(1), the typewriter output of manual pages",
    changes=(("N\bNA\bAM\bME\bE", "NAME"), ("_\bf_\bi_\bl_\be", "file"), ("f\b_", "f")),
    keeps=("NNAAMMEE", "_file", "f_"),
)
CONTROLS = Rule(
    "form.controls",
    summary="control characters other than tab and line feed go",
    source="ECMA-48; Unicode Standard 23.1",
    changes=(("nu\0ll", "null"), ("bell\x07", "bell"), ("de\x7fl", "del"), ("c\x81one", "cone"), ("a\bc", "ac")),
    keeps=("tab\tbed", "line\nfeed", "^G", "\\x07", "\N{SYMBOL FOR BELL}"),
)

_ANY = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CONTROLS = re.compile(
    r"(?P<escape>(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]|\x1b\][^\x07\x1b\n]{0,512}(?:\x07|\x1b\\))"
    r"|(?P<strike>(?P<letter>[^\x00-\x20])\x08(?=(?P=letter))|_\x08(?=[^\x00-\x20])|(?<=[^\x00-\x20])\x08_)"
    r"|[\0-\x07\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9a\x9c-\x9f]+|[\x08\x1b\x9b]"
)


def _controls(text: str) -> Iterable[Edit]:
    return merged(_each(text)) if _ANY.search(text) else ()


def _each(text: str) -> Iterator[Edit]:
    for found in _CONTROLS.finditer(text):
        reason = ESCAPES if found["escape"] else OVERSTRIKE if found["strike"] else CONTROLS
        yield Edit(found.start(), found[0], "", reason.code)


CONTROL_CHARACTERS = Step(
    "form.controls", _controls, (ESCAPES, OVERSTRIKE, CONTROLS), r"[\x00-\x08\x0e-\x1f\x7f-\x{84}\x{86}-\x{9f}]"
)
