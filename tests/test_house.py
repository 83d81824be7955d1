"""The shape of the house: imports point one way, and nothing above the line reaches the outside world."""

import ast
from pathlib import Path

from pumice.fingerprint import BESIDE

SOURCE = Path(__file__).parent.parent / "src" / "pumice"
# Lower number: nearer the ground. A module imports only from its own number or below.
LEVELS = {
    "__version__": 0,
    "edits": 0,
    "errors": 0,
    "findings": 1,
    "data": 1,
    "words": 1,
    "language": 1,
    "decode": 2,
    "decoding": 2,
    "rule": 2,
    "sieve": 3,
    "overrides": 1,
    "profile": 1,
    "options": 2,
    "record": 3,
    "schema": 3,
    "schemas": 3,
    "repairs": 4,
    "markup": 4,
    "furniture": 4,
    "form": 4,
    "first": 5,
    "fingerprint": 5,
    "pipeline": 6,
    "names": 7,
    "bag": 7,
    # purity ends here
    "containers": 7,
    "corpus": 8,
    "readers": 8,
    "exports": 8,
    "store": 8,
    "epoch": 8,
    "engines": 9,
    "run": 10,
    "verify": 10,
    "catalogue": 8,
    "terminal": 8,
    "templates": 0,
    "beginning": 9,
    "doctor": 9,
    "noticed": 11,
    "looking": 12,
    "manual": 9,
    "report": 10,
    "reporting": 11,
    "compare": 10,
    "guidance": 8,
    "comparing": 11,
    "review": 11,
    "reviewing": 11,
    "show": 10,
    "filters": 10,
    "work": 8,
    "planning": 9,
    "survey": 9,
    "shard": 7,
    "merging": 10,
    "ledger": 9,
    "publishing": 9,
    "config": 9,
    "learning": 10,
    "signing": 8,
    "sealing": 11,
    "sharding": 11,
    "uploading": 11,
    "cleaning": 11,
    "verifying": 11,
    "cli": 12,
    "__main__": 13,
}
PURE_UP_TO = 7
OUTSIDE = {
    "os",
    "pathlib",
    "time",
    "datetime",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "tempfile",
    "shutil",
    "uuid",
}


def modules() -> list[tuple[Path, str]]:
    return [(path, path.relative_to(SOURCE).parts[0].removesuffix(".py")) for path in sorted(SOURCE.rglob("*.py"))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            names |= {f"pumice.{alias.name}" for alias in node.names} if module == "pumice" else {module}
    return names


def test_every_module_has_its_place() -> None:
    assert {top for _, top in modules()} - {"__init__"} <= LEVELS.keys()


def test_imports_point_one_way() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {name}"
        for path, top in modules()
        if top != "__init__"
        for name in sorted(imported(path))
        if name.startswith("pumice.") and LEVELS[name.split(".")[1]] > LEVELS[top]
    ]
    assert wrong == []


def test_nothing_pure_reaches_outside() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {name}"
        for path, top in modules()
        if LEVELS.get(top, 99) <= PURE_UP_TO
        for name in sorted(imported(path))
        if name.split(".")[0] in OUTSIDE
    ]
    assert wrong == []


def reached_from(*tops: str) -> set[str]:
    """The top-level modules that these import, and what those import."""
    seen, todo = set[str](), set(tops)
    while todo:
        seen |= todo
        names = {name for path, top in modules() if top in todo for name in imported(path)}
        todo = {name.split(".")[1] for name in names if name.startswith("pumice.")} - seen
    return seen


def test_the_fingerprint_leaves_out_what_cannot_change_a_result() -> None:
    beside = {name.removesuffix(".py") for name in BESIDE}
    assert beside & reached_from("pipeline") == set()
    passed_through = reached_from("pipeline", "readers", "containers", "work")
    assert {top for _, top in modules()} - passed_through - beside == {"__init__"}
