"""Intervals against the literature and against theory."""

from __future__ import annotations

import numpy as np
import pytest

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


def test_wilson_of_nothing_is_undefined():
    assert all(np.isnan(intervals.wilson(0, 0)))


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


def test_too_few_units_have_no_interval():
    assert all(np.isnan(intervals.ratio(np.ones(4), np.ones(4))))
    assert all(np.isnan(intervals.ratio(np.ones(9), np.zeros(9))))
    with pytest.raises(UnresError, match="9 numerators and 8 denominators"):
        intervals.ratio(np.ones(9), np.ones(8))
