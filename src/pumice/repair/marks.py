"""Damage that lost bytes or characters, as steps: what is gone is told by words, contractions and places."""

from typing import Final

from pumice.repair.marks_lost import foreign_signs, question_marks, replacement_characters
from pumice.repair.marks_stripped import utf_8_stripped
from pumice.repair.marks_visible_lead import visible_lead
from pumice.rule import Step

FIRST: Final[tuple[Step, ...]] = (utf_8_stripped,)
STEPS: Final[tuple[Step, ...]] = (visible_lead, question_marks, replacement_characters, foreign_signs)
