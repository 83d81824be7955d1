"""Settings of all tests: generated examples have no deadline, since the machines that run them differ."""

from hypothesis import HealthCheck, settings

settings.register_profile("pumice", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pumice")
