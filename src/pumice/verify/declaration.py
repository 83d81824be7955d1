"""The small tag files of a bag: the declaration, bag-info.txt, fetch.txt."""

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from pumice.store.disk import Disk
from pumice.verify.fault import Faults
from pumice.verify.manifests import scope_of

# These files are read whole, up to so many blocks of 1 MB; no honest one is larger.
MOST_BLOCKS = 64
DECLARATION = re.compile(r"BagIt-Version: (\d+\.\d+)\s*Tag-File-Character-Encoding: (\S+)\s*")
# Drafts before 1.0 let white space stand about the colon.
LOOSE = re.compile(r"BagIt-Version\s*:\s*(\d+\.\d+)\s*Tag-File-Character-Encoding\s*:\s*(\S+)\s*")
OXUM = re.compile(r"^Payload-Oxum\s*:\s*(\d+)\.(\d+)\s*$", re.MULTILINE | re.IGNORECASE)
FETCH = re.compile(r"(\S+)[ \t]+(\d+|-)[ \t]+(.+)")


@dataclass(frozen=True, slots=True)
class Declaration:
    """What `bagit.txt` declares: the BagIt version and the encoding of tag files."""

    version: str = "1.0"
    encoding: str = "utf-8"


def declaration(disk: Disk, faults: Faults) -> Declaration:
    """The declaration; what is assumed in its place if it is missing or wrong, which is a fault."""
    text = tag_text(disk, "bagit.txt", "utf-8")
    if text is None:
        faults.add("bag.declaration", "bagit.txt", "a text file", "none that can be read")
        return Declaration()
    found = DECLARATION.fullmatch(text) or LOOSE.fullmatch(text)
    if not found or (found[1] == "1.0" and not DECLARATION.fullmatch(text)):
        faults.add(
            "bag.declaration", "bagit.txt", "BagIt-Version: M.N, Tag-File-Character-Encoding: NAME", "other text"
        )
        return Declaration()
    try:
        return Declaration(found[1], codecs.lookup(found[2]).name)
    except (LookupError, ValueError):  # ValueError for a name with a NUL
        faults.add("bag.declaration", "bagit.txt", "a known encoding", found[2])
        return Declaration(found[1])


def tag_text(disk: Disk, path: str, encoding: str) -> str | None:
    """The text of a small tag file; None if there is none that can be read as text in `encoding`."""
    try:
        return b"".join(islice(disk.blocks(path), MOST_BLOCKS)).decode(encoding)
    except (OSError, LookupError, ValueError):  # some codecs raise the plain UnicodeError or ValueError
        return None


def oxum(disk: Disk, encoding: str) -> tuple[int, int] | None:
    """Bytes and files of the payload as `bag-info.txt` has them, None if it does not say."""
    found = OXUM.search((tag_text(disk, "bag-info.txt", encoding) or "").replace("\r", "\n"))
    return (int(found[1][:30]), int(found[2][:30])) if found else None


def check_fetch(disk: Disk, declared: Declaration, faults: Faults) -> None:
    """`fetch.txt` must only name places in the payload. What it lists is looked for as everything else is."""
    if not disk.exists("fetch.txt"):
        return
    text = tag_text(disk, "fetch.txt", declared.encoding)
    if text is None:
        faults.add("bag.bad-line", "fetch.txt", f"text in {declared.encoding}")
        return
    for number, line in enumerate(text.splitlines(), 1):
        found = FETCH.fullmatch(line)
        if line and not found:
            faults.add("bag.bad-line", "fetch.txt", "URL, length, path", f"line {number}")
        elif found and (wrong := scope_of(found[3].strip(), for_tags=False)):
            faults.add("bag.unsafe-name", found[3], found=f"{wrong}, in fetch.txt")
