"""Keyness against formulas written out, other implementations, and worlds whose truth is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import comb
from time import perf_counter
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.sparse import csr_array

from unres_research.analyse import _keyness as module
from unres_research.analyse import keyness
from unres_research.analyse._keyness import Keyness
from unres_research.analyse._saddlepoint import tail
from unres_research.corpus import Corpus, example_corpus
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


class World:
    """A data set of so many occurrences (resolutions, terms), one paragraph a resolution."""

    __class__ = Corpus  # taken for one

    def __init__(self, counts, words, unit=None):
        counts = np.asarray(counts)
        names = [f"A/RES/80/{k}" for k in range(len(counts))]
        self.paragraphs = pd.DataFrame(
            {"symbol": names, "wording": range(len(counts)), "words": words}
        )
        self.resolutions = pd.DataFrame(index=names)
        self.unit = np.arange(len(counts)) if unit is None else np.asarray(unit)
        self.vocabulary = pd.DataFrame(
            {"term": [f"t{k}" for k in range(counts.shape[1])], "n": 1, "count": counts.sum(axis=0)}
        )
        self.wording_counts = csr_array(counts)


world = World


@pytest.fixture(autouse=True)
def series_of_worlds(monkeypatch):
    real = module.unit_of
    monkeypatch.setattr(module, "unit_of", lambda c: c.unit if isinstance(c, World) else real(c))


def halves(n, first):
    inside = np.arange(n) < first
    return {"a": inside, "b": ~inside}


@pytest.fixture(scope="module")
def drawn():
    """Thirty resolutions of 200 to 900 words, six terms, the first ten the group."""
    rng = np.random.default_rng(3)
    words = rng.integers(200, 900, 30)
    counts = rng.poisson(np.outer(words, [0.001, 0.002, 0.005, 0.01, 0.02, 0.05]))
    return world(counts, words), counts, words


def of(found, group):
    return found.to_frame(group).set_index("term").sort_index()


# measures


def weighted(y, n):
    """Weights of units by the overdispersion of a term, written out: see Notes of `keyness`."""
    half = np.median(n)
    w = [1 / (1 + m / half) for m in n]
    rate = sum(a * b for a, b in zip(w, y, strict=True)) / sum(
        a * b for a, b in zip(w, n, strict=True)
    )
    above = sum(a**2 * ((b - rate * m) ** 2 - rate * m) for a, b, m in zip(w, y, n, strict=True))
    burst = max(0, above / sum((a * rate * m) ** 2 for a, m in zip(w, n, strict=True)))
    step = 9 if burst == 0 else min(9, max(-6, round(np.log2(1 / (burst * rate) / half))))
    if step == 9:
        return np.ones(len(n))
    found = np.array([1 / (1 + m / (half * 2.0**step)) for m in n])
    return found * sum(n) / (found * n).sum()


def test_log_odds_as_monroe_and_others_write_them(drawn):
    """Equation 16 of the paper, with an informative prior of 500 words like both sides."""
    data, counts, words = drawn
    found = of(keyness(data, halves(30, 10), prior_words=500), "a")
    assert len({round(weighted(counts[:, w], words)[0], 6) for w in range(6)}) > 1
    for w in range(6):
        y, n = weighted(counts[:, w], words) * [counts[:, w], words]
        a0, n1, n2 = 500, n[:10].sum(), n[10:].sum()
        a = a0 * y.sum() / n.sum()
        y1, y2 = y[:10].sum(), y[10:].sum()
        delta = np.log((y1 + a) / (n1 + a0 - y1 - a)) - np.log((y2 + a) / (n2 + a0 - y2 - a))
        row = found.loc[f"t{w}"]
        assert row["log_odds"] == pytest.approx(delta)
        assert row["times"] == pytest.approx(np.exp(delta) if y2.any() else np.inf)
        y1, n1, y2, n2 = *[x[:10, w].sum() for x in (counts,)], words[:10].sum(), *[
            x[10:, w].sum() for x in (counts,)], words[10:].sum()  # fmt: skip
        assert (row["count"], row["count_rest"]) == (y1, y2)
        assert row["rate"] == pytest.approx(10_000 * y1 / n1)
        assert row["log_ratio"] == pytest.approx(
            np.log2((y1 + 0.5) / n1) - np.log2((y2 + 0.5) / n2)
        )


def test_words_spread_evenly_are_weighed_as_they_are():
    """Each resolution has its share exactly: no bursts, so nothing but the paper's formula."""
    words = np.repeat([100, 300], 10)
    data = world(np.outer(words, [4, 2]) // 100, words)
    row = of(keyness(data, halves(20, 10), prior_words=100), "a").loc["t0"]
    assert row["log_odds"] == pytest.approx(0, abs=1e-12)
    assert row["low"] < 0 < row["high"]
    assert row["p"] > 0.9 or row["p"] == 1


def score(y, n, inside):
    """Occurrences inside less those expected, weighted."""
    w = weighted(y, n)
    rate = (w * y).sum() / (w * n).sum()
    return (w * y)[inside].sum() - rate * (w * n)[inside].sum()


def test_p_is_that_of_all_ways_to_deal_units_to_the_sides():
    """Five units against seven: all 792 ways, one by one."""
    rng = np.random.default_rng(8)
    words = rng.integers(100, 2000, 12)
    counts = rng.poisson(np.outer(words, [0.005, 0.01, 0.02, 0.05]) * rng.gamma(1, 1, (12, 4)))
    counts[:5, 0] *= 6
    found = of(keyness(world(counts, words), halves(12, 5)), "a")
    for w in range(4):
        seen = score(counts[:, w], words, np.arange(5))
        ways = [score(counts[:, w], words, np.array(s)) for s in combinations(range(12), 5)]
        beyond = np.mean([x >= seen - 1e-6 if seen > 0 else x <= seen + 1e-6 for x in ways])
        p = min(1, 2 * beyond)
        allowed = 4 * 2 * np.sqrt(beyond / 9999) + 2e-3
        assert found.loc[f"t{w}", "p"] == pytest.approx(p, abs=allowed)


@pytest.mark.parametrize("beyond", [0, 1e-9, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1])
def test_half_a_step_before_the_mean_nothing_is_rare(beyond):
    """Seven of 100 are drawn; two hold a term, 2 and 60 times, and the second is drawn.

    That is so in 7 of 100 draws. Half a step of 111.32 before it, the sum is the mean.
    """
    score, inside = np.r_[2.0, 60.0, np.zeros(98)] - 0.62, np.arange(100) // 7 == 0
    inside[:8] = [False, *[True] * 7]
    assert score.mean() == pytest.approx(0) and score[inside].sum() == pytest.approx(55.66)
    assert not tail(score[None], inside, 111.32 - beyond)[0] < 0.07  # NaN at the mean


def test_a_tail_by_the_saddlepoint_is_that_of_all_ways():
    """Eight of twenty units, 125,970 ways; three sums in the far tail."""
    rng = np.random.default_rng(4)
    value = rng.gamma(0.5, 1, 20)
    ways = np.array(list(combinations(range(20), 8)))
    sums = np.sort(value[ways].sum(axis=1))
    for beyond in (20, 100, 500):
        goal = sums[-beyond]
        way = ways[np.argmin(np.abs(value[ways].sum(axis=1) - goal))]
        found = tail(value[None], np.isin(np.arange(20), way))
        assert found[0] == pytest.approx(beyond / len(ways), rel=0.25)
    best = np.isin(np.arange(20), np.argsort(value)[-8:])
    assert tail(value[None], best)[0] == pytest.approx(1 / len(ways))
    assert tail(np.tile(value, 400)[None], np.isin(np.arange(8000), np.argsort(value)[-8:]))[
        0
    ] == pytest.approx(many_paragraphs(value), rel=0.3)


def test_where_there_is_no_saddlepoint_p_is_that_of_the_permutations(monkeypatch):
    """A term that six of twelve units have, those inside: one of 924 ways, so that few of the
    permutations have as much; p is not 1 where the formula has no value."""
    from unres_research.analyse import _permutation

    inside = np.arange(12) < 6
    draws = _permutation.who_is_inside(12, 6, 1999, np.random.default_rng(0))
    world = _permutation._World(csr_array(inside[None].astype(float)), np.ones(12), inside, draws)
    monkeypatch.setattr(_permutation, "tail", lambda score, *rest: np.full(len(score), np.nan))
    more, less = world.test(0.95)[0][:, 0]
    assert 1 / 924 <= more < 0.01 and less == 1


def test_a_tail_of_counts_is_met_half_a_step_before():
    """Four of thirty units hold the term once; at least three of them among twelve."""
    score = np.array([1.0] * 4 + [0] * 26)[None]
    inside = np.isin(np.arange(30), [0, 1, 2, *range(10, 19)])  # twelve, three of the four
    exact = stats.hypergeom.sf(2, 30, 4, 12)
    near, before = tail(score, inside, 1)[0], tail(score, inside)[0]
    assert abs(near - exact) < abs(before - exact)
    assert near == pytest.approx(exact, rel=0.15)


def many_paragraphs(value):
    """Eight of 8,000 units, each value 400 times: nearly eight independent draws, so many drawn."""
    goal = np.sort(value)[-8:].sum()
    rng = np.random.default_rng(1)
    return np.mean([rng.choice(value, (20_000, 8)).sum(axis=1) >= goal for _ in range(50)])


def test_a_term_in_all_of_one_side_and_none_of_the_other():
    """Twelve and twelve: the chance is one in all ways to choose twelve of 24, on either side."""
    rng = np.random.default_rng(6)
    counts = np.zeros((24, 2), dtype=int)
    counts[:12, 0] = rng.integers(5, 60, 12)
    counts[:, 1] = 3
    found = keyness(world(counts, rng.integers(300, 3000, 24)), halves(24, 12))
    row, other = of(found, "a").loc["t0"], of(found, "b").loc["t0"]
    assert row["p"] == pytest.approx(2 / comb(24, 12)) and row["q"] < 1e-5
    assert 0 < row["low"] < row["high"] == np.inf and row["log_odds"] > 3
    assert (other["p"], other["low"]) == (row["p"], -np.inf)
    assert other["high"] == pytest.approx(-row["low"])


def test_a_term_that_few_hold_may_be_missing_by_chance():
    """Of forty units ten are inside, and the three that hold the term are not: C(37, 10)/C(40, 10)."""
    counts = np.zeros((40, 1), dtype=int)
    counts[20:23, 0] = [4, 9, 30]
    row = of(keyness(world(counts, np.full(40, 500)), halves(40, 10)), "a").loc["t0"]
    assert row["p"] == pytest.approx(2 * comb(37, 10) / comb(40, 10), abs=0.1)
    assert row["low"] == -np.inf and row["high"] > 0


def test_g2_against_scipy(drawn):
    data, counts, words = drawn
    found = of(keyness(data, halves(30, 10)), "a")
    n1, n2 = words[:10].sum(), words[10:].sum()
    for w in range(6):
        y1, y2 = counts[:10, w].sum(), counts[10:, w].sum()
        square = [[y1, n1 - y1], [y2, n2 - y2]]
        g2 = stats.chi2_contingency(square, correction=False, lambda_="log-likelihood").statistic
        sign = 1 if y1 / n1 >= y2 / n2 else -1
        assert found.loc[f"t{w}", "g2"] == pytest.approx(sign * g2)


def test_g2_of_a_word_that_one_side_lacks():
    found = module._g2(np.array([0.0]), 100, np.array([8.0]), 100)
    square = [[0, 100], [8, 92]]
    g2 = stats.chi2_contingency(square, correction=False, lambda_="log-likelihood").statistic
    assert found[0] == pytest.approx(-g2)


def test_false_discovery_rate_by_hand(drawn):
    data, _, _ = drawn
    table = keyness(data, halves(30, 10))
    for _, group in table.to_frame().groupby("group"):
        p = group["p"].to_numpy()
        order = np.argsort(p)
        adjusted = p[order] * len(p) / np.arange(1, len(p) + 1)
        expected = np.empty(len(p))
        expected[order] = np.minimum(1, np.minimum.accumulate(adjusted[::-1])[::-1])
        assert group["q"].to_numpy() == pytest.approx(expected)


def test_p_and_interval_agree(drawn):
    rng = np.random.default_rng(13)
    words = rng.integers(100, 3000, 60)
    rates = np.where(np.arange(60) < 20, 2.0, 1)[:, None] * rng.gamma(0.3, 1, (60, 300))
    data = world(rng.poisson(0.003 * words[:, None] * rates), words)
    table = keyness(data, halves(60, 20), level=0.9).to_frame()
    excludes = (table["low"] > 0) | (table["high"] < 0)
    assert (excludes == (table["p"] < 0.1)).all() and 0.1 < excludes.mean() < 0.9
    assert (np.sign(table["z"]) * np.sign(table["log_odds"]) >= 0).all()
    assert table["p"].to_numpy() == pytest.approx(2 * stats.norm.sf(table["z"].abs()))


def test_both_sides_tell_the_same(drawn):
    found = keyness(drawn[0], halves(30, 10))
    one, other = of(found, "a"), of(found, "b")
    assert one["p"].tolist() == other["p"].tolist() and one["q"].tolist() == other["q"].tolist()
    assert one["log_odds"].to_numpy() == pytest.approx(-other["log_odds"].to_numpy())
    assert one["low"].to_numpy() == pytest.approx(-other["high"].to_numpy())
    third = keyness(drawn[0], halves(30, 10), random_state=1)
    assert not third.table["p"].equals(found.table["p"])
    assert found.table.equals(keyness(drawn[0], halves(30, 10)).table)


# truth known


@pytest.mark.parametrize(
    ("group", "rest", "held", "burst"),
    [(15, 200, 0.03, 10), (40, 200, 0.03, 10), (100, 100, 0.03, 10), (40, 200, 0.5, 2)],
)
def test_words_that_burst_are_no_more_often_called_different_than_stated(group, rest, held, burst):
    """Both groups are drawn alike: at most 5 per cent of the words may differ at that level."""
    rng = np.random.default_rng(11)
    size = (group + rest, 1500)
    words = (rng.lognormal(6.5, 0.6, size[0]) + 50).astype(int)
    counts = np.where(rng.random(size) < held, rng.geometric(1 / burst, size), 0)
    counts = np.minimum(counts, words[:, None] // 4)
    table = of(keyness(world(counts, words), halves(size[0], group)), "a")
    assert len(table) > 1000
    allowed = 0.05 + 3 * np.sqrt(0.05 * 0.95 / len(table))
    assert (table["p"] < 0.05).mean() < allowed
    assert not (table["q"] < 0.05).any()
    independent = np.abs(table["g2"]) > stats.chi2.ppf(0.95, 1)
    assert independent.mean() > 0.1  # what taking words for independent would have found


def test_a_true_difference_is_found_and_covered():
    """Odds three times as high in the group: the interval covers log 3 about as often as stated."""
    rng = np.random.default_rng(2)
    words = np.full(120, 500)
    share = np.where(np.arange(120) < 60, 0.012 / (1 + 0.008), 0.004)[:, None]
    truth = np.log(share[0] / (1 - share[0])) - np.log(0.004 / 0.996)
    dispersed = rng.gamma(2, share / 2, (120, 400))  # bursts: resolutions differ in their share
    counts = rng.poisson(dispersed * 500)
    table = of(keyness(world(counts, words), halves(120, 60), prior_words=1e-6), "a")
    covered = (table["low"] <= truth[0]) & (truth[0] <= table["high"])
    assert 0.93 <= covered.mean() <= 0.995
    assert (table["q"] < 0.05).mean() > 0.99


# groups


def test_three_groups_each_against_all_others(corpus):
    symbols = corpus.resolutions.index.tolist()
    groups = {"fish": symbols[:4], "school": symbols[4:8], "rest": symbols[8:]}
    table = keyness(corpus, groups, terms=corpus.columns(["protect", "decides"]))
    counts = {
        (g, t): (a, b)
        for g, t, a, b in table.table[["group", "term", "count", "count_rest"]].itertuples(
            index=False
        )
    }
    assert counts["fish", "protect"] == (4, 0)
    assert counts["school", "protect"] == (0, 4)
    assert counts["rest", "decides"] == (8, 8)
    assert table.units == {
        "fish": "4 resolutions in 4 series",
        "school": "4 resolutions in 4 series",
        "rest": "8 resolutions in 8 series",
    }
    tested = table.table.groupby("group")["p"].count()
    assert tested.to_dict() == {"fish": 0, "school": 0, "rest": 2}


def test_groups_can_be_given_in_several_ways(corpus):
    inside = corpus.paragraphs["symbol"] < "A/RES/78"
    symbols = corpus.resolutions.index
    terms = corpus.columns(["tune"])
    expected = keyness(corpus, {"a": inside.to_numpy(), "b": ~inside.to_numpy()}, terms=terms).table
    for one, other in (
        (inside, ~inside),
        (inside.tolist(), (~inside).tolist()),
        (symbols[:8], symbols[8:]),
        ((s for s in symbols[:8]), (s for s in symbols[8:])),  # can be read once only
    ):
        pd.testing.assert_frame_equal(
            keyness(corpus, {"a": one, "b": other}, terms=terms).table, expected
        )


def test_a_text_is_sampled_by_paragraphs(corpus):
    paragraphs = tuple(
        Paragraph(f"OP{k}", "operative", "Decides to tune the bells;", str(k)) for k in range(1, 4)
    )
    text = Resolution("A/80/L.91", "draft", "Bells", paragraphs=paragraphs)
    table = keyness(
        corpus, {"text": text, "all": corpus.resolutions.index}, terms=corpus.columns(["bells"])
    )
    row = table.to_frame("text").iloc[0]
    assert (row["count"], row["units"], row["rate"]) == (3, 3, 10_000 * 3 / 15)
    assert table.units == {"text": "3 paragraphs", "all": "16 resolutions in 16 series"}
    assert row["reason"] == "3 paragraphs here, at least 5 are needed"
    longer = replace(text, paragraphs=tuple(replace(paragraphs[0], id=f"OP{k}") for k in range(6)))
    found = keyness(corpus, {"text": longer, "all": corpus.resolutions.index}, terms=["bells"])
    # of all ways to draw six of 22 paragraphs none has as many bells in so few words
    assert found.to_frame("text")["p"].item() == pytest.approx(2 / comb(22, 6))


def test_one_unit_has_no_interval(corpus):
    one, rest = ["A/RES/77/901"], corpus.resolutions.index[1:]
    table = keyness(corpus, {"one": one, "rest": rest}, terms=corpus.columns(["fish", "tune"]))
    assert table.table[["low", "high", "p", "q"]].isna().all().all()
    assert table.table["log_odds"].notna().all()


def test_refusals(corpus):
    first, second = ["A/RES/77/901"], ["A/RES/77/902"]
    text = Resolution("A/RES/77/901", "resolution", "Fish", paragraphs=(
        Paragraph("OP1", "operative", "Decides;", "1"),))  # fmt: skip
    for groups, said in (
        ({"a": first}, "1 groups"),
        ({"a": first, "b": [*second, *first]}, "paragraphs of a in b too"),
        ({"a": text, "b": first}, "paragraphs of a in b too"),
        ({"a": text, "b": text}, "paragraphs of a in b too"),
        ({"a": first, "b": []}, "no words in b"),
        ({"a": first, "b": np.zeros(16, dtype=bool)}, "no words in b"),
        ({"a": first, "b": np.ones(15, dtype=bool)}, "15 bools for b, expected 16"),
        ({"a": first, "b": [3, 4]}, "3 in b"),
        ({"a": first, "b": ["A/RES/1/1"]}, "no .A/RES/1/1"),
    ):
        with pytest.raises(UnresError, match=said):
            keyness(corpus, groups)
    with pytest.raises(UnresError, match="prior of 0"):
        keyness(corpus, {"a": first, "b": second}, prior_words=0)
    with pytest.raises(
        UnresError, match="n_resamples = 998, expected a whole number of at least 999"
    ):
        keyness(corpus, {"a": first, "b": second}, n_resamples=998)
    with pytest.raises(UnresError, match="level = 95"):
        keyness(corpus, {"a": first, "b": second}, level=95)


@pytest.mark.parametrize("size", [4, 5])
def test_five_series_are_tested_and_four_are_not(corpus, size):
    symbols = corpus.resolutions.index
    groups = {"a": symbols[:size], "b": symbols[size:]}
    found = keyness(corpus, groups, terms=["decides", "fish"])
    assert found.units["a"] == f"{size} resolutions in {size} series"
    reasons = [f"4 series {where}, at least 5 are needed" for where in ("here", "in the rest")]
    expected = reasons if size == 4 else [""]
    assert found.table["reason"].unique().tolist() == expected
    inferred = found.table[["low", "high", "z", "p", "q"]]
    assert inferred.isna().all(axis=None) if size == 4 else inferred.notna().all(axis=None)
    assert found.table["log_odds"].notna().all()


def test_resolutions_of_a_series_are_one_unit():
    """Twelve resolutions in six series, one of them on both sides."""
    counts = np.zeros((20, 1), dtype=int)
    counts[[0, 1, 3], 0] = [2, 5, 1]
    unit = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 9, 9, 10, 11, 12, 13, 14, 15]
    data = world(counts, np.arange(10, 30), unit)
    found = keyness(data, halves(20, 10), terms=[0])
    row = of(found, "a").loc["t0"]
    assert found.units == {"a": "10 resolutions in 9 series", "b": "10 resolutions in 8 series"}
    assert (row["count"], row["units"], row["units_rest"]) == (8, 2, 0)
    assert row["rate"] == pytest.approx(10_000 * 8 / sum(range(10, 20)))
    other = of(found, "b").loc["t0"]
    assert (other["count"], other["units"], other["rate"]) == (0, 0, 0)
    assert (other["count_rest"], other["units_rest"]) == (8, 2)
    assert other["rate_rest"] == row["rate"] and other["rate"] == row["rate_rest"]
    # two of seventeen units hold it; eight of them are the other side
    assert row["p"] == pytest.approx(min(1, 2 * comb(15, 8) / comb(17, 8)), abs=0.05)


def test_what_many_editions_say_is_said_once():
    """Ten editions of each of twelve texts; three texts have the term, all among the six inside."""
    unit = np.repeat(np.arange(12), 10)
    counts = np.where(unit < 3, 6, 0)[:, None]
    groups = {"a": unit < 6, "b": unit >= 6}
    words = np.full(120, 100)
    apart = of(keyness(world(counts, words), groups), "a").loc["t0"]
    series = of(keyness(world(counts, words, unit), groups), "a").loc["t0"]
    assert series["p"] == pytest.approx(2 * comb(9, 3) / comb(12, 6), abs=0.01)
    assert apart["p"] < 1e-9 and apart["low"] > 0 > series["low"]
    assert (apart["units"], series["units"]) == (30, 3)


# terms


def test_terms_that_chose_the_groups_are_not_tested(corpus):
    symbols = corpus.resolutions.index
    groups = {"a": symbols[:8], "b": symbols[8:]}
    terms = ["all states", "all", "states", "protect", "fish", "of all states", "of all"]
    found = of(keyness(corpus, groups, terms=terms, chosen_by="All States"), "a")
    chose = {"all states", "all", "states", "of all states", "of all"}
    assert set(found.index[found["chosen_by"]]) == chose
    assert set(found.index[found["p"].isna()]) == chose and found["log_odds"].notna().all()
    assert set(found.loc[sorted(chose), "reason"]) == {"chose the groups"}
    singular = of(keyness(corpus, groups, terms=terms, chosen_by="state"), "a")
    assert set(singular.index[singular["chosen_by"]]) == {"all states", "states", "of all states"}
    plain = of(keyness(corpus, groups, terms=terms), "a")
    assert not plain["chosen_by"].any() and plain["p"].notna().all()
    rest = ~found["chosen_by"]
    assert found.loc[rest, "p"].equals(plain.loc[rest, "p"])
    assert found.loc[rest, "q"].tolist() == pytest.approx(
        stats.false_discovery_control(plain.loc[rest, "p"]).tolist()
    )
    for wrong in ("", ["fish", "..."]):
        with pytest.raises(UnresError, match="chosen_by"):
            keyness(corpus, groups, chosen_by=wrong)


@pytest.mark.parametrize("chose", ["policy", "policies", "state policies"])
def test_both_numbers_of_a_word_chose_the_groups(chose):
    terms = ["policy", "policies", "foreign policies", "police", "state"]
    known = SimpleNamespace(vocabulary=pd.DataFrame({"term": terms}))
    found = module._chose(np.array(terms), chose, known)
    assert found.tolist() == [True, True, chose != "state policies", False, "state" in chose]


def test_terms_that_occur_five_times_in_the_groups_together():
    """Nine times in all, but one of them in neither group; and four and five times."""
    counts = np.zeros((11, 3), dtype=int)
    counts[[0, 9, 10]] = [[3, 2, 2], [6, 2, 3], [1, 9, 0]]
    groups = {"a": np.arange(11) < 5, "b": (np.arange(11) >= 5) & (np.arange(11) < 10)}
    table = keyness(world(counts, np.full(11, 50)), groups).to_frame()
    assert set(table["term"]) == {"t0", "t2"}


def test_terms_of_some_lengths(corpus):
    symbols = corpus.resolutions.index
    groups = {"a": symbols[:8], "b": symbols[8:]}
    lengths = corpus.vocabulary.set_index("term")["n"]
    often = corpus.vocabulary.loc[corpus.vocabulary["count"] >= 5, "term"]
    for ngram_range, expected in (((1, 3), {1, 2, 3}), ((2, 2), {2}), ((2, 3), {2, 3}), ((1, 1), {1})):  # fmt: skip
        found = keyness(corpus, groups, ngram_range=ngram_range).to_frame("a")["term"]
        assert set(found) == {t for t in often if lengths[t] in expected} and len(found)
    assert len(keyness(corpus, groups).table) == 2 * len(often)
    for ngram_range in ((0, 2), (2, 1), (1, 4)):
        with pytest.raises(UnresError, match="expected two numbers from 1 to 3"):
            keyness(corpus, groups, ngram_range=ngram_range)


def test_terms_by_name_or_column(corpus):
    symbols = corpus.resolutions.index
    groups = {"a": symbols[:8], "b": symbols[8:]}
    expected = keyness(corpus, groups, terms=corpus.columns(["fish", "decides to"])).table
    for terms in (["fish", "decides to"], ["Fish", "decides  to"], np.array(corpus.columns(["fish", "decides to"]))):  # fmt: skip
        pd.testing.assert_frame_equal(keyness(corpus, groups, terms=terms).table, expected)
    one = keyness(corpus, groups, terms="fish")  # one string is one term
    assert one.to_frame("a")["term"].tolist() == ["fish"]
    with pytest.raises(UnresError, match="no 'dolphins'"):
        keyness(corpus, groups, terms=["dolphins"])


def test_the_surest_first_and_then_by_name(corpus):
    symbols = corpus.resolutions.index
    groups = {"a": symbols[:8], "b": symbols[8:]}
    found = keyness(corpus, groups, terms=["tune", "supply", "decides", "protect", "fish"])
    assert found.to_frame("a")["term"].tolist() == ["protect", "supply", "fish", "decides", "tune"]
    assert found.table["group"].tolist() == ["a"] * 5 + ["b"] * 5
    assert found.table.index.tolist() == list(range(10))


def test_more_prior_draws_to_no_difference(corpus):
    """By hand: "protect" 4 times in 88 words, not in the other 88; in all 4 of 176."""
    symbols = corpus.resolutions.index
    groups = {"a": symbols[:8], "b": symbols[8:]}
    given = keyness(corpus, groups, terms="protect", prior_words=500, level=0.95)
    assert keyness(corpus, groups, terms="protect").table.equals(given.table)
    for size in (22, 500, None):
        options = {} if size is None else {"prior_words": size}
        a, whole = (size or 500) * 4 / 176, 88 + (size or 500)
        expected = np.log((4 + a) / (whole - 4 - a)) - np.log(a / (whole - a))
        found = keyness(corpus, groups, terms="protect", **options).to_frame("a")
        assert found["log_odds"].item() == pytest.approx(expected)


# results


@pytest.fixture
def invented(corpus):
    rows = [("a", "eels", 9, 0.01, 2.0), ("a", "owls", 5, 0.05, 1.0), ("<b>", "<i>", 5, 0.04, 1.0),
            ("<b>", "ants", 3, 0.01, -3.0)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["group", "term", "count", "q", "log_odds"])
    return Keyness(corpus, {"a": "7 resolutions", "<b>": "4 paragraphs"}, table.assign(count_rest=1, times=2.0))  # fmt: skip


def test_rows_of_a_group_or_below_a_q(invented):
    assert invented.to_frame()["term"].tolist() == ["eels", "owls", "<i>", "ants"]
    assert invented.to_frame("a")["term"].tolist() == ["eels", "owls"]
    assert invented.to_frame(max_q=0.05)["term"].tolist() == ["eels", "<i>", "ants"]
    assert invented.to_frame("a", max_q=0.05)["term"].tolist() == ["eels"]
    assert invented.distinct()["term"].tolist() == ["eels", "<i>", "ants"]
    with pytest.raises(UnresError, match="no group 'c', expected one of a, <b>"):
        invented.to_frame("c")


def test_a_result_carries_its_data_set_and_shows_itself(invented, corpus):
    assert invented.corpus is corpus
    assert repr(invented) == "<Keyness of 4 terms: a (7 resolutions), <b> (4 paragraphs)>"
    shown = invented._repr_html_()
    assert ">Keyness of 4 terms: a (7 resolutions), &lt;b&gt; (4 paragraphs); " in shown
    assert ">eels</td>" in shown and "owls" not in shown and "ants" not in shown
    assert "&lt;i&gt;" in shown and "<i>" not in shown
    assert shown.count("&lt;b&gt;") == 2 and "<b>" not in shown
    many = Keyness(corpus, {f"group {k}": "4 paragraphs" for k in range(30)}, invented.table)
    assert len(repr(many)) < 150 and repr(many).endswith(" …>")
    found = keyness(corpus, {"a": corpus.resolutions.index[:8], "b": corpus.resolutions.index[8:]})
    assert found.corpus is corpus


# nested terms


def test_distinct_keeps_order_groups_and_terms_of_their_own(corpus):
    rows = [
        ("a", "intelligence", 10),  # eight of the ten stand in the longer term
        ("a", "artificial intelligence", 8),
        ("a", "human intelligence", 1),
        ("a", "artificial", 20),  # more than half stand elsewhere
        ("a", "art", 9),  # no word of "artificial"
        ("a", "and artificial intelligence use", 4),  # half of the shorter one
        ("b", "intelligence", 10),  # another group
        ("b", "use", 4),
    ]
    table = pd.DataFrame(rows, columns=["group", "term", "count"], index=[9, 3, 2, 7, 1, 4, 5, 6])
    found = Keyness(
        corpus, {"a": "", "b": ""}, table.assign(q=0.01, p=0.01, reason="", chosen_by=False)
    )
    assert found.distinct().index.tolist() == [3, 2, 7, 1, 4, 5, 6]
    assert found.distinct().columns.tolist() == found.table.columns.tolist()
    assert len(found.distinct(min_share=0.81)) == 8
    assert found.distinct(min_share=0.5).index.tolist() == [2, 7, 1, 4, 5, 6]
    assert found.distinct("b").index.tolist() == [5, 6]
    assert found.distinct(max_q=0.01).empty


def test_distinct_of_many_rows_takes_no_minutes():
    rng = np.random.default_rng(2)
    names = [f"w{a} w{b} w{c}" for a, b, c in rng.integers(0, 3000, (94_194, 3))]
    table = pd.DataFrame({"group": "a", "term": names, "count": 5, "q": 0.01})
    found = Keyness(None, {"a": ""}, table)
    start = perf_counter()
    assert len(found.distinct()) == len(table)
    assert perf_counter() - start < 5  # 0.4 seconds


def test_why_no_term_is_left_is_said(corpus):
    """Two resolutions are two series at most, too few to test; violins are told from the rest."""
    few = keyness(corpus, {"two": list(corpus)[:2], "rest": list(corpus)[2:]}, n_resamples=999)
    for table in (few.distinct("two"), few.to_frame(max_q=0.5)):
        assert table.empty and "at least 5 are needed" in table.attrs["reason"]
    assert "at least 5 are needed" in few._repr_html_()
    half = {"one": list(corpus)[::2], "other": list(corpus)[1::2]}
    same = keyness(corpus, half, n_resamples=999)
    assert same.distinct("one", max_q=1e-9).attrs["reason"] == "no term has q below 1e-09"
    assert "reason" not in same.to_frame().attrs
