"""A run: plan what to do, map it over an engine, publish what came of it. Nothing holds all documents at once."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from pumice.bag import TAG_MANIFEST
from pumice.engines import Engine, Lost, persistent
from pumice.engines import engine as engine_named
from pumice.epoch import date_of
from pumice.errors import NothingToDo
from pumice.findings import CODES
from pumice.guidance import EMPTY
from pumice.ledger import Ledger
from pumice.options import DEFAULT, Options
from pumice.pipeline import plan
from pumice.planning import batches, lines_between, tasks
from pumice.publishing import Heading, Summary, compare, publish_bag, publish_nothing, stage_tag_files, tags_of
from pumice.record import FileRef, read_facts
from pumice.shard import Shard
from pumice.store.disk import Disk, decoded
from pumice.store.held import held
from pumice.store.journal import misread
from pumice.store.keep import refuse_foreign, writing
from pumice.store.scan import Entry
from pumice.store.source import Local, Source, refuse_overlap
from pumice.store.whole import without_end
from pumice.survey import is_as_listed, survey
from pumice.work import Batch, Job, Kept, Made, Outcome, Refused, Task, process, refused


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files and bytes of raw that are done, and findings so far."""

    files: int
    size: int
    findings: int


@dataclass(frozen=True, slots=True)
class Manner:
    """How to run. `check` writes nothing to the bag and says what would change, with `texts` also how. `recheck` reads
    the copies in the bag again, also those that nothing touched since they were published. `epoch` (seconds since 1970)
    dates the bag; without it, it has no date. `progress` is called as documents are done."""

    options: Options = DEFAULT
    jobs: int = 1
    check: bool = False
    texts: bool = False
    recheck: bool = False
    epoch: int | None = None
    progress: Callable[[Progress], None] | None = None
    engine: Engine | None = None


def clean(
    raw: Path | Source,
    bag: Path,
    *,
    options: Options = DEFAULT,
    jobs: int = 1,
    check: bool = False,
    texts: bool = False,
    recheck: bool = False,
    epoch: int | None = None,
    shard: Shard | None = None,
    progress: Callable[[Progress], None] | None = None,
    engine: Engine | None = None,
) -> Summary:
    """Make `bag` the clean copy of `raw`, as `Manner` says. Of a `shard`, only its files are cleaned, and the bag says
    which it is, to be merged. Raises Misuse for folders that overlap or are not ours, NothingToDo if raw is empty,
    StorageFailed if the disk fails."""
    return run_clean(raw, bag, Manner(options, jobs, check, texts, recheck, epoch, progress, engine), shard)


def run_clean(raw: Path | Source, bag: Path, manner: Manner, shard: Shard | None = None) -> Summary:
    """As `clean`."""
    source = Local(raw) if isinstance(raw, Path) else raw
    refuse_overlap(source, bag)
    is_new = not (bag / TAG_MANIFEST).exists()
    first: Iterator[Entry] | None = entries_of(source, sized=is_new)

    def share(sized: bool) -> Iterator[Entry]:
        """The entries; those that were looked at to see whether there are any are not listed again."""
        nonlocal first
        found, first = (first, None) if sized == is_new else (None, first)
        found = source.entries(sized=sized) if found is None else found
        return found if shard is None else (it for it in found if shard.has(decoded(it.path)))

    return clean_entries(share, source, bag, manner, shard)


def entries_of(raw: Source, *, sized: bool = True) -> Iterator[Entry]:
    """What is in raw; NothingToDo if it is empty."""
    entries = raw.entries(sized=sized)
    first = next(entries, None)
    if first is None:
        raise NothingToDo(f"{raw} holds no files", EMPTY)
    return chain([first], entries)


