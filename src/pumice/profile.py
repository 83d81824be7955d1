"""A profile: the lines that recur over documents of one site, as `pumice learn` found them and a person may edit them.

A site is a folder of raw; a pattern with as many parts as its path says which folders are sites (`*`: each folder at
the top; `web/*`: each folder in `web`; `.`: all of raw is one site). A file in no such folder belongs to no site.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from json import dumps
from typing import Any

from pumice.overrides import matches

EVERY_FOLDER = "*"
WHOLE = "."


def site_of(path: str, folders: str) -> str | None:
    """The site of the document at `path` in raw, if one of its folders fits the pattern."""
    if folders == WHOLE:
        return WHOLE
    wanted, parts = folders.split("/"), path.split("/")
    if len(parts) <= len(wanted) or not all(map(matches, wanted, parts)):
        return None
    return "/".join(parts[: len(wanted)])


@dataclass(frozen=True, slots=True)
class Site:
    """The lines of a site, each with the number of its documents that have it; near-identical ones count as one."""

    name: str
    documents: int
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, eq=False)
class Profile:
    """What is known of sites. Two profiles with the same content are equal; `digest` is that of the content."""

    folders: str = EVERY_FOLDER
    sites: tuple[Site, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        written = dumps([self.folders, [[it.name, it.documents, sorted(it.lines)] for it in self.sites]])
        object.__setattr__(self, "digest", sha256(written.encode("ascii")).hexdigest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Profile) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def _by_site(self) -> Mapping[str, "Profile"]:
        return {site.name: Profile(self.folders, (site,)) for site in self.sites}

    def for_path(self, path: str) -> "Profile":
        """The part that is about the document at `path` in raw."""
        return self._by_site.get(site_of(path, self.folders) or "", NOTHING)

    def as_object(self) -> dict[str, Any]:
        """The profile as a JSON object."""
        sites = [{"name": it.name, "documents": it.documents, "lines": dict(sorted(it.lines))} for it in self.sites]
        return {"folders": self.folders, "digest": self.digest, "site": sites}

    @classmethod
    def from_object(cls, value: Mapping[str, Any]) -> "Profile":
        """The profile an `as_object` came from."""
        sites = (Site(it["name"], it["documents"], tuple(it["lines"].items())) for it in value["site"])
        return cls(value["folders"], tuple(sites))


NOTHING = Profile()
EXAMPLE = Profile(sites=(Site("ferries", 30, (("The mayor speaks on Thursday", 30), ("The boat is late today", 30))),))
