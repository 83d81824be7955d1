"""`pumice clean --shards`: one corpus in several bags under one folder, each whole by itself, with one index of them.

The index is written last, in one step, when all bags are published. A run that is interrupted leaves whole bags, some
of them new; the next run makes the others and the index, and the folder is then that of an uninterrupted run.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from pumice.bag import INDEX, TAG_MANIFEST, WORKPLACE, manifest_line
from pumice.errors import WontOverwrite
from pumice.publishing import Summary, added_up
from pumice.record import FileRef, dump
from pumice.run import Manner, Progress, clean_entries, entries_of
from pumice.shard import Shard, read_folder, shards_of
from pumice.store.disk import Disk, decoded, encoded
from pumice.store.journal import misread
from pumice.store.keep import refuse_as_shards, writing_shards
from pumice.store.scan import Entry, Kind
from pumice.store.sorting import Lines
from pumice.store.source import Local, Source, refuse_overlap

STAGED = f"{WORKPLACE}/index"


def clean_in_shards(raw: Path | Source, folder: Path, count: int, manner: Manner) -> Summary:
    """Make `folder` the clean copy of `raw` in `count` bags, as `Manner` says, and their index. Raises what `clean`
    does, and WontOverwrite if the folder holds a corpus in another number of bags, or something else."""
    source = Local(raw) if isinstance(raw, Path) else raw
    refuse_overlap(source, folder)
    _refuse_other_count(folder, count)
    shares = deal(entries_of(source), count)
    if manner.check:
        refuse_as_shards(folder)
        return _compared(folder, _cleaned(shares, source, folder, manner))
    with writing_shards(folder) as disk:
        parts = _cleaned(shares, source, folder, manner)
        _publish_index(disk, [name for name, _ in parts])
        return replace(added_up(parts), strays=(*added_up(parts).strays, *_strays(folder, count)))


def _refuse_other_count(folder: Path, count: int) -> None:
    found = {shard.count for shard in map(read_folder, _names(folder)) if shard}
    if found - {count}:
        others = " and ".join(map(str, sorted(found)))
        raise WontOverwrite(f"{folder} holds a corpus in {others} bags", "Say so with --shards, or name a new folder.")


def _names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []


@dataclass(frozen=True, slots=True)
class Share:
    """The entries of raw that are in one shard, in their order; how many bytes they have."""

    shard: Shard
    lines: Lines

    def entries(self, sized: bool) -> Iterator[Entry]:  # noqa: ARG002 - they all are
        """The entries."""
        for line in self.lines:
            path, kind, size, reason, copy = json.loads(line)
            yield Entry(encoded(path), Kind(kind), size, reason, copy)


def deal(entries: Iterable[Entry], count: int) -> list[Share]:
    """The entries, each in its share. Raw is looked through once for all shards; the shares are kept on disk."""
    shares = [Share(shard, Lines()) for shard in shards_of(count)]
    for entry in entries:
        path = decoded(entry.path)
        line = dump([path, entry.kind, entry.size, entry.reason, entry.copy]) + b"\n"
        shares[Shard.number_of(path, count) - 1].lines.add(line)
    return shares


def _cleaned(shares: list[Share], raw: Source, folder: Path, manner: Manner) -> list[tuple[str, Summary]]:
    parts: list[tuple[str, Summary]] = []
    done = Progress(0, 0, 0)
    for share in shares:
        own, so_far = _following(manner, done)
        name = share.shard.folder
        parts.append((name, clean_entries(share.entries, raw, folder / name, own, share.shard)))
        done = so_far[-1]
    return parts


def _following(manner: Manner, done: Progress) -> tuple[Manner, list[Progress]]:
    """The manner, with progress told on from `done`; and a list whose last says how far it is."""
    told = [done]

    def progress(now: Progress) -> None:
        told[0] = Progress(done.files + now.files, done.size + now.size, done.findings + now.findings)
        if manner.progress:
            manner.progress(told[0])

    return replace(manner, progress=progress), told


def index_of(disk: Disk, names: Iterable[str]) -> list[bytes]:
    """The lines of the index of these bags, as they are; OSError if one has no tag manifest."""
    paths = (f"{name}/{TAG_MANIFEST}" for name in sorted(names))
    return [manifest_line(disk.measured(path)) for path in paths]


def _publish_index(disk: Disk, names: Iterable[str]) -> None:
    lines = index_of(disk, names)
    if disk.digest(INDEX) != FileRef.of(INDEX, b"".join(lines)):
        written = disk.write(STAGED, lines)
        if wrong := misread(disk, STAGED, written.sha256):
            raise wrong
        disk.rename(STAGED, INDEX)
        disk.sync_folder("")
    disk.remove_tree(WORKPLACE)
    disk.sync_folder("")


def _compared(folder: Path, parts: list[tuple[str, Summary]]) -> Summary:
    """The summary of a check. The index would change if a bag would, or if it is not of the bags that are there."""
    summary = added_up(parts)
    return replace(summary, changed=summary.changed or not _is_indexed(folder, [name for name, _ in parts]))


def _is_indexed(folder: Path, names: list[str]) -> bool:
    with ExitStack() as stack:
        try:
            disk = Disk(folder)
            stack.callback(disk.close)
            return disk.digest(INDEX) == FileRef.of(INDEX, b"".join(index_of(disk, names)))
        except OSError:
            return False


def _strays(folder: Path, count: int) -> list[str]:
    ours = {INDEX, *(shard.folder for shard in shards_of(count))}
    return [name for name in _names(folder) if name not in ours]
