"""The step that asks ftfy, and the test that spares it."""

import re

import ftfy
import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from pumice.repairs import known
from pumice.sieve import concerned

SIGNS = "".join(
    chr(code)
    for code in range(0x80, 0x10000)
    if any(chr(code) in named for named in MOJIBAKE_CATEGORIES.values())
    or 0x80 <= code < 0x180
    or 0x370 <= code < 0x460
)
LETTERS = st.sampled_from(SIGNS + "aZ .,°ГўВЂœ™Ã€ \xa0中\n")


@settings(max_examples=2_000)
@given(st.text(LETTERS, max_size=6))
def test_a_line_that_is_spared_is_one_that_ftfy_finds_nothing_in(line: str) -> None:
    assert known.may_be_known(line) or not is_bad(line)


def test_no_pair_of_signs_escapes() -> None:
    for first in SIGNS:
        for second in SIGNS:
            pair = first + second
            assert known.may_be_known(pair) or not is_bad(pair), pair
            assert known.may_be_known(f"a{pair}") or not is_bad(f"a{pair}"), pair


STRAY = re.compile("[\u0370-\u1e9f\u2c60-\u2fff\ua640-\uabff]")  # letters that noise becomes by luck


@given(st.text(LETTERS, max_size=40))
def test_the_edits_give_what_ftfy_gives(text: str) -> None:
    _, findings = known.STEP.run(text)
    if not findings and not STRAY.search(ftfy.fix_encoding(text)):
        lines = [ftfy.fix_encoding(line) if known.repairable(line) else line for line in text.split("\n")]
        assert known.STEP.change(text) == "\n".join(lines)


@pytest.mark.parametrize(
    "line", ["$$@@!!\x91\x9c\x9c/!(*!3", "mAlelca\x91lado", "£±·%ÙéÞ{\x8bÖr²«", "½½¢Ü·©ÌÉ µ½ ·Ì ªÅ"]
)
def test_drawings_and_what_lost_too_much_stay(line: str) -> None:
    assert known.STEP.change(line) == line


@pytest.mark.parametrize("line", ["ţÉelb^Ů¸J^^ß^ËRş", "ä^ÄŃ§ył", "Řl8]á¸˝M^Ëk"])
def test_a_lone_letter_of_another_script_is_not_made_of_noise(line: str) -> None:
    assert ftfy.fix_encoding(line) != line
    assert known.STEP.change(line) == line


@pytest.mark.parametrize("text", ["", "plain", "Привет, мир", "日本語", "Příliš žluťoučký kůň"])
def test_sound_text_is_not_shown_to_ftfy(text: str) -> None:
    assert known.STEP.change(text) == text


@settings(max_examples=1_000)
@given(st.text(LETTERS, max_size=12))
def test_no_text_that_ftfy_changes_is_spared(text: str) -> None:
    assert concerned(text, (known.STEP,)) or not is_bad(text)
