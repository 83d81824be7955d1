"""First texts: what a document says before anything is changed in it.

A text is its own first text, once decoded. A page's is what its readers see, as `markup` renders it; the source of the
page stays in raw.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from pumice.decode import Decoded, decode
from pumice.findings import Finding
from pumice.markup import RENDERER, Page, render
from pumice.markup.golden import drifted
from pumice.markup.metadata import metadata
from pumice.markup.tree import libxml2_version

TEXT, PAGE, XML_PAGE = "text/plain", "text/html", "application/xhtml+xml"
PAGES = frozenset((PAGE, XML_PAGE))
_ENDINGS = {".html": PAGE, ".htm": PAGE, ".shtml": PAGE, ".xhtml": XML_PAGE, ".xht": XML_PAGE}


@dataclass(frozen=True, slots=True)
class First:
    """The first `text` of a document, how its bytes were `decoded`, and for a page what was read off its markup."""

    text: str
    decoded: Decoded
    page: Page | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found before the first step; places of a page's findings count in its source."""
        return (*self.decoded.findings, *(self.page.findings if self.page else ()))

    @property
    def rendered(self) -> dict[str, Any] | None:
        """What the record of a page says of its first text: the renderer that made it, and the text's digest."""
        if self.page is None:
            return None
        tree = "beautifulsoup" if self.page.tolerant else "lxml"
        return {"renderer": RENDERER, "tree": tree, "sha256": first_digest(self.text)}

    @property
    def metadata(self) -> dict[str, Any] | None:
        """What a page says about itself."""
        return metadata(self.page) if self.page else None


def media_type_of(name: str) -> str:
    """The media type a file's name stands for: a page, or else text."""
    dot = name.rfind(".")
    return _ENDINGS.get(name[dot:].lower(), TEXT) if dot >= 0 else TEXT


def first_digest(text: str) -> str:
    """The sha256 of a first text in UTF-8; undecodable bytes in it are written as surrogates."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def first_text(data: bytes, media_type: str, *, declared: str | None = None, alt: bool = False) -> First:
    """The first text of `data`; `declared` is a charset label from outside, with `alt` images are their `alt`."""
    is_page = media_type in PAGES
    decoded = decode(data, declared=declared, markup=is_page)
    if not is_page:
        return First(decoded.text, decoded)
    page = render(decoded.text, alt=alt)
    if drifted():
        versions = f"libxml2 {libxml2_version()}"
        found = Finding("markup.drifted", f"{versions} reads pages otherwise than renderer {RENDERER} was made with")
        page = replace(page, findings=(*page.findings, found))
    return First(page.text, decoded, page)
