"""Lines: the view of a text in which furniture is judged. Blank lines are not among them, only counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from pumice.furniture.normal import is_capital, key, token_count

SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "۔", "؟", "։", "።")
_CLOSERS = "\"'”’»)]」』）"
PROSE_TOKENS = 20  # the shortest line taken for a paragraph of the body; bios and leads have about thirty


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: `start` and `end` in the text, `end` taking in its line end; its text and key."""

    number: int
    start: int
    end: int
    text: str
    key: str
    tokens: int

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough to be a paragraph."""
        return self.tokens >= PROSE_TOKENS

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends like a sentence."""
        return ends_sentence(self.text)

    @property
    def is_titled(self) -> bool:
        """Whether each of its words begins with a capital, as names and headings do."""
        words = [word for word in self.text.split() if key(word)]
        return bool(words) and all(is_capital(word.lstrip("([\"'“‘«")[:1] or "a") for word in words)


def ends_sentence(text: str) -> bool:
    """Whether a line ends like a sentence, closing quotes and brackets aside."""
    return text.rstrip(_CLOSERS).endswith(SENTENCE_ENDS)


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of `text` that are not blank, in order."""
    found: list[Line] = []
    at = 0
    for number, raw in enumerate(text.split("\n")):
        end = min(at + len(raw) + 1, len(text))
        if raw.strip():
            folded_key = key(raw)
            found.append(Line(number, at, end, raw, folded_key, token_count(folded_key)))
        at = end
    return tuple(found)


def prose_tokens(lines: Sequence[Line]) -> int:
    """How many tokens stand in paragraphs."""
    return sum(line.tokens for line in lines if line.is_prose)
