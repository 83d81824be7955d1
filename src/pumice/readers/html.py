"""HTML pages: a file called `.html`, or one that begins like a page whatever its name."""

import re
from collections.abc import Iterator

from pumice.first import PAGE, PAGES, media_type_of
from pumice.options import Options
from pumice.pipeline import normalize
from pumice.readers import Claim, Part, Reader

# What a page begins with, after white space and comments (MIME Sniffing Standard, 7.1), without those tags that stand
# at the beginning of other texts too.
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+"
    rb"<(?:!doctype\s++html|html|head|body|title|script|style|meta|table|div|h1|iframe|frameset)[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
# The same in UTF-16, whose zero bytes stand between the letters.
_WIDE = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")


def claim(name: str, head: bytes) -> Claim:
    """By name for `.html` and its kin, by content for what begins like a page; both together are certain."""
    begins = bool(_BEGINS.match(head)) or head.startswith(_WIDE)
    if media_type_of(name) in PAGES:
        return Claim.CERTAIN if begins else Claim.BY_NAME
    return Claim.BY_CONTENT if begins and "." not in name.rpartition("/")[2] else Claim.NO


def read(data: bytes, name: str, options: Options) -> Iterator[Part]:
    """The file is the document."""
    named = media_type_of(name)
    yield Part("", normalize(data, name=name, options=options, media_type=named if named in PAGES else PAGE))


READER = Reader("html", claim, read)
