"""The forms in which texts are measured: each is made as its name says, from an invented record."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from printed import Text, pdf
from written import LAMPS

from benchmarks import form_files as made
from benchmarks import form_texts as texts
from benchmarks import forms
from benchmarks.form_texts import Piece
from unres_research import loads
from unres_research.records import Annex, Issue, Paragraph, Resolution

LONG = "to keep the well-known lamps of all harbours, and of those piers that have no harbour"
RECORD = Resolution(
    "A/RES/78/901",
    "resolution",
    "Lamps",
    session=78,
    adopted_on="2023-12-05",
    agenda_items=("9 (a)", "10"),
    origin="without reference to a Main Committee (A/78/L.1)",
    annexes=(Annex("Rules", "A1.1"),),
    paragraphs=(
        Paragraph("PP1", "preambular", "Recalling its office,", opener="Recalling"),
        Paragraph("H1", "heading", "I Lamps", "I", part="I"),
        Paragraph("OP1", "operative", "Decides:", "1", opener="Decides"),
        Paragraph("OP1(a)", "subparagraph", "To meet;", "(a)", "OP1"),
        Paragraph("OP2", "operative", f"Asks {LONG}.", "2", opener="Asks"),
        Paragraph("A1.1", "annex", "Lamps burn.", "1", annex=1),
    ),
)
BODY = [
    "The General Assembly,",
    "Recalling its office,",
    "I Lamps",
    "1. Decides:",
    "(a) To meet;",
    f"2. Asks {LONG}.",
    "Annex",
    "Rules",
    "1. Lamps burn.",
]


def printed(form: str) -> str:
    """What a form makes of the record, as text."""
    return written(form).decode()


def written(form: str, record: Resolution = RECORD) -> bytes:
    case = forms.Case(record, b"")
    return next(bytes(data) for f in forms.forms() if f.name == form for data in f.write([case]))


# what is printed ----------------------------------------------------------------------


def test_a_document_prints_its_title_block_and_every_paragraph():
    assert [piece.line for piece in texts.pieces(RECORD)] == [
        "United Nations",
        "A/RES/78/901",
        "General Assembly",
        "Distr.: General 5 December 2023",
        "Seventy-eighth session",
        "Agenda item 9 (a)",
        "Resolution adopted by the General Assembly on 5 December 2023",
        "[without reference to a Main Committee (A/78/L.1)]",
        "78/901. Lamps",
        *BODY,
    ]


def test_what_a_record_does_not_say_is_not_printed():
    bare = replace(RECORD, session="ES-11", agenda_items=(), origin=None, paragraphs=(), annexes=())
    assert len(texts.head(bare)) == 6
    assert "session" not in " ".join(texts.head(bare))


# labels -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ("labels PP1, OP1", {"PP1 Recalling its office,", "OP1 Decides:", "(a) To meet;"}),
        ("labels PP1., OP1.", {"PP1. Recalling its office,", "OP1. Decides:"}),
        ("in brackets [Noting ...]", {"[Recalling its office,]", "1. [Decides:]", "(a) To meet;"}),
        (
            "numbers (1)",
            {"Recalling its office,", "(1) Decides:", "(a) To meet;", "1. Lamps burn."},
        ),
        ("preambles - Recalling", {"- Recalling its office,", "1. Decides:"}),
        ("numbered preambles", {"1. Recalling its office,", "1. Decides:"}),
        ("sub-paragraphs a.", {"a. To meet;", "1. Decides:"}),
        ("lost numbers", {"Decides:", "(a) To meet;", "1. Lamps burn."}),
    ],
)
def test_labels(form, lines):
    assert lines <= set(printed(form).split("\n\n"))


def test_bullets_stay_when_letters_change():
    bullet = Piece("subparagraph", "To meet;", "•")
    assert texts.relabelled("subparagraph", "{}.")(bullet) == bullet


def paragraphs(kind: str, mark: str, count: int) -> list[Paragraph]:
    return [
        Paragraph(f"{mark}{k}", kind, f"Text {k}", str(k) if mark == "OP" else None)
        for k in range(1, count + 1)
    ]


MANY = replace(
    RECORD,
    paragraphs=(
        *paragraphs("preambular", "PP", 4),
        *paragraphs("operative", "OP", 5),
        Paragraph("OP4(a)", "subparagraph", "Below", "(a)", "OP4"),
    ),
)


def test_each_fourth_paragraph_is_put_in_after_the_one_before():
    found = texts.inserted(MANY, "bis")
    ids = ["PP1", "PP2", "PP3", "PP3bis", "OP1", "OP2", "OP3", "OP3bis", "OP5", "OP3bis(a)"]
    assert [p.id for p in found] == ids
    assert [p.number for p in found][3:] == [None, "1", "2", "3", "3bis", "5", "(a)"]
    assert (found["OP3bis(a)"].parent, found["OP5"].parent) == ("OP3bis", None)


def test_paragraphs_put_in_are_labelled_as_delegates_do():
    lines = written("labels PP3 ter, OP7 ter", MANY).decode().split("\n\n")
    assert {"PP3 Text 3", "PP3 ter Text 4", "OP3 Text 3", "OP3 ter Text 4", "OP5 Text 5"} <= {
        *lines
    }
    lines = written("numbers 3 bis.", MANY).decode().split("\n\n")
    assert {"Text 4", "3. Text 3", "3 bis. Text 4", "5. Text 5", "(a) Below"} <= {*lines}


# layouts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        (texts.blank_lines, "Aye.\n\nBee."),
        (texts.one_line, "Aye. Bee."),
        (texts.quoted, "> Aye.\n>\n> Bee."),
        (texts.wrapped_close, "Aye.\nBee."),
        (texts.spaced, "Aye.\n\nBee."),
    ],
)
def test_layouts_of_short_lines(layout, text):
    assert layout(["Aye.", "Bee."]) == text


def test_lines_are_as_wide_as_mail():
    first = "Asks to keep the well-known lamps of all harbours, and of those piers that"
    assert texts.wrapped(f"Asks {LONG}.") == [first, "have no harbour."]
    assert texts.wrapped_apart([f"Asks {LONG}.", "So."]) == f"{first}\nhave no harbour.\n\nSo."
    assert texts.spaced([f"Asks {LONG}."]) == f"{first}\n\nhave no harbour."


def test_lines_break_behind_hyphens():
    assert texts.hyphened("the well-known lamps", 10) == ["the well-", "known", "lamps"]
    assert texts.wrapped("the well-known lamps", 10) == ["the", "well-known", "lamps"]


def test_long_words_are_divided_with_a_mark():
    # "lamps " leaves 14 of 20 characters, of which one is the mark: nine letters and "ours"
    assert texts.divided("lamps of neighbourhoods", "\xad", 20) == [
        "lamps of neighbourh\xad",
        "oods",
    ]
    assert texts.divided("lamps of well-lit-harbours", "\xad", 20) == [
        "lamps of",
        "well-lit-harbours",
    ]
    assert texts.divided("lamps of harbours", "\xad", 12) == ["lamps of", "harbours"]


def test_one_line_of_many_is_long():
    long = f"Noting {LONG}, and {LONG}."
    found = texts.one_long(["A title", texts.FORMULA, long, long]).split("\n")
    assert found[2] == long
    assert max(map(len, found[3:])) <= texts.WIDTH


# characters ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (texts.ligatures, "office, waffle, find, flow, off", "oﬃce, waﬄe, ﬁnd, ﬂow, oﬀ"),
        (texts.dashes, "a-b c‑d e-f g-h", "a‐b c‑d e−f g‒h"),
        (texts.dashes, "lamps – and piers – and - so", "lamps ‒ and piers – and — so"),
        (texts.dashes, "- Noting -", "- Noting -"),
        (texts.quotes, "“the Council’s ‘lamps’”", "\"the Council's 'lamps'\""),
        (texts.spaces, "a b c d e f", "a\u00a0b\u2009c\u202fd  e \u200bf"),
        (texts.for_windows, "non‑motorized – “so”", "non-motorized – “so”"),
    ],
)
def test_characters(change, before, after):
    assert change(before) == after


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("cp1252", b"United"),
        ("UTF-16 with mark", "\ufeffUn".encode("utf-16-le")),
        ("UTF-16 without mark", b"U\x00n\x00"),
        ("UTF-16 without mark, big first", b"\x00U\x00n"),
    ],
)
def test_encodings(form, begins):
    assert written(form).startswith(begins)


def test_texts_that_an_encoding_cannot_hold_are_left_out():
    form = next(form for form in forms.forms() if form.name == "cp1252")
    assert form.only(forms.Case(RECORD, b""))
    assert not form.only(forms.Case(replace(RECORD, title="Lampy w Łodzi"), b""))


# title blocks -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "first"),
    [
        ("no title block", BODY[:2]),
        ("paragraphs alone", BODY[1:3]),
        (
            "title block two to a line",
            [
                "United Nations                    A/RES/78/901",
                "General Assembly                    Distr.: General 5 December 2023",
                "Seventy-eighth session",
            ],
        ),
    ],
)
def test_title_blocks(form, first):
    assert printed(form).split("\n\n")[: len(first)] == first


def test_titles_that_end_in_session_and_those_of_many_words():
    assert "\n\n78/901. Lamps: work of its next session\n\n" in printed("title ends in session")
    assert "78/901. Lamps, and the follow-up" in printed("wrapped, long title")


def test_texts_without_the_formula():
    lines = printed("no formula").split("\n\n")
    assert lines[lines.index("78/901. Lamps") + 1] == "Recalling its office,"


# Akoma Ntoso --------------------------------------------------------------------------

XML = LAMPS.encode()


def test_xml_in_other_namespaces():
    assert b'xmlns="http://www.akomantoso.org/2.0"' in made.namespace(
        XML, b"http://www.akomantoso.org/2.0"
    )
    assert made.AKN not in made.namespace(XML, b"")
    assert b"xmlns:akn4un" in made.namespace(XML, b"")


def test_xml_in_utf_16_and_with_a_document_type():
    assert made.xml_utf16(XML).decode("utf-16").split("\n")[0] == (
        '<?xml version="1.0" encoding="UTF-16"?>'
    )
    assert made.doctype(XML).split(b"\n")[1] == b"<!DOCTYPE akomaNtoso>"
    assert loads(made.doctype(XML)).paragraphs == loads(XML).paragraphs


# Word ---------------------------------------------------------------------------------


def word(data: bytes):
    docx = pytest.importorskip("docx")
    return docx.Document(BytesIO(data))


def test_a_page_has_openers_in_italics():
    assert "<p>1. <i>Decides</i>:</p>" in made.page(RECORD)
    assert "<p><i>The General Assembly</i>,</p>" in made.page(RECORD)
    assert "<p>1. Lamps burn.</p>" in made.page(RECORD)


def test_a_word_file_with_typed_numbers():
    document = word(made.word(RECORD))
    assert [p.text for p in document.paragraphs][-6] == "1.\tDecides:"
    assert [run.text for run in document.paragraphs[-6].runs if run.italic] == ["Decides"]
    assert document.sections[0].header.paragraphs[0].text == "A/RES/78/901"


def numbered(record: Resolution) -> list[tuple[str, int, int]]:
    """Text, level and list of the paragraphs that Word numbers."""
    found = []
    for paragraph in word(made.word(record, numbering=True)).paragraphs:
        properties = paragraph._p.pPr
        if properties is not None and properties.numPr is not None:
            numbers = properties.numPr
            found.append((paragraph.text, numbers.ilvl.val, numbers.numId.val))
    return found


def test_a_word_file_with_numbers_of_word():
    assert numbered(RECORD) == [
        ("Decides:", 0, 901),
        ("To meet;", 1, 901),
        (f"Asks {LONG}.", 0, 901),
        ("Lamps burn.", 0, 902),  # begins at 1 again
    ]
    assert [text for text, _, _ in numbered(MANY)] == [*(f"Text {k}" for k in range(1, 6)), "Below"]


def test_numbers_that_no_list_would_give_are_typed():
    odd = replace(RECORD, paragraphs=(RECORD["OP2"], RECORD["OP1(a)"]), annexes=())
    assert numbered(odd) == []


def test_numbers_of_levels():
    assert [made.shown(level, 3) for level in range(3)] == ["3.", "(c)", "(iii)"]


def test_tracked_changes_leave_the_new_text():
    document = word(made.word(MANY, changes=True))
    xml = document.element.xml
    # nine lines of the title block and the formula come first: of the paragraphs in every
    # third place PP3, OP2 and OP5 change their last word, and PP1, in the tenth, is new
    assert (xml.count("<w:delText"), xml.count("<w:ins ")) == (3, 4)
    assert "as they were before " in xml


def test_our_redline_has_the_last_words_inserted():
    document = word(made.redlined(RECORD))
    assert "<w:ins " in document.element.xml


# other programs -----------------------------------------------------------------------


def test_text_as_a_browser_copies_it(tmp_path):
    path = tmp_path / "lamps.pdf"
    path.write_bytes(pdf([[Text(72, 700, "The General Assembly,")], [Text(72, 700, "Aye.")]]))
    assert made.copied(path).decode().splitlines() == ["The General Assembly,", "Aye."]


@pytest.mark.skipif(not made.installed("pdftotext"), reason="pdftotext is not installed")
def test_text_by_pdftotext(tmp_path):
    path = tmp_path / "lamps.pdf"
    path.write_bytes(pdf([[Text(72, 700, "The General Assembly,")]]))
    assert made.pdftotext(path, "-raw").decode().strip() == "The General Assembly,"


@pytest.mark.slow
@pytest.mark.skipif(not made.installed("soffice"), reason="soffice is not installed")
def test_a_page_as_libreoffice_saves_it():
    data = made.by_libreoffice([made.page(RECORD).encode()], "html")
    assert "word/document.xml" in zipfile.ZipFile(BytesIO(data[0])).namelist()
    assert "Recalling its office," in [p.text for p in word(data[0]).paragraphs]


def test_forms_without_their_program_are_not_measured(monkeypatch):
    monkeypatch.setattr(made, "installed", lambda program: False)
    form = forms.Form("by a program", lambda cases: [], program="a program")
    assert list(forms.measure([form], [], [])) == []


# the measure --------------------------------------------------------------------------


def read(*paragraphs: Paragraph) -> Resolution:
    return replace(RECORD, paragraphs=paragraphs, annexes=())


def test_everything_right():
    assert forms.counted(RECORD, RECORD) == ((4, 4, 4, 4, 4), 4)


def test_a_document_that_is_refused_has_nothing_right():
    assert forms.counted(RECORD, None) == ((0, 0, 0, 0, 0), 4)


def test_identity_needs_half_of_the_words():
    pp = RECORD["PP1"]
    half = replace(pp, text="Recalling its lamps and")  # two words of four
    less = replace(pp, text="Recalling all its lamps lamps")
    assert forms.counted(read(pp), read(half))[0] == (1, 1, 1, 1, 0)
    assert forms.counted(read(pp), read(less))[0] == (0, 0, 0, 0, 0)


def test_paragraphs_that_are_not_there_count_as_wrong():
    extra = Paragraph("OP3", "operative", "Notes;", "3")
    assert forms.counted(RECORD, read(*RECORD.body, extra)) == ((4, 4, 4, 4, 4), 5)


def test_fields_are_counted_apart():
    op = RECORD["OP1"]
    assert forms.counted(read(op), read(replace(op, number="7")))[0] == (1, 1, 0, 1, 1)
    assert forms.counted(read(op), read(replace(op, opener=None)))[0] == (1, 1, 1, 0, 1)
    assert forms.counted(read(op), read(replace(op, kind="subparagraph")))[0] == (1, 0, 1, 1, 1)
    assert forms.counted(read(op), read(replace(op, number="7")), {"number"})[0] == (1,) * 5


def test_spelling_of_numbers_and_ids_does_not_count():
    op = Paragraph("OP3bis", "operative", "Decides;", "3bis")
    twin = replace(op, id="OP3 bis", number="3 bis.")
    assert forms.counted(read(op), read(twin))[0] == (1,) * 5


def form_of(data: bytes, **more) -> forms.Form:
    return forms.Form("a form", lambda cases: [data for _ in cases], **more)


def test_a_row_of_the_table():
    good = "\n\n".join(piece.line for piece in texts.pieces(RECORD)).encode()
    case = forms.Case(RECORD, b"")
    ((row, notes),) = forms.measure([form_of(good)], [case], [])
    assert (row.documents, row.heads, row.wrong, row.said, row.alarms) == (1, 1, 0, 0, 0)
    assert (row.paragraphs, row.right, notes) == (4, (4, 4, 4, 4, 4), [])
    ((row, notes),) = forms.measure([form_of(b"")], [case, case], [])
    assert (row.documents, row.heads, row.wrong, row.said, row.alarms) == (2, 0, 2, 2, 0)
    assert (row.paragraphs, row.share("text"), len(notes)) == (8, 0, 2)


def test_forms_that_take_long_are_made_of_fewer_documents():
    ((row, _),) = forms.measure([form_of(b"", most=2)], [forms.Case(RECORD, b"")] * 3, [])
    assert row.documents == 2


def test_issues_of_what_a_form_does_not_print_say_nothing():
    bare = "\n\n".join([*BODY[:5], "2. Asks for rain."]).encode()
    case = forms.Case(replace(RECORD, issues=(Issue("known", "of the XML"),)), b"")
    ((row, _),) = forms.measure([form_of(bare, headed=False)], [case], [])
    assert (row.heads, row.wrong, row.said, row.right[0]) == (None, 1, 0, 3)
    ((row, _),) = forms.measure([form_of(bare)], [case], [])
    assert (row.heads, row.wrong, row.said) == (0, 1, 1)


def test_what_is_wrong_is_told_with_both_values():
    form = form_of(b"")
    twin = read(*(p for p in RECORD.body if p.id != "PP1"), Paragraph("OP9", "operative", "So."))
    twin = replace(twin, title="Bells")
    assert list(forms.noted(form, RECORD, twin)) == [
        "A/RES/78/901 | head | ['A/RES/78/901', 'Lamps', 78, '2023-12-05'] | "
        "['A/RES/78/901', 'Bells', 78, '2023-12-05']",
        "A/RES/78/901 PP1 | identity | Recalling its office, | None",
        "A/RES/78/901 OP9 | extra | | So.",
    ]
    assert list(forms.noted(form, RECORD, None)) == ["A/RES/78/901 | refused"]


def test_the_table_and_what_is_below_the_goal(capsys):
    rows = [
        forms.Row("good", 2, 2, 0, 0, 1, 100, (98, 98, 98, 98, 98)),
        forms.Row("bad", 2, None, 2, 1, 0, 100, (98, 97, None, 98, 50)),
    ]
    forms.show(rows)
    table = capsys.readouterr().out.splitlines()
    assert table[2:] == [
        "| good | 2 | 100.0% | 100 | 98.0% | 98.0% | 98.0% | 98.0% | 98.0% | 0 | 0 | 1 |",
        "| bad | 2 |  | 100 | 98.0% | 97.0% |  | 98.0% | 50.0% | 2 | 1 | 0 |",
    ]
    assert list(forms.below(rows)) == [
        "bad: kind, text below 98%; 1 of 2 documents with errors say so"
    ]


def test_forms_have_names_of_their_own():
    names = [form.name for form in forms.forms()]
    assert len(names) == len(set(names)) >= 25
