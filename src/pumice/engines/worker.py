"""The process of a pool: it is sent the work, then tasks one at a time, and answers each with its outcomes.

It ends when the other end of its socket is gone. Linux kills it with the run that started it, wherever it is then; on
other systems it finishes its share first, and the lock on the bag, which it shares, keeps other runs away until then.
"""

import ctypes
import os
import signal
import sys
from multiprocessing.connection import Connection

READY = "ready"
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> None:
    """Serve the run at the other end of the socket; the arguments are its descriptor and the process id of the run."""
    _die_with(int(sys.argv[2]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run decides what an interrupt means
    link: Connection = Connection(int(sys.argv[1]))
    try:
        work = link.recv()
        link.send(READY)
        while True:
            task = link.recv()
            try:
                link.send(work(task))
            except OSError as error:
                link.send(error)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before that was said
        raise SystemExit(1)
