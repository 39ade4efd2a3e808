"""The styled line that all readers make."""

from __future__ import annotations

import pytest

from unres_research.read._lines import BOLD, ITALIC, MARK, Line, clean


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a\u2010b\u2011c", "a-b-c"),
        ("la\u00admps\u200b\u200e\u200f\ufeff", "lamps"),
        ("\t two\xa0 words\n", "two words"),
        ("E\u0301cole", "École"),
        ("two  words", "two words"),
        ("1–2", "1–2"),
        ("\u20431\ufe632\uff0d3", "-1-2-3"),
        ("Secretary\x02General, long\ufffeterm", "Secretary-General, long-term"),
        ("10\u221214 or 10\u201214", "10–14 or 10–14"),
        ("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "fffiflffifflstst"),
        ("22\u2060–\u202a23\u202c\u200d", "22–23"),
        ("Member States\u02bc lamps", "Member States’ lamps"),
    ],
)
def test_one_spelling(raw, plain):
    assert clean(raw) == plain


def test_marks_are_no_text():
    line = Line([("Lamps", 0), ("1", MARK), (" burn", 0), ("*", MARK)])
    assert (line.text, line.marks) == ("Lamps burn", ("1", "*"))


def test_links_stand_where_they_are_in_the_cleaned_text():
    line = Line([("\n See  ", 0), ("2", MARK), (" 70/1 ", 0), (" and\u2011", 0), ("71/2", 0)])
    line.places += [(2, 3, "first"), (4, 5, "second")]
    assert line.text == "See 70/1 and-71/2"
    assert [(line.text[a:b].strip(), href) for a, b, href in line.links] == [
        ("70/1", "first"),
        ("71/2", "second"),
    ]
    assert Line([("See", 0)]).links == []


@pytest.mark.parametrize(
    ("runs", "lead"),
    [
        ([("Decides", ITALIC), (" to meet", 0)], "Decides"),
        ([("Recalling ", ITALIC), ("also", ITALIC | BOLD), (" it", 0)], "Recalling also"),
        ([("Recalling", ITALIC), (" ", 0), ("also,", ITALIC), (" it", 0)], "Recalling also"),
        ([("7. ", 0), ("Decides", ITALIC), (" it", 0)], "Decides"),
        ([("(a) ", 0), ("Decides", ITALIC), (" it", 0)], "Decides"),
        ([("12", 0), (" ", 0), ("Decides", ITALIC), (" it", 0)], "Decides"),
        ([("7. Decides", ITALIC), (" it", 0)], "Decides"),
        ([("1", MARK), ("Decides", ITALIC), ("2", MARK), (" it", 0)], "Decides"),
        ([("\u200f", 0), ("Decides", ITALIC), (" it", 0)], "Decides"),
        ([("\u200f" * 8, 0), ("Decides", ITALIC), (" it", 0)], "Decides"),
        ([("\u200f" * 9, 0), ("Decides", ITALIC), (" it", 0)], None),
        ([("(abcde) ", 0), ("Decides", ITALIC), (" it", 0)], "Decides"),
        ([("(abcde)  ", 0), ("Decides", ITALIC), (" it", 0)], None),  # nine characters
        ([("It ", 0), ("decides", ITALIC)], None),
        ([("1234. ", 0), ("Decides", ITALIC)], None),
        ([("Decides", BOLD), (" it", 0)], None),
        ([(" , ", ITALIC), ("it", 0)], None),
        ([], None),
    ],
)
def test_leading_italics(runs, lead):
    assert Line(runs).lead() == lead


def test_leading_bold_where_that_is_asked_for():
    assert Line([("决定", BOLD), ("开会", 0)]).lead(BOLD) == "决定"


@pytest.mark.parametrize(
    ("runs", "bold", "italic"),
    [
        ([("Lamps", BOLD), ("1", MARK)], True, False),
        ([("123456789", BOLD), ("0", 0)], True, False),  # nine tenths
        ([("12345678", BOLD), ("9", 0)], False, False),
        ([("Lamps ", ITALIC), (" ", 0), ("burn", ITALIC)], False, True),
        ([("Lamps", ITALIC), (".", 0)], False, False),
        ([("1", MARK)], False, False),
        ([], False, False),
    ],
)
def test_what_is_set_in_one_style(runs, bold, italic):
    line = Line(runs)
    assert (line.all_bold, line.all_italic) == (bold, italic)


def test_cells_of_a_table():
    row, link = Line(hint="table"), Line([("70/1", 0)])
    link.places.append((0, 1, "there"))
    for cell in (Line([("Port", 0)]), Line(), Line([("3", MARK)]), link):
        row.add_cell(cell)
    assert (row.text, row.marks) == ("Port | 70/1", ("3",))
    assert [row.text[a:b] for a, b, _ in row.links] == ["70/1"]
