"""Which lines of a page belong together: both sides of every measure."""

from __future__ import annotations

import pytest

from unres_research.read import _pdf as pdf
from unres_research.read._lines import BOLD, ITALIC, MARK
from unres_research.read._pdf_lines import PageLine, _add, _add_blank, _is_script, _is_within
from unres_research.read._title_block import MARGIN, TITLE

LONG = "and the keepers of all the harbours light their lamps when the fog is thick"


def line(text, style=0, *, x=123.4, y=600.0, size=10.0, page=0):
    return PageLine(page, x, y, size, [(text, style)], [(x, text)], text)


def row(*cells, y=600.0, page=0, size=8.5, style=0):
    texts = [text for _, text in cells]
    pieces = [(" ".join(texts), style)]
    return PageLine(page, cells[0][0], y, size, pieces, list(cells), texts[0])


@pytest.mark.parametrize(
    ("last", "below", "same"),
    [
        ({}, {"y": 598.9}, True),  # on one line, but for a point
        ({}, {"y": 601.1}, True),
        ({}, {"y": 601.3}, False),
        ({}, {"y": 585.0}, True),  # a gap of up to 15.2 points
        ({}, {"y": 584.7}, False),
        ({}, {"y": 583.8, "size": 10.9}, True),  # of the larger type
        ({"size": 10.9}, {"y": 583.8}, True),
        ({}, {"size": 11.1}, False),
        ({"size": 11.1}, {}, False),
        ({"size": 9.2}, {"size": 9.4}, False),  # footnotes are smaller than 9.3 points
        ({"size": 9.4}, {"size": 9.2}, False),
        ({"size": 9.1}, {"size": 9.2}, True),
        ({}, {"style": BOLD, "x": 99.9}, False),
        ({}, {"style": BOLD, "x": 100.0}, True),
        ({"style": BOLD}, {"x": 99.9}, False),
        ({"style": BOLD}, {"style": BOLD, "x": 99.9}, True),
        ({"text": "Annex"}, {}, False),
        ({}, {"text": "1", "style": MARK}, False),
        ({}, {"text": "1. To meet", "x": 147.1}, False),  # the first line of a paragraph
        ({}, {"text": "1. To meet", "x": 145.2}, False),
        ({}, {"text": "1. To meet", "x": 145.0}, True),
        ({}, {"text": "1. To meet", "x": 149.2}, True),
        ({"x": 128.3}, {"text": "1. To meet", "x": 147.1}, False),
        ({"x": 128.5}, {"text": "1. To meet", "x": 147.1}, True),
        ({}, {"text": "(a) To meet", "x": 147.1}, False),
        ({}, {"text": "Decides", "x": 147.1, "style": ITALIC}, False),
        ({}, {"text": "decides", "x": 147.1, "style": ITALIC}, True),
        ({}, {"text": "To meet", "x": 147.1}, True),
    ],
)
def test_lines_of_one_paragraph(last, below, same):
    last, below = {"text": "the lamps"} | last, {"text": "and bells", "y": 588.0} | below
    assert pdf._goes_on([line(**last)], line(**below)) is same


@pytest.mark.parametrize(
    ("last", "below", "same"),
    [
        ({}, {"text": "of the sea"}, True),
        ({"text": "lamps;"}, {"text": "of the sea"}, True),
        ({"text": "lamps;", "size": 9.2}, {"size": 9.2}, True),  # a table goes on
        ({"text": "lamps;"}, {"size": 9.3}, False),
        ({"text": "lamps:"}, {}, False),
        ({"text": "lamps;”"}, {}, False),
        ({"text": "lamps"}, {}, True),
        ({"text": "lamps."}, {}, False),
        ({"text": f"{LONG[:70]}."}, {}, True),  # a line that reaches the margin
        ({"text": f"{LONG[:69]}."}, {}, False),
        ({"text": f"{LONG[:70]}."}, {"style": ITALIC}, False),
        ({"text": f"{LONG[:70]};"}, {}, False),
        ({}, {"text": "1. Lamps"}, False),
        ({}, {"text": "(a) lamps"}, False),
        ({}, {"style": BOLD}, False),
        ({"style": BOLD}, {}, False),
        ({"style": BOLD, "text": LONG[:45]}, {"style": BOLD}, True),
        ({"style": BOLD, "text": LONG[:44]}, {"style": BOLD}, False),
        ({"style": BOLD, "text": LONG[:45]}, {"style": BOLD, "x": 125.5}, False),
        ({"style": BOLD, "text": LONG[:45]}, {"style": BOLD, "x": 125.3}, True),
        ({}, {"x": 128.3}, True),
        ({}, {"x": 128.5}, False),
        ({"text": "(ii) Lamps"}, {"x": 170.0}, True),
        ({"text": "(ii) Lamps"}, {"x": 170.0, "text": "Decides", "style": ITALIC}, False),
    ],
)
def test_paragraphs_over_pages(last, below, same):
    last, below = {"text": "the lamps"} | last, {"text": "Board", "page": 1} | below
    assert pdf._goes_over([line(**last)], line(**below)) is same
    assert pdf._goes_on([line(**last)], line(**below)) is same


