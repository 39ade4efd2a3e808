"""Trends: counts by hand, intervals from the literature and from theory."""

from __future__ import annotations

import numpy as np
import pytest

from unres_research import trends
from unres_research.errors import UnresError


def test_by_hand(small):
    """ "lamps" stands twice in LAMPS (49 words) and twice in BELLS (33 words)."""
    table = trends.by_session(small, {"lamps": ["lamps"]}).set_index("session")
    assert table["count"].to_dict() == {74: 0, 75: 2, 76: 2}
    assert table["resolutions"].to_dict() == {74: 1, 75: 2, 76: 2}
    assert table["resolutions_with"].to_dict() == {74: 0, 75: 1, 76: 1}
    words = small.resolutions.groupby("session")["words"].sum()
    assert table["words"].to_dict() == {int(s): w for s, w in words.items()}
    assert table.loc[75, "rate"] == pytest.approx(10_000 * 2 / words["75"])
    assert table.loc[75, "share"] == 0.5
    assert not table["enough"].any()
    assert table[["rate_low", "rate_high"]].isna().all(axis=None)


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
    found = trends.wilson(successes, trials)
    assert found == pytest.approx((low, high), abs=5e-5)


def test_wilson_of_nothing_is_undefined():
    assert all(np.isnan(trends.wilson(0, 0)))


def test_bootstrap_against_theory():
    """With equal lengths the rate is a mean: its standard error is known."""
    count = np.tile([0, 0, 1, 3], 100)
    low, high = trends._bootstrap(count, np.full(400, 1000), 4000, 0)
    rate, error = 10 * count.mean(), 10 * count.std() / 20
    assert low == pytest.approx(rate - 1.96 * error, rel=0.03)
    assert high == pytest.approx(rate + 1.96 * error, rel=0.03)


def test_bootstrap_respects_clusters():
    """The same occurrences in few long bursts give a wider interval than spread evenly."""
    words = np.full(100, 1000)
    even, bursts = np.ones(100), np.zeros(100)
    bursts[:5] = 20
    a, b = trends._bootstrap(even, words, 500, 0), trends._bootstrap(bursts, words, 500, 0)
    assert a == (10, 10)
    assert b[1] - b[0] > 10


def test_forms_must_not_count_twice(small):
    with pytest.raises(UnresError, match="count the same words twice"):
        trends.by_session(small, {"lamps": ["lamps", "keep lamps"]})
    with pytest.raises(UnresError, match="one to three words"):
        trends.by_session(small, {"long": ["one two three four"]})


def test_unseen_forms_count_nothing_and_are_named(small):
    table = trends.by_session(small, {"x": ["flamingo"]})
    assert table.attrs["unseen"] == ["flamingo"]
    assert (table["count"] == 0).all()


def test_lexicon_is_sound(corpus):
    table = trends.by_session(corpus, n_resamples=20)
    assert set(table["term"]) == set(trends.lexicon())
    assert table.loc[table["enough"], "rate_low"].notna().all()
    inside = table[table["enough"]]
    assert (inside["rate_low"] <= inside["rate"]).all() and (
        inside["rate"] <= inside["rate_high"]
    ).all()
    assert (table["share_low"] <= table["share"]).all()


def test_total_equals_a_count_over_paragraphs(corpus):
    table = trends.by_session(corpus, {"ai": ["artificial intelligence"]}, n_resamples=20)
    regular = corpus.resolutions["session"].str.isdigit()
    rows = corpus.body() & corpus.paragraphs["symbol"].map(regular).to_numpy(dtype=bool)
    assert table["count"].sum() == corpus.term_counts(["artificial intelligence"])[rows].sum()
