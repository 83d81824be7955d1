"""The review on a terminal, with textual: it draws by itself on any terminal, also over ssh, and can be tested without
one. What it shows of an archive goes through `safe`, so no control sequence reaches the terminal."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, Static

from pumice.errors import PumiceError
from pumice.findings import CODES
from pumice.review.answers import Verdict
from pumice.review.questions import Example, Question
from pumice.review.session import Session
from pumice.terminal import counted, safe

MOST_SHOWN = 180  # code points of a line of context: two lines of a terminal


class Review(App[None]):
    """Asks one question after another; every answer is in the file before the next is asked."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    TITLE = "pumice review"
    CSS = """
    #head { padding: 0 2; color: $text-muted; }
    #line { margin: 1 2 0 2; padding: 1 2; border: round $primary; text-style: bold; }
    #why { margin: 0 2; padding: 0 2; color: $text-muted; }
    #place { margin: 1 2 0 2; height: 1fr; }
    #reach { padding: 0 2; margin: 1 2 0 2; }
    #told { padding: 0 2; margin: 0 2 1 2; min-height: 1; }
    #new { margin: 1 2 0 2; display: none; }
    #new.asked { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "keep", "keep"),
        Binding("d", "drop", "drop"),
        Binding("r", "repair", "repair"),
        Binding("s", "skip", "skip"),
        Binding("u", "undo", "undo"),
        Binding("w", "reach", "where"),
        Binding("n", "example", "next place"),
        Binding("q,escape", "leave", "end"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """The parts of the screen, top to bottom."""
        yield Static(id="head")
        yield Static(id="line")
        yield Static(id="why")
        yield Input(id="new", disabled=True, select_on_focus=False)
        with VerticalScroll(id="place"):
            yield Static(id="context")
        yield Static(id="reach")
        yield Static(id="told")
        yield Footer()

    def on_mount(self) -> None:
        """Ask the first question."""
        self._ask("")

    def action_keep(self) -> None:
        """The line stays, for good."""
        self._answer("keep")

    def action_drop(self) -> None:
        """The line goes, for good."""
        self._answer("drop")

    def action_repair(self) -> None:
        """Ask how the damaged text should read; what is suspected stands there already."""
        question = self.session.question
        if question and question.text:
            field = self._field
            field.border_title = f"{safe(question.text)} should read"
            field.value = question.candidate or question.text
            field.disabled = False
            field.add_class("asked")
            field.focus()
            field.cursor_position = len(field.value)
            self._put("told", Text("Enter writes it, Escape leaves it open.", style="italic"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The text as it should read."""
        self._close()
        self._do(lambda: self.session.repair(event.value), f"{self._written} repair: {safe(event.value)[:60]}")

    def action_leave(self) -> None:
        """End the review, or the writing of a repair."""
        if self._field.has_class("asked"):
            self._close()
            self._ask("Left open.")
        else:
            self.exit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only damage can be repaired; textual shows the keys that do something."""
        del parameters
        question = self.session.question
        return action != "repair" or bool(question and question.text)

    @property
    def _field(self) -> Input:
        return self.query_one("#new", Input)

    @property
    def _written(self) -> str:
        return f"Written to {self.session.answers.path.name}:"

    def _close(self) -> None:
        self._field.remove_class("asked")
        self._field.disabled = True

    def action_skip(self) -> None:
        """The line is asked about another time."""
        self._do(self.session.skip, "Left open.")

    def action_undo(self) -> None:
        """Back to the question before."""
        if self.session.done:
            self._do(self.session.undo, "Taken back.")
        else:
            self._ask("There is nothing to take back.")

    def action_reach(self) -> None:
        """Another reach of the answer."""
        self._do(self.session.reach_further, "")

    def action_example(self) -> None:
        """Another place of the line."""
        self._do(self.session.other_example, "")

    def _answer(self, verdict: Verdict) -> None:
        question = self.session.question
        if question:
            self._do(lambda: self.session.answer(verdict), f"{self._written} {verdict}: {safe(question.line)[:60]}")

    def _do(self, act: Callable[[], object], told: str) -> None:
        try:
            act()
        except PumiceError as error:
            told = f"{error.problem}. {error.advice}"
        self._ask(told)

    def _ask(self, told: str) -> None:
        session, question = self.session, self.session.question
        head = f"{min(session.at + 1, len(session.questions))} of {counted(len(session.questions), 'question')}"
        self._put("head", Text(f"pumice review · {head} · {counted(session.answered, 'answer')} given"))
        self._put("told", Text(safe(told), style="italic"))
        self._put("line", Text(safe(question.line) if question else "All questions have been asked."))
        self._put("why", _why(question) if question else Text("u takes the last answer back, q ends the review."))
        self._put("context", _context(question, session.example) if question else Text())
        self._put("reach", _reach(session) if question else Text())
        self.refresh_bindings()

    def _put(self, name: str, text: Text) -> None:
        self.query_one(f"#{name}", Static).update(text)


def _why(question: Question) -> Text:
    facts = ", ".join(f"{name} {safe(str(value))}" for name, value in question.facts)
    meaning = CODES[question.code].meaning
    said = Text(f"{meaning} It stands in {counted(len(question.paths), 'document')}.\n")
    if question.candidate:
        said.append(f"{safe(question.text)} may have read {safe(question.candidate)}\n")
    return said.append(f"{question.code}: {facts}", style="dim")


def _context(question: Question, number: int) -> Text:
    number %= len(question.examples)
    example = question.examples[number]
    text = Text.assemble((safe(example.path), "bold"), f"  (place {number + 1} of {len(question.examples)})\n\n")
    for line, style in _lines(example, question.line):
        text.append(f"{safe(line)}\n", style=style)
    return text


def _lines(example: Example, line: str) -> Iterator[tuple[str, str]]:
    """The lines of a place: of the long ones before it the end, of those behind it the beginning."""
    for before in example.before:
        yield "  " + (before if len(before) <= MOST_SHOWN else f"… {before[-MOST_SHOWN:]}"), ""
    yield f"> {line}", "bold reverse"
    for after in example.after:
        yield "  " + (after if len(after) <= MOST_SHOWN else f"{after[:MOST_SHOWN]} …"), ""


def _reach(session: Session) -> Text:
    paths = session.paths
    where = f"in {', '.join(map(safe, paths[:4]))}{' …' if len(paths) > 4 else ''}" if paths else "everywhere in raw"
    return Text.assemble("An answer counts ", (where, "bold"), ".")
