"""Memory and time of reading WARC files of growing size, each in a process of its own.

    PYTHONPATH=src python benchmarks/warc.py [--megabytes 50 500] [--folder DIR]

The files are made here: a page to every megabyte of pictures, a gzip member a record. Prints, for each, the most memory
that the process held (resident, mapped pages of the file included) and its CPU seconds.
"""

import argparse
import gzip
import mmap
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MEGABYTE = 1 << 20


def record(number: int, media_type: str, body: bytes) -> bytes:
    """A response in a gzip member of its own."""
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        f"WARC-Target-URI: https://example.org/{number}\r\nContent-Type: application/http\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 1, mtime=0)


def write(path: Path, megabytes: int) -> None:
    """A file of about so many megabytes."""
    dice = random.Random(megabytes)
    picture = dice.randbytes(MEGABYTE)
    with path.open("wb") as file:
        for number in range(megabytes):
            text = "".join(f"<p>The ferry number {dice.random()} leaves at noon from the pier." for _ in range(20))
            file.write(record(2 * number, "text/html", f"<!DOCTYPE html><title>{number}</title>{text}".encode()))
            file.write(record(2 * number + 1, "image/png", dice.randbytes(99) + picture))


def read(path: Path) -> str:
    """Read one file, and say what it took."""
    from pumice.options import DEFAULT
    from pumice.readers import warc

    before = time.process_time()
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    size = len(data)
    count = sum(1 for _ in warc.read(data, path.name, DEFAULT))
    seconds = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return f"{size / MEGABYTE:7.0f} MB  {count:6} parts  {seconds:7.1f} s  at most {memory} MB resident"


def main() -> None:
    """Make the files, read each, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", nargs="+", type=int, default=[50, 500])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.file:
        print(read(chosen.file))
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        for megabytes in chosen.megabytes:
            path = Path(folder) / f"{megabytes}.warc.gz"
            write(path, megabytes)
            subprocess.run([sys.executable, __file__, "--file", str(path)], check=True)
            path.unlink()


if __name__ == "__main__":
    main()
