"""Records as values: dicts and back, what is refused, what a notebook shows."""

from __future__ import annotations

import json

import pytest
import written

from unres_research import loads, records
from unres_research.errors import UnresError
from unres_research.records import (
    Annex,
    Footnote,
    Issue,
    Paragraph,
    Resolution,
    Source,
    Subject,
    Vote,
)

WHOLE = Resolution(  # every field has a value of its own
    symbol="A/RES/ES-10/99",
    kind="resolution",
    title="Lamps",
    organ="Security Council",
    language="fr",
    session="ES-10",
    agenda_items=("9", "71 (b)"),
    agenda_titles=("Lights",),
    adopted_on="2024-05-03",
    distributed_on="2024-05-04",
    origin="without reference",
    committee="Plenary",
    draft_symbols=("A/ES-10/L.1",),
    sponsors=("Fiji", "Malta"),
    additional_sponsors=("Zambia",),
    vote=Vote(86, 2, 40),
    subjects=(Subject("LAMPS", "UNBIS Thesaurus"),),
    paragraphs=(
        Paragraph(
            "A1.1", "annex", "Keep lamps.", "1", "A1", "I", "Rules", 1, "Keep", ("1",), ("A/1",)
        ),
    ),
    footnotes=(Footnote("1", "See above."),),
    annexes=(Annex("Rules", "A1.1"), Annex("Empty", None)),
    cites=("A/RES/1/1", "S/RES/2 (1946)"),
    source=Source("lamps.pdf", "pdf", "ab12", 3),
    issues=(Issue("no-title", "no title was found", "A1.1"), Issue("encoding", "guessed")),
    adoption="recorded vote",
)


def test_every_field_travels():
    again = Resolution.from_dict(json.loads(json.dumps(WHOLE.to_dict())))
    assert again == WHOLE
    assert again.adoption is None and "adoption" not in WHOLE.to_dict()
    assert isinstance(again.paragraphs[0], Paragraph) and isinstance(again.sponsors, tuple)


@pytest.mark.parametrize("text", [written.LAMPS, written.PARTS, written.COUNCIL, written.DRAFT])
def test_documents_travel(text):
    record = loads(text.encode(), "a")
    assert Resolution.from_dict(json.loads(json.dumps(record.to_dict()))) == record


def test_a_dict_has_plain_lists_in_the_order_of_the_fields():
    assert Vote(1, 2, 3).to_dict() == {"in_favour": 1, "against": 2, "abstaining": 3}
    assert Annex("Rules", None).to_dict() == {"title": "Rules", "first_paragraph": None}
    apart = {"adoption", "submitted_by", "amends", "revisions", "comments"}
    value = WHOLE.to_dict()
    assert list(value) == [f for f in Resolution.__dataclass_fields__ if f not in apart]
    assert value["sponsors"] == ["Fiji", "Malta"]
    assert value["paragraphs"][0]["cites"] == ["A/1"]
    assert value["source"] == {"path": "lamps.pdf", "format": "pdf", "sha256": "ab12", "pages": 3}


VALUE = WHOLE.to_dict()
REFUSED = [  # (dict, message)
    ({**VALUE, "colour": 1}, "found a Resolution with 'colour', expected symbol, kind"),
    ({**VALUE, "adoption": "recorded vote"}, "found a Resolution with 'adoption'"),
    ({k: v for k, v in VALUE.items() if k != "title"}, "found a Resolution without 'title'"),
    ({}, "found a Resolution without 'additional_sponsors', 'adopted_on'"),
    ([], "found list, expected a Resolution as a dict"),
    ({**VALUE, "title": None}, "found None as Resolution.title, expected str"),
    ({**VALUE, "title": 3}, "found 3 as Resolution.title, expected str"),
    ({**VALUE, "session": True}, "found True as Resolution.session, expected int or str or None"),
    ({**VALUE, "sponsors": "Fiji"}, "found 'Fiji' as Resolution.sponsors, expected a list of str"),
    ({**VALUE, "sponsors": [1]}, "found 1 as Resolution.sponsors, expected str"),
    ({**VALUE, "vote": {"in_favour": 1}}, "found a Vote without 'abstaining', 'against'"),
    ({**VALUE, "annexes": [None]}, "found None as Resolution.annexes, expected Annex"),
    ({**VALUE, "paragraphs": [{"id": 1}]}, "found a Paragraph without"),
]


