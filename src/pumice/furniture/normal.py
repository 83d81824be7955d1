"""The form in which lines are compared with lexicons: folded, without the marks around and between words.

Nothing here asks Python which characters are letters: its tables grow with each version, and a verdict must not. What
is not a word character is listed; every other character is one, so that an unknown script counts as text.
"""

import re
from collections.abc import Container

from pumice.form.canonical import composed

# Punctuation, symbols, separators, controls and pictures, by block. ASCII and Latin-1 are spelled out; the apostrophe
# and the hyphen stand inside words and are treated apart.
_MARKS = (
    "\x00-/:-@\\[-`{-\x7f\x80-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7"
    "\u02c2-\u02c5\u02d2-\u02df\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05f3\u05f4"
    "\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u0e2f\u0e5a\u0e5b\u104a\u104b\u10fb\u1360-\u1368\u17d4-\u17da"
    "\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d\u30a0\u30fb"
    "\ue000-\uf8ff\ufd3e\ufd3f\ufe10-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff"
    "\U0001f000-\U0001faff\U000e0000-\U000e0fff"
)
_GAP = re.compile(f"[{_MARKS}]+")
MARK = re.compile(f"[{_MARKS}]")
WORD = re.compile(f"[^{_MARKS}]+")
# Scripts written without spaces between words, in which a stem may stand anywhere: Thai, Lao, Burmese, Khmer, Kana,
# Bopomofo, Han, and the Hangul syllables, whose particles and compounds hide word starts.
_UNSPACED = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3105-\u312f\u3400-\u9fff\uac00-\ud7af"
UNSPACED = re.compile(f"[{_UNSPACED}]")
NO_GAPS = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3105-\u312f\u3400-\u9fff]"
)  # the same but for Hangul
# Cased scripts whose case pairs have not changed since Unicode 7: Latin, Greek, Cyrillic, Armenian.
_LAST_CASED = 0x0588


def folded(text: str) -> str:
    """`text` in NFC, casefolded, a dotted capital I folded like a plain one (Turkish capitals meet other languages)."""
    if text.isascii():
        return text.lower()
    return composed(fold(text))


def fold(text: str) -> str:
    """`text` casefolded, a dotted capital I like a plain one."""
    return text.replace("İ", "i").casefold()


def key(line: str) -> str:
    """What is looked up in a lexicon: the folded words of a line with one space between them.

    Bullets, arrows, quotes, colons and other marks count as gaps, so `» Share: Facebook` is `share facebook`.
    """
    return keyed(folded(line))


def keyed(low: str) -> str:
    """The key of a line that is already folded."""
    return _GAP.sub(" ", low).strip()


def skeleton(folded_key: str, fillers: Container[str]) -> str:
    """A key without its `fillers`: articles, pronouns, prepositions, and words such as *page*."""
    return " ".join(word for word in folded_key.split() if word not in fillers)


def is_capital(character: str) -> bool:
    """Whether a character is a capital, in scripts whose case pairs are the same in every supported Python."""
    if not character or character == character.lower():
        return False
    return ord(character) <= _LAST_CASED or 0x1E00 <= ord(character) <= 0x1EFF


_CAPITALS = "".join(
    re.escape(chr(code)) for code in (*range(_LAST_CASED + 1), *range(0x1E00, 0x1F00)) if is_capital(chr(code))
)
CAPITAL = re.compile(f"[{_CAPITALS}]")
_INNER_START = re.compile(
    f"(?<=[^{_MARKS}{_CAPITALS}])(?=[{_CAPITALS}])"
    f"|(?<=[{_UNSPACED}])(?=[^{_MARKS}{_UNSPACED}])|(?<=[^{_MARKS}{_UNSPACED}])(?=[{_UNSPACED}])"
)


def unglued(text: str) -> str:
    """`text` with a space wherever one word begins inside another: before a capital that follows a small or uncased
    letter, and between scripts with and without spaces."""
    return _INNER_START.sub(" ", text)


def has_words(line: str) -> bool:
    """Whether a line holds anything but marks."""
    return bool(key(line))


def token_count(folded_key: str) -> int:
    """Words of a key; where no spaces part words, every two characters count as one, which is about their length."""
    return sum((len(NO_GAPS.findall(word)) + 1) // 2 or 1 for word in folded_key.split())
