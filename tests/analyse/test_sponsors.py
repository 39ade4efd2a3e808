"""Sponsors: counted by hand on invented States."""

from __future__ import annotations

import numpy as np
import pytest
from voted import example_sponsors, example_with_votes

from unres_research.analyse._who._pairs import chances
from unres_research.analyse._who._sponsors import sponsors
from unres_research.errors import UnresError

# of the example: "d" draft, "a" additional
LISTS = {
    "Harbour Isles": "ddd.ad..d.a.",
    "Lampland": ".d..d..a..d.",
    "Northmark": "da.dd.da.dad",
    "Two Rivers": "..a....d...a",
}


@pytest.fixture(scope="module")
def found():
    return example_sponsors()


def test_counts(found):
    table = found.counts(by=None).set_index("state")
    for state, letters in LISTS.items():
        row = table.loc[state, ["draft", "additional", "sponsored", "of"]].tolist()
        drafts, more = letters.count("d"), letters.count("a")
        assert row == [drafts, more, drafts + more, 12]
    sessions = found.counts()
    assert sessions["sponsored"].sum() == table["sponsored"].sum()
    halves = {symbol: k < 6 for k, symbol in enumerate(found.listed["symbol"])}
    first = found.counts(by=halves).query("group").set_index("state")
    for state, letters in LISTS.items():
        row = first.loc[state, ["draft", "additional", "of"]].tolist()
        assert row == [letters[:6].count("d"), letters[:6].count("a"), 6]


def test_sponsors_in_sentences(found):
    first, _ = found.summary()
    n = len(found.resolutions)
    assert first.startswith(f"Resolutions with a State among their sponsors: 12 of {n}, in ")


@pytest.mark.parametrize("joined", [None, "draft", "additional"])
def test_pairs(found, joined):
    letters = {None: "da", "draft": "d", "additional": "a"}[joined]
    table = found.pairs(joined=joined)
    for row in table.itertuples():
        one, two = ({k for k, x in enumerate(LISTS[s]) if x in letters}
                    for s in (row.state, row.other))  # fmt: skip
        lists = {k for own in LISTS.values() for k, x in enumerate(own) if x in letters}
        assert (row.shared, row.of) == (len(one & two), len(lists))
        assert row.jaccard == pytest.approx(len(one & two) / len(one | two))
        assert row.expected == pytest.approx(len(one) * len(two) / len(lists))
    assert (table["shared"] > 0).all()


def test_chances_keep_rows_and_columns():
    signed = np.array([list(own) for own in LISTS.values()]) != "."
    usual = chances(signed)
    assert usual.sum(axis=1) == pytest.approx(signed.sum(axis=1), abs=1e-3)
    assert usual.sum(axis=0) == pytest.approx(signed.sum(axis=0), abs=1e-3)
    even = np.array([[1, 0], [0, 1]], dtype=bool)
    assert chances(even) == pytest.approx(np.full((2, 2), 0.5), abs=1e-3)


def test_graph(found):
    pytest.importorskip("networkx")
    graph = found.graph(least=1, weight="jaccard")
    assert graph.nodes["Lampland"] == {"iso3": "XLA", "sponsored": 4}
    edge = graph.edges["Harbour Isles", "Lampland"]
    assert edge["shared"] == 3  # the second, fifth and eleventh
    assert edge["weight"] == pytest.approx(3 / 8)


def test_a_group_is_no_state_in_its_own_name():
    corpus, members = example_with_votes()
    table = corpus.sponsors.copy()
    table.loc[0, "behalf"] = "Group of 9"  # Harbour Isles, first text
    corpus.__dict__["sponsors"] = table
    found = sponsors(corpus, members=members)
    assert found.counts(by=None).set_index("state").loc["Harbour Isles", "sponsored"] == 6
    assert ["group", "Group of 9", 1] in found.others().values.tolist()


def test_refusals(found):
    corpus, members = example_with_votes()
    with pytest.raises(UnresError, match="no State among the sponsors"):
        sponsors(corpus, members=members, symbols=corpus.resolutions.index[4])
    for wrong in ({"joined": "later"}, {"states": "Lamplond"}):
        with pytest.raises(UnresError):
            found.pairs(**wrong)
    with pytest.raises(UnresError, match="weights"):
        found.graph(weight="size")


def test_shown(found):
    assert "12 resolutions with a State among them" in repr(found)
    assert "Northmark" in found._repr_html_()
