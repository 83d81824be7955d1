"""What the shell offers behind a command: the documents of the archive at hand."""

import json
from contextlib import suppress
from itertools import islice
from pathlib import Path

import typer

# Reading so many records takes half a second; nobody waits longer for a completion, or reads more offers.
MOST_READ, MOST_OFFERED = 50_000, 200


def document_names(context: typer.Context, incomplete: str) -> list[str]:
    """Paths in raw that begin with what was typed, from the records of the bag that was named; none where there is no
    bag. Nothing is checked: whatever is chosen is checked by the command."""
    from pumice.bag import RECORDS

    bag = context.params.get("bag") or Path("clean")
    found: list[str] = []
    with suppress(OSError, ValueError, KeyError, TypeError), (Path(bag) / RECORDS).open("rb") as records:
        for line in islice(records, MOST_READ):
            path = json.loads(line)["raw"]["path"]
            if path.startswith(incomplete) and path.isprintable():
                found.append(path)
            if len(found) == MOST_OFFERED:
                break
    return found
