"""What `classify_by_model` promises for any text: a verdict a line, rest, levels that nest, and prose left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumice.furniture.decision import classify_by_model

BODY = (
    "The harbour froze in the second week of January, and for nine days no boat went out to the islands.",
    "People walked across the ice with sledges, carrying flour, lamp oil and the post, as their parents had done.",
    "When the thaw came it came at night, with a sound like furniture being moved in a house next door.",
)
MENU = ("Home", "About us", "Contact", "Login", "Register", "Search")
FOOT = ("Share on Facebook", "Subscribe to our newsletter", "Privacy Policy", "Terms of Use", "All rights reserved.")
PAGE = "\n".join((*MENU, *BODY, *FOOT))


def kept(text: str, level: str) -> list[str]:
    return [line for line, v in zip(text.split("\n"), classify_by_model(text, level), strict=True) if v.keep]


@pytest.mark.parametrize("level", ["careful", "thorough"])
def test_the_body_stays(level: str) -> None:
    assert [line for line in kept(PAGE, level) if len(line) > 60] == list(BODY)


@pytest.mark.parametrize(
    "text", ["", "\n", "\n\n  \n", "one", "one\n", "a\n\nb", "\x00", "\ud800", "\x1c\n\x85\n\u2028"]
)
@pytest.mark.parametrize("level", ["careful", "thorough", "off"])
def test_one_verdict_a_line(text: str, level: str) -> None:
    assert len(classify_by_model(text, level)) == len(text.split("\n"))


def test_off_keeps_everything() -> None:
    assert all(v.keep for v in classify_by_model(PAGE, "off"))


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="brutal"):
        classify_by_model("a", "brutal")


@pytest.mark.parametrize("level", ["careful", "thorough"])
def test_blank_lines_do_not_count(level: str) -> None:
    spaced = PAGE.replace("\n", "\n\n")
    assert [line for line in kept(spaced, level) if line] == kept(PAGE, level)


lines = st.lists(
    st.sampled_from([*MENU, *BODY, *FOOT, "", "12 May", "•", "Читать далее", "首页"]) | st.text(max_size=60)
)


@settings(max_examples=60, deadline=None)
@given(lines, st.sampled_from(["careful", "thorough"]))
def test_what_is_left_is_left_alone(some: list[str], level: str) -> None:
    left = kept("\n".join(some), level)
    assert kept("\n".join(left), level) == (left or [""])
