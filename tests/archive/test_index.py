"""A corpus in several bags: each a bag of its own, read, checked and renewed as one."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pumice.corpus import Sharded, open_bag
from pumice.engines import inprocess
from pumice.errors import Misuse, NotAsItShouldBe, NothingToDo, WontOverwrite
from pumice.exports import About, export, find
from pumice.merging import merge_bags
from pumice.options import Options
from pumice.publishing import Summary
from pumice.run import Manner, Progress, clean
from pumice.shard import Shard, read_folder
from pumice.sharding import clean_in_shards
from pumice.store import journal
from pumice.verify import verify
from tests.archive.conftest import tree, write_raw

MANY = {
    f"{folder}/{number}.txt": f"Text {number} of {folder}  \r\n".encode() for folder in "abc" for number in range(7)
}
PAGES = [{"url": f"https://example.org/{number}", "text": f"Page {number} "} for number in range(3)]
ARCHIVE = {"pages.jsonl": "".join(json.dumps(page) + "\n" for page in PAGES).encode()}
COUNT = 3
INDEX = "index-sha256.txt"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return write_raw(tmp_path / "raw", MANY | ARCHIVE)


def made(raw: Path, folder: Path, count: int = COUNT, **manner: object) -> Summary:
    return clean_in_shards(raw, folder, count, Manner(engine=inprocess.run, **manner))  # type: ignore[arg-type]


@pytest.fixture
def corpus(raw: Path, tmp_path: Path) -> Path:
    assert made(raw, tmp_path / "clean").exit_code == 0
    return tmp_path / "clean"


def codes(folder: Path, **options: object) -> set[str]:
    return {code for code, _ in verify(folder, **options).counts}  # type: ignore[arg-type]


def test_the_bags_are_those_of_each_shard_and_the_index_has_their_digests(
    raw: Path, corpus: Path, tmp_path: Path
) -> None:
    names = [f"{number}-of-{COUNT}" for number in range(1, COUNT + 1)]
    assert sorted(path.name for path in corpus.iterdir()) == [*names, INDEX]
    for number, name in enumerate(names, 1):
        clean(raw, tmp_path / name, shard=Shard(number, COUNT), engine=inprocess.run)
        assert tree(corpus / name) == tree(tmp_path / name)
    merge_bags([corpus / name for name in names], tmp_path / "merged")
    clean(raw, tmp_path / "whole", engine=inprocess.run)
    assert tree(tmp_path / "merged") == tree(tmp_path / "whole")


def test_it_is_read_as_one_in_the_order_of_the_paths(raw: Path, corpus: Path, tmp_path: Path) -> None:
    clean(raw, tmp_path / "whole", engine=inprocess.run)
    with open_bag(corpus) as several, open_bag(tmp_path / "whole") as one:
        assert isinstance(several, Sharded)
        found = [(it.path, it.data, it.trail) for it in several]
        assert found == [(it.path, it.data, it.trail) for it in one]
        for document in several:
            if document.path in MANY:
                assert document.raw() == MANY[document.path]
        clean_path = several.find("a/1.txt").record.clean
        assert clean_path
        for name in (clean_path.path, "data/a/1.txt", clean_path.path.partition("/")[2]):
            assert several.find(name).path == "a/1.txt"
        with pytest.raises(NothingToDo):
            several.find("a/99.txt")


def test_verify_finds_nothing_in_it(raw: Path, corpus: Path) -> None:
    seen: list[tuple[int, int]] = []
    report = verify(corpus, raw=raw, rederive=True, progress=lambda done, total: seen.append((done, total)))
    assert (report.faults, report.documents, report.files, report.exit_code) == ((), 24, 24, 0)
    assert verify(corpus, quick=True).faults == ()
    assert len({total for _, total in seen}) == 1


def test_verify_of_one_bag_asks_raw_for_its_share_only(raw: Path, corpus: Path) -> None:
    assert codes(corpus / "1-of-3", raw=raw) == set()
    (raw / "new").mkdir()
    for number in range(9):
        (raw / f"new/{number}.txt").write_bytes(b"new\n")
    found = {fault.path for fault in verify(corpus / "1-of-3", raw=raw).faults}
    assert found == {f"new/{number}.txt" for number in range(9) if Shard(1, 3).has(f"new/{number}.txt")}
    assert found


def bag_missing(corpus: Path) -> None:
    shutil.rmtree(corpus / "2-of-3")


def bag_extra(corpus: Path) -> None:
    shutil.copytree(corpus / "2-of-3", corpus / "4-of-4")


def bag_unlisted(corpus: Path) -> None:
    lines = (corpus / INDEX).read_bytes().splitlines(keepends=True)
    (corpus / INDEX).write_bytes(b"".join(lines[:1] + lines[2:]))


def bag_exchanged(corpus: Path) -> None:
    shutil.rmtree(corpus / "2-of-3")
    shutil.copytree(corpus / "1-of-3", corpus / "2-of-3")


def bag_made_of_other_raw(corpus: Path) -> None:
    raw = write_raw(corpus.parent / "other", {path: data + b"more\n" for path, data in MANY.items()})
    clean(raw, corpus / "2-of-3", shard=Shard(2, 3), engine=inprocess.run)


def bag_made_otherwise(corpus: Path) -> None:
    options = Options(strip="off")
    clean(corpus.parent / "raw", corpus / "2-of-3", options=options, shard=Shard(2, 3), engine=inprocess.run)


def file_changed(corpus: Path) -> None:
    next((corpus / "2-of-3/data").rglob("*.txt")).write_bytes(b"not what was cleaned\n")


def index_gone(corpus: Path) -> None:
    (corpus / INDEX).unlink()


def index_cut(corpus: Path) -> None:
    (corpus / INDEX).write_bytes((corpus / INDEX).read_bytes()[:-3])


def index_with_another_line(corpus: Path) -> None:
    with (corpus / INDEX).open("ab") as file:
        file.write(b"0" * 64 + b"  ../elsewhere/tagmanifest-sha256.txt\n")


def file_beside(corpus: Path) -> None:
    (corpus / "notes.txt").write_bytes(b"notes\n")


def interrupted(corpus: Path) -> None:
    (corpus / ".pumice").mkdir()


SPOILED: list[tuple[Callable[[Path], None], set[str]]] = [
    (bag_missing, {"index.missing-bag"}),
    (bag_extra, {"index.missing-bag", "index.extra", "index.unlisted-bag", "index.misplaced"}),
    (bag_unlisted, {"index.unlisted-bag"}),
    (bag_exchanged, {"index.changed-bag", "index.misplaced"}),
    (bag_made_of_other_raw, {"index.changed-bag"}),
    (bag_made_otherwise, {"index.changed-bag", "index.made-differently"}),
    (file_changed, {"bag.changed"}),
    (index_gone, {"index.unreadable", "index.unlisted-bag"}),
    (index_cut, {"index.bad-line", "index.unlisted-bag"}),
    (index_with_another_line, {"index.bad-line"}),
    (file_beside, {"index.extra"}),
    (interrupted, {"bag.unfinished"}),
]


@pytest.mark.parametrize(("spoil", "expected"), SPOILED)
def test_what_was_done_to_it_is_found(spoil: Callable[[Path], None], expected: set[str], corpus: Path) -> None:
    spoil(corpus)
    report = verify(corpus)
    assert expected <= {code for code, _ in report.counts}
    assert report.exit_code == 1


@pytest.mark.parametrize("spoil", [bag_missing, bag_unlisted, bag_exchanged, index_cut, bag_made_of_other_raw])
def test_what_the_index_does_not_vouch_for_is_not_opened(spoil: Callable[[Path], None], corpus: Path) -> None:
    spoil(corpus)
    with pytest.raises(NotAsItShouldBe):
        open_bag(corpus)


@pytest.mark.parametrize("spoil", [bag_missing, bag_unlisted, bag_made_otherwise, index_gone, index_cut, interrupted])
def test_cleaning_again_mends_it(spoil: Callable[[Path], None], raw: Path, corpus: Path) -> None:
    whole = tree(corpus)
    spoil(corpus)
    if spoil is index_gone:  # without it, the folder might be anything
        (corpus / ".pumice").mkdir()
        (corpus / ".pumice/shards").touch()
    made(raw, corpus)
    assert tree(corpus) == whole


def test_nothing_changed_nothing_is_touched(raw: Path, corpus: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in corpus.rglob("*") if path.is_file()}
    summary = made(raw, corpus)
    assert (summary.made, summary.kept, summary.changed) == (0, 24, False)
    assert {path: path.stat().st_mtime_ns for path in corpus.rglob("*") if path.is_file()} == before


def test_one_changed_document_changes_one_bag(raw: Path, corpus: Path) -> None:
    before = {shard: tree(corpus / shard) for shard in ("1-of-3", "2-of-3", "3-of-3")}
    (raw / "b/3.txt").write_bytes(b"something else\n")
    (raw / "c/1.txt").unlink()
    check = made(raw, corpus, check=True)
    assert (check.made, check.changed, check.exit_code) == (1, True, 1)
    summary = made(raw, corpus)
    assert (summary.made, len(summary.removed)) == (1, 1)
    changed = {shard for shard, files in before.items() if tree(corpus / shard) != files}
    right = {Shard.number_of(path, 3) for path in ("b/3.txt", "c/1.txt")}
    assert changed == {f"{number}-of-3" for number in right}
    assert verify(corpus, raw=raw).faults == ()
    assert made(raw, corpus, check=True).exit_code == 0


def test_an_interrupted_run_is_finished_by_the_next(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(raw, tmp_path / "whole")
    puts = []

    def publish(disk: object, entries: object) -> None:
        puts.append(disk)
        if len(puts) == 2:
            raise KeyboardInterrupt
        journal.publish(disk, entries)  # type: ignore[arg-type]

    monkeypatch.setattr("pumice.publishing.publish", publish)
    with pytest.raises(KeyboardInterrupt):
        made(raw, tmp_path / "clean")
    assert codes(tmp_path / "clean") >= {"bag.unfinished", "index.unreadable"}
    with pytest.raises(WontOverwrite):  # nobody takes it for a bag
        clean(raw, tmp_path / "clean", engine=inprocess.run)
    made(raw, tmp_path / "clean")
    assert tree(tmp_path / "clean") == tree(tmp_path / "whole")


def test_what_is_no_such_corpus_is_left_alone(raw: Path, corpus: Path, tmp_path: Path) -> None:
    clean(raw, tmp_path / "one", engine=inprocess.run)
    before = tree(tmp_path)
    with pytest.raises(WontOverwrite):
        made(raw, tmp_path / "one")
    with pytest.raises(WontOverwrite):
        clean(raw, corpus, engine=inprocess.run)
    with pytest.raises(WontOverwrite, match="3 bags"):
        made(raw, corpus, 4)
    with pytest.raises(WontOverwrite):
        made(tmp_path / "one", raw, 4)
    assert tree(tmp_path) == before
    write_raw(corpus, {"notes.txt": b"notes"})
    assert made(raw, corpus).strays == ("notes.txt",)


def test_progress_runs_on_over_the_bags(raw: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    made(raw, tmp_path / "clean", progress=seen.append)
    assert [it.files for it in seen] == sorted(it.files for it in seen)
    assert (seen[-1].files, seen[-1].size) == (22, sum(map(len, (MANY | ARCHIVE).values())))


def test_exports_take_it_as_one_where_they_are_not_of_one_bag(corpus: Path, tmp_path: Path) -> None:
    about = About(license="https://example.org/terms", date="2026-11-01")
    with open_bag(corpus) as bag:
        assert export(bag, find("jsonl"), tmp_path / "all.jsonl", about).documents == 24
        assert export(bag, find("premis"), tmp_path / "premis.xml", about).documents == 24
        for name in ("zip", "croissant", "ro-crate"):
            with pytest.raises(Misuse, match="3 bags"):
                export(bag, find(name), tmp_path / "out", about)


@pytest.mark.parametrize("name", ["1-of-3", "03-of-16", "16-of-16"])
def test_folders_of_shards(name: str) -> None:
    shard = read_folder(name)
    assert shard
    assert shard.folder == name


@pytest.mark.parametrize("name", ["", "3-of-16", "0-of-3", "4-of-3", "001-of-3", "1-of-3/", "1 of 3"])
def test_what_is_no_folder_of_a_shard(name: str) -> None:
    assert read_folder(name) is None
