"""`pumice verify` for people and machines: runs it, shows how far it is, tells what is wrong, gives the exit code."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from pumice.findings import CODES, Severity
from pumice.record import dump
from pumice.terminal import counted, safe, styled
from pumice.verify import Fault, Report, verify
from pumice.verify.check import Progress


def told(root: Path, *, raw: Path | None, rederive: bool, quick: bool, sample: int, jobs: int, json: bool) -> int:
    """Verify the bag at `root` and tell what was found, each fault as it is found; the exit code."""
    tell = _tell_machine if json else _tell_person
    with _progress(sys.stderr) as progress:
        report = verify(
            root, raw=raw, rederive=rederive, quick=quick, sample=sample, jobs=jobs, progress=progress, tell=tell
        )
    sys.stdout.write(dump(_summary(report)).decode() + "\n" if json else _in_words(report, raw=raw, rederive=rederive))
    return report.exit_code


def _tell_machine(fault: Fault) -> None:
    value = {
        "code": fault.code,
        "severity": str(fault.severity),
        "path": fault.path,
        "expected": fault.expected,
        "found": fault.found,
        "message": fault.message,
    }
    sys.stdout.write(dump(value).decode() + "\n")


def _tell_person(fault: Fault) -> None:
    style = "fault" if fault.severity is Severity.FAULT else "doubt"
    sys.stdout.write(f"{styled(fault.code, style)}  {safe(fault.message)}\n")
    sys.stdout.write(f"    {CODES[fault.code].advice}\n")


def _summary(report: Report) -> dict[str, object]:
    return {
        "bag": str(report.root),
        "checked": report.share,
        "files": report.files,
        "bytes": report.size,
        "read_files": report.read_files,
        "read_bytes": report.read_size,
        "documents": report.documents,
        "faults": dict(report.counts),
        "exit_code": report.exit_code,
    }


def _in_words(report: Report, *, raw: Path | None, rederive: bool) -> str:
    verdict = styled("not as it should be", "fault") if report.failed else styled("as it should be", "added")
    more = (" Provenance was checked." if raw else "") + (" Every copy was made again." if rederive else "")
    counts = "".join(f" {code} {count:,}." for code, count in report.counts)
    payload = f"{counted(report.files, 'payload file')}, {counted(report.size, 'byte')}"
    checked = f"checked {report.share}, {counted(report.read_size, 'byte')} read"
    return f"{safe(str(report.root))} is {verdict}: {payload}; {checked}.{more}{counts}\n"


@contextmanager
def _progress(stream: TextIO) -> Iterator[Progress | None]:
    """Something to call with the bytes done and in all: a bar with rate and time left on a terminal, else nothing."""
    if not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("verifying"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("verifying", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
