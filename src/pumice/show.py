"""What was changed in a document and why, as a person reads it in a terminal, and as JSON.

Each edit is shown at its line of the raw text, with a little of what stands around it. Edits that only move white space
are counted, not listed, unless all are asked for.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pumice.catalogue import rules
from pumice.edits import Edit, Passage, Trail, apply, invert
from pumice.record import Record, edit_object, record_object
from pumice.terminal import counted, safe, styled

AROUND = 32  # code points of context on each side: with the edit itself about one line of a terminal
LONGEST = 300  # code points of a removed text that are shown; its length is told


@dataclass(frozen=True, slots=True)
class Shown:
    """An edit with what a reader needs to place it: the step, the line of the raw text, what stands left and right."""

    step: str
    line: int
    left: str
    right: str
    edit: Edit


def first_line_at(first: str) -> Sequence[int]:
    """Where each line of `first` starts."""
    starts = [0]
    at = first.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = first.find("\n", at + 1)
    return starts


def edits_in_place(clean: str, trail: Trail) -> list[Shown]:
    """Every edit of the trail, in the order it was made, placed in the raw text."""
    texts = [clean]
    for layer in reversed(trail):
        texts.append(apply(texts[-1], invert(layer.edits)))
    texts.reverse()
    starts = first_line_at(texts[0])
    shown: list[Shown] = []
    passages: list[Passage] = []
    for layer, text in zip(trail, texts, strict=False):
        for edit in layer.edits:
            at = (edit.start, edit.end)
            for passage in reversed(passages):
                at = passage.trace(at)
            left = text[max(0, edit.start - AROUND) : edit.start].rpartition("\n")[2]
            right = text[edit.end : edit.end + AROUND].partition("\n")[0]
            shown.append(Shown(layer.step, bisect_right(starts, at[0]), left, right, edit))
        passages.append(Passage(invert(layer.edits)))
    return shown


def is_quiet(edit: Edit) -> bool:
    """Whether an edit only moves white space."""
    return not edit.before.strip() and not edit.after.strip()


def _cut(text: str) -> str:
    return safe(text) if len(text) <= LONGEST else f"{safe(text[:LONGEST])}… ({len(text):,} characters)"


def _why(edit: Edit) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {safe(str(value))}" for name, value in edit.evidence)


def _edit_lines(item: Shown) -> Iterator[str]:
    edit = item.edit
    removed = styled(f"[-{_cut(edit.before)}-]", "removed") if edit.before else ""
    added = styled(f"{{+{_cut(edit.after)}+}}", "added") if edit.after else ""
    around = safe(item.left).lstrip(), safe(item.right).rstrip()
    yield f"  line {item.line}  {styled(edit.rule, 'name')}"
    yield f"      {around[0]}{removed}{added}{around[1]}"
    if edit.evidence:
        yield styled(f"      because: {_why(edit)}", "faint")


def _head(record: Record) -> Iterator[str]:
    yield styled(safe(record.raw.path), "name") + (f" → {safe(record.clean.path)}" if record.clean else "")
    reading = record.reading
    encoding = f"{reading.encoding} ({reading.how})" if reading else "not read"
    yield f"  {record.media_type}, {encoding}, language {record.language}"
    if not record.edits:
        yield "  nothing was changed" if record.clean else "  not published"


def _findings(record: Record) -> Iterator[str]:
    if record.findings:
        yield styled(counted(len(record.findings), "finding"), "name")
    for finding in record.findings:
        why = f" ({', '.join(f'{name} {safe(str(value))}' for name, value in finding.evidence)})"
        yield f"  {styled(finding.code, 'doubt')}: {safe(finding.message)}{why if finding.evidence else ''}"


def _legend(shown: Sequence[Shown]) -> Iterator[str]:
    """What the rules that are shown do, in a line each."""
    made_by = {item.edit.rule for item in shown}
    summaries = [f"  {rule.code}: {rule.summary}" for rule in rules() if rule.code in made_by]
    if summaries:
        yield styled("rules", "name")
        yield from summaries


def explain(record: Record, clean: str, trail: Trail, *, everything: bool = False) -> str:
    """The account of one document for a terminal; white space edits only where `everything` is asked for."""
    lines = list(_head(record))
    shown = edits_in_place(clean, trail)
    loud = [item for item in shown if everything or not is_quiet(item.edit)]
    for item in loud:
        lines += _edit_lines(item)
    quiet = Counter(item.edit.rule for item in shown if not everything and is_quiet(item.edit))
    if quiet:
        told = ", ".join(f"{rule} {count}" for rule, count in sorted(quiet.items()))
        lines.append(styled(f"  white space only (--all lists them): {told}", "faint"))
    return "\n".join([*lines, *_legend(loud), *_findings(record)]) + "\n"


def explain_object(record: Record, clean: str, trail: Trail) -> dict[str, Any]:
    """The same account as one JSON object: the record, and each edit with its step and line."""
    edits = [{"step": item.step, "line": item.line} | edit_object(item.edit) for item in edits_in_place(clean, trail)]
    return record_object(record) | {"trail_edits": edits}
