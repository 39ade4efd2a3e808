"""Akoma Ntoso: header, structure, footnotes and citations of invented resolutions."""

from __future__ import annotations

import pytest
import written

from unres_research.errors import ReadError, UnresError
from unres_research.read import _xml as akn
from unres_research.read import loads
from unres_research.read._lines import BOLD, Line
from unres_research.records import Footnote, Subject, Vote


@pytest.fixture(scope="module")
def lamps():
    return akn.parse(written.LAMPS.encode())


def test_header(lamps):
    assert lamps.symbol == "A/RES/75/901"
    assert (lamps.kind, lamps.organ, lamps.language, lamps.session) == (
        "resolution",
        "General Assembly",
        "en",
        75,
    )
    assert lamps.title == "Lamps for harbours"
    assert (lamps.adopted_on, lamps.distributed_on) == ("2020-12-10", "2020-12-10")
    assert lamps.agenda_items == ("9", "71 (b)")
    assert lamps.agenda_titles == ("Lights of the sea",)
    assert lamps.origin == "without reference to a Main Committee (A/75/L.1)"
    assert lamps.committee == "Plenary"
    assert lamps.draft_symbols == ("A/75/L.1",)
    assert lamps.sponsors == ("Fiji", "Trinidad and Tobago", "Zambia")
    assert lamps.additional_sponsors == ("Iran (Islamic Republic of)", "Malta")
    assert lamps.vote == Vote(86, 2, 40)
    assert lamps.adoption == "recorded vote"
    assert lamps.subjects == (
        Subject("LAMPS", "UNBIS Thesaurus"),
        Subject("Light Convention", "DHLAUTH"),
    )


def test_paragraphs(lamps):
    assert [(p.id, p.kind, p.number, p.parent) for p in lamps] == [
        ("PP1", "preambular", None, None),
        ("PP2", "preambular", None, None),
        ("OP1", "operative", "1", None),
        ("OP1(a)", "subparagraph", "(a)", "OP1"),
        ("OP1(a)(i)", "subparagraph", "(i)", "OP1(a)"),
        ("OP1(a)(ii)", "subparagraph", "(ii)", "OP1(a)"),
        ("OP1(b)", "subparagraph", "(b)", "OP1"),
        ("H1", "heading", None, None),
        ("OP2", "operative", "2", None),
        ("T1", "other", None, None),
    ]
    assert lamps["OP1"].text == "Decides on the following:"
    assert lamps["OP2"].section == "Review"
    assert lamps["T1"].text == "Port | Lamps"
    assert lamps["PP2"].text == "Noting that lamps guide non-motorized boats at night,"


def test_openers_over_several_spans(lamps):
    assert [p.opener for p in lamps if p.opener] == [
        "Recalling also",
        "Noting",
        "Decides",
        "Calls upon",
    ]


def test_footnotes_are_taken_out_and_their_marks_kept(lamps):
    assert lamps.footnotes == (Footnote("1", "See also Security Council resolution 1325 (2000)."),)
    assert lamps["PP1"].text == "Recalling also its resolution 70/1 of 25 September 2015,"
    assert lamps["PP1"].footnotes == ("1",)
    assert lamps["OP2"].footnotes == ("1",)  # the mark is repeated there
    assert lamps["OP2"].text.endswith("long night.")


def test_citations_linked_and_in_footnotes(lamps):
    assert lamps["PP1"].cites == ("A/RES/70/1", "S/RES/1325 (2000)")
    assert lamps.cites == ("A/RES/70/1", "S/RES/1325 (2000)")


def test_old_style():
    record = akn.parse(written.OLD_STYLE.encode())
    assert [p.id for p in record] == ["PP1", "OP1", "OP1(a)", "OP1(b)", "OPu1"]
    # the tail after the list; superscripts that are no footnote marks stay
    assert record["OP1"].text == "Urges States: and invites others to help, m2 by m2;"
    assert record["OP1"].footnotes == ("1",)
    assert record["OPu1"].opener == "Decides"
    assert record.cites == ("A/RES/217 A (III)",)


