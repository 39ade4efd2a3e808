"""Fitted trends: against likelihoods maximised and errors summed by hand, and what is refused."""

from __future__ import annotations

import builtins

import numpy as np
import pytest
from scipy import optimize, special, stats

from unres_research.analyse import trend
from unres_research.analyse._trends import _fitted, _texts
from unres_research.errors import UnresError

statsmodels = pytest.importorskip("statsmodels.api")


def drawn(seed, groups=2):
    """Occurrences in the texts of forty series in up to five sessions, and their words."""
    rng = np.random.default_rng(seed)
    units = np.repeat(np.arange(40), 5)[rng.random(200) < 0.7]
    time = np.tile(np.arange(5.0), 40)[: len(units)]
    rng.shuffle(time)
    words = rng.integers(200, 3000, len(units)).astype(float)
    own = rng.gamma(0.5, 2, 40)[units]
    values = rng.poisson(own * words / 1000 * 1.1**time).astype(float)
    units = np.unique(units, return_inverse=True)[1]
    return values, words, time, units % groups, units


def clustered(design, scores, hessian, units):
    """Standard error of the first coefficient and its degrees of freedom, a series at a time."""
    inverse = np.linalg.inv(hessian)
    names, (n, k) = sorted(set(units)), design.shape
    parts = [(inverse @ scores[units == name].sum(axis=0))[0] for name in names]
    factor = len(names) / (len(names) - 1) * (n - 1) / (n - k)
    told = sum(p**2 for p in parts) ** 2 / sum(p**4 for p in parts)
    return np.sqrt(factor * sum(p**2 for p in parts)), max(2, min(told - 1, len(names) - 1))


def design_of(time, groups):
    return np.column_stack(
        [time - time.mean(), *(groups == g for g in sorted(set(groups)))]
    ).astype(float)


def most_likely(loss, k):
    return optimize.minimize(loss, np.zeros(k), method="BFGS", options={"gtol": 1e-9}).x


@pytest.mark.parametrize("seed", range(3))
def test_negative_binomial_by_another_way(seed):
    values, words, time, groups, units = drawn(seed)
    design = design_of(time, groups)

    def mean(beta):
        return words * np.exp(design @ beta)

    start = np.array([0, *[np.log(values.sum() / words.sum())] * 2])
    plain = start + most_likely(
        lambda b: -stats.poisson.logpmf(values, mean(start + b)).sum() / 100, 3
    )
    apart = (values - mean(plain)) ** 2 - mean(plain)
    burst = apart.sum() / (mean(plain) ** 2).sum()

    def loss(b):
        m = mean(start + b)
        return -stats.nbinom.logpmf(values, 1 / burst, 1 / (1 + burst * m)).sum() / 100

    beta = start + most_likely(loss, 3)
    m = mean(beta)
    scores = design * ((values - m) / (1 + burst * m))[:, None]
    curved = m * (1 + burst * values) / (1 + burst * m) ** 2
    error, freedom = clustered(design, scores, design.T @ (design * curved[:, None]), units)
    found = _fitted.slope(values, words, time, groups, units)
    assert found.estimate == pytest.approx(beta[0], abs=1e-4)
    assert found.error == pytest.approx(error, rel=1e-3)
    assert found.freedom == pytest.approx(freedom, rel=1e-3)
    assert found.half == pytest.approx(stats.t.ppf(0.975, freedom) * error, rel=1e-3)


@pytest.mark.parametrize("seed", range(2))
def test_logistic_by_another_way(seed):
    values, _, time, groups, units = drawn(seed)
    uses = (values > 0).astype(float)
    design = design_of(time, groups)

    def loss(b):
        return (np.logaddexp(0, design @ b) - uses * (design @ b)).sum() / 100

    beta = most_likely(loss, 3)
    m = special.expit(design @ beta)
    hessian = design.T @ (design * (m * (1 - m))[:, None])
    error, freedom = clustered(design, design * (uses - m)[:, None], hessian, units)
    found = _fitted.slope(uses, None, time, groups, units)
    assert [found.estimate, found.error, found.freedom] == pytest.approx(
        [beta[0], error, freedom], rel=1e-3
    )


