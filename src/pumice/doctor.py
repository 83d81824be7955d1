"""Is this machine fit for pumice: what is installed, whether it cleans as it should, what the disk can do."""

import os
import platform
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from pumice import __version__
from pumice.findings import Severity
from pumice.options import DEFAULT
from pumice.pipeline import normalize, plan

TESTED = ((3, 11), (3, 14))
# Extras a user may want; the others are for developing pumice.
EXTRAS = ("warc", "parquet")
# Damage, furniture and white space in one, with what must come of it.
SAMPLE = "Back to top\n\nThe keepers donâ€™t agree on much,  but the lamp is theirs.\r\n"
SHOULD_BE = "The keepers don’t agree on much, but the lamp is theirs.\n"
# A run needs room for the copies and as much again while it publishes; less than this is told.
LEAST_ROOM = 1 << 30


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its `name`, how it is (a note, a doubt, a fault), what was seen, and what to do about it."""

    name: str
    severity: Severity
    seen: str
    advice: str = ""


def checks(folder: Path) -> Iterator[Check]:
    """Everything that is looked at; `folder` is where archives are to be made."""
    yield _python()
    yield Check("pumice", Severity.NOTE, f"{__version__}, fingerprint {plan(DEFAULT)[1][:16]}")
    yield from _libraries()
    yield from _extras()
    yield _parser()
    yield _result()
    yield from _file_system(folder)
    yield _terminal()
    yield Check("cores", Severity.NOTE, f"{os.cpu_count() or 1}; pumice clean starts as many workers")


def _python() -> Check:
    seen = f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}"
    low, high = (".".join(map(str, bound)) for bound in TESTED)
    if TESTED[0] <= sys.version_info[:2] <= TESTED[1]:
        return Check("python", Severity.NOTE, f"{seen}, Unicode {unicodedata.unidata_version}")
    return Check("python", Severity.DOUBT, seen, f"pumice is tested with Python {low} to {high}.")


def _requirements() -> list[Requirement]:
    """What the installed pumice declares; nothing where it is not installed."""
    try:
        return [Requirement(text) for text in requires("pumice") or ()]
    except PackageNotFoundError:
        return []


def _libraries() -> Iterator[Check]:
    """Each library that pumice runs on, against the range it is tested with."""
    declared = _requirements()
    if not declared:
        yield Check("libraries", Severity.DOUBT, "not looked at: pumice is not installed", "pip install pumice")
    yield from (_library(each) for each in declared if _is_for(each, ""))


def _is_for(wanted: Requirement, extra: str) -> bool:
    return wanted.marker is None or wanted.marker.evaluate({"extra": extra})


def _library(wanted: Requirement) -> Check:
    advice = f"pip install '{wanted.name}{wanted.specifier}'"
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        return Check(wanted.name, Severity.FAULT, "not installed", advice)
    if wanted.specifier.contains(found, prereleases=True):
        return Check(wanted.name, Severity.NOTE, f"{found} ({wanted.specifier})")
    return Check(wanted.name, Severity.FAULT, f"{found}, tested with {wanted.specifier}", advice)


def _extras() -> Iterator[Check]:
    """Which extras are there; one that is not is no fault, but what it is needed for says so."""
    declared = [each for each in _requirements() if not _is_for(each, "")]
    for extra in EXTRAS if declared else ():
        unfit = [each.name for each in declared if _is_for(each, extra) and _library(each).severity is Severity.FAULT]
        advice = f"pip install 'pumice[{extra}]'" if unfit else ""
        yield Check(f"extra {extra}", Severity.NOTE, f"not there ({', '.join(unfit)})" if unfit else "there", advice)


def _parser() -> Check:
    from pumice.markup.golden import drifted
    from pumice.markup.tree import libxml2_version

    if drifted():
        advice = "Pages get other texts than elsewhere: install the versions in constraints.txt."
        return Check(
            "HTML parser", Severity.FAULT, f"libxml2 {libxml2_version()} reads the test page otherwise", advice
        )
    return Check("HTML parser", Severity.NOTE, f"libxml2 {libxml2_version()} reads the test page as it should")


def _result() -> Check:
    found = normalize(SAMPLE.encode(), name="sample.txt").text
    if found == SHOULD_BE:
        return Check("self-test", Severity.NOTE, "a damaged sample comes out as it should")
    return Check("self-test", Severity.FAULT, f"a damaged sample came out as {found!r}", "Install pumice anew.")


def _file_system(folder: Path) -> Iterator[Check]:
    """What the disk that holds `folder` can do, tried in a folder of our own that is removed again."""
    try:
        room = shutil.disk_usage(folder).free
        with tempfile.TemporaryDirectory(prefix=".pumice-doctor-", dir=folder) as own:
            yield _names(Path(own))
            yield _durable(Path(own))
    except OSError as error:
        yield Check("disk", Severity.FAULT, f"{folder}: {error.strerror or error}", "Name a folder to write to.")
        return
    if room < LEAST_ROOM:
        yield Check(
            "room", Severity.DOUBT, f"{room:,} bytes free", "Archives take about twice the size of their texts."
        )
    else:
        yield Check("room", Severity.NOTE, f"{room:,} bytes free")


def _names(own: Path) -> Check:
    (own / "case").touch()
    (own / "caf\N{LATIN SMALL LETTER E WITH ACUTE}").touch()
    other = {"CASE": "case", "cafe\N{COMBINING ACUTE ACCENT}": "Unicode form"}
    folds = [word for name, word in other.items() if (own / name).exists()]
    if folds:
        advice = "Archives have no such names; two such files of raw cannot lie here."
        return Check("names", Severity.NOTE, f"names that differ in {' or '.join(folds)} are one", advice)
    return Check("names", Severity.NOTE, "case and Unicode form are told apart")


def _durable(own: Path) -> Check:
    """Whether files and folders can be forced to the disk and replaced in one step, which publication rests on."""
    try:
        for name in ("new", "old"):
            with (own / name).open("wb") as file:
                file.write(b"x")
                os.fsync(file.fileno())
        (own / "new").replace(own / "old")
        descriptor = os.open(own, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        advice = "Make archives on a local disk and copy them here; pumice verify tells whether they arrived whole."
        return Check("durability", Severity.FAULT, f"{error.strerror or error}", advice)
    return Check("durability", Severity.NOTE, "files and folders can be forced to the disk and replaced in one step")


def _terminal() -> Check:
    encoding = (sys.stdout.encoding or "none").lower()
    kind = f"{'a terminal' if sys.stdout.isatty() else 'no terminal'}, {encoding}, TERM={os.environ.get('TERM', '')}"
    if encoding.replace("-", "") == "utf8":
        return Check("output", Severity.NOTE, kind)
    return Check("output", Severity.DOUBT, kind, "Set a UTF-8 locale, or PYTHONUTF8=1, to see texts as they are.")
