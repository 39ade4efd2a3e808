"""The simulations that measure coverage and error rates, on populations where theory knows them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.sparse import csr_array

from benchmarks.inference import __main__ as command
from benchmarks.inference import (
    _renewal,
    background,
    breaks,
    change,
    emerging,
    rates,
    topics,
    trend,
)
from benchmarks.inference._population import Population
from unres_research.analyse._trends._screen import Cells


@pytest.fixture
def people():
    """A hundred units of ten words: a term even in all, a rare one, one in a single unit."""
    counts = np.zeros((100, 3))
    counts[:, 0], counts[:5, 1], counts[0, 2] = 1, 1, 50
    return Population(np.array(["even", "rare", "burst"]), counts, np.full(100, 10.0))


def test_population_by_hand(people):
    assert people.rates.tolist() == [0.1, 0.005, 0.05]
    # a mean of 0.05 has the squares 100 * 0.05 * 0.95; one of 0.5 has 49.5^2 + 99 * 0.5^2
    assert people.alike[1:].tolist() == pytest.approx([25 / 4.75, 2500 / (49.5**2 + 99 / 4)])
    assert people.uneven[1:].tolist() == pytest.approx([5 / people.alike[1], 1 / people.alike[2]])


def test_intervals_of_a_population_are_counted(people):
    given, held = rates.drawn(people, 40, 50)
    assert given[0] == held[0] == 50  # nothing varies
    assert given[1] < 5 and given[2] == 0  # refused: too few in forty units
    said = rates.least(np.array([400, 200, 0]), np.array([300, 190, 0]), np.array([1, 4, 9]), (0, 3, 9, 12))  # fmt: skip
    assert said == "0.750 - -"


def test_samples_of_series_are_counted():
    """Five series of two resolutions, all alike: every interval is the figure itself."""
    held, units = np.tile([3.0, 1.0], (10, 1)), np.repeat(np.arange(5), 2)
    assert background._mean(held) == 3
    found = background.covered(held, units, background._mean, background._ratio, 20, 7)
    assert found == (7, 7)
    beside = background.covered(held, units, lambda _: 4.0, background._ratio, 20, 7)
    assert beside == (7, 0)
    assert background.covered(held, units, background._mean, background._ratio, 3, 7) == (0, 0)


def test_wilson_and_topics_hold_what_is_even(people):
    row = rates._shares(people, quick=True)
    assert row.what == "coverage of Wilson's interval" and 0 < float(row.found) <= 1
    mass = np.repeat([[4.0], [6.0]], 50, axis=0)
    known = topics.Known.of(mass, people.words)
    found = topics._row("lamps", [(mass, people.words)], 60, 10, known)
    assert found.found == "1.000 (+-0.000)" and "given in 100%" in found.what


def test_chance_in_coverage_is_counted_by_sample():
    """Of 2 and 1 intervals 1 and 1 hold: 2/3, apart by 1 - 4/3 and 1 - 2/3, each 1/3."""
    held = np.array([[True, False], [True, False]])
    given = np.array([[True, True], [True, False]])
    assert topics.covered(held, given) == f"0.667 (+-{1.96 * (2 / 9) ** 0.5 / 3:.3f})"
    assert topics.covered(given & False, given & False) == "0.000 (+-0.000)"


def test_the_slow_permutation_is_the_sign_test():
    """Ten series turn to a term and two away from it, in texts of equal length."""
    before = np.repeat([1.0, 0.0], [2, 10])[:, None]
    after = 1 - before
    sample = change.Sample(before, after, np.full(12, 8.0), np.full(12, 8.0))
    p = np.mean([change._brute(sample, 0, np.random.default_rng(k)) for k in range(4)])
    assert p == pytest.approx(stats.binomtest(10, 12).pvalue, abs=0.02)
    assert [t.tolist() for t in sample.pair().total] == [[2], [10]]


def test_drawn_series_keep_their_texts_together():
    n = 30
    real = change.Sample(
        np.arange(n, dtype=float)[:, None] * 10, np.arange(n, dtype=float)[:, None] * 10 + 1,
        np.arange(n, dtype=float) + 100, np.arange(n, dtype=float) + 500,
    )  # fmt: skip
    one = change._drawn(real, 1, np.random.default_rng(0))
    for y, x in ((one.before, one.words_before), (one.after, one.words_after)):
        late = x >= 500
        assert late.any() and not late.all()
        assert (y[:, 0] == np.where(late, 10 * (x - 500) + 1, 10 * (x - 100))).all()
    half = change._drawn(real, 2, np.random.default_rng(0))
    assert (half.after == one.after).all() and (half.before <= one.before).all()
    assert 0.4 < half.before.sum() / one.before.sum() < 0.6


@pytest.fixture
def made_up(monkeypatch):
    """A thousand series of texts of a thousand words, a fifth of them in one of three sessions."""
    words = np.full((1000, 3), 1000.0)
    words[:200] = 1000 * np.eye(3)[np.arange(200) % 3]
    monkeypatch.setattr(_renewal, "words", lambda: words)
    return words


def test_invented_terms_are_flat_and_kept(made_up):
    """As many texts of any session have the term, but for chance."""
    random = np.random.default_rng(3)
    drawn = {
        "kept": _renewal.kept(made_up, 0.9, 900, random),
        "always": _renewal.kept(made_up, 1.0, 900, random),
        "for good": _renewal.taken_up(made_up, 900, random),
        "once": _renewal.once(made_up, 900, random),
    }
    for name, (values, words) in drawn.items():
        assert (values[words == 0] == 0).all()
        texts = (values > 0).sum(axis=0) / (words > 0).sum(axis=0)
        assert texts == pytest.approx([texts.mean()] * 3, abs=0.08), name
    once = (drawn["once"][0] > 0).sum()
    assert once == len(set(np.flatnonzero(drawn["once"][0]))) <= 900


def test_a_text_keeps_a_term_as_likely_as_is_said(made_up, monkeypatch):
    """Nine in ten stay as they are, and half of the others; of 1,000 series 900 may have it."""
    monkeypatch.setattr(_renewal, "_OFTEN", 1e9)
    for persistence, stays in ((0.9, 0.1 + 0.9 * 0.95), (1.0, 1.0), (0.0, 0.1 + 0.9 * 0.5)):
        values, words = _renewal.kept(made_up, persistence, 900, np.random.default_rng(3))
        uses = values[(words > 0).all(axis=1)] > 0
        assert (uses[:, 0] == uses[:, 1]).mean() == pytest.approx(stays, abs=0.04)


def test_a_term_turned_is_the_term_at_other_sessions(made_up):
    term = np.where(made_up > 0, np.arange(1, 1001)[:, None], 0.0)
    values, words = _renewal.turned(term, np.random.default_rng(4))
    assert ((values > 0) == (words > 0)).all()
    assert (np.array([len(set(row) - {0}) for row in values]) == 1).all()  # one series a row
    single = (words > 0).sum(axis=1) == 1
    assert ((words[single] > 0).sum(axis=0) > 30).all()


def test_steps_take_whole_series_away_before_a_place():
    values = np.full((2000, 4), 3.0)
    found, _ = breaks.stepped((values, values), 4, 2, np.random.default_rng(5))
    assert (found[:, 2:] == 3).all() and (found[:, 0] == found[:, 1]).all()
    assert (found[:, 0] > 0).mean() == pytest.approx(0.25, abs=0.04)


def test_classes_of_terms_and_what_is_said_of_them():
    values = np.zeros((60, 3))
    values[:9, 0] = 1
    assert _renewal.class_of(values) is None  # nine occurrences
    values[0, 1] = 1
    assert _renewal.class_of(values) == 0
    values[:50, 2] = 1
    assert _renewal.class_of(values) == 3
    values[:, :] = 0
    values[:4] = 5
    assert _renewal.class_of(values) is None  # four series
    found = {0: [True] * 5 + [False] * 15, 1: [True] * 19, 2: [True] * 30, 3: []}
    assert _renewal.by_class(found) == "25.0% - 100.0% -"
    assert _renewal.chance([True] * 5 + [False] * 95) == "5.0% (+-4.3%)"


def test_shuffled_sessions_are_judged_by_plain_sums():
    left = np.array([[1.0, -2.0, 1.0], [3.0, 0.0, -3.0]])
    assert breaks._most(left) == 4  # 4, then 2


def test_trends_are_refused_or_fitted():
    values, words = np.zeros((40, 3)), np.full((40, 3), 100.0)
    values[:9] = [1, 2, 4]
    assert trend.fitted((values, words), "words") is None
    values[9:12] = [1, 2, 4]
    values[0], values[1] = [1, 3, 4], [2, 2, 5]
    k, found = trend.fitted((values, words), "words")
    assert k == 1 and found.estimate == pytest.approx(np.log(2), abs=0.1)
    assert trend.holds(found, found.estimate) and not trend.holds(found, 0)


def test_command_names_its_parts(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["inference", "novel"])
    with pytest.raises(SystemExit):
        command.main()
    said = capsys.readouterr().err
    assert "found novel" in said and "novelty, rates, topics" in said


@pytest.fixture
def two_terms():
    """Three series in two sessions; the first term is in all cells, the other in the first."""
    counts = csr_array(np.array([[8, 8], [8, 0], [8, 0], [8, 0], [8, 0], [8, 0]]))
    cells = Cells(np.repeat(np.arange(3), 2), np.tile([-1.0, 1.0], 3), np.full(6, 100.0))
    return emerging.Data("two", counts, cells, np.array(["subject"] * 2), np.array([3, 1]))


def test_planted_terms_lose_what_they_have_before(two_terms):
    random = np.random.default_rng(1)
    found = emerging._thinned(two_terms.counts, two_terms.cells, np.array([0]), 4, random).toarray()
    assert found[1::2].tolist() == two_terms.counts.toarray()[1::2].tolist()
    assert found[:, 1].tolist() == [8, 0, 0, 0, 0, 0]
    assert 0 < found[::2, 0].sum() < 24


def test_series_are_turned_as_a_whole(two_terms):
    for draw in (emerging.Data.turned, emerging.Data.on_a_wheel):
        seen = {tuple(draw(two_terms, np.random.default_rng(k)).place.tolist()) for k in range(60)}
        assert len(seen) == 8  # each of three series in either order
        assert all(place[0] == -place[1] and place[2] == -place[3] for place in seen)


def test_what_was_not_planted_or_fell_is_false():
    found, z = np.array([True, True, False, True]), np.array([2.0, -3.0, 1.0, 4.0])
    assert emerging._false_share(found, z, np.array([0, 1])) == pytest.approx(2 / 3)
    assert emerging._false_share(found & False, z, np.array([0])) == 0
    assert emerging._all({10: [1, 4], 20: [2, 4]}) == pytest.approx(3 / 8)
