"""Keyness against formulas written out, other implementations, and worlds whose truth is known."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.sparse import csr_array

from unres_research.analyse import _keyness as module
from unres_research.analyse import keyness
from unres_research.analyse._keyness import Keyness
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


def world(counts, words):
    """A data set of so many occurrences (resolutions, terms), one paragraph a resolution."""
    counts = np.asarray(counts)
    return SimpleNamespace(
        paragraphs=pd.DataFrame(
            {
                "symbol": [f"A/RES/80/{k}" for k in range(len(counts))],
                "wording": range(len(counts)),
                "words": words,
            }
        ),
        vocabulary=pd.DataFrame(
            {"term": [f"t{k}" for k in range(counts.shape[1])], "n": 1, "count": counts.sum(axis=0)}
        ),
        wording_counts=csr_array(counts),
    )


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


def test_log_odds_as_monroe_and_others_write_them(drawn):
    """Equation 16 of the paper, with an informative prior of 500 words like the whole."""
    data, counts, words = drawn
    found = of(keyness(data, halves(30, 10), prior_words=500), "a")
    a0, n1, n2 = 500, words[:10].sum(), words[10:].sum()
    for w in range(6):
        a = a0 * counts[:, w].sum() / words.sum()
        y1, y2 = counts[:10, w].sum(), counts[10:, w].sum()
        delta = np.log((y1 + a) / (n1 + a0 - y1 - a)) - np.log((y2 + a) / (n2 + a0 - y2 - a))
        row = found.loc[f"t{w}"]
        assert row["log_odds"] == pytest.approx(delta)
        assert row["times"] == pytest.approx(np.exp(delta))
        assert (row["count"], row["count_rest"]) == (y1, y2)
        assert row["rate"] == pytest.approx(10_000 * y1 / n1)
        assert row["log_ratio"] == pytest.approx(
            np.log2((y1 + 0.5) / n1) - np.log2((y2 + 0.5) / n2)
        )
        # never surer than the variance of the paper (equation 20): independent words
        error = row["log_odds"] / row["z"]
        assert error**2 >= (1 / (y1 + a) + 1 / (y2 + a)) * (1 - 1e-9)


def test_words_spread_evenly_have_the_variance_of_the_paper():
    """Every resolution has its share exactly: no bursts, so nothing but the paper's formula."""
    data = world(np.tile([[4, 2]], (20, 1)), np.full(20, 100))
    row = of(keyness(data, halves(20, 10), prior_words=100), "a").loc["t0"]
    assert row["log_odds"] == pytest.approx(0)
    a = 100 * 80 / 2000
    half = stats.t.ppf(0.975, 9) * np.sqrt(2 / (40 + a))
    assert row["high"] - row["log_odds"] == pytest.approx(half)
    assert row["log_odds"] - row["low"] == pytest.approx(half)


def clustered(y, words, a, a0):
    """Linearized variance of the log odds of a ratio of sums, resolution by resolution."""
    share = (y.sum() + a) / (words.sum() + a0)
    residuals = y - share * words
    size = len(y)
    spread = size / (size - 1) * (residuals**2).sum()
    independent = (words.sum() + a0) * share * (1 - share)
    return spread, independent


def test_variance_by_the_design(drawn):
    data, counts, words = drawn
    table = of(keyness(data, halves(30, 10), prior_words=1e-6), "a")
    for w in range(6):
        sides = [
            clustered(counts[part, w], words[part], 1e-6 * counts[:, w].sum() / words.sum(), 1e-6)
            for part in (slice(0, 10), slice(10, 30))
        ]
        burst = max(1, (sides[0][0] + sides[1][0]) / (sides[0][1] + sides[1][1]))
        y = [counts[:10, w].sum(), counts[10:, w].sum()]
        variance = sum(
            max(s / i**2, burst / max(k, 1e-12)) for (s, i), k in zip(sides, y, strict=True)
        )
        if min(y):
            row = table.loc[f"t{w}"]
            assert (row["log_odds"] / row["z"]) ** 2 == pytest.approx(variance, rel=1e-5)


