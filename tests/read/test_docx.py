"""Word files: what Word shows is what is read; expected values by ISO/IEC 29500-1, by hand."""

from __future__ import annotations

import docx
import pandas as pd
import pytest
from word import (
    BY,
    document,
    gone,
    italic,
    levels,
    new,
    num,
    numbered,
    p,
    run,
    table,
)

from unres_research.errors import UnresError
from unres_research.read import _docx
from unres_research.read._docx_styles import Numbers, Styles
from unres_research.read._load import load

PP = p(italic("Recalling") + run(" its resolution 70/1,"))
LIST = levels(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)")) + num(1, 1)


def read(body: str, revisions: str = "accepted", **parts: str):
    return _docx.parse(document(body, **parts), revisions)


def told(record) -> list[tuple]:
    return [(one.id, one.text) for one in record]


def codes(record) -> list[str]:
    return [issue.code for issue in record.issues]


# text


def test_a_draft_from_symbol_to_openers():
    record = read(PP + p("1. ", italic("Decides"), " to meet."))
    assert (record.symbol, record.title, record.kind) == ("A/80/L.91", "Harbour lamps", "draft")
    assert told(record) == [("PP1", "Recalling its resolution 70/1,"), ("OP1", "Decides to meet.")]
    assert [one.opener for one in record] == ["Recalling", "Decides"]
    assert record["PP1"].cites == ("A/RES/70/1",)
    assert record.issues == ()


def test_openers_are_what_is_in_italics_also_by_styles():
    """Toggles of paragraph and character style are exclusive, direct ones count (17.7.3)."""
    styles = (
        '<w:style w:type="character" w:styleId="Verb"><w:rPr><w:i/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Own"><w:basedOn w:val="Verb"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Slanted"><w:rPr><w:i/></w:rPr></w:style>'
    )
    own, slanted = '<w:rStyle w:val="Own"/>', '<w:pStyle w:val="Slanted"/>'
    body = p("1. ", run("Warmly applauds", own), " the pilots;") + p(
        "2. ",
        run("Warmly applauds", '<w:i w:val="0"/>'),
        run(" the ports.", own),
        properties=slanted,
    )
    record = read(PP + body, styles=styles)
    assert record["OP1"].opener == "Warmly applauds"
    found = Styles(_docx.opened(document(PP, styles=styles)).parts["styles"])
    assert [found.has(name, "i") for name in ("Verb", "Own", "Slanted", "None")] == [
        True,
        True,
        True,
        False,
    ]


def test_page_headers_give_a_symbol_that_the_text_lacks_and_nothing_else():
    head = p("Harbour lamps") + p("The General Assembly,")
    header = p("A/80/L.7") + p("Page of lamps")
    record = _docx.parse(document(PP, head=head, header1=header))
    assert (record.symbol, record.title) == ("A/80/L.7", "Harbour lamps")
    assert told(record) == [("PP1", "Recalling its resolution 70/1,")]
    assert read(PP, header1=header).symbol == "A/80/L.91"
    beside = p("United Nations", "<w:r><w:tab/></w:r>", "A/80/L.7")
    assert _docx.parse(document(PP, head=head, header1=beside)).symbol == "A/80/L.7"


def test_a_masthead_set_as_a_table():
    masthead = table(
        (p("United Nations"), p("A/80/L.91")),
        (p("General Assembly"), p("Distr.: Limited") + p("25 June 2026")),
    )
    head = masthead + p("Harbour lamps") + p("The General Assembly,")
    record = _docx.parse(document(PP, head=head))
    assert (record.symbol, record.distributed_on) == ("A/80/L.91", "2026-06-25")
    assert (record.title, codes(record)) == ("Harbour lamps", [])


