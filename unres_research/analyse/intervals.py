"""Intervals: how far a figure could be off, given how many series it rests on."""

from __future__ import annotations

from typing import Any

import numpy as np

from unres_research._inputs import check_level
from unres_research.analyse._rates import around, by_unit, log_error, refusal, score, t_factor
from unres_research.errors import UnresError

__all__ = ["ratio", "wilson"]
__dir__ = __all__.copy  # what tab completion shows


def ratio(
    numerator: np.ndarray,
    denominator: np.ndarray,
    *,
    units: np.ndarray | None = None,
    level: float = 0.95,
    share: bool = False,
) -> tuple[Any, Any]:
    """Confidence interval of a ratio of sums over units that each come as a whole.

    Parameters
    ----------
    numerator : numpy.ndarray
        Occurrences, say, not negative: shape (rows,), one value a resolution; or
        (rows, columns).
    denominator : numpy.ndarray
        Words, say: shape (rows,).
    units : numpy.ndarray, optional
        What each row belongs to, as a number or a name: the series of a resolution. Rows of
        one unit are summed; by default each row is a unit.
    level : float
        Between 0 and 1.
    share : bool
        The numerator is a part of the denominator: an interval inside 0 to 1.

    Returns
    -------
    low, high : float, or numpy.ndarray of shape (columns,)
        NaN where fewer than five units hold any of it, where the numerator sums to less than
        10, or the denominator to 0: intervals from so little would not hold what they promise.

    Notes
    -----
    Words of one text are not independent, nor are texts of one series, so the error comes from
    how units differ (the linearised variance of a ratio of sums), on a logarithmic scale
    (logit for a share). Terms come in bursts: where few units have most of the variance, the
    variance is little known itself. The degrees of freedom of Student's t follow from the
    effective number of units behind it, (sum of squares)^2 / (sum of fourth powers), less how
    many times the users outnumber as many users alike.

    For a complete session the ratio itself is exact. The interval is about the process behind
    it: how far the ratio could have been off, had other series of the kind come up. Not for
    a term of which nearly all stands in one or two series: when a sample has none of these,
    nothing in it tells of them, and the interval is too low. `python -m benchmarks.inference`
    measures how often intervals hold the true rate.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd edition, chapter 6: the variance. Satterthwaite
    (1946), An approximate distribution of estimates of variance components, Biometrics
    Bulletin 2: degrees of freedom from the moments of a variance.

    Examples
    --------
    Ten units alike leave nothing to chance.

    >>> [float(x) for x in ratio(np.full(10, 2), np.full(10, 8))]
    [0.25, 0.25]

    The same twenty occurrences, most of them in one unit of ten.

    >>> burst = np.array([11, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    >>> [round(float(x), 2) for x in ratio(burst, np.full(10, 8))]
    [0.03, 2.15]
    """
    above, below = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    if len(above) != len(below):
        raise UnresError(f"found {len(above)} numerators and {len(below)} denominators")
    check_level(level)
    if units is not None:
        above, below = by_unit(above, units), by_unit(below, units)
    kept = below > 0
    above, below = above[kept], below[kept]
    given = refusal(above, below) == ""
    nothing = np.full(given.shape, np.nan)
    if not given.any():
        return nothing[()], nothing[()]
    error, freedom = log_error(above, below)
    half = t_factor(level, freedom) * error
    low, high = around(above.sum(axis=0) / below.sum(), half, share=share)
    return np.where(given, low, nothing)[()], np.where(given, high, nothing)[()]


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
    if not 0 <= successes <= trials:
        raise UnresError(f"found {successes} of {trials}, expected from 0 to all of the trials")
    if not trials:
        return float("nan"), float("nan")
    return score(successes / trials, trials, level)
