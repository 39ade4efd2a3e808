"""Screen many terms for change: one score a term, and what swapping the sessions gives by chance.

A series, in the sessions that it has texts in, is turned round in time or not, as by the toss of
a coin: its text of the period before comes after, and the other way round. The score of a term is
a sum over series whose parts change their sign so; its tail is that of a saddlepoint
approximation, so that no draw is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

_FROM = 1.0  # standard errors; below it the normal distribution does
_SMALL = 0.1  # of the greatest part; smaller ones make no step of the sum
_FAR = 5.0  # standard errors that what is normal does not reach
_ROUNDS = 100
_NEAR = 1e-9
_STEEP = 700.0  # tilt beyond which nothing changes


@dataclass(frozen=True)
class Cells:
    """Series by session: where each stands in time, and in how many words."""

    series: np.ndarray  # number of the series, from 0
    place: np.ndarray  # below 0 before, above 0 after; or the session less the middle of all
    words: np.ndarray

    def by_series(self) -> csr_array:
        """Which cells every series has: shape (series, cells)."""
        n = len(self.series)
        return csr_array((np.ones(n), (self.series, np.arange(n))))


def screen(counts: Any, cells: Cells) -> tuple[np.ndarray, np.ndarray]:
    """Score of every term in standard errors, positive where it rises, and p of two sides.

    `counts` has shape (cells, terms), sparse. The part of a series in the score is what it has
    after less what it has before (or the like over all sessions), less what its words would have
    at the rate of all. Its variance is taken for n + d n², with its n occurrences and a d of the
    term, from how much the sessions of a series differ beyond chance; so it weighs 1 / (1 + d n).
    No turn of a series changes its weight.

    A term must also move the same way without regard to words, or it would fade where it stays
    and other texts grow: of both scores the one that is nearer to 0 counts, and 0 where they
    disagree.
    """
    place = cells.place / max(np.sqrt((cells.place**2).mean()), 1e-12)
    columns = counts.tocsc().astype(float)
    size, n = int(cells.series.max()) + 1, columns.shape[1]
    entry = np.repeat(np.arange(n), np.diff(columns.indptr)) * size + cells.series[columns.indices]
    holders, at = np.unique(entry, return_inverse=True)
    term, series = holders // size, holders % size

    def by_holder(factor: np.ndarray) -> np.ndarray:
        return np.bincount(at, columns.data * factor[columns.indices], len(holders))

    moved, spread, held = (by_holder(place**k) for k in (1, 2, 0))
    weight = 1 / (1 + _beyond_chance(moved, spread, term, n)[term] * spread)
    words, length = (np.bincount(cells.series, cells.words * f, size) for f in (1, place))
    lost = np.bincount(term, (1 - weight) * words[series], n)
    rate = np.bincount(term, weight * held, n) / (words.sum() - lost)
    parts = weight * (moved - rate[term] * length[series])
    by_words = _standardised(parts, term, series, rate, length)
    plainly = _standardised(weight * moved, term, series, np.zeros(n), length)
    return _both(by_words, plainly)


def _both(
    one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Score and p of what two tests find together: the greater p (Berger 1982)."""
    apart = one[0] * other[0] <= 0
    z = np.where(np.abs(one[0]) <= np.abs(other[0]), one[0], other[0])
    return np.where(apart, 0, z), np.where(apart, 1, np.maximum(one[1], other[1]))


def _beyond_chance(moved: np.ndarray, spread: np.ndarray, term: np.ndarray, n: int) -> np.ndarray:
    """How much more the sessions of a series differ than by chance, by term: d, by moments."""
    less = 1 + spread
    above = np.bincount(term, (moved**2 - spread) / less, n)
    below = np.bincount(term, spread**2 / less, n)
    return np.maximum(0, above / np.where(below > 0, below, 1))


