"""Page furniture in plain text: what belongs to the page around a text, and not to the text."""

from collections.abc import Iterable
from functools import partial

import numpy as np

from pumice.edits import Edit, evidence
from pumice.findings import Finding
from pumice.furniture.judge import Judged, as_evidence, judge
from pumice.furniture.kinds import LINE_RULES, SPAN_RULES
from pumice.furniture.site import SITE
from pumice.furniture.spans import span_edits
from pumice.options import Strip
from pumice.profile import NOTHING, Profile
from pumice.rule import Proposal, Step

__all__ = ["steps"]

DOUBT = 150  # hundredths of a logit below the cut; lines scoring in this band are about half furniture

MAX_DOUBTS = 1000  # in one text; a record names no more findings of a document


def steps(strip: Strip = "careful", profile: Profile = NOTHING) -> tuple[Step, ...]:
    """The furniture steps in their order: what is cut inside lines, then the lines that go; none at level `off`.
    `profile` is what is known of the document's site."""
    if strip == "off":
        return ()
    rules = (*LINE_RULES, SITE) if profile.sites else LINE_RULES
    return (
        Step("furniture.spans", span_edits, SPAN_RULES),
        Step("furniture.lines", partial(line_proposals, strip, profile), rules),
    )


def line_proposals(strip: Strip, profile: Profile, text: str) -> Iterable[Proposal]:
    """The lines that go from `text`, each with its line end, and a finding for each that nearly went."""
    judged = judge(text, strip, profile)
    doubtful = np.array(judged.scores, np.int64) >= judged.cut - DOUBT
    doubts = np.cumsum(doubtful & ~judged.gone.out)
    for at in np.flatnonzero((doubtful & (doubts <= MAX_DOUBTS)) | judged.gone.out).tolist():
        if at in judged.gone:
            line = judged.lines[at]
            rule = f"furniture.{judged.gone[at].kind}"
            yield Edit(line.start, text[line.start : line.end], "", rule, as_evidence(judged, at))
        else:
            yield _doubt(judged, at)


def _doubt(judged: Judged, at: int) -> Finding:
    line, found = judged.lines[at], judged.marks[at]
    shown = line.text if len(line.text) <= 60 else line.text[:59] + "…"
    like = {"like": found.kind} if found else {}
    facts = evidence(score=judged.scores[at], cut=judged.cut, **like)
    return Finding(
        "furniture.doubtful", f"may be page furniture: {shown}", line.start, line.start + len(line.text), facts
    )
