"""How often the word "stable" is right, on paragraphs drawn from known topics.

Usage: ``python -m benchmarks.planted [--quick]``. Twenty topics are planted, and twenty and forty
are asked for. A series speaks of one to three topics in 6 to 23 paragraphs of about 30 words, a
part of them words that any paragraph may hold, and has six words of its own that come back in it.
A topic that is found is true when the paragraphs it takes are those of a planted topic (cosine of
0.6 or more, matched one to one), else spurious: a piece, a mixture, or nothing. At the end, texts
of words drawn by their frequency alone, in which no topic and no theme should be called stable.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from unres_research.analyse import TopicModel, fit_topics

TRUE = 20
SAME = 0.6  # cosine from which a topic is a planted one


class Setting(NamedTuple):
    """How paragraphs are drawn."""

    series: int = 400
    common: float = 0.3  # share of words that any paragraph may hold
    own: bool = True  # whether series have words of their own
    spread: float = 0.05  # of a topic over the terms: greater, more alike


SETTINGS = {
    "400 series": Setting(),
    "150 series": Setting(series=150),
    "half common words": Setting(common=0.5),
    "topics more alike": Setting(own=False, spread=0.1),
}


class Planted(NamedTuple):
    """Paragraphs, the series and the planted topic of each."""

    counts: pd.DataFrame
    units: list[str]
    topic: np.ndarray


def planted(seed: int, setting: Setting = SETTINGS["400 series"], terms: int = 2000) -> Planted:
    """Paragraphs of known topics; terms in fewer than five are left out."""
    rng = np.random.default_rng(seed)
    common = 1 / np.arange(1, terms + 1) ** 0.8
    common = rng.permutation(common / common.sum())
    topics = rng.dirichlet(common * terms * setting.spread + 1e-9, size=TRUE)
    rows, units, topic = [], [], []
    for series in range(setting.series):
        about = rng.choice(TRUE, size=rng.integers(1, 4), replace=False)
        own = rng.choice(terms, 6, replace=False)
        for _ in range(rng.integers(6, 24)):
            one = rng.choice(about)
            mixed = (1 - setting.common) * topics[one] + setting.common * common
            row = rng.multinomial(rng.poisson(25) + 5, mixed)
            if setting.own:
                row[rng.choice(own, 2, replace=False)] += 1
            rows.append(row)
            units.append(f"s{series}")
            topic.append(one)
    counts = np.array(rows)
    kept = np.flatnonzero((counts > 0).sum(axis=0) >= 5)
    table = pd.DataFrame(counts[:, kept], columns=[f"w{k}" for k in kept])
    return Planted(table, units, np.array(topic))


def is_true(model: TopicModel, topic: np.ndarray) -> np.ndarray:
    """Which topics of the model take the paragraphs of a planted topic."""
    held = np.nan_to_num(model.weights)
    real = np.eye(TRUE)[topic]
    length = np.linalg.norm(held, axis=0)[:, None] * np.linalg.norm(real, axis=0)
    cosine = held.T @ real / np.maximum(length, 1e-12)
    rows, columns = linear_sum_assignment(-cosine)
    found = np.zeros(len(model), dtype=bool)
    found[rows] = cosine[rows, columns] >= SAME
    return found


def judged(setting: Setting, seed: int, n_topics: int) -> pd.DataFrame:
    """One row a topic that was found: `true`, and its `stability` and `word`."""
    drawn = planted(seed, setting)
    model = fit_topics(None, n_topics, on=drawn.counts, units=drawn.units)
    return model.stability.assign(true=is_true(model, drawn.topic)).reset_index(drop=True)


def rates(table: pd.DataFrame) -> tuple[float, float]:
    """Share of true topics called stable, and of spurious ones."""
    stable = table["word"] == "stable"
    return float(stable[table["true"]].mean()), float(stable[~table["true"]].mean())


def main(quick: bool) -> None:
    seeds = range(1 if quick else 6)
    every = []
    print(f"{'':20} {'asked':>5} {'true':>5} {'stable':>7} {'spurious':>9} {'stable':>7}")
    for name, setting in SETTINGS.items():
        for asked in (TRUE, 2 * TRUE):
            table = pd.concat([judged(setting, seed, asked) for seed in seeds])
            every.append(table.assign(asked=asked))
            _line(name, str(asked), table)
    whole = pd.concat(every)
    _line("together", "40", whole[whole["asked"] > TRUE])
    _line("together", "all", whole)
    for asked in (2, 5, 10, 20, 40):
        models = [fit_topics(None, asked, on=c, units=u) for c, u in map(nothing, seeds)]
        said = [
            _called(getattr(m, name) for m in models) for name in ("stability", "theme_stability")
        ]
        print(f"no topics, {asked} asked: called stable {said[0]} topics, {said[1]} themes")


def nothing(seed: int, series: int = 600, terms: int = 400) -> tuple[pd.DataFrame, list[str]]:
    """Paragraphs of words drawn by their frequency alone, five a series."""
    rng, share = np.random.default_rng(seed), 1 / np.arange(1, terms + 1)
    counts = rng.multinomial(20, share / share.sum(), size=5 * series)
    kept = np.flatnonzero((counts > 0).sum(axis=0) >= 5)
    table = pd.DataFrame(counts[:, kept], columns=[f"w{k}" for k in kept])
    return table, [f"s{k // 5}" for k in range(5 * series)]


def _called(tables: Iterable[pd.DataFrame]) -> str:
    words = pd.concat([table["word"] for table in tables])
    return f"{(words == 'stable').sum()} of {len(words)}"


def _line(name: str, asked: str, table: pd.DataFrame) -> None:
    right, wrong = rates(table)
    n = int(table["true"].sum())
    print(f"{name:20} {asked:>5} {n:5} {right:7.3f} {len(table) - n:9} {wrong:7.3f}", flush=True)


if __name__ == "__main__":
    main("--quick" in sys.argv[1:])
