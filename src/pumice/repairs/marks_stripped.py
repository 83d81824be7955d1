"""UTF-8 read as Latin-1 whose control characters were then stripped: donât, cafÃ©, Ãtat, StraÃe.

A character whose bytes are all above 159 is still whole (Ã©); of the others the bytes 128–159 are gone, and only what
is left of the character and its place tell which it was: a word list for letters, the place for marks.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Final

from pumice import language, words
from pumice.edits import Edit, evidence
from pumice.repairs.marks_evidence import after, before, commonest, contraction, elision, tongues, windows
from pumice.repairs.quoting import quoted
from pumice.repairs.reading import PROFILES, SUDDEN, alphabet
from pumice.repairs.typography import dash, quotation_marks
from pumice.rule import rule

SUSPECT: Final = re.compile("[ÃÂâ]")
# What a text with proof of the damage holds: a letter that is whole, a mark inside a contraction, before an owner's s
# or an address, with its last byte, or around a quotation.
CONCERNS: Final = (
    "[ÃÄÅ][\\x{a0}-¿]|[A-Za-z]â(?i:t|s|re|ve|ll|d|m)(?:[^A-Za-zÀ-ɏ]|$)|â (?:http|www)|â[¦¬]"
    "|(?:^|[ \t\n(\\[{\"'—/>-])â[^\n]*[A-Za-z0-9.,!?]â(?:[^A-Za-zÀ-ɏ]|$)"
)
# What is left of a character: its lead byte, and the continuation bytes that were not stripped.
UNIT: Final = re.compile("[Â-ß][\xa0-¿]?|[àáâï][\xa0-¿]{0,2}")
WHOLE: Final = re.compile("[ÃÄÅ][\xa0-¿]")
UNSTRIPPED: Final = re.compile("[Ã-Åâ][€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\x80-\x9f]")  # as windows-1252, or whole
DIGITS: Final = frozenset("0123456789")
TABLE: Final = frozenset(("", "\t", "\n"))
LITERAL: Final = re.compile(r"[=(,]\s*[\"'][^\"'\n]*\Z")  # in a string of a program
WORD: Final = re.compile("(?:[A-Za-z]|[Â-ßãä-ï][\xa0-¿]*)+")
MOST: Final = 3  # lost letters of a word
LONG: Final = 4  # letters of a word from which its n-grams tell between letters
CLEAR: Final = language.NAT
WINDOW: Final = 12_000
STARTS: Final = frozenset(" \t\n([{\"'-—/>")
ENDS: Final = frozenset(" \t\n.,;:!?)]}\"'-—/<")
OWNER: Final = 300
NAME: Final = re.compile("[A-Z]|[a-z]+[A-Z]")  # that no list holds: Falkman, domU
DRAWN: Final = re.compile("[\u2500-\u259f]")  # box drawing: the text was read in a charset that is not Latin-1
MANY: Final = 4
ALONE: Final = 600  # and a letter that is a word by itself
LISTED: Final = 150  # centi-zipf from which a word of the text's language counts
# Three-byte characters that keep their last byte; their first two are E2 and 80 unless said otherwise.
TAILED: Final = {"¦": "…", "¯": "\u202f", "°": "‰", "²": "′", "³": "″", "¹": "‹", "º": "›", "¬": "€", "\xa0": "†"}


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    """Lead character → the letters it may have led, where the second byte is gone."""
    led: dict[str, str] = {}
    for code in (*range(0xC0, 0x180), *range(0x218, 0x21C)):
        lead, tail = chr(code).encode()
        if tail < 0xA0 and code not in (0xD7, 0xF7):
            led[chr(lead)] = led.get(chr(lead), "") + chr(code)
    return led


def _decoded(unit: str) -> str | None:
    """The character of a unit that is whole, of Latin-1 and Latin Extended-A."""
    if len(unit) == 2 and unit[0] < "à":
        return unit.encode("latin-1").decode("utf-8")
    return None


def _readable(text: str) -> str:
    """`text` with what is whole decoded and the rest left out, to tell its language by."""
    return UNIT.sub(lambda found: _decoded(found[0]) or "", text)


def _proofs(text: str, start: int, end: int) -> int:
    """How many places of the window show the damage beyond doubt."""
    if UNSTRIPPED.search(text, start, end) or len(DRAWN.findall(text, start, end)) >= MANY:
        return 0
    return sum(_proves(text, found.start(), found[0]) for found in UNIT.finditer(text, start, end))


def _proves(text: str, at: int, unit: str) -> bool:
    """Whether the unit at `at`, between characters of ASCII, can be nothing but damage."""
    around = text[at - 1 : at] if at else "", text[at + len(unit) : at + len(unit) + 1]
    if not all(char.isascii() for char in around) or LITERAL.search(text[max(0, at - 80) : at]):
        return False
    left, right = before(text, at), after(text, at + len(unit))
    if WHOLE.fullmatch(unit):
        return bool(left or right) and not quoted(text, at, at + len(unit), _decoded(unit) or "")
    if unit == "â" and left and right:
        kin = contraction(left, right) or (right == "s" and _owner(text, at, left))
        return kin and not quoted(text, at, at + 1, "’")
    if unit == "â" and text.startswith((" http", " www."), at + 1):
        return True
    return unit in ("â¦", "â¬") or (unit == "â" and _quotes(text, at))


def _owner(text: str, at: int, left: str) -> bool:
    """Whether English writes left’s here: a common word, in a text that is English."""
    if text[at + 2 : at + 3] not in (" ", "\n") or _is_word(text, at):
        return False
    if words.frequency(left, "en") < OWNER and not NAME.match(left):
        return False
    return tongues(_readable(text[max(0, at - 1000) : at + 1000]))[0] == "en"


def _quotes(text: str, at: int) -> bool:
    """Whether the â at `at` opens a quotation that another closes in the same line: âword and wordâ."""
    if (at and text[at - 1] not in STARTS) or not text[at + 1 : at + 2].isalnum() or _is_word(text, at):
        return False
    end = text.find("\n", at)
    for close in re.finditer(
        "(?<=[A-Za-z0-9.,!?])â(?![A-Za-zÀ-ɏ])", text[at + 1 : end if end >= 0 else len(text)][:300]
    ):
        return not _is_word(text, at + 1 + close.start())
    return False


def _is_word(text: str, at: int) -> bool:
    """Whether the letters around `at`, â included, are a word of a language that has the letter."""
    if not (before(text, at) or after(text, at + 1)):
        return False
    return commonest(before(text, at) + "â" + after(text, at + 1), ("fr", "pt", "ro", "vi", "tr")) >= LISTED


def _mark(text: str, at: int, end: int, opened: bool, lang: str) -> str:
    """Which mark of general punctuation an â was whose other bytes are gone, by its place and the language's use."""
    left, right = text[at - 1 : at] or "\n", text[end : end + 1] or "\n"
    first, last = before(text, at), after(text, end)
    opening, closing = quotation_marks(lang)
    if first and last:
        kin = contraction(first, last) or elision(first, last) or last == "s" or len(first) < 3 or len(last) < 3
        return "’" if kin else "—"
    if left in " \t\n" and right in " \t\n":
        return "→" if text.startswith(("http", "www."), end + 1) else dash(lang)
    if left in DIGITS and right in DIGITS:
        return "–"
    if opened and left not in " \t\n(":
        return closing
    if left in STARTS and right not in " \t\n":
        return opening
    return "’" if first.endswith("s") or last[:1].isdigit() else closing


