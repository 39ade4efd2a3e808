"""Plain text: the draft that the analyses start from, and texts of our own."""

from __future__ import annotations

import re

import pytest
import written

from unres_research.errors import UnresError
from unres_research.read import _text as plaintext
from unres_research.read._lines import BOLD, ITALIC, MARK, Line
from unres_research.read._title_block import find_session


def test_the_draft(draft):
    assert len(draft.sponsors) == 28
    assert draft.sponsors[0] == "Algeria"
    assert "Iran (Islamic Republic of)" in draft.sponsors
    assert draft.sponsors[-2:] == ("Zambia", "Zimbabwe")
    assert sum(p.kind == "preambular" for p in draft) == 15
    assert sum(p.kind == "operative" for p in draft) == 15
    assert len(draft) == 30
    assert (draft.kind, draft.session, draft.agenda_items) == ("draft", 78, ("13",))
    assert draft.distributed_on == "2024-06-25"
    assert draft.symbol is None  # the text does not print it
    assert [n.text for n in draft.footnotes] == ["Resolution 217 A (III)."]
    assert set(draft.cites) == {
        "A/RES/70/1",
        "A/RES/69/313",
        "A/RES/78/1",
        "A/RES/70/125",
        "A/RES/78/265",
        "A/RES/77/320",
        "A/RES/78/132",
        "A/RES/78/213",
        "A/RES/217 A (III)",
    }


def test_the_draft_is_joined_where_the_page_cut_it(draft):
    assert "national needs, policies and priorities, and to hold" in draft["OP5"].text


def test_the_draft_openers(draft):
    assert [draft[f"PP{n}"].opener for n in range(1, 11)] == [
        "Reaffirming",
        "Reaffirming also",
        "Reaffirming",
        "Recognizing",
        "Recognizing",
        "Stressing",
        "Emphasizing",
        "Noting with concern",
        "Noting also with concern",
        "Noting",
    ]
    assert draft["OP1"].opener == "Resolves"
    assert draft["OP12"].opener == "Supports"


def test_the_draft_equals_the_adopted_text(draft, shared):
    from unres_research import load
    from unres_research.corpus._tokens import words

    folder = shared / "corpus" / "UNxml-GAresolutions" / "78session" / "English"
    (path,) = folder.glob("A_RES_78_311-*.xml")
    adopted = load(path)
    assert [p.id for p in adopted] == [p.id for p in draft]
    assert [words(p.text) for p in adopted] == [words(p.text) for p in draft]
    assert [p.footnotes for p in adopted] == [p.footnotes for p in draft]
    assert adopted.cites == draft.cites


@pytest.fixture(scope="module")
def own():
    return plaintext.parse(written.DRAFT)


def test_header(own):
    assert own.title == "Lamps and bells"
    assert own.sponsors == ("Fiji", "Trinidad and Tobago", "Zambia")
    assert (own.kind, own.session, own.distributed_on) == ("draft", 77, "2022-11-03")
    assert own.agenda_titles == ("Lights of the sea",)


def test_body(own):
    assert [(p.id, p.opener) for p in own] == [
        ("PP1", "Recalling"),
        ("PP2", "Noting"),
        ("OP1", "Urges"),
        ("OP2", "Decides"),
        ("OP2(a)", None),
        ("OP2(b)", None),
    ]
    assert own["OP1"].text.endswith("winter fog of the coast, and to do so together;")
    assert own["PP1"].footnotes == ("1",)
    assert own["PP1"].cites == ("A/RES/75/901", "A/RES/217 A (III)")


def test_windows_line_ends_and_markdown_footnotes():
    text = (
        "**Title**\r\n\r\nThe General Assembly,\r\n\r\nRecalling its rules,[^1]\r\n\r\n"
        "[^1]: Resolution 70/1.\r\n\r\n1. Decides to meet."
    )
    record = plaintext.parse(text)
    assert record.title == "Title"
    assert record["PP1"].text == "Recalling its rules,"
    assert record.cites == ("A/RES/70/1",)
    assert record["OP1"].opener == "Decides"


def test_adopted_resolution_as_text():
    record = plaintext.parse(
        "A/RES/77/999\n\nResolution adopted by the General Assembly on 3 May 2023\n\n"
        "[without reference to a Main Committee (A/77/L.5)]\n\nOn lamps\n\n"
        "The General Assembly,\n\n1. Decides to meet."
    )
    assert (record.symbol, record.kind, record.adopted_on) == (
        "A/RES/77/999",
        "resolution",
        "2023-05-03",
    )
    assert (record.committee, record.session) == ("Plenary", 77)


def test_text_that_is_no_resolution():
    with pytest.raises(UnresError, match="The General Assembly"):
        plaintext.parse("A letter\n\nDear Sir,\n\nHello.")


