"""Damage that is shown on purpose: documentation of encoding faults quotes them, and must stay as it is.

Two signs, each measured on the line the damage stands on: the sound form stands beside the damaged one, or the line
speaks of encodings and everything damaged in it is quoted.
"""

import re

import re2

NEAR = 300  # characters of the line looked at on either side
_SUBJECT = re2.compile(
    r"(?i)mojibake|garbl|gibberish|encod|charset|character set|code ?page|utf-?8|unicode|latin-?1|iso-?8859|windows-125"
    r"|cp-?125|shift.?jis|smart quote|entit|corrupt|funny char|decod|zeichensatz|kodier|codific|codage|кодиров|mal leg"
    r"|文字化|乱码|編碼|编码|エンコ|인코딩|séquence"
)
# Damage itself is named: as such, by the charset that it was read in, by a program that undoes it.
_CHARSET = (
    r"(?:utf-?8|latin-?[12]|iso-?8859-\d+|windows-125\d|cp-?\d{3,4}|shift.?jis|gbk|big-?5|euc-\w\w|koi8-?r|mac-?roman)"
)
_READ = (
    "(?:read|open|decod|interpret|seen|displayed|viewed|treated|served|shown|gelesen|interpretier|geöffnet|lus?|ouvert"
    "|interprété|leíd|interpretad|letto|lido|прочит|открыт|odczytan|čten|läst|読|開|解|打开|读)"
)
_NAMED = re2.compile(
    "(?i)mojibake|文字化け|乱码|亂碼|кракозябр|krzaczk|zeichensalat|글자 ?깨짐"
    rf"|{_CHARSET}.{{0,40}}{_READ}.{{0,40}}{_CHARSET}|{_READ}.{{0,20}}{_CHARSET}.{{0,20}}{_CHARSET}|{_CHARSET}.{{0,40}}{_CHARSET}.{{0,20}}{_READ}"
    r"|\.(?:en|de)code\("
)
_LETTERS = re.compile("[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xbf×÷\u2000-\u2bff\u3000-\u303f\ufffd]")
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


def _says(told: "re2._Regexp[str]", text: str) -> bool:
    """Whether `told` is found; in the place of half characters, which RE2 cannot read, stands a question mark."""
    return told.search(text.encode("utf-8", "replace")) is not None


def speaks_of_encodings(text: str, start: int, end: int) -> bool:
    """Whether the line around the span speaks of encodings and their faults."""
    low, high = _line(text, start, end)
    return _says(_SUBJECT, text[low:high])


def _paragraph(text: str, start: int, end: int) -> str:
    low, high = text.rfind("\n\n", max(0, start - NEAR), start), text.find("\n\n", end, end + NEAR)
    return text[low if low >= 0 else max(0, start - NEAR) : high if high >= 0 else end + NEAR]


def _beside_itself(text: str, span: tuple[int, int], repaired: str, line: tuple[int, int]) -> bool:
    """Whether a letter or mark stands alone, and what it would be, too: “Ã¤ instead of ä”, “s/Ã©/é/”."""
    bare = repaired.strip(",.;:")
    if not 0 < len(bare) <= 2 or bare.isascii():
        return False
    alone = re.compile(f"(?<![^\\W_]){re.escape(bare)}(?![^\\W_])")
    if not alone.search(f"{text[max(0, span[0] - 1) : span[0]]}{bare}{text[span[1] : span[1] + 1]}"):
        return False
    return any(alone.search(part) for part in (text[line[0] : span[0]], text[span[1] : line[1]]))


def _stands_alone(text: str, start: int, end: int, repaired: str) -> bool:
    """Whether damage that would be a mere mark stands between spaces, where no text uses one: “â€œ, â€” are …”."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    bare = repaired.strip(",.;:")
    return (
        not before.strip()
        and not after.strip(" \n\t,.;:)")
        and len(bare) == 1
        and bare not in "–—-…"
        and not _LETTERS.search(bare)
    )


def quoted(text: str, start: int, end: int, repaired: str) -> bool:
    """Whether `text[start:end]`, which reads `repaired` when mended, is damage that the text shows on purpose."""
    low, high = _line(text, start, end)
    if _says(_NAMED, _paragraph(text, start, end)) or _beside_itself(text, (start, end), repaired, (low, high)):
        return True
    if _stands_alone(text, start, end, repaired) and _says(_SUBJECT, text[low:high]):
        return True
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
    return wrapped and any(_says(_SUBJECT, part) for part in around)
