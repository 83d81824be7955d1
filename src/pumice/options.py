"""What a person may choose about cleaning. Every choice is part of the fingerprint."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypedDict, get_args

from pumice.errors import Misuse
from pumice.overrides import NONE, Overrides
from pumice.profile import NOTHING, Profile

Strip = Literal["careful", "thorough", "off"]


class Choices(TypedDict, total=False):
    """Options as keyword arguments."""

    strip: Strip
    without: tuple[str, ...]
    main_only: bool
    alt: bool


@dataclass(frozen=True, slots=True)
class Options:
    """`strip`: how much page furniture to remove. `without`: codes of rules that are switched off. For
    pages, with `main_only` nothing stays but the main text (an article without its comments), with `alt` images are
    written as their alternative text. `overrides`: a person's word on single lines and rules. `profile`: what is known
    of sites."""

    strip: Strip = "careful"
    without: tuple[str, ...] = ()
    main_only: bool = False
    alt: bool = False
    overrides: Overrides = NONE
    profile: Profile = NOTHING

    def __post_init__(self) -> None:
        if self.strip not in get_args(Strip):
            raise Misuse(f"strip level {self.strip!r} is not known", f"Use one of {', '.join(get_args(Strip))}.")
        object.__setattr__(self, "without", tuple(sorted(set(self.without))))

    def as_object(self) -> dict[str, Any]:
        """The options as a JSON object."""
        return {
            "strip": self.strip,
            "without": list(self.without),
            "main_only": self.main_only,
            "alt": self.alt,
            "overrides": asdict(self.overrides),
            "profile": self.profile.as_object(),
        }

    @classmethod
    def from_object(cls, value: Mapping[str, Any]) -> "Options":
        """The options an `as_object` came from; Misuse, TypeError or KeyError where it came from none."""
        return cls(
            strip=value["strip"],
            without=tuple(value["without"]),
            main_only=value["main_only"],
            alt=value["alt"],
            overrides=Overrides.from_object(value["overrides"]),
            profile=Profile.from_object(value["profile"]),
        )

    def for_path(self, path: str) -> "Options":
        """The options as they are for the document at `path` in raw: only the overrides that are about it, and only
        what is known of its site."""
        if self.overrides == NONE and self.profile == NOTHING:
            return self
        here = self.overrides.for_path(path)
        without = (*self.without, *here.switched_off)
        return replace(self, overrides=here, without=without, profile=self.profile.for_path(path))


DEFAULT = Options()
