"""Files of lines read some whole lines at a time: as fast as all at once, in the memory of a few."""

from collections.abc import Iterable, Iterator

# Bytes read at a time: small enough that memory is used again instead of asked for anew.
BUNCH = 1 << 16
# No line of ours is longer, by far; a longer one is given in pieces, which no reader takes for a line.
LONGEST = 1 << 26


def bunches(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks of a file cut anew, each behind the end of a line; the last one may lack it."""
    held, size = list[bytes](), 0
    for block in blocks:
        lines, end, rest = block.rpartition(b"\n")
        if end:
            yield b"".join((*held, lines, end))
            held, size = [], 0
        held.append(rest)
        size += len(rest)
        if size > LONGEST:
            yield b"".join(held)
            held, size = [], 0
    if size:
        yield b"".join(held)