@pytest.mark.parametrize(
    ("line", "session"),
    [
        ("Eightieth session", 80),
        ("Thirty-first session", 31),
        ("Tenth emergency special session", "ES-10"),
        ("Thirty-second special session", "S-32"),
        ("A long session", None),
    ],
)
def test_session_in_words(line, session):
    assert find_session(line) == session


FRENCH = """Nations Unies
A/77/L.90
Assemblée générale
Distr. limitée
3 novembre 2022
Français
Original : anglais
Soixante-dix-septième session
Point 9 de l’ordre du jour
Lumières de la mer
Antigua-et-Barbuda, Fidji et Pérou : projet de résolution
Lampes et cloches
L’Assemblée générale,
Rappelant ses résolutions 75/901 du 10 décembre 2020 et 1 (I)¹,
Consciente que la brume est épaisse,
1. Prie instamment les ports d’allumer les lampes ;
2. Décide :
a) De compter les lampes ;
b) De compter les cloches.
¹ Voir résolution 217 A (III).
Annexe
Règles des cloches
1. Les cloches sonnent la nuit.
"""
SPANISH = """Asamblea General

Distr. limitada
3 de noviembre de 2022

Septuagésimo séptimo período de sesiones

Temas 9 y 71 b) del programa

Faros del mar

Italia y Trinidad y Tabago: proyecto de resolución

Faros y campanas

La Asamblea General,

Recordando su resolución 75/901, de 10 de diciembre de 2020,

1.\tExhorta a los puertos a que enciendan los faros;

2.\tDecide contar las campanas.
"""


def test_french_one_paragraph_a_line():
    record = plaintext.parse(FRENCH.replace("\n", "\r\n"))
    assert (record.symbol, record.kind, record.language) == ("A/77/L.90", "draft", "fr")
    assert (record.organ, record.session, record.committee) == ("General Assembly", 77, "Plenary")
    assert (record.distributed_on, record.title) == ("2022-11-03", "Lampes et cloches")
    assert (record.agenda_items, record.agenda_titles) == (("9",), ("Lumières de la mer",))
    assert record.sponsors == ("Antigua-et-Barbuda", "Fidji", "Pérou")
    assert [(p.id, p.opener) for p in record] == [
        ("PP1", "Rappelant"),
        ("PP2", "Consciente"),
        ("OP1", "Prie instamment"),
        ("OP2", "Décide"),
        ("OP2(a)", None),
        ("OP2(b)", None),
        ("A1.1", None),
    ]
    assert record["PP1"].footnotes == ("1",)
    assert record.cites == ("A/RES/1 (I)", "A/RES/217 A (III)", "A/RES/75/901")
    assert record.annexes[0].title == "Règles des cloches"
    assert record.issues == ()


def test_spanish_with_tabs():
    record = plaintext.parse(SPANISH)
    assert (record.language, record.session, record.kind) == ("es", 77, "draft")
    assert record.agenda_items == ("9", "71 (b)")
    assert record.sponsors == ("Italia", "Trinidad y Tabago")
    assert record.distributed_on == "2022-11-03"
    assert [(p.id, p.opener) for p in record] == [
        ("PP1", "Recordando"),
        ("OP1", "Exhorta"),
        ("OP2", "Decide"),
    ]
    assert record.cites == ("A/RES/75/901",)
    assert [i.code for i in record.issues] == ["no-symbol"]  # not printed: None, and said


WRAPPED = """A/RES/77/999

Lamps on every coast of the
northern sea

The General Assembly,
Recalling its resolution 75/901 of 10 December 2020, and the reports that were written
on lamps and bells since the meeting of that year,1
Noting that lamps guide non-
motorized boats at night, and that bells do so by day, where the fog of the
_______________
1 See resolution 217 A (III).
22-11604 (E)
*2211604*

A/RES/77/999

2/3

coast is thick,
1. Decides to light all the lamps of the harbours in the north, as resolution
77/998 of 3 May asks, and those that are named in part
12 of the report;
2. Invites all ports of the coast that have bells to count them every night of the
year:
(a) By hand;
(b) By sound.

63rd plenary meeting
3 May 2023
"""


def test_wrapped_lines_with_the_furniture_of_pages():
    record = plaintext.parse(WRAPPED)
    assert record.title == "Lamps on every coast of the northern sea"
    assert [(p.id, p.opener) for p in record] == [
        ("PP1", "Recalling"),
        ("PP2", "Noting"),
        ("OP1", "Decides"),
        ("OP2", "Invites"),
        ("OP2(a)", None),
        ("OP2(b)", None),
    ]
    assert record["PP2"].text == (
        "Noting that lamps guide non-motorized boats at night, and that bells do so by day, "
        "where the fog of the coast is thick,"
    )
    assert record["OP1"].text.endswith("named in part 12 of the report;")
    assert [n.text for n in record.footnotes] == ["See resolution 217 A (III)."]
    assert record["PP1"].footnotes == ("1",)
    assert record["PP1"].text.endswith("since the meeting of that year,")
    assert record.adopted_on == "2023-05-03"  # from the close of the text


