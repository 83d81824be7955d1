"""Which lines of a page go: by the score of each, or for the main text alone by the part that does best."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pumice.markup.elements import Zone
from pumice.markup.model import Judged, Model, judge, load, main_part
from pumice.markup.page import Page
from pumice.options import Options

# A page with more lines is no page to read (the longest of 1,216 has 1,674), and judging it would take its time.
MAX_LINES = 20_000
_KINDS = (
    ("navigation", Zone.NAV | Zone.MENU),
    ("footer", Zone.FOOTER),
    ("form", Zone.FORM | Zone.BUTTON | Zone.CHOICE),
    ("dialog", Zone.DIALOG),
    ("aside", Zone.ASIDE),
    ("header", Zone.HEADER),
)


@dataclass(frozen=True, slots=True)
class Gone:
    """A line that goes: its number in the page, the `kind` of furniture its markup says it is ("beside" where it says
    nothing), and its `score` in hundredths of a logit (below 0: furniture)."""

    line: int
    kind: str
    score: int


def is_too_long(page: Page) -> bool:
    """Whether a page has more lines than are judged."""
    return len(page.lines) > MAX_LINES


def gone(page: Page, options: Options) -> list[Gone]:
    """The lines of a page that go, in order; none where nothing would be left."""
    if not page.lines or is_too_long(page) or (options.strip == "off" and not options.main_only):
        return []
    model = load()
    judged = judge(model, page)
    stays = _main(model, judged) if options.main_only else judged.score >= model.cuts[options.strip]
    if not stays.any():
        return []
    return [Gone(int(number), _kind(page, int(number)), int(judged.score[number])) for number in np.nonzero(~stays)[0]]


def _main(model: Model, judged: Judged) -> NDArray[np.bool_]:
    part = main_part(model, judged)
    index = np.arange(len(judged.chance))
    stays: NDArray[np.bool_] = (index >= part.first) & (index < part.past) & (judged.chance >= part.cut)
    return stays


def _kind(page: Page, number: int) -> str:
    zone = page.frames[page.lines[number].frame].zone
    return next((kind for kind, zones in _KINDS if zone & zones), "beside")
