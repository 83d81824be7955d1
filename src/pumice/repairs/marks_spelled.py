"""Characters that were spelled out: &rsquo;, &amp;eacute;, \\u2019, %u2019, =92, +IBk-.

What such a spelling means is certain; whether it is damage is not, since texts also speak of spellings. A spelling is
believed to be damage where the character fits the text as writing: inside a word, between a word and its suffix, around
a quotation. In a window with such proof all spellings of its kind are undone, but those that the text shows on purpose.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pumice.edits import Edit, evidence
from pumice.repairs.marks_evidence import after, before, commonest, contraction, elision, tongues_about, wordlike
from pumice.repairs.quoting import quoted

WINDOW: Final = 12_000  # code points: evidence is local
GLUED: Final = 3
SURELY: Final = 4  # proofs in a window, half of its spellings and more: then a line that speaks of HTML is damaged too
LINE_REACH: Final = 200  # code points of a line that are asked what it speaks of
PROGRAM_REACH: Final = 1_000  # and whether it is a program's: an escape is six of them
FOREIGN: Final = 3  # letters of another script spelled out in a row, which no prose about spellings does
# Letters that Western text does not hold, by ranges of scripts; those of one script are a word.
SCRIPTS: Final = re.compile(
    "([\u0370-\u03ff\u1f00-\u1fff]+)|([\u0400-\u052f]+)|([\u0590-\u05ff]+)|([\u0600-\u06ff]+)|([\u0e00-\u0e5b]+)"
    "|([\u3005-\u30ff\u3400-\u9fff]+)|([\uac00-\ud7a3]+)"
)
REACH: Final = 400  # code points in which a quotation closes
OPENING: Final = frozenset("“‘«„‚‹”’»")  # Swedish and Finnish open with what others close with
CLOSING: Final = frozenset("”’»“‘›")
DASHES: Final = frozenset("–—…→•")
SPACES: Final = frozenset(" \t\n\u00a0")
STARTS: Final = frozenset(" \t\n\u00a0([{\"'>—–-*_/,")
ENDS: Final = frozenset(" \t\n\u00a0.,;:!?)]}\"'<—–-*_/…")
COMMON: Final = 400  # and one of two letters, since many pairs of letters are listed
WORD_ALONE: Final = 550
LISTED: Final = 100  # centi-zipf from which a word that a letter completes is one
PROGRAM: Final = re.compile(r"\\[rn][\"']|[\"']\s*[:;)\]}+]|[=(\[{:,]\s*r?[\"']|^\s*[\"']|//\s|#\s")  # a line of code
CALL: Final = re.compile(r"\\[rn][\"']|[=(]\s*[bru]{0,2}[\"']")
WORD_REACH: Final = 40  # characters of a word on either side of a spelling
SUBJECT: Final = re.compile(
    r"\bHTML|\bentit(?:y|ies)\b|\bescap(?:e[sd]?|ing)\b|\bencod(?:e[sd]?|ing)\b|\bXML\b|\bmarkup|\bUTF-?[78]|\bUnicode|quoted-printable|\bcodepoint"
    r"|\bcode point|\bcharacter code|\bwritten as\b|\bsyntax\b|\bregex|\bmacro\b|\bin tutorials\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A character spelled out at `start` as `spelled`, meaning `char`; `plain` if nothing but damage looks like it."""

    start: int
    spelled: str
    char: str
    plain: bool

    @property
    def end(self) -> int:
        return self.start + len(self.spelled)


def repairs(text: str, spellings: Sequence[Spelling], rule: str) -> Iterator[Edit]:
    """Edits that undo the spellings, window by window, where a window proves them to be damage."""
    first = 0
    while first < len(spellings):
        last = first
        while last < len(spellings) and spellings[last].start - spellings[first].start < WINDOW:
            last += 1
        yield from _window(text, spellings[first:last], rule)
        first = last


def _window(text: str, spellings: Sequence[Spelling], rule: str) -> Iterator[Edit]:
    shown = [meant(text, spelling) for spelling in spellings]
    proven = [not shown[place] and proves(text, spellings, place) for place in range(len(spellings))]
    proofs = sum(proven)
    if not proofs:
        return
    surely = proofs >= SURELY and proofs * 2 >= len(spellings) - sum(shown)
    for place, spelling in enumerate(spellings):
        if proven[place] or (not shown[place] and (surely or not talked_of(text, spelling))):
            why = evidence(proofs=proofs, spelled=spelling.spelled[:20])
            yield Edit(spelling.start, spelling.spelled, spelling.char, rule, why)


def meant(text: str, spelling: Spelling) -> bool:
    """Whether the text shows the spelling on purpose: it, or the word that it is in, stands in quotation marks of its
    own or beside what it means."""
    if quoted(text, spelling.start, spelling.end, spelling.char):
        return True
    low = max(text.rfind(" ", max(0, spelling.start - WORD_REACH), spelling.start) + 1, spelling.start - WORD_REACH, 0)
    high = text.find(" ", spelling.end, spelling.end + WORD_REACH)
    high = high if high >= 0 else min(len(text), spelling.end + WORD_REACH)
    word = text[low : spelling.start] + spelling.char + text[spelling.end : high]
    return "`" in word and quoted(text, low, high, word)


def talked_of(text: str, spelling: Spelling) -> bool:
    """Whether the line speaks of spellings like this."""
    low, high = _line_span(text, spelling, LINE_REACH)
    starts, ends = _subjects(text)
    place = bisect_left(starts, low)
    return place < len(ends) and ends[place] <= high


