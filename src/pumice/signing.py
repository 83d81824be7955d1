"""Signatures that outlive the program that made them: ssh-keygen makes and checks them.

The format is that of OpenSSH (PROTOCOL.sshsig; in ssh-keygen since 8.0 and 8.2). An archivist has the tool and mostly a
key already, the check needs no network and no third party, and it can be done without pumice:

    ssh-keygen -Y verify -f allowed_signers -I WHO -n file -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt

minisign would serve as well, but is on few machines; sigstore needs its servers to make a signature, and certificates
that were valid for ten minutes to check one. `file` is the namespace that ssh-keygen(1) names for files.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from pumice.errors import Misuse, Unreadable

TOOL = "ssh-keygen"
NAMESPACE = "file"
# Asking for a passphrase or a touch of the token may take a person this long, in seconds.
PATIENCE = 300
PUBLIC_KEY = re.compile(rb"(?:sk-)?(?:ssh|ecdsa)-[\w.@-]+ ", re.ASCII)
MADE_BY = re.compile(r" with (\S+ key SHA256:\S+)", re.ASCII)
ALONE = b"signer "


def is_available() -> bool:
    """Whether signatures can be made and checked here."""
    return shutil.which(TOOL) is not None


def sign(data: bytes, key: Path) -> bytes:
    """The signature of `data` with a private key, or with a public key whose private half an agent holds. Misuse, with
    the words of the tool, if there is none to be had."""
    made = _run("sign", "-f", str(key), data=data)
    if made.returncode or not made.stdout:
        raise Misuse(f"{key}: no signature was made: {_last_line(made)}", "Name a private key, or one an agent holds.")
    return made.stdout


def key_of(data: bytes, signature: Path) -> str:
    """Kind and fingerprint of the key that signed `data`; empty if the signature is not one of `data`."""
    checked = _run("check-novalidate", "-s", str(signature), data=data)
    found = MADE_BY.search(checked.stdout.decode("utf-8", "replace"))
    return found[1] if found and checked.returncode == 0 else ""


def signer_of(data: bytes, signature: Path, signers: Path) -> str:
    """The name under which `signers` vouches for the key that signed `data`, empty if it does not. `signers` is a
    public key, or a list as in ALLOWED SIGNERS of ssh-keygen(1); Unreadable if it cannot be read."""
    try:
        listed = signers.read_bytes()
    except OSError as error:
        raise Unreadable(f"{signers}: {error.strerror}", "Name a public key or a file of allowed signers.") from error
    with tempfile.NamedTemporaryFile(prefix="pumice-") as file:
        file.write(b"".join(ALONE * bool(PUBLIC_KEY.match(line)) + line for line in listed.splitlines(keepends=True)))
        file.flush()
        found = _run("find-principals", "-s", str(signature), "-f", file.name, data=b"")
        name = found.stdout.decode("utf-8", "replace").partition("\n")[0]
        if found.returncode or not name:
            return ""
        checked = _run("verify", "-s", str(signature), "-f", file.name, "-I", name, data=data)
    if checked.returncode:
        return ""
    return signers.name if name == ALONE.decode().strip() else name


def _run(what: str, *arguments: str, data: bytes) -> "subprocess.CompletedProcess[bytes]":
    if not is_available():
        raise Misuse(f"{TOOL} is not there, which makes and checks seals", "Install OpenSSH, 8.2 or newer.")
    command = [TOOL, "-Y", what, *arguments]
    if what != "find-principals":
        command += ["-n", NAMESPACE]
    try:
        return subprocess.run(command, input=data, capture_output=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise Misuse(
            f"{TOOL} did not answer within {PATIENCE} s", "Does it wait for a passphrase or a token?"
        ) from error


def _last_line(made: "subprocess.CompletedProcess[bytes]") -> str:
    return (made.stderr.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"])[-1]
