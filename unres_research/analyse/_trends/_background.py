"""The ground against which a term moves: how many resolutions, how long, how voted, how firm."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse import intervals
from unres_research.analyse._grouping import PARTS, part_of
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._rates import (
    FEW_SERIES,
    MIN_UNITS,
    NOTHING,
    OF_ALL,
    UNEVEN,
    alike,
    by_unit,
    refusal,
    score,
    uneven,
)
from unres_research.analyse._scale import ACTS
from unres_research.analyse._series import unit_of
from unres_research.analyse._speech_acts import OTHERS, speech_acts
from unres_research.analyse._trends._cells import Time, times_of
from unres_research.analyse._trends._coverage import coverage_of
from unres_research.analyse._trends._sentences import of_background
from unres_research.corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ["measure", "time", "value", "low", "high", "unit", "of", "series", "complete",
            "coverage", "same_date", "enough", "reason"]  # fmt: skip
_NO_SCALE = "the built-in scale of openers is in English; give one of your own"
_EXACT = "exact, a number of what is there"
_NAN = float("nan")
_COMMON = 0.03  # share of the operative paragraphs that an opener must have to be shown

# measure, value, low, high, what it is in, what it is of, series, why there is no interval
Row = tuple[str, float, float, float, str, int, int, str]


def background(
    corpus: Corpus,
    *,
    by: str = "session",
    where: Any = None,
    until: str | None = None,
    scale: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Tell how resolutions themselves changed: number, votes, length, openers, firmness.

    A term may rise because texts grow, because a committee adopts more of them, or because the
    Assembly speaks in another way: this is what to look at beside `trends`.

    Parameters
    ----------
    corpus : Corpus
    by : {"session", "year", "quarter", "month"}
        Time of adoption.
    where : optional
        Only some resolutions, as for `trends`.
    until : str, optional
        Month and day, as "06-04": only what sessions adopted until that day.
    scale : path, optional
        Scale of the openers, as for `speech_acts`; the built-in one is in English.

    Returns
    -------
    pandas.DataFrame
        One row a measure and time: `measure`, `session` (or what `by` says), `value`, `low` and
        `high` (95 per cent), `unit`, `of` (how many the value rests on), `series`, `complete` and
        `coverage` (see `sessions`; of parts of years NaN), `same_date` (by session, where the
        data set ends within one: the value of what each session adopted until that day of its
        year; else NaN), `enough`: False where there is no interval; `reason`: "" or why. `attrs`:
        `last_date`, `until`, the day of `same_date` or "", `caption` and `summary`, a sentence on
        the length of resolutions where two times can be compared.

        Measures: "resolutions" (their number, exact and without an interval); "recorded
        votes" (share of those of which it is known how they were adopted); "words", "words of
        the preamble", "words of the operative part", each as the "mean" and the "median" of a
        resolution; "preambular paragraphs" and "operative paragraphs" (mean); "words of an
        operative paragraph" (mean, without its sub-paragraphs); shares of operative paragraphs
        whose opener is a "directive", a "decision" and so on, or "unknown" (see `speech_acts`);
        the same of each opener that 3 per cent of all have, as "opener: calls upon";
        "firmness" (mean level of directives that are not for the Secretariat).

    Raises
    ------
    UnresError
        As for `trends`, and when the scale cannot be read.

    Notes
    -----
    Intervals have the series as units: `intervals.ratio` for means and shares of paragraphs;
    Wilson's score interval for the share of votes, for so many trials as there are series, fewer
    where some series have more resolutions than others (Kish's effective size);
    for a median the quantiles at the ends of the interval of the share of resolutions that are
    not longer (Woodruff). As in `trends` they are about what could have come up otherwise, and
    two that overlap are no test. Words are those of the body, annexes left out.

    A session that is not over is not set beside whole ones: what is adopted late differs, budgets
    in December and reviews in summer. Compare `same_date`.

    References
    ----------
    Kish (1965), Survey Sampling: samples of unequal clusters. Woodruff (1952), Confidence
    intervals for medians and other position measures, Journal of the American Statistical
    Association 47.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> table = background(example_corpus())
    >>> table.query("measure == 'words, mean'").set_index("session")["value"].to_dict()
    {77: 11.0, 78: 11.0}
    >>> table.query("measure == 'decision'")["value"].tolist()
    [1.0, 1.0]
    """
    import pandas as pd

    check_corpus(corpus)
    times = times_of(corpus, by, until, where)
    told = _Told(corpus, scale)
    rows = _table(told, times)
    day = _same_day(corpus, by, until, times)
    cut = times_of(corpus, by, day, where) if day else ()
    same = {(row["measure"], row["time"]): row["value"] for row in _table(told, cut)}
    held = coverage_of(corpus) if by == "session" else {}
    for row in rows:
        row["same_date"] = same.get((row["measure"], row["time"]), np.nan)
        row["coverage"] = held.get(row["time"], {}).get("coverage", np.nan)
    table = pd.DataFrame(rows, columns=_COLUMNS)
    order = {name: k for k, name in enumerate(dict.fromkeys(row["measure"] for row in rows))}
    table = table.sort_values("measure", key=lambda c: c.map(order), kind="stable")
    table = table.rename(columns={"time": by}).reset_index(drop=True)
    table.attrs = {"last_date": corpus.last_date, "until": day or ""}
    table.attrs |= of_background(table, by)
    return table


