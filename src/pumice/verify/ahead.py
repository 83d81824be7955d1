"""Files read ahead by worker processes, for a check that goes through them in order.

The check itself stays one loop in one process; what takes time, reading and digesting, is done in shares by a pool. A
file that a worker could not read is left to the check, which finds out why.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from pathlib import Path

from pumice.engines import Lost, persistent
from pumice.engines.pool import of as pool_of
from pumice.store.disk import Disk, decoded
from pumice.verify.tree import Hasher

# A share is at most so many files, and there are several for each worker, so that all end at about the same time.
MOST_FILES = 500
SHARES_PER_WORKER = 8
# No bag is verified so fast that a limit of time would tell a slow disk from a hang.
NO_LIMIT = 1 << 50
Digested = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Share:
    """Files for one worker, in the order of their paths."""

    paths: tuple[bytes, ...]
    size: int = NO_LIMIT


def digest_share(bag: Path, algorithms: Sequence[str], share: Share) -> dict[bytes, Digested]:
    """Size and digests of each file of the share that can be read; no link is followed."""
    disk, hasher, found = Disk(bag), Hasher(), dict[bytes, Digested]()
    try:
        for folder, paths in groupby(share.paths, key=_folder):
            with suppress(OSError), disk.folder(decoded(folder)) as fd:
                for path in paths:
                    with suppress(OSError):
                        found[path] = hasher.digest(fd, path[len(folder) + 1 :], algorithms)
    finally:
        disk.close()
    return found


def _folder(path: bytes) -> bytes:
    return path.rpartition(b"/")[0]


def shares_of(paths: Iterable[bytes], count: int, jobs: int) -> list[Share]:
    """`count` paths cut into shares for so many workers."""
    most = max(1, min(MOST_FILES, count // (jobs * SHARES_PER_WORKER)))
    rest = iter(paths)
    return [Share(some) for some in iter(lambda: tuple(islice(rest, most)), ())]


class Ahead:
    """Digests by path, each to be asked for once, in about the order of the shares."""

    def __init__(self, bag: Path, algorithms: Sequence[str], shares: Sequence[Share], jobs: int) -> None:
        self._answers: Iterator[tuple[Share, dict[bytes, Digested] | Lost]] = persistent(
            pool_of(jobs), partial(digest_share, bag, tuple(algorithms)), shares
        )
        self._coming = {path for share in shares for path in share.paths}
        self._ready: dict[bytes, Digested] = {}

    def get(self, path: bytes) -> Digested | None:
        """Size and digests of a file, waited for; None if no worker has read it."""
        while path in self._coming:
            share, answer = next(self._answers)
            self._coming.difference_update(share.paths)
            if not isinstance(answer, Lost):
                self._ready |= answer
        return self._ready.pop(path, None)

    def close(self) -> None:
        """End the workers."""
        self._answers.close()  # type: ignore[attr-defined]
