"""Plain text: a file called `.txt`, or one that reads like text whatever its name."""

import re
from collections.abc import Iterator

from pumice.options import Options
from pumice.pipeline import normalize
from pumice.readers import Claim, Part, Reader

NAMES = (".txt", ".text")
# Byte-order marks of UTF-16 and UTF-32: text in spite of its NUL bytes.
MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# Controls that text has none of. Tab, line ends, form feed, ESC (ISO-2022) and SUB (end of a DOS file) may stand in it.
BINARY = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
# Text that is the source of something else: markup, and formats that begin in letters.
OTHER = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[!?a-z/]|%PDF-|%!PS|\{\\rtf|WARC/|begin [0-7]{3} )", re.IGNORECASE)


def claim(name: str, head: bytes) -> Claim:
    """By name for `.txt`; by content for what has no control bytes and is no markup."""
    if name.lower().endswith(NAMES):
        return Claim.BY_NAME
    is_text = head.startswith(MARKS) or not (BINARY.search(head) or OTHER.match(head))
    return Claim.BY_CONTENT if is_text else Claim.NO


def read(data: bytes, name: str, options: Options) -> Iterator[Part]:
    """The file is the document."""
    yield Part("", normalize(data, name=name, options=options))


READER = Reader("txt", claim, read)
