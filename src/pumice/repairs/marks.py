"""Damage that lost bytes or characters, as steps: what is gone is told by words, contractions and places."""

from typing import Final

from pumice.repairs.marks_between import elisions, owners
from pumice.repairs.marks_beyond import UNRECOVERABLE, misread_replacement, utf_16_bytes
from pumice.repairs.marks_iso2022 import iso_2022_jp
from pumice.repairs.marks_lost import foreign_signs, lossy_cp949, question_marks, replacement_characters
from pumice.repairs.marks_missing import folded, lost_letters, lost_ligatures
from pumice.repairs.marks_seven_bit import seven_bit
from pumice.repairs.marks_signs import signs
from pumice.repairs.marks_stripped import utf_8_stripped
from pumice.repairs.marks_tex import tex_accents
from pumice.repairs.marks_visible_lead import visible_lead
from pumice.rule import Step

# Before the channels, which would miss these or take their rest for their own.
FIRST: Final[tuple[Step, ...]] = (
    utf_16_bytes,
    misread_replacement,
    iso_2022_jp,
    utf_8_stripped,
    visible_lead,
    lossy_cp949,
)
# After them: marks first, whose contractions are certain, then letters, which only word lists tell.
STEPS: Final[tuple[Step, ...]] = (
    question_marks,
    replacement_characters,
    elisions,
    owners,
    foreign_signs,
    signs,
    tex_accents,
    lost_ligatures,
    lost_letters,
    folded,
    seven_bit,
)
LAST: Final[tuple[Step, ...]] = (UNRECOVERABLE,)
