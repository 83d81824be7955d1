"""Whatever befalls a bag, verify says so, with the code for it. One fault a test, each made by hand here."""

import os
import socket
import subprocess
import unicodedata
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from pumice.verify import Report, verify

Breaks = Callable[[Path], object]
FILE = "data/a.txt"


def codes(report: Report) -> set[str]:
    return {fault.code for fault in report.faults}


def seal(bag: Path) -> None:
    """Make the tag manifest fit again, as someone would who covers their traces."""
    names = [line.split("  ", 1)[1] for line in (bag / "tagmanifest-sha256.txt").read_text().splitlines()]
    lines = [f"{sha256((bag / name).read_bytes()).hexdigest()}  {name}\n" for name in names if (bag / name).exists()]
    (bag / "tagmanifest-sha256.txt").write_text("".join(lines))


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def manifest_edit(change: Callable[[list[bytes]], list[bytes]]) -> Breaks:
    """Change the lines of the manifest, and the tag manifest with it."""

    def breaks(bag: Path) -> None:
        edit(bag / "manifest-sha256.txt", lambda data: b"".join(change(data.splitlines(keepends=True))))
        seal(bag)

    return breaks


def flip_a_bit(bag: Path) -> None:
    status = (bag / FILE).stat()
    edit(bag / FILE, lambda data: bytes([data[0] ^ 1]) + data[1:])
    os.utime(bag / FILE, ns=(status.st_atime_ns, status.st_mtime_ns))


def rename_to_nfd(bag: Path) -> None:
    path = next((bag / "data/b").glob("caf*"))
    path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))


def swap(bag: Path) -> None:
    (bag / FILE).rename(bag / "data/x")
    (bag / "data/d.txt").rename(bag / FILE)
    (bag / "data/x").rename(bag / "data/d.txt")


def to_link(bag: Path) -> None:
    (bag / FILE).rename(bag.parent / "elsewhere")
    (bag / FILE).symlink_to(bag.parent / "elsewhere")


def folder_to_link(bag: Path) -> None:
    (bag / "data/b").rename(bag.parent / "elsewhere")
    (bag / "data/b").symlink_to(bag.parent / "elsewhere")


def to_fifo(bag: Path) -> None:
    (bag / FILE).unlink()
    os.mkfifo(bag / FILE)


def to_socket(bag: Path) -> None:
    (bag / FILE).unlink()
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(bag / "data")  # the path of a socket may not be long
        try:
            server.bind("a.txt")
        finally:
            os.chdir(here)


def to_folder(bag: Path) -> None:
    (bag / FILE).unlink()
    (bag / FILE).mkdir()


def file_and_line(bag: Path) -> None:
    (bag / FILE).unlink()
    manifest_edit(lambda lines: [line for line in lines if FILE.encode() not in line])(bag)


def with_path(path: bytes) -> Callable[[list[bytes]], list[bytes]]:
    """A line more, for a file that exists and has the right digest."""
    line = sha256(b"outside\n").hexdigest().encode() + b"  " + path + b"\n"
    return lambda lines: sorted([*lines, line], key=lambda each: each[66:])


def outside(bag: Path) -> None:
    (bag.parent / "outside").write_bytes(b"outside\n")
    manifest_edit(with_path(b"../outside"))(bag)


def absolute(bag: Path) -> None:
    (bag.parent / "outside").write_bytes(b"outside\n")
    manifest_edit(with_path(str(bag.parent / "outside").encode()))(bag)


def digest_edit(before: bytes) -> Breaks:
    """Change the first digit of the digest behind `before` in the records."""

    def change(data: bytes) -> bytes:
        at = data.index(before) + len(before)
        return data[:at] + (b"1" if data[at : at + 1] == b"0" else b"0") + data[at + 1 :]

    def breaks(bag: Path) -> None:
        edit(bag / "pumice/records.jsonl", change)
        seal(bag)

    return breaks


def record_edit(old: bytes, new: bytes) -> Breaks:
    def breaks(bag: Path) -> None:
        edit(bag / "pumice/records.jsonl", lambda data: data.replace(old, new, 1))
        seal(bag)

    return breaks


