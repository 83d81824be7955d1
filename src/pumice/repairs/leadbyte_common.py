"""Shift_JIS marks that lost their lead byte: the words that are looked at, and those that need not be.

A quotation that lost its marks begins with a word in g- that is none. So a text whose words in g- are all common ones,
and which holds no f where an apostrophe may have been, is not looked at any further: the quick search for what concerns
a step tells the words of `sound_g` from others by itself.
"""

from collections.abc import Collection
from functools import cache
from string import ascii_lowercase
from typing import Final

from pumice.data import unpacked

# The commonest English words in -h, so that a text with no others need not ask the word list.
_COMMON: Final = (
    "abolish accomplish ah although approach attach bandwidth bash batch bath beach bench beneath birth both branch "
    "breach breath british brush bunch cash catch church cloth coach crash crunch danish dash death demolish depth "
    "detach diminish distinguish dutch each earth elizabeth english enough epoch establish faith fetch fifth finish "
    "finnish fish flash flush foolish forth fourth french fresh furnish graph growth hash health high inch irish "
    "jewish joseph kenneth laugh launch length lunch march match math monarch month mouth much ninth north oh "
    "paragraph patch path photograph pitch polish publish punch punish push reach research rough rush sarah scottish "
    "search selfish sigh sixth sketch smash smith smooth south spanish speech strength stretch such swedish switch "
    "teach teeth tenth thorough though through tooth touch tough trash truth turkish underneath vanish watch weigh "
    "which width wish witch with worth yeah youth"
)
COMMON: Final = frozenset(_COMMON.split())

# What stands before a g that opens nothing, and behind one that would be nothing but the mark (or nothing at all).
BEFORE_NO_OPENER: Final = frozenset("0123456789_/.@-")
AFTER_NO_MARK: Final = frozenset(("", *" \n,;:+="))


@cache
def sound_g() -> frozenset[str]:
    """The English words in g- of 250 centi-zipf and more that cannot be an opening mark and a word, unlike gone and
    gold; made by tools/build_tables.py."""
    return frozenset(unpacked("sound-g.txt").split())


_Letters = dict[str, "_Letters"]
_END: Final = ""
_IN_CLASS: Final = "0-9_/.@-"  # BEFORE_NO_OPENER as an expression


def _tree(words: Collection[str]) -> _Letters:
    """The words letter by letter; _END where one ends."""
    tree: _Letters = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return tree


def _others(tree: _Letters) -> str:
    """An expression for what shows that a run of letters is none of the words in `tree`: the letter with which it
    leaves them all, or that it ends where none ends."""
    ways = [letter + _others(rest) for letter, rest in sorted(tree.items()) if letter]
    leaving = "".join(" " if letter in tree else letter for letter in ascii_lowercase).split()
    ways.append("[A-Z" + "".join(f"{run[0]}-{run[-1]}" for run in leaving) + "]")
    if _END not in tree:
        ways.append("[^A-Za-z]|$")
    return f"(?:{'|'.join(ways)})"


@cache
def odd_g() -> str:
    """An expression for a run of letters in g- that may be an opening mark, or stand between marks, and is no sound
    word."""
    tree = _tree(sound_g())["g"]
    alone = "[^A-Za-z" + "".join(sorted(sign for sign in AFTER_NO_MARK if sign)) + "]"
    opening = f"(?:^|[^A-Za-z{_IN_CLASS}])g(?:{alone}|{_others(tree | {_END: {}})})"
    return f"{opening}|[{_IN_CLASS}]g[A-Za-z]*[gh](?:[^A-Za-z0-9_]|$)"


ODD_F: Final = r"nft\b|[A-Za-z]f(?:s|re|ve|ll|d|m)\b|(?:^|[^A-Za-z])e[A-Za-z]{3,}f\b"
"""An expression for an f before the end of a contraction or of an owner, and for e…f."""
