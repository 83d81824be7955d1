"""Shift_JIS marks that lost their lead byte, in English text: “Group of Seven”, don’t → gGroup of Sevenh, donft.

A window of text is repaired only if it proves its damage: the marks of its cheapest path (`leadbyte_path`) must
together be better than the text as it stands by a factor that sound text does not reach. Each distinct piece of
evidence counts once, so that a name repeated in a long text proves nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pumice.edits import Edit, evidence
from pumice.repair.leadbyte_path import Choice, cheapest
from pumice.repair.leadbyte_readings import readings, runs
from pumice.repair.leadbyte_rules import ARROWS, CONTRACTION, POSSESSIVE, QUOTE_RULES, RULES
from pumice.repair.leadbyte_seeds import seeds
from pumice.repair.leadbyte_words import MARKS, RUN_OF_LETTERS, Reading, apostrophe, listed
from pumice.rule import Step

WINDOW: Final = 8000  # code points judged together; over whole books look-alikes add up
PROOF: Final = 105  # sound English reaches it 3 times in 43 MB of the Linux kernel's documentation, elsewhere never
CAP: Final = 450  # what one distinct piece of evidence counts at most
PROVEN: Final = 300  # from here on marks are about, and the next one is ABOUT likelier
ABOUT: Final = 60
SURE: Final = 40  # margin under which a single mark is left alone in a window that is proven
ARROW: Final = re.compile(r"(?<![^ \n])¨(?= (https?://)?)")
ENGLISH: Final = 35  # per cent of letters' runs that English lists as common


def lead_byte(text: str) -> Iterator[Edit]:
    """Edits that put back the marks, window by window."""
    found = sorted([*seeds(text), *(found.start() for found in ARROW.finditer(text))])
    for start, end in windows(text) if found else ():
        if bisect_left(found, start) < bisect_left(found, end):
            yield from _window(text, start, end)


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Spans of whole lines of about WINDOW code points."""
    start = 0
    while start < len(text):
        end = start + WINDOW
        end = len(text) if end >= len(text) else (text.rfind("\n", start, end) + 1 or end)
        end = end if end > start else start + WINDOW
        yield start, end
        start = end


def _window(text: str, start: int, end: int) -> Iterator[Edit]:
    if not english(text, start, end):
        return
    near = frozenset(RUN_OF_LETTERS.findall(text, start, end))
    options = [(run, possible) for run in runs(text, start, end) if (possible := readings(run, text, near))]
    choices = cheapest(text, start, end, options)
    proof = weight(choices)
    if proof >= PROVEN:
        choices = cheapest(text, start, end, [(run, cheaper(possible)) for run, possible in options])
    yield from _arrows(text, start, end, proof >= PROOF)
    if proof >= PROOF:
        for choice in choices:
            if choice.margin >= SURE:
                yield from _edits(choice, proof)


def cheaper(possible: list[Reading]) -> list[Reading]:
    """The same readings where marks are known to be about."""
    return [replace(reading, cost=reading.cost - ABOUT) for reading in possible]


def english(text: str, start: int, end: int) -> bool:
    """Whether enough of the words are common English ones."""
    found = RUN_OF_LETTERS.findall(text, start, end)
    return sum(listed(word) >= 260 for word in found) * 100 >= ENGLISH * max(1, len(found))


def weight(choices: list[Choice]) -> int:
    """How much better the marks explain the text: each distinct piece of evidence once, and no piece above CAP."""
    pieces: dict[str, int] = {}
    opened: list[Choice] = []
    for choice in choices:
        if len(choice.after) > len(choice.before):
            opened.append(choice)
        elif len(choice.after) < len(choice.before):
            opening = opened.pop() if opened else choice
            if _close_enough(opening, choice):
                pieces.setdefault(f"{opening.run.word} {choice.run.word}", min(opening.margin, choice.margin))
        elif choice.reading.inner >= 0 or choice.reading.before:
            pieces.setdefault(choice.run.word, choice.margin)
    return sum(min(CAP, gain) for gain in pieces.values() if gain > 0)


def _close_enough(opening: Choice, closing: Choice) -> bool:
    """Whether a pair may count as evidence. ‘ and ’ leave e and f, which begin and end too many names for a distant
    pair to mean anything."""
    if opening.after.endswith("g"):
        return True
    ends = opening.run.word[1:], closing.run.word[:-1]
    return closing.run.start - opening.run.end < 60 and all(end.islower() and listed(end) >= 300 for end in ends)


def _edits(choice: Choice, proof: int) -> Iterator[Edit]:
    run, reading = choice.run, choice.reading
    why = evidence(word=run.word, margin=choice.margin, proof=proof)
    for place, mark in enumerate(reading.before):
        yield Edit(run.start + place, mark, MARKS[mark], QUOTE_RULES[mark].code, why)
    if reading.inner >= 0:
        owner = run.word[reading.inner + 1 :].startswith("s") and apostrophe(run.word)[0] < 0
        rule = POSSESSIVE if owner else CONTRACTION
        yield Edit(run.start + reading.inner, "f", MARKS["f"], rule.code, why)
    first = run.end - len(reading.after)
    for place, mark in enumerate(reading.after):
        closes = mark != "f" or "e" in choice.before or "e" in reading.before
        rule = QUOTE_RULES[mark] if closes else POSSESSIVE
        yield Edit(first + place, mark, MARKS[mark], rule.code, why)


def _arrows(text: str, start: int, end: int, proven: bool) -> Iterator[Edit]:
    """→ is 0x81 0xA8, of which ¨ stays. By itself between spaces it accents nothing."""
    for found in ARROW.finditer(text, start, end):
        if proven or found[1]:
            yield Edit(found.start(), "¨", "→", ARROWS.code, evidence(proven=int(proven)))


LEADBYTE: Final = Step("repair.leadbyte", lead_byte, RULES)
