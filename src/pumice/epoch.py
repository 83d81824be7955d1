"""The one date that may be in an archive: the one its operator gives
(reproducible-builds.org/specs/source-date-epoch)."""

from collections.abc import Mapping
from datetime import UTC, datetime

from pumice.errors import Misuse

NAME = "SOURCE_DATE_EPOCH"


def source_epoch(environment: Mapping[str, str]) -> int | None:
    """Seconds since 1970, None if none are given; Misuse if what is given is no such number."""
    given = environment.get(NAME)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit():
        raise Misuse(f"{NAME} is {given!r}", "It must be whole seconds since 1970, or not be set.")
    return int(given)


def source_date(environment: Mapping[str, str]) -> str:
    """The same as YYYY-MM-DD, in UTC; empty if none is given."""
    epoch = source_epoch(environment)
    return "" if epoch is None else datetime.fromtimestamp(epoch, UTC).date().isoformat()
