"""The one normal form of every clean copy: characters, spaces, line ends, blank lines.

`STEPS` run before page furniture is looked for, `BLANK_LINES` after it is gone. What a step takes away never makes
work for one before it, so a text is in normal form after one pass.
"""

from pumice.form.canonical import CANONICAL
from pumice.form.controls import CONTROL_CHARACTERS
from pumice.form.invisible import INVISIBLE
from pumice.form.lines import BLANK_LINES, line_ends
from pumice.form.spaces import SPACES
from pumice.form.surrogates import SURROGATES
from pumice.rule import Step

STEPS: tuple[Step, ...] = (line_ends, SURROGATES, CONTROL_CHARACTERS, INVISIBLE, CANONICAL, SPACES)

__all__ = ["BLANK_LINES", "STEPS"]
