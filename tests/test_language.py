"""The language scorer: exact, order-free, bounded."""

import importlib.util
from pathlib import Path

import langdetect
from hypothesis import given
from hypothesis import strategies as st

from pumice import language
from pumice.data import digests, unpacked

REPO = Path(__file__).parent.parent
SENTENCES = {
    "de": "Der Wind trieb die letzten Blätter über den leeren Hof.",
    "en": "The wind drove the last leaves across the empty yard.",
    "fr": "Le vent poussait les dernières feuilles à travers la cour vide.",
    "hu": "A szél az utolsó leveleket kergette az üres udvaron.",
    "ja": "風が最後の葉を空の庭に吹き飛ばした。",
    "ko": "바람이 빈 마당을 가로질러 마지막 잎을 몰았다.",
    "pl": "Wiatr gnał ostatnie liście przez puste podwórze.",
    "ru": "Ветер гнал последние листья по пустому двору.",
    "tr": "Rüzgâr son yaprakları boş avluda sürüklüyordu.",
    "vi": "Gió thổi những chiếc lá cuối cùng qua khoảng sân trống.",
    "zh-cn": "风把最后的落叶吹过空荡荡的院子。",
}


def test_sentences_are_named() -> None:
    assert {sentence: language.identify(sentence) for sentence in SENTENCES.values()} == {
        sentence: name for name, sentence in SENTENCES.items()
    }


def test_nothing_to_go_by_is_undetermined() -> None:
    assert language.identify("") == language.identify("12:30 — 14:00 !!") == language.UNKNOWN


@given(st.lists(st.sampled_from(sorted(SENTENCES.values())), max_size=5))
def test_a_score_is_the_sum_of_its_words_in_any_order(parts: list[str]) -> None:
    words = language.folded_words(" ".join(parts))
    assert language.packed_score(words) == language.packed_score(reversed(words))
    assert language.packed_score(words) == sum(language.packed_score([word]) for word in words)


@given(st.text())
def test_any_text_has_a_score(text: str) -> None:
    found = language.scores(text)
    assert tuple(found) == language.languages()
    assert min(found.values()) >= 0


def test_a_long_text_is_sampled_from_end_to_end() -> None:
    text = SENTENCES["en"] * 10_000 + SENTENCES["ru"] * 10_000
    sample = language.sampled(text, 4_000)
    assert len(sample) <= 4_000
    assert "wind" in sample
    assert "листья" in sample


def test_sums_never_reach_the_next_language() -> None:
    heaviest = max(ord(weight) - 0x1000 for row in language._profiles().rows.values() for weight in row[1::2])
    assert language._MOST * 3 * heaviest < 1 << language.BITS


def test_every_table_has_its_digest() -> None:
    assert all(unpacked(name) for name in digests())


def test_the_table_is_what_the_profiles_of_langdetect_give() -> None:
    spec = importlib.util.spec_from_file_location("build_tables", REPO / "tools" / "build_tables.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.language_table() == unpacked("language.txt")


def test_it_agrees_with_langdetect_on_sentences() -> None:
    langdetect.DetectorFactory.seed = 0
    assert {langdetect.detect(sentence) for sentence in SENTENCES.values()} == SENTENCES.keys()
