"""Differences of prevalence: by another way, on shares given by hand, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, stats

from benchmarks.inference import differences as benchmark
from unres_research.analyse import fit_topics
from unres_research.analyse._topics import _prevalence
from unres_research.analyse._topics._differences import Group, _correlation, compare
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError


def relative(mass, words):
    """Squared error of the log of a share and its degrees of freedom, as for rates of terms."""
    n, total = len(mass), mass.sum()
    parts = (mass - words * total / words.sum()) / total
    variance = (parts**2).sum() * n / (n - 1)
    told = (parts**2).sum() ** 2 / (parts**4).sum() - max(1, (mass > 0).sum() * variance)
    return variance, min(max(2, told), n - 1)


def unequal(words):
    return (words**2).sum() / words.sum() ** 2


def by_hand(first, second, whole):
    """Interval and p of one topic; each side is (mass, words) by series, 0 words: not there.

    The two limits of Zou and Donner, with Student's t of Welch's degrees of freedom; p is where
    a limit is 0, found by another program.
    """
    known, sides = whole[0].sum() / whole[1].sum(), []
    for mass, words in (first, second):
        inside = words > 0
        m, w = mass[inside], words[inside]
        share = m.sum() / w.sum()
        own, freedom = relative(m, w)
        expected = relative(*whole)[0] * unequal(w) / unequal(whole[1]) * min(1, known / share)
        error = np.sqrt((freedom * own + 3 * expected) / (freedom + 3))
        sides.append((share, error, freedom + 3, mass - words * share))
    (a, ea, fa, xa), (b, eb, fb, xb) = sides
    va, vb = (a * ea) ** 2, (b * eb) ** 2
    freedom = (va + vb) ** 2 / (va**2 / fa + vb**2 / fb)
    r = (xa * xb).sum() / np.sqrt((xa**2).sum() * (xb**2).sum())

    def limits(level):
        t = stats.t.ppf(1 - level / 2, freedom)
        ends = []
        for share, error in ((a, ea), (b, eb)):
            found = stats.gamma(1 / error**2, scale=error**2)
            times = [max(1, found.isf(stats.norm.sf(t))), min(1, found.ppf(stats.norm.sf(t)))]
            less = (1 - share) / share * np.array(times) ** (1 / (1 - share))
            ends.append(1 / (1 + less))
        (la, ua), (lb, ub) = ends
        low = a - b - np.sqrt((a - la) ** 2 + (ub - b) ** 2 - 2 * r * (a - la) * (ub - b))
        high = a - b + np.sqrt((ua - a) ** 2 + (b - lb) ** 2 - 2 * r * (ua - a) * (b - lb))
        return low, high

    near = 0 if a > b else 1
    p = optimize.brentq(lambda level: limits(level)[near], 1e-12, 1 - 1e-12)
    return *limits(0.05), p


def series(seed, n=40):
    """Words of three topics by series in two groups: 10 in the first alone, 10 in both."""
    rng = np.random.default_rng(seed)
    words = rng.integers(50, 900, (2, n)).astype(float)
    words[0, 20:], words[1, :10] = 0, 0
    own = rng.dirichlet([0.4, 0.8, 2], n)
    mass = [w[:, None] * (0.7 * own + 0.3 * rng.dirichlet([0.4, 0.8, 2], n)) for w in words]
    return [Group(m, w, n) for m, w in zip(mass, words, strict=True)]


@pytest.mark.parametrize("seed", range(4))
def test_intervals_and_p_by_another_way(seed):
    first, second = series(seed)
    whole = first.mass + second.mass, first.words + second.words
    found = compare(first, second, _prevalence.Known.of(*whole))
    assert found.reason.tolist() == [""] * 3
    for k in range(3):
        sides = [(g.mass[:, k], g.words) for g in (first, second)]
        low, high, p = by_hand(*sides, (whole[0][:, k], whole[1]))
        assert [found.low[k], found.high[k]] == pytest.approx([low, high])
        assert found.p[k] == pytest.approx(p, rel=1e-6)
    turned = compare(second, first, _prevalence.Known.of(*whole))
    assert turned.low == pytest.approx(-found.high) and turned.p == pytest.approx(found.p)
    assert ((found.low > 0) | (found.high < 0)).tolist() == (found.p < 0.05).tolist()


def test_a_series_in_both_groups_is_compared_with_itself():
    """The same shares, once of the same series and once of others: less is due to chance."""
    rng = np.random.default_rng(5)
    words = np.full(30, 100.0)
    share = rng.beta(1, 4, 30)
    one = words * share
    two = words * np.clip(share + 0.05 + rng.normal(0, 0.01, 30), 0, 1)
    known = _prevalence.Known.of((one + two)[:, None], 2 * words)
    same = compare(Group(one[:, None], words, 30), Group(two[:, None], words, 30), known)
    none = np.zeros(30)
    apart = compare(
        Group(np.concatenate([one, none])[:, None], np.concatenate([words, none]), 30),
        Group(np.concatenate([none, two])[:, None], np.concatenate([none, words]), 30), known,
    )  # fmt: skip
    assert same.p[0] < 0.01 < 0.05 < apart.p[0]
    assert same.high[0] < 0 < apart.high[0] and same.low[0] > apart.low[0]


# on shares given by hand: example_corpus has 16 resolutions of one paragraph of 11 words


@pytest.fixture(scope="module")
def example():
    """Topic "a" in most words of eight resolutions, in few of the other eight."""
    model = fit_topics(example_corpus(), 4)
    share = [0.9, 0.8, 0.7, 0.9, 0.8, 0.7, 0.9, 0.8, 0.2, 0.1, 0.3, 0.2, 0.1, 0.3, 0.2, 0.1]
    of = dict(zip(model.corpus.paragraphs["wording"], share, strict=True))
    first = np.array([of[w] for w in model.wordings])
    weights = np.array([first, 0.95 * (1 - first), 0.05 * (1 - first)]).T
    return replace(model, labels=("a", "b", "c"), weights=weights, components=model.components[:3])


def test_table_of_two_groups(example):
    symbols = example.corpus.resolutions.index
    found = example.differences(symbols[:8], symbols[8:])
    assert found.columns.tolist() == [
        "first", "second", "difference", "low", "high", "p", "q", "reason", "word"
    ]  # fmt: skip
    assert found["first"].tolist() == pytest.approx([6.5 / 8, 0.95 * 1.5 / 8, 0.05 * 1.5 / 8])
    assert found["second"].tolist() == pytest.approx([1.5 / 8, 0.95 * 6.5 / 8, 0.05 * 6.5 / 8])
    assert found["difference"].tolist() == pytest.approx([5 / 8, -0.95 * 5 / 8, -0.05 * 5 / 8])
    assert found.index.name == "topic" and found.index.tolist() == ["a", "b", "c"]
    assert found.loc[["a", "b"], "p"].lt(0.01).all()
    assert found["reason"].tolist() == ["", "", "fewer than 10 occurrences"]  # 0.6 of the first's
    assert found.loc["c", ["low", "high", "p", "q"]].isna().all()
    q = stats.false_discovery_control(found.loc[["a", "b"], "p"])
    assert found.loc[["a", "b"], "q"].tolist() == pytest.approx(q)
    size = {"resolutions": 8, "series": 8, "words": 58}  # 4 of 6, function words apart: 58.7
    assert found.attrs == {"first": size, "second": size, "paired": 0}
    assert example.differences(symbols[:8]).equals(found)  # all others


def test_groups_by_name(example):
    """The first eight are of session 77."""
    found = example.differences(77, 78, by="session")
    symbols = example.corpus.resolutions.index
    session = example.corpus.resolutions["session"]
    assert found.equals(example.differences(symbols[session == 77], symbols[session == 78]))
    assert example.differences(77, by="session").equals(found)
    by = {s: name for s, name in zip(symbols, "xxxxxxxxyyyyyzzz", strict=True)}
    assert example.differences("x", by=by).equals(example.differences(symbols[:8], symbols[8:]))
    two = example.differences("y", "z", by=by)
    assert two.attrs["first"]["resolutions"] == 5 and two.attrs["second"]["resolutions"] == 3
    assert two["reason"].iloc[0] == "fewer than 10 occurrences" and two["p"].isna().all()  # .6 * 11


def test_parts_of_the_same_series_are_paired(example, monkeypatch):
    """Nothing of these sixteen is a preamble."""
    with pytest.raises(UnresError, match="no paragraphs with topics in the first group"):
        example.differences("preamble", by="part")
    from unres_research.analyse._topics import _differences, _grouping

    whole = _grouping.held(example)
    rows = np.ones(16, dtype=bool)
    groups = [("preamble", rows, whole), ("operative", rows, whole)]
    monkeypatch.setattr(_differences, "grouped", lambda model, by: iter(groups))
    found = example.differences("operative", by="part")
    assert found.attrs["paired"] == 16 and found["difference"].eq(0).all()
    assert found["p"].dropna().tolist() == pytest.approx([1] * found["p"].notna().sum())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((77, 99, "session"), "found no 99 among the groups, expected some of 77, 78"),
        ((77, 77, "session"), "found 77 twice, expected two groups to compare"),
        ((["A/RES/1/1"], None, None), "found no 'A/RES/1/1' among the symbols"),
        (([], None, None), "no paragraphs with topics in the first group"),
        (("x", None, "year"), "found no groups by 'year'"),
    ],
)
def test_groups_that_are_not_understood(example, given, said):
    first, second, by = given
    with pytest.raises(UnresError, match=said):
        example.differences(first, second, by=by)


def test_a_resolution_in_both_groups(example):
    symbols = example.corpus.resolutions.index
    with pytest.raises(UnresError, match=f"found {symbols[3]} in both groups, expected"):
        example.differences(symbols[:4], symbols[3:8])
    with pytest.raises(UnresError, match=f"found {symbols[3]} in both groups and more, expected"):
        example.differences(symbols[:6], symbols[3:8])


def test_the_benchmark_counts_alarms_and_coverage(monkeypatch):
    """Of two tables one is told apart; the truth lies in both intervals."""
    first, second = series(0)
    whole = first.mass + second.mass, first.words + second.words
    monkeypatch.setattr(benchmark, "known", lambda topics: _prevalence.Known.of(*whole))
    alike = Group(second.mass[:, [2, 1, 0]] * 0 + second.words[:, None] / 3, second.words, 40)
    rows = benchmark._row("lamps", iter([(alike, alike)]), None, 3)
    assert [row.found for row in rows] == ["0.0%", "0.0%"] and rows[0].runs == 3
    low = Group(second.mass * [0.1, 0.1, 1], second.words, 40)
    rows = benchmark._row("lamps", iter([(second, low)]), np.array([9.0, 9, 0]), 3)
    assert rows[1].found == "0.333"


def test_the_permutation_beside_it_by_hand():
    """Ten series that all turn one way: one draw in 2^9 differs as much."""
    words = np.full(10, 100.0)
    low, high = (Group(words[:, None] * v, words, 10) for v in (np.linspace(0.1, 0.2, 10)[:, None], np.linspace(0.3, 0.5, 10)[:, None]))  # fmt: skip
    p, half = benchmark._permuted(low, high, np.random.default_rng(0))
    assert p[0] < 0.02 and half[0] < 0.25  # their difference
    row = benchmark._beside("lamps", iter([(low, high)]), np.array([-0.25]))
    assert row.found.startswith("100.0% of topics with q, coverage 1.000")


def test_groups_are_never_quite_alike():
    """The same words of two topics that leave out each other: 1 and -1 but for a hundredth."""
    words, mass = np.full(4, 10.0), np.array([2.0, 8, 3, 7])
    one = Group(np.column_stack([mass, 10 - mass]), words, 4)
    other = Group(np.column_stack([mass, mass]), words, 4)
    assert _correlation(one, other).tolist() == [0.99, -0.99]


def test_a_small_p_by_another_way():
    rng = np.random.default_rng(3)
    words, none = np.full(60, 100.0), np.zeros(60)
    one, two = (words * rng.beta(40 * s, 40 * (1 - s), 60) for s in (0.35, 0.25))
    mass, size = np.concatenate([one, two]), np.concatenate([words, words])
    sides = [(np.concatenate(pair), np.concatenate(held))
             for pair, held in (((one, none), (words, none)), ((none, two), (none, words)))]  # fmt: skip
    groups = [Group(m[:, None], w, 60) for m, w in sides]
    found = compare(*groups, _prevalence.Known.of(mass[:, None], size))
    p = by_hand(*sides, (mass, size))[2]
    assert 1e-11 < p < 1e-5 and found.p[0] == pytest.approx(p, rel=1e-4)
