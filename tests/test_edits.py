"""Laws of the edit algebra, on generated texts and trails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumice.edits import (
    Edit,
    EditError,
    Edits,
    Layer,
    Trail,
    apply,
    evidence,
    flatten,
    invert,
    replay,
    to_clean,
    to_first,
    trace,
    undo,
)
from pumice.record import read_trail, trail_lines

TEXTS = st.text("ab \n\u00e9\u2028\udc80", max_size=30)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> Edits:
    """Sorted, separate edits that fit `text`, insertions and removals among them."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits: list[Edit] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        after = draw(st.text("xyz\n", max_size=4))
        if after != text[start:end] and (not edits or start > edits[-1].start):
            edits.append(Edit(start, text[start:end], after, draw(st.sampled_from("pqr")), evidence(why="law")))
    return tuple(edits)


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, Trail, str]:
    """A first text, a trail, and the text it leads to."""
    first = now = draw(TEXTS)
    layers: list[Layer] = []
    for number in range(draw(st.integers(0, 4))):
        edits = draw(edits_of(now))
        if edits:
            layers.append(Layer(f"step-{number}", edits))
            now = apply(now, edits)
    return first, tuple(layers), now


@given(histories())
def test_undo_restores_the_first_text(history: tuple[str, Trail, str]) -> None:
    first, trail, clean = history
    assert replay(first, trail) == clean
    assert undo(clean, trail) == first


@given(histories())
def test_an_inverse_inverted_is_the_edit(history: tuple[str, Trail, str]) -> None:
    for layer in history[1]:
        assert invert(invert(layer.edits)) == layer.edits


@given(histories(), st.data())
def test_a_span_traced_back_and_forth_covers_itself(history: tuple[str, Trail, str], data: st.DataObject) -> None:
    first, trail, clean = history
    start, end = sorted((data.draw(st.integers(0, len(clean))), data.draw(st.integers(0, len(clean)))))
    back = to_first((start, end), trail, wide=True)
    assert 0 <= back[0] <= back[1] <= len(first)
    forth = to_clean(back, trail, wide=True)
    assert forth[0] <= start
    assert end <= forth[1]


@given(histories(), st.data())
def test_a_span_no_edit_touched_is_the_same_text(history: tuple[str, Trail, str], data: st.DataObject) -> None:
    first, trail, clean = history
    start, end = sorted((data.draw(st.integers(0, len(clean))), data.draw(st.integers(0, len(clean)))))
    low, high = start, end
    for layer in reversed(trail):
        undoing = invert(layer.edits)
        if any(edit.start < high and edit.end > low for edit in undoing) or low == high:
            return
        low, high = trace((low, high), undoing)
    assert first[low:high] == clean[start:end]


@given(histories())
def test_flat_edits_have_the_effect_of_the_trail(history: tuple[str, Trail, str]) -> None:
    first, trail, clean = history
    flat = flatten(first, trail)
    assert apply(first, flat) == clean
    assert apply(clean, invert(flat)) == first
    made_by = {edit.rule for layer in trail for edit in layer.edits}
    assert {name for edit in flat for name in edit.rule.split("+")} <= made_by


@given(histories())
def test_a_trail_survives_its_file(history: tuple[str, Trail, str]) -> None:
    _, trail, _ = history
    written = trail_lines(trail)
    assert read_trail(written) == trail
    assert written.count(b"\n") == sum(len(layer.edits) for layer in trail)


@given(TEXTS, st.data())
def test_edits_that_do_not_fit_are_refused(text: str, data: st.DataObject) -> None:
    for edit in data.draw(edits_of(text)):
        wrong = Edit(edit.start, edit.before + "Q", edit.after, edit.rule)
        with pytest.raises(EditError):
            apply(text, [wrong])


def test_an_edit_that_changes_nothing_is_refused() -> None:
    with pytest.raises(EditError, match="changes nothing"):
        Edit(3, "a", "a")


def test_edits_that_overlap_are_refused() -> None:
    overlapping = (Edit(0, "ab", "x"), Edit(1, "bc", "y"))
    with pytest.raises(EditError, match="overlaps"):
        Layer("step", overlapping)
    with pytest.raises(EditError, match="overlaps"):
        apply("abc", overlapping)


def test_a_layer_without_edits_is_refused() -> None:
    with pytest.raises(EditError, match="leaves no layer"):
        Layer("step", ())


def test_an_edit_past_the_end_is_refused() -> None:
    with pytest.raises(EditError):
        apply("abc", [Edit(9, "", "x")])
