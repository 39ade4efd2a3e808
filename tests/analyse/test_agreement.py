"""Votes of States: worked by hand, beside plain linear algebra, and with planted positions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import voted
from scipy.optimize import brentq
from scipy.stats import t as student

import unres_research as un
from unres_research.analyse._who._positions import filled_matrix
from unres_research.analyse._who._rolls import cells_of
from unres_research.analyse._who._shares import log_interval, share_interval
from unres_research.analyse._who._states import States
from unres_research.analyse._who._votes import Votes


@pytest.fixture(scope="module")
def found():
    return voted.example_votes()


@pytest.fixture(scope="module")
def six():
    """The six States of the example data set, among all Members."""
    return un.votes(un.corpus.example_corpus())


def made(cells, units=None):
    """Votes of invented States, from what they did in each roll call."""
    cells = np.asarray(cells, dtype=np.int8)
    n, calls = cells.shape
    names = [f"State {k:03d}" for k in range(n)]
    states = pd.DataFrame({"state": names, "iso3": [f"X{k:03d}" for k in range(n)], "m49": 0})
    rolls = pd.DataFrame({"symbol": [f"A/RES/78/{k}" for k in range(calls)]})
    rolls["series"] = np.arange(calls) if units is None else units
    rolls["adopted_on"] = pd.Timestamp("2024-01-01")
    return Votes(None, rolls, rolls, states, cells, States.of(states, {}))


# the matrix


def test_what_is_no_vote_is_told_apart(found):
    rows = found.matrix().loc["Lampland"].tolist()
    assert rows[:4] == ["no", "abstain", "yes", "absent"]  # in none of three whole lists
    assert rows[-1] == "unknown"  # lists and tallies of the last one disagree
    numbers = found.matrix(numbers=True).loc["Lampland"].tolist()
    assert numbers[:3] == [-1, 0, 1]
    assert np.isnan(numbers[3]) and np.isnan(numbers[-1])


def test_table_has_a_row_for_each_state_and_roll_call(found):
    assert len(found.table) == 4 * 12
    assert not found.table.duplicated(["symbol", "state"]).any()
    counts = found.table["vote"].value_counts()
    assert counts.to_dict() == {"yes": 32, "no": 7, "abstain": 5, "absent": 2, "unknown": 2}


def test_absent_members_are_counted_where_lists_are_whole(found):
    assert found.roll_calls["absent"].tolist()[:5] == [0, 0, 0, 1, 0]
    assert np.isnan(found.roll_calls["absent"].iloc[-1])


def test_all_members_of_the_day_have_a_row(six):
    assert len(six.states) == 193
    matrix = six.matrix()
    assert set(matrix.loc["Norway"]) == {"absent"}
    assert matrix.loc["Japan"].tolist() == ["abstain"] * 8
    assert matrix.loc["Kenya"].tolist() == ["yes"] * 4 + ["no"] * 4


def test_a_state_that_was_no_member_yet_has_no_row():
    corpus, members = voted.example_with_votes()
    members.loc[members["iso3"] == "XLA", "member_from"] = pd.Timestamp("2023-05-03")
    calls = pd.DataFrame({"symbol": ["A/RES/77/904"], "agrees": [True]})
    for day, kind in (("2023-05-02", -1), ("2023-05-03", 3)):
        calls["adopted_on"] = pd.Timestamp(day)
        cells = cells_of(corpus, members, calls)
        assert cells[members["iso3"].eq("XLA").to_numpy()].tolist() == [[kind]]
    found = un.votes(corpus, members=members, states="XLA")
    assert len(found.matrix().columns) == 12


def test_a_state_in_two_lists_is_unknown_and_an_unread_name_is_none():
    corpus, members = voted.example_with_votes()
    twice = corpus.votes.iloc[[0]].assign(vote="no")
    strange = corpus.votes.iloc[[0]].assign(state=None, iso3=None, name="HARB ISLES")
    corpus.__dict__["votes"] = pd.concat([corpus.votes, twice, strange], ignore_index=True)
    matrix = un.votes(corpus, members=members).matrix()
    assert matrix.loc["Harbour Isles"].tolist()[:2] == ["unknown", "yes"]


# filters and names


def test_filters_meet(six):
    corpus = six.corpus
    assert len(un.votes(corpus, sessions="78").roll_calls) == 8
    assert len(un.votes(corpus, sessions=[78], subjects="bells").roll_calls) == 3
    assert un.votes(corpus, symbols="A/RES/78/903").roll_calls["symbol"].tolist() == [
        "A/RES/78/903"
    ]
    assert un.votes(corpus, states=["JPN", 404]).states["state"].tolist() == ["Japan", "Kenya"]
    with pytest.raises(un.UnresError, match="no recorded vote on the 8 resolutions"):
        un.votes(corpus, sessions=77)
    with pytest.raises(un.UnresError, match="no 79 among the sessions"):
        un.votes(corpus, sessions=79)
    with pytest.raises(un.UnresError, match="meets all filters"):
        un.votes(corpus, sessions=77, subjects="bells")
    with pytest.raises(un.UnresError, match="expected a data set"):
        un.votes("data")


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ("Türkiye", "Türkiye"),
        ("TURKEY", "Türkiye"),
        ("tur", "Türkiye"),
        (792, "Türkiye"),
        ("792", "Türkiye"),
        ("the Bahamas", "Bahamas"),
        ("Cote d'Ivoire", "Côte d’Ivoire"),
        (8, "Albania"),
    ],
)
def test_states_by_any_name(six, given, state):
    name = six.names.one(given)
    assert name.replace("'", "’") == state


def test_unknown_states_are_named_with_near_ones(six):
    with pytest.raises(
        un.UnresError, match="no 'Kenia' among the States, expected perhaps 'Kenya'"
    ):
        six.record("Kenia")
    with pytest.raises(un.UnresError, match="not among the States that were chosen"):
        un.votes(six.corpus, states=["JPN"]).record("KEN")
    with pytest.raises(un.UnresError, match="found None among the States"):
        six.agreement([None])


# two States


def test_beside_and_record(found):
    table = found.beside("Harbour Isles", "xla")
    assert table["same"].tolist()[:3] == [False, False, True]
    assert table["same"].isna().tolist() == [False] * 3 + [True] + [False] * 4 + [True] + [
        False,
        False,
        True,
    ]
    assert table["same"].sum() == 4
    record = found.record(999)
    assert record["vote"].value_counts().to_dict() == {
        "yes": 6,
        "no": 4,
        "abstain": 1,
        "unknown": 1,
    }
    assert record.loc[0, ["yes", "no", "abstain"]].tolist() == [3, 1, 0]


def test_agreement_by_hand(found):
    row = found.agreement(["XHA", "XLA"]).iloc[0]
    # yn ya yy ya ya nn yy yy ya: four the same, one opposed, four half
    assert (row["roll_calls"], row["series"], row["same"]) == (9, 9, 4)
    assert row["share"] == pytest.approx(4 / 9)
    assert row["index"] == pytest.approx(6 / 9)
    # of 18 votes 11 yes, 4 abstentions, 3 no: two such disagree by (44 + 12 + 66) / 324
    assert row["pi"] == pytest.approx(1 - (3 / 9) / (122 / 324))


def test_a_series_is_one_observation_however_often_it_comes_back(found):
    once = found.agreement(["XHA", "XLA"]).iloc[0]
    cells = np.repeat(found.cells[:2], 3, axis=1)
    again = made(cells, np.repeat(np.arange(12), 3)).agreement().iloc[0]
    assert again["roll_calls"] == 27 and again["series"] == 9
    for name in ("share", "low", "high", "index_low", "index_high", "pi_low", "pi_high"):
        assert again[name] == pytest.approx(once[name])


def test_interval_is_the_score_interval_of_so_many_trials(found):
    row = found.agreement(["XHA", "XLA"]).iloc[0]
    p, factor = 4 / 9, student.ppf(0.975, 8)

    def off(share):  # eight trials vary as much as nine roll calls do, with n - 1 below
        return abs(p - share) - factor * np.sqrt(share * (1 - share) / 8)

    assert row["low"] == pytest.approx(brentq(off, 1e-9, p), rel=1e-6)
    assert row["high"] == pytest.approx(brentq(off, p, 1 - 1e-9), rel=1e-6)


def test_shares_of_all_have_an_interval_below_them_and_few_series_have_none():
    above = np.array([[3.0, 1.0]] * 6)
    low, high = share_interval(above, above)
    factor = student.ppf(0.975, 5)
    assert low == pytest.approx([1 / (1 + factor**2 / 6)] * 2)
    assert high == pytest.approx([1, 1])
    low, high = share_interval(above[:4], above[:4])
    assert np.isnan([*low, *high]).all()


def test_log_interval_is_the_jackknife():
    rng = np.random.default_rng(1)
    above, below = rng.integers(1, 9, 12).astype(float), rng.integers(5, 20, 12).astype(float)
    low, high = log_interval(lambda b, a: a / b, [below[:, None], above[:, None]])
    whole = np.log(above.sum() / below.sum())
    each = [
        np.log((above.sum() - a) / (below.sum() - b)) for a, b in zip(above, below, strict=True)
    ]
    error = np.sqrt(11 / 12 * ((each - np.mean(each)) ** 2).sum())
    half = student.ppf(0.975, 11) * error
    assert [low[0], high[0]] == pytest.approx([np.exp(whole - half), np.exp(whole + half)])


def test_few_series_are_told(found):
    votes = made(found.cells[:2], np.repeat([0, 1, 2, 3], 3))
    row = votes.agreement().iloc[0]
    assert row["reason"] == "fewer than 5 series"
    assert np.isnan(row[["low", "high", "pi_low", "pi_high"]].astype(float)).all()


def test_why_agreement_beyond_chance_has_no_interval():
    """Without the one series in which they disagree they always agree, and a logarithm ends."""
    yes, no = 0, 2
    one = [yes, no, yes, no, yes, no]
    for two, said in (
        (one, "pi: never disagree"),
        ([*one[:5], yes], "pi: disagree in one series"),
        ([*one[:4], no, yes], ""),
    ):
        row = made([one, two]).agreement().iloc[0]
        assert row["reason"] == said
        assert np.isnan(row["pi_low"]) == bool(said)
        assert not np.isnan(row["low"])


def test_states_are_several_and_groups_have_names(six):
    for states, said in (([], "empty list"), (["FJI", "Fiji"], "Fiji under 2 names")):
        with pytest.raises(un.UnresError, match=said):
            six.agreement(states)
    with pytest.raises(un.UnresError, match="as the group of a symbol"):
        six.agreement(by={"A/RES/78/901": ["repair"]})


def test_agreement_by_groups(six):
    table = six.agreement(["FJI", "KEN"], by="session")
    assert table[["session", "roll_calls", "same"]].values.tolist() == [["78", 8, 4]]
    topics = {f"A/RES/78/90{k}": "repair" if k < 5 else "tune" for k in range(1, 8)}
    table = six.agreement(["FJI", "KEN"], by=topics)
    assert table[["group", "roll_calls", "same"]].values.tolist() == [
        ["repair", 4, 4],
        ["tune", 3, 0],  # 908 has no group
    ]
    with pytest.raises(un.UnresError, match="found no group for any"):
        six.agreement(by={"A/RES/1/1": "none"})
    with pytest.raises(un.UnresError, match="among the groupings"):
        six.agreement(by="year")


def test_pairs_are_those_asked_for(six):
    assert len(six.agreement()) == 6 * 5 / 2  # absent States agree with nobody
    assert six.agreement("Fiji")["other"].tolist() == ["Chad", "Japan", "Kenya", "Malta", "Peru"]
    assert len(six.agreement(["FJI", "KEN", "MLT"])) == 3
    always = six.agreement(["FJI", "MLT"]).iloc[0]
    assert always["share"] == 1 and np.isnan(always["pi"])  # both always yes: no chance to tell


# positions


def planted(n=40, calls=160, seed=3, missing=0.0):
    """Cells of States on a line, whose votes follow from where they stand; and the line."""
    rng = np.random.default_rng(seed)
    ideal = np.sort(rng.normal(size=n))
    slope, place = rng.normal(0, 2, calls), rng.normal(0, 0.8, calls)
    lean = slope * (ideal[:, None] - place) + rng.logistic(size=(n, calls))
    cells = np.select([lean > 0.5, lean < -0.5], [0, 2], 1)
    cells[rng.random(cells.shape) < missing] = 3
    return cells, ideal


def test_positions_are_the_components_of_plain_linear_algebra():
    cells, _ = planted()
    found = made(cells).positions(2, least=0, n_boot=0).sort_values("state")
    votes = 1.0 - cells
    votes = votes[:, votes.std(axis=0) > 0]
    centred = votes - votes.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    expected = left[:, :2] * sizes[:2]
    expected /= expected[:, 0].std()
    for k, name in enumerate("xy"):
        one = found[name].to_numpy()
        assert min(np.abs(one - expected[:, k]).max(), np.abs(one + expected[:, k]).max()) < 1e-3
    shares = sizes[:2] ** 2 / (sizes**2).sum()
    assert found.attrs["explained"] == pytest.approx(shares.tolist(), abs=1e-4)


def test_planted_positions_come_back_with_votes_missing():
    cells, ideal = planted(missing=0.3)
    found = made(cells).positions(n_boot=0).sort_values("state")
    ranks = found["x"].rank().to_numpy(), pd.Series(ideal).rank().to_numpy()
    assert abs(np.corrcoef(*ranks)[0, 1]) > 0.97


def test_what_is_missing_is_filled_with_what_a_complete_matrix_of_rank_two_has():
    rng = np.random.default_rng(0)
    whole = rng.normal(size=(30, 2)) @ rng.normal(size=(2, 50)) + rng.normal(size=50)
    holes = rng.random(whole.shape) < 0.15
    centred, *_ = filled_matrix(np.where(holes, np.nan, whole))
    expected = whole - whole.mean(axis=0)
    assert np.abs(centred - expected).max() < 0.01


def test_the_anchor_is_above_0_and_the_same_draws_come_again():
    cells, _ = planted()
    votes = made(cells)
    most_against = votes.states["state"][(cells == 2).sum(axis=1).argmax()]
    plain = votes.positions(n_boot=20)
    assert plain.set_index("state")["x"][most_against] > 0
    assert plain.attrs["anchor"] == most_against
    pd.testing.assert_frame_equal(plain, votes.positions(n_boot=20))
    other = plain["state"].iloc[0]
    turned = votes.positions(anchor=other, n_boot=20).set_index("state")
    assert turned["x"][other] > 0
    assert (turned["x"] + plain.set_index("state")["x"]).abs().max() < 1e-9
    assert (plain["x_low"] < plain["x"]).all() and (plain["x"] < plain["x_high"]).all()


def test_series_that_come_back_tell_no_more():
    cells, _ = planted(calls=60)
    once = made(cells).positions(n_boot=100)
    again = made(np.repeat(cells, 4, axis=1), np.repeat(np.arange(60), 4)).positions(n_boot=100)
    width = [(t["x_high"] - t["x_low"]).mean() for t in (once, again)]
    assert width[1] == pytest.approx(width[0], rel=0.02)
    assert again["series"].tolist() == once["series"].tolist()


def test_positions_refuse_too_little():
    cells, _ = planted()
    with pytest.raises(un.UnresError, match="of 8 series, expected at least 10"):
        made(cells, np.arange(160) % 8).positions()
    cells[5, 19:] = 3
    table = made(cells).positions(n_boot=0, least=0).set_index("state")
    assert table["reason"]["State 005"] == "fewer than 20 contested votes"
    assert np.isnan(table["x"]["State 005"]) and table["x"].notna().sum() == 39
    with pytest.raises(un.UnresError, match="found an anchor with 19 votes"):
        made(cells).positions(anchor="State 005", least=0)
    with pytest.raises(un.UnresError, match="dimensions = 3"):
        made(cells).positions(3)


def test_roll_calls_in_which_few_differ_are_left_out():
    cells, _ = planted()
    lopsided = np.zeros((40, 30), dtype=int)
    lopsided[0] = 2  # one State of forty against: 2.5 per cent
    both = np.hstack([cells, lopsided])
    n = made(cells).positions(n_boot=0).attrs["roll_calls"]
    assert made(both).positions(n_boot=0, least=0.025).attrs["roll_calls"] == n + 30
    assert made(both).positions(n_boot=0, least=0.026).attrs["roll_calls"] <= n


# in words


def test_votes_show_themselves(found):
    assert repr(found).startswith("<Votes of 4 States in 12 roll calls (of 16 resolutions)")
    html = found._repr_html_()
    assert (
        "Recorded votes: 12, in 12 series; 4 of 16 resolutions were adopted without a vote." in html
    )
    assert "Two Rivers" in html and "<script" not in html


def test_votes_of_the_data_set_beside_its_tallies():
    found = un.votes(un.open_corpus())
    assert len(found.states) == 193
    calls = found.roll_calls[found.roll_calls["agrees"]]
    tallies = found.corpus.resolutions.loc[calls["symbol"]]
    counted = (found.matrix()[calls["symbol"].tolist()] == "yes").sum().tolist()
    assert counted == tallies["in_favour"].astype(int).tolist()
    assert (calls[["yes", "no", "abstain", "absent"]].astype(int).sum(axis=1) == 193).all()
