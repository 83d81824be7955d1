"""A run: plan what to do, map it over an engine, publish what came of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pumice import __version__
from pumice import bag as layout
from pumice.engines import Engine, Lost
from pumice.engines.pool import of as pool_of
from pumice.errors import CHANGED, INCOMPLETE, OK, Misuse, NothingToDo
from pumice.findings import CODES, Finding
from pumice.names import SUFFIX, TRAIL_SUFFIX, payload_paths
from pumice.options import DEFAULT, Options
from pumice.pipeline import plan
from pumice.record import Counts, FileRef, Record, read_record
from pumice.store.disk import Disk, decoded, encoded
from pumice.store.held import Held, held
from pumice.store.journal import Publication, Put, publish
from pumice.store.keep import entries_of, refuse_foreign, writing
from pumice.store.scan import Entry, Kind, digest_of, scan
from pumice.work import Job, Outcome, Task, process, refused

Progress = Callable[[int, int], None]
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
    removed: tuple[str, ...]
    failed: tuple[tuple[str, Finding], ...]
    edits: Counts
    furniture: Counts
    findings: Counts
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


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the run: its record, read, and the outcome the record came in."""

    record: Record
    outcome: Outcome


Write = Callable[[str, Iterable[bytes]], FileRef]


def clean(
    raw: Path,
    bag: Path,
    *,
    options: Options = DEFAULT,
    jobs: int = 1,
    check: bool = False,
    texts: bool = False,
    epoch: int | None = None,
    progress: Progress | None = None,
    engine: Engine | None = None,
) -> Summary:
    """Make `bag` the clean copy of the folder `raw`.

    `check` writes nothing and says what would change, with `texts` also how. `epoch` (seconds since 1970) dates the
    bag; without it, it has no date. `progress` is called with the documents done and in all. Raises Misuse for folders
    that overlap or are not ours, NothingToDo if raw is empty, StorageFailed if the disk fails.
    """
    _refuse_overlap(raw, bag)
    entries = scan(raw)
    if not entries:
        raise NothingToDo(f"{raw} holds no files", "Put the scraped files there; the bag was left as it is.")
    date = "" if epoch is None else datetime.fromtimestamp(epoch, UTC).date().isoformat()
    open_it: Callable[[Path], AbstractContextManager[tuple[Disk | None, bool]]] = _reading if check else writing
    with open_it(bag) as (disk, recovered):
        known = held(disk) if disk else Held()
        job = Job(raw, bag if disk else None, options, stage=not check, texts=texts)
        results = (engine or pool_of(jobs))(partial(process, job), _tasks(entries, known))
        documents = _in_order(job, entries, results, progress)
        summary = replace(_count(documents), recovered=recovered)
        tag_files = partial(_tag_files, documents, plan(options)[0], date)
        if check or disk is None:
            return _compare(disk, known, documents, summary, tag_files, texts=texts)
        return _publish(disk, known, documents, summary, tag_files)


@contextmanager
def _reading(bag: Path) -> Iterator[tuple[Disk | None, bool]]:
    """The bag for reading, None if there is none yet."""
    refuse_foreign(bag)
    disk = Disk(bag) if bag.exists() else None
    try:
        yield disk, False
    finally:
        if disk:
            disk.close()


def _refuse_overlap(raw: Path, bag: Path) -> None:
    ours, theirs = bag.resolve(), raw.resolve()
    if ours == theirs or ours in theirs.parents or theirs in ours.parents:
        raise Misuse(f"{raw} and {bag} overlap", "The clean copies must lie outside raw, and raw outside them.")


def _tasks(entries: Iterable[Entry], known: Held) -> list[Task]:
    """What is to be done: a task for each regular file, with the place of its copy."""
    files = {entry.path: entry.size for entry in entries if entry.kind is Kind.FILE}
    names = payload_paths(files)
    return [
        Task(decoded(path), size, names[path], known.records.get(decoded(path), ())) for path, size in files.items()
    ]


def _in_order(
    job: Job,
    entries: list[Entry],
    results: Iterable[tuple[Task, tuple[Outcome, ...] | Lost]],
    progress: Progress | None,
) -> list[Document]:
    """The documents in the order of `entries`, whatever order the engine gives them in."""
    outcomes: dict[str, tuple[Outcome, ...]] = {
        decoded(entry.path): (_refused(job, entry),) for entry in entries if entry.kind is not Kind.FILE
    }
    for task, result in results:
        outcomes[task.path] = (_lost(job, task, result),) if isinstance(result, Lost) else result
        if progress:
            progress(len(outcomes), len(entries))
    ordered = (outcome for entry in entries for outcome in outcomes[decoded(entry.path)])
    return [Document(read_record(outcome.line), outcome) for outcome in ordered]


def _refused(job: Job, entry: Entry) -> Outcome:
    code = "read.special-file" if entry.kind is Kind.SPECIAL else "read.unreadable"
    return refused(job, FileRef(decoded(entry.path), 0, ""), code, entry.reason)


def _lost(job: Job, task: Task, lost: Lost) -> Outcome:
    raw = digest_of(job.raw, encoded(task.path)) or FileRef(task.path, 0, "")
    return refused(job, raw, lost.code, CODES[lost.code].meaning)


