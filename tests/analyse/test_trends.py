"""Trends: counts by hand, intervals from the literature and from theory."""

from __future__ import annotations

import pytest

from unres_research.analyse import lexicon, trends
from unres_research.errors import UnresError


def test_by_hand(small):
    """ "lamps" stands twice in LAMPS (49 words) and twice in BELLS (33 words)."""
    table = trends(small, {"lamps": ["lamps"]}).set_index("session")
    assert table["count"].to_dict() == {74: 0, 75: 2, 76: 2}
    assert table["resolutions"].to_dict() == {74: 1, 75: 2, 76: 2}
    assert table["resolutions_with"].to_dict() == {74: 0, 75: 1, 76: 1}
    words = small.resolutions.groupby("session")["words"].sum()
    assert table["words"].to_dict() == {int(s): w for s, w in words.items()}
    assert table.loc[75, "rate"] == pytest.approx(10_000 * 2 / words["75"])
    assert table.loc[75, "share"] == 0.5
    assert not table["enough"].any()
    assert table[["rate_low", "rate_high"]].isna().all(axis=None)


def test_forms_must_not_count_twice(small):
    with pytest.raises(UnresError, match="count the same words twice"):
        trends(small, {"lamps": ["lamps", "keep lamps"]})
    with pytest.raises(UnresError, match="one to three words"):
        trends(small, {"long": ["one two three four"]})


def test_unseen_forms_count_nothing_and_are_named(small):
    table = trends(small, {"x": ["flamingo"]})
    assert table.attrs["unseen"] == ["flamingo"]
    assert (table["count"] == 0).all()


def test_lexicon_is_sound(corpus):
    table = trends(corpus, n_resamples=20)
    assert set(table["term"]) == set(lexicon())
    assert table.loc[table["enough"], "rate_low"].notna().all()
    inside = table[table["enough"]]
    assert (inside["rate_low"] <= inside["rate"]).all() and (
        inside["rate"] <= inside["rate_high"]
    ).all()
    assert (table["share_low"] <= table["share"]).all()


def test_total_equals_a_count_over_paragraphs(corpus):
    table = trends(corpus, {"ai": ["artificial intelligence"]}, n_resamples=20)
    regular = corpus.resolutions["session"].str.isdigit()
    rows = corpus.body() & corpus.paragraphs["symbol"].map(regular).to_numpy(dtype=bool)
    assert table["count"].sum() == corpus.term_counts(["artificial intelligence"])[rows].sum()
