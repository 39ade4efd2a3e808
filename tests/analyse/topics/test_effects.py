"""Regressions of the prevalence of topics: by hand, by another way, and what is refused."""

from __future__ import annotations

import builtins
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchmarks.inference import effects as benchmark
from unres_research.analyse import fit_topics
from unres_research.analyse._topics import _effects
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError


def by_hand(share, design, units):
    """Coefficients, moderated errors and degrees of freedom, a series at a time."""
    n, k = design.shape
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ share
    left = share - design @ beta
    names = sorted(set(units))
    meat = np.zeros((k, k))
    for name in names:
        own = design[units == name].T @ left[units == name]
        meat += np.outer(own, own)
    factor = len(names) / (len(names) - 1) * (n - 1) / (n - k)
    sandwich = factor * np.diag(inverse @ meat @ inverse)
    # one correlation of any two resolutions of a series
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j and units[i] == units[j]]
    mean = (left**2).mean()
    rho = np.mean([left[i] * left[j] for i, j in pairs]) / mean if pairs else 0
    rho = min(1, max(0, rho))
    alike = np.eye(n) + rho * np.array([[i != j and units[i] == units[j] for j in range(n)] for i in range(n)])  # fmt: skip
    random = np.diag(inverse @ design.T @ alike @ design @ inverse) * (left**2).sum() / (n - k)
    freedom = []
    for c in range(k):
        parts = [(inverse @ design[units == m].T @ left[units == m])[c] for m in names]
        told = sum(p**2 for p in parts) ** 2 / sum(p**4 for p in parts) - 1
        freedom.append(min(max(2, told), len(names) - 1))
    freedom = np.array(freedom)
    variance = (freedom * sandwich + 3 * random) / (freedom + 3)
    return beta, np.sqrt(variance), freedom + 3


@pytest.mark.parametrize("seed", range(3))
def test_regression_by_another_way(seed):
    rng = np.random.default_rng(seed)
    units = rng.integers(0, 12, 50)
    units = np.unique(units, return_inverse=True)[1]
    own = rng.normal(0, 0.1, 12)[units]
    design = np.column_stack([np.ones(50), rng.normal(size=50), rng.random(50) < 0.4])
    shares = np.column_stack([0.3 + own * side + rng.normal(0, 0.05, 50) for side in (1, 0)])
    found = _effects.regress(shares, design, units)
    for topic in range(2):
        expected = by_hand(shares[:, topic], design, units)
        for values, wanted in zip(found, expected, strict=True):
            assert values[:, topic] == pytest.approx(wanted)


def test_series_of_one_resolution_have_no_correlation():
    rng = np.random.default_rng(4)
    design = np.column_stack([np.ones(20), np.arange(20) % 2])
    share = rng.random((20, 1))
    found = _effects.regress(share, design, np.arange(20))
    expected = by_hand(share[:, 0], design, np.arange(20))
    for values, wanted in zip(found, expected, strict=True):
        assert values[:, 0] == pytest.approx(wanted)


# on shares given by hand: example_corpus has 16 resolutions of one paragraph, 8 a session


@pytest.fixture(scope="module")
def example():
    model = fit_topics(example_corpus(), 4)
    share = [0.9, 0.8, 0.7, 0.9, 0.8, 0.7, 0.9, 0.7, 0.3, 0.1, 0.3, 0.2, 0.1, 0.3, 0.2, 0.1]
    of = dict(zip(model.corpus.paragraphs["wording"], share, strict=True))
    first = np.array([of[w] for w in model.wordings])
    weights = np.array([first, 1 - first]).T
    model = replace(model, labels=("a", "b"), weights=weights, components=model.components[:2])
    return model, np.array(share), model.corpus.resolutions.index


