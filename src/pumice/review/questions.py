"""What to ask: the doubtful lines of a bag and the lines with suspected damage, equal ones together.

The order is by what an answer is worth: in how many documents the line stands, times how doubtful it is. Lines that
`pumice.toml` already decides are not asked about, so a review goes on where the last one ended.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pumice.corpus import Document
from pumice.edits import Span, to_clean
from pumice.findings import Finding
from pumice.overrides import Lines, Overrides, plain

DOUBTFUL, SUSPECTED = "furniture.doubtful", "repair.suspected"
ASKED = (DOUBTFUL, SUSPECTED)
# Of a line a hundredth of a logit below the cut and of one at the end of the band of doubt, the first is worth 151
# times the second. Suspected damage has no score; it ranks with the most doubtful lines.
BAND = 150
EXAMPLES = 3  # places of a line that are shown
AROUND = 4  # lines of context on each side
LONGEST = 2_000  # code points; a longer line is no furniture that anyone would name by its text


@dataclass(frozen=True, slots=True)
class Example:
    """A place where a line stands: the document, and the lines before and after it in the clean text."""

    path: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(slots=True)
class Question:
    """A line that a person should decide on: why it is asked about (`code`, `message`, `facts`), in which documents it
    stands (`paths`), with a few places as examples; `doubt` is the most doubtful of its findings, 1 to 151."""

    line: str
    code: str
    message: str
    facts: tuple[tuple[str, str | int], ...]
    doubt: int
    paths: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)

    @property
    def value(self) -> int:
        """What an answer is worth."""
        return self.doubt * len(self.paths)

    def as_object(self) -> dict[str, Any]:
        """The question for machines."""
        return {
            "line": self.line,
            "code": self.code,
            "documents": len(self.paths),
            "doubt": self.doubt,
            "value": self.value,
            "evidence": dict(self.facts),
            "paths": self.paths[:EXAMPLES],
        }


def questions(documents: Iterable[Document], said: Overrides) -> list[Question]:
    """What is still to be decided, most valuable first; of equals the line that sorts first."""
    asked: dict[str, Question] = {}
    for document in documents:
        found = [finding for finding in document.record.findings if finding.code in ASKED and finding.start is not None]
        if found and document.published:
            _add(asked, document, found, said.for_path(document.path))
    return sorted(asked.values(), key=lambda question: (-question.value, question.line))


def _add(asked: dict[str, Question], document: Document, found: Sequence[Finding], said: Overrides) -> None:
    text, trail = document.text, document.trail
    kept, dropped = Lines(said.keep), Lines(said.drop)
    for finding in found:
        span = to_clean((finding.start or 0, finding.end or 0), trail)
        line, before, after = _with_context(text, span)
        if not line or len(line) > LONGEST or kept.entry_for(line) or dropped.entry_for(line):
            continue
        question = asked.setdefault(
            plain(line), Question(plain(line), finding.code, finding.message, finding.evidence, _doubt(finding))
        )
        question.doubt = max(question.doubt, _doubt(finding))
        if not question.paths or question.paths[-1] != document.path:
            question.paths.append(document.path)
            if len(question.examples) < EXAMPLES:
                question.examples.append(Example(document.path, before, after))


def _doubt(finding: Finding) -> int:
    facts = dict(finding.evidence)
    score, cut = facts.get("score"), facts.get("cut")
    if not (isinstance(score, int) and isinstance(cut, int)):
        return BAND + 1
    return max(1, min(BAND + 1, BAND + 1 + score - cut))


def _with_context(text: str, span: Span) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The line of `text` that `span` is in, and the lines around it."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[0])
    end = len(text) if end < 0 else end
    before = tuple(reversed(list(_lines_back(text, start))))
    after = tuple(text[end + 1 :][: AROUND * LONGEST].split("\n")[:AROUND])
    return text[start:end].strip(), before, after


def _lines_back(text: str, start: int) -> Iterator[str]:
    """The lines before the one that begins at `start`, last one first."""
    for _ in range(AROUND):
        if not start:
            return
        end = start - 1
        start = text.rfind("\n", 0, end) + 1
        yield text[start:end]
