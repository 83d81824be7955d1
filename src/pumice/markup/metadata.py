"""What a page says about itself: title, byline, date, canonical address, site, language; each with where it was found.

Sources are asked in a fixed order, those made for machines first: JSON-LD (schema.org), `<html lang>`, OpenGraph and
other `<meta>` (ogp.me, Dublin Core, the HTML Standard's names), `<link>`, `<time>`, `<title>`; last, what JSON-LD says
of address and language.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pumice.markup.page import Meta, Page

# Longer is no title or name but something that was put in the wrong place.
MAX_VALUE = 500
MAX_NODES = 2000

_META = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "title"),
    "byline": ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author"),
    "date": (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dcterms.date",
        "dc.date.issued",
        "dcterms.created",
        "parsely-pub-date",
        "pubdate",
        "publish-date",
        "sailthru.date",
        "og:published_time",
    ),
    "url": ("og:url",),
    "site": ("og:site_name", "application-name", "twitter:site"),
    "language": ("og:locale", "content-language", "dc.language", "dcterms.language", "language"),
}
_JSON = {"title": ("headline",), "byline": ("author", "creator"), "date": ("datePublished", "dateCreated")}
_WORKS = re.compile(r"article|posting|report|review|webpage|creativework|recipe|product|qapage|book", re.IGNORECASE)


def metadata(page: Page) -> dict[str, Any]:
    """Each property that was found, as `{"value": …, "from": …}`; `from` names the place in the page."""
    found: dict[str, Any] = {}
    claims = (*_from_json(page), *_from_root(page), *_from_meta(page), *_from_elements(page), *_beside_in_json(page))
    for name, value, where in claims:
        value = " ".join(value.split())
        if value and len(value) <= MAX_VALUE:
            found.setdefault(name, {"value": value, "from": where})
    return dict(sorted(found.items()))


Claim = tuple[str, str, str]


def _from_meta(page: Page) -> Iterator[Claim]:
    said: dict[str, str] = {}
    for meta in page.head:
        if meta.where == "meta":
            said.setdefault(meta.name, meta.value)
    for name, keys in _META.items():
        for key in keys:
            value = said.get(key, "")
            if value and not (name == "byline" and "://" in value):
                yield name, value, f"meta {key}"


def _from_root(page: Page) -> Iterator[Claim]:
    for meta in page.head:
        if meta.where == "html":
            yield "language", meta.value, "html lang"


def _from_elements(page: Page) -> Iterator[Claim]:
    for meta in page.head:
        if meta.where == "link" and meta.name == "canonical":
            yield "url", meta.value, "link canonical"
        elif meta.where == "title":
            yield "title", meta.value, "title"
        elif meta.where == "time" and meta.name in ("datepublished", "pubdate", "datetime"):
            yield "date", meta.value, "time"


def _from_json(page: Page) -> Iterator[Claim]:
    for meta in page.head:
        if meta.where == "json-ld":
            yield from _from_graph(meta)


def _beside_in_json(page: Page) -> Iterator[Claim]:
    """What JSON-LD says where nothing else does: its addresses and languages are often those of a template."""
    for meta in page.head:
        for node in _works(meta.value) if meta.where == "json-ld" else ():
            entity = node.get("mainEntityOfPage")
            address = entity.get("@id") if isinstance(entity, Mapping) else entity
            for value in (address, node.get("url")):
                if isinstance(value, str) and "://" in value:
                    yield "url", value, "json-ld url"
            if isinstance(language := node.get("inLanguage"), str):
                yield "language", language, "json-ld inLanguage"


def _works(text: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD script that are works, such as articles or pages."""
    for node in _nodes(text):
        kind = node.get("@type")
        if _WORKS.search(kind if isinstance(kind, str) else json.dumps(kind)):
            yield node


def _from_graph(meta: Meta) -> Iterator[Claim]:
    for node in _works(meta.value):
        for name, keys in _JSON.items():
            for key in keys:
                if value := _named(node.get(key)):
                    yield name, value, f"json-ld {key}"
        publisher = node.get("publisher")
        if isinstance(publisher, Mapping) and (value := _named(publisher)):
            yield "site", value, "json-ld publisher"


def _nodes(text: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD script, outer ones first; none if it is not JSON."""
    try:
        waiting: list[Any] = [json.loads(text.strip().removesuffix(";"), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, Mapping):
            yield node
            waiting += [value for value in node.values() if isinstance(value, list | Mapping)]


def _named(value: Any) -> str:
    """The text a JSON-LD value stands for: itself, its name, or those of its members."""
    if isinstance(value, str):
        return "" if "://" in value else value
    if isinstance(value, Mapping):
        name = value.get("name")
        return name if isinstance(name, str) else ""
    if isinstance(value, list):
        return ", ".join(name for name in (_named(item) for item in value[:20] if not isinstance(item, list)) if name)
    return ""
