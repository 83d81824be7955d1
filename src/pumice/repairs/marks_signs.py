"""Marks whose place alone tells them: a quoted letter, an arrow before an address, × between numbers, © before a year.

No word stands beside these that a list could know, so that the channels have nothing to prove them by. Each image of
such a mark, in a charset it was read in, is believed only where no text has it.
"""

import re
from collections.abc import Iterator
from typing import Final

from pumice.edits import Edit, evidence
from pumice.repairs.marks_evidence import tongues_about
from pumice.repairs.quoting import speaks_of_encodings
from pumice.repairs.reading import alphabet
from pumice.rule import rule

# How “ and ” look: GBK or EUC-KR, Big5, EUC-JP as windows-1252; Mac OS Roman as windows-1252; windows-1252 as code page
# 437, as Mac OS Roman; UTF-8 as windows-1252, as Mac OS Roman.
PAIRS: Final = (
    ("¡°", "¡±"), ("¡§", "¡¨"), ("¡È", "¡É"), ("Ò", "Ó"), ("ô", "ö"), ("ì", "î"), ("â€œ", "â€\x9d"), ("‚Äú", "‚Äù"),
)  # fmt: skip
QUOTED: Final = {
    opening: re.compile(
        rf"(?<![^\s(\[]){re.escape(opening)}([0-9A-Za-z$%&*+./:@_~-]{{1,3}}){re.escape(closing)}(?![A-Za-z0-9À-ɏ])"
    )
    for opening, closing in PAIRS
}
# How → looks before an address, and × between a number and what it multiplies, in the charsets above.
ARROW: Final = re.compile("(?<![^ \n])(?:¡ú|¡÷|¡æ|¢ª|‚Üí|ΓåÆ)(?= (?:https?://|www\\.))")
TIMES: Final = re.compile("(?<=[0-9])(¡Á|¡Ñ|¡¿|¡ß)(?=[A-Za-z0-9])")
# © is 0xA9 in windows-1252, which code page 437 reads as ⌐ and ISO 8859-2 as Š; 0xB8 in code page 850, read as ¸.
COPYRIGHT: Final = re.compile("(?:⌐|(?<=[Cc]opyright )[¸Š])(?= (?:19|20)[0-9]{2}(?![0-9]))")
CONCERNS: Final = (
    r"¡[°§È]|Ò[!-~]{1,3}Ó|ô[!-~]{1,3}ö|ì[!-~]{1,3}î|â€œ|‚Äú|(?:¡ú|¡÷|¡æ|¢ª|‚Üí|ΓåÆ) "
    "|[0-9]¡[ÁÑ¿ß]|[⌐¸Š] (?:19|20)[0-9]{2}"
)
QUICK: Final = re.compile("[¡ÒôìâÄ¢‚Γ⌐¸Š]")


def _quotations(text: str) -> Iterator[Edit]:
    """Edits for quotation marks around one to three signs."""
    for opening, closing in PAIRS:
        if opening not in text or closing not in text:
            continue
        for found in QUOTED[opening].finditer(text):
            inner = found[1]
            if len(opening) == 1 and not _foreign(text, found.start(), opening, closing):
                return
            if speaks_of_encodings(text, found.start(), found.end()):
                continue
            why = evidence(image=opening + closing, inner=inner)
            yield Edit(found.start(), opening, "“", "repair.sign", why)
            yield Edit(found.end() - len(closing), closing, "”", "repair.sign", why)


def _foreign(text: str, at: int, opening: str, closing: str) -> bool:
    """Whether the language about a place has no use for the letters, and the text uses them as a pair."""
    langs = tongues_about(text, at)[:1]
    letters = "".join(letter for lang in langs for letter in alphabet(lang))
    return text.count(opening) == text.count(closing) and opening not in letters and closing not in letters


@rule(
    "repair.sign",
    concerns=CONCERNS,
    summary="Images of “ ” around a sign or two, of → before an address, of × and © at numbers become those marks.",
    source="GB 2312, KS X 1001, Big5, JIS X 0208, Mac OS Roman and code page 437 as other charsets show them",
    changes=(
        ("It holds many ¡°K¡± scripts.", "It holds many “K” scripts."),
        ("For the third disk it would be Ò3Ó; see below.", "For the third disk it would be “3”; see below."),
        ("More about it: ¡ú https://example.org/", "More about it: → https://example.org/"),
        ("Copyright ⌐ 2012 by the authors", "Copyright © 2012 by the authors"),
        ("an array of 2¡ÁN disks", "an array of 2×N disks"),
    ),
    keeps=(
        "¡Á la carga! ¡Ñu!",
        "GBK writes “K” as ¡°K¡±, which is mojibake.",
        "a ⌐ b and ⌐ 20 %",
        "Il a vu « ô3ö » hier.",
        "Preise: ¸ 2012 und Š 1999; 3¡4",
    ),
)
def signs(text: str) -> Iterator[Edit]:
    """Edits for such marks."""
    if text.isascii() or not QUICK.search(text):
        return
    found = list(_quotations(text))
    for pattern, mark in ((ARROW, "→"), (TIMES, "×"), (COPYRIGHT, "©")):
        for place in pattern.finditer(text):
            if not speaks_of_encodings(text, place.start(), place.end()):
                found.append(Edit(place.start(), place[0], mark, "repair.sign", evidence(image=place[0])))
    yield from sorted(found, key=lambda edit: edit.start)
