"""Repair of text read in the wrong charset: find where text reads badly, try the channels, weigh, decide.

A text is taken window by window, since evidence is local; a window is a row of pieces (runs between spaces that hold a
character outside ASCII). A piece that reads badly makes its window suspect; then every channel that could have made the
suspect pieces is weighed, and the likeliest path over the pieces (sound, or damaged by one channel) decides: entering a
channel costs `ENTRY`, staying costs nothing, so one damaged line in a sound text is repaired, a whole damaged text
agrees with itself, and a lucky word alone does not suffice.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pumice import language
from pumice.edits import Edit, evidence
from pumice.findings import Finding
from pumice.repair.channels import Channel
from pumice.repair.examples import RULES, SHOWABLE
from pumice.repair.proof import proof
from pumice.repair.quoting import quoted
from pumice.repair.reading import NAT, Piece, Tongue, alphabet, at_best, is_letter, measured, soundness, tongue_of
from pumice.rule import Proposal, Step

WINDOW = 12_000  # characters judged together; whole lines
LONGEST_PIECE = 1_000
SUSPECT = -2 * NAT  # a piece that reads worse than this makes its window suspect
TASTED = 24  # suspect pieces that every channel is tried on
WEIGHED = 6  # channels that are tried on the whole window
ENTRY = 12 * NAT  # what the first damaged piece must be better by
EXIT = 4 * NAT  # what the first sound piece after damage must be better by
CHANGE = 3 * ENTRY  # what passing from one channel straight to another must gain
IMPOSSIBLE = -8 * NAT  # a piece that the channel cannot have made
FOREIGN = 6 * NAT  # what a word that only reads well in some other language is discounted by
AGAINST = -10 * NAT  # a piece inside damaged text whose repair would read worse by this much stays

_PIECE = re.compile(r"[^ \t\n\r\f\v]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A piece and where it starts in the text."""

    start: int
    text: str


def windows(text: str) -> Iterator[tuple[int, str]]:
    """The text in parts of whole lines of about WINDOW characters (cut hard where a line is longer), with starts."""
    start = 0
    while start < len(text):
        end = start + WINDOW
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        yield start, text[start:end]
        start = end


def places(text: str, base: int) -> list[Place]:
    """The pieces of a window that hold more than ASCII."""
    found = []
    for match in _PIECE.finditer(text):
        piece = match[0]
        if not piece.isascii():
            for at in range(0, len(piece), LONGEST_PIECE):
                found.append(Place(base + match.start() + at, piece[at : at + LONGEST_PIECE]))
    return found


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A channel, the tongues its results read in, and what it makes of the window's pieces."""

    channel: Channel
    tongues: tuple[Tongue, ...]
    gain: int


def _best(piece: Piece, tongues: Iterable[Tongue]) -> int:
    return max(soundness(piece, tongue) for tongue in tongues)


def _worth(text: str, tongues: tuple[Tongue, ...]) -> int:
    """How well a piece reads as it stands, be it in another language than its surroundings."""
    piece = measured(text)
    return max(_best(piece, tongues), at_best(piece, tongues[0]) - FOREIGN)


def _tongues(pieces: list[Piece], context: int) -> tuple[Tongue, ...]:
    """What the pieces read as by themselves, and together with the plain words around them."""
    return tuple(dict.fromkeys((tongue_of(pieces, context), tongue_of(pieces))))


def _weigh(channel: Channel, texts: list[str], sound: list[int], context: int) -> Hypothesis | None:
    """The channel as an explanation of `texts`, whose soundness as they stand is `sound`; None if it explains none."""
    turned = [channel.invert(text) for text in texts]
    changed = [measured(new) for old, new in zip(texts, turned, strict=True) if new is not None and new != old]
    if not changed:
        return None
    tongues = _tongues(changed, context)
    gain = 0
    for old, new, worth in zip(texts, turned, sound, strict=True):
        if new is None:
            gain += IMPOSSIBLE
        elif new != old:
            gain += _best(measured(new), tongues) - worth
    return Hypothesis(channel, tongues, gain)


