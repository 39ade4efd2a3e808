"""Prevalence by session, month, committee, item, vote, part, and groups of one's own."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from unres_research.analyse import fit_topics
from unres_research.analyse._grouping import in_order
from unres_research.analyse._topics import _grouping, _prevalence
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError

EELS = "eels rivers nets boats"
OWLS = "owls towers nests bells"


@pytest.fixture(scope="module")
def rivers(made):
    """Three resolutions, and the share of topic "a" in each paragraph.

    Of its words as many count as of those that are no function words are not of drafting: of 10
    nine tenths ("noting", "decides"), of the 9 of (a) all ("to", "every" are function words), of
    the 9 of the second resolution eight ninths.
    """
    corpus = made(
        ("A/RES/75/1", "1 December 2020", "Eels", f"Noting {EELS} {EELS} today,",
         f"1. Decides {OWLS} {OWLS} today:", f"(a) To count {EELS} every long night;", "2. Thanks."),
        ("A/RES/76/9", "3 March 2022", "Owls", f"1. Decides {EELS} {OWLS};"),
        ("A/RES/76/10", "20 March 2022", "Bells", f"Noting {OWLS} {OWLS} tonight,",
         f"1. Decides {EELS} {OWLS} tonight."),
    )  # fmt: skip
    body = corpus.paragraphs[corpus.paragraphs["words"] >= 8]
    assert body["words"].tolist() == [10, 10, 9, 9, 10, 10]
    shares = dict(zip(body["wording"], [1, 0, 1, 0.5, 0, 0.25], strict=True))
    model = fit_topics(corpus, 2, max_df=1)
    first = np.array([shares[w] for w in model.wordings])
    return replace(model, labels=("a", "b"), weights=np.array([first, 1 - first]).T)


def shares_of_a(table):
    return table[table["topic"] == "a"].set_index("group")["prevalence"].to_dict()


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("session", {75: 18 / 27, 76: 6.25 / 26}),
        ("month", {"2020-12": 18 / 27, "2022-03": 6.25 / 26}),
        ("part", {"preamble": 9 / 18, "operative": 15.25 / 35}),  # (a) stands under OP1
        ({"A/RES/75/1": "one", "A/RES/76/9": "one"}, {"one": 22 / 35}),
        (pd.Series({"A/RES/75/1": 2, "A/RES/76/9": 1, "A/RES/76/10": np.nan}), {1: 0.5, 2: 18 / 27}),
    ],
)  # fmt: skip
def test_prevalence_by_hand(rivers, by, expected):
    found = rivers.prevalence(by=by)
    assert shares_of_a(found) == pytest.approx(expected)
    assert list(shares_of_a(found)) == list(expected)
    assert found.groupby("group")["prevalence"].sum().to_numpy() == pytest.approx(1)
    assert found.index.tolist() == list(range(len(found)))
    assert found.columns.tolist()[:6] == ["group", "topic", "prevalence", "low", "high", "reason"]


def test_how_much_a_group_is(rivers):
    found = rivers.prevalence(by="part").drop_duplicates("group").set_index("group")
    assert found["resolutions"].to_dict() == {"preamble": 2, "operative": 3}
    assert found["series"].to_dict() == {"preamble": 2, "operative": 3}
    assert found["words"].to_dict() == {"preamble": 18, "operative": 35}
    assert rivers.prevalence(by="session").attrs == {"left_out": 0, "by": "session"}
    assert rivers.prevalence(by={"A/RES/76/9": 1}).attrs == {"left_out": 2, "by": ""}
    later = rivers.prevalence(["A/RES/76/9", "A/RES/76/10"], by={"A/RES/76/9": 1, "A/RES/75/1": 2})
    assert shares_of_a(later) == {1: 0.5} and later.attrs == {"left_out": 1, "by": ""}


def test_groups_are_each_as_if_alone(rivers):
    """Intervals and reasons are those of the group."""
    long = rivers.prevalence(by="session")
    columns = ["prevalence", "low", "high", "reason"]
    for session, symbols in ((75, ["A/RES/75/1"]), (76, ["A/RES/76/9", "A/RES/76/10"])):
        alone = rivers.prevalence(symbols)[columns].reset_index(drop=True)
        own = long[long["group"] == session][columns].reset_index(drop=True)
        pd.testing.assert_frame_equal(own, alone)


def test_intervals_are_given_by_group():
    """All of a topic in each of eight resolutions, and in none of the other eight."""
    model = fit_topics(example_corpus(), 4)
    rows = model.corpus.resolutions.index
    place = dict(zip(model.corpus.paragraphs["wording"], range(16), strict=True))
    held = np.array([0.9 if place[w] < 8 else 0.1 for w in model.wordings])
    model = replace(model, labels=("a", "b"), weights=np.array([held, 1 - held]).T)
    by = pd.Series(["first"] * 8 + ["second"] * 8, index=rows)
    found = model.prevalence(by=by).set_index(["group", "topic"])
    assert found["prevalence"].to_dict() == pytest.approx(
        {("first", "a"): 0.9, ("first", "b"): 0.1, ("second", "a"): 0.1, ("second", "b"): 0.9}
    )


def test_a_group_without_topics_has_no_prevalence(rivers):
    own = rivers.corpus.paragraphs.set_index("symbol").loc["A/RES/75/1", "wording"]
    without = np.where(np.isin(rivers.wordings, own)[:, None], np.nan, rivers.weights)
    found = replace(rivers, weights=without).prevalence(by="session").set_index("group")
    assert found.loc[75, "prevalence"].isna().all() and found.loc[75, "words"].eq(0).all()
    assert set(found.loc[75, "reason"]) == {"nothing to count in"}
    assert found.loc[76, "prevalence"].tolist() == pytest.approx([6.25 / 26, 19.75 / 26])
    with pytest.raises(UnresError, match="no paragraphs with topics in the group"):
        replace(rivers, weights=np.full_like(without, np.nan)).prevalence(by="session")


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (
            "year",
            "no groups by 'year', expected one of session, .*, vote, part, subject, or the group of each",
        ),
        (3, "found no groups by '3', expected one of"),
        ({"A/RES/1/1": 1}, "found no 'A/RES/1/1' among the symbols"),
        ({"A/RES/75/1": 1, "A/RES/76/9": "x"}, "found groups of several kinds"),
        ({"A/RES/75/1": None}, "found none of 3 resolutions in a group"),
        (pd.Series([1, 2], index=["A/RES/75/1"] * 2), "found A/RES/75/1 twice"),
    ],
)
def test_groups_that_are_not_understood(rivers, by, said):
    with pytest.raises(UnresError, match=said):
        rivers.prevalence(by=by)


def test_groups_of_resolutions():
    """Votes unknown, items that a resolution has two of, special sessions, items in order."""
    table = pd.DataFrame({
        "symbol": ["x", "y", "z"],
        "session": pd.array([78, 78, None], dtype="Int64"),
        "special_session": [None, None, "ES-11"],
        "adopted_on": pd.to_datetime(["2023-12-01", "2024-01-02", None]),
        "committee": ["First", None, None],
        "adoption": ["recorded vote", "without a vote", None],
        "agenda_items": [["10 (a)", "9"], ["9"], ["5"]],
        "subjects": [["EELS", "OWLS"], [], ["EELS"]],
    }, index=["x", "y", "z"])  # fmt: skip
    corpus = SimpleNamespace(resolutions=table)

    def keys(by):
        return _grouping.keys_of(corpus, by).tolist()

    assert keys("session") == [(78,), (78,), ()]
    assert keys("month") == [("2023-12",), ("2024-01",), ()]
    assert keys("committee") == [("First",), (), ()]
    assert keys("subject") == [("EELS", "OWLS"), (), ("EELS",)]
    assert keys("vote") == [("with a vote",), ("without a vote",), ()]
    nine, ten = "session 78, item 9", "session 78, item 10 (a)"
    assert keys("agenda_item") == [(ten, nine), (nine,), ("session ES-11, item 5",)]
    assert in_order({ten, nine}) == [nine, ten]
    assert in_order({10, 9}) == [9, 10]


def test_two_items_count_in_both(rivers, monkeypatch):
    keys = pd.Series([("one", "two"), ("two",), ()], index=rivers.corpus.resolutions.index)
    monkeypatch.setattr(_grouping, "keys_of", lambda corpus, by: keys)
    found = rivers.prevalence(by="agenda_item")
    assert shares_of_a(found) == pytest.approx({"one": 18 / 27, "two": 22 / 35})
    assert found.attrs == {"left_out": 1, "by": "agenda_item"}


def test_tables_say_how_stable_a_topic_is(rivers):
    words = pd.DataFrame({"word": ["unstable", "stable"]}, index=pd.Index(["b", "a"], name="topic"))
    rivers = replace(rivers, stability=words)
    data = pd.DataFrame({"size": [1.0, 2, 4]}, index=rivers.corpus.resolutions.index)
    alone = (rivers.prevalence(), rivers.differences(75, 76, by="session"))
    for table in alone:
        assert table["word"].to_dict() == {"a": "stable", "b": "unstable"} and table.attrs
    for table in (rivers.prevalence(by="part"), rivers.effects("size", data=data)):
        assert table["word"].tolist() == table["topic"].map(words["word"]).tolist()
        assert "left_out" in table.attrs


def test_a_group_of_one_topic_has_no_interval():
    words = np.full(6, 50.0)
    mass = np.column_stack([words, 0 * words])
    whole = np.array([[30.0, 20]] * 6)
    found = _prevalence.Moderated.of(mass, words, _prevalence.Known.of(whole, words))
    assert found.share.tolist() == [1, 0]
    assert found.reason.tolist() == ["nothing but this topic", "fewer than 10 occurrences"]


def test_a_sub_paragraph_that_opens_a_text_has_no_part():
    kinds = ["preambular", "operative", "sub-paragraph", "sub-paragraph", "preambular"]
    table = pd.DataFrame({"symbol": ["A"] * 3 + ["B"] * 2, "kind": kinds})
    found = _grouping.part_of(SimpleNamespace(paragraphs=table))
    assert pd.Series(found).fillna("").tolist() == [
        "preamble", "operative", "operative", "", "preamble",
    ]  # fmt: skip
