"""Bags made to hurt: whatever bytes stand in their lists, verify answers with faults, and never with an exception."""

import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pumice.corpus import open_bag
from pumice.engines import inprocess
from pumice.errors import PumiceError
from pumice.run import clean
from pumice.verify import verify
from tests.archive.conftest import RAW, write_raw

LISTS = (
    "bagit.txt",
    "bag-info.txt",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "pumice/records.jsonl",
    "pumice/pipeline.json",
    "pumice/trails/a.txt.jsonl",
    "fetch.txt",
)
DIGEST = sha256(b"").hexdigest().encode()
TEXTS = (
    b"\n|\r\n|  |data/a.txt|../|/|\0|\xff|%0A|*|./|{|BagIt-Version: 1.0|Payload-Oxum: 9.9|UTF-16|\xef\xbb\xbf|"
    b"Tag-File-Character-Encoding: |http://x - data/y"
).split(b"|")
JSON = [b'{"clean":null', b'"trail":null}', b'"trail":', b'"sha256":', b"[" * 5000, b"9" * 5000, DIGEST]
PIECES = st.sampled_from([*TEXTS, *JSON])
CONTENT = st.binary(max_size=200) | st.lists(PIECES, max_size=12).map(b"".join)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    clean(write_raw(folder / "raw", RAW), folder / "bag", engine=inprocess.run)
    return folder / "bag"


@pytest.fixture(scope="module")
def play(whole: Path) -> Iterator[Callable[[str, bytes], Path]]:
    """Gives a copy of the bag with other bytes in one of its lists."""
    copy = whole.parent / "play"
    shutil.copytree(whole, copy)

    def with_other(name: str, data: bytes) -> Path:
        for each in LISTS:
            (copy / each).unlink(missing_ok=True)
            if (whole / each).exists():
                shutil.copyfile(whole / each, copy / each)
        (copy / name).write_bytes(data)
        return copy

    yield with_other
    shutil.rmtree(copy)


@pytest.mark.parametrize("name", LISTS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=CONTENT)
def test_any_bytes_in_a_list(name: str, play: Callable[[str, bytes], Path], data: bytes) -> None:
    bag = play(name, data)
    assert verify(bag).exit_code == 1
    try:
        with open_bag(bag) as opened:
            for document in opened:
                document.raw()
    except PumiceError:
        pass


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=CONTENT, at=st.integers(0, 3000))
def test_a_piece_of_the_records_replaced(play: Callable[[str, bytes], Path], whole: Path, data: bytes, at: int) -> None:
    records = (whole / "pumice/records.jsonl").read_bytes()
    mutated = records[:at] + data + records[at + len(data) :]
    assert verify(play("pumice/records.jsonl", mutated)).exit_code == int(mutated != records)


@pytest.mark.parametrize("encoding", ["idna", "undefined", "hex", "zlib", "punycode", "unicode_escape", "x\0y", "none"])
def test_odd_encodings(encoding: str, tmp_path: Path) -> None:
    files = {
        "bagit.txt": f"BagIt-Version: 1.0\nTag-File-Character-Encoding: {encoding}\n".encode(),
        "bag-info.txt": b"Payload-Oxum: \xff\\x..xn--\n",
        "fetch.txt": b"\xff\\x..xn--\n",
        "manifest-sha256.txt": b"\xff\\x..xn--\n",
        "data/x": b"x",
    }
    assert verify(write_raw(tmp_path / "bag", files)).exit_code == 1


def test_a_bag_of_someone_else_with_nothing_of_ours(tmp_path: Path) -> None:
    bag = write_raw(tmp_path / "bag", {"bagit.txt": b"", "manifest-sha256.txt": b"\0" * 100, "data/x": b"x"})
    assert verify(bag).exit_code == 1
