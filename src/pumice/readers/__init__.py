"""Readers: what can be read from a file of raw. One module each, found by looking; each has one `READER`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pumice.options import Options
from pumice.pipeline import Result

# How much of a file is looked at to tell what it is.
HEAD_BYTES = 1 << 16


class Claim(IntEnum):
    """How sure a reader is that a file is its own: not at all, by what stands in it, by its name, by both."""

    NO = 0
    BY_CONTENT = 1
    BY_NAME = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file: `name` below the file's own name (empty when the file is the document), what became of
    it, and the raw bytes if they are not the file's."""

    name: str
    result: Result


@dataclass(frozen=True, slots=True)
class Reader:
    """`claim(name, head)` says whether a file with this name that begins so is the reader's; `read(data, name,
    options)` gives its documents, cleaned. Both are pure."""

    name: str
    claim: Callable[[str, bytes], Claim]
    read: Callable[[bytes, str, Options], Iterator[Part]]


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, by name."""
    return tuple(
        import_module(f"{__name__}.{module.name}").READER
        for module in sorted(iter_modules(__path__), key=lambda found: found.name)
    )


def reader_for(name: str, head: bytes) -> Reader | None:
    """The reader that claims the file most surely, None if none does."""
    claims = [(reader.claim(name, head[:HEAD_BYTES]), reader) for reader in readers()]
    best = max(claims, key=lambda claim: claim[0], default=(Claim.NO, None))
    return best[1] if best[0] else None
