"""What a person may choose about cleaning. Every choice is part of the fingerprint."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from pumice.errors import Misuse
from pumice.overrides import NONE, Overrides

Strip = Literal["careful", "thorough", "off"]


@dataclass(frozen=True, slots=True)
class Options:
    """`strip`: how much page furniture to remove. `without`: codes of rules that are switched off. `alt`:
    write the images of pages as their alternative text. `overrides`: a person's word on single lines and rules."""

    strip: Strip = "careful"
    without: tuple[str, ...] = ()
    alt: bool = False
    overrides: Overrides = NONE

    def __post_init__(self) -> None:
        if self.strip not in get_args(Strip):
            raise Misuse(f"strip level {self.strip!r} is not known", f"Use one of {', '.join(get_args(Strip))}.")
        object.__setattr__(self, "without", tuple(sorted(set(self.without))))

    def as_object(self) -> dict[str, Any]:
        """The options as a JSON object."""
        return asdict(self)

    @classmethod
    def from_object(cls, value: Mapping[str, Any]) -> "Options":
        """The options an `as_object` came from; Misuse, TypeError or KeyError where it came from none."""
        rest: dict[str, Any] = {name: tuple(it) if isinstance(it, list) else it for name, it in value.items()}
        return cls(**{**rest, "overrides": Overrides.from_object(value["overrides"])})

    def for_path(self, path: str) -> "Options":
        """The options as they are for the document at `path` in raw: only the overrides that are about it."""
        if self.overrides == NONE:
            return self
        here = self.overrides.for_path(path)
        return replace(self, overrides=here, without=(*self.without, *here.switched_off))


DEFAULT = Options()
