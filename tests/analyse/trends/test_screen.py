"""Screening: against all ways to turn series round, one by one, and the sign test."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import binomtest

from unres_research.analyse._trends._screen import Cells, screen, swapped


def every_sum(parts):
    """Sums of the parts with all signs."""
    return np.array([*itertools.product((-1, 1), repeat=len(parts))]) @ np.asarray(parts)


def tail(parts, goal, rest=0.0):
    parts = np.asarray(parts, dtype=float)
    return swapped(parts, np.zeros(len(parts), int), np.array([rest]), np.array([goal]))[0]


@pytest.mark.parametrize("n", [10, 12, 20, 60])
def test_parts_alike_give_the_sign_test(n):
    """All of one sign, and one, two, ... against: the binomial distribution, or a little more."""
    parts = np.full(n, n**-0.5)
    for against in range(n // 2):
        goal = (n - 2 * against) / n**0.5
        if goal <= 1.2:
            break
        exact = binomtest(against, n).pvalue
        assert 0.99 < tail(parts, goal) / exact < 1.7, against
    assert tail(parts, n**0.5) == 2.0 ** (1 - n)


def test_parts_of_any_size_give_all_sums():
    random = np.random.default_rng(4)
    for _ in range(60):
        parts = random.gamma(1.5, size=12)
        parts /= np.sqrt((parts**2).sum())
        sums = np.abs(every_sum(parts))
        goal = random.choice(sums[sums > 1.5])
        exact = (sums >= goal - 1e-9).mean()
        assert 0.75 < tail(parts, goal) / exact < 2, (parts, goal)
        assert tail(parts, np.abs(parts).sum()) == pytest.approx(2.0**-11, rel=0.6)


def test_small_parts_do_not_count_where_all_lean_one_way():
    """Nine equal parts and three that are nothing beside them: at least the odds of nine signs."""
    parts = np.r_[np.full(9, 1.0), np.full(3, 1e-4)]
    parts /= np.sqrt((parts**2).sum())
    assert 2.0**-11 <= tail(parts, parts.sum()) <= 2.0**-8


def test_what_is_normal_is_the_normal_tail():
    """Ten parts that are small beside a normal rest: two standard errors, 4.55%."""
    parts = np.full(10, 0.01)
    assert tail(parts, 2.0, rest=1 - 10 * 0.01**2) == pytest.approx(0.0455, rel=0.06)
    assert tail(parts, 0.5, rest=1 - 10 * 0.01**2) == pytest.approx(0.6171, rel=0.001)


def test_nothing_to_screen():
    nothing = np.zeros(0)
    assert len(swapped(nothing, nothing.astype(int), nothing, nothing)) == 0


@pytest.fixture
def series():
    """Eleven series: seven in both sessions, two in one of them; terms even, rising, rare, in a burst."""
    pairs = [(k, side) for k in range(7) for side in (-1, 1)]
    pairs += [(7, -1), (8, -1), (9, 1), (10, 1)]
    unit, place = (np.array(values) for values in zip(*pairs, strict=True))
    words = np.random.default_rng(2).integers(80, 120, len(unit)).astype(float)
    even = np.ones(len(unit), dtype=int)
    rising = np.where(place > 0, 3, 1) + (unit % 2)
    rare = (unit < 4) * 1
    burst = np.where(unit == 2, 20 + 20 * (place > 0), 1)
    counts = np.stack([even, rising, rare, burst], axis=1)
    return counts, Cells(unit, place.astype(float), words)


def by_hand(counts, cells):
    """Score by plain loops, and the share of all 2^11 ways to turn series round that reach it."""
    moved, held, words, length = np.zeros((4, 11))
    for k in range(len(counts)):
        s = cells.series[k]
        moved[s] += cells.place[k] * counts[k]
        held[s] += counts[k]
        words[s] += cells.words[k]
        length[s] += cells.place[k] * cells.words[k]
    above = sum((m**2 - n) / (1 + n) for m, n in zip(moved, held, strict=True))
    beyond = max(0, above / sum(n**2 / (1 + n) for n in held))
    weight = [1 / (1 + beyond * n) for n in held]
    rate = sum(w * n for w, n in zip(weight, held, strict=True))
    rate /= sum(w * n for w, n in zip(weight, words, strict=True))
    found = []
    for r in (rate, 0):  # beside words, and plainly
        parts = np.array([w * (m - r * n) for w, m, n in zip(weight, moved, length, strict=True)])
        score = parts.sum() / (np.sqrt((parts**2).sum()) or 1)
        exact = (np.abs(every_sum(parts)) >= abs(parts.sum()) - 1e-9).mean()
        found.append((abs(score), exact, np.sign(score)))
    if found[0][2] != found[1][2]:
        return 0, 1, beyond
    return min(found)[0] * found[0][2], max(found[0][1], found[1][1]), beyond


def test_screen_is_all_turns_of_the_score(series):
    counts, cells = series
    z, p = screen(csr_array(counts), cells)
    weighted = 0
    for k in range(4):
        score, exact, beyond = by_hand(counts[:, k], cells)
        weighted += beyond > 0
        assert z[k] == pytest.approx(score)
        if exact < 0.3:
            assert 0.8 < p[k] / exact < 2  # sums in steps: a little too great
        else:  # nothing is said by it, and the normal distribution does
            assert p[k] > 0.3
    assert weighted == 2  # both kinds of terms are here
    assert z[1] > 2 and p[1] < 0.05 < min(p[0], p[2], p[3])


def test_turned_round_in_time_the_score_turns_its_sign(series):
    counts, cells = series
    z, p = screen(csr_array(counts), cells)
    turned = screen(csr_array(counts), Cells(cells.series, -cells.place, cells.words))
    assert turned[0] == pytest.approx(-z) and turned[1] == pytest.approx(p)


def test_longer_texts_are_no_rise():
    """Every series has twice the words, and twice the term: nothing changed."""
    series, place = np.repeat(np.arange(12), 2), np.tile([-1.0, 1.0], 12)
    words = np.where(place > 0, 400.0, 200.0)
    counts = np.where(place > 0, 4, 2)[:, None]
    z, p = screen(csr_array(counts), Cells(series, place, words))
    assert abs(z[0]) < 1e-6 and p[0] == pytest.approx(1)


def test_what_stays_does_not_fade_where_other_texts_grow():
    """Twelve series keep a term; forty others double their length, so that its rate falls."""
    series, place = np.repeat(np.arange(52), 2), np.tile([-1.0, 1.0], 52)
    words = np.where((series >= 12) & (place > 0), 400.0, 200.0)
    counts = np.where(series < 12, 3, 0)[:, None]
    z, p = screen(csr_array(counts), Cells(series, place, words))
    assert (z[0], p[0]) == (0, 1)
    lost = counts * np.where(place > 0, 0, 1)[:, None]  # and here it is given up
    z, p = screen(csr_array(lost), Cells(series, place, words))
    assert z[0] < -3 and p[0] < 0.001


def test_one_long_text_is_no_finding():
    """Two hundred occurrences in one new series of twelve."""
    series, place = np.repeat(np.arange(12), 2), np.tile([-1.0, 1.0], 12)
    counts = np.ones((24, 1), dtype=int)
    counts[1] = 200
    p = screen(csr_array(counts), Cells(series, place, np.full(24, 300.0)))[1]
    assert p[0] > 0.2
