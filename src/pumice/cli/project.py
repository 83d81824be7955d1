"""The commands around a corpus: begin one, look over its findings, look at the machine, read the manual."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pumice.cli.archive import Format
from pumice.cli.base import AsJson, app, command


class Least(StrEnum):
    """How severe a finding must be to be listed."""

    NOTE = "note"
    DOUBT = "doubt"
    FAULT = "fault"


@command
def findings(
    bag: Annotated[Path, typer.Argument(metavar="CLEAN", help="The archive whose documents are looked over.")] = Path(
        "clean"
    ),
    least: Annotated[Least, typer.Option("--severity", help="List what is at least so severe.")] = Least.DOUBT,
    output: Annotated[
        Format, typer.Option("--format", help="How to tell it; github and sarif annotate in CI.")
    ] = Format.TEXT,
    raw: Annotated[
        str, typer.Option(metavar="RAW", help="What the folder of raw files is called, for annotations.")
    ] = "raw",
    json: AsJson = False,
) -> None:
    """List what pumice saw and left as it is, document by document, with the line of the raw file where there is one.

    The exit code is 0 whatever is found: findings are for people to look at. It is pumice clean that exits 3 where
    documents could not be processed.

    \b
        pumice findings                       doubts and faults of clean/
        pumice findings archive --severity note
        pumice findings --format github       annotations on a pull request
        pumice findings --format junit > findings.xml
        pumice findings --json | jq -r .path | sort | uniq -c
    """
    from pumice import looking

    sys.stdout.write(looking.over(bag, least.value, Format.JSON.value if json else output.value, raw))


@command
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to begin in; made if need be.")] = Path(),
) -> None:
    """Begin a corpus: raw/ for scrapes, a commented pumice.toml, an example for a build server, and a .gitattributes
    that keeps git from touching the bytes. What is there already is never changed.

    \b
        pumice init                in the folder you are in
        pumice init gazette        in a new one
        pumice init gazette && cp -r scrapes/. gazette/raw && cd gazette && pumice clean
    """
    from pumice import beginning
    from pumice.terminal import safe

    for made in beginning.begin(folder):
        typer.echo(safe(str(made)))
    typer.echo("\n" + safe_lines(beginning.NEXT.format(raw=folder / beginning.RAW, folder=folder)))


@command
def doctor(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where archives are to be made.")] = Path(),
    json: AsJson = False,
) -> None:
    """Look whether this machine is fit for pumice: Python, libraries and their versions, the HTML parser, a sample
    cleaned, the disk below DIR, the terminal. Exits 1 if something is wrong.

    \b
        pumice doctor               here
        pumice doctor /srv/archive  for archives that are to be made there
        pumice doctor --json | jq 'select(.severity != "note")'
    """
    from pumice import looking

    raise typer.Exit(looking.at_machine(folder, json=json))


@command
def man() -> None:
    """Write the manual page to standard output: the same words as --help, of all commands at once.

    \b
        pumice man | man -l -
        pumice man > pumice.1
        pumice man | groff -man -Tutf8 | less -R
    """
    from pumice.manual import page

    typer.echo(page(typer.main.get_command(app)), nl=False)


def safe_lines(text: str) -> str:
    """Lines for a terminal, each made safe."""
    from pumice.terminal import safe

    return "\n".join(map(safe, text.split("\n")))
