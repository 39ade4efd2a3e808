"""Intervals of rates and shares: how often they hold the rate of the population."""

from __future__ import annotations

import numpy as np

from benchmarks.inference._population import Population, population
from benchmarks.inference._row import Row
from unres_research.analyse import intervals
from unres_research.analyse._rates import TOO_UNEVEN, score

COVERAGE = ".93 to .97"
NAMED = ("artificial intelligence", "counter terrorism", "terrorism", "climate change", "women")
CLASSES = (0, 3, 5, 8, 12, 20, 40, np.inf)  # expected number of users alike
BURSTS = (0, 1.5, 3, 6, np.inf)  # users for each of the users alike


def run(quick: bool = False) -> list[Row]:
    rows = []
    for unit in ("resolutions", "series"):
        for n in (50, 100, 300):
            everything = population(unit, 1000 if quick else 3000, named=NAMED)
            rows += _coverage(everything, unit, n, 40 if quick else 150)
        rows += _named(population(unit, 0, named=NAMED), unit, 300 if quick else 1000)
    rows.append(_before(population("resolutions", 0, named=NAMED[:1]), 100 if quick else 500))
    return [*rows, _shares(population("series", 500 if quick else 2000, expected=50), quick)]


def drawn(people: Population, n: int, runs: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """For every term: how often an interval is given, and how often it holds the rate."""
    random = np.random.default_rng(seed)
    given, held = np.zeros(len(people.terms)), np.zeros(len(people.terms))
    for _ in range(runs):
        some = random.integers(0, len(people.words), n)
        low, high = intervals.ratio(people.counts[some], people.words[some])
        given += ~np.isnan(low)
        held += (low <= people.rates) & (people.rates <= high)
    return given, held


def least(given: np.ndarray, held: np.ndarray, by: np.ndarray, edges: tuple[float, ...]) -> str:
    """Coverage of each class of terms, "-" where hardly any interval is given."""
    found = []
    for a, b in zip(edges, edges[1:], strict=False):
        inside = (by >= a) & (by < b)
        enough = given[inside].sum() >= 300
        found.append(f"{held[inside].sum() / given[inside].sum():.3f}" if enough else "-")
    return " ".join(found)


def _coverage(people: Population, unit: str, n: int, runs: int) -> list[Row]:
    given, held = drawn(people, n, runs)
    even = people.uneven < TOO_UNEVEN
    expected = people.alike * n / len(people.words)
    name, total = f"rates, {n} {unit}", int(given.sum())
    burst = given[~even].sum() / given.sum()
    bursty = f"users for each of the users alike: <1.5, <3, <6, more ({burst:.1%} of intervals)"
    expected_class = "of these, terms worth <3, <5, <8, <12, <20, <40, more users alike in a sample"
    by_class = least(given[even], held[even], expected[even], CLASSES)
    by_burst = least(given, held, people.uneven, BURSTS)
    share = [held[some].sum() / given[some].sum() for some in (slice(None), even)]
    kept = int(given[even].sum())
    return [
        Row(name, "coverage of all intervals given", COVERAGE, f"{share[0]:.3f}", total),
        Row(name, "coverage without what a few texts hold, as in `trends`", COVERAGE,
            f"{share[1]:.3f}", kept),
        Row(name, expected_class, ">= .90", by_class, kept),
        Row(name, bursty, ">= .90 but the last", by_burst, total),
    ]  # fmt: skip


def _named(people: Population, unit: str, runs: int) -> list[Row]:
    found = []
    for n in (100, 300):
        given, held = drawn(people, n, runs, seed=2)
        for k, term in enumerate(people.terms):
            said = f"{held[k] / given[k]:.3f}" if given[k] >= 50 else "hardly ever given"
            what = f'"{term}", given in {given[k] / runs:.0%} of samples'
            found.append(Row(f"rates, {n} {unit}", what, ">= .90 or refused", said, runs))
    return found


def _before(people: Population, runs: int) -> Row:
    """Percentiles of a bootstrap over resolutions, ten occurrences in five: what was before."""
    random = np.random.default_rng(3)
    held = given = 0
    for _ in range(runs):
        some = random.integers(0, len(people.words), 300)
        counts, words = people.counts[some, 0], people.words[some]
        if (counts > 0).sum() >= 5 and counts.sum() >= 10:
            draws = random.multinomial(300, np.full(300, 1 / 300), 1000)
            low, high = np.quantile((draws @ counts) / (draws @ words), [0.025, 0.975])
            given += 1
            held += low <= people.rates[0] <= high
    what = f'"{people.terms[0]}", percentiles of a bootstrap (no longer used)'
    return Row("rates, 300 resolutions", what, "", f"{held / given:.3f}", given)


def _shares(people: Population, quick: bool) -> Row:
    """Wilson's interval of the share of series that use a term, for shares from 1 to 99 %."""
    random = np.random.default_rng(4)
    uses = people.counts > 0
    share = uses.mean(axis=0)
    told = (share > 0.01) & (share < 0.99)
    runs, held = 40 if quick else 300, 0
    for _ in range(runs):
        found = uses[random.integers(0, len(uses), 300)][:, told].mean(axis=0)
        ends = {value: score(value, 300) for value in np.unique(found)}
        held += sum(
            ends[value][0] <= true <= ends[value][1]
            for value, true in zip(found, share[told], strict=True)
        )
    total = runs * int(told.sum())
    return Row("shares, 300 series", "coverage of Wilson's interval", ".93 to .97",
               f"{held / total:.3f}", total)  # fmt: skip
