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
CUT = 200  # code points; a candidate of so many was cut, and is none
WORD = 40  # code points beside damage that are taken for the rest of its word


@dataclass(frozen=True, slots=True)
class Example:
    """A place where a line stands: the document, and the lines before and after it in the clean text."""

    path: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(slots=True)
class Question:
    """A line that a person should decide on: why it is asked about (`code`, `message`, `facts`), in which documents it
    stands (`paths`), with a few places as examples; `doubt` is the most doubtful of its findings, 1 to 151. Of
    suspected damage `text` is the words that hold it, and `candidate` how they may have read, if that is known."""

    line: str
    code: str
    message: str
    facts: tuple[tuple[str, str | int], ...]
    doubt: int
    paths: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    text: str = ""
    candidate: str = ""

    @property
    def value(self) -> int:
        """What an answer is worth."""
        return self.doubt * len(self.paths)

    def as_object(self) -> dict[str, Any]:
        """The question for machines."""
        damage = {"text": self.text, "candidate": self.candidate} if self.text else {}
        return {
            "line": self.line,
            "code": self.code,
            "documents": len(self.paths),
            "doubt": self.doubt,
            "value": self.value,
            "evidence": dict(self.facts),
            "paths": self.paths[:EXAMPLES],
            **damage,
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
        start, end = _line_around(text, span)
        line = text[start:end].strip()
        if not line or len(line) > LONGEST or kept.entry_for(line) or dropped.entry_for(line):
            continue
        if finding.code == SUSPECTED and any(entry.text in line for entry in said.replace):
            continue
        damage = _damage(text, span, (start, end), finding) if finding.code == SUSPECTED else ("", "")
        question = Question(
            plain(line), finding.code, finding.message, finding.evidence, _doubt(finding), [], [], *damage
        )
        question = asked.setdefault(question.line, question)
        question.doubt = max(question.doubt, _doubt(finding))
        if not question.paths or question.paths[-1] != document.path:
            question.paths.append(document.path)
            if len(question.examples) < EXAMPLES:
                question.examples.append(Example(document.path, *_context(text, start, end)))


def _doubt(finding: Finding) -> int:
    facts = dict(finding.evidence)
    score, cut = facts.get("score"), facts.get("cut")
    if not (isinstance(score, int) and isinstance(cut, int)):
        return BAND + 1
    return max(1, min(BAND + 1, BAND + 1 + score - cut))


def _line_around(text: str, span: Span) -> Span:
    """Where the line of `text` begins and ends that `span` begins in."""
    end = text.find("\n", span[0])
    return text.rfind("\n", 0, span[0]) + 1, len(text) if end < 0 else end


def _damage(text: str, span: Span, line: Span, finding: Finding) -> tuple[str, str]:
    """The words of a line that hold damage, and how they may have read."""
    start, end = span[0], min(span[1], line[1])
    left = text[max(line[0], start - WORD) : start].rpartition(" ")[2]
    right = text[end : min(line[1], end + WORD)].partition(" ")[0]
    candidate = str(dict(finding.evidence).get("candidate", ""))
    read = candidate.partition("\n")[0] if span[1] > line[1] else candidate
    old = left + text[start:end] + right
    return _narrowed(old, left + read + right) if 0 < len(candidate) < CUT else (old, "")


def _narrowed(old: str, new: str) -> tuple[str, str]:
    """Two texts without the words that both begin or end with."""
    olds, news = old.split(" "), new.split(" ")
    while min(len(olds), len(news)) > 1 and olds[-1] == news[-1]:
        del olds[-1], news[-1]
    while min(len(olds), len(news)) > 1 and olds[0] == news[0]:
        del olds[0], news[0]
    return " ".join(olds), " ".join(news)


def _context(text: str, start: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines before and after the one from `start` to `end`."""
    before = tuple(reversed(list(_lines_back(text, start))))
    return before, tuple(text[end + 1 :][: AROUND * LONGEST].split("\n")[:AROUND])


def _lines_back(text: str, start: int) -> Iterator[str]:
    """The lines before the one that begins at `start`, last one first."""
    for _ in range(AROUND):
        if not start:
            return
        end = start - 1
        start = text.rfind("\n", 0, end) + 1
        yield text[start:end]
