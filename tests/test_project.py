"""Beginning a corpus, looking over an archive and a machine, the manual, completion."""

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from pumice import __version__
from pumice.beginning import FILES, begin, content
from pumice.cli import app
from pumice.config import overrides_for
from pumice.doctor import Check, checks
from pumice.engines import inprocess
from pumice.errors import WontOverwrite
from pumice.findings import Severity
from pumice.manual import escaped, page
from pumice.run import clean

REPO = Path(__file__).parent.parent


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_corpus_is_begun_once(tmp_path: Path) -> None:
    folder = tmp_path / "gazette"
    done = run("init", str(folder))
    assert done.exit_code == 0
    assert "pumice clean" in done.stdout
    assert (folder / "raw").is_dir()
    assert {place for place in FILES if (folder / place).is_file()} == set(FILES)
    assert overrides_for(folder / "raw", None, ignored=False).keep == ()
    (folder / "pumice.toml").write_text("mine")
    with pytest.raises(WontOverwrite):
        begin(folder)
    assert (folder / "pumice.toml").read_text() == "mine"


def test_nothing_is_made_where_something_is_there(tmp_path: Path) -> None:
    (tmp_path / ".gitattributes").write_text("mine")
    assert run("init", str(tmp_path)).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == [".gitattributes"]


def test_the_commented_configuration_is_right_once_it_is_not_commented(tmp_path: Path) -> None:
    lines = content("pumice.toml").splitlines()
    begins = next(number for number, line in enumerate(lines) if line.startswith("# [["))
    (tmp_path / "pumice.toml").write_text("\n".join(line.removeprefix("# ").lstrip("#") for line in lines[begins:]))
    found = overrides_for(tmp_path / "raw", None, ignored=False)
    assert (len(found.keep), len(found.drop), len(found.without)) == (1, 1, 1)


def test_git_leaves_the_bytes_alone(tmp_path: Path) -> None:
    if not shutil.which("git"):
        pytest.skip("git is not here")
    begin(tmp_path)
    (tmp_path / "raw/page.txt").write_bytes(b"one\r\ntwo\n")
    git = ["git", "-C", str(tmp_path), "-c", "core.autocrlf=input", "-c", "core.safecrlf=false"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True, capture_output=True)
    assert subprocess.check_output([*git, "show", ":raw/page.txt"]) == b"one\r\ntwo\n"


def test_the_example_for_a_build_server_runs_what_there_is() -> None:
    commands = re.findall(r"run: (pumice .*)", content("archive.yml"))
    assert len(commands) == 3
    assert f"pumice=={__version__}" in content("archive.yml")
    for command in commands:
        words = command.split()[1:]
        known = get_command(app).commands[words[0]]  # type: ignore[attr-defined]
        options = {name for param in known.params for name in param.opts}
        assert {word for word in words if word.startswith("--")} <= options


