"""What a person hands in as files, read and checked entry by entry: `pumice.toml`, and a profile of sites."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pumice.catalogue import find
from pumice.errors import Misuse
from pumice.overrides import NONE, Entry, Overrides, Replacement, Switch
from pumice.profile import EVERY_FOLDER, NOTHING, Profile, Site
from pumice.repairs.by_hand import endless

NAME = "pumice.toml"
# A line longer than this is better named by a pattern; a longer pattern is a slip.
MAX_LENGTH = 10_000
HOW = 'An entry looks like this: [[drop]] line = "Follow us!", with paths = ["news/*"] if it is not for all of raw.'
LEARN = "`pumice learn raw -o profile.toml` makes such a file."
MOST_DOCUMENTS = 2**31
LINE_KEYS = ("line", "pattern", "paths", "reason")
SWITCH_KEYS = ("rule", "paths", "reason")
REPLACE_KEYS = ("text", "with", "paths", "reason")
HOW_TO_REPLACE = (
    'An entry looks like this: [[replace]] text = "K~ln" with = "Köln", and paths if it is not for all of raw.'
)


def overrides_for(raw: Path, config: Path | None, *, ignored: bool = False) -> Overrides:
    """What the file `config` says, or else `pumice.toml` beside the folder `raw` if there is one. Misuse says which
    entry of which file is wrong."""
    if ignored and config:
        raise Misuse("--config and --no-config contradict each other", "Give one of them.")
    if ignored:
        return NONE
    path = config or raw.absolute().parent / NAME
    if not config and not path.exists():
        return NONE
    return parsed(_read(path), str(path))


def profile_in(path: Path | None) -> Profile:
    """The profile in a file that `pumice learn` wrote and a person may have edited; Misuse says what is wrong in it."""
    if path is None:
        return NOTHING
    value = _read(path, LEARN)
    _known(value, ("folders", "site"), str(path))
    folders = _text(value, "folders", str(path)) or EVERY_FOLDER
    sites = tuple(_site(table, at) for table, at in _tables(value, "site", str(path), LEARN))
    names = [site.name for site in sites]
    twice = next((name for name in names if names.count(name) > 1), None) if len(set(names)) < len(names) else None
    if twice is not None:
        raise Misuse(f"{path}: the site {twice!r} stands twice", "Put its lines under one [[site]].")
    return Profile(folders, tuple(sorted(sites, key=lambda site: site.name)))


def _site(table: Mapping[str, Any], where: str) -> Site:
    _known(table, ("name", "documents", "lines"), where)
    name, lines = _text(table, "name", where), table.get("lines", {})
    if not name:
        raise Misuse(f"{where} has no name", f"A site is named by its folder in raw. {LEARN}")
    if not isinstance(lines, dict):
        raise Misuse(f"{where}: lines is no table", f"Begin the lines of a site with [site.lines]. {LEARN}")
    for text, number in (("documents", table.get("documents", 0)), *lines.items()):
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < MOST_DOCUMENTS:
            raise Misuse(f"{where}: {text!r} has no number of documents", 'Write a whole number: "Follow us" = 12.')
    return Site(name, table.get("documents", 0), tuple(sorted(lines.items())))


def _read(path: Path, advice: str = HOW) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise Misuse(f"{path}: {error.strerror}", "Name a file that can be read.") from error
    except UnicodeDecodeError as error:
        raise Misuse(f"{path} is not UTF-8", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise Misuse(f"{path} is not TOML: {error}", advice) from error


def parsed(value: Mapping[str, Any], where: str) -> Overrides:
    """The overrides that a parsed TOML file spells out; `where` names the file in errors."""
    _known(value, ("keep", "drop", "without", "replace"), where)
    replacements = tuple(_replacement(it, at) for it, at in _tables(value, "replace", where, HOW_TO_REPLACE))
    again = endless(replacements)
    if again:
        raise Misuse(
            f"{where}: [[replace]] {again.text!r} would never come to an end: what takes its place is replaced again",
            "Write more of what stands around it, in text and in with.",
        )
    return Overrides(
        keep=tuple(_entry(it, at) for it, at in _tables(value, "keep", where)),
        drop=tuple(_dropped(it, at) for it, at in _tables(value, "drop", where)),
        without=tuple(_switch(it, at) for it, at in _tables(value, "without", where)),
        replace=replacements,
    )


def _tables(value: Mapping[str, Any], name: str, where: str, advice: str = HOW) -> list[tuple[Mapping[str, Any], str]]:
    """The tables of one name, each with its place for errors."""
    tables = value.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Misuse(f"{where}: {name} is no list of tables", f"Begin each entry with [[{name}]]. {advice}")
    return [(table, f"{where}: [[{name}]] number {number}") for number, table in enumerate(tables, 1)]


def _known(table: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in keys:
            near = get_close_matches(key, keys, 1)
            hint = f"Did you mean {near[0]}? " if near else ""
            raise Misuse(f"{where}: {key!r} means nothing there", f"{hint}Known are {', '.join(keys)}.")


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise Misuse(f"{where}: {key} is not a text", f'Write it in quotes: {key} = "…".')
    if len(value) > MAX_LENGTH:
        raise Misuse(f"{where}: {key} is longer than {MAX_LENGTH:,} characters", "Use a pattern: its beginning and *.")
    return value


def _entry(table: Mapping[str, Any], where: str) -> Entry:
    _known(table, LINE_KEYS, where)
    line, pattern = _text(table, "line", where), _text(table, "pattern", where)
    if bool(line.strip()) == bool(pattern.strip()):
        raise Misuse(f"{where} needs either a line or a pattern", HOW)
    if len((line or pattern).strip().splitlines()) > 1:
        raise Misuse(f"{where}: more than one line", "Make an entry for each line.")
    return Entry(line, pattern.strip(), _paths(table, where), _text(table, "reason", where))


def _dropped(table: Mapping[str, Any], where: str) -> Entry:
    entry = _entry(table, where)
    if entry.pattern and not entry.pattern.strip("*? "):
        raise Misuse(f"{where} would drop every line", "Give the pattern some text beside * and ?.")
    return entry


def _switch(table: Mapping[str, Any], where: str) -> Switch:
    _known(table, SWITCH_KEYS, where)
    code = _text(table, "rule", where)
    if not code:
        raise Misuse(f"{where} names no rule", 'For example: rule = "furniture.share"; `pumice rules` lists them all.')
    try:
        rules = tuple(rule.code for rule in find(code))
    except Misuse as error:
        raise Misuse(f"{where}: {error.problem}", error.advice) from error
    return Switch(rules, _paths(table, where), _text(table, "reason", where))


def _replacement(table: Mapping[str, Any], where: str) -> Replacement:
    _known(table, REPLACE_KEYS, where)
    text, new = _text(table, "text", where), _text(table, "with", where)
    if not text.strip() or "with" not in table:
        raise Misuse(f"{where} needs a text, and what to replace it with", HOW_TO_REPLACE)
    if len(text.splitlines()) > 1 or len(new.splitlines()) > 1:
        raise Misuse(f"{where}: more than one line", "Make an entry for each line.")
    if text == new:
        raise Misuse(f"{where}: text and with are the same", "Write with as the text should read.")
    return Replacement(text, new, _paths(table, where), _text(table, "reason", where))


def _paths(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
    value = table.get("paths", [])
    paths = [value] if isinstance(value, str) else value
    if not isinstance(paths, list) or not all(isinstance(path, str) and path for path in paths):
        raise Misuse(f"{where}: paths is no list of patterns", 'For example: paths = ["news/*", "about.txt"].')
    if "paths" in table and not paths:
        raise Misuse(f"{where}: paths is empty, so the entry is about no document", "Leave paths out to mean all.")
    return tuple(paths)
