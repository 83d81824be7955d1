"""A review as it goes on: which question is asked, how far its answer reaches, what can be taken back."""

from dataclasses import dataclass, field

from pumice.review.answers import Answers, Verdict, scopes
from pumice.review.questions import Question


@dataclass(slots=True)
class Session:
    """The questions, and where in them one is. `done` holds what happened to each so far: a verdict, or None for one
    that was skipped."""

    questions: list[Question]
    answers: Answers
    at: int = 0
    scope: int = 0
    example: int = 0
    done: list[Verdict | None] = field(default_factory=list)

    @property
    def question(self) -> Question | None:
        """The question that is asked now; None when all were."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    @property
    def paths(self) -> tuple[str, ...]:
        """How far an answer would reach: patterns of paths, none for everywhere."""
        if not self.question:
            return ()
        reaches = scopes(self.question)
        return reaches[self.scope % len(reaches)]

    @property
    def answered(self) -> int:
        """How many answers were given."""
        return sum(verdict is not None for verdict in self.done)

    def answer(self, verdict: Verdict) -> None:
        """Keep or drop the line for good."""
        if self.question:
            self.answers.add(verdict, self.question, self.paths)
            self._go_on(verdict)

    def repair(self, new: str) -> None:
        """Put `new` in the place of the damaged text for good."""
        if self.question and self.question.text:
            self.answers.add("replace", self.question, self.paths, new)
            self._go_on("replace")

    def skip(self) -> None:
        """Leave it open; the next review asks again."""
        if self.question:
            self._go_on(None)

    def undo(self) -> bool:
        """Go back to the question before, and take its answer back; False if there is none."""
        if not self.done:
            return False
        if self.done[-1] is not None:
            self.answers.take_back()
        self.done.pop()
        self._go_to(self.at - 1)
        return True

    def reach_further(self) -> None:
        """Change how far the answer reaches."""
        self.scope += 1

    def other_example(self) -> None:
        """Look at the line in another document."""
        self.example += 1

    def _go_on(self, verdict: Verdict | None) -> None:
        self.done.append(verdict)
        self._go_to(self.at + 1)

    def _go_to(self, place: int) -> None:
        self.at, self.scope, self.example = place, 0, 0
