"""The page in a real browser: what a person, with or without a mouse or eyes, can do with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
WAIT = 15_000  # milliseconds; a loaded machine is slow
expect.set_options(timeout=WAIT)
CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


class Told:
    """What the browser complained about, and what it asked the network for."""

    def __init__(self, page: Any) -> None:
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))


@pytest.fixture(params=["desk", "phone"])
def page(browser: Any, report_url: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The report, open; afterwards nothing must have been complained about, and nothing fetched but the page."""
    context = browser.new_context(viewport=DESK if request.param == "desk" else PHONE, color_scheme="light")
    context.set_default_timeout(WAIT)
    opened = context.new_page()
    told = Told(opened)
    opened.goto(report_url)
    opened.wait_for_selector("#list tbody tr")
    yield opened
    assert told.errors == []
    assert {url.partition("#")[0] for url in told.requests} == {report_url}
    assert opened.title().startswith("Papers of <the> harbour")
    context.close()


def rows(page: Any) -> list[str]:
    return [str(text) for text in page.locator("#list tbody th").all_inner_texts()]


def says(page: Any, place: str, text: str) -> None:
    """Wait until a place of the page holds this text."""
    expect(page.locator(place)).to_have_text(text)


def has(page: Any, places: str, number: int) -> None:
    """Wait until the page has so many of these."""
    expect(page.locator(places)).to_have_count(number)


def open_document(page: Any, name: str) -> None:
    page.fill("#query", name)
    has(page, "#list tbody tr", 1)
    page.click("#list tbody a")
    page.wait_for_selector("#document:not([hidden])")


def test_the_list_has_pages(page: Any) -> None:
    assert len(rows(page)) == 50
    assert page.inner_text("#count") == "64 documents"
    page.click("#later")
    assert len(rows(page)) == 14
    assert page.inner_text("#page") == "Page 2 of 2"
    assert page.is_disabled("#later")


def test_filters_and_their_count(page: Any) -> None:
    page.select_option("#type", "text/html")
    says(page, "#count", "1 document of 64")
    assert rows(page) == ["page.html"]
    page.click("text=Show all")
    says(page, "#count", "64 documents")
    page.select_option("#finding", "read.unknown-type")
    has(page, "#list tbody tr", 1)
    assert rows(page) == ["program.bin"]
    assert page.get_attribute("#count", "aria-live") == "polite"


def test_search_in_paths_and_in_texts(page: Any) -> None:
    page.fill("#query", "HOUSE OF LAMPS")
    says(page, "#count", "0 documents of 64")
    page.check("#in-texts")
    says(page, "#count", "1 document of 64")
    assert rows(page) == ["damaged.txt"]
    page.fill("#query", "share on whatsapp")  # only in raw
    says(page, "#count", "1 document of 64")
    assert rows(page) == ["damaged.txt"]


def test_the_most_removed_come_first(page: Any) -> None:
    page.select_option("#order", "removed")
    says(page, "#list tbody tr:first-child th", "damaged.txt")


def test_a_name_in_a_plot_lists_its_documents(page: Any) -> None:
    page.click("#overview button.pick:has-text('text/html')")
    says(page, "#count", "1 document of 64")
    assert rows(page) == ["page.html"]
    assert page.evaluate("document.activeElement.id") == "documents-title"


def test_a_document_shows_raw_and_clean(page: Any) -> None:
    open_document(page, "damaged.txt")
    assert page.inner_text("#document-title") == "damaged.txt"
    assert page.evaluate("document.activeElement.id") == "document-title"
    gone = page.locator("#sides .gone .raw del").all_inner_texts()
    assert gone == ["Back to top", "Share on WhatsApp"]
    assert "score" in page.locator("#sides .gone .kind").first.inner_text()
    assert page.locator("#sides .changed .clean ins").all_inner_texts()[:3] == ["’", "“", "”"]
    assert "don’t agree" in page.locator("#sides .changed .clean").first.inner_text()


def test_evidence_shows_on_hover_and_on_focus_and_goes_with_escape(page: Any) -> None:
    open_document(page, "damaged.txt")
    mark = page.locator("#sides ins").first
    mark.hover()
    assert page.is_visible("#tip")
    assert "repair.leadbyte-contraction" in page.inner_text("#tip")
    page.mouse.move(0, 0)
    page.wait_for_selector("#tip", state="hidden")
    page.locator("#next-change").focus()
    page.keyboard.press("Tab")
    page.wait_for_selector("#tip:not([hidden])")
    assert "furniture.back-to-top" in page.inner_text("#tip")
    assert page.evaluate("document.activeElement.tagName") == "DEL"
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "tip"
    page.keyboard.press("Escape")
    assert page.is_hidden("#tip")


def test_the_keyboard_walks_from_change_to_change(page: Any) -> None:
    open_document(page, "damaged.txt")
    seen = []
    for _ in range(4):
        page.click("#next-change")
        seen.append(page.evaluate("document.activeElement.closest('.row').dataset.at"))
    assert seen == sorted(set(seen), key=int)
    page.click("#next-change")
    assert page.evaluate("document.activeElement.closest('.row').dataset.at") == seen[0]


