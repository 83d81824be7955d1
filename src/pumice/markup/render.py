"""A page's text, decoded by us, to the page as its readers see it."""

from collections.abc import Callable
from dataclasses import replace

from pumice.edits import evidence
from pumice.findings import Finding
from pumice.markup.page import Meta, Page
from pumice.markup.sheet import Sheet
from pumice.markup.source import MAX_SOURCE, MAX_TAGS_TOLERANT, cut_to_limits, expose, protect, safe_source
from pumice.markup.tree import lxml_root, soup, walk_lxml, walk_soup

Walk = Callable[[Sheet], None]


def render(text: str, *, alt: bool = False) -> Page:
    """The page whose source is `text`, as plain text; images by their alternative text if `alt`.

    Any text gives a page. What could not be read, or is in the source but not seen, the page's findings say.
    """
    source, findings = safe_source(text)
    shielded, escaped = protect(source)
    root = lxml_root(shielded)
    if root is None:
        return _by_soup(source, findings, alt=alt)
    page = _written(lambda sheet: walk_lxml(root, sheet), findings, alt=alt, tolerant=False)
    return _exposed(page) if escaped else page


def render_by_soup(text: str, *, alt: bool = False) -> Page:
    """The same by the reference tree."""
    source, findings = safe_source(text)
    return _by_soup(source, findings, alt=alt)


def _by_soup(source: str, findings: tuple[Finding, ...], *, alt: bool) -> Page:
    source, cut = cut_to_limits(source, MAX_SOURCE, MAX_TAGS_TOLERANT)
    shielded, escaped = protect(source)
    tree = soup(shielded)
    page = _written(lambda sheet: walk_soup(tree, sheet), (*findings, *cut), alt=alt, tolerant=True)
    return _exposed(page) if escaped else page


def _exposed(page: Page) -> Page:
    head = tuple(Meta(where, name, expose(value)) for where, name, value in page.head)
    return replace(page, text=expose(page.text), head=head)


def _written(walk: Walk, findings: tuple[Finding, ...], *, alt: bool, tolerant: bool) -> Page:
    sheet = Sheet(alt=alt)
    walk(sheet)
    page = sheet.page((), tolerant=tolerant)
    hidden, seen = sheet.hidden_letters, sum(line.letters for line in page.lines)
    if hidden > seen:  # shown by a program once the page is loaded: what is hidden is the page
        sheet = Sheet(alt=alt, reveal=True)
        walk(sheet)
        page = sheet.page((), tolerant=tolerant)
    return replace(page, findings=(*findings, *_about_hidden(hidden, seen)))


def _about_hidden(hidden: int, seen: int) -> tuple[Finding, ...]:
    if not seen + hidden:
        return (Finding("markup.no-text", "the page has no text"),)
    if not hidden:
        return ()
    facts = evidence(letters=hidden)
    if hidden > seen:
        return (Finding("markup.revealed", f"hidden text of {hidden} letters is most of the page", evidence=facts),)
    return (Finding("markup.hidden", f"hidden text of {hidden} letters was left out", evidence=facts),)
