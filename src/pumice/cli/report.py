"""The command that makes a report."""

from pathlib import Path
from typing import Annotated

import typer

from pumice.cli.base import command


@command
def report(
    bag: Annotated[Path, typer.Argument(metavar="CLEAN", help="The bag to report on.")] = Path("clean"),
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")
    ] = "report.html",
    title: Annotated[str, typer.Option(metavar="TEXT", help="What to call the archive at the top of the page.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a FILE that is no report of pumice.")] = False,
) -> None:
    """Make a page of a bag that explains it: what is in it, what was changed and why, each document raw and clean.

    The page is one file that needs nothing else and loads nothing from anywhere: keep it with the archive, mail it,
    print it. Raw texts are restored from the clean copies and their trails, and checked against their digests.

    \b
        pumice report                               clean/ into report.html
        pumice report archive -o archive.html       another bag
        pumice report --title "Harbour papers, 2009"
        pumice report archive -o - | gzip > archive.html.gz
    """
    from pumice.reporting import told

    told(bag, output, title=title, force=force)