def _letters_of(unit: str, langs: tuple[str, ...]) -> str:
    """The letters that a lead byte may have led in a language, or in any."""
    own = "".join(char for char in _letters()[unit] if any(char in alphabet(lang) for lang in langs))
    return own or _letters()[unit]


@lru_cache(maxsize=1 << 12)
def _word(word: str, langs: tuple[str, ...], begins: bool = False) -> str | None:
    """The letters, one for each that is cut to its lead byte, of the commonest word that may have left `word`."""
    units = [found for found in UNIT.finditer(word) if len(found[0]) == 1 and found[0] in _letters()]
    if not 0 < len(units) <= MOST:
        return None
    edges = [0, *(place for unit in units for place in unit.span()), len(word)]
    parts = [_readable(word[low:high]) for low, high in zip(edges[::2], edges[1::2], strict=True)]
    possible = ["".join(letters) for letters in product(*(_letters_of(unit[0], langs) for unit in units))]
    possible = [letters for letters in possible if not SUDDEN.search(_filled(parts, letters))]
    if not possible:
        return None
    if begins and not parts[0]:  # a sentence begins with a capital where the letters allow it
        possible = [letters for letters in possible if letters[0].isupper()] or possible
    best, letters = max(((_support(_filled(parts, letters), langs), letters) for letters in possible), key=_rank)
    if best >= LISTED:
        return letters
    if len(units) == 1 and len(word) > 6:
        found = [(_part_support(parts[0], letter, parts[1], langs[0]), letter) for letter in possible]
        best, letters = max(found, key=_rank)
        if best >= LISTED:
            return letters
    return _likeliest(parts, possible, langs[0])


def _filled(parts: list[str], letters: str) -> str:
    return "".join(part + letter for part, letter in zip(parts, [*letters, ""], strict=True))


def _likeliest(parts: list[str], possible: list[str], lang: str) -> str | None:
    """The letters that read best in the language by a clear margin, for words that no list holds."""
    words_ = [_filled(parts, letters) for letters in possible]
    if len(words_[0]) < LONG:
        return None
    index = language.languages().index(PROFILES.get(lang, lang))
    ranked = sorted(
        ((_reading(word, index), letters) for word, letters in zip(words_, possible, strict=True)), reverse=True
    )
    clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= CLEAR
    return ranked[0][1] if clear else None


def _reading(word: str, index: int) -> int:
    return language.spread(language.packed_score(language.folded_words(word)))[index]


def _rank(found: tuple[int, str]) -> tuple[int, bool, tuple[int, ...]]:
    """The commoner word first; of the same word in both cases the small letter."""
    return found[0], found[1].islower(), tuple(-ord(char) for char in found[1])


