"""Engines: where the work is done. Each runs the same function on the same tasks and may give results in any order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pumice.work import Outcome, Task

Work = Callable[[Task], tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without result: the finding `code` that says what happened to its process."""

    code: str


Done = tuple[Task, tuple[Outcome, ...] | Lost]


class Engine(Protocol):
    """Runs `work` on every task and yields each task with its outcomes, or with how it was lost."""

    def __call__(self, work: Work, tasks: Sequence[Task]) -> Iterator[Done]: ...
