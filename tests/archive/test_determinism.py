"""The same raw gives the same bag, whatever the machine: hash seed, time zone, locale, working folder, order of files,
workers, engine, umask, clock, interruption, and the version of Python.

Other Pythons are named in PUMICE_PYTHONS (paths of interpreters with the dependencies, separated by colons), or found
on the path.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from pumice.verify import verify
from tests.archive.conftest import tree, write_raw
from tests.archive.many import DOCUMENTS as HOW_MANY
from tests.archive.many import write_many

REPO = Path(__file__).parents[2]
SCRIPT = """
import os, sys
from pathlib import Path
scandir, listdir = os.scandir, os.listdir
class Backwards:
    def __init__(self, folder):
        with scandir(folder) as entries:
            self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def __iter__(self):
        return iter(self.entries)
if "backwards" in sys.argv:
    os.scandir = Backwards
    os.listdir = lambda folder: sorted(listdir(folder), reverse=True)
from pumice.engines import inprocess
from pumice.run import clean
jobs = int(sys.argv[3])
clean(Path(sys.argv[1]), Path(sys.argv[2]), jobs=jobs or 1, **({} if jobs else {"engine": inprocess.run}))
"""
NEEDED = "import bs4, chardet, ftfy, lxml, numpy, webencodings"
DOCUMENTS = {
    "en.txt": (
        b"Share on Facebook\r\n\r\nThe ferry\r\nThe ferry donft sail in winter, said the gkeeper of the lighth.\r\n"
        b"\r\n\r\nIt sails again in spring.   It always does.\r\nBack to top\r\n"
    ),
    "fr-latin1.txt": "Le café était fermé. Elle a dû attendre jusqu'à l'été pour être reçue.\n".encode("latin-1") * 8,
    "ja-sjis.txt": "船は冬には出ません。灯台守はそう言いました。春になればまた出ます。\r\n".encode("cp932") * 8,
    "ru.txt": "Паром не ходит зимой, сказал смотритель маяка. Весной он пойдёт снова.\n".encode("koi8-r") * 8,
    "mojibake.txt": "The cafÃ© was closed, and she didnâ€™t wait.\n".encode(),
    "tr/İstanbul.txt": "İskele kışın kapalıdır. Baharda yeniden açılır.\n".encode(),
    "tr/ıI.txt": b"x\n",
    "page.html": b"<html><head><title>T</title></head><body><nav><a href=/>Home</a></nav><p>The ferry.</p></body>",
    "bytes.bin": bytes(range(256)),
    "empty.txt": b"",
}


def pythons() -> Iterator[str]:
    named = os.environ.get("PUMICE_PYTHONS", "").split(":")
    found = [shutil.which(f"python3.{minor}") for minor in (11, 12, 13, 14)]
    for path in dict.fromkeys([*named, *found]):
        if path and subprocess.run([path, "-c", NEEDED], capture_output=True, check=False).returncode == 0:
            yield path


def run_it(
    raw: Path,
    bag: Path,
    *more: str,
    jobs: int = 0,
    python: str = sys.executable,
    how: Mapping[str, str] = MappingProxyType({}),
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPO / "src"), **how}
    command = [python, "-c", SCRIPT, str(raw), str(bag), str(jobs), *more]
    subprocess.run(command, env=environment, check=True, cwd=how.get("PWD"))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = write_raw(tmp_path_factory.mktemp("corpus") / "raw", DOCUMENTS)
    for path in sorted((REPO / "raw").glob("*.txt")):
        shutil.copy(path, raw)
    return raw


@pytest.fixture(scope="module")
def wanted(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    bag = tmp_path_factory.mktemp("wanted") / "clean"
    run_it(corpus, bag)
    assert verify(bag, raw=corpus).faults == ()
    return tree(bag)


# Many variations at once: if these give the same bytes, so does each.
ELSEWHERE = {
    "PYTHONHASHSEED": "7",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "HOME": "/nonexistent",
    "PWD": "/",
}
VARIATIONS: dict[str, dict[str, str]] = {
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 4242": {"PYTHONHASHSEED": "4242"},
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "locale C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "optimized": {"PYTHONOPTIMIZE": "2"},
    "home": {"HOME": "/nonexistent"},
    "folder": {"PWD": "/"},
}


@pytest.mark.parametrize("how", VARIATIONS.values(), ids=VARIATIONS)
def test_environment(how: dict[str, str], corpus: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    run_it(corpus, tmp_path / "clean", how=how)
    assert tree(tmp_path / "clean") == wanted


def test_turkish_locale(corpus: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    """Where the letter i has no dot; the locale is made here if the system can make one."""
    made = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(tmp_path / "tr_TR.UTF-8")]
    if not shutil.which("localedef") or subprocess.run(made, capture_output=True, check=False).returncode:
        pytest.skip("no Turkish locale can be made here")
    how = {"LOCPATH": str(tmp_path), "LC_ALL": "tr_TR.UTF-8"}
    shown = subprocess.run(["locale"], env={**os.environ, **how}, capture_output=True, check=True)
    assert shown.stderr == b""
    run_it(corpus, tmp_path / "clean", how=how)
    assert tree(tmp_path / "clean") == wanted


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers(jobs: int, corpus: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    run_it(corpus, tmp_path / "clean", jobs=jobs)
    assert tree(tmp_path / "clean") == wanted


def test_order_of_files(corpus: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    run_it(corpus, tmp_path / "clean", "backwards")
    assert tree(tmp_path / "clean") == wanted


def test_twice_and_by_and_by(corpus: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    """Half of the corpus first, then all of it, then once more."""
    half = tmp_path / "half"
    for number, (path, data) in enumerate(sorted(tree(corpus).items())):
        if number % 2:
            write_raw(half, {path: data, f"gone/{path}": data})
    for raw in (half, corpus, corpus):
        run_it(raw, tmp_path / "clean")
    assert tree(tmp_path / "clean") == wanted


def test_interrupted(corpus: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    """Killed when the first documents are staged, wherever the workers are then."""
    command = [sys.executable, "-c", SCRIPT, str(corpus), str(tmp_path / "clean"), "2"]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(REPO / "src")})
    while process.poll() is None and not list(tmp_path.glob("clean/.pumice/stage/*/*.records")):
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    run_it(corpus, tmp_path / "clean", jobs=2)
    assert tree(tmp_path / "clean") == wanted


def test_umask_changes_no_byte(corpus: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        run_it(corpus, tmp_path / "clean")
    finally:
        os.umask(before)
    assert tree(tmp_path / "clean") == wanted


def test_versions_of_python(corpus: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    others = [python for python in pythons() if Path(python).resolve() != Path(sys.executable).resolve()]
    if not others:
        pytest.skip("no other Python with the dependencies; name some in PUMICE_PYTHONS")
    for number, python in enumerate(others):
        run_it(corpus, tmp_path / str(number), python=python)
        assert tree(tmp_path / str(number)) == wanted, python


def test_a_date_only_if_one_is_given(corpus: Path, tmp_path: Path) -> None:
    from pumice.engines import inprocess
    from pumice.run import clean

    clean(corpus, tmp_path / "clean", epoch=86400 * 365, engine=inprocess.run)
    assert b"Bagging-Date: 1971-01-01\n" in (tmp_path / "clean/bag-info.txt").read_bytes()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_many(tmp_path_factory.mktemp("many") / "raw")


@pytest.fixture(scope="module")
def wanted_of_many(many: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    bag = tmp_path_factory.mktemp("wanted of many") / "clean"
    run_it(many, bag)
    report = verify(bag)
    assert (report.faults, report.documents) == ((), HOW_MANY)
    return tree(bag)


def test_three_hundred_documents_elsewhere(many: Path, wanted_of_many: dict[str, bytes], tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        run_it(many, tmp_path / "clean", "backwards", how=ELSEWHERE)
    finally:
        os.umask(before)
    assert tree(tmp_path / "clean") == wanted_of_many


@pytest.mark.long
def test_three_hundred_documents_interrupted_and_on_workers(
    many: Path, wanted_of_many: dict[str, bytes], tmp_path: Path
) -> None:
    command = [sys.executable, "-c", SCRIPT, str(many), str(tmp_path / "clean"), "2", "backwards"]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(REPO / "src"), "PYTHONHASHSEED": "8"})
    while process.poll() is None and len(list(tmp_path.glob("clean/.pumice/stage/*/*.records"))) < 50:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    run_it(many, tmp_path / "clean", jobs=2)
    assert tree(tmp_path / "clean") == wanted_of_many
