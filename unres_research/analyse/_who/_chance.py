"""How many States two lists of sponsors would share if only their habits of sponsoring mattered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

_TAIL = 0.025


@dataclass(frozen=True)
class Shared:
    """States in common by chance: the mean, and the middle 95 per cent."""

    expected: float
    low: float
    high: float


@dataclass
class Chance:
    """States that a list of so many shares with a given one, each State with its own rate.

    Each State is on a list with its own odds, independently of the others, given how many the list
    names (conditional Bernoulli sampling). With equal rates it is the hypergeometric distribution.

    Examples
    --------
    Of four States alike two are given; a list of two shares one of them on average.

    >>> chance = Chance(dict.fromkeys("ABCD", 0.5), {"A", "B"})
    >>> chance.of(2).expected, [round(float(p), 3) for p in chance.distribution(2)]
    (1.0, [0.167, 0.667, 0.167])
    """

    rates: Mapping[str, float]
    given: Collection[str]
    _kept: dict[int, Shared] = field(default_factory=dict)

    def __post_init__(self) -> None:
        odds = {s: np.log(r) - np.log1p(-r) for s, r in self.rates.items()}
        self._inside = _sums([v for s, v in odds.items() if s in self.given])
        self._outside = _sums([v for s, v in odds.items() if s not in self.given])

    def distribution(self, size: int) -> np.ndarray:
        """Probability of each number in common, from 0 to all that are given."""
        shared = np.arange(len(self._inside))
        rest = size - shared
        possible = (rest >= 0) & (rest < len(self._outside))
        logs = np.full(len(shared), -np.inf)
        logs[possible] = self._inside[possible] + self._outside[rest[possible]]
        if not possible.any():
            return np.full(len(shared), np.nan)
        found = np.exp(logs - logs.max())
        return np.asarray(found / found.sum())

    def of(self, size: int) -> Shared:
        """States in common with a list of so many; NaN of a number of States that there is not."""
        if size not in self._kept:
            found = self.distribution(size)
            reached = np.cumsum(found)
            low, high = (float(np.searchsorted(reached, p)) for p in (_TAIL, 1 - _TAIL))
            mean = float(found @ np.arange(len(found)))
            unknown = Shared(np.nan, np.nan, np.nan)
            self._kept[size] = unknown if np.isnan(mean) else Shared(mean, low, high)
        return self._kept[size]


def _sums(logs: list[float]) -> np.ndarray:
    """Logarithm of the sum over all choices of k of them, k from 0 to all, of their products."""
    found = np.full(len(logs) + 1, -np.inf)
    found[0] = 0.0
    for value in logs:
        found[1:] = np.logaddexp(found[1:], found[:-1] + value)
    return found
