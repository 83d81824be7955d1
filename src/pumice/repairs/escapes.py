"""Characters spelled out in ASCII, as steps in the order in which they nest."""

from typing import Final

from pumice.repairs.marks_entities import entities
from pumice.repairs.marks_mail import quoted_printable, utf_7
from pumice.repairs.marks_unicode_escapes import bare_unicode_escapes, percent_u, unicode_escapes
from pumice.rule import Step

STEPS: Final[tuple[Step, ...]] = (quoted_printable, utf_7, percent_u, unicode_escapes, bare_unicode_escapes, entities)
