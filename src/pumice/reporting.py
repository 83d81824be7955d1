"""`pumice report` for people: writes the page, whole or not at all; shows how far it is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from pumice.corpus import open_bag
from pumice.exports.output import refuse_inside, to_file, to_stream
from pumice.report.write import MARK, Progress, report
from pumice.terminal import counted, safe

STDOUT = "-"


def told(bag: Path, output: str, *, title: str, force: bool) -> None:
    """Write the report on `bag` to the file `output`, or to standard output for `-`. A report may be written over,
    anything else only with `force`."""
    with open_bag(bag) as opened, _progress(sys.stderr) as progress:

        def fill(stream: BinaryIO) -> int:
            return report(opened, stream, title=title, progress=progress).documents

        if output == STDOUT:
            to_stream(fill)
            return
        path = Path(output)
        refuse_inside(bag, path)
        written = to_file(path, fill, force=force or _is_report(path))
    size = f"{written.size / 1_000_000:,.1f} MB"
    sys.stderr.write(f"{counted(written.documents, 'document')} → {safe(output)} ({size}); open it in a browser\n")


def _is_report(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


@contextmanager
def _progress(stream: TextIO) -> Iterator[Progress | None]:
    """Something to call with the number of documents done: a count on a terminal, nothing elsewhere."""
    if not stream.isatty():
        yield None
        return

    def show(done: int) -> None:
        if done % 50 == 0:
            stream.write(f"\r{done:,} documents")
            stream.flush()

    yield show
    stream.write("\r\x1b[K")
