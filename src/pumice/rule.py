"""Rules and steps: what may change a text, and the examples it must carry to be allowed to.

A `Step` looks at a text and proposes edits (and findings). Each edit is made in the name of a `Rule`, which says what
it does, on whose authority, and shows it by example: texts it changes, and at least as many that look alike and must
stay. Tests and the rule catalogue are generated from the examples; a rule without them is refused.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from pumice.edits import Edit, Edits, apply
from pumice.findings import Finding

Proposal = Edit | Finding
Propose = Callable[[str], Iterable[Proposal]]
Example = tuple[str, str]


class RuleError(ValueError):
    """A rule that does not say what it does, or shows it badly."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A reason to change text: a stable `code`, one line on what it does, the `source` of its knowledge, examples.

    `changes` are pairs of text before and after; `keeps` are texts that must stay exactly as they are.
    """

    code: str
    summary: str
    source: str
    changes: tuple[Example, ...]
    keeps: tuple[str, ...]

    def __post_init__(self) -> None:
        if not (self.code and self.summary and self.source):
            raise RuleError(f"rule {self.code or '?'} must have a code, a summary and a source")
        if not self.changes or len(self.keeps) < len(self.changes):
            raise RuleError(f"rule {self.code} must show texts that change, and at least as many that must stay")
        if any(before == after for before, after in self.changes):
            raise RuleError(f"rule {self.code} shows a change that changes nothing")


@dataclass(frozen=True, slots=True, eq=False)  # a step is itself: steps are looked up for every text
class Step:
    """One pass over a text in the name of one or more rules. `propose` is pure: the same text, the same proposals.

    `concerns` is an expression (of RE2, which knows no looking around) found in every text that the step proposes
    anything for: others are spared it (`sieve`). The empty one is found in all.
    """

    name: str
    propose: Propose
    rules: tuple[Rule, ...]
    concerns: str = ""

    def run(self, text: str) -> tuple[Edits, tuple[Finding, ...]]:
        """The step's edits, sorted, and its findings; offsets of both count in `text`."""
        edits: list[Edit] = []
        findings: list[Finding] = []
        for proposal in self.propose(text):
            if isinstance(proposal, Edit):
                edits.append(proposal)
            else:
                findings.append(proposal)
        if any(later.start < earlier.start for earlier, later in pairwise(edits)):
            edits.sort(key=lambda edit: edit.start)
        return tuple(edits), tuple(findings)

    def without(self, codes: Container[str]) -> "Step | None":
        """The step with these rules switched off: what they would change stays. None if no rule is left."""
        left = tuple(rule for rule in self.rules if rule.code not in codes)
        if left == self.rules:
            return self
        return replace(self, propose=partial(_allowed, self.propose, codes), rules=left) if left else None

    def change(self, text: str) -> str:
        """`text` as the step leaves it, for examples and tests."""
        return apply(text, self.run(text)[0])


def _allowed(propose: Propose, codes: Container[str], text: str) -> Iterator[Proposal]:
    """The proposals that are not made in the name of `codes`."""
    for proposal in propose(text):
        if not (isinstance(proposal, Edit) and proposal.rule in codes):
            yield proposal


def rule(
    code: str, *, summary: str, source: str, changes: tuple[Example, ...], keeps: tuple[str, ...], concerns: str = ""
) -> Callable[[Propose], Step]:
    """Make a step of a function that proposes edits in the name of a single rule; `concerns` as of `Step`."""

    def make(propose: Propose) -> Step:
        return Step(code, propose, (Rule(code, summary, source, changes, keeps),), concerns)

    return make
