"""The findings of an archive's documents, listed with their places, for people and for build servers."""

from collections.abc import Iterator

from pumice.corpus import Bag, Document
from pumice.edits import undo
from pumice.findings import CODES, Severity
from pumice.verify.fault import Fault

RANK = {Severity.NOTE: 0, Severity.DOUBT: 1, Severity.FAULT: 2}


def noticed(bag: Bag, least: Severity) -> Iterator[Fault]:
    """Each finding that is at least that severe, in the order of the documents; `found` is its message, `path` that of
    the document in raw."""
    for document in bag:
        wanted = [found for found in document.record.findings if RANK[CODES[found.code].severity] >= RANK[least]]
        first = _raw_lines(document) if any(found.start is not None for found in wanted) else None
        for found in wanted:
            line = first.count("\n", 0, found.start) + 1 if first is not None and found.start is not None else 0
            yield Fault(found.code, document.path, found=found.message, line=line)


def _raw_lines(document: Document) -> str | None:
    """The first text of a document whose lines are those of its raw file; None for pages and parts of files."""
    record = document.record
    if not record.published or record.rendered or record.origin:
        return None
    return undo(document.text, document.trail)