def one_record_less(bag: Path) -> None:
    edit(bag / "pumice/records.jsonl", lambda data: data.split(b"\n", 1)[1])
    seal(bag)


def case_twin(bag: Path) -> None:
    (bag / "data/A.TXT").write_bytes((bag / FILE).read_bytes())
    manifest_edit(
        lambda lines: sorted([*lines, lines[0].replace(b"data/a.txt", b"data/A.TXT")], key=lambda each: each[66:])
    )(bag)


def wrong_count(bag: Path) -> None:
    edit(bag / "bag-info.txt", lambda data: data.replace(b".5\n", b".6\n"))
    seal(bag)


CASES: dict[str, tuple[Breaks, set[str]]] = {
    "bit flip": (flip_a_bit, {"bag.changed"}),
    "truncated by a byte": (lambda bag: edit(bag / FILE, lambda data: data[:-1]), {"bag.changed"}),
    "truncated to nothing": (lambda bag: edit(bag / FILE, lambda _: b""), {"bag.changed"}),
    "file gone": (lambda bag: (bag / FILE).unlink(), {"bag.missing"}),
    "empty file gone": (lambda bag: (bag / "data/d.txt").unlink(), {"bag.missing"}),
    "extra file": (lambda bag: (bag / "data/new.txt").write_bytes(b""), {"bag.extra"}),
    "hidden extra file": (lambda bag: (bag / "data/.new").write_bytes(b""), {"bag.extra"}),
    "extra tag file": (lambda bag: (bag / "note.txt").write_bytes(b""), {"bag.extra"}),
    "extra trail": (lambda bag: (bag / "pumice/trails/x.jsonl").write_bytes(b""), {"bag.extra"}),
    "name to NFD": (rename_to_nfd, {"bag.missing", "bag.extra"}),
    "case of a name": (lambda bag: (bag / FILE).rename(bag / "data/A.txt"), {"bag.missing", "bag.extra"}),
    "two files swapped": (swap, {"bag.changed"}),
    "file to link": (to_link, {"bag.special-file"}),
    "folder to link": (folder_to_link, {"bag.special-file", "bag.missing"}),
    "extra link": (lambda bag: (bag / "data/l").symlink_to("a.txt"), {"bag.special-file"}),
    "dangling link": (lambda bag: (bag / "data/l").symlink_to("nowhere"), {"bag.special-file"}),
    "link to the folder above": (lambda bag: (bag / "data/l").symlink_to(".."), {"bag.special-file"}),
    "file to FIFO": (to_fifo, {"bag.special-file"}),
    "file to socket": (to_socket, {"bag.special-file"}),
    "file to folder": (to_folder, {"bag.missing"}),
    "manifest loses its last line": (manifest_edit(lambda lines: lines[:-1]), {"bag.extra", "record.disagrees"}),
    "manifest cut mid-line": (
        manifest_edit(lambda lines: [*lines[:-1], lines[-1][:50]]),
        {"bag.bad-line", "bag.extra", "record.disagrees"},
    ),
    "manifest without its last line feed": (
        manifest_edit(lambda lines: [*lines[:-1], lines[-1][:-1]]),
        {"bag.bad-line", "bag.extra", "record.disagrees"},
    ),
    "manifest empty": (manifest_edit(lambda _: []), {"bag.extra", "record.disagrees"}),
    "manifest gone": (
        lambda bag: (bag / "manifest-sha256.txt").unlink(),
        {"bag.no-manifest", "bag.missing"},
    ),
    "tag manifest gone": (lambda bag: (bag / "tagmanifest-sha256.txt").unlink(), {"bag.no-manifest"}),
    "file and its line": (file_and_line, {"record.disagrees"}),
    "manifest with CRLF": (
        manifest_edit(lambda lines: [line.replace(b"\n", b"\r\n") for line in lines]),
        {"bag.bad-line", "bag.extra", "record.disagrees"},
    ),
    "tag manifest with CRLF": (
        lambda bag: edit(bag / "tagmanifest-sha256.txt", lambda data: data.replace(b"\n", b"\r\n")),
        {"bag.bad-line", "bag.extra", "record.disagrees"},
    ),
    "entry twice, another digest": (
        manifest_edit(lambda lines: [lines[0], b"0" * 64 + lines[0][64:], *lines[1:]]),
        {"bag.duplicate-entry"},
    ),
    "entry twice": (manifest_edit(lambda lines: [lines[0], *lines]), {"bag.duplicate-entry"}),
    "manifest out of order": (
        manifest_edit(lambda lines: lines[::-1]),
        {"bag.bad-line", "bag.extra", "record.disagrees"},
    ),
    "path above the bag": (outside, {"bag.unsafe-name"}),
    "absolute path": (absolute, {"bag.unsafe-name"}),
    "path of a tag file in the manifest": (
        manifest_edit(with_path(b"bagit.txt")),
        {"bag.unsafe-name"},
    ),
    "case twins": (case_twin, {"bag.colliding-names", "record.missing", "bag.oxum"}),
    "record with another digest": (digest_edit(b'data/a.txt","sha256":"'), {"record.disagrees"}),
    "record with another size": (record_edit(b'{"clean":{"bytes":', b'{"clean":{"bytes":1'), {"record.disagrees"}),
    "record with another path": (record_edit(b'"path":"data/a.txt"', b'"path":"data/z.txt"'), {"record.disagrees"}),
    "record of another pipeline": (digest_edit(b'"fingerprint":"'), {"record.disagrees"}),
    "record gone": (one_record_less, {"record.missing"}),
    "records gone": (lambda bag: (bag / "pumice/records.jsonl").unlink(), {"bag.missing", "bag.unreadable"}),
    "trail changed": (
        lambda bag: edit(bag / "pumice/trails/a.txt.jsonl", lambda data: data + b"\n"),
        {"bag.changed"},
    ),
    "trail gone": (lambda bag: (bag / "pumice/trails/a.txt.jsonl").unlink(), {"bag.missing"}),
    "declaration gone": (lambda bag: (bag / "bagit.txt").unlink(), {"bag.declaration", "bag.missing"}),
    "declaration changed": (
        lambda bag: edit(bag / "bagit.txt", lambda data: data.replace(b": ", b" : ")),
        {"bag.declaration", "bag.changed"},
    ),
    "payload count wrong": (
        wrong_count,
        {"bag.oxum"},
    ),
    "run interrupted": (lambda bag: (bag / ".pumice").mkdir(), {"bag.unfinished"}),
}


