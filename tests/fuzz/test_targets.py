"""Any bytes, and bytes that are nearly right, for each parser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import SEEDS, TARGETS

PIECES = [
    b"\n",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"<",
    b"&#",
    b'"',
    b"\\ud800",
    b"{",
    b"../",
    b"\r\n\r\n",
    b"-1",
    b"9" * 30,
]


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A seed of which pieces were cut, doubled and replaced."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 20)))
        data = data[:start] + draw(st.binary(max_size=4) | st.sampled_from([*PIECES, data[start:end] * 2])) + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_seeds(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=60)
@given(data=st.data())
def test_any_bytes(name: str, data: st.DataObject) -> None:
    TARGETS[name](data.draw(st.binary(max_size=300) | mutated(SEEDS[name])))
