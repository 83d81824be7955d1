"""The layout of a bag: its tag files and manifests as bytes, written and read. RFC 8493 (BagIt 1.0). No I/O."""

import re
from collections.abc import Iterable, Iterator

from pumice.errors import NotAsItShouldBe
from pumice.names import TRAIL_SUFFIX, is_safe_path
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


def by_path(ref: FileRef) -> bytes:
    """The order of manifests: the bytes of the path."""
    return ref.path.encode()


def manifest(refs: Iterable[FileRef]) -> Iterator[bytes]:
    """The lines of a manifest, in the order given."""
    for ref in refs:
        yield f"{ref.sha256}  {ref.path}\n".encode()


def read_manifest(lines: Iterable[bytes], where: str) -> dict[str, str]:
    """Path → digest of a manifest that we wrote; NotAsItShouldBe if it is none, or names anything outside the bag."""
    entries: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        found = LINE.fullmatch(line)
        path = found[2].decode("utf-8", "surrogateescape") if found else ""
        if not found or not is_safe_path(path) or path in entries:
            raise NotAsItShouldBe(f"{where}, line {number}: not a line that pumice writes")
        entries[path] = found[1].decode()
    return entries


def info(agent: str, files: int, size: int, date: str = "") -> bytes:
    """`bag-info.txt`: who made the bag, how much is in it and, if the operator says so, when (YYYY-MM-DD)."""
    lines = [f"Bag-Software-Agent: {agent}"]
    if date:
        lines.append(f"Bagging-Date: {date}")
    lines += [
        "External-Description: Clean copies of scraped text; pumice/ holds the account of every change.",
        f"Payload-Oxum: {size}.{files}",
    ]
    return ("\n".join(lines) + "\n").encode()
