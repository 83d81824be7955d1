"""The engine for clusters: the same bytes, and what goes wrong with a share or a worker costs no other."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pumice import engines
from pumice.corpus import open_bag
from pumice.engines import Lost, inprocess, persistent
from pumice.errors import Misuse
from pumice.run import clean
from tests.archive.conftest import tree, write_raw
from tests.archive.many import write_many

try:
    import ray
except ImportError:
    ray = None

needs_ray = pytest.mark.skipif(ray is None, reason="ray is not installed; it comes with the extra pumice[ray]")

WORK = """
import os, signal, time
from typing import NamedTuple
class Share(NamedTuple):
    path: str
    size: int = 0
    mark: str = ""
def work(share):
    if share.path == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if share.path == "hang":
        time.sleep(1000)
    if share.path == "full":
        raise OSError(28, "No space left on device", "some/file")
    if share.path == "node" and not os.path.exists(share.mark):
        open(share.mark, "w").close()
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(1000)
    return share.path.upper()
"""
# So much less than nothing is a document with 3 s to be done in.
SHORT = -1_900_000


@pytest.fixture(scope="module")
def odd_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Work that goes wrong when it is told to, and a local cluster that can import it."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "odd_ray_work.py").write_text(WORK)
    source = Path(engines.__file__).parents[2]
    sys.path.insert(0, str(folder))
    import odd_ray_work  # type: ignore[import-not-found]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{source}")  # of the workers
        ray.init(
            num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR", configure_logging=False
        )
        yield odd_ray_work
    ray.shutdown()
    sys.path.remove(str(folder))


def answers(odd_work: Any, shares: list[Any]) -> dict[str, object]:
    found = persistent(engines.engine("ray", 2), odd_work.work, shares)
    return {share.path: result for share, result in found}


@needs_ray
def test_what_goes_wrong_costs_itself(odd_work: Any, tmp_path: Path) -> None:
    mark = str(tmp_path / "tried")
    shares = [odd_work.Share(name) for name in "abcdefgh"]
    shares[2:2] = [odd_work.Share("crash"), odd_work.Share("hang", SHORT), odd_work.Share("node", 0, mark)]
    found = answers(odd_work, shares)
    assert (found.pop("crash"), found.pop("hang")) == (Lost("engine.crashed"), Lost("engine.timed-out"))
    assert found == {name: name.upper() for name in (*"abcdefgh", "node")}


@needs_ray
def test_a_failing_disk_stops_the_run(odd_work: Any) -> None:
    with pytest.raises(OSError, match="No space left"):
        answers(odd_work, [odd_work.Share("a"), odd_work.Share("full")])


@needs_ray
def test_no_work(odd_work: Any) -> None:
    assert answers(odd_work, []) == {}


@needs_ray
def test_the_bag_is_the_same_to_the_byte(odd_work: Any, tmp_path: Path) -> None:  # noqa: ARG001 - starts the cluster
    raw = write_many(tmp_path / "raw")
    clean(raw, tmp_path / "here", engine=inprocess.run)
    clean(raw, tmp_path / "there", engine=engines.engine("ray", 2))
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    (raw / "new.txt").write_bytes(b"one more\n")
    assert clean(raw, tmp_path / "there", engine=engines.engine("ray", 2)).made == 1
    with open_bag(tmp_path / "there") as bag:
        assert bag.find("new.txt").text == "one more\n"


@pytest.mark.skipif(ray is not None, reason="ray is installed")
def test_without_ray_it_is_said_what_to_install(tmp_path: Path) -> None:
    raw = write_raw(tmp_path / "raw", {"a.txt": b"a\n"})
    with pytest.raises(Misuse, match="not installed"):
        clean(raw, tmp_path / "clean", engine=engines.engine("ray", 2))


@pytest.mark.parametrize("name", engines.NAMES)
def test_every_engine_is_named_on_the_command_line(name: str) -> None:
    from pumice.cli.archive import EngineName

    assert EngineName(name).value == name
    assert len(EngineName) == len(engines.NAMES)
