"""Runs of `pumice clean` with a fault at one of their system calls, and what may not come of it.

The command runs in a child of a server that has pumice loaded; strace attaches to it and injects the fault.
"""

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from pumice.bag import TAG_MANIFEST, WORKPLACE
from pumice.engines import inprocess
from pumice.run import clean
from pumice.verify import verify
from tests.archive.conftest import tree, write_raw
from tests.faults.power import write_down

REPO = Path(__file__).parents[2]
SERVER = Path(__file__).with_name("server.py")
HAS_STRACE = shutil.which("strace") is not None
# What makes, changes or syncs files.
WRITE_PATH = "openat,write,fsync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir"
BEFORE = {
    "a.txt": b"one\r\n",
    "b/c.txt": b"two \n",
    "gone/x.txt": b"leaves\n",
    "gone/y.txt": b"leaves, too \n",
    "page.html": b"<title>T</title><p>The ferry sails.</p>",
}
AFTER = {
    "a.txt": b"one, changed\r\n",
    "b/c.txt": b"two \n",
    "gone": b"a file where a folder was\n",
    "new/d.txt": b"x",
    "new/blob": bytes(range(256)),
    "page.html": b"<title>T</title><p>The ferry rests.</p>",
}
ENOSPC, EIO, EACCES = (os.strerror(number) for number in (errno.ENOSPC, errno.EIO, errno.EACCES))
EMFILE = os.strerror(errno.EMFILE)
# The errors that each call may give, with what is said of them.
MAKING = {"ENOSPC": ENOSPC, "EIO": EIO, "EACCES": EACCES}
ERRORS = {
    "openat": {**MAKING, "EMFILE": EMFILE},
    "write": {"ENOSPC": ENOSPC, "EIO": EIO},
    "fsync": {"ENOSPC": ENOSPC, "EIO": EIO},
    **dict.fromkeys(("rename", "renameat", "renameat2", "mkdir", "mkdirat"), MAKING),
    **{name: {"EIO": EIO, "EACCES": EACCES} for name in ("unlink", "unlinkat", "rmdir")},
}
CALL = re.compile(r"^(\d+) +(\w+)\(")


@dataclass(frozen=True, slots=True)
class Done:
    """How a run ended: exit code (negative: the signal that ended it), what it printed, CPU seconds."""

    status: int
    output: str
    cpu: float


