"""Shift_JIS marks that lost their lead byte: the cheapest way through a stretch of text.

A quotation opens once and closes once, so marks cannot be judged one by one. A path chooses a reading for every run of
letters and keeps the stack of open quotations; what it costs is the sum of its readings and of the text it leaves
inside quotations. The cheapest path is found forwards and backwards (Viterbi), which also tells of every mark by how
much any path without it would cost more: its margin.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pumice.repairs.leadbyte_words import Reading, Run

Stack = str  # the opening letters of the quotations that are open, outermost first
STACKS: Final = ("", "g", "e", "ge", "eg")
CLOSES: Final = {"h": "g", "f": "e", "g": "g"}
NEVER: Final = 1 << 40
UNCLOSED: Final = 300  # a quotation that its paragraph does not close: one in a thousand
NOTHING: Final = Reading("", "", -1, 0)

Costs = dict[Stack, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """The reading that the cheapest path takes for `run`, and by how much every path without its marks costs more."""

    run: Run
    reading: Reading
    margin: int
    before: Stack
    after: Stack


def after_reading(stack: Stack, reading: Reading, word: str) -> Stack | None:
    """The stack after `reading`, or None if it closes what is not open or opens what is open already."""
    for mark in reading.before:
        if mark in stack:
            return None
        stack += mark
    for place, mark in enumerate(reading.after):
        if mark == "c":
            continue
        if stack and stack[-1] == CLOSES[mark]:
            stack = stack[:-1]
        elif not (mark == "f" and place == 0 and word[: -len(reading.after)].endswith("s")):
            return None
    return stack


def inside_cost(gap: str) -> tuple[int, int]:
    """What `gap` costs inside a quotation, and what it costs to drop the quotation in it (NEVER if it is one line)."""
    length = len(gap)
    cost = min(length * 7 // 10, 80 + length // 6)
    lines = gap.count("\n")
    if not lines:
        return cost, NEVER
    return cost + 15 * lines + 235 * gap.count("\n\n"), UNCLOSED


def cheapest(text: str, start: int, end: int, options: Sequence[tuple[Run, list[Reading]]]) -> list[Choice]:
    """The choices of the cheapest path through `text[start:end]`, one a run."""
    places = [start, *(run.end for run, _ in options)]
    starts = [*(run.start for run, _ in options), end]
    gaps = [inside_cost(text[at:to]) for at, to in zip(places, starts, strict=True)]
    forward = _forward(options, gaps)
    backward = _backward(options, gaps)
    choices: list[Choice] = []
    stack = ""
    for index, (run, possible) in enumerate(options):
        choice = _choose(stack, gaps[index], run, possible, backward[index])
        choices.append(_with_margin(choice, possible, forward[index], backward[index]))
        stack = choice.after
    return choices


def _moves(stack: Stack, gap: tuple[int, int]) -> list[tuple[Stack, int]]:
    """What a stack may be after a gap, and at what cost: every open quotation pays for the gap, or is dropped in it."""
    inside, dropped = gap
    if not stack:
        return [("", 0)]
    return [(stack, inside)] if dropped >= NEVER else [(stack, inside), ("", dropped)]


def _steps(run: Run, possible: list[Reading], stack: Stack) -> list[tuple[Stack, Reading]]:
    steps = [(stack, NOTHING)]
    for reading in possible:
        after = after_reading(stack, reading, run.word)
        if after is not None:
            steps.append((after, reading))
    return steps


def _forward(options: Sequence[tuple[Run, list[Reading]]], gaps: list[tuple[int, int]]) -> list[Costs]:
    """For each run, the least cost of standing before it with each stack."""
    costs: list[Costs] = []
    now: Costs = {"": 0}
    for (run, possible), gap in zip(options, gaps, strict=False):
        here: Costs = {}
        for stack, cost in now.items():
            for moved, extra in _moves(stack, gap):
                here[moved] = min(here.get(moved, NEVER), cost + extra)
        costs.append(here)
        now = {}
        for stack, cost in here.items():
            for after, reading in _steps(run, possible, stack):
                now[after] = min(now.get(after, NEVER), cost + reading.cost)
    return costs


def _backward(options: Sequence[tuple[Run, list[Reading]]], gaps: list[tuple[int, int]]) -> list[Costs]:
    """For each run, the least cost of what follows it with each stack after it."""
    costs: list[Costs] = []
    now: Costs = {stack: UNCLOSED if stack else 0 for stack in STACKS}
    for (run, possible), gap in zip(reversed(options), reversed(gaps), strict=False):
        here = {stack: min(now[moved] + extra for moved, extra in _moves(stack, gap)) for stack in STACKS}
        costs.append(here)
        now = {
            stack: min(here[after] + reading.cost for after, reading in _steps(run, possible, stack))
            for stack in STACKS
        }
    costs.reverse()
    return costs


def _choose(stack: Stack, gap: tuple[int, int], run: Run, possible: list[Reading], rest: Costs) -> Choice:
    best = (NEVER, stack, stack, NOTHING)
    for moved, extra in _moves(stack, gap):
        for after, reading in _steps(run, possible, moved):
            cost = extra + reading.cost + rest[after]
            if cost < best[0]:
                best = (cost, moved, after, reading)
    return Choice(run, best[3], 0, best[1], best[2])


def _with_margin(choice: Choice, possible: list[Reading], before: Costs, rest: Costs) -> Choice:
    """`choice` with its margin: what the best path with any other reading of its run costs more."""
    if choice.reading is NOTHING:
        return choice
    taken = other = NEVER
    for stack, cost in before.items():
        for after, reading in _steps(choice.run, possible, stack):
            total = cost + reading.cost + rest[after]
            if reading == choice.reading:
                taken = min(taken, total)
            else:
                other = min(other, total)
    return Choice(choice.run, choice.reading, other - taken, choice.before, choice.after)
