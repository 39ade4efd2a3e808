"""Recorded votes: worked by hand on invented States, positions beside plain linear algebra."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr
from voted import example_votes, example_with_votes

from unres_research.analyse._who._positions import place, values_of
from unres_research.analyse._who._votes import votes
from unres_research.errors import UnresError

# a letter a roll call, as the example says: yes, no, abstain, "-" in no list
HARBOUR, LAMPLAND = "yyyyyynyyyyy", "nay-aany-ya-"
WORDS = {"y": "yes", "n": "no", "a": "abstain", "-": "absent"}


@pytest.fixture(scope="module")
def found():
    return example_votes()


def planted(seed=3, states=24, calls=150):
    """Votes of States on a line: 0 yes, 1 abstain, 2 no; a tenth is absent."""
    rng = np.random.default_rng(seed)
    ideal = np.sort(rng.normal(size=states))
    side, cut = rng.choice([-1, 1], calls), rng.normal(size=calls)
    pull = side * (ideal[:, None] - cut) + rng.normal(scale=0.4, size=(states, calls))
    cells = np.select([pull > 0.3, pull > -0.3], [0, 1], 2).astype(np.int8)
    holes = rng.random(cells.shape) < 0.1
    return ideal, cells, np.where(holes, 3, cells).astype(np.int8), np.arange(calls) // 3


def placed(cells, units, **more):
    usual = {"dimensions": 1, "least": 0.025, "n_boot": 0, "random_state": 0, "level": 0.95}
    return place(cells, units, **{**usual, "anchor": None, **more})


def test_absence_is_unknown_where_lists_and_tallies_disagree(found):
    told = [WORDS[letter] for letter in LAMPLAND[:-1]] + ["unknown"]
    assert found.matrix().loc["Lampland"].tolist() == told
    assert found.record(997)["vote"].tolist() == told
    assert found.roll_calls["absent"].isna().tolist() == [False] * 11 + [True]


def test_numbers_hold_votes_alone(found):
    row = found.matrix(numbers=True).loc["Lampland"].to_numpy()
    told = [{"y": 1.0, "n": -1.0, "a": 0.0}.get(letter, np.nan) for letter in LAMPLAND]
    assert np.array_equal(row, told, equal_nan=True)


def test_no_row_before_membership():
    corpus, members = example_with_votes()
    members.loc[members["iso3"] == "XLA", "member_from"] = corpus.resolutions["adopted_on"].max()
    cells = votes(corpus, members=members).matrix().loc["Lampland"]
    assert not (cells == "absent").any()  # both absences were before it was a Member
    assert cells.isna().sum() >= 2


def test_a_state_in_two_lists_is_unknown():
    corpus, members = example_with_votes()
    first = corpus.votes.iloc[[0]]
    corpus.__dict__["votes"] = corpus.votes.__class__(
        np.vstack([corpus.votes.to_numpy(), first.assign(vote="no").to_numpy()]),
        columns=corpus.votes.columns,
    )
    assert votes(corpus, members=members).matrix().loc["Harbour Isles"].iloc[0] == "unknown"


def test_beside(found):
    same = found.beside("XHA", "XLA")["same"]
    told = [None if "-" in (a, b) else a == b for a, b in zip(HARBOUR, LAMPLAND, strict=True)]
    assert [None if one is not one or str(one) == "<NA>" else one for one in same] == told


def test_agreement_by_hand(found):
    row = found.agreement(["XHA", "XLA"]).iloc[0]
    # both voted nine times: y-n y-a y-y y-a y-a n-n y-y y-y y-a
    assert (row["roll_calls"], row["same"]) == (9, 4)
    pairs = [(a, b) for a, b in zip(HARBOUR, LAMPLAND, strict=True) if b != "-"]
    value = {"y": 1, "a": 0, "n": -1}
    off = [abs(value[a] - value[b]) / 2 for a, b in pairs]
    assert row["same"] == sum(one == 0 for one in off)
    assert row["index"] == pytest.approx(1 - np.mean(off))
    pool = [value[one] for pair in pairs for one in pair]
    by_chance = np.mean([abs(a - b) / 2 for a in pool for b in pool])
    assert row["pi"] == pytest.approx(1 - np.mean(off) / by_chance)


def test_always_one_way_has_no_pi():
    corpus, members = example_with_votes()
    ayes = corpus.resolutions.index[[0, 1, 2, 3]].tolist()
    row = votes(corpus, members=members, symbols=ayes).agreement(["XHA", "XNO"]).iloc[0]
    assert (row["share"], row["index"]) == (1, 1)
    assert np.isnan(row["pi"])


def test_positions_without_holes_are_principal_components():
    _, full, _, units = planted()
    values = values_of(full)
    out = placed(full, units)
    own = values[:, out["columns"]]
    own = own - own.mean(axis=0)
    x = np.linalg.eigh(own @ own.T)[1][:, -1]
    x = x / x.std()
    assert abs(np.corrcoef(x, out["scores"][:, 0])[0, 1]) == pytest.approx(1, abs=1e-6)
    assert out["scores"][:, 0].std() == pytest.approx(1)
    against = (values[:, out["columns"]] == -1).sum(axis=1).argmax()
    assert out["anchor"] == against
    assert out["scores"][against, 0] > 0


def test_positions_find_planted_ones_and_the_anchor_is_above():
    ideal, _, holes, units = planted()
    for anchor in (0, 23):
        out = placed(holes, units, anchor=anchor, n_boot=20)
        x, low, high = (out[name][:, 0] for name in ("scores", "low", "high"))
        assert abs(spearmanr(x, ideal)[0]) > 0.95
        assert x[anchor] > 0
        assert (low < high).all()
        assert ((low <= x) & (x <= high)).mean() > 0.7


def test_draws_are_repeatable():
    _, _, holes, units = planted()
    one, two = (placed(holes, units, dimensions=2, n_boot=5) for _ in range(2))
    assert np.array_equal(one["low"], two["low"])
    assert one["scores"].shape == (24, 2)


def test_positions_refuse_too_little(found):
    _, _, holes, units = planted()
    with pytest.raises(UnresError, match="9 series, expected at least 10"):
        placed(holes, units % 9)
    with pytest.raises(UnresError, match="expected at least 4"):
        placed(holes[:3], units)
    few = holes.copy()
    few[0, 10:] = 3
    with pytest.raises(UnresError, match="anchor"):
        placed(few, units, anchor=0)
    with pytest.raises(UnresError):
        found.positions(3)


@pytest.mark.parametrize(
    "asked",
    [
        {"states": "Lamplandia"},
        {"sessions": 12},
        {"committees": "Ninth"},
        {"symbols": "A/RES/1/1"},
    ],
)
def test_refusals(asked):
    corpus, members = example_with_votes()
    with pytest.raises(UnresError):
        votes(corpus, members=members, **asked)


def test_states_are_asked_by_name_or_code(found):
    for name in ("lampland", "XLA", 997, "997"):
        assert found.record(name)["vote"].iloc[0] == "no"
    with pytest.raises(UnresError, match="Lampland"):
        found.record("Lamplond")
    with pytest.raises(UnresError, match="groupings"):
        found.agreement(by="year")
    with pytest.raises(UnresError, match="no group"):
        found.agreement(by={"A/RES/1/1": "x"})


def test_one_state_has_none_to_compare():
    corpus, members = example_with_votes()
    with pytest.raises(UnresError, match="one State"):
        votes(corpus, members=members, states="XLA").agreement()


def test_how_each_state_voted(found):
    """Lampland: n a y - a a n y - y a -, of which the last is unknown."""
    table = found.counts()
    assert table.drop(columns="state").values.tolist() == [
        ["XTW", 6, 4, 1, 0, 1],
        ["XLA", 3, 2, 4, 2, 1],
        ["XHA", 11, 1, 0, 0, 0],
        ["XNO", 12, 0, 0, 0, 0],
    ]
    assert table.columns.tolist()[2:] == ["yes", "no", "abstain", "absent", "unknown"]


def test_votes_on_some_resolutions(found):
    """The first three: three, two and four yes, one, one and no no; one abstention."""
    some = found.among(found.roll_calls["symbol"].head(3))
    assert some.counts().set_index("iso3").loc["XLA"].tolist()[1:] == [1, 1, 1, 0, 0]
    assert some.summary()[0].startswith("Recorded votes: 3, in 3 series; ")
    assert some.summary()[1:] == (
        "In the median 3 States were in favour, 1 against, and 0 abstained.",
    )
    assert found.summary()[-1].startswith("The lists of 1 disagree with the tallies")
    with pytest.raises(UnresError, match="A/RES/1/1"):
        found.among("A/RES/1/1")


def test_votes_on_resolutions_without_any(found):
    voted = set(found.roll_calls["symbol"])
    rest = [symbol for symbol in found.resolutions["symbol"] if symbol not in voted]
    for symbols in (rest, [], rest[0]):
        none = found.among(symbols)
        assert len(none.summary()) == 1 and "Recorded votes: 0, in 0 series" in none.summary()[0]
        assert none.roll_calls.empty and none.counts().empty
        assert none.counts().attrs["reason"] == "no recorded vote"
        assert "in 0 roll calls" in repr(none) and "Recorded votes: 0" in none._repr_html_()


def test_shown(found):
    assert "<Votes of 4 States in 12 roll calls" in repr(found)
    assert "Northmark" in found._repr_html_()
    assert len(found.table) == 4 * 12


def test_one_session_by_number_or_name():
    corpus, members = example_with_votes()
    for asked in (77, "77", [77]):
        some = votes(corpus, members=members, sessions=asked)
        assert some.roll_calls["symbol"].tolist() == [f"A/RES/77/90{k}" for k in (1, 2, 3, 4)]
    assert set(votes(corpus, members=members).agreement(by="session")["session"]) == {"77", "78"}