@pytest.mark.parametrize(
    ("formula", "organ", "language"),
    [
        ("The General Assembly,", "General Assembly", "en"),
        ("*The Security Council*,", "Security Council", "en"),
        ("THE ECONOMIC AND SOCIAL COUNCIL,", "Economic and Social Council", "en"),
        ("The Human Rights Council,", "Human Rights Council", "en"),
        ("The General Conference,", "General Conference", "en"),
        ("The Commission on Lamps,", "Commission on Lamps", "en"),  # as printed
        ("L'Assemblée générale,", "General Assembly", "fr"),  # a straight apostrophe
        ("_Le Conseil de sécurité_,", "Security Council", "fr"),
        ("La Conférence générale,", "General Conference", "fr"),
        ("La Asamblea General,", "General Assembly", "es"),
        ("El Consejo Económico y Social,", "Economic and Social Council", "es"),
    ],
)
def test_organ_and_language_of_the_formula(formula, organ, language):
    decides = {"en": "Decides so.", "fr": "Décide ainsi.", "es": "Decide así."}[language]
    record = plaintext.parse(f"Lamps\n\n{formula}\n\n1. {decides}")
    assert (record.organ, record.language) == (organ, language)
    assert record["OP1"].opener == decides.split()[0]


def test_formula_in_the_line_of_the_first_paragraph():
    record = plaintext.parse(
        "Lamps\n\nThe General Assembly, Recalling its rules,\n\n1. Decides so."
    )
    assert [(p.id, p.text) for p in record][0] == ("PP1", "Recalling its rules,")


def test_operative_paragraphs_without_numbers():
    text = "Lampes\n\nLa Conférence générale,\n\nAyant examiné le rapport,\n\nConstate la brume ;\n\nEstime qu’il fait nuit ;\n\nRecommande des lampes."
    record = plaintext.parse(text)
    assert [(p.id, p.opener) for p in record] == [
        ("PP1", "Ayant examiné"),
        ("OP1", "Constate"),
        ("OP2", "Estime"),
        ("OP3", "Recommande"),
    ]


def test_parts_with_preambles_of_their_own():
    text = "Seas\n\nThe General Assembly,\n\nI\n\nThe north\n\nRecalling maps,\n\n1. Decides so;\n\nII\n\nThe south\n\nRecalling charts,\n\n1) Decides so."
    record = plaintext.parse(text)
    assert [p.id for p in record if p.kind != "heading"] == ["I.PP1", "I.OP1", "II.PP1", "II.OP1"]


def test_headings_bullets_and_tables_of_markdown():
    text = "# Lamps\n\nThe General Assembly,\n\n1. Decides on:\n\n* Lamps;\n* Bells;\n\n## Review\n\n| Port | Lamps |\n|---|---|\n| North | 3 |\n\n2. Decides so."
    record = plaintext.parse(text)
    assert [(p.id, p.text) for p in record] == [
        ("OP1", "Decides on:"),
        ("OP1•1", "Lamps;"),
        ("OP1•2", "Bells;"),
        ("H1", "Review"),
        ("T1", "Port | Lamps | North | 3"),
        ("OP2", "Decides so."),
    ]
    assert record["OP2"].section == "Review"


@pytest.mark.parametrize(
    ("line", "session"),
    [
        ("Soixante-dix-huitième session", 78),
        ("Quatre-vingtième session", 80),
        ("Soixante et onzième session", 71),
        ("Dixième session extraordinaire d’urgence", "ES-10"),
        ("Septuagésimo octavo período de sesiones", 78),
        ("Octogésimo período de sesiones", 80),
        ("Décimo período extraordinario de sesiones de emergencia", "ES-10"),
        ("78th session", 78),
    ],
)
def test_session_in_words_of_other_languages(line, session):
    assert find_session(line) == session


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings(encoding):
    assert plaintext.decode(FRENCH.encode(encoding)) == (FRENCH, ())


def test_windows_encoding_is_said(tmp_path):
    from unres_research import load

    (tmp_path / "a.txt").write_bytes(FRENCH.replace("¹", "").encode("cp1252"))
    record = load(tmp_path / "a.txt")
    assert record.sponsors[2] == "Pérou"
    assert [i.code for i in record.issues] == ["encoding", "untold"]  # a note without its mark


