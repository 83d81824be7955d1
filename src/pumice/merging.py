"""`pumice merge`: the bags of all shards of a corpus become the bag that one run would have made, byte for byte."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from heapq import merge
from pathlib import Path

from pumice import bag as layout
from pumice.errors import Misuse, NotAsItShouldBe, Unreadable
from pumice.ledger import Ledger
from pumice.publishing import Heading, Summary, publish_bag, stage_tag_files
from pumice.record import FileRef, read_facts, read_raw_path
from pumice.shard import Shard, read_bag_count
from pumice.store.disk import Disk, encoded
from pumice.store.held import held
from pumice.store.keep import writing
from pumice.work import files_of, stage_place

VERIFY = "Run pumice verify on it, and clean that shard again."


@dataclass(frozen=True, slots=True)
class Part:
    """The bag of one shard, whose lists were found to be what its tag manifest says."""

    root: Path
    disk: Disk
    shard: Shard
    pipeline: bytes
    date: str


def merge_bags(roots: Sequence[Path], bag: Path) -> Summary:
    """Make `bag` of the bags of all shards. Every file is checked against its record on the way. Misuse if a shard is
    missing or double, or was made otherwise than the others; NotAsItShouldBe if one is damaged. What `bag` has already
    is not copied again."""
    with ExitStack() as stack:
        parts = [_opened(root, stack) for root in roots]
        _refuse_misfits(parts)
        disk, recovered = stack.enter_context(writing(bag))
        ledger, known = Ledger(), held(disk)
        lines = (_taken_over(part, line, disk, ledger) for part, line in _in_order(parts))
        tags = stage_tag_files(disk, lines, ledger, Heading(parts[0].pipeline, parts[0].date))
        return replace(publish_bag(disk, known, ledger, tags), recovered=recovered)


def _opened(root: Path, stack: ExitStack) -> Part:
    try:
        disk = Disk(root.resolve(strict=True))
        stack.callback(disk.close)
        if held(disk).disk is None:
            raise NotAsItShouldBe(f"{root} is not whole, or not a bag that pumice made", VERIFY)
        info, pipeline = layout.read_info(disk.read(layout.INFO)), disk.read(layout.PIPELINE)
    except OSError as error:
        raise Unreadable(f"{root}: {error.strerror}", "Name the bags that pumice clean --shard wrote.") from error
    shard = read_bag_count(info.get("Bag-Count", b""))
    if shard is None:
        raise Misuse(f"{root} is not the bag of a shard", "Name the bags that pumice clean --shard wrote.")
    return Part(root, disk, shard, pipeline, info.get("Bagging-Date", b"").decode("ascii", "replace"))


def _refuse_misfits(parts: Sequence[Part]) -> None:
    """Misuse unless the parts are all the shards of one corpus, made alike."""
    first = parts[0]
    for part in parts[1:]:
        if (part.pipeline, part.date, part.shard.count) != (first.pipeline, first.date, first.shard.count):
            raise Misuse(
                f"{part.root} was not made as {first.root} was",
                "Clean all shards with the same version, options, date and count.",
            )
    numbers, wanted = [part.shard.number for part in parts], range(1, first.shard.count + 1)
    if sorted(numbers) != list(wanted):
        missing = [number for number in wanted if number not in numbers]
        problem = f"missing: {', '.join(map(str, missing[:10]))}" if missing else "one is there twice"
        raise Misuse(f"{len(numbers)} bags for {first.shard.count} shards; {problem}", "Name the bag of each once.")


def _in_order(parts: Iterable[Part]) -> Iterator[tuple[Part, bytes]]:
    """The records of all parts, as lines, by path in raw. Those of one path are all in one part."""
    streams = [_records(part) for part in parts]
    return ((part, line) for _, part, line in merge(*streams, key=lambda item: item[0]))


def _records(part: Part) -> Iterator[tuple[bytes, Part, bytes]]:
    for line in part.disk.lines(layout.RECORDS):
        yield encoded(read_raw_path(line)), part, line


def _taken_over(part: Part, line: bytes, disk: Disk, ledger: Ledger) -> bytes:
    """The record, its files staged in the bag that is made unless that has them already."""
    facts = read_facts(line)
    files = files_of(facts)
    if all(disk.digest(ref.path) == ref for ref, _ in files):
        ledger.enter(facts, "")
        return line
    place = stage_place(line)
    for ref, suffix in files:
        _copy(part, ref, disk, place + suffix)
    ledger.enter(facts, place)
    return line


def _copy(part: Part, ref: FileRef, disk: Disk, to: str) -> None:
    try:
        copied = disk.write(to, part.disk.blocks(ref.path), sync=False)
    except FileNotFoundError as error:
        raise NotAsItShouldBe(f"{part.root}/{ref.path} is not there", VERIFY) from error
    if replace(copied, path=ref.path) != ref:
        raise NotAsItShouldBe(f"{part.root}/{ref.path} is not what its record says", VERIFY)
