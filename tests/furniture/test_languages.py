"""The same structures in many languages: what stands around an invented article goes, and the article stays."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pumice.pipeline import normalize

TABLE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
CLOAKS: dict[str, str] = TABLE.pop("cloaks")
HARBOUR = "is a visiting fellow at the Institute for Harbour Law and writes on ports.\n"


def clean(text: str) -> str:
    result = normalize(text.encode(), name="article.txt").text
    assert result is not None
    return result


def article(page: dict[str, Any]) -> str:
    return "\n\n".join([page["title"], *page["body"]]) + "\n"


def having(*keys: str) -> list[str]:
    return [language for language, page in TABLE.items() if all(key in page for key in keys)]


@pytest.mark.parametrize("language", having("comment_rules"))
def test_rules_for_comments_behind_the_body_go(language: str) -> None:
    text = article(TABLE[language])
    assert clean(f"{text}\n\n{TABLE[language]['comment_rules']}\n") == text


@pytest.mark.parametrize("language", having("top"))
def test_a_link_to_the_top_goes_at_either_end(language: str) -> None:
    text, link = article(TABLE[language]), TABLE[language]["top"]
    assert clean(f"{link}\n\n{text}") == text
    assert clean(f"{text}\n{link}\n") == text


@pytest.mark.parametrize("language", having("full_site"))
def test_a_link_to_the_full_site_goes(language: str) -> None:
    text = article(TABLE[language])
    assert clean(f"{text}\n{TABLE[language]['full_site']}\n") == text


@pytest.mark.parametrize("language", having("share"))
def test_share_buttons_under_a_title_go(language: str) -> None:
    page = TABLE[language]
    body = "\n\n".join(page["body"])
    assert clean(f"{page['title']}\n{page['share']}\n{page['share']}\n{body}\n") == f"{page['title']}\n{body}\n"


@pytest.mark.parametrize("language", having("above", "icons"))
def test_site_date_switcher_and_icons_go_and_the_dateline_stays(language: str) -> None:
    page = TABLE[language]
    body = "\n\n".join([page["dateline"], *page["body"]])
    above = "\n".join(page["above"])
    assert clean(f"{above}\n{page['title']} {page['icons']}\n{body}\n") == f"{page['title']}\n{body}\n"


@pytest.mark.parametrize("language", having("widgets"))
def test_widgets_behind_the_author_go(language: str) -> None:
    page = TABLE[language]
    text = f"{article(page)}\n{page['author']}\n{page['author']}\n{page['bio']}\n"
    contents, call, related, *promo = page["widgets"]
    tail = f"\n{contents}\n\n\n{call}\n\n{related}\n\n" + "\n".join(promo) + "\n"
    assert clean(text + tail) == f"{article(page)}\n{page['author']}\n{page['bio']}\n"


@pytest.mark.parametrize("notice", CLOAKS.values(), ids=CLOAKS.keys())
def test_an_email_cloak_goes(notice: str) -> None:
    assert clean(f"Lena Fisk ( {notice} ) {HARBOUR}") == f"Lena Fisk {HARBOUR}"
    assert clean(f"Lena Fisk {HARBOUR}\n{notice}\n") == f"Lena Fisk {HARBOUR}"
    assert clean(f"Write to the harbour office: {notice}\n") == "Write to the harbour office:\n"


@pytest.mark.parametrize("language", list(TABLE))
def test_the_article_alone_stays(language: str) -> None:
    text = article(TABLE[language])
    assert clean(text) == text