def test_parts_and_annex():
    record = akn.parse(written.PARTS.encode())
    assert [p.id for p in record if p.kind != "heading"] == [
        "I.PP1",
        "I.OP1",
        "I.OP2",
        "II.PP1",
        "II.OP1",
        "A1.1",
        "A1.1(a)",
        "A1.Art2.1",
    ]
    assert [p.text for p in record if p.kind == "heading"] == [
        "I The northern sea",
        "II The southern sea",
        "Article 2",
    ]
    assert record.committee == "Fifth"
    assert record.annexes[0].title == "Rules of the charts"
    assert record["A1.1(a)"].parent == "A1.1"
    assert record["A1.1"].kind == "annex"


def test_collection():
    record = akn.parse(written.COLLECTION.encode())
    assert record.symbol == "A/RES/75/903 A-B"
    assert [p.id for p in record] == ["A.H1", "A.PP1", "A.OP1", "B.H1", "B.PP1", "B.OP1"]
    assert record["B.H1"].text == "B New maps"
    assert record["B.OP1"].part == "B"


def test_language_comes_from_the_document():
    assert akn.parse(written.FRENCH.encode()).language == "fr"


def test_security_council():
    record = akn.parse(written.COUNCIL.encode())
    assert (record.organ, record.session, record.symbol) == (
        "Security Council",
        None,
        "S/RES/9001 (2024)",
    )
    assert record.cites == ("S/RES/1325 (2000)",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<akomaNtoso>", "not well formed"),
        (b"<html><body/></html>", "found a <html> document"),
        (
            b'<akomaNtoso xmlns="http://ports.example/lamps"/>',
            "namespace 'http://ports.example/lamps'",
        ),
        (b'<akomaNtoso xmlns="http://www.akomantoso.org/9.0"/>', "expected .*/ns/akn/3.0 or"),
    ],
)
def test_what_is_not_a_resolution_is_said(data, said):
    with pytest.raises(UnresError, match=said):
        akn.parse(data)


@pytest.mark.parametrize(
    "namespace",
    [
        "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/WD17",
        "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13",
        "http://www.akomantoso.org/2.0",
        "http://www.akomantoso.org/1.0",
        "",
    ],
)
@pytest.mark.parametrize("text", [written.LAMPS, written.COLLECTION])
def test_other_versions_of_the_standard_are_read_alike(namespace, text):
    other = text.replace(f'xmlns="{written.NS}"', f'xmlns="{namespace}"' if namespace else "")
    assert f'"{written.NS}"' not in other
    assert akn.parse(other.encode()) == akn.parse(text.encode())


def test_elements_of_other_namespaces_stay_what_they_are(lamps):
    # a <num> of another vocabulary is no number of a paragraph
    foreign = written.LAMPS.replace("<num>2.</num>", '<x:num xmlns:x="http://a.example">9</x:num>')
    plain = foreign.replace(f'xmlns="{written.NS}"', "")
    assert akn.parse(plain.encode()) == akn.parse(foreign.encode())


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY y "&x;&x;&x;">]>'
    data = bomb + written.LAMPS.replace("Lamps for harbours", "Lamps &y;").encode()
    assert "boom" not in akn.parse(data).title


def test_files_on_the_network_are_not_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    head = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    record = akn.parse((head + written.LAMPS.replace("on the following", "on &x;")).encode())
    assert "secret" not in record["OP1"].text


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("", ()),
        ("Fiji", ("Fiji",)),
        (
            "Antigua And Barbuda, Fiji and Bosnia and Herzegovina",
            ("Antigua and Barbuda", "Fiji", "Bosnia and Herzegovina"),
        ),
        (
            "Uganda (on behalf of the States that are members of the Group of 77 and China)",
            ("Uganda (on behalf of the States that are members of the Group of 77 and China)",),
        ),
        ("submitted by the Chair of the Committee", ("Chair of the Committee",)),
        (
            "United Kingdom of Great Britain and Northern Ireland and Zambia",
            ("United Kingdom of Great Britain and Northern Ireland", "Zambia"),
        ),
    ],
)
def test_sponsors(printed, names):
    assert akn.split_names(printed) == names


