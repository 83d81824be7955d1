"""`pumice.toml`: what it may say, and what is told of what it may not."""

from pathlib import Path

import pytest

from pumice.config import overrides_for
from pumice.errors import Misuse
from pumice.overrides import NONE, Entry, Overrides, Replacement, Switch

GOOD = """
[[keep]]
line = "  Share "
[[drop]]
pattern = "Follow * on *"
paths = "news/*"
reason = "the site's own bar"
[[without]]
rule = "furniture.share"
paths = ["a/*", "b.txt"]
[[replace]]
text = "K~ln"
with = "Köln"
paths = "news/*"
[[replace]]
text = "<?>"
with = ""
"""


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "raw").mkdir(exist_ok=True)
    (tmp_path / "pumice.toml").write_text(text, encoding="utf-8")
    return tmp_path / "raw"


def test_it_stands_beside_raw(tmp_path: Path) -> None:
    assert overrides_for(written(tmp_path, GOOD), None) == Overrides(
        keep=(Entry(line="  Share "),),
        drop=(Entry(pattern="Follow * on *", paths=("news/*",), reason="the site's own bar"),),
        without=(Switch(("furniture.share",), ("a/*", "b.txt")),),
        replace=(Replacement("K~ln", "Köln", ("news/*",)), Replacement("<?>", "")),
    )


def test_it_may_be_absent_ignored_or_elsewhere(tmp_path: Path) -> None:
    raw = written(tmp_path, GOOD)
    assert overrides_for(tmp_path / "raw" / "deeper", None) == NONE
    assert overrides_for(raw, None, ignored=True) == NONE
    (tmp_path / "other.toml").write_text('[[keep]]\nline = "x"\n')
    assert overrides_for(raw, tmp_path / "other.toml") == Overrides(keep=(Entry(line="x"),))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[drop]\n", "is not TOML"),
        ("[[dorp]]\nline = 'x'\n", "'dorp' means nothing there"),
        ("[drop]\nline = 'x'\n", "drop is no list of tables"),
        ("[[drop]]\nline = 'x'\n[[drop]]\nlien = 'x'\n", "[[drop]] number 2: 'lien' means nothing there"),
        ("[[drop]]\n", "[[drop]] number 1 needs either a line or a pattern"),
        ("[[drop]]\nline = 'a'\npattern = 'b'\n", "needs either a line or a pattern"),
        ("[[drop]]\nline = 7\n", "line is not a text"),
        ("[[drop]]\nline = ' '\n", "needs either a line or a pattern"),
        ('[[keep]]\nline = "a\\nb"\n', "[[keep]] number 1: more than one line"),
        ("[[drop]]\npattern = '*'\n", "would drop every line"),
        ("[[drop]]\npattern = ' ?* '\n", "would drop every line"),
        (f"[[drop]]\nline = '{'x' * 20_000}'\n", "is longer than 10,000 characters"),
        ("[[drop]]\nline = 'x'\npaths = []\n", "paths is empty"),
        ("[[drop]]\nline = 'x'\npaths = [1]\n", "paths is no list of patterns"),
        ("[[without]]\nrule = 'furniture.shar'\nreason = 1\n", "reason is not a text"),
        ("[[without]]\nrule = 'furniture.xshare'\n", "[[without]] number 1: there is no rule 'furniture.xshare'"),
        ("[[without]]\npaths = 'x'\n", "names no rule"),
        ("[[replace]]\ntext = 'K~ln'\n", "[[replace]] number 1 needs a text, and what to replace it with"),
        ("[[replace]]\nwith = 'K'\n", "needs a text, and what to replace it with"),
        ("[[replace]]\ntext = ' '\nwith = 'K'\n", "needs a text, and what to replace it with"),
        ("[[replace]]\ntext = 'K'\nwth = 'L'\n", "'wth' means nothing there"),
        ("[[replace]]\ntext = 'K'\nwith = 'K'\n", "text and with are the same"),
        ('[[replace]]\ntext = "a\\nb"\nwith = "c"\n', "[[replace]] number 1: more than one line"),
        ("[[replace]]\ntext = 'ft'\nwith = 'oft'\n", "'ft' would never come to an end"),
        ("[[replace]]\ntext = 'a'\nwith = 'b'\n[[replace]]\ntext = 'b'\nwith = 'xa'\n", "never come to an end"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(Misuse) as caught:
        overrides_for(written(tmp_path, text), None)
    assert str(tmp_path / "pumice.toml") in caught.value.problem
    assert problem in caught.value.problem
    assert caught.value.advice


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    raw = written(tmp_path, "")
    (tmp_path / "pumice.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(Misuse, match="not UTF-8"):
        overrides_for(raw, None)
    with pytest.raises(Misuse, match="No such file"):
        overrides_for(raw, tmp_path / "nowhere.toml")
    with pytest.raises(Misuse, match="contradict"):
        overrides_for(raw, tmp_path / "pumice.toml", ignored=True)
