"""What is made from the code is what the code says."""

import pytest

from tools.make_docs import made, stale


@pytest.mark.parametrize("path", sorted(made()))
def test_it_is_up_to_date(path: str) -> None:
    assert path not in stale(), "run python tools/make_docs.py"
