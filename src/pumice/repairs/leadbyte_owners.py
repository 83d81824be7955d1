"""Shift_JIS marks that lost their lead byte: whether Xfs was X’s, or the name of a file system."""

import re
from typing import Final

from pumice.repairs.leadbyte_words import Run, listed, sound_cost

POSSESSIVE_COST: Final = 220  # a word in 150 bears ’s, over the English word list
OWNER_GAIN: Final = 150  # no single Xfs is better evidence than that

# File systems are called by a word and "fs"; these stems are words, so that only a list tells them from owners. From
# the folders of Linux's fs/ and the packages of Debian that a word list would take for a word and an apostrophe.
_STEMS: Final = (
    "anon auto be binder bind bpf bu cache ceph cgroup code coef config cram cryp debug dev disorder dv ero export "
    "function gadget git gluster growi grow guest hdi host hugetlb hyp initram iso kern kre lib lock loop lustre mak "
    "make mk mount multi my net nil nod noti null nw orange overlay physics pipe proc procs ram reiser relay resize ro "
    "rom root secure security selinux shm smack smb sock squash stat sync sys tmp trace tub tune ubi ubu union usb "
    "vbox virt wipe xen zone"
)
FILE_SYSTEMS: Final = frozenset(_STEMS.split())
FILE_SYSTEM_HERE: Final = re.compile(
    r"[Ff]ile[ -]?[Ss]ystems?\b|\b[Mm]ount|FS\b|\b(?:[a-z]?[nvxz]|stat|sys|proc|tmp|root|btr|bp)fs\b"
)
PRONOUNS: Final = frozenset(("he", "here", "how", "it", "let", "she", "that", "there", "what", "where", "who"))
_FUNCTION_WORDS: Final = (
    "is are was were has had can and or in on of for as with to from by at that when if does do did"
)
NOT_OWNED: Final = frozenset(_FUNCTION_WORDS.split())
ARTICLE: Final = re.compile(r"(?i)\b(?:the|an?|all|these|those|no|each|of|des|les)\s\Z")
NEXT_WORD: Final = re.compile(
    r"(?=\s)[ \t\u00a0]{0,8}\n?[ \t\u00a0]{0,8}(?:[“‘\"'(<\[{*_]|g(?=[A-Z]))?([A-Za-z]+)(?![A-Za-z_(=])"
)
LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
NEAR: Final = 2000  # code points around a run in which a name would be met again


def owner_cost(core: str, run: Run, text: str, stem_cost: int) -> int | None:
    """What `core` costs as X’s, X costing `stem_cost` here; None if it is none."""
    stem = core[:-2]
    if len(core) < 4 or not (listed(stem) or not stem.islower()) or not owner(core, run, text):
        return None
    sound = sound_cost(core)
    gain = sound - stem_cost - POSSESSIVE_COST
    return sound - min(OWNER_GAIN, max(_least_gain(stem, run, text), gain))


def _least_gain(stem: str, run: Run, text: str) -> int:
    """What an owner's look alone is worth: something, and more after an article."""
    if stem.islower() and listed(stem) < 200:
        return 40
    return 110 if listed(stem) and _after_article(run, text) else 60


def _after_article(run: Run, text: str) -> bool:
    return bool(ARTICLE.search(text[max(0, run.start - 7) : run.start]))


def owner(core: str, run: Run, text: str) -> bool:
    """Whether Xfs can be X’s: X a word or a name, no file system, and a word that may be owned after it."""
    stem = core[:-2]
    if stem.lower() in PRONOUNS:
        return not _after_article(run, text)
    common = listed(f"{stem}'s") >= 400
    if stem.lower() in FILE_SYSTEMS or (len(stem) < 3 and not common):
        return False
    if not common and _named_alone(core, run, text):
        return False
    after = NEXT_WORD.match(text, run.end)
    if after is None:
        return run.right in ".,;:!?)" and stem[0].isupper()
    if after[1] in ("and", "or") and stem[0].isupper() and listed(stem) >= 200:
        return True
    return after[1] not in NOT_OWNED or listed(f"{stem}'s") > 450


def _named_alone(core: str, run: Run, text: str) -> bool:
    """Whether Xfs is a name nearby: spoken of as a file system, or standing where no owner does."""
    stem = core[:-2]
    around = 40 if listed(stem) >= 400 or (listed(stem) and stem[0].isupper()) else 600
    if FILE_SYSTEM_HERE.search(text, max(0, run.start - around), run.start):
        return True
    if FILE_SYSTEM_HERE.search(text, run.end, run.end + around):
        return True
    low, high = max(0, run.start - NEAR), run.end + NEAR
    at = text.find(core, low, high)
    while at >= 0:
        end = at + len(core)
        if text[end : end + 1] not in LETTERS and not NEXT_WORD.match(text, end):
            return True
        at = text.find(core, end, high)
    return False
