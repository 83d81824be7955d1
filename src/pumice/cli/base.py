"""What all commands share: the application, how what stops a command is told, how JSON is printed."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Annotated, Any, ParamSpec

import typer
from typer.core import TyperGroup

from pumice.errors import FAULT, PumiceError

EXIT_CODES = """
Exit codes: 0 all well; 1 the content is not as it should be; 2 wrong usage or configuration; 3 the run is complete but
some documents could not be processed; 4 nothing to work on; 70 a fault of pumice itself; 130 interrupted.
"""

P = ParamSpec("P")


@contextmanager
def _told() -> Iterator[None]:
    """What stops a command is told in a sentence and an exit code, never in a traceback."""
    try:
        yield
    except PumiceError as error:
        complain(error.problem, error.advice)
        raise typer.Exit(error.exit_code) from error
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from error
    except (typer.Exit, typer.Abort):
        raise
    except OSError as error:  # files of archives are told about in their own words; this is what is left
        complain(f"{error.filename or 'standard output'}: {error.strerror or error}", "Nothing that was made is lost.")
        raise typer.Exit(FAULT) from error
    except Exception as error:
        if os.environ.get("PUMICE_DEBUG"):
            raise
        where = error.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        place = f"{where.tb_frame.f_code.co_name}, line {where.tb_lineno}" if where else "?"
        complain(
            f"this is a fault of pumice: {type(error).__name__} in {place}: {error}",
            "Please report it with the document that brought it about; PUMICE_DEBUG=1 shows the whole story.",
        )
        raise typer.Exit(FAULT) from error


def complain(problem: str, advice: str = "") -> None:
    """Tell a person what is wrong and what to do, on standard error."""
    from pumice.terminal import safe, styled

    sys.stderr.write(f"{styled('pumice:', 'fault', sys.stderr)} {safe(problem)}\n")
    if advice:
        sys.stderr.write(f"        {safe(advice)}\n")


# The order of a day's work, in which help lists the commands.
ORDER = (
    *("init", "clean", "merge", "publish", "learn", "report", "review", "show", "diff", "restore"),
    *("verify", "seal", "findings", "export", "rules", "repair", "doctor", "man"),
)
SUMMARY = 200  # characters: a first sentence is never cut


class _Commands(TyperGroup):
    """The group of commands, in the order of a day's work."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names in their order."""
        return sorted(self.commands, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands with all of their first sentence, however many lines that takes."""
        names = self.list_commands(ctx)
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(SUMMARY)) for name in names])


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
)


def command(run: Callable[P, None]) -> Callable[P, None]:
    """Make a command of a function; what stops it is told as `_told` does."""

    @wraps(run)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        with _told():
            run(*args, **kwargs)

    app.command()(guarded)
    return run


AsJson = Annotated[bool, typer.Option("--json", help="Print for machines: one JSON object a line.")]


def _version(wanted: bool) -> None:
    if wanted:
        from pumice import __version__

        typer.echo(f"pumice {__version__}")
        raise typer.Exit


@app.callback()
def pumice(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Turn scraped text into archival copies: repaired, stripped of page furniture, in one normal form, and with a
    trail that gives the raw bytes back.

    \b
        pumice clean raw clean       make or renew the archive of raw/ in clean/
        pumice report clean          a page that shows each document, raw and clean
        pumice review raw clean      decide what was left open
        pumice verify clean          check every byte of it
        pumice show some/page.txt    see what was changed in a document, and why
        pumice restore some/page.txt > page.txt
    """


def print_json(value: Any) -> None:
    """Print one JSON value on a line of standard output."""
    from pumice.record import dump

    sys.stdout.write(dump(value).decode() + "\n")
