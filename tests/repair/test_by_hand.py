"""Repairs that a person wrote into pumice.toml."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumice import normalize
from pumice.options import Options
from pumice.overrides import Overrides, Replacement
from pumice.pipeline import Result, restore
from pumice.repairs.by_hand import endless, steps
from pumice.sieve import concerned

QUOTED = "Such garbled text looks like `Ïðèâåò` instead of what was written.\n"


def cleaned(text: str, *entries: Replacement, name: str = "news/a.txt") -> Result:
    return normalize(text.encode(), name=name, options=Options(overrides=Overrides(replace=entries)))


def test_suspected_damage_is_repaired_and_no_finding_any_more() -> None:
    assert [finding.code for finding in cleaned(QUOTED).findings] == ["repair.suspected"]
    result = cleaned(QUOTED, Replacement("`Ïðèâåò`", "`Привет`", reason="asked the author"))
    assert result.text == QUOTED.replace("Ïðèâåò", "Привет")
    assert result.findings == ()
    (edit,) = [edit for layer in result.trail for edit in layer.edits]
    assert (edit.rule, edit.before, edit.after) == ("repair.by-hand", "`Ïðèâåò`", "`Привет`")
    assert dict(edit.evidence) == {"reason": "asked the author"}
    assert dict(result.record.edits) == {"repair.by-hand": 1}


def test_what_was_not_repaired_is_still_found() -> None:
    text = QUOTED + QUOTED.replace("Ïðèâåò", "Ñïàñèáî")
    (both,) = cleaned(text).findings
    assert text[both.start : both.end].startswith("`Ïðèâåò`")
    (left,) = cleaned(text, Replacement("Ïðèâåò", "Привет")).findings
    assert text[left.start : left.end] == "`Ñïàñèáî`"


def test_the_raw_bytes_come_back_and_a_second_run_changes_nothing() -> None:
    entry = Replacement("K~ln", "Köln")
    result = cleaned("The  ferry to K~ln.\r\n", entry)
    assert result.text == "The ferry to Köln.\n"
    assert restore(result.data, result.trail, result.record) == b"The  ferry to K~ln.\r\n"
    assert cleaned(result.text, entry).trail == ()


def test_it_counts_where_its_paths_say_and_in_the_text_as_it_is_in_normal_form() -> None:
    entry = Replacement("cafe\u0301~", "café.", paths=("news/*",))
    assert cleaned("The cafe\u0301~\n", entry).text == "The café.\n"
    assert cleaned("The cafe\u0301~\n", entry, name="poems/a.txt").text == "The café~\n"


def test_the_first_of_two_entries_that_meet_wins() -> None:
    entries = Replacement("b-c", "B"), Replacement("a-b-c", "no"), Replacement("c-d", "no")
    assert cleaned("a-b-c-d\n", *entries).text == "a-B-d\n"


def test_what_it_leaves_is_repaired_and_stripped_as_any_text() -> None:
    result = cleaned(
        "A long enough line about the harbour and its lamps.\n\nSh@re on Wh@tsApp\n", Replacement("@", "a")
    )
    assert result.text == "A long enough line about the harbour and its lamps.\n"


def test_many_entries_are_one_search() -> None:
    entries = [Replacement(f"n{number}~(text)[{number}]", f"{number}") for number in range(3000)]
    (step,) = steps(entries)
    assert list(concerned("n2999~(text)[2999] stands here", (step,))) == [0]
    assert list(concerned("nothing of it stands here", (step,))) == []


@pytest.mark.parametrize(
    ("pairs", "stops"),
    [
        ([("a", "b"), ("b", "c"), ("c", "d")], True),
        ([("c", "d"), ("b", "c"), ("a", "b")], True),
        ([("a", "b"), ("b", "a")], False),
        ([("é", "e\u0301~")], False),
        ([("ab", "b")], True),
    ],
)
def test_what_would_never_end_is_seen(pairs: list[tuple[str, str]], stops: bool) -> None:
    assert (endless([Replacement(*pair) for pair in pairs]) is None) == stops


@given(
    st.lists(st.tuples(st.text("abé<", min_size=1, max_size=3), st.text("abcé", max_size=3)), max_size=4),
    st.text("abcé< \n", max_size=40),
)
def test_any_entries_give_a_text_at_rest_or_none(pairs: list[tuple[str, str]], text: str) -> None:
    entries = [Replacement(*pair) for pair in pairs if pair[0] != pair[1]]
    result = cleaned(text, *entries)
    if result.text is None:
        assert [finding.code for finding in result.findings] == ["pipeline.unstable"]
    else:
        assert not any(entry.text in result.text for entry in entries if endless(entries) is None)
        assert restore(result.data, result.trail, result.record) == text.encode()
