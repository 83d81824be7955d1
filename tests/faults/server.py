"""A process that has pumice loaded and runs its command in children of itself, so that a run costs a fork and no start.

Requests are lines of JSON on standard input: `argv` for the command, `log` for the file that its output goes to. The
answer is the process id of the child, which waits until a line comes; then its exit status, once it has ended.

The child does its work in its own process, so that every system call of a run is one of that process.
"""

import io
import json
import os
import shutil
import sys
import tempfile
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import NoReturn

from pumice import cleaning, run
from pumice.__main__ import main as pumice
from pumice.engines import Engine, inprocess

# Each kind of document loads what it needs at its first use.
WARM_UP = {
    "a.txt": b"Some text.\r\n",
    "b.html": b"<p>Some text.</p>",
    "c.txt": b"caf\xe9\n",
    "d.bin": bytes(range(256)),
}


def one_process(*_: object, **__: object) -> Engine:
    """In the place of the pool."""
    return inprocess.run


def command(argv: list[str]) -> None:
    """Run pumice as the shell would."""
    sys.argv = ["pumice", *argv]
    pumice()


def warm_up() -> None:
    """Load all that a run loads, by a run. Standard output is the client's."""
    folder = Path(tempfile.mkdtemp())
    (folder / "raw").mkdir()
    for name, data in WARM_UP.items():
        (folder / "raw" / name).write_bytes(data)
    with redirect_stdout(io.StringIO()):
        for argv in (["clean", "raw", "bag"], ["verify", "bag"]):
            with suppress(SystemExit):
                command([argv[0], *(str(folder / name) for name in argv[1:])])
    shutil.rmtree(folder)


def print_to(log: str) -> None:
    """Have the output of this process in a file."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    for standard in (1, 2):
        os.dup2(output, standard)


def become(argv: list[str]) -> NoReturn:
    """Run the command in this process and end with its exit code; nothing of the parent is flushed or closed."""
    status = 99
    try:
        command(argv)
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def answer(value: object) -> None:
    """A line for the client."""
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def serve() -> None:
    """Run what is asked for, one command after another."""
    for line in sys.stdin:
        request = json.loads(line)
        held, go = os.pipe()
        set_up, done = os.pipe()
        child = os.fork()
        if not child:
            os.close(go)
            print_to(request["log"])
            os.write(done, b"x")
            os.read(held, 1)
            become(request["argv"])
        os.close(held)
        os.read(set_up, 1)  # faults are for the command, not for what this server does before it
        os.close(set_up)
        os.close(done)
        answer(child)
        sys.stdin.readline()
        os.write(go, b"x")
        os.close(go)
        _, status, usage = os.wait4(child, 0)
        answer([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime])


if __name__ == "__main__":
    for module in (run, cleaning):
        assert module.engine_named  # else runs would take a pool, and faults hit what carries messages to it
        vars(module)["engine_named"] = one_process
    if "--unsynced" in sys.argv:
        vars(os)["fsync"] = lambda _: None
    warm_up()
    answer("ready")
    serve()
