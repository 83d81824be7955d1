"""What the trail says of a line that the model took: the signals that decided, in words."""

from pumice import classify_lines
from pumice.furniture.reasons import WORDED

BODY = (
    "The harbour froze in the second week of January, and for nine days no boat went out to the islands.",
    "People walked across the ice with sledges, carrying flour, lamp oil and the post, as their parents had done.",
    "When the thaw came it came at night, with a sound like furniture being moved in a house next door.",
)
MENU = ("Home", "Fleet", "Timetable", "Our Captains", "Islands", "Prices", "Jobs", "Contact", "Login", "Register")
FOOT = ("Popular this week", "Read more", "Next article", "Newsletter", "Terms of Use", "Privacy Policy", "About us")


def test_lines_that_the_model_took_say_which_signals_decided() -> None:
    lines = (*MENU, *BODY, *FOOT)
    verdicts = classify_lines("\n".join(lines), "thorough")
    by_model = [dict(verdict.evidence) for verdict in verdicts if "model" in str(dict(verdict.evidence).get("why"))]
    assert len(by_model) >= 3
    for facts in by_model:
        told = [part.rsplit(" ", 1) for part in str(facts["decided_by"]).split("; ")]
        assert {signal for signal, _ in told} <= set(WORDED)
        given = [int(points) for _, points in told]
        assert given == sorted(given, reverse=True)
        assert given[-1] > 0


def test_lines_that_stay_need_no_reasons() -> None:
    verdicts = classify_lines("\n".join(BODY), "thorough")
    assert all(verdict.keep and not verdict.evidence for verdict in verdicts)
