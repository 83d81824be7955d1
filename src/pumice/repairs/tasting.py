"""Which channels could have made the pieces that catch the eye: every channel tried on a few of them, quickly.

What a channel makes of a piece is thrown away at once if it holds what no one writes (controls, letters of two scripts
in a word, symbols inside words); what is left is weighed by how it reads. Names and other rare words of sound text get
no further than this, and their outcome is remembered.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pumice.repairs.channels import Channel, is_utf8
from pumice.repairs.charsets import MULTIBYTE, NATIONAL, WESTERN, from_bytes, high_characters, to_bytes
from pumice.repairs.examples import SHOWABLE
from pumice.repairs.images import ImageChannel, image_channels
from pumice.repairs.proof import PAIR, WORD, gained, word_gain
from pumice.repairs.reading import (
    NAT,
    Piece,
    Tongue,
    alphabet,
    at_best,
    measured,
    parts,
    presentable,
    spills,
    tongue_of,
)
from pumice.repairs.regions import ENTRY, SELDOM
from pumice.repairs.typography import quotation_marks

MOUTHFUL = 120  # characters of a suspect piece that are tasted
TASTED = 16  # suspect pieces that every channel is tried on
EXPLAINING = 60  # channels that are weighed, those that make something of the most pieces first
WEIGHED = 6  # channels that are tried on the whole window
FOREIGN = 6 * NAT  # what a word that only reads well in some other language is discounted by
VALID = 3 * NAT  # a byte pair of misread Latin text is valid UTF-8 about once in twenty times
MOST_VALID = 6
HOME = 6 * NAT  # a word of the surroundings' own language instead of a letter that it lacks: idõ, þey
_NATIONALLY = {"cp1250": "cp1250", "iso8859_2": "cp1250", "cp1257": "cp1257", "cp1254": "cp1254"}
SURELY_VALID = 2  # valid pairs that are all there is outside ASCII: one text in 400 by luck, before it must make words
UNLIKELY = -3 * NAT  # the most that one piece can say against a channel here: damage may be a part of the text only


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A channel, the tongues its results read in, and how much better they read."""

    channel: Channel | ImageChannel
    tongues: tuple[Tongue, ...]
    gain: int  # over the pieces tasted, each counting little where it speaks against
    hope: int  # over the pieces tasted that speak for it

    def turn(self, text: str) -> str | None:
        """What the channel makes of a piece, in the hypothesis's tongues."""
        return inverted(self.channel, text, self.tongues)


def inverted(channel: Channel | ImageChannel, text: str, tongues: tuple[Tongue, ...]) -> str | None:
    """What a channel makes of a piece; where there are several readings, the one that reads best."""
    if isinstance(channel, Channel):
        return channel.invert(text)
    return channel.read_best(text, lambda way: best(measured(way), tongues) + style(way, tongues))


def style(text: str, tongues: tuple[Tongue, ...]) -> int:
    """A preference for the quotation marks of the language."""
    opening, closing = quotation_marks(tongues[0].name[:2])
    if opening == "“":
        return 0
    return 4 * NAT * (text.lstrip("([").startswith(opening) + text.rstrip(".,;:!?)]").endswith(closing))


def best(piece: Piece, tongues: Iterable[Tongue]) -> int:
    """How well the piece reads if its plain words and its other words are in whichever of the tongues suits each.

    The first tongue is that of the surroundings; words in another are less likely.
    """
    foreign = min(FOREIGN, NAT * piece.other_letters)
    around, *elsewhere = tongues
    plain, other = parts(piece, around)
    for tongue in elsewhere:
        plain_here, other_here = parts(piece, tongue)
        plain, other = max(plain, plain_here), max(other, other_here - foreign)
    return plain + other + piece.marks


def worth(text: str, tongues: tuple[Tongue, ...]) -> int:
    """How well a piece reads as it stands, be it in another language than its surroundings."""
    piece = measured(text)
    return max(best(piece, tongues), at_best(piece, tongues[0]) - FOREIGN)


