"""The commands. Each is a few lines over the library; what is told to people and to machines is made elsewhere."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer
from typer.core import TyperGroup

from pumice.errors import FAULT, PumiceError

EXIT_CODES = """
Exit codes: 0 all well; 1 the content is not as it should be; 2 wrong usage or configuration; 3 the run is complete but
some documents could not be processed; 4 nothing to work on; 70 a fault of pumice itself; 130 interrupted.
"""

P = ParamSpec("P")


class Strip(StrEnum):
    """How much page furniture to remove."""

    CAREFUL = "careful"
    THOROUGH = "thorough"
    OFF = "off"


@contextmanager
def _told() -> Iterator[None]:
    """What stops a command is told in a sentence and an exit code, never in a traceback."""
    try:
        yield
    except PumiceError as error:
        _complain(error.problem, error.advice)
        raise typer.Exit(error.exit_code) from error
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from error
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        if os.environ.get("PUMICE_DEBUG"):
            raise
        where = error.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        place = f"{where.tb_frame.f_code.co_name}, line {where.tb_lineno}" if where else "?"
        _complain(
            f"this is a fault of pumice: {type(error).__name__} in {place}: {error}",
            "Please report it with the document that brought it about; PUMICE_DEBUG=1 shows the whole story.",
        )
        raise typer.Exit(FAULT) from error


def _complain(problem: str, advice: str = "") -> None:
    from pumice.terminal import safe, styled

    sys.stderr.write(f"{styled('pumice:', 'fault', sys.stderr)} {safe(problem)}\n")
    if advice:
        sys.stderr.write(f"        {safe(advice)}\n")


class _Commands(TyperGroup):
    """The group of commands, in the order of a day's work."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names in the order they were defined."""
        return list(self.commands)


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
BagPath = Annotated[Path, typer.Option("--bag", help="The bag that holds the document.", metavar="CLEAN")]
Document = Annotated[str, typer.Argument(metavar="DOC", help="Its path in raw, or in the payload of the bag.")]


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
        pumice learn raw             what recurs on each site, to clean with
        pumice verify clean          check every byte of it
        pumice show some/page.txt    see what was changed in a document, and why
        pumice restore some/page.txt > page.txt
    """


def _print_json(value: Any) -> None:
    from pumice.record import dump

    sys.stdout.write(dump(value).decode() + "\n")


StripLevel = Annotated[Strip, typer.Option(help="How much page furniture to remove.")]
Without = Annotated[
    list[str] | None, typer.Option("--without", metavar="CODE", help="Switch a rule off; may be given several times.")
]
Config = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Lines to keep or drop, rules to do without; by default pumice.toml beside RAW."),
]
ProfileFile = Annotated[
    Path | None, typer.Option("--profile", metavar="FILE", help="What pumice learn found to recur on each site.")
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Ignore pumice.toml.")]


@command
def clean(
    raw: Annotated[str, typer.Argument(metavar="RAW", help="Folder of scrapes; or a single file, or -.")] = "raw",
    bag: Annotated[Path, typer.Argument(metavar="CLEAN", help="The archive to make or renew.")] = Path("clean"),
    strip: StripLevel = Strip.CAREFUL,
    main_only: Annotated[
        bool, typer.Option("--main-only", help="Of HTML pages keep nothing but the main text.")
    ] = False,
    without: Without = None,
    config: Config = None,
    no_config: NoConfig = False,
    profile: ProfileFile = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if anything would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Worker processes; by default one a core.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Make the archive CLEAN of the folder RAW, or bring it up to date. RAW is only ever read.

    Documents that have not changed are not computed again; those that left RAW leave CLEAN. With a single file, or -
    for standard input, the clean text goes to standard output.

    pumice.toml beside RAW is your word on single lines and rules, and stronger than any rule; in a pattern, * is any
    run of characters and ? a single one. For a single file it counts only if --config names it.

    \b
        [[keep]]
        line = "Share"
        [[drop]]
        pattern = "Follow * on *"
        paths = ["news/*"]
        reason = "the site's own bar"
        [[without]]
        rule = "furniture.promo"

    \b
        pumice clean                       raw/ into clean/
        pumice clean scrapes archive -j 4  other folders, four workers
        pumice clean --check --diff        would anything change, and how? (for CI)
        pumice clean page.txt              one document to standard output
        curl -s https://example.org/a.txt | pumice clean -
        pumice clean --strip off --without form.no-break-spaces
        pumice clean --profile profile.toml   with what pumice learn found
    """
    from pumice import cleaning
    from pumice.catalogue import find
    from pumice.config import overrides_for, profile_in
    from pumice.options import Options

    alone = raw == "-" or Path(raw).is_file()
    overrides = overrides_for(Path(raw), config, ignored=no_config or (alone and not config))
    codes = tuple(rule.code for code in without or () for rule in find(code))
    options = Options(
        strip=strip.value, main_only=main_only, without=codes, overrides=overrides, profile=profile_in(profile)
    )
    if alone:
        raise typer.Exit(cleaning.one_document(raw, options, check=check, diff_wanted=diff, json=json))
    raise typer.Exit(cleaning.folder(Path(raw), bag, options, jobs=jobs, check=check, diff_wanted=diff, json=json))


