"""Print src/pumice/form/canonical_ranges.py: the code points that can stand inside a canonical cluster.

    python tools/build_canonical_ranges.py > src/pumice/form/canonical_ranges.py

Run it with a Python whose Unicode data are those of the oldest Python supported (3.11: Unicode 14.0).
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator

EVERY = range(sys.maxunicode + 1)
HANGUL_JOINING = (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))


def mapped(point: int) -> list[int]:
    """The canonical decomposition of a code point, one level; empty where it has none."""
    mapping = unicodedata.decomposition(chr(point))
    return [] if not mapping or mapping.startswith("<") else [int(part, 16) for part in mapping.split()]


def not_inert(combining: Iterable[int]) -> set[int]:
    """Code points that combine, that NFC replaces, or that NFC can join to what stands before them."""
    replaced = {point for point in EVERY if unicodedata.normalize("NFC", chr(point)) != chr(point)}
    pairs = (mapped(point) for point in EVERY if point not in replaced)
    return {*combining, *replaced, *(pair[1] for pair in pairs if len(pair) == 2), *HANGUL_JOINING}


def ranges(points: Iterable[int]) -> Iterator[str]:
    """Code points as hexadecimal ranges."""
    first = last = -2
    for point in [*sorted(points), sys.maxunicode + 2]:
        if point != last + 1:
            if last >= 0:
                yield f"{first:X}" if first == last else f"{first:X}-{last:X}"
            first = point
        last = point


def wrapped(name: str, points: Iterable[int], meaning: str) -> str:
    """A module constant that holds the ranges, in lines of 110 columns."""
    lines, line = [], ""
    for item in ranges(points):
        if len(line) + len(item) + 1 > 110:
            lines.append(line)
            line = ""
        line += item + " "
    body = "\n".join(f'    "{line}"' for line in [*lines, line.rstrip()])
    return f'{name} = (\n{body}\n)\n"""{meaning}"""\n'


def main() -> None:
    """Print the module."""
    combining = {point for point in EVERY if unicodedata.combining(chr(point))}
    version = unicodedata.unidata_version
    print(f'"""Ranges of Unicode {version} that matter to NFC. Made by tools/build_canonical_ranges.py."""\n')
    print(f'UNICODE = "{version}"\n')
    print(wrapped("MARKS", combining, "Code points whose canonical combining class is not 0."))
    print(wrapped("NOT_INERT", not_inert(combining), "Marks, and what NFC replaces or joins to what stands before it."))


if __name__ == "__main__":
    main()
