"""Do two sides use terms at the same rate? A permutation test of whole units, and its interval.

The score of a negative binomial model (variance mean + burst * mean²) is permuted: it needs no
model to be true for p to hold, and finds more than plain sums where words burst and units are of
many lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from unres_research._inputs import check_seed, check_whole
from unres_research._parallel import each
from unres_research._progress import each as counting
from unres_research.analyse._saddlepoint import tail

_STEPS = range(-6, 10)  # weights by doublings of the median length
_FIRST = 999  # permutations for every term; what may differ gets them all
_UNSURE = 0.1
_FEW = 10  # so few permutations beyond a figure do not tell how rare it is
_DENSE = 5_000
_CHUNK = 1_000
_CELLS = 300_000
_DRAWS = 99, 100_000  # the fewest that tell of 5 per cent, the most that memory is there for
_HALVINGS = 50
_FAR = 30.0  # log of a ratio beyond which there is none


def check_draws(n_permutations: object, random_state: object) -> None:
    """Refuse a number of draws, or a seed, that cannot be."""
    check_whole(n_permutations, "n_permutations", *_DRAWS)
    check_seed(random_state)


@dataclass(frozen=True)
class Weighted:
    """Weighted sums of terms (columns) in two sides, "one" and "two"; arrays by term."""

    size: np.ndarray  # shape (2, terms): occurrences
    length: np.ndarray  # shape (2, terms): words
    spread: np.ndarray  # shape (2, terms): sum of (weight of a unit)² times its words
    squares: np.ndarray  # shape (2, terms): sum of (weight of a unit times its words)²
    burst: np.ndarray  # overdispersion: the variance is mean + burst * mean²
    told: np.ndarray  # effective number of units that hold the term

    def score(self, ratio: np.ndarray) -> np.ndarray:
        """Standardised score of "one has so many times the rate of two"; falls with the ratio."""
        left = self.size[0] * self.length[1] - ratio * self.length[0] * self.size[1]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(left / (ratio * self.length[0] + self.length[1]) / self.error(ratio))

    def error(self, ratio: np.ndarray) -> np.ndarray:
        """Standard deviation of the occurrences in one less those expected at such a ratio."""
        whole = ratio * self.length[0] + self.length[1]
        rate = self.size.sum(axis=0) / whole
        mean = np.stack([rate * ratio, rate])
        variance = mean * self.spread + self.burst * mean**2 * self.squares
        parts = variance[0] * self.length[1] ** 2 + variance[1] * (ratio * self.length[0]) ** 2
        return np.asarray(np.sqrt(parts) / whole)

    def inverted(self, wanted: np.ndarray) -> np.ndarray:
        """Log ratio at which the score is as wanted; infinite where it is nowhere."""
        low, high = np.full((2, len(wanted)), [[-_FAR], [_FAR]])
        nowhere = self.score(np.exp(low)) < wanted, self.score(np.exp(high)) > wanted
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            above = self.score(np.exp(middle)) > wanted
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        return np.where(nowhere[0], -np.inf, np.where(nowhere[1], np.inf, low))


@dataclass(frozen=True)
class Difference:
    """What `compare_rates` found; arrays by term."""

    sums: Weighted
    above: np.ndarray  # p that side one has the higher rate
    below: np.ndarray
    low: np.ndarray  # of the log ratio of rates, infinite where nothing bounds it
    high: np.ndarray

    def turned(self) -> Difference:
        """Return the same with the sides exchanged."""
        sums = self.sums
        turned = Weighted(
            sums.size[::-1], sums.length[::-1], sums.spread[::-1], sums.squares[::-1],
            sums.burst, sums.told,
        )  # fmt: skip
        return Difference(turned, self.below, self.above, -self.high, -self.low)


def compare_rates(
    table: Any,
    words: np.ndarray,
    inside: np.ndarray,
    *,
    level: float,
    n_resamples: int,
    random_state: int,
) -> Difference:
    """Compare counts (units, terms), sparse, between the units inside and the others."""
    flip = 2 * inside.sum() > len(inside)
    first = ~inside if flip else inside
    burst, step = bursts(table, words)
    told = table.sum(axis=0) ** 2 / np.maximum(1, (table**2).sum(axis=0))
    columns = table.T.tocsr()
    size, length, spread, squares = np.zeros((4, 2, len(burst)))
    sums = Weighted(size, length, spread, squares, burst, told)
    p, ends = np.ones((2, len(burst))), np.zeros((2, len(burst)))
    weights = {s: weight_at(words, s) for s in np.unique(step)}
    for s, weight in weights.items():
        _sum(sums, columns, words, weight, first, np.flatnonzero(step == s))
    chunks = [
        (some, s) for s in weights for some in np.array_split(*_chunks(np.flatnonzero(step == s)))
    ]
    parts = ((columns[some], weights[s]) for some, s in chunks)
    tested = each(_test, parts, words, first, level, n_resamples, random_state)
    counted = counting(tested, "testing terms", len(chunks), "part")
    for (some, _), found_here in zip(chunks, counted, strict=True):
        p[:, some], ends[:, some] = found_here
    _draws.cache_clear()
    low, high = _bounds(sums, p, ends, level)
    found = Difference(sums, p[0], p[1], low, high)
    return found.turned() if flip else found


def _test(
    part: tuple[Any, np.ndarray],
    words: np.ndarray,
    first: np.ndarray,
    level: float,
    n_resamples: int,
    random_state: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Test some terms: their counts by unit, and the weights of the units."""
    counts, weight = part
    counts = counts.astype(float)
    counts.data = counts.data * weight[counts.indices]
    draws = _draws(len(first), int(first.sum()), n_resamples, random_state)
    return _World(counts, weight * words, first, draws).test(level)


