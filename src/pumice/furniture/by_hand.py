"""A person's word, carried out: lines dropped by hand go, and no furniture rule touches a line kept by hand."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pumice.edits import Edit, evidence
from pumice.findings import Finding
from pumice.overrides import Entry, Lines, Overrides
from pumice.rule import Proposal, Propose, Rule, Step

DOUBTFUL = "furniture.doubtful"
EXAMPLES = Overrides(
    keep=(Entry(line="Read the ferry timetable"), Entry(pattern="The * ferry timetable")),
    drop=(Entry(line="Buy our ferry calendar!"), Entry(pattern="* ferry timetable"), Entry(pattern="Ferries (? of *)")),
)
DROPPED = Rule(
    "furniture.dropped-by-hand",
    "Lines that pumice.toml says to drop.",
    "the person who wrote pumice.toml; shown with an entry for the line, and one for a pattern",
    (
        ("The boat is late.\nBuy our ferry calendar!\nIt rains.\n", "The boat is late.\nIt rains.\n"),
        ("The boat is late.\nFerries (2 of 17)\n", "The boat is late.\n"),
    ),
    (
        "Buy our ferry calendar! It has twelve pictures.\n",
        "buy our ferry calendar!\n",
        "Ferries (12 of 17)\n",
        "The winter ferry timetable\n",
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A line that is kept: where it stands, its line feed included, and the entry that keeps it."""

    start: int
    end: int
    entry: Entry


def carried_out(steps: tuple[Step, ...], overrides: Overrides) -> tuple[Step, ...]:
    """The furniture `steps` with what a person said: first the lines to drop, then the steps, around what is kept."""
    kept, dropped = Lines(overrides.keep), Lines(overrides.drop)
    if overrides.keep:
        steps = tuple(replace(step, propose=partial(_around, step.propose, kept)) for step in steps)
    if overrides.drop:
        steps = (Step("furniture.by-hand", partial(_drops, kept, dropped), (DROPPED,)), *steps)
    return steps


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line of `text` that is not blank; the end is behind its line feed."""
    at = 0
    for line in text.split("\n"):
        end = min(at + len(line) + 1, len(text))
        if line.strip():
            yield at, end
        at = end


def _drops(kept: Lines, dropped: Lines, text: str) -> Iterator[Proposal]:
    """The lines that a person dropped and did not keep."""
    for start, end in _lines(text):
        entry = dropped.entry_for(text[start:end])
        if entry and not kept.entry_for(text[start:end]):
            yield Edit(start, text[start:end], "", DROPPED.code, evidence(kind="dropped-by-hand", **entry.facts))


def _around(propose: Propose, kept: Lines, text: str) -> Iterator[Proposal]:
    """What a step proposes, but for the lines that a person kept: of those it is told what they were kept from, and
    they are in doubt no more."""
    places: list[Place] | None = None
    for proposal in propose(text):
        if not isinstance(proposal, Edit) and proposal.code != DOUBTFUL:
            yield proposal
            continue
        if places is None:
            places = [Place(*span, entry) for span in _lines(text) if (entry := kept.entry_for(text[slice(*span)]))]
        saved = _touched(places, proposal)
        if saved is None:
            yield proposal
        elif isinstance(proposal, Edit):
            yield _kept_from(proposal.rule, saved)


def _touched(places: Sequence[Place], proposal: Proposal) -> Place | None:
    """The first of the `places`, which are in order, that an edit would change or a finding is about."""
    start, end = proposal.start or 0, proposal.end or 0
    at = bisect_right(places, start, key=lambda place: place.end)
    return places[at] if at < len(places) and places[at].start < end else None


def _kept_from(rule: str, place: Place) -> Finding:
    message = f"{rule} would have changed a line that is kept by hand"
    facts = evidence(rule=rule, **place.entry.facts)
    return Finding("furniture.kept-by-hand", message, place.start, place.end, facts)
