"""What few official PDFs have: formulas that are missing, pages that are turned, odd text layers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from printed import INDENT, Text, bold, italic, masthead, pdf, text

from unres_research.read._lines import MARK
from unres_research.read._pdf import _read, _styled, parse
from unres_research.read._pdf_lines import PageLine, _add

FORMULA = text(0, italic("The General Assembly"), ",", x=INDENT)
LIGHT = text(0, "1. ", italic("Decides "), "to light lamps.", x=INDENT)


def page(*lines, symbol="A/80/L.96", top=540.0, step=18.0, distr="Limited"):
    """A first page with these lines below its masthead, some points apart."""
    below = [replace(one, y=top - step * k) for k, line in enumerate(lines) for one in line]
    return [*masthead(symbol, distr, "4 November 2025"), *below]


def read(*lines, **about):
    return parse(pdf([page(*lines, **about)]))


def names(record):
    return [(p.id, p.kind) for p in record]


# headers ------------------------------------------------------------------------------


def security_council(*names, top=560.0, step=16.0, head=None):
    lines = head or masthead("S/2026/999", "General", "4 March 2026")
    lines = [*lines, Text(123.1, 705, "Security Council", "bold", 20, None)]
    for k, name in enumerate(names):
        lines += text(top - step * k, bold(name, 14))
    lines += text(440, italic("The Security Council"), ",", x=INDENT)
    lines += text(420, "1. ", italic("Decides "), "to light the lamps of the", x=INDENT)
    feet = [Text(60, 62, "26-01285", size=8.5), Text(530, 62, "1/2", "bold", 8.5)]
    return parse(pdf([[*lines, *feet], [*text(700, "harbour."), *feet]]))


@pytest.mark.parametrize("top", [560.0, 640.0])  # without a session the names may stand higher
@pytest.mark.parametrize("step", [16.0, 24.0])
def test_a_draft_of_the_security_council_has_sponsors_and_no_title(top, step):
    found = security_council("Fiji, Malta and", "Peru: draft resolution", top=top, step=step)
    assert (found.symbol, found.kind, found.title) == ("S/2026/999", "draft", "")
    assert found.sponsors == ("Fiji", "Malta", "Peru")
    assert found.distributed_on == "2026-03-04"


def test_a_page_foot_is_no_part_of_the_sentence_that_it_parts():
    found = security_council("Peru: draft resolution")
    assert [p.text for p in found] == ["Decides to light the lamps of the harbour."]


def test_a_masthead_of_one_run():
    words = "United Nations S/2026/999 Security Council Distr.: General 4 March 2026"
    found = security_council("Peru: draft resolution", head=[Text(123.1, 734.2, words, mark=None)])
    assert (found.symbol, found.distributed_on) == ("S/2026/999", "2026-03-04")


def test_a_masthead_that_stands_lower():
    lines = [
        Text(123.1, 614, "United Nations", size=14, mark=None),
        Text(481.9, 615, "A/80/L.96", mark=None),
        Text(123.1, 590, "General Assembly", "bold", 20, None),
        Text(396.8, 585, "Distr.: Limited", mark=None),
        Text(396.8, 573, "4 November 2025", mark=None),
        *text(500, bold("Lamps", 12)),
        *text(460, italic("The General Assembly"), ",", x=INDENT),
        *text(440, "1. ", italic("Decides "), "to light lamps.", x=INDENT),
    ]
    found = parse(pdf([lines]))
    assert (found.symbol, found.kind, found.title) == ("A/80/L.96", "draft", "Lamps")
    assert found.distributed_on == "2025-11-04"
    assert names(found) == [("OP1", "operative")]


# formulas -----------------------------------------------------------------------------


def test_an_adopted_resolution_that_prints_no_formula_keeps_its_parts():
    found = read(
        text(0, bold("Lamps", 12)),
        text(0, italic("Recalling "), "that oil is dear,", x=INDENT),
        LIGHT,
        symbol="A/RES/80/996",
        distr="General",
    )
    assert names(found) == [("PP1", "preambular"), ("OP1", "operative")]
    assert [i.code for i in found.issues] == ["no-formula"]
    assert "is printed" in found.issues[0].message


@pytest.mark.parametrize(
    ("sentence", "opener"),
    [
        ("The General Assembly, recalling resolution 78/901, decides to meet.", "decides"),
        ("The General Assembly, having considered the report, takes note of it.", "takes note"),
        ("The General Assembly, recalling 78/901 and noting oil, and decides it.", "decides"),
        ("The General Assembly, on the advice of a committee, requests oil.", "requests"),
        ("The Economic and Social Council decides to meet.", "decides"),
        ("The General Assembly notes the report.", "notes"),
    ],
)
def test_a_decision_in_one_sentence_is_operative(sentence, opener):
    found = read(text(0, bold("Lamps", 12)), text(0, sentence, x=INDENT))
    assert names(found) == [("OP1", "operative")]
    assert found["OP1"].opener == opener


def test_a_sentence_of_the_assembly_without_an_act_is_not_operative():
    sentence = "The General Assembly, the organ of all States, where the lamps decide."
    found = read(text(0, bold("Lamps", 12)), text(0, sentence, x=INDENT))
    assert names(found) == [("X1", "other")]


def test_italics_that_end_in_a_comma_are_no_title_of_the_annex():
    found = read(
        FORMULA,
        LIGHT,
        text(0, bold("Annex", 14)),
        text(0, bold("Convention on Lamps", 14)),
        text(0, italic("The States Parties to this Convention,"), x=INDENT),
        text(0, italic("Have agreed "), "as follows:", x=INDENT),
        step=30,
    )
    assert [(a.title, a.first_paragraph) for a in found.annexes] == [
        ("Convention on Lamps", "A1.P1")
    ]
    assert found["A1.P1"].text == "The States Parties to this Convention,"


def test_a_meeting_close_below_the_text_is_no_part_of_it():
    found = parse(
        pdf(
            [
                [
                    *page(FORMULA),
                    *text(500, "1. ", italic("Decides "), "to light", x=INDENT),
                    *text(488, "lamps."),
                    *text(476, italic("40th plenary meeting"), x=396),
                    *text(464, italic("2 December 2024"), x=407),
                ]
            ]
        )
    )
    assert [p.text for p in found] == ["Decides to light lamps."]


# pages --------------------------------------------------------------------------------


def turned(x, y, words, direction, **about):
    """A text at (x, y) of a page of 792 by 612 points, or of 612 by 792 upside down."""
    places = {"0 1 -1 0": (612 - y, x), "0 -1 1 0": (y, 792 - x), "-1 0 0 -1": (612 - x, 792 - y)}
    left, up = places[direction]
    return Text(left, up, words, runs=direction, **about)


@pytest.mark.parametrize(
    ("direction", "degrees"), [("0 1 -1 0", 90), ("0 -1 1 0", 270), ("-1 0 0 -1", 180)]
)
@pytest.mark.parametrize("shown", [True, False])
def test_a_turned_page_is_read_as_it_is_held(direction, degrees, shown):
    first = page(FORMULA, text(0, "1. ", italic("Decides "), "to light the lamps:", x=INDENT))
    second = [
        turned(60, 545 if degrees != 180 else 730, "A/80/L.96", direction, size=8.5),
        turned(123, 480, "Harbour", direction, size=8.5),
        turned(300, 480, "Lamps", direction, size=8.5),
        turned(123, 466, "North", direction, size=8.5),
        turned(300, 466, "3", direction, size=8.5),
        turned(500, 30, "2/2", direction, size=8.5),
    ]
    found = parse(pdf([first, second], rotate=(0, degrees if shown else 0)))
    assert [p.text for p in found] == [
        "Decides to light the lamps:",
        "Harbour | Lamps | North | 3",
    ]
    assert [(i.code, i.message[:16]) for i in found.issues] == [("turned-page", "page 2 is turned")]


def test_blanks_inside_the_words_of_a_turned_page_are_taken_out():
    words = [(147.1, "sustain"), (176.2, "able towns")]
    up = [Text(200, x, word, runs="0 1 -1 0") for x, word in words]
    found = parse(pdf([page(FORMULA, LIGHT), up], rotate=(0, 90)))
    assert found.paragraphs[-1].text.endswith("sustainable towns")


def test_a_wide_page_has_its_running_head_so_far_from_its_edge():
    second = [*text(530, "A/80/L.96", x=60), *text(540, "A/80/L.96", x=60), *text(400, "Lamps.")]
    found = parse(pdf([page(FORMULA, LIGHT), second], boxes=("612 792", "792 612")))
    assert [p.text for p in found][-2:] == ["A/80/L.96", "Lamps."]


# the text layer -----------------------------------------------------------------------


def test_blanks_are_judged_by_the_words_of_resolutions():
    found = read(
        text(0, bold("Lamps ofthe harbour", 12)),
        FORMULA,
        text(0, italic("Recalling "), "the Agreementand the Office ’s report,", x=INDENT),
        text(0, "1. ", italic("Decides "), "to light lamps a nd con cern itself.", x=INDENT),
    )
    assert found.title == "Lamps of the harbour"
    assert found["PP1"].text == "Recalling the Agreement and the Office’s report,"
    assert found["OP1"].text == "Decides to light lamps and concern itself."
    (issue,) = found.issues
    assert issue.code == "spacing"
    for change in ("“ofthe” is “of the”", "“Office ’s” is “Office’s”", "“a nd” is “and”"):
        assert change in issue.message


def test_a_note_without_formula_is_judged_by_english_words_where_it_is_english():
    titles = (text(0, bold("Plan of work", 14)),)
    english = read(*titles, text(0, "The lamps ofthe port and con cern in the town.", x=INDENT))
    assert english.paragraphs[0].text == "The lamps of the port and concern in the town."
    french = read(*titles, text(0, "Les lampes du port et con cern dans la ville.", x=INDENT))
    assert french.paragraphs[0].text == "Les lampes du port et con cern dans la ville."


def test_french_is_not_judged_by_english_words():
    found = read(
        text(0, italic("L’Assemblée générale"), ",", x=INDENT),
        text(0, "1. ", italic("Décide "), "con cern.", x=INDENT),
    )
    assert found["OP1"].text == "Décide con cern." and found.issues == ()


def test_letters_that_the_font_miscodes_are_told():
    found = read(
        FORMULA,
        text(0, italic("Recalling "), "that Taoikistan has a maoor port,", x=INDENT),
        LIGHT,
    )
    (issue,) = found.issues
    assert issue.code == "wrong-letters"
    assert "“maoor” seems to be “major”" in issue.message
    assert found["PP1"].text == "Recalling that Taoikistan has a maoor port,"


def test_characters_without_a_letter_are_counted():
    lines = [
        PageLine(0, 123, 735, 10, [("A/RES/80/996", 0)]),
        PageLine(0, 147, 500, 10, [("The General Assembly,", 0)]),
        PageLine(0, 147, 482, 10, [("1. Decides to light l\ufffdm\ufffds.", 0)]),
    ]
    (issue,) = _read(lines).issues
    assert (issue.code, "2 characters" in issue.message) == ("wrong-letters", True)


def joined(*lines):
    return _styled([PageLine(0, 0, 0, 8.5, [(words, 0)]) for words in lines]).text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["See https://www.a.org/lamps/", "oil.pdf."], "See https://www.a.org/lamps/oil.pdf."),
        (["See www.a.org/lamps_", "oil/b."], "See www.a.org/lamps_oil/b."),
        (["See www.a.org/lamps", "/oil."], "See www.a.org/lamps/oil."),
        (["See www.a.org/lamps", "oil.pdf."], "See www.a.org/lampsoil.pdf."),
        (["www.a.org/lamps/", "oil/", "bells.pdf."], "www.a.org/lamps/oil/bells.pdf."),
        (["www.a.org/lamps-", "oil/", "bells.pdf."], "www.a.org/lamps-oil/bells.pdf."),
        (["See www.a.org/lamps/", "oil."], "See www.a.org/lamps/oil."),
        (["See www.a.org/lamps/ ", "oil."], "See www.a.org/lamps/ oil."),  # a blank that is set
        (["See www.a.org/lamps/", "oil. So is"], "See www.a.org/lamps/oil. So is"),
        (["www.a.org/lamps/", "oil/b.pdf, and", "so on"], "www.a.org/lamps/oil/b.pdf, and so on"),
        (["See www.a.org/ and", "b/c.pdf"], "See www.a.org/ and b/c.pdf"),
        (["See www.a.org/", "and other places."], "See www.a.org/ and other places."),
        (["See www.a.org/lamps", "and oil."], "See www.a.org/lamps and oil."),
        (["lamps and/", "or 2 bells"], "lamps and/ or 2 bells"),
    ],
)
def test_addresses_go_on_over_the_end_of_a_line(lines, expected):
    assert joined(*lines) == expected


def test_a_mark_behind_an_address_stays_a_mark():
    lines = [
        PageLine(0, 0, 0, 8.5, [("www.a.org/lamps/", 0), ("2", MARK)]),
        PageLine(0, 0, 0, 8.5, [("oil.pdf.", 0)]),
    ]
    line = _styled(lines)
    assert (line.text, line.marks) == ("www.a.org/lamps/oil.pdf.", ("2",))


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\u00ad", "-"])
def test_every_hyphen_at_a_line_s_end_joins_the_word(hyphen):
    lines = [PageLine(0, 0, 0, 10), PageLine(0, 0, 0, 10)]
    for line, words in zip(lines, (f"lamp{hyphen}", "like"), strict=True):
        _add(line, words, 0, 0, 0, 10)
    assert _styled(lines).text == "lamp-like"