def test_html_view_is_escaped():
    data = written.LAMPS.replace("To light all harbours", "&lt;script&gt;alert(1)&lt;/script&gt;")
    view = akn.parse(data.encode())._repr_html_()
    assert "<script>" not in view
    assert "&lt;script&gt;" in view


def test_a_document_without_paragraphs_is_refused():
    empty = f"<akomaNtoso xmlns='{akn.NAMESPACE}'/>"
    with pytest.raises(UnresError, match="no paragraph"):
        akn.parse(empty.encode())


def test_accents_are_composed():
    data = (
        f"<akomaNtoso xmlns='{akn.NAMESPACE}'><mainBody><paragraph><num>1.</num><content>"
        "<p>Thanks Cafe\u0301 Nord.</p></content></paragraph></mainBody></akomaNtoso>"
    )
    assert akn.parse(data.encode())["OP1"].text == "Thanks Caf\u00e9 Nord."


@pytest.mark.parametrize(
    ("printed", "items"),
    [
        ("Agenda items 18 (a) and (b), 20 and 117", ("18 (a)", "18 (b)", "20", "117")),
        ("Point 97 a) de l’ordre du jour", ("97 (a)",)),  # French has no opening parenthesis
        ("Points 71, 97 a) et b) et 99 de l’ordre du jour", ("71", "97 (a)", "97 (b)", "99")),
        ("Temas 13 y 75 a) del programa", ("13", "75 (a)")),
        ("Пункт 97 \u0430) повестки дня", ("97 (a)",)),  # a Cyrillic letter
        ("议程项目72(b)", ("72 (b)",)),  # no space
        (
            "البند 99 (أ أ) من جدول الأعمال",
            ("99 (aa)",),
        ),  # Arabic letters have an order of their own
        ("البند 99 (هـ)", ("99 (e)",)),  # drawn out with a tatweel
    ],
)
def test_agenda_items_of_all_languages(printed, items):
    assert akn.agenda_items(printed) == items


@pytest.mark.parametrize(
    ("note", "committee"),
    [
        ("sans renvoi à une grande commission (A/78/L.5)", "Plenary"),
        ("sin remisión previa a una Comisión Principal (A/78/L.5)", "Plenary"),
        ("sur la base du rapport de la Première Commission (A/78/500, par. 7)", "First"),
        ("sur la base du rapport de la Commission des lampes (Quatrième Commission)", "Fourth"),
        ("sobre la base del informe de la Quinta Comisión (A/78/500, párr. 7)", "Fifth"),
        ("sobre la base del informe de la Comisión de Faros", None),  # not a Main Committee
        ("on the report of the Sixth Committee", "Sixth"),
    ],
)
def test_committee_in_three_languages(note, committee):
    assert akn.committee_of(note) == committee


@pytest.mark.parametrize(
    ("printed", "language", "names"),
    [
        ("France et Pérou", "fr", ("France", "Pérou")),
        ("Trinité-et-Tobago, Fidji et Zambie", "fr", ("Trinité-et-Tobago", "Fidji", "Zambie")),
        (
            "Iran (République islamique d’) et Malte",
            "fr",
            ("Iran (République islamique d’)", "Malte"),
        ),
        ("Trinidad y Tabago, Fiji e Italia", "es", ("Trinidad y Tabago", "Fiji", "Italia")),
        (
            "Reino Unido de Gran Bretaña e Irlanda del Norte y Zambia",
            "es",
            ("Reino Unido de Gran Bretaña e Irlanda del Norte", "Zambia"),
        ),
    ],
)
def test_sponsors_in_other_languages(printed, language, names):
    assert akn.split_names(printed, language) == names


