"""Text copied out of a PDF or made by pdftotext, in the manner of its three modes."""

from __future__ import annotations

import pytest

from unres_research.read import _copied as copied
from unres_research.read import _text as plaintext
from unres_research.read import _words as words

# two pages with a running head, a page and a job number, notes that stand apart from their marks
DEFAULT = """A/RES/99/7

United Nations

General Assembly

Distr.: General
3 May 2044

Ninety-eighth session
Agenda item 7
Lights of the sea

Resolution adopted by the General Assembly
on 2 May 2044
[without reference to a Main Committee (A/99/L.5)]

99/7.

Lamps and bells of the outer harbours and of the
islands beside them
The General Assembly,
Recalling its resolution 98/3 on the lamps of the outer harbours and the first
Convention on Bells, 1 which all the harbours of the coast have signed,
Noting that the number of bells has risen to 2 in each of the harbours that the
Bell Office 2 looks after,

1.

Urges all harbours to keep their lamps through the long nights of the winter and

__________________
1
2

44-00007 (E)

Resolution 70/1.
Resolution 71/2,
annex.

030544

*4400007*

\fLamps and bells of the outer harbours and of the
islands beside them

A/RES/99/7

to ring their bells in the fog of the spring;
Work of the office
2.

Decides:
(a)

To meet once a year;

(b)

To meet the Bell Office 3 in addition.
9th plenary meeting
2 May 2044
__________________
3

Ibid., chapter 4.

2/2

44-00007
"""
LAYOUT = """       United Nations                                             A/RES/99/7
       General Assembly                                   Distr.: General
                                                          3 May 2044

Ninety-eighth session
Agenda item 7
Lights of the sea

       Resolution adopted by the General Assembly
       on 2 May 2044
       [without reference to a Main Committee (A/99/L.5)]

  99/7.    Lamps and bells of the outer harbours and of the
           islands beside them

           The General Assembly,
           Recalling its resolution 98/3 on the lamps of the outer harbours and the first
      Convention on Bells,1 which all the harbours of the coast have signed,
           Noting that the number of bells has risen to 2 in each of the harbours that the
      Bell Office 2 looks after,
           1.   Urges all harbours to keep their lamps through the long nights of the winter and

      __________________
       1
           Resolution 70/1.
       2
           Resolution 71/2,
      annex.

44-00007 (E)    030544
*4400007*
\fA/RES/99/7                          Lamps and bells of the outer harbours and of the
                                                             islands beside them

      to ring their bells in the fog of the spring;
           Work of the office
           2.   Decides:
           (a)  To meet once a year;
           (b)  To meet the Bell Office 3 in addition.
                                                               9th plenary meeting
                                                                      2 May 2044
      __________________
       3
           Ibid., chapter 4.

2/2                                                               44-00007
"""
RAW = """United Nations A/RES/99/7
General Assembly Distr.: General
3 May 2044
44-00007 (E) 030544
*4400007*
Ninety-eighth session
Agenda item 7
Lights of the sea
Resolution adopted by the General Assembly
on 2 May 2044
[without reference to a Main Committee (A/99/L.5)]
99/7. Lamps and bells of the outer harbours and of the
islands beside them
The General Assembly,
Recalling its resolution 98/3 on the lamps of the outer harbours and the first
Convention on Bells,1
which all the harbours of the coast have signed,
Noting that the number of bells has risen to 2 in each of the harbours that the
Bell Office2
looks after,
1. Urges all harbours to keep their lamps through the long nights of the winter and
__________________
1
Resolution 70/1.
2
Resolution 71/2,
annex.
\fA/RES/99/7
Lamps and bells of the outer harbours and of the
islands beside them
44-00007
2/2
to ring their bells in the fog of the spring;
Work of the office
2. Decides:
(a) To meet once a year;
(b) To meet the Bell Office3
in addition.
9th plenary meeting
2 May 2044
__________________
3
Ibid., chapter 4.
"""
WAYS = {
    "default": DEFAULT,
    "layout": LAYOUT,
    "raw": RAW,
    "no form feeds": DEFAULT.replace("\f", "\n"),
    "no blank lines": "\n".join(filter(str.strip, RAW.replace("\f", "").split("\n"))),
}
PARAGRAPHS = [
    (
        "PP1",
        "Recalling its resolution 98/3 on the lamps of the outer harbours and the first "
        "Convention on Bells, which all the harbours of the coast have signed,",
        ("1",),
    ),
    (
        "PP2",
        "Noting that the number of bells has risen to 2 in each of the harbours that the Bell "
        "Office looks after,",
        ("2",),
    ),
    (
        "OP1",
        "Urges all harbours to keep their lamps through the long nights of the winter and to "
        "ring their bells in the fog of the spring;",
        (),
    ),
    ("H1", "Work of the office", ()),
    ("OP2", "Decides:", ()),
    ("OP2(a)", "To meet once a year;", ()),
    ("OP2(b)", "To meet the Bell Office in addition.", ("3",)),
]


