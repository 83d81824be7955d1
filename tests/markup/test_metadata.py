"""What a page says about itself, and where."""

import pytest

from pumice.markup import render
from pumice.markup.metadata import metadata

ARTICLE = """<html lang="nb"><head><title>Elva stiger | Avisa</title>
<meta property="og:title" content="Elva stiger"><meta property="og:site_name" content="Avisa">
<meta name="author" content="Kari Li"><meta property="article:published_time" content="2021-05-02T08:00:00Z">
<link rel="canonical" href="https://example.org/elva"></head><body><p>Text.</p></body></html>"""


def said(source: str) -> dict[str, tuple[str, str]]:
    return {name: (fact["value"], fact["from"]) for name, fact in metadata(render(source)).items()}


def test_what_the_head_says() -> None:
    assert said(ARTICLE) == {
        "title": ("Elva stiger", "meta og:title"),
        "byline": ("Kari Li", "meta author"),
        "date": ("2021-05-02T08:00:00Z", "meta article:published_time"),
        "url": ("https://example.org/elva", "link canonical"),
        "site": ("Avisa", "meta og:site_name"),
        "language": ("nb", "html lang"),
    }


@pytest.mark.parametrize(
    ("source", "name", "value", "where"),
    [
        (
            '<script type="application/ld+json">'
            '{"@graph":[{"@type":"NewsArticle","author":[{"name":"A"},{"name":"B"}]}]}</script>',
            "byline",
            "A, B",
            "json-ld author",
        ),
        (
            '<script type="application/ld+json">{"@type":["Article"],"datePublished":"2020-01-02"}</script>',
            "date",
            "2020-01-02",
            "json-ld datePublished",
        ),
        ("<time datetime='2019-03-04'>4 March</time>", "date", "2019-03-04", "time"),
        ("<title> A\n title </title>", "title", "A title", "title"),
        ('<meta name="DC.Creator" content="C. Author">', "byline", "C. Author", "meta dc.creator"),
    ],
)
def test_where_else_it_may_stand(source: str, name: str, value: str, where: str) -> None:
    assert said(source)[name] == (value, where)


@pytest.mark.parametrize(
    "source",
    [
        '<script type="application/ld+json">{"@type": broken</script>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">{"@type":"Person","name":"Nobody"}</script>',
        '<script type="application/ld+json">{"@type":"Article","author":{"name":7},"headline":null}</script>',
        '<meta property="article:author" content="https://example.org/someone">',
        f'<meta name="author" content="{"x" * 600}">',
        "<p>nothing said</p>",
    ],
)
def test_what_is_no_such_thing_is_left_out(source: str) -> None:
    assert said(source) == {}


def test_addresses_and_languages_of_json_ld_count_where_nothing_else_says() -> None:
    graph = '{"@type":"NewsArticle","mainEntityOfPage":{"@id":"https://example.org/a"},"inLanguage":"nl"}'
    script = f'<script type="application/ld+json">{graph}</script>'
    assert said(script) == {
        "language": ("nl", "json-ld inLanguage"),
        "url": ("https://example.org/a", "json-ld url"),
    }
    canonical = '<link rel="canonical" href="https://example.org/b">'
    assert said(f'<html lang="de">{canonical}{script}') == {
        "language": ("de", "html lang"),
        "url": ("https://example.org/b", "link canonical"),
    }
