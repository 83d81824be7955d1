"""Lists larger than memory: the same lines come out, in order, as often as they are asked for."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from pumice.engines import inprocess
from pumice.options import Options
from pumice.run import clean
from pumice.store import sorting
from pumice.store.sorting import Lines, Sorted, only_in
from pumice.verify import verify
from tests.archive.conftest import write_raw


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "MOST_HELD", 3)
    monkeypatch.setattr(sorting, "MOST_RUNS", 2)


def whole(line: bytes) -> bytes:
    return line


@pytest.mark.parametrize("count", [0, 1, 3, 4, 20, 100])
def test_all_lines_come_in_order_and_again(count: int) -> None:
    lines = [b"%03d\n" % (number * 37 % 101) for number in range(count)]
    found = Sorted(whole)
    for line in lines:
        found.add(line)
    assert list(found) == sorted(lines)
    assert list(islice(found, 2)) == sorted(lines)[:2]  # let go of in the middle
    assert list(found) == sorted(lines)


def test_lines_that_were_read_in_part_are_read_again() -> None:
    found = Lines()
    for line in (b"a\n", b"b\n"):
        found.add(line)

    def first() -> bytes:
        return next(iter(found))

    assert (first(), first(), list(found)) == (b"a\n", b"a\n", [b"a\n", b"b\n"])


def test_what_is_only_in_the_first() -> None:
    def of(text: str) -> Iterator[bytes]:
        return (letter.encode() for letter in text)

    assert list(only_in(of("abdf"), of("bcdz"))) == [b"a", b"f"]
    assert list(only_in(of(""), of("bcdz"))) == []


def test_a_bag_of_more_documents_than_are_held(tmp_path: Path) -> None:
    raw = write_raw(tmp_path / "raw", {f"{number:02}.txt": b"Text %d \r\n" % number for number in range(20)})
    for _ in range(2):
        clean(raw, tmp_path / "clean", options=Options(strip="off"), engine=inprocess.run)
        assert verify(tmp_path / "clean", raw=raw).faults == ()
        (raw / "07.txt").write_bytes(b"another\n")
        (raw / "20.txt").write_bytes(b"one more\n")
