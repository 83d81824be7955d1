"""Texts without furniture, made from the content of labelled pages: what short lines look like that are content.

On the pages nearly every short line is furniture; in books and manuals it is a table's cell, a list's item, a verse, a
speaker, a setting. The words are the pages' own, so they are of every language there, and say nothing by themselves.
"""

import random
from collections.abc import Callable, Iterator

Style = Callable[[list[str], random.Random], list[str]]

WIDTHS = (50, 90)
CELLS, ITEMS = (6, 60), (4, 25)
PLAIN = 0.08
GAP = 6  # paragraphs between two tables or lists at most
MARKS = ("- ", "* ", "• ", "· ", "– ")
UNITS = ("", "", "%", " kg", " m", "°", " €", " MB", "x")


def pieces(text: str, size: int) -> list[str]:
    """`text` in pieces of about `size` words; where no spaces part words, of twice as many characters."""
    words = text.split(" ")
    if len(text) > 12 * len(words):
        return [text[at : at + 2 * size] for at in range(0, len(text), 2 * size)]
    return [" ".join(words[at : at + size]) for at in range(0, len(words), size)]


def _short(texts: list[str], chance: random.Random, most: int) -> str:
    """A few words from somewhere in the texts, without the marks at their ends."""
    found = pieces(chance.choice(texts), chance.randint(1, most))
    piece = chance.choice(found).strip(" .,:;!?\"'()[]，。：；、！？„“”«»—–-")
    return piece or chance.choice(texts)[:8]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(chance: random.Random) -> str:
    whole = chance.choice((chance.randint(0, 20), chance.randint(0, 999), chance.randint(1000, 99999)))
    shown = chance.choice((str(whole), f"{whole}.{chance.randint(0, 99)}", f"{whole:,}"))
    return shown + chance.choice(UNITS)


def _between(texts: list[str], chance: random.Random, inset: Callable[[], list[str]]) -> list[str]:
    """The texts with insets among them, as tables and lists stand among paragraphs."""
    lines, left = [], chance.randint(0, GAP)
    for text in texts:
        if left == 0:
            lines += inset()
            left = chance.randint(1, GAP) if chance.random() < 0.9 else -1
        lines.append(text)
        left -= 1
    return lines if left > 0 else [*lines, *inset()]


def _table(texts: list[str], chance: random.Random) -> list[str]:
    """Cells on lines of their own, words and numbers, sometimes a row to a line."""
    figures, most = chance.random() * 0.6, chance.choice((1, 2, 4))
    together = chance.choice((1, 1, 1, 2, 4))

    def cell() -> str:
        return _number(chance) if chance.random() < figures else _capital(_short(texts, chance, most))

    def inset() -> list[str]:
        bar = chance.choice(("  ", " | ", "\t"))
        return [bar.join(cell() for _ in range(together)) for _ in range(chance.randint(*CELLS))]

    return _between(texts, chance, inset)


def _list(texts: list[str], chance: random.Random) -> list[str]:
    """Items under marks or numbers, or under none, with a heading now and then."""
    mark, most, headed = chance.choice((*MARKS, "1", "a", "", "")), chance.choice((2, 4, 9)), chance.random() < 0.5

    def begin(at: int) -> str:
        return f"{at}. " if mark == "1" else f"{chr(96 + at % 26)}) " if mark == "a" else mark

    def inset() -> list[str]:
        items = [begin(at) + _capital(_short(texts, chance, most)) for at in range(1, chance.randint(*ITEMS))]
        return [_capital(_short(texts, chance, 4)) + ":"] * headed + items

    return _between(texts, chance, inset)


def _chat(texts: list[str], chance: random.Random) -> list[str]:
    """Turns of speakers, with or without the time."""
    names = [_capital(_short(texts, chance, 1)) for _ in range(chance.randint(2, 5))]
    form = chance.choice(("<{}> {}", "{}: {}", "{} | {}", "— {1}", "[12:0{2}] {0}: {1}", "{0}\n{1}", "({0}) {1}"))
    turns = [turn for text in texts for turn in pieces(text, chance.randint(2, 16))]
    said = (form.format(chance.choice(names), turn, chance.randint(0, 9)) for turn in turns)
    return [line for turn in said for line in turn.split("\n")]


def _verse(texts: list[str], chance: random.Random) -> list[str]:
    """Lines of a few words, each with a capital or none."""
    size, capitals = chance.randint(3, 8), chance.random() < 0.6
    lines = [line for text in texts for line in pieces(text, size)]
    return [_capital(line) for line in lines] if capitals else lines


def _glossary(texts: list[str], chance: random.Random) -> list[str]:
    """Words, each with its explanation behind it or below."""
    below = chance.random() < 0.5
    lines: list[str] = []
    for text in texts:
        head = _short(texts, chance, 2)
        lines += [head, text] if below else [f"{head}{chance.choice((': ', ' – ', '. '))}{text}"]
    return lines


def _settings(texts: list[str], chance: random.Random) -> list[str]:
    """Options and code as manuals show them."""

    def name() -> str:
        return "_".join(_short(texts, chance, 2).lower().split())

    def inset() -> list[str]:
        form = chance.choice(
            ("{} = {}", "{}: {}", "--{}={}", "  {}({});", "$ {} {}", "<{}>{}</{}>", "{} [{}]", "-{} {}")
        )
        return [
            form.format(name(), chance.choice((name(), _number(chance))), name()) for _ in range(chance.randint(*ITEMS))
        ]

    return _between(texts, chance, inset)


def _headed(texts: list[str], chance: random.Random) -> list[str]:
    """Chapters and sections: short headings, numbered or in capitals or neither, over paragraphs."""
    form = chance.choice(("{1}", "{0}. {1}", "{0}.{2} {1}", "Chapter {0}", "{0}", "§ {0}", "{3}"))
    lines: list[str] = []
    for at, text in enumerate(texts):
        if chance.random() < 0.4:
            head = _capital(_short(texts, chance, 5))
            lines.append(form.format(at + 1, head, chance.randint(1, 9), head.upper()))
        lines.append(text)
    return lines


def wrapped(texts: list[str], chance: random.Random) -> list[str]:
    """Set in lines as books and manuals are."""
    width = chance.randint(*WIDTHS)
    return [line for text in texts for line in in_lines(text, width)]


def in_lines(text: str, width: int) -> Iterator[str]:
    """The words of `text` in lines of `width` characters at most."""
    part = ""
    for word in text.split(" "):
        if part and len(part) + 1 + len(word) > width:
            yield part
            part = word
        else:
            part = f"{part} {word}" if part else word
    yield part


STYLES: tuple[Style, ...] = (
    wrapped, wrapped, _table, _table, _table, _list, _list, _chat, _verse, _glossary, _settings, _headed,
)  # fmt: skip


def clean_text(texts: list[str], chance: random.Random) -> list[str]:
    """The lines of a text without furniture that is made of `texts`: as they are, in one style or in two."""
    lines = texts if chance.random() < PLAIN else chance.choice(STYLES)(texts, chance)
    if chance.random() < 0.2:
        lines = wrapped(lines, chance)
    return [" ".join(line.split()) for line in lines if line.split()]
