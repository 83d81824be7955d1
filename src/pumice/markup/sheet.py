"""The sheet a page is written on: elements and text in, lines out.

Whoever walks a tree calls `open`, `text` and `close` in document order; the sheet knows nothing of trees. The rules:

- White space is one space, and none at the ends of a line (CSS Text 3, 4.1), except in preformatted text.
- A block is lines of its own; a paragraph, heading, list, table or quote is set apart by an empty line.
- An item of a list is marked "- " or with its number, a line of a quote with "> ", as in plain-text mail.
- A table row whose cells are one short line each is one line, the cells parted by " | "; the options of a choice too.
- `q` gets its quotation marks; the reading of a ruby character follows it in parentheses.
- Text under `hidden` or `display: none` is not seen, so it is not written; the page's finding counts it. But a hidden
  block of prose is written, marked by its zone: panels that open on a click are hidden so, and whole articles.
"""

import re
from collections.abc import Callable

from pumice.findings import Finding
from pumice.markup.drafts import SPACE, SPACES, Counts, Draft, is_prose, joined, laid_out, letters
from pumice.markup.elements import BLOCKS, HEADINGS, PREFORMATTED, ROLES, SPACED, UNSEEN, ZONES, Zone
from pumice.markup.page import Frame, Meta, Page

Get = Callable[[str], str | None]
HIDDEN = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# More frames than this are made by machines that mean harm (the visible pages have 4,774 at most); what is deeper or
# later stands in the last frame there is, and its text is written all the same.
MAX_FRAMES = 200_000
# Deeper quotes and lists are marked no further, so that a line's marks are never longer than its text can bear.
MAX_MARKS = 8
# What a page may say about itself, in characters; the longest JSON-LD of the visible pages has 41,000.
MAX_META = 400_000


