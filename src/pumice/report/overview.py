"""The parts of the page that tell of all documents together. They are HTML, and read without any script."""

from collections.abc import Iterator

from pumice.findings import CODES, Severity
from pumice.report.facts import SHARES, Seen, Totals
from pumice.report.markup import bars, exact, histogram, opens, per_cent, size, table, text
from pumice.terminal import counted

MOST_LINES = 30
FIRST = (Severity.FAULT, Severity.DOUBT)
CALLED = {Severity.FAULT: "Not processed", Severity.DOUBT: "Doubt", Severity.NOTE: "Note"}


def overview(totals: Totals) -> str:
    """What the corpus is, in a sentence, in numbers and in plots."""
    return f'<p class="lead">{text(_sentence(totals))}</p>{_tiles(totals)}{_plots(totals)}'


def _sentence(totals: Totals) -> str:
    unpublished = totals.documents - totals.published
    taken = per_cent(totals.removed, totals.first)
    said = [
        f"{counted(totals.documents, 'document')} with {size(totals.first)} characters.",
        f"{counted(totals.stripped, 'document')} had page furniture removed, which took {taken} of the text;",
        f"{counted(totals.repaired, 'document')} had encoding damage repaired.",
    ]
    if unpublished:
        have = "has" if unpublished == 1 else "have"
        said.append(f"{counted(unpublished, 'document')} could not be processed and {have} no clean copy.")
    return " ".join(said)


def _tiles(totals: Totals) -> str:
    doubts = sum(count for code, count in totals.findings.items() if CODES[code].severity in FIRST)
    repairs = sum(count for rule, count in totals.rules.items() if rule.startswith("repair."))
    tiles = [
        ("documents", f"{totals.documents:,}"),
        ("with a clean copy", f"{totals.published:,}"),
        ("lines and pieces of furniture removed", f"{sum(totals.furniture.values()):,}"),
        ("of the text removed as furniture", per_cent(totals.removed, totals.first)),
        ("repairs of damage", f"{repairs:,}"),
        ("findings to look at", f"{doubts:,}"),
    ]
    inside = "".join(f"<div><dt>{text(name)}</dt><dd>{value}</dd></div>" for name, value in tiles)
    return f'<dl class="tiles">{inside}</dl>'


def _plots(totals: Totals) -> str:
    cards = [
        bars("Languages", ("language", "documents"), list(totals.languages.items()), pick="language"),
        bars("Types", ("media type", "documents"), list(totals.types.items()), pick="type"),
        bars("Encodings", ("encoding", "documents"), list(totals.encodings.items()), pick="encoding"),
        _shares(totals),
    ]
    return f'<div class="cards">{"".join(cards)}</div>'


def _shares(totals: Totals) -> str:
    names = ["nothing", *(f"to {most // 10} %" for most in SHARES[1:])]
    classes = [(name, totals.shares[number]) for number, name in enumerate(names)]
    told = ", ".join(f"{name} {counted(count, 'document')}" for name, count in classes)
    title = "How much furniture took from each document"
    return histogram(title, "of the text removed", classes, f"How many documents lost how much: {told}")


def look_first(totals: Totals) -> str:
    """The findings, gravest first, each with what it means and what to do; notes stand behind a fold."""
    codes = sorted(totals.findings, key=lambda code: (_rank(code), -totals.findings[code], code))
    grave = [code for code in codes if CODES[code].severity in FIRST]
    notes = [code for code in codes if CODES[code].severity not in FIRST]
    said = "".join(_finding(totals, code) for code in grave) or "<p>Nothing was found that a person should look at.</p>"
    if notes:
        folded = "".join(_finding(totals, code) for code in notes)
        kinds = "1 kind of note" if len(notes) == 1 else f"{len(notes)} kinds of notes"
        said += f"<details><summary>{kinds}, for the record</summary>{folded}</details>"
    return said + _doubtful(totals)


def _rank(code: str) -> int:
    severity = CODES[code].severity
    return FIRST.index(severity) if severity in FIRST else len(FIRST)


def _finding(totals: Totals, code: str) -> str:
    known = CODES[code]
    tag = f'<span class="tag {known.severity}">{text(CALLED[known.severity])}</span>'
    many = f"{totals.findings[code]:,} in {counted(totals.with_findings[code], 'document')}"
    chosen = f'<span class="many" data-pick="finding" data-value="{exact(code)}">{many}</span>'
    first = " · ".join(opens(number, path) for number, path in totals.found_in[code])
    more = " …" if totals.with_findings[code] > len(totals.found_in[code]) else ""
    return (
        f'<article class="finding {known.severity}"><h3>{tag} <code>{text(code)}</code> {chosen}</h3>'
        f"<p>{text(known.meaning)} <em>{text(known.advice)}</em></p>"
        f'<p class="places">{first}{more}</p></article>'
    )


def _doubtful(totals: Totals) -> str:
    top = totals.doubtful.top(MOST_LINES)
    if not top:
        return ""
    rows = [
        (f'<span dir="auto" class="line">{text(seen.thing)}</span>', f"{seen.times:,}", opens(seen.document, "look"))
        for seen in top
    ]
    return table("Doubtful lines that stayed, most frequent first", ("line", "#times", "first"), rows)


def changes(totals: Totals) -> str:
    """What was changed: edits by rule, furniture by kind, and the lines and repairs themselves, most frequent first."""
    rules = list(totals.rules.items())
    kinds = list(totals.furniture.items())
    cards = bars("Furniture removed", ("kind", "pieces"), kinds, pick="furniture", style="removed") + bars(
        "Edits", ("rule", "edits"), rules, pick="rule"
    )
    return f'<div class="cards">{cards}</div>' + "".join(_frequent(totals))


def _frequent(totals: Totals) -> Iterator[str]:
    gone = totals.gone.top(MOST_LINES)
    if gone:
        rows = [
            (
                f'<del dir="auto" class="line">{text(seen.thing[0])}</del>',
                text(seen.thing[1]),
                f"{seen.times:,}",
                opens(seen.document, "look"),
            )
            for seen in gone
        ]
        yield table("Lines removed, most frequent first", ("line", "kind", "#times", "first"), rows)
    repairs = totals.repairs.top(MOST_LINES)
    if repairs:
        rows = [
            (_repair(seen), f"<code>{text(seen.thing[2])}</code>", f"{seen.times:,}", opens(seen.document, "look"))
            for seen in repairs
        ]
        yield table("Repairs, most frequent first", ("as it is first seen", "rule", "#times", "first"), rows)


def _repair(seen: Seen[tuple[str, str, str]]) -> str:
    """A repair between what stands left and right of it."""
    before, after, _ = seen.thing
    left, right = (text(side) for side in seen.example)
    return f'<span dir="auto" class="line">{left}<del>{text(before)}</del><ins>{text(after)}</ins>{right}</span>'
