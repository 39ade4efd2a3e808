"""How terms, or the words of a text, spread through the Assembly: adoption curves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date as Date
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_day, check_known
from unres_research.analyse._compare import Comparison, compare
from unres_research.analyse._grouping import in_order, keys_of
from unres_research.analyse._groups import check_corpus, symbol_or_none
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._cells import Time, times_of
from unres_research.analyse._trends._occurrences import occurrences
from unres_research.analyse._trends._patterns import Terms
from unres_research.analyse._trends._sentences import ANY, of_adoption
from unres_research.corpus import Corpus
from unres_research.corpus._fingerprints import N
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

WAYS = ("new", "took_up", "kept", "unknown", "dropped")
_SPLITS = ("committee", "vote")
_SHOWN = 8  # words of a passage
_NO_PASSAGE = "no passage of the text stands in later resolutions and in no earlier one"


def adoption(
    corpus: Corpus,
    terms: Terms | Resolution | Comparison | None = None,
    *,
    since: str | Date | None = None,
    by: str = "month",
    split: str | Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Follow how a term spread: who took it up, month by month, and whether in renewed texts.

    Parameters
    ----------
    corpus : Corpus
    terms : mapping of str to one or several str, one or several str, Resolution or Comparison
        As for `trends`; or a text, or what `compare` found for it: then its passages are followed
        that stand in no earlier resolution, are not formulaic, and stand in a later one. The
        resolution that the text became counts as the first with each; a term "any passage" stands
        for all of them.
    since : str or datetime.date, optional
        Symbol of the resolution that introduced the term, or a day, "2024-03-21": what was
        adopted before is not shown. By default each term, in all groups, from its first use.
    by : {"session", "year", "quarter", "month"}
        Time of adoption; regular sessions only.
    split : {"committee", "vote"} or mapping of str, optional
        Follow each group for itself: or groups of your own, by symbol.

    Returns
    -------
    pandas.DataFrame
        One row a term, time and, with `split`, `group`; times in which nothing was adopted are
        there too. Counts of resolutions: `resolutions` (adopted), `with_term` (of them), which
        sums up `new` (of a series that has no earlier text in the data set), `took_up` (the
        series has one, in the last of its sessions without the term), `kept` (with it) and
        `unknown` (of the first session of the data set, where nothing is earlier); and beside
        these `dropped` (without the term, though the last session of its series had it).
        Counted up since the first row: `cumulative` (of `with_term`), `cumulative_new`,
        `cumulative_took_up` (of `new` and `took_up`) and `series` (that have used it).
        `complete`: whether the data set reaches from the beginning to the end of the time.
        `attrs`: `since` (a day, or None), `uncounted` (terms that cannot be counted, with the
        reason; they have no rows), `caption`, `summary` (a sentence a term, without `split`) and
        `reason`: "" or why there is no row, as of a text without such passages.

    Raises
    ------
    UnresError
        As `trends`; when `since` is neither a symbol of the data set nor a day.

    Notes
    -----
    A curve that rises by `took_up` is uptake by texts that were there before; one that rises by
    `new` comes with new subjects; `kept` alone is repetition, and is in `cumulative` but in no
    uptake. Most resolutions are adopted in December: steps are those of the calendar. Series are
    told from titles, wording and citations (`lineages.series`), and a series knows only the data
    set: a text of a subject that the Assembly took up every third session is `new` where the data
    set is short.

    Of a text, a passage counts where a later resolution shares six words and more with it; that
    resolution need not have taken them from this text.

    Examples
    --------
    Whales stand in three of the eight texts of May 2023, all in the first session.

    >>> from unres_research.corpus import example_corpus
    >>> table = adoption(example_corpus(), "whales", by="session")
    >>> table[["session", "resolutions", "with_term", "unknown", "series"]].values.tolist()
    [[77, 8, 3, 3, 3], [78, 8, 0, 0, 3]]
    """
    import pandas as pd

    check_corpus(corpus)
    times = times_of(corpus, by)
    day = None if since is None else _day(corpus, since)
    names, held, reasons = _held(corpus, terms)
    groups = _groups(corpus, split)
    histories = {name: _History(corpus, held[:, k])
                 for k, name in enumerate(names) if not reasons[k]}  # fmt: skip
    rows = [
        row
        for name, history in histories.items()
        for group, inside in groups.items()
        for row in _rows(history, name, group, inside, times, day)
    ]
    table = pd.DataFrame(rows, columns=["term", "time", "group", *_COUNTED, "complete"])
    table = table.drop(columns=["group"] if split is None else []).rename(columns={"time": by})
    uncounted = {name: why for name, why in zip(names, reasons, strict=True) if why}
    table.attrs = {"since": day, "uncounted": uncounted, "reason": ""}
    if not len(table):
        table.attrs["reason"] = "; ".join(dict.fromkeys(uncounted.values())) or (
            "no resolution holds the term" if names else _NO_PASSAGE
        )
    table.attrs |= of_adoption(table, by, split is not None)
    return table


