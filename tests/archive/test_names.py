"""Any name that a file system can hold in raw gets a safe, unique and stable one, and comes back with restore."""

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumice.corpus import open_bag
from pumice.engines import inprocess
from pumice.names import MAX_NAME, MAX_PATH, fold, is_safe_path, meeting, place, siblings, simple_siblings
from pumice.run import clean
from pumice.store.scan import scan_named
from pumice.verify import verify
from tests.archive.conftest import write_raw

TORTURE = [
    b"plain.txt",
    b"plain",
    b"Plain.txt",
    b"PLAIN.TXT",
    b"new\nline.txt",
    b"carriage\rreturn",
    b"tab\there",
    b"esc\x1b[31m.txt",
    b"not-utf8-\xff\xfe.txt",
    b"latin1-caf\xe9.txt",
    b"100%.txt",
    b"%0A.txt",
    b"trailing space ",
    b"trailing space .txt",
    b" leading space.txt",
    b"trailing dot.",
    b"back\\slash.txt",
    b"CON",
    b"con.txt",
    b"nul.tar.gz",
    b"com1",
    "COM¹.txt".encode(),
    b'quo"te<>|?*:.txt',
    b"-rf",
    b"~",
    b"~root",
    b".hidden",
    b"..two-dots",
    b"...",
    b"x" * 255,
    "é".encode() * 127,
    b"\xff" * 255,
    "café.txt".encode(),
    unicodedata.normalize("NFD", "café.txt").encode(),
    b"STRASSE.txt",
    "straße.txt".encode(),
    "İstanbul.txt".encode(),
    "i̇stanbul.txt".encode(),
    "\u202egpj.txt".encode(),
    "zero\u200bwidth.txt".encode(),
    "emoji 😀.txt".encode(),
    "日本語.txt".encode(),
    b"folder.jsonl/inside.txt",
    b"folder/a",
    b"folder/a.txt",
    b"Folder/a.txt",
    b"a.txt/is a folder.txt",
    b"a",
    b"a\n/b\n/c",
    b"a.txt.jsonl/x",
]
NAMES = st.binary(min_size=1, max_size=255).filter(lambda name: b"/" not in name and b"\0" not in name)
PATHS = st.lists(NAMES.filter(lambda name: name not in {b".", b".."}), min_size=1, max_size=4).map(b"/".join)


def files_only(paths: list[bytes]) -> list[bytes]:
    """Without those that would have to be a file and a folder at once."""
    folders = {path[:at] for path in paths for at in range(len(path)) if path[at : at + 1] == b"/"}
    return [path for path in dict.fromkeys(paths) if path not in folders]


def payload_paths(paths: Iterable[bytes]) -> dict[bytes, str]:
    """The place of each file's copy, without a tree on a disk: many names here are ones that no disk takes."""
    every = sorted(set(paths))
    folders: dict[bytes, set[tuple[bytes, bool]]] = {b"": set()}
    for path in every:
        parts = path.split(b"/")
        for depth, name in enumerate(parts):
            folders.setdefault(b"/".join(parts[:depth]), set()).add((name, depth < len(parts) - 1))
    names = {folder: siblings(entries) for folder, entries in folders.items()}
    copies = {b"": ""}
    for folder in sorted(folders)[1:]:  # a folder sorts before what is in it
        above, _, name = folder.rpartition(b"/")
        copies[folder] = f"{copies[above]}{names[above][name, True]}/"
    return {
        path: place(path, copies[folder], names[folder][name, False])
        for path in every
        for folder, _, name in [path.rpartition(b"/")]
    }


def assert_safe(places: dict[bytes, str]) -> None:
    for path in places.values():
        assert is_safe_path(path)
        assert len(path.encode()) <= MAX_PATH
        assert all(len(part.encode()) <= MAX_NAME for part in path.split("/"))
        assert unicodedata.is_normalized("NFC", path)
        assert not set(path) & set("%\r\n\\")
        assert path.lower().endswith(".txt")
    assert len({fold(path) for path in places.values()}) == len(places)
    folders = {fold(path).rpartition("/")[0] for path in places.values()}
    assert not folders & {fold(path) for path in places.values()}
    trails = {fold(path) + ".jsonl" for path in places.values()}
    assert not {fold("/".join(path.split("/")[:n])) for path in places.values() for n in range(9)} & trails


def test_ordinary_names_stay() -> None:
    paths = [b"a.txt", b"b/c.txt", b"b/Page.html", "b/Übersicht.txt".encode(), b"notes", b"x.TXT"]
    assert list(payload_paths(paths).values()) == [
        "a.txt",
        "b/Page.html.txt",
        "b/c.txt",
        "b/Übersicht.txt",
        "notes.txt",
        "x.TXT",
    ]


