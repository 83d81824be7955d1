"""Files read ahead by worker processes, for a check that goes through them in order.

The check itself stays one loop in one process; what takes time, reading and digesting, is done in shares by a pool. A
file that a worker could not read is left to the check, which finds out why.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from pumice.engines import Lost, persistent
from pumice.engines.pool import of as pool_of
from pumice.store.disk import Disk, decoded
from pumice.store.hashing import Answer, Digested, Share, digest_share

# A share is cut at so many bytes or files: 8 MB take 10 ms, a hundred times the way to a worker and back.
SHARE_BYTES, SHARE_FILES = 1 << 23, 250
# Where files are larger than this on average, each is asked for its size; that takes 3 µs, reading it 60.
WORTH_ASKING = 1 << 16
# Paths of the payload begin with data/.
BEHIND_ALL = b"\xff"
UNREAD: Digested = (-1, ())


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
        self._answers: Iterator[tuple[Share, Answer | Lost]] = persistent(pool_of(jobs), work, shares)
        self._early: dict[int, tuple[Share, Answer | Lost]] = {}
        self._due = 0
        self._paths: tuple[bytes, ...] = (b"",)
        self._found: list[Digested] = [UNREAD]
        self._at = 0

    def get(self, path: bytes) -> Digested | None:
        """Size and digests of a file, waited for; None if no worker has read it."""
        while self._paths[-1] < path:
            self._advance()
        paths, at = self._paths, self._at
        while paths[at] < path:
            at += 1
        self._at = at
        found = self._found[at]
        return found if paths[at] == path and found[0] >= 0 else None

    def _advance(self) -> None:
        """Have the answer to the next share, in the place of the one before."""
        while self._due not in self._early:
            try:
                share, answer = next(self._answers)
            except StopIteration:
                self._paths, self._found, self._at = (BEHIND_ALL,), [UNREAD], 0
                return
            self._early[share.number] = share, answer
        share, answer = self._early.pop(self._due)
        self._paths, self._due, self._at = share.paths, self._due + 1, 0
        self._found = [UNREAD] * len(share.paths) if isinstance(answer, Lost) else answer.unpacked()

    def close(self) -> None:
        """End the workers."""
        self._answers.close()  # type: ignore[attr-defined]
