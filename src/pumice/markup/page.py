"""A page read as plain text: its lines, and what the markup said about each."""

from dataclasses import dataclass
from typing import NamedTuple

from pumice.findings import Finding

RENDERER = 1
"""The version of the rendering rules. It is part of every record made from a page: a first text comes back only from
the renderer that made it."""


class Frame(NamedTuple):
    """A block element of the page. `parent` is the place of the frame around it in the page's frames (-1 for none),
    `zone` what it and all around it say, `words` its class and id, `prop` its microdata property, `role` its role."""

    parent: int
    tag: str
    zone: int
    words: str
    prop: str
    role: str


class Line(NamedTuple):
    """One line of the first text. `start` and `end` are its place there (code points, without the line end), `blank` is
    how many empty lines stand before it, `frame` the block it stands in, `level` that of a heading. Counts of letters
    are of characters other than white space: all, in links, in bold or italics."""

    start: int
    end: int
    blank: int
    frame: int
    letters: int
    level: int
    link_letters: int
    strong_letters: int
    links: int
    images: int


class Meta(NamedTuple):
    """One thing a page says about itself: `where` ("meta", "title", "link", "time", "html", "json-ld"), the `name` it
    goes by there, and its `value`."""

    where: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page's first `text`, its `lines` (those that hold text, in order) with their `frames`, what the page says about
    itself (`head`), the `findings` of the rendering, and whether the tolerant `tree` had to be taken."""

    text: str
    lines: tuple[Line, ...]
    frames: tuple[Frame, ...]
    head: tuple[Meta, ...]
    findings: tuple[Finding, ...] = ()
    tolerant: bool = False

    def line_text(self, line: Line) -> str:
        """The text of one of the page's lines."""
        return self.text[line.start : line.end]
