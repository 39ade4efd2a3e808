"""Two times that are compared: a session, or several, before and after."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from unres_research._inputs import as_list, check_known
from unres_research.errors import UnresError

Period: TypeAlias = "int | tuple[int, ...] | list[int] | range"
Periods: TypeAlias = "tuple[Period, Period]"


def said(sessions: tuple[int, ...]) -> str:
    """Sessions in words.

    >>> said((74,)), said((74, 75)), said((74, 76))
    ('session 74', 'sessions 74 to 75', 'sessions 74, 76')
    """
    if len(sessions) == 1:
        return f"session {sessions[0]}"
    if sessions[-1] - sessions[0] == len(sessions) - 1:
        return f"sessions {sessions[0]} to {sessions[-1]}"
    return f"sessions {', '.join(map(str, sessions))}"


def periods_of(inside: np.ndarray, sessions: Periods) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Sessions before and after, in order; `inside`: the session of each row, NaN of others."""
    known = np.unique(inside[~np.isnan(inside)]).astype(int).tolist()
    try:
        sides = [as_list(side, "sessions", (int, np.integer)) for side in sessions]
        before, after = (tuple(sorted(set(map(int, side)))) for side in sides)
    except (TypeError, ValueError):
        raise UnresError(
            f"found sessions = {sessions!r}, expected two, as ({known[0]}, {known[-1]}), or two "
            f"groups of sessions, as (({known[0]},), ({known[-1]},))"
        ) from None
    check_known((*before, *after), known, "sessions")
    if not before or not after:
        raise UnresError("found no session on one side, expected one or several on each")
    twice = sorted(set(before) & set(after))
    if twice:
        raise UnresError(f"found session {twice[0]} twice, expected other sessions on each side")
    return before, after
