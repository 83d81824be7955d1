"""Plain text: a file called `.txt`, or one that reads like text whatever its name."""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from functools import partial

from pumice.options import Options
from pumice.pipeline import normalize
from pumice.readers import Claim, Part, Reader

NAMES = (".txt", ".text")
# Byte-order marks of UTF-16 and UTF-32: text in spite of its NUL bytes.
MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
# Controls that text has none of. Tab, line ends, form feed, ESC (ISO-2022) and SUB (end of a DOS file) may stand in it.
BINARY = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
# Of these, what no encoding of text has often: NUL is half of UTF-16, SO and SI switch alphabets. Of random bytes 8.6 %
# are such, of packed files and pictures 7 to 10 %, of text none but in UTF-16, of Chinese there 10 %.
ODD = bytes({*range(1, 9), *range(0x10, 0x1A), *range(0x1C, 0x20)})
# One byte in so many may be odd, and a few in any file.
ONE_IN, FEW = 30, 32
# Text that is the source of something else: markup, and formats that begin in letters.
OTHER = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[!?a-z/]|%PDF-|%!PS|\{\\rtf|WARC/|begin [0-7]{3} )", re.IGNORECASE)


def claim(name: str, head: bytes) -> Claim:
    """By name for `.txt`, unless it is full of control bytes; by content for what has none and is no markup."""
    if name.lower().endswith(NAMES):
        return Claim.NO if is_binary(head) else Claim.BY_NAME
    is_text = head.startswith(MARKS) or not (BINARY.search(head) or OTHER.match(head))
    return Claim.BY_CONTENT if is_text else Claim.NO


def is_binary(head: bytes) -> bool:
    """Whether a file that begins so cannot be text: it is full of controls that text has none of, and is no UTF-16
    without a mark either, which random bytes are not: one unit in 32 would be half of a pair."""
    odd = len(head) - len(head.translate(None, ODD))
    return odd > max(FEW, len(head) // ONE_IN) and not any(map(partial(_reads_as, head), ("utf-16-le", "utf-16-be")))


def _reads_as(head: bytes, encoding: str) -> bool:
    try:
        getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def read(data: bytes, name: str, options: Options) -> Iterator[Part]:
    """The file is the document."""
    yield Part("", normalize(data, name=name, options=options))


READER = Reader("txt", claim, read)