def test_one_group_beside_another_is_a_difference_of_means(example):
    """Sessions of 8: the means are .8 and .2; the second is 60 points less."""
    model, share, symbols = example
    found = model.effects("C(session)")
    assert found.columns.tolist() == [
        "topic", "covariate", "beside", "estimate", "low", "high", "p", "q", "reason",
        "resolutions", "series", "word",
    ]  # fmt: skip
    assert found["covariate"].tolist() == ["session: 78"] * 2
    assert found["beside"].tolist() == ["77"] * 2 and found["topic"].tolist() == ["a", "b"]
    assert found["estimate"].tolist() == pytest.approx([-60, 60])
    assert found[["resolutions", "series"]].values.tolist() == [[8, 8]] * 2
    assert found.attrs == {"resolutions": 16, "series": 16, "left_out": 0}
    design = np.column_stack([np.ones(16), np.repeat([0, 1], 8)])
    beta, error, freedom = (values[1] for values in by_hand(share, design, np.arange(16)))
    half = stats.t.ppf(0.975, freedom) * error
    a = found.iloc[0]
    assert [a["low"], a["high"]] == pytest.approx([100 * (beta - half), 100 * (beta + half)])
    assert a["p"] == pytest.approx(2 * stats.t.sf(abs(beta) / error, freedom))
    assert found["q"].tolist() == pytest.approx(stats.false_discovery_control(found["p"]))
    as_number = model.effects("session")
    assert as_number["estimate"].tolist() == pytest.approx([-60, 60])
    assert as_number["p"].tolist() == pytest.approx(found["p"].tolist())
    assert as_number[["covariate", "beside"]].values.tolist() == [["session", ""]] * 2
    assert as_number[["resolutions", "series"]].values.tolist() == [[16, 16]] * 2


def test_covariates_of_ones_own(example):
    """Three groups, the one with the most resolutions left out; a number beside them."""
    model, share, symbols = example
    data = pd.DataFrame({"kind": list("xxyyyyyyyzzzzzxy"), "size": np.arange(16.0) ** 2}, index=symbols)  # fmt: skip
    found = model.effects("kind + size", data=data).query("topic == 'a'")
    assert found["covariate"].tolist() == ["kind: x", "kind: z", "size"]
    assert found["beside"].tolist() == ["y", "y", ""]
    kind = data["kind"].to_numpy()
    design = np.column_stack([np.ones(16), kind == "x", kind == "z", data["size"]]).astype(float)
    beta = by_hand(share, design, np.arange(16))[0]
    assert found["estimate"].tolist() == pytest.approx((100 * beta[1:]).tolist())
    assert found["reason"].tolist() == ["fewer than 5 series tell of it", "", ""]
    assert found["p"].isna().tolist() == [True, False, False]
    assert found["resolutions"].tolist() == [3, 5, 16]


def test_series_and_not_resolutions_tell_of_a_group(example, monkeypatch):
    """Six resolutions of three series; of groups alike in number the first by name is left out."""
    model, _, symbols = example
    units = np.array([0, 0, 1, 1, 2, 2, *range(3, 13)])
    monkeypatch.setattr(_effects, "unit_of", lambda corpus: units)
    data = pd.DataFrame({"kind": list("zzzzzzyyyyyxxxxx")}, index=symbols)
    found = model.effects("kind", data=data).query("topic == 'a'")
    assert found["covariate"].tolist() == ["kind: x", "kind: y"]
    assert found["beside"].tolist() == ["z", "z"] and found["reason"].tolist() == ["", ""]
    data["kind"] = list("yyyyyyzzzzzxxxxx")
    data.iloc[0] = "w"
    found = model.effects("kind", data=data).query("topic == 'a'")
    assert found["beside"].tolist() == ["x", "x", "x"]
    assert found["covariate"].tolist() == ["kind: w", "kind: y", "kind: z"]
    assert found["reason"].tolist() == ["fewer than 5 series tell of it"] * 2 + [""]
    assert found["series"].tolist() == [1, 3, 5] and found["resolutions"].tolist() == [1, 5, 5]


def test_resolutions_without_a_covariate_are_left_out(example):
    model, share, symbols = example
    data = pd.DataFrame({"size": np.arange(14.0)}, index=symbols[:14])
    found = model.effects("size", data=data)
    assert found.attrs == {"resolutions": 14, "series": 14, "left_out": 2}
    slope = 100 * np.polyfit(np.arange(14), share[:14], 1)[0]
    assert found["estimate"].iloc[0] == pytest.approx(slope)
    some = model.effects("size", data=data, symbols=symbols[2:16])
    assert some.attrs == {"resolutions": 12, "series": 12, "left_out": 2}


