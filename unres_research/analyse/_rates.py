"""Rates of sums over units: what varies between units, and where there is too little to say."""

from __future__ import annotations

from typing import Any

import numpy as np

MIN_UNITS = 5  # that hold any of what is counted
MIN_SUM = 10  # of what is counted
FEW_SERIES = f"fewer than {MIN_UNITS} series"  # all together
NOTHING, UNEVEN = "nothing to count in", "a few texts hold most of it"
OF_ALL = "true of all, so that nothing varies"
TOO_UNEVEN = 6.0  # times as many users as users alike; beyond it intervals fail


def by_unit(values: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Sum rows by their unit, units in their own order.

    >>> by_unit(np.array([1, 2, 4]), np.array([7, 3, 7])).tolist()
    [2.0, 5.0]
    """
    names, row = np.unique(units, return_inverse=True)
    sums = np.zeros((len(names), *values.shape[1:]))
    np.add.at(sums, row, values)
    return sums


def alike(units: np.ndarray) -> float:
    """Number of units of equal size that are worth as much as units of these (Kish); 0 of none.

    >>> alike(np.array([1, 2, 3])), alike(np.array([1, 1, 1, 2])), alike(np.array([], dtype=int))
    (3.0, 1.6, 0.0)
    """
    sizes = np.unique(units, return_counts=True)[1]
    return float(sizes.sum() ** 2 / (sizes**2).sum()) if len(sizes) else 0.0


def refusal(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Why there is no interval, by column: "" where there is one."""
    users, total = (above > 0).sum(axis=0), above.sum(axis=0)
    few = np.where(users < MIN_UNITS, f"found in fewer than {MIN_UNITS} series", "")
    few = np.where(total < MIN_SUM, f"fewer than {MIN_SUM} occurrences", few)
    return few if below.sum() else np.full(few.shape, NOTHING)


def untold(above: np.ndarray, below: np.ndarray, units: np.ndarray, low: Any) -> str:
    """Why one ratio has no interval, of which `low` is the end; "" where it has one.

    >>> untold(np.ones(20), np.ones(20), np.arange(20), np.nan)
    'true of all, so that nothing varies'
    """
    if not np.isnan(low):
        return ""
    return str(refusal(by_unit(above, units), by_unit(below, units))) or OF_ALL


def uneven(above: np.ndarray, below: np.ndarray) -> Any:
    """Whether a few units hold most of what is counted, too much for an interval.

    >>> bool(uneven(np.array([90, 1, 1, 1, 1, 1, 1, 1, 1, 1]), np.full(10, 100)))
    True
    """
    users = (above > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (users > 1) & (users * log_error(above, below)[0] ** 2 >= TOO_UNEVEN)


def log_error(above: np.ndarray, below: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Standard error of the logarithm of the ratio of sums, and its degrees of freedom.

    By linearisation: a unit's part is what it holds less what it would hold at the common
    ratio. The variance rests on as many units as share it; where a burst has most of it, on
    hardly more than one, and then the error is little known. What units hold varies: the
    users are worth fewer users alike, and so many times fewer take as many degrees away.
    """
    n, total = len(above), above.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = above - np.multiply.outer(below, total / below.sum())
        squares = (apart**2).sum(axis=0)
        variance = squares * n / (n - 1)
        behind = squares**2 / (apart**4).sum(axis=0)  # effective number of units
        uneven = (above > 0).sum(axis=0) * variance / total**2
        error = np.sqrt(variance) / total
    return error, degrees(behind, uneven, n)


def degrees(behind: np.ndarray, uneven: np.ndarray | float, n: int) -> np.ndarray:
    """Degrees of freedom of a variance that so many units are behind, from 2 to n - 1."""
    spread = np.nan_to_num(behind, nan=n) - np.maximum(1, np.nan_to_num(uneven))
    return np.clip(spread, 2, n - 1)


def t_factor(level: float, freedom: Any) -> Any:
    from scipy.special import stdtrit

    return stdtrit(freedom, (1 + level) / 2)


def around(rate: np.ndarray, half: np.ndarray, *, share: bool) -> tuple[np.ndarray, np.ndarray]:
    """Ends so far from a rate on the scale of logarithms, or of logits for a share."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if not share:
            return rate * np.exp(-half), rate * np.exp(half)
        odds, half = rate / (1 - rate), half / (1 - rate)
        return 1 / (1 + np.exp(half) / odds), 1 / (1 + np.exp(-half) / odds)


def score(share: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of a share, for so many trials whether or not they are whole."""
    from scipy.special import ndtri

    z = ndtri((1 + level) / 2)
    middle, shrunk = share + z**2 / (2 * trials), 1 + z**2 / trials
    half = z * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    low, high = (middle - half) / shrunk, (middle + half) / shrunk
    return float(min(max(0, low), share)), float(max(min(1, high), share))  # rounding apart


def q_values(p: np.ndarray) -> np.ndarray:
    """Benjamini and Hochberg's adjusted p values, over those there are."""
    from scipy.stats import false_discovery_control

    found, known = np.full(len(p), np.nan), ~np.isnan(p)
    if known.any():
        found[known] = false_discovery_control(p[known])
    return found
