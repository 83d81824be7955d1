"""`pumice review` for people and machines: what there is to decide, asked on a terminal or listed as JSON."""

import sys
from pathlib import Path

from pumice.config import NAME, overrides_for
from pumice.corpus import open_bag
from pumice.errors import Misuse
from pumice.record import dump
from pumice.review.answers import Answers
from pumice.review.questions import Question, questions
from pumice.review.session import Session
from pumice.terminal import counted, safe


def told(raw: Path, bag: Path, config: Path | None, *, json: bool) -> None:
    """Ask what the bag leaves open, or list it; answers go to `config`, or else to `pumice.toml` beside `raw`."""
    path = config or raw.absolute().parent / NAME
    said = overrides_for(raw, config if config and config.exists() else None)
    with open_bag(bag) as opened:
        asked = questions(opened, said)
    if json:
        sys.stdout.write("".join(dump(question.as_object()).decode() + "\n" for question in asked))
        return
    if not asked:
        sys.stderr.write(f"Nothing in {safe(str(bag))} is left to decide.\n")
        return
    _ask(asked, path, raw, bag)


def _ask(asked: list[Question], path: Path, raw: Path, bag: Path) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Misuse("a review asks on a terminal, and this is none", "--json lists the questions instead.")
    try:
        from pumice.review.screen import Review
    except ImportError as error:
        raise Misuse(
            f"a review needs a library that is not installed ({error.name})",
            "pip install 'pumice[review]'; or list the questions with --json and write pumice.toml by hand.",
        ) from error
    session = Session(asked, Answers(path))
    Review(session).run()
    left = len(asked) - session.answered
    sys.stderr.write(f"{counted(session.answered, 'answer')} in {safe(str(path))}, {left:,} left open.\n")
    if session.answered:
        sys.stderr.write(f"pumice clean {safe(str(raw))} {safe(str(bag))} carries them out.\n")
