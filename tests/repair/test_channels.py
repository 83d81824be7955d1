"""The channels: each brings its own example back and leaves what only looks like it."""

import pytest

from pumice.repairs import redecode
from pumice.repairs.channels import CHANNELS, Channel
from pumice.repairs.examples import KEEPS, RULES, SENTENCES, SHOWABLE, shown


@pytest.mark.parametrize("channel", SHOWABLE, ids=lambda channel: str(channel.name))
def test_a_channel_brings_its_example_back(channel: Channel) -> None:
    example = shown(channel)
    assert example is not None
    assert redecode.STEP.change(example[0]) == example[1]


@pytest.mark.parametrize("text", [*KEEPS, *SENTENCES.values()])
def test_sound_sentences_stay(text: str) -> None:
    assert redecode.STEP.run(text) == ((), ())


def test_codes_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({channel.name for channel in CHANNELS}) == len(CHANNELS)


def test_one_damaged_line_in_a_sound_text() -> None:
    sound = "Der Bäcker öffnet früh.\n" * 5
    damaged = "Ранним утром дети бегут к реке.".encode("cp1251").decode("cp1252")
    assert redecode.STEP.change(f"{sound}{damaged}\n{sound}") == f"{sound}Ранним утром дети бегут к реке.\n{sound}"


def test_every_edit_names_its_channel_and_its_gain() -> None:
    edits, _ = redecode.STEP.run("Le café, Ïðèâåò ìèð")
    assert [edit.rule for edit in edits] == ["repair.channel-cp1251"] * 2
    assert all({"channel", "gain", "language", "together"} == {name for name, _ in edit.evidence} for edit in edits)


def test_damage_shown_on_purpose_is_a_finding() -> None:
    text = "Such garbled text looks like `Ïðèâåò` instead of what was written."
    edits, findings = redecode.STEP.run(text)
    assert edits == ()
    assert [finding.code for finding in findings] == ["repair.suspected"]
