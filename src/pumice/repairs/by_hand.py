"""A person's word about damage, carried out: the texts that `pumice.toml` says to replace are replaced."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import re2

from pumice.edits import Edit, Span, evidence
from pumice.overrides import LONGEST, Replacement
from pumice.rule import Proposal, Rule, Step

NAME = "repair.by-hand"
EXAMPLES = (Replacement("K~ln", "Köln"), Replacement("the <?> keeper", "the lamp keeper"))
RULE = Rule(
    NAME,
    "Texts that pumice.toml says to replace.",
    "the person who wrote pumice.toml; shown with an entry for a word, and one for a word between others",
    (
        ("The ferry to K~ln.\n", "The ferry to Köln.\n"),
        ("Ask the <?> keeper.\n", "Ask the lamp keeper.\n"),
    ),
    ("The ferry to k~ln.\n", "Ask a <?> keeper, or the <?>\nkeeper.\n"),
)


def steps(entries: Sequence[Replacement]) -> tuple[Step, ...]:
    """The step that carries out `entries`; none where there are none."""
    if not entries:
        return ()
    concerns = "|".join(re2.escape(_as_it_stands(entry.text)) for entry in entries)
    return (Step(NAME, partial(_replaced, tuple(entries)), (RULE,), concerns),)


def endless(entries: Sequence[Replacement]) -> Replacement | None:
    """An entry whose replacement would be replaced again and again, by itself or by others in turn; None if all come
    to an end."""
    for step in steps(entries):
        for entry in entries:
            text = _as_it_stands(entry.new)
            for _ in range(len(entries) + 1):
                before, text = text, step.change(text)
                if text == before:
                    break
            else:
                return entry
    return None


def _as_it_stands(text: str) -> str:
    """The text as a clean copy has it: in NFC, unless it is very long (`LONGEST`)."""
    return text if len(text) > LONGEST else unicodedata.normalize("NFC", text)


def _replaced(entries: Iterable[Replacement], text: str) -> Iterator[Proposal]:
    """An edit for each place where a text stands; where two meet, the entry that comes first in the file wins."""
    taken: list[Span] = []
    for entry in entries:
        old = _as_it_stands(entry.text)
        for start in _places(text, old):
            at = bisect_left(taken, (start, start))
            end = start + len(old)
            if (at and taken[at - 1][1] > start) or (at < len(taken) and taken[at][0] < end):
                continue
            taken.insert(at, (start, end))
            yield Edit(start, old, _as_it_stands(entry.new), NAME, evidence(**entry.facts))


def _places(text: str, old: str) -> Iterator[int]:
    at = text.find(old)
    while at >= 0:
        yield at
        at = text.find(old, at + len(old))
