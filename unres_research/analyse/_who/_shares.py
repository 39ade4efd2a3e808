"""Shares and ratios that rest on series: intervals of many columns at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from unres_research.analyse._rates import MIN_UNITS, t_factor

FEW = f"fewer than {MIN_UNITS} series"


def summed(values: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Sum rows by their unit, shape (units, columns).

    >>> summed(np.array([[1, 2], [3, 4], [5, 6]]), np.array([7, 3, 7])).tolist()
    [[3.0, 4.0], [6.0, 8.0]]
    """
    from scipy.sparse import csr_array

    names, row = np.unique(units, return_inverse=True)
    ones = (np.ones(len(units)), (row, np.arange(len(units))))
    return np.asarray(csr_array(ones, shape=(len(names), len(units))) @ values.astype(float))


def share_interval(
    above: np.ndarray, below: np.ndarray, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of each share, `above` of `below`, both of shape (units, columns).

    Wilson's, for as many trials as would vary as much as the units do (Korn and Graubard 1998),
    with Student's t. Where fewer than five units are on either side, the variance is
    hardly known, and there are no more trials than units of equal size; NaN below five units.
    """
    used = (below > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = below.sum(axis=0)
        share = above.sum(axis=0) / total
        squares = ((above - share * below) ** 2).sum(axis=0)
        variance = squares * used / (used - 1) / total**2
        alike = total**2 / (below**2).sum(axis=0)
        trials = np.where(variance > 0, share * (1 - share) / variance, alike)
        sides = np.minimum((above > 0).sum(axis=0), (below - above > 0).sum(axis=0))
        trials = np.where(sides < MIN_UNITS, np.minimum(trials, alike), trials)
        factor = t_factor(level, np.maximum(used - 1, 1))
        shrunk = 1 + factor**2 / trials
        middle = (share + factor**2 / (2 * trials)) / shrunk
        half = factor * np.sqrt(share * (1 - share) / trials + factor**2 / (4 * trials**2)) / shrunk
    low, high = np.clip(middle - half, 0, share), np.clip(middle + half, share, 1)
    enough = used >= MIN_UNITS
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def log_interval(
    of: Callable[..., np.ndarray], sums: list[np.ndarray], level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of a positive figure made of sums over units, on the scale of its logarithm.

    `of` makes the figure of one sum for each of `sums` (units, columns); its variance is the
    delete-one jackknife's over units. NaN where it is 0 or undefined, with or without a unit.
    """
    used = (sums[0] > 0).sum(axis=0)
    totals = [part.sum(axis=0) for part in sums]
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.log(of(*totals))
        without = np.log(of(*(total - part for total, part in zip(totals, sums, strict=True))))
        apart = np.where(sums[0] > 0, without - whole, 0.0)  # other units change nothing
        middle = apart.sum(axis=0) / used
        squares = np.where(sums[0] > 0, (apart - middle) ** 2, 0.0).sum(axis=0)
        error = np.sqrt(squares * (used - 1) / used)
        half = t_factor(level, np.maximum(used - 1, 1)) * error
        low, high = np.exp(whole - half), np.exp(whole + half)
    told = (used >= MIN_UNITS) & np.isfinite(half) & np.isfinite(whole)
    return np.where(told, low, np.nan), np.where(told, high, np.nan)
