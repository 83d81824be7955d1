"""Marks that lost their lead byte come back, and nothing else is taken for one."""

import pytest

from pumice.repairs.leadbyte import LEADBYTE
from pumice.rule import Rule

LOST = str.maketrans({"‘": "e", "’": "f", "“": "g", "”": "h", "…": "c"})
SHOWN = [(rule, before, after) for rule in LEADBYTE.rules for before, after in rule.changes]


@pytest.mark.parametrize(("rule", "before", "after"), SHOWN)
def test_examples_change(rule: Rule, before: str, after: str) -> None:
    assert LEADBYTE.change(before) == after
    assert rule.code in {edit.rule for edit in LEADBYTE.run(before)[0]}


@pytest.mark.parametrize("text", [text for rule in LEADBYTE.rules for text in rule.keeps])
def test_examples_stay(text: str) -> None:
    assert LEADBYTE.run(text) == ((), ())


@pytest.mark.parametrize(
    "sound",
    [
        "The “Harbour of Small Boats” opens a new season. Please take time to visit Eriksen’s workshop.",
        "“Why not?” she asked. “Because you’re late,” he answered, “and the train won’t wait.”",
        "The teachers’ room was closed, so we didn’t go.",
        "Set “number of nodes” first (“No limit”), then press “OK”.",
        "It’s only Kowalski’s handwriting, isn’t it? He said “The bridge is closed. Take the ferry.” and left.",
        "We adopt a “one-sentence summary” in our newsletter; let’s try it!",
        "The file “settings.ini” and the script “run_all.py” aren’t needed.",
    ],
)
def test_damage_is_undone(sound: str) -> None:
    assert LEADBYTE.change(sound.translate(LOST)) == sound
    assert LEADBYTE.change(sound) == sound


def test_evidence_is_local() -> None:
    near = "You donft know it. "
    far = "Nothing to see here, and nothing to say about it.\n" * 2000
    text = near + far + "Ask joeyh whether gparted mounts it.\n"
    assert LEADBYTE.change(text) == text.replace("donft", "don’t")


@pytest.mark.parametrize(
    "text",
    [
        "Soyez attentifs aux conflits de noms, utilisés par les logiciels applicatifs lorsqu’ils sont actifs.",
        "Beim Drücken des Knopfs zur Zeit des Aufrufs wird das Format automatisch festgestellt; gunzip jedoch nicht.",
        "Ik geloof dat de briefs en chefs met de hand gingen, en dat gebeurde ook toch.",
        "* New manpages: chmod.2, getsockname.2, idle.2, asin.3, asinh.3, grep.1, acosh.3 and fgetpwent.3",
        "Call gnl_open(h), then gnlh = genl_put(nlh); mount the debugfs, sysfs and bpffs maps.",
    ],
)
def test_other_languages_and_names_stay(text: str) -> None:
    assert LEADBYTE.run(text) == ((), ())
