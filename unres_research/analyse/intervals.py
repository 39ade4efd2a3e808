"""Intervals: how far a figure could be off, given how many resolutions it rests on."""

from __future__ import annotations

import numpy as np

from unres_research.errors import UnresError

LEAST_UNITS = 5


def ratio(
    numerator: np.ndarray,
    denominator: np.ndarray,
    *,
    level: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """Confidence interval of a ratio of sums, by resampling whole units.

    Parameters
    ----------
    numerator, denominator : numpy.ndarray
        One value a unit (a resolution), shape (units,): occurrences and words, say.
    level : float
        Between 0 and 1.
    n_resamples : int
        Bootstrap samples of the units.
    seed : int

    Returns
    -------
    low, high : float
        Percentile interval; NaN for fewer than five units or a denominator of 0.

    Raises
    ------
    UnresError
        When the two have different lengths.

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

    >>> ratio(np.full(10, 2), np.full(10, 8))
    (0.25, 0.25)
    """
    n = len(numerator)
    if n != len(denominator):
        raise UnresError(f"found {n} numerators and {len(denominator)} denominators")
    if n < LEAST_UNITS or not denominator.sum():
        return float("nan"), float("nan")
    draws = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), n_resamples)
    below = (draws @ denominator).astype(float)
    rates = np.divide(draws @ numerator, below, out=np.full(len(below), np.nan), where=below > 0)
    low, high = np.nanquantile(rates, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def wilson(successes: int, trials: int, *, z: float = 1.959963984540054) -> tuple[float, float]:
    """Confidence interval of a proportion: the score interval, not corrected for continuity.

    Parameters
    ----------
    successes, trials : int
        `successes` at most `trials`.
    z : float
        Quantile of the normal distribution; the default gives 95 per cent.

    Returns
    -------
    low, high : float
        Between 0 and 1; NaN when there are no trials.

    Notes
    -----
    For independent trials; not for words, which cluster in their texts.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22.

    Examples
    --------
    >>> [round(x, 3) for x in wilson(10, 100)]
    [0.055, 0.174]
    """
    if not trials:
        return float("nan"), float("nan")
    p, z2 = successes / trials, z * z
    centre = (p + z2 / (2 * trials)) / (1 + z2 / trials)
    half = z / (1 + z2 / trials) * np.sqrt(p * (1 - p) / trials + z2 / (4 * trials**2))
    return float(max(0.0, centre - half)), float(min(1.0, centre + half))
