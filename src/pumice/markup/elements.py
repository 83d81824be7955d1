"""What each HTML element means for a page read as plain text.

Source: HTML Standard, 15 "Rendering" (which elements are blocks, have margins or are not shown) and ARIA in HTML
(which role an element has by itself). Where pages commonly differ from the Standard, the rule says so.
"""


class Zone:
    """Where a line stands: the elements and roles around it, each a bit of a whole number."""

    NAV = 1
    FOOTER = 1 << 1
    ASIDE = 1 << 2
    FORM = 1 << 3
    HEADER = 1 << 4
    ARTICLE = 1 << 5
    MAIN = 1 << 6
    SECTION = 1 << 7
    FIGURE = 1 << 8
    CAPTION = 1 << 9
    TABLE = 1 << 10
    LIST = 1 << 11
    DEFINITIONS = 1 << 12
    QUOTE = 1 << 13
    PREFORMATTED = 1 << 14
    BUTTON = 1 << 15
    CHOICE = 1 << 16
    NOSCRIPT = 1 << 17
    DETAILS = 1 << 18
    ADDRESS = 1 << 19
    DIALOG = 1 << 20
    MENU = 1 << 21
    HEADING = 1 << 22
    PARAGRAPH = 1 << 23
    HIDDEN = 1 << 24
    BODY_TEXT = 1 << 25
    """Named the article's body by microdata (`itemprop=articleBody`)."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HEADINGS = {f"h{level}": level for level in range(1, 7)}

BLOCKS = _words(
    "html body address article aside blockquote button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav "
    "noframes noscript ol p plaintext pre search section select summary table tbody td textarea tfoot "
    "th thead tr ul xmp"
)
"""Elements that start and end lines; so do custom elements, which have a hyphen in their names: they are inline by the
Standard, but pages use them as boxes. `button`, `select` and `textarea` are boxes in a line by the Standard; they are
blocks here, since their text is no part of the sentence around them."""

SPACED = _words(
    "article aside blockquote dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr listing main nav ol p "
    "plaintext pre section table ul xmp"
)
"""Blocks set apart from their neighbours: a blank line before and after."""

UNSEEN = _words(
    "area audio base basefont canvas colgroup datalist desc embed frame iframe link annotation annotation-xml meta "
    "metadata noembed param script source style template track video title"
)
"""Elements whose content no reader sees: programs, styles, and what stands in for players, frames and canvases where
a browser cannot show those. (What
stands in `object` and `applet` stays: it is what is seen nowadays.)"""

PREFORMATTED = frozenset(["pre", "textarea", "listing", "plaintext", "xmp"])

ZONES: dict[str, int] = {
    "nav": Zone.NAV,
    "footer": Zone.FOOTER,
    "aside": Zone.ASIDE,
    "form": Zone.FORM,
    "search": Zone.FORM,
    "fieldset": Zone.FORM,
    "header": Zone.HEADER,
    "article": Zone.ARTICLE,
    "main": Zone.MAIN,
    "section": Zone.SECTION,
    "figure": Zone.FIGURE,
    "figcaption": Zone.CAPTION,
    "caption": Zone.CAPTION,
    "table": Zone.TABLE,
    "ul": Zone.LIST,
    "ol": Zone.LIST,
    "dir": Zone.LIST,
    "menu": Zone.LIST | Zone.MENU,
    "dl": Zone.DEFINITIONS,
    "blockquote": Zone.QUOTE,
    "pre": Zone.PREFORMATTED,
    "textarea": Zone.PREFORMATTED | Zone.FORM,
    "listing": Zone.PREFORMATTED,
    "plaintext": Zone.PREFORMATTED,
    "xmp": Zone.PREFORMATTED,
    "button": Zone.BUTTON,
    "select": Zone.CHOICE,
    "noscript": Zone.NOSCRIPT,
    "details": Zone.DETAILS,
    "address": Zone.ADDRESS,
    "dialog": Zone.DIALOG,
    "p": Zone.PARAGRAPH,
    **dict.fromkeys(HEADINGS, Zone.HEADING),
}

ROLES: dict[str, int] = {
    "navigation": Zone.NAV,
    "contentinfo": Zone.FOOTER,
    "complementary": Zone.ASIDE,
    "form": Zone.FORM,
    "search": Zone.FORM,
    "banner": Zone.HEADER,
    "article": Zone.ARTICLE,
    "main": Zone.MAIN,
    "dialog": Zone.DIALOG,
    "alertdialog": Zone.DIALOG,
    "menu": Zone.MENU,
    "menubar": Zone.MENU,
    "tablist": Zone.MENU,
    "toolbar": Zone.MENU,
    "button": Zone.BUTTON,
    "listbox": Zone.CHOICE,
    "heading": Zone.HEADING,
}
"""ARIA roles (WAI-ARIA 1.2) that say the same as an element."""
