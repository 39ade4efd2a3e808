"""Is a rate the same in all sessions? Series turned round in time, each by itself.

A text that took a term up keeps it, so the sessions of a series may not be shuffled. They are
turned as on a wheel: begun at another session, at random, in their order. The differences of two
times are divided by their error from the same draw, so that what lasts long has the wide error
that it should have (Chung & Romano, 2013).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_NOTHING = 1e-9  # of occurrences: nothing varies
_CELLS = 1_000_000  # numbers at once, so that memory stays bounded


def by_session(values: np.ndarray, units: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Sum rows by series and session, shape (series, sessions, ...).

    >>> by_session(np.array([1, 2, 4]), np.array([0, 1, 0]), np.array([0, 1, 1])).tolist()
    [[1.0, 4.0], [0.0, 2.0]]
    """
    found = np.zeros((units.max() + 1, times.max() + 1, *values.shape[1:]))
    np.add.at(found, (units, times), values)
    return found


@dataclass(frozen=True)
class Scores:
    """Differences of rates between the sessions from a place on and those before it."""

    seen: np.ndarray  # by place: in standard errors, above 0 where the rate is higher
    drawn: np.ndarray  # by draw: the greatest of them without a sign

    @property
    def p(self) -> float:
        """Share of draws in which the greatest difference is as great as it is."""
        most = np.abs(self.seen).max() * (1 - 1e-9)  # equal but for rounding is as much
        return float((1 + (self.drawn >= most).sum()) / (1 + len(self.drawn)))


class Wheel:
    """Some sessions of all series, at random begun at another one, for all terms alike."""

    def __init__(
        self, sizes: np.ndarray, piece: range, places: Sequence[int], n_draws: int, seed: Any
    ) -> None:
        self.own = slice(piece[0], piece[-1] + 1)
        self.sizes = sizes[:, self.own]
        after = (np.array(piece)[:, None] >= np.array(places)).astype(float)
        share = np.average(after, axis=0, weights=self.sizes.sum(axis=0))
        # all places on one scale; a text that grows as all texts do adds nothing
        self.apart = (after - share) / np.sqrt(share * (1 - share))
        even = (after - after.mean(axis=0)) / after.std(axis=0)
        self.turns = np.stack([np.roll(even, k, axis=0) for k in range(len(piece))], axis=1)
        rng = np.random.default_rng(seed)
        self.draws = rng.integers(0, len(piece), (n_draws, len(sizes)), dtype=np.int16)
        series = np.arange(len(sizes))
        self.sums = [np.zeros((n_draws, len(places))) for _ in range(2)]
        for some in self._chunks(len(sizes)):
            parts = self._turned(self.sizes)[series, self.draws[some]]
            self.sums[0][some], self.sums[1][some] = parts.sum(axis=1), (parts**2).sum(axis=1)

    def scores(self, values: np.ndarray) -> Scores:
        """Compare the rates of a term, given by series and session."""
        own = values[:, self.own]
        rate = own.sum() / self.sizes.sum()
        parts = (own - rate * self.sizes) @ self.apart
        seen = _scores(parts.sum(axis=0), (parts**2).sum(axis=0))
        users = np.flatnonzero(own.sum(axis=1))
        held, within = self._turned(own[users]), self._turned(self.sizes[users])
        rows, drawn = np.arange(len(users)), np.zeros(len(self.draws))
        for some in self._chunks(len(users)):
            at = rows, self.draws[some][:, users]
            value, size = held[at], within[at]
            sums = value.sum(axis=1) - rate * self.sums[0][some]
            squares = (value * (value - 2 * rate * size)).sum(axis=1)
            drawn[some] = np.abs(_scores(sums, squares + rate**2 * self.sums[1][some])).max(axis=1)
        return Scores(seen, drawn)

    def _turned(self, values: np.ndarray) -> np.ndarray:
        """What series add to each difference at each turn: shape (series, turns, places)."""
        return np.tensordot(values, self.turns, axes=1)

    def _chunks(self, series: int) -> list[slice]:
        n, step = len(self.draws), max(1, _CELLS // max(1, series * self.turns.shape[2]))
        return [slice(a, min(a + step, n)) for a in range(0, n, step)]


def _scores(sums: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """Differences divided by the mean error of all places, which a leap at one hardly widens."""
    error = np.sqrt(np.abs(squares).mean(axis=-1, keepdims=True))
    return np.divide(sums, error, out=np.zeros_like(sums), where=error > _NOTHING)
