"""How terms travel over time: rates and shares, with what they are counted in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_known
from unres_research.analyse import intervals
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._rates import by_unit, log_error, refusal, score
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._cells import Group, Time, coverage, groups_of, times_of
from unres_research.analyse._trends._occurrences import Occurrences, occurrences
from unres_research.analyse._trends._patterns import Terms
from unres_research.corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

UNITS = ("words", "paragraphs", "resolutions", "series", "count")
PER = 10_000
COLUMNS = (
    "count",
    "paragraphs_with",
    "resolutions_with",
    "series_with",
    "words",
    "paragraphs",
    "resolutions",
    "series",
    "value",
    "low",
    "high",
    "unit",
    "complete",
    "enough",
    "reason",
)
_NOTHING = "nothing to count in"
_TOO_UNEVEN = 6.0  # times as many users as users alike; beyond it intervals fail


def trends(
    corpus: Corpus,
    terms: Terms | None = None,
    *,
    by: str = "session",
    unit: str = "words",
    split: Any = None,
    where: Any = None,
    until: str | None = None,
) -> pd.DataFrame:
    """TODO."""
    import pandas as pd

    check_corpus(corpus)
    check_known([unit], UNITS, "units")
    held = occurrences(corpus, terms)
    times, groups = times_of(corpus, by, until, where), groups_of(corpus, split)
    rows = [
        row for group in groups
        for row in _rows(Cells(corpus, held, group, times), held, unit)
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    names = ["term", "time", *(["group"] if split is not None else []), *COLUMNS]
    if by == "session":
        table["coverage"] = table["time"].map(coverage(corpus))
        names.append("coverage")
    order = sorted(range(len(held.names)), key=lambda k: held.names[k])
    table = table.sort_values("place", key=lambda c: c.map(order.index), kind="stable")
    table = table[names].rename(columns={"time": by}).reset_index(drop=True)
    table.attrs = {"unit": unit, "unseen": list(held.unseen), "last_date": corpus.last_date}
    return table


class Cells:
    """What the resolutions of a group hold of every concept, and in what."""

    def __init__(
        self, corpus: Corpus, held: Occurrences, group: Group, times: tuple[Time, ...]
    ) -> None:
        self.group, self.times, self.units = group, times, unit_of(corpus)
        self.counts = group.sums(held.by_wording)
        self.paragraphs = group.sums((held.by_wording > 0).astype(np.int64))
        self.uneven = self._uneven()

    def rows(self, time: Time) -> np.ndarray:
        """Resolutions of a time that have a paragraph in the group."""
        return time.rows[self.group.words[time.rows] > 0]

    def _uneven(self) -> np.ndarray:
        """Concepts of which a few texts hold most over all times, too much for an interval."""
        rows = [self.rows(time) for time in self.times]
        at = np.repeat(np.arange(len(rows)), [len(some) for some in rows])
        every = np.concatenate(rows)
        texts = self.units[every] + at * (self.units.max() + 1)  # a series at a time
        above, below = by_unit(self.counts[every], texts), by_unit(self.group.words[every], texts)
        users = (above > 0).sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return (users > 1) & (users * log_error(above, below)[0] ** 2 >= _TOO_UNEVEN)


def _rows(cells: Cells, held: Occurrences, unit: str) -> Iterator[dict[str, Any]]:
    for time in cells.times:
        rows = cells.rows(time)
        values = _values(cells, rows, unit)
        sums = _sums(cells, rows)
        for k, name in enumerate(held.names):
            reason = held.reason[k] or values["reason"][k]
            told = {key: np.nan if reason and key != "value" else values[key][k]
                    for key in ("value", "low", "high")}  # fmt: skip
            if held.reason[k]:
                told["value"] = np.nan
            yield {
                "place": k, "term": name, "time": time.name, "group": cells.group.name,
                **{key: column[k] for key, column in sums.items()}, **told, "unit": unit,
                "complete": time.complete, "enough": not reason, "reason": reason,
            }  # fmt: skip


def _sums(cells: Cells, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Numerators and denominators of every concept, by the name of their column."""
    n = cells.counts.shape[1]
    above = by_unit(cells.counts[rows], cells.units[rows])
    single = {
        "words": int(cells.group.words[rows].sum()),
        "paragraphs": int(cells.group.paragraphs[rows].sum()),
        "resolutions": len(rows),
        "series": len(above),
    }
    return {
        "count": cells.counts[rows].sum(axis=0),
        "paragraphs_with": cells.paragraphs[rows].sum(axis=0),
        "resolutions_with": (cells.counts[rows] > 0).sum(axis=0),
        "series_with": (above > 0).sum(axis=0),
        **{name: np.full(n, value) for name, value in single.items()},
    }


def _values(cells: Cells, rows: np.ndarray, unit: str) -> dict[str, np.ndarray]:
    """Value of every concept in a unit, its interval, and why there is none."""
    if unit in ("words", "paragraphs"):
        return _of_parts(cells, rows, unit)
    sums = _sums(cells, rows)
    with_term, of = {"series": ("series_with", "series")}.get(
        unit, ("resolutions_with", "resolutions")
    )
    trials, series = sums[of], sums["series"]
    ends = [
        score(a / n, m) if n else (np.nan, np.nan)
        for a, n, m in zip(sums[with_term], trials, series, strict=True)
    ]
    times = trials if unit == "count" else 1
    low, high = np.array(ends).reshape(-1, 2).T * times
    with np.errstate(invalid="ignore", divide="ignore"):
        value = sums[with_term] / trials * times
    reason = np.where(trials > 0, "", _NOTHING)
    return {"value": value, "low": low, "high": high, "reason": reason}


def _of_parts(cells: Cells, rows: np.ndarray, unit: str) -> dict[str, np.ndarray]:
    """Rates in words, shares of paragraphs: parts that cluster in their series."""
    share = unit == "paragraphs"
    above = (cells.paragraphs if share else cells.counts)[rows]
    below = (cells.group.paragraphs if share else cells.group.words)[rows]
    units, per = cells.units[rows], 1 if share else PER
    reason = refusal(by_unit(above, units), by_unit(below, units)).astype(object)
    reason[(reason == "") & cells.uneven] = "a few texts hold most of it"
    low, high = intervals.ratio(above, below, units=units, share=share)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = per * above.sum(axis=0) / below.sum()
    return {"value": value, "low": per * low, "high": per * high, "reason": reason}
