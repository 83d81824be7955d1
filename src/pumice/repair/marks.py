"""Damage that lost bytes or characters, as steps: what is gone is told by words, contractions and places."""

from typing import Final

from pumice.repair.marks_beyond import UNRECOVERABLE, utf_16_bytes
from pumice.repair.marks_lost import foreign_signs, lossy_cp949, question_marks, replacement_characters
from pumice.repair.marks_missing import folded, lost_letters, lost_ligatures
from pumice.repair.marks_seven_bit import seven_bit
from pumice.repair.marks_stripped import utf_8_stripped
from pumice.repair.marks_tex import tex_accents
from pumice.repair.marks_visible_lead import visible_lead
from pumice.rule import Step

# Before the channels, which would miss these or take their rest for their own.
FIRST: Final[tuple[Step, ...]] = (utf_16_bytes, utf_8_stripped)
# After them: marks first, whose contractions are certain, then letters, which only word lists tell.
STEPS: Final[tuple[Step, ...]] = (
    visible_lead,
    question_marks,
    replacement_characters,
    foreign_signs,
    lossy_cp949,
    tex_accents,
    lost_ligatures,
    lost_letters,
    folded,
    seven_bit,
)
LAST: Final[tuple[Step, ...]] = (UNRECOVERABLE,)
