"""Who sponsors together, and how much more often than lists of such lengths would have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse._rates import MIN_UNITS
from unres_research.analyse._who._shares import FEW, log_interval, share_interval, summed

if TYPE_CHECKING:
    import pandas as pd

_AT_ONCE = 1000  # pairs
_ROUNDS = 2000
_TOLERANCE = 1e-6  # of a sum of rows or columns
COLUMNS = ["state", "other", "shared", "state_sponsored", "other_sponsored", "of", "series"]
COLUMNS += ["expected", "ratio", "ratio_low", "ratio_high", "expected_lists", "ratio_lists"]
COLUMNS += ["jaccard", "jaccard_low", "jaccard_high", "reason"]


def chances(signed: np.ndarray) -> np.ndarray:
    """Chance of each State on each list when only its zeal and the lengths of lists are kept.

    The bipartite configuration model of Saracco et al. (2015), the most even chances whose sums
    are those of the rows and the columns: odds are a product, x of the State by y of the list.
    """
    rows, columns = signed.sum(axis=1).astype(float), signed.sum(axis=0).astype(float)
    x = rows / max(np.sqrt(rows.sum()), 1.0)
    y = columns / max(np.sqrt(rows.sum()), 1.0)
    found = np.zeros(signed.shape)
    for _ in range(_ROUNDS):
        x = _solved(rows, x, y)
        y = _solved(columns, y, x)
        odds = np.outer(x, y)
        found = odds / (1 + odds)
        off = np.abs(found.sum(axis=1) - rows).max(initial=0)
        if off <= _TOLERANCE * max(rows.max(initial=1), 1.0):
            break
    return found


def _solved(sums: np.ndarray, own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """One step of the fixed point for one side."""
    below = (other / (1 + np.outer(own, other))).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sums > 0, sums / below, 0.0)


def pairs_table(
    states: np.ndarray, signed: np.ndarray, units: np.ndarray, pairs: np.ndarray, level: float
) -> pd.DataFrame:
    """One row a pair (rows of `signed`, bool) that shares any list; `units` of the lists."""
    import pandas as pd

    usual = chances(signed)
    together = usual @ usual.T
    own = signed.astype(int)
    held = (own @ own.T)[pairs[:, 0], pairs[:, 1]] > 0
    pairs = pairs[held]
    parts = [pairs[k : k + _AT_ONCE] for k in range(0, len(pairs), _AT_ONCE)]
    tables = [_some(states, signed, units, part, together, level) for part in parts]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def _some(
    states: np.ndarray,
    signed: np.ndarray,
    units: np.ndarray,
    pairs: np.ndarray,
    together: np.ndarray,
    level: float,
) -> pd.DataFrame:
    import pandas as pd

    one, two = signed[pairs[:, 0]].T, signed[pairs[:, 1]].T  # lists, pairs
    every = summed(np.ones_like(one), units)
    both, left, right = summed(one & two, units), summed(one, units), summed(two, units)
    either = left + right - both
    n, total = both.sum(axis=0), every.sum(axis=0)
    low, high = share_interval(both, either, level)
    ratio_low, ratio_high = log_interval(_more, [every, both, left, right], level)
    series = (both > 0).sum(axis=0)
    few = series < MIN_UNITS
    usual = together[pairs[:, 0], pairs[:, 1]]
    expected = left.sum(axis=0) * right.sum(axis=0) / total
    return pd.DataFrame(
        {
            "state": states[pairs[:, 0]],
            "other": states[pairs[:, 1]],
            "shared": n.astype(int),
            "state_sponsored": left.sum(axis=0).astype(int),
            "other_sponsored": right.sum(axis=0).astype(int),
            "of": total.astype(int),
            "series": series,
            "expected": expected,
            "ratio": n / expected,
            "ratio_low": np.where(few, np.nan, ratio_low),
            "ratio_high": np.where(few, np.nan, ratio_high),
            "expected_lists": usual,
            "ratio_lists": n / usual,
            "jaccard": n / either.sum(axis=0),
            "jaccard_low": np.where(few, np.nan, low),
            "jaccard_high": np.where(few, np.nan, high),
            "reason": np.where(few, f"shared in {FEW}", ""),
        }
    )


def _more(every: np.ndarray, both: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Shared lists over those expected of two that sign as often, each by itself."""
    return np.asarray(both * every / (left * right))
