"""Change points: against every turn of every series, and on invented texts."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from unres_research.analyse import change_points
from unres_research.analyse._trends import _breaks, _texts
from unres_research.analyse._trends._turning import Wheel
from unres_research.errors import UnresError

# three series use a term, two do not; four sessions, in some of which there is no text
VALUES = np.array(
    [[0, 3, 4, 2], [0, 0, 1, 2], [1, 0, 0, 5], [0, 0, 0, 0], [0, 0, 0, 0]], dtype=float
)
SIZES = np.array(
    [[9, 10, 12, 11], [0, 7, 6, 8], [20, 21, 0, 25], [10, 0, 12, 9], [5, 6, 5, 0]], dtype=float
)


def greatest(left, share):
    """Greatest difference without a sign, divided by the mean error, a series at a time."""
    sums, squares = [], []
    for k in range(1, len(left[0])):
        scale = share(k) * (1 - share(k))
        parts = [sum(one[k:]) - share(k) * sum(one) for one in left]
        sums.append(abs(sum(parts)) / math.sqrt(scale))
        squares.append(sum(part**2 for part in parts) / scale)
    return max(sums) / math.sqrt(sum(squares) / len(squares))


def by_every_turn(values, sizes):
    n = len(values[0])
    rate = values.sum() / sizes.sum()
    left = [
        [v - rate * s for v, s in zip(*one, strict=True)] for one in zip(values, sizes, strict=True)
    ]
    whole = sizes.sum(axis=0)
    seen = greatest(left, lambda k: whole[k:].sum() / whole.sum())
    drawn = [
        greatest([one[-turn:] + one[:-turn] for one, turn in zip(left, turns, strict=True)], lambda k: (n - k) / n)
        for turns in itertools.product(range(n), repeat=len(left))
    ]  # fmt: skip
    return seen, np.mean(np.array(drawn) >= seen - 1e-9)


def test_p_is_that_of_all_turns():
    wheel = Wheel(SIZES, range(4), [1, 2, 3], 4_999, 1)
    scores = wheel.scores(VALUES)
    seen, exact = by_every_turn(VALUES, SIZES)
    assert np.abs(scores.seen).max() == pytest.approx(seen)
    assert (scores.seen > 0).all()  # the term rises
    assert scores.p == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 4_999))


def test_p_of_a_piece_is_that_of_its_sessions_alone():
    scores = Wheel(SIZES, range(1, 4), [2, 3], 4_999, 2).scores(VALUES)
    seen, exact = by_every_turn(VALUES[:, 1:], SIZES[:, 1:])
    assert np.abs(scores.seen).max() == pytest.approx(seen)
    assert scores.p == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 4_999))


def test_many_series_are_drawn_some_at_a_time(monkeypatch):
    whole = Wheel(SIZES, range(4), [1, 2, 3], 200, 3).scores(VALUES)
    monkeypatch.setattr("unres_research.analyse._trends._turning._CELLS", 40)
    assert Wheel(SIZES, range(4), [1, 2, 3], 200, 3).scores(VALUES).drawn == pytest.approx(
        whole.drawn
    )


def test_texts_that_grow_as_all_do_add_nothing():
    """Rates stay, lengths double: no difference at all."""
    sizes = np.outer([10, 20, 30], [1, 2, 2, 4]).astype(float)
    scores = Wheel(sizes, range(4), [1, 2, 3], 99, 0).scores(
        sizes * np.array([[0.1], [0.2], [0.3]])
    )
    assert scores.seen == pytest.approx([0, 0, 0], abs=1e-6)
    assert scores.p == 1


def test_place_is_that_of_the_greatest_difference():
    """In six of nine series of equal texts the term stands in the last session alone."""
    values = np.zeros((9, 5))
    values[:6, 4] = 3
    search = _breaks.Search(np.full((9, 5), 10.0), 199, 0)
    breaks, p = search.found(values)
    assert breaks == [4] and p[0] < 0.05 and p[-1] == 1
    assert search.around(values, breaks, 4) == (4, 4)
    # in texts of one length words make no difference
    shares = np.array([0.8, 0.6, 0.4, 0.2])
    sums = 18 * (1 - shares) / np.sqrt(shares * (1 - shares))
    squares = 6 * (3 * (1 - shares)) ** 2 / (shares * (1 - shares))
    expected = sums / math.sqrt(squares.mean())
    assert search._scores(values, range(5)).seen == pytest.approx(expected)


def test_a_change_may_be_wherever_no_other_one_is_left(monkeypatch):
    """Of six sessions: p of what is left when a piece is parted before each of them."""
    left = {1: 0.01, 2: 0.2, 3: 0.001, 4: 0.06, 5: 0.049}
    asked = []

    def best(self, values, pieces):
        asked.append([(piece.start, piece.stop) for piece in pieces])
        return 0, left[pieces[0].stop]

    monkeypatch.setattr(_breaks.Search, "_best", best)
    search = _breaks.Search(np.full((9, 6), 10.0), 99, 0)
    assert search.around(np.zeros((9, 6)), [3], 3) == (2, 4)  # both ends; the place is in anyhow
    assert asked == [[(0, k), (k, 6)] for k in range(1, 6)]
    assert search.around(np.zeros((9, 6)), [3, 1], 1) == (1, 2)  # only as far as the next change
    assert search.around(np.zeros((9, 6)), [2, 5], 5) == (4, 5)
    assert asked[-3:] == [[(2, k), (k, 6)] for k in range(3, 6)]


def test_nothing_is_looked_for_in_a_piece_with_too_little():
    values = np.zeros((12, 5))
    values[:10, 3:] = 4
    values[:4, 2] = 3  # in four series alone, before the change
    search = _breaks.Search(np.full((12, 5), 10.0), 199, 0)
    assert not search._enough(values, range(0, 3)) and search._enough(values, range(0, 4))
    assert search.found(values)[0] == [3]
    values[4, 2] = 1
    assert search._enough(values, range(0, 3))


def test_p_of_several_pieces_is_corrected():
    rng = np.random.default_rng(1)
    values = rng.poisson(2, (30, 4)).astype(float)
    search = _breaks.Search(np.full((30, 4), 10.0), 199, 0)
    pieces = [range(0, 2), range(2, 4)]
    own = [search._scores(values, piece).p for piece in pieces]
    assert search._best(values, pieces)[1] == pytest.approx(min(1, 2 * min(own)))


# invented texts of eleven words: twelve series in five sessions, the last of which is not over
SESSIONS = range(75, 80)


def text(session, k):
    has = {
        "rivers": session >= 77,
        "bogs": session in (76, 77),
        "lakes": k % 2 == 0,
        "dunes": session in (77, 78) and k < 5,
    }
    words = [w if held else "other" for w, held in has.items() for _ in range(2)]
    return "1. Decides to see " + " ".join(words) + "."


@pytest.fixture(scope="module")
def waters(made):
    rows = [
        (f"A/RES/{session}/{k}", f"{k} December {session + 1945}", f"T {k}", text(session, k))
        for session in SESSIONS for k in range(1, 13)
    ]  # fmt: skip
    return made(*rows)


@pytest.fixture
def units(waters, monkeypatch):
    own = waters.resolutions["symbol"].str.split("/").str[-1].astype(int).to_numpy()
    monkeypatch.setattr(_texts, "unit_of", lambda found: own)


def test_table_by_hand(waters, units):
    table = change_points(waters, ["rivers", "bogs", "lakes", "dunes"], sessions=SESSIONS)
    assert table.columns.tolist() == [
        "term", "change", "session", "session_low", "session_high", "value_before", "value_after",
        "ratio", "p", "q", "occurrences", "series", "reason",
    ]  # fmt: skip
    assert table["term"].tolist() == ["bogs", "bogs", "dunes", "lakes", "rivers"]
    assert table["change"].tolist() == ["rise", "fall", "too few", "none", "rise"]
    rise, fall, few, none, rivers = (row for _, row in table.iterrows())
    assert rivers[["session", "session_low", "session_high"]].tolist() == [77, 77, 77]
    # eleven words a text, two of them rivers
    assert rivers["value_before"] == 0 and rivers["value_after"] == pytest.approx(20_000 / 11)
    assert rivers["ratio"] == math.inf and rivers["p"] == 1 / 2000
    assert rivers[["occurrences", "series"]].tolist() == [72, 12]
    assert [rise["session"], fall["session"]] == [76, 78]
    assert fall["value_before"] == rise["value_after"] == pytest.approx(20_000 / 11)
    assert fall["value_after"] == 0 and fall["ratio"] == 0
    assert few["reason"] == "found in fewer than 5 series" and math.isnan(few["p"])
    assert none["p"] == 1 and none["reason"] == "" and none[["session"]].isna().all()
    # three terms are tested; the two that change have the same p
    assert rise["q"] == fall["q"] == rivers["q"] == pytest.approx(3 / 2 / 2000)
    assert none["q"] == 1 and math.isnan(few["q"])
    assert (table.attrs["unit"], table.attrs["sessions"]) == ("words", list(SESSIONS))


def test_shares_of_resolutions(waters, units):
    row = change_points(waters, "rivers", unit="resolutions", sessions=SESSIONS).iloc[0]
    assert row[["change", "session", "value_before", "value_after"]].tolist() == ["rise", 77, 0, 1]


def test_a_session_that_is_not_over_is_left_out_unless_cut_or_named(waters, units):
    def used(**given):
        return change_points(waters, "rivers", n_permutations=99, **given).attrs["sessions"]

    assert used() == [75, 76, 77, 78]
    assert used(until="12-31") == used(sessions=SESSIONS) == list(SESSIONS)
    assert used(sessions=(79, 75, 77)) == [75, 77, 79]


def test_a_term_that_cannot_be_counted_says_so(waters, units, monkeypatch):
    counted = _texts.occurrences
    monkeypatch.setattr(
        _texts, "occurrences", lambda *given: replace(counted(*given), reason=("rare",))
    )
    row = change_points(waters, "rivers", sessions=SESSIONS).iloc[0]
    assert row[["change", "reason"]].tolist() == ["too few", "rare"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"sessions": (75, 76)}, "found sessions to compare: 75, 76, expected at least 3"),
        ({"sessions": (75, 76, 81)}, "no 81 among the sessions"),
        ({"sessions": "75"}, "found sessions to compare: 75, expected at least 3"),
        ({"sessions": "all"}, "no 'all' among the sessions, expected"),
        ({"sessions": 75.5}, "found 75.5 as sessions, expected"),
        ({"unit": "series"}, "no 'series' among the units"),
        ({"n_permutations": 98}, "n_permutations = 98, expected a whole number from 99 to 100000"),
        ({"until": "June"}, "found until = 'June'"),
    ],
)
def test_what_is_refused(waters, units, given, named):
    with pytest.raises(UnresError, match=named):
        change_points(waters, "rivers", **given)


def test_two_sessions_that_are_over_are_too_few():
    from unres_research.corpus import example_corpus

    with pytest.raises(UnresError, match="to compare: 77, expected at least 3.*until="):
        change_points(example_corpus(), "whales")


def test_draws_are_those_given(waters, units):
    one, same, other = (
        change_points(waters, "lakes", n_permutations=99, sessions=SESSIONS, random_state=k) for k in (0, 0, 1)
    )  # fmt: skip
    assert one.equals(same)
    assert other["p"].tolist() == [1]


def test_known_changes_of_the_data_set(corpus):
    """The pandemic came in session 74 and 75, the Pact for the Future in 79."""
    table = change_points(corpus, ["covid-19", "pact for the future"], until="06-04").set_index(
        "term"
    )
    pact = table.loc["pact for the future"]
    assert pact[["change", "session", "session_low"]].tolist() == ["rise", 79, 79]
    assert table.loc["covid-19", "session"].tolist()[0] == 75
    assert table.loc["covid-19", "change"].tolist()[-1] == "fall"
