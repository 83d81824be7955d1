"""Small pieces of HTML: escaped text, tables with bars, a histogram. Every text that comes from an archive goes through
`text` or `attribute`, so none of it can be markup."""

from collections.abc import Iterable, Sequence
from html import escape

from pumice.terminal import safe

BAR_WIDTH = 200  # units of an SVG; the page scales it
BAR_HEIGHT = 10
MOST_BARS = 12  # rows seen before a fold
MOST_ROWS = 10


def text(value: object) -> str:
    """`value` as text of a page; characters that are not seen or that turn text around are spelled out."""
    return escape(safe(str(value)), quote=False)


def attribute(value: object) -> str:
    """`value` as the value of an attribute, for reading."""
    return escape(safe(str(value)), quote=True)


def exact(value: str) -> str:
    """`value` as the value of an attribute that a program reads: spelled out is only what cannot stand in a page."""
    return escape(value.encode("utf-8", "backslashreplace").decode(), quote=True)


def per_cent(part: int, whole: int) -> str:
    """A share with one decimal, in whole numbers only: 12.3 %; under a thousandth, but not nothing: < 0.1 %."""
    if not part or not whole:
        return "0 %"
    thousandths = (part * 2000 + whole) // (whole * 2)
    return f"{thousandths // 10}.{thousandths % 10} %" if thousandths else "< 0.1 %"


def size(number: int) -> str:
    """A number of characters, short: 950, 12.3 k, 4.5 M."""
    for unit, name in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        if number >= unit:
            return f"{number // unit}.{number % unit * 10 // unit} {name}"
    return str(number)


def bar(value: int, most: int, style: str) -> str:
    """A bar as long as `value` is to `most`; hidden from screen readers, since the number stands beside it."""
    width = max(1, value * BAR_WIDTH // most) if value else 0
    return (
        f'<svg class="bar {style}" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false"><rect width="{width}" height="{BAR_HEIGHT}" rx="2"/></svg>'
    )


def bars(
    title: str, heads: tuple[str, str], counts: Sequence[tuple[str, int]], *, pick: str = "", style: str = ""
) -> str:
    """A card with a table of names and numbers, largest first, each with its bar. With `pick`, a name chooses the
    documents that have it."""
    if not counts:
        return f'<div class="card"><h3>{text(title)}</h3><p>None.</p></div>'
    ordered = sorted(counts, key=lambda item: (-item[1], item[0]))
    rows = [_bar_row(name, count, ordered[0][1], pick, style) for name, count in ordered]
    number = f'<th scope="col" class="number">{text(heads[1])}</th>'
    head = f'<thead><tr><th scope="col">{text(heads[0])}</th>{number}<td></td></tr></thead>'
    return f'<div class="card">{_folded("bars", title, head, rows, MOST_BARS)}</div>'


def _folded(style: str, title: str, head: str, rows: Sequence[str], most: int) -> str:
    """A table of rows; those after the first `most` stand in a second one behind a fold."""
    shown, rest = "".join(rows[:most]), "".join(rows[most:])
    made = f'<table class="{style}"><caption>{text(title)}</caption>{head}<tbody>{shown}</tbody></table>'
    if not rest:
        return made
    caption = f'<caption class="unseen">{text(title)}, the rest</caption>'
    more = f'<table class="{style}">{caption}{head}<tbody>{rest}</tbody></table>'
    return f"{made}<details><summary>{len(rows) - most} more</summary>{more}</details>"


def _bar_row(name: str, count: int, most: int, pick: str, style: str) -> str:
    picks = f' data-pick="{pick}" data-value="{exact(name)}"' if pick else ""
    return (
        f'<tr><th scope="row"{picks}>{text(name)}</th><td class="number">{count:,}</td>'
        f'<td class="plot">{bar(count, most, style)}</td></tr>'
    )


def histogram(title: str, axis: str, classes: Sequence[tuple[str, int]], told: str) -> str:
    """A card with columns, each with its class below and its number above; `told` says in words what is to be seen."""
    most = max((count for _, count in classes), default=1) or 1
    step, height, base = 64, 120, 150
    width = step * len(classes)
    columns = []
    for number, (name, count) in enumerate(classes):
        tall = max(2, count * height // most) if count else 0
        middle = number * step + step // 2
        columns.append(
            f'<rect x="{number * step + 8}" y="{base - tall}" width="{step - 16}" height="{tall}" rx="2"/>'
            f'<text x="{middle}" y="{base - tall - 6}" class="count">{count:,}</text>'
            f'<text x="{middle}" y="{base + 18}">{text(name)}</text>'
        )
    drawing = (
        f'<svg class="columns" viewBox="0 0 {width} {base + 44}" role="img" aria-label="{attribute(told)}">'
        f'<line x1="0" x2="{width}" y1="{base}" y2="{base}"/>{"".join(columns)}'
        f'<text x="{width // 2}" y="{base + 40}" class="axis">{text(axis)}</text></svg>'
    )
    return f'<figure class="card"><figcaption>{text(title)}</figcaption>{drawing}</figure>'


def table(caption: str, heads: Sequence[str], cells: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already; a head that begins with `#` is over numbers."""
    kinds = [' class="number"' if head.startswith("#") else "" for head in heads]
    columns = [f'<th scope="col"{kind}>{text(name.lstrip("#"))}</th>' for name, kind in zip(heads, kinds, strict=True)]
    rows = [
        "<tr>" + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row, kinds, strict=True)) + "</tr>"
        for row in cells
    ]
    inside = _folded("listed", caption, f"<thead><tr>{''.join(columns)}</tr></thead>", rows, MOST_ROWS)
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{attribute(caption)}">{inside}</div>'


def opens(document: int, label: str) -> str:
    """A link that opens a document of the page."""
    return f'<a href="#document/{document}">{text(label)}</a>'
