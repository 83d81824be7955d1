"""Page furniture in plain text: what belongs to the page around a text, and not to the text."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pumice.edits import Edit, evidence
from pumice.furniture.context import Verdict, verdicts
from pumice.furniture.kinds import LINE_RULES, SPAN_RULES
from pumice.furniture.lines import Line, lines_of
from pumice.furniture.marks import mark
from pumice.furniture.spans import span_edits
from pumice.options import Strip
from pumice.rule import Proposal, Step

__all__ = ["steps"]


def steps(strip: Strip = "careful") -> tuple[Step, ...]:
    """The furniture steps in their order: what is cut inside lines, then the lines that go; none at level `off`."""
    if strip == "off":
        return ()
    return (
        Step("furniture.spans", span_edits, SPAN_RULES),
        Step("furniture.lines", line_edits, LINE_RULES),
    )


def line_edits(text: str) -> Iterable[Proposal]:
    """The lines that go from `text`, each with its line end."""
    lines = lines_of(text)
    marks = [mark(line) for line in lines]
    if not any(marks) and not _repeats(lines):
        return ()
    gone = verdicts(lines, marks)
    return _edits(text, lines, gone)


def _repeats(lines: tuple[Line, ...]) -> bool:
    return any(above.key.endswith(here.key) for above, here in pairwise(lines))


def _edits(text: str, lines: tuple[Line, ...], gone: dict[int, Verdict]) -> Iterator[Edit]:
    for at in sorted(gone):
        line, verdict = lines[at], gone[at]
        facts = evidence(
            kind=verdict.kind,
            phrase=verdict.phrase[:80],
            language=verdict.language,
            why=verdict.why,
            score=verdict.score,
            position=f"line {at + 1} of {len(lines)}",
        )
        yield Edit(line.start, text[line.start : line.end], "", f"furniture.{verdict.kind}", facts)
