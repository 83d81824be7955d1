"""ISO-2022-JP whose escape characters were stripped, or never obeyed: $B!H(Btop$B!I(B, $B4A;z(B."""

import re
from collections.abc import Iterator
from typing import Final

from pumice.edits import Edit, evidence
from pumice.repairs.marks_spelled import Spelling, repairs
from pumice.repairs.quoting import quoted
from pumice.rule import rule

DOUBLE: Final = re.compile(r"\x1b?\$[B@]((?:[!-~]{2}){1,400}?)\x1b?\([BJ]")
KANA: Final = re.compile("[\u3041-\u30fe]")
WRITING: Final = re.compile("[\u3000-\u30ff\u4e00-\u9fff！-～]+")


MUCH: Final = 12  # characters of Japanese in a text, after which a single one is believed too


def _decoded(pairs: str) -> str | None:
    try:
        return f"\x1b$B{pairs}\x1b(B".encode("ascii").decode("iso2022_jp")
    except UnicodeDecodeError:
        return None


def _is_japanese(meant: str, spelled: str) -> bool:
    """Whether what the pairs mean can be nothing but Japanese: their escapes are there, or kana and length."""
    if "\x1b" in spelled:
        return True
    return bool(WRITING.fullmatch(meant)) and (len(meant) >= 4 or (len(meant) >= 2 and bool(KANA.search(meant))))


@rule(
    "repair.iso-2022-jp",
    concerns=r"\$[B@]",
    summary="Pairs between $B and (B, left of ISO-2022-JP without its escape characters, become what they stand for.",
    source="RFC 1468",
    changes=(
        ("It isn$B!G(Bt the $B!H(Btop$B!I(B one.", "It isn’t the “top” one."),
        ("Kanji: $B4A;z$H2>L>(B!", "Kanji: 漢字と仮名!"),
        ("An escape: \x1b$B!D\x1b(B so", "An escape: … so"),
    ),
    keeps=("echo $B!G(Bt and $B!H(B", "cost$B12(B; $Bab(B", "M$B9(B!#$%^"),
)
def iso_2022_jp(text: str) -> Iterator[Edit]:
    """Edits for $B…(B."""
    if "$B" not in text and "$@" not in text:
        return
    marks: list[Spelling] = []
    meanings = [(found, meant) for found in DOUBLE.finditer(text) if (meant := _decoded(found[1])) is not None]
    japanese = sum(len(meant) for found, meant in meanings if _is_japanese(meant, found[0])) >= MUCH
    for found, meant in meanings:
        if (_is_japanese(meant, found[0]) or (japanese and WRITING.fullmatch(meant))) and not quoted(
            text, found.start(), found.end(), meant
        ):
            yield Edit(found.start(), found[0], meant, "repair.iso-2022-jp", evidence(characters=len(meant)))
        elif len(meant) == 1 and found[1][0] == "!":
            marks.append(Spelling(found.start(), found[0], meant, False))
    yield from repairs(text, marks, "repair.iso-2022-jp")
