"""Exports: a bag in a form that other tools take. One module each; the table below is all there is to add one to.

What every export promises: only documents whose bytes have their recorded digest are written, one wrong one stops it
and leaves nothing behind; documents come in the order of the records, one at a time, however many there are; and
nothing is asked of the clock, so the same bag and the same words give the same bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, TypeAlias

from pumice.corpus import Bag, Sharded
from pumice.errors import Misuse
from pumice.exports.about import About, about_bag
from pumice.exports.output import Written, refuse_inside, to_file, to_stream

__all__ = ["FORMATS", "About", "Format", "Written", "export", "find"]

# Writes the bag to the stream; the number of documents written.
Writer: TypeAlias = Callable[[Bag, BinaryIO, About], int]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by `name`: what it is in a line, the ending its files usually have, whether it can go into a pipe,
    whether it speaks of one bag and its files, and the library it needs with the extra of pumice that brings it."""

    name: str
    summary: str
    ending: str
    pipes: bool = False
    of_one_bag: bool = False
    needs: str = ""
    extra: str = ""

    def writer(self) -> Writer:
        """What writes it; Misuse, naming the extra, if a library is not installed."""
        try:
            if self.needs:
                import_module(self.needs)
        except ImportError as error:
            raise Misuse(
                f"{self.name} is written with a library that is not installed ({error.name})",
                f"pip install 'pumice[{self.extra}]'",
            ) from error
        found: Writer = import_module(f"{__name__}.{self.name.replace('-', '')}").write
        return found


FORMATS = (
    Format("jsonl", "JSON lines in the shape of Dolma and datatrove", ".jsonl", pipes=True),
    Format(
        "parquet", "a table for Hugging Face datasets, pandas, DuckDB", ".parquet", needs="pyarrow", extra="parquet"
    ),
    Format("warc", "WARC conversion records", ".warc", pipes=True, needs="warcio", extra="warc"),
    Format("zip", "the bag in one file, for any BagIt tool", ".zip", of_one_bag=True),
    Format("croissant", "metadata for machine-learning loaders, for a file beside the bag", ".json", of_one_bag=True),
    Format("ro-crate", "ro-crate-metadata.json, for a folder above the bag", ".json", of_one_bag=True),
    Format("premis", "PREMIS 3: an object for each file, an event for each step that changed one", ".xml", pipes=True),
)


def find(name: str) -> Format:
    """The format called `name`; Misuse if there is none."""
    for known in FORMATS:
        if known.name == name:
            return known
    raise Misuse(f"there is no format {name!r}", f"Formats: {', '.join(known.name for known in FORMATS)}.")


def export(bag: Bag, known: Format, output: Path | None, about: About, *, force: bool = False) -> Written:
    """Write `bag` in a format to the file `output`, or to standard output where it is None. WontOverwrite if there is
    such a file and not `force`; NotAsItShouldBe, and no file, if a document does not have its digest."""
    write = known.writer()
    if known.of_one_bag and isinstance(bag, Sharded):
        raise Misuse(
            f"{bag.root} is a corpus in {len(bag.bags)} bags, and {known.name} is of one bag", "Export each of them."
        )
    if output is None:
        if not known.pipes:
            raise Misuse(f"{known.name} cannot go into a pipe", f"Name a file: -o archive{known.ending}.")
        return to_stream(lambda stream: write(bag, stream, about_bag(bag, about, None)))
    refuse_inside(bag.root, output)
    return to_file(output, lambda stream: write(bag, stream, about_bag(bag, about, output)), force=force)
