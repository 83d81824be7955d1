"""Findings: coded claims about a document. A finding changes nothing; its code is stable and keeps its meaning."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pumice.edits import Evidence


class Severity(StrEnum):
    """What a finding means for the document: `note` for the record, `doubt` for a person to look at, `fault` for a
    document that could not be processed or an archive that is not as it should be."""

    NOTE = "note"
    DOUBT = "doubt"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Code:
    """What a finding code means and what a person can do about it."""

    code: str
    severity: Severity
    meaning: str
    advice: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` holds for the span `start`–`end` (code points of the text named by the code's owner; none for the whole
    document). `message` is one line for people; `evidence` the same for machines."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None
    evidence: Evidence = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code} is not a finding code; add it to pumice.findings")


def _table(codes: Iterable[Code]) -> dict[str, Code]:
    table: dict[str, Code] = {}
    for code in codes:
        if code.code in table:
            raise ValueError(f"finding code {code.code} stands twice")
        table[code.code] = code
    return table


N, D, F = Severity.NOTE, Severity.DOUBT, Severity.FAULT

CODES: dict[str, Code] = _table(
    [
        # decoding
        Code(
            "decode.undecodable",
            D,
            "Some bytes mean nothing in the document's encoding.",
            "The bytes are kept in the trail; look at the raw file around the place given.",
        ),
        Code(
            "decode.lossy",
            F,
            "Encoding the first text again does not give the raw bytes back.",
            "The document is not published. Convert the raw file to UTF-8 by hand and scrape or add it again.",
        ),
        Code(
            "decode.guessed",
            N,
            "The encoding was found by evidence, not by a declaration.",
            "Nothing to do unless the text looks wrong.",
        ),
        Code(
            "decode.mixed",
            D,
            "The document holds parts in different encodings.",
            "Each part was decoded by itself; the record says how.",
        ),
        # markup
        Code(
            "markup.cut",
            D,
            "The page is longer, or has more tags, than is read; the rest is not in the copy.",
            "The page is whole in raw. Pages of this size are mostly data: split it, or add its text as a text file.",
        ),
        Code(
            "markup.attributes",
            D,
            "A tag has so many attributes that reading them would take minutes; they were left out.",
            "Nothing to do: attributes hold no text. Such tags are made to slow programs down.",
        ),
        Code(
            "markup.nul",
            N,
            "The page holds zero characters, which are no text; they were left out.",
            "Nothing to do unless the page looks wrong: it may be UTF-16 without a mark.",
        ),
        Code(
            "markup.unclosed-comment",
            D,
            "A comment in the page has no end, so no browser shows what follows; it was left out.",
            "Look at the end of the raw file: the page may have been cut off while it was scraped.",
        ),
        Code(
            "markup.no-text",
            D,
            "The page shows its readers no text, so the copy is empty.",
            "It may be filled by a program when it is opened: scrape it with a browser.",
        ),
        Code(
            "markup.drifted",
            D,
            "The HTML parser installed here reads pages otherwise than the one this version of pumice was made with.",
            "Install pumice with the versions in constraints.txt to get the same texts as elsewhere.",
        ),
        Code(
            "markup.hidden",
            N,
            "Text that the page hides from its readers was left out.",
            "Nothing to do unless the page shows it on a click and it matters; it is in raw.",
        ),
        Code(
            "markup.revealed",
            D,
            "The page hides most of its text until a program runs; it was taken for visible.",
            "Look at the copy: it may hold dialogs and menus that were not meant to be seen.",
        ),
        Code(
            "furniture.page-too-long",
            D,
            "The page has more lines than are judged, so nothing was stripped from it.",
            "Such pages are mostly data; split it, or leave it as it is.",
        ),
        Code(
            "furniture.all-main",
            D,
            "Only the main text was asked for, but the page could not be told from it; all of it was kept.",
            "Look at the copy: it may hold menus, or the page may be nothing but text.",
        ),
        # files that hold documents
        Code(
            "warc.damaged",
            F,
            "The WARC file cannot be read further than the place given.",
            "The records before it were read. Get the file again from where it came, or cut it at the place given.",
        ),
        Code(
            "warc.left-out",
            N,
            "The WARC file holds records that are no pages or texts.",
            "Nothing to do: revisits, redirects, images and the like have no text to keep.",
        ),
        Code(
            "jsonl.no-page",
            F,
            "Lines of the file are no scraped pages.",
            "Each line must be a JSON object with `html` or `text`; mend the lines given, the others were read.",
        ),
        Code(
            "read.damaged",
            F,
            "The compressed file is damaged or cut off.",
            "Get it again from where it came.",
        ),
        Code(
            "read.too-large",
            F,
            "The file holds more, once decompressed, than a document may.",
            "If it is no decompression bomb, decompress it and split it.",
        ),
        Code(
            "read.needs-extra",
            F,
            "Files of this type are read with a library that is not installed.",
            "Install pumice with the extra named in the message.",
        ),
        # repair
        Code(
            "repair.suspected",
            D,
            "Text looks damaged, but the evidence does not suffice to repair it.",
            "Compare with the source; the candidates are in the evidence.",
        ),
        Code(
            "repair.unrecoverable",
            D,
            "Text is damaged and the damage destroyed what would be needed to repair it.",
            "Scrape the page again if it still exists.",
        ),
        # furniture
        Code(
            "furniture.doubtful",
            D,
            "A line may be page furniture, but not certainly; it was kept.",
            "Look at it; keep or drop it for good in pumice.toml.",
        ),
        Code(
            "furniture.kept-by-hand",
            N,
            "A line was kept because pumice.toml says so; a rule would have changed it.",
            "Nothing to do; without its entry in pumice.toml the line goes.",
        ),
        # form
        Code(
            "form.long-combining-run",
            D,
            "A run of combining characters too long to be writing was left alone.",
            "Nothing to do unless the text matters: such runs are made to slow programs down.",
        ),
        Code(
            "form.direction-override",
            D,
            "A line holds a character that forces its letters to be displayed in another order.",
            "Compare what is displayed with what is stored; the text was left alone.",
        ),
        # reading raw
        Code(
            "read.special-file",
            F,
            "An entry of raw is a link, a device, a FIFO or a socket; it was neither followed nor opened.",
            "Put a regular file in its place, or remove it.",
        ),
        Code(
            "read.unreadable",
            F,
            "A file or folder of raw could not be read.",
            "Look at its permissions and at the disk, then clean again.",
        ),
        Code(
            "read.unknown-type",
            F,
            "A file of raw is of no type that pumice reads.",
            "Convert it to text or HTML, or move it out of raw.",
        ),
        Code(
            "engine.crashed",
            F,
            "The process that cleaned the document died, twice.",
            "The document is not published. Please report this as a fault of pumice, with the document.",
        ),
        Code(
            "engine.timed-out",
            F,
            "Cleaning the document took far longer than any document should.",
            "The document is not published. Please report this as a fault of pumice, with the document.",
        ),
        # verifying a bag
        Code(
            "bag.missing",
            F,
            "A file that a manifest lists is not there.",
            "Restore it from another copy of the bag.",
        ),
        Code(
            "bag.extra",
            F,
            "A file is in the bag that no manifest lists.",
            "Move it out of the bag, or find out which list has lost it.",
        ),
        Code(
            "bag.changed",
            F,
            "A file is not what its manifest says.",
            "Restore it from another copy of the bag, or run pumice clean again.",
        ),
        Code(
            "bag.special-file",
            F,
            "A link, device, FIFO or socket stands in the bag; it was neither followed nor opened.",
            "Put the file itself in its place, or remove it.",
        ),
        Code(
            "bag.unreadable",
            F,
            "A file or folder of the bag cannot be read.",
            "Look at its permissions and at the disk.",
        ),
        Code(
            "bag.unsafe-name",
            F,
            "A list names a place outside its part of the bag, or a name that is not safe everywhere.",
            "Do not unpack or copy this bag by its lists; ask where it comes from.",
        ),
        Code(
            "bag.colliding-names",
            F,
            "Two names differ only in case or in Unicode form, which pumice never writes.",
            "Find out where the second comes from.",
        ),
        Code(
            "bag.colliding-entries",
            D,
            "Two names differ only in case or in Unicode form; some file systems hold only one of them.",
            "Keep the bag on a file system that tells them apart.",
        ),
        Code(
            "bag.duplicate-entry",
            F,
            "A manifest lists a file twice.",
            "Find out which entry is the true one.",
        ),
        Code(
            "bag.repeated-entry",
            D,
            "A manifest lists a file twice, with the same digest.",
            "Nothing is lost; newer versions of BagIt forbid it.",
        ),
        Code(
            "bag.bad-line",
            F,
            "A list has a line that it must not have.",
            "Restore the list from another copy of the bag.",
        ),
        Code(
            "bag.odd-line",
            D,
            "A manifest is written in a way that some tools do not understand.",
            "Nothing is lost; make the manifest again when the bag is next changed.",
        ),
        Code(
            "bag.unlisted",
            F,
            "A manifest does not list a file that another one lists.",
            "Make the manifests again from a copy known to be whole.",
        ),
        Code(
            "bag.no-manifest",
            F,
            "A bag must have a manifest, and this one has none that can be used.",
            "Restore it from another copy of the bag, or run pumice clean again.",
        ),
        Code(
            "bag.unknown-algorithm",
            D,
            "A manifest uses a digest that is not known here; it was not checked.",
            "Check it with another tool.",
        ),
        Code(
            "bag.declaration",
            F,
            "bagit.txt is missing, or is not as BagIt wants it.",
            "Restore it from another copy of the bag, or run pumice clean again.",
        ),
        Code(
            "bag.oxum",
            F,
            "Number or size of the payload files is not what bag-info.txt says.",
            "Find out which of them is true.",
        ),
        Code(
            "bag.system-file",
            D,
            "A file that an operating system made is listed, and is not there.",
            "Nothing of the content is lost; leave such files out of bags.",
        ),
        Code(
            "bag.unfinished",
            F,
            "A run was interrupted while it worked on the bag.",
            "Run pumice clean again: it completes what was begun.",
        ),
        Code(
            "record.disagrees",
            F,
            "A record and the bag do not fit together.",
            "Restore both from another copy of the bag, or run pumice clean again.",
        ),
        Code(
            "record.missing",
            F,
            "A file of the bag has no record.",
            "Restore the records from another copy of the bag, or run pumice clean again.",
        ),
        Code(
            "record.unreadable",
            F,
            "A line of the records is no record.",
            "Restore the records from another copy of the bag, or run pumice clean again.",
        ),
        Code(
            "raw.changed",
            F,
            "A raw file is not what was cleaned.",
            "If the change is meant, run pumice clean again.",
        ),
        Code(
            "raw.missing",
            F,
            "A raw file is gone.",
            "Restore it, from the bag if need be; or run pumice clean again to let its copy go.",
        ),
        Code(
            "raw.unrecorded",
            F,
            "A raw file has never been cleaned.",
            "Run pumice clean.",
        ),
        Code(
            "trail.broken",
            F,
            "A clean copy and its trail do not lead back to what was scraped.",
            "Restore both from another copy of the bag, or run pumice clean again.",
        ),
        Code(
            "derive.differs",
            F,
            "Cleaning the same bytes again gives another result.",
            "Run pumice clean again; if it recurs, report it as a fault of pumice.",
        ),
        Code(
            "derive.needs-raw",
            D,
            "A page can only be cleaned again from its raw file, which the bag does not hold; this was not tried.",
            "Name the folder of raw files too: pumice verify --rederive --raw raw.",
        ),
        Code(
            "derive.other-pipeline",
            F,
            "The bag was made by another version of pumice, with other tables or other libraries.",
            "Use the version that pumice/pipeline.json names, or run pumice clean again.",
        ),
        # pipeline
        Code(
            "pipeline.undo-failed",
            F,
            "Undoing the trail did not give the first text back.",
            "The document is not published. Please report this as a fault of pumice, with the document.",
        ),
        Code(
            "pipeline.unstable",
            F,
            "Cleaning the clean text again would change it further.",
            "The document is not published. Please report this as a fault of pumice, with the document.",
        ),
        Code(
            "pipeline.crashed",
            F,
            "A step failed on the document.",
            "The document is not published. Please report this as a fault of pumice, with the document.",
        ),
    ]
)
