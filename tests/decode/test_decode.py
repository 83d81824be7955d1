"""Bytes to first text: which encoding, known how, and every byte back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumice.decode import How, Reading, decode, encode

RUSSIAN = "Архивариус переписывает выцветшие страницы и сверяет каждую букву с подлинником.\n" * 4
JAPANESE = "記録係は色あせた頁を書き写し、一字ずつ原本と照らし合わせる。\n" * 4


@given(st.binary(max_size=400))
def test_every_byte_comes_back(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.lossless
    assert encode(decoded.reading, decoded.text) == data


@given(st.sampled_from([b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\x1b$B"]), st.binary(max_size=60))
def test_every_byte_comes_back_behind_a_mark(mark: bytes, rest: bytes) -> None:
    decoded = decode(mark + rest)
    recorded = Reading.from_object(decoded.reading.as_object())
    assert encode(recorded, decoded.text) == mark + rest


@pytest.mark.parametrize(
    ("text", "encoding", "how"),
    [
        ("plain", "utf-8", How.UTF8),
        ("déjà vu", "utf-8", How.UTF8),
        ("\ufeffdéjà vu", "utf-8", How.BOM),
        ("\ufeffdéjà vu", "utf-16-le", How.BOM),
        ("\ufeffdéjà vu", "utf-16-be", How.BOM),
        ("\ufeffdéjà vu", "utf-32-le", How.BOM),
        ("déjà vu, ou presque", "utf-16-le", How.EVIDENCE),
        ("déjà vu, ou presque", "utf-32-be", How.EVIDENCE),
        (RUSSIAN, "cp1251", How.EVIDENCE),
        (RUSSIAN, "koi8-r", How.EVIDENCE),
        (JAPANESE, "iso2022_jp", How.EVIDENCE),
        ("", "utf-8", How.UTF8),
    ],
)
def test_reads_what_was_written(text: str, encoding: str, how: How) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.how is how


def test_a_declaration_counts_unless_it_is_one_that_lies() -> None:
    data = RUSSIAN.encode("cp1251")
    assert decode(data, declared="windows-1251").how is How.DECLARED
    for lie in ("iso-8859-1", "utf-8", "windows-1252", "no-such-charset"):
        decoded = decode(data, declared=lie)
        assert (decoded.text, decoded.how) == (RUSSIAN, How.EVIDENCE)


def test_a_page_declares_for_itself_only_as_markup() -> None:
    page = b'<html><head><meta charset="windows-1257"></head>'
    data = page + "Ąžuolas".encode("cp1257")
    assert decode(data, markup=True).how is How.DECLARED
    assert decode(data).how is not How.DECLARED


def test_a_stray_byte_in_utf8_is_kept_as_itself() -> None:
    data = ("Größe, Übermut, Äther. " * 3).encode() + b"\xff"
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert decoded.text.endswith("\udcff")
    assert [finding.code for finding in decoded.findings] == ["decode.undecodable"]


def test_two_spellings_of_one_character_both_come_back() -> None:
    data = ("記録係は色あせた頁を書き写し、一字ずつ原本と照らし合わせる。\n" * 4).encode(
        "cp932"
    ) + b"\xfa\x54\xee\xf9\n"
    decoded = decode(data, declared="shift_jis")
    assert decoded.text.endswith("¬¬\n") or decoded.text.endswith("￢￢\n")
    assert encode(decoded.reading, decoded.text) == data


def test_halves_of_characters_in_utf8_are_kept_as_bytes_and_told() -> None:
    data = b"ok \xed\xa0\xbd\xed\xb8\x80"
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == ("ok \udced\udca0\udcbd\udced\udcb8\udc80", "utf-8")
    assert [finding.code for finding in decoded.findings] == ["decode.undecodable"]


def test_half_a_unit_at_the_end_is_told() -> None:
    decoded = decode("\ufeffodd".encode("utf-16-le") + b"a")
    assert decoded.text == "\ufeffodd\udc61"
    assert [finding.code for finding in decoded.findings] == ["decode.undecodable"]
