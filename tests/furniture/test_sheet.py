"""The fast way says what the slow way says: lines as columns, and marks asked only where the words allow them."""

from hypothesis import given
from hypothesis import strategies as st

from pumice.furniture.lexicon import lexicon
from pumice.furniture.lines import lines_of
from pumice.furniture.marks import mark, marks_of, possible
from pumice.furniture.normal import unglued
from pumice.furniture.sheet import sheet_of

TEXTS = st.text(
    st.sampled_from("aaB1., \tžßİ中か한é😀|-'’(（・\u0301\ud800\x00\r\n\n\n\u1680\u0131\u2028ẞṠ"), max_size=80
)
STEMS = sorted(stem for stem, _ in lexicon().all_stems())
LEXEMES = sorted(word for role, words in lexicon().lexemes.items() if role != "date-word" for word in words)
KNOWN = st.sampled_from(
    (*sorted(lexicon().phrases), *STEMS, *LEXEMES, "2024", "3", "2012年1月17日", "May", "the", "(", "）")
)
CASED = KNOWN.flatmap(lambda known: st.sampled_from((known, known.title(), known.upper())))
LINES = st.tuples(st.lists(CASED, min_size=1, max_size=6), st.sampled_from((" ", "", ", ", "-", " | ")))
PAGES = st.lists(LINES.map(lambda it: it[1].join(it[0])), max_size=8).map("\n".join)


@given(TEXTS | PAGES)
def test_a_sheet_holds_the_lines_one_by_one(text: str) -> None:
    sheet, lines = sheet_of(text), lines_of(text)
    assert tuple(sheet) == lines
    assert sheet.glued.tolist() == [len(unglued(line.text)) - len(line.text) for line in lines]
    words = [sheet.words[start:end] for start, end in zip(sheet.word_at, sheet.word_at[1:], strict=False)]
    assert words == [[word for word in line.key.split(" ") if word] for line in lines]


@given(PAGES)
def test_no_mark_is_missed_for_what_the_words_allow(text: str) -> None:
    sheet = sheet_of(text)
    found = marks_of(sheet)
    assert [found[at] for at in range(len(sheet))] == [mark(line) for line in sheet]


def test_prose_asks_no_rule() -> None:
    prose = "The harbour froze in the second week of January, and for nine days no boat went out to the islands.\n"
    assert not possible(sheet_of(prose * 3)).any()
