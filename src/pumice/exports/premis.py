"""PREMIS 3 (loc.gov/standards/premis): the raw files and clean copies as objects, the trail as events, pumice as agent.

One event for each step that changed a document, with the number of edits each rule made; a document that nothing was
done to has one that says so. Digests and sizes are those of the records, checked against the copies while writing.
Where the bag has no date, the events say `unknown`: PREMIS wants a date, and the clock is not asked.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO
from urllib.parse import quote

from lxml import etree

from pumice.bag import PIPELINE
from pumice.corpus import Bag, Document
from pumice.edits import Layer
from pumice.exports.about import About
from pumice.record import FileRef, Record
from pumice.store.disk import encoded

NAMESPACE = "http://www.loc.gov/premis/v3"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
NAMES: dict[str | None, str] = {None: NAMESPACE, "xsi": INSTANCE}
VOCABULARY = "http://id.loc.gov/vocabulary/preservation/eventType"
LOCAL = "local"
# What XML 1.0 does not admit.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Tree = tuple["str", "str | list[Tree]"]


def write(bag: Bag, out: BinaryIO, about: About) -> int:
    """One `premis` element: all objects, then all events, then the agent, in the order the schema wants."""
    documents = 0
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{NAMESPACE}}}premis", {"version": "3.0"}, nsmap=NAMES):
            for document in bag.published():
                documents += 1
                for found in _objects(document):
                    _put(xml, found)
            for document in bag.published():
                for event in _events(document, about):
                    _put(xml, event)
            _put(xml, _agent(bag))
    out.write(b"\n")
    return documents


def _put(xml: "etree._IncrementalFileWriter", element: "etree._Element") -> None:
    xml.write("\n")
    xml.write(element)


def _element(name: str, content: "str | list[Tree]") -> "etree._Element":
    element = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap=NAMES)  # type: ignore[arg-type]
    if isinstance(content, str):
        element.text = NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", content)
        return element
    for below, inside in content:
        element.append(_element(below, inside))
    return element


def _identifier(kind: str, value: str) -> Tree:
    return f"{kind}Identifier", [(f"{kind}IdentifierType", LOCAL), (f"{kind}IdentifierValue", value)]


def _raw_name(record: Record) -> str:
    """The identifier of what a document was made from: a file of raw, or a part of one."""
    return f"raw/{quote(encoded(record.raw.path))}" + (f"#{record.id}" if record.origin else "")


def _objects(document: Document) -> Iterator["etree._Element"]:
    """What was read, and what was made of it."""
    record = document.record
    clean = record.clean
    assert clean is not None
    size = int((record.origin or {}).get("bytes", record.raw.size))
    source = FileRef(_raw_name(record), size, record.source_sha256)
    yield _file(source, record.media_type, record.raw.path, ())
    document.data  # noqa: B018 - read, and refused if it is not what the record says
    yield _file(clean, "text/plain", "", [_derived_from(source.path)])


def _file(ref: FileRef, media_type: str, name: str, relations: "list[Tree] | tuple[()]") -> "etree._Element":
    fixity: Tree = ("fixity", [("messageDigestAlgorithm", "SHA-256"), ("messageDigest", ref.sha256)])
    form: Tree = ("format", [("formatDesignation", [("formatName", media_type)])])
    content: list[Tree] = [
        _identifier("object", ref.path),
        ("objectCharacteristics", [fixity, ("size", str(ref.size)), form]),
        *([("originalName", name)] if name else []),
        *relations,
    ]
    element = _element("object", content)
    element.set(f"{{{INSTANCE}}}type", "file")
    return element


def _derived_from(source: str) -> Tree:
    related: Tree = (
        "relatedObjectIdentifier",
        [("relatedObjectIdentifierType", LOCAL), ("relatedObjectIdentifierValue", source)],
    )
    return "relationship", [("relationshipType", "derivation"), ("relationshipSubType", "has source"), related]


def _events(document: Document, about: About) -> Iterator["etree._Element"]:
    record = document.record
    trail = document.trail
    for number, layer in enumerate(trail):
        yield _event(record, about, f"{record.id}-{number}", layer.step, _outcome(layer))
    if not trail:
        yield _event(record, about, f"{record.id}-0", "form", "nothing had to be changed")


def _outcome(layer: Layer) -> str:
    counts = Counter(edit.rule for edit in layer.edits)
    return ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items()))


def _event(record: Record, about: About, name: str, step: str, outcome: str) -> "etree._Element":
    clean = record.clean
    assert clean is not None
    kept = f"; every edit stands in {record.trail.path} ({record.trail.sha256})" if record.trail else ""
    content: list[Tree] = [
        _identifier("event", name),
        ("eventType", "normalization" if step.startswith("form") else "modification"),
        ("eventDateTime", about.date or "unknown"),
        ("eventDetailInformation", [("eventDetail", f"step {step}{kept}")]),
        (
            "eventOutcomeInformation",
            [("eventOutcome", "success"), ("eventOutcomeDetail", [("eventOutcomeDetailNote", outcome)])],
        ),
        _linked("Agent", _agent_name(record.fingerprint), "executing program"),
        _linked("Object", _raw_name(record), "source"),
        _linked("Object", clean.path, "outcome"),
    ]
    element = _element("event", content)
    kind = element.find(f"{{{NAMESPACE}}}eventType")
    assert kind is not None
    kind.set("authority", "eventType")
    kind.set("authorityURI", VOCABULARY)
    return element


def _linked(kind: str, value: str, role: str) -> Tree:
    name = f"linking{kind}"
    return f"{name}Identifier", [
        (f"{name}IdentifierType", LOCAL),
        (f"{name}IdentifierValue", value),
        (f"{name}Role", role),
    ]


def _agent_name(fingerprint: str) -> str:
    return f"pumice-{fingerprint}"


def _agent(bag: Bag) -> "etree._Element":
    """pumice, as the pipeline that the bag was made with."""
    pipeline = bag.pipeline()
    note = f"The identifier is the digest of {PIPELINE} in the bag, which names every rule, table and option."
    return _element(
        "agent",
        [
            _identifier("agent", _agent_name(sha256(pipeline).hexdigest())),
            ("agentName", "pumice"),
            ("agentType", "software"),
            ("agentVersion", str(json.loads(pipeline).get("pumice", ""))),
            ("agentNote", note),
        ],
    )