@lru_cache(maxsize=1)
def _draws(units: int, inside: int, size: int, random_state: int) -> Any:
    """Permutations for all terms: every process makes them anew, which is sooner than to send."""
    return who_is_inside(units, inside, size, np.random.default_rng(random_state))


def _chunks(places: np.ndarray) -> tuple[np.ndarray, int]:
    return places, max(1, len(places) // _CHUNK)


def bursts(table: Any, words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Overdispersion of every term by moments, and how its units are weighted, as a step.

    With a variance of mean + burst * mean² a unit tells of the rate by 1 / (1 + burst * mean).
    """
    squared = table.astype(float)
    squared.data = squared.data**2
    weight = 1 / (1 + words / np.median(words))
    rate = (weight @ table) / (weight @ words)
    both, length = weight**2, words.astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = both @ squared - 2 * rate * ((both * length) @ table)
        found = found - rate * (both @ length) + rate**2 * (both @ length**2)
        burst = np.nan_to_num(np.maximum(0, found / (rate**2 * (both @ length**2))))
        step = np.round(-np.log2(burst * rate * np.median(words)))
    step = np.nan_to_num(step, nan=_STEPS[-1], posinf=_STEPS[-1])
    return burst, np.clip(step, _STEPS[0], _STEPS[-1]).astype(int)


def weight_at(words: np.ndarray, step: int) -> np.ndarray:
    """Weight of units: all alike at the last step, by the inverse of words at the first."""
    if step == _STEPS[-1] or not len(words):
        return np.ones(len(words))
    weight = 1 / (1 + words / (np.median(words) * 2.0**step))
    return np.asarray(weight * words.sum() / (weight @ words))  # the words stay as many


def _sum(
    sums: Weighted,
    columns: Any,
    words: np.ndarray,
    weight: np.ndarray,
    first: np.ndarray,
    places: np.ndarray,
) -> None:
    """Fill in the weighted sums of some terms."""
    for k, side in enumerate((first, ~first)):
        sums.size[k, places] = columns[places] @ (weight * side)
        sums.length[k, places] = (weight * words)[side].sum()
        sums.spread[k, places] = (weight**2 * words)[side].sum()
        sums.squares[k, places] = ((weight * words) ** 2)[side].sum()


def who_is_inside(units: int, inside: int, size: int, rng: np.random.Generator) -> Any:
    """Who is inside in each permutation, shape (units, permutations); sparse for many units."""
    from scipy.sparse import csc_array

    if units > _DENSE:
        drawn = [rng.choice(units, inside, replace=False) for _ in range(size)]
        ones = np.ones(inside * size, dtype=np.float32)
        ends = np.arange(size + 1) * inside
        return csc_array((ones, np.concatenate(drawn), ends), shape=(units, size))
    found = np.zeros((units, size), dtype=np.float32)
    for k in range(size):
        found[rng.permutation(units)[:inside], k] = 1
    return found


@dataclass(frozen=True)
class _World:
    """Weighted counts of some terms by unit, and all permutations of who is inside."""

    counts: Any  # sparse, shape (terms, units)
    length: np.ndarray
    first: np.ndarray
    draws: Any

    @cached_property
    def rate(self) -> np.ndarray:
        """Rate of both sides together, by term."""
        return np.asarray(self.counts.sum(axis=1) / self.length.sum())

    def test(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Give p of more and of less, and the scores that bound the middle `level` of all.

        The score is the occurrences inside less those expected at the rate of both sides.
        """
        seen = self.counts @ self.first.astype(float) - self.rate * self.length[self.first].sum()
        p, ends = np.ones((2, len(seen))), np.zeros((2, len(seen)))
        left, whole = np.arange(len(seen)), self.draws.shape[1]
        for size in dict.fromkeys((min(_FIRST, whole), whole)):
            score = self._permuted(left, size)
            near = 1e-5 * np.abs(score).max(axis=1, initial=0)
            p[0, left] = (1 + (score >= (seen[left] - near)[:, None]).sum(axis=1)) / (size + 1)
            p[1, left] = (1 + (score <= (seen[left] + near)[:, None]).sum(axis=1)) / (size + 1)
            at = max(0, int(np.ceil((1 - level) / 2 * (size + 1) - 1e-9)) - 2)
            score.partition([at, size - 1 - at], axis=1)
            ends[:, left] = score[:, [at, size - 1 - at]].T
            left = left[p[:, left].min(axis=0) <= _UNSURE]
        p[0, seen < 0], p[1, seen > 0] = 1, 1  # the surer side of a skew distribution is no finding
        self._tails(p)
        self._absent(p)
        return p, ends

    def _permuted(self, places: np.ndarray, size: int) -> np.ndarray:
        """Scores of some terms in the first permutations, shape (terms, permutations)."""
        draws = self.draws[:, :size]
        inside = self.counts[places].astype(np.float32) @ draws
        inside = inside if isinstance(inside, np.ndarray) else inside.toarray()
        length = np.asarray(self.length.astype(np.float32) @ draws)
        return np.asarray(inside - np.outer(self.rate[places].astype(np.float32), length))

    def _tails(self, p: np.ndarray) -> None:
        """Where few permutations reach the score, p is that of the saddlepoint, if there is one."""
        size = self.draws.shape[1]
        few = np.flatnonzero(p.min(axis=0) * (size + 1) < _FEW + 1)
        for some in np.array_split(few, max(1, len(few) * len(self.first) // _CELLS)):
            part = self.counts[some]
            score = part.toarray() - np.outer(self.rate[some], self.length)
            more = p[0, some] < p[1, some]
            step = np.minimum.reduceat(part.data, part.indptr[:-1]) if len(some) else 0
            found = tail(np.where(more[:, None], score, -score), self.first, step)
            at = np.where(more, 0, 1), some
            p[at] = np.where(np.isnan(found), p[at], found)

    def _absent(self, p: np.ndarray) -> None:
        """A term that one side lacks is no rarer there than its absence by chance."""
        held = (self.counts > 0).astype(float)
        holders, size = held.sum(axis=1), len(self.first)
        for k, side in enumerate((~self.first, self.first)):
            lacks = held @ side.astype(float) == 0
            chance = _log_choose(size - holders[lacks], side.sum()) - _log_choose(size, side.sum())
            p[k, lacks] = np.maximum(p[k, lacks], np.exp(chance))


def _log_choose(n: np.ndarray | int, k: int) -> np.ndarray:
    from scipy.special import gammaln

    return np.asarray(gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0))


def _bounds(
    sums: Weighted, p: np.ndarray, ends: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of the log ratio of rates, which leaves out 0 where p of one side is small.

    The score is inverted with the greater of what it reaches by permutation, at a ratio of one,
    and what it reaches far from one, where it is near normal.
    """
    from scipy.special import ndtri, stdtrit

    usual = stdtrit(np.maximum(1, sums.told - 1), (1 + level) / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        reach = ends / sums.error(np.ones(len(p[0])))
        seen = np.log(sums.size[0] / sums.length[0]) - np.log(sums.size[1] / sums.length[1])
        tested = seen * (1 + ndtri((1 + level) / 2) / ndtri(np.minimum(p, 0.5)))
        # holders of a term that a side lacks are a Poisson sum
        free = np.log(-np.log((1 - level) / 2)) - np.log(-np.log(p))
    far = np.maximum(usual, np.abs(reach).max(axis=0))
    low = sums.inverted(np.where(seen > 0, np.maximum(reach[1], usual), far))
    high = sums.inverted(-np.where(seen < 0, np.maximum(-reach[0], usual), far))
    sure = p < (1 - level) / 2 - 1e-12
    low = np.where(sure[0], np.where(low > 0, low, tested[0]), np.minimum(low, 0))
    high = np.where(sure[1], np.where(high < 0, high, tested[1]), np.maximum(high, 0))
    lacks = sums.size == 0
    low = np.where(lacks[0], -np.inf, np.where(lacks[1], -free[0], low))
    return low, np.where(lacks[1], np.inf, np.where(lacks[0], free[1], high))