def test_counts_no_more_uneven_than_by_chance_are_poisson():
    """Two occurrences in every text of a hundred words: nothing to spread."""
    values, units = np.tile([1.0, 2.0, 3.0, 2.0], 15), np.repeat(np.arange(15), 4)
    model = _fitted._counted(statsmodels, values, np.ones((60, 1)), np.log(np.full(60, 100.0)))
    assert isinstance(model.family, statsmodels.families.Poisson)
    uneven = np.where(units == 0, 30.0, 0.0)
    model = _fitted._counted(statsmodels, uneven, np.ones((60, 1)), np.log(np.full(60, 100.0)))
    # a mean of 2 and four texts of 30: (4 * 28^2 + 56 * 2^2 - 60 * 2) / (60 * 2^2)
    assert model.family.alpha == pytest.approx((4 * 28**2 + 56 * 4 - 120) / 240)


def test_a_rise_that_is_but_a_committee_s_goes_when_committees_are_held_fixed():
    """One committee uses a term three times a text, the other once; the first one's texts grow."""
    time = np.tile([0.0, 1.0, 2.0], 40)
    units, groups = np.repeat(np.arange(40), 3), np.repeat([0, 1], 60)
    words = np.where(groups == 0, 100 * 2.0**time, 100.0)
    noise = np.tile([1, 0, -1, -1, 0, 1], 20)
    values = np.where(groups == 0, 3, 1) * words / 100 + noise * (groups == 0)
    plain = _fitted.slope(values, words, time, np.zeros(120, dtype=int), units)
    fixed = _fitted.slope(values, words, time, groups, units)
    assert plain.estimate - plain.half > 0.02
    assert abs(fixed.estimate) < 0.02 and fixed.half > abs(fixed.estimate)


def test_groups_that_tell_of_no_change_are_left_out():
    """A committee without the term, and one that always has it where resolutions are counted."""
    values, words, time, _, units = drawn(5)
    more = np.concatenate([values, np.zeros(30)]), np.concatenate([words, np.full(30, 500.0)])
    others = (
        np.concatenate([time, np.tile([0.0, 1, 2], 10)]),
        np.r_[np.zeros(len(time), int), np.ones(30, int)],
    )
    series = np.concatenate([units, 100 + np.repeat(np.arange(10), 3)])
    one = np.zeros(len(time), dtype=int)
    alone = _fitted.slope(values, words, time, one, units)
    assert _fitted.slope(*more, *others, series).estimate == pytest.approx(alone.estimate)
    uses = (values > 0).astype(float)
    alone = _fitted.slope(uses, None, time, one, units)
    always = np.concatenate([uses, np.ones(30)])
    assert _fitted.slope(always, None, *others, series).estimate == pytest.approx(alone.estimate)


def test_a_fit_that_separates_is_no_estimate():
    time, units = np.tile([0.0, 1.0, 2.0], 20), np.repeat(np.arange(20), 3)
    uses = (time == 2).astype(float)
    assert _fitted.slope(uses, None, time, np.zeros(60, dtype=int), units) is None


def test_too_few_series_are_refused_at_the_boundary():
    units, values = np.arange(40), np.zeros(40)
    values[:9] = 5
    assert _fitted.too_few(values, units, share=False) == "found in fewer than 10 series"
    values[9] = 5
    assert _fitted.too_few(values, units, share=False) == ""
    assert (
        _fitted.too_few(values, np.minimum(units, 8), share=False)
        == "found in fewer than 10 series"
    )
    assert _fitted.too_few(1 - values / 5, units, share=True) == ""
    values[9] = 0
    assert _fitted.too_few(1 - values / 5, units, share=True) == "missing in fewer than 10 series"
    assert _fitted.too_few(1 - values / 5, units, share=False) == ""


