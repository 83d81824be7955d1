"""The rules a page is stripped by: one for each thing its markup can say a line is. Their examples are pages.

A line goes by its score, made of all signals together (see `pumice.markup.signals`); its rule only names its place.
"""

from pumice.rule import Rule

_STORY = (
    "<h1>Ferry returns after eleven years</h1>"
    "<p>The council voted on Monday to reopen the old ferry line between the two banks, eleven years after the last boat"
    " was sold for scrap and the landing stage was fenced off.</p>"
    "<p>“We have waited long enough,” said the harbour master, who had kept the timetable of the last summer on the wall"
    " of her office. The first boat is expected to leave in May, and it will carry bicycles for free.</p>"
    "<p>The line had carried four hundred people a day before the bridge was built; since then the way to school on the"
    " far bank has been an hour longer for those who cannot drive.</p>"
)
_TEXT = (
    "Ferry returns after eleven years\n\n"
    "The council voted on Monday to reopen the old ferry line between the two banks, eleven years after the last boat was"
    " sold for scrap and the landing stage was fenced off.\n\n"
    "“We have waited long enough,” said the harbour master, who had kept the timetable of the last summer on the wall of"
    " her office. The first boat is expected to leave in May, and it will carry bicycles for free.\n\n"
    "The line had carried four hundred people a day before the bridge was built; since then the way to school on the far"
    " bank has been an hour longer for those who cannot drive.\n"
)
SOURCE = "trees grown on 1,216 labelled pages of six public sets (tools/train_html.py); cross-validated over sites"


def _page(before: str = "", after: str = "", within: str = "") -> str:
    return f"<html lang=en><body>{before}<main><article>{_STORY}{within}</article></main>{after}</body></html>"


def _rule(kind: str, summary: str, changes: tuple[str, ...], keeps: tuple[str, ...]) -> Rule:
    return Rule(f"furniture.page-{kind}", summary, SOURCE, tuple((page, _TEXT) for page in changes), keeps)