@pytest.mark.parametrize("data", [b"\xff\xfea", b"\x00\x01\x02\x03" * 50, b"\x81\xff"])
def test_bytes_that_are_no_text(data):
    with pytest.raises(UnresError, match="found"):
        plaintext.parse(plaintext.decode(data)[0])


def test_a_formula_alone_is_no_resolution():
    with pytest.raises(UnresError, match="found no paragraph"):
        plaintext.parse("The General Assembly,")


# lines and pages ----------------------------------------------------------------------


def texts(text):
    return [line.text for line in plaintext.paragraphs(plaintext._styled(text))]


@pytest.mark.parametrize(
    "furniture",
    [
        "2/5",
        "2 / 15",
        "24-11604 (E)",
        "24-11604",
        "2/5 24-11604 E",
        "24-11604 2/5",
        "*2411604*",
        "* 2411604 *",
        "Page 2 of 5",
        "Página 2 de 5",
        "- 2 -",
        "Please recycle",
        "Prière de recycler",
        "_______________",
        "* * *",
        "----",
    ],
)
def test_what_pages_print_between_lines_is_left_out(furniture):
    assert texts(f"Lamps\n\n{furniture}\n\nBells") == ["Lamps", "Bells"]


@pytest.mark.parametrize("kept", ["Lamps 2/5", "2411604", "24-1160", "Page two", "1234/5", "__"])
def test_what_only_looks_like_furniture_stays(kept):
    assert texts(f"Lamps\n\n{kept}\n\nBells") == ["Lamps", kept, "Bells"]


def test_a_bare_number_is_a_page_number_beside_other_furniture_only():
    assert texts("Lamps\n\n24-11604\n\n2\n\nBells") == ["Lamps", "Bells"]
    assert texts("Lamps\n\n2\n\n24-11604\n\nBells") == ["Lamps", "Bells"]
    assert texts("Lamps\n\n2\n\nBells\n\n24-11604") == ["Lamps", "2", "Bells"]


def test_page_numbers_between_the_lines_of_a_paragraph():
    text = "The General Assembly,\n\n1. Decides to count the lamps of\n\n2/3\n\nthe north;\n\n2. Asks so."
    assert [p.text for p in plaintext.parse(text)] == [
        "Decides to count the lamps of the north;",
        "Asks so.",
    ]


def test_a_paragraph_is_joined_over_the_page_only_where_it_is_cut():
    def read(first, second):
        text = f"The General Assembly,\n\n{first}\n\n{second}\n\n9. Asks so."
        return [p.text for p in plaintext.parse(text)][:-1]

    assert read("1. Decides on lamps", "and bells.") == ["Decides on lamps and bells."]
    assert read("1. Decides on lamps,", "and bells.") == ["Decides on lamps, and bells."]
    assert read("1. Decides on lamps:", "(a) Bells.") == ["Decides on lamps:", "Bells."]
    assert read("1. Decides on lamps of", "(a) bells.") == ["Decides on lamps of", "bells."]
    assert read("1. Decides on lamps.", "2. asks so.") == ["Decides on lamps.", "asks so."]
    assert len(read("1. Decides on lamps", "Bells are counted in the north of the sea.")) == 2


def test_only_lines_of_more_than_fifty_characters_tell_that_text_is_wrapped():
    for length, joined in ((50, False), (51, True)):
        lines = ["The General Assembly,", "Recalling " + "x" * (length - 10), "lamps,"]
        assert plaintext._is_wrapped(plaintext._styled("\n".join(lines))) is joined


def test_text_with_a_line_of_more_than_140_characters_is_not_wrapped():
    for length, joined in ((140, True), (141, False)):
        lines = ["The General Assembly,", "Recalling " + "x" * (length - 10), "lamps,"]
        assert plaintext._is_wrapped(plaintext._styled("\n".join(lines))) is joined


def test_a_fifth_of_the_lines_may_end_open():
    open_end, closed = "x" * 60, "x" * 60 + ","
    for ends, joined in (([open_end] + [closed] * 4, False), ([open_end] + [closed] * 3, True)):
        lines = ["The General Assembly,", *ends, "lamps,"]
        assert plaintext._is_wrapped(plaintext._styled("\n".join(lines))) is joined


def test_blank_lines_part_paragraphs_when_they_stand_before_four_fifths_of_the_numbers():
    for spaced in (True, False):
        starts = ["\n1. A;", "\n2. A;", "\n3. A;", "\n4. A;" if spaced else "4. A;", "5. A."]
        assert plaintext._is_spaced(plaintext._styled("\n".join(starts))) is spaced


