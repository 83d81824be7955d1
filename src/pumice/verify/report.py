"""What a verification saw and found."""

from dataclasses import dataclass
from pathlib import Path

from pumice.errors import CHANGED, OK
from pumice.verify.fault import Fault


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what was found. `files` and `size` (bytes) are the payload that was seen; `read_files` and
    `read_size` what was read and digested, tag files included; `share` in words what part of the bag that is.
    `faults` are the first 10,000, `counts` all by code. `documents` is the number of records, -1 for foreign bags;
    `seal` says whose seal the bag has, where a signer was asked for and found."""

    root: Path
    share: str
    files: int
    size: int
    read_files: int
    read_size: int
    documents: int
    faults: tuple[Fault, ...]
    counts: tuple[tuple[str, int], ...]
    failed: bool
    seal: str = ""

    @property
    def exit_code(self) -> int:
        """1 if the bag is not as it should be."""
        return CHANGED if self.failed else OK
