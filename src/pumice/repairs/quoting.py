"""Damage that is shown on purpose: documentation of encoding faults quotes them, and must stay as it is.

Two signs, each measured on the line the damage stands on: the sound form stands beside the damaged one, or the line
speaks of encodings and everything damaged in it is quoted.
"""

import re

NEAR = 300  # characters of the line looked at on either side
_SUBJECT = re.compile(
    r"mojibake|garbl|gibberish|encod|charset|character set|code ?page|utf-?8|unicode|latin-?1|iso-?8859|windows-125"
    r"|cp-?125|shift.?jis|smart quote|entit|corrupt|funny char|decod|zeichensatz|kodier|codific|codage|кодиров|mal leg"
    r"|文字化|乱码|編碼|编码|エンコ|인코딩|séquence",
    re.IGNORECASE,
)
_TOLD = re.compile("(?<![A-Za-zÀ-ɏ])(?=[A-Za-z]*[À-ɏ])[A-Za-zÀ-ɏ]+")  # words with an accent
_OPEN = "\"'`“‘«„([{<|*=「"
_CLOSE = "\"'`”’»“)]}>|*,「」"


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    low = max(text.rfind("\n", max(0, start - NEAR), start) + 1, start - NEAR, 0)
    high = text.find("\n", end, end + NEAR)
    return low, high if high >= 0 else min(len(text), end + NEAR)


def enclosed(text: str, start: int, end: int) -> bool:
    """Whether the span is wrapped in quotation marks of its own, spaces aside."""
    before = text[max(0, start - 3) : start].rstrip(" \xa0")
    after = text[end : end + 3].lstrip(" \xa0")
    return before[-1:] in _OPEN and before != "" and after[:1] in _CLOSE and after != ""


def speaks_of_encodings(text: str, start: int, end: int) -> bool:
    """Whether the line around the span speaks of encodings and their faults."""
    low, high = _line(text, start, end)
    return bool(_SUBJECT.search(text, low, high))


def quoted(text: str, start: int, end: int, repaired: str) -> bool:
    """Whether `text[start:end]`, which reads `repaired` when mended, is damage that the text shows on purpose."""
    low, high = _line(text, start, end)
    bare = repaired.strip("\"'`.,;:!?()[]{}|“”‘’«»")
    around = text[low:start], text[end:high]
    if len(bare) > 3 and not bare.isascii() and any(bare in part for part in around):
        return True
    inner = text[start:end]
    lead = len(inner) - len(inner.lstrip("\"'`([{|*“‘«"))
    trail = len(inner) - len(inner.rstrip("\"'`)]}|*.,;:”’»"))
    if any(len(word) > 3 and any(word in part for part in around) for word in _TOLD.findall(repaired)):
        return True
    wrapped = enclosed(text, start + lead, end - trail) if lead + trail < len(inner) else False
    if wrapped and bare and not bare.isascii() and any(bare in part for part in around):
        return True
    return wrapped and any(_SUBJECT.search(part) for part in around)
