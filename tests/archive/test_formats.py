"""Reports for machines: well-formed whatever the names, and nothing in them acts on a terminal."""

import json
import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from pumice.findings import CODES
from pumice.verify.fault import Fault
from pumice.verify.formats import as_github, as_json_lines, as_junit, as_sarif, shown

CODE = st.sampled_from(sorted(code for code in CODES if code.startswith(("bag.", "raw.", "record."))))
TEXT = st.text(st.characters(), max_size=30) | st.sampled_from(
    ["\x1b]0;title\x07", "a\r\n::error::b", "\u202egpj", "\udcff.txt", "]]>", '"&<>', "a,b:c%0A", "\U000e0041"]
)
FAULTS = st.lists(st.builds(Fault, CODE, TEXT, TEXT, TEXT), max_size=6).map(tuple)
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
MISSING = (Fault("bag.missing", "data/a.txt"), Fault("bag.odd-line", "manifest-md5.txt", "a path", "./"))


@given(FAULTS)
def test_nothing_acts_on_a_terminal(faults: tuple[Fault, ...]) -> None:
    for text in (
        as_json_lines(faults),
        as_junit(faults, "clean", 3),
        as_github(faults, "clean"),
        as_sarif(faults, "clean", "1"),
    ):
        assert not ACTING.search(text)


@given(FAULTS)
def test_all_are_well_formed(faults: tuple[Fault, ...]) -> None:
    assert [json.loads(line)["path"] for line in as_json_lines(faults).splitlines()] == [each.path for each in faults]
    suite = ElementTree.fromstring(as_junit(faults, "clean", 3).encode())
    assert len(suite.findall("testcase")) == len(faults) + 1
    assert [case.get("name") for case in suite.findall("testcase")[1:]] == [shown(each.path) for each in faults]
    assert as_github(faults, "clean").count("\n") == len(faults)
    results = json.loads(as_sarif(faults, "clean", "1"))["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == [fault.code for fault in faults]


@given(st.text(st.characters()), st.text(st.characters()))
def test_shown_names_stay_apart(one: str, other: str) -> None:
    assert (shown(one) == shown(other)) == (one == other)


def test_failures_and_warnings() -> None:
    suite = ElementTree.fromstring(as_junit(MISSING, "clean", 3))
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    assert as_github(MISSING, "clean").splitlines() == [
        "::error file=clean/data/a.txt,title=bag.missing::data/a.txt: A file that a manifest lists is not there.",
        "::warning file=clean/manifest-md5.txt,title=bag.odd-line::manifest-md5.txt: A manifest is written in a way "
        "that some tools do not understand. (expected a path, found ./)",
    ]
    (run,) = json.loads(as_sarif(MISSING, "clean", "1"))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["bag.missing", "bag.odd-line"]
    assert [result["level"] for result in run["results"]] == ["error", "warning"]