def test_an_indented_paragraph_goes_on_over_the_page_where_its_lines_stand():
    group = [line("(i) Lamps", x=160.0), line("burn", x=170.0)]
    assert pdf._goes_over(group, line("Board", x=171.9, page=1))
    assert not pdf._goes_over(group, line("Board", x=172.1, page=1))
    assert not pdf._goes_over(group, line("Board", x=160.0, page=1))


def test_zones_of_a_page():
    found = [
        line("masthead", y=590.1),
        line("body", y=590.0),
        line("* See", y=90, size=8.5),
        line("note", y=80, size=9.2),
        line("large", y=70, size=9.3),
        line("high", y=716.0, page=1),
        line("running head", y=716.1, page=1),
        line("* a table", y=600, size=8.5, page=1),
        line("small", y=590, size=8.5, page=1),
        line("__________", y=100, page=1),
        line("mark", y=90, size=8.5, page=1),
        line("low", y=50.0, page=1),
        line("page number", y=49.9, page=1),
        line("24-01285 2/12", y=99.9, page=1),
        line("2/12", y=99.9, page=1),
        line("12/12 | 24-01285 (E) 040324", y=99.9, page=1),
        line("*2401285*", y=99.9, page=1),
        line("-01285 2/12", y=99.9, page=1),
        line("2/13", y=100.0, page=1),
        line("24 lamps", y=80.0, page=1),
        line("small again", y=90, size=8.5, page=2),
    ]
    zones = pdf._zones(found)
    assert [one.text for one in zones.masthead] == ["masthead"]
    assert [one.text for one in zones.notes] == ["* See", "note", "mark"]
    assert [one.text for one in zones.body] == [
        "body",
        "large",
        "high",
        "* a table",
        "small",
        "low",
        "2/13",
        "24 lamps",
        "small again",
    ]


@pytest.mark.parametrize(
    ("right", "ends"),
    [
        ({"text": "Distr.: General", "y": 660.0}, 657.0),  # names may stand below it
        ({"text": "Original: English", "y": 500.1}, 497.1),  # a masthead that stands lower
        ({"text": "4  May 2026", "y": 500.1}, 497.1),
        ({"text": "A/80/L.96", "y": 500.1}, 497.1),
        ({"text": "4 May 2026", "y": 500.0}, 590.0),
        ({"text": "4 May 2026", "x": 290.0}, 590.0),
        ({"text": "4 May 2026", "page": 1}, 590.0),
        ({"text": "on 4 May 2026"}, 590.0),
    ],
)
def test_how_low_the_masthead_goes(right, ends):
    found = [line("names", y=ends), line("organ", y=ends + 0.1), line(**{"x": 396.8} | right)]
    assert pdf._masthead_ends(found) == pytest.approx(ends)
    left = [one.text for one in pdf._zones(found).masthead if one.x < 290]
    assert left == ["organ"]