@lru_cache(maxsize=2)
def _subjects(text: str) -> tuple[list[int], list[int]]:
    """Where a text speaks of spellings: starts and ends, found once for all that is asked of it."""
    spans = [found.span() for found in SUBJECT.finditer(text)]
    return [start for start, _ in spans], [end for _, end in spans]


def in_program(text: str, spelling: Spelling, *, quoting: bool = True) -> bool:
    """Whether the line looks like one of a program, whose escapes are right as they are; by its quotation marks too,
    or by signs that prose never has."""
    low, high = _line_span(text, spelling, PROGRAM_REACH)
    return bool((PROGRAM if quoting else CALL).search(text[low:high]))


def _line_span(text: str, spelling: Spelling, reach: int) -> tuple[int, int]:
    low = max(text.rfind("\n", max(0, spelling.start - reach), spelling.start) + 1, spelling.start - reach, 0)
    high = text.find("\n", spelling.end, spelling.end + reach)
    return low, high if high >= 0 else spelling.end + reach


def proves(text: str, spellings: Sequence[Spelling], place: int) -> bool:
    """Whether the spelling at `place` stands where only its character makes sense."""
    spelling = spellings[place]
    char = spelling.char
    left, right = _word_before(text, spellings, place), _word_after(text, spellings, place)
    if SCRIPTS.match(char):
        return not talked_of(text, spelling) and _in_a_row(spellings, place) >= FOREIGN
    if char in "’'ʼ" and left and right:
        return spelling.plain or contraction(left, right) or elision(left, right)
    if char in OPENING and (spelling.start == 0 or text[spelling.start - 1] in STARTS) and _begins(text, spelling.end):
        return _closed(text, spellings, place)
    if char in CLOSING and spelling.plain and _ends(text, spelling) and _opened(text, spelling.start):
        return True
    if _is_letter(char) and (left or right):
        whole = left + char + right
        sure = spelling.plain and len(whole) > 2
        return sure or commonest(whole, _tongues(text, spelling)) >= (LISTED if len(whole) > 2 else COMMON)
    return spelling.plain and not talked_of(text, spelling) and _stands_alone(text, spelling)


def _in_a_row(spellings: Sequence[Spelling], place: int) -> int:
    """How many letters of one script are spelled out without a break around a place."""
    low = high = place
    while low and place - low < FOREIGN and spellings[low - 1].end == spellings[low].start:
        low -= 1
    while high + 1 < len(spellings) and high - place < FOREIGN and spellings[high + 1].start == spellings[high].end:
        high += 1
    joined = "".join(spelling.char for spelling in spellings[low : high + 1])
    return max((len(found[0]) for found in SCRIPTS.finditer(joined)), default=0)


def _stands_alone(text: str, spelling: Spelling) -> bool:
    """Whether the character needs no letters beside it: a dash, a word of one letter, a sign in several raw bytes."""
    char = spelling.char
    if char in DASHES or _is_letter(char):
        word = char in DASHES or commonest(char, _tongues(text, spelling)) >= WORD_ALONE  # Portuguese é, French à
        return word and _between_words(text, spelling)
    return not char.isascii() and spelling.spelled.count("=") > 1


def _is_letter(char: str) -> bool:
    return len(char) == 1 and ("À" <= char <= "ɏ") and char not in "×÷"


def _tongues(text: str, spelling: Spelling) -> tuple[str, ...]:
    return tongues_about(text, spelling.start)


def _begins(text: str, at: int) -> bool:
    return at < len(text) and text[at] not in SPACES


def _ends(text: str, spelling: Spelling) -> bool:
    glued = spelling.start > 0 and text[spelling.start - 1] not in SPACES
    return glued and (spelling.end >= len(text) or text[spelling.end] in ENDS)


def _opened(text: str, at: int) -> bool:
    """Whether the paragraph holds an opening mark that is a character, not long before `at`."""
    low = max(text.rfind("\n", max(0, at - REACH), at), at - REACH, 0)
    return any(mark in text[low:at] for mark in "„“«‚‘")


def _closed(text: str, spellings: Sequence[Spelling], place: int) -> bool:
    """Whether a later spelling closes the quotation that this one opens: after a word, before a space or sign."""
    opening = spellings[place]
    for other in spellings[place + 1 : place + 20]:
        if other.start - opening.end > REACH or "\n\n" in text[opening.end : other.start]:
            return False
        if other.start > opening.end and other.char in CLOSING and _ends(text, other):
            return True
    return False


def _between_words(text: str, spelling: Spelling) -> bool:
    left, right = (
        text[max(0, spelling.start - 2) : spelling.start].strip(),
        text[spelling.end : spelling.end + 2].strip(),
    )
    return (
        bool(left and right)
        and (wordlike(left[-1]) or left[-1] in ",.)”’")
        and (wordlike(right[0]) or right[0] in "(“‘")
    )


def _word_before(text: str, spellings: Sequence[Spelling], place: int) -> str:
    """The letters before a spelling, those of up to GLUED spellings between them."""
    at = spellings[place].start
    word = before(text, at)
    at -= len(word)
    for earlier in reversed(spellings[max(0, place - GLUED) : place]):
        if earlier.end != at or not _is_letter(earlier.char):
            break
        more = before(text, earlier.start)
        word = more + earlier.char + word
        at = earlier.start - len(more)
    return word


def _word_after(text: str, spellings: Sequence[Spelling], place: int) -> str:
    """The letters after a spelling, those of one more spelling among them."""
    at = spellings[place].end
    word = after(text, at)
    later = spellings[place + 1] if place + 1 < len(spellings) else None
    if later and later.start == at + len(word) and _is_letter(later.char):
        return word + later.char + after(text, later.end)
    return word
