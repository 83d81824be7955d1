"""Which files are pages, and what comes of one."""

import pytest

from pumice.edits import undo
from pumice.markup import render
from pumice.pipeline import normalize, restore
from pumice.readers import Claim, reader_for
from pumice.readers.html import claim
from pumice.record import read_record, record_line

PAGE = "<!DOCTYPE html><html lang=de><title>Über uns</title><body><p>Grüße aus  Köln.\u00a0<p>Zweiter Absatz.</body>"


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.html", b"<html>", Claim.CERTAIN),
        ("a.HTM", b"\n<!doctype html>", Claim.CERTAIN),
        ("a.xhtml", b'<?xml version="1.0"?>\n<!-- c --><html xmlns="x">', Claim.CERTAIN),
        ("a.html", b"text", Claim.BY_NAME),
        ("folder.d/page", b"<html>", Claim.BY_CONTENT),
        ("a.txt", b"<html>", Claim.NO),
        ("a", b"<note>", Claim.NO),
        ("a", b"<p>", Claim.NO),
        ("a", b"\xff\xfe<\x00h\x00", Claim.BY_CONTENT),
    ],
)
def test_claims(name: str, head: bytes, expected: Claim) -> None:
    assert claim(name, head) is expected


def test_a_page_is_found_and_read() -> None:
    reader = reader_for("a/index.html", PAGE.encode()[:100])
    assert reader is not None
    assert reader.name == "html"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_the_first_text_comes_back_and_the_record_tells_how_it_was_made(encoding: str) -> None:
    source = PAGE.replace("<title>", f"<meta charset={encoding}><title>")
    data = source.encode(encoding)
    result = normalize(data, name="a.html")
    record = read_record(record_line(result.record))
    assert result.text == "Grüße aus Köln.\n\nZweiter Absatz.\n"
    assert record.rendered is not None
    assert record.rendered["renderer"] == 1
    assert restore(result.data, result.trail, record).decode() == undo(result.text, result.trail) == render(source).text
    assert record.metadata is not None
    assert record.metadata["title"]["value"] == "Über uns"