def test_the_doctor_finds_this_machine_fit(tmp_path: Path) -> None:
    done = run("doctor", str(tmp_path), "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [check for check in told if check["severity"] == "fault"] == []
    assert done.exit_code == 0
    names = {check["name"] for check in told}
    assert names >= {"python", "pumice", "HTML parser", "self-test", "names", "durability", "room", "output", "cores"}
    assert list(tmp_path.iterdir()) == []


def found(folder: Path, name: str) -> Check:
    return next(check for check in checks(folder) if check.name == name)


def test_the_doctor_finds_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(tmp_path / "nowhere", "disk").severity is Severity.FAULT
    monkeypatch.setattr("pumice.doctor.SHOULD_BE", "another text")
    monkeypatch.setattr("pumice.markup.golden.drifted", lambda: True)
    monkeypatch.setattr("pumice.doctor.LEAST_ROOM", 1 << 80)
    monkeypatch.setattr("pumice.doctor.TESTED", ((2, 0), (2, 7)))
    assert found(tmp_path, "self-test").severity is Severity.FAULT
    assert found(tmp_path, "HTML parser").severity is Severity.FAULT
    assert found(tmp_path, "room").severity is Severity.DOUBT
    assert found(tmp_path, "python").severity is Severity.DOUBT
    assert run("doctor", str(tmp_path)).exit_code == 1


def test_the_doctor_knows_a_library_out_of_its_range(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = ["numpy>=99", "no-such-library>=1", "lxml", "warcio>=99; extra == 'warc'"]
    monkeypatch.setattr("pumice.doctor.requires", lambda _: declared)
    assert found(tmp_path, "numpy").severity is Severity.FAULT
    assert found(tmp_path, "no-such-library").seen == "not installed"
    assert found(tmp_path, "lxml").severity is Severity.NOTE
    assert found(tmp_path, "extra warc").advice == "pip install 'pumice[warc]'"
    assert found(tmp_path, "extra warc").severity is Severity.NOTE


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    (raw / "news").mkdir(parents=True)
    (raw / "news/override.txt").write_bytes("One line.\r\nTwo \N{RIGHT-TO-LEFT OVERRIDE}lines.\r\n".encode())
    (raw / "program.bin").write_bytes(bytes(range(256)) * 8)
    clean(raw, tmp_path / "clean", engine=inprocess.run)
    return tmp_path / "clean"


def test_findings_are_listed_with_the_lines_of_raw(bag: Path) -> None:
    told = run("findings", str(bag)).stdout
    assert "news/override.txt" in told
    assert "line 2  form.direction-override" in told
    assert "2 documents, 2 findings" in told
    lines = [json.loads(line) for line in run("findings", str(bag), "--json").stdout.splitlines()]
    assert [(line["path"], line["code"], line.get("line")) for line in lines] == [
        ("news/override.txt", "form.direction-override", 2),
        ("program.bin", "read.unknown-type", None),
    ]
    assert "override" not in run("findings", str(bag), "--severity", "fault").stdout


def test_findings_annotate_in_build_servers(bag: Path) -> None:
    annotations = run("findings", str(bag), "--format", "github", "--raw", "scrapes").stdout.splitlines()
    assert annotations[0].startswith("::warning file=scrapes/news/override.txt,line=2,title=form.direction-override::")
    assert annotations[1].startswith("::error file=scrapes/program.bin,title=read.unknown-type::")
    suite = ElementTree.fromstring(run("findings", str(bag), "--format", "junit").stdout)
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("pumice findings", "3", "1")
    sarif = json.loads(run("findings", str(bag), "--format", "sarif").stdout)
    assert sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}


def test_the_manual_has_every_command_and_option() -> None:
    application = get_command(app)
    text = page(application)
    assert run("man").stdout == text
    for name, command in application.commands.items():  # type: ignore[attr-defined]
        assert f'.SS "pumice {name} ' in text.replace("\\-", "-")
        for param in command.params:
            for option in param.opts if param.param_type_name == "option" else ():
                assert escaped(option) in text


def test_nothing_in_the_manual_is_a_request_by_accident() -> None:
    assert escaped(".TH x\\n-y") == "\\&.TH x\\en\\-y"
    assert escaped("'quoted'").startswith("\\&'")


def test_groff_sets_the_manual_without_a_warning() -> None:
    if not shutil.which("groff"):
        pytest.skip("groff is not here")
    done = subprocess.run(
        ["groff", "-ww", "-man", "-Kutf8", "-Tutf8"],
        input=page(get_command(app)).encode(),
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert b"130 interrupted" in b" ".join(done.stdout.split())


def complete(shell: str, typed: str, folder: Path, **more: str) -> str:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split(" ")) - 1), "_TYPER_COMPLETE_ARGS": typed}
    done = subprocess.run(
        [sys.executable, "-m", "pumice"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **words, "_PUMICE_COMPLETE": f"complete_{shell}", "PYTHONPATH": str(REPO / "src"), **more},
    )
    return done.stdout


def test_shells_complete_commands_and_documents(bag: Path) -> None:
    assert complete("bash", "pumice ver", bag.parent).split() == ["verify"]
    assert complete("bash", "pumice show news/", bag.parent).split() == ["news/override.txt"]
    assert "news/override.txt" in complete("zsh", "pumice show n", bag.parent)
    fish = complete("fish", "pumice restore n", bag.parent, _TYPER_COMPLETE_FISH_ACTION="get-args")
    assert fish.startswith("news/override.txt")
    assert complete("bash", "pumice show x", bag.parent / "raw").split() == []


def test_bash_itself_takes_the_completion(bag: Path) -> None:
    if not shutil.which("bash"):
        pytest.skip("bash is not here")
    (bag.parent / "bin").mkdir()
    command = bag.parent / "bin/pumice"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{REPO / "src"}" exec "{sys.executable}" -m pumice "$@"\n')
    command.chmod(0o755)
    script = (
        'eval "$(_PUMICE_COMPLETE=source_bash pumice)"; COMP_WORDS=(pumice show ne); COMP_CWORD=2;'
        ' $(complete -p pumice | sed "s/.*-F \\([^ ]*\\).*/\\1/") pumice ne show; echo "${COMPREPLY[@]}"'
    )
    environment = {**os.environ, "PATH": f"{bag.parent / 'bin'}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=bag.parent, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["news/override.txt"]
