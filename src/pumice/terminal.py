"""Text for a terminal: made safe, and coloured where a person wants that."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import unified_diff
from typing import Any, TextIO

# Controls (C0 but not the tab, DEL, C1), marks that reorder or hide text, and lone surrogates may not reach a terminal.
UNSAFE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
STYLES = {"removed": "31", "added": "32", "name": "1", "faint": "2", "doubt": "33", "fault": "31;1"}


def safe(text: str) -> str:
    """`text` on one line, with every character that could act on a terminal spelled out as an escape."""
    return UNSAFE.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour what goes to `stream`: on a terminal only, and not where NO_COLOR is set (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def styled(text: str, style: str, stream: TextIO | None = None) -> str:
    """`text` in one of STYLES, or plain where colour is not wanted."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if wants_colour(stream or sys.stdout) else text


def counted(number: int, thing: str) -> str:
    """A number with its noun: 1 document, 2,000 documents."""
    plural = thing[:-1] + "ies" if thing.endswith("y") else thing + "s"
    return f"{number:,} {thing if number == 1 else plural}"


def diff(old: str, new: str, old_name: str, new_name: str) -> str:
    """A unified diff for a terminal; empty where nothing differs."""
    lines = unified_diff(old.split("\n"), new.split("\n"), safe(old_name), safe(new_name), lineterm="", n=2)
    return "".join(_diff_line(line) + "\n" for line in lines)


def _diff_line(line: str) -> str:
    shown = safe(line)
    if line.startswith("-"):
        return styled(shown, "removed")
    return styled(shown, "added") if line.startswith("+") else shown


@contextmanager
def byte_bar(stream: TextIO, doing: str, told: str = "", **fields: Any) -> Iterator[Callable[..., None] | None]:
    """Something to call with how far one is (`completed` and `total` in bytes, and `fields`): on a terminal a bar with
    rate, time left and `told`, in which `{task.fields[NAME]}` is a field; elsewhere None."""
    if not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn(doing), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn(told), console=Console(file=stream), transient=True) as bar:
        task = bar.add_task(doing, total=None, **fields)
        yield lambda **now: bar.update(task, **now)
