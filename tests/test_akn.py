"""Akoma Ntoso: header, structure, footnotes and citations of invented resolutions."""

from __future__ import annotations

import pytest
import written

from unres_research import akn
from unres_research.errors import UnresError
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
        (b"<akomaNtoso/>", "expected <akomaNtoso>"),
    ],
)
def test_what_is_not_a_resolution_is_said(data, said):
    with pytest.raises(UnresError, match=said):
        akn.parse(data)


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
