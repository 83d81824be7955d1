"""What can be found in a document, or while it is processed."""

from pumice.findings.code import Code, Severity

N, D, F = Severity.NOTE, Severity.DOUBT, Severity.FAULT

CODES: tuple[Code, ...] = (
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
        "markup.unclosed-element",
        D,
        "An element that holds no text of the page (a program, a style, a title …) has no end, so no browser shows what"
        " follows; it was left out.",
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
        "Compare with the source; repair it for good in pumice.toml ([[replace]], or pumice review).",
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
        "Look at it; keep or drop it for good in pumice.toml, or with pumice review.",
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
)
