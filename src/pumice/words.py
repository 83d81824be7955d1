"""Word evidence: how common a word is in a language, from packed frequency lists (made by tools/build_tables.py).

A frequency is a whole number of centi-zipf: 100 · log10 of the occurrences per thousand million words, rounded down to
tens; 700 is "the", 100 a word seen once in a hundred million, 0 a word the list does not hold. The English list is
whole (315,000 words), so that not being in it means something; the others hold the most frequent 50,000 and serve as
positive evidence. A list is read when its language is first asked for; text that rouses no suspicion asks for none.
"""

from functools import cache

from pumice.data import unpacked

_HIGHEST = 900  # centi-zipf of line 0 of a list: a word that is all there is
_STEP = 10  # centi-zipf from one line of a list to the next
_DOTLESS = str.maketrans({"I": "ı", "İ": "i"})
_STRAIGHT = str.maketrans({"’": "'", "ʼ": "'"})

_CODES = (
    "ar bg ca cs da de el en es fa fi fr he hi hu id is it ja ko lt lv mk nb nl pl pt ro ru sh sk sl sv tr uk ur vi zh"
)
LANGUAGES = tuple(_CODES.split())


@cache
def table(lang: str) -> dict[str, int]:
    """Folded word → centi-zipf, for one of LANGUAGES; empty for any other language."""
    if lang not in LANGUAGES:
        return {}
    frequencies: dict[str, int] = {}
    for row, line in enumerate(unpacked(f"words/{lang}.txt").split("\n")):
        if line:
            frequencies.update(dict.fromkeys(line.split(" "), _HIGHEST - _STEP * row))
    return frequencies


def folded(word: str, lang: str) -> str:
    """`word` as the lists write it: lower case by the rules of `lang`, straight apostrophes."""
    if lang == "tr":
        word = word.translate(_DOTLESS)
    word = word.lower()
    return word if word.isascii() else word.translate(_STRAIGHT)


def frequency(word: str, lang: str) -> int:
    """Centi-zipf of `word`, however it is cased; 0 if unknown."""
    return table(lang).get(folded(word, lang), 0)


def known(word: str, lang: str, at_least: int = 1) -> bool:
    """Whether `word` has at least this frequency in centi-zipf."""
    return frequency(word, lang) >= at_least
