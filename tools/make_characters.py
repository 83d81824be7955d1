"""Write `src/pumice/furniture/weights/characters.txt`: what kind of character each code point is, as fixed ranges.

    python3.11 tools/make_characters.py

Python's own tables change with its version; a model's signals must not. Only characters assigned in Unicode 14 (the
table of Python 3.11) get a class; all others are class 0 for good.
"""

import unicodedata
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/pumice/furniture/weights/characters.txt"
UNICODE = "14.0.0"
OTHER, SPACE, LOWER, UPPER, LETTER, HAN, KANA, HANGUL, DIGIT = range(9)
STOP, COMMA, COLON, ELLIPSIS, QUOTE, BRACKET, BULLET, BAR, SYMBOL = range(9, 18)
BY_NAME = {
    STOP: ".!?。！？．｡।॥؟۔։።჻‽¡¿",
    COMMA: ",;、，；､،؛፣·;",
    COLON: ":：﹕",
    ELLIPSIS: "…⋯",
    QUOTE: "\"'`´",
    BULLET: "*•●○◦▪■□◆◇►▶▸-–—‐‑‒―+・･",
    BAR: "|/\\›»«‹<>→←↑↓⇒￨｜／＞＜~",
}
NAMED = {character: kind for kind, characters in BY_NAME.items() for character in characters}
BY_CATEGORY = {
    "Ll": LOWER, "Lu": UPPER, "Lt": UPPER, "Lo": LETTER, "Lm": LETTER, "Mn": LETTER, "Mc": LETTER, "Me": LETTER,
    "Nd": DIGIT, "Nl": DIGIT, "No": DIGIT, "Zs": SPACE, "Zl": SPACE, "Zp": SPACE, "Pi": QUOTE, "Pf": QUOTE,
    "Ps": BRACKET, "Pe": BRACKET, "Pd": BULLET, "Pc": SYMBOL, "Po": SYMBOL, "Sc": SYMBOL, "Sk": SYMBOL,
    "Sm": SYMBOL, "So": SYMBOL,
}  # fmt: skip
SCRIPTS = (
    (KANA, ((0x3041, 0x30FA), (0x30FC, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F))),
    (HANGUL, ((0x1100, 0x11FF), (0x3131, 0x318E), (0xA960, 0xA97C), (0xAC00, 0xD7A3))),
    (HAN, ((0x2E80, 0x2FD5), (0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9))),
    (HAN, ((0x20000, 0x2FA1D), (0x30000, 0x3134A))),
)


def kind_of(point: int) -> int:
    character = chr(point)
    category = unicodedata.category(character)
    if character in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85":
        return SPACE
    if character in NAMED:
        return NAMED[character]
    if category[0] == "L":
        for kind, ranges in SCRIPTS:
            if any(low <= point <= high for low, high in ranges):
                return kind
    return BY_CATEGORY.get(category, OTHER)


def step_to_lower(point: int) -> int:
    """How far the lower-case letter stands from an upper-case one, if it is a single letter."""
    lower = chr(point).lower()
    return ord(lower) - point if len(lower) == 1 else 0


def rows() -> list[tuple[int, int, int, int]]:
    found: list[tuple[int, int, int, int]] = []
    for point in range(0x110000):
        kind, step = kind_of(point), step_to_lower(point)
        if kind == OTHER:
            continue
        if found and found[-1][1:] == (point - 1, kind, step):
            found[-1] = (found[-1][0], point, kind, step)
        else:
            found.append((point, point, kind, step))
    return found


def main() -> None:
    if unicodedata.unidata_version != UNICODE:
        raise SystemExit(f"this table is made from Unicode {UNICODE}; Python here has {unicodedata.unidata_version}")
    lines = [f"{low:x} {high:x} {kind} {step}" for low, high, kind, step in rows()]
    TARGET.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
