"""Change points: false alarms on flat use with renewal, power, and intervals of the place."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from benchmarks.inference._renewal import (
    Sample,
    World,
    by_class,
    chance,
    class_of,
    real_terms,
    turned,
    worlds,
)
from benchmarks.inference._row import Row
from unres_research.analyse._trends._breaks import Search

DRAWS = 199
RATIOS = (2, 3, 5)


def run(quick: bool = False) -> list[Row]:
    each, runs = (20, 60) if quick else (100, 2_000)
    flat = worlds(each)
    return [*(_alarms(world, runs) for world in flat), _shuffled(flat[4], runs // 4),
            *(row for ratio in RATIOS for row in _found(each, ratio, runs // 2)),
            _two(each, runs // 4)]  # fmt: skip


def _alarms(world: World, runs: int) -> Row:
    """How often a change point is found where there is none."""
    random, alarms = np.random.default_rng(31), defaultdict(list)
    for run in range(runs):
        values, words = world.draw(random)
        k = class_of(values)
        if k is not None:
            alarms[k].append(bool(Search(words, DRAWS, run).found(values)[0]))
    what = f"false alarms, {world.name}, terms of 5 to 9, 10 to 19, 20 to 49, 50 or more series"
    told = [one for some in alarms.values() for one in some]
    return Row("breaks", what, "<= 5%", f"{by_class(alarms)}, in all {chance(told)}", len(told))


def _shuffled(world: World, runs: int) -> Row:
    """What is not done: the sessions of every series shuffled, and plain sums compared."""
    random, alarms = np.random.default_rng(32), []
    for _ in range(runs):
        values, words = world.draw(random)
        if class_of(values) is None:
            continue
        left = values - values.sum() / words.sum() * words
        seen = _most(left)
        drawn = [_most(random.permuted(left, axis=1)) for _ in range(DRAWS)]
        alarms.append((1 + sum(d >= seen for d in drawn)) / (1 + DRAWS) < 0.05)
    what = "false alarms, taken up or dropped once, sessions shuffled (not done)"
    return Row("breaks", what, "", chance(alarms), len(alarms))


def _most(left: np.ndarray) -> float:
    """Greatest difference of what stands before a session and from it on."""
    return float(np.abs(left.sum(axis=0).cumsum()[:-1]).max())


def stepped(sample: Sample, ratio: float, place: int, random: np.random.Generator) -> Sample:
    """Take a term out of the sessions before a place, from whole series at a time."""
    values, words = sample
    gone = random.random(len(values)) >= 1 / ratio
    early = np.arange(values.shape[1]) < place
    return np.where(gone[:, None] & early, 0.0, values), words


def _found(each: int, ratio: int, runs: int) -> list[Row]:
    """A change at a random session: is it found, where, and does the interval hold it."""
    random, terms = np.random.default_rng(33), real_terms(each)
    told: dict[int, list[tuple[bool, ...]]] = defaultdict(list)
    for run in range(runs):
        flat = turned(terms[random.integers(0, len(terms))], random)
        place = int(random.integers(1, flat[0].shape[1]))
        values, words = stepped(flat, ratio, place, random)
        k = class_of(values)
        if k is None:
            continue
        search = Search(words, DRAWS, run)
        breaks = search.found(values)[0]
        if not breaks:
            told[k].append((False,))
            continue
        own = min(breaks, key=lambda at: abs(at - place))
        low, high = search.around(values, breaks, own)
        told[k].append((True, own == place, low <= place <= high, low == high, len(breaks) == 1))
    what = f"at a ratio of {ratio}, terms of 5 to 9, 10 to 19, 20 to 49, 50 or more series"
    total = sum(map(len, told.values()))
    shares = {k: [one[0] for one in some] for k, some in told.items()}
    rows = [Row("breaks", f"found, {what}", "", by_class(defaultdict(list, shares)), total)]
    kinds = ("at the right session", "interval holds the session", "interval of one session",
             "no other one besides")  # fmt: skip
    for at, kind in enumerate(kinds, start=1):
        shares = {k: [one[at] for one in some if one[0]] for k, some in told.items()}
        target, n = (">= 93%" if at == 2 else ""), sum(map(len, shares.values()))
        found = by_class(defaultdict(list, shares))
        rows.append(Row("breaks", f"of these: {kind}, {what}", target, found, n))
    return rows


def _two(each: int, runs: int) -> Row:
    """Up to three times as much at the third session, and down again at the sixth."""
    random, terms = np.random.default_rng(34), real_terms(each)
    terms, number = terms[-each:], []
    for run in range(runs):
        values, words = turned(terms[random.integers(0, len(terms))], random)
        gone = random.random(len(values)) >= 1 / 3
        outside = ~np.isin(np.arange(values.shape[1]), (2, 3, 4))
        values = np.where(gone[:, None] & outside, 0.0, values)
        if class_of(values) is not None:
            number.append(len(Search(words, DRAWS, run).found(values)[0]))
    share = " ".join(f"{np.mean(np.array(number) == n):.1%}" for n in range(4))
    return Row("breaks", "up by 3 and down again, 50 series or more: none, one, two, three found",
               "two", share, len(number))  # fmt: skip