def _same_day(corpus: Corpus, by: str, until: str | None, times: tuple[Time, ...]) -> str | None:
    """Day to which all sessions are compared: the last one, when the last session is not over."""
    if by != "session" or until is not None or times[-1].complete:
        return None
    return corpus.last_date[5:]


class _Told:
    """What is counted of resolutions, once for all times."""

    def __init__(self, corpus: Corpus, scale: str | PathLike[str] | None) -> None:
        self.corpus, self.units = corpus, unit_of(corpus)
        body, part = corpus.body(), part_of(corpus)
        table = corpus.paragraphs
        at = corpus.resolutions.index.get_indexer(table["symbol"])
        words, n = table["words"].to_numpy(), len(corpus)

        def summed(rows: np.ndarray, values: np.ndarray) -> np.ndarray:
            return np.bincount(at[rows], values[rows], n)

        kind, ones = table["kind"].to_numpy(), np.ones(len(table))
        self.lengths = {"words": summed(body, words)}
        for name, shown in zip(PARTS, ("preamble", "operative part"), strict=True):
            self.lengths[f"words of the {shown}"] = summed(body & (part == name), words)
        self.paragraphs = {
            f"{name} paragraphs": summed(kind == name, ones) for name in ("preambular", "operative")
        }
        self.of_operative = summed(kind == "operative", words)
        operative = self.paragraphs["operative paragraphs"]
        self.openers, self.untold = _openers(corpus, scale, operative)

    def rows(self, time: Time) -> Iterator[Row]:
        """All measures of a time."""
        rows = time.rows
        n, series = len(rows), len(np.unique(self.units[rows]))
        yield "resolutions", n, _NAN, _NAN, "resolutions", n, series, _EXACT
        yield self._votes(rows)
        for name, words in self.lengths.items():
            yield self._ratio(f"{name}, mean", words, np.ones(len(words)), rows, "words")
            yield self._median(f"{name}, median", words, rows)
        for name, held in self.paragraphs.items():
            yield self._ratio(name, held, np.ones(len(held)), rows, "paragraphs")
        held = self.paragraphs["operative paragraphs"]
        yield self._ratio("words of an operative paragraph", self.of_operative, held, rows, "words")
        for name, (above, below, unit) in self.openers.items():
            found = self._ratio(name, above, below, rows, unit)
            yield (*found[:7], self.untold or found[7])

    def _votes(self, rows: np.ndarray) -> Row:
        adoption = self.corpus.resolutions["adoption"].iloc[rows]
        known = adoption.notna().to_numpy()
        units, n = self.units[rows[known]], int(known.sum())
        series = len(np.unique(units))
        share = float((adoption == "recorded vote").sum() / n) if n else _NAN
        low, high = score(share, alike(units)) if series >= MIN_UNITS else (_NAN, _NAN)
        reason = "" if series >= MIN_UNITS else (FEW_SERIES if n else NOTHING)
        return "recorded votes", share, low, high, "share of resolutions", n, series, reason

    def _ratio(
        self, name: str, above: np.ndarray, below: np.ndarray, rows: np.ndarray, unit: str
    ) -> Row:
        """A ratio of sums with its interval, or why there is none."""
        rows = rows[below[rows] > 0]
        some, all_, units = above[rows], below[rows], self.units[rows]
        parts = by_unit(some, units), by_unit(all_, units)
        reason = str(refusal(*parts)) or (UNEVEN if uneven(*parts) else "")
        low, high = intervals.ratio(some, all_, units=units, share=unit.startswith("share"))
        value = float(some.sum() / all_.sum()) if len(rows) else _NAN
        reason = reason or (OF_ALL if low != low else "")
        ends = (_NAN, _NAN) if reason else (float(low), float(high))
        return name, value, *ends, unit, int(all_.sum()), len(parts[0]), reason

    def _median(self, name: str, words: np.ndarray, rows: np.ndarray) -> Row:
        held = words[rows]
        value = float(np.median(held)) if len(held) else _NAN
        within, ones = (words <= value).astype(float), np.ones(len(words))
        *_, of, series, reason = self._ratio(name, within, ones, rows, "share")
        ends = (_NAN, _NAN) if reason else median_ends(held, self.units[rows])
        return name, value, *ends, "words", of, series, reason


