"""A person's word: what is kept stays, what is dropped goes, and saying it twice changes nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumice.findings import Finding
from pumice.furniture.by_hand import carried_out
from pumice.options import Options
from pumice.overrides import Entry, Overrides, Switch, concerns, matches, plain
from pumice.pipeline import Result, normalize, plan
from pumice.record import record_object
from pumice.rule import Proposal, Step

BODY = "The harbour master counted the boats twice before he went home, and found one more than in the morning.\n"
# Furniture of several kinds, and lines that are none.
LINES = st.sampled_from(
    ("Back to top", "Share on WhatsApp", "FacebookTwitterLinkedIn", "Next", "Print", "A Title Share Tweet", BODY[:-1])
)
TEXTS = st.lists(LINES, min_size=1, max_size=12).map("\n".join)


def cleaned(text: str, overrides: Overrides, name: str = "news/page.txt") -> Result:
    return normalize(text.encode(), name=name, options=Options(overrides=overrides))


def lines(result: Result) -> list[str]:
    assert result.text is not None
    return result.text.splitlines()


@given(TEXTS, st.sets(LINES, min_size=1))
def test_what_is_kept_by_hand_stays_and_a_second_pass_changes_nothing(text: str, kept: set[str]) -> None:
    overrides = Overrides(keep=tuple(Entry(line=line) for line in sorted(kept)))
    result = cleaned(text, overrides)
    assert [line for line in lines(result) if line in kept] == [line for line in text.split("\n") if line in kept]
    again = cleaned(result.text or "", overrides)
    assert (again.text, again.trail) == (result.text, ())


@given(TEXTS, st.sets(LINES, min_size=1), st.sets(LINES))
def test_what_is_dropped_by_hand_goes_unless_it_is_kept(text: str, dropped: set[str], kept: set[str]) -> None:
    overrides = Overrides(
        keep=tuple(Entry(line=line) for line in sorted(kept)), drop=tuple(Entry(line=line) for line in sorted(dropped))
    )
    result = cleaned(text, overrides)
    assert not (dropped - kept) & set(lines(result))
    assert {line for line in text.split("\n") if line in kept} <= set(lines(result))
    assert cleaned(result.text or "", overrides).trail == ()


def test_a_dropped_line_names_the_entry_that_dropped_it() -> None:
    overrides = Overrides(drop=(Entry(pattern="Join * members", reason="a counter"),))
    result = cleaned(BODY + "Join 5,000 members\n", overrides)
    assert result.text == BODY
    (edit,) = result.trail[0].edits
    assert edit.rule == "furniture.dropped-by-hand"
    assert dict(edit.evidence) == {"kind": "dropped-by-hand", "pattern": "Join * members", "reason": "a counter"}


def test_a_kept_line_is_told_with_the_rule_it_was_kept_from() -> None:
    result = cleaned(BODY + "Back to top\n", Overrides(keep=(Entry(line="Back to top"),)))
    assert result.text == BODY + "Back to top\n"
    (finding,) = result.findings
    assert (finding.code, finding.start) == ("furniture.kept-by-hand", len(BODY))
    assert dict(finding.evidence) == {"line": "Back to top", "rule": "furniture.back-to-top"}


def test_a_kept_line_is_in_doubt_no_more() -> None:
    def doubting(text: str) -> Iterator[Proposal]:
        for line in ("Next", "Print"):
            start = text.index(line)
            yield Finding("furniture.doubtful", "may be page furniture", start, start + len(line))

    step = Step("furniture.lines", doubting, ())
    (kept,) = carried_out((step,), Overrides(keep=(Entry(line="Next"),)))
    _, findings = kept.run(BODY + "Next\nPrint\n")
    assert [finding.start for finding in findings] == [len(BODY) + 5]


def test_nothing_is_cut_out_of_a_kept_line() -> None:
    title = "The Ferry Comes Back to Town Share Tweet\n"
    assert cleaned(title + BODY, Overrides()).text == "The Ferry Comes Back to Town\n" + BODY
    assert cleaned(title + BODY, Overrides(keep=(Entry(pattern="The Ferry *"),))).text == title + BODY


def test_a_line_kept_between_others_that_go_stands_alone() -> None:
    text = BODY + "Back to top\nShare on WhatsApp\nFacebookTwitterLinkedIn\n"
    assert cleaned(text, Overrides(keep=(Entry(line="Share on WhatsApp"),))).text == BODY + "Share on WhatsApp\n"


def test_an_entry_holds_where_its_paths_say() -> None:
    overrides = Overrides(
        drop=(Entry(line="Volume 3", paths=("news/*",)),),
        without=(Switch(("furniture.back-to-top",), paths=("*.old.txt",)),),
    )
    text = "Volume 3\n" + BODY + "Back to top\n"
    assert cleaned(text, overrides, "news/2009/a.txt").text == BODY
    assert cleaned(text, overrides, "books/a.txt").text == "Volume 3\n" + BODY
    assert cleaned(text, overrides, "books/a.old.txt").text == text


def test_every_word_is_in_the_fingerprint_of_every_document() -> None:
    elsewhere = Overrides(drop=(Entry(line="Volume 3", paths=("news/*",)),))
    here, there = (
        record_object(cleaned(BODY, it, "books/a.txt").record)["fingerprint"] for it in (Overrides(), elsewhere)
    )
    assert here != there == plan(Options(overrides=elsewhere))[1]


def test_the_options_come_back_from_what_the_bag_says_of_them() -> None:
    options = Options(
        without=("form.line-ends",),
        overrides=Overrides(
            keep=(Entry(line="a", paths=("b",)),),
            drop=(Entry(pattern="c*", reason="d"),),
            without=(Switch(("form.blank-lines",)),),
        ),
    )
    assert Options.from_object(json.loads(plan(options)[0])["options"]) == options
    assert Options.from_object(json.loads(plan(replace(options, alt=True))[0])["options"]) != options


@pytest.mark.parametrize(
    ("pattern", "text", "wanted"),
    [
        ("By *", "By Ada", True),
        ("By *", "by Ada", False),
        ("*", "", True),
        ("?", "", False),
        ("Page ? of *", "Page 2 of 17", True),
        ("[Advert*", "[Advertisement]", True),
        ("[ab]", "a", False),
        ("[ab]", "[ab]", True),
        ("a.c", "abc", False),
        ("news/*", "news/2009/a.txt", True),
    ],
)
def test_a_pattern_stands_for_the_whole_text(pattern: str, text: str, wanted: bool) -> None:
    assert matches(pattern, text) is wanted
    assert concerns((pattern,), text) is wanted


def test_no_pattern_hangs() -> None:
    assert not matches("*a" * 200 + "*b", "a" * 100_000)
    assert not matches("*a?" * 200 + "b", "a" * 100_000)


def test_lines_are_compared_without_regard_to_their_spaces_and_unicode_form() -> None:
    assert plain("  Cafe\N{COMBINING ACUTE ACCENT}\N{NO-BREAK SPACE} noir ") == "Café noir"


def test_a_persons_word_counts_where_nothing_else_is_stripped() -> None:
    overrides = Overrides(drop=(Entry(line="Volume 3"),))
    result = normalize(
        f"Back to top\nVolume 3\n{BODY}".encode(), name="a.txt", options=Options("off", (), overrides=overrides)
    )
    assert result.text == "Back to top\n" + BODY
