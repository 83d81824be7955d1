"""Repair of text read in the wrong charset: find what catches the eye, try the channels, weigh, decide.

A text is taken window by window, since evidence is local. A window is a row of pieces: runs between spaces that hold
more than ASCII. Pieces that no reader of the language would pass over (`calm`) are tried on every channel (`tasting`);
if one explains them, all pieces of the window are weighed and the best path over them decides (`regions`), and what it
would repair must bring proof (`proof`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from pumice import language
from pumice.edits import Edit, Evidence, evidence
from pumice.findings import Finding
from pumice.repairs.calm import Languages, guess, is_calm, suspects
from pumice.repairs.channels import Channel
from pumice.repairs.examples import RULES
from pumice.repairs.images import ImageChannel
from pumice.repairs.pieces import Place, common_ends, places, windows
from pumice.repairs.proof import is_listed, proof, words_of
from pumice.repairs.quoting import quoted
from pumice.repairs.reading import NAT, measured, presentable, spills
from pumice.repairs.regions import ENTRY, SELDOM, path, regions
from pumice.repairs.tasting import Hypothesis, gain_of, hypotheses, promise, tongues_of, worth
from pumice.repairs.uniform import Uniform, uniform
from pumice.rule import Proposal, Step

IMPOSSIBLE = -8 * NAT  # a piece that the channel cannot have made
AGAINST = -16 * NAT  # a piece inside damaged text whose repair would read worse by this much stays
EDGE = -4 * NAT  # pieces beside damaged ones are taken with them if they do not read worse by this much
MEASURED = 300  # distinct pieces of a window that are weighed, spread evenly; the others go with those around them
UNMEASURED = NAT
PATIENCE = 8  # windows in a row whose suspects came to nothing, after which only one in SKIPPING is tried
SKIPPING = 8
PROMISING = 40  # suspects whose promise is added up
SAMPLED = 60  # suspects that are looked up as words of another language
WORDS = (
    3  # one in so many of them its list must hold: of inflected languages it holds every second word, of damage none
)
CONTEXT = 600  # plain words of a window that help to name its language


@dataclass(frozen=True, slots=True)
class Turn:
    """What a channel makes of a piece, and how much better that reads, in 1/256 nat."""

    place: Place
    new: str
    gain: int


def _turns(hypothesis: Hypothesis, pieces: list[Place], sound: dict[str, int]) -> list[Turn]:
    """Each piece turned; a piece that comes again counts less each time, so that repetition proves nothing."""
    done: dict[str, tuple[str, int]] = {}
    seen: dict[str, int] = {}
    row = []
    depth = 0
    for place in pieces:
        if place.text not in done:
            done[place.text] = _turned(hypothesis, place.text, sound)
        new, gain = done[place.text]
        if isinstance(hypothesis.channel, ImageChannel):
            new, depth = _closed(new, place.text, depth)
        again = seen[place.text] = seen.get(place.text, 0) + 1
        row.append(Turn(place, new, gain // again if gain > 0 else gain))
    return row


def _closed(new: str, old: str, depth: int) -> tuple[str, int]:
    """A closing mark that nothing opened is an apostrophe, where the channel leaves the choice."""
    if new == old:
        return new, depth
    for mark in new:
        if mark in "“„":
            depth = 1
        elif mark == "”":
            if not depth:
                return new.replace("”", "’"), 0
            depth = 0
    return new, depth


def _turned(hypothesis: Hypothesis, text: str, sound: dict[str, int]) -> tuple[str, int]:
    new = hypothesis.turn(text)
    if new is None or spills(text, new):
        return text, IMPOSSIBLE
    if new == text:
        return text, 0
    worse = hypothesis.channel.wrote != "utf-8" and presentable(text) and not presentable(new)
    if text not in sound:
        return (text, IMPOSSIBLE) if worse else (new, UNMEASURED)
    gain = gain_of(hypothesis.channel, text, new, sound[text], hypothesis.tongues)
    return new, gain + IMPOSSIBLE if worse else gain


def _trimmed(turn: Turn, hypothesis: Hypothesis, together: int) -> Edit:
    """The edit that makes the turn, and why."""
    why = evidence(
        channel=hypothesis.channel.name,
        language=hypothesis.tongues[-1].name,
        gain=turn.gain // NAT,
        together=together // NAT,
    )
    return _smallest(turn.place.start, turn.place.text, turn.new, hypothesis.channel.code, why)


def _smallest(start: int, old: str, new: str, code: str, why: Evidence) -> Edit:
    """The smallest edit that turns `old` at `start` into `new`."""
    head, tail = common_ends(old, new)
    return Edit(start + head, old[head : len(old) - tail], new[head : len(new) - tail], code, why)


def _finding(start: int, text: str, turns: list[Turn], hypothesis: Hypothesis) -> Finding:
    """Damage that stays: where it is, and what the window `text`, which begins at `start`, would read there."""
    at, last = turns[0].place.start, turns[-1].place
    read = list[str]()
    for turn in turns:
        read += text[at - start : turn.place.start - start], turn.new
        at = turn.place.start + len(turn.place.text)
    candidate = "".join(read)[:200]
    return Finding(
        "repair.suspected",
        f"looks like {hypothesis.channel.name}, quoted on purpose or without proof: {candidate!r}",
        turns[0].place.start,
        last.start + len(last.text),
        evidence(candidate=candidate, channel=hypothesis.channel.name),
    )


def _changed(turns: list[Turn]) -> list[Turn]:
    """The turns that would be made."""
    return [turn for turn in turns if turn.new != turn.place.text and turn.gain > AGAINST]


def _on_purpose(start: int, text: str, turns: list[Turn]) -> bool:
    """Whether all damage of a region is shown on purpose."""
    changed = _changed(turns)
    spans = [(turn.place.start - start, turn.place.start - start + len(turn.place.text)) for turn in changed]
    return bool(changed) and all(quoted(text, *span, turn.new) for span, turn in zip(spans, changed, strict=True))


# Old fonts put letters where sound text has signs: in 127 MB of documentation »chroot« became a Vietnamese word, and so
# did œ read as ½. Running text in such a font shows more words than this in any line.
FONT_WORDS = 3
FONTS = frozenset(("tcvn3", "vni"))
# Ideographs that are other ideographs or syllables in another charset: the names of two authors were such. A passage of
# so many characters is none by chance.
EAST_ASIAN = frozenset(("gb18030", "big5", "euc_kr", "euc_jp", "cp932", "cp949", "cp950"))
PASSAGE = 16
BARE = 20 * NAT  # what a region without a known word must gain: »klok´ in a guide to pronunciation gained 17
LONG_WORD = 20  # characters from which one piece is as good as two words: seldom channels are not believed for a word


def _enough(turns: list[Turn], channel: Channel | ImageChannel, telling: int) -> bool:
    """Whether a region is long enough for a channel whose readings are words by chance more often than others'."""
    if channel.wrote in EAST_ASIAN and channel.read in EAST_ASIAN:
        return sum(char > "\u2e80" for turn in turns for char in turn.new) >= PASSAGE
    if channel.seldom and len({turn.place.text for turn in turns}) < 2 and len(turns[0].new) < LONG_WORD:
        return False
    return telling >= FONT_WORDS or channel.wrote not in FONTS