def _count(documents: list[Document]) -> Summary:
    edits, furniture, findings = Counter[str](), Counter[str](), Counter[str]()
    failed = []
    for document in documents:
        record = document.record
        edits.update(dict(record.edits))
        furniture.update(dict(record.furniture))
        findings.update(finding.code for finding in record.findings)
        if record.faults:
            failed.append((record.raw.path, record.faults[0]))
    published = sum(document.record.published for document in documents)
    fresh = sum(document.outcome.fresh and document.record.published for document in documents)
    return Summary(
        documents=len(documents),
        published=published,
        made=fresh,
        kept=published - fresh,
        removed=(),
        failed=tuple(failed),
        edits=tuple(sorted(edits.items())),
        furniture=tuple(sorted(furniture.items())),
        findings=tuple(sorted(findings.items())),
    )


def _tag_files(documents: list[Document], pipeline: bytes, date: str, write: Write) -> list[FileRef]:
    """Write the bag's tag files with `write(path, chunks)`, the tag manifest last; their references."""
    records = [document.record for document in documents]
    payload = sorted((record.clean for record in records if record.clean), key=layout.by_path)
    info = layout.info(f"pumice {__version__}", len(payload), sum(ref.size for ref in payload), date)
    written = [
        write(layout.DECLARATION, [layout.DECLARATION_TEXT]),
        write(layout.INFO, [info]),
        write(layout.PIPELINE, [pipeline]),
        write(layout.RECORDS, (document.outcome.line for document in documents)),
        write(layout.MANIFEST, layout.manifest(payload)),
    ]
    tags = sorted([*written, *(record.trail for record in records if record.trail)], key=layout.by_path)
    return [*written, write(layout.TAG_MANIFEST, layout.manifest(tags))]


def _digest_only(path: str, chunks: Iterable[bytes]) -> FileRef:
    return FileRef.of(path, b"".join(chunks))


def _paths(documents: Iterable[Document]) -> Iterator[str]:
    """Every path in the bag that belongs to a document."""
    for document in documents:
        for ref in (document.record.clean, document.record.trail):
            if ref:
                yield ref.path


def _gone(known: Held, documents: Iterable[Document]) -> tuple[str, ...]:
    """What the bag holds for documents and no document has any more."""
    stay = set(_paths(documents))
    held_for_documents = (*known.payload, *(path for path in known.tags if path.startswith(layout.TRAILS)))
    return tuple(sorted(path for path in held_for_documents if path not in stay))


def _copies(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if path.startswith(f"{layout.PAYLOAD}/"))


def _publish(
    disk: Disk, known: Held, documents: list[Document], summary: Summary, tag_files: Callable[[Write], list[FileRef]]
) -> Summary:
    disk.make_folder(layout.PAYLOAD)
    tags = tag_files(lambda path, chunks: replace(disk.write(f"{TAGS}/{path}", chunks), path=path))
    puts = [put for document in documents if document.outcome.staged for put in _puts(document)]
    changed = [ref for ref in tags if disk.digest(ref.path) != ref]
    drops = _gone(known, documents)
    if puts or drops or changed:
        puts += [Put(f"{TAGS}/{ref.path}", ref.path, ref.sha256) for ref in tags]
        publish(disk, Publication(tuple(puts), drops))
    else:
        disk.remove_tree(layout.WORKPLACE)
    expected = {*_paths(documents), *(ref.path for ref in tags)}
    strays = tuple(path for entry in entries_of(disk) if (path := decoded(entry.path)) not in expected)
    return replace(summary, removed=_copies(drops), changed=bool(puts or drops), strays=strays)


def _puts(document: Document) -> Iterator[Put]:
    staged, record = document.outcome.staged, document.record
    for ref, suffix in ((record.clean, SUFFIX), (record.trail, TRAIL_SUFFIX)):
        if ref:
            yield Put(staged + suffix, ref.path, ref.sha256)


def _compare(
    disk: Disk | None,
    known: Held,
    documents: list[Document],
    summary: Summary,
    tag_files: Callable[[Write], list[FileRef]],
    *,
    texts: bool,
) -> Summary:
    """What `_publish` would do."""
    gone = _gone(known, documents)
    tags = tag_files(_digest_only)
    changed = bool(summary.made or gone) or disk is None or any(disk.digest(ref.path) != ref for ref in tags)
    changes = tuple(_changes(disk, documents, _copies(gone))) if texts else ()
    return replace(summary, removed=_copies(gone), changed=changed, checked=True, changes=changes)


def _changes(disk: Disk | None, documents: list[Document], gone: tuple[str, ...]) -> Iterator[Change]:
    for document in documents:
        clean = document.record.clean
        if clean and document.outcome.fresh:
            yield Change(clean.path, _text(disk, clean.path), document.outcome.text)
    for path in gone:
        yield Change(path, _text(disk, path), None)


def _text(disk: Disk | None, path: str) -> str | None:
    try:
        return disk.read(path).decode("utf-8", "replace") if disk else None
    except OSError:
        return None
