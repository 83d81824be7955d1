"""Hostile pages through the whole pipeline: a result in bounded time, and no text that vanishes without a word."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumice.markup import render
from pumice.pipeline import Result, normalize
from tests.markup.shapes import FRAGMENTS, MARK, SHAPES, SWALLOWED

SIZE = 2_000
SECONDS = 10


def cleaned(source: str, *, main_only: bool) -> Result:
    return normalize(source.encode("utf-8", "surrogatepass"), name="page.html", main_only=main_only)


@pytest.mark.parametrize("main_only", [False, True])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_each_shape_gives_a_result_in_time(shape: object, main_only: bool) -> None:
    source = shape(SIZE)  # type: ignore[operator]
    before = time.process_time()
    result = cleaned(source, main_only=main_only)
    assert time.process_time() - before < SECONDS
    assert result.text is not None or result.record.faults


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_what_is_seen_is_in_the_first_text(shape: object) -> None:
    assert MARK in render(shape(SIZE)).text  # type: ignore[operator]


@pytest.mark.parametrize("shape", SWALLOWED.values(), ids=SWALLOWED.keys())
def test_what_an_unclosed_element_swallows_is_said(shape: object) -> None:
    page = render(shape(SIZE))  # type: ignore[operator]
    assert MARK in page.text or "markup.unclosed-element" in {finding.code for finding in page.findings}


def test_elements_that_end_swallow_nothing() -> None:
    closed = "".join(f"<{name}>x</{name.upper()}>" for name in ("script", "style", "title", "iframe", "template"))
    assert render(f"<p>A line.{closed}<p>{'word ' * 100}<scripture>").findings == ()


PIECES = st.sampled_from(FRAGMENTS)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_generated_pages_are_cleaned(source: str, main_only: bool) -> None:
    result = cleaned(source, main_only=main_only)
    assert result.text is not None
    assert cleaned(source, main_only=main_only) == result
