"""NULs between letters, which are UTF-16's, and damage that nothing can repair, which is reported."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from pumice.edits import Edit, evidence
from pumice.findings import Finding
from pumice.repairs.quoting import enclosed, speaks_of_encodings
from pumice.rule import Step, rule

WIDE: Final = re.compile(r"(?:[\t\n\r -~]\0){4,}|(?:\0[\t\n\r -~]){4,}")
# U+FFFD as UTF-8 read as GBK, and what Microsoft's debugger fills memory with, read the same way.
HOPELESS: Final = re.compile("(?:锟斤拷)+锟?|烫{3,}|屯{3,}|\ufffd+")
MISREAD: Final = "ï¿½"
# What the commonest kana are then: の に は を た て し い る と が で す な か ま; and the signs among these, which no
# language writes beside one another.
KANA_PAIR: Final = re.compile("[ÌÉÍð½Äµ¢éÆªÅ·È©Ü]{2}")
KANA_SIGN: Final = re.compile("[ð½µ¢ª·©]")
PAIRS: Final = 2  # in a line, and twice as many signs: a sentence has more of either
LINE: Final = 400
# “ ” ’ ‘ — … of GBK, Big5 and EUC-JP. Spanish begins sentences with ¡É and ¡Á, so that these count behind a word only.
MISREAD_MARKS: Final = {
    "¡°": "“", "¡±": "”", "¡¯": "’", "¡®": "‘", "¡§": "“", "¡¨": "”", "¡¦": "’",
    "¡È": "“", "¡É": "”", "¡Ç": "’", "¡Æ": "‘",
}  # fmt: skip
HALF: Final = re.compile("¡[°®§ÈÆ](?=[A-Za-z])|(?<=[A-Za-z.,!?])¡[±¯¨¦ÉÇ](?![A-Za-z]{3})")
SEEN: Final = "锟斤拷|烫{3}|屯{3}|\ufffd|¡[°±¯®§¨¦ÈÉÇÆ]|[ÌÉÍð½Äµ¢éÆªÅ·È©Ü]{2}"  # what any of these holds
SHOWN: Final = 20  # places reported one by one


@rule(
    "repair.utf-16-bytes",
    concerns=r"\x00",
    summary="NULs before or after every character, left of UTF-16 read as a single-byte charset, are taken out.",
    source="UTF-16 writes ASCII as one byte and a zero byte",
    changes=(("a T\0e\0x\0t\0 \0o\0f\0 \0i\0t\0", "a Text of it"),),
    keeps=("fields\0apart\0by\0NUL", "a\0b"),
)
def utf_16_bytes(text: str) -> Iterator[Edit]:
    """Edits that take out the NULs of UTF-16."""
    if "\0" in text:
        for found in WIDE.finditer(text):
            for at in range(found.start(), found.end()):
                if text[at] == "\0":
                    yield Edit(at, "\0", "", "repair.utf-16-bytes", evidence(run=len(found[0])))


@rule(
    "repair.misread-replacement",
    concerns=MISREAD,
    summary="ï¿½, which is U+FFFD in UTF-8 read as windows-1252, becomes U+FFFD: what it replaced is lost.",
    source="RFC 3629: U+FFFD is EF BF BD",
    changes=(("in the newspaper ï¿½ e-mail addresses", "in the newspaper \ufffd e-mail addresses"),),
    keeps=("It showed “ï¿½” for each quote.", "Naïve: ¿quién? ½ l"),
)
def misread_replacement(text: str) -> Iterator[Edit]:
    """Edits for ï¿½."""
    at = text.find(MISREAD)
    while at >= 0:
        end = at + len(MISREAD)
        if not enclosed(text, at, end) and not speaks_of_encodings(text, at, end):
            yield Edit(at, MISREAD, "\ufffd", "repair.misread-replacement", evidence(bytes="EF BF BD"))
        at = text.find(MISREAD, end)


def is_stripped_japanese(line: str) -> bool:
    """Whether a line looks like Japanese in Shift_JIS without its lead bytes."""
    if "Ã" in line or max(line, default="") > "\xff":
        return False
    return len(KANA_SIGN.findall(line)) >= 2 * PAIRS and len(KANA_PAIR.findall(line)) >= PAIRS


def _stripped_japanese(text: str) -> Iterator[Finding]:
    """Findings for lines that are Japanese in Shift_JIS without its lead bytes: kana lost the byte 0x82 and are what
    their second byte is in ISO 8859-1, so that の is Ì and に is É."""
    at = 0
    while pair := KANA_PAIR.search(text, at):
        start, end = text.rfind("\n", 0, pair.start()) + 1, text.find("\n", pair.start())
        at = end if end >= 0 else len(text)
        line = text[start : min(at, start + LINE)]
        if len(KANA_PAIR.findall(line)) >= PAIRS and len(KANA_SIGN.findall(line)) >= 2 * PAIRS:
            message = f"Japanese, it seems, whose Shift_JIS lead bytes were stripped: {line[:20]!r}"
            lost = evidence(lost="lead bytes of Shift_JIS")
            yield Finding("repair.unrecoverable", message, start, start + len(line), lost)


def _half_quotations(text: str) -> Iterator[Finding]:
    """Findings for a mark of GBK, Big5 or EUC-JP, read as windows-1252, whose fellow is missing."""
    for found in islice(HALF.finditer(text), SHOWN):
        yield Finding(
            "repair.suspected",
            f"looks like {MISREAD_MARKS[found[0]]} of an East Asian charset, read as windows-1252: {found[0]!r}",
            found.start(),
            found.end(),
            evidence(candidate=MISREAD_MARKS[found[0]]),
        )


def unrecoverable(text: str) -> Iterator[Finding]:
    """Findings for damage that destroyed what it stood for, and for what is left of quotations."""
    if text.isascii():
        return
    yield from islice(_stripped_japanese(text), SHOWN)
    yield from _half_quotations(text)
    for number, found in enumerate(HOPELESS.finditer(text)):
        if number == SHOWN:
            more = len(HOPELESS.findall(text)) - SHOWN
            yield Finding("repair.unrecoverable", f"and {more} more places", evidence=evidence(more=more))
            return
        yield Finding(
            "repair.unrecoverable",
            f"what stood here was replaced when the text was converted: {found[0][:12]!r}",
            found.start(),
            found.end(),
            evidence(sign=found[0][:12]),
        )


UNRECOVERABLE: Final = Step("repair.unrecoverable", unrecoverable, (), SEEN)
