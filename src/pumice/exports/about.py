"""What an export says about a bag as a whole: some of it only the operator knows."""

import re
from dataclasses import dataclass, replace
from os.path import relpath
from pathlib import Path
from urllib.parse import quote

from pumice.corpus import Bag
from pumice.errors import Misuse

DATE = re.compile(r"\d{4}-\d\d-\d\d")
DESCRIPTION = "Clean copies of scraped texts, each with its record and the trail of every change, in a BagIt bag."


@dataclass(frozen=True, slots=True)
class About:
    """`name` of the archive; `license`, an address or a name; `creator`, who is answerable for it; `date`, YYYY-MM-DD,
    by default the bag's own; `url` where it is to be had. `folder` is the bag as seen from the folder of the file that
    is written (empty where there is none), `compress` whether to compress where the format leaves a choice."""

    name: str = "archive"
    license: str = ""
    creator: str = ""
    url: str = ""
    date: str = ""
    description: str = DESCRIPTION
    compress: bool = False
    folder: str = ""

    def __post_init__(self) -> None:
        if self.date and not DATE.fullmatch(self.date):
            raise Misuse(f"{self.date!r} is not a date", "Write it as YYYY-MM-DD.")
        if not re.fullmatch(r"[^\x00-\x1f/\\]{1,100}", self.name) or self.name in {".", ".."}:
            raise Misuse(
                f"{self.name!r} cannot be the name of an archive", "A name of up to 100 characters, no slashes."
            )

    def place(self, path: str) -> str:
        """A file of the bag as an address relative to the file that is written."""
        return quote(f"{self.folder}/{path}" if self.folder else path)

    def needs(self, format_name: str, *fields: str) -> None:
        """Misuse if the operator has not said what a format cannot do without."""
        missing = [field for field in fields if not getattr(self, field)]
        if missing:
            flags = " ".join(f"--{field} …" for field in missing)
            raise Misuse(f"{format_name} must say {' and '.join(missing)}, which pumice cannot know", f"Add {flags}")


def about_bag(bag: Bag, about: About, output: Path | None) -> About:
    """`about` with what the bag itself can tell: its date, and where it lies."""
    folder = "" if output is None else Path(relpath(bag.root.resolve(), output.resolve().parent)).as_posix()
    return replace(about, date=about.date or _bagging_date(bag), folder=folder)


def _bagging_date(bag: Bag) -> str:
    for line in bag.info().decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(": ")
        if name == "Bagging-Date" and DATE.fullmatch(value):
            return value
    return ""
