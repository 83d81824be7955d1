"""Windows that one accident damaged from end to end: told by what the whole of them would be, without weighing pieces.

Most damaged documents are damaged throughout, by one channel. Then its inversion takes in everything outside ASCII, and
what comes out is calm, as sound text is: no letter foreign to its language, no sign inside a word. Few channels can
invert a whole window at all, so this costs a tenth of weighing each piece on all of them; a window that is not so clear
a case is left to that.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from pumice import language
from pumice.repairs.calm import guess, is_calm, suspects
from pumice.repairs.channels import Channel, is_utf8
from pumice.repairs.charsets import MULTIBYTE, from_bytes, high_characters, to_bytes
from pumice.repairs.examples import SHOWABLE
from pumice.repairs.pieces import PIECE
from pumice.repairs.proof import is_listed, words_of
from pumice.repairs.quoting import quoted
from pumice.repairs.reading import CJK, presentable, spills

# Distinct pieces from which bytes are UTF-8 by no luck: a pair of misread Latin letters is valid once in twenty times.
UTF8_PIECES = 4
CERTAIN = 8  # distinct pieces from which they need not even be calm text
PIECES = 5  # distinct pieces from which the words of a language's list are proof
LISTED = 60  # per cent of those words that the list holds: 80 and more in repaired handbooks, names and all
UNLIKE = 20  # per cent that the list of the text's own language may hold as it stands
SAMPLED = 60  # pieces and words that are asked for their language
IDEOGRAPHS = 40  # characters from which the commonest ones of a language tell
ALONE = 2  # times as many listed words as any other channel brings to light
SHOWN = 8  # pieces of which one at least must stand there without quotation


_ASCII = frozenset(map(chr, range(0x80)))
_FAMILY = frozenset(("ja", "ko", "zh-cn"))
_CJK = re.compile(f"[{CJK}]")

Pieces = tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Uniform:
    """A channel that explains a whole window: the pieces that it changes, each with its place, as it stands and as it
    was; the language that comes out; how many words or ideographs speak for it."""

    channel: Channel
    pieces: Pieces
    language: str
    telling: int


@cache
def _usual(utf8: bool) -> tuple[tuple[str, tuple[Channel, ...]], ...]:
    """Charset that was read → the channels that are not seldom met, those of UTF-8 or the others."""
    found: dict[str, list[Channel]] = {}
    for channel in SHOWABLE:
        if not channel.seldom and is_utf8(channel) == utf8:
            found.setdefault(channel.read, []).append(channel)
    return tuple((read, tuple(channels)) for read, channels in found.items())


def _inverted(text: str, *, utf8: bool) -> Iterator[tuple[Channel, str]]:
    """Each channel that can have made the whole text from something presentable, and what that was."""
    high = frozenset(text) - _ASCII
    for read, channels in _usual(utf8):
        if read not in MULTIBYTE and not high <= high_characters(read):
            continue
        data = to_bytes(read)(text)
        if data is None:
            continue
        for channel in channels:
            new = from_bytes(channel.wrote)(data) if channel.times == 1 else channel.invert(text)
            if new is not None and new != text and presentable(new) and not spills(text, new):
                yield channel, new


def uniform(text: str) -> Uniform | None:
    """The channel that surely explains the whole of a window that is not calm, if there is one."""
    distinct = len({piece for piece in PIECE.findall(text) if not piece.isascii()})
    best = (_utf8(text, distinct) or _of_words(text, distinct)) if distinct else None
    return None if best is None or _on_purpose(text, best.pieces) else best


def _pieces(text: str, new: str) -> Pieces:
    pairs = zip(PIECE.finditer(text), PIECE.findall(new), strict=True)
    return tuple((old.start(), old[0], piece) for old, piece in pairs if old[0] != piece)


def _calm_language(new: str, pieces: Pieces) -> str | None:
    """The language that the changed pieces are read as, if the text is calm in it and its surroundings' own but for a
    name here and there."""
    sample = " ".join(piece for _, _, piece in pieces[:SAMPLED])
    lang = guess(sample)[-1]
    if lang not in _FAMILY:
        lang = language.identify(sample)
    langs = tuple(dict.fromkeys((*guess(new), lang)))
    return lang if is_calm(new, langs) or not suspects(new, langs) else None


def _utf8(text: str, distinct: int) -> Uniform | None:
    """What a window of bytes that are strictly UTF-8 was: that so many are is no luck, whatever they spell. Text that
    was misread twice is strictly UTF-8 once, too, but not calm then."""
    best: Uniform | None = None
    for channel, new in _inverted(text, utf8=True):
        proofs = max(distinct, len(frozenset(new) - _ASCII))  # text without spaces is few pieces of many characters
        if proofs < UTF8_PIECES:
            continue
        pieces = _pieces(text, new)
        lang = _calm_language(new, pieces)
        if lang:
            return Uniform(channel, pieces, lang, proofs)
        if proofs >= CERTAIN and (best is None or channel.times > best.channel.times):
            best = Uniform(channel, pieces, guess(new)[-1], proofs)
    return best


def _of_words(text: str, distinct: int) -> Uniform | None:
    """What makes the window calm and words of what were none, if one reading does so far better than any other."""
    found = [one for channel, new in _inverted(text, utf8=False) if (one := _words(channel, text, new, distinct))]
    best = max(found, key=lambda one: one.telling, default=None)
    if best is None or any(one.telling * ALONE > best.telling and one.pieces != best.pieces for one in found):
        return None
    return best


def _words(channel: Channel, text: str, new: str, distinct: int) -> Uniform | None:
    ideographs = len(_CJK.findall(new))
    if distinct < PIECES and ideographs < IDEOGRAPHS:
        return None
    pieces = _pieces(text, new)
    lang = _calm_language(new, pieces)
    if lang in _FAMILY:
        return Uniform(channel, pieces, lang, ideographs) if ideographs >= IDEOGRAPHS else None
    if lang is None or distinct < PIECES:
        return None
    telling, asked = _listed((piece for _, _, piece in pieces), lang)
    before, _ = _listed((piece for _, piece, _ in pieces), guess(text)[0])
    enough = 0 < telling * 100 >= LISTED * asked and before * 100 <= UNLIKE * asked
    return Uniform(channel, pieces, lang, telling) if enough else None


def _listed(pieces: Iterable[str], lang: str) -> tuple[int, int]:
    """How many of the distinct words outside ASCII in `pieces` the list of a language holds, and of how many; of many
    words only the first are looked up."""
    words = islice(dict.fromkeys(word for piece in pieces for word in words_of(piece) if not word.isascii()), SAMPLED)
    held = [is_listed(word, lang) for word in words]
    return sum(held), len(held)


def _on_purpose(text: str, pieces: Pieces) -> bool:
    """Whether the text shows its damage on purpose, as far as the first pieces tell."""
    return all(quoted(text, at, at + len(old), new) for at, old, new in pieces[:SHOWN])
