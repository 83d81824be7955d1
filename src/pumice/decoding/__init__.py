"""The parts of `pumice.decode`: exact readings of bytes, and the evidence for choosing one."""
