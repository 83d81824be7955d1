"""JSON lines of scraped pages."""

import gzip
import json

from pumice.options import Options
from pumice.pipeline import restore
from pumice.readers import Claim
from pumice.readers.jsonl import claim, read

PLAIN = Options(strip="off")
LINES = [
    {"url": "https://example.org/a", "html": "<p>Erste &amp; zweite.", "date": "2020-01-02", "other": 1},
    {"url": "https://example.org/b", "text": "Dritte.  \nVierte.\n"},
    {"text": "Ohne Adresse.\n"},
]
DATA = b"".join(json.dumps(line).encode() + b"\n" for line in LINES)


def test_claims() -> None:
    assert claim("a.jsonl", b'{"url"') is Claim.CERTAIN
    assert claim("a.jsonl.gz", b"\x1f\x8b") is Claim.CERTAIN
    assert claim("a.json", b'{"url"') is Claim.NO


def test_each_line_is_a_document() -> None:
    for data in (DATA, gzip.compress(DATA)):
        first, second, third = read(data, "a.jsonl", PLAIN)
        assert first.result.text == "Erste & zweite.\n"
        assert first.name.startswith("example.org_a-")
        assert second.result.text == "Dritte.\nVierte.\n"
        assert third.result.text == "Ohne Adresse.\n"
        origin = dict(first.result.record.origin or {})
        assert (origin["url"], origin["date"], origin["line"], origin["field"]) == (
            "https://example.org/a",
            "2020-01-02",
            1,
            "html",
        )
        result = second.result
        assert restore(result.data, result.trail, result.record) == b"Dritte.  \nVierte.\n"


def test_lines_that_are_none_are_told_and_the_others_kept() -> None:
    *documents, about = read(b'{"html": 1}\nnot json\n\n[1]\n' + DATA, "a.jsonl", PLAIN)
    assert len(documents) == 3
    (finding,) = about.result.findings
    assert finding.code == "jsonl.no-page"
    assert dict(finding.evidence) == {"lines": 3, "first": 1}


def test_a_file_that_was_cut_off_is_told() -> None:
    *_, about = read(gzip.compress(DATA)[:-9], "a.jsonl.gz", PLAIN)
    assert [finding.code for finding in about.result.findings] == ["read.damaged"]
