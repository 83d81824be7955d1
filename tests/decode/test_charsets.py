"""Texts in many languages and their legacy charsets come out as they were written, whatever the page says."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pumice.decode import How, decode, encode

LANGUAGES = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
LIE = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"></head><p>{}</p></html>'


def written() -> Iterator[tuple[str, str, str]]:
    for language, entry in LANGUAGES.items():
        for charset in entry["charsets"]:
            yield language, charset, entry["text"] + "\n"


@pytest.mark.parametrize(("language", "charset", "text"), list(written()), ids=lambda value: value[:12])
def test_text(language: str, charset: str, text: str) -> None:
    decoded = decode(text.encode(charset))
    assert decoded.text == text, (language, charset, decoded.encoding)


@pytest.mark.parametrize(("language", "charset", "text"), list(written()), ids=lambda value: value[:12])
def test_page_that_says_latin_1(language: str, charset: str, text: str) -> None:
    page = LIE.format(text)
    decoded = decode(page.encode(charset), markup=True, declared="iso-8859-1")
    assert decoded.text == page, (language, charset, decoded.encoding)


@pytest.mark.parametrize(("language", "charset", "text"), list(written()), ids=lambda value: value[:12])
def test_page_that_tells_the_truth(language: str, charset: str, text: str) -> None:
    decoded = decode(text.encode(charset), declared=charset.replace("iso8859", "iso-8859"))
    assert decoded.text == text, (language, charset, decoded.encoding, decoded.how)


@pytest.mark.parametrize("language", ["cs", "fr", "ru", "el", "ja", "ko"])
def test_a_legacy_line_between_utf8_lines(language: str) -> None:
    entry = LANGUAGES[language]
    line, charset = entry["text"] + "\n", entry["charsets"][0]
    data = line.encode() + line.encode(charset) + line.encode()
    decoded = decode(data)
    assert decoded.text == 3 * line
    assert decoded.how is How.PARTS
    assert "decode.mixed" in {finding.code for finding in decoded.findings}
    assert encode(decoded.reading, decoded.text) == data


def test_a_legacy_word_inside_a_utf8_line_is_read_if_the_line_vouches_for_it() -> None:
    line = "Le café est fermé, dit l’hôte; "
    decoded = decode((line * 2).encode() + b"caf\xe9 ferm\xe9, l\x92h\xf4te." + b" \x8d\n")
    assert decoded.text == line * 2 + "café fermé, l’hôte. \udc8d\n"
    assert decoded.how is How.PARTS