class Sheet:
    """Lines and frames of one page, as they are written. With `alt`, images are written as their alternative text; with
    `reveal`, hidden text is written too. While it is `deaf`, what stands in the element opened last is not needed."""

    def __init__(self, *, alt: bool = False, reveal: bool = False) -> None:
        self.alt, self.reveal = alt, reveal
        self.frames: list[Frame] = [Frame(-1, "", 0, "", "", "")]
        self.drafts: list[Draft] = []
        self.head: list[Meta] = []
        self.hidden_letters = 0
        self.deaf = False
        self._frame = 0
        self._stack: list[int] = []
        self._parts: list[str] = []
        self._unseen = 0
        self._hidden = False
        self._concealed: tuple[int, int] | None = None
        self._capture: tuple[str, list[str]] | None = None
        self._said = 0
        self._pre = self._link = self._strong = self._quotes = 0
        self._link_letters = self._strong_letters = self._links = self._images = 0
        self._gap = self._breaks = 0
        self._after_link = False
        self._readings: list[bool] = []
        self._lists: list[int | None] = []
        self._mark: str | None = None
        self._rows: list[list[int]] = []

    # what walkers call

    def text(self, text: str) -> None:
        """Text that stands in the element opened last."""
        if self._unseen:
            self._text_unseen(text)
            return
        if not self._parts and not self._pre and not text.strip(SPACE):
            return  # no line begins with white space
        self._after_link = False
        self._parts.append(text)
        if self._link:
            self._link_letters += letters(text)
        if self._strong:
            self._strong_letters += letters(text)

    def open(self, tag: str, get: Get) -> None:
        """An element begins; `get` gives its attributes by name."""
        if self._unseen:
            self._unseen += 1
        elif tag in UNSEEN:
            self._unseen = 1
            self._open_unseen(tag, get)
            self.deaf = self._capture is None
        elif tag in BLOCKS or "-" in tag:
            self._open_block(tag, get)
        elif _is_hidden(get) and not self.reveal:
            self._unseen, self._hidden = 1, True
        elif special := _OPEN.get(tag):
            special(self, get)

    def close(self, tag: str) -> None:
        """The element opened last, a `tag`, ends."""
        if self._unseen:
            self._unseen -= 1
            if not self._unseen:
                self._hidden = self.deaf = False
                self._end_capture()
        elif tag in BLOCKS or "-" in tag:
            self._close_block(tag)
        elif special := _CLOSE.get(tag):
            special(self)

    # what is not seen

    def _text_unseen(self, text: str) -> None:
        if self._hidden:
            self.hidden_letters += letters(text)
        elif self._capture:
            self._capture[1].append(text)

    def _open_unseen(self, tag: str, get: Get) -> None:
        if tag == "title":
            self._capture = ("title", [])
        elif tag == "script":
            if "ld+json" in (get("type") or "").lower():
                self._capture = ("json-ld", [])
        elif tag == "meta":
            name = get("property") or get("name") or get("itemprop") or get("http-equiv") or ""
            self.say("meta", name.strip().lower(), get("content") or "")
        elif tag == "link":
            self.say("link", (get("rel") or "").strip().lower(), get("href") or "")

    def _end_capture(self) -> None:
        if self._capture:
            where, parts = self._capture
            self._capture = None
            self.say(where, "", "".join(parts))

    def say(self, where: str, name: str, value: str) -> None:
        """Keep what the page says about itself, up to MAX_META characters in all."""
        self._said += len(value)
        if value and (name or where in ("title", "json-ld")) and self._said <= MAX_META:
            self.head.append(Meta(where, name, value))

    # blocks

    def _open_block(self, tag: str, get: Get) -> None:
        if self._parts:
            self.flush()
        self._stack.append(self._frame)
        self._push_frame(tag, get)
        if not self.reveal and not self._concealed and _is_hidden(get):
            self._concealed = (len(self._stack), len(self.drafts))
            self._conceal_frame()
        if tag in SPACED and not self._lists:
            self._gap = 1
        if tag in PREFORMATTED:
            self._pre += 1
        elif special := _OPEN_BLOCK.get(tag):
            special(self, get)

    def _push_frame(self, tag: str, get: Get) -> None:
        if len(self.frames) >= MAX_FRAMES or tag in ("html", "body"):
            return
        frames = self.frames
        zone = frames[self._frame].zone | ZONES.get(tag, 0)
        if role := get("role") or "":
            zone |= ROLES.get(role, 0)
        if "articleBody" in (prop := get("itemprop") or ""):
            zone |= Zone.BODY_TEXT
        name = get("class") or ""
        own_id = get("id")
        frames.append(Frame(self._frame, tag, zone, f"{name} {own_id}" if own_id else name, prop, role))
        self._frame = len(frames) - 1

    def _close_block(self, tag: str) -> None:
        if self._parts:
            self.flush()
        if special := _CLOSE_BLOCK.get(tag):
            special(self)
        if tag in PREFORMATTED:
            self._pre -= 1
        if tag in SPACED and not self._lists:
            self._gap = 1
        if self._concealed and self._concealed[0] == len(self._stack):
            self._end_concealed(self._concealed[1])
        self._frame = self._stack.pop()

    def _conceal_frame(self) -> None:
        frame = self.frames[self._frame]
        if self._frame:
            self.frames[self._frame] = frame._replace(zone=frame.zone | Zone.HIDDEN)

    def _end_concealed(self, start: int) -> None:
        """Keep what a hidden block held if it is prose, as of a panel that opens on a click; or else only count it."""
        self._concealed = None
        if not is_prose(self.drafts[start:]):
            self.hidden_letters += sum(letters(draft.text) for draft in self.drafts[start:])
            del self.drafts[start:]

    # lines

    def flush(self) -> None:
        """End the line being written."""
        raw = "".join(self._parts)
        self._parts.clear()
        if self._pre:
            self._flush_preformatted(raw)
        elif text := SPACES.sub(" ", raw).strip(" "):
            self._emit(text)

    def _flush_preformatted(self, raw: str) -> None:
        """Lines as they are; the line end right after the start tag is none (HTML Standard, 13.2.6.4.7)."""
        for line in raw.removeprefix("\n").split("\n"):
            if text := line.rstrip(" \t\f"):
                self._emit(text)
            elif self.drafts:
                self._gap = 1

    def _emit(self, text: str) -> None:
        level = HEADINGS.get(self.frames[self._frame].tag, 0)
        blank = 1 if self._gap or self._breaks > 1 else 0
        counts = Counts(self._link_letters, self._strong_letters, self._links, self._images)
        self.drafts.append(Draft(self._marks(), text, blank, self._frame, level, counts))
        self._link_letters = self._strong_letters = self._links = self._images = 0
        self._gap = self._breaks = 0

    def _marks(self) -> str:
        mark = "> " * min(self._quotes, MAX_MARKS)
        if self._mark is not None:
            mark += "  " * min(len(self._lists) - 1, MAX_MARKS) + self._mark
            self._mark = None
        return mark

    # elements that need more

    def _open_list(self, get: Get, *, ordered: bool) -> None:
        self._lists.append(_number(get("start"), 1) if ordered else None)

    def _close_list(self) -> None:
        self._lists.pop()
        self._mark = None

    def _open_item(self, get: Get) -> None:
        number = self._lists[-1] if self._lists else None
        if number is None:
            self._mark = "- " if self._lists else None
            return
        number = _number(get("value"), number)
        self._lists[-1] = number + 1
        self._mark = f"{number}. "

    def _close_item(self) -> None:
        self._mark = None

    def _add_quotes(self, change: int) -> None:
        self._quotes += change

    def _open_row(self) -> None:
        self._rows.append([])

    def _open_cell(self) -> None:
        if self._rows:
            self._rows[-1].append(len(self.drafts))

    def _close_row(self) -> None:
        cells = self._rows.pop()
        if len(cells) > 1 and (row := joined(cells, self.drafts, self._frame)):
            self.drafts[cells[0] :] = [row]

    def _break(self) -> None:
        if self._pre:
            self._parts.append("\n")
            return
        self.flush()
        self._breaks += 1

    def _open_link(self) -> None:
        """Links side by side are set apart by style; as text they would grow together."""
        if self._after_link and self._parts and not self._parts[-1].endswith((" ", "\n", "\t")):
            self._parts.append(" ")
        self._link += 1
        self._links += 1

    def _close_link(self) -> None:
        self._link -= 1
        self._after_link = True

    def _add_strong(self, change: int) -> None:
        self._strong += change

    def _quote_mark(self, mark: str) -> None:
        self._parts.append(mark)

    def _open_reading(self) -> None:
        self._readings.append(not "".join(self._parts[-2:]).rstrip().endswith(("(", "（", "〔", "[")))
        if self._readings[-1]:
            self._parts.append("(")

    def _close_reading(self) -> None:
        if self._readings.pop():
            self._parts.append(")")

    def _open_option(self) -> None:
        if any(not part.isspace() for part in self._parts[-2:]):
            self._parts.append(" | ")

    def _open_image(self, get: Get) -> None:
        self._images += 1
        if self.alt and (words := get("alt")):
            self._parts.append(f" {words} ")

    def _open_input(self, get: Get) -> None:
        if (get("type") or "").lower() in ("submit", "button", "reset") and (words := get("value")):
            self._parts.append(f" {words} ")

    def _open_time(self, get: Get) -> None:
        name = get("itemprop") or ("pubdate" if get("pubdate") is not None else "datetime")
        self.say("time", name.lower(), get("datetime") or "")

    def page(self, findings: tuple[Finding, ...], *, tolerant: bool) -> Page:
        """The page, once everything is written."""
        self.flush()
        text, lines = laid_out(self.drafts)
        return Page(text, lines, tuple(self.frames), tuple(self.head), findings, tolerant)


