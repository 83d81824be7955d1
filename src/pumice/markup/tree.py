"""Trees of a page, walked onto a sheet.

BeautifulSoup over lxml is the reference. The common page is walked on lxml's own tree, which takes a seventh of the
time; where lxml gives up (libxml2 drops what is nested deeper than its limit, and only its error log says so) the page
is parsed again by BeautifulSoup. Both trees are made by libxml2's parser, so both give the same elements and text.
"""

import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.element import CData, NavigableString, PreformattedString, Tag
from lxml import etree

from pumice.markup.elements import PREFORMATTED
from pumice.markup.sheet import Sheet


def libxml2_version() -> str:
    """The version of the parser beneath both trees."""
    return ".".join(str(number) for number in etree.LIBXML_VERSION)


def lxml_root(text: str) -> etree._Element | None:
    """lxml's tree of a page; None if lxml could not read all of it, or found nothing in it."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False, no_network=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    return None if len(parser.error_log.filter_from_fatals()) else root


def walk_lxml(root: etree._Element, sheet: Sheet) -> None:
    """Write lxml's tree on a sheet."""
    write, opened, closed = sheet.text, sheet.open, sheet.close
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        tag = element.tag
        if event == "start":
            opened(tag, element.get)
            if sheet.deaf:
                steps.skip_subtree()
            elif text := element.text:
                write(text)
        else:
            closed(tag)
            if tail := element.tail:
                write(tail)


def soup(text: str) -> BeautifulSoup:
    """BeautifulSoup's tree of a page, from lxml's events."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML is read as HTML, by browsers too
        return BeautifulSoup(text, "lxml", multi_valued_attributes=None, preserve_whitespace_tags=PREFORMATTED)


def walk_soup(tree: BeautifulSoup, sheet: Sheet) -> None:
    """Write BeautifulSoup's tree on a sheet; without recursion, since pages nest as deep as they like."""
    stack: list[tuple[Tag, Iterator[object]]] = [(tree, iter(tree.contents))]
    while stack:
        parent, children = stack[-1]
        for child in children:
            if isinstance(child, Tag):
                sheet.open(child.name, child.get)  # type: ignore[arg-type]  # no multi-valued attributes: see soup()
                stack.append((child, iter(child.contents)))
                break
            if isinstance(child, NavigableString) and _is_text(child):
                sheet.text(str(child))
        else:
            stack.pop()
            if stack:
                sheet.close(parent.name)


def _is_text(node: NavigableString) -> bool:
    return isinstance(node, CData) or not isinstance(node, PreformattedString)
