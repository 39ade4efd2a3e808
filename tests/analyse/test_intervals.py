"""Intervals against the literature, against theory, and against distributions known exactly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from unres_research.analyse import intervals
from unres_research.errors import UnresError


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [  # Newcombe (1998), table I, method 3: Wilson score without continuity correction
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_against_the_literature(successes, trials, low, high):
    found = intervals.wilson(successes, trials)
    assert found == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_wilson_ends_where_the_score_test_does(level):
    """Both ends are the proportions from which 7 of 19 lies just as far as the level allows."""
    for end, sign in zip(intervals.wilson(7, 19, level=level), (1, -1), strict=True):
        score = (7 / 19 - end) / np.sqrt(end * (1 - end) / 19)
        assert score == pytest.approx(sign * stats.norm.ppf((1 + level) / 2))


def test_wilson_of_nothing_is_undefined():
    assert all(np.isnan(intervals.wilson(0, 0)))
    assert not any(np.isnan(intervals.wilson(0, 1)))


# ratios


def by_formula(counts, words, level=0.95):
    """Low and high end, unit by unit: linearised variance, effective numbers, Student's t."""
    n, total, length = len(counts), sum(counts), sum(words)
    apart = [y - total * x / length for y, x in zip(counts, words, strict=True)]
    squares = sum(z**2 for z in apart)
    variance = squares * n / (n - 1)
    users = sum(y > 0 for y in counts)
    alike = total**2 / variance  # so many users of one occurrence would vary as much
    freedom = squares**2 / sum(z**4 for z in apart) - max(1, users / alike)
    freedom = min(max(freedom, 2), n - 1)
    half = stats.t.ppf((1 + level) / 2, freedom) * math.sqrt(variance) / total
    return total / length * math.exp(-half), total / length * math.exp(half)


COUNTS = [3, 0, 1, 7, 2, 0, 1, 2, 0, 4, 1, 1, 0, 2, 30]
WORDS = [200, 90, 310, 150, 260, 40, 120, 80, 75, 330, 95, 60, 210, 145, 170]


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("last", [1, 5, 30])
def test_ratio_by_another_way(level, last):
    counts = [*COUNTS[:-1], last]
    found = intervals.ratio(np.array(counts), np.array(WORDS), level=level)
    assert found == pytest.approx(by_formula(counts, WORDS, level))


def test_ratio_where_theory_knows_the_error():
    """With equal lengths the rate is a mean; of many units it is nearly normal."""
    count = np.tile([0, 1, 1, 2], 2500)
    low, high = intervals.ratio(count, np.full(10_000, 1000))
    error = np.sqrt(0.5 / 10_000)
    assert np.log([low * 1000, high * 1000]) == pytest.approx(
        [-1.96 * error, 1.96 * error], rel=2e-3
    )


@pytest.mark.parametrize(
    ("level", "least", "most"),
    [({"level": 0.9}, 0.9, 0.94), ({}, 0.945, 0.98), ({"level": 0.99}, 0.985, 1)],
)
def test_interval_holds_the_rate_as_often_as_it_says(level, least, most):
    """Poisson counts of rate 1/2 in 60 units: 95 of 100 intervals, within what chance leaves.

    The bounds of the levels have nothing in common: no level passes for another.
    """
    rng = np.random.default_rng(11)
    words = rng.integers(50, 150, 60)
    samples = (rng.poisson(words * 0.005) for _ in range(2000))
    ends = [intervals.ratio(sample, words, **level) for sample in samples]
    assert least < np.mean([low <= 0.005 <= high for low, high in ends]) < most


def test_bursts_make_it_wider():
    """The same occurrences in few long bursts give a wider interval than spread evenly."""
    words = np.full(100, 1000)
    even, bursts = np.ones(100), np.zeros(100)
    bursts[:5] = 20
    a, b = (intervals.ratio(x, words) for x in (even, bursts))
    assert a == pytest.approx((0.001, 0.001))
    assert b[1] / b[0] > 5


def test_rows_of_a_unit_are_summed():
    """A unit written in three rows counts once; names of units may be of any kind."""
    names = np.array([*"abcdefghijklmn", "o"])
    rows = np.array([*COUNTS[:-1], 10, 15, 5]), np.array([*WORDS[:-1], 100, 60, 10])
    units = np.array([*names, "o", "o"])
    expected = intervals.ratio(np.array(COUNTS), np.array(WORDS))
    assert intervals.ratio(*rows, units=units) == pytest.approx(expected)
    shuffled = np.random.default_rng(3).permutation(len(units))
    found = intervals.ratio(*(row[shuffled] for row in rows), units=units[shuffled])
    assert found == pytest.approx(expected)
    apart = intervals.ratio(*rows)
    assert apart != pytest.approx(expected)


def test_units_without_words_are_no_units():
    counts, words = np.array([*COUNTS, 0, 0]), np.array([*WORDS, 0, 0])
    expected = intervals.ratio(np.array(COUNTS), np.array(WORDS))
    assert intervals.ratio(counts, words) == pytest.approx(expected)


def test_a_share_ends_at_one_and_mirrors_what_is_left():
    held = np.array([9, 8, 10, 7, 10, 9, 10, 6])
    low, high = intervals.ratio(held, np.full(8, 10), share=True)
    rest = intervals.ratio(10 - held, np.full(8, 10), share=True)
    assert 0 < low < 69 / 80 < high < 1
    variance = np.sum((held - held.mean()) ** 2) * 8 / 7
    assert intervals.ratio(held, np.full(8, 10))[1] > high
    logit = np.log([low / (1 - low), high / (1 - high)])
    assert logit.mean() == pytest.approx(np.log(69 / 11))
    behind = np.sum((held - held.mean()) ** 2) ** 2 / np.sum((held - held.mean()) ** 4)
    half = stats.t.ppf(0.975, behind - 1) * np.sqrt(variance) / 69 / (1 - 69 / 80)
    assert np.diff(logit) / 2 == pytest.approx(half)
    assert (1 - rest[1], 1 - rest[0]) == pytest.approx((low, high))


def test_too_little_has_no_interval():
    """Five units that hold any of it, ten in all, and something to count in."""
    two = np.full(5, 2)
    assert intervals.ratio(two, np.full(5, 8)) == pytest.approx((0.25, 0.25))
    assert all(np.isnan(intervals.ratio(np.array([2, 2, 2, 2, 1]), np.full(5, 8))))
    assert all(np.isnan(intervals.ratio(np.array([3, 3, 3, 3, 0]), np.full(5, 8))))
    assert all(np.isnan(intervals.ratio(np.full(4, 5), np.full(4, 8))))
    assert all(np.isnan(intervals.ratio(np.ones(12), np.zeros(12))))
    with pytest.raises(UnresError, match="9 numerators and 8 denominators"):
        intervals.ratio(np.ones(9), np.ones(8))
    for level in (0, 1, 95):
        with pytest.raises(UnresError, match="level"):
            intervals.ratio(two, two, level=level)


def test_columns_are_treated_alone():
    rng = np.random.default_rng(4)
    counts, words = rng.poisson(5, (30, 3)), rng.integers(50, 100, 30)
    counts[:, 1] = 0
    units = rng.integers(0, 12, 30)
    together = intervals.ratio(counts, words, units=units, share=True)
    alone = [intervals.ratio(column, words, units=units, share=True) for column in counts.T]
    assert np.allclose(np.transpose(together), alone, equal_nan=True)
    assert np.isnan(together).sum(axis=1).tolist() == [1, 1]
    empty = intervals.ratio(counts[:4], words[:4])
    assert np.shape(empty) == (2, 3) and np.isnan(empty).all()
