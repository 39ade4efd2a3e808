"""Ranges of a share over other fits, with topics by hand."""

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

# "decides" and "states" are words of procedure, "to", "the", "of", "and", "all" function words:
# 3 of 4 words of eight count, then 3 of 5 of eleven
WEIGHTS = np.array([8 * 3 / 4, 11 * 3 / 5])


@pytest.fixture(scope="module")
def model():
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
            _ranges, "_fits", lambda model, number, n: asked.append((number, n)) or list(some)
        )
        return asked

    return given


def test_least_and_greatest_by_hand(model, text, fits):
    """A topic split in two is summed; one that took up another has all of the text."""
    (music, tunes), (sea, fish) = of(model, "tune"), of(model, "protect")
    others = [of(model, word)[1] for word in ("repair", "supply")]
    verb = (model.terms == "protect").astype(float)
    same = unit(np.array([others[1], fish, tunes, others[0]]))
    split = unit(np.array([tunes, verb, fish - verb, *others]))
    taken = unit(np.array([2 * tunes + fish, *others]))
    fits(same, split, taken)
    found = model.ranges(text, n_samples=3)
    share = WEIGHTS / WEIGHTS.sum()  # of music and the sea
    assert found["share"].to_numpy()[[music, sea]] == pytest.approx(share, abs=0.005)
    assert found["low"].to_numpy()[[music, sea]] == pytest.approx([share[0], 0], abs=0.005)
    assert found["high"].to_numpy()[[music, sea]] == pytest.approx([1, share[1]], abs=0.005)
    assert found["leading"].to_numpy()[[music, sea]].tolist() == [0.25, 0.75]
    assert found.attrs == {"fits": 4, "n_topics": [4]}
    fits(taken)  # what the model itself says counts as well
    found = model.ranges(text, n_samples=1)
    assert found["low"].to_numpy()[[music, sea]] == pytest.approx([share[0], 0], abs=0.005)
    assert found["leading"].to_numpy()[[music, sea]].tolist() == [0.5, 0.5]


def test_the_own_number_is_always_among_them(model, text, fits):
    asked = fits(unit(model.components))
    assert model.ranges(text, n_topics=(2, 3, 2), n_samples=5).attrs["n_topics"] == [2, 3, 4]
    assert asked == [(4, 5), (2, 5), (3, 5)]
    asked.clear()
    more = fit_topics(model.corpus, 8)
    assert len(more.at("themes")) == 2  # the number of topics is found again, not that of themes
    fits(unit(more.components))
    more.at("themes").ranges(text, n_samples=1)
    assert asked == [(8, 1)]


def test_another_tenth_of_the_series_is_left_out_each_time(model, monkeypatch):
    inside = []
    monkeypatch.setattr(
        _ranges, "run_of", lambda *given: (lambda units, k: inside.append((units, k)), None, None)
    )
    names = np.array([f"series {k}" for k in range(1000)])
    texts = SimpleNamespace(texts=SimpleNamespace(unit_keys=keys_of(names.tolist())))
    monkeypatch.setattr(_ranges.Material, "of", lambda *given: texts)
    assert len(_ranges._fits(model, 4, 3)) == 3
    out = [~units for units, _ in inside]
    # a binomial of 1,000 draws of a tenth, five standard deviations; of two samples one in a hundred
    assert all(50 < one.sum() < 150 for one in out)
    assert (out[0] & out[1]).sum() < 30 and (out[1] & out[2]).sum() < 30
    assert len({k for _, k in inside}) == 3
