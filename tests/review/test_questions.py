"""What a review asks, and what becomes of the answers."""

import tomllib
from pathlib import Path

import pytest

from pumice.config import overrides_for
from pumice.corpus import open_bag
from pumice.edits import to_clean
from pumice.errors import Misuse
from pumice.options import Options
from pumice.overrides import NONE, Overrides, plain
from pumice.review.answers import REASON, Answers, Verdict, scopes
from pumice.review.questions import Question, questions
from pumice.review.session import Session
from pumice.run import clean


def asked(corpus: Path, said: Overrides = NONE) -> list[Question]:
    with open_bag(corpus / "clean") as bag:
        return questions(bag, said)


def doubted(corpus: Path) -> dict[str, list[str]]:
    """Each line that a finding doubts, with the documents it stands in."""
    lines: dict[str, list[str]] = {}
    with open_bag(corpus / "clean") as bag:
        for document in bag:
            for finding in document.record.findings:
                if finding.code == "furniture.doubtful":
                    start, end = to_clean((finding.start or 0, finding.end or 0), document.trail)
                    paths = lines.setdefault(plain(document.text[start:end]), [])
                    paths += [document.path] * (document.path not in paths)
    return lines


def test_equal_lines_are_one_question(corpus: Path) -> None:
    found = asked(corpus)
    assert {question.line: question.paths for question in found} == doubted(corpus)
    assert max(len(question.paths) for question in found) > 1


def test_an_example_shows_where_the_line_stands(corpus: Path) -> None:
    for question in asked(corpus):
        for example in question.examples:
            with open_bag(corpus / "clean") as bag:
                lines = bag.find(example.path).text.split("\n")
            shown = [*example.before, question.line, *example.after]
            assert any(
                [plain(line) for line in lines[at : at + len(shown)]] == list(map(plain, shown))
                for at in range(len(lines))
            )


def test_the_most_valuable_question_comes_first(corpus: Path) -> None:
    values = [question.value for question in asked(corpus)]
    assert values == sorted(values, reverse=True)
    first = asked(corpus)[0]
    assert first.value == first.doubt * len(first.paths)


@pytest.mark.parametrize("verdict", ["keep", "drop"])
def test_an_answer_decides_the_next_clean(corpus: Path, verdict: Verdict) -> None:
    before = asked(corpus)
    line, path = before[0].line, before[0].paths[0]
    session = Session(before, Answers(corpus / "pumice.toml"))
    session.reach_further()
    session.answer(verdict)
    said = overrides_for(corpus / "raw", None)
    assert line not in {question.line for question in asked(corpus, said)}
    clean(corpus / "raw", corpus / "clean", options=Options(overrides=said))
    with open_bag(corpus / "clean") as bag:
        lines = [plain(text) for text in bag.find(path).text.split("\n")]
    assert (line in lines) == (verdict == "keep")
    assert line not in doubted(corpus)


def test_an_answer_is_for_the_folders_it_was_found_in_unless_widened(corpus: Path) -> None:
    question = asked(corpus)[0]
    session = Session([question], Answers(corpus / "pumice.toml"))
    session.reach_further()
    assert session.paths == ()
    session.reach_further()
    session.answer("drop")
    (entry,) = tomllib.loads((corpus / "pumice.toml").read_text())["drop"]
    folders = sorted({path.rpartition("/")[0] + "/*" for path in question.paths})
    assert entry == {"line": question.line, "paths": folders, "reason": REASON}


def test_a_document_without_a_folder_is_named_itself() -> None:
    question = Question("l", "c", "", (), 1, ["news/1.txt", "news/2.txt", "poems/3.txt", "4.txt"])
    assert scopes(question) == (("news/*", "poems/*", "4.txt"), ())


def test_paths_that_would_be_patterns_are_not_named() -> None:
    for path in ("a?b.txt", "x*/1.txt", "\udcff/1.txt"):
        assert scopes(Question("l", "c", "", (), 1, [path])) == ((),)
    assert scopes(Question("l", "c", "", (), 1, [f"{number}.txt" for number in range(30)])) == ((),)


HAND = '# mine\n[[keep]]\nline = "Share"   # of the poem\n\n[[drop]]\npattern = "Follow * on *"\npaths = ["news/*"]'


def test_the_rest_of_the_file_stays_as_it_was(corpus: Path) -> None:
    path = corpus / "pumice.toml"
    path.write_text(HAND)
    session = Session(asked(corpus), Answers(path))
    session.answer("drop")
    written = path.read_text()
    assert written.startswith(HAND)
    first = session.questions[0].line
    assert [entry.get("line") for entry in tomllib.loads(written)["drop"]] == [None, first]
    assert session.undo()
    assert path.read_text() == HAND
    assert (session.at, session.done) == (0, [])


def test_taking_back_the_first_answer_leaves_no_file(corpus: Path) -> None:
    session = Session(asked(corpus), Answers(corpus / "pumice.toml"))
    session.answer("keep")
    session.undo()
    assert not (corpus / "pumice.toml").exists()
    assert not session.undo()
    assert sorted(path.name for path in corpus.iterdir()) == ["clean", "raw"]


