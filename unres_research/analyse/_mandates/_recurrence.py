"""How often a request for a report returns in fact, whatever it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._mandates._ledger import series_names
from unres_research.corpus._corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["series", "title", "committee", "head", "requests", "said", "due_after", "in_fact",
           "state", "sessions", "series_sessions", "steps", "next_session", "symbols"]  # fmt: skip
_NAMES = {1: "annual", 2: "biennial", 3: "triennial", 4: "quadrennial"}
RHYTHMS, ONCE, FEW = (*_NAMES.values(), "irregular"), "once", "too few"
CAPTION = (
    "Reports that a series asks of one addressee (head, in a short form): how often its texts say "
    "that they come (said), and how often the request returns in fact."
)
_ENOUGH = 3  # sessions that hold a request, for its rhythm to be told
_GONE = 3  # whole sessions without it, after which one request alone is "once"


def recurrence(corpus: Corpus, reports: pd.DataFrame) -> pd.DataFrame:
    """One row a series and addressee that is asked for a report."""
    import pandas as pd

    about = corpus.resolutions
    name = pd.Series(series_names(corpus), index=about.index)
    regular = about["session"].notna()
    held = about["session"][regular].groupby(name[regular]).agg(lambda s: sorted(set(map(int, s))))
    ends = _ends(corpus)
    rows = []
    asked = reports[reports["session"].notna()]
    for (series, head), some in asked.groupby(["series", "head"], sort=False, dropna=False):
        some = some.sort_values(["adopted_on", "symbol"], kind="stable")
        sessions = sorted(set(some["session"].astype(int)))
        last = some.iloc[-1]
        rows.append({
            "series": series, "title": about.loc[last["symbol"], "title"],
            "committee": last["committee"], "head": head if isinstance(head, str) else None,
            "requests": len(some), "said": tuple(dict.fromkeys(some["frequency"].dropna())),
            "due_after": tuple(some["due_after"].dropna().astype(int).unique().tolist()),
            **rhythm(sessions, ends),
            "sessions": tuple(sessions), "series_sessions": tuple(held[series]),
            "symbols": tuple(dict.fromkeys(some["symbol"])),
        })  # fmt: skip
    for row in rows:
        if row["state"] == "missed" and row["series_sessions"][-1] == row["sessions"][-1]:
            row["state"] = "no later text"
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.astype({"next_session": "Int64", "requests": int})
    table.attrs = {"caption": CAPTION, "reason": "no report is asked for in a regular session"}
    return table


def _ends(corpus: Corpus) -> tuple[int, bool]:
    """Last session of the data set, and whether it is over."""
    from unres_research.analyse._trends._cells import times_of

    last = times_of(corpus, "session")[-1]
    return int(last.name), last.complete


def rhythm(sessions: Sequence[int], ends: tuple[int, bool]) -> dict[str, Any]:
    """Tell how often something returns, from the sessions that hold it.

    `ends` are the last session of the data set, and whether it is over.

    >>> rhythm([74, 75, 76], (80, False))["in_fact"], rhythm([75, 77, 79], (80, False))["in_fact"]
    ('annual', 'biennial')
    >>> rhythm([74, 75, 78], (80, True))["in_fact"], rhythm([76, 78], (80, True))["in_fact"]
    ('irregular', 'too few')
    """
    steps = np.diff(sessions).tolist()
    last, over = ends
    whole = last if over else last - 1  # the last session of which all is known
    if len(sessions) >= _ENOUGH:
        same = len(set(steps)) == 1
        in_fact = _NAMES.get(steps[0], f"every {steps[0]} sessions") if same else RHYTHMS[-1]
    elif len(sessions) == 1 and whole - sessions[0] >= _GONE:
        in_fact = ONCE
    else:
        in_fact = FEW
    step = max(steps, default=None)
    due = None if step is None else sessions[-1] + step
    if due is None:
        state = ONCE if in_fact == ONCE else "one request so far"
    else:
        state = "missed" if due <= whole else "not yet due again"
    return {"steps": tuple(steps), "in_fact": in_fact, "state": state, "next_session": due}
