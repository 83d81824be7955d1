"""Rules, finding codes and commands as Markdown."""

import inspect
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Any

from pumice import catalogue
from pumice.exports import FORMATS
from pumice.findings import CODES
from pumice.rule import Rule
from pumice.terminal import safe

MADE = "<!-- Made by python tools/make_docs.py; do not edit. -->\n"
# Of the examples of a rule so many are shown, and none longer: `pumice rules CODE` shows all.
MOST_EXAMPLES, LONGEST = 3, 160
ABOUT_RULES = """\
Each names its source, some of what it changes, and some of what it must leave as it is; the tests hold it to all of its
examples. White space and invisible characters are spelled out. `pumice rules CODE` shows a rule in full, `--without
CODE` switches it off."""
ABOUT_FINDINGS = """\
A finding changes nothing. Its code keeps its meaning for good. A *note* is for the record, a *doubt* for a person to
look at; a *fault* is a document that could not be processed, or an archive that is not as it should be. `pumice
findings` lists those of an archive’s documents, `pumice verify` those of the archive."""


def rules_page() -> str:
    """The catalogue of rules, by family."""
    rules = catalogue.rules()
    head = f"{MADE}# Rules\n\n{len(rules)} rules may change a text. {ABOUT_RULES}\n"
    families = groupby(sorted(rules, key=_family), key=_family)
    return head + "".join(f"\n## {family}\n{''.join(map(_rule, found))}" for family, found in families)


def _family(rule: Rule) -> str:
    return rule.code.partition(".")[0]


def _rule(rule: Rule) -> str:
    changes = [f"changes  {_example(before)}\n     to  {_example(after)}" for before, after in rule.changes]
    keeps = [f"  keeps  {_example(text)}" for text in rule.keeps]
    short = [each for each in changes if len(each) <= LONGEST][:MOST_EXAMPLES]
    short += [each for each in keeps if len(each) <= LONGEST][:MOST_EXAMPLES]
    examples = "\n~~~text\n" + "\n".join(short) + "\n~~~\n" if short else ""
    return f"\n### {rule.code}\n\n{_prose(rule.summary)}\n\nSource: {_prose(rule.source)}\n{examples}"


def _example(text: str) -> str:
    return safe(repr(text))


def _prose(text: str) -> str:
    """Text whose characters Markdown would take for its own."""
    return "".join(f"\\{each}" if each in "\\`*_[]<>|#" else each for each in text)


def findings_page() -> str:
    """The finding codes, by family."""
    head = f"{MADE}# Finding codes\n\n{ABOUT_FINDINGS}\n"
    families = groupby(sorted(CODES.values(), key=lambda code: code.code), key=lambda code: code.code.partition(".")[0])
    return head + "".join(f"\n## {family}\n\n{_table(found)}" for family, found in families)


def _table(codes: Iterable[Any]) -> str:
    rows = (f"| `{each.code}` | {each.severity} | {_prose(each.meaning)} | {_prose(each.advice)} |\n" for each in codes)
    return "| code | | what it means | what to do |\n|---|---|---|---|\n" + "".join(rows)


def commands_page(application: Any) -> str:
    """Every command with its arguments and options, in the words of --help."""
    parts = [
        f"{MADE}# Commands\n\nWhat `pumice --help` and `pumice COMMAND --help` say.\n\n{_help(application.epilog)}"
    ]
    for name, command in application.commands.items():
        context = command.context_class(command, info_name=name)
        usage = " ".join(["pumice", name, *command.collect_usage_pieces(context)])
        parts.append(
            f"\n## pumice {name}\n\n    {usage}\n\n{_help(command.help)}\n{''.join(_options(command, context))}"
        )
    return "".join(parts)


def _help(text: str | None) -> str:
    return "\n".join(_paragraph(each) for each in inspect.cleandoc(text or "").split("\n\n"))


def _paragraph(text: str) -> str:
    lines = text.split("\n")
    if lines[0].strip() != "\b":
        return _prose(" ".join(line.strip() for line in lines)) + "\n"
    return "~~~text\n" + inspect.cleandoc("\n".join(lines[1:])) + "\n~~~\n"


def _options(command: Any, context: Any) -> Iterator[str]:
    yield "| | |\n|---|---|\n"
    for param in command.params:
        record = param.get_help_record(context)
        if record:
            shown, meaning = (" ".join(part.split()) for part in record)
            yield f"| <code>{escape(shown).replace('|', '&#124;')}</code> | {_prose(meaning)} |\n"


def formats_table() -> str:
    """The formats of pumice export."""
    rows = (
        f"| `{each.name}` | {_prose(each.summary)} | {f'`pumice[{each.extra}]`' if each.extra else 'nothing'} | "
        f"{'yes' if each.pipes else 'no'} |\n"
        for each in FORMATS
    )
    head = (
        f"{MADE}# Export formats\n\n| `--to` | what it is | what it needs | can go into a pipe |\n|---|---|---|---|\n"
    )
    return head + "".join(rows) + "\n[For downstream](../how-to/downstream.md) shows each in use.\n"