class Server:
    """The server, started; `environment` is added to that of its process."""

    def __init__(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        path = os.pathsep.join((str(REPO / "src"), str(REPO)))
        self.process = subprocess.Popen(
            [sys.executable, str(SERVER), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", **(environment or {})},
        )
        assert self.process.stdin
        assert self.process.stdout
        self.to: IO[str] = self.process.stdin
        self.answers: IO[str] = self.process.stdout
        if not self.answers.readline():
            raise RuntimeError("the server did not start")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.to.close()
        self.process.wait()
        self.answers.close()

    def run(self, argv: Sequence[str | Path], log: Path, strace: Sequence[str] = ()) -> Done:
        """Run the command, with strace attached if it has options."""
        self._say(json.dumps({"argv": [str(argument) for argument in argv], "log": str(log)}))
        pid = int(json.loads(self.answers.readline()))
        tracer = attach(pid, strace) if strace else None
        self._say("go")
        status, cpu = json.loads(self.answers.readline())
        if tracer:
            tracer.communicate()
        return Done(status, log.read_text(errors="replace"), cpu)

    def _say(self, line: str) -> None:
        self.to.write(line + "\n")
        self.to.flush()


def attach(pid: int, options: Sequence[str]) -> "subprocess.Popen[str]":
    """strace, attached to a process and what it starts."""
    command = ["strace", "-f", "-p", str(pid), *options]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert tracer.stderr
    line = tracer.stderr.readline()
    if "attached" not in line:
        tracer.kill()
        raise RuntimeError(f"strace cannot attach: {line}")
    return tracer  # its standard error stays open: a tracer that cannot tell of new threads lets go of all


def can_strace() -> bool:
    """Whether strace is there and may attach to a process that is no child of its own."""
    if not HAS_STRACE:
        return False
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        tracer = attach(sleeper.pid, ["-e", "trace=none"])
        sleeper.communicate(b"\n")
        tracer.communicate()
    except RuntimeError:
        sleeper.kill()
        sleeper.communicate()
        return False
    return True


@dataclass(frozen=True, slots=True)
class Call:
    """The `number`-th call of `name` of its thread; whether it is one that opens something of raw, to read it."""

    name: str
    number: int
    of_raw: bool = False


def injection(call: Call, what: str) -> list[str]:
    """Options of strace for a fault (`error=EIO`, `signal=SIGKILL`, `retval=1`) at a call."""
    return ["-o", os.devnull, "-e", f"trace={call.name}", "-e", f"inject={call.name}:{what}:when={call.number}"]


@dataclass
class Scene:
    """Raw as it was and is, the bag as it was and must become, and a place for the runs; `old` is None where the bag is
    to be made for the first time."""

    folder: Path
    first: bool = False
    before: dict[str, bytes] = field(default_factory=lambda: BEFORE)
    after: dict[str, bytes] = field(default_factory=lambda: AFTER)
    raw: Path = field(init=False)
    bag: Path = field(init=False)
    old: dict[str, bytes] = field(init=False)
    new: dict[str, bytes] = field(init=False)

    def __post_init__(self) -> None:
        before = write_raw(self.folder / "before", self.before)
        self.raw, self.bag = write_raw(self.folder / "after", self.after), self.folder / "bag"
        clean(before, self.folder / "old", engine=inprocess.run)
        clean(self.raw, self.folder / "new", engine=inprocess.run)
        self.old = {} if self.first else tree(self.folder / "old")
        self.new = tree(self.folder / "new")

    @property
    def log(self) -> Path:
        """Where output goes."""
        return self.folder / "log"

    def set_up(self) -> None:
        """The bag as it was."""
        shutil.rmtree(self.bag, ignore_errors=True)
        if not self.first:
            shutil.copytree(self.folder / "old", self.bag)

    def lose(self, left: dict[str, bytes | None]) -> None:
        """The bag as a power cut left it."""
        shutil.rmtree(self.bag, ignore_errors=True)
        write_down(left)

    def run(self, server: Server, strace: Sequence[str] = ()) -> Done:
        """`pumice clean` of raw into the bag."""
        return server.run(["clean", self.raw, self.bag], self.log, strace)

    def calls(self, server: Server, names: str) -> list[Call]:
        """The calls of these names that an undisturbed run makes, in order."""
        self.set_up()
        trace = self.folder / "trace"
        done = self.run(server, ["-o", str(trace), "-e", f"trace={names}"])
        if done.status not in {0, 3} or tree(self.bag) != self.new:
            raise RuntimeError(f"the undisturbed run failed: {done}")
        seen: Counter[tuple[str, str]] = Counter()
        found = []
        for line in trace.read_text(errors="replace").splitlines():
            if match := CALL.match(line):
                seen[match.groups()] += 1  # type: ignore[index]
                found.append(Call(match[2], seen[match.groups()], f'"{self.raw}' in line))  # type: ignore[index]
        return found

    def wrongs(self, now: dict[str, bytes] | None = None) -> list[str]:
        """What must not be, whatever befell a run: a file under its final name that is neither the old nor the new one;
        a tag manifest on a bag that is not wholly the old or the new one."""
        now = self.published() if now is None else now
        found = [f"torn: {path}" for path, data in now.items() if data not in (self.old.get(path), self.new.get(path))]
        if TAG_MANIFEST in now and now not in (self.old, self.new):
            found.append("sealed falsely: neither the old bag nor the new")
        if TAG_MANIFEST in now and (codes := {fault.code for fault in verify(self.bag).faults} - {"bag.unfinished"}):
            found.append(f"sealed falsely: {sorted(codes)}")
        return found

    def published(self) -> dict[str, bytes]:
        """The files of the bag, without what a run has in its workplace."""
        if not self.bag.exists():
            return {}
        return {path: data for path, data in tree(self.bag).items() if not path.startswith(f"{WORKPLACE}/")}

    def judged(self, call: Call, done: Done, cause: str) -> list[str]:
        """What is wrong after a call that gave an error. What cannot be read of raw is no fault of the disk of the bag:
        that document is refused, told of with exit code 3, and the bag is whole without it."""
        if call.of_raw and done.status == 3 and self.published() != self.new:
            said = [] if cause in done.output else [f"does not name the cause, {cause!r}: {done.output}"]
            return said + [f"{fault.code} {fault.path}" for fault in verify(self.bag).faults]
        return self.wrongs() + self.told(done, cause)

    def after_next_run(self, server: Server) -> list[str]:
        """What is wrong once the command has been given again: nothing, if the tree is that of an undisturbed run."""
        done = self.run(server)
        found = [] if done.status in {0, 3} else [f"the next run ended with {done.status}: {done.output}"]
        return found if tree(self.bag) == self.new else [*found, "the next run made another tree"]

    def told(self, done: Done, cause: str) -> list[str]:
        """What is wrong with how a failing run ended: its exit code must tell, and it must name file and cause."""
        if done.status in {0, 3} and self.published() == self.new:
            return []  # the call did not matter, and the run came through
        found = [f"exit code {done.status}"] if done.status in {0, 3, 99} else []
        if cause and cause not in done.output:
            found.append(f"does not name the cause, {cause!r}: {done.output}")
        # The folder that the bag is made in may be what fails, too.
        if not any(name in done.output for name in (f"{self.bag.parent}", str(self.raw), "standard output")):
            found.append(f"names no file: {done.output}")
        return found


def start(raw: Path, bag: Path) -> "subprocess.Popen[bytes]":
    """`pumice clean` with two workers, in a process group of its own."""
    environment = {**os.environ, "PYTHONPATH": str(REPO / "src")}
    command = [sys.executable, "-m", "pumice", "clean", str(raw), str(bag), "-j", "2"]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )


def ended(process: "subprocess.Popen[bytes]") -> Done:
    """How it ended, waited for."""
    output = process.communicate()[0].decode()
    return Done(process.returncode, output, 0)


def was_killed(done: Done) -> bool:
    """Whether the run ended by SIGKILL."""
    return done.status == -signal.SIGKILL