@pytest.mark.parametrize("kind", ["Int64", "boolean", "Float64"])
def test_missing_numbers_of_every_kind_are_left_out(example, kind):
    model, share, symbols = example
    values = pd.Series([1, 0] * 7 + [pd.NA] * 2, index=symbols).astype(kind)
    found = model.effects("size", data=pd.DataFrame({"size": values}))
    assert found.attrs["left_out"] == 2
    assert found["estimate"].iloc[0] == pytest.approx(100 * (share[:14:2].mean() - share[1:14:2].mean()))  # fmt: skip


def test_what_the_data_set_knows(example, monkeypatch):
    """Committees and votes are groups of words."""
    model, _, symbols = example
    groups = {"committee": ["First", "Second", "Third", "First"] * 4, "vote": ["with a vote", "without a vote"] * 8}  # fmt: skip
    keys = {name: pd.Series([(v,) for v in values], index=symbols) for name, values in groups.items()}  # fmt: skip
    keys["committee"].iloc[3] = ()
    monkeypatch.setattr(_effects, "keys_of", lambda corpus, name: keys[name])
    found = model.effects().query("topic == 'b'")
    assert found["covariate"].tolist() == ["session", "committee: Second", "committee: Third", "vote: without a vote"]  # fmt: skip
    assert found["beside"].tolist() == ["", "First", "First", "with a vote"]
    assert found.attrs["left_out"] == 1 and found.attrs["resolutions"] == 15


@pytest.mark.parametrize(
    ("covariates", "said"),
    [
        ("", "found covariates = '', expected names with . between"),
        (None, "found covariates = None, expected names"),
        ("session * size", "found 'session . size' among the covariates, expected names"),
        ("sesion", "found no 'sesion' among the covariates, expected some of 'session'"),
        ("C(sesion)", "found no 'sesion' among the covariates"),
        ("one", "found one value of one among 16 resolutions"),
        ("size + twice", "found covariates that follow from each other among size, twice"),
        ("endless", "found a number without bound in endless"),
        ("each", "found 16 series for 16 coefficients, expected more series"),
    ],
)
def test_covariates_that_are_not_understood(example, covariates, said):
    model, _, symbols = example
    size = np.arange(16.0)
    data = pd.DataFrame({"size": size, "twice": 2 * size, "one": 1.0, "endless": np.inf, "each": list("abcdefghijklmnop")}, index=symbols)  # fmt: skip
    with pytest.raises(UnresError, match=said):
        model.effects(covariates, data=data)


def test_symbols_that_are_not_there(example):
    model, _, symbols = example
    with pytest.raises(UnresError, match="found no 'A/RES/1/1' among the symbols"):
        model.effects("size", data=pd.DataFrame({"size": [1.0]}, index=["A/RES/1/1"]))


def test_too_little_of_a_topic(example):
    """A tenth of five of sixteen resolutions are 5.5 words."""
    model, share, _ = example
    little = np.zeros(16)
    little[:5] = 0.1
    of = dict(zip(model.corpus.paragraphs["wording"], little, strict=True))
    first = np.array([of[w] for w in model.wordings])
    found = replace(model, weights=np.array([first, 1 - first]).T).effects("session")
    assert found["reason"].tolist() == ["fewer than 10 occurrences", ""]
    assert found["p"].isna().tolist() == [True, False] and found["estimate"].notna().all()
    assert found["q"].iloc[1] == found["p"].iloc[1]  # of one topic


def test_statsmodels_is_named_where_it_is_missing(example, monkeypatch):
    real = builtins.__import__

    def without(name, *given, **more):
        if name.startswith("statsmodels"):
            raise ImportError(name)
        return real(name, *given, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UnresError, match=r"found no statsmodels.*unres-research\[regression\]"):
        example[0].effects("session")


# the simulations


