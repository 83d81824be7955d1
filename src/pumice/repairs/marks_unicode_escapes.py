"""Characters left as the escapes of programs: \\u2019, %u2019, u2019 whose backslash was lost."""

import re
from collections.abc import Iterator
from typing import Final

from pumice.edits import Edit
from pumice.repairs.marks_spelled import Spelling, in_program, repairs
from pumice.rule import rule

PERCENT: Final = re.compile(r"%u([0-9A-Fa-f]{4})")
BACKSLASH: Final = re.compile(r"(?<!\\)\\u([0-9A-Fa-f]{4})")
BARE: Final = re.compile(r"u(?<![0-9\\%/_U+]u)(00[a-f][0-9a-f]|01[0-7][0-9a-f]|20[1-3][0-9a-f]|20ac|2122|219[0-4])")
# Letters of the common scripts, punctuation and signs: what text holds beside ASCII. Without its backslash an escape
# may be a name, so that only what Western text holds is believed.
MEANT: Final = re.compile(
    "[\u00a0-\u052f\u0590-\u06ff\u0e00-\u0e5b\u1e00-\u1fff\u200b-\u203a\u20ac\u2116\u2122\u2190-\u22ff\u2500-\u26ff"
    "\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffe6]"
)


def _found(pattern: re.Pattern[str], text: str, *, plain: bool) -> list[Spelling]:
    spellings = []
    for found in pattern.finditer(text):
        char = chr(int(found[1], 16))
        if MEANT.match(char):
            spellings.append(Spelling(found.start(), found[0], char, plain))
    return spellings


@rule(
    "repair.percent-u",
    concerns=r"%u[0-9A-Fa-f]{4}",
    summary="%u and four digits, as a browser's escape() writes characters, become the character.",
    source="ECMA-262 B.2.1.1",
    changes=(
        ("You%u2019re late.", "You’re late."),
        ("the caf%u00E9 %u201Cat the corner%u201D", "the café “at the corner”"),
    ),
    keeps=("%u2019 is what escape() makes of it", "printf('%u2000', n);"),
)
def percent_u(text: str) -> Iterator[Edit]:
    """Edits for %u2019."""
    if "%u" in text:
        yield from repairs(text, _found(PERCENT, text, plain=True), "repair.percent-u")


@rule(
    "repair.unicode-escapes",
    concerns=r"\\u[0-9A-Fa-f]{4}",
    summary="\\u and four digits, as JSON and programs write characters, become the character where text is prose.",
    source="RFC 8259, 7",
    changes=(
        ("It\\u2019s \\u201cfine\\u201d.", "It’s “fine”."),
        ("We don\\u2019t open on Sundays.", "We don’t open on Sundays."),
    ),
    keeps=(
        '{"text": "It\\u2019s fine"}',
        're.sub(r"\\u2019", "\'", s)  # \\u2019 is it',
        "C:\\users\\u2019\\files",
        "\\u00e9 alone",
    ),
)
def unicode_escapes(text: str) -> Iterator[Edit]:
    """Edits for \\u2019 outside programs."""
    if "\\u" in text:
        found = [spelling for spelling in _found(BACKSLASH, text, plain=False) if not in_program(text, spelling)]
        yield from repairs(text, found, "repair.unicode-escapes")


@rule(
    "repair.bare-unicode-escapes",
    concerns=r"u(?:00[a-f][0-9a-f]|01[0-7][0-9a-f]|20[1-3][0-9a-f]|20ac|2122|219[0-4])",
    summary="u and four digits, left of \\u2019 when the backslash was stripped, become the character.",
    source="What stripping backslashes leaves of RFC 8259 strings",
    changes=(
        ("You donu2019t say, said u201cthe bossu201d.", "You don’t say, said “the boss”."),
        ("Theyu2019re at the cafu00e9.", "They’re at the café."),
    ),
    keeps=("Version u2019 of menu2020 and flatu2013x", "see U+2019 or u2019 in the table", "gpu2018s"),
)
def bare_unicode_escapes(text: str) -> Iterator[Edit]:
    """Edits for u2019."""
    if BARE.search(text):
        yield from repairs(text, _found(BARE, text, plain=False), "repair.bare-unicode-escapes")
