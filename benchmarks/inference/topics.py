"""Intervals of topics: how often they hold the share of the whole data set."""

from __future__ import annotations

import numpy as np

from benchmarks.inference._population import corpus
from benchmarks.inference._row import Row
from unres_research.analyse import fit_topics
from unres_research.analyse._rates import by_unit
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._prevalence import Known, group_intervals


def run(quick: bool = False) -> list[Row]:
    mass, words, _ = fit_topics(corpus(), 20 if quick else 40)._words_by_resolution()
    units = unit_of(corpus())
    mass, words = by_unit(mass, units), by_unit(words, units)
    mass, words = mass[words > 0], words[words > 0]
    return [_row(mass, words, n, 100 if quick else 400) for n in (50, 100, 300)]


def _row(mass: np.ndarray, words: np.ndarray, n: int, runs: int) -> Row:
    random = np.random.default_rng(6)
    known = Known.of(mass, words)
    true = known.share
    held = given = 0
    for _ in range(runs):
        some = random.integers(0, len(words), n)
        low, high, _ = group_intervals(mass[some], words[some], known)
        given += int((~np.isnan(low)).sum())
        held += int(((low <= true) & (true <= high)).sum())
    what = f"coverage, samples of {n} (given in {given / (runs * len(true)):.0%})"
    return Row("topics, series", what, ".93 to .97", f"{held / max(given, 1):.3f}", given)
