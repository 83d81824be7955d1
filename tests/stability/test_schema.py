"""The published schema, the types that check, and what pumice writes are the same thing."""

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pumice.corpus import open_bag
from pumice.engines import inprocess
from pumice.errors import NotAsItShouldBe
from pumice.record import SCHEMA, dump, record_line
from pumice.run import clean
from pumice.schema import NAMES, VERSION, json_schema, read_record_lines, read_trail_lines
from pumice.verify import verify
from tests.archive.conftest import write_raw
from tests.exports.conftest import RAW

SHA = "0" * 64
RECORD: dict[str, Any] = {
    "schema": 1,
    "id": "0123456789abcdef",
    "raw": {"bytes": 3, "path": "a.txt", "sha256": SHA},
    "media_type": "text/plain",
    "encoding": {"name": "utf-8", "how": "utf-8"},
    "language": "en",
    "edits": {"form.line-ends": 2},
    "furniture": {},
    "findings": [{"code": "decode.guessed", "message": "", "start": 1, "end": 2, "evidence": {"bytes": 3, "why": "x"}}],
    "fingerprint": SHA,
    "clean": {"bytes": 3, "path": "data/a.txt", "sha256": SHA},
    "trail": None,
}
EDIT: dict[str, Any] = {"layer": 0, "step": "form", "start": 4, "before": "", "after": "x", "rule": "form.spaces"}


def changed(value: dict[str, Any], path: str, new: object) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(value))
    *above, last = path.split(".")
    place = copy
    for name in above:
        place = place[int(name) if isinstance(place, list) else name]
    if new is ...:
        del place[last]
    else:
        place[last] = new
    return copy


WRONG_RECORDS = [
    ("schema", 2),
    ("id", "0123456789ABCDEF"),
    ("id", "0123"),
    ("raw", None),
    ("raw.sha256", "0" * 63),
    ("raw.sha256", "g" * 64),
    ("raw.bytes", -1),
    ("raw.bytes", "3"),
    ("encoding.how", ...),
    ("edits.form.line-ends", 1),
    ("edits", {"form.line-ends": 0}),
    ("edits", {"form.line-ends": 1.5}),
    ("findings.0.code", ""),
    ("findings.0.start", -1),
    ("findings.0.evidence", {"x": [1]}),
    ("findings", {}),
    ("fingerprint", "é" * 64),
    ("clean.path", ""),
    ("clean.mode", 7),
    ("language", ...),
    ("origin", "here"),
    ("colour", "red"),
]
RIGHT_RECORDS = [
    ("clean", None),
    ("raw.sha256", ""),
    ("encoding", None),
    ("raw.path", "caf\udce9.txt"),
    ("origin", {"uri": "https://example.org/", "offset": 3}),
    ("encoding.parts", [{"start": 0, "end": 3, "encoding": "cp1252"}]),
]
WRONG_EDITS = [("layer", -1), ("start", "4"), ("before", None), ("rule", ...), ("step", ""), ("evidence", {"x": 0.5})]


def is_record(value: dict[str, Any]) -> bool:
    return accepts(lambda data: read_record_lines(data), value)


def is_edit(value: dict[str, Any]) -> bool:
    return accepts(lambda data: read_trail_lines(data), value)


def accepts(read: Callable[[bytes], object], value: dict[str, Any]) -> bool:
    try:
        read(dump(value) + b"\n")
    except NotAsItShouldBe:
        return False
    return True


def published(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (files("pumice") / "schemas" / f"{name}-{VERSION}.schema.json").read_text(encoding="utf-8")
    )
    return found


@pytest.mark.parametrize("name", NAMES)
def test_what_is_published_is_what_checks(name: str) -> None:
    assert published(name) == json_schema(name)
    assert VERSION == SCHEMA


@pytest.mark.parametrize(("path", "value"), [("schema", 1), *RIGHT_RECORDS])
def test_records_that_are_right(path: str, value: object) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    record = changed(RECORD, path, value)
    assert is_record(record)
    jsonschema.Draft202012Validator(published("record")).validate(record)


@pytest.mark.parametrize(("path", "value"), WRONG_RECORDS, ids=lambda value: str(value)[:20])
def test_records_that_are_wrong(path: str, value: object) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    try:
        record = changed(RECORD, path, value)
    except KeyError:  # a rule's name has a dot in it
        record = changed(RECORD, "edits", {"form.line-ends": -1})
    assert not is_record(record)
    assert not jsonschema.Draft202012Validator(published("record")).is_valid(record)


@pytest.mark.parametrize(("path", "value"), WRONG_EDITS, ids=lambda value: str(value)[:20])
def test_edits_that_are_wrong(path: str, value: object) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(published("trail"))
    assert is_edit(EDIT)
    assert validator.is_valid(EDIT)
    assert not is_edit(changed(EDIT, path, value))
    assert not validator.is_valid(changed(EDIT, path, value))


def test_many_lines_are_refused_for_one() -> None:
    right, wrong = dump(RECORD) + b"\n", dump(changed(RECORD, "id", "x" * 16)) + b"\n"
    assert len(read_record_lines(right * 3)) == 3
    for data in (right + wrong, right + b"\n" + right, right + b"not JSON\n", b"[" * 100_000 + b"\n"):
        with pytest.raises(NotAsItShouldBe):
            read_record_lines(data)


def test_what_pumice_writes_fits(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    raw = write_raw(tmp_path / "raw", RAW)
    clean(raw, tmp_path / "clean", engine=inprocess.run)
    validators = {name: jsonschema.Draft202012Validator(published(name)) for name in NAMES}
    edits = 0
    with open_bag(tmp_path / "clean") as bag:
        for document in bag:
            validators["record"].validate(json.loads(record_line(document.record)))
            trail = document.record.trail
            for line in bag.read(trail).splitlines() if trail else ():
                validators["trail"].validate(json.loads(line))
                edits += 1
    assert edits >= 4


def test_verify_says_which_record_is_none(tmp_path: Path) -> None:
    raw = write_raw(tmp_path / "raw", {"a.txt": b"One.\n", "b.txt": b"Two.\n", "c.txt": b"Three.\n"})
    clean(raw, tmp_path / "clean", engine=inprocess.run)
    records = tmp_path / "clean/pumice/records.jsonl"
    lines = records.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"schema":1', b'"colour":1')
    records.write_bytes(b"".join(lines))
    found = [fault for fault in verify(tmp_path / "clean").faults if fault.code == "record.unreadable"]
    assert [fault.path for fault in found] == ["pumice/records.jsonl, line 2"]
    assert "colour" in found[0].found or "schema" in found[0].found