def _is_hidden(get: Get) -> bool:
    if get("hidden") is not None:
        return True
    style = get("style")
    return style is not None and HIDDEN.search(style) is not None


def _number(value: str | None, otherwise: int) -> int:
    """The number an attribute holds, if it holds one that a list can begin with."""
    value = (value or "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else otherwise


Special = Callable[[Sheet, Get], None]

_OPEN: dict[str, Special] = {
    "br": lambda sheet, _: sheet._break(),
    "a": lambda sheet, _: sheet._open_link(),
    "b": lambda sheet, _: sheet._add_strong(1),
    "strong": lambda sheet, _: sheet._add_strong(1),
    "i": lambda sheet, _: sheet._add_strong(1),
    "em": lambda sheet, _: sheet._add_strong(1),
    "q": lambda sheet, _: sheet._quote_mark("\N{LEFT DOUBLE QUOTATION MARK}"),
    "rt": lambda sheet, _: sheet._open_reading(),
    "option": lambda sheet, _: sheet._open_option(),
    "img": Sheet._open_image,
    "input": Sheet._open_input,
    "time": Sheet._open_time,
}
_CLOSE: dict[str, Callable[[Sheet], None]] = {
    "a": Sheet._close_link,
    "b": lambda sheet: sheet._add_strong(-1),
    "strong": lambda sheet: sheet._add_strong(-1),
    "i": lambda sheet: sheet._add_strong(-1),
    "em": lambda sheet: sheet._add_strong(-1),
    "q": lambda sheet: sheet._quote_mark("\N{RIGHT DOUBLE QUOTATION MARK}"),
    "rt": Sheet._close_reading,
}
_OPEN_BLOCK: dict[str, Special] = {
    "html": lambda sheet, get: sheet.say("html", "lang", get("lang") or get("xml:lang") or ""),
    "ul": lambda sheet, get: sheet._open_list(get, ordered=False),
    "menu": lambda sheet, get: sheet._open_list(get, ordered=False),
    "dir": lambda sheet, get: sheet._open_list(get, ordered=False),
    "ol": lambda sheet, get: sheet._open_list(get, ordered=True),
    "li": Sheet._open_item,
    "blockquote": lambda sheet, _: sheet._add_quotes(1),
    "tr": lambda sheet, _: sheet._open_row(),
    "td": lambda sheet, _: sheet._open_cell(),
    "th": lambda sheet, _: sheet._open_cell(),
}
_CLOSE_BLOCK: dict[str, Callable[[Sheet], None]] = {
    "ul": Sheet._close_list,
    "menu": Sheet._close_list,
    "dir": Sheet._close_list,
    "ol": Sheet._close_list,
    "li": lambda sheet: sheet._close_item(),
    "blockquote": lambda sheet: sheet._add_quotes(-1),
    "tr": Sheet._close_row,
}
