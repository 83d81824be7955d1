"""Characters of no width: marks of byte order, of where a line may break, of direction, joiners.

A run of them is judged by the characters around it, and each character by its own rule; what stays is what a script,
an emoji or the direction of writing needs. Variation selectors always stay.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pumice.edits import Edit
from pumice.findings import Finding
from pumice.form import charsets
from pumice.form.canonical import LONGEST_RUN
from pumice.form.merge import merged, was
from pumice.rule import Proposal, Rule, Step

BOM = Rule(
    "form.byte-order-mark",
    summary="byte-order marks (zero-width no-break spaces) go",
    source="Unicode Standard 23.8",
    changes=(("\ufefftext", "text"), ("two \ufefffiles joined", "two files joined")),
    keeps=("text", "þÿ"),
)
ZERO_WIDTH = Rule(
    "form.zero-width",
    summary="zero-width spaces and other invisible characters go, unless they mark words in a script without spaces",
    source="Unicode Standard 23.2; UAX #14 class ZW",
    changes=(
        ("break\u200bable", "breakable"),
        ("word\u2060joiner", "wordjoiner"),
        ("hid\U000e0061\U000e0062den", "hidden"),
        ("မြန်မာ\u200b text", "မြန်မာ text"),
    ),
    keeps=(
        "breakable",
        "សួស្តី\u200bពិភពលោក",
        "\N{BLACK HEART SUIT}\ufe0f",
        "\N{WAVING BLACK FLAG}\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "葛\U000e0100",
    ),
)
SOFT_HYPHEN = Rule(
    "form.soft-hyphen",
    summary="soft hyphens go; one at a line's end, alone or between digits was seen, and becomes a hyphen",
    source="Unicode Standard 6.2, soft hyphen; ISO 8859-1 8.2",
    changes=(
        ("Donau\u00addampf\u00adschiff", "Donaudampfschiff"),
        ("Donau\u00ad\ndampf", "Donau-\ndampf"),
        ("1914\u00ad1918", "1914-1918"),
        ("a \u00ad b", "a - b"),
    ),
    keeps=("Donau-Dampf", "Donau\ndampf", "1914\u20131918", "&shy;"),
)
JOINERS = Rule(
    "form.joiners",
    summary="zero-width joiners and non-joiners go where neither a script nor an emoji needs them",
    source="Unicode Standard 9.2, 12.1, 23.2; UTS #51 ED-16",
    changes=(("in\u200dvisible", "invisible"), ("Auf\u200clage", "Auflage"), ("x \u200d\u200c y", "x  y")),
    keeps=(
        "می\u200cخواهم",
        "क्\u200dष",
        "ක්\u200dර",
        "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}",
        "\N{WAVING WHITE FLAG}\ufe0f\u200d\N{RAINBOW}",
    ),
)
DIRECTION = Rule(
    "form.direction",
    summary="marks of writing direction go from lines in which nothing is written from right to left",
    source="UAX #9, 2.6 implicit directional marks",
    changes=(("left\u200e to right", "left to right"), ("\u202a+1 555 0100\u202c", "+1 555 0100")),
    keeps=("שלום\u200f (world)", "left to right", "\u202edesrever\u202c"),
)

_RUN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]+")
_FLAG = re.compile("[\U000e0020-\U000e007e]{1,8}\U000e007f")
_DIRECTED = re.compile(f"[{charsets.RIGHT_TO_LEFT}\u202e]")
_OVERRIDE = re.compile("[\u202d\u202e]")
FIRST_MARK = "\u0300"
"""No combining mark is below."""

_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a run of invisible characters: the nearest letter before it with its marks, the marks and
    the letter after it (normalization may put marks in another order), and whether its line has a direction."""

    before: str
    after: str
    directed: bool

    def between(self, characters: re.Pattern[str]) -> bool:
        """Whether such characters stand on both sides."""
        return bool(characters.search(self.before) and characters.search(self.after))

    def beside(self, characters: re.Pattern[str]) -> bool:
        """Whether such a character stands on one side at least."""
        return bool(characters.search(self.before) or characters.search(self.after))


