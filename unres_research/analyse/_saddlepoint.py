"""Tails of a permutation test without drawing: the double saddlepoint approximation.

Units are drawn without replacement, so the sum of scores inside is that of independent units
given how many are inside (Robinson 1982, Saddlepoint approximations for permutation tests and
confidence intervals, Journal of the Royal Statistical Society B 44); its tail by Skovgaard
(1987), Saddlepoint expansions for conditional distributions, Journal of Applied Probability 24.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_STEPS = 80
_NEAR = 1e-6
_SURE = 1e-3
_MIDDLE = 1e-2  # standard deviations from the mean within which the formula is a pole
_SHORTER = 12
_MANY = 5_000


def tail(score: np.ndarray, inside: np.ndarray, step: np.ndarray | float = 0) -> np.ndarray:
    """Probability that a permutation has at least the sum of scores that the units inside have.

    `score` has shape (terms, units), `inside` (units,) bools; the sum must be above its mean.
    Sums that come in steps (of a term's occurrences) are met half a step before. NaN where the
    formula has no value, as beside the mean.
    """
    total, sample = score[:, inside].sum(axis=1), int(inside.sum())
    if len(inside) <= _MANY:
        return _tail(score, np.ones(len(inside)), sample, total, step)
    found = []
    steps = np.broadcast_to(step, total.shape)
    for row, goal, half in zip(score, total, steps, strict=True):
        values, times = np.unique(row, return_counts=True)  # many paragraphs have the same
        found.append(_tail(values[None], times, sample, np.array([goal]), half)[0])
    return np.array(found)


def _tail(
    score: np.ndarray,
    times: np.ndarray,
    sample: int,
    total: np.ndarray,
    step: np.ndarray | float,
) -> np.ndarray:
    """Standardise, and put the least probability that there is where the sum is the greatest."""
    from scipy.special import gammaln

    size = times.sum()
    mean = score @ times / size
    score, total = score - mean[:, None], total - sample * mean
    sd = np.sqrt(sample * (size - sample) / (size * (size - 1)) * (score**2 @ times))
    sd = np.where(sd > 0, sd, 1)
    score, total = score / sd[:, None], total / sd
    least = np.exp(gammaln(sample + 1) + gammaln(size - sample + 1) - gammaln(size + 1))
    below = total < _greatest(score, times, sample) - _NEAR
    found = np.full(len(score), least)
    total = total - step / sd / 2
    if below.any():
        found[below] = np.clip(_Sums(score[below], times, sample, total[below]).tail(), least, 1)
    return found


def _greatest(score: np.ndarray, times: np.ndarray, sample: int) -> np.ndarray:
    """Sum of the greatest scores that so many units can have."""
    order = np.argsort(-score, axis=1)
    held = times[order]
    taken = np.clip(sample - (np.cumsum(held, axis=1) - held), 0, held)
    return np.asarray((np.take_along_axis(score, order, axis=1) * taken).sum(axis=1))


@dataclass(frozen=True)
class _Sums:
    """Sums of the scores of a sample, by term, and the one that is looked at: `total`."""

    score: np.ndarray  # shape (terms, values)
    times: np.ndarray  # how many units have each value
    sample: int
    total: np.ndarray

    def tail(self) -> np.ndarray:
        """Skovgaard's formula at the saddlepoint; NaN where none is found."""
        from scipy.special import ndtr

        size, start = self.times.sum(), np.zeros((2, len(self.total)))
        start[0] = np.log(self.sample / (size - self.sample))
        at = self._minimum(start)
        gradient, _, whole = self._slopes(at)
        w = np.sqrt(np.maximum(0, 2 * (self._height(start) - self._height(at))))
        with np.errstate(invalid="ignore", divide="ignore"):
            u = at[1] * np.sqrt(whole * size / (self.sample * (size - self.sample)))
            found = ndtr(-w) + np.exp(-(w**2) / 2) / np.sqrt(2 * np.pi) * (1 / u - 1 / w)
        beyond = (at[1] > 0) & (w > _MIDDLE)
        sure = (np.abs(gradient).max(axis=0) < _SURE) & beyond & (found > 0)
        return np.where(sure, found, np.nan)

    def _minimum(self, at: np.ndarray) -> np.ndarray:
        """Newton's method, with steps made shorter until they lead down."""
        height = self._height(at)
        for _ in range(_STEPS):
            gradient, (aa, ab, bb), whole = self._slopes(at)
            if np.abs(gradient).max() < _NEAR:
                break
            step = np.stack(
                [ab * gradient[1] - bb * gradient[0], ab * gradient[0] - aa * gradient[1]]
            ) / np.maximum(whole, 1e-300)
            step /= np.maximum(1, (np.abs(step) / (4 + np.abs(at))).max(axis=0))
            for _ in range(_SHORTER):
                new = self._height(at + step)
                worse = ~(new <= height + 1e-9)
                if not worse.any():
                    break
                step = np.where(worse, step / 4, step)
            at, height = np.where(worse, at, at + step), np.where(worse, height, new)
        return at

    def _height(self, at: np.ndarray) -> np.ndarray:
        """Cumulant function less its line: lowest at the saddlepoint."""
        tilt = at[0][:, None] + at[1][:, None] * self.score
        found = np.logaddexp(0, tilt) @ self.times
        return np.asarray(found - self.sample * at[0] - self.total * at[1])

    def _slopes(self, at: np.ndarray) -> tuple[np.ndarray, tuple[np.ndarray, ...], np.ndarray]:
        """First and second derivatives of the height, and the determinant of the second."""
        from scipy.special import expit

        share = expit(at[0][:, None] + at[1][:, None] * self.score)
        count, total = share @ self.times, (share * self.score) @ self.times
        vary = share * (1 - share) * self.times
        aa, ab = vary.sum(axis=1), (vary * self.score).sum(axis=1)
        bb = (vary * self.score**2).sum(axis=1)
        whole = np.maximum(aa * bb - ab**2, 0)
        return np.stack([count - self.sample, total - self.total]), (aa, ab, bb), whole
