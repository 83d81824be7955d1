"""What verify found, in the formats that build servers read. Pure: a report goes in, text comes out.

Names of files may hold anything; here every character that would act on a terminal, break a line or is no character of
XML is written as an escape.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from pumice.findings import CODES, Severity
from pumice.record import dump
from pumice.verify.fault import Fault

# Controls, what XML 1.0 does not admit, and characters that are not seen or turn the text around them.
UNSHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.FAULT: "error", Severity.DOUBT: "warning", Severity.NOTE: "note"}


def shown(text: str) -> str:
    r"""`text` with what must not be printed as it is written as \xNN or \uNNNN; a backslash is doubled."""
    return UNSHOWN.sub(_escaped, text.replace("\\", "\\\\"))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def as_json_lines(faults: tuple[Fault, ...]) -> str:
    """One JSON object a line; names that are not UTF-8 hold lone surrogates, escaped."""
    return "".join(
        dump(
            {
                "code": fault.code,
                "severity": str(fault.severity),
                "path": fault.path,
                "expected": fault.expected,
                "found": fault.found,
                "message": fault.message,
            }
            | ({"line": fault.line} if fault.line else {})
        ).decode()
        + "\n"
        for fault in faults
    )


def as_junit(faults: tuple[Fault, ...], bag: str, files: int, suite: str = "pumice verify") -> str:
    """JUnit XML: one test case a fault, and one for all the files in which there is none."""
    failures = sum(fault.severity is Severity.FAULT for fault in faults)
    head = f'<testsuite name="{suite}" tests="{len(faults) + 1}" failures="{failures}" errors="0">\n'
    passed = f"  <testcase classname={quoteattr(shown(bag))} name={quoteattr(f'{files} payload files seen')}/>\n"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + head
        + passed
        + "".join(map(_junit_case, faults))
        + "</testsuite>\n"
    )


def _junit_case(fault: Fault) -> str:
    name = f"  <testcase classname={quoteattr(fault.code)} name={quoteattr(shown(fault.path))}>"
    message = shown(fault.message)
    if fault.severity is Severity.FAULT:
        body = f"<failure type={quoteattr(fault.code)} message={quoteattr(message)}>{escape(_advice(fault))}</failure>"
    else:
        body = f"<system-out>{escape(message)}</system-out>"
    return f"{name}{body}</testcase>\n"


def _advice(fault: Fault) -> str:
    return CODES[fault.code].advice


def as_github(faults: tuple[Fault, ...], bag: str) -> str:
    """Workflow commands of GitHub Actions: one annotation a fault."""
    return "".join(_github_command(fault, f"{bag}/{fault.path}") for fault in faults)


def _github_command(fault: Fault, path: str) -> str:
    word = {"error": "error", "warning": "warning", "note": "notice"}[LEVELS[fault.severity]]
    place = f"file={_github_value(path)}{_github_line(fault)}"
    return f"::{word} {place},title={fault.code}::{_github_text(fault.message)}\n"


def _github_line(fault: Fault) -> str:
    return f",line={fault.line}" if fault.line else ""


def _github_text(text: str) -> str:
    return shown(text).replace("%", "%25")


def _github_value(text: str) -> str:
    return _github_text(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(faults: tuple[Fault, ...], bag: str, version: str) -> str:
    """SARIF 2.1.0, as code-scanning services read it: the codes met as rules, one result a fault."""
    met = sorted({fault.code for fault in faults})
    driver = {
        "name": "pumice",
        "version": version,
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": CODES[code].meaning},
                "help": {"text": CODES[code].advice},
                "defaultConfiguration": {"level": LEVELS[CODES[code].severity]},
            }
            for code in met
        ],
    }
    run = {"tool": {"driver": driver}, "results": list(_sarif_results(faults, bag, met))}
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, sort_keys=True) + "\n"


def _region(fault: Fault) -> dict[str, dict[str, object]]:
    return {"region": {"startLine": fault.line}} if fault.line else {}


def _bytes_of(path: str) -> bytes:
    """The bytes of a name; a record that lies may name what no file system holds."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


def _sarif_results(faults: tuple[Fault, ...], bag: str, met: list[str]) -> Iterator[dict[str, object]]:
    for fault in faults:
        uri = quote(_bytes_of(f"{bag}/{fault.path}"))
        yield {
            "ruleId": fault.code,
            "ruleIndex": met.index(fault.code),
            "level": LEVELS[fault.severity],
            "message": {"text": shown(fault.message)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}} | _region(fault)}],
        }
