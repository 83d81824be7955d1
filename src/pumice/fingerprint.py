"""The fingerprint: the digest of everything that shaped a result, and the list it is the digest of.

The list names the version of pumice, each step with its rules, the digest of every source file and table of the package
that can change a result, the options, and the versions of the libraries whose output ends in the text. Two runs with
the same fingerprint give the same bytes; a change in any of it makes the next run compute every document again.
"""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pumice import __version__
from pumice.markup import RENDERER
from pumice.markup.tree import libxml2_version
from pumice.options import Options
from pumice.record import dump
from pumice.rule import Step

# Source that only moves or shows results and cannot change them.
BESIDE = {
    "__main__.py",
    "beginning.py",
    "catalogue.py",
    "cleaning.py",
    "cli",
    "compare.py",
    "comparing.py",
    "config.py",
    "corpus.py",
    "doctor.py",
    "engines",
    "epoch.py",
    "exports",
    "filters.py",
    "guidance.py",
    "learning.py",
    "ledger.py",
    "looking.py",
    "manual.py",
    "merging.py",
    "noticed.py",
    "planning.py",
    "publishing.py",
    "py.typed",
    "report",
    "reporting.py",
    "review",
    "reviewing.py",
    "run.py",
    "schema.py",
    "schemas",
    "sealing.py",
    "shard.py",
    "sharding.py",
    "show.py",
    "signing.py",
    "store",
    "survey.py",
    "templates",
    "terminal.py",
    "uploading.py",
    "verify",
    "verifying.py",
}
LIBRARIES = ("ftfy", "chardet", "webencodings", "lxml", "beautifulsoup4")


def _walk(folder: Traversable, under: str = "") -> dict[str, str]:
    """Path in the package → sha256, of every file below `folder` that can shape a result."""
    found: dict[str, str] = {}
    for entry in folder.iterdir():
        if entry.name in BESIDE or entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            found |= _walk(entry, f"{under}{entry.name}/")
        elif not entry.name.endswith((".pyc", ".pyo")):
            found[under + entry.name] = sha256(entry.read_bytes()).hexdigest()
    return found


@cache
def package_digests() -> dict[str, str]:
    """The digests of the package's own files, sorted by path."""
    return dict(sorted(_walk(files("pumice")).items()))


def pipeline_json(options: Options, steps: tuple[Step, ...]) -> bytes:
    """What `pumice/pipeline.json` holds: the fingerprint spelled out."""
    parts: dict[str, Any] = {
        "pumice": __version__,
        "options": options.as_object(),
        "steps": [{"step": step.name, "rules": [rule.code for rule in step.rules]} for step in steps],
        "files": package_digests(),
        "libraries": {**{name: version(name) for name in LIBRARIES}, "libxml2": libxml2_version()},
        "renderer": RENDERER,
    }
    return dump(parts) + b"\n"


def fingerprint(pipeline: bytes) -> str:
    """The digest of a `pipeline.json`."""
    return sha256(pipeline).hexdigest()