def _spread(items: list[str], most: int) -> list[str]:
    """At most `most` of the items, evenly from end to end."""
    if len(items) <= most:
        return items
    return [items[len(items) * part // most] for part in range(most)]


def _hypotheses(suspects: list[str], tongues: tuple[Tongue, ...], context: int) -> list[Hypothesis]:
    """The channels that explain the suspect pieces best, best first."""
    few = _spread(suspects, TASTED)
    sound = [_worth(text, tongues) for text in few]
    found = [weighed for channel in SHOWABLE if (weighed := _weigh(channel, few, sound, context))]
    likely = [hypothesis for hypothesis in found if hypothesis.gain > 0]
    return sorted(likely, key=lambda hypothesis: -hypothesis.gain)[:WEIGHED]


def _emissions(hypothesis: Hypothesis, pieces: list[Place], sound: dict[str, int]) -> list[tuple[str, int]]:
    """For each piece what the channel makes of it and how much better that reads."""
    done: dict[str, tuple[str, int]] = {}
    for place in pieces:
        if place.text not in done:
            new = hypothesis.channel.invert(place.text)
            if new is None:
                done[place.text] = place.text, IMPOSSIBLE
            elif new == place.text:
                done[place.text] = new, 0
            else:
                done[place.text] = new, _best(measured(new), hypothesis.tongues) - sound[place.text]
    seen: dict[str, int] = {}
    row = []
    for place in pieces:
        new, gain = done[place.text]
        again = seen[place.text] = seen.get(place.text, 0) + 1
        row.append((new, gain // again if gain > 0 else gain))
    return row


def _path(gains: list[list[int]]) -> list[int]:
    """The best path over the pieces: for each the index of a row of `gains`, or -1 for sound."""
    states = range(len(gains) + 1)
    best = [0] + [-ENTRY] * len(gains)
    back: list[list[int]] = []
    for at in range(len(gains[0])):
        top = max(states[1:], key=lambda state: (best[state], -state))
        came, new = [], []
        for state in states:
            ways = [(best[state], 1, state), (best[0] - ENTRY, 0, 0), (best[top] - CHANGE, 0, top)]
            if state == 0:
                ways = [(best[0], 1, 0), (best[top] - EXIT, 0, top)]
            worth, _, source = max(ways)
            came.append(source)
            new.append(worth + (gains[state - 1][at] if state else 0))
        back.append(came)
        best = new
    state = max(states, key=lambda state: (best[state], -state))
    path = []
    for came in reversed(back):
        path.append(state - 1)
        state = came[state]
    return path[::-1]


def _trimmed(place: Place, new: str, hypothesis: Hypothesis, gain: int, region: int) -> Edit:
    """The smallest edit that makes `new` of the piece."""
    old = place.text
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(
        place.start + head,
        old[head : len(old) - tail],
        new[head : len(new) - tail],
        hypothesis.channel.code,
        evidence(
            channel=hypothesis.channel.name,
            language=hypothesis.tongues[-1].name,
            gain=gain // NAT,
            together=region // NAT,
        ),
    )


def _suspect(text: str, tongues: tuple[Tongue, ...]) -> bool:
    """Whether a piece holds a letter foreign to the window's tongues, a mark out of place, or reads badly."""
    piece = measured(text)
    if piece.marks < 0 or _best(piece, tongues) < SUSPECT:
        return True
    known = frozenset().union(*(alphabet(tongue.index) for tongue in tongues))
    return any(char >= "\x80" and char not in known and is_letter(char) for char in text)


def _finding(turned: list[tuple[Place, str, int]], hypothesis: Hypothesis) -> Finding:
    """Damage that stays: where it is and what it would read."""
    first, last = turned[0][0], turned[-1][0]
    candidate = " ".join(new for _, new, _ in turned)[:200]
    return Finding(
        "repair.suspected",
        f"looks like {hypothesis.channel.name}, quoted on purpose or without proof: {candidate!r}",
        first.start,
        last.start + len(last.text),
        evidence(candidate=candidate, channel=hypothesis.channel.name),
    )


def _window(start: int, text: str) -> Iterator[Proposal]:
    """The repairs of one window."""
    pieces = places(text, start)
    distinct = list(dict.fromkeys(place.text for place in pieces))
    if not distinct:
        return
    plain = [word for word in text.split() if word.isascii()]
    context = language.packed_score(word for word in language.folded_words(" ".join(plain[:600])))
    tongues = _tongues([measured(text) for text in distinct], context)
    suspects = [text for text in distinct if _suspect(text, tongues)]
    if not suspects:
        return
    sound = {text: _worth(text, tongues) for text in distinct}
    hypotheses = _hypotheses(suspects, tongues, context)
    if not hypotheses:
        return
    emissions = [_emissions(hypothesis, pieces, sound) for hypothesis in hypotheses]
    path = _path([[gain for _, gain in row] for row in emissions])
    for state, first, last in _regions(path):
        row = emissions[state][first:last]
        turned = [(place, new, gain) for place, (new, gain) in zip(pieces[first:last], row, strict=True)
                  if new != place.text and gain > AGAINST]  # fmt: skip
        if not turned:
            continue
        if all(
            quoted(text, place.start - start, place.start - start + len(place.text), new) for place, new, _ in turned
        ):
            yield _finding(turned, hypotheses[state])
            continue
        shown = proof([(place.text, new) for place, new, _ in turned], hypotheses[state].tongues)
        if shown.holds:
            for place, new, gain in turned:
                yield _trimmed(place, new, hypotheses[state], gain, sum(gain for _, gain in row))
        elif len(turned) >= 3 and sum(gain for _, _, gain in turned) > 2 * ENTRY:
            yield _finding(turned, hypotheses[state])


def _regions(path: list[int]) -> Iterator[tuple[int, int, int]]:
    """Runs of one damaged state in the path: state, first piece, piece after the last."""
    first = 0
    for at in range(1, len(path) + 1):
        if at == len(path) or path[at] != path[first]:
            if path[first] >= 0:
                yield path[first], first, at
            first = at


def propose(text: str) -> Iterator[Proposal]:
    """The repairs of `text`."""
    if text.isascii():
        return
    for start, window in windows(text):
        if not window.isascii():
            yield from _window(start, window)


STEP = Step("repair.channels", propose, RULES)
