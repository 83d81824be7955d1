"""Views of a text: windows of whole lines, and in them the pieces that hold more than ASCII."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

WINDOW = 12_000  # characters judged together; whole lines
LONGEST = 1_000  # characters of a piece: longer runs without spaces are taken in parts
PIECE = re.compile(r"[^ \t\n\r\f\v]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A piece and where it starts in the text."""

    start: int
    text: str


def windows(text: str) -> Iterator[tuple[int, str]]:
    """The text in parts of whole lines of about WINDOW characters (cut hard where a line is longer), with starts."""
    start = 0
    while start < len(text):
        end = start + WINDOW
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        yield start, text[start:end]
        start = end


def places(text: str, base: int) -> list[Place]:
    """The pieces of a window that hold more than ASCII."""
    found = []
    for match in PIECE.finditer(text):
        piece = match[0]
        if not piece.isascii():
            for at in range(0, len(piece), LONGEST):
                found.append(Place(base + match.start() + at, piece[at : at + LONGEST]))
    return found


def common_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts share at the beginning, and how many of the others at the end."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    return head, tail
