"""Apostrophes lost between two words: l?homme, l�école, Anna�s garden.

Unlike a contraction, neither side is certain by itself, so both must be words: an elided article or pronoun that stands
alone before a word of its language, an owner that English uses commonly before its s in English prose.
"""

import re
from collections.abc import Iterator
from typing import Final

from pumice import words
from pumice.edits import Edit, evidence
from pumice.repairs.marks_evidence import LETTER, VOWEL, commonest, english, tongues_about
from pumice.repairs.quoting import quoted
from pumice.rule import rule

LOST: Final = r"(?:\?{1,3}|\ufffd{1,3}|&#(?:65533|x[fF]{3}[dD]);)"
ELIDED: Final = "[cdjlmnst]|(?:jus|lors|puis|quel|quoi|)qu|dell|all|nell|sull|dall|coll|quest|quell|bell|un"
ELISION: Final = re.compile(
    rf"(?<![{LETTER}0-9_?&=/.\ufffd])(?P<left>{ELIDED})(?P<sign>{LOST})(?P<right>[{LETTER}]+)", re.IGNORECASE
)
OWNED: Final = re.compile(rf"(?<![{LETTER}0-9_?&=/.\ufffd])(?P<left>[A-Za-z]{{3,}})(?P<sign>{LOST})s(?=[ \n][A-Za-z])")
ROMANCE: Final = ("fr", "it", "ca")
ALONE: Final = "yaàè"  # words of one letter: il n’y a, c’è
NOUN: Final = 150  # centi-zipf of the word after an elision: half the words of a page are commoner than 450
OWNER: Final = 200  # and of an owner: a maintainer has 250
FILLED: Final = 100  # and of a word that a letter in the place of the sign would make: attach�s
LETTERS: Final = "éèêàâôöüïîçãñáíóúä"
PROGRAM: Final = re.compile(r"[*^$|\\{}\[\]<>=]")
REACH: Final = 60  # code points on either side in which a program's signs make ? a part of one
_RE2_LOST: Final = r"(?:\?{1,3}|\x{FFFD}{1,3}|&#(?i:65533|xfffd);)"


@rule(
    "repair.lost-elision",
    concerns=rf"(?i:(?:^|[^a-z0-9_?&=/.])(?:{ELIDED})){_RE2_LOST}[A-Za-zÀ-ɏ]",
    summary="? or U+FFFD between an elided word of French, Italian or Catalan and a word of theirs was an apostrophe.",
    source="What encoders put for a character outside their charset; Unicode 3.9, U+FFFD substitution",
    changes=(
        (
            "Il vient de l?école et n?a pas d?argent pour l?autobus.",
            "Il vient de l’école et n’a pas d’argent pour l’autobus.",
        ),
        ("La casa dell\ufffdamico era all\ufffdombra di un albero.", "La casa dell’amico era all’ombra di un albero."),
    ),
    keeps=(
        "Qui est là ? C?… personne, dit-il. Est-ce l? Oui.",
        "The page?l?id=4 and d?eau of an English text; s?l; a?b",
        "Dans les motifs, l?*.txt et [c]?t ont un sens.",
    ),
)
def elisions(text: str) -> Iterator[Edit]:
    """Edits for lost apostrophes after elided words."""
    for found in ELISION.finditer(text):
        langs = tongues_about(text, found.start())
        own = [lang for lang in langs[: 1 if "?" in found["sign"] else 3] if lang in ROMANCE]
        right = found["right"]
        if (
            right[0] in VOWEL
            and (len(right) > 1 or right in ALONE)
            and any(words.known(right, lang, NOUN) for lang in own)
        ):
            yield from _edit(text, found, "repair.lost-elision", f"{found['left']}’{right}")


@rule(
    "repair.lost-owner",
    concerns=rf"[A-Za-z]{{3}}{_RE2_LOST}s[ \n][A-Za-z]",
    summary="? or U+FFFD between an English word and an owner's s, in English prose, was an apostrophe.",
    source="What encoders put for a character outside their charset; Unicode 3.9, U+FFFD substitution",
    changes=(
        (
            "The maintainer?s point of view is that it is the driver's fault.",
            "The maintainer’s point of view is that it is the driver's fault.",
        ),
        (
            "This is the server\ufffds answer to a question that nobody put.",
            "This is the server’s answer to a question that nobody put.",
        ),
    ),
    keeps=(
        "Both attach\ufffds were there, and so were the caf\ufffds of the town.",
        "The pattern file?s matches [a-z]*; the pattern http?s does not.",
        "Wer hat Anna?s Kuchen gegessen, fragte die Mutter.",
    ),
)
def owners(text: str) -> Iterator[Edit]:
    """Edits for lost apostrophes before an owner's s."""
    for found in OWNED.finditer(text):
        left, at = found["left"], found.end("left")
        around = text[max(0, at - REACH) : at + REACH]
        if words.frequency(left, "en") < OWNER or not english(text, at) or PROGRAM.search(around):
            continue
        if not _takes_a_letter(left, tongues_about(text, at)):
            yield from _edit(text, found, "repair.lost-owner", f"{left}’s")


def _takes_a_letter(left: str, langs: tuple[str, ...]) -> bool:
    """Whether a letter in the place of the sign makes a word."""
    return any(commonest(f"{left}{letter}s", langs) >= FILLED for letter in LETTERS)


def _edit(text: str, found: re.Match[str], code: str, word: str) -> Iterator[Edit]:
    start, end = found.span("sign")
    if not quoted(text, start, end, "’"):
        yield Edit(start, found["sign"], "’", code, evidence(sign=found["sign"][:12], word=word))
