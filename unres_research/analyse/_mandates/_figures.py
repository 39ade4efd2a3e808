"""Figures of what is asked, by session and by committee, with intervals by series."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse import intervals, lineages
from unres_research.analyse._mandates._ledger import actions_of, own_reports
from unres_research.analyse._rates import by_unit, refusal, uneven
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._background import median_ends
from unres_research.analyse._trends._cells import sessions_of, times_of
from unres_research.analyse._trends._coverage import coverage_of
from unres_research.corpus._corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["measure", "value", "low", "high", "n", "of", "unit", "series", "complete", "coverage",
           "same_date", "enough", "reason"]  # fmt: skip
_NAN = float("nan")
_NEW = 0.1  # share of new wording below which a renewed text is hardly new
_ORDER = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Plenary")
# measure, what is counted, what it is of, unit
_RATIOS = (
    ("reports a resolution asks for", "reports", "one", "reports a resolution"),
    ("resolutions that ask for a report", "asking", "one", "share of resolutions"),
    ("reports with a due date", "due", "reports", "share of reports asked for"),
    ("resolutions with a review clause", "review", "one", "share of resolutions"),
    ("resolutions with new means", "means", "one", "share of resolutions"),
    ("words, mean", "words", "one", "words"),
)
_RENEWED = (
    "yearly renewals with under a tenth new",
    "little",
    "yearly",
    "share of yearly renewals",
)


def by(corpus: Corpus, asked: pd.DataFrame, kept: np.ndarray, group: str) -> pd.DataFrame:
    """One row a measure and session or committee; `kept` are the resolutions that count."""
    import pandas as pd

    held = _Held(corpus, asked)
    rows = list(_rows(held, _groups(corpus, kept, group)))
    day = corpus.last_date[5:] if group == "session" and not _over(corpus) else None
    cut = _groups(corpus, kept, group, day) if day else []
    same = {(row["measure"], row["group"]): row["value"] for row in _rows(held, cut)}
    numbers = coverage_of(corpus) if group == "session" else {}
    for row in rows:
        row["same_date"] = same.get((row["measure"], row["group"]), _NAN)
        row["coverage"] = numbers.get(row["group"], {}).get("coverage", _NAN)
    table = pd.DataFrame(rows, columns=["group", *COLUMNS])
    order = {name: k for k, name in enumerate(dict.fromkeys(table["measure"]))}
    table = table.sort_values("measure", key=lambda c: c.map(order), kind="stable")
    table = table.rename(columns={"group": group}).reset_index(drop=True)
    caption = (
        f"What resolutions ask by {group}; n: what is counted, of: in how many, low and high: 95% "
        "interval by series."
    )
    table.attrs = {"last_date": corpus.last_date, "until": day or "", "caption": caption}
    return table[["measure", group, *COLUMNS[1:]]]


def _over(corpus: Corpus) -> bool:
    return times_of(corpus, "session")[-1].complete


def _groups(
    corpus: Corpus, kept: np.ndarray, group: str, until: str | None = None
) -> list[tuple[Any, np.ndarray, bool]]:
    """Name, resolutions, and whether it is over, of every group."""
    if group == "session":
        every = [(t.name, t.rows[kept[t.rows]], t.complete) for t in times_of(corpus, group, until)]
        return [one for one in every if len(one[1])]
    regular = ~np.isnan(sessions_of(corpus.resolutions, until))
    names = corpus.resolutions["committee"]
    every = [
        (name, np.flatnonzero((names == name).to_numpy() & kept & regular), True)
        for name in sorted(names.dropna().unique(), key=_place)
    ]
    return [one for one in every if len(one[1])]


def _place(committee: str) -> tuple[int, str]:
    """Where a committee stands: by number, the plenary after them, then what else there is."""
    return (_ORDER.index(committee) if committee in _ORDER else len(_ORDER), committee)


class _Held:
    """What is counted of every resolution."""

    def __init__(self, corpus: Corpus, asked: pd.DataFrame) -> None:
        about, n = corpus.resolutions, len(corpus)
        self.units = unit_of(corpus)
        actions = actions_of(corpus)

        def count(table: pd.DataFrame) -> np.ndarray:
            return np.bincount(about.index.get_indexer(table["symbol"]), minlength=n).astype(float)

        reports = own_reports(asked)
        new = actions["resources"].map(lambda some: "additional" in some)
        self.counts = {"one": np.ones(n), "reports": count(reports)}
        self.counts["asking"] = (self.counts["reports"] > 0).astype(float)
        self.counts["due"] = count(reports[reports["due"].notna()])
        self.counts["review"] = (count(actions[actions["review"]]) > 0).astype(float)
        self.counts["means"] = (count(actions[new]) > 0).astype(float)
        self.counts["words"] = about["words"].to_numpy(dtype=float)
        yearly = lineages.predecessors(corpus)["gap"].reindex(about.index).eq(1)
        yearly = yearly.fillna(False).to_numpy(dtype=bool)
        share = lineages.new_wording(corpus, back=1)["share"].reindex(about.index).to_numpy()
        self.counts["yearly"] = (yearly & ~np.isnan(share)).astype(float)
        self.counts["little"] = (yearly & (share < _NEW)).astype(float)


def _rows(held: _Held, groups: list[tuple[Any, np.ndarray, bool]]) -> Iterator[dict[str, Any]]:
    for name, rows, complete in groups:
        for measure, above, below, unit in (*_RATIOS, _RENEWED):
            row = _ratio(held, above, below, unit, rows)
            yield {"measure": measure, "group": name, "complete": complete, **row}
            if measure == "words, mean":
                row = _median(held, rows)
                yield {"measure": "words, median", "group": name, "complete": complete, **row}


def _ratio(held: _Held, above: str, below: str, unit: str, rows: np.ndarray) -> dict[str, Any]:
    """A ratio of sums with its interval, or why there is none."""
    some, all_ = held.counts[above][rows], held.counts[below][rows]
    inside = all_ > 0
    some, all_, units = some[inside], all_[inside], held.units[rows][inside]
    parts = by_unit(some, units), by_unit(all_, units)
    reason = str(refusal(*parts)) or ("a few texts hold most of it" if uneven(*parts) else "")
    low, high = intervals.ratio(some, all_, units=units, share=unit.startswith("share"))
    if not reason and np.isnan(low):
        reason = "true of all, so that nothing varies"
    if reason:
        low = high = _NAN
    return {
        "value": float(some.sum() / all_.sum()) if len(some) else _NAN,
        "low": float(low), "high": float(high), "n": int(some.sum()), "of": int(all_.sum()),
        "unit": unit, "series": len(parts[0]), "enough": not reason, "reason": reason,
    }  # fmt: skip


def _median(held: _Held, rows: np.ndarray) -> dict[str, Any]:
    words, units = held.counts["words"][rows], held.units[rows]
    value, ends = float(np.median(words)), median_ends(words, units)
    within = (words <= value).astype(float)
    parts = by_unit(within, units), by_unit(np.ones(len(words)), units)
    told = not np.isnan(ends).any()
    reason = "" if told else str(refusal(*parts)) or "a few texts hold most of it"
    return {
        "value": value, "low": ends[0], "high": ends[1], "n": int(within.sum()), "of": len(words),
        "unit": "words", "series": len(parts[0]), "enough": told, "reason": reason,
    }  # fmt: skip
