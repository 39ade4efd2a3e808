"""How strongly terms go together, on a tiny table by hand; draws that depend on names alone."""

from __future__ import annotations

from math import log, log1p

import numpy as np
import pytest
from scipy.sparse import csr_array

from unres_research.analyse._topics._association import Texts, _strongest_of
from unres_research.analyse._topics._draws import halves, keys_of, starts, uniform

TERMS = np.array(["eel", "owl", "map"])


def texts(rows, units, terms=TERMS):
    return Texts(csr_array(np.array(rows, dtype=float)), np.asarray(terms), np.array(units))


def test_a_pair_counts_once_a_series():
    """eel and owl meet in three texts of "s" and one of "t", eel and map in one of "t"."""
    found = texts([[1, 1, 0], [2, 1, 0], [1, 3, 0], [1, 1, 0], [1, 0, 1]], list("ssstt")).pairs
    assert found.first.tolist() == [0, 0] and found.second.tolist() == [1, 2]
    assert found.meet.toarray().tolist() == [[1, 1], [0, 1]]


def test_association_by_hand():
    """Of three meetings two are of eel and owl (2, 3, 1 by term, of 6 in all)."""
    often = np.array([3, 2, 1])
    smooth = often**0.75 / (often**0.75).sum()
    own = often / 6

    def strength(a, b, times):
        above = log(times / 6) - (log(own[a] * smooth[b]) + log(own[b] * smooth[a])) / 2
        return max(above, 0) / -log(times / 6) * log1p(times)

    found = texts([[1, 1, 0], [2, 1, 0], [1, 1, 0], [1, 0, 1]], list("sstt")).pairs.association()
    expected = np.zeros((3, 3))
    expected[0, 1] = expected[1, 0] = strength(0, 1, 2)
    expected[0, 2] = expected[2, 0] = strength(0, 2, 1)
    assert found.toarray() == pytest.approx(expected) and (expected[0, 1:] > 0).all()


def test_only_units_inside_count():
    pairs = texts([[1, 1, 0], [1, 0, 1]], ["s", "t"]).pairs
    only = pairs.association(np.array([True, False])).toarray()
    assert only[0, 1] > 0 and only[0, 2] == 0
    assert pairs.association(np.array([False, False])).nnz == 0


def test_with_fifty_series_one_meeting_is_none():
    """eel and owl meet in two of fifty series, eel and map in one."""
    rows = [[1, 1, 0], [1, 1, 0], [1, 0, 1], *[[1, 0, 0]] * 47]
    found = texts(rows, [f"s{k}" for k in range(50)]).pairs.association().toarray()
    assert found[0, 1] > 0 and found[0, 2] == 0


def test_association_does_not_depend_on_the_order_of_texts():
    rng = np.random.default_rng(1)
    rows, units = rng.poisson(0.7, (40, 3)), np.array([f"s{k % 9}" for k in range(40)])
    order = rng.permutation(40)
    one, two = (texts(rows[o], units[o]).pairs.association() for o in (np.arange(40), order))
    assert (one != two).nnz == 0 and one.nnz


def test_draws_depend_on_the_name_alone():
    names = [f"series {k}" for k in range(500)]
    for k, half in enumerate(halves(keys_of(names), 3)):
        backwards = halves(keys_of(names[::-1]), 3)[k]
        fewer = halves(keys_of(names[100:]), 3)[k]
        assert (half == backwards[::-1]).all() and (half[100:] == fewer).all()
        assert 200 < half.sum() < 300
    first, second = halves(keys_of(names), 2)
    assert 200 < (first == second).sum() < 300
    assert 200 < (first == halves(keys_of(names), 1, seed=1)[0]).sum() < 300
    some, all_of_them = starts(keys_of(names[:5]), 4, 2), starts(keys_of(names), 9, 2)
    assert (some == all_of_them[:4, :5]).all()


def test_draws_are_even():
    """20,000 numbers in ten bins: about 2,000 in each, within five standard deviations."""
    found = uniform(keys_of([str(k) for k in range(20_000)]), 3)
    counts = np.histogram(found, bins=10, range=(0, 1))[0]
    assert abs(counts - 2000).max() < 5 * (20_000 * 0.1 * 0.9) ** 0.5


def test_fewer_meetings_than_by_chance_are_no_association():
    """ant and bee stand in ten series each and meet in one; by chance .263 * .26 * 38 = 2.6."""
    rows = [[1, 0, 1, 0]] * 9 + [[0, 1, 0, 1]] * 9 + [[1, 1, 0, 0]]
    units = [f"s{k}" for k in range(19)]
    found = texts(rows, units, ["ant", "bee", "cat", "dog"]).pairs.association().toarray()
    assert found[0, 1] == 0 and found[0, 2] > 0 and found[1, 3] > 0


def test_one_meeting_is_none_in_a_sample_of_fifty_series_either():
    rows = [[1, 1, 0], [1, 1, 0], *[[1, 0, 0]] * 48]
    pairs = texts(rows, [f"s{k:02}" for k in range(50)]).pairs
    assert pairs.association(np.arange(50) < 1).nnz == 0
    assert pairs.association(np.arange(50) < 2).nnz == 2


def test_what_is_among_the_hundred_strongest_of_either_is_kept():
    """Of 103 terms each goes less with later ones: the last three are in nobody's first hundred."""
    places = np.arange(103)
    square = 1 / (1.0 + places[:, None] + places)
    np.fill_diagonal(square, 0)
    expected = square.copy()
    expected[100:, 100:] = 0
    assert _strongest_of(csr_array(square)).toarray().tolist() == expected.tolist()
