"""`pumice learn`: the lines that recur over the documents of each site, counted in bounded memory.

Every document is cleaned with all its furniture left in, and its lines go to a temporary file. A count-min sketch tells
which lines may recur; only those are counted, exactly. Near-identical documents (a page and its print view, a page
scraped twice) count as one: those whose longest line is the same. The documents are counted in the order of that line,
so a line needs one number, not the list of documents it was seen in. Neither order nor workers shape the result.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import tomli_w
from probables import CountMinSketch

from pumice.engines import Lost, persistent
from pumice.engines.pool import of as pool_of
from pumice.errors import NotAsItShouldBe, NothingToDo
from pumice.furniture.lines import lines_of
from pumice.furniture.site import is_telling
from pumice.options import Options
from pumice.profile import EVERY_FOLDER, Profile, Site, site_of
from pumice.store.disk import decoded
from pumice.store.scan import Kind, scan
from pumice.store.source import read_raw
from pumice.work import Task, texts_of

# A line on two documents says something while a site has few; of a larger one it may be two versions of one text.
SMALL_SITE, FEW, MORE = 20, 2, 3
MAX_LINE = 500  # code points; no line of furniture seen that recurred was longer than 400
# The sketch has room for the lines of a document, several times over: 134 MB at the most, for 65,000 documents or more.
CELLS_A_DOCUMENT, LEAST_CELLS, MOST_CELLS, DEPTH = 128, 1 << 16, 1 << 23, 4
HEADER = """\
# Lines that recur over the documents of a site, with the number of documents that have them.
# Made by: pumice learn. Used by: pumice clean --profile.
# Take out what is no furniture; add what is, with a number: the more documents, the surer.
"""


@dataclass(frozen=True, slots=True)
class Page:
    """What is learned of one document: its site, the digest of its longest line, and its lines by key."""

    site: str
    body: int
    lines: dict[str, str]


@dataclass(frozen=True, slots=True)
class Learned:
    """The profile, the number of files it was learned from, and the paths of those that gave nothing."""

    profile: Profile
    files: int
    unread: tuple[str, ...]


def learn(raw: Path, *, folders: str = EVERY_FOLDER, jobs: int = 1) -> Learned:
    """What recurs over the documents of the sites in `raw`. NothingToDo if no folder of it is a site."""
    entries = (entry for entry in scan(raw) if entry.kind is Kind.FILE)
    shares = [Task(decoded(entry.path), entry.size, "") for entry in entries]
    shares = [share for share in shares if site_of(share.path, folders) is not None]
    if not shares:
        raise NothingToDo(
            f"{raw} has no folder {folders!r} with files in it",
            "A site is a folder; --site 'web/*' names those in the folder web, --site . takes all of raw for one site.",
        )
    unread: list[str] = []
    profile = profile_of(_pages(raw, folders, shares, jobs, unread), len(shares), folders)
    return Learned(profile, len(shares) - len(unread), tuple(sorted(unread)))


def profile_of(pages: Iterable[Page], files: int = 0, folders: str = EVERY_FOLDER) -> Profile:
    """What recurs over `pages`; `files` is about how many there are, for the size of the sketch."""
    with TemporaryFile() as spool:
        places, sketch = _spooled(pages, spool, files)
        return Profile(folders, tuple(_counted(sorted(places), sketch, spool)))


def _pages(raw: Path, folders: str, shares: list[Task], jobs: int, unread: list[str]) -> Iterator[Page]:
    for share, result in persistent(pool_of(jobs), partial(pages_of, raw, folders), shares):
        if isinstance(result, Lost) or not result:
            unread.append(share.path)
        else:
            yield from result


def pages_of(raw: Path, folders: str, share: Task) -> tuple[Page, ...]:
    """The documents of a file; none if it cannot be read, as cleaning will tell in full."""
    try:
        data = read_raw(raw, share.path)
    except (OSError, NotAsItShouldBe):
        return ()
    site = site_of(share.path, folders) or ""
    return tuple(page_of(site, text) for text in texts_of(Options(strip="off"), share, data))


def page_of(site: str, text: str) -> Page:
    """What is learned of a text in normal form. Of lines with one key the first in order of text stands for all."""
    lines = lines_of(text)
    longest = max(((line.tokens, line.key) for line in lines), default=(0, ""))[1]
    shown: dict[str, str] = {}
    for line in lines:
        if len(line.text) <= MAX_LINE and is_telling(line.key):
            shown[line.key] = min(line.text.strip(), shown.get(line.key, line.text.strip()))
    return Page(site, _digests(longest, 1)[0], shown)


def _digests(key: str | bytes, count: int) -> list[int]:
    """So many independent 64-bit digests."""
    data = key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key
    digest = blake2b(data, digest_size=8 * count).digest()
    return [int.from_bytes(digest[at : at + 8], "big") for at in range(0, 8 * count, 8)]


def _spooled(pages: Iterable[Page], spool: IO[bytes], files: int) -> tuple[list[tuple[str, int, int]], CountMinSketch]:
    """Site, body and place in the spool of every page; and how often each line was seen, never too low."""
    cells = min(max(LEAST_CELLS, CELLS_A_DOCUMENT * files), MOST_CELLS)
    sketch = CountMinSketch(width=cells, depth=DEPTH, hash_function=_digests)
    places: list[tuple[str, int, int]] = []
    for page in pages:
        places.append((page.site, page.body, spool.tell()))
        spool.write(json.dumps(list(page.lines.items())).encode("ascii") + b"\n")
        for key in page.lines:
            sketch.add(f"{page.site}/\n{key}")
    return places, sketch


@dataclass(slots=True)
class _Count:
    text: str
    documents: int = 0
    body: int = -1


def _counted(places: list[tuple[str, int, int]], sketch: CountMinSketch, spool: IO[bytes]) -> Iterator[Site]:
    """The sites by name. `places` are sorted, so pages with one body come one after another."""
    counts: dict[str, _Count] = {}
    bodies = 0
    for at, (site, body, place) in enumerate(places):
        bodies += at == 0 or places[at - 1][:2] != (site, body)
        spool.seek(place)
        for key, text in json.loads(spool.readline()):
            if sketch.check(f"{site}/\n{key}") >= FEW:
                found = counts.setdefault(key, _Count(text))
                found.text = min(found.text, text)
                found.documents += found.body != body
                found.body = body
        if at + 1 == len(places) or places[at + 1][0] != site:
            recurring = _recurring(counts, bodies)
            if recurring:
                yield Site(site, bodies, recurring)
            counts, bodies = {}, 0


def _recurring(counts: dict[str, _Count], documents: int) -> tuple[tuple[str, int], ...]:
    """The lines on enough documents, most frequent first."""
    least = FEW if documents < SMALL_SITE else MORE
    kept = ((count.text, count.documents) for count in counts.values() if count.documents >= least)
    return tuple(sorted(kept, key=lambda item: (-item[1], item[0])))


def as_toml(profile: Profile) -> str:
    """A profile as a file for people; the same profile gives the same text. What is no Unicode text is left out."""
    sites = [
        {"name": site.name, "documents": site.documents, "lines": {text: n for text, n in site.lines if _is_text(text)}}
        for site in profile.sites
        if _is_text(site.name)
    ]
    return f"{HEADER}\n{tomli_w.dumps({'folders': profile.folders, 'site': sites})}"


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)
