"""How often States vote alike: shares of identical votes, and what is more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._rates import MIN_UNITS
from unres_research.analyse._who._rolls import ABSTAIN, NO, YES
from unres_research.analyse._who._shares import FEW, log_interval, share_interval, summed

if TYPE_CHECKING:
    import pandas as pd

_AT_ONCE = 1000  # pairs
COLUMNS = ["state", "other", "roll_calls", "series", "same", "share", "low", "high"]
COLUMNS += ["index", "index_low", "index_high", "pi", "pi_low", "pi_high", "reason"]


def agreement_of(
    states: np.ndarray, cells: np.ndarray, units: np.ndarray, pairs: np.ndarray, level: float
) -> pd.DataFrame:
    """Agreement of pairs (rows of `cells`), one row a pair; `units` are series of the columns."""
    import pandas as pd

    parts = [pairs[k : k + _AT_ONCE] for k in range(0, len(pairs), _AT_ONCE)]
    tables = [_some(states, cells, units, part, level) for part in parts]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def _some(
    states: np.ndarray, cells: np.ndarray, units: np.ndarray, pairs: np.ndarray, level: float
) -> pd.DataFrame:
    import pandas as pd

    one, two = cells[pairs[:, 0]].T, cells[pairs[:, 1]].T  # roll calls, pairs
    voted = (one >= YES) & (one <= NO) & (two >= YES) & (two <= NO)
    apart = np.where(voted, np.abs(one - two) / 2, 0.0)  # 0, 1/2 with one abstention, 1
    both = summed(voted, units)
    same = summed(voted & (one == two), units)
    off = summed(apart, units)
    marks = [summed(voted & (a == k), units) for k in (YES, ABSTAIN, NO) for a in (one, two)]
    sums = [both, off, *(marks[k] + marks[k + 1] for k in (0, 2, 4))]
    n, total = both.sum(axis=0), (both > 0).sum(axis=0)
    low, high = share_interval(same, both, level)
    index_low, index_high = share_interval(both - off, both, level)
    left, right = log_interval(_beyond_chance, sums, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        pi = 1 - _beyond_chance(*(part.sum(axis=0) for part in sums))
        return pd.DataFrame(
            {
                "state": states[pairs[:, 0]],
                "other": states[pairs[:, 1]],
                "roll_calls": n.astype(int),
                "series": total,
                "same": same.sum(axis=0).astype(int),
                "share": same.sum(axis=0) / n,
                "low": low,
                "high": high,
                "index": 1 - off.sum(axis=0) / n,
                "index_low": index_low,
                "index_high": index_high,
                "pi": pi,
                "pi_low": 1 - right,
                "pi_high": 1 - left,
                "reason": _reasons(total, off, left),
            }
        )


def _reasons(total: np.ndarray, off: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Why a pair has no interval: none at all, or none of pi."""
    sides = (off > 0).sum(axis=0)
    told = np.isfinite(left)
    said = np.select(
        [sides == 0, sides == 1], ["never disagree", "disagree in one series"], "undefined"
    )
    return np.where(total < MIN_UNITS, FEW, np.where(told, "", np.char.add("pi: ", said)))


def _beyond_chance(
    both: np.ndarray, off: np.ndarray, yes: np.ndarray, abstain: np.ndarray, no: np.ndarray
) -> np.ndarray:
    """Disagreement seen, over that expected of two that vote as often yes, no, ... as both do."""
    p, q, r = (part / (2 * both) for part in (yes, abstain, no))
    expected = p * q + q * r + 2 * p * r
    return np.asarray(off / both / expected)


def pairs_of(n: int, chosen: list[int]) -> np.ndarray:
    """Pairs of rows: all pairs of the chosen ones; of one with all others; of all."""
    rows = chosen or list(range(n))
    if len(rows) == 1:
        return np.array([(rows[0], k) for k in range(n) if k != rows[0]]).reshape(-1, 2)
    found = [(a, b) for k, a in enumerate(rows) for b in rows[k + 1 :]]
    return np.array(found).reshape(-1, 2)


def compared(
    states: np.ndarray,
    cells: np.ndarray,
    units: np.ndarray,
    pairs: np.ndarray,
    groups: list[tuple[Any, np.ndarray]],
    *,
    name: str,
    level: float,
) -> pd.DataFrame:
    """Agreement of pairs in each group of roll calls; pairs that never voted both are left out."""
    import pandas as pd

    tables = []
    for group, columns in groups:
        table = agreement_of(states, cells[:, columns], units[columns], pairs, level)
        table = table[table["roll_calls"] > 0]
        if group is not None:
            table.insert(0, name, group)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
