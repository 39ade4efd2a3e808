"""Sponsors of texts: worked by hand, and chances beside sums they must keep."""

from __future__ import annotations

from io import BytesIO

import networkx as nx
import numpy as np
import pytest
import voted

import unres_research as un
from unres_research.analyse._who._facts import facts_of
from unres_research.analyse._who._pairs import chances


@pytest.fixture(scope="module")
def found():
    return voted.example_sponsors()


@pytest.fixture(scope="module")
def five():
    """The States that sponsor in the example data set."""
    return un.sponsors(un.corpus.example_corpus())


def test_matrix_tells_drafts_from_those_that_joined(found):
    matrix = found.matrix()
    assert matrix.loc["Harbour Isles"].tolist()[:5] == ["draft"] * 3 + ["none", "additional"]
    assert matrix.shape == (4, 12)


def test_counts_have_the_listed_resolutions_below_them(found):
    table = found.counts(by=None).set_index("state")
    assert table["draft"].tolist() == [5, 3, 6, 1]
    assert table["additional"].tolist() == [2, 1, 3, 2]
    assert table["of"].tolist() == [12] * 4  # not 16: three have no sponsor, one an officer
    assert table["share"]["Lampland"] == pytest.approx(4 / 12)
    by_session = found.counts().set_index(["state", "session"])
    assert by_session.loc[("Two Rivers", "77"), ["sponsored", "of"]].tolist() == [1, 4]
    assert by_session.loc[("Two Rivers", "77"), "reason"] == "fewer than 5 series"
    assert np.isnan(by_session.loc[("Two Rivers", "77"), "low"])


def test_pairs_by_hand(found):
    table = found.pairs().set_index(["state", "other"])
    isles = table.loc[("Harbour Isles", "Northmark")]
    assert isles[["shared", "state_sponsored", "other_sponsored", "of"]].tolist() == [4, 7, 9, 12]
    assert isles["expected"] == pytest.approx(7 * 9 / 12)
    assert isles["ratio"] == pytest.approx(4 / (7 * 9 / 12))
    assert isles["jaccard"] == pytest.approx(4 / 12)
    assert isles["reason"] == "shared in fewer than 5 series"
    assert np.isnan(isles[["ratio_low", "jaccard_high"]].astype(float)).all()
    drafts = found.pairs(["XHA", "XNO"], joined="draft").iloc[0]
    assert drafts[["shared", "state_sponsored", "other_sponsored"]].tolist() == [1, 5, 6]
    assert drafts["of"] == 12  # some State submitted each of the drafts


def test_pairs_that_share_nothing_are_left_out(found):
    pairs = set(zip(found.pairs()["state"], found.pairs()["other"], strict=True))
    assert ("Harbour Isles", "Two Rivers") in pairs  # the third
    assert len(found.pairs("Lampland")) == 3
    assert not len(found.pairs(["XHA", "XTW"], joined="additional"))


def test_ratio_has_an_interval_with_enough_series(five):
    row = five.pairs(["FJI", "PER"]).iloc[0]
    assert row[["shared", "state_sponsored", "other_sponsored", "of"]].tolist() == [8, 12, 8, 12]
    assert row["ratio"] == 1  # Fiji stands on all lists
    assert row["reason"] == "" and row["jaccard_low"] < 8 / 12 < row["jaccard_high"]


def test_chances_keep_sums_of_rows_and_columns():
    rng = np.random.default_rng(0)
    signed = rng.random((12, 40)) < rng.random((12, 1)) * 0.8
    found = chances(signed)
    assert found.sum(axis=1) == pytest.approx(signed.sum(axis=1), rel=1e-4)
    assert found.sum(axis=0) == pytest.approx(signed.sum(axis=0), abs=1e-3)
    assert (found >= 0).all() and (found <= 1).all()
    odds = np.log(found / (1 - found))[:, signed.any(axis=0)]  # a row and a column part, no more
    odds = odds[signed.any(axis=1)]
    flat = odds - odds.mean(axis=1, keepdims=True) - odds.mean(axis=0) + odds.mean()
    assert np.abs(flat).max() < 1e-6


