"""How far a share depends on the fit: by hand, for topics and for the themes that join them."""

from __future__ import annotations

import numpy as np
import pytest

from unres_research.analyse import fit_topics
from unres_research.analyse._topics import _ranges
from unres_research.corpus import example_corpus


@pytest.fixture
def model():
    return fit_topics(example_corpus(), 8)


@pytest.fixture
def record(model):
    return model.corpus.resolution("A/RES/78/905")


def test_the_range_of_a_theme_is_that_of_its_topics_together(model, record, monkeypatch):
    """Three other fits of one topic each: the leading one, its neighbour, one of another theme."""
    shares = model.profile(record).loc["all"]
    lead, theme = shares.idxmax(), model.themes[shares.idxmax()]
    near = next(topic for topic in model.labels if model.themes[topic] == theme and topic != lead)
    far = next(topic for topic in model.labels if model.themes[topic] != theme)
    at = [model.labels.index(topic) for topic in (lead, near, far)]
    fits = [model.estimator.components_[[k]] for k in at]
    monkeypatch.setattr(_ranges, "_fits", lambda *a: fits)
    monkeypatch.setattr(_ranges, "placed", lambda counts, fit: np.ones((counts.shape[0], 1)))
    topics, themes = model.ranges(record), model.at("themes").ranges(record)
    assert topics.loc[lead, ["low", "high"]].tolist() == pytest.approx([0, 1])
    assert topics.loc[near, ["low", "high"]].tolist() == pytest.approx([0, 1])
    assert topics.loc[lead, "leading"] == 2 / 4 and topics.loc[near, "leading"] == 1 / 4
    assert themes.loc[theme, "leading"] == 3 / 4
    assert themes["leading"].sum() == 1 and topics.loc[far, "leading"] == 1 / 4
    together = shares.groupby(model.themes).sum()
    assert np.allclose(themes["share"], together[themes.index])


def test_topics_and_themes_share_the_other_fits(model, record, monkeypatch):
    made, run_of = [], _ranges.run_of
    monkeypatch.setattr(_ranges, "run_of", lambda t, n, *a: made.append(n) or run_of(t, n, *a))
    found = model.ranges(record, n_topics=(4,), n_samples=1)
    assert made == [8, 4]
    assert model.ranges(record, n_topics=(4,), n_samples=1).equals(found)
    themes = model.at("themes").ranges(record, n_topics=(4,), n_samples=1)
    assert made == [8, 4]
    assert themes.attrs == found.attrs == {"fits": 3, "n_topics": [4, 8]}
    assert model.ranges(record, n_topics=(4,), n_samples=2).attrs["fits"] == 5
    assert made == [8, 4, 8, 4]