_COUNTED = (
    "resolutions",
    "with_term",
    *WAYS,
    "cumulative",
    "cumulative_new",
    "cumulative_took_up",
    "series",
)


def _day(corpus: Corpus, since: str | Date) -> str:
    """Day of a symbol or a date."""
    symbol = symbol_or_none(since) if isinstance(since, str) else None
    if symbol is not None:
        corpus.rows_of(symbol)  # raises when it is not there
        return str(corpus.resolutions["adopted_on"][symbol].date())
    return as_day(since, "since", "a symbol of the data set or a day")


def _groups(corpus: Corpus, split: str | Mapping[str, Any] | None) -> dict[Any, np.ndarray]:
    """Which resolutions each group has."""
    if split is None:
        return {None: np.ones(len(corpus), dtype=bool)}
    if isinstance(split, str):
        check_known([split], _SPLITS, "groups to split by")
    keys = keys_of(corpus, split).to_numpy()
    names = in_order({name for key in keys for name in key})
    return {name: np.array([name in key for key in keys]) for name in names}


def _held(
    corpus: Corpus, terms: Terms | Resolution | Comparison | None
) -> tuple[list[str], np.ndarray, list[str]]:
    """Names, which resolutions hold each (resolutions x names), why one cannot be counted."""
    if isinstance(terms, Comparison) and terms.corpus is not corpus:
        raise UnresError(
            "found a comparison with another data set, expected one with the data set given: "
            "compare(text, corpus)"
        )
    if isinstance(terms, (Resolution, Comparison)):
        found = terms if isinstance(terms, Comparison) else compare(terms, corpus)
        names, held = _passages(found)
        return names, held, [""] * len(names)
    counted = occurrences(corpus, terms)
    return list(counted.names), counted.by_resolution(corpus) > 0, list(counted.reason)


def _passages(found: Comparison) -> tuple[list[str], np.ndarray]:
    """Passages of a text that only later resolutions carry, and which do, its own among them."""
    rows = found.corpus.resolutions.index
    names, columns = [], []
    sizes = found.later.paragraphs.set_index("paragraph")["words"]
    earlier = dict(iter(found.earlier.runs.groupby("paragraph")))
    for paragraph, runs in found.later.runs.groupby("paragraph", sort=False):
        free = ~found.later.is_formulaic[paragraph]
        for start, length in _spans(earlier.get(paragraph)):
            free[start : start + length] = False
        shared = np.zeros(int(sizes[paragraph]), dtype=bool)
        for start, length in _spans(runs):
            shared[start : start + length] = True
        for start, end in _stretches(shared & free):
            meets = np.minimum(runs["start"] + runs["length"], end) - runs["start"].clip(start)
            names.append(_said(found, str(paragraph), start, end))
            columns.append(rows.isin([*runs["symbol"][meets >= N], *found.left_out]))
    if not names:
        return [], np.zeros((len(rows), 0), dtype=bool)
    held = np.stack(columns, axis=1)
    return [ANY, *names], np.column_stack([held.any(axis=1), held])


