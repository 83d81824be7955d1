"""The bag as others see it, and as our own library reads it."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

import pumice
from pumice.corpus import open_bag
from pumice.engines import inprocess
from pumice.epoch import date_of, source_epoch
from pumice.errors import Misuse, NotAsItShouldBe, NothingToDo, Unreadable, WontOverwrite
from pumice.publishing import Summary
from pumice.run import clean
from tests.archive.conftest import RAW, tree, write_raw


def test_bagit_python_accepts_it(bag: Path) -> None:
    assert bagit.Bag(str(bag)).validate()


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_sha256sum_accepts_it(name: str, bag: Path) -> None:
    if not shutil.which("sha256sum"):
        pytest.skip("sha256sum is not here")
    done = subprocess.run(["sha256sum", "--strict", "-c", name], cwd=bag, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_layout(bag: Path) -> None:
    assert set(tree(bag)) == {
        "bagit.txt",
        "bag-info.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
        "data/a.txt",
        "data/b/c.txt",
        "data/b/café.txt",
        "data/d.txt",
        "data/plain.txt",
        "pumice/records.jsonl",
        "pumice/pipeline.json",
        "pumice/trails/a.txt.jsonl",
        "pumice/trails/b/c.txt.jsonl",
    }
    assert "Payload-Oxum" in (bag / "bag-info.txt").read_text()


def test_documents_come_in_order_and_restore(bag: Path) -> None:
    with pumice.open_bag(bag) as opened:
        documents = list(opened)
        assert [document.path for document in documents] == sorted(RAW)
        assert {document.path: document.raw() for document in documents} == RAW
        assert documents[0].text == "First line\nsecond line\n"
        assert [edit.rule for layer in documents[0].trail for edit in layer.edits]
        assert documents[0].record.clean is not None


@pytest.mark.parametrize("name", ["a.txt", "data/a.txt"])
def test_found_by_either_path(name: str, bag: Path) -> None:
    assert open_bag(bag).find(name).path == "a.txt"


def test_found_by_payload_path(bag: Path) -> None:
    assert open_bag(bag).find("data/plain.txt").path == "plain"


def test_what_is_not_there_is_guessed_at(bag: Path) -> None:
    with pytest.raises(NothingToDo) as caught:
        open_bag(bag).find("b/d.txt")
    assert "'b/c.txt'" in caught.value.advice


@pytest.mark.parametrize("name", ["data/a.txt", "pumice/trails/a.txt.jsonl"])
def test_bytes_are_checked_as_they_are_read(name: str, bag: Path) -> None:
    (bag / name).write_bytes(b"other")
    document = open_bag(bag).find("a.txt")
    with pytest.raises(NotAsItShouldBe, match="not what its record says"):
        document.raw()


def test_records_are_checked(bag: Path) -> None:
    with (bag / "pumice/records.jsonl").open("ab") as file:
        file.write(b"\n")
    with pytest.raises(NotAsItShouldBe):
        list(open_bag(bag))


def test_links_are_not_followed(bag: Path, tmp_path: Path) -> None:
    (bag / "data/a.txt").rename(tmp_path / "a.txt")
    (bag / "data/a.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(NotAsItShouldBe):
        _ = open_bag(bag).find("a.txt").text


def test_what_is_no_bag(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        open_bag(tmp_path)
    with pytest.raises(NothingToDo):
        open_bag(tmp_path / "nowhere")


def test_odd_entries_of_raw_are_findings_and_never_opened(
    raw: Path, make: Callable[[], Summary], tmp_path: Path
) -> None:
    outside = write_raw(tmp_path / "outside", {"secret.txt": b"secret\n"})
    (raw / "link.txt").symlink_to(outside / "secret.txt")
    (raw / "folder").symlink_to(outside)
    (raw / "dangling").symlink_to("nowhere")
    os.mkfifo(raw / "fifo.txt")
    (raw / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    summary = make()
    assert summary.exit_code == 3
    assert {path: finding.code for path, finding in summary.failed} == {
        "link.txt": "read.special-file",
        "folder": "read.special-file",
        "dangling": "read.special-file",
        "fifo.txt": "read.special-file",
        "picture.png": "read.unknown-type",
    }
    assert b"secret" not in b"".join(tree(tmp_path / "clean").values())
    assert bagit.Bag(str(tmp_path / "clean")).validate()


def test_what_leaves_raw_leaves_the_bag(raw: Path, make: Callable[[], Summary], tmp_path: Path) -> None:
    make()
    (raw / "b/c.txt").unlink()
    (raw / "a.txt").unlink()
    summary = make()
    assert summary.removed == ("data/a.txt", "data/b/c.txt")
    assert clean(raw, tmp_path / "fresh", engine=inprocess.run).exit_code == 0
    assert tree(tmp_path / "fresh") == tree(tmp_path / "clean")


def test_an_empty_raw_takes_nothing_away(bag: Path, raw: Path) -> None:
    whole = tree(bag)
    shutil.rmtree(raw)
    raw.mkdir()
    with pytest.raises(NothingToDo):
        clean(raw, bag, engine=inprocess.run)
    assert tree(bag) == whole


def test_check_writes_nothing_and_says_what_would_change(raw: Path, tmp_path: Path) -> None:
    def check() -> Summary:
        return clean(raw, tmp_path / "clean", check=True, texts=True, engine=inprocess.run)

    assert (check().exit_code, (tmp_path / "clean").exists()) == (1, False)
    clean(raw, tmp_path / "clean", engine=inprocess.run)
    before = tree(tmp_path / "clean")
    assert (check().exit_code, check().changes) == (0, ())
    (raw / "a.txt").write_bytes(b"Third line\n")
    (raw / "d.txt").unlink()
    summary = check()
    assert summary.exit_code == 1
    assert [(change.path, change.before, change.after) for change in summary.changes] == [
        ("data/a.txt", "First line\nsecond line\n", "Third line\n"),
        ("data/d.txt", "", None),
    ]
    assert tree(tmp_path / "clean") == before


def test_other_peoples_folders_are_left_alone(raw: Path, tmp_path: Path) -> None:
    theirs = write_raw(tmp_path / "theirs", {"precious.txt": b"precious\n"})
    (tmp_path / "link").symlink_to(theirs)
    (tmp_path / "file").write_bytes(b"")
    for target in (theirs, tmp_path / "link", tmp_path / "file"):
        for check in (False, True):
            with pytest.raises(WontOverwrite):
                clean(raw, target, check=check, engine=inprocess.run)
    assert tree(theirs) == {"precious.txt": b"precious\n"}


def test_raw_and_bag_must_not_overlap(raw: Path) -> None:
    for target in (raw, raw / "clean", raw.parent):
        with pytest.raises(Misuse, match="overlap"):
            clean(raw, target, engine=inprocess.run)


def test_raw_is_never_written(raw: Path, make: Callable[[], Summary]) -> None:
    for path in (raw, raw / "b"):
        path.chmod(0o555)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_mode) for path in raw.rglob("*")}
    make()
    assert {path: (path.stat().st_mtime_ns, path.stat().st_mode) for path in raw.rglob("*")} == before


@pytest.mark.parametrize("given", ["-1", "1.5", "", "١", "253402300800", "9" * 5000])
def test_a_date_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(Misuse):
        source_epoch({"SOURCE_DATE_EPOCH": given})


def test_the_last_date() -> None:
    assert date_of(source_epoch({"SOURCE_DATE_EPOCH": "253402300799"})) == "9999-12-31"
    assert date_of(source_epoch({})) == ""