def test_breaks_tabs_hyphens_and_symbols():
    body = p("1.", "<w:r><w:tab/></w:r>", "Requests the Secretary", "<w:r><w:noBreakHyphen/></w:r>")
    body = body.replace("</w:p>", run("General to co") + "<w:r><w:softHyphen/></w:r>" + "</w:p>")
    body = body.replace(
        "</w:p>", run("operate;") + "<w:r><w:br/></w:r>" + run("2. Decides.") + "</w:p>"
    )
    body += p('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', " On land.")
    assert told(read(PP + body))[1:] == [
        ("OP1", "Requests the Secretary-General to cooperate;"),
        ("OP2", "Decides."),
        ("OP2•1", "On land."),
    ]


def test_signs_of_ordinary_and_of_symbol_fonts():
    sign = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'.format
    degrees, dash = sign("Symbol", "F0B0"), sign("Arial", "2013")
    body = p("1. Decides on 5", degrees, "C for ports", dash, "harbours:") + p("\uf0b7\tOn land.")
    record = read(PP + body)
    assert told(record)[1:] == [
        ("OP1", "Decides on 5°C for ports–harbours:"),
        ("OP1•1", "On land."),
    ]
    assert codes(record) == []
    assert codes(read(PP + p("1. Decides \uf061."))) == ["not-read"]


def test_text_that_is_there_for_new_programs_and_for_old_ones():
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = "<mc:Choice Requires='w16'><w:t>lamps</w:t></mc:Choice>"
    old = "<mc:Fallback><w:t>lights</w:t></mc:Fallback>"
    both = f"<w:r><mc:AlternateContent {mc}>{choice}{old}</mc:AlternateContent></w:r>"
    assert read(PP + p("1. Counts ", both, "."))["OP1"].text == "Counts lamps."


def test_equations_lose_their_layout_and_say_so():
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    a, b = ("<m:r><m:t>a</m:t></m:r>", "<m:r><m:t>b</m:t></m:r>")
    fraction = f"<m:f><m:num>{a}</m:num><m:den>{b}</m:den></m:f>"
    plain = read(PP + p("1. Decides on ", f"<m:oMath {space}>{a}{b}</m:oMath>", "."))
    laid_out = read(PP + p("1. Decides on ", f"<m:oMath {space}>{fraction}</m:oMath>", "."))
    assert plain["OP1"].text == laid_out["OP1"].text == "Decides on ab."
    assert (codes(plain), codes(laid_out)) == ([], ["not-read"])


