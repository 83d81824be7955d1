"""Shift_JIS marks whose lead byte 0x81 was read as a letter: donÅft ÅgtopÅh (Mac OS Roman), donüft (code page 437)."""

import re
from collections.abc import Iterator
from typing import Final

from pumice.edits import Edit, evidence
from pumice.repairs.marks_evidence import near, tongues_about, wordlike
from pumice.repairs.quoting import quoted
from pumice.rule import rule

LEADS: Final = {"Å": "Mac OS Roman", "ü": "code page 437", "\x81": "ISO 8859-1"}
MARKS: Final = {"c": "…", "e": "‘", "f": "’", "g": "“", "h": "”"}
NORDIC: Final = frozenset(("da", "nb", "sv", "fi"))
# No language ends a word in Åh or üh after a small letter, or has Åf before a suffix: such a place is proof.
PROOF: Final = re.compile(
    r"(?<=[a-z])(?:Å|\x81)f(?:s|t|re|ve|ll|d|m)?(?![A-Za-z])|(?<=[A-Za-z0-9.,!?:)])(?:Å|\x81)h(?![A-Za-z])"
    r"|(?<=n)üft(?![A-Za-z])|üf(?:re|ve|ll)(?![A-Za-z])|(?<=\bI)üf[dm](?![A-Za-z])|(?<=[.,!?:)])üh(?![A-Za-z])"
)
MARK: Final = re.compile(r"([Åü\x81])([cefgh])")
MOST_OTHERS: Final = 8  # characters outside ASCII to each mark; Japanese text has twenty and more
STARTS: Final = frozenset(" \t\n([{\"'—–-=/:“‘")


def _fits(text: str, at: int, mark: str) -> bool:
    """Whether the mark may stand at `at`: opening ones at the start of something, the others after something."""
    left, right = text[at - 1 : at] if at else "\n", text[at + 2 : at + 3] or "\n"
    if mark in "“‘":
        return (left in STARTS or left in "0123456789") and right not in " \t\n"
    if mark in "’…":
        return left not in " \t\n"
    return not wordlike(right)


@rule(
    "repair.visible-lead-byte",
    concerns=r"[a-z][Å\x{81}]f|[A-Za-z0-9.,!?:)][Å\x{81}]h|nüft|üf(?:re|ve|ll)|Iüf[dm]|[.,!?:)]üh",
    summary="Å, ü or U+0081 before c, e, f, g or h was the lead byte of a Shift_JIS mark, read in another charset.",
    source="Shift_JIS 0x8163–0x8168; 0x81 in Mac OS Roman is Å, in code page 437 ü",
    changes=(
        ("He says they donÅft use ÅgmainÅh here.", "He says they don’t use “main” here."),
        ("The userÅfs name, ÅeopenÅf and ÅecloseÅf", "The user’s name, ‘open’ and ‘close’"),
    ),
    keeps=(
        "Åh nej, Ågot og Ågren bor i Åfjord; på Åhus.",
        "Die Mühe, kühl und früh zu üben, verblüfft.",
        "1 Å is 0.1 nm; in Å from Åh to Åf",
    ),
)
def visible_lead(text: str) -> Iterator[Edit]:
    """Edits for marks with a visible lead byte."""
    if text.isascii() or not any(lead in text for lead in LEADS):
        return
    proofs = [found.start() for found in MARK.finditer(text) if PROOF.match(text, found.start())]
    if not proofs:
        return
    lead = text[proofs[0]]
    if sum(char > "\x7f" for char in text) > MOST_OTHERS * len(MARK.findall(text)):
        return  # whole Japanese sentences were misread, not marks alone: a matter for the channels
    if lead == "Å" and NORDIC.intersection(tongues_about(text, proofs[0])[:1]):
        return
    for found in MARK.finditer(text):
        mark, at = MARKS[found[2]], found.start()
        if found[1] == lead and near(proofs, at) and _fits(text, at, mark) and not quoted(text, at, at + 2, mark):
            yield Edit(at, found[0], mark, "repair.visible-lead-byte", evidence(read=LEADS[found[1]]))