# invented texts: twenty series in five sessions, the last of which is not over


def text(session, k):
    has = {
        "rivers": (k + session) % 5 < session - 74,
        "lakes": (7 * k + 3 * session + k * session) % 5 < 2,
        "dunes": k < 9,
    }
    words = [w if held else "other" for w, held in has.items()]
    return "1. Decides to see " + " ".join(words) + "."


@pytest.fixture(scope="module")
def made_waters(made):
    rows = [
        (f"A/RES/{session}/{k}", f"{k} December {session + 1945}", f"T {k}", text(session, k))
        for session in range(75, 80) for k in range(1, 21)
    ]  # fmt: skip
    return made(*rows)


@pytest.fixture
def waters(made_waters, monkeypatch):
    own = made_waters.resolutions["symbol"].str.split("/").str[-1].astype(int).to_numpy() - 1
    monkeypatch.setattr(_texts, "unit_of", lambda found: own)
    return made_waters


@pytest.mark.parametrize("unit", ["words", "resolutions"])
def test_table(waters, unit):
    table = trend(waters, ["rivers", "lakes", "dunes"], unit=unit, until="12-31").set_index("term")
    assert table.columns.tolist() == [
        "ratio", "low", "high", "p", "q", "occurrences", "resolutions", "series", "reason",
    ]  # fmt: skip
    assert table.index.tolist() == ["dunes", "lakes", "rivers"]
    assert table.loc["dunes", "reason"] == "found in fewer than 10 series"
    assert table.loc["dunes", ["ratio", "low", "high", "p", "q"]].isna().all()
    rivers, lakes = table.loc["rivers"], table.loc["lakes"]
    # 4 texts of 20 a session more
    assert rivers[["occurrences", "resolutions", "series"]].tolist() == [60, 60, 20]
    assert 1 < rivers["low"] < rivers["ratio"] < rivers["high"] and rivers["p"] < 0.01
    assert lakes["low"] < 1 < lakes["high"] and lakes["p"] > 0.05
    ranked = sorted([rivers["p"], lakes["p"]])
    assert rivers["q"] == pytest.approx(2 * ranked[0]) and lakes["q"] == pytest.approx(ranked[1])
    about = {"unit": unit, "adjust": None, "sessions": [75, 76, 77, 78, 79],
             "resolutions": 100, "series": 20}  # fmt: skip
    assert about.items() <= table.attrs.items()
    half = np.log(rivers["ratio"] / rivers["low"])
    assert np.log(rivers["high"] / rivers["ratio"]) == pytest.approx(half)


def test_p_is_below_05_exactly_where_the_interval_leaves_out_1(corpus):
    terms = ["climate change", "women", "digital", "drugs"]
    for unit in ("words", "resolutions"):
        table = trend(corpus, terms, unit=unit, adjust="committee")
        assert (table["reason"] == "").all()
        assert ((table["p"] < 0.05) == ((table["low"] > 1) | (table["high"] < 1))).all()
        assert table.attrs["sessions"] == [74, 75, 76, 77, 78, 79]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"unit": "paragraphs"}, "no 'paragraphs' among the units"),
        ({"adjust": "vote"}, "no 'vote' among the adjustments"),
        ({"sessions": [75, 76]}, "expected at least 3"),
    ],
)
def test_what_is_refused(waters, given, named):
    with pytest.raises(UnresError, match=named):
        trend(waters, "rivers", **given)


def test_statsmodels_is_named_where_it_is_missing(waters, monkeypatch):
    imported = builtins.__import__

    def missing(name, *given, **more):
        if name.startswith("statsmodels"):
            raise ImportError(name)
        return imported(name, *given, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UnresError, match=r"found no statsmodels.*unres-research\[regression\]"):
        trend(waters, "rivers", sessions=(75, 76, 77))
