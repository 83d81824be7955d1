"""The layout of a bag: its tag files and manifests as bytes, written and read. RFC 8493 (BagIt 1.0). No I/O."""

import re
from collections.abc import Iterable, Iterator

from pumice.errors import NotAsItShouldBe
from pumice.names import TRAIL_SUFFIX
from pumice.record import FileRef

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
# The signature of the tag manifest, where ssh-keygen itself would put it. No manifest lists it, as it is made last.
SEAL = "tagmanifest-sha256.txt.sig"
PAYLOAD = "data"
OURS = "pumice"
RECORDS = "pumice/records.jsonl"
PIPELINE = "pumice/pipeline.json"
TRAILS = "pumice/trails"
# The list of the bags of a corpus that lies in several, in the folder they are in; with the digests of their tag
# manifests, which have the digests of all else.
INDEX = "index-sha256.txt"
# Where a run works until it publishes; only there while a run is under way, or was interrupted.
WORKPLACE = ".pumice"

DECLARATION_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
LINE = re.compile(rb"([0-9a-f]{64})  ([^\r\n]+)\n")


def clean_path(name: str) -> str:
    """Where in the bag the copy with this payload name lies."""
    return f"{PAYLOAD}/{name}"


def trail_path(name: str) -> str:
    """Where in the bag the trail of the copy with this payload name lies."""
    return f"{TRAILS}/{name}{TRAIL_SUFFIX}"


def manifest_line(ref: FileRef) -> bytes:
    """The line of a manifest for a file."""
    return f"{ref.sha256}  {ref.path}\n".encode()


def manifest_entries(lines: Iterable[bytes], where: str) -> Iterator[tuple[str, str]]:
    """Path and digest of each line of a manifest that we wrote, by path; NotAsItShouldBe where it is none of ours."""
    last = b""
    for number, line in enumerate(lines, 1):
        found = LINE.fullmatch(line)
        if not found or found[2] <= last:
            raise NotAsItShouldBe(f"{where}, line {number}: not a line that pumice writes")
        last = found[2]
        yield last.decode("utf-8", "surrogateescape"), found[1].decode()


def info(agent: str, files: int, size: int, date: str = "", count: str = "") -> bytes:
    """`bag-info.txt`: who made the bag, how much is in it and, if the operator says so, when (YYYY-MM-DD); if it is one
    of several, which (`3 of 16`)."""
    lines = [f"Bag-Software-Agent: {agent}"]
    if date:
        lines.append(f"Bagging-Date: {date}")
    if count:
        lines.append(f"Bag-Count: {count}")
    lines += [
        "External-Description: Clean copies of scraped text; pumice/ holds the account of every change.",
        f"Payload-Oxum: {size}.{files}",
    ]
    return ("\n".join(lines) + "\n").encode()


def read_info(data: bytes) -> dict[str, bytes]:
    """The fields of a `bag-info.txt` that we wrote."""
    pairs = (line.partition(b": ") for line in data.splitlines())
    return {name.decode("ascii", "replace"): value for name, _, value in pairs}
