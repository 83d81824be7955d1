"""`pumice findings` and `pumice doctor` for people and machines."""

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from pumice import __version__
from pumice.corpus import open_bag
from pumice.errors import CHANGED, OK
from pumice.findings import CODES, Severity
from pumice.noticed import noticed
from pumice.record import dump
from pumice.terminal import counted, safe, styled
from pumice.verify.fault import Fault
from pumice.verify.formats import as_github, as_json_lines, as_junit, as_sarif

STYLES = {Severity.NOTE: "faint", Severity.DOUBT: "doubt", Severity.FAULT: "fault"}


def over(bag: Path, least: str, output: str, raw: str) -> str:
    """The findings of a bag's documents, in one of the formats of verify."""
    with open_bag(bag) as opened:
        found = tuple(noticed(opened, Severity(least)))
        documents = sum(1 for _ in opened)
    if output == "github":
        return as_github(found, raw)
    if output == "junit":
        return as_junit(found, raw, documents, "pumice findings")
    if output == "sarif":
        return as_sarif(found, raw, __version__)
    if output == "json":
        return as_json_lines(found)
    return "".join(_in_words(found, documents, least))


def _in_words(found: tuple[Fault, ...], documents: int, least: str) -> Iterator[str]:
    codes: dict[str, None] = {}
    for path, group in groupby(found, key=lambda fault: fault.path):
        yield f"{styled(safe(path), 'name')}\n"
        for fault in group:
            codes.setdefault(fault.code)
            line = f"line {fault.line}  " if fault.line else ""
            yield f"  {line}{styled(fault.code, STYLES[fault.severity])}: {safe(fault.found)}\n"
    if codes:
        yield "\n"
    for code in codes:
        yield f"{styled(code, 'name')}: {CODES[code].meaning} {CODES[code].advice}\n"
    lowest = "" if least == "note" else "; --severity note lists what is only for the record"
    yield f"{counted(documents, 'document')}, {counted(len(found), 'finding')}{lowest}\n"


def at_machine(folder: Path, *, json: bool) -> int:
    """Tell what is fit and what is not on this machine; the exit code."""
    from pumice.doctor import checks

    worst = OK
    for check in checks(folder):
        worst = CHANGED if check.severity is Severity.FAULT else worst
        if json:
            value = {"name": check.name, "severity": str(check.severity), "seen": check.seen, "advice": check.advice}
            sys.stdout.write(dump(value).decode() + "\n")
            continue
        mark = {Severity.NOTE: "ok", Severity.DOUBT: "look", Severity.FAULT: "wrong"}[check.severity]
        sys.stdout.write(f"{styled(f'{mark:<6}', STYLES[check.severity])}{check.name:<16}{safe(check.seen)}\n")
        if check.advice:
            sys.stdout.write(f"      {safe(check.advice)}\n")
    return worst
