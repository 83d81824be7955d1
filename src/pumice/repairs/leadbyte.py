"""Shift_JIS marks that lost their lead byte, in English text: “Group of Seven”, don’t → gGroup of Sevenh, donft.

A window of text is repaired only if it proves its damage: the marks of its cheapest path (`leadbyte_path`) must
together be better than the text as it stands by a factor that sound text does not reach. Each distinct piece of
evidence counts once, so that a name repeated in a long text proves nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from pumice import language
from pumice.edits import Edit, evidence
from pumice.repairs.leadbyte_common import ODD_F, odd_g
from pumice.repairs.leadbyte_path import Choice, cheapest
from pumice.repairs.leadbyte_readings import readings, runs
from pumice.repairs.leadbyte_rules import ARROWS, CONTRACTION, POSSESSIVE, QUOTE_RULES, RULES
from pumice.repairs.leadbyte_seeds import seeds
from pumice.repairs.leadbyte_words import MARKS, RUN_OF_LETTERS, Reading, Run, apostrophe, listed, rather_a_word
from pumice.rule import Step

WINDOW: Final = 8000  # code points judged together; over whole books look-alikes add up
BEFORE, AFTER = 800, 300  # code points around a seed that are judged first, at a tenth of the cost of its window
PROOF: Final = 109  # no window of 265 MB of sound text in 25 languages reaches it
CAP: Final = 450  # what one distinct piece of evidence counts at most
PROOF_IN_CODE: Final = 280  # C code's names reach 180; a lost contraction weighs 300 and more
PROVEN: Final = 300  # from here on marks are about, and the next one is ABOUT likelier
WELL_PROVEN: Final = 900
ABOUT, ABOUT_MANY = 60, 100
BOTH: Final = 100  # and likelier still around a single name that no list knows
SURE: Final = 40  # margin under which a single mark is left alone in a window that is proven
ARROW: Final = re.compile(r"¨(?<![^ \n]¨)(?= (https?://)?)")
COMMON: Final = 400  # centi-zipf of a word that English uses commonly
REMEMBERED: Final = 50_000  # words of which it is known how common they are
ENGLISH: Final = 60  # per cent of the words: prose has 70 and more, German and French prose under 45
MIXED: Final = 25  # from here on the profile is asked
ACCENTED: Final = re.compile("[À-ÖØ-öø-ÿ]")
MOST_ACCENTED: Final = 3  # a foreign name or two; Shift_JIS cannot write even those


def lead_byte(text: str) -> Iterator[Edit]:
    """Edits that put back the marks, window by window."""
    possible = [(start, end) for start, end in windows(text) if not _accented(text, start, end)]
    arrows = [found.start() for found in ARROW.finditer(text)] if "¨" in text else []
    found = sorted([*seeds(text), *arrows]) if possible else []
    for start, end in possible if found else ():
        here = found[bisect_left(found, start) : bisect_left(found, end)]
        if here and english(text, start, end) and any(proves(text, *part) for part in _parts(here, start, end)):
            yield from _window(text, start, end)


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Spans of whole lines of about WINDOW code points."""
    start = 0
    while start < len(text):
        end = start + WINDOW
        end = len(text) if end >= len(text) else (text.rfind("\n", start, end) + 1 or end)
        yield start, end
        start = end


def _parts(found: list[int], start: int, end: int) -> list[tuple[int, int]]:
    """The surroundings of the places in `found`, joined where they touch, within `start` and `end`."""
    parts: list[tuple[int, int]] = []
    for place in found:
        low, high = max(start, place - BEFORE), min(end, place + AFTER)
        if parts and low <= parts[-1][1]:
            parts[-1] = (parts[-1][0], high)
        else:
            parts.append((low, high))
    return parts


def proof_needed(text: str, start: int, end: int) -> int:
    """What the marks must weigh together in the text from `start` to `end`: more if it looks like a program."""
    signs = sum(text.count(sign, start, end) for sign in "{};=<>_$\\")
    return PROOF_IN_CODE if signs * 40 > end - start else PROOF


def proves(text: str, start: int, end: int) -> bool:
    """Whether the text from `start` to `end` proves damage, or shows an arrow that may be one."""
    if "¨" in text and ARROW.search(text, start, end):
        return True
    return english(text, start, end) and weight(cheapest(text, start, end, _options(text, start, end)), text) >= PROOF


def _options(text: str, start: int, end: int) -> list[tuple[Run, list[Reading]]]:
    near = frozenset(RUN_OF_LETTERS.findall(text, start, end))
    return [(run, possible) for run in runs(text, start, end) if (possible := readings(run, text, near))]