def test_a_whole_bag_is_found_whole(bag: Path, raw: Path) -> None:
    report = verify(bag, raw=raw, rederive=True)
    assert report.faults == ()
    assert (report.files, report.documents, report.exit_code) == (5, 5, 0)


@pytest.mark.parametrize(("breaks", "expected"), CASES.values(), ids=CASES)
def test_it_finds(bag: Path, breaks: Breaks, expected: set[str]) -> None:
    breaks(bag)
    report = verify(bag)
    assert codes(report) >= expected
    assert report.exit_code == 1


@pytest.mark.parametrize(("breaks", "expected"), CASES.values(), ids=CASES)
def test_it_finds_nothing_else(bag: Path, breaks: Breaks, expected: set[str]) -> None:
    breaks(bag)
    beside = codes(verify(bag)) - expected
    # A list that lost lines makes other lists disagree with it; that is true, too.
    assert beside <= {"record.disagrees", "record.missing", "bag.oxum", "bag.changed"}


def test_unreadable_files_are_named(bag: Path) -> None:
    (bag / FILE).chmod(0)
    if os.access(bag / FILE, os.R_OK):
        pytest.skip("this user may read everything")
    assert "bag.unreadable" in codes(verify(bag))


def test_expected_and_found_are_given(bag: Path) -> None:
    digest = sha256((bag / FILE).read_bytes()).hexdigest()
    (bag / FILE).write_bytes(b"other")
    (fault,) = [fault for fault in verify(bag).faults if fault.code == "bag.changed"]
    assert fault.path == FILE
    assert fault.expected == f"sha256 {digest}"
    assert fault.found == f"sha256 {sha256(b'other').hexdigest()}"