def _support(word: str, langs: tuple[str, ...]) -> int:
    """How common `word` is, a later language counting less: a tenth for each place."""
    return max(commonest(word, (lang,)) - 100 * place for place, lang in enumerate(langs))


def _part_support(head: str, letter: str, tail: str, lang: str) -> int:
    """How common the longest listed beginning or end of a compound is that holds the letter."""
    for cut in range(len(head) + 1):
        for part in (head[cut:] + letter + tail, head + letter + tail[: len(tail) - cut]):
            if len(part) >= 5 and letter in part and (support := commonest(part, (lang,))) >= LISTED:
                return support + 10 * len(part)
    return 0


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence, or a line, begins at `at`."""
    head = text[max(0, at - 4) : at].rstrip(" \t([\"'")
    return at < 2 or not head or head[-1] in ".!?:\n…»”"


def _letter(text: str, at: int, unit: str, langs: tuple[str, ...]) -> str | None:
    """Which letter a lead byte without its second byte was."""
    left, right = text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
    if unit == "Ã" and text[max(0, at - 2) : at].strip()[-1:] in DIGITS and (left in DIGITS or right in " 0123456789"):
        return "×"
    if unit == "Ã" and left in " \t\n(’'" and right == " " and not _begins_sentence(text, at):
        alone = commonest("à", langs[:1]) >= ALONE
        return "à" if alone else _word("Ã", langs)
    if unit == "Ã" and right == " " and left.islower() and commonest(before(text, at) + "à", langs[:1]) >= LISTED:
        return "à"  # and a no-break space that became a space
    found = next(found for found in WORD.finditer(text, max(0, at - 40), at + 40) if found.end() > at)
    letters = _word(found[0], langs, _begins_sentence(text, found.start()))
    lost = [unit.start() for unit in UNIT.finditer(found[0]) if len(unit[0]) == 1 and unit[0] in _letters()]
    place = at - found.start()
    return letters[lost.index(place)] if letters and place in lost else None


def _repaired(text: str, start: int, end: int) -> Iterator[tuple[int, str, str]]:
    """(place, unit, character) for each unit of a proven window that can be told."""
    langs = tongues(_readable(text[start:end])[:4000])
    opened = False
    for found in UNIT.finditer(text, start, end):
        unit, at = found[0], found.start()
        if len(unit) == 1 and text[at - 1 : at] in TABLE and text[at + 1 : at + 2] in TABLE:
            continue  # a letter by itself in a table of characters
        char = _decoded(unit)
        if unit[0] == "â":
            char = TAILED.get(unit[1:]) if len(unit) == 2 else None
            if unit == "â¢":
                char = "™" if before(text, at) else "•"
            if unit == "â":
                char = _mark(text, at, found.end(), opened, langs[0])
                opened = char == quotation_marks(langs[0])[0] and not opened
        elif char is None and len(unit) == 1 and unit in _letters():
            char = _letter(text, at, unit, langs)
        if char and char != unit and not quoted(text, at, found.end(), char):
            yield at, unit, char


def _was_stripped(text: str, at: int, unit: str, char: str) -> bool:
    """Whether a unit lost a control character: an Ã before a space may be an à that lost its no-break space."""
    return len(unit) < len(char.encode()) and not (char in "àÀ" and text.startswith(" ", at + 1))


@rule(
    "repair.utf-8-stripped",
    concerns=CONCERNS,
    summary="UTF-8 read as Latin-1, its control characters stripped, is put back by words and by places.",
    source="RFC 3629; bytes 128–159 are controls in ISO 8859-1 and were removed",
    changes=(
        ("You donât say. We wonât tell.", "You don’t say. We won’t tell."),
        ("Lâhomme a déjÃ\xa0 bu son cafÃ© Ã\xa0 lâÃtat.".replace("é", "Ã©"), "L’homme a déjà bu son café à l’État."),
        ("Die StraÃe und das Ãl sind fÃ¼r alle da.", "Die Straße und das Öl sind für alle da."),
    ),
    keeps=(
        "Il a trop d’âge pour câliner un château, et l’âne bâté rêve.",
        'const sample = "itâs donât"',
        "O coração não está tão são. ÂMBITO, MÃE E IRMÃ.",
        "Să coborâm în câmp, mâine, când vine pâinea.",
    ),
)
def utf_8_stripped(text: str) -> Iterator[Edit]:
    """Edits for UTF-8 whose C1 characters were stripped."""
    if text.isascii() or not SUSPECT.search(text):
        return
    for start, end in windows(text, WINDOW):
        if not SUSPECT.search(text, start, end) or not (proofs := _proofs(text, start, end)):
            continue
        repaired = list(_repaired(text, start, end))
        if not any(_was_stripped(text, at, unit, char) for at, unit, char in repaired):
            continue  # the channels know better, or ftfy, which knows of no-break spaces that became spaces
        for at, unit, char in repaired:
            if unit == char:
                continue  # the sign is itself what was meant
            yield Edit(at, unit, char, "repair.utf-8-stripped", evidence(proofs=proofs))