def test_french_labels_give_the_ids_of_english():
    body = (
        f"<preamble>{written.FORMULA}</preamble><mainBody><paragraph><num>1.</num><list><intro><p>"
        "Décide :</p></intro><point><num>a)</num><content><p>De compter ;</p></content></point>"
        "<point><num>b)</num><content><p>De peser.</p></content></point></list></paragraph>"
        "</mainBody>"
    )
    record = akn.parse(
        written.akn("A/RES/75/9", "Lampes", "2020-12-10", body, language="fra").encode()
    )
    assert [(p.id, p.number) for p in record] == [("OP1", "1"), ("OP1(a)", "a)"), ("OP1(b)", "b)")]


def test_chinese_openers_are_bold():
    bold = '<span class="bold">{}</span>'.format
    body = (
        f"<preamble><container><p>{bold('回顾')}其以往各项决议，</p></container></preamble>"
        f"<mainBody>{written.op('1.', bold('决定') + '开会；')}</mainBody>"
    )
    record = akn.parse(written.akn("A/RES/75/9", "灯", "2020-12-10", body, language="zho").encode())
    assert [(p.id, p.opener) for p in record] == [("PP1", "回顾"), ("OP1", "决定")]


def test_russian_openers_are_in_small_letters():
    """An unnumbered act in small letters is no tail of the preamble."""
    body = (
        f"<preamble><container><p>{written.i('рассмотрев')} доклад о лампах,</p></container></preamble>"
        f"<mainBody>{written.op('', written.i('утверждает') + ' доклад.')}</mainBody>"
    )
    record = akn.parse(
        written.akn("A/RES/75/9", "Лампы", "2020-12-10", body, language="rus").encode()
    )
    assert [(p.id, p.opener) for p in record] == [("PP1", "рассмотрев"), ("OP1", "утверждает")]


def test_arabic_numbers_lose_their_dash():
    body = f"<mainBody>{written.op('1 -', written.i('تقرر') + ' الاجتماع؛')}</mainBody>"
    record = akn.parse(
        written.akn("A/RES/75/9", "مصابيح", "2020-12-10", body, language="ara").encode()
    )
    assert [(p.id, p.number) for p in record] == [("OP1", "1")]


def point(label: str, text: str) -> str:
    return f"<point><num>({label})</num><content><p>{text}</p></content></point>"


def ids_of(body: str) -> list[tuple[str, str]]:
    record = akn.parse(written.akn("A/RES/75/907", "Ropes", "2020-12-10", body).encode())
    return [(p.id, p.kind) for p in record]


def test_a_letter_marked_as_part_of_the_one_before_it():
    """ "(i)" behind "(h) ...;" is the ninth letter, behind "(h) ...:" the first of its parts."""
    head = f"<preamble>{written.FORMULA}</preamble><mainBody><paragraph><num>1.</num><list><intro>"
    items = "".join(point(letter, "Splice a rope;") for letter in "abcdefg")
    for end, inner in ((";", "OP1(i)"), (":", "OP1(h)(i)")):
        nested = point("h", f"Coil it{end}") + f"<sublist>{point('i', 'Hang it up;')}</sublist>"
        body = f"{head}<p>Decides to:</p></intro>{items}{nested}{point('j', 'Rest.')}</list>"
        found = [one for one, _ in ids_of(f"{body}</paragraph></mainBody>")]
        assert found[-3:] == ["OP1(h)", inner, "OP1(j)"]


