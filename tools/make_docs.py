"""Write what is made from the code itself: the schemas, the reference pages of the documentation, the man page.

python tools/make_docs.py            write them
python tools/make_docs.py --check    write nothing; exit 1 if one is not what the code says
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pumice.cli import app  # noqa: E402
from pumice.manual import page  # noqa: E402
from pumice.schema import NAMES, VERSION, json_schema  # noqa: E402
from tools.reference.pages import commands_page, findings_page, formats_table, rules_page  # noqa: E402


def schemas() -> Iterator[tuple[str, str]]:
    """The JSON Schemas of records and trails, in the package and with the documentation."""
    for name in NAMES:
        text = json.dumps(json_schema(name), ensure_ascii=False, indent=2) + "\n"
        yield f"src/pumice/schemas/{name}-{VERSION}.schema.json", text
        yield f"docs/reference/{name}-{VERSION}.schema.json", text


def manual() -> Iterator[tuple[str, str]]:
    """The man page."""
    yield "docs/man/pumice.1", page(get_command(app))


def reference() -> Iterator[tuple[str, str]]:
    """The pages that list what the code has."""
    yield "docs/reference/rules.md", rules_page()
    yield "docs/reference/findings.md", findings_page()
    yield "docs/reference/commands.md", commands_page(get_command(app))
    yield "docs/reference/formats.md", formats_table()


def made() -> dict[str, str]:
    """Every file that is made, by its path in the repository."""
    return dict((*schemas(), *manual(), *reference()))


def stale() -> list[str]:
    """The files that are not what the code says."""
    return [path for path, text in made().items() if _read(ROOT / path) != text]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def main() -> None:
    """Write or check."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    if options.parse_args().check:
        sys.exit("\n".join(f"{path}: run python tools/make_docs.py" for path in stale()) or 0)
    for path, text in made().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
