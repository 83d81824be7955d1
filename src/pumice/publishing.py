"""The end of a run: tag files are made, and all that is staged is published, or compared with what is there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import chain

from pumice import __version__
from pumice import bag as layout
from pumice.errors import CHANGED, INCOMPLETE, OK
from pumice.findings import Finding
from pumice.ledger import BY_PATH, Ledger
from pumice.names import is_safe_path
from pumice.record import Counts, FileRef
from pumice.store.disk import Disk, decoded, encoded
from pumice.store.held import Held
from pumice.store.journal import Drop, Put, publish
from pumice.store.keep import entries_of
from pumice.store.sorting import only_in
from pumice.survey import Survey

TAGS = f"{layout.WORKPLACE}/tags"


@dataclass(frozen=True, slots=True)
class Change:
    """A copy that a run would make, change or remove: its path in the bag, its text before and after (None: none)."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, or would do: how many documents it saw, has copies of, made anew, found unchanged, removed; those
    it could not process and why; what was changed in them, counted; files in the bag that are not the bag's."""

    documents: int
    published: int
    made: int
    kept: int
    failed: tuple[tuple[str, Finding], ...]
    edits: Counts
    furniture: Counts
    findings: Counts
    removed: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    changed: bool = False
    checked: bool = False
    recovered: bool = False

    @property
    def exit_code(self) -> int:
        """1 if a check found that something would change, or if strays spoil the bag; 3 if documents failed."""
        if self.strays or (self.checked and self.changed):
            return CHANGED
        return INCOMPLETE if self.failed else OK


def added_up(parts: Sequence[tuple[str, Summary]]) -> Summary:
    """The summary of several bags, each in a folder of that name; paths in bags have it before them."""

    def counts(field: str) -> Counts:
        total = Counter[str]()
        for _, part in parts:
            total.update(dict(getattr(part, field)))
        return tuple(sorted(total.items()))

    def placed(field: str) -> tuple[str, ...]:
        return tuple(f"{name}/{path}" for name, part in parts for path in getattr(part, field))

    return Summary(
        documents=sum(part.documents for _, part in parts),
        published=sum(part.published for _, part in parts),
        made=sum(part.made for _, part in parts),
        kept=sum(part.kept for _, part in parts),
        failed=tuple(failure for _, part in parts for failure in part.failed),
        edits=counts("edits"),
        furniture=counts("furniture"),
        findings=counts("findings"),
        removed=placed("removed"),
        strays=placed("strays"),
        changes=tuple(replace(it, path=f"{name}/{it.path}") for name, part in parts for it in part.changes),
        changed=any(part.changed for _, part in parts),
        checked=any(part.checked for _, part in parts),
        recovered=any(part.recovered for _, part in parts),
    )


@dataclass(frozen=True, slots=True)
class Heading:
    """What a bag says of itself beside its documents: `pumice/pipeline.json`, its date, its number among several."""

    pipeline: bytes
    date: str = ""
    count: str = ""


def stage_tag_files(stage: Disk, lines: Iterable[bytes], ledger: Ledger, heading: Heading) -> list[FileRef]:
    """Stage the bag's tag files, with the records `lines`, which fill the ledger; their references, the tag manifest
    last."""

    def write(path: str, chunks: Iterable[bytes]) -> FileRef:
        return replace(stage.write(f"{TAGS}/{path}", chunks, sync=False), path=path)

    records = write(layout.RECORDS, lines)
    info = _info(ledger.published, ledger.size, heading)
    written = [
        write(layout.DECLARATION, [layout.DECLARATION_TEXT]),
        write(layout.INFO, [info]),
        write(layout.PIPELINE, [heading.pipeline]),
        records,
        write(layout.MANIFEST, ledger.payload),
    ]
    tags = sorted(map(layout.manifest_line, written), key=BY_PATH)
    return [*written, write(layout.TAG_MANIFEST, merge(tags, ledger.trails, key=BY_PATH))]


def _info(published: int, size: int, heading: Heading) -> bytes:
    return layout.info(f"pumice {__version__}", published, size, heading.date, heading.count)


