"""Change between sessions: against the sign test, a slow permutation and a formula by hand."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from unres_research.analyse import change, lexicon
from unres_research.analyse._trends import _change as module
from unres_research.errors import UnresError

# oceans, lakes and words beside them in the texts of sessions 75 and 76, by series; None: no text
BOTH = {
    "a": ((0, 3, 9), (2, 3, 12)),
    "b": ((1, 0, 20), (3, 0, 14)),
    "c": ((0, 1, 5), (1, 1, 6)),
    "d": ((2, 1, 30), (1, 1, 33)),
    "e": ((0, 0, 11), (2, 4, 9)),
    "f": ((1, 2, 8), None),
    "g": ((0, 1, 15), None),
    "h": (None, (4, 0, 21)),
    "i": (None, (0, 2, 3)),
    "j": (None, (1, 0, 2)),
}


def text(oceans, lakes, others):
    words = ["oceans"] * oceans + ["lakes"] * lakes + ["other"] * others
    return "1. Decides " + " ".join(words) + "."


@pytest.fixture(scope="module")
def two(made):
    rows, units = [], []
    for side, (session, year) in enumerate(((75, 2020), (76, 2021))):
        for number, (name, texts) in enumerate(BOTH.items(), start=1):
            if texts[side]:
                symbol = f"A/RES/{session}/{number}"
                rows.append((symbol, f"{number} December {year}", f"T {name}", text(*texts[side])))
                units.append((symbol, ord(name)))
    corpus = made(*rows)
    return corpus, np.array([dict(units)[s] for s in corpus.resolutions.index])


@pytest.fixture
def waters(two, monkeypatch):
    corpus, units = two
    monkeypatch.setattr(module, "unit_of", lambda found: units)
    return corpus


def sides(column):
    """Count of a term and words of every series, before and after."""
    for texts in BOTH.values():
        yield [(t[column], 1 + sum(t)) if t else (0, 0) for t in texts]


def test_rates_by_hand(waters):
    table = change(waters, ["oceans", "lakes"], (75, 76)).set_index("term")
    assert table.index.tolist() == ["lakes", "oceans"]
    row = table.loc["oceans"]
    assert row[["count_before", "count_after"]].tolist() == [4, 14]
    before = sum(1 + sum(t[0]) for t in BOTH.values() if t[0])
    after = sum(1 + sum(t[1]) for t in BOTH.values() if t[1])
    assert row["rate_before"] == pytest.approx(10_000 * 4 / before)
    assert row["rate_after"] == pytest.approx(10_000 * 14 / after)
    assert row["ratio"] == pytest.approx(14 / after / (4 / before))
    assert row[["share_before", "share_after"]].tolist() == pytest.approx([3 / 7, 7 / 8])
    assert row["share_ratio"] == pytest.approx(7 / 8 / (3 / 7))
    assert row[["series", "paired"]].tolist() == [8, 5]
    assert (row["reason"], table.loc["lakes", "reason"]) == ("", "")


def test_p_is_that_of_all_swaps(waters):
    """All 2^10 ways to swap the sessions of ten series, one by one."""
    for column, term in ((0, "oceans"), (1, "lakes")):
        series = list(sides(column))

        def apart(swapped, series=series):
            ordered = [pair[::-1] if s else pair for pair, s in zip(series, swapped, strict=True)]
            rates = [
                sum(pair[side][0] for pair in ordered) / sum(pair[side][1] for pair in ordered)
                for side in (0, 1)
            ]
            return abs(rates[1] - rates[0])

        seen = apart([0] * 10) * (1 - 1e-9)
        exact = np.mean([apart(s) >= seen for s in itertools.product((0, 1), repeat=10)])
        found = change(waters, term, (75, 76)).iloc[0]
        assert found["p"] == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 9999))
        back = change(waters, term, (76, 75)).iloc[0]
        assert back["p"] == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 9999))
        assert back["ratio"] == pytest.approx(1 / found["ratio"])


def test_interval_by_another_way(waters, monkeypatch):
    """Parts of the logarithm, series by series; the test, which would draw it in, aside."""
    monkeypatch.setattr(module, "_ALARM", 0)
    series = list(sides(0))
    (a, x), (b, y) = ([sum(v) for v in zip(*(p[k] for p in series), strict=True)] for k in (0, 1))
    parts = [
        (after[0] - b / y * after[1]) / b - (before[0] - a / x * before[1]) / a
        for before, after in series
    ]
    variance = sum(e**2 for e in parts) * 10 / 9
    users = sum(p[0][0] + p[1][0] > 0 for p in series)
    freedom = sum(e**2 for e in parts) ** 2 / sum(e**4 for e in parts)
    freedom = max(2, freedom - max(1, users * variance / 4))
    half = stats.t.ppf(0.975, freedom) * math.sqrt(variance)
    row = change(waters, "oceans", (75, 76)).iloc[0]
    ends = [b / y / (a / x) * math.exp(sign * half) for sign in (-1, 1)]
    assert row[["ratio_low", "ratio_high"]].tolist() == pytest.approx(ends)


def test_equal_texts_give_the_sign_test(made, monkeypatch):
    """Of twelve series of equal length eleven turn to rivers and one away from them."""
    rows = [
        (f"A/RES/{session}/{k}", f"1 December {session + 1945}", f"T {k}",
         f"1. Decides to look at {'rivers' if (k == 1) == (session == 75) else 'meadow'} now.")
        for session in (75, 76) for k in range(1, 13)
    ]  # fmt: skip
    corpus = made(*rows)
    units = corpus.resolutions["symbol"].str.split("/").str[-1].astype(int).to_numpy()
    monkeypatch.setattr(module, "unit_of", lambda found: units)
    row = change(corpus, "rivers", (75, 76)).iloc[0]
    exact = stats.binomtest(11, 12).pvalue
    assert row["p"] == pytest.approx(exact, abs=0.004)
    assert row["share_p"] == row["p"]  # once a text, in texts of equal length
    assert row["ratio"] == pytest.approx(11)
    monkeypatch.setattr(module, "unit_of", lambda found: np.zeros(24, dtype=int))
    assert change(corpus, "rivers", (75, 76))["reason"].tolist() == ["found in fewer than 5 series"]


def test_q_controls_false_discoveries_over_the_terms(waters):
    terms = {t: (t,) for t in ("oceans", "lakes", "other")}
    terms["digital divide"] = lexicon()["digital divide"]  # built in, and nobody uses it
    table = change(waters, terms, (75, 76)).set_index("term")
    p = table.loc[["lakes", "oceans", "other"], "p"]
    ranked = sorted(p)
    by_hand = {v: min(3 * w / (k + 1) for k, w in enumerate(ranked) if w >= v) for v in ranked}
    for term in p.index:
        assert table.loc[term, "q"] == pytest.approx(by_hand[p[term]])
    assert np.isnan(table.loc["digital divide", ["p", "q"]].astype(float)).all()
    assert table.loc["digital divide", "reason"] == "fewer than 10 occurrences"


def test_what_stands_in_one_session_alone_has_a_p_but_no_interval(made, monkeypatch):
    rows = [
        (f"A/RES/{session}/{k}", f"{k} December {session + 1945}", f"T {k}",
         "1. Decides to walk" + " along rivers rivers" * (session == 76) + " soon.")
        for session in (75, 76) for k in range(1, 9)
    ]  # fmt: skip
    corpus = made(*rows)
    units = corpus.resolutions["symbol"].str.split("/").str[-1].astype(int).to_numpy()
    monkeypatch.setattr(module, "unit_of", lambda found: units)
    row = change(corpus, "rivers", (75, 76)).iloc[0]
    assert row["p"] == pytest.approx(2 / 2**8, abs=0.003)
    assert row["ratio"] == np.inf and row["reason"] == "not in session 75"
    assert row[["ratio_low", "ratio_high", "share_ratio_low"]].isna().all()
    back = change(corpus, "rivers", (76, 75)).iloc[0]
    assert back["ratio"] == 0 and back["reason"] == "not in session 75"
    cut = change(corpus, "rivers", (75, 76), until="12-04").iloc[0]
    assert cut["count_after"] == 8 and cut["reason"] == "fewer than 10 occurrences"


def test_draws_are_those_given(waters):
    one, same, other = (change(waters, "oceans", (75, 76), random_state=k) for k in (0, 0, 1))
    assert one.equals(same) and one["p"].tolist() != other["p"].tolist()
    few = change(waters, "oceans", (75, 76), n_permutations=99)["p"].iloc[0]
    assert round(100 * few) == pytest.approx(100 * few) and few >= 0.01


# five series in three sessions, of which one is compared with the other two
THREE = {
    "a": ((0, 9), (3, 9), (4, 20)),
    "b": ((1, 8), (2, 7), None),
    "c": (None, (1, 5), (3, 12)),
    "d": ((1, 30), (2, 10), (2, 14)),
    "e": ((0, 11), (0, 6), (1, 5)),
}


@pytest.fixture
def three(made, monkeypatch):
    rows = [
        (f"A/RES/{session}/{number}", f"{number} December {session + 1945}", f"T {name}", text(held[0], 0, held[1]))
        for number, (name, texts) in enumerate(THREE.items(), start=1)
        for session, held in zip((75, 76, 77), texts, strict=True) if held
    ]  # fmt: skip
    corpus = made(*rows)
    units = corpus.resolutions["symbol"].str.split("/").str[-1].astype(int).to_numpy()
    monkeypatch.setattr(module, "unit_of", lambda found: units)
    return corpus


def test_periods_are_compared_by_turning_every_series(three):
    """All 3^5 turns, one by one; occurrences, words, and what they would be at one rate."""
    row = change(three, "oceans", ((75,), (77, 76))).iloc[0]
    held = [[t or (0, -1) for t in texts] for texts in THREE.values()]
    counts = np.array([[t[0] for t in texts] for texts in held], dtype=float)
    words = np.array([[1 + sum(t) for t in texts] for texts in held], dtype=float)
    assert row[["count_before", "count_after"]].tolist() == [2, 18]
    rates = counts[:, 0].sum() / words[:, 0].sum(), counts[:, 1:].sum() / words[:, 1:].sum()
    assert row[["rate_before", "rate_after"]].tolist() == pytest.approx([1e4 * r for r in rates])
    for values, sizes, p in ((counts, words, row["p"]), (counts > 0, words > 0, row["share_p"])):
        left = values - values.sum() / sizes.sum() * sizes

        def score(turns, share, left=left):
            turned = [np.roll(one, turn) for one, turn in zip(left, turns, strict=True)]
            parts = [one[1:].sum() - share * one.sum() for one in turned]
            return abs(sum(parts)) / math.sqrt(sum(part**2 for part in parts))

        seen = score([0] * 5, sizes[:, 1:].sum() / sizes.sum()) - 1e-9
        exact = np.mean([score(t, 2 / 3) >= seen for t in itertools.product(range(3), repeat=5)])
        assert p == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 9999) + 1e-4)


def test_periods_of_one_session_are_sessions(waters):
    one, same = (change(waters, ["oceans", "lakes"], s) for s in ((75, 76), ([75], (76,))))
    assert one.equals(same)


def test_a_period_without_the_term_is_named(three):
    three_sessions = change(three, ["oceans"], ((75, 76), 77), until="12-01")
    assert three_sessions["reason"].tolist() == ["fewer than 10 occurrences"]
    for period, named in (
        ((75,), "session 75"),
        ((75, 76), "sessions 75 to 76"),
        ((74, 76), "sessions 74, 76"),
    ):
        assert module.said(period) == named


@pytest.mark.parametrize(
    ("sessions", "named"),
    [
        ((75, ()), "no session on one side"),
        (((75, 76), 76), "session 76 twice"),
        ((75, 77), "no 77 among the sessions"),
        ((75, 75), "session 75 twice"),
        ((75, 76, 77), "expected two, as \\(75, 76\\)"),
        (75, "expected two, as \\(75, 76\\)"),
    ],
)
def test_sessions_are_two_of_the_data_set(waters, sessions, named):
    with pytest.raises(UnresError, match=named):
        change(waters, "oceans", sessions)


def test_lexicon_is_taken_by_default(waters):
    assert len(change(waters, None, (75, 76))) > 5


def test_intervals_leave_out_1_exactly_where_p_is_small(corpus):
    terms = ["climate change", "women", "nuclear", "internet", "refugees", "agency safeguards",
             "debt", "counter-terrorism", "artificial intelligence", "drugs", "oceans", "mercenaries"]  # fmt: skip
    told = 0
    for sessions in ((74, 80), (77, 79)):
        table = change(corpus, [t for t in terms if t in corpus.column_of], sessions)
        for prefix in ("", "share_"):
            low, high = (table[f"{prefix}ratio_{end}"] for end in ("low", "high"))
            known = low.notna()
            told += int(known.sum())
            without = (low > 1) | (high < 1)
            assert (without[known] == (table[f"{prefix}p"][known] < 0.05)).all()
            assert (low[known] <= table[f"{prefix}ratio"][known]).all()
            assert (table[f"{prefix}ratio"][known] <= high[known]).all()
    assert told > 30


def test_where_error_and_test_disagree_the_interval_follows_from_ratio_and_p():
    """Ratio 4 with p = .01: the log of 4 is 2.576 errors from 0, so 1.96 errors are 1.055."""
    pair = object.__new__(module._Pair)
    pair.intervals = lambda: tuple(np.array([x]) for x in (4.0, 0.5, 32.0))
    ratio, low, high = pair.agreeing(np.array([0.01]))
    assert low[0] == pytest.approx(4 / math.exp(1.96 / 2.5758 * math.log(4)), rel=1e-3)
    assert high[0] == pytest.approx(16 / low[0]) and ratio[0] == 4
    assert pair.agreeing(np.array([0.06]))[1][0] == 0.5  # both hold 1
