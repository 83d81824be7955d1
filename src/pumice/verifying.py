"""`pumice verify` for people and machines: runs it, shows how far it is, tells what is wrong, gives the exit code."""

import sys
from pathlib import Path

from pumice import __version__
from pumice.findings import CODES, Severity
from pumice.record import dump
from pumice.terminal import byte_bar, counted, safe, styled
from pumice.verify import Fault, Report, verify
from pumice.verify.formats import as_github, as_json_lines, as_junit, as_sarif


def told(
    root: Path,
    *,
    raw: Path | None,
    rederive: bool,
    signers: Path | None,
    quick: bool,
    sample: int,
    jobs: int,
    output: str,
) -> int:
    """Verify the bag at `root` and tell what was found, in words and as JSON at once; the exit code."""
    tell = {"text": _tell_person, "json": _tell_machine}.get(output)
    with byte_bar(sys.stderr, "verifying") as bar:
        report = verify(
            root,
            raw=raw,
            rederive=rederive,
            signers=signers,
            quick=quick,
            sample=sample,
            jobs=jobs,
            progress=bar and (lambda done, total: bar(completed=done, total=total)),
            tell=tell,
        )
    sys.stdout.write(_end(report, output, raw=raw, rederive=rederive))
    return report.exit_code


def _end(report: Report, output: str, *, raw: Path | None, rederive: bool) -> str:
    """What is told when all is checked: the sum, or for formats that are one document, everything."""
    bag = str(report.root)
    if output == "junit":
        return as_junit(report.faults, bag, report.files)
    if output == "github":
        return as_github(report.faults, bag)
    if output == "sarif":
        return as_sarif(report.faults, bag, __version__)
    if output == "json":
        return dump(_summary(report)).decode() + "\n"
    return _in_words(report, raw=raw, rederive=rederive)


def _tell_machine(fault: Fault) -> None:
    sys.stdout.write(as_json_lines((fault,)))


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
        "seal": report.seal,
        "faults": dict(report.counts),
        "exit_code": report.exit_code,
    }


def _in_words(report: Report, *, raw: Path | None, rederive: bool) -> str:
    verdict = styled("not as it should be", "fault") if report.failed else styled("as it should be", "added")
    more = (" Provenance was checked." if raw else "") + (" Every copy was made again." if rederive else "")
    more += f" Sealed by {safe(report.seal)}." if report.seal else ""
    counts = "".join(f" {code} {count:,}." for code, count in report.counts)
    payload = f"{counted(report.files, 'payload file')}, {counted(report.size, 'byte')}"
    checked = f"checked {report.share}, {counted(report.read_size, 'byte')} read"
    return f"{safe(str(report.root))} is {verdict}: {payload}; {checked}.{more}{counts}\n"
