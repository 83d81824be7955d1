"""Names in the payload: safe on any file system, unique, and decided by nothing but the names in raw.

A file of raw keeps its place and name; `.txt` is put behind a name that has another ending, since the copy is text.
What a file system, a manifest or a terminal could trip over is replaced by `_`, and a name that was changed in this
way, or that would meet another one, carries `~` and the start of the digest of the name in raw. The record holds the
original.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from hashlib import sha256

SUFFIX = ".txt"
TRAIL_SUFFIX = ".jsonl"
# 255 bytes is the limit of most file systems. A trail has a name 6 bytes longer than its copy, which so has fewer.
LONGEST = 255
MAX_NAME = 240
# macOS refuses paths over 1,024 bytes; the bag itself lies in a folder with a path of its own.
MAX_PATH = 900
DIGEST_DIGITS = 12

# Controls, what Windows refuses, `%` (BagIt tools disagree on percent-encoding), characters that are not seen or turn
# the text around them (soft hyphen, joiners, bidirectional marks, variation selectors, tags), separators, lone
# surrogates (bytes that are no UTF-8), private and non-characters; and characters that got case or marks after Unicode
# 14, which fold and compose differently from one Python to the next.
UNSAFE = re.compile(
    '[\x00-\x1f\x7f-\xa0%"*:<>?|\\\\/\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1680\u2000-\u200f'
    "\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    "\u0897\u0cf3\u0ece\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7df\U000105c0-\U000105ff\U00010d40-\U00010d8f"
    "\U00010ec0-\U00010eff\U00011240-\U0001127f\U00011380-\U000113ff\U00011b60-\U00011b7f\U00011bc0-\U00011bff"
    "\U00011f00-\U00011f5f\U00016100-\U0001613f\U00016d40-\U00016d7f\U00016ea0-\U00016edf\U0001e08f"
    "\U0001e4d0-\U0001e6ff]"
)
# Device names, with any ending (learn.microsoft.com/windows/win32/fileio/naming-a-file).
RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE | re.ASCII
)


def fold(name: str) -> str:
    """What two names have in common if a file system may take one for the other (case, Unicode normal form)."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_safe(name: str) -> bool:
    """Whether one part of a path can be written as it is, anywhere."""
    return (
        0 < len(name.encode("utf-8", "surrogateescape")) <= LONGEST
        and name not in {".", ".."}
        and not UNSAFE.search(name)
        and not name.startswith((" ", "~"))
        and not name.endswith((" ", "."))
        and not RESERVED.match(name)
        and unicodedata.is_normalized("NFC", name)
    )


def _marked(raw: bytes, tail: str, attempt: int) -> str:
    """A safe name made of `raw`, with the start of its digest, before the ending `tail`."""
    mark = "~" + sha256(raw).hexdigest()[:DIGEST_DIGITS] + (f"-{attempt}" if attempt else "") + tail
    stem = raw.decode("utf-8", "surrogateescape")
    stem = stem[: len(stem) - len(tail)] if tail and stem.lower().endswith(tail) else stem
    stem = UNSAFE.sub("_", unicodedata.normalize("NFC", stem)).lstrip(" ~").rstrip(" .")
    stem = "_" + stem if not stem or RESERVED.match(stem) else stem
    room = MAX_NAME - len(mark)
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + mark


def _plain(raw: bytes, is_folder: bool) -> str:
    """The name that nothing had to be done to, but for the ending."""
    name = raw.decode("utf-8", "surrogateescape")
    return name if is_folder or name.lower().endswith(SUFFIX) else name + SUFFIX


def _is_free(name: str, is_folder: bool) -> bool:
    """Folders must not look like trails: the trail of `a.txt` is `a.txt.jsonl`."""
    fits = len(name.encode("utf-8", "surrogateescape")) <= MAX_NAME
    return fits and is_safe(name) and not (is_folder and name.lower().endswith(TRAIL_SUFFIX))


def siblings(entries: Iterable[tuple[bytes, bool]]) -> dict[tuple[bytes, bool], str]:
    """A name for each entry of one folder, given as (name in raw, whether it is a folder).

    Names that can stay come first and keep themselves; of two that meet, the earlier in byte order keeps its name.
    """
    named: dict[tuple[bytes, bool], str] = {}
    taken: set[str] = set()

    def order(entry: tuple[bytes, bool]) -> tuple[bool, bool, bytes, bool]:
        raw, is_folder = entry
        plain = _plain(raw, is_folder)
        return not _is_free(plain, is_folder), plain.encode("utf-8", "surrogateescape") != raw, raw, is_folder

    for raw, is_folder in sorted(entries, key=order):
        name = _plain(raw, is_folder)
        attempt = 0
        if not _is_free(name, is_folder):
            name = _marked(raw, "" if is_folder else SUFFIX, attempt)
        while fold(name) in taken:
            name = _marked(raw, "" if is_folder else SUFFIX, attempt)
            attempt += 1
        taken.add(fold(name))
        named[raw, is_folder] = name
    return named


# Names, parted by what no name can hold, that can stay as it is on any system, and is not long.
SIMPLE = re.compile(
    rb"(?:(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|\Z))"
    rb"[a-z0-9_][a-z0-9_-]{0,99}(?:\.[a-z0-9_-]{1,40}){0,3}(?:/|\Z))*",
    re.IGNORECASE,
)


def simple_siblings(entries: Collection[tuple[bytes, bool]]) -> dict[tuple[bytes, bool], str] | None:
    """As `siblings`, if that is seen at a glance: all names can stay and no two meet. Else None. Takes a tenth of the
    time."""
    if not SIMPLE.fullmatch(b"/".join([raw for raw, _ in entries])):
        return None
    named = {(raw, is_folder): _plain(raw, is_folder) for raw, is_folder in entries}
    if any(is_folder and raw.lower().endswith(b".jsonl") for raw, is_folder in entries):
        return None
    return named if len({name.lower() for name in named.values()}) == len(named) else None


def meeting(names: Collection[tuple[bytes, bool]]) -> set[bytes]:
    """The folders among the entries of one folder that some file system may take for another entry's copy."""
    met = Counter(fold(_plain(raw, is_folder)) for raw, is_folder in names)
    return {raw for raw, is_folder in names if is_folder and met[fold(_plain(raw, True))] > 1}


def place(raw: bytes, folder: str, name: str) -> str:
    """The path below `data/` of the copy of the file `raw`, called `name` in the folder `folder` there. A path too long
    for some systems becomes one file in a folder that no folder of raw can be mapped to."""
    path = folder + name
    if len(path.encode()) <= MAX_PATH:
        return path
    return f"~long/{sha256(raw).hexdigest()}{SUFFIX}"


def is_safe_path(path: str) -> bool:
    """Whether a path of a bag stays inside it and can be written anywhere: what `place` gives, and more."""
    return all(is_safe(part.removeprefix("~")) for part in path.split("/"))
