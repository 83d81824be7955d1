"""Dates that fill a line, in figures or with a month and a weekday in words, in any of the lexicons' languages."""

import re

from pumice.furniture.lexicon import lexicon
from pumice.furniture.normal import key

YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_FIGURES = re.compile(r"[0-9]{1,4}")
_UNITS = re.compile("[年月日년월일]|星期[一二三四五六日天]")
_ORDINAL = re.compile(r"([0-9])(?:st|nd|rd|th|er|º|ª)\b")


def is_date(text: str) -> bool:
    """Whether a line is a date with its year and nothing else (a weekday and a time may stand with it)."""
    if not any("0" <= character <= "9" for character in text):
        return False
    words = _ORDINAL.sub(r"\1", key(_UNITS.sub(" ", text))).split()
    if not any(YEAR.fullmatch(word) for word in words) or not 3 <= len(words) <= 8:
        return False
    names = lexicon().lexemes.get("date-word", frozenset())
    return all(_FIGURES.fullmatch(word) or word in names for word in words)
