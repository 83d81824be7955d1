"""Repair of encoding damage, in order: what ftfy would destroy is repaired before it."""

from pumice.repair import escapes, known, redecode
from pumice.repair.leadbyte import LEADBYTE
from pumice.rule import Step

STEPS: tuple[Step, ...] = (
    *escapes.STEPS,  # characters that were spelled out in ASCII
    redecode.STEP,  # text read in the wrong charset
    LEADBYTE,  # Shift_JIS marks without their lead byte
    known.STEP,  # what ftfy knows of the rest
)
