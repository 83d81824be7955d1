"""Ray (ray.io): work on the nodes of a cluster, the one there is or a local one. Needs pumice[ray].

Every share is a task of Ray core. Ray places it, and places it again if its worker or node is lost. In the worker the
share goes to a process of its own, as in the pool: a document that crashes or blocks that is told apart from a lost
node, in the same words as without Ray. Nodes read raw and stage in the bag themselves, so both must be where all nodes
see them: a shared file system, or for raw an address that fsspec knows.
"""

import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import sha256
from typing import Any

from pumice.engines import AHEAD, Engine, Lost, R, S
from pumice.engines.pool import Alone
from pumice.errors import Misuse

# Shares that wait for each processor, so that none idles while an answer travels.
WAITING = 2
# How often Ray may try a share again when its worker or node is lost; then it is lost, and tried in parts.
RETRIES = 3
# The process of this worker, and the digest of the work it was started with.
_own: list[tuple[str, Alone[Any, Any]]] = []


def of(jobs: int) -> Engine:
    """Ray. If there is no cluster, one on this machine with so many workers; the size of a cluster is its own."""
    return partial(run, jobs=jobs)


def run(work: Callable[[S], R], shares: Iterable[S], *, jobs: int) -> Iterator[tuple[S, R | Lost]]:
    """Each share with its result, as they come. Misuse if Ray is not installed."""
    ray = _ray()
    is_ours = not ray.is_initialized()
    if is_ours:
        _connect(ray, jobs)
    try:
        yield from _tasks(ray, work, shares)
    finally:
        if is_ours:
            ray.shutdown()


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise Misuse(
            f"the engine ray needs a library that is not installed ({error.name})", "pip install 'pumice[ray]'"
        ) from error
    return ray


def _connect(ray: Any, jobs: int) -> None:
    """Join the cluster that RAY_ADDRESS names or that runs on this machine; else start one."""
    quiet = {"log_to_driver": False, "logging_level": "ERROR", "configure_logging": False}
    try:
        ray.init(address=os.environ.get("RAY_ADDRESS", "auto"), **quiet)
    except ConnectionError:
        if "RAY_ADDRESS" in os.environ:
            raise
        ray.init(num_cpus=jobs, include_dashboard=False, **quiet)


def _tasks(ray: Any, work: Callable[[S], R], shares: Iterable[S]) -> Iterator[tuple[S, R | Lost]]:
    remote = ray.remote(num_cpus=1, max_retries=RETRIES, retry_exceptions=False)(answer_to)
    shared, waiting = ray.put(work), enumerate(shares)
    key = sha256(pickle.dumps(work)).hexdigest()
    most = WAITING * max(1, int(ray.cluster_resources().get("CPU", 1)))
    under_way: dict[Any, tuple[int, S]] = {}
    while True:
        while len(under_way) < most and _reach(under_way) < AHEAD and (next_one := next(waiting, None)):
            under_way[remote.remote(key, shared, next_one[1])] = next_one
        if not under_way:
            return
        for done in ray.wait(list(under_way), num_returns=1)[0]:
            _, share = under_way.pop(done)
            yield share, _result(ray, done)


def _reach(under_way: dict[Any, tuple[int, S]]) -> int:
    """How far the newest share given out is from the oldest under way."""
    numbers = [number for number, _ in under_way.values()]
    return max(numbers) - min(numbers) if numbers else 0


def _result(ray: Any, task: Any) -> Any:
    """What a task answered. A failing disk is raised; a worker that was lost too often loses its share."""
    try:
        answer = ray.get(task)
    except (ray.exceptions.WorkerCrashedError, ray.exceptions.NodeDiedError, ray.exceptions.OutOfMemoryError):
        return Lost("engine.crashed")
    if isinstance(answer, OSError):
        raise answer
    return answer


def answer_to(key: str, work: Callable[[S], R], share: S) -> R | Lost | OSError:
    """In a worker of Ray: what its process makes of the share. The process is kept for the next of the same work, which
    its `key` tells, as every task comes with a copy of the work."""
    if not _own or _own[0][0] != key:
        for _, process in _own:
            process.stop()
        _own[:] = [(key, Alone(work))]
    try:
        return _own[0][1].answer_to(share)
    except OSError as error:
        return error
