"""Every string that programs trip over, as a text, as a name, and as a word in a page: cleaned, told and restored."""

import os
import re
from pathlib import Path

import pytest

from pumice.corpus import open_bag
from pumice.engines import inprocess
from pumice.run import clean
from pumice.verify import verify
from pumice.verifying import told
from tests.archive.conftest import tree
from tests.hostile.naughty import ALL, CONTROL, INVISIBLE, STRINGS, TURNING

# What may not reach a terminal or a log as it is.
RAW = re.compile(f"[{re.escape(CONTROL.translate({9: None, 10: None}) + TURNING)}]")
LONGEST_NAME = 200


def name_of(string: str) -> bytes:
    """The string as a name that a file can have: all but a slash, NUL, and what means a folder."""
    encoded = string.encode("utf-8", "surrogatepass").replace(b"/", b"-").replace(b"\0", b"-")[:LONGEST_NAME]
    return encoded if encoded not in {b"", b".", b".."} else encoded + b"-"


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("naughty")
    for number, string in enumerate(ALL):
        data = string.encode("utf-8", "surrogatepass")
        page = b"<!DOCTYPE html><title>x</title><p>The ferry %b sails.</p><p title='%b'>At noon.</p>" % (data, data)
        for name, content in ((b"text/%d.txt", data), (b"line/%d.txt", b"A line.\n%b\nAnother.\n" % data)):
            _write(folder, name % number, content)
        _write(folder, b"page/%d.html" % number, page)
        _write(folder, b"named/%b" % name_of(string), b"a text\n")
        _write(folder, b"folders/%b/%b.txt" % (name_of(string), name_of(string)[:190]), b"a text\n")
    return folder


def _write(folder: Path, name: bytes, data: bytes) -> None:
    path = os.path.join(os.fsencode(folder), name)  # noqa: PTH118 - names are bytes here
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(data)


@pytest.fixture(scope="module")
def bag(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bag") / "clean"
    assert clean(raw, made, engine=inprocess.run).failed == ()
    return made


def test_they_are_many() -> None:
    assert len(ALL) > 200
    assert len(set(ALL)) == len(ALL)
    assert len(STRINGS) > 14


def test_the_bag_is_whole_and_leads_back(raw: Path, bag: Path) -> None:
    report = verify(bag, raw=raw)
    assert report.faults == ()
    assert report.documents == sum(len(files) for _, _, files in os.walk(raw))


def test_it_is_the_same_in_another_place(raw: Path, bag: Path, tmp_path: Path) -> None:
    clean(raw, tmp_path / "again", jobs=2)
    assert tree(tmp_path / "again") == tree(bag)


def test_texts_hold_nothing_that_is_not_seen(bag: Path) -> None:
    for path in (bag / "data").rglob("*.txt"):
        text = path.read_text(encoding="utf-8", errors="strict")
        assert not re.search("[\0-\x08\x0b\x0e-\x1f\x7f]", text), path


def test_every_original_comes_back(raw: Path, bag: Path) -> None:
    with open_bag(bag) as opened:
        for document in opened:
            if not document.record.rendered and document.record.published:
                assert document.raw() == (raw / document.path).read_bytes(), document.path


@pytest.mark.parametrize("output", ["text", "json", "junit", "github", "sarif"])
def test_faults_are_told_in_letters_that_do_no_harm(
    output: str, bag: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files with such names that should not be there, and lines of the manifest that name some."""
    broken = tmp_path / f"broken{CONTROL.replace('/', '')}{TURNING}"
    _copy(bag, broken)
    for string in ALL:
        _write(broken, b"data/" + name_of("x" + string), b"")
        _write(broken, b"data/sub/" + name_of(string) + b"/y", b"")
    (broken / "data/link").symlink_to("\x1b[31m\u202e")
    with (broken / "manifest-sha256.txt").open("ab") as manifest:
        for string in ALL:
            manifest.write(b"0" * 64 + b"  data/" + name_of(string) + b"\n" + name_of(string) + b"\n")
    code = told(broken, raw=None, rederive=False, signers=None, quick=False, sample=100, jobs=1, output=output)
    assert code == 1
    said = capsys.readouterr()
    assert len(said.out) > 10_000
    assert not RAW.search(said.out + said.err), RAW.findall(said.out + said.err)[:5]


def _copy(bag: Path, to: Path) -> None:
    for name, data in tree(bag).items():
        if not name.startswith("data/") or name.startswith("data/line/1"):
            _write(to, os.fsencode(name), data)


def test_invisible_characters_in_a_name_are_marked(bag: Path) -> None:
    for path in bag.rglob("*"):
        assert not set(path.name) & set(INVISIBLE + TURNING + CONTROL), path