def test_whole_series_are_drawn():
    units = np.array([0, 1, 1, 2, 0])
    rows, own = benchmark._drawn(units, 50, np.random.default_rng(0))
    for k in range(50):
        held = rows[own == k].tolist()
        assert held in ([0, 4], [1, 2], [3])


def test_effects_that_shrink_are_told(monkeypatch):
    """Of effects of 2, 1 and -1 points half is left, and once the sign turns."""
    monkeypatch.setattr(benchmark, "GROWS", 0.01)
    known = np.array([[0.02, 0.01, -0.01]])
    seen = np.stack([known, known / 2 * [1, 1, -1]], axis=1)
    rows = benchmark._said(seen, np.array([[1.0, 0.5]]), "grown")
    assert [row.found for row in rows] == ["1.000", "0.500", "0.33 (sign kept: 67%)"]
    # (2 * 1 + 1 * .5 - 1 * .5) / (4 + 1 + 1)


def test_intervals_that_hold_the_truth_are_counted():
    """With ten degrees of freedom an interval reaches 2.23 errors."""
    estimate = np.array([[0, 0, 0], [1.0, 2, 3]])
    found = (estimate, np.ones((2, 3)), np.full((2, 3), 10.0))
    assert benchmark._holds(found, np.array([[3.2, 4.3, 0.8]])) == 2


def test_paragraphs_of_known_topics_grow(monkeypatch):
    """A fifth of the paragraphs of the series that are treated, and no others."""
    model = fit_topics(example_corpus(), 4)
    monkeypatch.setattr(benchmark, "corpus", example_corpus)
    monkeypatch.setattr(benchmark, "GROWS", 0.2)
    planted = benchmark.Planted.of(model)
    assert planted.words.sum(axis=1) == pytest.approx(np.ones(4))
    assert planted.lengths.min() > 0 and sorted(planted.series) == list(range(16))
    treated = np.arange(16) % 2 == 0
    times, moved = 200, np.zeros(16)
    rng = np.random.default_rng(5)
    for _ in range(times):
        shares, effect = planted.grown(np.array([1]), treated, rng, False)
        moved += np.abs(shares - planted.shares).sum(axis=1) > 1e-9
    others = planted.shares.argmax(axis=1) != 1
    even = treated[planted.series]
    assert moved[~even].max() == 0
    assert moved[even & others].mean() / times == pytest.approx(0.2, abs=0.03)
    assert effect == pytest.approx(0.2 * (np.eye(4)[1] - planted.shares.mean(axis=0)), abs=0.01)
    thin, effect = planted.grown(np.array([1]), treated, rng, True)
    assert thin[even] == pytest.approx(0.8 * planted.shares[even] + 0.2 * np.eye(4)[1])
    assert thin[~even] == pytest.approx(planted.shares[~even])
    assert effect == pytest.approx(0.2 * (np.eye(4)[1] - planted.shares.mean(axis=0)))
    again = planted.refitted(planted.shares, rng)
    told = ~np.isnan(again[:, 0])
    assert (again[told].argmax(axis=1) == planted.shares[told].argmax(axis=1)).mean() > 0.9


def test_resolutions_without_topics_are_left_out(example):
    """One of the first eight: .8 is left on average of .9, .7, .9, .8, .7, .9, .7."""
    model, share, symbols = example
    wording = model.corpus.paragraphs["wording"].iloc[1]
    weights = np.where((model.wordings == wording)[:, None], np.nan, model.weights)
    found = replace(model, weights=weights).effects("C(session)")
    assert found.attrs == {"resolutions": 15, "series": 15, "left_out": 0}
    rest = np.mean([0.9, 0.7, 0.9, 0.8, 0.7, 0.9, 0.7])
    assert found["estimate"].iloc[0] == pytest.approx(100 * (0.2 - rest))


def test_a_number_that_few_series_have_differently_tells_nothing(example):
    """Fourteen of sixteen have 5, the greater of two numbers."""
    model, _, symbols = example
    data = pd.DataFrame({"size": [0, 0] + [5] * 14}, index=symbols)
    found = model.effects("size", data=data)
    assert set(found["reason"]) == {"fewer than 5 series tell of it"} and found["p"].isna().all()