def test_numbers_that_lines_begin_with():
    head = "The General Assembly,\n\nRecalling " + "x" * 60 + "\nof the year"
    go_on = f"{head}\n12 of them, " + "y" * 60 + "\nlamps,\n\n1. Decides so."
    assert plaintext.parse(go_on)["PP1"].text.endswith(
        "of the year 12 of them, " + "y" * 60 + " lamps,"
    )
    text = (
        "The General Assembly,\n1. Decides " + "x" * 60 + "\nand so on as resolution\n"
        "7. of lamps asks;\n2. Decides " + "x" * 60 + " and\n3. Decides so."
    )
    assert [p.id for p in plaintext.parse(text)] == ["OP1", "OP2", "OP3"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("non-", "motorized", "non-motorized"),
        ("non-", "Motorized", "non-Motorized"),
        ("bell-", "Lamps", "bell- Lamps"),
        ("of the Secretary-", "General of", "of the Secretary-General of"),
        ("Bell-", "Lamps", "Bell-Lamps"),
        ("the govern-", "ment of", "the government of"),
        ("short-", "and long-term", "short- and long-term"),
        ("of 2020-", "2021", "of 2020-2021"),
        ("Secretary\x02", "General", "Secretary-General"),
        ("govern\ufffe", "ment", "government"),
        ("comp\x02", "uterized", "computerized"),
        ("energy\x02", "light", "energy-light"),
        ("non\u2011", "motorized", "non-motorized"),
        ("mo\u00ad", "torized", "motorized"),
        ("lamps", "bells", "lamps bells"),
        ("lamps -", "bells", "lamps - bells"),
    ],
)
def test_hyphens_at_the_end_of_a_line(first, second, joined):
    lines = plaintext._styled(f"{first}\n{second}")
    assert plaintext.join(lines).text == joined


def test_notes_below_a_rule_and_their_marks():
    text = (
        "The General Assembly,\n\nRecalling lamps,1 of 1 May 2020 and bells2,\n\n____\n"
        "1 Resolution 75/901.\n2 See A/75/1.\n\n1. Decides on 2 lamps;\n\n2. Asks so."
    )
    record = plaintext.parse(text)
    assert record["PP1"].text == "Recalling lamps, of 1 May 2020 and bells,"
    assert record["PP1"].footnotes == ("1", "2")
    assert record["PP1"].cites == ("A/RES/75/901", "A/75/1")
    assert [(n.mark, n.text) for n in record.footnotes] == [
        ("1", "Resolution 75/901."),
        ("2", "See A/75/1."),
    ]
    assert record["OP1"].text == "Decides on 2 lamps;"


def test_a_note_that_is_only_a_symbol_is_no_running_head():
    text = "A/77/L.9\n\nThe General Assembly,\n\n1. Decides so.¹²\n\nA/77/L.9\n\n¹² A/75/1."
    record = plaintext.parse(text)
    assert [(n.mark, n.text) for n in record.footnotes] == [("12", "A/75/1.")]
    assert (record["OP1"].footnotes, record.cites) == (("12",), ("A/75/1",))
    assert len(record) == 1  # the symbol that heads the page is gone


def test_a_resolution_does_not_cite_itself():
    text = "A/RES/77/901\n\nThe General Assembly,\n\n1. Recalls resolutions 77/901 and 75/901.¹\n\n¹ A/RES/77/901."
    record = plaintext.parse(text)
    assert record.cites == ("A/RES/75/901",)
    assert record["OP1"].cites == ("A/RES/77/901", "A/RES/75/901")  # the paragraph does


def test_titles_that_head_the_pages_and_formulas_of_parts_are_left_out():
    text = (
        "A/77/L.9\n\nLamps\n\nThe General Assembly,\n\n1. Decides so;\n\nLamps\n\n"
        "A/77/L.9*\n\nThe General Assembly,\n\n2. Decides so;\n\nThe Security Council,\n\n3. Asks so."
    )
    assert [p.text for p in plaintext.parse(text)] == [
        "Decides so;",
        "Decides so;",
        "The Security Council,",  # another organ: part of the text
        "Asks so.",
    ]


@pytest.mark.parametrize(
    ("symbol", "close", "adopted"),
    [
        ("A/RES/77/901", "63rd plenary meeting\n\n3 May 2023", "2023-05-03"),
        ("A/RES/77/901", "63rd plenary meeting, 3 May 2023\n\n4 May 2023", "2023-05-03"),
        ("A/RES/77/901", "3 May 2023", None),  # no meeting before it
        ("A/77/L.9", "63rd plenary meeting\n\n3 May 2023", None),  # a draft is not adopted
    ],
)
def test_the_close_of_an_adopted_text(symbol, close, adopted):
    record = plaintext.parse(f"{symbol}\n\nThe General Assembly,\n\n1. Decides so.\n\n{close}")
    assert record.adopted_on == adopted


def test_the_date_of_the_header_goes_before_that_of_the_close():
    head = "Resolution adopted by the General Assembly on 2 May 2023"
    text = f"{head}\n\nThe General Assembly,\n\n1. Decides so.\n\n63rd meeting\n\n3 May 2023"
    assert plaintext.parse(text).adopted_on == "2023-05-02"


