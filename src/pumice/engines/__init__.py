"""Engines: where the work is done. Each runs the same function on the same shares and may answer in any order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar


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

    def __call__(self, work: Callable[[S], R], shares: Sequence[S]) -> Iterator[tuple[S, R | Lost]]: ...
