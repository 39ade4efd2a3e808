"""Keyness: false discoveries among random series, power, intervals, tails."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import stats
from scipy.sparse import csr_array

import unres_research as un
from benchmarks.inference._row import Row
from unres_research.analyse._permutation import Difference, compare_rates
from unres_research.analyse._saddlepoint import tail
from unres_research.analyse._series import unit_of
from unres_research.corpus import resolution_counts, topical_terms

RATE, SHAPE, TERMS = 2e-4, 0.1, 400  # a word in 5,000, in bursts: variance mean + 10 mean²


def run(quick: bool = False) -> list[Row]:
    rows = [_random_series(size, 10 if quick else 100) for size in (10, 30, 60)]
    rows += [_power(size, 1 if quick else 5) for size in (12, 30, 60)]
    rows += [_covered(*world, 1 if quick else 3) for world in _WORLDS]
    return [*rows, _absent(), _tails(20_000 if quick else 200_000)]


@cache
def series() -> tuple[csr_array, np.ndarray]:
    """Counts of topical terms that occur five times, and words, by series."""
    corpus = un.open_corpus()
    unit = unit_of(corpus)
    sums = csr_array((np.ones(len(unit)), (unit, np.arange(len(unit)))))
    counts = csr_array(sums @ resolution_counts(corpus)[:, topical_terms(corpus)])
    kept = counts[:, np.flatnonzero(counts.sum(axis=0) >= 5)]
    return csr_array(kept), sums @ corpus.resolutions["words"].to_numpy()


def tested(
    counts: csr_array, words: np.ndarray, inside: np.ndarray, n_resamples: int = 1999, seed: int = 0
) -> tuple[Difference, np.ndarray]:
    found = compare_rates(
        counts, words, inside, level=0.95, n_resamples=n_resamples, random_state=seed
    )
    return found, np.minimum(1, 2 * np.minimum(found.above, found.below))


def _random_series(size: int, runs: int) -> Row:
    counts, words = series()
    random = np.random.default_rng(size)
    alarms = 0
    for k in range(runs):
        inside = np.zeros(len(words), dtype=bool)
        inside[random.choice(len(words), size, replace=False)] = True
        p = tested(counts, words, inside, seed=k)[1]
        alarms += bool((stats.false_discovery_control(p) < 0.05).any())
    what = f"runs with a q < .05 among {counts.shape[1]:,} terms, series at random"
    name = f"keyness, {size} of {len(words)} series"
    return Row(name, what, "at most .05", f"{alarms / runs:.3f}", runs)


def _world(
    one: int, two: int, ratio: float, shape: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts of terms in bursts in units as long as series are; the first have so many times."""
    random = np.random.default_rng([seed, one, two])
    words = random.choice(series()[1], one + two)
    inside = np.arange(one + two) < one
    mean = RATE * words * np.where(inside, ratio, 1)
    counts = random.poisson(mean[:, None] * random.gamma(shape, 1 / shape, (one + two, TERMS)))
    return counts, words, inside


