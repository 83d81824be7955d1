"""What kind of character a code point is, and its lower-case letter: fixed tables, the same on every Python.

The ranges in `weights/characters.txt` come from Unicode 14; a character assigned later is `OTHER` for good, so that a
line has the same signals whatever tables the running Python carries.
"""

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

OTHER, SPACE, LOWER, UPPER, LETTER, HAN, KANA, HANGUL, DIGIT = range(9)
STOP, COMMA, COLON, ELLIPSIS, QUOTE, BRACKET, BULLET, BAR, SYMBOL = range(9, 18)
KINDS = 18
POINTS = 0x110000


@cache
def _rows() -> tuple[tuple[int, int, int, int], ...]:
    """First and last code point, kind, and the step to the lower-case letter."""
    table = files("pumice.furniture").joinpath("weights/characters.txt").read_text(encoding="ascii")
    fields = (line.split() for line in table.splitlines())
    return tuple((int(low, 16), int(high, 16), int(kind), int(step)) for low, high, kind, step in fields)


@cache
def kinds() -> NDArray[np.uint8]:
    """The kind of every code point."""
    table = np.zeros(POINTS, np.uint8)
    for low, high, kind, _ in _rows():
        table[low : high + 1] = kind
    return table


@cache
def folded() -> NDArray[np.uint32]:
    """What stands for a code point in a word: the lower-case letter; "0" for any digit; 0 for a space."""
    table = np.arange(POINTS, dtype=np.uint32)
    for low, high, kind, step in _rows():
        if kind == DIGIT:
            table[low : high + 1] = ord("0")
        elif kind == SPACE:
            table[low : high + 1] = 0
        elif step:
            table[low : high + 1] += np.uint32(step % 2**32)
    return table


@cache
def wordy() -> NDArray[np.bool_]:
    """Which kinds go together into words."""
    table = np.zeros(256, np.bool_)
    table[LOWER : LETTER + 1] = table[DIGIT] = True
    return table


@cache
def ascii_tables() -> tuple[bytes, bytes]:
    """`kinds` and `folded` of ASCII, for bytes.translate."""
    return kinds()[:256].tobytes(), folded()[:128].astype(np.uint8).tobytes() + bytes(128)