def test_a_letter_with_parts_of_its_own_is_no_operative_paragraph():
    """Letters as paragraphs of their own, of which one has parts."""
    body = f"""<preamble>{written.FORMULA}</preamble><mainBody>
    <paragraph><content><p>{written.i("Urges")} all towns:</p></content></paragraph>
    <paragraph><num>(a)</num><content><p>To keep ropes dry;</p></content></paragraph>
    <paragraph><num>(b)</num><list><intro><p>To aim at:</p></intro>{point("i", "Strength;")}
    {point("ii", "Length;")}</list></paragraph>
    <paragraph><num>(c)</num><content><p>To report.</p></content></paragraph></mainBody>"""
    assert [one for one, _ in ids_of(body)] == [
        "OP1",
        "OP1(a)",
        "OP1(b)",
        "OP1(b)(i)",
        "OP1(b)(ii)",
        "OP1(c)",
    ]


def test_a_participle_outside_the_preamble_element_is_preambular():
    body = f"""<preamble>{written.FORMULA}{written.pp(f"{written.i('Noting')} wet ropes,")}</preamble>
    <mainBody><p>{written.i("Aiming")} at dry ones,</p>
    {written.op("1.", f"{written.i('Decides')} to dry them.")}</mainBody>"""
    assert ids_of(body) == [("PP1", "preambular"), ("PP2", "preambular"), ("OP1", "operative")]


def body(text):
    return f"<mainBody>{written.op('1.', text)}</mainBody>"


@pytest.mark.parametrize(
    ("name", "least", "message"),
    [
        ("MAX_BYTES", len(written.BELLS.encode()), "bytes of XML"),
        ("MAX_LINKS", 1, "links in one paragraph"),
        ("MAX_PIECES", 2, "elements in a heading"),
    ],
)
def test_bounds(monkeypatch, name, least, message):
    data = written.BELLS if name == "MAX_BYTES" else ""
    if name == "MAX_LINKS":
        links = written.link("A/RES/70/1", "70/1") + written.link("A/RES/71/2", "71/2")
        data = written.akn("A/RES/75/1", "Bells", "2020-12-10", body(links))
        least = 2
    if name == "MAX_PIECES":
        data = written.akn("A/RES/75/1", "<b>B</b>" * 20, "2020-12-10", body("Meets."))
        least = 39  # the text of the title, then of 19 elements, and what follows each
    monkeypatch.setattr(akn, name, least)
    assert len(akn.parse(data.encode()))
    monkeypatch.setattr(akn, name, least - 1)
    with pytest.raises(UnresError, match=message):
        akn.parse(data.encode())


@pytest.mark.parametrize("name", ["MAX_STEPS", "MAX_CHARACTERS"])
def test_text_in_nested_elements_is_bounded(monkeypatch, name):
    nested = "<b>" * 30 + "lamps" + "</b>" * 30
    data = written.akn("A/RES/75/1", "Bells", "2020-12-10", body(nested)).encode()
    assert akn.parse(data)["OP1"].text == "lamps"
    monkeypatch.setattr(akn, name, 4)
    with pytest.raises(UnresError, match="expected a resolution"):
        akn.parse(data)


def reader(inner):
    root = akn._root(f"<akomaNtoso xmlns='{akn.NAMESPACE}'>{inner}</akomaNtoso>".encode())
    return akn._Reader(root), root[0]


def test_every_element_of_a_line_is_a_step(monkeypatch):
    monkeypatch.setattr(akn, "MAX_STEPS", 19)  # the line and its nine children, and each child
    read, line = reader("<p>" + "<b/>" * 9 + "</p>")
    read._read(line, Line())
    read, line = reader("<p>" + "<b/>" * 9 + "<span/></p>")  # a span without elements is one
    with pytest.raises(UnresError, match="more than 19 elements"):
        read._read(line, Line())


def test_every_element_around_lines_is_a_step(monkeypatch):
    monkeypatch.setattr(akn, "MAX_STEPS", 5)
    read, outer = reader("<body>" * 5 + "</body>" * 5)
    read._walk(outer, False)
    read, outer = reader("<body>" * 6 + "</body>" * 6)
    with pytest.raises(UnresError, match="more than 5 elements"):
        read._walk(outer, False)


