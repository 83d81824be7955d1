"""Writes the report: one file that needs nothing else, made document by document, whatever their number.

The documents are spooled to a temporary file while what they have in common is counted; then the page is put together.
What the page is made of (`page/`) are files of ours; the page's own policy names them by digest, so that nothing else
can run or be loaded in it.
"""

import base64
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from shutil import copyfileobj
from string import Template
from tempfile import TemporaryFile
from typing import BinaryIO

from pumice import __version__
from pumice.catalogue import rules
from pumice.corpus import Bag, Document
from pumice.edits import undo
from pumice.findings import CODES
from pumice.record import dump
from pumice.report import overview
from pumice.report.facts import Facts, Totals, furniture_taken
from pumice.report.markup import text
from pumice.report.pieces import pieces
from pumice.report.rows import shown
from pumice.terminal import counted

SCRIPTS = ("text.js", "data.js", "search.js", "list.js", "evidence.js", "document.js", "main.js")
MARK = b"<!doctype html>\n<!-- a report of pumice -->\n"
POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
)
BLOCK = 1 << 20

Progress = Callable[[int], None]


@cache
def _part(name: str) -> str:
    return (files("pumice.report") / "page" / name).read_text(encoding="utf-8")


def _digest(code: str) -> str:
    return base64.b64encode(sha256(code.encode()).digest()).decode()


def _data(kind: str, number: int, value: object) -> bytes:
    """A JSON value as a block of data in the page; no `<` in it, so it cannot end before its end."""
    return b'<script type="application/json" id="%s%d">' % (kind.encode(), number) + _json(value) + b"</script>\n"


def _json(value: object) -> bytes:
    return dump(value).replace(b"<", b"\\u003c")


def _document(document: Document, number: int, totals: Totals) -> bytes:
    """One document as data of the page, and counted. Its raw text is restored from copy and trail, and proven: the
    bytes must have their recorded digest."""
    first, clean, trail = "", "", document.trail if document.published else ()
    if document.published:
        document.raw()
        clean = document.text
        first = undo(clean, trail)
    row = pieces(first, trail)
    facts = Facts(document.record, len(first), len(clean), furniture_taken(row))
    totals.add(facts, first, row)
    return _data("facts", number, facts.as_object()) + _data(
        "text", number, shown(first, row, document.record.findings)
    )


def report(bag: Bag, out: BinaryIO, *, title: str = "", progress: Progress | None = None) -> Totals:
    """Write the page for `bag` to `out`; what it tells of all documents together. NotAsItShouldBe if a document is not
    what its record says."""
    totals = Totals()
    with TemporaryFile(buffering=BLOCK) as spool:
        for number, document in enumerate(bag):
            spool.write(_document(document, number, totals))
            if progress:
                progress(number + 1)
        spool.seek(0)
        for part in _page(totals, title, _fingerprints(bag)):
            out.write(part)
            if part.endswith(b"<!-- documents -->\n"):
                copyfileobj(spool, out, BLOCK)
    return totals


def _fingerprints(bag: Bag) -> str:
    """The fingerprint that the first document bears; all of a bag bear the same."""
    return next((document.record.fingerprint for document in bag), "")


def _page(totals: Totals, title: str, fingerprint: str) -> Iterator[bytes]:
    """The page, cut where the documents go."""
    script = "(() => {\n'use strict';\n" + "".join(map(_part, SCRIPTS)) + "})();\n"
    style = _part("style.css")
    known = {
        "rules": {rule.code: rule.summary for rule in rules()},
        "codes": {code.code: [code.severity, code.meaning, code.advice] for code in CODES.values()},
        "documents": totals.documents,
    }
    filled = Template(_part("page.html")).substitute(
        policy=POLICY.format(script=_digest(script), style=_digest(style)),
        title=text(title or f"Archive of {counted(totals.documents, 'document')}"),
        style=style,
        overview=overview.overview(totals),
        look_first=overview.look_first(totals),
        changes=overview.changes(totals),
        version=text(__version__),
        fingerprint=text(fingerprint),
        known=_json(known).decode(),
        script=script,
    )
    before, mark, after = filled.partition("<!-- documents -->\n")
    yield MARK
    yield (before + mark).encode()
    yield after.encode()