def _hyphen_seen(place: Place) -> bool:
    """Whether a soft hyphen here was displayed, or meant, as a hyphen."""
    before, after = place.before[-1:], place.after[:1]
    if after in ("\n", ""):
        return before not in ("\n", "", " ", "\t")
    return before == after == " " or {before, after} <= _DIGITS


def _joins(char: str, place: Place) -> bool:
    """Whether a joiner has something to join or to keep apart."""
    emoji = char == "\u200d" and charsets.EMOJI_END.match(place.before[-1:]) and charsets.EMOJI.match(place.after)
    return bool(emoji) or place.beside(charsets.JOINING)


def _marks_word(char: str, place: Place) -> bool:
    """Whether a character without width is part of how the script around it is written."""
    if char == "\u200b":
        return place.between(charsets.WITHOUT_SPACES)
    if char == "\u180e":
        return place.beside(charsets.MONGOLIAN)
    return char == "\u034f" and place.beside(charsets.HEBREW)


def _judge(char: str, place: Place) -> tuple[Rule, str]:
    """The rule that speaks for a character, and what it leaves of it."""
    if char == "\ufeff":
        return BOM, ""
    if char == "\u00ad":
        return SOFT_HYPHEN, "-" if _hyphen_seen(place) else ""
    if char in "\u200c\u200d":
        return JOINERS, char if _joins(char, place) else ""
    if char in "\u061c\u200e\u200f" or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069":
        return DIRECTION, char if place.directed else ""
    return ZERO_WIDTH, char if _marks_word(char, place) else ""


class _Lines:
    """Whether the line around a place is directed; each line is looked at once, if places come in order."""

    def __init__(self, text: str) -> None:
        self._text, self._end, self._directed = text, -1, False

    def directed(self, at: int) -> bool:
        """Whether something on the line of `at` is written from right to left."""
        if at > self._end:
            start = self._text.rfind("\n", 0, at) + 1
            self._end = self._text.find("\n", at) % (len(self._text) + 1)
            self._directed = _DIRECTED.search(self._text, start, self._end) is not None
        return self._directed


def _letter_before(text: str, at: int) -> str:
    """The characters before `at` back to the nearest that is no combining mark."""
    start = at - 1
    while start > max(at - LONGEST_RUN, 0) and text[start] >= FIRST_MARK and charsets.mark().match(text, start):
        start -= 1
    return text[max(start, 0) : at]


def _letter_after(text: str, at: int) -> str:
    """The characters from `at` on to the nearest that is no combining mark."""
    end, last = at, min(at + LONGEST_RUN, len(text))
    while end < last and text[end] >= FIRST_MARK and charsets.mark().match(text, end):
        end += 1
    return text[at : end + 1]


def _edits(text: str) -> Iterator[Edit]:
    lines = _Lines(text)
    for run in _RUN.finditer(text):
        start, end = run.span()
        if text[start - 1 : start] == "\N{WAVING BLACK FLAG}" and (flag := _FLAG.match(text, start)):
            start = flag.end()
        place = Place(_letter_before(text, start), _letter_after(text, end), lines.directed(start))
        for at in range(start, end):
            char = text[at]
            reason, left = _judge(char, place)
            if left == "-" and run[0] != char:
                left = ""  # only a soft hyphen by itself is taken for a hyphen
            if left != char:
                yield Edit(at, char, left, reason.code)


def _findings(text: str) -> Iterator[Finding]:
    """One finding for each line whose letters are made to run against their nature."""
    lines, told = _Lines(text), -1
    for found in _OVERRIDE.finditer(text):
        if found.start() > told and lines.directed(found.start()):
            told = text.find("\n", found.start()) % (len(text) + 1)
            message = "a line is displayed in another order"
            yield Finding("form.direction-override", message, *found.span(), was(found[0]))


def _invisible(text: str) -> Iterable[Proposal]:
    if not text.isascii() and _RUN.search(text):
        yield from merged(_edits(text))
        yield from _findings(text)


INVISIBLE = Step("form.invisible", _invisible, (BOM, ZERO_WIDTH, SOFT_HYPHEN, JOINERS, DIRECTION), _RUN.pattern)
