"""Surrogates: code points that are no characters and that no clean copy can hold.

They stand in a text for the two halves of a character written as if each were one (CESU-8, JSON escapes), and for
bytes that could not be decoded.
"""

import re
from collections.abc import Iterator

from pumice.edits import Edit
from pumice.form.merge import was
from pumice.rule import Rule, Step

PAIR = Rule(
    "form.surrogate-pair",
    summary="two halves of a character become the character",
    source="Unicode Technical Report 26 (CESU-8); Unicode Standard 3.9, D91",
    changes=(
        ("\ud83d\ude00", "\N{GRINNING FACE}"),
        ("\udced\udca0\udcbd\udced\udcb8\udc80", "\N{GRINNING FACE}"),
    ),
    keeps=("\N{GRINNING FACE}", "plain"),
)
UNDECODABLE = Rule(
    "form.undecodable",
    summary="what could not be decoded becomes U+FFFD, one for each byte or half character",
    source="Unicode Standard 3.9, U+FFFD substitution",
    changes=(("caf\udce9 \udcff", "caf\N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}"), ("\ud83d", "\ufffd")),
    keeps=("café", "\N{REPLACEMENT CHARACTER}"),
)

# The search for what concerns a step reads no surrogates, and a text with them is shown to every step.
NEVER_READ = r"[^\x00-\x{10ffff}]"
_ANY = re.compile("[\ud800-\udfff]")
_SURROGATES = re.compile(
    "(?P<cesu>\udced[\udca0-\udcaf][\udc80-\udcbf]\udced[\udcb0-\udcbf][\udc80-\udcbf])"
    "|(?P<pair>[\ud800-\udbff][\udc00-\udfff])"
    "|(?:(?!(?:\udced[\udca0-\udcaf][\udc80-\udcbf]\udced[\udcb0-\udcbf][\udc80-\udcbf]))[\udc00-\udfff]"
    "|[\ud800-\udbff](?![\udc00-\udfff]))+"
)


def _surrogates(text: str) -> Iterator[Edit]:
    if not _ANY.search(text):
        return
    for found in _SURROGATES.finditer(text):
        facts = was(found[0])
        if found.lastgroup is None:
            yield Edit(found.start(), found[0], "\N{REPLACEMENT CHARACTER}" * len(found[0]), UNDECODABLE.code, facts)
        else:
            yield Edit(found.start(), found[0], _joined(found[0]), PAIR.code, facts)


def _joined(halves: str) -> str:
    """The character that two surrogates, or the six escaped bytes of two, stand for."""
    if len(halves) == 6:
        halves = halves.encode("ascii", "surrogateescape").decode("utf-8", "surrogatepass")
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


SURROGATES = Step("form.surrogates", _surrogates, (PAIR, UNDECODABLE), NEVER_READ)
