"""Tests of change between sessions, or periods: false alarms, power, coverage of the ratio."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from benchmarks.inference._population import all_counts, corpus
from benchmarks.inference._renewal import (
    World,
    by_class,
    chance,
    class_of,
    real_terms,
    words,
    worlds,
)
from benchmarks.inference._row import Row
from unres_research.analyse import intervals
from unres_research.analyse._rates import by_unit
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._change import _Pair
from unres_research.analyse._trends._turning import Wheel

SESSIONS = (77, 79)
CLASSES = (5, 10, 20, 50, 10_000)  # series that use the term
PERIODS, BEFORE = [0, 1, 2, 5, 6], 3  # sessions, and how many of them are before


@dataclass(frozen=True)
class Sample:
    """Counts (series, terms) and words of series in two sessions."""

    before: np.ndarray
    after: np.ndarray
    words_before: np.ndarray
    words_after: np.ndarray

    def pair(self) -> _Pair:
        n = len(self.before)
        late = np.repeat([False, True], n)
        sizes = np.concatenate([self.words_before, self.words_after])
        return _Pair(np.vstack([self.before, self.after]), sizes, late, np.tile(np.arange(n), 2))


def run(quick: bool = False) -> list[Row]:
    real, users = _real(40 if quick else 100)
    draws, rows = 199 if quick else 399, []
    for ratio, runs in ((1, 300), (2, 60), (3, 60)):
        rows += _rejected(real, users, ratio, 20 if quick else runs, draws)
    rows += [_beside(real, 4 if quick else 20), _coverage(real, 100 if quick else 400)]
    flat = worlds(20 if quick else 100)
    return [*rows, *(row for world in (flat[0], *flat[2:5])
                     for row in _periods(world, 60 if quick else 3_000)),
            _periods_hold(10 if quick else 60, 2 if quick else 12)]  # fmt: skip


def _real(terms: int) -> tuple[Sample, np.ndarray]:
    """Both sessions as they are, and some terms of each class of users."""
    table = corpus().resolutions
    session = table["session"].to_numpy(dtype=float, na_value=np.nan)
    rows = np.flatnonzero(np.isin(session, SESSIONS))
    units, counts, words = unit_of(corpus())[rows], all_counts()[rows], table["words"].to_numpy()
    late = session[rows] == SESSIONS[1]
    users, random = _users(counts, units), np.random.default_rng(8)
    often = counts.sum(axis=0) >= 10
    columns = np.concatenate([
        random.choice(np.flatnonzero(often & (users >= a) & (users < b)), terms, replace=False)
        for a, b in zip(CLASSES, CLASSES[1:], strict=False)
    ])  # fmt: skip
    dense = counts[:, columns].toarray().astype(float)
    sums = [by_unit(dense * side[:, None], units) for side in (~late, late)]
    sizes = [by_unit(words[rows] * side, units) for side in (~late, late)]
    return Sample(*sums, *sizes), users[columns]


def _users(counts: np.ndarray, units: np.ndarray) -> np.ndarray:
    """How many series use each term."""
    from scipy.sparse import csr_array

    code = np.unique(units, return_inverse=True)[1]
    into = csr_array((np.ones(len(code)), (code, np.arange(len(code)))))
    return np.asarray(((into @ counts) > 0).sum(axis=0)).ravel()


def _drawn(real: Sample, ratio: float, random: np.random.Generator) -> Sample:
    """Series at random, each with its sessions in either order, and some words of before lost."""
    some = random.integers(0, len(real.before), len(real.before))
    turned = random.random(len(some)) < 0.5
    one, other = real.before[some], real.after[some]
    before = np.where(turned[:, None], other, one)
    kept = before if ratio == 1 else random.binomial(before.astype(int), 1 / ratio).astype(float)
    words = real.words_before[some], real.words_after[some]
    return Sample(
        kept,
        np.where(turned[:, None], one, other),
        np.where(turned, words[1], words[0]),
        np.where(turned, words[0], words[1]),
    )


def _rejected(real: Sample, users: np.ndarray, ratio: int, runs: int, draws: int) -> list[Row]:
    random = np.random.default_rng(9)
    test, apart, given = (np.zeros(len(users)) for _ in range(3))
    for _ in range(runs):
        sample = _drawn(real, ratio, random)
        pair = sample.pair()
        swaps = random.integers(0, 2, (draws, len(sample.before)), dtype=np.int8)
        told = pair.reason == ""
        given += told
        test += told & (pair.p_values(swaps) < 0.05)
        one = intervals.ratio(sample.before, sample.words_before)
        two = intervals.ratio(sample.after, sample.words_after)
        apart += told & ((one[1] < two[0]) | (two[1] < one[0]))
    kind = "false alarms" if ratio == 1 else f"power at a ratio of {ratio}"
    target = "<= 5%" if ratio == 1 else "as brute force"
    rows = []
    for a, b in zip(CLASSES, CLASSES[1:], strict=False):
        inside = (users >= a) & (users < b)
        total = given[inside].sum()
        what = f"{kind}, terms of {a} to {b - 1} series" if b < 1000 else f"{kind}, of {a} or more"
        found = (
            f"{test[inside].sum() / total:.1%} (intervals apart: {apart[inside].sum() / total:.1%})"
        )
        rows.append(Row("change", what, target, found, int(total)))
    return rows


def _beside(real: Sample, runs: int) -> Row:
    """Our p below .05 beside a permutation written anew, on the same samples at a ratio of 2."""
    random = np.random.default_rng(10)
    ours = theirs = both = total = 0
    for _ in range(runs):
        sample = _drawn(real, 2, random)
        pair = sample.pair()
        swaps = random.integers(0, 2, (999, len(sample.before)), dtype=np.int8)
        p = pair.p_values(swaps)
        for term in random.choice(np.flatnonzero(pair.reason == ""), 10, replace=False):
            low, brute = p[term] < 0.05, _brute(sample, term, random) < 0.05
            ours, theirs, both = ours + low, theirs + brute, both + (low == brute)
            total += 1
    found = (
        f"{ours / total:.1%} beside {theirs / total:.1%}, the same verdict in {both / total:.1%}"
    )
    return Row(
        "change",
        "power at a ratio of 2 beside a permutation one by one",
        "as brute force",
        found,
        total,
    )


def _periods(world: World, runs: int) -> list[Row]:
    """Three sessions beside the last two: series turned, and, not done, sums of both swapped."""
    random = np.random.default_rng(12)
    ours, swapped = defaultdict(list), defaultdict(list)
    for run in range(runs):
        values, words = world.draw(random)
        k = class_of(values[:, PERIODS])
        if k is None:
            continue
        sample, p = _compared(values, words, run)
        ours[k].append(p < 0.05)
        swaps = random.integers(0, 2, (199, len(words)), dtype=np.int8)
        swapped[k].append(bool(sample.pair().p_values(swaps)[0] < 0.05))
    what = f"false alarms, three sessions and two, {world.name}, terms of 5, 10, 20, 50 series"
    return [
        Row("change", what + done, target, f"{by_class(found)}, in all {chance(told)}", len(told))
        for done, target, found in (("", "<= 5%", ours), (", sums swapped (not done)", "", swapped))
        for told in [[one for some in found.values() for one in some]]
    ]


def _compared(values: np.ndarray, words: np.ndarray, seed: int) -> tuple[Sample, float]:
    """Sums of the two periods, and p of their rates."""
    values, words = values[:, PERIODS], words[:, PERIODS]
    p = Wheel(words, range(len(PERIODS)), [BEFORE], 199, seed).scores(values).p
    held, lengths = (np.split(part, [BEFORE], axis=1) for part in (values, words))
    sums = [part.sum(axis=1) for part in (*held, *lengths)]
    return Sample(sums[0][:, None], sums[1][:, None], sums[2], sums[3]), p


def _periods_hold(each: int, samples: int) -> Row:
    """Interval of the ratio of two periods: real terms as they change, series drawn anew."""
    random, held = np.random.default_rng(13), defaultdict(list)
    for run, term in enumerate(real_terms(each)):
        with np.errstate(divide="ignore", invalid="ignore"):
            before, after = (term[:, some].sum() / words()[:, some].sum()
                             for some in (PERIODS[:BEFORE], PERIODS[BEFORE:]))  # fmt: skip
            true = after / before
        for _ in range(samples):
            some = random.integers(0, len(term), len(term))
            k = class_of(term[some][:, PERIODS])
            if k is not None:
                sample, p = _compared(term[some], words()[some], run)
                _, low, high = sample.pair().agreeing(np.array([p]))
                if not np.isnan(low[0]):
                    held[k].append(bool(low[0] <= true <= high[0]))
    what = "coverage of the ratio of three sessions and two, terms of 5, 10, 20, 50 series"
    total = sum(map(len, held.values()))
    return Row("change", what, ".93 to .97", by_class(held), total)


def _brute(sample: Sample, term: int, random: np.random.Generator) -> float:
    """Swap the two sessions of every series or not, one draw at a time."""
    series = list(zip(sample.before[:, term], sample.words_before,
                      sample.after[:, term], sample.words_after, strict=True))  # fmt: skip

    def apart(draw: list[tuple[float, float, float, float]]) -> float:
        a, x, b, y = (sum(values) for values in zip(*draw, strict=True))
        return abs(b / y - a / x)

    seen = apart(series) * (1 - 1e-9)
    as_much = 0
    for _ in range(499):
        turned = random.random(len(series)) < 0.5
        draw = [(b, y, a, x) if t else (a, x, b, y)
                for (a, x, b, y), t in zip(series, turned, strict=True)]  # fmt: skip
        as_much += apart(draw) >= seen
    return (1 + as_much) / 500


def _coverage(real: Sample, runs: int) -> Row:
    """Interval of the ratio, over samples of the series of both sessions as they are."""
    random = np.random.default_rng(11)
    with np.errstate(divide="ignore"):
        true = (real.after.sum(axis=0) / real.words_after.sum()) / (
            real.before.sum(axis=0) / real.words_before.sum()
        )
    held = given = 0
    for _ in range(runs):
        some = random.integers(0, len(real.before), len(real.before))
        sample = Sample(real.before[some], real.after[some],
                        real.words_before[some], real.words_after[some])  # fmt: skip
        pair = sample.pair()
        swaps = random.integers(0, 2, (399, len(some)), dtype=np.int8)
        _, low, high = pair.agreeing(pair.p_values(swaps))
        given += int((~np.isnan(low)).sum())
        held += int(((low <= true) & (true <= high)).sum())
    return Row(
        "change",
        "coverage of the interval of the ratio",
        ".93 to .97",
        f"{held / given:.3f}",
        given,
    )