@pytest.mark.parametrize(
    ("shape", "role"),
    [
        ({"size": 11.1}, TITLE),
        ({"size": 11.0}, ""),
        ({"size": 12.0, "x": 65.0}, MARGIN),
        ({"size": 12.0, "x": 65.1}, TITLE),
        ({"size": 12.0, "text": "Annex I"}, ""),
        ({"size": 12.0, "style": 0}, ""),
        ({"x": 100.0}, MARGIN),
        ({"x": 100.1}, ""),
        ({"x": 60.0, "style": 0}, ""),
    ],
)
def test_role_in_the_header(shape, role):
    assert pdf._Paragraph([line(**{"text": "Lamps", "style": BOLD} | shape)]).role == role


def test_cells_of_a_table_are_told_by_gaps_and_lines():
    four = pdf._NARROW * 4
    rows = [
        row((100.0, "Port"), (100.0 + four + 8.9, "Lamp"), (300.0, "Bell")),
        row((100.0, "Lima"), (100.0 + four + 9.1, "12"), (300.0, "the loud"), y=590.0),
        row((302.9, "one"), y=578.1),
        row((303.1, "two"), y=577.0),
        row((100.0, " "), (100.0, "Oslo"), y=560.0),
    ]
    assert pdf._cells(rows) == ["PortLamp", "Bell", "Lima", "12", "the loud one", "two", "Oslo"]


def test_a_cell_wraps_at_most_twelve_points_below():
    for y, cells in ((588.1, ["Lima Oslo"]), (588.0, ["Lima", "Oslo"]), (612.0, ["Lima", "Oslo"])):
        assert pdf._cells([row((100.0, "Lima")), row((100.0, "Oslo"), y=y)]) == cells


def test_heads_are_left_out_where_a_page_begins_only():
    head, other = (100.0, "Port"), (100.0, "Lima")
    rows = [row(head), row(other, y=580), row(head, y=560), row(head, page=1)]
    rows += [row(other, y=580, page=1), row(other, page=2), row(head, y=580, page=2)]
    assert pdf._cells(rows) == ["Port", "Lima", "Port", "Lima", "Lima", "Port"]


@pytest.mark.parametrize(("wide", "found"), [(3, [(1, 5)]), (2, [])])
def test_a_table_in_body_type_has_three_rows_of_two_columns(wide, found):
    head = row((60.0, "Date"), (240.0, "Programme"), size=7.9, style=ITALIC)
    rows = [row((60.0, "Lamps"), (240.0, "Bells"), y=580 - k, size=10.0) for k in range(wide)]
    rows += [row((60.0, "Lamps"), y=570, size=10.0)] * (3 - wide)
    body = [line("The keepers:"), head, *rows, line("7. Decides", x=147.1)]
    assert list(pdf._body_tables(body)) == found
    body[1] = row((60.0, "Date"), (240.0, "Programme"), size=8.0, style=ITALIC)
    assert list(pdf._body_tables(body)) == []
    body[1] = row((60.0, "Date"), (240.0, "Programme"), size=7.9)
    assert list(pdf._body_tables(body)) == []


@pytest.mark.parametrize(
    ("below", "ends"),
    [
        ([line("Annex", x=60)], True),
        ([line("1", MARK, x=60, size=8.5)], True),
        ([line("1", MARK, x=60)], False),
        ([line("7. Decides")], True),
        ([line("7. Decides", x=149.0)], True),
        ([line("7. Decides", x=149.2)], False),
        ([line("7. Decides", x=121.3)], False),
        ([line("Decides")], False),
        ([line("Lamps", BOLD), line("7. Decides")], True),
        ([line("Lamps"), line("7. Decides")], False),
        ([line("Lamps", BOLD)], False),
    ],
)
def test_what_ends_a_table_in_body_type(below, ends):
    assert pdf._ends_table(below, 0) is ends


def test_columns_begin_four_gutters_apart():
    rows = [
        row((60.0, "Date"), (96.1, "Place"), (132.0, "Lamp"), size=7, style=ITALIC),
        row((20.0, "May")),
    ]
    assert pdf._column_starts(rows) == [20.0, 60.0, 96.1]
    assert [pdf._column(x, [60.0, 96.1]) for x in (56.9, 57.0, 93.0, 93.2)] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("points", "rise", "first", "script"),
    [
        (7.2, 5.9, "a", True),
        (7.3, 5.9, "a", False),
        (7.2, 6.0, "a", False),
        (7.2, -3.9, "a", True),
        (7.2, -4.0, "a", False),
        (10.0, -5.9, "", True),  # the line below its superscript
        (10.0, -6.0, "", False),
        (10.0, 0.0, "", False),
        (10.0, -5.9, "a", False),
    ],
)
def test_superscripts_and_subscripts(points, rise, first, script):
    assert _is_script(points, rise, PageLine(0, 0, 0, 10, first=first)) is script


