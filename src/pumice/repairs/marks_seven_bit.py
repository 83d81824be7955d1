"""Letters squeezed into seven bits: f|r (8th bit stripped, or the national variants of ISO 646): h{mtar, Stra~e."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from pumice.edits import Edit, evidence
from pumice.repairs.marks_evidence import commonest, tongues, windows
from pumice.repairs.quoting import quoted
from pumice.rule import rule

WINDOW: Final = 4_000  # code points judged together
SQUEEZED: Final = re.compile(r"(?<![A-Za-z{|}\[\]\\~_])[A-Za-z]*[{|}\[\]\\~_](?:[A-Za-z]|[{|}\[\]\\~_](?=[A-Za-z]))*")
# A sign between small letters, in a word between spaces; the other signs are too common in programs to ask for.
QUICK: Final = tuple(
    re.compile(rf"{re.escape(sign)}(?<=[a-z]{re.escape(sign)})[a-z]+(?=[\s.,;:!?)\"'])") for sign in "|{}"
)
HEAD: Final = re.compile(r"(?<![^\s(\"'])[A-Za-z]+\Z")
EIGHT_BIT: Final = re.compile("[À-ÖØ-öø-ÿ]")  # a text that has such letters was not squeezed
SPOKEN: Final = re.compile(r"(?<![A-Za-z{|}\[\]\\~_])[A-Za-z]{2,}(?![A-Za-z{|}\[\]\\~_])")
WORD: Final = re.compile(r"[A-Za-z]{4,}")
HALF: Final = 520  # single letters are listed at up to 510
LISTED: Final = 300
ALONE: Final = 600  # centi-zipf of a word that suffices by itself in a text of its language: für 650
MOST: Final = 3  # letters of one word that are tried


@dataclass(frozen=True, slots=True)
class Variant:
    """A language, the signs that stood for its letters, and the letters that only look like others (8th bit lost)."""

    name: str
    lang: str
    signs: dict[str, str]
    letters: dict[str, str]


VARIANTS: Final = (
    Variant("8th bit lost", "de", {"|": "ü", "_": "ß", "\\": "Ü"}, {"d": "ä", "v": "ö", "D": "Ä", "V": "Ö"}),
    Variant("8th bit lost", "fr", {"{": "û", "`": "à", "|": "ü"}, {"i": "é", "h": "è", "j": "ê", "g": "ç", "t": "ô"}),
    Variant("ISO 646 DE", "de", {"{": "ä", "|": "ö", "}": "ü", "~": "ß", "[": "Ä", "\\": "Ö", "]": "Ü"}, {}),
    Variant("ISO 646 SE", "sv", {"{": "ä", "|": "ö", "}": "å", "[": "Ä", "\\": "Ö", "]": "Å"}, {}),
    Variant("ISO 646 SE", "fi", {"{": "ä", "|": "ö", "}": "å", "[": "Ä", "\\": "Ö", "]": "Å"}, {}),
    Variant("ISO 646 NO", "nb", {"{": "æ", "|": "ø", "}": "å", "[": "Æ", "\\": "Ø", "]": "Å"}, {}),
    Variant("ISO 646 DK", "da", {"{": "æ", "|": "ø", "}": "å", "[": "Æ", "\\": "Ø", "]": "Å"}, {}),
    Variant("ISO 646 FR", "fr", {"{": "é", "|": "ù", "}": "è", "\\": "ç"}, {}),
    Variant("ISO 646 ES", "es", {"|": "ñ"}, {}),
)


@lru_cache(maxsize=1 << 12)
def _restored(word: str, place: int) -> str | None:
    """`word` with the letters of variant number `place`, if that makes a listed word."""
    variant = VARIANTS[place]
    whole = "".join(variant.signs.get(char, char) for char in word)
    if not all(char.isalpha() for char in whole):
        return None
    best = (_support(word, whole, variant.lang), whole)
    spots = [at for at, char in enumerate(whole) if char in variant.letters and word[at] == char]
    if best[0] < LISTED and 0 < len(spots) <= 2 * MOST:
        for choice in product((False, True), repeat=len(spots)):
            if 0 < sum(choice) <= MOST:
                chosen = {at for at, taken in zip(spots, choice, strict=True) if taken}
                found = "".join(variant.letters[char] if at in chosen else char for at, char in enumerate(whole))
                best = max(best, (commonest(found, (variant.lang,)), found))
    return best[1] if best[0] >= LISTED and best[1] != word else None


def _suspicious(text: str) -> list[int]:
    """Where words have a sign inside whose halves are not words: f|r, but not on|off."""
    places = []
    for pattern in QUICK:
        for found in pattern.finditer(text):
            head = HEAD.search(text, max(0, found.start() - 30), found.start())
            if head and min(commonest(half, ("en",)) for half in (head[0], found[0][1:])) < HALF:
                places.append(found.start())
    return sorted(places)


def _support(word: str, whole: str, lang: str) -> int:
    """How common `whole` is, or, of a compound, the longest end of it that holds a restored letter."""
    last = max((at for at, (old, new) in enumerate(zip(word, whole, strict=True)) if old != new), default=-1)
    for start in range(min(last, len(whole) - 6) + 1):
        if (common := commonest(whole[start:], (lang,))) >= LISTED:
            return common
    return commonest(whole, (lang,))


def _spoken(text: str, start: int, end: int, lang: str) -> bool:
    """Whether the window holds words that are `lang`'s own."""
    own = 0
    for word in sorted(set(SPOKEN.findall(text, start, end))):
        common = commonest(word, (lang,))
        own += common >= LISTED and common > commonest(word, ("en",)) + 100
    return own >= 2