def tongues_of(pieces: list[Piece], context: int) -> tuple[Tongue, ...]:
    """What the surroundings are read as (packed weights of plain words), then the pieces together with them, then the
    pieces by themselves."""
    together, alone = tongue_of(pieces, context), tongue_of(pieces)
    around = Tongue(tongue_of((), context).place, alone.cjk) if context else together
    return tuple(dict.fromkeys((around, together, alone)))


@lru_cache(maxsize=20_000)
def readings(piece: str) -> tuple[tuple[int, str], ...]:
    """(number of a channel, what it makes of the piece) for each channel that makes something presentable of it.

    Of a long piece only the beginning is tasted.
    """
    found = []
    taste = piece[:MOUTHFUL]
    accepted: dict[str | None, bool] = {None: False, taste: False}
    high = frozenset(char for char in taste if char >= "\x80")
    for read, channels in _by_reader():
        taken = to_bytes(read)(taste) if read in MULTIBYTE or high <= high_characters(read) else None
        if taken is None:
            continue
        for number, channel in channels:
            new = _decoded(channel, taken, len(piece) > MOUTHFUL) if channel.times == 1 else channel.invert(taste)
            if new not in accepted:
                accepted[new] = new is not None and presentable(new) and not spills(taste, new)
            if new is not None and accepted[new]:
                found.append((number, new))
    return tuple(sorted(found))


@cache
def _by_reader() -> tuple[tuple[str, tuple[tuple[int, Channel], ...]], ...]:
    """Charset that was read → the channels with their numbers."""
    found: dict[str, list[tuple[int, Channel]]] = {}
    for number, channel in enumerate(SHOWABLE):
        found.setdefault(channel.read, []).append((number, channel))
    return tuple((read, tuple(channels)) for read, channels in found.items())


def _decoded(channel: Channel, data: bytes, cut: bool) -> str | None:
    """`data` read by the channel; where it was cut off, up to three bytes at the end may be missing their fellows."""
    decode = from_bytes(channel.wrote)
    found = decode(data)
    for short in (1, 2, 3) if cut and found is None else ():
        found = found or decode(data[:-short])
    return found


def _in_any(text: str) -> int:
    """How well a piece reads in whatever tongue suits it, its plain words apart."""
    piece = measured(text)
    return at_best(piece, _NOWHERE)


_NOWHERE = Tongue(0, "")


@lru_cache(maxsize=20_000)
def promise(piece: str) -> int:
    """What any channel could make of the piece at most, or ENTRY if that is less: a bound for the gain, remembered, so
    that the names in a text cost nothing from the second time on."""
    if any(channel.slots(piece) for channel in image_channels()):
        return ENTRY
    most = 0
    least = FOREIGN + 2 * WORD + PAIR + VALID * MOST_VALID - _in_any(piece)
    for _, new in readings(piece):
        most = max(most, _in_any(new) + least)
        if most >= ENTRY:
            return ENTRY
    return most


