"""NULs between letters, which are UTF-16's, and damage that nothing can repair, which is reported."""

import re
from collections.abc import Iterator
from typing import Final

from pumice.edits import Edit, evidence
from pumice.findings import Finding
from pumice.repairs.quoting import enclosed, quoted
from pumice.rule import Step, rule

WIDE: Final = re.compile(r"(?:[\t\n\r -~]\0){4,}|(?:\0[\t\n\r -~]){4,}")
# U+FFFD as UTF-8 read as GBK, and what Microsoft's debugger fills memory with, read the same way.
HOPELESS: Final = re.compile("(?:锟斤拷)+锟?|烫{3,}|屯{3,}|\ufffd+")
MISREAD: Final = "ï¿½"
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
        if not quoted(text, at, end, "\ufffd") and not enclosed(text, at, end):
            yield Edit(at, MISREAD, "\ufffd", "repair.misread-replacement", evidence(bytes="EF BF BD"))
        at = text.find(MISREAD, end)


def unrecoverable(text: str) -> Iterator[Finding]:
    """Findings for damage that destroyed what it stood for."""
    if text.isascii():
        return
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


UNRECOVERABLE: Final = Step("repair.unrecoverable", unrecoverable, (), "锟斤拷|烫{3}|屯{3}|\ufffd")