def _variant(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The number of the variant that the window was squeezed by, and how many of its words prove it."""
    found = {word[0] for word in SQUEEZED.finditer(text, start, end) if len(word[0]) > 2}
    if not found or EIGHT_BIT.search(text, start, end):
        return None
    langs = tongues(re.sub(r"[^A-Za-z\s]", "", text[start:end])[:1000])[:3]
    if langs[0] == "en":
        return None
    best = (0, 0)
    for place, variant in enumerate(VARIANTS):
        if variant.lang in langs and _spoken(text, start, end, variant.lang):
            words = [whole for word in sorted(found) if (whole := _restored(word, place))]
            alone = any(commonest(word, (variant.lang,)) >= ALONE for word in words) and langs[0] == variant.lang
            if len(words) * 3 >= len(found) * 2 and (len(words) > 1 or alone):
                best = max(best, (len(words), -place))
    return (-best[1], best[0]) if best[0] else None


def _words(text: str, start: int, end: int, place: int) -> Iterator[tuple[int, str, str]]:
    """(place, word, restored word) for the words of the window that the variant squeezed."""
    variant = VARIANTS[place]
    for found in SQUEEZED.finditer(text, start, end):
        if len(found[0]) > 1 and (restored := _restored(found[0], place)):
            yield found.start(), found[0], restored
    for found in WORD.finditer(text, start, end) if variant.letters else ():
        glued = (
            text[found.start() - 1 : found.start()] in variant.signs
            or text[found.end() : found.end() + 1] in variant.signs
        )
        if not glued and commonest(found[0], (variant.lang, "en")) == 0 and (restored := _restored(found[0], place)):
            yield found.start(), found[0], restored


@rule(
    "repair.seven-bit",
    concerns=r"[a-z][|{}][a-z]+(?:[.,;:!?)\"']|[^!-~])",
    summary="Signs inside words that were letters of an 8-bit or national 7-bit charset become those letters.",
    source="ISO/IEC 646 national variants; ISO 8859-1 with its 8th bit stripped",
    changes=(
        ("Die T|r ist f|r alle da.", "Die Tür ist für alle da."),
        ("Vi }ker till sj|n f|r att bada p} m}ndag.", "Vi åker till sjön för att bada på måndag."),
    ),
    keeps=(
        'grep "f|r" file | sort > {out}',
        "for (i|j) { a[i] = {0}; } f|r = p}",
        "x_y = foo_bar | baz; path\\\\to; sm} = {x | x > 0}",
        "{å} {ä} {ö} f|r p}",
    ),
)
def seven_bit(text: str) -> Iterator[Edit]:
    """Edits for squeezed letters."""
    places = _suspicious(text)
    for start, end in windows(text, WINDOW) if places else ():
        if bisect_left(places, start) == bisect_left(places, end) or (proven := _variant(text, start, end)) is None:
            continue
        for at, word, restored in sorted(_words(text, start, end, proven[0])):
            if quoted(text, at, at + len(word), restored):
                continue
            for place, (old, new) in enumerate(zip(word, restored, strict=True)):
                if old != new:
                    why = evidence(charset=VARIANTS[proven[0]].name, words=proven[1])
                    yield Edit(at + place, old, new, "repair.seven-bit", why)
