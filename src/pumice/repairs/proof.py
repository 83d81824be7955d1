"""What must be shown before a repair is believed: words that exist, contractions, quotation marks that pair.

A better score alone can be luck: over many texts and two hundred channels something always reads a little better. So
a region is only repaired if what comes out holds proof that chance does not give: a word of the language of three or
more letters that was not there before, a contraction, a quotation that opens and closes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pumice import language, words
from pumice.repairs.reading import (
    CJK,
    CONTRACTED,
    ELIDED,
    LETTER,
    NAT,
    Tongue,
    cjk_soundness,
    measured,
    parts,
    presentable,
    soundness,
    tongue_of,
)

_WORD = re.compile(f"[{LETTER}]+")
_CJK_RUN = re.compile(f"[{CJK}]+")
_LISTS = {"no": "nb", "hr": "sh", "zh-cn": "zh", "zh-tw": "zh"}  # language profile → word list
# Serbian in Cyrillic has no profile: it is read as Macedonian, and the list of its words is in Latin letters.
_SERBIAN = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)
COMMON = 200  # centi-zipf: one word in ten million, which random letters rarely hit
SHORT = 3  # letters from which a word says something
UNLISTED = 3 * NAT  # per letter: what a word must read like where there is no word list
SLIGHT = 6  # letters of Greek, Arabic and so on, below which a few signs may be a word by chance: »‰« is بنا in cp1256
_OTHER_SCRIPT = re.compile("[\u0370-\u1cff]")
ENOUGH = 8  # letters that must read well where no list knows the words
CJK_PROOF = NAT  # per character: twice what the wrong readings of two characters reach


WORD = 8 * NAT  # what a word that the list holds adds, in place of one that it does not hold
PAIR = 6 * NAT  # a known word that comes out wrapped in a pair of quotation marks: no letters do that by chance
_WRAPPED = re.compile("[(\\[]?(?:“[^“”]+”|‘[^‘’]+’|„[^„“]+“|«[^«»]+»)[.,;:!?)\\]]{0,3}$")
FREQUENT = 600  # centi-zipf from which even a word of one or two letters says something

# A Vietnamese word is one syllable: an initial, one to three vowels of which at most one bears a tone, a final (the
# orthography of 1984, Quy định về chính tả tiếng Việt). There is no list of them here, and letters alone are no proof.
_TONED = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_PLAIN = "aăâeêioôơuưy"
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    f"(?=[{_PLAIN}{_TONED}]{{1,3}}(?:ch|ng|nh|[cmnpt])?$)[{_PLAIN}]*[{_TONED}]?[{_PLAIN}]*(?:ch|ng|nh|[cmnpt])?$"
)


def is_listed(word: str, name: str) -> bool:
    """Whether the word list of a language (its profile's name) holds `word`; False where there is no list."""
    lang = _LISTS.get(name, name)
    if len(word) >= SHORT:
        if name == "mk" and words.known(word.lower().translate(_SERBIAN), "sh", COMMON):
            return True
        return words.known(word, lang, COMMON)
    return "\x80" <= word < "\u0250" and words.known(word, lang, FREQUENT)


@lru_cache(maxsize=20_000)
def is_word(word: str, tongue: Tongue) -> bool:
    """Whether a run of letters is a word of the tongue."""
    if _CJK_RUN.fullmatch(word):
        return bool(tongue.cjk) and len(word) > 1 and cjk_soundness(word, tongue.cjk) >= CJK_PROOF * len(word)
    name = language.languages()[tongue.place]
    if _LISTS.get(name, name) in words.LANGUAGES:
        return is_listed(word, name)
    if name == "vi" and not _SYLLABLE.match(word.lower()):
        return False
    if word < "\u0250":
        return False
    return len(word) > SHORT and soundness(measured(word), tongue) >= UNLISTED * len(word)


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Runs of letters, CJK characters apart from others."""
    if text.isascii() or not _CJK_RUN.search(text):
        return tuple(_WORD.findall(text))
    return tuple(part for word in _WORD.findall(text) for part in _split(word))


@lru_cache(maxsize=20_000)
def _own(text: str) -> Tongue:
    """The tongue that a piece by itself reads best in."""
    return tongue_of((measured(text),))


def _split(word: str) -> Iterable[str]:
    at = 0
    for run in _CJK_RUN.finditer(word):
        if run.start() > at:
            yield word[at : run.start()]
        yield run[0]
        at = run.end()
    if at < len(word):
        yield word[at:]


@dataclass(frozen=True, slots=True)
class Gained:
    """The words that turning a piece brings to light, and those that it takes away, counted by whether the list holds
    them. Words of one or two letters count where they are frequent or unknown."""

    known: int
    telling: int  # of the known those that hold more than ASCII: the others may only have lost a stray letter
    unknown: int
    lost: int


def _in_any(word: str, tongues: tuple[Tongue, ...]) -> bool:
    return any(is_word(word, tongue) for tongue in tongues)


@lru_cache(maxsize=20_000)
def gained(old: str, new: str, tongues: tuple[Tongue, ...]) -> Gained:
    """What (old → new) does to the words of the piece."""
    before, after = words_of(old), words_of(new)
    come = [word for word in after if word not in before]
    held = [_in_any(word, tongues[: 1 if len(word) < SHORT else None]) for word in come]
    gone = [word for word in before if word not in after]
    own = (*tongues, _own(old)) if gone else tongues
    lost = sum([_in_any(word, own) for word in gone])
    telling = sum(found and not word.isascii() for found, word in zip(held, come, strict=True))
    return Gained(
        sum(held), telling, sum(not found and len(word) > 1 for found, word in zip(held, come, strict=True)), lost
    )


def word_gain(old: str, new: str, tongues: tuple[Tongue, ...]) -> int:
    """What the lists say for turning `old` into `new`, in 1/256 nat."""
    found = gained(old, new, tongues)
    if found.known > found.lost and _WRAPPED.match(new) and not _WRAPPED.match(old):
        return WORD * 2 + PAIR
    return WORD * (min(found.known, 2) - min(found.lost, 2))


@dataclass(frozen=True, slots=True)
class Proof:
    """What a region's repair brings to light."""

    known: int = 0  # new words that the language's list holds
    telling: int = 0  # of these the ones with more than ASCII
    unknown: int = 0  # new words that it does not hold
    contractions: int = 0
    opened: int = 0
    closed: int = 0
    impossible: bool = False  # whether every piece was such as no one writes, and none is now
    slight: bool = False  # whether it is a word or less, in a script of its own

    @property
    def paired(self) -> bool:
        """Whether a quotation comes out that opens and closes."""
        return bool(self.opened and self.closed)

    @property
    def worded(self) -> bool:
        """Whether words come out."""
        return bool(self.contractions or self.telling or (self.known and self.paired))

    @property
    def holds(self) -> bool:
        """Whether this cannot well be luck."""
        if self.slight:
            return False
        if self.worded:
            return (self.known + self.contractions) * 3 >= self.unknown
        return self.impossible or (self.paired and not self.unknown)

    @property
    def bare(self) -> bool:
        """Whether it is proof only in that what nobody writes is gone."""
        return self.impossible and not self.worded and not self.paired


def proof(pairs: Iterable[tuple[str, str]], tongues: tuple[Tongue, ...]) -> Proof:
    """What repairing each (old, new) pair of pieces shows."""
    known = telling = unknown = contractions = opened = closed = 0
    misplaced = False
    impossible = True
    letters = 0
    other_script = False
    for old, new in pairs:
        found = gained(old, new, tongues)
        known += found.known
        telling += found.telling
        unknown += found.unknown
        contractions += len(CONTRACTED.findall(new)) + len(ELIDED.findall(new))
        opened += sum(new.count(mark) > old.count(mark) for mark in "“‘«„「")
        closed += sum(new.count(mark) > old.count(mark) for mark in "”’»」")
        misplaced |= measured(new).marks < 0 and any(mark in new for mark in "“”‘’«»„")
        impossible &= not found.lost and not presentable(old) and presentable(new) and _reads(new, tongues)
        letters += measured(new).letters
        other_script |= _OTHER_SCRIPT.search(new) is not None
    slight = other_script and letters < SLIGHT
    if misplaced:
        opened = closed = 0
    return Proof(known, telling, unknown, contractions, opened, closed, impossible and letters >= ENOUGH, slight)


def _reads(text: str, tongues: tuple[Tongue, ...]) -> bool:
    """Whether a text of at least four letters reads as well as running text."""
    piece = measured(text)
    letters = piece.letters - piece.plain_letters
    return letters > SHORT and max(parts(piece, tongue)[1] for tongue in tongues) >= UNLISTED * letters