def _region(start: int, text: str, turns: list[Turn], hypothesis: Hypothesis) -> Iterator[Proposal]:
    """The repairs of one region, if it brings proof; a finding if it is damaged, but not surely so."""
    changed = _changed(turns)
    together = sum(turn.gain for turn in changed)
    shown = proof([(turn.place.text, turn.new) for turn in changed], hypothesis.tongues)
    believed = shown.holds and (together >= BARE or not shown.bare)
    if believed and _enough(changed, hypothesis.channel, shown.telling):
        yield from (_trimmed(turn, hypothesis, together) for turn in changed)
    elif shown.known and len(changed) >= 3 and together > 2 * ENTRY:
        yield _finding(start, text, changed, hypothesis)


def _window(start: int, text: str, langs: Languages) -> list[Proposal] | None:
    """The repairs of one window that is not calm; None if nothing in it was worth trying the channels on."""
    if whole := uniform(text):
        return list(_throughout(start, whole))
    odd = suspects(text, langs)
    if _of_another_language(odd) or not any(total >= ENTRY for total in accumulate(map(promise, odd[:PROMISING]))):
        return None
    plain = " ".join([word for word in text.split() if word.isascii()][:CONTEXT])
    context = language.packed_score(language.folded_words(plain))
    first = tongues_of([measured(piece) for piece in odd], context)
    likely = hypotheses(odd, first, context)
    if not likely:
        return []
    pieces = places(text, start)
    distinct = list(dict.fromkeys(place.text for place in pieces))
    tongues = tongues_of([measured(piece) for piece in distinct], context)
    sound = {piece: worth(piece, tongues) for piece in distinct[:: 1 + len(distinct) // MEASURED]}
    return list(_decided(start, text, likely, [_turns(hypothesis, pieces, sound) for hypothesis in likely]))


def _of_another_language(odd: list[str]) -> bool:
    """Whether what catches the eye is calm in a language of its own and made of its words: a passage of it in a text of
    another."""
    taken = " ".join(odd[:SAMPLED])
    lang = language.identify(taken)
    found = dict.fromkeys(word for word in words_of(taken) if not word.isascii())
    return sum(is_listed(word, lang) for word in found) * WORDS >= max(1, len(found)) and is_calm(taken, (lang,))


def _throughout(start: int, whole: Uniform) -> Iterator[Edit]:
    """The repairs of a window that one channel damaged from end to end."""
    channel = whole.channel
    why = evidence(channel=channel.name, language=whole.language, pieces=len(whole.pieces), telling=whole.telling)
    for at, old, new in whole.pieces:
        yield _smallest(start + at, old, new, channel.code, why)


def _decided(start: int, text: str, likely: list[Hypothesis], rows: list[list[Turn]]) -> Iterator[Proposal]:
    """The repairs of the best path; a hypothesis that cannot bring proof for a region of it is dropped, and the path
    sought again, until what is left holds."""
    doubtful: list[Finding] = []
    while likely:
        costs = [ENTRY + SELDOM * hypothesis.channel.seldom for hypothesis in likely]
        found: list[Proposal] = []
        dropped = None
        way = path([[turn.gain for turn in row] for row in rows], costs)
        for state, low, high in regions(
            way, [[turn.gain > EDGE and turn.new != turn.place.text for turn in row] for row in rows]
        ):
            region = rows[state][low:high]
            if _on_purpose(start, text, region):
                found.append(_finding(start, text, region, likely[state]))
                continue
            proposals = list(_region(start, text, region, likely[state]))
            found += proposals
            if not any(isinstance(proposal, Edit) for proposal in proposals):
                dropped = state
                doubtful += [proposal for proposal in proposals if isinstance(proposal, Finding)]
                break
        if dropped is None:
            yield from found
            if not found:
                yield from doubtful[:1]
            return
        likely = likely[:dropped] + likely[dropped + 1 :]
        rows = rows[:dropped] + rows[dropped + 1 :]
    yield from doubtful[:1]


def propose(text: str) -> Iterator[Proposal]:
    """The repairs of `text`."""
    if text.isascii() or is_calm(text, langs := guess(text)):
        return
    fruitless = 0
    for number, (start, window) in enumerate(windows(text)):
        if window.isascii() or (fruitless > PATIENCE and number % SKIPPING):
            continue
        if len(window) < len(text) and is_calm(window, langs := guess(window)):
            continue
        found = _window(start, window, langs)
        if found is not None:
            fruitless = 0 if any(isinstance(proposal, Edit) for proposal in found) else fruitless + 1
            yield from found


STEP = Step("repair.channels", propose, RULES, r"[^\x00-\x7f]")