# Markdown -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "text", "lead", "bold"),
    [
        ("*Decides* so", "Decides so", "Decides", False),
        ("_Decides_ so", "Decides so", "Decides", False),
        ("**Decides** so", "Decides so", None, False),
        ("***Decides***", "Decides", "Decides", True),
        ("**Decides**", "Decides", None, True),
        ("**a *b* c**", "a b c", None, True),
        ("1. *Decides* so", "1. Decides so", "Decides", False),
        ("*Recalls [70/1](#)* so", "Recalls 70/1 so", "Recalls 70/1", False),
        ("[*Recalls*](#) so", "Recalls so", "Recalls", False),
        (r"[217 A \(III\)](#)", "217 A (III)", None, False),
        (r"1\. so \*so\* \_", "1. so *so* _", None, False),
        ("Peru:* draft *", "Peru:* draft *", None, False),
        ("snake_case_name", "snake_case_name", None, False),
        ("2 * 3 * 4", "2 * 3 * 4", None, False),
        ("![picture](x)", "![picture](x)", None, False),
        ("# Lamps", "Lamps", None, False),
    ],
)
def test_markdown(markdown, text, lead, bold):
    (line,) = plaintext._styled(markdown)
    assert (line.text, line.lead(), line.all_bold) == (text, lead, bold)


def test_emphasis_goes_over_the_end_of_a_line_but_not_of_a_paragraph():
    assert [line.lead() for line in plaintext._styled("*Calls\nupon* all")] == ["Calls", "upon"]
    assert [line.text for line in plaintext._styled("*Calls\n\nupon* all")] == [
        "*Calls",
        "",
        "upon* all",
    ]


def test_links_tell_the_organ():
    text = "The General Assembly,\n\n1. Recalls resolution [48/13](https://undocs.org/en/A/HRC/RES/48/13)."
    assert plaintext.parse(text).cites == ("A/HRC/RES/48/13",)
    assert plaintext.parse(text.replace("https://undocs.org/en/A/HRC/RES/48/13", "#")).cites == (
        "A/RES/48/13",
    )


def test_links_keep_their_place_when_lines_are_cut_and_joined():
    lines = plaintext._styled("See [one\ntwo](#a) and [three](#b)")
    found = [[(line.text[a:b], href) for a, b, href in line.links] for line in lines]
    assert found == [[("one", "#a")], [("two", "#a"), ("three", "#b")]]
    joined = plaintext.join(lines)
    assert [(joined.text[a:b].strip(), href) for a, b, href in joined.links] == [
        ("one", "#a"),
        ("two", "#a"),
        ("three", "#b"),
    ]


def test_what_a_line_begins_with_is_cut_over_runs_and_marks():
    line = Line([("The ", ITALIC), ("1", MARK), ("Board, see ", 0), ("70/1", BOLD)], "item", "(a)")
    line.places.append((3, 4, "#c"))
    rest = plaintext.cut(line, re.compile("[^,]*,"))
    assert rest.runs == [("", ITALIC), ("1", MARK), (" see ", 0), ("70/1", BOLD)]
    assert (rest.hint, rest.label) == ("item", "(a)")
    assert [rest.text[a:b] for a, b, _ in rest.links] == ["70/1"]
    assert plaintext.cut(line, re.compile("Lamps")).runs == line.runs


def test_the_mark_in_a_formula_goes_with_the_first_paragraph():
    record = plaintext.parse(
        "The General Assembly¹, Recalling its rules,\n\n1. Decides so.\n\n¹ See resolution 70/1."
    )
    assert [(p.text, p.footnotes) for p in record][0] == ("Recalling its rules,", ("1",))


def test_a_line_that_starts_with_a_number_does_not_count_within_a_paragraph():
    record = plaintext.parse(
        "The General Assembly,\n"
        "1. Decides that lamps burn on all the piers of the northern coast\n"
        "2. Urges all ports to light the lamps that are named in paragraph\n"
        "40. of the plan and to ring their bells as long as the fog is thick\n"
        "3. Asks the keepers of the lamps to write to it about the fog."
    )
    assert [p.id for p in record] == ["OP1", "OP2", "OP3"]
    assert "in paragraph 40. of the plan" in record["OP2"].text


def test_the_symbol_heads_the_pages_of_other_bodies_too():
    text = "TD/B/77/L.3\n\nLamps\n\nThe Trade and Development Board,\n\n1. Decides so:\n\n{}"
    text += "\n\n(a) In spring."
    assert [p.id for p in plaintext.parse(text.format("TD/B/77/L.3"))] == ["OP1", "OP1(a)"]
    assert "TD/B/77/L.4" in [p.text for p in plaintext.parse(text.format("TD/B/77/L.4"))]


