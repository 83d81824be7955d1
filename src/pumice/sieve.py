"""Which steps a text concerns at all, told by one pass over it.

Each step names, as an expression, what every text holds that it has anything to say about (`Step.concerns`). All these
expressions are searched for at once by RE2, whose time is linear in the text whatever stands in it: on text that needs
nothing, 1.6 ns a character where asking the steps one by one took over 30. A step whose expression is not found is not
run; that it would have said nothing is tested over all steps.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import cast

import re2

from pumice.rule import Step

# Bytes that a search may take for its states. It makes them as a text asks for them, forgets them all when they
# outgrow this, and goes on: the steps' 30 expressions ask for under 2 MB on prose.
MEMORY = 32 << 20


def roomy() -> re2.Options:
    """Options for a search with room for its states."""
    options = re2.Options()
    options.max_mem = MEMORY
    return options


@lru_cache(maxsize=16)
def _search(concerns: tuple[str, ...]) -> Callable[[str], list[int] | None]:
    """The search for all these expressions as one. Kept by the expressions: some steps are made for one page only, and
    making a search takes 30 ms."""
    found = re2.Set.SearchSet(roomy())
    for concern in concerns:
        found.Add(concern)
    found.Compile()
    return cast(Callable[[str], list[int] | None], found.Match)


def concerned(text: str, steps: tuple[Step, ...]) -> Sequence[int]:
    """The places in `steps` of those that may have something to say about `text`, in order; the others have nothing."""
    try:
        return sorted(_search(tuple(step.concerns for step in steps))(text) or ())
    except UnicodeEncodeError:  # halves of characters, which the search cannot read: rare, so everything is run
        return range(len(steps))
