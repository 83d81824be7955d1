"""The seal of a bag: the detached signature of its tag manifest, and so of all that stands in the bag."""

import tempfile
from hashlib import sha256
from pathlib import Path

from pumice import signing
from pumice.bag import SEAL, TAG_MANIFEST
from pumice.store.disk import Disk
from pumice.store.hashing import Digested
from pumice.verify.fault import Faults

# A signature is some hundred bytes; with a certificate in it, some thousand.
LARGEST = 1 << 16


def check_seal(disk: Disk, checked: Digested | None, signers: Path | None, faults: Faults) -> str:
    """Whose seal the bag has, in words, empty if that is not known. `checked` are size and digest of the tag
    manifest as it was checked, None if there is none; `signers` is who may have signed (see `signing`), None if nobody
    asks."""
    if not disk.exists(SEAL):
        if signers:
            faults.add("seal.missing", SEAL)
        return ""
    if signers is None and not signing.is_available():
        faults.add("seal.unchecked", SEAL, found=f"{signing.TOOL} is not there")
        return ""
    try:
        signature = next(disk.blocks(SEAL, LARGEST), b"")
    except OSError as error:
        faults.add("seal.broken", SEAL, found=error.strerror or str(error))
        return ""
    with tempfile.NamedTemporaryFile(prefix="pumice-") as file:
        file.write(signature)
        file.flush()
        return _judged(_sealed(disk, checked), Path(file.name), signers, faults)


def _sealed(disk: Disk, checked: Digested | None) -> bytes | None:
    """The tag manifest, if it still is as it was checked."""
    try:
        data = disk.read(TAG_MANIFEST)
    except OSError:
        return None
    return data if checked == (len(data), (sha256(data).hexdigest(),)) else None


def _judged(sealed: bytes | None, signature: Path, signers: Path | None, faults: Faults) -> str:
    key = "" if sealed is None else signing.key_of(sealed, signature)
    if sealed is None or not key:
        faults.add("seal.broken", SEAL, "a signature of the tag manifest", "none of it")
    elif signers is None:
        faults.add("seal.unchecked", SEAL, found=key)
    elif name := signing.signer_of(sealed, signature, signers):
        return f"{name}, {key}"
    else:
        faults.add("seal.unknown-signer", SEAL, f"a signer in {signers}", key)
    return ""
