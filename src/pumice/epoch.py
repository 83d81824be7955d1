"""The one date that may be in an archive: the one its operator gives
(reproducible-builds.org/specs/source-date-epoch)."""

from collections.abc import Mapping
from datetime import UTC, datetime

from pumice.errors import Misuse

NAME = "SOURCE_DATE_EPOCH"
# The last second of the year 9999: dates in bags have four digits for the year.
LATEST = 253_402_300_799


def source_epoch(environment: Mapping[str, str]) -> int | None:
    """Seconds since 1970, None if none are given; Misuse if what is given is no such number."""
    given = environment.get(NAME)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > len(str(LATEST)) or int(given) > LATEST:
        raise Misuse(f"{NAME} is {given!r}", "It must be whole seconds since 1970, or not be set.")
    return int(given)


def date_of(epoch: int | None) -> str:
    """Seconds since 1970 as YYYY-MM-DD, in UTC; empty if there are none."""
    return "" if epoch is None else datetime.fromtimestamp(epoch, UTC).date().isoformat()
