"""One document from a file or standard input to standard output: pumice as a filter."""

import sys
from pathlib import Path

from pumice.errors import Unreadable
from pumice.options import Options
from pumice.pipeline import Result, normalize

STDIN = "-"


def read(source: str) -> bytes:
    """The bytes of the file `source`, or of standard input for `-`; Unreadable if they cannot be had."""
    if source == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise Unreadable(
            f"{source}: {error.strerror}", "Name a file that can be read, or - for standard input."
        ) from error


def cleaned(source: str, options: Options) -> tuple[bytes, Result]:
    """The raw bytes of `source` and what became of them."""
    data = read(source)
    return data, normalize(data, name="standard input" if source == STDIN else source, options=options)