def _openers(
    corpus: Corpus, scale: str | PathLike[str] | None, operative: np.ndarray
) -> tuple[dict[str, tuple[np.ndarray, np.ndarray, str]], str]:
    """Numerator, denominator and unit of acts, openers and firmness; or why there are none."""
    unit, n = "share of operative paragraphs", len(corpus)
    foreign = corpus.language != "en" and scale is None
    if foreign or not operative.any():
        nothing = np.zeros(n)
        units = {name: unit for name in (*ACTS, "unknown")} | {"firmness": "level"}
        told = {name: (nothing, nothing, shown) for name, shown in units.items()}
        return told, _NO_SCALE if foreign else NOTHING
    index = corpus.resolutions.index
    table = speech_acts(corpus, {"": index[operative > 0]}, scale=scale).to_frame()
    at = index.get_indexer(table["unit"])

    def held(rows: pd.Series) -> np.ndarray:
        return np.bincount(at, rows.to_numpy(), n)

    found = {act: (held(table["act"] == act), operative, unit) for act in ACTS}
    found["unknown"] = held(table["act"] == ""), operative, unit
    shares = table["phrase"][table["phrase"] != ""].value_counts() / len(table)
    for phrase in shares.index[shares >= _COMMON]:
        found[f"opener: {phrase}"] = held(table["phrase"] == phrase), operative, unit
    told = (table["addressee"] == OTHERS) & table["level"].notna()
    found["firmness"] = held(table["level"].where(told, 0)), held(told), "level"
    return found, ""


def median_ends(values: np.ndarray, units: np.ndarray) -> tuple[float, float]:
    """Ends of an interval of a median: quantiles at those of the share that is not greater."""
    within = (values <= np.median(values)).astype(float)
    shares = intervals.ratio(within, np.ones(len(values)), units=units, share=True)
    if np.isnan(shares).any():
        return _NAN, _NAN
    low, high = np.quantile(values, shares)
    return float(low), float(high)


def _table(told: _Told, times: tuple[Time, ...]) -> list[dict[str, Any]]:
    names = ("measure", "value", "low", "high", "unit", "of", "series", "reason")
    return [
        {**dict(zip(names, row, strict=True)), "time": time.name, "complete": time.complete,
         "enough": row[2] == row[2]}
        for time in times
        for row in told.rows(time)
    ]  # fmt: skip
