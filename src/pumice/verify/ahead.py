"""Files read ahead by worker processes, for a check that goes through them in order.

The check itself stays one loop in one process; what takes time, reading and digesting, is done in shares by a pool. A
file that a worker could not read is left to the check, which finds out why.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from pumice.engines import Lost, persistent
from pumice.engines.pool import of as pool_of
from pumice.store.disk import Disk, decoded
from pumice.store.hashing import Digested, Share, digest_share

# A share is cut at so many bytes or files: 8 MB take 10 ms, a hundred times the way to a worker and back.
SHARE_BYTES, SHARE_FILES = 1 << 23, 250
# Where files are larger than this on average, each is asked for its size; that takes 3 µs, reading it 60.
WORTH_ASKING = 1 << 16


def shares_of(disk: Disk, paths: Iterable[bytes], mean: int) -> Iterator[Share]:
    """The files cut into shares of about the same number of bytes; `mean` is the size of a file on average."""
    some, size, number = list[bytes](), 0, 0
    for path in paths:
        some.append(path)
        size += mean if mean < WORTH_ASKING else _size(disk, path)
        if size >= SHARE_BYTES or len(some) >= SHARE_FILES:
            yield Share(number, tuple(some))
            some, size, number = [], 0, number + 1
    if some:
        yield Share(number, tuple(some))


def _size(disk: Disk, path: bytes) -> int:
    status = disk.status(decoded(path))
    return status.st_size if status else 0


class Ahead:
    """Digests by path, to be asked for in the order of the shares. No more is held than what workers are ahead."""

    def __init__(self, disk: Disk, algorithms: Sequence[str], shares: Iterable[Share], jobs: int) -> None:
        work = partial(digest_share, disk.root, tuple(algorithms))
        self._answers: Iterator[tuple[Share, dict[bytes, Digested] | Lost]] = persistent(pool_of(jobs), work, shares)
        self._early: dict[int, tuple[Share, dict[bytes, Digested] | Lost]] = {}
        self._due = 0
        self._last = b""
        self._ready: dict[bytes, Digested] = {}

    def get(self, path: bytes) -> Digested | None:
        """Size and digests of a file, waited for; None if no worker has read it."""
        while self._last < path:
            self._advance()
        return self._ready.get(path)

    def _advance(self) -> None:
        """Have the answer to the next share, in the place of the one before."""
        while self._due not in self._early:
            try:
                share, answer = next(self._answers)
            except StopIteration:
                self._last, self._ready = b"\xff", {}  # behind every path: they begin with data/
                return
            self._early[share.number] = share, answer
        share, answer = self._early.pop(self._due)
        self._due, self._last = self._due + 1, share.paths[-1]
        self._ready = {} if isinstance(answer, Lost) else answer

    def close(self) -> None:
        """End the workers."""
        self._answers.close()  # type: ignore[attr-defined]
