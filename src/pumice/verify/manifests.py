"""Manifests of any BagIt version: what they list, and what is wrong with their lines.

A manifest that pumice wrote must be exactly as pumice writes it. Others may use any white space and line end, `*` and
`./` before a path, percent-encoded line ends and any digest Python knows, as RFC 8493 and the drafts before it allow.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pumice.names import fold, is_safe_path
from pumice.store.hashing import Digested
from pumice.verify.bunches import bunches
from pumice.verify.fault import Faults

OURS = re.compile(rb"([0-9a-f]{64})  ([^\r\n]+)\n")
EXPECTED = "digest, two spaces, path, line feed"
LF = b"\n"
ONE_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
# A line with a path of which nothing more needs to be asked. Other paths may be safe too; they are looked at closely.
PART = r"(?!(?i:con|prn|aux|nul|com|lpt))[0-9A-Za-z_][0-9A-Za-z_-]*+(?:\.[0-9A-Za-z_-]++)*+"
PLAIN = f"(?m:^)([0-9a-f]{{64}})  (%s(?=[^\n]{{1,200}}\n){PART}(?:/{PART})*+)\n"
PLAIN_PAYLOAD = re.compile((PLAIN % "data/").encode())
PLAIN_TAGS = re.compile((PLAIN % "(?!data/)").encode())
ANY = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\*?)(.+)")
ESCAPES = re.compile(r"%(0[AD]|25)", re.IGNORECASE)
NAME = re.compile(rb"(tag)?manifest-([0-9A-Za-z_-]+)\.txt")


# What manifests say of a file: its path, and its digests in the order of the algorithms of its group.
Wanted = tuple[bytes, tuple[str, ...]]
# Digest and path as they stand on a line.
Row = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest file: its name, what it digests with (a name hashlib knows, or empty), what reads it, in blocks."""

    name: bytes
    algorithm: str
    blocks: Callable[[], Iterator[bytes]]

    @property
    def is_for_tags(self) -> bool:
        """Whether it lists tag files, not the payload."""
        return self.name.startswith(b"tag")


def algorithm_of(name: bytes) -> str:
    """What the digests of a manifest of this name are made with; empty if Python does not know it."""
    found = NAME.fullmatch(name)
    written = found[2].decode().lower() if found else ""
    known = {"".join(filter(str.isalnum, each)): each for each in sorted(hashlib.algorithms_guaranteed)}
    algorithm = known.get("".join(filter(str.isalnum, written)), "")
    return "" if algorithm.startswith("shake") else algorithm


def scope_of(path: str, *, for_tags: bool) -> str:
    """What is wrong with the place of a listed path, in words; empty if nothing is."""
    parts = path.split("/")
    if path.startswith(("/", "~", "\\")) or re.match("[A-Za-z]:", path) or ".." in parts or "" in parts or "." in parts:
        return "a path that leaves the bag"
    if "\0" in path:
        return "a path with a NUL"
    if for_tags == (parts[0] == "data" and len(parts) > 1):
        return "a path below data/ in a tag manifest" if for_tags else "a path outside data/"
    return ""


def ours(manifest: Manifest, faults: Faults, read: dict[bytes, Digested]) -> Iterator[Wanted]:
    """What a manifest of pumice lists, in order, while it is read; lines that pumice would not write are faults. Once
    it is read to its end, its size and digest are in `read`."""
    last, before, size, running = b"", 0, 0, hashlib.sha256()
    try:
        for lines in bunches(manifest.blocks()):
            running.update(lines)
            size += len(lines)
            for number, row in enumerate(_rows(manifest, lines, before, faults), before + 1):
                if row is None:
                    continue
                digest, path = row
                if path <= last:
                    code = "bag.duplicate-entry" if path == last else "bag.bad-line"
                    faults.add(code, path, "paths in order, each once", _place(manifest, number))
                    continue
                last = path
                yield path, (digest.decode(),)
            before += lines.count(LF)
    except OSError as error:
        faults.add("bag.unreadable", manifest.name, found=error.strerror or str(error))
        return
    read[manifest.name] = size, (running.hexdigest(),)


def _rows(manifest: Manifest, lines: bytes, before: int, faults: Faults) -> Sequence[Row | None]:
    """Digest and path of each line, None for those that are faults; `before` are the lines before these. Mostly all
    are plain, which one search tells: each finding is one line, so as many findings as lines are all of them."""
    plain = PLAIN_TAGS if manifest.is_for_tags else PLAIN_PAYLOAD
    rows: list[Row] = plain.findall(lines)
    if len(rows) == lines.count(LF) and lines.endswith(LF):
        return rows
    return [_row(manifest, line, before + at, faults) for at, line in enumerate(ONE_LINE.findall(lines), 1)]


