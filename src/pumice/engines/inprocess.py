"""All work in this process, in order: for tests, small runs and debuggers. A crash of the process is a crash."""

from collections.abc import Iterator, Sequence

from pumice.engines import Done, Work
from pumice.work import Task


def run(work: Work, tasks: Sequence[Task]) -> Iterator[Done]:
    """Each task with its outcomes."""
    for task in tasks:
        yield task, work(task)
