"""The Library of Congress's BagIt conformance suite: valid bags accepted, invalid ones refused, warnings warned."""

from pathlib import Path

import pytest

from pumice.verify import Report, verify

SUITE = Path(__file__).parents[3] / "shared/archive/bagit-conformance-suite"
pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the conformance suite is not at {SUITE}")
REFUSED = ("invalid", "linux-only", "windows-only")


def bags(*kinds: str) -> list[Path]:
    return [path for kind in kinds for path in sorted(SUITE.glob(f"v*/{kind}/*")) if path.is_dir()]


def name(path: Path) -> str:
    return str(path.relative_to(SUITE))


def faults(report: Report) -> list[str]:
    return [f"{fault.severity} {fault.code} {fault.path}" for fault in report.faults]


@pytest.mark.parametrize("bag", bags("valid"), ids=name)
def test_valid(bag: Path) -> None:
    report = verify(bag)
    assert report.exit_code == 0, faults(report)


@pytest.mark.parametrize("bag", bags(*REFUSED), ids=name)
def test_refused(bag: Path) -> None:
    assert verify(bag).exit_code == 1


@pytest.mark.parametrize("bag", bags("warning"), ids=name)
def test_warned(bag: Path) -> None:
    report = verify(bag)
    assert report.exit_code == 0, faults(report)
    assert report.faults


def test_the_suite_is_whole() -> None:
    assert (len(bags("valid")), len(bags(*REFUSED)), len(bags("warning"))) == (27, 27, 6)
