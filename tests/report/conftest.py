"""An archive to report on, with everything in it that a page could trip over, and a browser to open the page in."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pumice.corpus import open_bag
from pumice.report.write import report
from pumice.run import clean

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DAMAGED = (
    "Back to top\n\nThe lighthouse keepers\n\n"
    "The keepers of the northern lights met in June.  They donft agree on much, but the gHouse of Lampsh is theirs.\n\n"
    "“We donft vote,” said the eldest. “We wait until nobody minds.”\n\nShare on WhatsApp\n"
)
HOSTILE = (
    "</script><script>document.title = 'taken'</script>\n"
    "<img src=x onerror=\"document.title = 'taken'\"> &amp; <!-- <b>bold</b>\n"
    "A word \u202eturned round\u202c and \u200bhidden\u200b, with \x1b[31m and \x07 in it.\n"
    "What follows is long enough to be a sentence that nobody would take for page furniture at all.\n"
)
SOUND = "The ferry to the island left at {} in the morning, and nobody on board had seen the lamp being lit that day.\n"


@pytest.fixture(scope="session")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bag of 64 documents: damaged, hostile, not published, and many that are sound."""
    folder = tmp_path_factory.mktemp("corpus")
    raw = folder / "raw"
    (raw / "news").mkdir(parents=True)
    (raw / "damaged.txt").write_text(DAMAGED, encoding="utf-8")
    (raw / "hostile <b>&'\".txt").write_text(HOSTILE, encoding="utf-8")
    (raw / "cut.txt").write_bytes(
        b"A line with a byte that is none: \xff\xfe\x93, " + "né à Orléans, l’été.\n".encode()
    )
    (raw / "old.txt").write_bytes("Un été à la mer, où l'on voit des bateaux déjà partis.\r\n".encode("cp1252") * 3)
    (raw / "page.html").write_text(f"<title>t</title><nav><a href=/>Home</a></nav><p>{SOUND.format('nine')}</p>")
    (raw / "program.bin").write_bytes(bytes(range(256)) * 4)
    for number in range(58):
        (raw / "news" / f"{number:02}.txt").write_text(SOUND.format(number))
    clean(raw, folder / "clean")
    return folder / "clean"


@pytest.fixture(scope="session")
def page_bytes(bag: Path) -> bytes:
    """The report on the bag."""
    out = io.BytesIO()
    with open_bag(bag) as opened:
        report(opened, out, title="Papers of <the> harbour")
    return out.getvalue()


@pytest.fixture(scope="session")
def report_url(page_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the report lies."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(page_bytes)
    return path.as_uri()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium without a window; the tests that need it are skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if not program:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()
