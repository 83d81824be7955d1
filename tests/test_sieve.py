"""The search that spares steps: no step that is spared would have had anything to say."""

import re2
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pumice import form, repairs, words
from pumice.catalogue import EVERYTHING
from pumice.pipeline import steps
from pumice.repairs import calm
from pumice.repairs.leadbyte_common import COMMON, sound_g
from pumice.repairs.leadbyte_seeds import _odd_run
from pumice.repairs.leadbyte_words import may_open
from pumice.repairs.marks_lost import CONTRACTED, _contracts, contracted_by
from pumice.rule import Step
from pumice.sieve import concerned

STEPS: tuple[Step, ...] = (*repairs.STEPS, *form.STEPS, form.BLANK_LINES)
SHOWN = [text for step in STEPS for rule in step.rules for text in (*(one for one, _ in rule.changes), *rule.keeps)]
# What the steps look for, in parts that may meet in any order.
SIGNS = [
    *"=+%&;#$?|{}\\u<>()[]\"'`´¨ˇ¹²³íÕÆÅüÃÂâA©°¬¦™€“”‘’–—…\ufffd\0\x13\x19\x1c\x1d\x1b\x08\x7f\x81\x85",
    *"\u200b\u200d\u202e\ufeff\u3000\u2028\u0301\u1100\u1161ﬁ中셳なа\x93\xa0\xad\t\r\f\v \n", "\ud83d", "\udc80",
    "烫烫烫", "锟斤拷", "92", "C3=A9", "1B$B", "IBk-", "%u2019", "\\u2019", "u2019", "&rsquo;", "&amp;", "&#146;",
    "&#65533;", "$B!G(B", "don", "t", "s", "re", "ll", "d", " ", "g", "h", "f", "e", "c", "n", "gone", "world", "fs",
    "nft", "gW", "dh", ".", "the", "T|r", "f|r", "signi", "cant", "3", "_", "/", "\n\n\n",
]  # fmt: skip
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(SIGNS),
        st.sampled_from(SHOWN),
        st.sampled_from(SHOWN).flatmap(lambda text: st.integers(0, len(text)).map(lambda at: text[at:])),
        st.text(max_size=3),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=1_500, deadline=None)
@given(TEXTS)
@example("gfoof gg h")
@example("x" * 50 + "fs")
def test_a_step_that_is_spared_would_have_said_nothing(text: str) -> None:
    asked = concerned(text, STEPS)
    for place, step in enumerate(STEPS):
        assert place in asked or step.run(text) == ((), ()), step.name


def test_no_change_that_a_rule_shows_is_spared() -> None:
    every = steps(EVERYTHING)
    for place, step in enumerate(every):
        for rule in step.rules:
            for before, _ in rule.changes:
                assert place in concerned(before, every), (rule.code, before)


def test_plain_text_concerns_no_step() -> None:
    plain = "The keepers met again in June, and nobody spoke of the lamp. Which of them had lit it? All said no.\n"
    assert not concerned(plain * 50, STEPS)


def test_a_step_that_names_nothing_is_always_asked() -> None:
    asks = Step("test.any", lambda _: (), ())
    assert list(concerned("", (asks,))) == list(concerned("plain", (asks,))) == [0]


def test_every_expression_is_one() -> None:
    options = re2.Options()
    options.max_mem = 1 << 26
    for step in STEPS:
        assert step.concerns, step.name
        re2.compile(step.concerns, options)


def test_words_passed_over_are_sound() -> None:
    assert not [word for word in sorted(sound_g()) if may_open(word)]
    assert not [word for word in sorted(COMMON) if len(word) > 1 and _odd_run(word)]


def test_certain_contractions_are_all_looked_for() -> None:
    search = re2.compile(contracted_by("¹"))
    certain = [
        (left, right)
        for left, sign, right in (word.partition("'") for word in sorted(words.table("en")))
        if sign and right in ("t", *CONTRACTED) and _contracts(left, right)
    ]
    assert len(certain) > 40
    assert not [(left, right) for left, right in certain if not search.search(f"and {left}¹{right}.")]
    assert not [(left, right) for left, right in certain if not search.search(f"{left.upper()}¹{right.upper()}")]
    assert not search.search("première¹s élève¹re")


@settings(max_examples=1_000, deadline=None)
@given(st.text("aZéÀþŠß»“’°©│┌╬─ \nдЖ中のü한£×", max_size=8), st.sampled_from(["en", "fr", "ru", "ja"]))
def test_the_linear_search_of_calm_text_finds_what_the_places_are(text: str, lang: str) -> None:
    found = calm._foreign_or_inside((lang,)).search(text.encode())
    assert (found is not None) == any(search.search(text) for search in calm._searches((lang,))[:2])