def test_of_two_that_meet_the_first_keeps_its_name() -> None:
    places = payload_paths([b"a", b"a.txt", b"A.txt"])
    assert places[b"A.txt"] == "A.txt"
    assert places[b"a.txt"].startswith("a~")
    assert places[b"a"].startswith("a~")
    assert len(set(places.values())) == 3


def test_a_name_does_not_depend_on_names_it_does_not_meet() -> None:
    alone = payload_paths([b"odd\n.txt"])[b"odd\n.txt"]
    assert payload_paths([b"odd\n.txt", b"other.txt", b"x/odd\n.txt"])[b"odd\n.txt"] == alone


def test_all_of_the_torture() -> None:
    assert_safe(payload_paths(files_only(TORTURE)))


@given(st.lists(PATHS, max_size=12).map(files_only))
def test_any_names(paths: list[bytes]) -> None:
    places = payload_paths(paths)
    assert_safe(places)
    assert payload_paths(reversed(paths)) == places


@given(st.lists(st.text(alphabet="aA.~txj_ \ncon", min_size=1, max_size=8).map(str.encode), max_size=20))
def test_names_that_meet_a_lot(names: list[bytes]) -> None:
    assert_safe(payload_paths([name for name in names if name not in {b".", b".."}]))


def test_folders_without_end() -> None:
    path = b"/".join([b"d"] * 2000)
    assert_safe(payload_paths([path, b"d/" + path, b"x.txt"]))


def test_every_folder_is_listed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = write_raw(tmp_path / "raw", {"a.txt": b"a\n", "b/c.txt": b"c\n", "b/d/e.txt": b"e\n"})
    listed: list[str] = []
    scandir = os.scandir

    def counted(path: Any) -> Any:
        if isinstance(path, bytes):
            listed.append(os.path.relpath(os.fsdecode(path), raw))
        return scandir(path)

    monkeypatch.setattr("pumice.store.scan.os.scandir", counted)
    clean(raw, tmp_path / "clean", check=True, engine=inprocess.run)
    assert listed == [".", "b", "b/d"]


def test_the_scan_gives_the_same_names(tmp_path: Path) -> None:
    files = [b"a", b"a.txt", b"b/c.txt", b"b-c/d", b"b/c/d", b"B/x", b"page.html", b"odd\n"]
    for path in files:
        file = tmp_path / os.fsdecode(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / "page.html.txt" / "empty").mkdir(parents=True)
    found = {entry.path: entry.copy for entry in scan_named(tmp_path)}
    assert found == payload_paths(files)
    assert list(found) == sorted(files)


def test_through_the_bag_and_back(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path / "raw")
    for path in files_only(TORTURE):
        file_path = os.path.join(raw, path)  # noqa: PTH118 - bytes
        os.makedirs(os.path.dirname(file_path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(file_path, "wb") as file:  # noqa: PTH123
            file.write(b"content of " + path.hex().encode() + b"\r\n")
    summary = clean(tmp_path / "raw", tmp_path / "clean", engine=inprocess.run)
    assert summary.failed == ()
    assert verify(tmp_path / "clean", raw=tmp_path / "raw").faults == ()
    with open_bag(tmp_path / "clean") as bag:
        found = {document.path.encode("utf-8", "surrogateescape"): document.raw() for document in bag}
    assert found == {path: b"content of " + path.hex().encode() + b"\r\n" for path in files_only(TORTURE)}


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a/../b", "a/./b", "", "a\n", "a/b ", "con", "a%0Ab", "a\\b"])
def test_unsafe_paths(path: str) -> None:
    assert not is_safe_path(path)


PIECES = (
    *("\n", "A", "a", "b-1", "_", "con", "aux.1", "COM1", "nul", ".", "-", "~"),
    *(".txt", ".TXT", ".jsonl", "é", "%", " ", "x" * 90),
)


@given(st.lists(st.tuples(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), st.booleans()), max_size=6))
def test_names_that_are_seen_to_be_simple_are_those_of_the_long_way(entries: list[tuple[list[str], bool]]) -> None:
    kinds = {"".join(pieces).encode(): is_folder for pieces, is_folder in entries}
    found = simple_siblings(kinds.items())
    if found is not None:
        assert found == siblings(kinds.items())
        assert meeting(kinds.items()) == set()


def test_usual_names_are_simple() -> None:
    names = [(b"index.html", False), (b"2020-01-02_a-title.txt", False), (b"page", True), (b"a.b.c", False)]
    assert simple_siblings(names) == siblings(names)
    for name in (b"con.txt", b"a b", b"-a", b"a.", b".a", b"a..b", b"caf\xc3\xa9", b"x" * 101, b"a\nb/", b"x.jsonl"):
        assert simple_siblings([(name, True)]) is None
    assert simple_siblings([(b"a", False), (b"a.txt", False)]) is None
    assert simple_siblings([(b"a.txt", True), (b"a", False)]) is None
