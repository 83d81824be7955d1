"""Engines: where the work is done. Each runs the same function on the same shares and may answer out of order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, TypeVar

# An engine takes shares from their source no further ahead of the oldest that is unanswered than so many: what waits
# for that one is bounded, and a huge file holds up nothing until then.
AHEAD = 256


class Sized(Protocol):
    """A share of the work: `size` is the bytes it is about, which bounds the time it may take."""

    @property
    def size(self) -> int:
        """Bytes."""
        ...


S = TypeVar("S", bound=Sized)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Lost:
    """A share without result: the finding `code` that says what happened to its process."""

    code: str


class Engine(Protocol):
    """Runs `work` on every share and yields each with its result, or with how it was lost."""

    def __call__(self, work: Callable[[S], R], shares: Iterable[S]) -> Iterator[tuple[S, R | Lost]]: ...


# The engines there are: modules of this package, each with a function `of` that gives an engine with so many workers.
NAMES = ("pool", "inprocess", "ray")


def engine(name: str, jobs: int) -> Engine:
    """The engine of this name, with so many workers. What it needs is only asked for when it runs."""
    found: Engine = import_module(f"{__name__}.{name}").of(jobs)
    return found


def once(share: S) -> Iterable[S]:
    """The share itself: what is tried again of a share that cannot be split."""
    return (share,)


def persistent(
    engine: Engine, work: Callable[[S], R], shares: Iterable[S], split: Callable[[S], Iterable[S]] = once
) -> Iterator[tuple[S, R | Lost]]:
    """Each share with its result. One that was lost is tried once more in a process of its own, part by part if it can
    be split; what is lost again is lost."""
    for share, result in engine(work, shares):
        if isinstance(result, Lost):
            for part in split(share):
                yield from engine(work, (part,))
        else:
            yield share, result
