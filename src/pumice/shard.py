"""Shards: a share of a corpus that the names in raw alone decide, so that any machine deals them alike. No I/O."""

import re
from dataclasses import dataclass
from hashlib import sha256

from pumice.errors import Misuse

NAMED = re.compile(r"([0-9]{1,6})-of-([0-9]{1,6})")
WRITTEN = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")
COUNTED = re.compile(rb"([0-9]{1,6}) of ([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Shard:
    """The share with this `number`, from 1, of so many."""

    number: int
    count: int

    def has(self, path: str) -> bool:
        """Whether the file of raw at `path` is in this shard."""
        return self.number_of(path, self.count) == self.number

    @staticmethod
    def number_of(path: str, count: int) -> int:
        """The number of the shard, of so many, that the file of raw at `path` is in: the first eight bytes of the
        path's SHA-256, read as a number with the highest byte first, modulo `count`, and one."""
        digest = sha256(path.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % count + 1

    @property
    def bag_count(self) -> str:
        """As `Bag-Count` of bag-info.txt says it (RFC 8493, section 2.2.2)."""
        return f"{self.number} of {self.count}"

    @property
    def folder(self) -> str:
        """The name of its bag, among the others: `03-of-16`."""
        return f"{self.number:0{len(str(self.count))}}-of-{self.count}"


def shards_of(count: int) -> tuple[Shard, ...]:
    """All shards of a corpus in so many."""
    return tuple(Shard(number, count) for number in range(1, count + 1))


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


def read_folder(name: str) -> Shard | None:
    """The shard whose bag has this name among the others, None if there is none."""
    found = NAMED.fullmatch(name)
    shard = Shard(int(found[1]), int(found[2])) if found else None
    return shard if shard and shard.folder == name and 1 <= shard.number <= shard.count else None
