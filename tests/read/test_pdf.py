"""PDFs set in the manner of the United Nations: structure, glitches, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from printed import (
    DRAFT,
    INDENT,
    PAGES,
    RESOLUTION,
    Text,
    bold,
    italic,
    masthead,
    pdf,
    rule,
    text,
)

from unres_research import load
from unres_research.errors import ReadError, UnresError
from unres_research.read import _pdf_lines as pages
from unres_research.read import loads
from unres_research.read._lines import clean
from unres_research.read._pdf import parse


@pytest.fixture(scope="module")
def harbours():
    return parse(RESOLUTION)


def test_header(harbours):
    assert (harbours.symbol, harbours.kind, harbours.session) == ("A/RES/79/985", "resolution", 79)
    assert harbours.title == "Lamps for small harbours"
    assert harbours.agenda_items == ("9", "71 (b)")
    assert harbours.agenda_titles == ("Lights of the sea", "Harbours of small towns")
    assert harbours.adopted_on == "2024-12-02"
    assert harbours.distributed_on == "2024-12-04"  # printed without a space
    assert harbours.origin == "without reference to a Main Committee (A/79/L.5)"
    assert harbours.committee == "Plenary"


def test_structure(harbours):
    assert [(p.id, p.kind, p.parent) for p in harbours] == [
        ("PP1", "preambular", None),
        ("PP2", "preambular", None),
        ("OP1", "operative", None),
        ("OP1(a)", "subparagraph", "OP1"),
        ("OP1(b)", "subparagraph", "OP1"),
        ("OP2", "operative", None),
        ("A1.1", "annex", None),
        ("A1.T1", "other", None),
    ]
    assert [p.opener for p in harbours][:3] == ["Recalling", "Noting with concern", "Decides"]
    assert harbours["OP2"].opener == "Also decides"
    assert harbours.annexes[0].title == "Rules for keepers"
    assert harbours.annexes[0].first_paragraph == "A1.1"


def test_lines_and_pages_are_joined(harbours):
    assert harbours["PP2"].text == (
        "Noting with concern that lamps go out in har-bours without oil, and that no one "
        "relights them,"
    )
    assert harbours["OP1(b)"].text == ("A keeper, who lights it at dusk and puts it out at dawn;")
    # the flush line below the sub-paragraphs belongs to their parent
    assert harbours["OP1"].text.endswith("shall keep: and reports every year to the Assembly;")


def test_footnotes_and_citations(harbours):
    assert [(f.mark, f.text) for f in harbours.footnotes] == [("1", "See A/79/15, annex.")]
    assert harbours["PP2"].footnotes == ("1",)
    assert harbours["PP2"].cites == ("A/79/15",)
    assert harbours["PP1"].cites == ("A/RES/78/901",)
    assert harbours.cites == ("A/79/15", "A/RES/78/901")


def test_tables_keep_their_cells(harbours):
    assert harbours["A1.T1"].text == "Post | Number | Keeper | 12"


def test_a_draft_of_a_committee():
    draft = parse(DRAFT)
    assert (draft.symbol, draft.kind, draft.committee) == ("A/C.3/80/L.96", "draft", "Third")
    assert draft.sponsors == ("Malta", "Trinidad and Tobago", "Zambia")
    assert draft.distributed_on == "2025-11-04"
    assert [p.id for p in draft] == ["PP1", "OP1", "OP2"]  # a number without its full stop
    assert draft["OP1"].opener == "Invites"


def test_without_formula_nothing_is_called_operative():
    note = parse(
        pdf(
            [
                [
                    *masthead("A/C.2/80/L.91", "Limited"),
                    *text(569.7, bold("Eightieth session"), x=60),
                    *text(523.9, bold("Plan of work", 14)),
                    *text(498.1, bold("Note by the Secretariat", 12)),
                    *text(449.7, "1. ", "The items are listed below."),
                ]
            ]
        )
    )
    assert [(p.id, p.kind) for p in note] == [("P1", "other")]
    assert [i.code for i in note.issues] == ["no-formula"]
    assert note.title == "Plan of work"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([(147.1, "sustain"), (176.2, "able towns")], "sustainable towns"),  # one word in two
        ([(147.1, "capacity"), (181.6, "-building")], "capacity-building"),
        ([(147.1, "green "), (175.0, "towns")], "green towns"),
        ([(147.1, "green"), (176.5, "towns")], "green towns"),  # a wide gap is a blank
    ],
)
def test_blanks_inside_words_are_taken_out_and_no_others(words, expected):
    data = pdf([[Text(x, 400, word) for x, word in words]])
    with pages.opened(data) as document:
        (line,) = pages.page_lines(document)
    assert line.text == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (RESOLUTION[:300], "damaged PDF"),
        (b"%PDF-1.7\nnothing more", "damaged PDF"),
        (pdf([[]]), "no text in the PDF"),
        (pdf([[Text(123.4, 400, "A letter to a friend.")]]), "no symbol and no line"),
    ],
)
def test_what_cannot_be_read_says_why(data, message):
    with pytest.raises(ReadError, match=message):
        loads(data, "x.pdf")


def test_too_many_pages(monkeypatch):
    monkeypatch.setattr(pages, "MAX_PAGES", 1)
    with pytest.raises(UnresError, match="2 pages, expected at most 1"):
        parse(RESOLUTION)


def test_load_tells_format_and_digest(tmp_path):
    path = tmp_path / "A_RES_79_985.pdf"
    path.write_bytes(RESOLUTION)
    record = load(path)
    assert (record.source.format, record.source.pages) == ("pdf", 2)
    assert len(record.source.sha256) == 64


def draft(
    *lines: list[Text],
    symbol: str = "A/80/L.96",
    session: str = "Eightieth session",
    step: float = 18,
):
    """A page that begins as drafts do, with these lines below, some points apart."""
    head = [*masthead(symbol, "Limited", "4 November 2025"), *text(569.7, bold(session), x=60)]
    below = [
        Text(one.x, 540.0 - step * k, one.text, one.font, one.size, one.mark)
        for k, line in enumerate(lines)
        for one in line
    ]
    return parse(pdf([[*head, *below]]))


FORMULA = text(0, italic("The General Assembly"), ",", x=INDENT)


def test_several_resolutions_in_one_document():
    found = draft(
        text(0, bold("Draft resolution I", 12)),
        text(0, bold("Lamps", 12)),
        FORMULA,
        text(0, italic("Recalling "), "resolution 78/901,", x=INDENT),
        text(0, "1. ", italic("Decides "), "to buy lamps.", x=INDENT),
        text(0, bold("Draft resolution II", 12)),
        text(0, bold("Bells", 12)),
        FORMULA,
        text(0, italic("Noting "), "the fog,", x=INDENT),
        text(0, "1. ", italic("Requests "), "a bell.", x=INDENT),
    )
    assert [(p.id, p.part) for p in found if p.kind != "heading"] == [
        ("I.PP1", "I"),
        ("I.OP1", "I"),
        ("II.PP1", "II"),
        ("II.OP1", "II"),
    ]
    headings = [p.text for p in found if p.kind == "heading"]
    assert headings == ["Draft resolution I Lamps", "Draft resolution II Bells"]


def test_a_draft_decision_has_no_italics():
    found = draft(
        text(0, bold("Draft decision submitted by the Chair")),
        text(0, bold("Questions for later", 12)),
        text(0, "The General Assembly decides to keep the following questions:", x=INDENT),
        text(0, "(a)", "Lamps;", x=INDENT),
        text(0, "(b)", "Bells.", x=INDENT),
    )
    assert (found.kind, found.title) == ("draft", "Questions for later")
    assert (found.sponsors, found.submitted_by) == ((), "Chair")
    assert [(p.id, p.kind, p.opener) for p in found] == [
        ("OP1", "operative", "decides"),
        ("OP1(a)", "subparagraph", None),
        ("OP1(b)", "subparagraph", None),
    ]


def test_a_single_operative_paragraph_without_number():
    found = draft(
        text(0, bold("Lamps", 12)),
        FORMULA,
        text(0, italic("Recalling "), "resolution 78/901,", x=INDENT),
        text(0, italic("Decides "), "to buy lamps.", x=INDENT),
    )
    assert [(p.id, p.opener) for p in found] == [("PP1", "Recalling"), ("OP1", "Decides")]


@pytest.mark.parametrize(
    ("printed", "symbol"),
    [
        ("A/80/L.5*", "A/80/L.5"),  # reissued
        ("A/C.3/80/L.26/Rev.1", "A/C.3/80/L.26/Rev.1"),
        ("A/80/L.5/Add.1", "A/80/L.5/Add.1"),
        ("A/C.5/80/L.4/Corr.1", "A/C.5/80/L.4/Corr.1"),
        ("A/ES-10/L.30", "A/ES-10/L.30"),
    ],
)
def test_symbols_as_they_are_printed(printed, symbol):
    assert (
        draft(FORMULA, text(0, "1. ", italic("Decides."), x=INDENT), symbol=printed).symbol
        == symbol
    )


@pytest.mark.parametrize(
    ("printed", "session"),
    [
        ("Tenth emergency special session", "ES-10"),
        ("Thirty-second special session", "S-32"),
        ("Eighty-first session", 81),
    ],
)
def test_sessions_as_they_are_printed(printed, session):
    lines = FORMULA, text(0, "1. ", "Decides.", x=INDENT)
    assert draft(*lines, symbol="A/CONF.96/L.1", session=printed).session == session


def test_without_formula_numbers_that_were_apart_stay_apart():
    """PP1 and OP1 would both be P1; what belongs to the second is named after it."""
    found = draft(
        text(0, "Agenda item 132", x=60),
        text(0, bold("Lamps", 14)),
        text(0, italic("Recalling "), "that oil is dear,", x=INDENT),
        text(0, "1. ", italic("Decides "), "on the following:", x=INDENT),
        text(0, "(a) ", "To light lamps;", x=INDENT + 24),
        text(0, "1. ", italic("Invites "), "others to help.", x=INDENT),
    )
    assert [(p.id, p.parent) for p in found] == [
        ("P1", None),
        ("P1#2", None),
        ("P1#2(a)", "P1#2"),
        ("P1#3", None),
    ]
    assert [(i.code, i.paragraph) for i in found.issues] == [
        ("repeated-number", "P1#3"),
        ("no-formula", None),
    ]


def test_an_amendment_and_its_note_below_a_drawn_rule():
    found = draft(
        text(0, "Agenda items 132 and 143", x=60),
        text(0, bold("Malta:* amendment to draft resolution A/80/L.25")),
        text(0, bold("Lamps", 12)),
        text(0, "After operative paragraph 7, insert:", x=INDENT),
        text(0, italic("Stresses "), "that oil is dear;", x=INDENT),
        [Text(115.6, 0, " *  Any changes to the list of sponsors will be reflected.", size=8.5)],
    )
    assert (found.kind, found.sponsors, found.title) == ("draft", ("Malta",), "Lamps")
    assert (found.amends, found.cites) == ("A/80/L.25", ("A/80/L.25",))
    assert found.agenda_items == ("132", "143")
    assert {p.kind for p in found} == {"other"}
    assert [i.code for i in found.issues] == ["no-formula"]
    assert not any("changes to the list" in p.text for p in found)


def test_a_resolution_of_the_security_council():
    lines = [
        *masthead("S/RES/2999 (2024)"),
        *text(540, bold("Resolution 2999 (2024)", 14)),
        *text(520, bold("Adopted by the Security Council at its 9999th meeting, on")),
        *text(508, bold("15 July 2024")),
        *text(480, italic("The Security Council"), ",", x=INDENT),
        *text(462, italic("Recalling "), "its resolution 2998 (2024),", x=INDENT),
        *text(444, "1. ", italic("Decides "), "to remain seized of the matter.", x=INDENT),
    ]
    found = parse(pdf([lines]))
    assert (found.symbol, found.organ) == ("S/RES/2999 (2024)", "Security Council")
    assert (found.title, found.session, found.committee) == ("", None, None)
    assert (found.kind, found.adopted_on) == ("resolution", "2024-07-15")
    assert found["PP1"].cites == ("S/RES/2998 (2024)",)


@pytest.mark.parametrize(
    ("formula", "preamble", "verb", "language"),
    [
        ("L’Assemblée générale", "Rappelant ", "Décide ", "fr"),
        ("La Asamblea General", "Recordando ", "Decide ", "es"),
    ],
)
def test_other_languages_are_told(formula, preamble, verb, language):
    found = draft(
        text(0, italic(formula), ",", x=INDENT),
        text(0, italic(preamble), "78/901,", x=INDENT),
        text(0, "1. ", italic(verb), "de/da 7.", x=INDENT),
    )
    assert found.language == language
    assert [(p.id, p.opener) for p in found] == [("PP1", preamble.strip()), ("OP1", verb.strip())]
    assert found.issues == ()


def test_a_french_pdf_has_all_that_its_text_has():
    lines = (
        text(0, bold("Soixante-dix-neuvième session"), x=60),
        text(0, "Point 71 b) de l’ordre du jour", x=60),
        text(0, bold("Phares et balises"), x=60),
        text(0, bold("Résolution adoptée par l’Assemblée générale le 4 décembre 2024", 14), x=70),
        text(0, "[sur la base du rapport de la Deuxième Commission (A/79/999, par. 8)]", x=INDENT),
        text(0, bold("79/985. Lampes des ports", 12), x=INDENT),
        text(0, italic("L’Assemblée générale"), ",", x=INDENT),
        text(0, italic("Rappelant "), "sa résolution 70/1,", x=INDENT),
        text(0, "1. ", italic("Décide "), "d’attendre.", x=INDENT),
    )
    found = draft(*lines, symbol="A/RES/79/985")
    assert (found.language, found.session, found.kind) == ("fr", 79, "resolution")
    assert (found.agenda_items, found.agenda_titles) == (("71 (b)",), ("Phares et balises",))
    assert (found.adopted_on, found.committee) == ("2024-12-04", "Second")
    assert (found.title, found.cites) == ("Lampes des ports", ("A/RES/70/1",))


def test_a_footnote_that_runs_over_two_pages():
    first = [
        *masthead("A/80/L.96"),
        *text(500, italic("The General Assembly"), ",", x=INDENT),
        *text(482, "1. ", italic("Decides "), "to buy lamps;", x=INDENT),
        Text(230.0, 485.5, "1", size=6.5),
        rule(110),
        Text(116.8, 97.8, "1", size=5.5),
        Text(123.1, 94.8, "See the report of the harbour master, which", size=8.5),
    ]
    second = [
        *text(700, "2. ", italic("Requests "), "a bell.", x=INDENT),
        Text(230.0, 703.5, "2", size=6.5),
        rule(110),
        Text(123.1, 94.8, "was read aloud.", size=8.5),
        Text(116.8, 87.8, "2", size=5.5),
        Text(123.1, 84.8, "Ibid.", size=8.5),
    ]
    found = parse(pdf([first, second]))
    assert [(n.mark, n.text) for n in found.footnotes] == [
        ("1", "See the report of the harbour master, which was read aloud."),
        ("2", "Ibid."),
    ]
    assert [p.footnotes for p in found] == [("1",), ("2",)]


def test_untagged_documents_are_read_alike(harbours):
    untagged = [[replace(one, mark=None) for one in page] for page in PAGES]
    found = parse(pdf(untagged))
    assert found.paragraphs == harbours.paragraphs
    assert (found.footnotes, found.annexes) == (harbours.footnotes, harbours.annexes)


def test_sponsors_over_several_lines_with_a_note():
    found = draft(
        text(0, bold("Chile, Fiji, Guinea-Bissau, Iran (Islamic Republic of), Malta,")),
        text(0, bold("Trinidad and Tobago and United Kingdom:** draft resolution")),
        text(0, bold("Lamps", 12)),
        FORMULA,
        text(0, "1. ", italic("Decides "), "to buy lamps.", x=INDENT),
        step=12,
    )
    assert found.sponsors == (
        "Chile",
        "Fiji",
        "Guinea-Bissau",
        "Iran (Islamic Republic of)",
        "Malta",
        "Trinidad and Tobago",
        "United Kingdom",
    )


def test_italics_within_a_paragraph_are_no_opener():
    found = draft(
        FORMULA,
        text(0, italic("Noting "), "the book", italic("On Lamps "), "of the keeper,", x=INDENT),
        text(0, "1. ", italic("Decides "), "to print", italic("On Lamps "), "again;", x=INDENT),
        text(0, "(a)", italic("On Lamps "), "shall be bound;", x=INDENT),
    )
    assert [p.opener for p in found] == ["Noting", "Decides", None]
    assert found["PP1"].text == "Noting the book On Lamps of the keeper,"


def test_an_appendix_counts_for_itself():
    found = draft(
        FORMULA,
        text(0, "1. ", italic("Adopts "), "the rules.", x=INDENT),
        text(0, bold("Annex", 14)),
        text(0, bold("Rules", 14)),
        text(0, "1. ", "Lamps are lit."),
        text(0, "2. ", "Lamps are put out."),
        text(0, bold("Appendix", 14)),
        text(0, bold("Forms", 14)),
        text(0, "1. ", "Name of the lamp."),
    )
    assert [p.id for p in found] == ["OP1", "A1.1", "A1.2", "A2.1"]
    assert [a.title for a in found.annexes] == ["Rules", "Forms"]
    assert [i.code for i in found.issues] == []


def test_notes_below_a_table_stand_apart_and_their_marks_with_it():
    cells = [[(123.4, "Lamp"), (300.0, "12")], [(123.4, "Bell"), (300.0, "3")]]
    rows = [[Text(x, 0, words, size=8.5) for x, words in row] for row in cells]
    found = draft(
        FORMULA,
        text(0, "1. ", italic("Approves "), "the list.", x=INDENT),
        [Text(123.4, 0, "Kind", "italic", 7), Text(300.0, 0, "Number", "italic", 7)],
        *rows,
        text(0, "2. ", italic("Decides "), "to buy it.", x=INDENT),
    )
    assert found["T1"].text == "Kind | Number | Lamp | 12 | Bell | 3"
    assert [p.id for p in found] == ["OP1", "T1", "OP2"]


def test_a_table_in_body_type():
    head = [Text(60, 0, "Date/time", "italic", 7), Text(240, 0, "Programme", "italic", 7)]
    found = draft(
        text(0, bold("Plan of work", 14)),
        text(0, "1. ", "The plan follows."),
        head,
        [Text(60, 0, "Monday, 6 October", "bold")],
        [Text(60, 0, "10 a.m."), Text(240, 0, "Lamps")],
        [Text(60, 0, "3 p.m."), Text(240, 0, "Bells", "bold")],
        [Text(60, 0, "Tuesday"), Text(240, 0, "Foghorns")],
        text(0, bold("Reports")),
        text(0, "2. ", "Reports are short."),
    )
    assert [(p.id, p.kind) for p in found] == [
        ("P1", "other"),
        ("T1", "other"),
        ("H1", "heading"),
        ("P2", "other"),
    ]
    assert found["T1"].text == (
        "Date/time | Programme | Monday, 6 October | 10 a.m. | Lamps | 3 p.m. | Bells | "
        "Tuesday | Foghorns"
    )
    assert [i.code for i in found.issues] == ["no-formula", "table"]


def test_a_smaller_heading_is_no_part_of_the_title_of_an_annex():
    found = draft(
        text(0, bold("Plan of work", 14)),
        text(0, "1. ", "The plan follows."),
        text(0, bold("Annex", 14)),
        text(0, bold("Programme", 14)),
        text(0, bold("Monday, 6 October")),
        text(0, "Lamps and bells", x=INDENT),
    )
    assert found.annexes[0].title == "Programme"
    assert [p.text for p in found if p.annex] == ["Monday, 6 October", "Lamps and bells"]


def test_a_note_to_the_title_is_no_footnote_and_the_next_one_is():
    notes = [
        rule(160),
        *text(145, Text(0, 0, "* ", size=6), Text(0, 0, "Issued again.", size=8.5)),
        *text(130, Text(0, 0, "1", size=6), Text(0, 0, " Resolution 70/1.", size=8.5)),
    ]
    page = [
        *masthead("A/80/L.96"),
        *text(428, italic("The General Assembly"), ",", x=INDENT),
        *text(410, italic("Recalling "), "its rules,", x=INDENT),
        *notes,
    ]
    assert [(n.mark, n.text) for n in parse(pdf([page])).footnotes] == [("1", "Resolution 70/1.")]


def small(y, *cells):
    return [Text(x, y, words, size=8.5) for x, words in zip((150, 300), cells, strict=False)]


def test_heads_of_a_table_that_are_printed_again_are_left_out():
    head = [
        *masthead("A/80/L.96"),
        *text(428, italic("The General Assembly"), ",", x=INDENT),
        *text(410, "1. ", italic("Adopts "), "the table:", x=INDENT),
    ]
    first = [*head, *small(380, "Port", "Lamps"), *small(366, "North", "3")]
    second = [*small(690, "Port", "Lamps"), *small(676, "South", "4")]
    found = parse(pdf([first, second]))
    assert [p.text for p in found if ".T" in p.id or p.id.startswith("T")] == [
        "Port | Lamps | North | 3 | South | 4"
    ]


def test_running_heads_and_page_numbers_between_the_lines_of_a_paragraph():
    begun = "that all the harbours of the coast are to keep their lamps lit in every autumn,"
    first = [
        *masthead("A/80/L.96"),
        *text(428, italic("The General Assembly"), ",", x=INDENT),
        *text(70, italic("Noting "), begun, x=INDENT),
        *text(49, "1/2", x=520),
    ]
    second = [*text(717, "A/80/L.96", x=60), *text(690, "and in winter,"), *text(49, "2/2", x=520)]
    assert [p.text for p in parse(pdf([first, second]))] == [f"Noting {begun} and in winter,"]


@pytest.mark.parametrize(
    ("name", "least", "message"),
    [
        ("MAX_PAGES", 2, "found 2 pages, expected at most 1"),
        ("MAX_OBJECTS", 4, "page 1 has 4 objects"),
        ("MAX_CHARACTERS", 10, "more than 9 characters"),
    ],
)
def test_bounds_on_pages(monkeypatch, name, least, message):
    page = [Text(123.4, 400 - 20 * k, word) for k, word in enumerate(["A", "B", "C", "D"])]
    page = [Text(123.4, 400, "Lamps burn")] if name == "MAX_CHARACTERS" else page
    data = pdf([page, []])
    monkeypatch.setattr(pages, name, least)
    with pages.opened(data) as document:
        assert [line.text for line in pages.page_lines(document)]
    monkeypatch.setattr(pages, name, least - 1)
    with pytest.raises(UnresError, match=message), pages.opened(data) as document:
        pages.page_lines(document)


def test_a_large_title_below_the_first_page_heads_no_note():
    first = [*masthead("A/C.2/80/L.91", "Limited"), *text(500, bold("Plan of work", 14))]
    first += text(450, "Lamps are listed below.")
    second = [*text(700, bold("More lamps", 14)), *text(650, "1. ", "A lamp.")]
    found = parse(pdf([first, second]))
    assert found.title == "Plan of work"
    assert "Lamps are listed below." in [p.text for p in found]


@pytest.mark.parametrize(
    ("rise", "lines"), [(5.9, ["lamps like"]), (6.0, ["lamps", "like"]), (-6.0, ["lamps", "like"])]
)
def test_a_blank_far_from_the_line_ends_it(rise, lines):
    words = [Text(123.4, 400, "lamps"), Text(149.0, 400 + rise, " "), Text(152.0, 400, "like")]
    with pages.opened(pdf([words])) as document:
        assert [clean(line.text) for line in pages.page_lines(document)] == lines
