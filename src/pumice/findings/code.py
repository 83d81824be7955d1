"""What a finding code is. The codes themselves stand in `documents` and `archives`."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a finding means for the document: `note` for the record, `doubt` for a person to look at, `fault` for a
    document that could not be processed or an archive that is not as it should be."""

    NOTE = "note"
    DOUBT = "doubt"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Code:
    """What a finding code means and what a person can do about it."""

    code: str
    severity: Severity
    meaning: str
    advice: str
