"""The bag itself in one ZIP file, below a folder of the archive's name, as RFC 8493 (section 4.2) wants bags packed.

Files lie in the order of the manifests, without times, owners or permissions of their own. They are stored, not
compressed, unless asked for: deflate gives other bytes with another zlib. Large files and long lists are ZIP64.
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pumice.bag import MANIFEST, PAYLOAD, SEAL, TAG_MANIFEST, manifest_entries
from pumice.corpus import VERIFY, Bag
from pumice.errors import NotAsItShouldBe
from pumice.exports.about import About
from pumice.names import is_safe_path

OLDEST = (1980, 1, 1, 0, 0, 0)  # the first moment that ZIP knows
UNIX, REGULAR = 3, 0o100644 << 16


def write(bag: Bag, out: BinaryIO, about: About) -> int:
    """Every file that the manifests list, checked against them, and the tag manifest; the number of clean copies."""
    documents = 0
    with ZipFile(out, "w", ZIP_DEFLATED if about.compress else ZIP_STORED, compresslevel=9) as archive:
        for path, digest in _listed(bag):
            _put(archive, bag, f"{about.name}/{path}", path, digest)
            documents += path.startswith(f"{PAYLOAD}/")
    return documents


def _listed(bag: Bag) -> Iterator[tuple[str, str]]:
    """Every file of the bag with its digest; empty for the tag manifest and its seal, which nothing vouches for."""
    yield TAG_MANIFEST, ""
    if bag.disk.exists(SEAL):
        yield SEAL, ""
    expected = ""
    for path, digest in manifest_entries(bag.disk.lines(TAG_MANIFEST), TAG_MANIFEST):
        expected = digest if path == MANIFEST else expected
        yield path, digest
    found = bag.disk.digest(MANIFEST)
    if found is None or found.sha256 != expected:
        raise NotAsItShouldBe(f"{bag.root}/{MANIFEST} is not what {TAG_MANIFEST} says", VERIFY)
    yield from manifest_entries(bag.disk.lines(MANIFEST), MANIFEST)


def _size(bag: Bag, path: str) -> int:
    with bag.disk.parent(path) as (above, name):
        return os.stat(name, dir_fd=above, follow_symlinks=False).st_size


def _put(archive: ZipFile, bag: Bag, name: str, path: str, digest: str) -> None:
    if not is_safe_path(path):
        raise NotAsItShouldBe(f"{bag.root} lists {path!r}, which is no place in a bag", VERIFY)
    entry = ZipInfo(name, OLDEST)
    entry.create_system, entry.external_attr = UNIX, REGULAR
    entry.compress_type = archive.compression
    running = sha256()
    try:
        entry.file_size = _size(bag, path)  # tells ZipFile whether ZIP64 is needed
        with archive.open(entry, "w") as target:
            for block in bag.disk.blocks(path):
                running.update(block)
                target.write(block)
    except OSError as error:
        raise NotAsItShouldBe(f"{bag.root}/{path}: {error.strerror or error}", VERIFY) from error
    if digest and running.hexdigest() != digest:
        raise NotAsItShouldBe(f"{bag.root}/{path} is not what its manifest says", VERIFY)
