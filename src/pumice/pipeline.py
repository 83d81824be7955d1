"""From raw bytes to clean text: the steps in order, and the proof of every result before it is used.

The steps run one after another, each on the text the last one left, until a whole pass changes nothing: so what is
published is at rest, and cleaning it again is known to change nothing. Then the trail is undone and the first text
encoded; only a document whose raw bytes come back exactly is published.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from itertools import islice
from typing import Unpack

from pumice import form, furniture, repairs
from pumice.decode import encode
from pumice.edits import EditError, Layer, Passage, Trail, apply, invert, undo
from pumice.errors import NotAsItShouldBe
from pumice.findings import CODES, Finding, Severity
from pumice.fingerprint import fingerprint, pipeline_json
from pumice.first import First, first_text, media_type_of
from pumice.furniture.by_hand import carried_out
from pumice.language import identify
from pumice.markup import Page
from pumice.markup.strip import page_step
from pumice.options import DEFAULT, Choices, Options
from pumice.record import Counts, FileRef, Record, document_id, trail_lines
from pumice.repairs import by_hand
from pumice.rule import Step
from pumice.sieve import concerned

# A second pass is usually empty. A removal can uncover another (a menu whose end was glued to a promo), so a few are
# allowed; a text that still changes after this many is not understood, and is left alone with a finding.
MAX_PASSES = 6
# What a page's own step decides better, knowing the markup.
DECIDED_BY_MARKUP = frozenset(["furniture.lines"])
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


@lru_cache(maxsize=256)
def steps(options: Options) -> tuple[Step, ...]:
    """All that may change a text, in order."""
    stripping = carried_out(furniture.steps(options.strip, options.profile), options.overrides)
    by_person = by_hand.steps(options.overrides.replace)
    every = (*repairs.STEPS, *form.STEPS, *by_person, *stripping, form.BLANK_LINES)
    return tuple(left for step in every if (left := step.without(options.without)))


def page_steps(page: Page, options: Options) -> tuple[Step, ...]:
    """The steps for a page: first its own decision on its lines, made on its first text with the evidence of the
    markup, in the place of the decision on lines without it."""
    kept_by_hand = replace(options.overrides, drop=())
    own = carried_out((page_step(page, options),), kept_by_hand)
    others = (step for step in steps(options) if step.name not in DECIDED_BY_MARKUP)
    return (*(left for step in own if (left := step.without(options.without))), *others)


def _to_first(finding: Finding, passages: Sequence[Passage]) -> Finding:
    """A finding about a later text, with its place moved to the first text."""
    if finding.start is None or finding.end is None:
        return finding
    span = (finding.start, finding.end)
    for passage in reversed(passages):
        span = passage.trace(span)
    return replace(finding, start=span[0], end=span[1])


def _place_from(places: Sequence[int], at_least: int) -> int | None:
    """The first of the places, which are in order, from `at_least` on."""
    return next((place for place in places if place >= at_least), None)


def run(text: str, todo: tuple[Step, ...]) -> tuple[str, Trail, tuple[Finding, ...]]:
    """`text` after `todo`, in turn and again until each has seen the text and changed nothing, with trail and findings.

    A text that never comes to rest is returned as it was, with the finding `pipeline.unstable`.
    """
    asked = concerned(text, todo)
    if not asked:
        return text, (), ()
    now, layers, passages, found = text, list[Layer](), list[Passage](), dict[tuple[str, int | None], Finding]()
    last = len(todo)  # the step that changed the text last: a pass that gets there without a change need not go on
    for _ in range(MAX_PASSES):
        end, last, place = last, -1, _place_from(asked, 0)
        while place is not None and (last >= 0 or place <= end):
            edits, findings = todo[place].run(now)
            for finding in islice(findings, MAX_FINDINGS):
                moved = _to_first(finding, passages)
                found.setdefault((moved.code, moved.start), moved)
            if edits:
                if todo[place].name == by_hand.NAME:  # what is left of suspected damage is found again
                    found = {key: finding for key, finding in found.items() if finding.code != "repair.suspected"}
                layers.append(Layer(todo[place].name, edits))
                passages.append(Passage(invert(edits)))
                now, last = apply(now, edits), place
                asked = concerned(now, todo)
            place = _place_from(asked, place + 1)
        if last < 0:
            return now, tuple(layers), tuple(islice(found.values(), MAX_FINDINGS))
    return (
        text,
        (),
        (Finding("pipeline.unstable", f"{todo[last].name} still changes the text after {MAX_PASSES} passes"),),
    )


def repair_text(text: str) -> Repaired:
    """Repair what encoding accidents broke in `text`, and nothing else."""
    return Repaired(*run(text, repairs.STEPS))


def _proof(data: bytes, first: First, text: str, trail: Trail) -> Finding | None:
    """What is wrong with a result, if anything: the first text and the raw bytes must come back from it exactly."""
    decoded = first.decoded
    try:
        text.encode()
        if undo(text, trail) != first.text:
            return Finding("pipeline.undo-failed", "undoing the trail does not give the first text")
        if encode(decoded.reading, decoded.text) != data:
            return Finding(
                "decode.lossy", f"encoding the first text as {decoded.reading.encoding} does not give the raw bytes"
            )
    except (EditError, UnicodeError) as error:
        return Finding("pipeline.undo-failed", str(error))
    return None


def _counts(trail: Trail) -> tuple[Counts, Counts]:
    """How many edits each rule made, and how many pieces of furniture of each kind were removed."""
    rules = Counter(edit.rule for layer in trail for edit in layer.edits)
    kinds = {rule.removeprefix("furniture."): count for rule, count in rules.items() if rule.startswith("furniture.")}
    return tuple(sorted(rules.items())), tuple(sorted(kinds.items()))


@cache
def plan(options: Options) -> tuple[bytes, str]:
    """What `pumice/pipeline.json` holds for these options, and the fingerprint it gives."""
    spelled_out = pipeline_json(options, steps(options))
    return spelled_out, fingerprint(spelled_out)


def normalize(
    data: bytes,
    *,
    name: str,
    options: Options = DEFAULT,
    media_type: str | None = None,
    declared: str | None = None,
    **choices: Unpack[Choices],
) -> Result:
    """The clean text of the raw bytes `data`, proven: from it and its trail the first text comes back exactly, and from
    that, unless the document is a page, exactly `data`.

    `name` is the path in raw; the record and the document's id are made from it, and without `media_type` the type too.
    `declared` is a charset label from outside. Single options can be given by name (`strip="off"`). A document that
    does not pass the proof comes back without text, with a finding that says why. Nothing is read or written.
    """
    options = replace(options, **choices)
    media_type = media_type or media_type_of(name)
    first = first_text(data, media_type, declared=declared, alt=options.alt)
    here = options.for_path(name)
    text, trail, found = run(first.text, page_steps(first.page, here) if first.page else steps(here))
    wrong = _proof(data, first, text, trail)
    findings = (*first.findings, *found, *((wrong,) if wrong else ()))
    refused = any(CODES[finding.code].severity is Severity.FAULT for finding in findings)
    kept = "" if refused else text
    trail = () if refused else trail
    edits, kinds = _counts(trail)
    record = Record(
        id=document_id(name),
        raw=FileRef.of(name, data),
        media_type=media_type,
        reading=first.decoded.reading,
        language=identify(kept),
        edits=edits,
        furniture=kinds,
        findings=findings,
        fingerprint=plan(options)[1],
        clean=None if refused else FileRef.of("", kept.encode()),
        trail=FileRef.of("", trail_lines(trail)) if trail else None,
        rendered=first.rendered,
        metadata=first.metadata,
    )
    return Result(None if refused else kept, trail, findings, record)


def restore(clean: bytes, trail: Trail, record: Record) -> bytes:
    """The raw bytes of a published document; of a page, whose raw bytes only raw holds, its first text in UTF-8.
    NotAsItShouldBe if what comes out does not have its recorded digest."""
    if record.reading is None:
        raise NotAsItShouldBe(f"{record.raw.path}: the record does not say how the raw bytes were read")
    try:
        first = undo(clean.decode(), trail)
        if record.rendered:
            raw, digest = first.encode("utf-8", "surrogatepass"), record.rendered["sha256"]
        else:
            raw, digest = encode(record.reading, first), record.source_sha256
    except (EditError, UnicodeError) as error:
        raise NotAsItShouldBe(f"{record.raw.path}: the trail does not fit the clean copy ({error})") from error
    if sha256(raw).hexdigest() != digest:
        raise NotAsItShouldBe(f"{record.raw.path}: what the trail restores is not what was scraped")
    return raw