def test_raw_is_compared(bag: Path, raw: Path) -> None:
    (raw / "a.txt").write_bytes(b"other")
    (raw / "plain").unlink()
    (raw / "new.txt").write_bytes(b"new\n")
    found = {fault.code: fault.path for fault in verify(bag, raw=raw).faults}
    assert found == {"raw.changed": "a.txt", "raw.missing": "plain", "raw.unrecorded": "new.txt"}


def test_a_trail_that_leads_elsewhere_is_found(bag: Path) -> None:
    """Copy, trail, record and manifests all agree, and only undoing the trail shows that it is not the trail."""
    trail = bag / "pumice/trails/a.txt.jsonl"
    old = sha256(trail.read_bytes()).hexdigest()
    edit(trail, lambda data: data.replace(b'"before":"\\r\\n"', b'"before":"\\r\\r"'))
    new = sha256(trail.read_bytes()).hexdigest()
    assert old != new
    edit(bag / "pumice/records.jsonl", lambda data: data.replace(old.encode(), new.encode()))
    seal(bag)
    assert codes(verify(bag)) == set()
    assert codes(verify(bag, rederive=True)) == {"trail.broken"}


def test_a_copy_that_is_not_what_cleaning_gives_is_found(bag: Path) -> None:
    """A record may say anything of language or findings; making it again shows it."""
    edit(
        bag / "pumice/records.jsonl", lambda data: data.replace(b'"media_type":"text/plain"', b'"media_type":"text/x"')
    )
    seal(bag)
    assert codes(verify(bag)) == set()
    assert codes(verify(bag, rederive=True)) == {"derive.differs"}


def test_another_pipeline_is_told(bag: Path) -> None:
    edit(bag / "pumice/pipeline.json", lambda data: data.replace(b'"pumice":"', b'"pumice":"9.'))
    seal(bag)
    assert "derive.other-pipeline" in codes(verify(bag, rederive=True))


def test_quick_and_sample_say_what_they_did(bag: Path) -> None:
    flip_a_bit(bag)
    quick = verify(bag, quick=True)
    assert (quick.exit_code, quick.share) == (0, "names and sizes")
    assert quick.read_files == 0
    (bag / FILE).write_bytes(b"longer than it was")
    assert verify(bag, quick=True).exit_code == 1
    assert verify(bag, sample=1).share == "1 % of the files"


def test_hostile_names_are_faults_and_come_back_as_they_are(bag: Path) -> None:
    name = b"data/\x1b[31m\xff\n.txt"
    Path(os.fsdecode(os.fsencode(bag) + b"/" + name)).write_bytes(b"")
    (fault,) = verify(bag).faults
    assert fault.code == "bag.extra"
    assert fault.path.encode("utf-8", "surrogateescape") == name


def test_folders_deeper_than_descriptors_go(bag: Path) -> None:
    here = os.open(bag / "data", os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    try:
        assert codes(verify(bag)) == {"bag.unreadable"}
    finally:
        subprocess.run(["rm", "-rf", str(bag / "data/d")], check=True)  # shutil's own goes too deep


@pytest.mark.parametrize(
    "name", ["bit flip", "file gone", "file to link", "folder to link", "file to FIFO", "extra file"]
)
def test_workers_find_the_same(name: str, bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pumice.verify.check.WORTH_WORKERS", 0)
    CASES[name][0](bag)
    alone, together = verify(bag), verify(bag, jobs=2)
    assert together.faults == alone.faults
    assert (together.files, together.size, together.read_size) == (alone.files, alone.size, alone.read_size)


def test_files_larger_than_the_buffer(monkeypatch: pytest.MonkeyPatch, bag: Path) -> None:
    monkeypatch.setattr("pumice.store.hashing.BUFFER", 5)
    assert verify(bag).faults == ()
    edit(bag / FILE, lambda data: data + b"x")
    assert codes(verify(bag)) == {"bag.changed", "bag.oxum"}


def test_progress_is_told_after_large_files(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pumice.verify.check.STEP_BYTES", 1)
    told: list[tuple[int, int]] = []
    report = verify(bag, progress=lambda done, total: told.append((done, total)))
    assert len(told) > 4
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {total for _, total in told} == {report.size}