def test_what_someone_else_wrote_meanwhile_is_not_undone(corpus: Path) -> None:
    session = Session(asked(corpus), Answers(corpus / "pumice.toml"))
    session.answer("keep")
    with (corpus / "pumice.toml").open("a") as file:
        file.write("# by hand\n")
    with pytest.raises(Misuse, match="changed by someone else"):
        session.undo()
    assert (corpus / "pumice.toml").read_text().endswith("# by hand\n")


def test_a_file_that_cannot_take_an_entry_is_left_alone(corpus: Path) -> None:
    path = corpus / "pumice.toml"
    path.write_text('keep = [{line = "Share"}]\n')
    session = Session(asked(corpus), Answers(path))
    with pytest.raises(Misuse, match="cannot take a further entry"):
        session.answer("keep")
    assert path.read_text() == 'keep = [{line = "Share"}]\n'
    assert session.at == 0


@pytest.mark.parametrize(
    "line", ['say "so"\\', "tab\there", "é ’ 日本 \x07", "a'''b\"\"\"c", "# no comment", "[[drop]]"]
)
def test_any_line_can_be_an_entry(tmp_path: Path, line: str) -> None:
    answers = Answers(tmp_path / "pumice.toml")
    for verdict in ("keep", "drop"):
        answers.add("keep" if verdict == "keep" else "drop", Question(line, "c", "", (), 1, ["a.txt"]), ())
    said = overrides_for(tmp_path / "raw", tmp_path / "pumice.toml")
    assert (said.keep[0].line, said.drop[0].line) == (line, line)


def test_skipped_questions_stay_open(corpus: Path) -> None:
    session = Session(asked(corpus)[:1], Answers(corpus / "pumice.toml"))
    session.skip()
    assert (session.question, session.answered) == (None, 0)
    assert not (corpus / "pumice.toml").exists()
    assert session.undo()
    assert session.question is not None


def test_suspected_damage_is_asked_about_with_what_it_may_have_read(damaged: Path) -> None:
    (question,) = asked(damaged)
    assert (question.code, question.paths) == ("repair.suspected", ["first/page.txt", "second/page.txt"])
    assert (question.text, question.candidate) == ("`Ïðèâåò`", "`Привет`")
    assert question.line.startswith("Such garbled text")
    told = question.as_object()
    assert (told["text"], told["candidate"]) == (question.text, question.candidate)


def test_a_repair_decides_the_next_clean(damaged: Path) -> None:
    session = Session(asked(damaged), Answers(damaged / "pumice.toml"))
    session.repair("`Привет`")
    (entry,) = tomllib.loads((damaged / "pumice.toml").read_text())["replace"]
    assert entry == {"text": "`Ïðèâåò`", "with": "`Привет`", "paths": ["first/*", "second/*"], "reason": REASON}
    said = overrides_for(damaged / "raw", None)
    assert asked(damaged, said) == []
    clean(damaged / "raw", damaged / "clean", options=Options(overrides=said))
    with open_bag(damaged / "clean") as bag:
        document = bag.find("first/page.txt")
        assert "like `Привет` instead" in document.text
        assert document.raw() == (damaged / "raw/first/page.txt").read_bytes()
        assert document.record.findings == ()
    assert asked(damaged, said) == []
    session.undo()
    assert not (damaged / "pumice.toml").exists()


def test_a_repair_that_cannot_be_is_not_written(damaged: Path) -> None:
    session = Session(asked(damaged), Answers(damaged / "pumice.toml"))
    for new, problem in (("`Ïðèâåò`", "are the same"), ("`Ïðèâåò`!", "never come to an end")):
        with pytest.raises(Misuse, match=problem):
            session.repair(new)
    assert (session.at, (damaged / "pumice.toml").exists()) == (0, False)


def test_only_damage_can_be_repaired(corpus: Path) -> None:
    session = Session(asked(corpus)[:1], Answers(corpus / "pumice.toml"))
    session.repair("something else")
    assert (session.at, (corpus / "pumice.toml").exists()) == (0, False)


def test_damage_over_several_lines_is_asked_about_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    line = "Such garbled text looks like `{}` instead of what was written.\n"
    text = line.format("Ïðèâåò") + line.format("Ñïàñèáî")
    (tmp_path / "raw/a.txt").write_text(text, encoding="utf-8")
    clean(tmp_path / "raw", tmp_path / "clean")
    (first,) = asked(tmp_path)
    assert (first.text, first.candidate) == ("`Ïðèâåò`", "`Привет`")
    session = Session([first], Answers(tmp_path / "pumice.toml"))
    session.repair(first.candidate)
    said = overrides_for(tmp_path / "raw", None)
    clean(tmp_path / "raw", tmp_path / "clean", options=Options(overrides=said))
    (second,) = asked(tmp_path, said)
    assert (second.text, second.candidate) == ("`Ñïàñèáî`", "`Спасибо`")
