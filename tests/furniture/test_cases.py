"""Whole documents with the furniture of invented sites, in several languages, and documents that only look like it.

Each case is a file: the document, a line `=== clean ===`, and what must come out of it.
"""

from pathlib import Path

import pytest

from pumice.pipeline import normalize

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_document_comes_out_as_wanted(path: Path) -> None:
    before, wanted = path.read_text(encoding="utf-8").split("=== clean ===\n")
    assert normalize(before.encode(), name=path.name).text == wanted
