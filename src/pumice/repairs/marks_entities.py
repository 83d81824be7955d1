"""Character references left in text: &rsquo;, &amp;eacute;, &#8217;, &#146;.

Only references to characters outside ASCII are undone, and & and quotation marks beside them; &lt; and &gt; never, for
they keep text from being markup. References that the text speaks of stay (`marks_spelled`), and so do those of text
that is markup itself, in which they are right.
"""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Final

from pumice.edits import Edit
from pumice.repairs.marks_spelled import Spelling, repairs
from pumice.rule import rule

REFERENCE: Final = re.compile(r"&(?:amp;)*(?:#(\d{2,6})|#[xX]([0-9A-Fa-f]{2,5})|([A-Za-z][A-Za-z0-9]{1,24}));")
ASCII: Final = {"amp": "&", "quot": '"', "apos": "'", "#34": '"', "#38": "&", "#39": "'", "#039": "'"}
# Markup closes its elements: pages and DocBook of Debian's documentation one in 70 to 150 characters, text with a
# stray tag far fewer.
CLOSING: Final = re.compile(r"</[A-Za-z][A-Za-z0-9:.-]*\s*>")
TAGS, SPREAD = 8, 400  # so many, and one in so many characters
HIGHEST: Final = 0x2FFFF


def _char(number: str, hexadecimal: str, name: str) -> str:
    """What a reference means, if it is a character outside ASCII that text may hold; else nothing."""
    if name:
        char = html5.get(name + ";", "")
        return char if len(char) == 1 and char > "\x7f" else ""
    code = int(number) if number else int(hexadecimal, 16)
    if 0x80 <= code < 0xA0:
        return bytes([code]).decode("cp1252", "ignore")
    if code < 0xA0 or code > HIGHEST or 0xD800 <= code < 0xF900 or code in (0xFFFD, 0xFFFE, 0xFFFF):
        return ""
    return chr(code)


def is_markup(text: str) -> bool:
    """Whether the text is the source of a page or of a book, not what a reader sees of it."""
    tags = sum(1 for _ in CLOSING.finditer(text)) if "</" in text else 0
    return tags >= TAGS and tags * SPREAD >= len(text)


def spellings(text: str) -> Iterator[Spelling]:
    """The references in `text`."""
    for found in REFERENCE.finditer(text):
        char = _char(found[1] or "", found[2] or "", found[3] or "")
        if char:
            yield Spelling(found.start(), found[0], char, True)
        elif found[3] in ASCII:
            yield Spelling(found.start(), found[0], ASCII[found[3]], False)
        elif found[1] and f"#{found[1]}" in ASCII:
            yield Spelling(found.start(), found[0], ASCII[f"#{found[1]}"], False)


@rule(
    "repair.entities",
    concerns=r"&#?[0-9A-Za-z]{2,25};",
    summary="Character references that were never decoded, or encoded twice, become their characters.",
    source="HTML 13.5, named character references; numbers 128–159 as windows-1252 (HTML 13.2.5.80)",
    changes=(
        ("Don&rsquo;t forget the caf&eacute;.", "Don’t forget the café."),
        ("She calls it &amp;ldquo;a mess&amp;rdquo; &amp;mdash; and leaves.", "She calls it “a mess” — and leaves."),
        ("I don&#146;t know Ben &amp; Ann&#8217;s house.", "I don’t know Ben & Ann’s house."),
    ),
    keeps=(
        "The HTML entity &amp;rsquo; is written &amp;amp;rsquo; in source.",
        "In HTML write &mdash; to get a dash, or use '&eacute;'.",
        "AT&amp;T; R&amp;D; &lt;b&gt; and &amp;nbsp; alone",
        "if (a &lt; b &amp;&amp; c) return; // &#60;",
        "<ul><li>Caf&eacute;</li><li>Th&eacute;</li><li>Lait</li><li>Eau</li><li>Vin</li><li>Jus</li><li>Sel</li></ul>",
    ),
)
def entities(text: str) -> Iterator[Edit]:
    """Edits that decode the references that are damage."""
    if "&" in text and REFERENCE.search(text) and not is_markup(text):
        yield from repairs(text, list(spellings(text)), "repair.entities")
