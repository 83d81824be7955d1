"""PREMIS events: valid against a schema of the part of PREMIS 3 that is used (test_own_validators.py holds them to the
published one), and true to the trail."""

from collections import Counter
from pathlib import Path

from lxml import etree

from pumice.corpus import open_bag
from pumice.exports import About
from tests.exports.conftest import PUBLISHED
from tests.exports.test_exports import exported

SCHEMA = Path(__file__).parent / "premis-subset.rng"
P = "{http://www.loc.gov/premis/v3}"


def tree(path: Path) -> "etree._Element":
    return etree.parse(str(path)).getroot()


def test_it_is_valid(bag: Path) -> None:
    root = tree(exported(bag, "premis", bag.parent / "premis.xml"))
    etree.RelaxNG(file=str(SCHEMA)).assertValid(root)


def test_the_schema_refuses_what_premis_refuses(bag: Path) -> None:
    schema = etree.RelaxNG(file=str(SCHEMA))
    root = tree(exported(bag, "premis", bag.parent / "premis.xml"))
    event = root.find(f"{P}event")
    assert event is not None
    event.remove(event[2])  # its date
    assert not schema.validate(root)


def test_every_step_of_every_trail_is_an_event(bag: Path) -> None:
    root = tree(exported(bag, "premis", bag.parent / "premis.xml"))
    with open_bag(bag) as opened:
        steps = Counter(layer.step for document in opened.published() for layer in document.trail)
    details = [event.findtext(f"{P}eventDetailInformation/{P}eventDetail") or "" for event in root.iter(f"{P}event")]
    outcomes = [event.findtext(f".//{P}eventOutcomeDetailNote") for event in root.iter(f"{P}event")]
    changed = [
        detail for detail, outcome in zip(details, outcomes, strict=True) if outcome != "nothing had to be changed"
    ]
    assert Counter(detail.split(";")[0].removeprefix("step ") for detail in changed) == steps
    assert steps


def test_all_links_lead_somewhere(bag: Path) -> None:
    root = tree(exported(bag, "premis", bag.parent / "premis.xml"))
    objects = {element.text for element in root.iter(f"{P}objectIdentifierValue")}
    agents = {element.text for element in root.iter(f"{P}agentIdentifierValue")}
    events = [element.text for element in root.iter(f"{P}eventIdentifierValue")]
    assert len(objects) == 2 * PUBLISHED
    assert len(events) == len(set(events)) >= PUBLISHED
    assert {element.text for element in root.iter(f"{P}linkingObjectIdentifierValue")} <= objects
    assert {element.text for element in root.iter(f"{P}relatedObjectIdentifierValue")} <= objects
    assert {element.text for element in root.iter(f"{P}linkingAgentIdentifierValue")} == agents


def test_without_a_date_it_says_so(bag: Path) -> None:
    root = tree(exported(bag, "premis", bag.parent / "premis.xml", About()))
    assert {element.text for element in root.iter(f"{P}eventDateTime")} == {"unknown"}
