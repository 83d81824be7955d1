"""The command that compares two archives."""

from pathlib import Path
from typing import Annotated

import typer

from pumice.cli.base import AsJson, command


@command
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A bag.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another one, of the same documents.")],
    documents_only: Annotated[
        bool, typer.Option("--documents-only", help="Do not compare what made the bags: version, rules, options.")
    ] = False,
    texts: Annotated[bool, typer.Option("--texts", help="Show how the texts changed, too.")] = False,
    json: AsJson = False,
) -> None:
    """Tell what differs between two bags: after an upgrade of pumice, with other options, or from one scrape to the
    next. Exits 0 if nothing does, 1 if something does, like diff.

    First what made them differently, then every document that was added (+), removed (-) or changed (~), last the
    totals. Documents are matched by their paths in raw; bags of any size are read side by side.

    \b
        pumice diff clean.old clean                what did the upgrade change?
        pumice diff clean.old clean --texts        and how do the texts read now?
        pumice diff monday tuesday --documents-only
        pumice diff old new --json | jq 'select(.change == "changed") | .path'
    """
    from pumice.comparing import told

    raise typer.Exit(told(old, new, documents_only=documents_only, texts=texts, json=json))