@command
def learn(
    raw: Annotated[Path, typer.Argument(metavar="RAW", help="Folder of scrapes, a folder in it for each site.")] = Path(
        "raw"
    ),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; else standard output.")
    ] = None,
    site: Annotated[
        str, typer.Option(metavar="PATTERN", help="Which folders of RAW are sites; a dot for all of RAW as one.")
    ] = "*",
    force: Annotated[bool, typer.Option("--force", help="Write over a FILE that is there.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Worker processes; by default one a core.")
    ] = None,
) -> None:
    """Learn which lines recur over the documents of each site in RAW, for pumice clean --profile.

    The profile is a TOML file of lines with the number of documents that have them. Read it, take out what is no
    furniture, keep it with the archive. A line in it is evidence, not a verdict: it goes where the line model suspects
    it too.

    \b
        pumice learn raw -o profile.toml                a site is a folder in raw/
        pumice learn raw --site "web/*" -o profile.toml a site is a folder in raw/web/
        pumice learn raw --site . -o profile.toml       raw/ is one site
        pumice clean --profile profile.toml --diff      what would it change?
    """
    from pumice import cleaning

    raise typer.Exit(cleaning.learned(raw, output, site=site, force=force, jobs=jobs or os.cpu_count() or 1))


@command
def verify(
    bag: Annotated[Path, typer.Argument(metavar="CLEAN", help="The bag to check; one of anybody's will do.")] = Path(
        "clean"
    ),
    raw: Annotated[
        Path | None, typer.Option(metavar="RAW", help="Also check that these are the raw files it was made from.")
    ] = None,
    rederive: Annotated[bool, typer.Option("--rederive", help="Also make every copy again and compare it.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Look at names and sizes only.")] = False,
    sample: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="Read so many per cent of the files.")] = 100,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Worker processes; by default one a core.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Check a bag: that every file is there, nothing else is, and each is what its manifest and its record say.

    \b
        pumice verify                          every byte of clean/
        pumice verify archive --raw scrapes    and that it was made from these raw files
        pumice verify --raw raw --rederive     and that this pumice would make the same copies
        pumice verify archive --json | jq .code
    """
    from pumice import verifying

    code = verifying.told(
        bag, raw=raw, rederive=rederive, quick=quick, sample=sample, jobs=jobs or os.cpu_count() or 1, json=json
    )
    raise typer.Exit(code)


@command
def show(
    document: Document,
    bag: BagPath = Path("clean"),
    everything: Annotated[bool, typer.Option("--all", help="List edits of white space too.")] = False,
    json: AsJson = False,
) -> None:
    """Show what was changed in a document, and why: what was removed, with its kind and the evidence; repairs in place.

    \b
        pumice show news/2009.txt              by its path in raw
        pumice show data/news/2009.txt --all   by its path in the bag, with every edit of white space
        pumice show 2009.txt --bag archive --json
    """
    from pumice.corpus import open_bag
    from pumice.show import explain, explain_object

    found = open_bag(bag).find(document)
    text, trail = (found.text, found.trail) if found.published else ("", ())
    if json:
        _print_json(explain_object(found.record, text, trail))
    else:
        typer.echo(explain(found.record, text, trail, everything=everything), nl=False)


@command
def restore(document: Document, bag: BagPath = Path("clean")) -> None:
    """Write the raw bytes of a document to standard output, byte for byte, from its clean copy and trail.

    \b
        pumice restore news/2009.txt > 2009.txt
        pumice restore news/2009.txt --bag archive | cmp - raw/news/2009.txt
    """
    from pumice.corpus import open_bag

    found = open_bag(bag).find(document)
    sys.stdout.buffer.write(found.raw())
    sys.stdout.buffer.flush()
    if found.record.rendered:
        _complain(f"{document} is a page: this is the text its readers saw", "Its source is in raw only.")


@command
def rules(
    code: Annotated[str | None, typer.Argument(help="A rule, or the beginning of several: repair, furniture.")] = None,
    json: AsJson = False,
) -> None:
    """List the rules that may change a text; with CODE, show one with its source and its examples.

    \b
        pumice rules                     every rule, a line each
        pumice rules furniture           those whose codes begin so
        pumice rules form.line-ends      one in full
        pumice rules --json | jq .code   for machines
    """
    from pumice import catalogue

    found = catalogue.find(code) if code else catalogue.rules()
    if json:
        for rule in found:
            _print_json(catalogue.rule_object(rule))
    else:
        typer.echo(catalogue.brief(found) if len(found) > 1 else catalogue.full(found[0]), nl=False)


@command
def repair(
    source: Annotated[str, typer.Argument(metavar="FILE", help="The text to repair; - is standard input.")] = "-",
    explain: Annotated[
        bool, typer.Option("--explain", help="Print each edit with its evidence, as JSON lines, instead of the text.")
    ] = False,
) -> None:
    """Repair encoding damage in a text, and change nothing else: from a file or standard input to standard output.

    \b
        pumice repair page.txt > repaired.txt
        curl -s https://example.org/page.txt | pumice repair
        pumice repair page.txt --explain | jq .rule
    """
    from pumice.decode import decode
    from pumice.filters import read
    from pumice.pipeline import repair_text
    from pumice.record import edit_object, finding_object

    decoded = decode(read(source))
    result = repair_text(decoded.text)
    if explain:
        for number, layer in enumerate(result.trail):
            for edit in layer.edits:
                _print_json({"layer": number, "step": layer.step} | edit_object(edit))
        for finding in (*decoded.findings, *result.findings):
            _print_json({"finding": finding_object(finding)})
        return
    sys.stdout.buffer.write(result.text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
