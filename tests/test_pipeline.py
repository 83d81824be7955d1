"""Laws of the whole pipeline, on arbitrary bytes: no exception, undo exact, a second pass empty."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pumice.decode import encode
from pumice.edits import undo
from pumice.errors import Misuse, NotAsItShouldBe
from pumice.options import Options
from pumice.pipeline import Result, normalize, repair_text, restore
from pumice.record import read_record, read_trail, record_line, trail_lines

# Pieces that wake the steps, so that generated documents are not only noise.
PIECES = st.sampled_from(
    [
        "gWordh ", "donft ", "Share on Facebook\n", "Back to top\n", "â€™", "Ã©", "\u00a0", "\u200b", "\r\n", "\t",
        "\x00",         "\ufeff", "e\u0301", "\n\n\n", "   ", "She didn’t say a word about it.\n",
        "English Deutsch Français\n", "&amp;",
        "=92", "\x1b[31m", "1. ", "\u202e", "一二三", "привет ", "?", "\ufffd", "PDF Print E-mail\n", "(c) 2020\n",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25).map("".join)
BYTES = st.one_of(
    st.binary(max_size=200),
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    TEXTS.map(lambda text: text.encode("cp1252", "replace")),
    TEXTS.map(lambda text: text.encode("utf-16", "surrogatepass")),
)


def check(result: Result, data: bytes) -> None:
    """What must hold of any result."""
    assert read_record(record_line(result.record)) == result.record
    assert read_trail(trail_lines(result.trail)) == result.trail
    if result.text is None:
        assert any(finding.code.startswith(("pipeline.", "decode.lossy")) for finding in result.findings)
        return
    assert result.record.reading is not None
    assert restore(result.data, result.trail, result.record) == data
    assert encode(result.record.reading, undo(result.text, result.trail)) == data
    again = normalize(result.data, name="again.txt")
    assert again.text == result.text
    assert again.trail == ()


@given(BYTES)
@example(b"")
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
@example(b"\x1b$B!H\x1b(B")
@example(b"a\x00b")
def test_any_bytes_come_out_clean_and_come_back(data: bytes) -> None:
    check(normalize(data, name="any.txt"), data)


@given(TEXTS)
def test_repair_is_undone_and_at_rest(text: str) -> None:
    repaired = repair_text(text)
    assert undo(repaired.text, repaired.trail) == text
    assert repair_text(repaired.text).trail == ()


def test_a_document_that_never_rests_is_refused() -> None:
    from pumice.edits import Edit
    from pumice.pipeline import run
    from pumice.rule import Step

    growing = Step("test.growing", lambda text: [Edit(len(text), "", "x", "test.growing")], ())
    text, trail, findings = run("abc", (growing,))
    assert (text, trail) == ("abc", ())
    assert [finding.code for finding in findings] == ["pipeline.unstable"]


def test_a_trail_of_another_document_is_noticed() -> None:
    one = normalize(b"One  double space.\r\n", name="one.txt")
    two = normalize(b"Two  words.\r\n", name="two.txt")
    with pytest.raises(NotAsItShouldBe, match=r"one\.txt"):
        restore(two.data, one.trail, one.record)


def test_an_unknown_strip_level_is_refused() -> None:
    with pytest.raises(Misuse, match="strip level"):
        Options(strip="brutal")  # type: ignore[arg-type]


def test_a_rule_switched_off_changes_nothing() -> None:
    page = b"Share on Facebook\n\nThe keepers met again in June, and nobody spoke of the lamp.\n\nBack to top\n"
    assert "Share" not in (normalize(page, name="page.txt").text or "")
    result = normalize(page, name="page.txt", options=Options(without=("furniture.share", "form.blank-lines")))
    assert (result.text or "").startswith("Share on Facebook\n")
    assert "furniture.back-to-top" in dict(result.record.edits)
    assert "furniture.share" not in dict(result.record.edits)


def test_options_can_be_given_by_name() -> None:
    page = b"Back to top\n\nThe keepers met again in June, and nobody spoke of the lamp.\n"
    assert normalize(page, name="page.txt", strip="off").text == page.decode()
    assert normalize(page, name="page.txt", without=("furniture.back-to-top",)).text == page.decode()
    assert normalize(page, name="page.txt").text == page.decode().partition("\n\n")[2]
