"""`pumice diff` for people and machines: what differs between two bags, told as it is found; the exit code of diff."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from pumice.compare import Change, Made, Pair, compare, differing, made_differently
from pumice.corpus import Document, open_bag
from pumice.errors import CHANGED, OK
from pumice.record import dump, finding_object
from pumice.terminal import counted, diff, safe, styled

SIGNS = {"added": ("+", "added"), "removed": ("-", "removed"), "changed": ("~", "doubt")}
MOST_VALUES = 60  # characters of a value that are told in words
MOST_FINDINGS = 10  # findings of a document that came or went, told in words
# What a changed field is called; a text that changed brings a trail that did, which need not be said.
CALLED = {
    "raw": "what was scraped",
    "text": "text",
    "copy": "place in the bag",
    "type": "type",
    "encoding": "encoding",
    "language": "language",
    "trail": "trail",
}


@dataclass(slots=True)
class Totals:
    """All changes together."""

    kinds: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    old_edits: Counter[str] = field(default_factory=Counter)
    new_edits: Counter[str] = field(default_factory=Counter)
    old_findings: Counter[str] = field(default_factory=Counter)
    new_findings: Counter[str] = field(default_factory=Counter)

    def add(self, change: Change) -> None:
        """Count one document more."""
        self.kinds[change.kind] += 1
        self.texts += change.kind == "changed" and "text" in change.fields
        for document, edits, findings in (
            (change.old, self.old_edits, self.old_findings),
            (change.new, self.new_edits, self.new_findings),
        ):
            if document:
                edits.update(dict(document.record.edits))
                findings.update(finding.code for finding in document.record.findings)

    @property
    def edits(self) -> dict[str, Pair]:
        """The rules whose edits differ in number, over all documents."""
        return differing(self.old_edits.items(), self.new_edits.items())

    @property
    def findings(self) -> dict[str, Pair]:
        """The codes whose findings differ in number, over all documents."""
        return differing(self.old_findings.items(), self.new_findings.items())


def told(old: Path, new: Path, *, documents_only: bool, texts: bool, json: bool) -> int:
    """Tell what differs between two bags; 0 if nothing does, else 1."""
    totals = Totals()
    with open_bag(old) as before, open_bag(new) as after:
        made = [] if documents_only else made_differently(before, after)
        _write(_made_lines(made) if json else _made_words(made))
        for change in compare(before, after):
            totals.add(change)
            if change.kind != "same":
                _write([_line(_change_object(change))] if json else _change_words(change, texts=texts))
    _write([_line(_totals_object(totals))] if json else _totals_words(totals, differs=bool(made)))
    return CHANGED if made or set(totals.kinds) - {"same"} else OK


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def _line(value: dict[str, Any]) -> str:
    return dump(value).decode()


def _made_lines(made: Iterable[Made]) -> Iterator[str]:
    for it in made:
        yield _line({"change": "made", "name": it.name, "old": it.old, "new": it.new})


def _change_object(change: Change) -> dict[str, Any]:
    pairs = {"fields": change.fields, "edits": change.edits, "findings": change.findings}
    said = {name: {key: list(pair) for key, pair in value.items()} for name, value in pairs.items() if value}
    only = {"appeared": change.appeared, "disappeared": change.disappeared}
    told = {name: [finding_object(finding) for finding in found] for name, found in only.items() if found}
    return {"change": change.kind, "path": change.path, "id": change.id, **said, **told}


def _totals_object(totals: Totals) -> dict[str, Any]:
    return {
        "change": "totals",
        "added": totals.kinds["added"],
        "removed": totals.kinds["removed"],
        "changed": totals.kinds["changed"],
        "texts": totals.texts,
        "same": totals.kinds["same"],
        "edits": {name: list(pair) for name, pair in totals.edits.items()},
        "findings": {name: list(pair) for name, pair in totals.findings.items()},
    }


def _made_words(made: list[Made]) -> Iterator[str]:
    if made:
        yield styled("made differently", "name")
    for group, items in groupby(made, key=lambda it: it.name.partition(".")[0]):
        alike = list(items)
        if group == "files":
            yield f"  {counted(len(alike), 'file')} of the program or its tables"
        elif group == "rules":
            yield from _rules(alike)
        elif group == "steps":
            yield "  the steps, or their order"
        else:
            yield from (f"  {safe(it.name)}: {_value(it.old)} → {_value(it.new)}" for it in alike)


def _rules(made: list[Made]) -> Iterator[str]:
    for word, names in (
        ("new rules", [it.name for it in made if it.old is None]),
        ("rules that are gone", [it.name for it in made if it.new is None]),
    ):
        if names:
            yield f"  {word}: {', '.join(safe(name.removeprefix('rules.')) for name in names)}"


def _value(value: Any) -> str:
    told = "nothing" if value is None else value if isinstance(value, str) else dump(value).decode()
    return safe(told if len(told) <= MOST_VALUES else told[:MOST_VALUES] + "…")


def _change_words(change: Change, *, texts: bool) -> Iterator[str]:
    sign, style = SIGNS[change.kind]
    yield f"{styled(sign, style)} {_name(change)}" + (
        f": {'; '.join(_what(change))}" if change.kind == "changed" else ""
    )
    for mark, style, found in (("-", "removed", change.disappeared), ("+", "added", change.appeared)):
        yield from (styled(f"    {mark} {it.code}: {safe(it.message)}", style) for it in found[:MOST_FINDINGS])
        if len(found) > MOST_FINDINGS:
            yield f"    {mark} and {counted(len(found) - MOST_FINDINGS, 'finding')} more"
    if texts and (change.kind != "changed" or "text" in change.fields):
        old, new = _text(change.old), _text(change.new)
        yield from diff(old, new, f"{change.path} (old)", f"{change.path} (new)").splitlines()


def _name(change: Change) -> str:
    """The path, and for a document within a file its own name."""
    document = change.new or change.old
    origin = (document.record.origin if document else None) or {}
    inside = next((str(origin[key]) for key in ("uri", "line") if key in origin), "")
    return styled(safe(change.path), "name") + (f" ({safe(inside)})" if inside else "")


def _what(change: Change) -> Iterator[str]:
    for name, (old, new) in change.fields.items():
        if name in {"raw", "text"}:
            yield f"{CALLED[name]} changed" if old and new else ("now published" if new else "no longer published")
        elif name == "trail":
            if "text" not in change.fields and not change.edits:
                yield "other evidence"
        elif old and new:
            yield f"{CALLED[name]} {_value(old)} → {_value(new)}"
    yield from (f"{name} {old:,} → {new:,}" for name, (old, new) in (change.edits | change.findings).items())


def _text(document: Document | None) -> str:
    return document.text if document and document.published else ""


def _totals_words(totals: Totals, *, differs: bool) -> Iterator[str]:
    kinds = totals.kinds
    if not (differs or set(kinds) - {"same"}):
        yield f"No difference in {counted(kinds['same'], 'document')}."
        return
    for name, pairs in (("edits", totals.edits), ("findings", totals.findings)):
        if pairs:
            yield f"{name}: " + ", ".join(f"{safe(it)} {old:,} → {new:,}" for it, (old, new) in pairs.items())
    yield (
        f"{kinds['added']:,} added, {kinds['removed']:,} removed, {kinds['changed']:,} changed "
        f"({totals.texts:,} in the text), {kinds['same']:,} the same"
    )
