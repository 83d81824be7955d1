"""The page as bytes: everything is in it, nothing in it can act, and it is the same every time."""

import base64
import io
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from pumice.corpus import open_bag
from pumice.edits import undo
from pumice.report.facts import Frequent
from pumice.report.markup import bar, exact, histogram, per_cent, size, text
from pumice.report.write import report

BLOCK = re.compile(r'<script type="application/json" id="(\w+?)(\d*)">(.*?)</script>', re.DOTALL)


def blocks(page: bytes, kind: str) -> list[Any]:
    return [json.loads(value) for name, _, value in BLOCK.findall(page.decode()) if name == kind]


def side(rows: list[list[Any]], at: int) -> str:
    """One side of the rows: 0 is raw, 1 is clean."""
    every = (part if isinstance(part, list) else [part, None] for row in rows for part in row)
    return "".join(part[0] if part[at] is None else part[at] for part in every)


def test_both_texts_of_every_document_are_in_the_page(bag: Path, page_bytes: bytes) -> None:
    shown = blocks(page_bytes, "text")
    with open_bag(bag) as opened:
        documents = list(opened)
        assert len(shown) == len(documents) == 64
        for document, value in zip(documents, shown, strict=True):
            clean = document.text if document.published else ""
            assert side(value["rows"], 1) == clean
            assert side(value["rows"], 0) == (undo(clean, document.trail) if document.published else "")


def test_every_edit_keeps_its_reason(bag: Path, page_bytes: bytes) -> None:
    shown = blocks(page_bytes, "text")
    with open_bag(bag) as opened:
        for document, value in zip(opened, shown, strict=True):
            told = {json.dumps(why, sort_keys=True) for why in value["why"]}
            known = {
                json.dumps([edit.rule, dict(edit.evidence)] if edit.evidence else [edit.rule], sort_keys=True)
                for layer in (document.trail if document.published else ())
                for edit in layer.edits
            }
            assert told == known


def test_a_line_of_the_page_is_a_line_of_the_text(page_bytes: bytes) -> None:
    for value in blocks(page_bytes, "text"):
        befores = ["".join(part if isinstance(part, str) else part[0] for part in row) for row in value["rows"]]
        assert all(before.count("\n") <= 1 for before in befores)


def test_the_same_bag_gives_the_same_bytes(bag: Path, page_bytes: bytes) -> None:
    again = io.BytesIO()
    with open_bag(bag) as opened:
        report(opened, again, title="Papers of <the> harbour")
    assert again.getvalue() == page_bytes


def test_no_text_of_the_archive_is_markup(page_bytes: bytes) -> None:
    page = page_bytes.decode()
    for *_, value in BLOCK.findall(page):
        assert "<" not in value
    assert "<img" not in page
    assert "taken'</script>" not in page
    assert "<title>Papers of &lt;the&gt; harbour · pumice</title>" in page
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", page)


def test_the_policy_names_script_and_style_by_digest_and_forbids_the_rest(page_bytes: bytes) -> None:
    page = page_bytes.decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    code, style = (
        re.search(r"<script>(.*?)</script>", page, re.DOTALL),
        re.search(r"<style>(.*?)</style>", page, re.DOTALL),
    )
    assert code
    assert style
    for found, kind in ((code, "script"), (style, "style")):
        digest = base64.b64encode(sha256(found[1].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none';")


def test_the_page_names_no_other_place(page_bytes: bytes) -> None:
    page = page_bytes.decode()
    assert not re.search(r"(?:src|href)=[\"'](?!#)", page)
    assert "url(" not in page
    assert "@import" not in page


def test_what_is_counted_is_forgotten_from_the_rare_end() -> None:
    counted: Frequent[int] = Frequent(most=10)
    for number in range(1000):
        counted.add(7, 0)
        counted.add(number, number)
    top = counted.top(3)
    assert (top[0].thing, top[0].times) == (7, 1001)
    assert len(counted.top(1000)) <= 11


def test_small_pieces() -> None:
    assert [per_cent(*pair) for pair in ((0, 9), (1, 3), (1, 99999), (5, 5), (1, 0))] == [
        "0 %",
        "33.3 %",
        "< 0.1 %",
        "100.0 %",
        "0 %",
    ]
    assert [size(number) for number in (999, 12_345, 4_560_000, 7_000_000_000)] == ["999", "12.3 k", "4.5 M", "7.0 G"]
    assert text("<b>\x1b\u202e") == "&lt;b&gt;\\x1b\\u202e"
    assert exact('"<\udc80') == "&quot;&lt;\\udc80"
    assert 'width="200"' in bar(3, 3, "x")
    assert 'width="1"' in bar(1, 10_000, "x")
    assert 'aria-label="two &quot;a&quot;"' in histogram("t", "x", [("a", 2)], 'two "a"')
