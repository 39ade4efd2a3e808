"""Intervals of the share of new wording: how often they hold the true share."""

from __future__ import annotations

import numpy as np

from benchmarks.inference._population import corpus
from benchmarks.inference._row import Row
from unres_research.analyse import intervals, lineages
from unres_research.analyse._rates import by_unit


def run(quick: bool = False) -> list[Row]:
    runs = 500 if quick else 4000
    table = lineages.new_wording(corpus(), back=3)
    table = table[table["memory"] == 3]
    new, words = (table[name].to_numpy(dtype=float) for name in ("new_words", "words"))
    rows = [_row("new wording, resolutions", new[:, None], words, n, runs) for n in SIZES]
    units = table["series"].to_numpy()
    sums = by_unit(new[:, None], units), by_unit(words, units)
    rows += [_row("new wording, series", *sums, n, runs) for n in SIZES]
    for committee in ("Third", "Fifth", "Plenary"):
        inside = (table["committee"] == committee).to_numpy()
        some = new[inside, None], words[inside]
        rows.append(_row(f"new wording, {committee}", *some, 40, runs))
    return rows


SIZES = (20, 50, 300)


def _row(name: str, above: np.ndarray, below: np.ndarray, n: int, runs: int) -> Row:
    random = np.random.default_rng(6)
    true = above.sum(axis=0) / below.sum()
    held = given = 0
    for _ in range(runs):
        some = random.integers(0, len(below), n)
        low, high = intervals.ratio(above[some], below[some], share=True)
        given += int((~np.isnan(low)).sum())
        held += int(((low <= true) & (true <= high)).sum())
    share = given / (runs * len(true))
    what = f"coverage, samples of {n} (given in {share:.0%})"
    return Row(name, what, ".93 to .97", f"{held / max(given, 1):.3f}", given)
