"""Settings of all tests: generated examples have no deadline, since the machines that run them differ."""

from hypothesis import HealthCheck, settings

settings.register_profile("pumice", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pumice")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes do not name a test: gzip writes the time into them, and then each worker has tests of its own."""
    return argname if isinstance(val, bytes) else None