def _spread(items: list[str], most: int) -> list[str]:
    """At most `most` of the items, evenly from end to end."""
    if len(items) <= most:
        return items
    return [items[len(items) * part // most] for part in range(most)]


def hypotheses(suspects: list[str], tongues: tuple[Tongue, ...], context: int) -> list[Hypothesis]:
    """The channels that explain the suspect pieces best, best first."""
    few = list(dict.fromkeys(piece[:MOUTHFUL] for piece in _spread(suspects, TASTED)))
    made: dict[Channel | ImageChannel, list[tuple[str, str]]] = {channel: [] for channel in SHOWABLE}
    for piece in few:
        for number, new in readings(piece):
            made[SHOWABLE[number]].append((piece, new))
    made = {channel: pairs for channel, pairs in made.items() if pairs}
    strict = {
        channel: pairs for channel, pairs in made.items() if _is_single_byte_utf8(channel) and _by_no_luck(pairs, few)
    }
    made = strict or made
    for channel in image_channels() if not strict else ():
        for piece in few:
            turned = inverted(channel, piece, tongues)
            if turned is not None and presentable(turned):
                made.setdefault(channel, []).append((piece, turned))
    sound = {piece: worth(piece, tongues) for piece in few}
    often = sorted(made.items(), key=lambda item: -len(item[1]))[:EXPLAINING]
    found = list(_weighed(often, sound, context))
    likely = [hypothesis for hypothesis in found if hypothesis.hope >= ENTRY and hypothesis.gain > 0]
    likely = sorted(likely, key=lambda hypothesis: -hypothesis.gain)[:WEIGHED]
    return [hypothesis for hypothesis in likely if hypothesis.hope * 3 >= likely[0].hope]


def _is_single_byte_utf8(channel: Channel | ImageChannel) -> bool:
    """Whether UTF-8 was read one byte at a time: the bytes of East Asian characters are valid more often by luck."""
    return isinstance(channel, Channel) and is_utf8(channel) and channel.read not in MULTIBYTE


def _by_no_luck(pairs: list[tuple[str, str]], pieces: list[str]) -> bool:
    """Whether what a channel makes strict UTF-8 of is all there is, and more of it than luck gives: then no other
    charset need be asked."""
    return (
        len(pairs) == len(pieces) and len({char for _, new in pairs for char in new if char >= "\x80"}) >= SURELY_VALID
    )


def _weighed(
    often: list[tuple[Channel | ImageChannel, list[tuple[str, str]]]], sound: dict[str, int], context: int
) -> Iterator[Hypothesis]:
    """The channels weighed; those that make the same of the same pieces only once."""
    done: dict[tuple[bool, bool, tuple[tuple[str, str], ...]], Hypothesis] = {}
    for channel, pairs in often:
        made = channel.seldom, is_utf8(channel), tuple(pairs)
        if made not in done:
            done[made] = _hypothesis(channel, pairs, sound, context)
        yield replace(done[made], channel=channel)


def gain_of(channel: Channel | ImageChannel, old: str, new: str, sound: int, tongues: tuple[Tongue, ...]) -> int:
    """How much better `new` reads than `old`, which is worth `sound` at least, in the same tongues.

    Bytes that are strictly UTF-8 are not so by luck: each character of several bytes found so counts for the channel.
    """
    found = best(measured(new), tongues) - max(sound, best(measured(old), tongues)) + word_gain(old, new, tongues)
    if channel.read == WESTERN and channel.wrote in _NATIONALLY and _comes_home(channel, old, new, tongues):
        found += HOME
    if is_utf8(channel):
        found += VALID * min(MOST_VALID, sum(char >= "\x80" for char in new))
    return found


def _comes_home(channel: Channel | ImageChannel, old: str, new: str, tongues: tuple[Tongue, ...]) -> bool:
    """Whether a letter that the language of the surroundings does not write becomes one that it does, in the charset of
    its country, and makes a word of it."""
    lang = tongues[0].name
    if NATIONAL.get(lang) != _NATIONALLY[channel.wrote] or gained(old, new, tongues).known == 0:
        return False
    own = alphabet(lang)
    return not _letters(old) <= own and _letters(new) <= own


def _letters(piece: str) -> frozenset[str]:
    return frozenset(char for char in piece if char >= "\xc0" and char < "\u0250")


def _hypothesis(
    channel: Channel | ImageChannel, pairs: list[tuple[str, str]], sound: dict[str, int], context: int
) -> Hypothesis:
    """A channel weighed on the pieces of `sound` that it makes something of."""
    tongues = tongues_of([measured(new) for _, new in pairs], context)
    gains = [gain_of(channel, old, new, sound[old], tongues) for old, new in pairs]
    cost = SELDOM * channel.seldom
    gain = sum(max(UNLIKELY, gain) for gain in gains) + UNLIKELY * (len(sound) - len(pairs)) - cost
    return Hypothesis(channel, tongues, gain, sum(gain for gain in gains if gain > 0) - cost)
