"""How terms travel over time: rates and shares, with what they are counted in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import check_known
from unres_research.analyse import intervals
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._rates import (
    FEW_SERIES,
    MIN_UNITS,
    NOTHING,
    UNEVEN,
    alike,
    by_unit,
    refusal,
    score,
    uneven,
)
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._cells import Group, Time, groups_of, times_of
from unres_research.analyse._trends._coverage import coverage_of
from unres_research.analyse._trends._occurrences import Occurrences, occurrences
from unres_research.analyse._trends._patterns import Terms
from unres_research.analyse._trends._sentences import of_trends
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
    """Count terms over time, in what they are counted in, with intervals.

    Counted are preambular, operative and sub-paragraphs of regular sessions of the Assembly.

    Parameters
    ----------
    corpus : Corpus
    terms : mapping of str to one or several str, or one or several str, optional
        Names of terms, each with its patterns; or terms of one pattern each; by default
        `lexicon()`. A pattern is a word or a phrase of up to twelve words; ``*`` in a word stands
        for any letters ("climat*"). In Chinese a character is a word.
    by : {"session", "year", "quarter", "month"}
        Time of adoption.
    unit : {"words", "paragraphs", "resolutions", "series", "count"}
        Occurrences in 10,000 words; share of paragraphs, of resolutions or of series that use the
        term (0 to 1); number of resolutions that use it.
    split : optional
        Count in groups: "committee", "agenda_item" (items are numbered anew in every session, so
        that each has the times of its own), "part" (preamble or operative part), "vote",
        "subject", a mapping of symbols to groups, or a `TopicModel` (paragraphs by the topic that
        most of them belongs to).
    where : optional
        Only some resolutions: a subject, symbols, or a mapping such as
        ``{"committee": "First"}``, as `on` of `fit_topics`.
    until : str, optional
        Month and day, as "06-04": only what sessions adopted until that day, so that one that
        is not over can be compared.

    Returns
    -------
    pandas.DataFrame
        One row a term, time and group, named `term`, `session` (or what `by` says) and, with
        `split`, `group`. Numerators: `count` (occurrences), `paragraphs_with`,
        `resolutions_with`, `series_with`. Denominators: `words`, `paragraphs`, `resolutions`,
        `series`. `value` in the `unit`, with `low` and `high` (95 per cent). `complete`: whether
        the data set reaches from the beginning to the end of the time; by session `coverage`: the
        share of the numbers of its resolutions, up to the last, that are there. `enough`: False
        where there is too little for an interval, which is NaN then; `reason`: "" or why ("fewer
        than 10 occurrences", "found in fewer than 5 series"; "fewer than 5 series" in all, of
        resolutions and series; "a few texts hold most of it": over all times the texts that use
        the term are worth less than a sixth of as many texts alike, and simulated intervals hold
        the true rate less than 90 times in 100; "nothing to count in"; "rarer than the data set
        counts, which holds no texts": then there is no value).
        `attrs`: `unit`, `unseen` (forms of one to three words that are too rare to be counted),
        `partly` (patterns with a ``*`` of which the common forms alone are counted, for want of
        texts), `last_date`, `caption` and `summary`: sentences that name the `unseen` and `partly`.

    Raises
    ------
    UnresError
        When the data set knows no word of a term (near ones are named), a pattern stands for too
        many forms, `by`, `unit`, `split` or `where` is not understood, there is no regular
        session, or `until` leaves nothing.

    Notes
    -----
    Counts, rates and shares of a complete session are exact: all its resolutions are here. The
    intervals are about the process behind them, the one that could have brought other series
    before the Assembly; do not read from intervals that overlap, or do not, whether two
    sessions differ: `change` tests that, series by series.

    Intervals have the series as units, for a text that is renewed is nearly the same text. Rates
    in words and shares of paragraphs: `intervals.ratio`. Shares of resolutions, and their number:
    Wilson's score interval for as many trials as the series are worth (Kish's effective number:
    one that has many resolutions counts for less than so many); shares of series: the same,
    series being independent as far as may be.

    Words, and phrases of two and three that are not too rare, are counted in the table of counts;
    longer phrases by the fingerprints of runs of six words, exactly but for collisions of hashes
    (of four and five words some are missed beside words that stand in one paragraph only: in data
    sets of one session in five languages, of 500 phrases two lacked one place); with texts all is
    counted. Forms of one term that share a word ("sea level" and "level rise"
    in "sea level rise") count once. A ``*`` stands for words of two paragraphs and more; of
    phrases with one those count that the data set knows in all parts of three words, which are
    those of five paragraphs and more. How much is missing cannot be known without the texts.

    Examples
    --------
    Three of eight resolutions of session 77, of eleven words each, name whales once.

    >>> from unres_research.corpus import example_corpus
    >>> table = trends(example_corpus(), ["whales"], unit="resolutions")
    >>> table[["session", "count", "words", "resolutions_with", "resolutions"]].values.tolist()
    [[77, 3, 88, 3, 8], [78, 0, 88, 0, 8]]
    >>> table["value"].tolist(), trends(example_corpus(), "whales")["reason"].unique().tolist()
    ([0.375, 0.0], ['fewer than 10 occurrences'])
    """
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
        shares = {session: row["coverage"] for session, row in coverage_of(corpus).items()}
        table["coverage"] = table["time"].map(shares)
        names.append("coverage")
    order = sorted(range(len(held.names)), key=lambda k: held.names[k])
    table = table.sort_values("place", key=lambda c: c.map(order.index), kind="stable")
    if isinstance(split, str) and split == "agenda_item":  # an item is one of a session
        table = table[table["resolutions"] > 0]
    table = table[names].rename(columns={"time": by}).reset_index(drop=True)
    table.attrs = {"unit": unit, "unseen": list(held.unseen), "partly": list(held.partly),
                   "last_date": corpus.last_date}  # fmt: skip
    table.attrs |= of_trends(table, by)
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
        return uneven(above, below)


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
    trials, series = sums[of], len(np.unique(cells.units[rows]))
    worth = series if unit == "series" else alike(cells.units[rows])
    ends = [
        score(a / n, worth) if n else (np.nan, np.nan)
        for a, n in zip(sums[with_term], trials, strict=True)
    ]
    times = trials if unit == "count" else 1
    low, high = np.array(ends).reshape(-1, 2).T * times
    with np.errstate(invalid="ignore", divide="ignore"):
        value = sums[with_term] if unit == "count" else sums[with_term] / trials
    reason = np.where(trials > 0, "" if series >= MIN_UNITS else FEW_SERIES, NOTHING)
    return {"value": value, "low": low, "high": high, "reason": reason}


def _of_parts(cells: Cells, rows: np.ndarray, unit: str) -> dict[str, np.ndarray]:
    """Rates in words, shares of paragraphs: parts that cluster in their series."""
    share = unit == "paragraphs"
    above = (cells.paragraphs if share else cells.counts)[rows]
    below = (cells.group.paragraphs if share else cells.group.words)[rows]
    units, per = cells.units[rows], 1 if share else PER
    reason = refusal(by_unit(above, units), by_unit(below, units)).astype(object)
    reason[(reason == "") & cells.uneven] = UNEVEN
    low, high = intervals.ratio(above, below, units=units, share=share)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = per * above.sum(axis=0) / below.sum()
    return {"value": value, "low": per * low, "high": per * high, "reason": reason}