@pytest.mark.parametrize("way", WAYS)
def test_pages_notes_and_heads(way):
    record = plaintext.parse(WAYS[way])
    assert [(p.id, p.text, p.footnotes) for p in record] == PARAGRAPHS
    assert [(n.mark, n.text) for n in record.footnotes] == [
        ("1", "Resolution 70/1."),
        ("2", "Resolution 71/2, annex."),
        ("3", "Ibid., chapter 4."),
    ]
    assert (record.symbol, record.adopted_on) == ("A/RES/99/7", "2044-05-02")
    assert record.title == "Lamps and bells of the outer harbours and of the islands beside them"
    assert record["PP1"].cites == ("A/RES/98/3", "A/RES/70/1")
    assert {issue.code for issue in record.issues} <= {"hyphens"}


def test_notes_that_cannot_be_told_apart_are_said():
    text = DEFAULT.replace("Resolution 70/1.\nResolution 71/2,\nannex.", "Resolution 70/1")
    (issue,) = (i for i in plaintext.parse(text).issues if i.code == "footnotes")
    assert "footnotes 1, 2 " in issue.message


def test_a_text_without_pages_is_no_copy():
    assert not copied.is_copied(
        "The General Assembly,\n\nRecalling resolution 70/1,\n\n1. Decides."
    )
    assert not copied.is_copied("A/RES/99/7\nLamps\nThe General Assembly,\n1. Decides to meet.")
    assert copied.is_copied("A/RES/99/7\nThe General Assembly,\nNoting\n2/3\nthe lamps,")
    assert copied.is_copied("A/RES/99/7\nThe General Assembly,\nNoting\nA/RES/99/7 Lamps\nit,")


MARKS = [  # (text of a page, its marks, text with marks raised, why)
    ("the Plan 1 and", [1], "the Plan¹ and", "a blank before it"),
    ("in 2044, 2 and Goals 2 and 3", [2], "in 2044,² and Goals 2 and 3", "not of goals"),
    ("on 1 May the Plan1\nof", [1], "on 1 May the Plan¹\nof", "not of a date"),
    ("of 3 May 20441\nof", [1], "of 3 May 2044¹\nof", "behind a year"),
    ("paragraphs 1, 2 and 3;", [2], "paragraphs 1, 2 and 3;", "a list of numbers"),
    ("lamps;\n4. Urges it, 4\n", [4], "lamps;\n4. Urges it,⁴\n", "not the number of a paragraph"),
    ("WT/L/5/Add.1 and bells,1\nof", [1], "WT/L/5/Add.1 and bells,¹\nof", "not of a symbol"),
    ("Lamps,1and the Bells2of it", [1, 2], "Lamps,¹ and the Bells² of it", "no blank behind"),
    ("the Plan of the 2nd lamp, 2of it", [2], "the Plan of the 2nd lamp,² of it", "no ordinal"),
    ("of lamps 2 and of bells 1 too", [1, 2], "of lamps² and of bells 1 too", "in their order"),
]


@pytest.mark.parametrize(("body", "marks", "raised", "why"), MARKS, ids=[m[3] for m in MARKS])
def test_marks_are_found_by_their_order_and_their_neighbours(body, marks, raised, why):
    assert copied._with_marks(body, marks) == raised


def test_marks_of_earlier_notes_are_raised_where_the_line_breaks_behind_them():
    assert copied._with_repeated("the Plan2\nof 242\nCO2\n", 3) == "the Plan²\nof 242\nCO2\n"
    assert copied._with_repeated("the Plan4\n", 3) == "the Plan4\n"


def test_marks_of_earlier_notes_are_raised_where_no_blank_stands_behind_them():
    assert copied._with_repeated("in the Plan,2to it", 3) == "in the Plan,² to it"
    assert copied._with_repeated("in the Plan,4to it, in 2to", 3) == "in the Plan,4to it, in 2to"
    assert copied._with_repeated("the lamp,2nd to it", 3) == "the lamp,2nd to it"


