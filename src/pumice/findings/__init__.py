"""Findings: coded claims about a document. A finding changes nothing; its code is stable and keeps its meaning."""

from collections.abc import Iterable
from dataclasses import dataclass

from pumice.edits import Evidence
from pumice.findings import archives, documents
from pumice.findings.code import Code, Severity

__all__ = ["CODES", "Code", "Finding", "Severity"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` holds for the span `start`–`end` (code points of the text named by the code's owner; none for the whole
    document). `message` is one line for people; `evidence` the same for machines."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None
    evidence: Evidence = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code} is not a finding code; add it to pumice.findings")


def _table(codes: Iterable[Code]) -> dict[str, Code]:
    table: dict[str, Code] = {}
    for code in codes:
        if code.code in table:
            raise ValueError(f"finding code {code.code} stands twice")
        table[code.code] = code
    return table


CODES: dict[str, Code] = _table((*documents.CODES, *archives.CODES))
