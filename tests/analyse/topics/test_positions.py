"""Places of topics on a plane."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import pdist, squareform

from unres_research.analyse import fit_topics
from unres_research.analyse._topics._map import classical, distances, places_of, smacof
from unres_research.corpus import example_corpus


def test_distances_by_hand():
    """Of (1, 0) and (0, 1) all is apart: the root of log 2; (1, 0) and (1/2, 1/2) by hand."""
    found = distances(np.array([[2.0, 0.0], [0.0, 5.0], [1.0, 1.0]]))
    assert found[0, 1] == pytest.approx(np.sqrt(np.log(2)))
    # mean (3/4, 1/4): [log(4/3) + (log(2/3) + log(2)) / 2] / 2
    half = (np.log(4 / 3) + (np.log(2 / 3) + np.log(2)) / 2) / 2
    assert found[0, 2] == pytest.approx(np.sqrt(half))
    assert (np.diag(found) == 0).all() and np.allclose(found, found.T)


def test_distances_that_a_plane_can_show_are_found():
    """A rectangle of three by four: its diagonals are five."""
    corners = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 3.0], [0.0, 3.0]])
    apart = squareform(pdist(corners))
    for place in (classical, smacof):
        assert np.allclose(squareform(pdist(place(apart))), apart, atol=1e-6)
        assert np.allclose(place(apart).mean(axis=0), 0)


def test_majorisation_comes_nearer_than_where_it_starts():
    """Four points all equally far: no plane has them."""
    apart = 1.0 - np.eye(4)
    before, after = (
        ((squareform(pdist(f(apart))) - apart) ** 2).sum() for f in (classical, smacof)
    )
    assert after < before
    # the best is a square with sides a: 4 (1 - a)^2 + 2 (1 - a sqrt 2)^2 is least there
    side = (4 + 2 * np.sqrt(2)) / 8
    least = 4 * (1 - side) ** 2 + 2 * (1 - side * np.sqrt(2)) ** 2
    assert after / 2 == pytest.approx(least, rel=1e-3)


def test_few_topics_have_places_too():
    index = pd.Index(["a"])
    alone = places_of(np.array([[1.0]]), index)
    assert alone.to_numpy().tolist() == [[0, 0]] and np.isnan(alone.attrs["fit"])
    two = places_of(np.eye(2), pd.Index(["a", "b"]))
    assert pdist(two.to_numpy())[0] == pytest.approx(np.sqrt(np.log(2)), abs=1e-5)
    assert np.isnan(two.attrs["fit"])  # one distance has no correlation
    same = places_of(np.ones((3, 2)), pd.Index(list("abc")))
    assert np.allclose(same, 0)
    unknown = places_of(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), pd.Index(list("abc")))
    assert np.isfinite(unknown.to_numpy()).all()


def test_places_of_a_model():
    model = fit_topics(example_corpus(), 4)
    found = model.positions()
    assert found.index.tolist() == list(model.labels) and found.index.name == "topic"
    pd.testing.assert_frame_equal(found, fit_topics(example_corpus(), 4).positions())
    assert -1 <= found.attrs["fit"] <= 1 or np.isnan(found.attrs["fit"])


def test_the_fit_is_the_correlation_of_distances():
    components = np.random.default_rng(0).dirichlet(np.ones(6), size=5)
    found = places_of(components, pd.Index(range(5)))
    shown, meant = (
        d[np.triu_indices(5, 1)] for d in (squareform(pdist(found)), distances(components))
    )
    assert found.attrs["fit"] == pytest.approx(np.corrcoef(shown, meant)[0, 1])
    assert found.attrs["fit"] > 0.7


def test_a_summary_says_how_many_words_are_of_procedure():
    found = fit_topics(example_corpus(), 4).to_frame()
    assert 0 <= found.attrs["procedural"] <= 1
