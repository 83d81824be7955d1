"""All work in this process, in order: for tests, small runs and debuggers. A crash of the process is a crash."""

from collections.abc import Callable, Iterable, Iterator

from pumice.engines import Engine, Lost, R, S


def of(jobs: int) -> Engine:  # noqa: ARG001 - as of every engine
    """This process; there is one."""
    return run


def run(work: Callable[[S], R], shares: Iterable[S]) -> Iterator[tuple[S, R | Lost]]:
    """Each share with its result."""
    for share in shares:
        yield share, work(share)
