"""The pieces of a document are its raw text on one side and its clean text on the other, whatever the trail."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pumice.edits import Edit, Layer, Trail, apply, replay
from pumice.pipeline import normalize
from pumice.report.pieces import Piece, pieces

LETTERS = st.text("ab\n ", max_size=12)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, Trail]:
    """A text and a trail that fits it."""
    text = first = draw(LETTERS)
    layers = []
    for number in range(draw(st.integers(0, 5))):
        places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        edits = []
        for start, end in zip(places[::2], places[1::2], strict=False):
            after = draw(st.text("xy\n", max_size=3))
            start = end if draw(st.booleans()) else start
            if text[start:end] != after:
                edits.append(Edit(start, text[start:end], after, f"r{number}"))
        if edits:
            layers.append(Layer(f"s{number}", tuple(edits)))
            text = apply(text, edits)
    return first, tuple(layers)


@given(documents())
def test_both_sides_come_out_of_the_pieces(document: tuple[str, Trail]) -> None:
    first, trail = document
    row = pieces(first, trail)
    assert "".join(first[piece.start : piece.end] for piece in row) == first
    assert all(one.end == other.start for one, other in pairwise(row))
    now = "".join(first[piece.start : piece.end] if piece.after is None else piece.after for piece in row)
    assert now == replay(first, trail)


@given(documents())
def test_every_edit_is_the_reason_of_one_piece(document: tuple[str, Trail]) -> None:
    first, trail = document
    named = [id(edit) for piece in pieces(first, trail) for edit in piece.why]
    assert sorted(named) == sorted(id(edit) for layer in trail for edit in layer.edits)


def test_removed_lines_that_touch_keep_their_own_reasons() -> None:
    first = "Share\nPrint\nText\n"
    share, printed = Edit(0, "Share\n", "", "share"), Edit(0, "Print\n", "", "print")
    row = pieces(first, (Layer("one", (share,)), Layer("two", (printed,))))
    assert row == [Piece(0, 6, "", (share,)), Piece(6, 12, "", (printed,)), Piece(12, 17)]


def test_an_edit_in_what_an_edit_wrote_is_one_piece_with_it() -> None:
    first = "say gyes  nowh\n"
    repair = Edit(4, "gyes  nowh", "“yes  now”", "repair")
    space = Edit(8, "  ", " ", "space")
    row = pieces(first, (Layer("one", (repair,)), Layer("two", (space,))))
    assert row == [Piece(0, 4), Piece(4, 14, "“yes now”", (repair, space)), Piece(14, 15)]


def test_a_real_document_comes_apart_line_by_line() -> None:
    raw = "The boat was late.\n\nShare on WhatsApp\nBack to top\n"
    done = normalize(raw.encode(), name="a.txt")
    gone = [piece for piece in pieces(raw, done.trail) if any(it.rule.startswith("furniture.") for it in piece.why)]
    assert [raw[piece.start : piece.end] for piece in gone] == ["Share on WhatsApp\n", "Back to top\n"]