def test_headings_of_markdown_over_several_lines():
    title = "Review of the lamps of all the harbours in the north of the\nsea and bells"
    text = f"The General Assembly,\n\n1. Decides so;\n\n## {title}\n\n2. Decides so."
    record = plaintext.parse(text)
    assert record["H1"].text == title.replace("\n", " ")


def test_marks_and_notes():
    lines = plaintext._styled("Lamps¹² and bells[^a], x ¹\n¹² See x\n[^a]: See y\n[^a] z")
    assert [(line.text, line.marks, line.hint, line.label) for line in lines] == [
        ("Lamps and bells, x ¹", ("12", "a"), "plain", None),
        ("See x", (), "note", "12"),
        ("See y", (), "note", "a"),
        ("z", ("a",), "plain", None),
    ]


# bounds and bytes ---------------------------------------------------------------------


def test_bounds_on_characters_and_lines(monkeypatch):
    text = "The General Assembly,\n\n1. Decides so."
    monkeypatch.setattr(plaintext, "MAX_CHARACTERS", len(text))
    monkeypatch.setattr(plaintext, "MAX_LINES", 3)
    assert len(plaintext.parse(text)) == 1
    with pytest.raises(UnresError, match=f"found {len(text) + 1} characters"):
        plaintext.parse(text + ".")
    with pytest.raises(UnresError, match="found 4 lines"):
        plaintext.parse(text.replace(",\n\n", "\n\n\n"))


def test_the_bounds_are_those_that_are_documented():
    assert (plaintext.MAX_CHARACTERS, plaintext.MAX_LINES) == (20_000_000, 100_000)


def test_utf_16_without_a_mark_is_told_by_its_zeros():
    for zeros, read in ((31, "utf-16-le"), (30, "utf-8")):  # of 200 characters; 15% is not enough
        data = bytearray(b"ab" * 100)
        data[1 : 2 * zeros : 2] = b"\x00" * zeros
        assert plaintext.decode(bytes(data))[0] == bytes(data).decode(read)


def test_utf_16_without_a_mark_is_told_by_the_first_400_bytes():
    for zeros, read in ((61, "utf-16-le"), (60, "utf-8")):
        data = b"ab" * (200 - zeros) + b"a\x00" * zeros
        assert plaintext.decode(data)[0] == data.decode(read)
        turned = b"ab" * (200 - zeros) + b"\x00a" * zeros
        assert plaintext.decode(turned)[0] == turned.decode(read.replace("le", "be"))
    data += b"a\x00" * 300
    assert plaintext.decode(data)[0] == data.decode("utf-8")


def test_windows_bytes_that_mean_nothing_are_refused():
    for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d", b"\x00", b"\x0e", b"\x1f"):
        with pytest.raises(UnresError, match="found bytes that are not UTF-8"):
            plaintext.decode(b"D\xe9cide" + byte)
    assert plaintext.decode(b"D\xe9cide\t\x80")[0] == "Décide\t€"


def test_what_the_text_does_not_print_is_said():
    codes = {i.code for i in plaintext.parse("The General Assembly,\n\n1. Decides so.").issues}
    assert codes == {"no-symbol", "no-title", "no-session"}
    council = plaintext.parse(
        "S/RES/2999 (2030)\n\nLamps\n\nThe Security Council,\n\n1. Decides so."
    )
    assert council.issues == ()  # the Council has no sessions


NORMS = """L’Assemblée générale,

Considérant que les lampes doivent être visibles,

Que la brume est fréquente,

Adopte, ce quatre mai 1960, la présente recommandation.

Des lampes

Chaque port devrait avoir une lampe.

Les lampes sont allumées chaque soir.

Décide de revenir sur la question."""


def test_where_no_paragraph_has_a_number_norms_are_operative_by_place():
    record = plaintext.parse(NORMS)
    assert [(p.id, p.kind) for p in record] == [
        ("PP1", "preambular"),
        ("PP2", "preambular"),
        ("X1", "other"),
        ("H1", "heading"),
        ("OP1", "operative"),
        ("OP2", "operative"),
        ("OP3", "operative"),
    ]
    assert [p.opener for p in record][-3:] == [None, None, "Décide"]
    (issue,) = [one for one in record.issues if one.code == "by-place"]
    assert issue.paragraph == "OP1"
    assert issue.message.startswith("2 paragraphs have no number and no opener that is known")
    assert "'Chaque port devrait avoir une lampe.'" in issue.message


def test_where_paragraphs_have_numbers_nothing_is_operative_by_place():
    record = plaintext.parse(NORMS.replace("Décide", "1. Décide"))
    assert "by-place" not in {one.code for one in record.issues}
    assert [p.kind for p in record][-3:] == ["other", "other", "operative"]


