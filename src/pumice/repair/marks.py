"""Damage that lost bytes or characters, as steps: what is gone is told by words, contractions and places."""

from typing import Final

from pumice.repair.marks_stripped import utf_8_stripped
from pumice.rule import Step

FIRST: Final[tuple[Step, ...]] = (utf_8_stripped,)
STEPS: Final[tuple[Step, ...]] = ()
