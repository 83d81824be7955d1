"""The command that asks a person what pumice does not decide."""

from pathlib import Path
from typing import Annotated

import typer

from pumice.cli.base import AsJson, command


@command
def review(
    raw: Annotated[Path, typer.Argument(metavar="RAW", help="Folder of scrapes that CLEAN was made from.")] = Path(
        "raw"
    ),
    bag: Annotated[Path, typer.Argument(metavar="CLEAN", help="The archive to review.")] = Path("clean"),
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the answers go; by default pumice.toml beside RAW."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Decide what was left open: lines that may be page furniture, and text that looks damaged, one after the other.

    Equal lines are asked about once, those that stand in most documents and are most in doubt first. An answer is
    written to pumice.toml at once, so a review can be ended at any time and goes on where it ended; the next clean
    carries the answers out. k keeps a line, d drops it, r asks how damaged text should read, s skips a question, u
    takes the last answer back, w says where the answer counts, n shows another place, q ends.

    \b
        pumice review                          what clean/ left open; answers go to pumice.toml
        pumice review scrapes archive          other folders
        pumice review --json | jq -r .line     list the questions, most valuable first
        pumice clean                           carry the answers out
    """
    from pumice.reviewing import told

    told(raw, bag, config, json=json)