def test_standard_error_against_a_bootstrap_over_resolutions():
    """A word that bursts, often enough that resampling resolutions shows how unsure it is."""
    rng = np.random.default_rng(5)
    words = rng.integers(300, 1200, 240)
    counts = np.where(rng.random(240) < 0.3, rng.geometric(0.2, 240), 0)[:, None]
    row = of(keyness(world(counts, words), halves(240, 120), prior_words=1e-6), "a").loc["t0"]
    draws = []
    for _ in range(3000):
        logits = []
        for part in (np.arange(120), np.arange(120, 240)):
            pick = rng.choice(part, 120)
            share = counts[pick, 0].sum() / words[pick].sum()
            logits.append(np.log(share / (1 - share)))
        draws.append(logits[0] - logits[1])
    error = row["log_odds"] / row["z"]
    assert error == pytest.approx(np.std(draws), rel=0.1)
    independent = np.sqrt(1 / row["count"] + 1 / row["count_rest"])
    assert error > 2 * independent  # which is why the resolutions must count


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
    table = keyness(drawn[0], halves(30, 10), level=0.9).to_frame()
    t = stats.t(9)  # ten resolutions in the smaller group
    assert table["p"].to_numpy() == pytest.approx(2 * t.sf(table["z"].abs()))
    excludes = (table["low"] > 0) | (table["high"] < 0)
    assert (excludes == (table["p"] < 0.1)).all()


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
    assert 0.92 <= covered.mean() <= 0.995
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
        "fish": "4 paragraphs",
        "school": "4 paragraphs",
        "rest": "8 resolutions",
    }


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
    assert table.units == {"text": "3 paragraphs", "all": "16 resolutions"}


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
    with pytest.raises(UnresError, match="level = 95"):
        keyness(corpus, {"a": first, "b": second}, level=95)


@pytest.mark.parametrize(("size", "unit"), [(4, "paragraphs"), (5, "resolutions")])
def test_resolutions_are_the_units_from_five_on(corpus, size, unit):
    symbols = corpus.resolutions.index
    found = keyness(corpus, {"a": symbols[:size], "b": symbols[size:]}, terms=["decides"])
    assert found.units == {"a": f"{size} {unit}", "b": f"{16 - size} resolutions"}


def test_paragraphs_of_a_resolution_are_one_unit():
    """Six resolutions of two paragraphs: the word is in both of the first, in one of the second."""
    counts = np.zeros((12, 1), dtype=int)
    counts[[0, 1, 3], 0] = [2, 5, 1]
    data = world(counts, np.arange(10, 22))
    data.paragraphs["symbol"] = [f"A/RES/80/{k // 2}" for k in range(12)]
    groups = {"a": np.arange(12) < 10, "b": np.arange(12) >= 10}
    found = keyness(data, groups, terms=[0])
    row = of(found, "a").loc["t0"]
    assert found.units == {"a": "5 resolutions", "b": "2 paragraphs"}
    assert (row["count"], row["units"]) == (8, 2)
    assert row["rate"] == pytest.approx(10_000 * 8 / sum(range(10, 20)))
    other = of(found, "b").loc["t0"]
    assert (other["count"], other["units"], other["rate"]) == (0, 0, 0)
    assert (other["count_rest"], other["units_rest"]) == (8, 2)
    assert other["rate_rest"] == row["rate"] and other["rate"] == row["rate_rest"]


# terms


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
    assert keyness(corpus, groups, terms=[]).table.empty
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
    found = Keyness(corpus, {"a": "", "b": ""}, table.assign(q=0.01))
    assert found.distinct().index.tolist() == [3, 2, 7, 1, 4, 5, 6]
    assert found.distinct().columns.tolist() == ["group", "term", "count", "q"]
    assert len(found.distinct(min_share=0.81)) == 8
    assert found.distinct(min_share=0.5).index.tolist() == [2, 7, 1, 4, 5, 6]
    assert found.distinct("b").index.tolist() == [5, 6]
    assert found.distinct(max_q=0.01).empty
