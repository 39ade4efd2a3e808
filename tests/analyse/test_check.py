"""A draft beside resolution 80/251: hand-worked on invented drafts and an invented data set."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace

import pandas as pd
import pytest

import unres_research as un
from unres_research._wordlists import read_list
from unres_research.analyse import lineages
from unres_research.analyse._check import _due as due
from unres_research.analyse._check import _provisions as clauses
from unres_research.analyse._check._descent import descent_of, items_of
from unres_research.analyse._check._sizes import committee_of
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution

FOLDER = {  # symbol: date, session, item, title, paragraphs
    "A/RES/76/10": ("1 December 2021", "Seventy-sixth", "20", "Lamps of harbours"),
    "A/RES/77/10": ("1 December 2022", "Seventy-seventh", "9", "Lamps of harbours"),
    "A/RES/77/11": ("2 December 2022", "Seventy-seventh", "9", "Bells of quays"),
    "A/RES/77/12": ("3 December 2022", "Seventy-seventh", "14", "Books of schools"),
    "A/RES/78/13": ("4 December 2023", "Seventy-eighth", "8", "Ropes of ferries"),
    "A/RES/78/14": ("5 December 2023", "Seventy-eighth", "30", "Roads of mountains"),
    "A/RES/78/15": ("20 June 2024", "Seventy-eighth", "31", "Nets of rivers"),
}
KEEP = "Noting that the lamps of all harbours guide every boat home at night,"
ASK = (
    "Requests the Secretary-General to submit to the General Assembly at its {} session a report "
    "on the {}"
)
BODIES = {
    "A/RES/76/10": [KEEP, f"1. {ASK.format('seventy-seventh', 'lamps of harbours')};"],
    "A/RES/77/10": [KEEP, f"1. {ASK.format('seventy-ninth', 'lamps of harbours')};"],
    "A/RES/77/11": ["Noting bells,", f"1. {ASK.format('eightieth', 'bells of quays')};"],
    "A/RES/77/12": ["Noting books,", f"1. {ASK.format('seventy-ninth', 'books of schools')};"],
    "A/RES/78/13": ["Noting ropes,", f"1. {ASK.format('seventy-ninth', 'ropes of ferries')};"],
    "A/RES/78/14": ["Noting roads,", f"1. {ASK.format('eightieth', 'roads of mountains')};"],
    "A/RES/78/15": ["Noting nets,", f"1. {ASK.format('seventy-ninth', 'nets of rivers')};"],
}
DRAFT = f"""
General Assembly

Distr.: Limited
3 June 2024

Seventy-eighth session

Agenda item 8

Lights of the sea

Fiji and Zambia: draft resolution

Lamps of harbours

The General Assembly,

{KEEP}

Recalling that bells ring,

1. {ASK.format("seventy-ninth", "lamps of harbours")}, within existing resources;

2. Urges Member States to keep lamps burning;

3. Decides to convene a meeting on lamps, no later than 31 May 2025, and to review the
implementation of the present resolution at its eighty-first session;

4. Decides also to extend the mandate of the Panel of Lamps until 31 December 2026;

5. Notes that the mandate of the Bell Office expires, that a review of the implementation of the
bells was convened, and that voluntary contributions were paid until 31 May 2020;

6. Requests the Secretary-General:

(a) To paint the lamps by March 2025;

