"""The process of a pool: it is sent the work, then tasks one at a time, and answers each with its outcomes.

It ends when the other end of its socket is gone, so no worker outlives the run that started it.
"""

import signal
import sys
from multiprocessing.connection import Connection

READY = "ready"


def main() -> None:
    """Serve the run at the other end of the socket whose descriptor is the only argument."""
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
