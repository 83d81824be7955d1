"""Servers and scenes of the fault harness."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.harness import Scene, Server, can_strace


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if not can_strace():
        pytest.skip("strace is not there, or may not attach to processes")
    with Server() as started:
        yield started


@pytest.fixture(scope="session")
def halving_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One whose writes take half of what they are given."""
    library = tmp_path_factory.mktemp("shim") / "shim.so"
    compiler = shutil.which("cc")
    source = Path(__file__).with_name("shim.c")
    if not compiler:
        pytest.skip("no C compiler")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    with Server(environment={"LD_PRELOAD": str(library)}) as started:
        yield started


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Scene]:
    """Gives the scene in which a bag is renewed, or that in which it is made."""
    made: dict[bool, Scene] = {}

    def give(first: bool) -> Scene:
        if first not in made:
            made[first] = Scene(tmp_path_factory.mktemp("scene"), first)
        return made[first]

    return give
