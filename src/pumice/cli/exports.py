"""The command that gives a bag to other tools."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pumice.cli.base import AsJson, command, print_json


class To(StrEnum):
    """The formats; pumice.exports says what each is (a test holds the two together)."""

    JSONL = "jsonl"
    PARQUET = "parquet"
    WARC = "warc"
    ZIP = "zip"
    CROISSANT = "croissant"
    RO_CRATE = "ro-crate"
    PREMIS = "premis"


Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; else standard output.")
]
Name = Annotated[str, typer.Option(metavar="NAME", help="What the archive is called in the export.")]
License = Annotated[str, typer.Option("--license", metavar="URL", help="Its licence, as an address or a name.")]
Creator = Annotated[str, typer.Option(metavar="NAME", help="Who answers for it.")]
Address = Annotated[str, typer.Option(metavar="URL", help="Where it is to be had.")]
Date = Annotated[
    str, typer.Option(metavar="YYYY-MM-DD", help="Its date; by default SOURCE_DATE_EPOCH, or the bag's own.")
]
Compress = Annotated[
    bool, typer.Option("--compress", help="Compress jsonl, warc and zip; so does a FILE that ends in .gz.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over a FILE that is there.")]


@command
def export(
    bag: Annotated[Path, typer.Argument(metavar="CLEAN", help="The bag to export.")] = Path("clean"),
    to: Annotated[To, typer.Option("--to", help="The format.")] = To.JSONL,
    output: Output = None,
    name: Name = "archive",
    license_: License = "",
    creator: Creator = "",
    url: Address = "",
    date: Date = "",
    compress: Compress = False,
    force: Force = False,
    json: AsJson = False,
) -> None:
    """Write the archive CLEAN in a format that other tools take. Every document is checked as it is read; one that is
    not what its record says stops the export, and no file is left behind.

    \b
        jsonl      one JSON object a document: id, text, source, metadata (Dolma, datatrove)
        parquet    a table, for Hugging Face datasets, pandas, DuckDB; needs pumice[parquet]
        warc       conversion records, each referring to the one it was made from; needs pumice[warc]
        zip        the bag in one file, for any BagIt tool
        croissant  metadata for machine-learning loaders, for a file beside the bag
        ro-crate   ro-crate-metadata.json, for a folder above the bag
        premis     PREMIS 3: an object for each file, an event for each step that changed one

    \b
        pumice export --to jsonl -o texts.jsonl.gz     clean/ for a training pipeline
        pumice export clean --to parquet -o texts.parquet
        pumice export clean --to jsonl | jq -r .text
        pumice export --to ro-crate -o ro-crate-metadata.json --license https://example.org/terms --date 2026-11-01
    """
    from pumice.corpus import open_bag
    from pumice.epoch import date_of, source_epoch
    from pumice.exports import About, find
    from pumice.exports import export as write
    from pumice.terminal import counted, safe

    packed = compress or (output is not None and output.suffix == ".gz")
    about = About(name, license_, creator, url, date or date_of(source_epoch(os.environ)), compress=packed)
    with open_bag(bag) as opened:
        written = write(opened, find(to.value), output, about, force=force)
    if output is None:
        return
    if json:
        print_json({"documents": written.documents, "bytes": written.size, "path": written.path, "format": to.value})
    else:
        told = f"{counted(written.documents, 'document')}, {counted(written.size, 'byte')}"
        typer.echo(f"{safe(str(bag))} → {safe(written.path)}: {told}")
