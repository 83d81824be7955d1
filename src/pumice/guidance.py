"""What to tell those who begin: where scrapes go, and what was probably meant."""

from difflib import get_close_matches
from pathlib import Path

from pumice.errors import NothingToDo

READ = "text, HTML, WARC or JSON lines, packed with gzip or not"
BEGIN = (
    f"Make it and put the scraped files there ({READ}); `pumice init` does that with all that belongs to it. "
    "Or name the folder that holds them: pumice clean SCRAPES ARCHIVE."
)
EMPTY = f"Put the scraped files there, as they were scraped ({READ}), and clean again; the bag was left as it is."


def no_folder(raw: Path) -> NothingToDo:
    """What stops a command that wants a folder which is not there; with the name most like it, if there is one."""
    if raw.exists():
        return NothingToDo(f"{raw} is not a folder", "Name the folder that holds the scraped files.")
    near = get_close_matches(raw.name, _folders_beside(raw), 1)
    meant = f"Did you mean {raw.parent / near[0]}?" if near else BEGIN
    return NothingToDo(f"there is no folder {raw}", meant)


def _folders_beside(raw: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in raw.absolute().parent.iterdir() if entry.is_dir())
    except OSError:
        return []
