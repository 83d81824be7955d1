"""What is called text, and whether it is."""

import gzip
from random import Random

import pytest

from pumice.readers import Claim
from pumice.readers.txt import claim

CHINESE = "渡船冬天不开，守塔人说。春天又会开。我们等到了四月。\n" * 200
JAPANESE = "船は冬には出ません。灯台守はそう言いました。春になればまた出ます。\n" * 200


@pytest.mark.parametrize("size", [500, 10_000, 65_536])
def test_noise_is_no_text_whatever_its_name(size: int) -> None:
    for seed in range(5):
        noise = Random(seed).randbytes(size)
        assert claim("a.txt", noise) == Claim.NO
        assert claim("a", noise) == Claim.NO


def test_a_packed_file_is_no_text() -> None:
    packed = gzip.compress(Random(1).randbytes(20_000), mtime=0)
    assert claim("a.txt", packed) == Claim.NO


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32-le", "iso2022_jp", "euc_jp", "cp932"])
def test_japanese_is_text(encoding: str) -> None:
    assert claim("a.txt", JAPANESE.encode(encoding)[:65_536]) == Claim.BY_NAME


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "gb18030", "hz", "big5hkscs", "utf-8"])
def test_chinese_is_text(encoding: str) -> None:
    assert claim("a.txt", CHINESE.encode(encoding, "replace")[:65_535]) == Claim.BY_NAME


def test_text_with_some_controls_is_text() -> None:
    assert claim("a.txt", b"\x01\x02\x03 a few, as old printers wanted them\n") == Claim.BY_NAME
    assert claim("a.txt", (b"A page of text, and \x02bold\x02 words.\n" * 900)) == Claim.BY_NAME
    assert claim("a.txt", bytes(70_000)) == Claim.BY_NAME  # a file of which nothing came back is told of elsewhere