@pytest.mark.parametrize(
    ("points", "size", "script"),
    [(8.0, 12, True), (8.4, 12, False), (8.0, 10, False), (8.0, 12.5, False), (7.2, 20, True)],
)
def test_superscripts_of_larger_type(points, size, script):
    assert _is_script(points, 4.0, PageLine(0, 0, 0, size, first="a")) is script


@pytest.mark.parametrize(
    ("before", "text", "within"),
    [
        ("lam ", "ps", True),
        ("lam", "ps", False),
        ("lam  ", "ps", False),
        ("lam ", "Ps", False),
        ("19 ", "98", True),
        ("in ", "98", False),
        ("2- ", "98", True),
        ("2– ", "98", True),
        ("lamps ", ", and", True),
        ("lamps ", "(and", False),
        ("non- ", "Lamp", True),
    ],
)
def test_blanks_that_may_stand_inside_words(before, text, within):
    assert _is_within(PageLine(0, 0, 0, 10, [(before, 0)]), text) is within


def test_a_line_begins_with_its_first_visible_text():
    found = PageLine(0, 1.0, 2.0, 6.0)
    _add(found, "1", MARK, 1.0, 5.0, 6.0)
    _add(found, " ", 0, 3.0, 2.5, 9.0)
    _add(found, "Lamps", 0, 4.0, 2.0, 10.0)
    _add(found, "\x02like", 0, 9.0, 3.0, 11.0)
    _add(found, "\rbells\n", ITALIC, 12.0, 2.0, 10.0)
    assert (found.first, found.x, found.y, found.size) == ("Lamps", 4.0, 2.0, 10.0)
    assert found.pieces == [("1", MARK), (" Lamps-like", 0), ("bells ", ITALIC)]
    assert found.cells == [(3.0, " "), (4.0, "Lamps"), (9.0, "-like"), (12.0, "bells ")]
    _add_blank(found)
    _add_blank(found)
    assert found.pieces[2:] == [("bells ", ITALIC), ("  ", 0)]
    assert found.text == "Lamps-likebells"


def test_lines_are_joined_into_one_with_its_marks():
    first = PageLine(0, 0, 0, 10, [("lamps", ITALIC), ("1, 2 ", MARK), ("burn in", 0)])
    second = PageLine(0, 0, 0, 10, [("oil-", 0), ("3", MARK)])
    third = PageLine(0, 0, 0, 10, [("fed I n v i t e s –", BOLD)])
    joined = pdf._styled([first, second, third, PageLine(0, 0, 0, 10, [("x", 0)])])
    assert joined.text == "lamps burn in oil-fed Invites – x"
    assert joined.marks == ("1", "2", "3")
    assert pdf._styled([PageLine(0, 0, 0, 10, [("a", 0), ("†", MARK), ("b–", 0)])] * 2).text == (
        "ab–ab–"
    )


@pytest.mark.parametrize(
    ("text", "x", "kept"),
    [
        ("63rd plenary meeting", 290.1, False),
        ("63rd plenary meeting", 290.0, True),
        ("3 May 2023", 300.0, False),
        ("The lamps", 300.0, True),
        ("The General Assembly,", 147.1, False),
    ],
)
def test_what_closes_a_text_stands_to_the_right(text, x, kept):
    found = pdf._Paragraph([line(text, x=x)])
    assert bool(list(pdf._content([found]))) is kept


def test_a_heading_keeps_its_marks_and_its_numeral_apart():
    found = line("II Lamps", BOLD)
    found.first = "II"
    found.pieces.append(("3", MARK))
    (heading,) = pdf._Finder("en").lines([pdf._Paragraph([found])])
    assert (heading.text, heading.label, heading.hint) == ("Lamps", "II", "heading")
    assert (heading.marks, heading.all_bold) == (("3",), True)
