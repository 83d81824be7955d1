"""Settings of all tests: generated examples have no deadline, since the machines that run them differ; what takes
minutes is run by `pytest -m long`."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("pumice", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pumice")

TESTS = Path(__file__).parent
# Faults at system calls, fuzzing, growth of every expression, hostile pages, a browser or terminal that is
# driven, and every example of README and documentation.
LONG = (
    "faults",
    "fuzz",
    "hostile",
    "markup/test_hostile_pages.py",
    "report/test_browser.py",
    "review/test_screen.py",
    "test_examples.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the long tests."""
    for item in items:
        if any(item.path.is_relative_to(TESTS / place) for place in LONG):
            item.add_marker(pytest.mark.long)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes do not name a test: gzip writes the time into them, and then each worker has tests of its own."""
    return argname if isinstance(val, bytes) else None
