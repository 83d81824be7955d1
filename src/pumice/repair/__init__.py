"""Repair of encoding damage, in order: what ftfy would destroy is repaired before it."""

from pumice.repair import known, redecode
from pumice.repair.leadbyte import LEADBYTE
from pumice.rule import Step

STEPS: tuple[Step, ...] = (
    redecode.STEP,  # text read in the wrong charset
    LEADBYTE,  # Shift_JIS marks without their lead byte
    known.STEP,  # what ftfy knows of the rest
)
