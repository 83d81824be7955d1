"""Raw at an address, and bags published to one: the bytes of a local run, and nothing claimed that is not there."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pumice.engines import engine, inprocess
from pumice.errors import Misuse, NotAsItShouldBe, NothingToDo, StorageFailed, Unreadable, WontOverwrite
from pumice.run import Manner, clean
from pumice.sharding import clean_in_shards
from pumice.store import source
from pumice.store.remote import Remote
from pumice.uploading import publish_at
from pumice.verify import verify
from tests.archive.conftest import RAW, tree, write_raw
from tests.archive.many import write_many

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed; it comes with the extra pumice[fsspec]")
TAGS = "tagmanifest-sha256.txt"


@pytest.fixture
def far() -> Iterator[str]:
    """The address of an empty tree in memory."""
    system = fsspec.filesystem("memory")
    yield "memory://there"
    if system.exists("/there"):
        system.rm("/there", recursive=True)


def send(folder: Path, address: str) -> None:
    system, root = fsspec.core.url_to_fs(address)
    for path, data in tree(folder).items():
        system.pipe_file(f"{root}/{path}", data)


def fetch(address: str, folder: Path) -> Path:
    system, root = fsspec.core.url_to_fs(address)
    return write_raw(folder, {path.removeprefix(root).lstrip("/"): system.cat_file(path) for path in system.find(root)})


@pytest.mark.parametrize("files", [RAW, {"a": b"a\n", "a.txt": b"b\n", "A.TXT": b"c\n", "b/a b/x.html": b"<p>x</p>"}])
def test_the_bag_of_raw_that_is_far_is_that_of_raw_that_is_near(
    files: dict[str, bytes], far: str, tmp_path: Path
) -> None:
    raw = write_raw(tmp_path / "raw", files)
    send(raw, far)
    clean(raw, tmp_path / "near", engine=inprocess.run)
    assert clean(Remote(far), tmp_path / "far", engine=inprocess.run).exit_code == 0
    assert tree(tmp_path / "far") == tree(tmp_path / "near")
    assert clean(Remote(far), tmp_path / "far", engine=inprocess.run).kept == len(files)
    system = fsspec.filesystem("memory")
    system.rm_file(f"/there/{sorted(files)[0]}")
    (raw / sorted(files)[0]).unlink()
    clean(raw, tmp_path / "near", engine=inprocess.run)
    clean(Remote(far), tmp_path / "far", engine=inprocess.run)
    assert tree(tmp_path / "far") == tree(tmp_path / "near")


def test_large_objects_are_kept_in_a_file(far: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pumice.store.remote.MAPPED_FROM", 10)
    monkeypatch.setattr(source, "MAPPED_FROM", 10)
    raw = write_many(tmp_path / "raw")
    send(raw, far)
    clean(raw, tmp_path / "near", engine=inprocess.run)
    clean(Remote(far), tmp_path / "far", engine=inprocess.run)
    assert tree(tmp_path / "far") == tree(tmp_path / "near")


def test_an_object_that_cannot_be_fetched_is_told_and_tried_again(
    far: str, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(raw, far)
    system = fsspec.filesystem("memory")
    right = system.cat_file

    def failing(path: str, *rest: object, **options: object) -> Any:
        if path.endswith("a.txt"):
            raise RuntimeError("request 8472 failed")
        return right(path, *rest, **options)

    monkeypatch.setattr(type(system), "cat_file", staticmethod(failing))
    summary = clean(Remote(far), tmp_path / "clean", engine=inprocess.run)
    assert [(path, it.code) for path, it in summary.failed] == [("a.txt", "read.unreadable")]
    assert "8472" not in summary.failed[0][1].message
    monkeypatch.undo()
    assert clean(Remote(far), tmp_path / "clean", engine=inprocess.run).exit_code == 0


def test_what_cannot_be_listed_is_not_taken_for_empty(
    far: str, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(raw, far)
    clean(Remote(far), tmp_path / "clean", engine=inprocess.run)
    whole = tree(tmp_path / "clean")
    system = fsspec.filesystem("memory")
    right = system.ls

    def failing(path: str, *rest: object, **options: object) -> Any:
        if path.endswith("/b"):
            raise RuntimeError("no answer")
        return right(path, *rest, **options)

    monkeypatch.setattr(type(system), "ls", staticmethod(failing))
    with pytest.raises(Unreadable):
        clean(Remote(far), tmp_path / "clean", engine=inprocess.run)
    monkeypatch.undo()
    clean(Remote(far), tmp_path / "clean", engine=inprocess.run)
    assert tree(tmp_path / "clean") == whole


@pytest.mark.parametrize(
    ("address", "error"),
    [("memory://nothing-there", NothingToDo), ("nosuchprotocol://x", Misuse), ("memory://one/file", Misuse)],
)
def test_addresses_that_are_none(address: str, error: type[Exception], tmp_path: Path) -> None:
    fsspec.filesystem("memory").pipe_file("/one/file", b"x")
    with pytest.raises(error):
        clean(Remote(address), tmp_path / "clean", engine=inprocess.run)
    assert not (tmp_path / "clean/data").exists()


def in_one(raw: Path, folder: Path) -> None:
    clean(raw, folder, engine=inprocess.run)


def in_several(raw: Path, folder: Path) -> None:
    clean_in_shards(raw, folder, 2, Manner(engine=inprocess.run))


@pytest.mark.parametrize("make", [in_one, in_several])
def test_what_is_published_is_the_bag(make: Callable[[Path, Path], None], raw: Path, far: str, tmp_path: Path) -> None:
    bag = tmp_path / "clean"
    make(raw, bag)
    files = len(tree(bag))
    assert publish_at(bag, far, check=True).sent == files
    assert publish_at(bag, far).sent == files
    assert tree(fetch(far, tmp_path / "first")) == tree(bag)
    assert verify(tmp_path / "first", raw=raw).faults == ()
    assert not publish_at(bag, far).changed
    assert not publish_at(bag, far, check=True).changed
    (raw / "a.txt").write_bytes(b"another text\n")
    (raw / "d.txt").unlink()
    make(raw, bag)
    done = publish_at(bag, far)
    assert done.removed == 2  # a copy, and the trail of what needs no edit any more
    assert 0 < done.sent < files
    assert tree(fetch(far, tmp_path / "second")) == tree(bag)


def test_what_was_damaged_there_is_found_by_a_check(bag: Path, far: str) -> None:
    publish_at(bag, far)
    fsspec.filesystem("memory").pipe_file("/there/data/a.txt", b"First line\nsecond lime\n")
    assert not publish_at(bag, far).changed  # of the same size, and vouched for
    assert publish_at(bag, far, check=True).sent == 1
    fsspec.filesystem("memory").rm_file(f"/there/{TAGS}")
    publish_at(bag, far)
    assert not publish_at(bag, far, check=True).changed


@pytest.mark.parametrize("at", [1, 5, 9])
def test_a_half_is_never_taken_for_a_bag(
    at: int, bag: Path, far: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = fsspec.filesystem("memory")
    right, count = system.pipe_file, 0

    def failing(path: str, *rest: object, **options: object) -> Any:
        nonlocal count
        count += 1
        if count == at:
            raise RuntimeError("no answer")
        return right(path, *rest, **options)

    monkeypatch.setattr(type(system), "pipe_file", staticmethod(failing))
    with pytest.raises(StorageFailed):
        publish_at(bag, far)
    assert not system.exists(f"/there/{TAGS}")
    publish_at(bag, far)
    assert tree(fetch(far, tmp_path / "first")) == tree(bag)


def test_what_does_not_read_back_is_told(bag: Path, far: str, monkeypatch: pytest.MonkeyPatch) -> None:
    system = fsspec.filesystem("memory")
    right = system.pipe_file
    monkeypatch.setattr(type(system), "pipe_file", staticmethod(lambda path, data, **_: right(path, data[:-1])))
    with pytest.raises(StorageFailed, match="read back"):
        publish_at(bag, far)
    assert not system.exists(f"/there/{TAGS}")


def test_what_is_no_bag_is_not_published_and_nothing_foreign_is_touched(bag: Path, far: str) -> None:
    system = fsspec.filesystem("memory")
    system.pipe_file("/there/letters/1.txt", b"mine")
    with pytest.raises(WontOverwrite):
        publish_at(bag, far)
    system.rm("/there", recursive=True)
    publish_at(bag, far)
    system.pipe_file("/there/data/mine.txt", b"mine")
    assert publish_at(bag, far).strays == ["data/mine.txt"]
    assert system.cat_file("/there/data/mine.txt") == b"mine"
    (bag / "data/a.txt").write_bytes(b"damaged")
    with pytest.raises(NotAsItShouldBe):
        publish_at(bag, far)
    with pytest.raises(Misuse):
        publish_at(bag, bag.parent.as_uri())


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket in a stand-in for S3 on this machine, which worker processes reach, too."""
    server = pytest.importorskip("moto.server", reason="moto is not installed: pip install 'moto[server]' s3fs")
    pytest.importorskip("s3fs", reason="s3fs is not installed: pip install 'moto[server]' s3fs")
    serving = server.ThreadedMotoServer(port=0)
    serving.start()
    host, port = serving.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    system = fsspec.filesystem("s3", skip_instance_cache=True)
    system.mkdir("archive")
    yield "s3://archive"
    fsspec.filesystem("s3").clear_instance_cache()
    serving.stop()


def test_an_object_store(bucket: str, tmp_path: Path) -> None:
    raw = write_many(tmp_path / "raw")
    for name in ("x\ny", "%41"):  # what HTTP clients and their stand-in do not agree upon
        for path in raw.rglob(f"*{name}*"):
            path.unlink()
    send(raw, f"{bucket}/raw")
    clean(raw, tmp_path / "near", engine=inprocess.run)
    clean(Remote(f"{bucket}/raw"), tmp_path / "far", engine=engine("pool", 2))
    assert tree(tmp_path / "far") == tree(tmp_path / "near")
    publish_at(tmp_path / "far", f"{bucket}/clean")
    assert tree(fetch(f"{bucket}/clean", tmp_path / "back")) == tree(tmp_path / "near")
    assert not publish_at(tmp_path / "far", f"{bucket}/clean").changed
    shutil.rmtree(tmp_path / "back")