def test_one_side_only_what_changed_and_white_space(page: Any) -> None:
    open_document(page, "damaged.txt")
    page.click("[data-side=raw]")
    assert page.get_attribute("[data-side=raw]", "aria-pressed") == "true"
    assert page.locator("#sides .clean >> visible=true").count() == 0
    page.click("[data-side=both]")
    before = page.locator("#sides .row").count()
    page.check("#only-changes")
    assert 0 < page.locator("#sides .row").count() <= before
    page.check("#white-space")
    assert "··" in page.locator("#sides del").all_inner_texts()


def test_going_back_finds_the_place_again(page: Any) -> None:
    open_document(page, "damaged.txt")
    page.click("#back")
    page.wait_for_selector("#archive:not([hidden])")
    assert page.evaluate("document.activeElement.textContent") == "damaged.txt"


def test_hostile_text_is_seen_and_does_nothing(page: Any) -> None:
    open_document(page, "hostile")
    assert page.inner_text("#document-title") == "hostile <b>&'\".txt"
    told = page.inner_text("#sides")
    assert "</script><script>document.title = 'taken'</script>" in told
    assert "RLO" in told
    assert "ESC" in told
    assert "ZWSP" in told
    assert page.locator("#sides img").count() == 0
    assert not any(sign in told for sign in "\u202e\u200b\x1b\x07")


def test_bytes_that_mean_nothing_are_named(page: Any) -> None:
    open_document(page, "cut.txt")
    assert page.locator("#sides .raw .sign").all_inner_texts() == ["byte FF", "byte FE", "byte 93"]
    assert "né à Orléans, l’été." in page.inner_text("#sides")


def test_a_document_without_a_copy_says_why(page: Any) -> None:
    open_document(page, "program.bin")
    assert "not published" in page.inner_text("#facts")
    assert "read.unknown-type" in page.inner_text("#found")


SIZES = {"desk": DESK, "phone": PHONE}


@pytest.fixture(
    params=[
        (scheme, size, place) for scheme in ("light", "dark") for size in SIZES for place in ("archive", "document")
    ],
    ids="-".join,
)
def looked_at(request: pytest.FixtureRequest, browser: Any, report_url: str) -> Iterator[Any]:
    """The page in a scheme of colours, on a screen, with all documents or one."""
    scheme, size, place = request.param
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.goto(report_url)
    page.wait_for_selector("#list tbody tr")
    if place == "document":
        open_document(page, "damaged.txt")
        page.locator("#sides ins").first.focus()
    yield page
    context.close()


def test_everything_has_a_name_and_enough_contrast(looked_at: Any) -> None:
    assert looked_at.evaluate(CHECKS) == []
    wide = "the page is wider than the screen"
    assert looked_at.evaluate("document.documentElement.scrollWidth <= innerWidth"), wide


def test_axe_finds_no_barrier(looked_at: Any) -> None:
    """What axe-core, with which others check their pages, says of the page as a screen reader gets it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(looked_at).response
    assert [(barrier["id"], barrier["nodes"][0]["html"]) for barrier in found["violations"]] == []
    assert len(found["passes"]) > 30


def test_skipping_leads_to_what_is_open(page: Any) -> None:
    open_document(page, "damaged.txt")
    assert page.inner_text("#skip") == "Skip to the document"
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "document-title"
    assert page.is_visible("#document")


def test_the_checks_see_what_is_wrong(browser: Any, report_url: str) -> None:
    page = browser.new_page()
    page.goto(report_url)
    page.wait_for_selector("#list tbody tr")
    page.evaluate("document.querySelector('.lead').style.color = '#bbb'")
    page.evaluate("document.querySelector('#later').textContent = ''")
    page.evaluate("document.querySelector('.columns').removeAttribute('aria-label')")
    told = page.evaluate(CHECKS)
    assert [line.partition(":")[0].partition(" of")[0] for line in told] == [
        "no name",
        "a picture without words",
        told[2].partition(" of")[0],
    ]
    assert told[2].startswith("contrast 1.")
    page.close()


def test_the_colours_can_be_switched(page: Any) -> None:
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == before


def test_print_leaves_the_controls_out(page: Any) -> None:
    page.emulate_media(media="print")
    for control in ("header", "#filters", "#pages"):
        assert page.is_hidden(control)
    assert page.is_visible("#overview")


def test_paper_is_white_whatever_the_screen_is(browser: Any, report_url: str) -> None:
    context = browser.new_context(viewport=DESK, color_scheme="dark")
    page = context.new_page()
    page.goto(report_url)
    page.wait_for_selector("#list tbody tr")
    open_document(page, "damaged.txt")
    page.emulate_media(media="print")
    assert page.evaluate(CHECKS) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")
    context.close()


def test_without_scripts_the_overview_is_there(browser: Any, report_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report_url)
    assert "64" in page.inner_text(".tiles")
    assert "does not run it" in page.inner_text("#documents")
    context.close()
