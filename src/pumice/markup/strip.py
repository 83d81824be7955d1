"""The step that strips a page: edits to its first text, decided with the evidence of its markup.

It knows one text, the page's own, and proposes nothing for any other: so a second pass finds nothing to do. The rules'
examples are pages; they are shown as source, and as what is left of them.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from pumice.edits import Edit, evidence
from pumice.findings import Finding
from pumice.markup.decision import MAX_LINES, Gone, gone, is_too_long
from pumice.markup.page import Page
from pumice.markup.rules import RULES
from pumice.options import Options
from pumice.rule import Proposal, Step

STEP = "furniture.page"


def page_step(page: Page, options: Options) -> Step:
    """The step for one page."""
    return Step(STEP, partial(_propose, page, options), RULES)


def _propose(page: Page, options: Options, text: str) -> Iterator[Proposal]:
    if text != page.text:
        return
    if is_too_long(page):
        yield Finding(
            "furniture.page-too-long", f"the page has {len(page.lines)} lines, over {MAX_LINES}: none was judged"
        )
        return
    lines = gone(page, options)
    if options.main_only and page.lines and not lines:
        yield Finding("furniture.all-main", "every line of the page was taken for its main text")
    yield from removals(page, lines)


def removals(page: Page, lines: Sequence[Gone]) -> Iterator[Edit]:
    """The edits that take lines from a page, so that what is left stands as far apart as before."""
    at = 0
    while at < len(lines):
        past = at + 1
        while past < len(lines) and lines[past].line == lines[past - 1].line + 1:
            past += 1
        yield from _run(page, lines[at:past])
        at = past


def _run(page: Page, run: Sequence[Gone]) -> Iterator[Edit]:
    """A run of lines, each with the line ends on one side: the side that leaves the wider of the two gaps around it."""
    first, last = run[0].line, run[-1].line
    gap_after = page.lines[last + 1].blank if last + 1 < len(page.lines) else -1
    forward = first == 0 or page.lines[first].blank >= gap_after >= 0
    for each in run:
        if forward:
            start = page.lines[each.line].start
            end = page.lines[each.line + 1].start if each.line + 1 < len(page.lines) else len(page.text)
        else:
            start, end = page.lines[each.line - 1].end, page.lines[each.line].end
        facts = evidence(score=each.score, kind=each.kind, position=f"line {each.line + 1} of {len(page.lines)}")
        yield Edit(start, page.text[start:end], "", f"{STEP}-{each.kind}", facts)
