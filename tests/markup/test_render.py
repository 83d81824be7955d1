"""What a page says as plain text, rule by rule; the same by both trees."""

import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumice import first
from pumice.decode import decode
from pumice.markup import render
from pumice.markup.elements import Zone
from pumice.markup.golden import drifted
from pumice.markup.render import render_by_soup

REAL = Path(__file__).parents[3] / "shared" / "furniture" / "html_dev.tar.xz"

CASES = {
    "blocks are lines": ("<div>one</div><div>two</div>", "one\ntwo\n"),
    "paragraphs are set apart": ("<p>one<p>two", "one\n\ntwo\n"),
    "white space is one space": ("<p> one\n\t two </p>", "one two\n"),
    "no-break spaces stay": ("<p>10\u00a0kg</p>", "10\u00a0kg\n"),
    "a break is a line end": ("<p>one<br>two<br><br>three", "one\ntwo\n\nthree\n"),
    "headings are lines": ("<h1>Title</h1>text", "Title\n\ntext\n"),
    "inline elements are not": ("<p>an <b>ap</b>ple</p>", "an apple\n"),
    "links are their text": ('<p>see <a href="x">here</a>.</p>', "see here.\n"),
    "links side by side stay apart": ("<div><a>Home</a><a>News</a></div>", "Home News\n"),
    "lists": ("<ul><li>one<li>two<ul><li>deep</ul></ul>", "- one\n- two\n  - deep\n"),
    "numbered lists": ("<ol start=3><li>three<li value=7>seven<li>eight</ol>", "3. three\n7. seven\n8. eight\n"),
    "quotes": ("<blockquote><p>one<p>two</blockquote>", "> one\n\n> two\n"),
    "quotation marks": ("<p><q>yes</q>", "“yes”\n"),
    "preformatted": ("<pre>\n a\n   b\n\n c</pre>", " a\n   b\n\n c\n"),
    "data tables": ("<table><tr><th>A<th>B<th>C<tr><td>1<td><td>3</table>", "A | B | C\n1 | | 3\n"),
    "tables that lay out a page": (
        f"<table><tr><td>menu<td><p>{'long text ' * 30}</table>",
        f"menu\n\n{('long text ' * 30).strip()}\n",
    ),
    "choices": ("<select><option>one<option>two</select>", "one | two\n"),
    "buttons": ("<form><input type=submit value=Go><input type=text value=no></form>", "Go\n"),
    "ruby": ("<p><ruby>漢<rt>かん</rt></ruby>", "漢(かん)\n"),
    "ruby with its parentheses": ("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "漢(かん)\n"),
    "entities are decoded once": ("<p>&lt;b&gt; &amp;amp; &eacute; &#8217;", "<b> &amp; é ’\n"),
    "programs and styles are not seen": ("<style>p{}</style><script>'<p>no</p>'</script><p>yes", "yes\n"),
    "comments are not seen": ("<p>one<!-- no -->two", "onetwo\n"),
    "images are nothing": ('<p>a <img alt="picture"> b', "a b\n"),
    "the title is not on the page": ("<title>no</title><p>yes", "yes\n"),
    "what a frame shows instead is not seen": ("<video>no</video><iframe>no</iframe><p>yes", "yes\n"),
    "what is shown without programs is": ("<noscript>yes</noscript>", "yes\n"),
    "custom elements are boxes": ("<my-card>one</my-card><my-card>two</my-card>", "one\ntwo\n"),
    "hidden text is not seen": (
        "<p>seen</p><p hidden>no<p style='color:red; DISPLAY : none'>no<p>seen",
        "seen\n\nseen\n",
    ),
    "undecodable bytes stay": ("<p>a\udc80b", "a\udc80b\n"),
    "private characters stay": ("<p>a\U0010f780b", "a\U0010f780b\n"),
    "what stands after the end of the page": ("<p>one</body></html><p>two", "one\n\ntwo\n"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("source", "text"), CASES.values(), ids=CASES.keys())
def test_a_page_reads_as_its_readers_see_it(source: str, text: str) -> None:
    assert render(source).text == text
    assert render_by_soup(source).text == text


def test_images_are_their_alternative_text_where_asked_for() -> None:
    assert render('<p>a <img alt="picture"> b', alt=True).text == "a picture b\n"


def codes(source: str) -> list[str]:
    return [finding.code for finding in render(source).findings]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>seen and seen<p hidden>no", ["markup.hidden"]),
        ("<body style='visibility: hidden'><p>the whole page", ["markup.revealed"]),
        ("<p>a\0b", ["markup.nul"]),
        ("<p>a<!-- b", ["markup.unclosed-comment"]),
        ("<p " + " ".join(f"a{number}" for number in range(2000)) + ">b", ["markup.attributes"]),
        ("<p title='>' " + " ".join(f"a{number}" for number in range(2000)) + ">b", ["markup.attributes"]),
        ("<script>no</script>", ["markup.no-text"]),
        ("<p>all is well", []),
    ],
)
def test_what_is_not_in_the_text_is_in_the_findings(source: str, found: list[str]) -> None:
    assert codes(source) == found


