"""Lists larger than memory: what does not fit is kept in a file without a name until it is asked for."""

import heapq
from collections.abc import Callable, Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

# Lines held before they are put away; 20,000 lines of a manifest are about 4 MB.
MOST_HELD = 20_000
# Files that are open at once; beyond this they are merged into one. The system's own limit is often 1,024.
MOST_RUNS = 100


class Lines:
    """Lines to be read again in the order they came in."""

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed when it is let go of

    def add(self, line: bytes) -> None:
        """One more line, with its end."""
        self._file.write(line)

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        for line in self._file:  # noqa: UP028 - `yield from` would close the file of an iterator that is let go of
            yield line


class Sorted:
    """Lines to be read again, as often as wanted, in the order that `key` gives."""

    def __init__(self, key: Callable[[bytes], Any]) -> None:
        self._key = key
        self._held: list[bytes] = []
        self._runs: list[Lines] = []

    def add(self, line: bytes) -> None:
        """One more line, with its end."""
        self._held.append(line)
        if len(self._held) >= MOST_HELD:
            self._put_away(sorted(self._held, key=self._key))
            self._held.clear()

    def _put_away(self, lines: list[bytes]) -> None:
        if len(self._runs) >= MOST_RUNS:
            self._runs = [_run(heapq.merge(*self._runs, key=self._key))]
        self._runs.append(_run(iter(lines)))

    def __iter__(self) -> Iterator[bytes]:
        return heapq.merge(*self._runs, sorted(self._held, key=self._key), key=self._key)


def _run(lines: Iterator[bytes]) -> Lines:
    run = Lines()
    while bunch := list(islice(lines, MOST_HELD)):
        run.add(b"".join(bunch))
    return run


def only_in(first: Iterator[bytes], second: Iterator[bytes]) -> Iterator[bytes]:
    """What is in the first of two sorted lists and not in the second."""
    other = next(second, None)
    for item in first:
        while other is not None and other < item:
            other = next(second, None)
        if item != other:
            yield item
