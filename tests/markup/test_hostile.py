"""Pages made to hang, crash or blind a parser: each is read within bounds, and what is not read is said."""

import time

import pytest

from pumice.markup import render

MEGABYTE = 1_000_000
SECONDS = 10
PAGES = {
    "nested divisions": "<div>" * 100_000 + "x",
    "nested bold": "<b>" * 20_000 + "x" + "</b>" * 20_000,
    "nested fonts and paragraphs": "<font><p>" * 5_000 + "x",
    "nested tables": "<table><tr><td>" * 10_000 + "x",
    "nested lists": "<ul><li>" * 20_000 + "x",
    "nested quotes": "<blockquote>" * 20_000 + "x",
    "nested preformatted": "<pre>" * 20_000 + "x",
    "nested links": "<a href=x>" * 50_000 + "x",
    "nested ruby": "<ruby><rt>" * 20_000 + "x",
    "nested hidden": "<div hidden>" * 20_000 + "x",
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(200_000)) + ">x",
    "attributes behind a quoted bracket": "<p t='>' " + " ".join(f"a{number}" for number in range(200_000)) + ">x",
    "attributes with brackets in their names": "<p " + " ".join(f"a<{number}" for number in range(200_000)) + ">x",
    "unclosed quotes": '<a href="' * 500_000 + ">x",
    "equals signs and quotes": "<a " + "=\"='" * 500_000 + ">x",
    "classes": f"<p class='{'c ' * 500_000}'>x",
    "breaks": "<br>" * 500_000 + "x",
    "one cell rows": "<table>" + "<tr><td>x" * 100_000,
    "cells of one row": "<table><tr>" + "<td>x" * 200_000,
    "paragraphs": "<p>x" * 400_000,
    "choices": "<select>" + "<option>x" * 200_000,
    "references": "&amp;" * 500_000 + "x",
    "surrogates": "<p>" + "\udc80\ud800" * 500_000,
    "private characters": "<p>" + "\U0010f780" * 500_000,
    "spaces": "<p>a" + " " * MEGABYTE + "b",
    "line ends in preformatted text": "<pre>" + "\n" * MEGABYTE + "x",
    "ends of the page": "</html>" * 200_000 + "x",
    "closed comments": "<!-- -->" * 200_000 + "x",
    "styles": f"<p style='{'display:' * 100_000}'>x",
}
UNREAD = {
    "open comments": "<!--" * 1_250_000,
    "open declarations": "<![CDATA[" * 500_000,
    "open programs": "<script><!--<script>" * 200_000,
    "zeros": "<p>" + "\0" * MEGABYTE,
}


@pytest.mark.parametrize("source", PAGES.values(), ids=PAGES.keys())
def test_text_is_read_in_time(source: str) -> None:
    before = time.process_time()
    page = render(source)
    assert time.process_time() - before < SECONDS
    assert any(character in page.text for character in "x\U0010f780\udc80b") or page.findings


@pytest.mark.parametrize("source", UNREAD.values(), ids=UNREAD.keys())
def test_what_no_reader_sees_is_said(source: str) -> None:
    before = time.process_time()
    page = render(source)
    assert time.process_time() - before < SECONDS
    assert page.findings
