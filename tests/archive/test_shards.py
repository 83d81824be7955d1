"""Shards: however a corpus is dealt to machines, the merged bag is the one that a single run makes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumice.engines import inprocess
from pumice.errors import Misuse, NotAsItShouldBe
from pumice.merging import merge_bags
from pumice.run import clean
from pumice.shard import Shard, parse, read_bag_count
from pumice.verify import verify
from tests.archive.conftest import tree, write_raw

MANY = {f"{folder}/{number}.txt": f"Text {number}\r\n".encode() for folder in "abc" for number in range(7)}
PAGES = [{"url": f"https://example.org/{number}", "text": f"Page {number} "} for number in range(2)]
ARCHIVE = {"pages.jsonl": "".join(json.dumps(page) + "\n" for page in PAGES).encode()}


def dealt(raw: Path, folder: Path, count: int, epoch: int | None = None) -> list[Path]:
    shards = [Shard(number, count) for number in range(1, count + 1)]
    for shard in shards:
        clean(raw, folder / shard.folder, shard=shard, epoch=epoch, engine=inprocess.run)
    return [folder / shard.folder for shard in shards]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_merged_shards_are_the_bag_of_one_run(count: int, tmp_path: Path) -> None:
    raw = write_raw(tmp_path / "raw", MANY | ARCHIVE)
    clean(raw, tmp_path / "whole", engine=inprocess.run, epoch=86400)
    parts = dealt(raw, tmp_path, count, epoch=86400)
    assert all(verify(part).faults == () for part in parts)
    summary = merge_bags(list(reversed(parts)), tmp_path / "merged")
    assert (summary.made, summary.exit_code) == (23, 0)
    assert tree(tmp_path / "merged") == tree(tmp_path / "whole")
    assert verify(tmp_path / "merged", raw=raw).faults == ()


def test_more_shards_than_files(tmp_path: Path) -> None:
    raw = write_raw(tmp_path / "raw", {"a.txt": b"a\n"})
    clean(raw, tmp_path / "whole", engine=inprocess.run)
    merge_bags(dealt(raw, tmp_path, 3), tmp_path / "merged")
    assert tree(tmp_path / "merged") == tree(tmp_path / "whole")


def test_what_is_there_is_not_copied_again(tmp_path: Path) -> None:
    raw = write_raw(tmp_path / "raw", MANY)
    parts = dealt(raw, tmp_path, 2)
    merge_bags(parts, tmp_path / "merged")
    whole = tree(tmp_path / "merged")
    (tmp_path / "merged/data/a/1.txt").write_bytes(b"damaged\n")
    assert merge_bags(parts, tmp_path / "merged").made == 1
    assert tree(tmp_path / "merged") == whole


def test_what_left_raw_leaves_the_merged_bag(tmp_path: Path) -> None:
    raw = write_raw(tmp_path / "raw", MANY)
    merge_bags(dealt(raw, tmp_path, 2), tmp_path / "merged")
    (raw / "a/1.txt").unlink()
    summary = merge_bags(dealt(raw, tmp_path, 2), tmp_path / "merged")
    assert summary.removed == ("data/a/1.txt",)
    assert verify(tmp_path / "merged", raw=raw).faults == ()


def without_one(parts: list[Path]) -> list[Path]:
    return parts[1:]


def one_twice(parts: list[Path]) -> list[Path]:
    return [parts[0], *parts[:-1]]


def one_changed(parts: list[Path]) -> list[Path]:
    next((parts[0] / "data").rglob("*.txt")).write_bytes(b"not what was cleaned\n")
    return parts


def one_gone(parts: list[Path]) -> list[Path]:
    next((parts[0] / "data").rglob("*.txt")).unlink()
    return parts


def records_changed(parts: list[Path]) -> list[Path]:
    (parts[1] / "pumice/records.jsonl").write_bytes(b"")
    return parts


def one_of_other_options(parts: list[Path]) -> list[Path]:
    (parts[0] / "pumice/pipeline.json").write_bytes(b"{}\n")
    return parts


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (without_one, Misuse),
        (one_twice, Misuse),
        (one_of_other_options, Misuse),
        (one_changed, NotAsItShouldBe),
        (one_gone, NotAsItShouldBe),
        (records_changed, NotAsItShouldBe),
    ],
)
def test_what_does_not_fit_is_refused(
    spoil: Callable[[list[Path]], list[Path]], error: type[Exception], tmp_path: Path
) -> None:
    parts = dealt(write_raw(tmp_path / "raw", MANY), tmp_path, 3)
    with pytest.raises(error):
        merge_bags(spoil(parts), tmp_path / "merged")
    assert not (tmp_path / "merged" / "tagmanifest-sha256.txt").exists()


def test_a_whole_bag_is_no_shard(bag: Path, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="not the bag of a shard"):
        merge_bags([bag], tmp_path / "merged")


@given(st.binary(min_size=1), st.integers(1, 50))
def test_every_file_is_in_one_shard(name: bytes, count: int) -> None:
    path = name.decode("utf-8", "surrogateescape")
    assert sum(Shard(number, count).has(path) for number in range(1, count + 1)) == 1


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_shard_is_read_as_it_is_written(number: int, count: int) -> None:
    shard = Shard(number, count)
    if number <= count:
        assert parse(f"{number}/{count}") == shard == read_bag_count(shard.bag_count.encode())
    else:
        assert read_bag_count(shard.bag_count.encode()) is None
        with pytest.raises(Misuse, match="no shard"):
            parse(f"{number}/{count}")


@pytest.mark.parametrize("written", ["", "3", "3/", "/3", "0/3", "4/3", "a/b", "-1/3", "1/3 "])
def test_what_is_no_shard(written: str) -> None:
    with pytest.raises(Misuse):
        parse(written)
