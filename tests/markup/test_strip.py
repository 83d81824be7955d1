"""What is stripped from pages, by the rules' own examples and by laws that hold for every page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumice.edits import apply, undo
from pumice.markup import Page, render
from pumice.markup.decision import Gone, gone
from pumice.markup.rules import RULES
from pumice.markup.strip import page_step, removals
from pumice.options import Options
from pumice.pipeline import normalize
from pumice.rule import Rule

THOROUGH = Options(strip="thorough")
BY_CODE = [pytest.param(rule, id=rule.code) for rule in RULES]


def rules_of(page: str, options: Options) -> set[str]:
    trail = normalize(page.encode(), name="page.html", options=options).trail
    return {edit.rule for layer in trail for edit in layer.edits}


@pytest.mark.parametrize("rule", BY_CODE)
def test_a_rule_changes_what_it_shows(rule: Rule) -> None:
    for page, text in rule.changes:
        assert normalize(page.encode(), name="page.html", options=THOROUGH).text == text
        assert rule.code in rules_of(page, THOROUGH)


@pytest.mark.parametrize("rule", BY_CODE)
def test_a_rule_keeps_what_it_shows(rule: Rule) -> None:
    for page in rule.keeps:
        assert not any(code.startswith("furniture.") for code in rules_of(page, THOROUGH))


@pytest.mark.parametrize("rule", BY_CODE)
def test_careful_takes_no_more_than_thorough(rule: Rule) -> None:
    for page, _ in rule.changes:
        careful = {each.line for each in gone(render(page), Options())}
        assert careful <= {each.line for each in gone(render(page), THOROUGH)}


def test_main_only_gives_the_article() -> None:
    rule = next(rule for rule in RULES if rule.code == "furniture.page-beside")
    page, text = rule.changes[0]
    found = normalize(page.encode(), name="page.html", main_only=True).text
    assert found is not None
    assert set(text.split("\n")[2:]) <= set(found.split("\n"))
    assert "Share" not in found


def test_off_takes_nothing() -> None:
    for rule in RULES:
        for page, _ in rule.changes:
            assert gone(render(page), Options(strip="off")) == []


def test_the_step_knows_one_text_only() -> None:
    page = render(RULES[0].changes[0][0])
    step = page_step(page, THOROUGH)
    assert step.run(page.text)[0]
    assert step.run(page.text + "\n") == ((), ())


def test_a_page_too_long_to_judge_is_told() -> None:
    page = render("<br>".join(f"line {number}" for number in range(20_001)))
    edits, findings = page_step(page, THOROUGH).run(page.text)
    assert edits == ()
    assert [finding.code for finding in findings] == ["furniture.page-too-long"]


PAGES = st.lists(
    st.sampled_from(["<p>one", "<div>two</div>", "three<br>", "<h2>four</h2>", "<ul><li>five</ul>"]), max_size=12
)


@settings(max_examples=200, deadline=None)
@given(PAGES.map("".join).map(render), st.data())
def test_removals_take_exactly_the_lines(page: Page, data: st.DataObject) -> None:
    numbers = range(len(page.lines))
    taken = sorted(data.draw(st.sets(st.sampled_from(numbers)))) if page.lines else []
    edits = tuple(removals(page, [Gone(number, "beside", -1) for number in taken]))
    left = apply(page.text, edits)
    stay = [page.line_text(page.lines[number]) for number in numbers if number not in taken]
    assert [line for line in left.split("\n") if line] == stay
    assert "\n\n\n" not in left
    assert left.startswith("\n") is False
    assert len(edits) == len(taken)


@settings(max_examples=60, deadline=None)
@given(PAGES.map("".join))
def test_the_first_text_comes_back(source: str) -> None:
    result = normalize(source.encode(), name="page.html", options=THOROUGH)
    assert result.text is not None
    assert undo(result.text, result.trail) == render(source).text
