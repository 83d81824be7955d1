"""Unicode normalization form C, cluster by cluster, in time linear in the text and alike on every Python.

A cluster is cut only before a character that neither combines nor can be joined to what stands before it; so the
clusters normalize one by one to what the whole text would normalize to. Characters newer than the ranges know are
never inside a cluster: they wait until the ranges are made anew.
"""

from collections.abc import Iterable, Iterator
from unicodedata import is_normalized, normalize

from pumice.edits import Edit, evidence
from pumice.findings import Finding
from pumice.form import charsets
from pumice.rule import Proposal, Rule, Step

LONGEST_RUN = 128
"""Combining marks in a row beyond which a cluster is left alone. Sorting marks takes time quadratic in the run; Unicode
foresees at most 30 (UAX #15, Stream-Safe Text Format), ornamental stacking of marks reaches about 100."""

NFC = Rule(
    "form.nfc",
    summary="letters and their marks in Unicode normalization form C",
    source="UAX #15; the stability policy makes it the same for every later Unicode version",
    changes=(
        ("cafe\u0301", "café"),
        ("\u1100\u1161\u11a8", "각"),
        ("\N{ANGSTROM SIGN}ngström", "Ångström"),
        ("q\u0307\u0323", "q\u0323\u0307"),
        ("\u0f73", "\u0f71\u0f72"),
    ),
    keeps=("café", "각", "q\u0323\u0307", "ﬁ ½ ² Ａ", "\u0301", "e\u034f\u0301"),
)


def composed(text: str) -> str:
    """`text` in NFC, for comparing; as it is where a run of combining marks would take too long to sort."""
    if text.isascii() or is_normalized("NFC", text) or charsets.marks(LONGEST_RUN).search(text):
        return text
    return normalize("NFC", text)


def _canonical(text: str) -> Iterable[Proposal]:
    if text.isascii() or not charsets.not_inert().search("".join(set(text))):
        return
    yield from _clusters(text)


def _clusters(text: str) -> Iterator[Proposal]:
    for found in charsets.cluster().finditer(text):
        before = found[0]
        if len(before) > LONGEST_RUN and (run := charsets.marks(LONGEST_RUN).search(before)):
            start = found.start() + run.start()
            message = f"{len(run[0])} combining marks in a row"
            yield Finding("form.long-combining-run", message, start, start + len(run[0]), evidence(marks=len(run[0])))
        elif (after := normalize("NFC", before)) != before:
            yield Edit(found.start(), before, after, NFC.code)


CANONICAL = Step("form.nfc", _canonical, (NFC,), charsets.NOT_INERT)
