"""The record of a document and its trail, as data and as JSON lines.

JSON is written one way only: keys sorted, no spaces, UTF-8, with those characters escaped that would not survive (lone
surrogates) or would act on a terminal (controls, bidirectional marks). So the same record is the same bytes everywhere.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from typing import Any

from pumice.decode import Reading
from pumice.edits import Edit, EditError, Evidence, Layer, Trail
from pumice.errors import NotAsItShouldBe
from pumice.findings import CODES, Finding, Severity

SCHEMA = 1
ESCAPED = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]")
# Keys stand in their order, and a quotation mark inside a value has a backslash before it.
RAW_PATH = re.compile(rb'"raw":\{"bytes":[0-9]+,"path":("(?:[^"\\]|\\.)*")')
Counts = tuple[tuple[str, int], ...]
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
# Fields that only some documents have.
BESIDES = ("origin", "rendered", "metadata")


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file by its place (in raw for raw files, in the bag for the bag's), size in bytes and digest."""

    path: str
    size: int
    sha256: str

    @classmethod
    def of(cls, path: str, data: bytes) -> "FileRef":
        """The reference to a file that holds `data`."""
        return cls(path, len(data), sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Record:
    """All that is known of one document. `clean` and `trail` are None for a document that is not published or not
    changed; `reading` is what encodes the first text again, and tells how the encoding was found (None if the file was
    not read); `origin` is where the document came from inside its raw file, if it shares that file with others (its
    `sha256` is of the document's own bytes). For a page, `rendered` says what made its first text, and `metadata` what
    the page says about itself."""

    id: str
    raw: FileRef
    media_type: str
    reading: Reading | None
    language: str
    edits: Counts
    furniture: Counts
    findings: tuple[Finding, ...]
    fingerprint: str
    clean: FileRef | None = None
    trail: FileRef | None = None
    origin: Mapping[str, Any] | None = None
    rendered: Mapping[str, Any] | None = None
    metadata: Mapping[str, Any] | None = None
    schema: int = SCHEMA

    @property
    def published(self) -> bool:
        """Whether the document has a clean copy."""
        return self.clean is not None

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Why the document, or what its raw file holds, could not be processed."""
        return tuple(finding for finding in self.findings if CODES[finding.code].severity is Severity.FAULT)

    @property
    def source_sha256(self) -> str:
        """The digest of the bytes the document was made from: its raw file, or its part of that."""
        return str((self.origin or {}).get("sha256", self.raw.sha256))

    def placed(self, clean_path: str, trail_path: str) -> "Record":
        """The record with the places in the bag of the clean copy and of the trail, where there are such."""
        return replace(
            self,
            clean=self.clean and replace(self.clean, path=clean_path),
            trail=self.trail and replace(self.trail, path=trail_path),
        )

    def within(self, folder: str) -> "Record":
        """The record with the places of its files told from the folder that the bag's `folder` lies in."""
        clean, trail = (ref.path if ref else "" for ref in (self.clean, self.trail))
        return self.placed(f"{folder}/{clean}", f"{folder}/{trail}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run must know of a record: which bytes and which pipeline it is of, where its files are, what to count."""

    raw: FileRef
    fingerprint: str
    clean: FileRef | None
    trail: FileRef | None
    edits: Mapping[str, int]
    furniture: Mapping[str, int]
    findings: Sequence[Mapping[str, Any]]

    @property
    def fault(self) -> Finding | None:
        """Why the document could not be processed, if that is so."""
        faults = (_finding(it) for it in self.findings if CODES[it["code"]].severity is Severity.FAULT)
        return next(faults, None)


def document_id(raw_path: str) -> str:
    """A short name for a document that only its place in raw decides: 16 hex digits."""
    return sha256(raw_path.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def dump(value: Any) -> bytes:
    """One JSON value as one line without its line end."""
    text = _JSON.encode(value)
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding as a JSON object; fields that say nothing are left out."""
    place = {} if finding.start is None else {"start": finding.start, "end": finding.end}
    facts = {"evidence": dict(finding.evidence)} if finding.evidence else {}
    return {"code": finding.code, "message": finding.message, **place, **facts}


def _finding(value: Mapping[str, Any]) -> Finding:
    return Finding(
        value["code"], value["message"], value.get("start"), value.get("end"), _evidence(value.get("evidence", {}))
    )


def _evidence(value: Mapping[str, Any]) -> Evidence:
    return tuple(sorted(value.items()))


def _file_object(ref: FileRef | None) -> dict[str, Any] | None:
    return None if ref is None else {"path": ref.path, "bytes": ref.size, "sha256": ref.sha256}


def _file_ref(value: Mapping[str, Any] | None) -> FileRef | None:
    return None if value is None else FileRef(value["path"], value["bytes"], value["sha256"])


def record_object(record: Record) -> dict[str, Any]:
    """A record as a JSON object."""
    return {
        "schema": record.schema,
        "id": record.id,
        "raw": _file_object(record.raw),
        "media_type": record.media_type,
        "encoding": record.reading and record.reading.as_object(),
        "language": record.language,
        "edits": dict(record.edits),
        "furniture": dict(record.furniture),
        "findings": [finding_object(finding) for finding in record.findings],
        "fingerprint": record.fingerprint,
        "clean": _file_object(record.clean),
        "trail": _file_object(record.trail),
        **{name: dict(value) for name in BESIDES if (value := getattr(record, name)) is not None},
    }


def record_line(record: Record) -> bytes:
    """A record as one line of `pumice/records.jsonl`."""
    return dump(record_object(record)) + b"\n"


def read_record(line: bytes, where: str = "records.jsonl") -> Record:
    """The record on one line; NotAsItShouldBe if the line is none of ours."""
    try:
        value = json.loads(line)
        if value["schema"] != SCHEMA:
            raise NotAsItShouldBe(f"{where}: record schema {value['schema']} is not known to this version of pumice")
        raw = _file_ref(value["raw"])
        if raw is None:
            raise ValueError("a record without a raw file")
        return Record(
            id=value["id"],
            raw=raw,
            media_type=value["media_type"],
            reading=value["encoding"] and Reading.from_object(value["encoding"]),
            language=value["language"],
            edits=tuple(sorted(value["edits"].items())),
            furniture=tuple(sorted(value["furniture"].items())),
            findings=tuple(_finding(finding) for finding in value["findings"]),
            fingerprint=value["fingerprint"],
            clean=_file_ref(value["clean"]),
            trail=_file_ref(value["trail"]),
            **{name: value.get(name) for name in BESIDES},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAsItShouldBe(f"{where}: not a record of pumice ({error!r})") from error


def read_facts(line: bytes) -> Facts:
    """The facts of the record on one line, a quarter of the work of `read_record`; NotAsItShouldBe if it is none."""
    try:
        value = json.loads(line)
        if value["schema"] != SCHEMA:
            raise NotAsItShouldBe(f"record schema {value['schema']} is not known to this version of pumice")
        raw = value["raw"]
        return Facts(
            FileRef(raw["path"], raw["bytes"], raw["sha256"]),
            value["fingerprint"],
            _file_ref(value["clean"]),
            _file_ref(value["trail"]),
            value["edits"],
            value["furniture"],
            value["findings"],
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAsItShouldBe(f"not a record of pumice ({error!r})") from error


def read_raw_path(line: bytes) -> str:
    """The path in raw of the record on one line; NotAsItShouldBe if it is none."""
    found = RAW_PATH.search(line)
    if not found:
        raise NotAsItShouldBe("not a record of pumice")
    path = json.loads(found[1])
    return str(path)


def edit_object(edit: Edit) -> dict[str, Any]:
    """An edit as a JSON object."""
    facts = {"evidence": dict(edit.evidence)} if edit.evidence else {}
    return {"start": edit.start, "before": edit.before, "after": edit.after, "rule": edit.rule, **facts}


def trail_lines(trail: Sequence[Layer]) -> bytes:
    """A trail as JSON lines, one edit a line, with the number and the step of its layer."""
    return b"".join(
        dump({"layer": number, "step": layer.step, **edit_object(edit)}) + b"\n"
        for number, layer in enumerate(trail)
        for edit in layer.edits
    )


def _edits_with_layers(lines: Iterable[bytes]) -> Iterator[tuple[tuple[int, str], Edit]]:
    for line in lines:
        value = json.loads(line)
        edit = Edit(
            value["start"], value["before"], value["after"], value["rule"], _evidence(value.get("evidence", {}))
        )
        yield (value["layer"], value["step"]), edit


def read_trail(data: bytes, where: str = "trail") -> Trail:
    """The trail written by `trail_lines`; NotAsItShouldBe if `data` is no such thing."""
    try:
        layers: list[Layer] = []
        for (number, step), pairs in groupby(_edits_with_layers(data.splitlines()), key=lambda pair: pair[0]):
            if number != len(layers):
                raise EditError(f"layer {number} stands where layer {len(layers)} belongs")
            layers.append(Layer(step, tuple(edit for _, edit in pairs)))
        return tuple(layers)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAsItShouldBe(f"{where}: not a trail of pumice ({error})") from error
