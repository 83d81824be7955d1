"""The rules a page is stripped by: one for each thing its markup can say a line is. Their examples are pages.

A line goes by its score, made of all signals together (see `pumice.markup.signals`); its rule only names its place.
"""

from pumice.rule import Example, Rule

_PARAGRAPHS = (
    "The council voted on Monday to reopen the old ferry line between the two banks, eleven years after the last boat"
    " was sold for scrap and the landing stage was fenced off.",
    "“We have waited long enough,” said the harbour master, who had kept the timetable of the last summer on the wall"
    " of her office. The first boat is expected to leave in May, and it will carry bicycles for free.",
    "The line had carried four hundred people a day before the bridge was built; since then the way to school on the"
    " far bank has been an hour longer for those who cannot drive.",
)
_TITLE = "Ferry returns after eleven years"
_STORY = f"<h1>{_TITLE}</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in _PARAGRAPHS)
_TEXT = "\n\n".join((_TITLE, *_PARAGRAPHS)) + "\n"
_SOURCE = "trees grown on 1,216 labelled pages of six public sets (tools/train_html.py), cross-validated over sites"


def _page(before: str = "", after: str = "", *, story: str = _STORY) -> str:
    return (
        f"<html lang=en><head><title>{_TITLE}</title></head><body>{before}"
        f"<main><article class=post>{story}</article></main>{after}</body></html>"
    )


def _gone(before: str = "", after: str = "") -> Example:
    return _page(before, after), _TEXT


_MENU = "".join(f"<li><a href=/{name.lower()}>{name}</a></li>" for name in ("Home", "News", "Sports", "Contact"))
_LIST = "<ul><li>a boat that is twelve metres long,</li><li>a landing stage of oak,</li><li>three new jobs.</li></ul>"
_TABLE = "<table><tr><th>Year<th>Passengers<tr><td>1999<td>140,000<tr><td>2000<td>120,000</table>"
_QUOTE = "<blockquote><p>We are an island as long as nobody rows, and nobody has rowed for years.</p></blockquote>"
_DETAILS = "<details><summary>What it costs</summary><p>A ticket costs two crowns, and one for children.</p></details>"
_FOOTNOTE = "<p>* The bridge was closed for repairs in the summer of 2003, when the boats were counted again.</p>"


def _rule(kind: str, summary: str, change: Example, keep: str) -> Rule:
    return Rule(f"furniture.page-{kind}", summary, _SOURCE, (change,), (_page(story=_STORY + keep),))


RULES = (
    _rule(
        "navigation",
        "A line in a block that is for finding one's way: `nav`, or a role of navigation or menu.",
        _gone(f"<nav class=menu><ul>{_MENU}</ul></nav>"),
        _LIST,
    ),
    _rule(
        "footer",
        "A line in the footer of the page.",
        _gone(after="<footer class=site-footer><p>© 2020 The Riverside. All rights reserved.</p></footer>"),
        _FOOTNOTE,
    ),
    _rule(
        "form",
        "A line in a form, a button or a choice.",
        _gone(after="<form class=newsletter><p>Subscribe to our newsletter</p><button>Sign up</button></form>"),
        _TABLE,
    ),
    _rule(
        "dialog",
        "A line in a dialog that lies over the page.",
        _gone(
            "<div role=dialog class=cookie-banner><p>We use cookies to improve your experience.</p>"
            "<a href=#>Accept all cookies</a></div>"
        ),
        _DETAILS,
    ),
    _rule(
        "aside",
        "A line in a block beside the text: `aside`, or a complementary role.",
        _gone(
            after="<aside class='sidebar widget'><h3>Most read</h3><ul>"
            "<li><a href=/1>Ten walks along the river</a></li>"
            "<li><a href=/2>Mayor opens swimming bath</a></li></ul></aside>"
        ),
        _QUOTE,
    ),
    _rule(
        "header",
        "A line in the header of the page.",
        _gone("<header class=site-header><a class=logo href=/>The Riverside</a> <a href=/login>Log in</a></header>"),
        "<h2>What happens next</h2><p>The council meets again in March to decide on the price of a ticket.</p>",
    ),
    _rule(
        "beside",
        "A line that is no part of the text though no element around it says so.",
        _gone(
            after="<div class=share-buttons><a href=#>Share on Facebook</a> <a href=#>Tweet</a></div>"
            "<div class=related-posts><h4>Related articles</h4><a href=/3>Bridge closed for repairs</a></div>"
        ),
        "<p>Read the <a href=/minutes>minutes of the council</a>, which are public since Tuesday, for all details.</p>",
    ),
)