@pytest.mark.parametrize(("value", "message"), REFUSED, ids=[m for _, m in REFUSED])
def test_dicts_that_are_refused(value, message):
    with pytest.raises(UnresError) as error:
        Resolution.from_dict(value)
    assert message in str(error.value)


def test_a_resolution_shows_itself_in_a_line():
    assert repr(WHOLE) == "<Resolution A/RES/ES-10/99, 2024-05-03, 1 paragraphs: Lamps>"
    draft = Resolution(None, "draft", "x" * 72, distributed_on="2024-05-04")
    assert repr(draft) == (
        f"<Resolution without a symbol, 2024-05-04, draft, 0 paragraphs: {'x' * 72}>"
    )
    assert repr(Resolution("A/1", "resolution", "x" * 73)) == (
        f"<Resolution A/1, 0 paragraphs: {'x' * 71}…>"
    )
    assert repr(Paragraph("OP1", "operative", "Decides.")) == "<Paragraph OP1: Decides.>"


def test_everything_in_a_notebook_is_escaped():
    mark = "<b>&'\""
    paragraphs = (
        Paragraph(f"{mark}1", "operative", f"{mark}Urges all{mark}", opener=f"{mark}Urges"),
        Paragraph("OP2", "operative", f"Urges {mark}", opener="Calls"),
    )
    record = Resolution(f"{mark}S", "draft", f"{mark}T", paragraphs=paragraphs, adopted_on=mark)
    safe = "&lt;b&gt;&amp;&#x27;&quot;"
    shown = record._repr_html_()
    assert "<b>" not in shown and shown.count(safe) == 7
    assert f"<em>{safe}Urges</em> all{safe}</td>" in shown
    assert f"<h4>{safe}T</h4>" in shown and f">{safe}S · {safe}</p>" in shown
    assert f">Urges {safe}</td>" in shown  # the text does not begin with this opener
    alone = paragraphs[0]._repr_html_()
    assert "<b>" not in alone and alone.count(safe) == 3 and "<h4>" not in alone


def test_a_paragraph_by_its_id():
    assert WHOLE["A1.1"].text == "Keep lamps."
    assert len(WHOLE) == 1 and list(WHOLE) == [WHOLE["A1.1"]] and WHOLE.body == ()
    with pytest.raises(KeyError, match="has no paragraph 'OP1'; it has A1.1"):
        WHOLE["OP1"]


def test_a_table_of_paragraphs():
    table = WHOLE.to_frame()
    assert table.columns.tolist() == ["symbol", *Paragraph.__dataclass_fields__]
    assert table.loc[0, ["symbol", "id", "annex"]].tolist() == ["A/RES/ES-10/99", "A1.1", 1]
    assert table.loc[0, "footnotes"] == ["1"]
    every = ("preambular", "operative", "subparagraph", "heading", "annex", "other")
    body = [records.Paragraph(str(k), kind, "") for k, kind in enumerate(every)]
    kinds = [p.kind for p in Resolution("A/1", "draft", "", paragraphs=tuple(body)).body]
    assert kinds == ["preambular", "operative", "subparagraph"]


def test_two_paragraphs_of_one_id_are_refused():
    """A comparison had lost the words of the first."""
    first, second = Paragraph("OP1", "operative", "Decides."), Paragraph("OP2", "operative", "x")
    whole = Resolution("A/RES/70/1", "resolution", "Lamps", paragraphs=(first, second))
    said = whole.to_dict()
    said["paragraphs"][1]["id"] = "OP1"
    with pytest.raises(UnresError, match="two paragraphs with the id 'OP1', expected one of each"):
        Resolution.from_dict(said)
