"""Sessions cut at the same day of the year, so that one that is not over can be compared."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING

import numpy as np

from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_LEAP = 2024  # a year with a 29 February


def until_day(table: pd.DataFrame, until: str | None) -> np.ndarray:
    """Tell which rows were adopted in their session until a day, "06-04": the fourth of June.

    >>> import pandas as pd
    >>> days = pd.to_datetime(["2025-12-31", "2026-06-04", "2026-06-05", None])
    >>> table = pd.DataFrame({"session": [80, 80, 80, 80], "adopted_on": days})
    >>> until_day(table, "06-04").tolist(), until_day(table, "10-01").tolist()
    ([True, True, False, False], [False, False, False, False])
    """
    if until is None:
        return np.ones(len(table), dtype=bool)
    found = re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", str(until))
    if not found:
        raise UnresError(f'found until = {until!r}, expected a month and a day, as "06-04"')
    month, day = map(int, found.groups())
    if day > monthrange(_LEAP, month)[1]:
        raise UnresError(f"found until = {until!r}, expected a day that the month has")
    session = table["session"].to_numpy(dtype=float, na_value=np.nan)
    year = 1945 + session + (month < 9)  # sessions begin in September, the first in 1945
    when = table["adopted_on"].dt
    adopted = 10_000 * when.year + 100 * when.month + when.day
    return np.asarray(adopted.to_numpy(dtype=float) <= 10_000 * year + 100 * month + day)
