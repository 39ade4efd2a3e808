"""PDFs that a word processor has set: other margins, other type, other notes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from printed import INDENT, LEFT, Text, bold, italic, pdf, text

from unres_research.read import _pdf_other as other
from unres_research.read._pdf import parse
from unres_research.read._pdf_lines import PageLine

HEAD = [
    text(0, "A/80/L.91", x=72),
    text(0, "Fiji and Chad: draft resolution", x=72),
    text(0, bold("Harbour lamps"), x=72),
]
FORMULA = text(0, italic("The General Assembly"), ",", x=72)
TEXT = [
    [italic("Recalling "), "its resolution 70/1 of 25 September 2015, by which"],
    ["lamps were counted in the harbours of the small towns,"],
    ["1. ", italic("Decides "), "that the lamps of all harbours be lit at dusk:"],
    ["(a) ", "Of those that lie at the sea and at the great lakes;"],
    ["(b) ", "Of all others that any ship may call at by night;"],
    ["2. ", italic("Urges "), "all ports to ring their bells in fog and in rain, by day"],
    ["and by night, and to count the ships that come to them."],
]
READ = [
    ("PP1", "Recalling its resolution 70/1 of 25 September 2015, by which "
     "lamps were counted in the harbours of the small towns,"),
    ("OP1", "Decides that the lamps of all harbours be lit at dusk:"),
    ("OP1(a)", "Of those that lie at the sea and at the great lakes;"),
    ("OP1(b)", "Of all others that any ship may call at by night;"),
    ("OP2", "Urges all ports to ring their bells in fog and in rain, by day and by night, and to "
     "count the ships that come to them."),
]  # fmt: skip


def page(lines, top=700.0, step=20.0, size=12):
    """Lines some points below one another, in larger type than official documents have."""
    return [
        replace(one, y=top - step * k, size=size if one.size == 10 else one.size)
        for k, line in enumerate(lines)
        for one in line
    ]


def body(x=72):
    return [text(0, *words, x=x) for words in TEXT]


def told(record):
    return [(p.id, p.text) for p in record]


def test_a_draft_in_another_setting_is_read_as_a_text_and_told():
    found = parse(pdf([page([*HEAD, FORMULA, *body()])]))
    assert (found.symbol, found.title) == ("A/80/L.91", "Harbour lamps")
    assert found.sponsors == ("Fiji", "Chad")
    assert told(found) == READ
    assert [p.opener for p in found if p.opener] == ["Recalling", "Decides", "Urges"]
    assert [issue.code for issue in found.issues if issue.code != "no-session"] == ["other-layout"]


@pytest.mark.parametrize(("step", "whole"), [(14.0, True), (20.0, False)])
def test_a_title_over_two_lines_is_one(step, whole):
    words = "Lamps, bells and pilots of the harbours of small", "towns and islands"
    head = [
        *page([HEAD[0]], top=740),
        *page([text(0, bold(one), x=72) for one in words], 720, step),
    ]
    found = parse(pdf([[*head, *page([FORMULA, *body()], top=660)]]))
    assert found.title == (" ".join(words) if whole else words[1])
    assert told(found) == READ


@pytest.mark.parametrize("begins", range(1, 8))
def test_a_page_ends_with_a_paragraph_or_within_one(begins):
    """Blank space parts the paragraphs of a page, and nothing those of two pages."""
    noting = text(0, italic("Noting "), "that fog has come to many towns and harbours,", x=72)
    lines = [*body()[:2], noting, *body()[2:]]
    places = [600, 586, 560, 534, 508, 482, 456, 442]  # wrapped lines stand 14 points apart
    first, rest = lines[:begins], lines[begins:]
    pages = [*page([FORMULA], top=630)], []
    for line, y in zip(first, places, strict=False):
        pages[0].extend(page([line], top=y))
    for line, y in zip(rest, places[begins:], strict=True):
        pages[1].extend(page([line], top=y))
    added = ("PP2", "Noting that fog has come to many towns and harbours,")
    assert told(parse(pdf(pages))) == [READ[0], added, *READ[1:]]


def test_what_heads_and_ends_the_pages_is_no_text():
    def furniture(number):
        head = Text(72, 770, "Draft of the third of May", size=12)
        return [head, Text(290, 40, f"Page {number}", size=12)]

    lines = body()
    first = [*furniture(1), *page([*HEAD, FORMULA, *lines[:1]])]
    found = parse(pdf([first, [*furniture(2), *page(lines[1:])]]))
    assert told(found) == READ


def test_notes_are_the_small_lines_at_the_foot_of_a_page():
    mark = Text(400, 624, "1", size=8)  # above the end of the line at 620
    note = [
        Text(72, 104, "1", size=5.8),
        Text(78, 100, "See A/79/15, annex, and the report of", size=10),
        Text(72, 88, "the pilots.", size=10),
    ]
    found = parse(pdf([[*page([*HEAD, FORMULA, *body()[:1]]), mark, *note], page(body()[1:])]))
    assert told(found) == READ
    assert [(one.mark, one.text) for one in found.footnotes] == [
        ("1", "See A/79/15, annex, and the report of the pilots.")
    ]
    assert found["PP1"].footnotes == ("1",)


def test_other_settings_without_a_formula():
    found = parse(pdf([page([*HEAD, *body()])]))
    assert told(found) == READ
    assert {"other-layout", "no-formula"} <= {issue.code for issue in found.issues}
    letter = [text(0, f"Letter {k} of the pilots to all the ports at sea", x=72) for k in range(5)]
    other = parse(pdf([page([*HEAD, *letter])]))
    assert {"other-layout", "no-formula"} <= {issue.code for issue in other.issues}


@pytest.mark.parametrize(
    ("places", "size", "told"),
    [
        ([72] * 5, 12, True),
        ([72] * 4, 12, False),  # too few
        ([72] * 5, 9.2, False),  # a table
        ([72] * 49 + [LEFT], 12, False),  # one in fifty
        ([72] * 50 + [LEFT], 12, True),
        ([72] * 49 + [INDENT + 2.9], 12, False),
        ([72] * 49 + [INDENT + 3.1], 12, True),
    ],
)
def test_settings_are_told_by_where_lines_begin(places, size, told):
    lines = [PageLine(0, x, 500, size, [("a" * 41, 0)]) for x in places]
    assert other.is_other(lines) is told