def clean_entries(
    entries: Callable[[bool], Iterable[Entry]], raw: Source, bag: Path, manner: Manner, shard: Shard | None = None
) -> Summary:
    """As `clean`, of these entries of `raw`, which are in the order of their paths. They are asked for without their
    sizes, to see what the bag has of them, and with their sizes if it does not have all."""
    pipeline, fingerprint = plan(manner.options)
    heading = Heading(pipeline, date_of(manner.epoch), shard.bag_count if shard else "")
    with _opened(bag, check=manner.check) as (disk, stage, recovered):
        there = held(disk)
        seen = survey(
            partial(entries, False), there, raw, fingerprint, recheck=manner.recheck, tell=_teller(manner.progress)
        )
        if disk and seen.is_all and is_as_listed(disk, seen, tags_of(disk, seen, heading)):
            return replace(publish_nothing(stage, seen, is_check=manner.check), recovered=recovered)
        ledger, job = Ledger(), Job(raw, stage.root, manner.options)
        with there.records() as old:
            todo = batches(tasks(entries(True), there, seen.right))
            results = _results(manner.engine or engine_named("pool", manner.jobs), job, todo)
            lines = _record_lines(_in_order(job, results, ledger, manner.progress), old, stage, ledger)
            tags = stage_tag_files(stage, lines, ledger, heading)
        if manner.check:
            return compare(disk, stage, there, ledger, tags, texts=manner.texts)
        return replace(publish_bag(stage, there, ledger, tags), recovered=recovered)


def _teller(progress: Callable[[Progress], None] | None) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda files, size: progress(Progress(files, size, 0))


@contextmanager
def _opened(bag: Path, *, check: bool) -> Iterator[tuple[Disk | None, Disk, bool]]:
    """The bag, None if there is none; where to stage, which is in the bag unless the run is a check; whether an
    interrupted run was completed first."""
    with ExitStack() as stack:
        if check:
            refuse_foreign(bag)
            disk = Disk(bag) if bag.exists() else None
            if disk:
                stack.callback(disk.close)
            stage = Disk(Path(stack.enter_context(TemporaryDirectory(prefix="pumice-"))))
            stack.callback(stage.close)
            yield disk, stage, False
        else:
            own, recovered = stack.enter_context(writing(bag))
            yield own, own, recovered


def _results(engine: Engine, job: Job, todo: Iterator[Batch]) -> Iterator[tuple[Batch, tuple[Outcome, ...] | Lost]]:
    """The batches with their results. As long as nothing has to be made, no engine is started."""
    for batch in todo:
        if not batch.is_done:
            yield from persistent(engine, partial(process, job), chain([batch], todo), Batch.singly)
        else:
            yield batch, tuple(Kept() for _ in batch.tasks)


def _in_order(
    job: Job,
    results: Iterable[tuple[Batch, tuple[Outcome, ...] | Lost]],
    ledger: Ledger,
    progress: Callable[[Progress], None] | None,
) -> Iterator[tuple[Task, Outcome]]:
    """The outcomes in the order of the tasks, whatever order the engine gives them in; it never runs far ahead."""
    waiting: dict[int, tuple[Batch, tuple[Outcome, ...]]] = {}
    due = done = size = 0
    for batch, result in results:
        outcomes = tuple(_lost(job, task, result) for task in batch.tasks) if isinstance(result, Lost) else result
        waiting[batch.first] = batch, outcomes
        done += len(outcomes)
        size += batch.size
        while due in waiting:
            ready, outcomes = waiting.pop(due)
            due += len(ready.tasks)
            yield from zip(ready.tasks, outcomes, strict=True)
        if progress:
            progress(Progress(done, size, ledger.findings.total()))


def _lost(job: Job, task: Task, lost: Lost) -> Outcome:
    if task.kept:
        return Kept()
    raw = job.raw.digest(task.path) or FileRef(task.path, 0, "")
    return refused(job, raw, lost.code, CODES[lost.code].meaning)


def _record_lines(
    outcomes: Iterable[tuple[Task, Outcome]], old: BinaryIO, stage: Disk, ledger: Ledger
) -> Iterator[bytes]:
    """The records of all documents, each entered into the ledger as it passes."""
    for task, outcome in outcomes:
        place = outcome.place if isinstance(outcome, Made) else ""
        for number, line in enumerate(_lines_of(task, outcome, old, stage)):
            ledger.enter(read_facts(line), place and f"{place}-{number}")
            yield line


def _lines_of(task: Task, outcome: Outcome, old: BinaryIO, stage: Disk) -> Iterable[bytes]:
    if isinstance(outcome, Refused):
        return (outcome.line,)
    if isinstance(outcome, Made):
        return _read_back(stage, outcome)
    return lines_between(old, task.kept or (0, 0))


def _read_back(stage: Disk, made: Made) -> Iterator[bytes]:
    """The staged records of a file, which must be what was staged."""
    path = f"{made.place}.records"
    if wrong := misread(stage, path, made.sha256):
        raise wrong
    return without_end(stage.lines(path))
