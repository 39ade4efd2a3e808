"""Intervals of what resolutions are: how often they hold the figure of the population."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.inference._row import Row
from unres_research.analyse import intervals, speech_acts
from unres_research.analyse._rates import alike, score
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._background import median_ends
from unres_research.corpus import Corpus, open_corpus

SIZES = (20, 50, 100, 300)


def run(quick: bool = False) -> list[Row]:
    corpus = open_corpus()
    runs = 100 if quick else 2000
    rows = []
    for name, held, figure, ends in _measures(corpus):
        units = unit_of(corpus)
        coverage, given = [], 0
        for n in SIZES:
            found = covered(held, units, figure, ends, n, runs)
            coverage.append(f"{found[1] / found[0]:.3f}" if found[0] >= runs / 2 else "-")
            given += found[0]
        what = f"{name}: coverage in samples of {', '.join(map(str, SIZES))} series"
        rows.append(Row("background", what, ".93 to .97", " ".join(coverage), given))
    return rows


def covered(
    held: np.ndarray,
    units: np.ndarray,
    figure: Callable[..., Any],
    ends: Callable[..., Any],
    n: int,
    runs: int,
) -> tuple[int, int]:
    """How many samples of series give an interval, and how many of these hold the true figure."""
    random = np.random.default_rng(n)
    order = np.argsort(units, kind="stable")
    first = np.searchsorted(units[order], np.arange(units.max() + 2))
    true, given, inside = figure(held), 0, 0
    for _ in range(runs):
        drawn = random.integers(0, units.max() + 1, n)
        rows = [order[first[unit] : first[unit + 1]] for unit in drawn]
        at = np.repeat(np.arange(n), [len(some) for some in rows])
        low, high = ends(held[np.concatenate(rows)], at)
        given += low == low
        inside += low <= true <= high
    return given, inside


def _measures(
    corpus: Corpus,
) -> list[tuple[str, np.ndarray, Callable[..., Any], Callable[..., Any]]]:
    """Name, columns by resolution, the figure of them, and its interval from them and units."""
    table = corpus.resolutions
    ones = np.ones(len(table))
    words = np.stack([table["words"].to_numpy(dtype=float), ones], axis=1)
    operative = np.stack([table["operative"].to_numpy(dtype=float), ones], axis=1)
    voted = (table["adoption"] == "recorded vote").to_numpy(dtype=float)
    return [
        ("mean of words", words, _mean, _ratio),
        ("median of words", words, lambda held: np.median(held[:, 0]), _median),
        ("mean of operative paragraphs", operative, _mean, _ratio),
        ("share of recorded votes", np.stack([voted, ones], axis=1), _mean, _wilson),
        ("share of directives", _acts(corpus), _mean, _share),
        ("firmness", _acts(corpus, graded=True), _mean, _ratio),
    ]


def _acts(corpus: Corpus, *, graded: bool = False) -> np.ndarray:
    """Directives and operative paragraphs by resolution, or levels and directives to others."""
    found = speech_acts(corpus, {"": corpus.resolutions.index}).to_frame()
    at, n = corpus.resolutions.index.get_indexer(found["unit"]), len(corpus)
    directs = (found["act"] == "directive").to_numpy(dtype=float)
    if not graded:
        return np.stack([np.bincount(at, directs, n), np.bincount(at, minlength=n)], axis=1)
    told = ((found["addressee"] == "others") & found["level"].notna()).to_numpy()
    levels = np.bincount(at[told], found["level"].to_numpy()[told], n)
    return np.stack([levels, np.bincount(at[told], minlength=n)], axis=1)


def _mean(held: np.ndarray) -> float:
    return float(held[:, 0].sum() / held[:, 1].sum())


def _ratio(held: np.ndarray, units: np.ndarray) -> tuple[float, float]:
    return intervals.ratio(held[:, 0], held[:, 1], units=units)


def _share(held: np.ndarray, units: np.ndarray) -> tuple[float, float]:
    return intervals.ratio(held[:, 0], held[:, 1], units=units, share=True)


def _median(held: np.ndarray, units: np.ndarray) -> tuple[float, float]:
    return median_ends(held[:, 0], units)


def _wilson(held: np.ndarray, units: np.ndarray) -> tuple[float, float]:
    return score(_mean(held), alike(units))