def test_a_sign_that_is_not_known_is_told():
    record = read(PP + p("1. Decides", '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "."))
    assert [issue.message for issue in record.issues] == [
        "the file holds a sign of a symbol font, which is not read"
    ]


def test_hidden_and_struck_text():
    record = read(
        PP + p("1. Decides", run(" secretly", "<w:vanish/>"), run(" soon", "<w:strike/>"))
    )
    assert record["OP1"].text == "Decides soon"
    assert codes(record) == ["hidden-text", "struck-through"]
    assert "9 characters" in record.issues[0].message
    assert "5 characters" in record.issues[1].message


def test_headings_of_the_outline():
    heading = '<w:pStyle w:val="Heading1"/>'
    styles = (
        '<w:style w:type="paragraph" w:styleId="Heading1">'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    record = read(PP + p("1. Decides;") + p("Lights at sea", properties=heading), styles=styles)
    assert record.paragraphs[-1].kind == "heading"


# numbers that Word makes


def test_levels_count_and_begin_again():
    texts = [(0, "Decides:"), (1, "On land;"), (2, "By day;"), (2, "By night;"), (1, "At sea;")]
    texts += [(0, "Requests:"), (1, "Bells;"), (2, "Loud;")]
    body = "".join(p(text, properties=numbered(level)) for level, text in texts)
    ids = ["OP1", "OP1(a)", "OP1(a)(i)", "OP1(a)(ii)", "OP1(b)", "OP2", "OP2(a)", "OP2(a)(i)"]
    record = read(PP + body, numbering=LIST)
    assert told(record)[1:] == list(zip(ids, [text for _, text in texts], strict=True))
    assert [one.number for one in record][1:4] == ["1", "(a)", "(i)"]


def test_a_list_that_begins_elsewhere_and_one_that_goes_on():
    """Lists of one kind go on counting (17.9.15), unless they say where they begin."""
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    numbering = LIST + num(2, 1) + num(3, 1, start)
    body = "".join(p(f"Decides {k};", properties=numbered(0, k)) for k in (1, 2, 3, 3))
    assert [one.id for one in read(PP + body, numbering=numbering)][1:] == [
        "OP1",
        "OP2",
        "OP7",
        "OP8",
    ]


def test_a_style_numbers_its_paragraphs_and_zero_takes_numbers_away():
    style = (
        '<w:style w:type="paragraph" w:styleId="OP"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="OPb"><w:basedOn w:val="OP"/></w:style>'
    )
    own = '<w:pStyle w:val="OPb"/>'
    body = p("Decides;", properties=own) + p("Urges;", properties=own + numbered(0, 0))
    body += p("Requests.", properties=own)
    record = read(PP + body, styles=style, numbering=LIST)
    assert [one.number for one in record] == [None, "1", None, "2"]


def test_levels_that_styles_are_linked_to():
    """A list may name a style that another list defines (17.9.21), and levels their styles."""
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Acts"/></w:abstractNum>'
    source = levels(("decimal", "%1."), name=6, more='<w:styleLink w:val="Acts"/>')
    body = p("Decides;", properties=numbered(0, 9))
    assert read(PP + body, numbering=linked + source + num(9, 5)).paragraphs[1].number == "1"


FORMS = [
    ("decimal", 7, "7"),
    ("lowerLetter", 27, "aa"),
    ("upperLetter", 2, "B"),
    ("lowerRoman", 4, "iv"),
    ("upperRoman", 9, "IX"),
    ("decimalZero", 3, "03"),
    ("chicago", 2, "†"),
    ("chicago", 5, "**"),
    ("none", 3, ""),
]


@pytest.mark.parametrize("form, count, printed", FORMS)
def test_forms_of_numbers(form, count, printed):
    assert Numbers(None, Styles(None)).spelled(count, form) == printed


def test_a_form_that_is_not_known_is_told():
    numbering = levels(("hebrew1", "%1.")) + num(1, 1)
    record = read(PP + p("Decides.", properties=numbered(0)), numbering=numbering)
    assert (record.paragraphs[1].number, codes(record)) == ("1", ["numbering"])


@pytest.mark.parametrize(
    "text, label", [("%2.", "(a)"), ("%2)", "(a)"), ("(%2)", "(a)"), ("%2", "(a)")]
)
def test_labels_of_items_are_those_of_a_resolution(text, label):
    numbering = levels(("decimal", "%1."), ("lowerLetter", text)) + num(1, 1)
    body = p("Decides:", properties=numbered(0)) + p("On land;", properties=numbered(1))
    found = read(PP + body, numbering=numbering).paragraphs[-1]
    assert (found.id, found.number, found.text) == (f"OP1{label}", label, "On land;")


def test_figures_of_several_levels():
    numbering = levels(("decimal", "%1."), ("decimal", "%1.%2.")) + num(1, 1)
    body = p("Decides:", properties=numbered(0)) + p("Bells;", properties=numbered(1)) * 2
    record = read(PP + body, numbering=numbering)
    assert [one.id for one in record][1:] == ["OP1", "OP1(1.1)", "OP1(1.2)"]


def test_operative_numbers_on_the_second_level_below_roman_parts():
    numbering = levels(("upperRoman", "%1."), ("decimal", "%2.")) + num(1, 1)
    body = p("Lamps", properties=numbered(0)) + p("Decides;", properties=numbered(1))
    record = read(PP + body, numbering=numbering)
    assert [(one.kind, one.number) for one in record][1:] == [("heading", "I"), ("operative", "1")]


def test_a_paragraph_without_words_has_no_number_less():
    body = p("Decides;", properties=numbered(0)) + p(properties=numbered(0))
    body += p("Urges.", properties=numbered(0))
    assert [one.number for one in read(PP + body, numbering=LIST)] == [None, "1", "3"]


# footnotes, fields, boxes, tables


def test_footnotes_are_numbered_in_the_order_of_their_marks():
    notes = "".join(
        f'<w:footnote w:id="{k}">{p("<w:r><w:footnoteRef/></w:r>", text)}</w:footnote>'
        for k, text in ((2, " See A/80/5."), (3, " Resolution 217 A (III)."))
    )
    notes = f'<w:footnote w:type="separator" w:id="0">{p("x")}</w:footnote>{notes}'
    marks = [f'<w:r><w:footnoteReference w:id="{k}"/></w:r>' for k in (3, 2)]
    record = read(PP + p("1. Decides", marks[0], " to meet;", marks[1]), footnotes=notes)
    assert record["OP1"].text == "Decides to meet;" and record["OP1"].footnotes == ("1", "2")
    notes_found = [(note.mark, note.text) for note in record.footnotes]
    assert notes_found == [("1", "Resolution 217 A (III)."), ("2", "See A/80/5.")]
    assert record["OP1"].cites == ("A/RES/217 A (III)", "A/80/5")


def test_endnotes_and_marks_written_by_hand():
    notes = f'<w:endnote w:id="4">{p("See the bells.")}</w:endnote>'
    mark = '<w:r><w:endnoteReference w:id="4"/></w:r>'
    assert [n.mark for n in read(PP + p("1. Decides", mark), endnotes=notes).footnotes] == ["i"]
    by_hand = '<w:r><w:endnoteReference w:id="4" w:customMarkFollows="1"/></w:r>'
    record = read(PP + p("1. Decides", by_hand, "*", "."), endnotes=notes)
    assert (record["OP1"].text, record["OP1"].footnotes) == ("Decides.", ("*",))


def test_superscript_figures_are_marks_of_notes_and_others_are_not():
    raised = '<w:vertAlign w:val="superscript"/>'
    body = p("1. Decides resolution 70/1", run("1", raised), run("2", raised), " and 5 m")
    body = body.replace(
        "</w:p>", run("2", raised) + run(" of the 10") + run("th", raised) + "</w:p>"
    )
    record = read(PP + body)
    assert record["OP1"].text == "Decides resolution 70/1 and 5 m2 of the 10th"
    assert record["OP1"].footnotes == ("12",)
    assert record["OP1"].cites == ("A/RES/70/1",)


def field(code: str, result: str) -> str:
    kinds = [f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end")]
    text = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return kinds[0] + text + kinds[1] + result + kinds[2]


def test_fields_show_their_results_and_never_their_codes():
    body = p("1. Decides", field(" REF lamp ", run(" lamps")), field(" PAGE ", run("7")), ";")
    body += p("2. Urges", f'<w:fldSimple w:instr="DATE">{run(" today")}</w:fldSimple>', ";")
    body += p("3. Notes", field(f" IF {field('X', run('inner'))} ", run(" outer")), ".")
    assert [text for _, text in told(read(PP + body))][1:] == [
        "Decides lamps;",
        "Urges today;",
        "Notes outer.",
    ]


def test_numbers_of_fields_without_a_result_are_told():
    assert codes(read(PP + p(field(" LISTNUM ", ""), "Decides."))) == ["not-read"]


def test_links_lead_to_what_they_cite_and_are_not_opened():
    link = (
        '<Relationship Id="r9" TargetMode="External" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/hyperlink" Target="https://undocs.org/A/RES/70/1"/>'
    )
    body = p("1. Recalls", f'<w:hyperlink r:id="r9">{run(" that text")}</w:hyperlink>', ".")
    assert read(p("Noting,") + body, links=link)["OP1"].cites == ("A/RES/70/1",)
    body = p("1. Recalls", field(' HYPERLINK "https://undocs.org/A/RES/70/2" ', run(" it")), ".")
    assert read(p("Noting,") + body)["OP1"].cites == ("A/RES/70/2",)


BOX = (
    "<w:r><mc:AlternateContent "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_a_text_box_is_read_once_and_told():
    record = read(PP + p("1. Decides;", BOX.format(p("2. Urges all."))))
    assert told(record)[1:] == [("OP1", "Decides;"), ("OP2", "Urges all.")]
    assert codes(record) == ["text-box"]


def test_tables_of_data_with_merged_cells():
    merged = "<w:tcPr><w:vMerge/></w:tcPr>"
    first = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    rows = table((first + p("North"), p("3")), (merged + p(), p("4")))
    record = read(PP + p("1. Decides:") + rows + p("2. Urges."))
    assert [(one.kind, one.text) for one in record][2] == ("other", "North | 3 | 4")
    assert codes(record) == []


def test_a_table_that_sets_text_side_by_side_is_read_by_rows_and_told():
    rows = table((p("1."), p("Decides to meet;")), (p("2."), p("Urges all States.")))
    record = read(PP + rows)
    assert told(record)[1:] == [("OP1", "Decides to meet;"), ("OP2", "Urges all States.")]
    assert codes(record) == ["layout-table"]


@pytest.mark.parametrize(
    "rows",
    [
        [("PP1 Noting the fog,", "Delete"), ("OP1 Decides to meet;", "")],
        [("Noting the fog,", "Constatant la brume,"), ("1. Decides to meet;", "1. Décide ;")],
        [("PP1", "Noting the fog,", "Delete"), ("OP1", "Decides to meet;", "Notes")],
    ],
)
def test_paragraphs_in_short_cells_are_no_data(rows):
    record = read(table(*(tuple(p(cell) for cell in row) for row in rows)))
    assert ("PP1", "Noting the fog,") in told(record)
    assert ("OP1", "Decides to meet;") in told(record)
    assert codes(record)[0] == "layout-table"


def test_lines_of_a_page_as_paragraphs_are_joined_and_told():
    printed = [
        "Recalling its resolution 70/1 of 25 September 2015, in which it",
        "adopted a set of goals and targets for lamps,",
        "1. Decides to keep the lamps of all harbours burning through",
        "every long night, and to count the bells of every port in",
        "which a ship may lie, in close consultation with the pilots",
        "of the ports concerned;",
        "2. Urges all Member States to send word of every lamp that was",
        "put out at sea.",
    ]
    record = read("".join(map(p, printed)))
    texts = [" ".join(printed[:2]), " ".join(printed[2:6])[3:], " ".join(printed[6:])[3:]]
    assert told(record) == list(zip(["PP1", "OP1", "OP2"], texts, strict=True))
    assert codes(record) == ["printed-lines"]
    whole = [" ".join(printed[:2]), " ".join(printed[2:6]), " ".join(printed[6:])]
    assert codes(read("".join(map(p, whole)))) == []


def test_a_page_of_text_boxes_is_no_text():
    boxes = [BOX.format(p("1. Decides to light a lamp;"))] * 21
    with pytest.raises(UnresError, match="in 21 text boxes.*read the PDF itself"):
        read(PP + p("2. Urges.", *boxes))


def test_a_list_that_begins_on_its_second_level_is_told():
    body = p("On land;", properties=numbered(1)) + p("Decides.", properties=numbered(0))
    record = read(PP + body, numbering=LIST)
    assert codes(record) == ["numbering"] and "programs count" in record.issues[0].message


# tracked changes and comments


def test_changes_are_accepted_or_rejected_and_listed():
    body = PP + p("1. Decides", gone(" never"), new(" always"), " to meet.")
    accepted, original = read(body), read(body, "original")
    assert accepted["OP1"].text == "Decides always to meet."
    assert original["OP1"].text == "Decides never to meet."
    table_of = pd.DataFrame(accepted.revisions)
    assert table_of.values.tolist() == [
        ["deleted", "Fiji", "2026-03-01T09:30:00Z", " never", "OP1"],
        ["inserted", "Fiji", "2026-03-01T09:30:00Z", " always", "OP1"],
    ]
    assert accepted.revisions == original.revisions
    assert codes(accepted) == codes(original) == ["tracked-changes"]
    assert "2 tracked changes (Fiji) are read as accepted" in accepted.issues[0].message
    assert "rejected" in original.issues[0].message
    assert "revisions" not in accepted.to_dict()


def test_paragraph_marks_that_come_and_go():
    """Without its mark a paragraph is joined with the next one (17.13.5.15)."""
    came, went = (f"<w:rPr><w:{k} w:id='3' {BY}/></w:rPr>" for k in ("ins", "del"))
    body = PP + p("1. Decides", properties=went) + p(" to meet;")
    body += p("2. Urges", properties=came) + p(" All States.")
    assert told(read(body))[1] == ("OP1", "Decides to meet;")
    assert [text for _, text in told(read(body))][2:] == ["Urges", "All States."]
    assert ("OP2", "Urges All States.") in told(read(body, "original"))
    assert [change.text for change in read(body).revisions] == ["¶", "¶"]


def test_a_paragraph_that_was_inserted_counts_only_once_it_is_accepted():
    came = f"<w:rPr><w:ins w:id='3' {BY}/></w:rPr>"
    body = PP + p("Decides;", properties=numbered(0))
    body += p(new("Requests;"), properties=numbered(0) + came)
    body += p("Urges.", properties=numbered(0))
    assert told(read(body, numbering=LIST))[1:] == [
        ("OP1", "Decides;"),
        ("OP2", "Requests;"),
        ("OP3", "Urges."),
    ]
    assert told(read(body, "original", numbering=LIST))[1:] == [
        ("OP1", "Decides;"),
        ("OP2", "Urges."),
    ]


def test_moves_formats_and_rows():
    moved = [f'<w:{k} w:id="5" {BY}>{run(" soon")}</w:{k}>' for k in ("moveFrom", "moveTo")]
    before = f'<w:i/><w:rPrChange w:id="6" {BY}><w:rPr/></w:rPrChange>'
    row = f"<w:trPr><w:ins w:id='7' {BY}/></w:trPr>"
    body = PP + p("1. Decides", moved[0], " to meet", moved[1], ";")
    body += p("2. ", run("Warmly applauds", before), " the pilots:")
    body += f"<w:tbl><w:tr><w:tc>{p('North')}</w:tc><w:tc>{p('3')}</w:tc></w:tr>"
    body += f"<w:tr>{row}<w:tc>{p('South')}</w:tc><w:tc>{p('4')}</w:tc></w:tr></w:tbl>"
    accepted, original = read(body), read(body, "original")
    assert accepted["OP1"].text == "Decides to meet soon;"
    assert original["OP1"].text == "Decides soon to meet;"
    assert accepted["OP2"].opener == "Warmly applauds"
    assert original["OP2"].opener != "Warmly applauds"
    assert accepted.paragraphs[-1].text == "North | 3 | South | 4"
    assert original.paragraphs[-1].text == "North | 3"
    assert [change.kind for change in accepted.revisions] == [
        "moved away",
        "moved here",
        "formatted",
        "inserted",
    ]


def test_a_number_that_is_new_or_on_another_level():
    """A number that was put before a paragraph is none of the original (17.13.5.19, 17.13.5.29)."""
    new = numbered(0).replace("</w:numPr>", f'<w:ins w:id="3" {BY}/></w:numPr>')
    before = f'<w:pPrChange w:id="4" {BY}><w:pPr>{numbered(0)}</w:pPr></w:pPrChange>'
    body = PP + p("Decides to meet;", properties=numbered(0)) + p("Notes;", properties=new)
    body += p("Urges.", properties=numbered(1) + before)
    accepted = read(body, numbering=LIST)
    assert [one.number for one in accepted] == [None, "1", "2", "(a)"]
    assert [one.number for one in read(body, "original", numbering=LIST)] == [None, "1", None, "2"]
    found = [(change.kind, change.text, change.paragraph) for change in accepted.revisions]
    assert found == [("formatted", "Notes;", "OP2"), ("formatted", "Urges.", "OP2(a)")]
    indent = f'<w:ind/><w:pPrChange w:id="4" {BY}><w:pPr/></w:pPrChange>'
    assert read(PP + p("1. Decides.", properties=indent)).revisions == ()


def test_a_comment_on_a_point():
    comment = f'<w:comment w:id="0" w:author="Malta">{p("Which lamps?")}</w:comment>'
    mark = '<w:r><w:commentReference w:id="0"/></w:r>'
    (found,) = read(PP + p("1. Lights", mark, " the lamps."), comments=comment).comments
    assert (found.about, found.paragraph) == ("", "OP1")


def test_comments_are_kept_apart():
    comment = f'<w:comment w:id="0" w:author="Malta">{p("Which lamps?")}</w:comment>'
    begin, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    record = read(PP + p("1. Lights", begin, " the lamps", end, "."), comments=comment)
    assert record["OP1"].text == "Lights the lamps."
    (found,) = record.comments
    assert found.to_dict() == {
        "author": "Malta",
        "date": None,
        "text": "Which lamps?",
        "about": "the lamps",
        "paragraph": "OP1",
    }
    assert codes(record) == ["comments"]


def test_what_was_chosen_is_one_of_two(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(document(PP + p("1. Decides", gone(" never"), ".")))
    assert load(path).source.format == "docx"
    assert load(path, revisions="original")["OP1"].text == "Decides never."
    with pytest.raises(UnresError, match="expected 'accepted' or 'original'"):
        load(path, revisions="rejected")


# files of others


def test_a_file_of_python_docx(tmp_path):
    made = docx.Document()
    made.add_paragraph("A/80/L.91")
    made.add_paragraph().add_run("Harbour lamps").bold = True
    made.add_paragraph("The General Assembly,")
    opener = made.add_paragraph()
    opener.add_run("Recalling").italic = True
    opener.add_run(" its resolution 70/1,")
    made.add_paragraph("Decides to meet;", style="List Number")
    made.add_paragraph("Requests the Secretary-General to count:", style="List Number")
    made.add_paragraph("The bells;", style="List Bullet")
    made.save(tmp_path / "a.docx")
    assert told(load(tmp_path / "a.docx")) == [
        ("PP1", "Recalling its resolution 70/1,"),
        ("OP1", "Decides to meet;"),
        ("OP2", "Requests the Secretary-General to count:"),
        ("OP2•1", "The bells;"),
    ]


def test_a_list_of_a_second_style_ends_where_the_first_goes_on(tmp_path):
    made = docx.Document()
    made.add_paragraph("The General Assembly,")
    made.add_paragraph("Decides to meet;", style="List Number")
    made.add_paragraph("Urges all ports:", style="List Number")
    made.add_paragraph("To ring bells;", style="List Number 2")
    made.add_paragraph("To light lamps;", style="List Number 2")
    made.add_paragraph("Requests the Secretary-General to report.", style="List Number")
    made.save(tmp_path / "a.docx")
    found = [(one.parent, one.number) for one in load(tmp_path / "a.docx")]
    assert found == [(None, "1"), (None, "2"), ("OP2", "1."), ("OP2", "2."), (None, "3")]


def test_a_file_without_text_says_so():
    with pytest.raises(UnresError, match="found no text in the Word file"):
        _docx.parse(document("", head=""))
