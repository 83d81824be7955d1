"""Where an export goes: a file that is there whole or not at all, or a stream."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pumice.errors import Misuse, StorageFailed, WontOverwrite


@dataclass(frozen=True, slots=True)
class Written:
    """An export: how many documents and bytes, and where (empty for a stream)."""

    documents: int
    size: int
    path: str = ""


Fill = Callable[[BinaryIO], int]


def refuse_inside(bag: Path, output: Path) -> None:
    """Misuse if `output` lies in the bag, which would then not be as it should be any more."""
    if bag.resolve() in output.resolve().parents:
        raise Misuse(f"{output} lies in the bag", "A bag holds nothing but what its manifests list; write elsewhere.")


def to_stream(fill: Fill) -> Written:
    """Write to standard output."""
    out = sys.stdout.buffer
    documents = fill(out)
    out.flush()
    return Written(documents, 0)


def to_file(path: Path, fill: Fill, *, force: bool) -> Written:
    """Have `fill` write a new file beside `path`, and put it there once it is whole and on the disk."""
    if path.is_dir() or (os.path.lexists(path) and not force):
        raise WontOverwrite(f"{path} is there already", "Name another file, or give --force to write over it.")
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            documents = fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
            size = stream.tell()
        part.replace(path)
    except OSError as error:
        raise StorageFailed(f"{path}: {error.strerror or error}", "Nothing was written there.") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return Written(documents, size, str(path))
