"""Punctuation of which only the low byte is left: U+2019 ’ cut to the control character U+0019, and its like.

Programs that write each UTF-16 unit as one byte make these. The controls mean nothing in text and normal form takes
them away, so what they were must be said before. Each is believed only where it stands as the mark it would be: an
apostrophe between letters, a dash between spaces, quotation marks in pairs around words of one line.
"""

import re
from collections.abc import Iterable

from pumice.edits import Edit, evidence
from pumice.rule import rule

# A letter of any script: no ASCII mark, digit, control or space, no punctuation of Latin-1 or General Punctuation.
LETTER = "[^\x00-@\\[-`{-\xbf\xd7\xf7\u2000-\u206f\u3000-\u303f]"
LINE = "[^\x00-\x12\x15-\x17\x1a-\x1f]"
MARKS = {"\x13": "–", "\x14": "—", "\x18": "‘", "\x19": "’", "\x1c": "“", "\x1d": "”"}
# The longest quotation that is looked for, in code points; the bound keeps the search linear.
LONGEST = 400
WHERE = re.compile(
    f"(?P<apostrophe>(?<={LETTER})\x19(?={LETTER}))"
    "|(?P<dash>(?<= )[\x13\x14](?= ))"
    f"|(?P<double>\x1c(?=[^ ]{LINE}{{0,{LONGEST}}}\x1d))|(?P<closed>\x1d)"
    f"|(?P<single>\x18(?=[^ ]{LINE}{{0,{LONGEST}}}\x19))|(?P<ended>\x19)"
)
PARTNER = {"closed": "double", "ended": "single"}


@rule(
    "repair.low-bytes",
    concerns=r"[\x13\x14\x18\x19\x1c\x1d]",
    summary="A control character where only a typographic mark can stand was that mark, cut to its low byte.",
    source="Unicode General Punctuation: U+2013, U+2014, U+2018, U+2019, U+201C, U+201D less their high byte",
    changes=(
        ("We don\x19t know.\n", "We don’t know.\n"),
        ("She said \x1cyes\x1d \x13 and left.\n", "She said “yes” – and left.\n"),
        ("The \x18old\x19 quay\n", "The ‘old’ quay\n"),
        ("\x1cWe can\x19t.\x1d\n", "“We can’t.”\n"),
    ),
    keeps=("5\x19 6\n", "\x1cunclosed\n", "a\x13b\n", "stray \x19\n", "\x1d\x1c\n"),
)
def low_bytes(text: str) -> Iterable[Edit]:
    """The controls that were marks."""
    if not any(control in text for control in MARKS):
        return
    open_since: dict[str, int] = {}
    for found in WHERE.finditer(text):
        kind, start = str(found.lastgroup), found.start()
        if kind in PARTNER:
            opened = open_since.pop(PARTNER[kind], None)
            if opened is None or start - opened > LONGEST + 2 or "\n" in text[opened:start]:
                continue
        elif kind in ("double", "single"):
            open_since[kind] = start
        yield Edit(start, found[0], MARKS[found[0]], "repair.low-bytes", evidence(place=kind))
