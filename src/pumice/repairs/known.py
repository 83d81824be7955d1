"""The repairs that ftfy knows, as a step: UTF-8 read as a single-byte charset, what the channels left of it.

ftfy is asked line by line for its encoding repair alone; its other habits (uncurling quotes, ligatures, widths,
entities, control characters) stay off. Its answer is turned into edits by difference. A line that ftfy would not change
is not shown to it: its detector cannot match without one of the characters or pairs looked for here, which a test
proves against the detector itself.
"""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import accumulate

import re2

from pumice.edits import Edit, evidence
from pumice.findings import Finding
from pumice.repairs.marks_beyond import is_stripped_japanese
from pumice.repairs.pieces import common_ends
from pumice.repairs.quoting import quoted
from pumice.repairs.reading import typed
from pumice.rule import Proposal, Rule, Step
from pumice.sieve import roomy

Accepted = Callable[[str, str, list[str]], bool]  # (line, line as ftfy has it, what its plan does)

# What ftfy's detector can match at all: these characters, or a character outside ASCII before one of the categories of
# signs that it knows from misread UTF-8 (Cyrillic and Greek letters count there only beside such a sign).
LONE = re.compile("[\x80-\x9fŒœÃÂ]")
PAIR = re.compile("[^\x00-\x7f][\xa0-ſƒˆ˜ˇ˘˛˝΄΅ЂҐґﬁﬂ–—―‘-„†-•…‰‹›⁄₧€№™∂∆∏∑√∞∩∫≈≠≡≤≥⌐◊│┌┐└┘├┤┬┼═-╬▀▄█▌▐░▒▓\uf8ff\ufffd]")
LONGEST_DIFF = 2_000  # characters of a line that are compared finely; difflib is quadratic


_IN_PATTERN = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\.|#[^\n]*|\s+|.", re.DOTALL)
# What RE2 reads otherwise than Python: spaces and letters beyond ASCII, and the beginning of a line.
_AS_RE2 = {r"\s": r"[\s\x1c-\x1f\x{85}\x{a0}\p{Z}]", r"\w": r"[^\x00-/]", "^": "(?m:^)"}
REMEMBERED = 2_000  # characters of a line whose repair is remembered: two steps ask for it, and ask again


@cache
def _bad() -> "re2._Regexp[str]":
    """ftfy's own detector for RE2, in which it takes 3 ns a character and not 180; it may find a little more."""
    from ftfy.badness import BADNESS_RE

    parts = (found[0] for found in _IN_PATTERN.finditer(BADNESS_RE.pattern))
    return re2.compile("".join(_AS_RE2.get(part, part) for part in parts if part[0] != "#" and part.strip()), roomy())


def may_be_known(text: str) -> bool:
    """Whether ftfy could change `text`; False is certain."""
    return not text.isascii() and _bad().search(text.encode("utf-8", "replace")) is not None


@lru_cache(maxsize=2)
def _lines(text: str) -> tuple[tuple[int, str], ...]:
    """The lines that ftfy could change, with their starts; asked for by two steps in turn."""
    if not may_be_known(text):
        return ()
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return tuple((start, line) for start, line in zip(starts, lines, strict=False) if may_be_known(line))


