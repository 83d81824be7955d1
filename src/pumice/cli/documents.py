"""The commands about single documents, and about the rules."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pumice.cli.base import AsJson, command, complain, print_json
from pumice.cli.complete import document_names

BagPath = Annotated[Path, typer.Option("--bag", help="The bag that holds the document.", metavar="CLEAN")]
Document = Annotated[
    str,
    typer.Argument(metavar="DOC", help="Its path in raw, or in the payload of the bag.", autocompletion=document_names),
]


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
        print_json(explain_object(found.record, text, trail))
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
        complain(f"{document} is a page: this is the text its readers saw", "Its source is in raw only.")


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
            print_json(catalogue.rule_object(rule))
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
                print_json({"layer": number, "step": layer.step} | edit_object(edit))
        for finding in (*decoded.findings, *result.findings):
            print_json({"finding": finding_object(finding)})
        return
    sys.stdout.buffer.write(result.text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
