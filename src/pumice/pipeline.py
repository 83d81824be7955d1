"""From raw bytes to clean text: the steps in order, and the proof of every result before it is used.

The steps run one after another, each on the text the last one left, until a whole pass changes nothing: so what is
published is at rest, and cleaning it again is known to change nothing. Then the trail is undone and the first text
encoded; only a document whose raw bytes come back exactly is published.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from pumice import form, furniture, repair
from pumice.decode import Decoded, decode, encode
from pumice.edits import Edit, EditError, Layer, Passage, Trail, apply, invert, undo
from pumice.findings import CODES, Finding, Severity
from pumice.fingerprint import fingerprint
from pumice.language import identify
from pumice.options import Options
from pumice.record import Counts, FileRef, Record, document_id, trail_lines
from pumice.rule import Step

# A second pass is usually empty. A removal can uncover another (a menu whose end was glued to a promo), so a few are
# allowed; a text that still changes after this many is not understood, and is left alone with a finding.
MAX_PASSES = 6
# A record names this many findings of a document at most; hostile text can raise one on every line.
MAX_FINDINGS = 1000


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: its clean `text` (None when it must not be published), the `trail` that leads
    there from the first text, the `findings`, and the `record` that holds all of it but the texts."""

    text: str | None
    trail: Trail
    findings: tuple[Finding, ...]
    record: Record

    @property
    def data(self) -> bytes:
        """The clean copy as it is written: UTF-8. Empty for a document that is not published."""
        return (self.text or "").encode()


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text, the trail that leads to it and what was found on the way."""

    text: str
    trail: Trail
    findings: tuple[Finding, ...] = ()


@cache
def steps(options: Options) -> tuple[Step, ...]:
    """All that may change a text, in order."""
    every = (*repair.STEPS, *form.STEPS, *furniture.steps(options.strip), form.BLANK_LINES)
    return tuple(step for step in every if step.name not in options.without)


def _to_first(findings: Iterable[Finding], passages: list[Passage]) -> list[Finding]:
    """Findings of a later text, with their places moved to the first text."""
    moved = []
    for finding in findings:
        span = (finding.start, finding.end)
        if finding.start is not None and finding.end is not None:
            span = (finding.start, finding.end)
            for passage in reversed(passages):
                span = passage.trace(span)
        moved.append(Finding(finding.code, finding.message, *span, finding.evidence))
    return moved


def run(text: str, todo: Iterable[Step]) -> tuple[str, Trail, tuple[Finding, ...]]:
    """`text` after `todo`, repeated until a pass changes nothing, with the trail and the findings.

    A text that never comes to rest is returned as it was, with the finding `pipeline.unstable`.
    """
    todo = tuple(todo)
    now, layers, passages = text, list[Layer](), list[Passage]()
    for _ in range(MAX_PASSES):
        before, findings = len(layers), list[Finding]()
        for step in todo:
            edits, found = step.run(now)
            findings += _to_first(found[: MAX_FINDINGS - len(findings)], passages)
            if edits:
                layer = Layer(step.name, edits)
                now = apply(now, edits)
                layers.append(layer)
                passages.append(Passage(invert(edits)))
        if len(layers) == before:
            return now, tuple(layers), tuple(findings)
    last = layers[-1]
    return text, (), (Finding("pipeline.unstable", f"{last.step} still changes the text after {MAX_PASSES} passes"),)


def repair_text(text: str) -> Repaired:
    """Repair what encoding accidents broke in `text`, and nothing else."""
    return Repaired(*run(text, repair.STEPS))


def _proof(data: bytes, decoded: Decoded, text: str, trail: Trail) -> Finding | None:
    """What is wrong with a result, if anything: the raw bytes must come back from it exactly."""
    try:
        text.encode()
        if undo(text, trail) != decoded.text:
            return Finding("pipeline.undo-failed", "undoing the trail does not give the first text")
        if encode(decoded, decoded.text) != data:
            return Finding("decode.lossy", f"encoding the first text as {decoded.encoding} does not give the raw bytes")
    except (EditError, UnicodeError) as error:
        return Finding("pipeline.undo-failed", str(error))
    return None
