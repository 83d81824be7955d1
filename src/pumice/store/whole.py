"""Lists whose last line is the digest of the others, so that one cut short is never taken for the whole."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256

from pumice.record import dump
from pumice.store.disk import NOT_THERE, Disk


def ended(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, and a last one with their digest."""
    running = sha256()
    for line in lines:
        running.update(line)
        yield line
    yield dump({"end": running.hexdigest()}) + b"\n"


def is_whole(disk: Disk, path: str) -> bool:
    """Whether there is such a list, and its last line is the digest of the others. OSError if it is there and cannot be
    read."""
    running, last = sha256(), b""
    try:
        for line in disk.lines(path):
            running.update(last)
            last = line
        return bool(json.loads(last)["end"] == running.hexdigest())
    except (ValueError, KeyError, TypeError):
        return False
    except OSError as error:
        if error.errno not in NOT_THERE:
            raise
        return False


def without_end(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines but the last."""
    waiting = next(lines, b"")
    for line in lines:
        yield waiting
        waiting = line
