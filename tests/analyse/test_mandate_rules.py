"""Rules of the ledger of requests: meetings, fates in their order, twins, stock phrases."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import unres_research as un
from unres_research.analyse._mandates import _fate, _ledger, _meetings, _recurrence
from unres_research.analyse._mandates._alike import likeness_of

ORDINALS = {76: "seventy-sixth", 77: "seventy-seventh", 78: "seventy-eighth", 79: "seventy-ninth",
            80: "eightieth"}  # fmt: skip
REPORT = ("Requests the Secretary-General to submit to the General Assembly at its {} session a report "
          "on the state of all lamps, buoys and signal bells of the northern harbours;")  # fmt: skip
PAINT = ("{} Member States to paint the wooden doors of every lighthouse keeper green before each "
         "winter begins and to oil their hinges;")  # fmt: skip
SAND = ("Invites the International Maritime Organization to count grains of yellow sand found "
        "between broken shells on beaches of distant volcanic islands;")  # fmt: skip
WHALES = ("Encourages Member States to teach young sailors how whales sing under ice while northern "
          "lights burn above silent fishing villages;")  # fmt: skip
MEETING = ("Decides to convene a one-day high-level meeting of the General Assembly on harbours of "
           "small islands;")  # fmt: skip
STOCK = ("Invites Governments to bring this text with all its many parts to the attention of whoever "
         "keeps watch at night;")  # fmt: skip
TEXTS = {  # (session, number): title, paragraphs
    (76, 1): ("Lamps for harbours", (REPORT.format(ORDINALS[77]), PAINT.format("Invites"), SAND)),
    (77, 1): ("Lamps for harbours", (REPORT.format(ORDINALS[78]), PAINT.format("Urges"))),
    (78, 1): ("Lamps for harbours", (REPORT.format(ORDINALS[80]), PAINT.format("Urges"), WHALES)),
    (78, 2): ("Songs of the deep", (WHALES, MEETING)),
}
for _k in range(20):  # families that carry one stock paragraph
    _name = "".join(chr(97 + int(d)) for d in f"{_k:02}")
    TEXTS[77, 10 + _k] = (f"Subject {_name}", (STOCK,))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("mandates")
    for (session, number), (title, paragraphs) in TEXTS.items():
        body = "\n\n".join(f"{k}. {text}" for k, text in enumerate(paragraphs, start=1))
        text = (
            f"A/RES/{session}/{number}\n\nResolution adopted by the General Assembly on 5 December "
            f"{session + 1945}\n\n{title}\n\nThe General Assembly,\n\n"
            + "Recalling its decision to convene a meeting on harbours,\n\n" * (number >= 10)
            + f"{body}\n"
        )
        (where / f"{session}_{number}.txt").write_text(text, encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def ledger(told):
    return un.mandates(told)


def of(table: pd.DataFrame, symbol: str, paragraph: str) -> dict:
    (row,) = table[(table["symbol"] == symbol) & (table["paragraph"] == paragraph)].to_dict(
        "records"
    )
    return row


# the table ------------------------------------------------------------------------------


def test_one_row_a_request(ledger):
    row = of(ledger.table, "A/RES/78/1", "OP1")
    assert (row["what"], row["verb"], row["class"]) == ("report", "request", "directive")
    assert row["addressee_class"] == ("secretary_general",)
    assert (row["due"], row["due_session"], row["due_after"]) == ("session 80", 80, 2)
    assert row["series"] == "A/RES/76/1"
    row = of(ledger.table, "A/RES/78/2", "OP2")
    assert (row["what"], row["class"]) == ("meeting", "decision")
    assert of(ledger.table, "A/RES/76/1", "OP3")["what"] == "other"
    assert ledger.table["what"].value_counts().to_dict() == {"report": 3, "meeting": 1, "other": 26}


def test_it_is_the_same_without_texts(ledger, untold):
    again = un.mandates(untold).table
    shown = ["symbol", "paragraph", "action", "what", "due", "due_after", "series"]
    pd.testing.assert_frame_equal(again[shown], ledger.table[shown])


@pytest.mark.parametrize(
    ("due", "session"),
    [
        ("2026-12-31", 81),
        ("2026-08-31", 80),
        ("2026-09", 81),
        ("2026", 81),
        ("every session", None),
    ],
)
def test_the_session_of_a_date(due, session):
    assert _ledger.session_on(due) == session


@pytest.mark.parametrize(
    ("what", "is_meeting"),
    [
        ("to convene, at its next session, an interactive dialogue on lamps", True),
        ("to hold a two-day workshop", True),
        ("that the next conference shall be held in a harbour", True),
        ("to prepare a summary of the meeting", False),
        ("to hold fast to the rules of the sea", False),
        ("to support the convening of a conference", False),
    ],
)
def test_a_meeting_in_the_words_of_the_text(what, is_meeting):
    assert _meetings.said_of(what) == is_meeting


def test_a_meeting_by_counts(told):
    table = _ledger.actions_of(told)
    found = table[_meetings.by_counts(told, table)]  # phrases that five paragraphs have are counted
    assert found[["symbol", "paragraph"]].values.tolist() == [["A/RES/78/2", "OP2"]]


# recurrence -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sessions", "ends", "in_fact", "state", "due"),
    [
        ([74, 75, 76], (80, False), "annual", "missed", 77),
        ([78, 79, 80], (80, False), "annual", "not yet due again", 81),
        ([77, 78, 79], (80, False), "annual", "not yet due again", 80),  # 80 is not over
        ([77, 78, 79], (80, True), "annual", "missed", 80),
        ([74, 76, 78], (80, False), "biennial", "not yet due again", 80),
        ([74, 77, 80], (80, False), "triennial", "not yet due again", 83),
        ([74, 75, 77, 78], (80, False), "irregular", "missed", None),
        ([74, 76], (80, False), "too few", "missed", 78),
        ([76], (80, False), "once", "once", None),  # 77, 78 and 79 are whole
        ([77], (80, False), "too few", "one request so far", None),
        ([77], (80, True), "once", "once", None),
    ],
)
def test_rhythm(sessions, ends, in_fact, state, due):
    found = _recurrence.rhythm(sessions, ends)
    assert found["in_fact"] == in_fact
    if in_fact != "irregular":
        assert (found["state"], found["next_session"]) == (state, due)


def test_an_irregular_request_is_awaited_after_its_longest_step():
    found = _recurrence.rhythm([74, 75, 78], (80, False))
    assert (found["next_session"], found["state"]) == (81, "not yet due again")


def test_a_report_that_returns_every_year_is_annual_though_it_does_not_say_so(ledger):
    (row,) = ledger.recurrence().to_dict("records")
    assert (row["series"], row["in_fact"], row["said"]) == ("A/RES/76/1", "annual", ())
    assert row["sessions"] == row["series_sessions"] == (76, 77, 78)
    assert row["due_after"] == (1, 2)
    assert row["symbols"] == ("A/RES/76/1", "A/RES/77/1", "A/RES/78/1")
    assert (row["state"], row["next_session"]) == ("not yet due again", 79)


# fate -----------------------------------------------------------------------------------


def test_fates(ledger):
    table = ledger.fate()
    fates = {
        (row.symbol, row.paragraph): row.fate
        for row in table.itertuples()
        if row.symbol[-2:] == "/1"
    }
    assert fates == {
        ("A/RES/76/1", "OP1"): "repeated",  # a session later, for the session after it
        ("A/RES/76/1", "OP2"): "firmed",
        ("A/RES/76/1", "OP3"): "dropped",
        ("A/RES/77/1", "OP1"): "moved",
        ("A/RES/77/1", "OP2"): "repeated",
        ("A/RES/78/1", "OP1"): "not over",
        ("A/RES/78/1", "OP2"): "not over",
        ("A/RES/78/1", "OP3"): "not over",
    }
    assert set(table["fate"]) <= set(_fate.FATES)


def test_a_fate_names_both_places(ledger):
    row = of(ledger.fate("A/RES/76/1"), "A/RES/76/1", "OP2")
    assert (row["next"], row["next_paragraph"], row["next_verb"]) == ("A/RES/77/1", "OP2", "urge")
    assert row["reason"] == "invite before, urge after"
    # 22 words: 17 runs, of which the second text has all but the one with its first word
    assert row["runs_share"] == pytest.approx(16 / 17)
    row = of(ledger.fate("A/RES/77/1"), "A/RES/77/1", "OP1")
    assert row["reason"] == "due after 1 session before, after 2 sessions after"


def test_the_fate_of_one_resolution_is_that_among_all(ledger):
    every = ledger.fate()
    own = every[every["symbol"] == "A/RES/77/1"].reset_index(drop=True)
    pd.testing.assert_frame_equal(ledger.fate("A/RES/77/1"), own)


BEFORE = {"what": "report", "head": "secretary-general", "verb": "urge", "due": "session 79",
          "due_after": 1, "session": 78, "next": "A/RES/79/1", "next_paragraph": "OP1",
          "next_what": "report", "next_head": "secretary-general", "next_verb": "urge",
          "next_due": "session 80", "next_due_after": 1, "next_session": 79}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "fate"),
    [
        ({}, "repeated"),
        ({"next_due_after": 2}, "moved"),
        ({"next_due": None, "next_due_after": None}, "moved"),
        ({"next_due": "session 79", "next_due_after": 0}, "repeated"),  # the very time as before
        ({"next_verb": "invite"}, "softened"),
        ({"next_verb": "invite", "next_due_after": 2}, "softened"),  # before "moved"
        ({"next_verb": "demand"}, "firmed"),
        ({"next_verb": "recall"}, "repeated"),  # not on the scale
        ({"next_head": "member states", "next_verb": "invite"}, "changed"),
        ({"next_head": None}, "repeated"),  # nobody named is no other addressee
        ({"next_what": "other", "next_verb": "invite"}, "changed"),
        ({"next_paragraph": None, "next_what": "other"}, "dropped"),
        ({"next": None, "next_paragraph": None}, "not over"),
    ],
)
def test_fates_exclude_each_other_in_their_order(changes, fate):
    level = {verb: _fate.degree(verb) for verb in ("urge", "invite", "demand", "recall")}
    assert _fate._told({**BEFORE, **changes}, level)[0] == fate


def test_pairs_are_those_that_sum_up_to_most():
    share = np.array([[0.9, 0.8, 0.0], [0.85, 0.1, 0.29]])
    one, other = _fate.paired(share, np.zeros(share.shape))
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 1), (1, 0)]
    one, _ = _fate.paired(np.array([[0.29]]), np.zeros((1, 1)))
    assert not len(one)


# likeness -------------------------------------------------------------------------------


def test_likeness_by_runs_and_words(told):
    like, table = likeness_of(told), told.paragraphs.set_index(["symbol", "paragraph"])["wording"]
    one, other = table["A/RES/76/1", "OP1"], table["A/RES/77/1", "OP1"]
    runs, words = like.between(np.array([one]), np.array([other]))
    first, second = (set(map(tuple, six(REPORT.format(ORDINALS[s])))) for s in (77, 78))
    assert runs[0, 0] == pytest.approx(len(first & second) / len(first))
    assert words[0, 0] == 1  # but for the session they are one
    far = table["A/RES/76/1", "OP3"]
    assert like.between(np.array([one]), np.array([far]))[0][0, 0] == 0


def six(text: str) -> list[list[str]]:
    words = un.corpus.words(text)
    return [words[k : k + 6] for k in range(len(words) - 5)]


# duplicates -----------------------------------------------------------------------------


def test_a_request_of_two_series_is_a_pair_and_a_stock_phrase_is_none(ledger):
    (row,) = ledger.duplicates().to_dict("records")
    places = {(row[f"{s}_symbol"], row[f"{s}_paragraph"]) for s in ("first", "second")}
    assert places == {("A/RES/78/1", "OP3"), ("A/RES/78/2", "OP1")}
    words = len(un.corpus.words(WHALES))
    assert row["shared_words"] == row["first_words"] == row["second_words"] == words
    assert row["shared_runs"] == row["weight"] == words - 5
    assert (row["share"], row["share_of_longer"]) == (1, 1)
    assert row["same_addressee"] and row["same_day"] and not row["same_due"]
    assert row["first_text"] == row["second_text"] == WHALES
    # both runs of the smaller text, WHALES and MEETING, less those that only it has
    whole = len(six(WHALES)) + len(six(MEETING))
    assert row["texts_share"] == pytest.approx((words - 5) / whole)


def test_without_texts_a_pair_has_none(untold):
    table = un.mandates(untold).duplicates()
    assert len(table) == 1 and "first_text" not in table


def test_one_series_has_no_pairs(told):
    assert un.mandates(told, symbols=["A/RES/76/1", "A/RES/77/1"]).duplicates().empty


def test_alike_leaves_out_its_own_series(ledger, untold):
    for made, how in ((ledger, "search"), (un.mandates(untold), "words")):
        table = made.alike("A/RES/78/1", "OP3", n=2)
        assert table.loc[0, ["symbol", "paragraph", "how"]].tolist() == ["A/RES/78/2", "OP1", how]
        assert table.loc[0, "runs_share"] == 1
        assert "A/RES/76/1" not in set(table["series"])
    table = un.mandates(untold).alike("A/RES/78/1", "OP3", text=WHALES, n=1)
    assert table[["symbol", "how"]].values.tolist() == [["A/RES/78/2", "search"]]


# figures --------------------------------------------------------------------------------


def test_figures_by_session(ledger):
    table = ledger.by("session")
    value = table.set_index(["measure", "session"])["value"]
    assert value["reports a resolution asks for", 76] == 1
    assert value["reports a resolution asks for", 77] == pytest.approx(1 / 21)
    assert value["resolutions that ask for a report", 78] == 0.5
    assert value["reports with a due date", 78] == 1
    words = [sum(len(un.corpus.words(p)) for p in TEXTS[78, n][1]) for n in (1, 2)]
    assert value["words, mean", 78] == value["words, median", 78] == sum(words) / 2
    new = table.set_index(["measure", "session"]).loc["yearly renewals with under a tenth new"]
    # of the texts of session 77 one renews one of session 76, all but seven of its words in runs
    assert new["of"].tolist() == [0, 1, 1]
    assert not table["enough"].any() or table.loc[~table["enough"], "reason"].ne("").all()
    assert table.loc[~table["enough"], ["low", "high"]].isna().all(axis=None)


def test_enough_texts_have_an_interval(told):
    table = un.mandates(told).by("session").set_index(["measure", "session"])
    row = table.loc[("words, mean", 77)]
    assert row["enough"] and row["low"] <= row["value"] <= row["high"]


def test_parts_of_a_report_are_no_further_reports(told):
    table = un.mandates(told).table.iloc[:2].copy()
    table["what"] = "report"
    table["inherited"] = [(), ("report", "verb")]
    assert _ledger.own_reports(table)["paragraph"].tolist() == ["OP1"]


# shown ----------------------------------------------------------------------------------