def _row(manifest: Manifest, line: bytes, number: int, faults: Faults) -> Row | None:
    found = OURS.fullmatch(line)
    if not found:
        faults.add("bag.bad-line", manifest.name, EXPECTED, _place(manifest, number))
        return None
    return (found[1], found[2]) if _is_ours(manifest, found[2], faults) else None


def _place(manifest: Manifest, number: int) -> str:
    return f"line {number} of {manifest.name.decode()}"


def _is_ours(manifest: Manifest, path: bytes, faults: Faults) -> bool:
    text = path.decode("utf-8", "surrogateescape")
    wrong = scope_of(text, for_tags=manifest.is_for_tags)
    if not wrong and not is_safe_path(text):
        wrong = "a name that is not safe everywhere"
    if wrong:
        faults.add("bag.unsafe-name", path, found=wrong)
    return not wrong


def foreign(
    manifests: Sequence[Manifest], version: str, encoding: str, faults: Faults, read: dict[bytes, Digested]
) -> list[Wanted]:
    """What the manifests of a group list, all taken together, in order of the paths; sizes and digests of the lists are
    then in `read`."""
    listed = [_entries(manifest, version, encoding, faults, read) for manifest in manifests]
    every = sorted(set().union(*listed))
    for manifest, entries in zip(manifests, listed, strict=True):
        if version_at_least(version, 1, 0) and not manifest.is_for_tags:
            for path in every:
                if path not in entries:
                    faults.add("bag.unlisted", path, f"listed in {manifest.name.decode()}")
    _report_twins(every, faults)
    return [(path, tuple(entries.get(path, "") for entries in listed)) for path in every]


def version_at_least(version: str, major: int, minor: int) -> bool:
    """Whether a BagIt version is at least so high."""
    parts = version.partition(".")
    return (int(parts[0] or 0), int(parts[2] or 0)) >= (major, minor)


def _entries(
    manifest: Manifest, version: str, encoding: str, faults: Faults, read: dict[bytes, Digested]
) -> dict[bytes, str]:
    try:
        data = b"".join(manifest.blocks())
        read[manifest.name] = len(data), (hashlib.sha256(data).hexdigest(),)
        text = data.decode(encoding)
    except OSError as error:
        faults.add("bag.unreadable", manifest.name, found=error.strerror or str(error))
        return {}
    except (LookupError, ValueError):
        faults.add("bag.bad-line", manifest.name, f"text in {encoding}")
        return {}
    entries: dict[bytes, str] = {}
    for number, line in enumerate(re.split("\r\n|\n|\r", text), 1):
        if line:
            _add_entry(entries, manifest, (number, line), version, faults)
    return entries


def _add_entry(
    entries: dict[bytes, str], manifest: Manifest, numbered: tuple[int, str], version: str, faults: Faults
) -> None:
    number, line = numbered
    found = ANY.fullmatch(line)
    if not found:
        faults.add("bag.bad-line", manifest.name, "digest and path", f"line {number}")
        return
    path = _path(manifest, found, version, faults)
    if wrong := scope_of(path, for_tags=manifest.is_for_tags):
        faults.add("bag.unsafe-name", path, found=wrong)
        return
    name, digest = path.encode("utf-8", "surrogateescape"), found[1].lower()
    if name in entries:
        same = entries[name] == digest and not version_at_least(version, 1, 0)
        faults.add("bag.repeated-entry" if same else "bag.duplicate-entry", name, found=manifest.name.decode())
    entries[name] = digest


def _path(manifest: Manifest, found: re.Match[str], version: str, faults: Faults) -> str:
    path = found[3]
    if found[2]:
        faults.add("bag.odd-line", manifest.name, "a path", "* before the path, as md5sum writes")
    if path.startswith("./"):
        faults.add("bag.odd-line", manifest.name, "a path", "./ before the path")
        path = path[2:]
    if version_at_least(version, 1, 0):
        path = ESCAPES.sub(lambda escape: chr(int(escape[1], 16)), path)
    return path


def _report_twins(paths: list[bytes], faults: Faults) -> None:
    """Listed paths that some file systems take for one another."""
    seen: dict[str, bytes] = {}
    for path in paths:
        other = seen.setdefault(fold(path.decode("utf-8", "surrogateescape")), path)
        if other != path:
            faults.add("bag.colliding-entries", path, found=other.decode("utf-8", "surrogateescape"))
