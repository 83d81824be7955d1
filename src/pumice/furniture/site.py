"""A site's own furniture: how much it says about a line that it stands on other documents of the site.

Recurrence is added to the model's score of a line and never decides alone: a refrain, a heading or a line of code may
recur too. `python benchmarks/profile.py`, on 961 pages of 127 sites with three or more: without a profile 0.22 %
of the content is lost and 32 % of the junk is left, with it 0.37 % and 24 %; on articles of sites with eight or more
0.23 % and 23 %, with it 0.45 % and 15 %. Twice as much as is added here loses 0.25 % more of the content for one point
of junk.
"""

from collections.abc import Mapping
from functools import lru_cache

from pumice.furniture.kinds import BODY
from pumice.furniture.normal import UNSPACED, key
from pumice.profile import Profile
from pumice.rule import Rule

# Hundredths of a logit, as the model's scores.
OFTEN, TWICE = 500, 300
PROSE_TOKENS = 20  # a recurring paragraph is more often a text that was stored twice than a recurring line is

SITE = Rule(
    "furniture.site",
    "Lines that recur over the documents of a site, and that the line model suspects too.",
    "a profile that pumice learn made; shown with one that holds the line",
    ((BODY + "The mayor speaks on Thursday\nAll rights reserved.\n", BODY),),
    ("The mayor speaks on Thursday\n" + BODY, BODY + "The mayor speaks on Friday\n"),
)


def is_telling(folded: str) -> bool:
    """Whether a line with this key can be a site's own: numbers, marks and single letters recur everywhere."""
    squeezed = folded.replace(" ", "")
    return not squeezed.isdigit() and (len(squeezed) >= 3 or bool(UNSPACED.search(squeezed)))


@lru_cache(maxsize=64)
def counts(profile: Profile) -> Mapping[str, int]:
    """How many documents of the profile's only site have the line with a key; of several sites nothing is known."""
    found: dict[str, int] = {}
    for text, documents in profile.sites[0].lines if len(profile.sites) == 1 else ():
        folded = key(text)
        if is_telling(folded):
            found[folded] = max(documents, found.get(folded, 0))
    return found


def bonus(documents: int, tokens: int) -> int:
    """What it adds to the score of a line of so many tokens that so many documents of the site have it."""
    if documents < 2:
        return 0
    if tokens < PROSE_TOKENS:
        return OFTEN if documents > 2 else TWICE
    return OFTEN if documents > 3 else TWICE if documents > 2 else 0
