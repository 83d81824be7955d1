"""Shift_JIS marks that lost their lead byte: the words that are looked at, and those that need not be.

A quotation that lost its marks begins with a word in g- that is none. So a text whose words in g- are all common ones,
and which holds no f where an apostrophe may have been, is not looked at any further: the quick search for what concerns
a step tells the words of `SOUND_G` from others by itself.
"""

from collections.abc import Collection
from string import ascii_lowercase
from typing import Final

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

# The English words in g- of 400 centi-zipf and more that cannot be an opening mark and a word, unlike gone and gold.
_SOUND_G: Final = (
    "gabriel gain gained gaining gains galaxy gallery gambling game gameplay games gaming gang gap garage garbage "
    "garden gardens garlic gary gate gates gather gathered gathering gauge gave gay gaza gdp gear gender gene general "
    "generally generate generated generating generation generations generator generic generous genes genetic geneva "
    "genius genocide genre gentle gentleman gentlemen gently genuine genuinely geographic geography george georgia "
    "german germans germany get gets getting giant giants gift gifts gig ginger girl girlfriend girls give given "
    "gives giving glad glance glasgow glass glasses glenn global globe glorious glory go goal goals goat god goddamn "
    "goddess gods goes goin going golden golf gonna good goodbye goodness goods google gordon gorgeous gospel got "
    "gotta gotten gov governance governing government governments governor governors gps grab grabbed grade grades "
    "gradually graduate graduated graduates graduation graham grammar grand grande grandfather grandma grandmother "
    "grant granted grants graph graphic graphics grasp grass grateful gratitude grave gravity great greater greatest "
    "greatly greece greek green greg grew grey grief grind grinding grocery gross ground grounds group groups grove "
    "grow growing grown grows growth guarantee guaranteed guard guardian guards guess guessing guest guests guidance "
    "guide guided guidelines guides guild guilt guilty guinea guitar gulf gun guns gut guy guys gym "
)
SOUND_G: Final = frozenset(_SOUND_G.split())
_Letters = dict[str, "_Letters"]
_END: Final = ""


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


ODD_G: Final = "(?:^|[^A-Za-z])g" + _others(_tree(SOUND_G)["g"])
"""An expression for a run of letters in g- that is no sound word."""
ODD_F: Final = r"nft\b|[A-Za-z]f(?:s|re|ve|ll|d|m)\b|e[A-Za-z]{3,}f\b"
"""An expression for an f before the end of a contraction or of an owner, and for e…f."""
