"""Shards: a share of a corpus that the names in raw alone decide, so that any machine deals them alike. No I/O."""

import re
from dataclasses import dataclass
from hashlib import sha256

from pumice.errors import Misuse

WRITTEN = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")
COUNTED = re.compile(rb"([0-9]{1,6}) of ([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Shard:
    """The share with this `number`, from 1, of so many."""

    number: int
    count: int

    def has(self, path: str) -> bool:
        """Whether the file of raw at `path` is in this shard: files are dealt by the digest of their path."""
        digest = sha256(path.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1

    @property
    def bag_count(self) -> str:
        """As `Bag-Count` of bag-info.txt says it (RFC 8493, section 2.2.2)."""
        return f"{self.number} of {self.count}"

    @property
    def folder(self) -> str:
        """The name of its bag, among the others: `03-of-16`."""
        return f"{self.number:0{len(str(self.count))}}-of-{self.count}"


def shard_of(number: int, count: int) -> Shard:
    """The shard; Misuse if there is none with this number."""
    if not 1 <= number <= count:
        raise Misuse(f"there is no shard {number} of {count}", "Shards are numbered from 1.")
    return Shard(number, count)


def parse(written: str) -> Shard:
    """The shard written as `3/16`; Misuse if it is none."""
    found = WRITTEN.fullmatch(written)
    if not found:
        raise Misuse(f"{written!r} is no shard", "Write number and count, as in --shard 3/16.")
    return shard_of(int(found[1]), int(found[2]))


def read_bag_count(value: bytes) -> Shard | None:
    """The shard that a `Bag-Count` tells, None if it tells none."""
    found = COUNTED.fullmatch(value)
    return Shard(int(found[1]), int(found[2])) if found and 1 <= int(found[1]) <= int(found[2]) else None
