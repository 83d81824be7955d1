"""A new corpus folder: where scrapes go, a commented configuration, an example for a build server, and what keeps git
from touching the bytes."""

from importlib.resources import files
from pathlib import Path

from pumice import __version__
from pumice.errors import StorageFailed, WontOverwrite

# Place in the corpus → template.
FILES = {
    "pumice.toml": "pumice.toml",
    ".gitattributes": "gitattributes",
    ".github/workflows/archive.yml": "archive.yml",
}
RAW = "raw"
NEXT = """\
Put the scraped files into {raw}, as they were scraped; it is only ever read. Then, from {folder}:

    pumice clean            makes the archive clean/
    pumice show DOC         tells what was changed in a document, and why
    pumice verify           checks every byte of it
"""


def content(template: str) -> str:
    """The text of a template, with this version filled in."""
    text = (files("pumice") / "templates" / template).read_text(encoding="utf-8")
    return text.replace("@VERSION@", __version__)


def begin(folder: Path) -> list[Path]:
    """Make a corpus of `folder`; what was made. WontOverwrite, and nothing is made, if any of it is there already."""
    there = [folder / place for place in FILES if (folder / place).exists()]
    if there:
        raise WontOverwrite(
            f"{', '.join(map(str, there))}: there already",
            "pumice init begins a new corpus and changes none; name another folder.",
        )
    made = [folder / RAW]
    try:
        (folder / RAW).mkdir(parents=True, exist_ok=True)
        for place, template in FILES.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            with (folder / place).open("x", encoding="utf-8", newline="\n") as file:
                file.write(content(template))
            made.append(folder / place)
    except OSError as error:
        raise StorageFailed(
            f"{folder}: {error.strerror or error}", "Look at its permissions and at the disk."
        ) from error
    return made
