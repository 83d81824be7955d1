"""Faults: what is wrong with a bag, one by one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from pumice.findings import CODES, Finding, Severity

# A bag that is wholly wrong has as many faults as files; this many are kept, all are counted.
MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` holds for the file `path` (in the bag, or in raw for codes that say so), at `line` where that is not 0:
    what was `expected` and what was `found`, as short texts. Names are as the disk has them and may hold anything:
    escape them before printing."""

    code: str
    path: str
    expected: str = ""
    found: str = ""
    line: int = 0

    @property
    def severity(self) -> Severity:
        """`fault` for a bag that is not as it should be, `doubt` and `note` for what a person should know."""
        return CODES[self.code].severity

    @property
    def message(self) -> str:
        """One line for people."""
        details = ", ".join(
            f"{word} {value}" for word, value in (("expected", self.expected), ("found", self.found)) if value
        )
        return f"{self.path}: {CODES[self.code].meaning}" + (f" ({details})" if details else "")

    @property
    def finding(self) -> Finding:
        """The same as a finding."""
        facts = (("expected", self.expected), ("found", self.found), ("path", self.path))
        return Finding(self.code, self.message, evidence=tuple(fact for fact in facts if fact[1]))


@dataclass(slots=True)
class Faults:
    """Gathers faults; `tell` hears each as it is found."""

    tell: Callable[[Fault], None] | None = None
    kept: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, path: str | bytes, expected: str = "", found: str = "") -> None:
        """Another fault."""
        name = path.decode("utf-8", "surrogateescape") if isinstance(path, bytes) else path
        self.enter(Fault(code, name, expected, found))

    def enter(self, fault: Fault) -> None:
        """Another fault, as it is."""
        self.counts[fault.code] += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(fault)
        if self.tell:
            self.tell(fault)

    @property
    def failed(self) -> bool:
        """Whether the bag is not as it should be."""
        return any(CODES[code].severity is Severity.FAULT for code in self.counts)