def tags_of(disk: Disk, seen: Survey, heading: Heading) -> list[FileRef]:
    """The tag files but the tag manifest, of a bag whose documents were all found right: those that a run would write,
    and its lists as they are."""
    return [
        FileRef.of(layout.DECLARATION, layout.DECLARATION_TEXT),
        FileRef.of(layout.INFO, _info(seen.published, seen.size, heading)),
        FileRef.of(layout.PIPELINE, heading.pipeline),
        disk.measured(layout.RECORDS),
        disk.measured(layout.MANIFEST),
    ]


def publish_nothing(disk: Disk, seen: Survey, *, is_check: bool) -> Summary:
    """The end of a run that found all as it should be."""
    if not is_check:
        disk.remove_tree(layout.WORKPLACE)
    return Summary(
        documents=seen.documents,
        published=seen.published,
        made=0,
        kept=seen.published,
        failed=(),
        edits=tuple(sorted(seen.edits.items())),
        furniture=tuple(sorted(seen.furniture.items())),
        findings=tuple(sorted(seen.findings.items())),
        checked=is_check,
    )


def _summary(ledger: Ledger) -> Summary:
    return Summary(
        documents=ledger.documents,
        published=ledger.published,
        made=ledger.made,
        kept=ledger.published - ledger.made,
        failed=tuple(ledger.failed),
        edits=tuple(sorted(ledger.edits.items())),
        furniture=tuple(sorted(ledger.furniture.items())),
        findings=tuple(sorted(ledger.findings.items())),
    )


def publish_bag(disk: Disk, known: Held, ledger: Ledger, tags: list[FileRef]) -> Summary:
    """Publish what is staged in the bag, unless the bag has it all already."""
    disk.make_folder(layout.PAYLOAD)
    drops = tuple(_gone(known, ledger))
    if ledger.made or drops or _differ(disk, tags):
        puts = (Put(f"{TAGS}/{ref.path}", ref.path, ref.sha256) for ref in tags)
        publish(disk, chain(map(Drop, drops), ledger.puts(), puts))
    else:
        disk.remove_tree(layout.WORKPLACE)
    strays = tuple(_strays(disk, ledger, tags))
    return replace(_summary(ledger), removed=_copies(drops), changed=bool(ledger.made or drops), strays=strays)


def compare(
    disk: Disk | None, stage: Disk, known: Held, ledger: Ledger, tags: list[FileRef], *, texts: bool
) -> Summary:
    """What `publish_bag` would do."""
    removed = _copies(_gone(known, ledger))
    changed = bool(ledger.made or removed) or disk is None or _differ(disk, tags)
    changes = tuple(_changes(disk, stage, ledger, removed)) if texts else ()
    return replace(_summary(ledger), removed=removed, changed=changed, checked=True, changes=changes)


def _gone(known: Held, ledger: Ledger) -> Iterator[str]:
    """What the bag holds for documents and no document has any more."""
    gone = (decoded(path) for path in only_in(known.files(), ledger.files()))
    return (path for path in gone if is_safe_path(path))


def _copies(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if path.startswith(f"{layout.PAYLOAD}/"))


def _differ(disk: Disk, tags: Iterable[FileRef]) -> bool:
    return any(disk.digest(ref.path) != ref for ref in tags)


def _strays(disk: Disk, ledger: Ledger, tags: Iterable[FileRef]) -> Iterator[str]:
    """Files in the bag that are not the bag's."""
    ours = merge(sorted(encoded(ref.path) for ref in tags), ledger.files())
    there = (entry.path for entry in entries_of(disk))
    return (decoded(path) for path in only_in(there, ours))


def _changes(disk: Disk | None, stage: Disk, ledger: Ledger, removed: Iterable[str]) -> Iterator[Change]:
    for put in ledger.puts():
        if put.path.startswith(f"{layout.PAYLOAD}/"):
            yield Change(put.path, _text(disk, put.path), _text(stage, put.source))
    for path in removed:
        yield Change(path, _text(disk, path), None)


def _text(disk: Disk | None, path: str) -> str | None:
    try:
        return disk.read(path).decode("utf-8", "replace") if disk else None
    except OSError:
        return None
