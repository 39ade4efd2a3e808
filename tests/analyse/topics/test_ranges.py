"""How far a share depends on the fit: by hand, for topics and for the themes that join them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from unres_research.analyse import fit_topics
from unres_research.analyse._topics import _ranges
from unres_research.analyse._topics._consensus import unit
from unres_research.analyse._topics._draws import keys_of
from unres_research.corpus import example_corpus
from unres_research.read import _text as plaintext


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
    monkeypatch.setattr(_ranges, "_fits", lambda *a, **b: fits)
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
    other = fit_topics(model.corpus, 4)  # what it says itself is among the fits
    share = other.profile(record).loc["all"]
    lead = found["high"].idxmax()
    assert found.loc[lead, "low"] <= share.max() <= found.loc[lead, "high"] + 1e-9
    assert made == [8, 4]
    assert model.ranges(record, n_topics=(4,), n_samples=1).equals(found)
    themes = model.at("themes").ranges(record, n_topics=(4,), n_samples=1)
    assert made == [8, 4]
    assert themes.attrs == found.attrs == {"fits": 4, "n_topics": [4, 8]}
    assert model.ranges(record, n_topics=(4,), n_samples=2).attrs["fits"] == 6
    assert made == [8, 4, 8, 4]


# texts of two subjects, and fits that are given

# "decides" and "states" are words of procedure, "to", "the", "of", "and", "all" function words:
# 3 of 4 words of eight count, then 3 of 5 of eleven
WEIGHTS = np.array([8 * 3 / 4, 11 * 3 / 5])


@pytest.fixture
def four():
    return fit_topics(example_corpus(), 4)


@pytest.fixture(scope="module")
def text():
    return plaintext.parse(
        "A title\n\nThe General Assembly,\n\n1. Decides to tune the violins flutes of all;\n\n"
        "2. Decides to protect the fish and the coral of all States."
    )


def of(model, word):
    """Number of the topic that holds a word, and its terms as 0 and 1."""
    k = model.components[:, model.terms.tolist().index(word)].argmax()
    return k, (model.components.argmax(axis=0) == k).astype(float)


@pytest.fixture
def fits(monkeypatch):
    asked = []

    def given(*some):
        monkeypatch.setattr(
            _ranges,
            "_fits",
            lambda model, number, n, whole: asked.append((number, n, whole)) or list(some),
        )
        return asked

    return given


def test_least_and_greatest_by_hand(four, text, fits):
    """A topic split in two is summed; one that took up another has all of the text."""
    (music, tunes), (sea, fish) = of(four, "tune"), of(four, "protect")
    others = [of(four, word)[1] for word in ("repair", "supply")]
    verb = (four.terms == "protect").astype(float)
    same = unit(np.array([others[1], fish, tunes, others[0]]))
    split = unit(np.array([tunes, verb, fish - verb, *others]))
    taken = unit(np.array([2 * tunes + fish, *others]))
    fits(same, split, taken)
    found = four.ranges(text, n_samples=3)
    share = WEIGHTS / WEIGHTS.sum()  # of music and the sea
    assert found["share"].to_numpy()[[music, sea]] == pytest.approx(share, abs=0.005)
    assert found["low"].to_numpy()[[music, sea]] == pytest.approx([share[0], 0], abs=0.005)
    assert found["high"].to_numpy()[[music, sea]] == pytest.approx([1, share[1]], abs=0.005)
    assert found["leading"].to_numpy()[[music, sea]].tolist() == [0.25, 0.75]
    assert found.attrs == {"fits": 4, "n_topics": [4]}
    fits(taken)  # what the model itself says counts as well
    found = four.ranges(text, n_samples=1)
    assert found["low"].to_numpy()[[music, sea]] == pytest.approx([share[0], 0], abs=0.005)
    assert found["leading"].to_numpy()[[music, sea]].tolist() == [0.5, 0.5]


def test_the_own_number_is_always_among_them(four, text, fits):
    asked = fits(unit(four.components))
    assert four.ranges(text, n_topics=(2, 3, 2), n_samples=5).attrs["n_topics"] == [2, 3, 4]
    assert asked == [(4, 5, False), (2, 5, True), (3, 5, True)]
    asked.clear()
    more = fit_topics(four.corpus, 8)
    assert len(more.at("themes")) == 2  # the number of topics is found again, not that of themes
    fits(unit(more.components))
    more.at("themes").ranges(text, n_samples=1)
    assert asked == [(8, 1, False)]


def test_another_tenth_of_the_series_is_left_out_each_time(four, monkeypatch):
    inside = []
    monkeypatch.setattr(
        _ranges, "run_of", lambda *given: (lambda units, k: inside.append((units, k)), None, None)
    )
    names = np.array([f"series {k}" for k in range(1000)])
    texts = SimpleNamespace(texts=SimpleNamespace(unit_keys=keys_of(names.tolist())))
    monkeypatch.setattr(_ranges.Material, "of", lambda *given: texts)
    assert len(_ranges._fits(four, 4, 3, whole=False)) == 3
    out = [~units for units, _ in inside]
    # a binomial of 1,000 draws of a tenth, five standard deviations; of two samples one in a hundred
    assert all(50 < one.sum() < 150 for one in out)
    assert (out[0] & out[1]).sum() < 30 and (out[1] & out[2]).sum() < 30
    assert {k for _, k in inside} == {None}