def test_lines_of_notes_that_begin_with_numbers_go_on():
    lines = ["4 Held on 3 and", "28 and 29 June.", "5", "Ibid., annex.", "6 A/99/2."]
    found = {4: "Held on 3 and 28 and 29 June.", 5: "Ibid., annex.", 6: "A/99/2."}
    assert copied._read_notes(lines, 3) == (found, [])


def test_marks_that_stand_before_all_notes_are_no_list():
    assert copied._listed(["1", "2", "Resolution 70/1.", "3 Ibid."], 0) == {}
    assert copied._listed(["See below.", "1 Ibid."], 0) == {}
    assert copied._listed(["1", "Ibid."], 0) == {}


def test_a_title_alone_heads_a_page():
    pages = [
        "A/RES/99/7\n99/7. Lamps and bells of harbours\nThe General Assembly,",
        "Noting the lamps of all",
        "Lamps and bells of\nharbours\n44-01234 2/2\nharbours,\n1. Decides to meet.",
    ]
    text, _ = copied.taken_apart("\n".join(pages))
    assert text.split("\n")[3:] == ["Noting the lamps of all", "harbours,", "1. Decides to meet."]


def test_the_last_word_of_a_page_is_no_title():
    pages = [
        "A/RES/99/7\n99/7. Lamps of harbours and targets\nThe General Assembly,",
        "Noting the lamps of all\nharbours,",
        "A/RES/99/7\nLamps of harbours and targets\n2/2 44-01234\nNoting the bells,",
    ]
    text, _ = copied.taken_apart("\n".join(pages))
    assert text.split("\n")[3:] == ["Noting the lamps of all", "harbours,", "Noting the bells,"]


def test_numbers_on_lines_of_their_own():
    lines = ["1.", "", "Urges it;", "(a)", "(b)", "First lamps;", "Second", "bells.", "• ", "Last"]
    assert list(copied._with_numbers(lines)) == [
        "1. Urges it;",
        "(a) First lamps;",
        "(b) Second",
        "bells.",
        "• Last",
    ]


def test_hyphens_that_pdftotext_took_away_and_blanks_of_the_text_layer():
    lines = ["The report of the Secretary", "General on a rightsbased ap proach to the lamps,"]
    text, (issue,) = copied._respaced("\n".join(lines))
    assert text.split("\n") == [
        "The report of the Secretary-",
        lines[1].replace("ap p", "app").replace("sb", "s-b"),
    ]
    assert issue.code == "spacing"
    kept = ["of the Secretary", "General and the long-", "term lamps"]  # a hyphen is left
    assert copied._respaced("\n".join(kept)) == ("\n".join(kept), ())


def test_hyphens_that_pdftotext_took_away_within_a_line():
    assert words.has_hyphen("fifty", "sixth")
    text, (issue,) = copied._respaced("at the fifty sixth session of the lamps and of the bells")
    assert text == "at the fifty-sixth session of the lamps and of the bells"
    assert "“fifty sixth” is “fifty-sixth”" in issue.message
    joined = "the so-fifty sixth of the lamps and of the bells"
    assert copied._respaced(joined) == (joined, ())


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011"])
def test_blanks_before_hyphens_at_the_ends_of_lines(hyphen):
    text = f"at the fifty {hyphen}\n   sixth session - so"
    assert copied._respaced(text)[0] == f"at the fifty{hyphen}\n   sixth session - so"


def test_blanks_beside_signs():
    text = "COVID -19, 2021 –2025 and the 20 30 Agenda ; capacity - building - or lamps"
    mended = "COVID-19, 2021–2025 and the 2030 Agenda; capacity-building - or lamps"
    assert copied._respaced(text)[0] == mended


def test_hyphens_at_the_ends_of_lines():
    assert words.has_hyphen("Secretary", "General")
    assert not words.has_hyphen("the", "lamps")
    assert words.is_divided("govern", "ment")
    assert not words.is_divided("Secretary", "General")
    assert not words.is_divided("lamp", "bells")
    assert words.hyphened("a rightsbased undertaking of theirs") == [8]


def test_hyphens_that_may_be_missing_are_said():
    lines = ["les lampes du port"] * 31
    (issue,) = copied._respaced("\n".join(lines))[1]
    assert issue.code == "hyphens"
    assert copied._respaced("\n".join(lines[1:]))[1] == ()
    assert copied._respaced("\n".join([*lines, "les avant-"]))[1] == ()


def test_a_piece_of_the_next_word_is_not_given_to_the_one_before():
    text = "of the re levant ports and a s mooth way to support s afe lamps"
    mended = "of the relevant ports and a smooth way to support safe lamps"
    assert copied._respaced(text)[0] == mended