def test_two_by_two_chances_are_even():
    assert chances(np.array([[True, False], [False, True]])) == pytest.approx(np.full((2, 2), 0.5))


def test_those_who_speak_for_groups_are_no_sponsors_of_their_own(five):
    assert set(five.counts(by=None)["state"]) == {"Chad", "Fiji", "Kenya", "Malta", "Peru"}
    chad = five.counts(by=None).set_index("state").loc["Chad"]
    assert chad["sponsored"] == 4  # joined on repair; on supply it spoke for a group
    assert five.others().values.tolist() == [
        ["group", "Group of African States", 4],
        ["officer", "Chair of the Committee", 4],
    ]
    rows = five.resolutions.set_index("symbol")
    assert rows.loc["A/RES/77/905", ["draft", "additional", "others", "listed"]].tolist() == [
        1,
        0,
        1,
        True,
    ]
    assert not rows.loc["A/RES/78/905", "listed"]


def test_a_state_that_was_removed_counts_for_nothing(found):
    corpus, members = voted.example_with_votes()
    table = corpus.sponsors
    row = table.index[(table["iso3"] == "XLA") & (table["joined"] == "draft")][0]
    symbol = table.loc[row, "symbol"]
    table.loc[row, "kind"] = "removed"
    table.loc[row, ["state", "iso3", "m49"]] = None
    made = un.sponsors(corpus, members=members)
    before = found.counts(by=None).set_index("iso3")["sponsored"]
    after = made.counts(by=None).set_index("iso3")["sponsored"]
    assert (before - after).to_dict() == {"XHA": 0, "XLA": 1, "XNO": 0, "XTW": 0}
    assert made.matrix().loc["Lampland", symbol] == "none"
    assert made.others().equals(found.others())
    assert made.resolutions["others"].equals(found.resolutions["others"])
    assert facts_of(symbol, corpus)["bodies"] == ""
    assert facts_of(symbol, corpus)["listed"] == "States"


def test_graph_has_weights_and_goes_into_graphml(found):
    graph = found.graph(least=3)
    assert set(map(frozenset, graph.edges)) == {
        frozenset(("Harbour Isles", "Northmark")),
        frozenset(("Lampland", "Northmark")),
        frozenset(("Harbour Isles", "Lampland")),
    }
    assert graph.edges["Lampland", "Northmark"]["weight"] == 4
    assert graph.nodes["Lampland"] == {"iso3": "XLA", "sponsored": 4}
    held = BytesIO()
    nx.write_graphml(found.graph(least=1, weight="jaccard"), held)
    again = nx.read_graphml(BytesIO(held.getvalue()))
    assert again.edges["Harbour Isles", "Northmark"]["weight"] == pytest.approx(1 / 3)
    with pytest.raises(un.UnresError, match="among the weights"):
        found.graph(weight="love")
    with pytest.raises(un.UnresError, match="least = 0"):
        found.graph(least=0)


def test_nothing_listed_is_said():
    corpus = un.corpus.example_corpus()
    with pytest.raises(un.UnresError, match="no State among the sponsors of the 3 resolutions"):
        un.sponsors(corpus, subjects="bells")
    with pytest.raises(un.UnresError, match="among the ways to join"):
        un.sponsors(corpus).pairs(joined="later")


def test_sponsors_show_themselves(found):
    assert repr(found) == "<Sponsors of 12 resolutions with a State among them (of 16), 4 States>"
    html = found._repr_html_()
    assert html.index("Northmark") < html.index("Harbour Isles") < html.index("Two Rivers")
    assert "Resolutions with a State among their sponsors: 12 of 16" in html


def test_sponsors_of_the_data_set():
    found = un.sponsors(un.open_corpus(), sessions=78)
    table = found.corpus.sponsors
    own = table[
        table["state"].notna()
        & table["behalf"].isna()
        & table["symbol"].isin(found.listed["symbol"])
    ]
    assert (found.cells > 0).sum() == len(own.drop_duplicates(["symbol", "state"]))
