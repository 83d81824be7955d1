"""`pumice clean` and `pumice learn` for people and machines: run, show how far it is, tell what was done."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from pumice import filters
from pumice.bag import SEAL
from pumice.engines import engine as engine_named
from pumice.epoch import source_epoch
from pumice.errors import CHANGED, INCOMPLETE, OK, Misuse, WontOverwrite
from pumice.findings import CODES, Finding, Severity
from pumice.guidance import no_folder
from pumice.options import Options
from pumice.publishing import Change, Summary
from pumice.record import Counts, dump, record_object
from pumice.run import Manner, Progress, run_clean
from pumice.shard import Shard
from pumice.store.remote import Remote
from pumice.store.scan import scan
from pumice.terminal import byte_bar, counted, diff, safe, styled

MOST_FAILED = 10  # documents that are named for each reason why some were not processed
TOLD = "{task.fields[files]:,} files, {task.fields[findings]:,} findings"


def one_document(source: str, options: Options, *, check: bool, diff_wanted: bool, json: bool) -> int:
    """Clean one file, or standard input, to standard output; the exit code."""
    data, result = filters.cleaned(source, options)
    for finding in result.findings:
        if CODES[finding.code].severity is not Severity.NOTE:
            sys.stderr.write(f"{safe(source)}: {styled(finding.code, 'doubt', sys.stderr)} {safe(finding.message)}\n")
    if result.text is None:
        return INCOMPLETE
    if json:
        sys.stdout.write(dump(record_object(result.record)).decode() + "\n")
    elif diff_wanted:
        first = data.decode("utf-8", "replace")
        sys.stdout.write(diff(first, result.text, source, f"{source} (clean)"))
    elif not check:
        sys.stdout.buffer.write(result.data)
        sys.stdout.buffer.flush()
    return CHANGED if check and result.data != data else OK


def folder(
    raw: Path | Remote,
    bag: Path,
    options: Options,
    *,
    shard: Shard | None,
    shards: int | None,
    jobs: int | None,
    engine: str,
    check: bool,
    diff_wanted: bool,
    recheck: bool,
    json: bool,
) -> int:
    """Clean a folder into a bag, or tell what doing so would change; the exit code."""
    if isinstance(raw, Path) and not raw.is_dir():
        raise no_folder(raw)
    was_sealed = (bag / SEAL).exists()
    workers = jobs or os.cpu_count() or 1
    with byte_bar(sys.stderr, "cleaning", TOLD, files=0, findings=0) as bar:
        manner = Manner(
            options=options,
            jobs=workers,
            check=check or diff_wanted,
            texts=diff_wanted,
            recheck=recheck,
            epoch=source_epoch(os.environ),
            progress=_shown(bar, raw),
            engine=engine_named(engine, workers),
        )
        summary = _in_bags(raw, bag, manner, shard, shards)
    if was_sealed and not (bag / SEAL).exists():
        sys.stderr.write("The seal was one of the bag as it was, and is gone; pumice seal makes a new one.\n")
    return _tell(summary, bag, json=json, diff_wanted=diff_wanted)


def _in_bags(raw: Path | Remote, bag: Path, manner: Manner, shard: Shard | None, shards: int | None) -> Summary:
    if shards is None:
        return run_clean(raw, bag, manner, shard)
    from pumice.sharding import clean_in_shards

    if shard:
        raise Misuse("--shard makes one bag, --shards all of them", "Give one of the two.")
    return clean_in_shards(raw, bag, shards, manner)


def merged(parts: Sequence[Path], bag: Path, *, json: bool) -> int:
    """Make one bag of the bags of all shards; the exit code."""
    from pumice.merging import merge_bags

    return _tell(merge_bags(parts, bag), bag, json=json, diff_wanted=False)


def _tell(summary: Summary, bag: Path, *, json: bool, diff_wanted: bool) -> int:
    if json:
        sys.stdout.write(_as_json(summary))
    else:
        sys.stdout.write("".join(_change_diff(change) for change in summary.changes))
        (sys.stderr if diff_wanted else sys.stdout).write("\n".join(_told(summary, bag)) + "\n")
    return summary.exit_code


def published(bag: Path, address: str, *, check: bool, jobs: int, json: bool) -> int:
    """Send a finished bag to an address, or tell what differs there; the exit code."""
    from pumice.uploading import publish_at

    done = publish_at(bag, address, check=check, jobs=jobs)
    code = CHANGED if done.strays or (check and done.changed) else OK
    if json:
        sys.stdout.write(dump(asdict(done) | {"exit_code": code}).decode() + "\n")
        return code
    verb = "would be" if check else "were"
    sent, size = counted(done.sent, "object"), counted(done.size, "byte")
    told = f"{sent} ({size}) {verb} sent, {done.removed:,} removed, {done.kept:,} are the same"
    sys.stdout.write(f"{safe(str(bag))} → {safe(address)}: {told}\n")
    for path in done.strays:
        sys.stdout.write(f"{styled(safe(path), 'name')}: there, but not of the archive; it was left alone\n")
    return code


def learned(raw: Path, output: Path | None, *, site: str, force: bool, jobs: int) -> int:
    """Learn a profile of `raw` and write it to a file or standard output; the exit code."""
    from pumice import learning

    if not raw.is_dir():
        raise no_folder(raw)
    if output and output.exists() and not force:
        raise WontOverwrite(f"{output} is there already", "Someone may have edited it: name another, or use --force.")
    found = learning.learn(raw, folders=site, jobs=jobs)
    text = learning.as_toml(found.profile)
    if output:
        output.write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.buffer.write(text.encode())
    sites = found.profile.sites
    lines = counted(sum(len(it.lines) for it in sites), "line")
    many = f"{counted(found.files, 'file')}: {lines} of {counted(len(sites), 'site')}"
    sys.stderr.write(f"{many}\n" + "".join(f"{safe(path)}: not read; pumice clean says why\n" for path in found.unread))
    return INCOMPLETE if found.unread else OK


def _shown(bar: Callable[..., None] | None, raw: Path | Remote) -> Callable[[Progress], None] | None:
    """What a run calls with how far it is, where there is a bar to show it."""
    if bar is None:
        return None
    if isinstance(raw, Path):  # what is far is listed once only
        bar(total=sum(entry.size for entry in scan(raw)))
    return lambda now: bar(completed=now.size, files=now.files, findings=now.findings)


def _change_diff(change: Change) -> str:
    return diff(change.before or "", change.after or "", f"{change.path} (now)", f"{change.path} (then)")


def _listed(counts: Counts, most: int = 12) -> str:
    """Counts in words, largest first."""
    ordered = sorted(counts, key=lambda item: (-item[1], item[0]))
    rest = [f"and {len(ordered) - most} more"] if len(ordered) > most else []
    return ", ".join([*(f"{safe(name)} {count:,}" for name, count in ordered[:most]), *rest])


def _told(summary: Summary, bag: Path) -> Iterator[str]:
    verb = "would be" if summary.checked else "was" if summary.made == 1 else "were"
    yield (
        f"{counted(summary.documents, 'document')} → {safe(str(bag))}: {summary.made:,} {verb} made, "
        f"{summary.kept:,} unchanged, {len(summary.removed):,} removed, {len(summary.failed):,} not processed"
    )
    if summary.recovered:
        yield "An interrupted run was completed first."
    if summary.edits:
        yield f"Edits: {_listed(summary.edits)}"
    if summary.furniture:
        yield f"Furniture removed: {_listed(summary.furniture)}"
    if summary.findings:
        yield f"Findings: {_listed(summary.findings)}"
    yield from _failures(summary.failed, bag)
    for path in summary.strays:
        yield f"{styled(safe(path), 'name')}: in the bag, but not a file of it; move it elsewhere"


def _failures(failed: Sequence[tuple[str, Finding]], bag: Path) -> Iterator[str]:
    """Why documents were not processed: by reason, with what to do about it, and a few of them each."""
    reasons: dict[str, list[tuple[str, Finding]]] = {}
    for path, finding in failed:
        reasons.setdefault(finding.code, []).append((path, finding))
    for code, those in reasons.items():
        yield f"{styled(code, 'fault')} {CODES[code].meaning} {CODES[code].advice}"
        yield from (
            f"    {styled(safe(path), 'name')}: {safe(finding.message)}" for path, finding in those[:MOST_FAILED]
        )
        if len(those) > MOST_FAILED:
            more = counted(len(those) - MOST_FAILED, "document")
            yield f"    and {more} more; pumice findings {safe(str(bag))} --severity fault lists them"


def _as_json(summary: Summary) -> str:
    value = asdict(summary) | {"exit_code": summary.exit_code}
    value["failed"] = [
        {"path": path, "code": finding.code, "message": finding.message} for path, finding in summary.failed
    ]
    for counts in ("edits", "furniture", "findings"):
        value[counts] = dict(value[counts])
    return dump(value).decode() + "\n"
