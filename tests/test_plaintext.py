"""Plain text: the draft that the analyses start from, and texts of our own."""

from __future__ import annotations

import pytest
import written

from unres_research import plaintext
from unres_research.errors import UnresError


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
    from unres_research.analyser import words

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
    assert plaintext._session(line) == session
