"""Differences of topics between groups: false alarms, false discoveries, power, coverage."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.inference._row import Row
from benchmarks.inference.topics import known, model, populations
from unres_research.analyse._rates import q_values
from unres_research.analyse._topics._differences import Group, compare
from unres_research.analyse._topics._grouping import grouped

ALONE = ((10, 30), (10, 300), (30, 300), (150, 150))
PAIRED = (("session", 77, 79), ("session", 74, 80), ("part", "preamble", "operative"),
          ("vote", "with a vote", "without a vote"))  # fmt: skip
APART = (("Third", 20, 300), ("First", 60, 60), ("First", 10, 300))

Pair = tuple[Group, Group]


def run(quick: bool = False) -> list[Row]:
    topics, runs = (20, 10) if quick else (40, 400)
    rows = []
    for sizes in ALONE:
        said = f"{sizes[0]} and {sizes[1]} series of the whole data set"
        rows += _row(said, _alone(topics, sizes, runs), None, topics)
    for by, first, second in PAIRED:
        said = f"{first} and {second}, the two sides of a series in either order"
        both = _groups(topics, by, first, second)
        rows += _row(said, _turned(both, runs), None, topics)
        true = _share(both[0]) - _share(both[1])
        said = f"{first} and {second}, series at random"
        rows += _row(said, _drawn(both, runs // 2), true, topics)
    for name, few, many in APART:
        pairs, true = _apart(topics, name, few, many, runs // 2)
        said = f"{few} series of the {name} Committee and {many} of all"
        rows += _row(said, pairs, true, topics)
    both = _groups(topics, "session", 74, 80)
    true = _share(both[0]) - _share(both[1])
    return [*rows, _beside("74 and 80, series at random", _drawn(both, runs // 8), true),
            _beside("60 series of the First Committee and 60 of all",
                    *_apart(topics, "First", 60, 60, runs // 8))]  # fmt: skip


def _beside(said: str, pairs: Iterator[Pair], true: np.ndarray) -> Row:
    """What a permutation of series finds, and how often an interval made from it is right."""
    random, found, covered = np.random.default_rng(16), [], []
    for pair in pairs:
        p, half = _permuted(*pair, random)
        found.append(q_values(p) < 0.05)
        covered.append(np.abs(_share(pair[0]) - _share(pair[1]) - true) <= half)
    share = f"{np.mean(found):.1%} of topics with q, coverage {np.mean(covered):.3f}"
    return Row("differences", f"a permutation instead, {said}", "", share, np.size(found))


def _permuted(one: Group, two: Group, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """p by permuting series, and half of an interval from the same draws.

    The two sides of a series are swapped, those with one side change places; what is compared is
    the difference by its own standard error (Chung & Romano, 2013).
    """
    alone = np.flatnonzero((one.words > 0) != (two.words > 0))
    left = one.words[alone] > 0
    drawn = []
    for draw in range(400):
        turn = (random.random(len(one.words)) < 0.5) & (draw > 0)
        turn[alone] = (left != random.permutation(left)) & (draw > 0)
        mass = [
            np.where(turn[:, None], a, b) for a, b in ((two.mass, one.mass), (one.mass, two.mass))
        ]
        words = [np.where(turn, a, b) for a, b in ((two.words, one.words), (one.words, two.words))]
        share = [m.sum(axis=0) / w.sum() for m, w in zip(mass, words, strict=True)]
        parts = [(m - np.outer(w, s)) / w.sum() for m, w, s in zip(mass, words, share, strict=True)]
        drawn.append((share[0] - share[1], np.sqrt(((parts[0] - parts[1]) ** 2).sum(axis=0))))
    apart, error = np.array(drawn).transpose(1, 0, 2)
    score = np.abs(apart) / error
    p = (1 + (score[1:] >= score[0] * (1 - 1e-9)).sum(axis=0)) / len(score)
    return p, np.quantile(score[1:], 0.95, axis=0) * error[0]


def _row(said: str, pairs: Iterator[Pair], true: np.ndarray | None, topics: int) -> list[Row]:
    """False alarms where there is no difference (`true` is None), else power; and coverage."""
    alarms = found = tables = held_true = given = 0
    runs = 0
    for pair in pairs:
        result = compare(*pair, known(topics))
        q = q_values(result.p)
        told = result.reason == ""
        given, runs = given + int(told.sum()), runs + 1
        alarms += int((result.p < 0.05).sum())
        found, tables = found + int((q < 0.05).sum()), tables + bool((q < 0.05).any())
        truth = 0 if true is None else true
        held_true += int(((result.low <= truth) & (truth <= result.high)).sum())
    covered = Row(
        "differences", f"coverage, {said}", ".93 to .97", f"{held_true / given:.3f}", given
    )
    if true is not None:
        power = f"{alarms / given:.1%} of topics with p, {found / given:.1%} with q"
        return [Row("differences", f"found below .05, {said}", "", power, given), covered]
    return [
        Row("differences", f"false alarms, {said}", "<= 5%", f"{alarms / given:.1%}", given),
        Row("differences", f"tables with a false discovery, {said}", "<= 5%",
            f"{tables / runs:.1%}", runs),
    ]  # fmt: skip


def _share(group: Group) -> np.ndarray:
    return np.asarray(group.mass.sum(axis=0) / group.words.sum())


def _alone(topics: int, sizes: tuple[int, int], runs: int) -> Iterator[Pair]:
    """Two groups of different series, both drawn from the whole data set."""
    (mass, words), = populations(topics)["the whole data set"]  # fmt: skip
    random = np.random.default_rng(12)
    for _ in range(runs):
        some = random.integers(0, len(words), sum(sizes))
        yield _set_apart(mass[some], words[some], sizes[0])


def _set_apart(mass: np.ndarray, words: np.ndarray, few: int) -> Pair:
    first = np.arange(len(words)) < few
    return (Group(mass * first[:, None], words * first, few),
            Group(mass * ~first[:, None], words * ~first, len(words) - few))  # fmt: skip


def _groups(topics: int, by: str, first: object, second: object) -> Pair:
    """What series hold in two groups, of those that stand in either."""
    one, two = (
        Group.of(model(topics), found, rows)
        for wanted in (first, second)
        for name, rows, found in grouped(model(topics), by)
        if name == wanted
    )
    either = (one.words > 0) | (two.words > 0)
    return _taken(one, either), _taken(two, either)


def _taken(group: Group, rows: np.ndarray) -> Group:
    return Group(group.mass[rows], group.words[rows], len(rows))


def _turned(both: Pair, runs: int) -> Iterator[Pair]:
    """Series at random, each with its sides in either order, so that nothing differs."""
    random = np.random.default_rng(13)
    for one, two in _drawn(both, runs):
        turn = random.random(len(one.words)) < 0.5
        mass = [
            np.where(turn[:, None], a, b) for a, b in ((one.mass, two.mass), (two.mass, one.mass))
        ]
        words = [np.where(turn, a, b) for a, b in ((one.words, two.words), (two.words, one.words))]
        yield Group(mass[0], words[0], len(turn)), Group(mass[1], words[1], len(turn))


def _drawn(both: Pair, runs: int) -> Iterator[Pair]:
    random = np.random.default_rng(14)
    for _ in range(runs):
        some = random.integers(0, len(both[0].words), len(both[0].words))
        yield _taken(both[0], some), _taken(both[1], some)


def _apart(
    topics: int, name: str, few: int, many: int, runs: int
) -> tuple[Iterator[Pair], np.ndarray]:
    """Series of one committee and others of the whole, and their true difference."""
    names = [n for n, _, _ in grouped(model(topics), "committee")]
    mass, words = populations(topics)["one Main Committee"][names.index(name)]
    (everything, lengths), = populations(topics)["the whole data set"]  # fmt: skip

    def pairs() -> Iterator[Pair]:
        random = np.random.default_rng(15)
        for _ in range(runs):
            one, two = random.integers(0, len(words), few), random.integers(0, len(lengths), many)
            yield _set_apart(
                np.vstack([mass[one], everything[two]]),
                np.concatenate([words[one], lengths[two]]), few,
            )  # fmt: skip

    true = mass.sum(axis=0) / words.sum() - everything.sum(axis=0) / lengths.sum()
    return pairs(), true