(b) To count the boats.
"""


def as_text(symbol: str) -> str:
    day, session, item, title = FOLDER[symbol]
    head = f"{symbol}\n\n{session} session\n\nAgenda item {item}\n\n"
    head += f"Resolution adopted by the General Assembly on {day}\n\n{title}\n\n"
    return "\n\n".join([head + "The General Assembly,", *BODIES[symbol]])


@pytest.fixture(scope="module")
def harbours(tmp_path_factory):
    from unres_research.corpus import build_corpus

    folder = tmp_path_factory.mktemp("checked")
    for symbol in FOLDER:
        (folder / f"{symbol.replace('/', '_')}.txt").write_text(as_text(symbol), encoding="utf-8")
    return build_corpus(folder, texts=True, n_jobs=1, progress=False).corpus


@pytest.fixture(scope="module")
def found(harbours):
    return un.check(un.loads(DRAFT), harbours)


def words_of(found, name: str) -> list[tuple[str, str]]:
    table = found.provisions_of(name)
    return list(zip(table["paragraph"], table["text"], strict=True))


# what it asks ---------------------------------------------------------------------------


def test_what_is_asked_of_whom_by_when(found):
    asked = found.asked.drop_duplicates("paragraph")
    assert asked["paragraph"].tolist() == ["OP1", "OP2", "OP3", "OP4", "OP6", "OP6(a)", "OP6(b)"]
    first = found.asked.iloc[0]
    assert (first["verb"], first["addressee"]) == ("request", "Secretary-General")
    assert (first["due"], first["resources"]) == ("session 79", ["existing"])


def test_one_report_is_asked_for(found):
    assert found.reports["paragraph"].tolist() == ["OP1"]
    assert found.reports[["head", "due_session"]].values.tolist() == [["secretary-general", 79]]


def test_the_preamble_asks_nothing(harbours):
    text = "The General Assembly,\n\nNoting lamps, and encouraging all States to keep them,\n\n"
    found = un.check(un.loads(text + "1. Notes bells."), harbours)
    assert found.asked.empty and "no directive and no decision" in dict(found.answer)["Asks"]


def test_parts_of_a_report_are_no_reports(harbours):
    text = (
        "The General Assembly,\n\n1. Requests the Secretary-General to submit to the General "
        "Assembly at its eightieth session a report containing:\n\n(a) The number of lamps;\n\n"
        "(b) The number of bells."
    )
    found = un.check(un.loads(text), harbours, date="2024-01-01")
    assert found.reports["paragraph"].tolist() == ["OP1"]


# provisions -----------------------------------------------------------------------------


def test_clauses_that_provide(found):
    assert words_of(found, "funding") == [("OP1", "within existing resources")]
    assert words_of(found, "review") == [
        (
            "OP3",
            "and to review the implementation of the present resolution at its eighty-first "
            "session",
        )
    ]
    extended = "Decides also to extend the mandate of the Panel of Lamps until 31 December 2026"
    assert words_of(found, "retirement") == [("OP4", extended)]
    assert words_of(found, "timeline") == [
        ("OP3", "no later than 31 May 2025"),
        ("OP4", extended),
        ("OP6(a)", "To paint the lamps by March 2025"),
    ]
    assert found.meetings["paragraph"].tolist() == ["OP3"]


def test_spans_are_characters_of_the_paragraph(found):
    for row in found.provisions.itertuples():
        assert found.record[row.paragraph].text[row.start : row.end] == row.text


def test_what_is_only_noted_provides_for_nothing(found):
    assert "OP5" not in set(found.provisions["paragraph"]) | set(found.meetings["paragraph"])


def hits(text: str, whom: tuple[str, ...] = (), kind: str = "directive") -> set[str]:
    """Provisions of a text that is one action."""
    row = {"class": kind, "paragraph": "OP1", "start": 0, "end": len(text), "spans": {}}
    row |= {"addressee_class": whom, "due": None, "resources": []}
    return set(clauses.provisions(pd.DataFrame([row]), {"OP1": text})["provision"])


@pytest.mark.parametrize(
    ("text", "whom", "expected"),
    [
        ("to light the lamps by the end of 2026", (), {"timeline"}),
        ("to light the lamps by 31 December 2026", (), {"timeline"}),
        ("to light all lamps by 2030", (), set()),  # a goal of others, no time of its own
        ("to review the implementation of the lamps", ("secretary_general",), {"review"}),
        ("to review the implementation of the lamps", ("member_states",), set()),
        ("to raise funds for lamps, a fundraising of harbours", ("un_system",), set()),
        ("to support the universal periodic review of lamps", ("un_body",), set()),
        ("to complete its work at its eightieth session", ("un_body",), {"retirement"}),
        ("that the Panel shall cease its watch", ("un_body",), {"retirement"}),
        ("to make voluntary contributions to the lamps", ("member_states",), {"funding"}),
        ("to convene a meeting of keepers", ("secretary_general",), {"meeting"}),
        ("to convene a meeting of keepers", ("member_states",), set()),
        ("to keep the lamps, in self-determination of expired boats", ("un_system",), set()),
    ],
)
def test_phrases(text, whom, expected):
    assert hits(text, whom) == expected


def test_a_decision_is_the_organs_own():
    assert hits("Decides to review the implementation of lamps", kind="decision") == {"review"}
    assert hits("Notes the review of the implementation", kind="statement") == set()


def test_gaps_are_of_eight_words_at_most():
    phrase = clauses.phrase_of("keep * lit", "review")
    assert phrase.pattern.search("keep " + "a " * 8 + "lit")
    assert not phrase.pattern.search("keep " + "a " * 9 + "lit")
    assert not phrase.pattern.search("keep it; lit") and not phrase.pattern.search("keep it, lit")
    assert not phrase.pattern.search("upkeep it lit")


def test_days_months_and_years_are_dates():
    by = clauses.phrase_of("by {date}", "timeline").pattern
    for said in (
        "31 May 2026",
        "May 2026",
        "2026",
        "the end of 2026",
        "mid-December 2026",
        "1 May",
    ):
        assert by.fullmatch(f"by {said}"), said
    assert not by.fullmatch("by 226") and not by.search("by Maya")


def test_the_word_list_is_sound():
    rows = read_list("provisions")
    assert {row["provision"] for row in rows} == {*clauses.PROVISIONS, "meeting", "topic"}
    assert all(row["source"] and row["phrase"] and row["whom"] in ("", "un") for row in rows)
    assert len({(row["phrase"], row["provision"]) for row in rows}) == len(rows)
    assert len(clauses.built_in()) == len(rows)


# due elsewhere --------------------------------------------------------------------------


def test_reports_that_are_due_already(found):
    """79th session, Secretary-General. 78/15 is younger than the draft; 76/10 was due at the 77th.

    The draft renews 77/10 (same series); 78/13 is on its item 8 of session 78, 77/11 on item 9 of
    session 77, that of 77/10; 77/12 is due at the same session, 78/14 at another.
    """
    table = found.due_elsewhere
    assert table[["report", "why", "symbol", "paragraph", "due"]].values.tolist() == [
        ["OP1", "same series", "A/RES/77/10", "OP1", "session 79"],
        ["OP1", "same item", "A/RES/78/13", "OP1", "session 79"],
        ["OP1", "same item", "A/RES/77/11", "OP1", "session 80"],
        ["OP1", "same session", "A/RES/77/12", "OP1", "session 79"],
    ]


def test_what_is_left_out_and_what_is_later_is_not_due(harbours):
    record = un.loads(DRAFT)
    later = un.check(record, harbours, date="2024-07-01").due_elsewhere["symbol"].tolist()
    assert "A/RES/78/15" in later
    less = un.check(record, harbours, exclude="A/RES/77/12")
    assert "A/RES/77/12" not in less.due_elsewhere["symbol"].tolist()
    assert less.left_out == {"A/RES/77/12": "as asked"}


def test_only_the_same_addressee_counts(harbours):
    text = DRAFT.replace(
        "Requests the Secretary-General to submit",
        "Requests the Economic and Social Council to submit",
    )
    found = un.check(un.loads(text), harbours)
    assert found.reports["head"].tolist() == ["economic and social council"]
    assert found.due_elsewhere.empty


def test_a_report_without_a_time_is_set_beside_its_own_item_alone(harbours):
    text = DRAFT.replace(" at its seventy-ninth session", "", 1)
    found = un.check(un.loads(text), harbours)
    assert found.reports["due"].isna().tolist() == [True]
    assert found.due_elsewhere["symbol"].tolist() == ["A/RES/77/10", "A/RES/78/13", "A/RES/77/11"]
    assert "no time named" in dict(found.answer)["Reports"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("session 78", True),
        ("session 77", False),
        ("2024-06-25", True),
        ("2024-06-24", False),
        ("2024-06", True),
        ("2024-05", False),
        ("2024", True),
        ("2023", False),
        ("every session", True),
        (None, False),
    ],
)
def test_what_is_still_due(told, expected):
    at = int(told[8:]) if told and told[8:].isdigit() and told.startswith("session") else None
    asked = pd.DataFrame({"due": [told], "due_session": pd.array([at], dtype="Int64")})
    assert due._still_due(asked, 78, "2024-06-25").tolist() == [expected]


def test_a_data_set_without_the_table_says_so(harbours, monkeypatch):
    def missing(_):
        raise UnresError("no table of actions, build the data set anew")

    monkeypatch.setattr(type(harbours), "actions", property(missing))
    found = un.check(un.loads(DRAFT), harbours)
    assert found.due_elsewhere is None
    assert "build the data set anew" in " ".join(found.notes)
    assert found.to_dict()["due_elsewhere"] is None


def test_items_in_one_spelling():
    assert items_of(["71(b)", "71 (b)", "Agenda item 13"]) == ["71 (b)", "71 (b)", "13"]


# renewal and length ---------------------------------------------------------------------


def test_predecessor_and_what_is_renewed(found):
    """Words: KEEP 13; "Recalling that bells ring" 4; OP1 23 of ASK with 22 in a row, ...

    77/10 has KEEP (13 words) whole, and ASK with its 23 words up to "lamps of harbours".
    """
    assert found.predecessor == "A/RES/77/10"
    keep = len(KEEP.split())
    ask = len(ASK.format("seventy-ninth", "lamps of harbours").split())
    assert (keep, ask) == (13, 20)
    total = found.preamble_words + found.operative_words
    assert found.descent.renewed_words == keep + ask
    assert found.renewed_share == (keep + ask) / total
    assert found.descent.unchanged == ("PP1",)
    assert found.descent.series == ("A/RES/76/10", "A/RES/77/10")


def test_words_of_both_halves(found):
    """PP 13 + 4; OP1 20 + 3, OP2 7, OP3 24, OP4 13, OP5 31, OP6 3, (a) 7, (b) 4."""
    assert found.preamble_words == 17
    assert found.operative_words == sum(
        len(p.text.split()) for p in found.record if p.kind in ("operative", "subparagraph")
    )
    assert (found.sizes.preambular, found.sizes.operative) == (2, 6)


def test_predecessors_are_those_of_lineages(harbours):
    table = lineages.predecessors(harbours)
    for symbol in ("A/RES/77/10", "A/RES/77/11", "A/RES/78/13"):
        record = harbours.resolution(symbol)
        own = descent_of(record, harbours, record.session, (symbol,))
        told = table.loc[symbol, "predecessor"]
        assert own.predecessor == (None if told != told else told)
        assert own.reason == table.loc[symbol, "reason"]
    assert table.loc["A/RES/77/10", "predecessor"] == "A/RES/76/10"


def test_a_text_of_no_session_has_no_predecessor(harbours):
    found = un.check(un.loads("The General Assembly,\n\n1. Decides to meet."), harbours)
    assert found.predecessor is None and math.isnan(found.renewed_share)
    assert found.to_dict()["renewed_share"] is None
    assert "session is not known" in dict(found.answer)["Renews"]
    assert "no preamble" in dict(found.answer)["Length"]
    assert any("no date" in note for note in found.notes)


def asking(sentence: str) -> Resolution:
    return un.loads(f"The General Assembly,\n\n1. {sentence}.")


@pytest.mark.parametrize(
    ("sentence", "date", "said"),
    [
        # four of the data set are due at the seventy-ninth session, two at the eightieth
        (ASK.format("seventy-ninth", "lamps"), None, "4 of the same addressee at the same session"),
        (ASK.format("eightieth", "lamps"), None, "2 of the same addressee at the same session"),
        (ASK.format("eighty-fifth", "lamps"), "2024-07-01",
         "none of the same addressee in its series, on its agenda item or at the same session"),
        ("Requests the Secretary-General to submit a report on lamps", "2024-07-01",
         "none of the same addressee in its series or on its agenda item"),
        ("Requests that a report on lamps be submitted", "2024-07-01", "not looked for"),
    ],
)  # fmt: skip
def test_what_is_due_already_is_told_by_what_was_looked_at(harbours, sentence, date, said):
    found = un.check(asking(sentence), harbours, date=date)
    assert f"Already due: {said}" in dict(found.answer)["Reports"]


def test_nothing_is_said_of_what_is_due_where_nothing_was_searched(harbours):
    found = un.check(asking(ASK.format("eightieth", "lamps")), harbours, date="1999-01-01")
    assert found.due_elsewhere is None
    assert "Already due" not in dict(found.answer)["Reports"]
    assert any("was adopted before 1999-01-01" in note for note in found.notes)


def test_an_amendment_is_told(harbours):
    found = un.check(replace(asking("Decides to meet"), amends="A/80/L.25"), harbours)
    assert any("amends A/80/L.25" in note for note in found.notes)
    assert "1 operative paragraph (1 with sub-paragraphs)" in found.receipt[0]


def test_what_is_not_to_be_is_neither_asked_nor_convened(harbours):
    denied = "Decides not to convene a meeting on lamps and to request no report on them"
    assert un.check(asking(denied), harbours).meetings.empty
    for sentence, report in (
        ("Requests the Secretary-General not to report to it on lamps", False),
        ("Requests that no report be submitted by the Secretary-General", False),
        ("Requests the Secretary-General not to submit a report on lamps", False),
        ("Requests the Secretary-General not to wait and to report to it on lamps", True),
    ):
        assert len(un.check(asking(sentence), harbours).reports) == report


def test_the_preamble_stands_among_those_of_its_committee(made):
    """Preambles of 1 to 20 times two words; one of 11 words is longer than those of 2 to 10: 5."""
    rows = [
        (f"A/RES/77/{k}", "1 December 2022", f"Lamp number {chr(64 + k)}", "Noting " + "lamp " * (2 * k - 1) + ",", "1. Decides to meet.")
        for k in range(1, 21)
    ]  # fmt: skip
    corpus = made(*rows)
    text = "The General Assembly,\n\nNoting " + "bell " * 10 + ",\n\n1. Decides to meet."
    found = un.check(un.loads(text), corpus)
    assert (found.preamble_words, found.sizes.texts) == (11, 20)
    assert found.sizes.percentile == 25.0 and found.sizes.median_words == 21.0
    few = un.check(un.loads(text), corpus, exclude="A/RES/77/1")
    assert few.sizes.texts == 19 and math.isnan(few.sizes.percentile)
    assert "Only 19 texts" in dict(few.answer)["Length"]


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("A/C.3/80/L.1", "Third"),
        ("A/C.6/80/L.1/Rev.1", "Sixth"),
        ("A/80/L.1", "Plenary"),
        ("A/RES/80/1", None),
        (None, None),
    ],
)
def test_committees_of_drafts(symbol, expected):
    assert committee_of(Resolution(symbol, "draft", "Lamps")) == expected


# what it says ---------------------------------------------------------------------------

KEYS = ["symbol", "actions", "reports", "provisions", "predecessor", "renewed_share",
        "preamble_words", "operative_words"]  # fmt: skip


def test_the_keys_of_json(found):
    told = json.loads(json.dumps(found.to_dict()))
    assert set(KEYS) <= set(told)
    assert list(told["provisions"]) == ["timeline", "review", "retirement", "funding"]
    assert told["provisions"]["funding"][0]["paragraph"] == "OP1"
    start, end = told["provisions"]["funding"][0]["span"]
    assert found.record["OP1"].text[start:end] == "within existing resources"
    assert told["reports"][0]["due"] == "session 79"
    first = told["actions"][0]
    assert (first["paragraph"], first["class"], first["report"]) == ("OP1", "directive", True)
    assert first["addressee_class"] == ["secretary_general"] and len(first["span"]) == 2


def everything(found) -> str:
    from unres_research.show._check import view
    from unres_research.show._check_lines import lines_of

    lines = [*lines_of(found), *found.receipt, *found.notes, *(b for _, b in found.answer)]
    return " ".join([*lines, repr(found), found._repr_html_(), view(found).html])


def test_nothing_says_that_a_draft_complies(found):
    for word in ("compl(y|ies|iant|iance)", "satisf", "conform", "in line with", "fulfil"):
        assert not re.search(word, everything(found), re.IGNORECASE), word


def test_the_receipt_says_what_was_looked_for_and_where(found):
    said = " ".join(found.receipt)
    assert "6 operative paragraphs (8 with sub-paragraphs)" in said
    assert "Searched: 6 resolutions of 2021-12-01 to 2023-12-05" in said
    assert "concept note" in said


def test_other_languages_are_refused(harbours):
    french = replace(un.loads(DRAFT), language="fr")
    with pytest.raises(UnresError, match="language 'fr', expected English"):
        un.check(french, harbours)


def test_what_is_no_text_and_no_date(harbours):
    with pytest.raises(UnresError, match="un.load"):
        un.check("lamps", harbours)
    with pytest.raises(UnresError, match="un.open_corpus"):
        un.check(un.loads(DRAFT), "data")
    with pytest.raises(UnresError, match="found 'soon' for date, expected a day"):
        un.check(un.loads(DRAFT), harbours, date="soon")
    with pytest.raises(UnresError, match="the provision 'lamps', expected timeline"):
        un.check(un.loads(DRAFT), harbours).provisions_of("lamps")


def test_a_text_without_operative_paragraphs(harbours):
    for paragraphs in ((), (Paragraph("PP1", "preambular", "Noting lamps,"),)):
        found = un.check(Resolution("A/78/L.9", "draft", "", paragraphs=paragraphs), harbours)
        assert found.actions.empty and found.reports.empty and found.provisions.empty
        assert "No operative paragraph" in found.notes[0]
        assert not re.search(r"\bnan\b", everything(found))


def test_an_amendment_renews_nothing(harbours):
    """Its title is that of the text that it would change."""
    said = Paragraph("P1", "other", "Stresses that lamps are lit.")
    found = un.check(Resolution("A/78/L.9", "draft", "Lamps of harbours", session=78,
                                paragraphs=(said,)), harbours)  # fmt: skip
    assert found.predecessor is None and "no preambular" in dict(found.answer)["Renews"]
    assert dict(found.answer)["Length"].endswith("operative part 0 words in 0 paragraphs.")


def test_many_and_long_paragraphs_are_read_in_bounds(harbours):
    """Repeated beginnings of phrases, which a careless pattern would try in every way."""
    hard = "Decides to keep " + "mandate " * 3_000 + "review * " * 1_000 + "until "
    paragraphs = [Paragraph(f"OP{k}", "operative", "Decides to meet;") for k in range(2, 1_500)]
    first = Paragraph("OP1", "operative", hard)
    found = un.check(Resolution(None, "draft", "", paragraphs=(first, *paragraphs)), harbours)
    assert len(found.asked) >= 1_499
    assert "and 1,481 more" in everything(found)


def test_a_check_in_sentences():
    """Each stands alone, and says the same as the answer with its labels."""
    text = un.loads("The General Assembly,\n\n1. Decides to meet until 31 May 2027.")
    found = un.check(text, un.corpus.example_corpus())
    first, clauses, meetings, renews, length = found.summary()
    assert first == f"What {found.name} asks: 1 decision. Reports: none asked for."
    assert clauses == (
        "Clauses that resolution 80/251 speaks of: words were found of timeline (OP1), retirement "
        "(OP1); none were found of review, funding."
    )
    assert meetings.startswith("Meetings: ") and renews.startswith("What it renews: no predecessor")
    assert length.startswith(
        "Length: preamble 0 words in 0 paragraphs, operative part 7 words in 1 paragraph."
    )
    assert found.actions.attrs["caption"] and found.due_elsewhere.attrs["reason"]
