"""Prevalence of topics: how often its intervals hold the share of what series are drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from benchmarks.inference._population import corpus
from benchmarks.inference._row import Row
from unres_research.analyse import TopicModel, fit_topics
from unres_research.analyse._rates import by_unit
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._grouping import grouped, held
from unres_research.analyse._topics._prevalence import Known, group_intervals

SIZES = (10, 20, 50, 100, 300)
GROUPINGS = {"one session": "session", "one month": "month", "one Main Committee": "committee",
             "one vote": "vote", "one part": "part"}  # fmt: skip
SUBJECT = 20  # series, for a subject of the library to be a population


def run(quick: bool = False) -> list[Row]:
    rows = []
    for name, people in populations(20 if quick else 40).items():
        for n in SIZES:
            large = [p for p in people if len(p[1]) >= n]
            if large:
                runs = (40 if quick else 400) // len(large)
                rows.append(_row(name, large, n, max(2, runs), known(20 if quick else 40)))
    return rows


@cache
def model(topics: int) -> TopicModel:
    return fit_topics(corpus(), topics)


@cache
def known(topics: int) -> Known:
    ((mass, words),) = populations(topics)["the whole data set"]
    return Known.of(mass, words)


@cache
def populations(topics: int) -> dict[str, list[tuple[np.ndarray, np.ndarray]]]:
    """Words of topics by series, and words in all, of everything and of groups that people form."""
    found, whole = model(topics), held(model(topics))
    every = np.ones(len(corpus()), dtype=bool)
    people = {"the whole data set": [_by_series(whole.mass, whole.words, every)]}
    for name, by in GROUPINGS.items():
        people[name] = [_by_series(h.mass, h.words, rows) for _, rows, h in grouped(found, by)]
    people["one subject"] = [
        sums for rows in _subjects() if len((sums := _by_series(whole.mass, whole.words, rows))[1])
        >= SUBJECT
    ]  # fmt: skip
    return people


def _by_series(
    mass: np.ndarray, words: np.ndarray, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    units = unit_of(corpus())[rows]
    sums, lengths = by_unit(mass[rows], units), by_unit(words[rows], units)
    return sums[lengths > 0], lengths[lengths > 0]


def _subjects() -> Iterator[np.ndarray]:
    """Resolutions of every subject of the library that has enough of them."""
    subjects = corpus().resolutions["subjects"]
    counts = subjects.explode().value_counts()
    for name in sorted(counts[counts >= SUBJECT].index):
        yield subjects.map(lambda several, name=name: name in several).to_numpy(dtype=bool)


def _row(
    name: str, people: list[tuple[np.ndarray, np.ndarray]], n: int, runs: int, known: Known
) -> Row:
    random = np.random.default_rng(6)
    seen = []
    for mass, words in people:
        true = mass.sum(axis=0) / words.sum()
        for _ in range(runs):
            some = random.integers(0, len(words), n)
            low, high, _ = group_intervals(mass[some], words[some], known)
            seen.append([(low <= true) & (true <= high), ~np.isnan(low)])
    held, given = np.array(seen).transpose(1, 0, 2)
    what = f"coverage, {n} series of {name} (given in {given.mean():.0%})"
    return Row("topics, series", what, ".93 to .97", covered(held, given), int(given.sum()))


def covered(held: np.ndarray, given: np.ndarray) -> str:
    """Share of intervals that hold the true share, and what chance may change (95 per cent).

    Rows are samples: the topics of one are not independent of each other.
    """
    held, given = held.sum(axis=1), given.sum(axis=1)
    share = held.sum() / max(1, given.sum())
    apart = held - share * given
    error = np.sqrt((apart**2).sum()) / max(1, given.sum())
    return f"{share:.3f} (+-{1.96 * error:.3f})"