def _window(text: str, start: int, end: int) -> Iterator[Edit]:
    options = _options(text, start, end)
    choices = cheapest(text, start, end, options)
    proof = weight(choices, text)
    if proof >= PROVEN:
        choices = cheapest(text, start, end, [(run, cheaper(possible, proof)) for run, possible in options])
    proven = proof >= proof_needed(text, start, end)
    yield from _arrows(text, start, end, proven)
    if proven:
        for choice in sure(doubted(choices, frozenset(RUN_OF_LETTERS.findall(text, start, end)))):
            yield from _edits(choice, proof)


def doubted(choices: list[Choice], near: frozenset[str]) -> list[Choice]:
    """The choices, with no margin where the letters are rather the word's own."""
    return [
        replace(choice, margin=0) if rather_a_word(choice.run, choice.reading, near) else choice for choice in choices
    ]


class _Commonly(dict[str, bool]):
    """Whether English uses a word commonly, remembered, since it is asked of every word of a text."""

    def __missing__(self, word: str) -> bool:
        if len(self) > REMEMBERED:
            self.clear()
        found = self[word] = listed(word) >= COMMON
        return found


_COMMONLY: Final = _Commonly()


def _accented(text: str, start: int, end: int) -> bool:
    """Whether the text holds more letters that Shift_JIS has not than foreign names bring."""
    if text.isascii():
        return False
    return len(list(islice(ACCENTED.finditer(text, start, end), MOST_ACCENTED + 1))) > MOST_ACCENTED


def english(text: str, start: int, end: int) -> bool:
    """Whether the text reads as English, in letters that Shift_JIS has.

    Common English words tell, and where they are not many, as in lists of names, the language's profile.
    """
    if _accented(text, start, end):
        return False
    found = RUN_OF_LETTERS.findall(text, start, end)
    common = sum(map(_COMMONLY.__getitem__, found)) * 100
    if common >= ENGLISH * max(1, len(found)):
        return True
    return common >= MIXED * len(found) > 0 and language.identify(text[start:end]) == "en"


def cheaper(possible: list[Reading], proof: int) -> list[Reading]:
    """The same readings where marks are known to be about, and the more so the better they are proven."""
    less = ABOUT if proof < WELL_PROVEN else ABOUT_MANY
    return [
        replace(
            reading, cost=max(reading.cost - less - (BOTH if reading.before and reading.after else 0), reading.least)
        )
        for reading in possible
    ]


def sure(choices: list[Choice]) -> list[Choice]:
    """The choices to act on: those with a margin, and of a pair of marks both or neither."""
    left = {place for place, choice in enumerate(choices) if choice.margin < SURE}
    paired: set[int] = set()
    for pair in pairs(choices):
        paired.update(pair)
        left.update(pair if left.intersection(pair) else ())
    alone = {place for place, choice in enumerate(choices) if len(choice.after) != len(choice.before)} - paired
    return [choice for place, choice in enumerate(choices) if place not in left and place not in alone]


def pairs(choices: list[Choice]) -> Iterator[tuple[int, int]]:
    """The places in `choices` of runs that open and close the same quotation."""
    opened: list[int] = []
    for place, choice in enumerate(choices):
        del opened[len(choice.before) :]  # quotations that a paragraph's end cut off
        if len(choice.after) > len(choice.before):
            opened.append(place)
        elif len(choice.after) < len(choice.before) and opened:
            yield opened.pop(), place


def weight(choices: list[Choice], text: str) -> int:
    """How much better the marks explain the text: each distinct piece of evidence once, and no piece above CAP."""
    pieces: dict[str, int] = {}
    for first, last in pairs(choices):
        name = f"{choices[first].run.word} {choices[last].run.word}"
        pieces.setdefault(name, _pair_weight(choices[first], choices[last], text))
    for choice in choices:
        alone = len(choice.before) == len(choice.after)
        if alone and (choice.reading.inner >= 0 or (choice.reading.before and len(choice.run.word) > 4)):
            pieces.setdefault(choice.run.word, choice.margin)
    return sum(min(CAP, gain) for gain in pieces.values() if gain > 0)


def _pair_weight(opening: Choice, closing: Choice, text: str) -> int:
    """What a pair of marks in different runs counts as evidence: nothing over a paragraph's end or around a mere
    sign, half over a line's end.

    A distant pair means nothing either if its first word is one as it stands, or if its marks left e and f, which begin
    and end too many names.
    """
    gap = text[opening.run.end : closing.run.start]
    first, last = opening.run.word, closing.run.word
    if opening.after.endswith("e") and not all(end.islower() and listed(end) >= 300 for end in (first[1:], last[:-1])):
        return 0
    if (
        "\n\n" in gap
        or (first == "g" and len(gap) < 4)
        or (len(gap) >= 60 and (opening.after.endswith("e") or listed(first)))
    ):
        return 0
    return min(opening.margin, closing.margin) // (2 if "\n" in gap else 1)


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


LEADBYTE: Final = Step("repair.leadbyte", lead_byte, RULES, f"¨|{odd_g()}|{ODD_F}")
