"""Intervals: how far a figure could be off, given how many resolutions it rests on."""

from __future__ import annotations

from typing import Any

import numpy as np

from unres_research.errors import UnresError

_MIN_UNITS = 5


def ratio(
    numerator: np.ndarray,
    denominator: np.ndarray,
    *,
    level: float = 0.95,
    n_resamples: int = 1000,
    random_state: int = 0,
) -> tuple[Any, Any]:
    """Confidence interval of a ratio of sums, by resampling whole units.

    Parameters
    ----------
    numerator : numpy.ndarray
        Occurrences, say: shape (units,), one value a resolution; or (units, columns).
    denominator : numpy.ndarray
        Words, say: shape (units,).
    level : float
        Between 0 and 1.
    n_resamples : int
        Bootstrap samples of the units.
    random_state : int

    Returns
    -------
    low, high : float, or numpy.ndarray of shape (columns,)
        Percentile interval; NaN for fewer than five units or a denominator of 0.

    Notes
    -----
    Words of one resolution are not independent, so resolutions are drawn, not words. With few
    units, or when one carries most of the sum, the interval is too narrow.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap.

    Examples
    --------
    Ten units alike leave nothing to chance.

    >>> [float(x) for x in ratio(np.full(10, 2), np.full(10, 8))]
    [0.25, 0.25]
    """
    n = len(numerator)
    if n != len(denominator):
        raise UnresError(f"found {n} numerators and {len(denominator)} denominators")
    if n < _MIN_UNITS or not denominator.sum():
        nothing = np.full(numerator.shape[1:], np.nan)[()]
        return nothing, nothing
    # drawn by how often each unit comes up, for scipy.stats.bootstrap copies the units themselves
    draws = np.random.default_rng(random_state).multinomial(n, np.full(n, 1 / n), n_resamples)
    above, below = (draws @ numerator).T, (draws @ denominator).astype(float)
    rates = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    low, high = np.nanquantile(rates, [(1 - level) / 2, (1 + level) / 2], axis=-1)
    return low, high


def wilson(successes: int, trials: int, *, level: float = 0.95) -> tuple[float, float]:
    """Confidence interval of a proportion: the score interval, not corrected for continuity.

    For independent trials; not for words, which cluster in their texts.

    Returns
    -------
    low, high : float
        Between 0 and 1; NaN when there are no trials.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22.

    Examples
    --------
    >>> [round(x, 3) for x in wilson(10, 100)]
    [0.055, 0.174]
    """
    from scipy.stats import binomtest

    if not trials:
        return float("nan"), float("nan")
    found = binomtest(successes, trials).proportion_ci(level, method="wilson")
    return float(found.low), float(found.high)
