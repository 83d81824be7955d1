"""`pumice publish`: a finished bag, or a corpus in several, goes to an address of another kind of storage.

Object stores have no rename, no lock and no flush. What can be promised without them: what is sent is read back and
compared; as long as anything is missing there is no tag manifest (and no index), so that a half of a bag is never taken
for one; it is put last. Two runs that publish to one address at once are not kept apart: that is for the operator.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from heapq import merge
from itertools import chain
from pathlib import Path

from pumice.bag import INDEX, MANIFEST, OURS, SEAL, TAG_MANIFEST, WORKPLACE, manifest_entries
from pumice.errors import Misuse, NotAsItShouldBe, StorageFailed, WontOverwrite
from pumice.store.disk import Disk, decoded, encoded
from pumice.store.remote import Remote
from pumice.store.scan import Entry, Kind, scan
from pumice.verify import verify

# An object up to this size is sent in one go.
WHOLE = 1 << 26
# There while objects are being sent.
MARK = f"{WORKPLACE}/publishing"
# What vouches for the rest, in the order in which it is put; it goes in the other.
VOUCHING = (MANIFEST, TAG_MANIFEST, SEAL, INDEX)
AGAIN = "Nothing vouches for what is there; run pumice publish again."


@dataclass(slots=True)
class Sent:
    """What was, or would be, done: objects sent, removed and left as they were, bytes sent, objects that are not the
    bag's and were left."""

    sent: int = 0
    removed: int = 0
    kept: int = 0
    size: int = 0
    strays: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return bool(self.sent or self.removed)


def publish_at(bag: Path, address: str, *, check: bool = False, jobs: int = 1) -> Sent:
    """Have at `address` what the folder `bag` holds. `check` sends nothing, but reads every object there and says what
    differs. NotAsItShouldBe if the bag is not as it should be, WontOverwrite if something else is at the address,
    StorageFailed if an object does not read back as it was sent."""
    remote = Remote(address)
    system, _ = remote.opened()
    if {"file", "local"} & set([system.protocol] if isinstance(system.protocol, str) else system.protocol):
        raise Misuse(f"{address} is a folder of this machine", "Name it as a path: pumice clean RAW FOLDER.")
    if verify(bag, jobs=jobs).failed:
        raise NotAsItShouldBe(f"{bag} is not as it should be, and was not published", "pumice verify says more.")
    _refuse_foreign(remote)
    with closing(Disk(bag.resolve())) as disk:
        known = {} if check else _vouched_for(remote)
        done, differing = Sent(), _Differing()
        _compare(disk, remote, known, done, differing, is_check=check)
        if not check and done.changed:
            _carry_out(disk, remote, differing)
        return done


def _refuse_foreign(remote: Remote) -> None:
    names = {decoded(entry.path) for entry in remote.top()}
    if names and not names & {OURS, INDEX, WORKPLACE}:
        raise WontOverwrite(
            f"{remote} holds what pumice did not put there", "Name an empty address; nothing was touched."
        )


@dataclass(slots=True)
class _Differing:
    """Paths that differ, from the bag and from the address."""

    sends: list[str] = field(default_factory=list)
    removes: list[str] = field(default_factory=list)


def _vouched_for(remote: Remote) -> dict[bytes, str]:
    """The digests of the objects that a tag manifest there vouches for: of one bag, or of each of several."""
    found: dict[bytes, str] = {}
    tops = [decoded(entry.path) for entry in remote.top() if entry.kind is Kind.FOLDER]
    for folder in ("", *(f"{name}/" for name in tops if "-of-" in name)):
        found |= _vouched_for_by(remote, folder)
    return found


def _vouched_for_by(remote: Remote, folder: str) -> dict[bytes, str]:
    try:
        tags = b"".join(remote.blocks(folder + TAG_MANIFEST))
        payload = b"".join(remote.blocks(folder + MANIFEST))
        said = dict(manifest_entries(tags.splitlines(keepends=True), TAG_MANIFEST))
        if said.get(MANIFEST) != sha256(payload).hexdigest():
            return {}
        listed = chain(said.items(), manifest_entries(payload.splitlines(keepends=True), MANIFEST))
        own = {encoded(folder + path): digest for path, digest in listed}
        return own | {encoded(folder + TAG_MANIFEST): sha256(tags).hexdigest()}
    except (OSError, NotAsItShouldBe):
        return {}


