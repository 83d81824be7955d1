"""What a person may choose about cleaning. Every choice is part of the fingerprint."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from pumice.errors import Misuse

Strip = Literal["careful", "thorough", "off"]


@dataclass(frozen=True, slots=True)
class Options:
    """`strip`: how much page furniture to remove. `without`: codes of rules that are switched off. `alt`:
    write the images of pages as their alternative text."""

    strip: Strip = "careful"
    without: tuple[str, ...] = ()
    alt: bool = False

    def __post_init__(self) -> None:
        if self.strip not in get_args(Strip):
            raise Misuse(f"strip level {self.strip!r} is not known", f"Use one of {', '.join(get_args(Strip))}.")
        object.__setattr__(self, "without", tuple(sorted(set(self.without))))

    def as_object(self) -> dict[str, Any]:
        """The options as a JSON object."""
        return asdict(self)


DEFAULT = Options()
