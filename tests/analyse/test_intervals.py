"""Intervals against the literature, against theory, and against distributions known exactly."""

from __future__ import annotations

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


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_bootstrap_where_its_distribution_is_known(level):
    """Of 20 units of two words 6 hold the word: a sample holds Binomial(20, 6/20) of them."""
    held = np.repeat([1, 0], [6, 14])
    found = intervals.ratio(held, np.full(20, 2), level=level, n_resamples=20_000)
    exact = stats.binom.ppf([(1 - level) / 2, (1 + level) / 2], 20, 6 / 20) / 40
    assert found == pytest.approx(exact)


def test_bootstrap_divides_sums_and_does_not_average_ratios():
    """One unit in five is long; drawn k times, the ratio is k / (100 k + 5 - k)."""
    low, high = intervals.ratio(np.eye(5)[0], np.array([100, 1, 1, 1, 1]), n_resamples=20_000)
    # k is Binomial(5, 1/5): at most 3 in 99.3 per cent of the samples, at most 2 in 94.2
    assert (low, high) == pytest.approx((0, 3 / 302))


def test_bootstrap_against_theory():
    """With equal lengths the rate is a mean: its standard error is known."""
    count = np.tile([0, 0, 1, 3], 100)
    low, high = intervals.ratio(count, np.full(400, 1000), n_resamples=4000)
    rate, error = count.mean() / 1000, count.std() / 20_000
    assert low == pytest.approx(rate - 1.96 * error, rel=0.03)
    assert high == pytest.approx(rate + 1.96 * error, rel=0.03)


def test_bootstrap_respects_clusters():
    """The same occurrences in few long bursts give a wider interval than spread evenly."""
    words = np.full(100, 1000)
    even, bursts = np.ones(100), np.zeros(100)
    bursts[:5] = 20
    a, b = (intervals.ratio(x, words, n_resamples=500) for x in (even, bursts))
    assert a == (0.001, 0.001)
    assert b[1] - b[0] > 0.001


def test_samples_without_words_do_not_count():
    """Four units of five are empty: a sample has the ratio 1/2, or none at all."""
    found = intervals.ratio(np.array([1, 0, 0, 0, 0]), np.array([2, 0, 0, 0, 0]))
    assert found == (0.5, 0.5)


def test_too_few_units_have_no_interval():
    assert all(np.isnan(intervals.ratio(np.ones(4), np.ones(4))))
    assert intervals.ratio(np.ones(5), np.ones(5)) == (1, 1)
    assert all(np.isnan(intervals.ratio(np.ones(9), np.zeros(9))))
    with pytest.raises(UnresError, match="9 numerators and 8 denominators"):
        intervals.ratio(np.ones(9), np.ones(8))


def test_several_numerators_share_their_samples():
    rng = np.random.default_rng(4)
    counts, words = rng.poisson(5, (30, 3)), rng.integers(50, 100, 30)
    together = intervals.ratio(counts, words, random_state=7)
    alone = [intervals.ratio(column, words, random_state=7) for column in counts.T]
    assert np.allclose(np.transpose(together), alone)
    empty = intervals.ratio(counts[:4], words[:4])
    assert np.shape(empty) == (2, 3) and np.isnan(empty).all()


def test_random_state_and_samples_are_those_given():
    rng = np.random.default_rng(4)
    count, words = rng.poisson(5, 30), rng.integers(50, 100, 30)
    assert intervals.ratio(count, words) == intervals.ratio(count, words, random_state=0)
    assert intervals.ratio(count, words) != intervals.ratio(count, words, random_state=1)
    assert intervals.ratio(count, words) == intervals.ratio(count, words, n_resamples=1000)
    low, high = intervals.ratio(count, words, n_resamples=1)
    assert low == high
