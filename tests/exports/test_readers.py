"""Each export read back with the library that belongs to its format."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from pumice.corpus import open_bag
from pumice.engines import inprocess
from pumice.exports import About, export, find
from pumice.run import clean
from tests.exports.conftest import PUBLISHED
from tests.exports.test_exports import ABOUT, exported


def texts(bag: Path) -> dict[str, str]:
    with open_bag(bag) as opened:
        return {document.record.id: document.text for document in opened.published()}


def test_pyarrow_reads_the_table(bag: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(exported(bag, "parquet", bag.parent / "texts.parquet"))
    rows = table.to_pylist()
    assert {row["id"]: row["text"] for row in rows} == texts(bag)
    damaged = next(row for row in rows if row["path"] == "damaged.txt")
    assert {"rule": "form.line-ends", "count": 1} in damaged["edits"]


def test_hugging_face_datasets_loads_the_table_offline(
    bag: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyarrow")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    table = exported(bag, "parquet", bag.parent / "texts.parquet")
    loaded = datasets.load_dataset("parquet", data_files=str(table), split="train", cache_dir=str(tmp_path / "cache"))
    assert dict(zip(loaded["id"], loaded["text"], strict=True)) == texts(bag)


def test_rows_are_grouped_by_size(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("pumice.exports.parquet.ROWS", 3)
    table = pq.ParquetFile(exported(bag, "parquet", bag.parent / "texts.parquet"))
    assert [table.metadata.row_group(number).num_rows for number in range(table.num_row_groups)] == [3, 3, 1]


@pytest.mark.parametrize("compress", [False, True])
def test_warcio_reads_the_records(compress: bool, bag: Path) -> None:
    iterator = pytest.importorskip("warcio.archiveiterator").ArchiveIterator
    path = exported(bag, "warc", bag.parent / "texts.warc.gz", About(ABOUT.name, compress=compress))
    found: list[tuple[dict[str, str], bytes]] = []
    with path.open("rb") as stream:
        for record in iterator(stream, check_digests="raise"):
            found.append((dict(record.rec_headers.headers), record.content_stream().read()))
    kinds = [headers["WARC-Type"] for headers, _ in found]
    assert kinds == ["warcinfo", *["conversion"] * PUBLISHED]
    assert sorted(data.decode() for _, data in found[1:]) == sorted(texts(bag).values())
    assert len({headers["WARC-Record-ID"] for headers, _ in found}) == PUBLISHED + 1
    by_target = {headers["WARC-Target-URI"]: headers for headers, _ in found[1:]}
    crawled = by_target["https://example.org/tides?year=2019"]
    assert crawled["WARC-Refers-To"] == "<urn:uuid:00000000-0000-0000-0000-000000000007>"
    assert crawled["WARC-Date"] == "2020-01-02T03:04:05Z"
    assert by_target["file:///caf%E9.txt"]["WARC-Date"] == "1970-01-01T00:00:00Z"


def test_pumice_reads_its_own_records_and_changes_nothing(bag: Path, tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    (tmp_path / "again").mkdir()
    exported(bag, "warc", tmp_path / "again/texts.warc")
    clean(tmp_path / "again", tmp_path / "twice", engine=inprocess.run)
    # An empty document has no text that a reader of WARC files would keep.
    assert sorted(texts(tmp_path / "twice").values()) == sorted(text for text in texts(bag).values() if text.strip())


def test_mlcroissant_accepts_the_metadata_and_reads_by_it(bag: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    next(bag.parent.glob("raw/caf*")).unlink()  # pandas, with which it reads, refuses names that are no UTF-8
    clean(bag.parent / "raw", bag, engine=inprocess.run)
    dataset = mlcroissant.Dataset(
        str(exported(bag, "croissant", bag.parent / "croissant.json", documents=PUBLISHED - 1))
    )
    assert not dataset.metadata.ctx.issues.errors
    documents = list(dataset.records("documents"))
    assert {row["documents/id"].decode() for row in documents} >= set(texts(bag))
    read = {row["texts/file"].decode(): row["texts/text"].decode() for row in dataset.records("texts")}
    with open_bag(bag) as opened:
        published = [(document.record.clean, document.text) for document in opened.published()]
    assert read == {f"clean/{copy.path}": text for copy, text in published if copy}


def test_ro_crate_py_reads_the_crate(bag: Path) -> None:
    crates = pytest.importorskip("rocrate.rocrate")
    exported(bag, "ro-crate", bag.parent / "ro-crate-metadata.json")
    crate = crates.ROCrate(str(bag.parent))
    assert crate.root_dataset["name"] == ABOUT.name
    assert crate.root_dataset["license"].id == ABOUT.license
    files = [entity for entity in crate.data_entities if entity.id.startswith("clean/data/")]
    assert len(files) == PUBLISHED
    for entity in files:
        assert (bag.parent / unquote(entity.id)).stat().st_size == int(entity["contentSize"])


def test_a_crate_must_hold_its_bag(bag: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    with open_bag(bag) as opened, pytest.raises(Exception, match="above the bag"):
        export(opened, find("ro-crate"), tmp_path / "elsewhere/ro-crate-metadata.json", ABOUT)