def test_characters_are_counted_over_lines(monkeypatch):
    monkeypatch.setattr(akn, "MAX_CHARACTERS", 10)
    read, line = reader("<p>lamps</p>")  # and the blank that ends a paragraph
    read._inline(line, found := Line(), 0)
    assert [text for text, _ in found.runs] == ["lamps", " "]
    read._count(Line([("lamps", 0)]))
    read._count(Line([("lam", 0), ("ps", BOLD)]))
    with pytest.raises(UnresError, match="more than 10 characters"):
        read._count(Line([("x", 0)]))


def test_long_titles_and_labels_are_cut(monkeypatch):
    monkeypatch.setattr(akn, "MAX_PIECES", 4)
    assert akn._text(reader("<num>lamps</num>")[1]) == "lamp"
    assert akn._text(reader("<num>lamps<b>bells</b>horns</num>")[1]) == "lampbellhorn"


@pytest.mark.parametrize(
    ("code", "language"),
    [("eng", "en"), ("fra", "fr"), ("fre", "fr"), ("spa", "es"), ("rus", "ru"), ("zho", "zh")]
    + [("chi", "zh"), ("ara", "ar")],
)
def test_codes_of_three_letters_name_the_six_languages(code, language):
    text = written.BELLS.replace(
        '<FRBRlanguage language="eng"/>', f'<FRBRlanguage language="{code}"/>'
    )
    assert f'"{code}"' in text
    assert akn.parse(text.encode()).language == language


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
@pytest.mark.parametrize("declared", ["", "UTF-8", "UTF-16", "nonsense"])
def test_wide_encodings_with_and_without_mark_whatever_is_declared(encoding, declared):
    plain = written.LAMPS.partition("?>")[2] if "<?xml" in written.LAMPS else written.LAMPS
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    if encoding.startswith("utf-8") and declared == "nonsense":
        return  # a matter of the XML library
    record = loads((head + plain.lstrip()).encode(encoding), "x.xml")
    assert record.source.format == "akn"
    assert record.paragraphs == akn.parse(written.LAMPS.encode()).paragraphs


def test_other_xml_in_a_wide_encoding_and_broken_ones_are_refused_in_words():
    with pytest.raises(ReadError, match="found a <note> document, expected <akomaNtoso>"):
        loads("<note>Lamps</note>".encode("utf-16"), "x.xml")
    cut = written.LAMPS.encode("utf-16-le")
    with pytest.raises(ReadError, match="found bytes that are not utf-16-le"):
        loads(cut + b"\x00\xd8\x41\x00", "x.xml")  # half a pair


def test_what_is_printed_counts_where_a_link_leads_elsewhere():
    """A number that its link cuts, one of another organ, and one of another document."""
    link = "<a href='https://undocs.org/en/{}'>{}</a>"
    text = (
        f"Recalls resolution 7{link.format('A/RES/0/299', '0/299')}, Human Rights Council "
        f"resolution {link.format('A/RES/53/11', '53/11')} and "
        f"{link.format('A/RES/66/240', 'A/RES/66/240 A')};"
    )
    source = (
        "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><statement>"
        f"<mainBody><paragraph><num>1.</num><content><p>{text}</p></content></paragraph>"
        "</mainBody></statement></akomaNtoso>"
    )
    record = akn.parse(source.encode())
    assert record["OP1"].cites == ("A/RES/70/299", "A/HRC/RES/53/11", "A/RES/66/240 A")
    assert [(issue.code, issue.message) for issue in record.issues] == [
        ("other-link", "the link of A/RES/70/299 leads to A/RES/0/299; what is printed counts"),
        ("other-link", "the link of A/HRC/RES/53/11 leads to A/RES/53/11; what is printed counts"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_xml_and_a_doctype_without_entities(lamps, encoding):
    told = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE akomaNtoso SYSTEM "akn.dtd">'
    data = (told + written.LAMPS).encode(encoding)
    assert loads(data).paragraphs == lamps.paragraphs
