r"""The man page, from the same words as --help: the command line as typer has it goes in, roff comes out.

man-pages(7) for the sections, groff_man(7) for the macros. A paragraph of help that begins with \b is laid out by hand
and stays so.
"""

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

from pumice import __version__

SECTION = 1
FILES = (
    (
        "pumice.toml",
        "Beside the folder of raw files: lines to keep or to drop, texts to replace, rules to do without. See clean.",
    ),
    ("clean/pumice/records.jsonl", "In the archive: one JSON record a document."),
    ("clean/pumice/trails/", "In the archive: every edit, one JSON object a line."),
)
ENVIRONMENT = (
    ("SOURCE_DATE_EPOCH", "Seconds since 1970: the date of the archive. Without it, an archive has no date."),
    ("NO_COLOR", "If set, output is not coloured."),
    ("PUMICE_DEBUG", "If set, a fault of pumice itself is shown with the place in the program where it happened."),
)


def escaped(text: str) -> str:
    """A line of text as roff has it: nothing in it is a request or an escape."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def page(application: Any) -> str:
    """The man page of a command that holds others."""
    blocks = [
        f'.TH PUMICE {SECTION} "" "pumice {__version__}" "User Commands"',
        ".SH NAME",
        escaped("pumice - turn scraped text into archival copies"),
        ".SH SYNOPSIS",
        ".B pumice",
        "[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]",
        ".SH DESCRIPTION",
        *_prose(application.help),
        ".SH OPTIONS",
        *_options(application),
        ".SH COMMANDS",
    ]
    for name, command in application.commands.items():
        if not command.hidden:
            blocks += _command(name, command)
    blocks += [".SH EXIT STATUS", *_prose(application.epilog)]
    blocks += [".SH ENVIRONMENT", *_listed(ENVIRONMENT), ".SH FILES", *_listed(FILES)]
    return "\n".join(blocks) + "\n"


def _command(name: str, command: Any) -> Iterator[str]:
    context = command.context_class(command, info_name=name)
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f'.SS "{escaped(f"pumice {name} {pieces}")}"'
    yield from _prose(command.help)
    yield from _options(command)


def _prose(text: str | None) -> Iterator[str]:
    for paragraph in inspect.cleandoc(text or "").split("\n\n"):
        lines = paragraph.split("\n")
        if lines[0].strip() == "\b":
            yield from (
                ".PP",
                ".nf",
                *(escaped(line) for line in inspect.cleandoc("\n".join(lines[1:])).split("\n")),
                ".fi",
            )
        else:
            yield from (".PP", *(escaped(line.strip()) for line in lines))


def _options(command: Any) -> Iterator[str]:
    """Arguments and options in the words of --help, each being asked for its own line of it."""
    context = command.context_class(command, info_name=command.name)
    for param in command.params:
        record = param.get_help_record(context)
        if record and not getattr(param, "hidden", False):
            yield from (".TP", f".B {escaped(record[0])}", escaped(record[1]))


def _listed(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, meaning in pairs:
        yield from (".TP", f".I {escaped(name)}", escaped(meaning))
