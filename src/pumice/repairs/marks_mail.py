"""What mail's transfer encodings leave in text: quoted-printable (=92, =E2=80=99, soft line ends) and UTF-7 (+IBk-)."""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator
from typing import Final

from pumice.edits import Edit
from pumice.repairs.marks_spelled import Spelling, in_program, repairs
from pumice.rule import rule

SOFT: Final = re.compile(r"=[ \t]*\r?\n")
QUOTED: Final = re.compile(r"(?:=[0-9A-F]{2})+(?:=[ \t]*\r?\n(?:=[89A-F][0-9A-F])+)*|=[ \t]*\r?\n")
QUOTED_HIGH: Final = re.compile(r"=[89A-F][0-9A-F]|=1B\$B")
JAPANESE: Final = re.compile(r"=1B\$B((?:[!-~]{2}){1,100})=1B\(B")
SHIFTED: Final = re.compile(r"\+([A-Za-z0-9+/]{3,400})(?:-|(?![A-Za-z0-9+/]))")
MEANT: Final = re.compile(
    "[\t -~\u00a0-\u052f\u2010-\u2044\u20ac\u2122\u2190-\u2194]*|[\u3000-\u9fff\uff00-\uffe6]+|[\uac00-\ud7a3]+"
)


def _quoted(hexadecimal: str) -> str | None:
    data = bytes.fromhex(hexadecimal.replace("=", ""))
    for charset in ("utf-8", "cp1252"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        return text if all(char >= " " or char in "\t\n" for char in text) else None
    return None


def _quoted_spellings(text: str) -> Iterator[Spelling]:
    for found in QUOTED.finditer(text):
        meant = "" if found[0][-1] == "\n" else _quoted(SOFT.sub("", found[0]))
        if meant is not None:
            several = len(meant) < SOFT.sub("", found[0]).count("=") and not meant.isascii()
            yield Spelling(found.start(), found[0], meant, several)


def _japanese_spellings(text: str) -> Iterator[Spelling]:
    for found in JAPANESE.finditer(text):
        try:
            meant = f"\x1b$B{found[1]}\x1b(B".encode("ascii").decode("iso2022_jp")
        except UnicodeDecodeError:
            continue
        yield Spelling(found.start(), found[0], meant, True)


@rule(
    "repair.quoted-printable",
    concerns=r"=[89A-F][0-9A-F]|=1B\$B",
    summary="=92, =E2=80=99 and soft line breaks, left of a mail's quoted-printable, become what they stand for.",
    source="RFC 2045, 6.7; single bytes above 127 as windows-1252",
    changes=(
        ("We don=92t know why it took so lo=\nng =96 do you?", "We don’t know why it took so long – do you?"),
        ("The caf=C3=A9 is open =E2=80=93 come in.", "The café is open – come in."),
    ),
    keeps=(
        "In quoted-printable =3D encodes = and =20 a space.",
        "a=92, b=93; x=20; y=3D",
        'assert body == "don=92t\\r\\n"',
        "x =\n  y + z",
    ),
)
def quoted_printable(text: str) -> Iterator[Edit]:
    """Edits for quoted-printable."""
    if "=" not in text or not QUOTED_HIGH.search(text):
        return
    japanese = list(_japanese_spellings(text))
    taken = {place for spelling in japanese for place in range(spelling.start, spelling.end)}
    found = [*japanese, *(spelling for spelling in _quoted_spellings(text) if spelling.start not in taken)]
    found = [
        spelling
        for spelling in found
        if spelling.spelled[-1] == "\n" or not in_program(text, spelling, quoting=not spelling.plain)
    ]
    yield from repairs(text, sorted(found, key=lambda spelling: spelling.start), "repair.quoted-printable")


def _shifted(base64: str) -> str | None:
    """What UTF-7 means by `base64`, if it is what an encoder writes of Western text."""
    try:
        data = b64decode(base64 + "=" * (-len(base64) % 4), validate=True)
        text = data.decode("utf-16-be")
    except (Error, UnicodeDecodeError):
        return None
    again = b64encode(text.encode("utf-16-be")).decode("ascii").rstrip("=")
    return text if text and again == base64 and MEANT.fullmatch(text) else None


@rule(
    "repair.utf-7",
    concerns=r"\+[A-Za-z0-9+/]{3}",
    summary="+IBk- and its like, left of a mail in UTF-7, become the characters they stand for.",
    source="RFC 2152",
    changes=(
        ("I don+IBk-t think +IBw-so+IB0-.", "I don’t think “so”."),
        ("+AD4- They+IBk-re here.", "> They’re here."),
    ),
    keeps=(
        "1+1-2; +AD is not UTF-7; C+IBk-t",
        "+1-800-555-0199 and a+bcd-e",
        "Keep + and - apart: +AAA- battery",
        "'!'* +netgroup |",
    ),
)
def utf_7(text: str) -> Iterator[Edit]:
    """Edits for UTF-7."""
    if "+" not in text:
        return
    found = [
        Spelling(match.start(), match[0], meant, False)
        for match in SHIFTED.finditer(text)
        if (meant := _shifted(match[1])) is not None and (match[0].endswith("-") or meant < "\u2e80")
    ]
    if found:
        yield from repairs(text, found, "repair.utf-7")
