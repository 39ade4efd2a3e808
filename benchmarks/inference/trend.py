"""Fitted trends: false alarms on flat use with renewal, and coverage of the ratio a session."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from benchmarks.inference._population import corpus
from benchmarks.inference._renewal import (
    Sample,
    World,
    by_class,
    class_of,
    real_terms,
    series,
    words,
    worlds,
)
from benchmarks.inference._row import Row
from unres_research.analyse._trends._fitted import Slope, slope, too_few

RATIOS = (1.05, 1.2, 1.5)  # of the rates of a session and the one before
WHAT = "terms of 10 to 19, 20 to 49, 50 or more series"


def run(quick: bool = False) -> list[Row]:
    each, runs = (10, 40) if quick else (60, 1_200)
    flat = worlds(each)
    # longer texts hold more terms, so that shares are flat where no text grows
    even = {"words": flat, "resolutions": worlds(each, 1_000.0 * (words() > 0))}
    rows = [_alarms(world, unit, runs) for unit, some in even.items() for world in some]
    rows += [row for ratio in RATIOS for row in _growing(flat[2], ratio, runs)]
    samples = 2 if quick else 12
    return [*rows, *(_population(each, unit, adjust, samples)
                     for unit in ("words", "resolutions") for adjust in (False, True))]  # fmt: skip


def fitted(sample: Sample, unit: str, groups: np.ndarray | None = None) -> tuple[int, Slope] | None:
    """Class of a term and its slope; None where it is refused."""
    values, own = sample
    k = class_of(values)
    one, at = np.nonzero(own)
    held, sizes = values[one, at], own[one, at]
    share = unit == "resolutions"
    held = (held > 0).astype(float) if share else held
    if k is None or too_few(held, one, share=share):
        return None
    where = np.zeros(len(one), dtype=int) if groups is None else groups[one]
    found = slope(held, None if share else sizes, at.astype(float), where, one)
    return (k, found) if found else None


def holds(found: Slope, true: float) -> bool:
    return bool(abs(found.estimate - true) <= found.half)


def _alarms(world: World, unit: str, runs: int) -> Row:
    random, alarms = np.random.default_rng(41), defaultdict(list)
    for _ in range(runs):
        found = fitted(world.draw(random), unit)
        if found:
            alarms[found[0]].append(not holds(found[1], 0))
    what = f"false alarms, {unit}, {world.name}, {WHAT}"
    return Row("trend", what, "<= 5%", _said(alarms), sum(map(len, alarms.values())))


def _said(found: dict[int, list[bool]]) -> str:
    return by_class(found).partition(" ")[2]


def _growing(world: World, ratio: float, runs: int) -> list[Row]:
    """Occurrences are taken away, the more the earlier the session."""
    random = np.random.default_rng(42)
    held, told = defaultdict(list), defaultdict(list)
    for _ in range(runs):
        values, own = world.draw(random)
        left = ratio ** (np.arange(values.shape[1]) - values.shape[1] + 1.0)
        found = fitted((random.binomial(values.astype(int), left).astype(float), own), "words")
        if found:
            held[found[0]].append(holds(found[1], np.log(ratio)))
            told[found[0]].append(not holds(found[1], 0))
    what, n = f"words, a ratio of {ratio} a session, at 90%, {WHAT}", sum(map(len, held.values()))
    return [Row("trend", f"coverage, {what}", ">= 93%", _said(held), n),
            Row("trend", f"found, {what}", "", _said(told), n)]  # fmt: skip


def _population(each: int, unit: str, adjust: bool, samples: int) -> Row:
    """Real terms in series drawn anew: the truth is what all series together have."""
    random, held = np.random.default_rng(43), defaultdict(list)
    groups = committees() if adjust else None
    for term in real_terms(each)[each:]:
        true = fitted((term, words()), unit, groups)
        for _ in range(samples if true else 0):
            some = random.integers(0, len(term), len(term))
            own = groups[some] if groups is not None else None
            found = fitted((term[some], words()[some]), unit, own)
            if found and true:
                held[found[0]].append(holds(found[1], true[1].estimate))
    fixed = ", committees held fixed" if adjust else ""
    what = f"coverage, {unit}{fixed}, real terms as they change, series drawn anew, {WHAT}"
    return Row("trend", what, ">= 93%", _said(held), sum(map(len, held.values())))


def committees() -> np.ndarray:
    """Committee of every series: that of its first text."""
    rows, units, _ = series()
    own = corpus().resolutions["committee"].astype(object).fillna("none").to_numpy()[rows]
    first = np.unique(units, return_index=True)[1]
    return np.unique(own[first].astype(str), return_inverse=True)[1]
