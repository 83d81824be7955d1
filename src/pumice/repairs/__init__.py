"""Repair of encoding damage, in order: what ftfy would destroy is repaired before it."""

from pumice.repairs import escapes, known, marks, redecode
from pumice.repairs.leadbyte import LEADBYTE
from pumice.repairs.low_bytes import low_bytes
from pumice.rule import Step

STEPS: tuple[Step, ...] = (
    low_bytes,  # marks cut to their low byte, which are control characters
    *escapes.STEPS,  # characters that were spelled out in ASCII
    *marks.FIRST,  # lost bytes that the channels would miss, and whose rest they would take for their own
    known.WHOLE,  # lines of misread UTF-8 whose no-break spaces became spaces
    redecode.STEP,  # text read in the wrong charset
    *marks.STEPS,  # marks and letters of which less is left
    LEADBYTE,  # Shift_JIS marks without their lead byte
    known.STEP,  # what ftfy knows of the rest
    *marks.LAST,  # what nothing can repair is reported
)
