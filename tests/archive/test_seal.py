"""Seals: made by pumice, checked by pumice and by ssh-keygen alone, and noticed when they fit no more."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from typer.testing import CliRunner

from pumice import signing
from pumice.cli import app
from pumice.errors import Misuse, NotAsItShouldBe, Unreadable
from pumice.findings import CODES
from pumice.publishing import Summary
from pumice.sealing import seal
from pumice.verify import Report, verify
from tests.archive.conftest import tree

pytestmark = pytest.mark.skipif(not signing.is_available(), reason="ssh-keygen is not there")
SIGNATURE = "tagmanifest-sha256.txt.sig"


def new_key(path: Path, *more: str) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path, *more], check=True)
    return path


def public(key: Path) -> Path:
    return key.with_name(key.name + ".pub")


def codes(report: Report) -> set[str]:
    return {fault.code for fault in report.faults}


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return new_key(tmp_path / "alice")


@pytest.fixture
def sealed(bag: Path, key: Path) -> Path:
    seal(bag, key)
    return bag


def test_the_signer_is_named(sealed: Path, key: Path) -> None:
    report = verify(sealed, signers=public(key))
    assert (report.faults, report.exit_code) == ((), 0)
    assert report.seal.startswith("alice.pub, ED25519 key SHA256:")


def test_a_list_of_signers(sealed: Path, key: Path, tmp_path: Path) -> None:
    other = new_key(tmp_path / "bob")
    signers = tmp_path / "signers"
    signers.write_text(f"# ours\nbob@archive {public(other).read_text()}*@archive {public(key).read_text()}")
    assert verify(sealed, signers=signers).seal.startswith("*@archive, ED25519 key")
    signers.write_text(f"bob@archive {public(other).read_text()}")
    assert codes(verify(sealed, signers=signers)) == {"seal.unknown-signer"}


@pytest.mark.parametrize("options", ['namespaces="git"', 'valid-before="20200101"', "cert-authority"])
def test_a_signer_who_may_not_seal(options: str, sealed: Path, key: Path, tmp_path: Path) -> None:
    signers = tmp_path / "signers"
    signers.write_text(f"alice {options} {public(key).read_text()}")
    report = verify(sealed, signers=signers)
    assert (codes(report), report.exit_code) == ({"seal.unknown-signer"}, 1)


def test_archivists_need_no_pumice(sealed: Path, key: Path, tmp_path: Path) -> None:
    (tmp_path / "signers").write_text(f"alice@archive {public(key).read_text()}")
    command = ["ssh-keygen", "-Y", "verify", "-f", str(tmp_path / "signers"), "-I", "alice@archive", "-n", "file"]
    with (sealed / "tagmanifest-sha256.txt").open("rb") as manifest:
        done = subprocess.run(
            [*command, "-s", str(sealed / SIGNATURE)], stdin=manifest, capture_output=True, check=True
        )
    assert b'Good "file" signature for alice@archive' in done.stdout


def test_it_is_in_nobodys_way(sealed: Path) -> None:
    bagit.Bag(str(sealed)).validate()
    subprocess.run(["sha256sum", "--quiet", "--strict", "-c", "manifest-sha256.txt"], cwd=sealed, check=True)
    report = verify(sealed)
    assert (codes(report), report.exit_code) == ({"seal.unchecked"}, 0)
    assert "ED25519 key SHA256:" in report.faults[0].found


def test_no_seal(bag: Path, key: Path) -> None:
    assert codes(verify(bag)) == set()
    report = verify(bag, signers=public(key))
    assert (codes(report), report.exit_code) == ({"seal.missing"}, 1)


def test_a_bag_changed_after_it_was_sealed(sealed: Path, key: Path) -> None:
    """Every list is made to agree again; only the seal tells."""
    from tests.archive.test_verify import edit
    from tests.archive.test_verify import seal as make_lists_agree

    edit(sealed / "bag-info.txt", lambda data: data.replace(b"scraped", b"scrapEd"))
    make_lists_agree(sealed)
    assert codes(verify(sealed)) == {"seal.broken"}
    assert codes(verify(sealed, signers=public(key))) == {"seal.broken"}
    seal(sealed, key)
    assert codes(verify(sealed, signers=public(key))) == set()


def to_link(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


@pytest.mark.parametrize(
    "breaks",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\xff" * 1000),
        lambda path: path.write_bytes(path.read_bytes()[:-40]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"U1NIU0lH", b"U1NIU0lI")),
        to_link,
    ],
    ids=["empty", "other bytes", "cut", "another format", "link"],
)
def test_what_is_no_seal(breaks: Callable[[Path], object], sealed: Path, key: Path) -> None:
    breaks(sealed / SIGNATURE)
    assert codes(verify(sealed)) == {"seal.broken"}
    assert codes(verify(sealed, signers=public(key))) == {"seal.broken"}


def test_cleaning_again(sealed: Path, raw: Path, make: Callable[[], Summary]) -> None:
    """Nothing has changed: the seal stays. A damaged copy is made again as it was: the seal fits again. Something is
    new: the seal goes with the tag manifest it was made of."""
    before = tree(sealed)
    assert make().exit_code == 0
    assert tree(sealed) == before
    (sealed / "data/a.txt").write_bytes(b"damaged")
    assert make().exit_code == 0
    assert tree(sealed) == before
    (raw / "new.txt").write_bytes(b"new\n")
    assert make().exit_code == 0
    assert not (sealed / SIGNATURE).exists()
    assert codes(verify(sealed)) == set()


def test_only_a_whole_bag_is_sealed(bag: Path, key: Path) -> None:
    (bag / "data/a.txt").write_bytes(b"damaged")
    with pytest.raises(NotAsItShouldBe, match=r"bag\.changed"):
        seal(bag, key)
    assert not (bag / SIGNATURE).exists()
    assert not (bag / ".pumice").exists()


def test_no_key(bag: Path, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="No such file or directory"):
        seal(bag, tmp_path / "no-key")
    assert not (bag / SIGNATURE).exists()
    seal(bag, new_key(tmp_path / "key"))
    with pytest.raises(Unreadable, match="nobody"):
        verify(bag, signers=tmp_path / "nobody")


def test_no_bag_of_ours(tmp_path: Path, key: Path) -> None:
    with pytest.raises(Misuse, match="not a bag"):
        seal(tmp_path, key)
    assert not (tmp_path / ".pumice").exists()


def test_without_the_tool(sealed: Path, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "TOOL", "no-such-tool")
    assert {fault.code: fault.found for fault in verify(sealed).faults} == {
        "seal.unchecked": "no-such-tool is not there"
    }
    with pytest.raises(Misuse, match="not there"):
        verify(sealed, signers=public(key))


def test_the_commands(bag: Path, raw: Path, key: Path) -> None:
    def run(*arguments: object) -> tuple[int, str]:
        done = CliRunner().invoke(app, [str(argument) for argument in arguments])
        return done.exit_code, done.output

    assert run("seal", bag)[0] == 2
    assert run("seal", bag, "--key", bag.parent / "no-key")[0] == 2
    assert run("verify", bag, "--signer", public(key))[0] == 1
    assert run("seal", bag, "--key", key) == (0, f"{bag} is sealed.\n")
    code, output = run("verify", bag, "--signer", public(key))
    assert (code, "Sealed by alice.pub, ED25519 key SHA256:" in output) == (0, True)
    (raw / "a.txt").write_bytes(b"other\n")
    code, output = run("clean", raw, bag, "-j", 1)
    assert (code, "pumice seal makes a new one" in output) == (0, True)


def test_every_finding_has_advice() -> None:
    assert all(CODES[code].advice for code in ("seal.missing", "seal.broken", "seal.unknown-signer", "seal.unchecked"))