def _spans(runs: pd.DataFrame | None) -> Iterator[tuple[int, int]]:
    """Start and length of runs."""
    if runs is not None:
        yield from zip(runs["start"].tolist(), runs["length"].tolist(), strict=True)


def _stretches(inside: np.ndarray) -> Iterator[tuple[int, int]]:
    """Beginning and end of what is inside, six words and longer.

    >>> list(_stretches(np.array([1, 1, 0, 1, 1, 1, 1, 1, 1, 1], dtype=bool)))
    [(3, 10)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inside.astype(np.int8), [0]])))
    for start, end in edges.reshape(-1, 2).tolist():
        if end - start >= N:
            yield start, end


def _said(found: Comparison, paragraph: str, start: int, end: int) -> str:
    """A passage by its paragraph and first words."""
    from unres_research.corpus import body_words

    words = body_words(found.record)[paragraph][start:end]
    more = " …" if len(words) > _SHOWN else ""
    return f"{paragraph}, {start + 1}-{end}: {' '.join(words[:_SHOWN])}{more}"


class _History:
    """How every resolution came to hold a term."""

    def __init__(self, corpus: Corpus, held: np.ndarray) -> None:
        self.held, self.units = held, unit_of(corpus)
        table = corpus.resolutions
        self.days = table["adopted_on"].to_numpy("datetime64[D]")
        self.way = np.full(len(held), "", dtype=object)
        session = table["session"].to_numpy(dtype=float, na_value=np.nan)
        first = np.nanmin(session)
        before: dict[int, tuple[float, bool]] = {}  # last session of a series, whether with it
        for s in np.unique(session[~np.isnan(session)]):
            rows = np.flatnonzero(session == s)
            for k in rows.tolist():
                had = before.get(int(self.units[k]))
                self.way[k] = self._way(k, had, s == first)
            for unit in np.unique(self.units[rows]).tolist():
                of = rows[self.units[rows] == unit]
                before[unit] = (s, bool(held[of].any()))

    def begins(self, rows: np.ndarray, day: str | None) -> bool:
        """Whether these resolutions are of the day or later; without a day, whether one has it."""
        later = self.held if day is None else self.days >= np.datetime64(day)
        return bool(later[rows].any())

    def _way(self, k: int, had: tuple[float, bool] | None, first: bool) -> str:
        """What a resolution is beside the last session of its series."""
        if not self.held[k]:
            return "dropped" if had is not None and had[1] else ""
        if first:
            return "unknown"
        return "new" if had is None else "kept" if had[1] else "took_up"


def _rows(
    history: _History,
    name: str,
    group: Any,
    inside: np.ndarray,
    times: tuple[Time, ...],
    day: str | None,
) -> Iterator[dict[str, Any]]:
    """One row a time, from the day on or from the first use."""
    if day is not None:
        inside = inside & (history.days >= np.datetime64(day))
    counted = {"with_term": 0, "new": 0, "took_up": 0}
    used: set[int] = set()
    begun = False
    for time in times:
        rows = time.rows[inside[time.rows]]
        holders = rows[history.held[rows]]
        begun = begun or history.begins(time.rows, day)
        if not begun:
            continue
        ways = {way: int((history.way[rows] == way).sum()) for way in WAYS}
        counted["with_term"] += len(holders)
        for way in ("new", "took_up"):
            counted[way] += ways[way]
        used.update(history.units[holders].tolist())
        yield {
            "term": name, "time": time.name, "group": group, "resolutions": len(rows),
            "with_term": len(holders), **ways, "cumulative": counted["with_term"],
            "cumulative_new": counted["new"], "cumulative_took_up": counted["took_up"],
            "series": len(used), "complete": time.complete,
        }  # fmt: skip
