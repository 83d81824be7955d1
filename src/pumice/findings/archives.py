"""What verify can find in an archive."""

from pumice.findings.code import Code, Severity

N, D, F = Severity.NOTE, Severity.DOUBT, Severity.FAULT

CODES: tuple[Code, ...] = (
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
        "seal.missing",
        F,
        "The bag has no seal, and a signer was asked for.",
        "Ask whoever should have sealed it; pumice seal makes a seal.",
    ),
    Code(
        "seal.broken",
        F,
        "The seal is no signature of the bag's tag manifest.",
        "Find out what was changed after the bag was sealed; if the change is meant, seal it again.",
    ),
    Code(
        "seal.unknown-signer",
        F,
        "The seal was made with the key of somebody who may not seal this bag.",
        "Ask whose key it is; add it to the allowed signers if it is theirs.",
    ),
    Code(
        "seal.unchecked",
        N,
        "The bag is sealed; by whom was not asked.",
        "Name the signer's public key, or a file of allowed signers: pumice verify --signer FILE.",
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
)
