"""`pumice report` for people: writes the page beside its place, then puts it there whole; shows how far it is."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TextIO

from pumice.corpus import open_bag
from pumice.errors import StorageFailed, WontOverwrite
from pumice.report.write import MARK, Progress, report
from pumice.terminal import counted, safe

STDOUT = "-"


def told(bag: Path, output: str, *, title: str, force: bool) -> None:
    """Write the report on `bag` to the file `output`, or to standard output for `-`."""
    with open_bag(bag) as opened, _progress(sys.stderr) as progress:
        if output == STDOUT:
            report(opened, sys.stdout.buffer, title=title, progress=progress)
            sys.stdout.buffer.flush()
            return
        path = Path(output)
        _refuse_foreign(path, bag, force=force)
        try:
            with NamedTemporaryFile(dir=path.absolute().parent, prefix=".pumice-report-", delete=False) as file:
                unfinished = Path(file.name)
                try:
                    totals = report(opened, file, title=title, progress=progress)
                except BaseException:
                    unfinished.unlink()
                    raise
            unfinished.chmod(0o666 & ~_umask())
            unfinished.replace(path)
        except OSError as error:
            raise StorageFailed(f"{path}: {error.strerror}", "Name a file that can be written with -o.") from error
    size = f"{path.stat().st_size / 1_000_000:,.1f} MB"
    sys.stderr.write(f"{counted(totals.documents, 'document')} → {safe(str(path))} ({size}); open it in a browser\n")


def _umask() -> int:
    now = os.umask(0o077)
    os.umask(now)
    return now


def _refuse_foreign(path: Path, bag: Path, *, force: bool) -> None:
    """A report may be written over, nothing else may; in the bag it would be a file that no manifest lists."""
    if bag.resolve() in path.resolve().parents:
        raise WontOverwrite(
            f"{path} is inside the bag", "A bag holds only what its manifests list; name a file beside it."
        )
    if force or not path.exists():
        return
    if path.is_dir():
        raise WontOverwrite(f"{path} is a folder", "Name a file: -o report.html.")
    with path.open("rb") as file:
        if file.read(len(MARK)) != MARK:
            raise WontOverwrite(f"{path} is there already and is no report of pumice", "Name another, or use --force.")


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
