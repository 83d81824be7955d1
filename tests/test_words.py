"""The word lists."""

import pytest

from pumice import words


def test_frequencies_fall_with_rarity() -> None:
    the, house, rare = (words.frequency(word, "en") for word in ("the", "house", "parchment"))
    assert the > house > rare > 0


def test_case_and_apostrophes_do_not_matter() -> None:
    assert words.frequency("DON’T", "en") == words.frequency("don't", "en") > 0


def test_turkish_dots_follow_turkish_rules() -> None:
    assert words.frequency("IŞIK", "tr") == words.frequency("ışık", "tr") > 0
    assert words.known("İstanbul", "tr")


@pytest.mark.parametrize("word", ["donft", "gweekday", "onlineh", "canft"])
def test_damage_is_in_no_list(word: str) -> None:
    assert not words.known(word, "en")


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_language_has_its_list(lang: str) -> None:
    assert len(words.table(lang)) > 10_000


def test_an_unknown_language_knows_nothing() -> None:
    assert words.frequency("house", "xx") == 0