def _standardised(
    parts: np.ndarray, term: np.ndarray, series: np.ndarray, rate: np.ndarray, length: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Score and p, from the parts of series that hold a term and the lengths of all series."""
    n, own = len(rate), length[series]
    # series without the term have a small part each, and together a normal one
    rest = rate**2 * np.maximum(0, (length**2).sum() - np.bincount(term, own**2, n))
    seen = np.bincount(term, parts, n) - rate * (length.sum() - np.bincount(term, own, n))
    error = np.sqrt(np.bincount(term, parts**2, n) + rest)
    error = np.where(error > 0, error, 1)
    z = seen / error
    return z, swapped(parts / error[term], term, rest / error**2, np.abs(z))


def swapped(parts: np.ndarray, term: np.ndarray, rest: np.ndarray, goal: np.ndarray) -> np.ndarray:
    """Probability that parts with signs at random sum to as much as `goal`, on either side.

    `parts` of `term`s are standardised: the squares of a term and its `rest`, the variance of
    what is normal, sum to 1. Lugannani & Rice (1980), Saddle point approximation for the
    distribution of the sum of independent random variables, Advances in Applied Probability 12.
    No p is below 2^(1 - parts): all of so many signs alike.
    """
    from scipy.special import ndtr

    p = 2 * ndtr(-goal)
    some = np.flatnonzero(goal > _FROM)
    at = np.full(len(goal), -1)
    at[some] = np.arange(len(some))
    kept = (at[term] >= 0) & (parts != 0)
    parts, term, rest, goal = parts[kept], at[term[kept]], rest[some], goal[some]
    n = len(some)
    told, least = _telling(parts, term, n)
    beyond = 2 * _saddlepoint(parts, term, rest, goal - least)
    bound = 2.0 ** (1 - np.minimum(np.bincount(term, minlength=n), 1_000))
    found = np.where(np.isfinite(beyond) & (beyond > 0), beyond, bound)
    # a part that tells, turned round, would take the sum below the goal: all of them are alike
    most, floor = np.bincount(term, np.abs(parts), n), np.full(n, np.inf)
    np.minimum.at(floor, term[told], np.abs(parts)[told])
    alike = goal - _FAR * np.sqrt(rest) > most - (2 - _NEAR) * floor
    every = 2.0 ** (1 - np.minimum(np.bincount(term, told, n), 1_000))
    p[some] = np.clip(np.where(alike, np.minimum(found, every), found), bound, 1)
    return p


def _telling(parts: np.ndarray, term: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Which parts tell, and the least of them: half of what the sum moves when it turns its sign.

    Small parts tell nothing, but where all lean one way: there the sum is the greatest.
    """
    size, most, least = np.abs(parts), np.zeros(n), np.full(n, np.inf)
    np.maximum.at(most, term, size)
    mixed = np.bincount(term, parts < 0, n) * np.bincount(term, parts > 0, n) > 0
    tells = size >= _SMALL * most[term]
    counted = tells | ~mixed[term]
    np.minimum.at(least, term[counted], size[counted])
    return tells, np.where(np.isfinite(least), least, 0)


def _saddlepoint(
    parts: np.ndarray, term: np.ndarray, rest: np.ndarray, goal: np.ndarray
) -> np.ndarray:
    """Probability that the sum is above the goal."""
    from scipy.special import ndtr

    n, tilt = len(goal), _tilt(parts, term, rest, goal)
    size = np.abs(tilt[term] * parts)
    height = np.bincount(term, size + np.log1p(np.exp(-2 * size)) - np.log(2), n)
    height = height + tilt**2 * rest / 2
    bend = np.bincount(term, (parts / np.cosh(np.minimum(size, _STEEP))) ** 2, n) + rest
    with np.errstate(divide="ignore", invalid="ignore"):
        w = np.sqrt(np.maximum(0, 2 * (tilt * goal - height)))
        u = tilt * np.sqrt(bend)
        return ndtr(-w) + np.exp(-(w**2) / 2) / np.sqrt(2 * np.pi) * (1 / u - 1 / w)


def _tilt(parts: np.ndarray, term: np.ndarray, rest: np.ndarray, goal: np.ndarray) -> np.ndarray:
    """Where the slope of the cumulant function is the goal; Newton's method within bounds."""
    n, tilt = len(goal), goal.copy()
    low, high = np.zeros(n), np.full(n, _STEEP)
    for _ in range(_ROUNDS):
        lean = np.tanh(tilt[term] * parts)
        above = np.bincount(term, parts * lean, n) + tilt * rest - goal
        if not n or np.abs(above).max() < _NEAR:
            break
        bend = np.bincount(term, parts**2 * (1 - lean**2), n) + rest
        low, high = np.where(above < 0, tilt, low), np.where(above > 0, tilt, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            new = tilt - above / bend
        inside = (new > low) & (new < high)
        tilt = np.where(inside, new, (low + high) / 2)
    return tilt
