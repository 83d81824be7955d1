"""The lexicons: what is loaded is what the files say, and each file shows both kinds of example and its sources."""

import tomllib
from pathlib import Path

import pytest

from pumice.furniture import steps
from pumice.furniture.kinds import BIO, BODY, HEAD
from pumice.furniture.lexicon import lexicon
from pumice.furniture.normal import folded, key
from tools.build_lexicons import LEXICONS, dump, pack, tables

WRITTEN = sorted(LEXICONS.glob("*.toml"))
GATHERED = sorted((LEXICONS / "gathered").glob("*.toml"))
ARTICLE = HEAD + BODY + BIO


def stripped(text: str) -> str:
    for step in steps():
        text = step.change(text)
    return text


def test_what_is_packed_is_what_the_files_say() -> None:
    assert (LEXICONS / "packed.json").read_text(encoding="utf-8") == dump(pack(tables()))


def test_there_are_many_languages() -> None:
    assert len(WRITTEN) >= 50
    assert len(GATHERED) >= 100


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.stem)
def test_a_written_lexicon_keeps_its_examples(file: Path) -> None:
    examples = tomllib.loads(file.read_text(encoding="utf-8"))["examples"]
    for line in examples["furniture"]:
        assert stripped(f"{ARTICLE}{line}\n") == ARTICLE
    for line in examples["content"]:
        text = f"{HEAD}{BODY}{line}\n{BIO}"
        assert stripped(text) == text


@pytest.mark.parametrize("file", GATHERED, ids=lambda file: file.stem)
def test_gathered_phrases_tell_where_they_come_from(file: Path) -> None:
    for group in tomllib.loads(file.read_text(encoding="utf-8"))["gathered"]:
        assert group["origin"]
        assert group["licence"]
        assert group["phrases"]


def test_keys_are_at_rest_under_folding() -> None:
    words = [*lexicon().phrases, *lexicon().skeletons]
    assert [word for word in words if key(word) != word or folded(word) != word] == []