def _fixed(line: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What ftfy makes of a line, and how: actions with their parameters."""
    return _remembered(line) if len(line) <= REMEMBERED else _asked(line)


def _asked(line: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    import ftfy

    fixed, plan = ftfy.fix_encoding_and_explain(line)
    return fixed, tuple((step.action, step.parameter) for step in plan or ())


_remembered = lru_cache(maxsize=1 << 10)(_asked)


def _differences(old: str, new: str) -> list[tuple[int, str, str]]:
    """(offset, before, after) of what to replace in `old` to get `new`."""
    head, tail = common_ends(old, new)
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(old) > LONGEST_DIFF or len(new) > LONGEST_DIFF:
        return [(head, old, new)]
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(head + low, old[low:high], new[left:right]) for tag, low, high, left, right in codes if tag != "equal"]


def _line(text: str, start: int, line: str, rule: Rule, accepted: Accepted) -> Iterator[Proposal]:
    """What ftfy makes of a line, if its plan is `accepted`; findings if the damage is shown on purpose."""
    fixed, plan = _fixed(line)
    if fixed == line or not accepted(line, fixed, [parameter for _, parameter in plan]):
        return
    how = evidence(ftfy=", ".join(f"{action} {parameter}" for action, parameter in plan))
    changes = [change for change in _differences(line, fixed) if not _stray_letter(line, *change)]
    shown = any(_shown(text, start, line, *change) for change in changes)
    for at, before, after in changes:
        place = start + at, start + at + len(before)
        if shown:
            message = f"damaged text that is quoted, it seems, on purpose: {before!r} would be {after!r}"
            yield Finding("repair.suspected", message, *place, evidence(candidate=after, **dict(how)))
        else:
            yield Edit(place[0], before, after, rule.code, how)


# Letters of scripts and of extensions of Latin that a text does not hold one by one.
_ODD_LETTER = re.compile("[\u0370-\u1e9f\u2c60-\u2fff\ua640-\uabff]")


def _stray_letter(line: str, at: int, before: str, after: str) -> bool:
    """Whether a change makes a single letter of a script that is not beside it: two or three characters of noise are
    valid UTF-8 by luck."""
    near = line[max(0, at - 1) : at] + line[at + len(before) : at + len(before) + 1]
    return len(after) == 1 and _ODD_LETTER.match(after) is not None and not _ODD_LETTER.search(near)


def _shown(text: str, start: int, line: str, at: int, before: str, after: str) -> bool:
    """Whether one change is to damage that the text shows on purpose; then the line's other damage is, too."""
    low, high = _word(line, at, at + len(before))
    repaired = line[low:at] + after + line[at + len(before) : high]
    return quoted(text, start + low, start + high, repaired)


def _word(line: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to the spaces around it."""
    low = max(line.rfind(" ", 0, start), line.rfind("\t", 0, start)) + 1
    high = line.find(" ", end)
    return low, high if high >= 0 else len(line)


def _proposals(text: str, rule: Rule, accepted: Accepted) -> Iterator[Proposal]:
    for start, line in _lines(text):
        yield from _line(text, start, line, rule, accepted)


def _whole(line: str, fixed: str, plan: list[str]) -> bool:
    """Whether the line is UTF-8 from end to end but for no-break spaces that became spaces, which the channels cannot
    know. A space alone is no sign of it: `pÂ brukere` is other damage. Nor is a line that reads no better: the
    charset was another one then."""
    lossy = "replace_lossy_sequences" in plan and "\ufffd" in line
    if not (lossy or "restore_byte_a0" in plan) or "utf-8" not in plan:
        return False
    if fixed.count("\ufffd") > line.count("\ufffd") or not typed(fixed.replace("\ufffd", " ")):
        return False
    return "Ã  " in line or any(len(before) > 1 and " " not in before for _, before, _ in _differences(line, fixed))


# C1 controls that are no marks of windows-1252: two in a row after none of the letters that UTF-8 is misread as, or an
# opening quotation mark between letters.
_ART = re.compile(
    "(?<![\xc2-\xf4\x80-\x9f])[\x80-\x84\x86-\x90\x95-\x9f]{2}|[\x91-\x94]{3}|[\x91\x93][\x98-\x9f]|[a-z][\x91\x93][a-z]"
)


def repairable(line: str) -> bool:
    """Whether a line is damage that can be repaired: no drawing, no single ‹ or ›, nor what lost too much."""
    if ("\x8b" in line) != ("\x9b" in line):
        return False
    return not _ART.search(line) and not is_stripped_japanese(line)


def _anything(line: str, _fixed: str, _plan: list[str]) -> bool:
    """Whatever ftfy does, where there is anything to repair."""
    return repairable(line)


_SOURCE = "ftfy 6.3 by Robyn Speer, its encoding repair alone: https://ftfy.readthedocs.io"
_KEEPS = ("Le café est fermé.", "PÃO E VINHO, IRMÃ", "5×£35 and (−1/2)! = √π", "“Ça va ?” – « Oui »")
_EXAMPLES = (
    ("Le cafÃ© est fermÃ©.", "Le café est fermé."),
    ("l'humanitÃ© et voilÃ le travail", "l'humanité et voilà le travail"),
)
WHOLE_RULE = Rule(
    "repair.ftfy-line",
    summary="A line of misread UTF-8 whose no-break spaces became spaces is read as UTF-8, as ftfy does it.",
    source=_SOURCE,
    changes=_EXAMPLES[1:],
    keeps=(*_KEEPS, "medlemmer pÂ brukere"),
)
RULE = Rule(
    "repair.ftfy",
    summary="Parts of a line that are misread UTF-8, and C1 controls, are repaired as ftfy does it.",
    source=_SOURCE,
    changes=(*_EXAMPLES, ("\x93Once more\x94, it said.", "“Once more”, it said.")),
    keeps=_KEEPS,
)
_CONCERNS = f"{LONE.pattern}|{PAIR.pattern}"
WHOLE = Step("repair.ftfy-line", lambda text: _proposals(text, WHOLE_RULE, _whole), (WHOLE_RULE,), _CONCERNS)
STEP = Step("repair.ftfy", lambda text: _proposals(text, RULE, _anything), (RULE,), _CONCERNS)
