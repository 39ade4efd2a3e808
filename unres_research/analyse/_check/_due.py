"""Reports that are due already: on the same agenda item, and at the same session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse import lineages
from unres_research.analyse._check._descent import Descent, items_of
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

SERIES, ITEM, RELATED, SESSION = "same series", "same item", "item's series", "same session"
WHYS = (SERIES, ITEM, RELATED, SESSION)  # the nearest tie first
COLUMNS = ["report", "why", "symbol", "paragraph", "due", "due_session", "head", "adopted_on",
           "committee", "title"]  # fmt: skip


CAPTION = (
    "Reports of the same addressee that earlier resolutions ask for and that are due already, the "
    "nearest first; report: the paragraph of the text that asks for one; why: what ties the two."
)


def asked_elsewhere(
    corpus: Corpus, date: str | None, left_out: tuple[str, ...]
) -> tuple[pd.DataFrame | None, str]:
    """All requests for reports of a data set that are not younger than a date; or why none."""
    try:
        table = corpus.actions
    except (UnresError, AttributeError) as error:
        return None, str(error)
    if table.empty:
        return None, f"the table of actions of {corpus.path} is empty; build the data set anew"
    about = corpus.resolutions[["session", "adopted_on", "committee", "title"]]
    table = table[table["report"].to_numpy(dtype=bool) & ~table["symbol"].isin(left_out)]
    table = table.join(about, on="symbol")
    if date is not None:
        if not (about["adopted_on"] < np.datetime64(date)).any():
            return None, f"no resolution of the data set was adopted before {date}"
        table = table[table["adopted_on"] < np.datetime64(date)]
    return table, ""


def due_elsewhere(
    reports: pd.DataFrame,
    asked: pd.DataFrame,
    ties: dict[str, str],
    session: int | None,
    date: str | None,
) -> pd.DataFrame:
    """Reports of the same addressee that are still due, one row a report of the text and place.

    `ties` names why a resolution belongs to the text; of others only reports that are due at the
    session of the text's own are listed.
    """
    import pandas as pd

    open_ones = asked[_still_due(asked, session, date)]
    tables = []
    for row in reports.itertuples():
        same = open_ones[open_ones["head"].notna() & (open_ones["head"] == row.head)]
        why = same["symbol"].map(ties)
        if not pd.isna(row.due_session):
            here = (same["due_session"] == row.due_session).fillna(False).to_numpy(dtype=bool)
            why = why.where(why.notna() | ~here, SESSION)
        found = same.assign(why=why, report=row.paragraph)[why.notna()]
        tables.append(found.reindex(columns=COLUMNS))
    empty = pd.DataFrame(columns=COLUMNS)
    return pd.concat(tables, ignore_index=True) if tables else empty


def _still_due(asked: pd.DataFrame, session: int | None, date: str | None) -> np.ndarray:
    """Which are due at the session of a text or later, on or after its day, or at every one.

    Of a text without a session all that are due at one: which of them are over is not known.
    """
    due = asked["due"].astype(object)
    found = (due == "every session").to_numpy(dtype=bool, copy=True)
    at = asked["due_session"].to_numpy(dtype=float, na_value=np.nan)
    found |= at >= (-np.inf if session is None else session)
    days = due.where(due.astype(str).str.match(r"\d{4}"), "")
    if date is not None:  # a month or a year is over when its last day is
        found |= np.array([day != "" and _last(day) >= date for day in days], dtype=bool)
    return found


def _last(day: str) -> str:
    """The last day that a date, a month or a year may mean, so that it can be compared."""
    return f"{day}-99-99"[:10] if len(day) < 7 else f"{day}-99"[:10]


def ties_of(
    record: Resolution,
    corpus: Corpus,
    session: int | None,
    descent: Descent,
    left_out: Iterable[str],
) -> dict[str, str]:
    """Why a resolution belongs to a text: its series, its agenda item, or a series of that.

    Numbers of items change with the session: those of the text hold for its own session, those
    of the resolutions of its series for theirs.
    """
    table, out = corpus.resolutions, frozenset(left_out)
    number = table["session"].to_numpy(dtype=float, na_value=np.nan)
    of_row = dict(zip(table.index, number, strict=True))
    items = {s: frozenset(items_of(list(v))) for s, v in table["agenda_items"].items() if len(v)}
    keys = {(session, item) for item in items_of(list(record.agenda_items))}
    keys |= {(of_row[s], item) for s in descent.series for item in items.get(s, ())}
    same = [s for s in items if any((of_row[s], item) in keys for item in items[s])]
    found: dict[str, str] = {}
    if same:
        names = lineages.series(corpus)
        kin = names.index[names.isin(names[same]).to_numpy()]
        found = dict.fromkeys(kin, RELATED)
    found |= dict.fromkeys(same, ITEM) | dict.fromkeys(descent.series, SERIES)
    return {symbol: why for symbol, why in found.items() if symbol not in out}


def ranked(found: pd.DataFrame, scores: pd.Series) -> pd.DataFrame:
    """Put the nearest first: by tie, then by how near wording and title are, then the youngest."""
    order: Any = found["why"].map({why: k for k, why in enumerate(WHYS)})
    near = found["symbol"].map(scores).astype(float).fillna(0)
    keys = found.assign(_order=order, _near=-near, _day=found["adopted_on"])
    place = {name: k for k, name in enumerate(dict.fromkeys(found["report"]))}
    keys["_report"] = found["report"].map(place)
    by = ["_report", "_order", "_near", "_day", "symbol"]
    kept = keys.sort_values(by, ascending=[True, True, True, False, True], kind="stable")
    kept = kept[COLUMNS].reset_index(drop=True)
    kept.attrs = {"caption": CAPTION, "reason": "none was found"}
    return kept
