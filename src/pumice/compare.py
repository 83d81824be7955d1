"""What differs between two bags, read side by side: record by record, whatever their number.

Documents are the same if they have the same path in raw and, within a file that holds several, the same id. What made
the bags (`pumice/pipeline.json`) is compared name by name.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from json import loads
from typing import Any, Literal

from pumice.bag import PIPELINE
from pumice.corpus import Bag, Document
from pumice.errors import NotAsItShouldBe
from pumice.findings import Finding
from pumice.record import Record

Kind = Literal["added", "removed", "changed", "same"]
Pair = tuple[Any, Any]
MISSING = object()


@dataclass(frozen=True, slots=True)
class Made:
    """A difference in what made the bags: its name in `pipeline.json`, and what it is in either (None: not there)."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one document. `fields` are those of its record that differ, each with its two values: `raw` and
    `text` (digests), `copy` (paths), `type`, `encoding`, `language`, `trail` (digests); `edits` and `findings` are the
    counts that differ, by rule and by code; `appeared` and `disappeared` are the findings that only one of the two has,
    a finding being the same if its code and its message are."""

    kind: Kind
    path: str
    id: str
    fields: dict[str, Pair] = field(default_factory=dict)
    edits: dict[str, Pair] = field(default_factory=dict)
    findings: dict[str, Pair] = field(default_factory=dict)
    appeared: tuple[Finding, ...] = ()
    disappeared: tuple[Finding, ...] = ()
    old: Document | None = None
    new: Document | None = None


def made_differently(old: Bag, new: Bag) -> list[Made]:
    """The differences in what made two bags, by name; files of the program count as one, since they say nothing."""
    before, after = (dict(_flat(_pipeline(bag))) for bag in (old, new))
    names = sorted({*before, *after})
    return [
        Made(name, before.get(name), after.get(name))
        for name in names
        if before.get(name, MISSING) != after.get(name, MISSING)
    ]


def _pipeline(bag: Bag) -> dict[str, Any]:
    try:
        value = loads(bag.pipeline())
    except (OSError, ValueError, RecursionError) as error:
        raise NotAsItShouldBe(f"{bag.root}/{PIPELINE} cannot be read: {error}", "Run pumice verify.") from error
    if not isinstance(value, dict):
        raise NotAsItShouldBe(f"{bag.root}/{PIPELINE} is no JSON object", "Run pumice verify.")
    return value


def _flat(pipeline: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The names and values of a pipeline: `options.strip`, `libraries.lxml`, `rules.form.tabs`, `files` …"""
    for name, value in pipeline.items():
        if name == "steps" and isinstance(value, list):
            yield from ((f"rules.{rule}", "on") for step in value for rule in step.get("rules", ()))
            yield "steps", [step.get("step") for step in value]
        elif name in {"options", "libraries", "files"} and isinstance(value, dict):
            yield from ((f"{name}.{inner}", it) for inner, it in value.items())
        else:
            yield name, value


def compare(old: Bag, new: Bag) -> Iterator[Change]:
    """What became of every document, in the order of their paths in raw."""
    befores, afters = _by_path(old), _by_path(new)
    before, after = next(befores, None), next(afters, None)
    while before or after:
        if after is None or (before is not None and before[0] < after[0]):
            yield from _paired(before[1] if before else [], [])
            before = next(befores, None)
        elif before is None or after[0] < before[0]:
            yield from _paired([], after[1])
            after = next(afters, None)
        else:
            yield from _paired(before[1], after[1])
            before, after = next(befores, None), next(afters, None)


def _by_path(bag: Bag) -> Iterator[tuple[bytes, list[Document]]]:
    """The documents of each file of raw; NotAsItShouldBe if they are not in the order of their paths."""
    last = b""
    for path, documents in groupby(bag, key=lambda document: document.path.encode("utf-8", "surrogateescape")):
        if path < last:
            raise NotAsItShouldBe(f"the records of {bag.root} are not sorted by path", "Run pumice clean again.")
        last = path
        yield path, list(documents)


def _paired(befores: list[Document], afters: list[Document]) -> Iterator[Change]:
    """The changes of the documents of one file: each of the old with the first left of the new that has its id."""
    waiting: dict[str, list[Document]] = {}
    for document in afters:
        waiting.setdefault(document.record.id, []).append(document)
    for old in befores:
        found = waiting.get(old.record.id)
        if found:
            yield _change(old, found.pop(0))
        else:
            yield Change("removed", old.path, old.record.id, old=old)
    for new in (document for documents in waiting.values() for document in documents):
        yield Change("added", new.path, new.record.id, new=new)


def _change(old: Document, new: Document) -> Change:
    before, after = _fields(old.record), _fields(new.record)
    fields = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    edits = differing(old.record.edits, new.record.edits)
    findings = differing(_found(old.record), _found(new.record))
    appeared, disappeared = _only(new.record, old.record), _only(old.record, new.record)
    kind: Kind = "changed" if fields or edits or appeared or disappeared else "same"
    return Change(kind, new.path, new.record.id, fields, edits, findings, appeared, disappeared, old, new)


def _only(one: Record, other: Record) -> tuple[Finding, ...]:
    """The findings of `one` that `other` does not have, in their order."""
    there = Counter((finding.code, finding.message) for finding in other.findings)
    left = list[Finding]()
    for finding in one.findings:
        same = finding.code, finding.message
        if there[same]:
            there[same] -= 1
        else:
            left.append(finding)
    return tuple(left)


def _fields(record: Record) -> dict[str, Any]:
    clean, reading = record.clean, record.reading
    return {
        "raw": record.source_sha256,
        "text": clean and clean.sha256,
        "copy": clean and clean.path,
        "type": record.media_type,
        "encoding": reading and reading.encoding,
        "language": record.language,
        "trail": record.trail and record.trail.sha256,
    }


def _found(record: Record) -> Iterable[tuple[str, int]]:
    return Counter(finding.code for finding in record.findings).items()


def differing(old: Iterable[tuple[str, int]], new: Iterable[tuple[str, int]]) -> dict[str, Pair]:
    """The names whose counts differ, sorted, with both counts."""
    before, after = dict(old), dict(new)
    names = sorted({*before, *after})
    return {name: pair for name in names if (pair := (before.get(name, 0), after.get(name, 0)))[0] != pair[1]}
