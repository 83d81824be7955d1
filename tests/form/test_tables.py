"""What the normal form decides by ranges must be what Unicode says, whatever Python runs it."""

import sys
import unicodedata

import pytest

from pumice.form import STEPS, canonical_ranges, charsets

EVERY = [chr(point) for point in range(sys.maxunicode + 1)]
OURS = unicodedata.unidata_version == canonical_ranges.UNICODE


def test_every_mark_we_know_combines_and_is_not_inert() -> None:
    for char in filter(charsets.mark().match, EVERY):
        assert unicodedata.combining(char)
        assert charsets.not_inert().match(char)


@pytest.mark.skipif(not OURS, reason="this Python has newer Unicode data, which the ranges do not know on purpose")
def test_no_mark_of_our_unicode_version_is_missing() -> None:
    assert [char for char in EVERY if unicodedata.combining(char) and not charsets.mark().match(char)] == []


def test_each_cluster_alone_gives_what_the_whole_text_gives() -> None:
    nfc = next(step for step in STEPS if step.name == "form.nfc")
    known = [char for char in EVERY if charsets.not_inert().match(char)]
    for at in range(0, len(known), 7):
        text = "e".join(known[at : at + 7]) + "".join(known[at : at + 7])
        assert nfc.change(text) == unicodedata.normalize("NFC", text)


def test_form_of_every_character_is_the_same_on_every_python() -> None:
    """The digest of what becomes of each code point by itself, made with Python 3.11."""
    from hashlib import sha256

    text = "\n".join(f"a{char}b" for char in EVERY if char not in "\r\n")
    for step in STEPS:
        text = step.change(text)
    assert sha256(text.encode()).hexdigest() == EXPECTED


EXPECTED = "e6cb8c21c16a3ecea8e878ce83d484d59e683ec20b45317eec0194ae65b2a000"