def plain_p(counts: np.ndarray, words: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """P by permuting the difference of plain rates, nothing else, for all terms at once."""
    random = np.random.default_rng(5)
    found = []
    for k in range(1000):
        side = inside if k == 0 else random.permutation(inside)
        one, two = counts[side].sum(axis=0), counts[~side].sum(axis=0)
        found.append(one / words[side].sum() - two / words[~side].sum())
    gaps = np.array(found)
    beyond = np.minimum((gaps >= gaps[0] - 1e-12).mean(0), (gaps <= gaps[0] + 1e-12).mean(0))
    return np.minimum(1, 2 * beyond)


def _power(size: int, worlds: int) -> Row:
    ours, plain = [], []
    for seed in range(worlds):
        counts, words, inside = _world(size, size, 3, SHAPE, seed)
        ours.append((tested(csr_array(counts), words, inside)[1] < 0.05).mean())
        plain.append((plain_p(counts, words, inside) < 0.05).mean())
    found = f"{np.mean(ours):.3f} beside {np.mean(plain):.3f}"
    what = "power at p < .05, rates 3 to 1, terms in bursts, beside plain permutation"
    return Row(f"keyness, {size} a side", what, "as the plain", found, worlds * TERMS)


_WORLDS: list[tuple[int, int, float, float]] = [
    (12, 12, 3, SHAPE),
    (60, 60, 1, SHAPE),
    (60, 60, 3, SHAPE),
    (60, 60, 3, 1),
]
_WORLDS += [(30, 600, 1, SHAPE), (30, 600, 3, SHAPE), (30, 600, 10, 0.5), (30, 600, 1 / 3, 0.5)]


def _covered(one: int, two: int, ratio: float, shape: float, worlds: int) -> Row:
    held, agree = [], []
    for seed in range(worlds):
        counts, words, inside = _world(one, two, ratio, shape, seed)
        some = counts.sum(axis=0) > 0
        found, p = tested(csr_array(counts[:, some]), words, inside)
        held += ((found.low <= np.log(ratio)) & (np.log(ratio) <= found.high)).tolist()
        agree += (((found.low > 0) | (found.high < 0)) == (p < 0.05)).tolist()
    shown = f"{np.mean(held):.3f} (in accord with p: {np.mean(agree):.3f})"
    what = f"intervals that hold the true ratio of {ratio:.2g}, variance mean + {1 / shape:g} mean²"
    return Row(f"keyness, {one} and {two}", what, "at least .93", shown, len(held))


def _absent() -> Row:
    """Twelve series that hold "nuclear" the most, twelve that do not."""
    corpus = un.open_corpus()
    counts, words = series()
    unit = unit_of(corpus)
    column = corpus.columns(["nuclear"])
    nuclear = np.bincount(unit, weights=resolution_counts(corpus)[:, column].toarray().ravel())
    random = np.random.default_rng(1)
    without = random.choice(np.flatnonzero(nuclear == 0), 12, replace=False)
    rows = np.concatenate([np.argsort(-nuclear)[:12], without])
    terms = topical_terms(corpus)
    kept = np.flatnonzero(counts[rows].sum(axis=0) >= 5)
    found, p = tested(csr_array(counts[rows][:, kept]), words[rows], np.arange(24) < 12)
    total = resolution_counts(corpus)[:, terms].sum(axis=0)
    where = np.flatnonzero(np.asarray(terms)[total >= 5][kept] == column[0])[0]
    q = stats.false_discovery_control(p)[where]
    shown = f"p = {p[where]:.1e}, q = {q:.1e}, at least {np.exp(found.low[where]):.0f} times"
    what = f'"nuclear", {nuclear[rows[:12]].sum():,.0f} against 0, in 12 series of 12 and 0 of 12'
    return Row("keyness, a term one side lacks", what, "found (p = 7.4e-07)", shown, 1)


def _tails(draws: int) -> Row:
    """Small p of plain sums beside those of many permutations."""
    counts, words = series()
    random = np.random.default_rng(30)
    inside = np.arange(len(words)) < 30
    inside = random.permutation(inside)
    rates = np.asarray(counts.sum(axis=0)) / words.sum()
    sums = np.asarray(counts[inside].sum(axis=0)) - rates * words[inside].sum()
    some = np.argsort(-sums / np.sqrt(np.asarray((counts**2).sum(axis=0))))[:150]
    score = counts[:, some].toarray() - np.outer(words, rates[some])
    beyond = np.zeros(len(some))
    for _ in range(draws // 2000):
        drawn = random.permuted(np.tile(inside, (2000, 1)), axis=1).astype(np.float32)
        beyond += (drawn @ score.astype(np.float32) >= sums[some] * (1 - 1e-5)).sum(axis=0)
    rare = (beyond >= 20) & (beyond < draws * 2e-3)
    ratio = tail(score.T[rare], inside, 1) / (beyond[rare] / draws)
    low, middle, high = np.quantile(ratio, [0.05, 0.5, 0.95])
    shown = f"{middle:.2f} times as great (5 and 95 %: {low:.2f}, {high:.2f})"
    what = f"p below .002 by saddlepoint, beside those of {draws:,} permutations"
    return Row("keyness, tails", what, "near 1", shown, int(rare.sum()))
