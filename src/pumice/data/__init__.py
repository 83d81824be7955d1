"""Tables that travel with the package; `digests.toml` names their sources, licences and digests."""

import hashlib
import lzma
import re
from functools import cache
from importlib.resources import files


class TableError(RuntimeError):
    """A table of the package is not what its digest says: the installation is damaged."""


def _read(name: str) -> bytes:
    return files("pumice.data").joinpath(name).read_bytes()


@cache
def digests() -> dict[str, str]:
    """sha256 of each unpacked table, by name; part of a run's fingerprint."""
    return dict(re.findall(r'^"(.+)" = "(.+)"$', _read("digests.toml").decode(), re.M))


def unpacked(name: str) -> str:
    """The text of table `name`; TableError if it is not the one that the package was built with."""
    text = lzma.decompress(_read(f"{name}.xz"))
    if hashlib.sha256(text).hexdigest() != digests().get(name):
        raise TableError(f"table {name} does not have the digest that pumice was built with; install pumice again")
    return text.decode()
