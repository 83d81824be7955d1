"""A bag of a former version stays readable, verifiable and restorable, whatever today's pipeline would make of it."""

import hashlib
import json
from pathlib import Path

import pytest

from pumice.corpus import Document, open_bag
from pumice.edits import Trail
from pumice.errors import NotAsItShouldBe
from pumice.findings import CODES
from pumice.record import read_record, record_line
from pumice.show import explain
from pumice.verify import verify

BAGS = Path(__file__).parent.parent / "fixtures/bags"
VERSIONS = sorted(path.name for path in BAGS.iterdir() if path.is_dir())
DOCUMENTS = {"v1": (12, 11)}  # records, clean copies


@pytest.mark.parametrize("version", VERSIONS)
def test_it_verifies(version: str) -> None:
    report = verify(BAGS / version)
    assert (report.faults, report.documents, report.files) == ((), *DOCUMENTS[version])


@pytest.mark.parametrize("version", VERSIONS)
def test_every_document_is_read_shown_and_restored(version: str) -> None:
    restored = 0
    with open_bag(BAGS / version) as bag:
        for document in bag:
            assert document.path in explain(document.record, *_text_and_trail(document)).replace("\\n", "\n").replace(
                "\\udce9", "\udce9"
            )
            if document.published:
                raw = document.raw()
                is_source = not document.record.rendered
                assert not is_source or hashlib.sha256(raw).hexdigest() == document.record.source_sha256
                restored += is_source
    assert restored == DOCUMENTS[version][1] - 2  # of pages, what their readers saw comes back


def _text_and_trail(document: Document) -> tuple[str, Trail]:
    return (document.text, document.trail) if document.published else ("", ())


@pytest.mark.parametrize("version", VERSIONS)
def test_records_are_written_as_they_were(version: str) -> None:
    for line in (BAGS / version / "pumice/records.jsonl").read_bytes().splitlines(keepends=True):
        assert record_line(read_record(line)) == line


def test_no_finding_code_goes() -> None:
    assert set((BAGS / "codes-1.txt").read_text().split()) <= CODES.keys()


def test_a_record_of_a_later_schema_is_refused_in_words() -> None:
    line = (BAGS / "v1/pumice/records.jsonl").read_bytes().splitlines()[0]
    later = json.dumps(json.loads(line) | {"schema": 99}).encode()
    with pytest.raises(NotAsItShouldBe, match="schema 99 is not known to this version"):
        read_record(later)