def test_an_annex_of_a_text_without_numbers_stays_one():
    record = plaintext.parse(f"{NORMS}\n\nAnnexe\n\nLes lampes doivent être de cuivre.")
    assert [p.kind for p in record][-1] == "annex"


def test_a_list_in_french_that_has_lost_its_letters():
    record = plaintext.parse(
        "L’Assemblée générale,\n\nRappelant les lampes,\n\nDemande aux ports :\n\n"
        "d’allumer les lampes ;\n\nde les compter ;\n\nPrie le gardien de les éteindre."
    )
    assert [p.id for p in record] == ["PP1", "OP1", "OP1(a)", "OP1(b)", "OP2"]


def test_a_title_begins_below_a_note_of_origin_that_goes_over_lines():
    record = plaintext.parse(
        "United Nations\nA/RES/76/89\nGeneral Assembly\nAgenda item 56\n"
        "[on the report of the Special Lamps and Bells Committee\n"
        "(Fourth Committee) (A/76/425, para. 37)]\n"
        "76/89. Question of the Lamps and of the Bells of all Harbours and of those\n"
        "Piers that have none\n"
        "The General Assembly,\n"
        "Recalling its resolution 70/1 of the second of May two thousand and fifteen on\n"
        "the lamps of all,\n"
        "1. Decides to meet.\n"
    )
    title = (
        "Question of the Lamps and of the Bells of all Harbours and of those Piers that have none"
    )
    assert record.title == title
    assert record.origin == (
        "on the report of the Special Lamps and Bells Committee (Fourth Committee) "
        "(A/76/425, para. 37)"
    )


def test_a_wrapped_title_block_without_blank_lines():
    record = plaintext.parse(
        "United Nations   A/RES/99/7\nGeneral Assembly   Distr.: General\n3 May 2044\n"
        "Ninety-ninth session\nAgenda item 7\nResolution adopted by the General Assembly on\n"
        "2 May 2044\n[on the report of the Special Committee (Fourth\nCommittee) (A/99/425)]\n"
        "99/7. Programme of the bells for the\nhundredth session\nThe General Assembly,\n"
        "Recalling its resolution 98/3 on the lamps of the outer harbours and the bells that\n"
        "ring there,\n1. Decides to meet."
    )
    assert (record.symbol, record.session) == ("A/RES/99/7", 99)
    assert record.title == "Programme of the bells for the hundredth session"
    assert record.origin == "on the report of the Special Committee (Fourth Committee) (A/99/425)"
    assert [p.id for p in record] == ["PP1", "OP1"]


def test_one_long_line_leaves_the_others_wrapped():
    wrapped = (
        "Noting the lamps of the outer harbours and the bells that all of the harbours\nring,\n"
    )
    text = "The General Assembly,\n" + wrapped * 8 + "1. Decides " + "to meet " * 30 + "always."
    assert [p.id for p in plaintext.parse(text)] == [*(f"PP{n}" for n in range(1, 9)), "OP1"]


def test_a_title_in_words_of_a_session_is_kept():
    for title in ("Eightieth session", "99/7. Ninth emergency special session"):
        text = (
            f"A/RES/99/7\n\nNinety-ninth session\n\n{title}\n\nThe General Assembly,\n\n1. Decides."
        )
        record = plaintext.parse(text)
        assert record.title == title.removeprefix("99/7. ")
        assert record.session == 99


def test_items_of_a_preamble_stay_items_whatever_they_begin_with():
    text = (
        "The General Assembly,\n\nReaffirming that the plan has three parts:\n\n"
        "(a) Investing in small ports,\n\n(b) Leveraging the power of lamps,\n\n"
        "(c) Supporting the pilots,\n\nAffirming the Charter,\n\n1. Decides to meet."
    )
    ids = [p.id for p in plaintext.parse(text)]
    assert ids == ["PP1", "PP1(a)", "PP1(b)", "PP1(c)", "PP2", "OP1"]


def test_a_wrapped_title_may_end_in_a_line_that_names_the_assembly():
    lines = (
        "A/99/L.7",
        "Ninety-ninth session",
        "Observer status for the League of Ports of the Northern Sea in the",
        "General Assembly",
        "The General Assembly,",
        "1. Decides to invite the League of Ports of the Northern Sea to keep",
        "one more lamp beside the bells of its gates, and to light it in the",
        "fog, in accordance with its own rules of procedure and those of the",
        "Assembly.",
    )
    record = plaintext.parse("\n".join(lines))
    title = "Observer status for the League of Ports of the Northern Sea in the General Assembly"
    assert record.title == title
    assert [paragraph.id for paragraph in record.paragraphs] == ["OP1"]