def _compare(
    disk: Disk, remote: Remote, known: dict[bytes, str], done: Sent, differing: _Differing, *, is_check: bool
) -> None:
    """The bag beside what is at the address, both by path."""
    ours = ((entry.path, 0, entry) for entry in scan(disk.root))
    theirs = ((entry.path, 1, entry) for entry in remote.walk() if entry.path != MARK.encode())
    waiting: Entry | None = None
    for path, side, entry in chain(merge(ours, theirs, key=lambda item: item[:2]), [(b"", 2, Entry(b"", Kind.FILE))]):
        if side == 1 and waiting and waiting.path == path:
            if _is_same(disk, remote, waiting, entry, known, is_check=is_check):
                done.kept += 1
            else:
                _send(waiting, done, differing)
            waiting = None
            continue
        if waiting:
            _send(waiting, done, differing)
        waiting = entry if side == 0 else None
        if side == 1 and (path in known or decoded(path).rpartition("/")[2] in VOUCHING):
            done.removed += 1
            differing.removes.append(decoded(path))
        elif side == 1:
            done.strays.append(decoded(path))


def _send(entry: Entry, done: Sent, differing: _Differing) -> None:
    done.sent += 1
    done.size += entry.size
    differing.sends.append(decoded(entry.path))


def _is_same(
    disk: Disk, remote: Remote, ours: Entry, theirs: Entry, known: dict[bytes, str], *, is_check: bool
) -> bool:
    if theirs.size != ours.size:
        return False
    path = decoded(ours.path)
    if not is_check and ours.path in known:
        return disk.measured(path).sha256 == known[ours.path]
    return remote.digest(path) == disk.measured(path)


def _carry_out(disk: Disk, remote: Remote, differing: _Differing) -> None:
    """What vouches goes first and comes last, all of it: what is there in between is no bag."""
    _write(remote, MARK, b"")
    vouching = [decoded(entry.path) for entry in remote.walk() if _rank(decoded(entry.path)) >= 0]
    for path in sorted(vouching, key=_rank, reverse=True):
        _remove(remote, path)
    for path in differing.removes:
        if _rank(path) < 0:
            _remove(remote, path)
    for path in differing.sends:
        if _rank(path) < 0:
            _put(disk, remote, path)
    for path in sorted((path for path in _all(disk) if _rank(path) >= 0), key=_rank):
        _put(disk, remote, path)
    _remove(remote, MARK)


def _all(disk: Disk) -> Iterable[str]:
    return (decoded(entry.path) for entry in scan(disk.root))


def _rank(path: str) -> int:
    """The place of a file among those that vouch; -1 if it is none of them."""
    name = path.rpartition("/")[2]
    is_top = "/" not in path or (path.count("/") == 1 and "-of-" in path)
    return VOUCHING.index(name) if is_top and name in VOUCHING else -1


@contextmanager
def _failing(remote: Remote, path: str) -> Iterator[None]:
    """Whatever stops a change there, told with the object's name."""
    try:
        yield
    except Exception as error:
        raise StorageFailed(f"{remote}/{path}: {type(error).__name__}: {error}", AGAIN) from error


def _remove(remote: Remote, path: str) -> None:
    system, _ = remote.opened()
    with _failing(remote, path):
        system.rm_file(remote.place(path))


def _write(remote: Remote, path: str, data: bytes) -> None:
    system, _ = remote.opened()
    with _failing(remote, path):
        system.pipe_file(remote.place(path), data)


def _put(disk: Disk, remote: Remote, path: str) -> None:
    """Send a file, and read back what arrived."""
    system, _ = remote.opened()
    ours = disk.measured(path)
    if ours.size <= WHOLE:
        _write(remote, path, disk.read(path))
    else:
        with _failing(remote, path), system.open(remote.place(path), "wb") as file:
            for block in disk.blocks(path):
                file.write(block)
    system.invalidate_cache()
    if remote.digest(path) != ours:
        raise StorageFailed(f"{remote}/{path} does not read back as it was sent", AGAIN)
