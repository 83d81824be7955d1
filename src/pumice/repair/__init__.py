"""Repair of encoding damage. What ftfy would destroy is repaired before it."""

from pumice.repair import known, redecode
from pumice.rule import Step

STEPS: tuple[Step, ...] = (
    redecode.STEP,
    known.STEP,
)
