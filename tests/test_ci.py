"""What CI authors paste, run as far as it can be without network: the hooks by pre-commit itself, the action's steps by
bash, with the pumice of this tree in place of an installed one."""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from pumice.engines import inprocess
from pumice.run import clean

yaml = pytest.importorskip("yaml")
REPO = Path(__file__).parent.parent
HOOKS = REPO / ".pre-commit-hooks.yaml"
ACTION = REPO / "action.yml"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with raw/ and clean/, and with `bin/pumice` that runs this tree."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/page.txt").write_bytes("They donâ€™t agree  on much.\r\n".encode())
    clean(tmp_path / "raw", tmp_path / "clean", engine=inprocess.run)
    command = tmp_path / "bin/pumice"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{REPO / "src"}" exec "{sys.executable}" -m pumice "$@"\n')
    command.chmod(0o755)
    return tmp_path


def environment(corpus: Path) -> dict[str, str]:
    return {**os.environ, "PATH": f"{corpus / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"}


def test_pre_commit_accepts_the_manifest() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib")
    assert [hook["id"] for hook in clientlib.load_manifest(str(HOOKS))] == ["pumice-clean", "pumice-verify"]


def pre_commit(corpus: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"],
        cwd=corpus,
        env=environment(corpus) | {"PRE_COMMIT_HOME": str(corpus / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_pre_commit_runs_the_hooks(corpus: Path) -> None:
    """The hooks as they stand in the manifest, but with a pumice that is there instead of one to be installed."""
    pytest.importorskip("pre_commit")
    if not shutil.which("git"):
        pytest.skip("git is not here")
    hooks = yaml.safe_load(HOOKS.read_text())
    local = {"repos": [{"repo": "local", "hooks": [hook | {"language": "system"} for hook in hooks]}]}
    (corpus / ".pre-commit-config.yaml").write_text(yaml.safe_dump(local))
    git = ["git", "-C", str(corpus)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "raw", "clean", ".pre-commit-config.yaml"], check=True)
    done = pre_commit(corpus)
    assert (done.returncode, done.stdout.count("Passed")) == (0, 2), done.stdout + done.stderr
    (corpus / "clean/data/page.txt").write_bytes(b"They agree.\n")
    done = pre_commit(corpus)
    assert (done.returncode, done.stdout.count("Failed")) == (1, 2), done.stdout


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(ACTION.read_text())
    return found


def run_step(step: dict[str, Any], corpus: Path, inputs: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one step as a runner does: its expressions filled in from the inputs, its script by bash."""
    values = {f"${{{{ inputs.{name} }}}}": value for name, value in inputs.items()}
    values["${{ github.action_path }}"] = str(REPO)
    given = {name: values[str(value)] for name, value in step.get("env", {}).items()}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=corpus,
        env=environment(corpus) | given,
        capture_output=True,
        text=True,
        check=False,
    )


def run_action(corpus: Path, **given: str) -> list[subprocess.CompletedProcess[str]]:
    """Every step that is a script; what is installed from elsewhere is left to the runner."""
    inputs = {name: str(each["default"]) for name, each in action()["inputs"].items()} | given
    return [run_step(step, corpus, inputs) for step in action()["runs"]["steps"] if "run" in step]


def test_no_input_is_pasted_into_a_script() -> None:
    """An expression inside a script would let a branch's name run commands; all go through the environment."""
    for step in action()["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "run" not in step or step["shell"] == "bash"


@pytest.mark.long
def test_the_action_passes_what_is_right_and_reports(corpus: Path) -> None:
    done = run_action(corpus, junit="verify.xml", rederive="true", findings="note")
    assert [(step.returncode, step.stderr) for step in done] == [(0, "")] * 4
    suite = ElementTree.parse(corpus / "verify.xml").getroot()
    assert (suite.get("failures"), suite.get("tests")) == ("0", "1")


def test_the_action_fails_and_annotates_what_is_wrong(corpus: Path) -> None:
    (corpus / "clean/data/page.txt").write_bytes(b"They agree.\n")
    _, _, verified, _ = run_action(corpus, junit="verify.xml")
    assert verified.returncode == 1
    assert verified.stdout.startswith("::error file=clean/data/page.txt,title=bag.changed::")
    cases = {case.get("classname"): case for case in ElementTree.parse(corpus / "verify.xml").getroot()}
    assert cases["bag.changed"].get("name") == "data/page.txt"
    assert cases["bag.changed"].find("failure") is not None


def test_the_action_notices_a_stale_archive(corpus: Path) -> None:
    (corpus / "raw/new.txt").write_bytes(b"New.\n")
    _, checked, verified, _ = run_action(corpus)
    assert (checked.returncode, verified.returncode) == (1, 1)
    assert "raw.unrecorded" in verified.stdout
    assert run_action(corpus, raw="")[2].returncode == 0
