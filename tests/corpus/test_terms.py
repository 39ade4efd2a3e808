"""Words and phrases: thresholds and order by hand, and all counts against counting one by one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unres_research.corpus import _sorted as sort
from unres_research.corpus import _terms as making
from unres_research.corpus._terms import Places, Terms
from unres_research.errors import UnresError

NAMES = ["term", "n", "count", "paragraphs", "resolutions", "wordings"]


def table_of(folder, wordings, paragraphs, least=2):
    """Vocabulary and dense counts of wordings, by (wording, symbol) of every paragraph."""
    symbols = sorted({symbol for _, symbol in paragraphs})
    ids = np.array([k for k, _ in paragraphs], dtype=np.int32)
    owners = np.array([symbols.index(symbol) for _, symbol in paragraphs], dtype=np.int32)
    with Terms(folder) as terms:
        for wording in wordings:
            terms.add(wording.split())
        terms.count(Places.of(ids, owners, len(wordings)), least)
        vocabulary = [pd.DataFrame(some) for some in terms.vocabulary()]
        counted = [pd.DataFrame(some) for some in terms.counts()]
    table = pd.concat([pd.DataFrame(columns=NAMES), *vocabulary], ignore_index=True)
    steps = pd.concat([pd.DataFrame({"wording_step": [], "count": []}), *counted])
    owner = np.repeat(np.arange(len(table)), table["wordings"].to_numpy(int))
    rows = steps["wording_step"].groupby(owner).cumsum().to_numpy(int)
    dense = np.zeros((len(wordings), len(table)), dtype=int)
    dense[rows, owner] = steps["count"]
    return table, dense


@pytest.fixture
def counted(tmp_path):
    def count(*wordings_and_symbols):
        """Count wordings, each given with the symbols of the paragraphs that have it."""
        wordings = [wording for wording, _ in wordings_and_symbols]
        rows = [(k, s) for k, (_, some) in enumerate(wordings_and_symbols) for s in some.split()]
        return table_of(tmp_path, wordings, rows)

    return count


def test_thresholds_and_order_of_the_vocabulary(counted):
    """By hand: count, paragraphs, resolutions, wordings of every term, in order."""
    vocabulary, counts = counted(
        ("keep lamps lit", "A A A A B"),  # five paragraphs, two resolutions: phrases stay
        ("ring bells now", "A A B B"),  # four paragraphs: words alone
        ("print maps", "A A A A A"),  # five paragraphs of one resolution: words alone
        ("lone lone", "A"),  # twice in one paragraph
        ("pair", "A"),
        ("pair tail", "A"),  # "pair" in two paragraphs of one resolution, "tail" in one
        ("bells bells", "B"),
    )
    assert vocabulary.to_numpy().tolist() == [
        ["bells", 1, 6, 5, 2, 2],
        ["keep", 1, 5, 5, 2, 1],
        ["lamps", 1, 5, 5, 2, 1],
        ["lit", 1, 5, 5, 2, 1],
        ["maps", 1, 5, 5, 1, 1],
        ["print", 1, 5, 5, 1, 1],
        ["now", 1, 4, 4, 2, 1],
        ["ring", 1, 4, 4, 2, 1],
        ["pair", 1, 2, 2, 1, 2],
        ["keep lamps", 2, 5, 5, 2, 1],
        ["lamps lit", 2, 5, 5, 2, 1],
        ["keep lamps lit", 3, 5, 5, 2, 1],
    ]
    assert vocabulary.columns.tolist() == [
        "term",
        "n",
        "count",
        "paragraphs",
        "resolutions",
        "wordings",
    ]
    assert vocabulary.index.tolist() == list(range(12))
    shown = counts
    assert shown.shape == (7, 12)
    assert shown[:, 0].tolist() == [0, 1, 0, 0, 0, 0, 2]  # bells
    assert shown[:, 8].tolist() == [0, 0, 0, 0, 1, 1, 0]  # pair
    assert shown[:, 11].tolist() == [1, 0, 0, 0, 0, 0, 0]


def test_phrases_do_not_cross_wordings(counted):
    vocabulary, _ = counted(("a b", "A A B B A"), ("c d e", "A A B B A"))
    assert vocabulary["term"].tolist() == ["a", "b", "c", "d", "e", "a b", "c d", "d e", "c d e"]
    assert counted(("a", "A"), ("", "B"))[0].empty
    nowhere, _ = counted(("a", "A B"), ("a", ""))  # a wording that no paragraph has
    assert nowhere.to_numpy().tolist() == [["a", 1, 2, 2, 2, 2]]


def one_by_one(wordings, paragraphs, least):
    """All terms and their counts by counting one by one, in the order of the vocabulary."""
    found = {}
    for k, wording in enumerate(wordings):
        words = wording.split()
        runs = [" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)]
        for term, times in Counter(runs).items():
            found.setdefault(term, {})[k] = times
    rows = []
    for term, by_wording in found.items():
        where = [(k, symbol) for k, symbol in paragraphs if k in by_wording]
        count = sum(by_wording[k] for k, _ in where)
        texts, n = {symbol for _, symbol in where}, len(term.split())
        if len(where) >= (least if n == 1 else 5) and len(texts) >= (1 if n == 1 else 2):
            rows.append([term, n, count, len(where), len(texts), len(by_wording)])
    rows.sort(key=lambda row: (row[1], -row[3], row[0]))
    dense = [[found[row[0]].get(k, 0) for row in rows] for k in range(len(wordings))]
    return rows, dense


WORDINGS = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", "é", "ab", "z"]), max_size=9), max_size=9
)


@settings(deadline=None, max_examples=150)
@given(
    words=WORDINGS,
    places=st.lists(st.tuples(st.integers(0, 8), st.sampled_from("ABC")), max_size=60),
    least=st.sampled_from([1, 2, 7]),
    sizes=st.sampled_from([(1 << 20, 1 << 12), (8, 2), (5, 1)]),
)
def test_all_that_is_counted(tmp_path_factory, words, places, least, sizes):
    """The same whether all is sorted in memory, or a few records at a time are merged."""
    wordings = [" ".join(some) for some in words]
    paragraphs = [(k, symbol) for k, symbol in places if k < len(wordings)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sort, "AT_ONCE", sizes[0])
        patch.setattr(sort, "_READ", sizes[1])
        table, dense = table_of(tmp_path_factory.getbasetemp(), wordings, paragraphs, least)
    rows, expected = one_by_one(wordings, paragraphs, least)
    assert table.to_numpy().tolist() == rows
    assert dense.tolist() == expected


def test_counts_are_stored_as_steps(tmp_path):
    """By hand: the first row of a term is its first wording, then steps from one to the next."""
    wordings = ["a", "c c b", "a a a b", "a b c c c c"]
    places = Places.of(np.array([0, 1, 2, 3]), np.array([0, 0, 0, 0]), 4)
    with Terms(tmp_path) as terms:
        for wording in wordings:
            terms.add(wording.split())
        terms.count(places)
        assert [some["term"] for some in terms.vocabulary()] == [["a", "b", "c"]]
        (stored,) = terms.counts()
    assert stored["wording_step"].tolist() == [0, 2, 1, 1, 1, 1, 1, 2]
    assert stored["count"].tolist() == [1, 3, 1, 1, 1, 1, 2, 4]
    assert stored["count"].dtype == np.uint16


@pytest.mark.parametrize("times", [65_535, 65_536])
def test_a_term_too_often_in_one_paragraph(tmp_path, times):
    with Terms(tmp_path) as terms:
        terms.add(["lamps"] * times)
        terms.count(Places.of(np.array([0]), np.array([0]), 1), least=1)
        if times == 65_535:
            assert [some["count"].tolist() for some in terms.counts()] == [[65_535]]
            return
        with pytest.raises(UnresError, match="found a term more than 65,535 times"):
            list(terms.counts())


def test_terms_are_told_in_the_order_of_their_numbers():
    """Fewer words first, then more paragraphs, then the place."""
    numbers = [making._order(n, np.array([p]), np.array([k]))[0] for n, p, k in [
        (1, 2**30 - 1, 2**31 - 1), (1, 5, 0), (1, 5, 1), (1, 4, 0), (2, 9, 3), (3, 9, 0), (3, 0, 0)
    ]]  # fmt: skip
    assert numbers == sorted(numbers) and len(set(numbers)) == 7 and numbers[-1] > 0


def test_resolutions_are_counted_in_pieces(monkeypatch):
    """Ten terms that each stand in three of four resolutions: no product has more than it may."""
    ids, owners = np.repeat(np.arange(10), 3), np.tile([0, 1, 3], 10)
    places = Places.of(ids, owners, 10)
    sizes, real = [], type(places.resolutions.T).__matmul__

    def product(self, other):
        found = real(self, other)
        sizes.append(found.nnz)
        return found

    monkeypatch.setattr(type(places.resolutions.T), "__matmul__", product)
    for at_once, most in ((1 << 20, 30), (7, 9), (1, 3)):
        sizes.clear()
        monkeypatch.setattr(sort, "AT_ONCE", at_once)
        found = making._resolutions(np.arange(10), np.ones(10, dtype=int), places)
        assert found.tolist() == [3] * 10 and sum(sizes) == 30 and max(sizes) <= most
