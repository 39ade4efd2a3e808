"""What a ledger says in short: counts of its tables, and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse import intervals
from unres_research.analyse._check._told import plural
from unres_research.analyse._mandates._fate import FATES
from unres_research.analyse._mandates._recurrence import FEW, ONCE, RHYTHMS

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._mandates._mandates import Mandates

KINDS = ("report", "meeting", "other")
_SAID = {  # measures that are told from session to session, and how
    "reports a resolution asks for": "{:.1f}",
    "resolutions that ask for a report": "{:.0%}",
    "reports with a due date": "{:.0%}",
    "resolutions with a review clause": "{:.0%}",
}


def addressees(asked: pd.DataFrame) -> pd.DataFrame:
    """One row an addressee: what it is asked, those asked for most reports first."""
    import pandas as pd

    table = asked.assign(addressee=asked["head"].fillna("none named"))
    counts = pd.crosstab(table["addressee"], table["what"]).reindex(columns=KINDS, fill_value=0)
    found = pd.DataFrame({"requests": counts.sum(axis=1), "reports": counts["report"]})
    found["meetings"] = counts["meeting"]
    reports = table[table["what"] == "report"].groupby("addressee")
    for name, column in (("resolutions", "symbol"), ("series", "series")):
        found[name] = reports[column].nunique().reindex(found.index).fillna(0).astype(int)
    found["dated"] = reports["due"].agg(lambda due: due.notna().mean()).reindex(found.index)
    found = found.sort_values(["reports", "requests"], ascending=False, kind="stable")
    return found.rename_axis("addressee").rename_axis(columns=None).reset_index()


def rhythms(returns: pd.DataFrame) -> pd.DataFrame:
    """One row a rhythm of `recurrence`: how many have it, and what their texts say."""
    import pandas as pd

    others = sorted(set(returns["in_fact"]) - {*RHYTHMS, ONCE, FEW})
    said = returns["said"].map(len)
    so = [name in names for name, names in zip(returns["in_fact"], returns["said"], strict=True)]
    table = returns.assign(nothing_said=said == 0, said_so=so)
    found = table.groupby("in_fact")[["nothing_said", "said_so"]].sum().astype(int)
    found.insert(0, "requests", returns["in_fact"].value_counts())
    found["said_otherwise"] = found["requests"] - found["nothing_said"] - found["said_so"]
    order = [n for n in (*RHYTHMS[:-1], *others, RHYTHMS[-1], ONCE, FEW) if n in found.index]
    return pd.DataFrame(found.reindex(order).rename_axis("in_fact").reset_index())


def fates(table: pd.DataFrame) -> pd.DataFrame:
    """One row a fate of `fate`: how many requests of each kind have it."""
    import pandas as pd

    counts = pd.crosstab(table["fate"], table["what"])
    counts = counts.reindex(index=FATES[::-1], columns=KINDS, fill_value=0)
    counts.columns = ["reports", "meetings", "others"]
    return counts.rename_axis("fate").reset_index()


def summary(found: Mandates) -> Iterator[str]:
    """Sentences: what is asked, how often it returns, what became of it, what stands twice."""
    yield _asked(found)
    if len(found.table):
        yield _returning(found.recurrence())
        yield _fate(found.fate())
        yield _twice(found.duplicates())
    yield _from_session_to_session(found.by("session"))


def _asked(found: Mandates) -> str:
    days = found.corpus.resolutions.loc[list(found.symbols), "adopted_on"]
    kinds = found.table["what"].value_counts()
    counts = [f"{kinds.get(kind, 0):,}" for kind in KINDS]
    one = len(found.symbols) == 1
    when = f"of {days.min():%Y-%m-%d}" + ("" if one else f" to {days.max():%Y-%m-%d}")
    return (
        f"{plural(len(found.symbols), 'resolution')} {when} "
        f"hold{'s' * one} {plural(len(found.table), 'request')}: {counts[0]} for reports, "
        f"{counts[1]} for meetings and {counts[2]} for something else."
    )


def _returning(returns: pd.DataFrame) -> str:
    if returns.empty:
        return "No report is asked for in a regular session, so that none can return."
    known = returns[~returns["in_fact"].isin([ONCE, FEW])]
    pairs = f"{plural(len(returns), 'pair')} of a series and an addressee asked for reports"
    if known.empty:
        return f"Of {pairs}, none has enough sessions for a rhythm to be told."
    annual = known[known["in_fact"] == RHYTHMS[0]]
    silent = int(annual["said"].map(len).eq(0).sum())
    return (
        f"Of {pairs}, a rhythm can be told of {len(known):,}; every session: {len(annual):,} "
        f"({silent:,} of them without a word on how often). Too few sessions to tell: "
        f"{(returns['in_fact'] == FEW).sum():,}."
    )


def _fate(table: pd.DataFrame) -> str:
    over = table[(table["what"] == "report") & (table["fate"] != "not over")]
    if over.empty:
        return "No text that asks for a report has been renewed so far."
    again = over["fate"].eq("repeated").to_numpy(dtype=float)
    units = np.unique(over["series"].to_numpy(dtype=str), return_inverse=True)[1]
    low, high = intervals.ratio(again, np.ones(len(again)), units=units, share=True)
    within = "" if np.isnan(low) else f", 95% interval by series {low:.0%} to {high:.0%}"
    counts = over["fate"].value_counts()
    gone = int(counts.get("dropped", 0))
    return (
        f"What the next text made of {plural(len(over), 'request')} for reports: repeated "
        f"{int(again.sum()):,} ({again.mean():.0%}{within}), dropped {gone:,} "
        f"({gone / len(over):.0%}), due after another number of sessions "
        f"{counts.get('moved', 0):,}."
    )


def _twice(pairs: pd.DataFrame) -> str:
    said = "share seven tenths of the shorter one's runs of six words, stock phrases left out"
    if pairs.empty:
        return f"No two requests of different series {said}."
    apart = pairs[pairs["texts_share"] < 0.5]
    return (
        f"Pairs of requests of two series that {said}: {len(pairs):,}; in texts with less than "
        f"half in common: {len(apart):,} (both for reports: {apart['both_reports'].sum():,})."
    )


def _from_session_to_session(table: pd.DataFrame) -> str:
    over = (
        table.loc[table["complete"].astype(bool), "session"]
        .drop_duplicates()
        .sort_values()
        .tolist()
    )
    if len(over) < 2:
        return "Fewer than two sessions are over, so that none can be set beside another."
    rows = table.set_index(["measure", "session"])
    parts = [
        f"{measure}: {_value(rows.loc[(measure, over[0])], form)} and "
        f"{_value(rows.loc[(measure, over[-1])], form)}"
        for measure, form in _SAID.items()
    ]
    return (
        f"In sessions {over[0]} and {over[-1]}, the first and the last that is over: "
        f"{'; '.join(parts)} (in brackets 95% intervals by series, which are no test)."
    )


def _value(row: pd.Series, form: str) -> str:
    """A figure with its interval."""
    if np.isnan(row["value"]):
        return "none"
    value = form.format(row["value"])
    if not row["enough"]:
        return f"{value} (no interval)"
    return f"{value} ({form.format(row['low'])} to {form.format(row['high'])})"
