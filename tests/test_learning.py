"""What recurs on a site is learned, whatever the order and the workers; stored twice is not said twice."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumice.config import profile_in
from pumice.errors import Misuse, NothingToDo
from pumice.learning import as_toml, learn
from pumice.options import Options
from pumice.pipeline import normalize
from pumice.profile import NOTHING, Profile, Site, site_of

WORDS = ("river", "bridge", "winter", "harbour", "orchard", "clock", "miller", "lantern", "stable", "garden")


def body(number: int) -> str:
    """A paragraph that no other number gives."""
    words = [WORDS[int(digit)] for digit in f"{number:04d}"]
    return (
        f"In the year {number} the {' and the '.join(words)} were painted by whoever had the time for it, twice over."
    )


def page(number: int, *more: str) -> str:
    return "\n".join(["The Ferry Gazette of the Lower Banks", "", body(number), "", *more, "Write to the ferryman", ""])


def stored(raw: Path, pages: dict[str, str]) -> Path:
    for path, text in pages.items():
        (raw / path).parent.mkdir(parents=True, exist_ok=True)
        (raw / path).write_text(text, encoding="utf-8")
    return raw


def counts(profile: Profile) -> dict[str, dict[str, int]]:
    return {site.name: dict(site.lines) for site in profile.sites}


def test_lines_are_counted_by_site(tmp_path: Path) -> None:
    pages = {f"gazette/{n}.txt": page(n) for n in range(3)} | {f"other/{n}.txt": body(n) for n in range(3)}
    found = learn(stored(tmp_path, {**pages, "alone.txt": page(9)}))
    assert counts(found.profile) == {"gazette": {"The Ferry Gazette of the Lower Banks": 3, "Write to the ferryman": 3}}
    assert (found.files, found.profile.sites[0].documents, found.unread) == (6, 3, ())


def test_a_document_stored_thrice_counts_once(tmp_path: Path) -> None:
    pages = {f"gazette/{n}.txt": page(n) for n in range(2)}
    copies = {f"gazette/0-{view}.txt": page(0, f"{view} view of this page") for view in ("print", "mobile")}
    found = learn(stored(tmp_path, pages | copies))
    assert set(counts(found.profile)["gazette"].values()) == {2}
    assert not any("In the year" in line for line in counts(found.profile)["gazette"])


def test_workers_and_names_do_not_shape_the_result(tmp_path: Path) -> None:
    texts = [page(n % 7, f"Volume {n % 3}") for n in range(12)]
    one = learn(stored(tmp_path / "one", {f"gazette/{n}.txt": text for n, text in enumerate(texts)}))
    two = learn(stored(tmp_path / "two", {f"gazette/{99 - n}.txt": text for n, text in enumerate(texts)}), jobs=2)
    assert as_toml(one.profile) == as_toml(two.profile)


def test_a_pattern_says_which_folders_are_sites(tmp_path: Path) -> None:
    raw = stored(tmp_path, {f"web/a/{n}.txt": page(n) for n in range(2)} | {f"web/b/{n}.txt": page(n) for n in (2, 3)})
    assert [site.name for site in learn(raw).profile.sites] == ["web"]
    assert [site.name for site in learn(raw, folders="web/*").profile.sites] == ["web/a", "web/b"]
    with pytest.raises(NothingToDo):
        learn(raw, folders="mail/*")


def test_a_file_that_gives_no_text_is_named(tmp_path: Path) -> None:
    raw = stored(tmp_path, {f"gazette/{n}.txt": page(n) for n in range(2)})
    (raw / "gazette/logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    assert learn(raw).unread == ("gazette/logo.png",)


@pytest.mark.parametrize(
    ("path", "folders", "site"),
    [
        ("a/b/c.txt", "*", "a"),
        ("c.txt", "*", None),
        ("a/b/c.txt", "a/*", "a/b"),
        ("a/c.txt", "a/*", None),
        ("x/b/c.txt", "a/*", None),
        ("c.txt", ".", "."),
        ("www.x/c.txt", "www.*", "www.x"),
    ],
)
def test_a_site_is_a_folder(path: str, folders: str, site: str | None) -> None:
    assert site_of(path, folders) == site


LINES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)


@given(st.dictionaries(st.text("abc/é", min_size=1), st.dictionaries(LINES, st.integers(0, 10**6))))
def test_a_profile_survives_its_file(
    tmp_path_factory: pytest.TempPathFactory, sites: dict[str, dict[str, int]]
) -> None:
    profile = Profile(sites=tuple(Site(name, 7, tuple(lines.items())) for name, lines in sorted(sites.items())))
    path = tmp_path_factory.mktemp("profile") / "profile.toml"
    path.write_text(as_toml(profile), encoding="utf-8")
    assert profile_in(path) == profile
    assert Profile.from_object(profile.as_object()) == profile


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[site]]\n", "[[site]] number 1 has no name"),
        ("[[sites]]\n", "'sites' means nothing there"),
        ("[site]\nname = 'a'\n", "site is no list of tables"),
        ("[[site]]\nname = 'a'\nlines = 1\n", "lines is no table"),
        ("[[site]]\nname = 'a'\n[site.lines]\nx = 'often'\n", "'x' has no number of documents"),
        ("[[site]]\nname = 'a'\n[site.lines]\nx = -1\n", "'x' has no number of documents"),
        ("[[site]]\nname = 'a'\n[[site]]\nname = 'a'\n", "the site 'a' stands twice"),
        ("folders = 3\n", "folders is not a text"),
    ],
)
def test_what_is_wrong_in_a_profile_is_told_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(text)
    with pytest.raises(Misuse) as caught:
        profile_in(path)
    assert problem in caught.value.problem
    assert str(path) in caught.value.problem


PROFILE = Profile(
    sites=(Site("gazette", 40, tuple((line, 40) for line in ("Tides today", "Our other papers", "The river wins"))),)
)
MENU = "Home\nContact\nAbout us\n"


def cleaned(text: str, name: str) -> str:
    result = normalize(text.encode(), name=name, options=Options(profile=PROFILE))
    again = normalize(result.data, name=name, options=Options(profile=PROFILE))
    assert (again.text, again.trail) == (result.text, ())
    assert result.text is not None
    return result.text


def test_a_line_of_the_site_goes_on_that_site_alone() -> None:
    text = f"{body(1)}\n{body(2)}\nTides today\nOur other papers\nAll rights reserved.\n"
    assert cleaned(text, "gazette/a.txt") == f"{body(1)}\n{body(2)}\n"
    assert "Our other papers\n" in cleaned(text, "elsewhere/a.txt")


PIECES = st.sampled_from(("Tides today", "Our other papers", "The river wins", "Home", "Share on X", body(1), body(2)))


@settings(max_examples=25)
@given(st.lists(PIECES, min_size=1, max_size=10).map("\n".join))
def test_with_a_profile_too_a_second_pass_changes_nothing(text: str) -> None:
    assert set(cleaned(text, "gazette/a.txt").splitlines()) <= set(text.split("\n"))


def test_a_title_that_recurs_elsewhere_stays() -> None:
    text = f"{MENU}The river wins\n{body(1)}\n{body(2)}\n"
    assert "The river wins\n" in cleaned(text, "gazette/a.txt")


def test_the_whole_profile_is_in_the_fingerprint_and_comes_back_from_it() -> None:
    options = Options(profile=PROFILE)
    assert Options.from_object(options.as_object()) == options
    assert options.as_object()["profile"]["digest"] == PROFILE.digest
    assert options.for_path("elsewhere/a.txt").profile == NOTHING


def test_the_file_is_for_people(tmp_path: Path) -> None:
    raw = stored(tmp_path, {f"gazette/{n}.txt": page(n) for n in range(3)})
    text = as_toml(learn(raw).profile)
    assert '"Write to the ferryman" = 3\n' in text
    assert text.startswith("# Lines that recur")
    assert tomllib.loads(text)["site"][0]["documents"] == 3