def test_a_page_hidden_until_it_is_loaded_is_read() -> None:
    assert render("<body style='visibility: hidden'><p>the whole page").text == "the whole page\n"


def test_deep_text_and_all_after_it_is_read() -> None:
    page = render("<div>" * 5000 + "deep" + "</div>" * 5000 + "<p>after")
    assert page.tolerant
    assert page.text == "deep\n\nafter\n"


def test_lines_know_where_they_stand() -> None:
    page = render(
        '<header><nav class="top menu" id=m><ul><li><a href=x>Home</a></ul></nav></header>'
        '<main><article itemprop="articleBody"><h2>Title</h2><p>Some <b>bold</b> text.</article></main>'
        "<div role=contentinfo>Imprint</div>"
    )
    home, title, text, imprint = page.lines
    zones = [page.frames[line.frame].zone for line in page.lines]
    assert [page.line_text(line) for line in page.lines] == ["- Home", "Title", "Some bold text.", "Imprint"]
    assert zones[0] & Zone.NAV
    assert zones[0] & Zone.HEADER
    assert zones[0] & Zone.LIST
    assert zones[2] & Zone.ARTICLE
    assert zones[2] & Zone.BODY_TEXT
    assert zones[3] == Zone.FOOTER
    assert (home.letters, home.link_letters, home.links) == (4, 4, 1)
    assert (title.level, text.strong_letters, imprint.blank) == (2, 4, 1)
    words = [frame.words for frame in page.frames if frame.tag == "nav"]
    assert words == ["top menu m"]


ELEMENTS = (
    "p div b a ul ol li table tr td th pre h2 blockquote span select option ruby rt q br img textarea button section "
    "nav em dl dd form title script style noscript my-box svg math dialog body html head listing plaintext"
)
NAMES = st.sampled_from(ELEMENTS.split())
ATTRIBUTES = st.sampled_from(
    ["", " hidden", " class='a b'", " id=x", ' style="display:none"', " role=main", " start=5"]
)
TEXTS = st.text(st.sampled_from("ab \n\t\u00a0é漢&;<>-\udc85"), max_size=8)
PIECES = st.one_of(
    st.builds("<{}{}>".format, NAMES, ATTRIBUTES), st.builds("</{}>".format, NAMES), TEXTS, st.just("<!-- c -->")
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_both_trees_give_the_same(source: str) -> None:
    page = render(source)
    assert replace(render_by_soup(source), tolerant=page.tolerant) == page


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_lines_and_their_ends_are_the_whole_text(source: str) -> None:
    page = render(source)
    texts = ["\n" * (1 + line.blank if number else 0) + page.line_text(line) for number, line in enumerate(page.lines)]
    assert "".join(texts) + ("\n" if texts else "") == page.text


def test_the_parser_reads_the_golden_page_as_it_should() -> None:
    assert not drifted()


def test_a_parser_that_drifted_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "drifted", lambda: True)
    found = first.first_text(b"<p>text", first.PAGE).findings
    assert [finding.code for finding in found] == ["markup.drifted"]


@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} is not there: real pages were not compared")
def test_both_trees_give_the_same_of_real_pages() -> None:
    with tarfile.open(REAL) as tar:
        members = [member for member in tar if member.name.endswith(".html")][::60]
        for member in members:
            file = tar.extractfile(member)
            assert file is not None
            source = decode(file.read(), markup=True).text
            page = render(source)
            assert replace(render_by_soup(source), tolerant=page.tolerant) == page, member.name
