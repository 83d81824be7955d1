"""A person's answers as entries of `pumice.toml`: put behind what is there, so that nothing of the file is touched.

Each answer is written at once, in one step of the file system, and only if the file with it can be read by
`pumice clean`. It can be taken back as long as nobody else has changed the file.
"""

import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import tomli_w

from pumice.config import parsed
from pumice.errors import Misuse, StorageFailed
from pumice.review.questions import Question

Verdict = Literal["keep", "drop", "replace"]
MOST_PATHS = 20  # an entry names at most so many documents one by one
REASON = "decided in review"


def scopes(question: Question) -> tuple[tuple[str, ...], ...]:
    """How far an answer can reach, as the `paths` of its entry: first where the line was found, its folders, then
    everywhere (no paths)."""
    folders = sorted({f"{above}/*" for path in question.paths if (above := path.rpartition("/")[0])})
    loose = sorted(path for path in question.paths if "/" not in path)
    here = (*folders, *loose)
    return (here, ()) if len(here) <= MOST_PATHS and all(map(_can_be_said, question.paths)) else ((),)


def _can_be_said(path: str) -> bool:
    """Whether a path stands for itself in `pumice.toml`: signs of patterns, and bytes that are no UTF-8, do not."""
    return not any(sign in path for sign in "*?") and path.encode("utf-8", "replace").decode() == path


def entry(verdict: Verdict, question: Question, paths: Sequence[str], new: str = "") -> str:
    """An answer as TOML, to be put behind a file; `new` is what a repair puts in the place of the damaged text."""
    fields: dict[str, object] = {"line": question.line}
    if verdict == "replace":
        fields = {"text": question.text, "with": new}
    if paths:
        fields["paths"] = list(paths)
    return f"\n[[{verdict}]]\n{tomli_w.dumps(fields | {'reason': REASON})}"


@dataclass(slots=True)
class Answers:
    """The file that answers go to. `given` remembers what it was before each of them, for taking them back."""

    path: Path
    given: list[tuple[bytes, bytes]] = field(default_factory=list)

    def add(self, verdict: Verdict, question: Question, paths: Sequence[str], new: str = "") -> None:
        """Write an answer; Misuse if the file cannot take it, and then nothing is written."""
        before = self._read()
        lead = b"" if not before or before.endswith(b"\n") else b"\n"
        text = entry(verdict, question, paths, new).encode()
        after = before + lead + (text if before else text.lstrip(b"\n"))
        self._refuse_unreadable(after)
        self._write(after)
        self.given.append((before, after))

    def take_back(self) -> None:
        """Undo the last answer; Misuse if the file has been changed since."""
        before, after = self.given[-1]
        if self._read() != after:
            raise Misuse(f"{self.path} was changed by someone else since", "Take the entry out by hand.")
        if before:
            self._write(before)
        else:
            self.path.unlink()
        self.given.pop()

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise StorageFailed(f"{self.path}: {error.strerror}", "Look at its permissions.") from error

    def _refuse_unreadable(self, data: bytes) -> None:
        try:
            parsed(tomllib.loads(data.decode()), str(self.path))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise Misuse(
                f"{self.path} cannot take a further entry: {error}",
                "Write its entries as tables, [[keep]], [[drop]] and [[replace]], then answer again.",
            ) from error

    def _write(self, data: bytes) -> None:
        unfinished = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            with unfinished.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if self.path.exists():
                unfinished.chmod(self.path.stat().st_mode & 0o7777)
            unfinished.replace(self.path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise StorageFailed(f"{self.path}: {error.strerror}", "The answer was not written.") from error
