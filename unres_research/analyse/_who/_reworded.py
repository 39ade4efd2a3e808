"""Did a text gain or lose votes when it was reworded? Pairs of a text and its predecessor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research._inputs import as_list, check_known, check_seed, check_whole
from unres_research._parallel import each
from unres_research._progress import doing
from unres_research.analyse import intervals
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._rates import MIN_SUM, MIN_UNITS
from unres_research.analyse._runs import resolution_runs
from unres_research.analyse._series import unit_of
from unres_research.analyse._who._facts import facts
from unres_research.analyse._who._rolls import KINDS, cells_of
from unres_research.analyse._who._states import everyone, members_of
from unres_research.analyse.lineages import predecessors
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_TALLIES = ("in_favour", "against", "abstaining")
_BANDS = (0.0, 0.1, 0.25, 1.0)  # ends of shares of new wording
_BAND_NAMES = ("under 10 %", "10 to 25 %", "25 % and more")
_SUPPORT = {"no": -1.0, "abstain": 0.0, "yes": 1.0}
_VOTE, _CONSENSUS = "recorded vote", "without a vote"
_NO_MEMBER = "no member"
_ENOUGH_SERIES = 10  # for a rank correlation
_TURNED = (
    "Texts of which the way of adoption changed (turned), by way before and share of new wording "
    "(band); share: of the pairs; low and high: 95% interval by series."
)
_TURNS = (
    "Texts that came to a vote, or back to consensus; new: share of the wording that the text "
    "before has not; votes in favour, against, abstaining."
)
_BY_WORDING = (
    "Votes that moved, towards yes (gained) or towards no (lost), by share of new wording (band); "
    "States: votes of all that voted on both texts of a pair; share: of these; low and high: 95% "
    "interval by series."
)
_DRAWS = (200, 100_000)
_AT_ONCE = 500  # draws of a task
_MEASURES = {
    "moved_share": "States that changed their vote (share of those that voted both times)",
    "net": "gain less loss (share of States that voted both times)",
    "in_favour_change": "change of the share in favour (of those voting)",
}


@dataclass(frozen=True, eq=False, repr=False)
class Reworded:
    """Texts beside those that they renew: new wording, and how the votes changed; see `reworded`.

    Attributes
    ----------
    corpus : Corpus
    pairs : pandas.DataFrame
        One row a resolution with a predecessor of which both adoptions are known: `symbol`,
        `predecessor`, `session`, `gap` (sessions), `title`, `committee`, `series` (symbol of its
        first member), `new` (share of the text's runs of six words that its predecessor has not),
        `dropped` (share of the predecessor's runs that it has not), `adoption_before`,
        `adoption`; `in_favour_before`, `in_favour`, and so for `against` and `abstaining`
        (tallies); `in_favour_change` (change of the share in favour of those who voted or
        abstained). Of pairs with both roll calls in lists that agree with their tallies:
        `voted_both` (States), `gained` (that moved towards yes), `lost` (towards no),
        `moved_share`, `net` (gained less lost, by those that voted both times); else missing, and
        `why` says why.
    changes : pandas.DataFrame
        One row a State and pair of which the vote changed, absence too: `symbol`, `predecessor`,
        `iso3`, `state`, `before`, `after` ("yes", "no", "abstain", "absent", which is in no list;
        "unknown" where the lists do not agree with the tallies).

    Examples
    --------
    See `reworded`.
    """

    corpus: Corpus
    pairs: pd.DataFrame
    changes: pd.DataFrame

    @cached_property
    def voted(self) -> pd.DataFrame:
        """Pairs in which both texts were put to a vote and all lists agree with the tallies."""
        return self.pairs[self.pairs["voted_both"].notna()].reset_index(drop=True)

    def turned(self) -> pd.DataFrame:
        """Texts that came to a vote after consensus, or returned to consensus.

        See `Reworded`.

        Returns
        -------
        pandas.DataFrame
            One row a band of new wording ("under 10 %", "10 to 25 %", "25 % and more") and way of
            adoption before: `before`, `band`, `pairs`, `series`, `turned` (pairs in which the way
            of adoption changed), `share`, `low`, `high` (95 per cent interval by series, NaN
            where there is too little), `reason`.
        """
        import pandas as pd

        rows = []
        for before in (_CONSENSUS, _VOTE):
            some = self.pairs[self.pairs["adoption_before"] == before]
            for band, part in _banded(some):
                told = (part["adoption"] != before).to_numpy(float)
                rows.append({"before": before, "band": band} | _shared(told, part, "turned"))
        table = pd.DataFrame(rows)
        table.attrs["caption"] = _TURNED
        return table

    def turns(self, symbols: str | Iterable[str] | None = None) -> pd.DataFrame:
        """List the texts that came to a vote after consensus, or returned to consensus.

        See `Reworded`.

        Parameters
        ----------
        symbols : str or iterable of str, optional
            Only these, of the data set.

        Returns
        -------
        pandas.DataFrame
            Rows of `pairs` with another way of adoption than the predecessor's.
        """
        table = self.pairs[self.pairs["adoption"] != self.pairs["adoption_before"]]
        if symbols is not None:
            wanted = as_list(symbols, "symbols")
            check_known(wanted, self.corpus.resolutions.index.tolist(), "resolutions")
            table = table[table["symbol"].isin(wanted)]
        table = table.reset_index(drop=True)
        table.attrs = {"caption": _TURNS, "reason": "none of them changed its way of adoption"}
        return table

    def by_wording(self) -> pd.DataFrame:
        """How many States changed their vote, by how much of the text is new.

        See `Reworded`.

        Returns
        -------
        pandas.DataFrame
            One row a band of new wording and what is counted (`measure`: "moved", "gained" or
            "lost"): `band`, `pairs`, `series`, `States` (votes of States that voted both times),
            `share` (of these), `low`, `high` (95 per cent, by series), `reason`.
        """
        import pandas as pd

        table = self.voted.assign(moved=self.voted["gained"] + self.voted["lost"])
        rows = []
        for measure in ("moved", "gained", "lost"):
            for band, part in _banded(table):
                found = _shared(
                    part[measure].to_numpy(float), part, measure, part["voted_both"].to_numpy(float)
                )
                row = {"measure": measure, "band": band, "pairs": found["pairs"]}
                row |= {"series": found["series"], "States": int(part["voted_both"].sum())}
                rows.append(row | {k: found[k] for k in ("share", "low", "high", "reason")})
        made = pd.DataFrame(rows)
        made.attrs["caption"] = _BY_WORDING
        return made

    def association(self, *, n_resamples: int = 2_000, random_state: int = 0) -> pd.DataFrame:
        """Rank correlation of new wording with the change of votes, with an interval by series.

        See `Reworded`.

        Parameters
        ----------
        n_resamples : int
            How many times series are drawn with replacement, 200 to 100,000.
        random_state : int

        Returns
        -------
        pandas.DataFrame
            One row a measure: `measure`, `said` (what it is), `rho` (Spearman's, from -1 to 1;
            above 0: the more is new, the more of it), `low`, `high` (95 per cent), `pairs`,
            `series`, `reason`. Everything is NaN with fewer than ten series that differ.

        Notes
        -----
        An association, not an effect. The words, the matter that is voted on, and the year change
        together: a text is reworded because of what happened, and States vote on what happened,
        too. Nothing here holds these apart.
        """
        import pandas as pd

        check_whole(n_resamples, "n_resamples", *_DRAWS)
        check_seed(random_state)
        rows = [
            {"measure": name, "said": said}
            | _correlated(self.voted, name, n_resamples, random_state)
            for name, said in _MEASURES.items()
        ]
        return pd.DataFrame(rows)

    def summary(self) -> tuple[str, ...]:
        """Say in sentences how many texts were voted on again, and how wording and votes go.

        See `Reworded`; the figures are those of `association()`.

        Returns
        -------
        tuple of str
        """
        series = self.voted["series"].nunique()
        turned = self.turns()["adoption"].value_counts()
        told = self.association().set_index("measure")
        parts = [
            f"{said}: {_correlation(told.loc[name])}"
            for name, said in (
                ("moved_share", "with the share of States that changed their vote"),
                ("net", "with votes gained less votes lost"),
            )
        ]
        return (
            f"Texts beside those that they renew: {len(self.pairs):,}; both put to a vote: "
            f"{len(self.voted):,}, in {series:,} series; from consensus to a vote: "
            f"{turned.get(_VOTE, 0):,}, back to consensus: {turned.get(_CONSENSUS, 0):,}.",
            f"Rank correlation of new wording {'; '.join(parts)}. An association, no effect.",
        )

    def states(self) -> pd.DataFrame:
        """How often each State changed its vote when a text was renewed.

        See `Reworded`.

        Returns
        -------
        pandas.DataFrame
            One row a State that changed any: `iso3`, `state`, `gained` (pairs in which it moved
            towards yes), `lost` (towards no), `of` (pairs in `voted`); most changes first. Changes
            from and to absence are not counted.
        """
        table = self.changes[self.changes["symbol"].isin(self.voted["symbol"])]
        after, before = (table[name].map(_SUPPORT).astype(float) for name in ("after", "before"))
        step = after - before
        table = table.assign(gained=step > 0, lost=step < 0)[step.notna()]
        found = table.groupby(["iso3", "state"])[["gained", "lost"]].sum().astype(int).reset_index()
        found["of"] = len(self.voted)
        order = (found["gained"] + found["lost"]).sort_values(ascending=False, kind="stable")
        return found.loc[order.index].reset_index(drop=True)

    def __repr__(self) -> str:
        """Count the pairs and the turns."""
        turned = (self.pairs["adoption"] != self.pairs["adoption_before"]).sum()
        return (
            f"<Reworded: {len(self.pairs):,} texts beside those that they renew; both put to a "
            f"vote: {len(self.voted):,}; from consensus to a vote or back: {turned:,}>"
        )

    def _repr_html_(self) -> str:
        """Show the counts, and the pairs that changed most."""
        columns = ["symbol", "predecessor", "title", "new", "in_favour_before", "in_favour"]
        columns += [
            "against_before",
            "against",
            "abstaining_before",
            "abstaining",
            "gained",
            "lost",
        ]
        order = self.voted["net"].abs().sort_values(ascending=False, kind="stable").index
        about = f"{repr(self)[1:-1]}. Those with the greatest net change of votes:"
        caution = "What is voted on and the year change with the words: no cause is shown."
        table = shown.table(self.voted.loc[order, columns].head(8).reset_index(drop=True))
        return shown.block(shown.said(about), table, shown.said(caution))


def reworded(corpus: Corpus, *, back: int = 3) -> Reworded:
    """Set every text beside the one that it renews: new wording, and how the votes changed.

    Parameters
    ----------
    corpus : Corpus
        With its tables of votes.
    back : int
        Sessions to look back on for a text of another title, as for `lineages.predecessors`.

    Returns
    -------
    Reworded

    Raises
    ------
    UnresError
        When no resolution has a predecessor of which both adoptions are known, or the data set
        has no tables of votes.

    Notes
    -----
    Descriptive. What is voted on, the political year and the words change together, so that a
    vote lost beside a new paragraph is not lost by it. Texts that were given up, or defeated, are
    not in the data; votes on single paragraphs, where disputes over words show best, are not
    either.

    Examples
    --------
    The invented texts renew nothing.

    >>> from unres_research.corpus import example_corpus
    >>> reworded(example_corpus())
    Traceback (most recent call last):
    ...
    unres_research.errors.UnresError: found no resolution that renews an earlier one ...
    """
    check_corpus(corpus)
    pairs = _pairs(corpus, back)
    if pairs.empty:
        raise UnresError(
            "found no resolution that renews an earlier one with both ways of adoption known, "
            "expected at least one: a data set of several sessions with their metadata"
        )
    with doing("setting votes of renewals side by side"):
        cast = _cast(corpus, [*pairs["symbol"], *pairs["predecessor"]])
        changes = _changes(corpus, pairs, cast)
        return Reworded(corpus, _with_moves(corpus, pairs, cast), changes)


def _pairs(corpus: Corpus, back: int) -> pd.DataFrame:
    """Texts and their predecessors, with wording and tallies."""
    found = predecessors(corpus, back=back)
    found = found[found["predecessor"].notna()].reset_index()
    about, known = corpus.resolutions, facts(corpus)
    table = found[["symbol", "predecessor", "session", "gap"]].copy()
    for name in ("title", "committee"):
        table[name] = about[name].reindex(table["symbol"]).to_numpy()
    units = unit_of(corpus)
    first = about.index.to_numpy()[np.unique(units, return_index=True)[1]]
    table["series"] = first[units[about.index.get_indexer(table["symbol"])]]
    table["new"], table["dropped"] = _wording(corpus, table)
    for end, column in (("_before", "predecessor"), ("", "symbol")):
        rows = known.reindex(table[column])
        table[f"adoption{end}"] = rows["adoption"].to_numpy()
        for name in _TALLIES:
            table[f"{name}{end}"] = rows[name].array
    ways = (_VOTE, _CONSENSUS)
    kept = table["adoption"].isin(ways) & table["adoption_before"].isin(ways) & table["new"].notna()
    table = table[kept].reset_index(drop=True)
    shares = [
        table[f"in_favour{end}"].astype("Float64") / sum(table[f"{n}{end}"] for n in _TALLIES)
        for end in ("_before", "")
    ]
    table["in_favour_change"] = (shares[1] - shares[0]).astype("float64")
    return table


def _wording(corpus: Corpus, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Share of a text's runs that the other has not, for the later and for the earlier text."""
    runs = resolution_runs(corpus).astype(np.int32)
    rows = [corpus.resolutions.index.get_indexer(table[c]) for c in ("symbol", "predecessor")]
    sizes = np.diff(runs.indptr)
    later, earlier = (runs[row] for row in rows)
    shared = np.asarray(later.multiply(earlier).sum(axis=1)).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        new, dropped = (1 - shared / sizes[row] for row in rows)
    return new, dropped


def _cast(corpus: Corpus, wanted: list[str]) -> pd.DataFrame:
    """Vote of every State (ISO code) in each roll call; what is no vote is absent or unknown."""
    import pandas as pd

    votes = corpus.votes
    days = corpus.resolutions.loc[corpus.resolutions.index.isin(wanted), "adopted_on"]
    rolls = days[days.index.isin(votes["symbol"])].rename_axis("symbol").reset_index()
    agrees = corpus.roll_calls["agrees"].reindex(rolls["symbol"]).fillna(False)
    rolls["agrees"] = agrees.to_numpy(dtype=bool)
    listed = everyone(members_of(), votes)[0]
    listed = listed[listed["iso3"].isin(votes["iso3"].dropna())]
    said = np.array([*KINDS, _NO_MEMBER], dtype=object)  # NO_MEMBER, -1, is the last
    cells = said[cells_of(corpus, listed, rolls)]
    return pd.DataFrame(cells.T, index=rolls["symbol"], columns=listed["iso3"])


def _both(pairs: pd.DataFrame, cast: pd.DataFrame) -> pd.DataFrame:
    """Pairs with lists of both roll calls."""
    kept = pairs["symbol"].isin(cast.index) & pairs["predecessor"].isin(cast.index)
    return pairs[kept]


def _changes(corpus: Corpus, pairs: pd.DataFrame, cast: pd.DataFrame) -> pd.DataFrame:
    """One row a State and pair in which what it did changed."""
    import pandas as pd

    both = _both(pairs, cast)
    before = cast.reindex(both["predecessor"]).to_numpy(object)
    after = cast.reindex(both["symbol"]).to_numpy(object)
    apart = (before != after) & (before != _NO_MEMBER) & (after != _NO_MEMBER)
    row, column = np.nonzero(apart)
    codes = cast.columns.to_numpy(object)[column]
    names = corpus.votes.drop_duplicates("iso3").set_index("iso3")["state"]
    return pd.DataFrame(
        {
            "symbol": both["symbol"].to_numpy()[row],
            "predecessor": both["predecessor"].to_numpy()[row],
            "iso3": codes,
            "state": names.reindex(codes).to_numpy(),
            "before": before[row, column],
            "after": after[row, column],
        }
    )


def _with_moves(corpus: Corpus, pairs: pd.DataFrame, cast: pd.DataFrame) -> pd.DataFrame:
    """Count the States that moved in pairs of which all lists agree with their tallies."""
    import pandas as pd

    agrees = corpus.roll_calls["agrees"]
    sound = set(agrees.index[agrees.astype(bool)])
    both = _both(pairs, cast)
    both = both[both["symbol"].isin(sound) & both["predecessor"].isin(sound)]
    before, after = (
        cast.reindex(both[c]).map(_SUPPORT.get).to_numpy(float) for c in ("predecessor", "symbol")
    )
    step = after - before
    counts = {
        "voted_both": (~np.isnan(step)).sum(axis=1),
        "gained": (step > 0).sum(axis=1),
        "lost": (step < 0).sum(axis=1),
    }
    table = pairs.join(pd.DataFrame(counts, index=both.index, dtype="Int64"))
    moved, net = table["gained"] + table["lost"], table["gained"] - table["lost"]
    for name, value in (("moved_share", moved), ("net", net)):
        table[name] = (value.astype("Float64") / table["voted_both"]).astype("float64")
    voted = (table["adoption"] == _VOTE) & (table["adoption_before"] == _VOTE)
    doubt = np.where(table["voted_both"].isna(), "lists and tallies disagree, or are missing", "")
    table["why"] = np.where(voted, doubt, "not both put to a vote")
    return table


def _banded(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Rows by how much of the wording is new."""
    place = np.clip(np.searchsorted(_BANDS, table["new"], side="right") - 1, 0, 2)
    return [(name, table[place == k]) for k, name in enumerate(_BAND_NAMES)]


def _shared(
    above: np.ndarray, rows: pd.DataFrame, name: str, below: np.ndarray | None = None
) -> dict[str, Any]:
    """A share with its interval by series."""
    below = np.ones(len(above)) if below is None else below
    units, total = rows["series"].to_numpy(), float(below.sum())
    low, high = float("nan"), float("nan")
    if total:
        numbers = np.unique(units, return_inverse=True)[1]
        low, high = map(float, intervals.ratio(above, below, units=numbers, share=True))
    few = f"fewer than {MIN_UNITS} series, or than {MIN_SUM} in all"
    return {
        "pairs": len(rows),
        "series": len(np.unique(units)),
        name: int(above.sum()),
        "share": float(above.sum() / total) if total else float("nan"),
        "low": low,
        "high": high,
        "reason": few if np.isnan(low) else "",
    }


def _correlated(table: pd.DataFrame, name: str, draws: int, seed: int) -> dict[str, Any]:
    """Spearman's rank correlation with new wording, and the percentiles of series drawn anew."""
    x, y = table["new"].to_numpy(float), table[name].to_numpy(float)
    units = np.unique(table["series"].to_numpy(), return_inverse=True)[1]
    n = int(units.max(initial=-1)) + 1
    found = {"rho": np.nan, "low": np.nan, "high": np.nan, "pairs": len(table), "series": n}
    if n < _ENOUGH_SERIES or not (np.ptp(x) and np.ptp(y)):
        return found | {"reason": f"fewer than {_ENOUGH_SERIES} series, or all alike"}
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(n, np.full(n, 1 / n), size=draws)[:, units]
    parts = (weights[k : k + _AT_ONCE] for k in range(0, draws, _AT_ONCE))
    with doing("drawing series again"):
        drawn = [rho for some in each(_rhos, parts, x, y) for rho in some]
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return found | {"rho": _rho(x, y), "low": float(low), "high": float(high), "reason": ""}


def _correlation(row: pd.Series) -> str:
    if row["reason"]:
        return f"not told ({row['reason']})"
    return f"{row['rho']:.2f} (95% interval by series {row['low']:.2f} to {row['high']:.2f})"


def _rhos(weights: np.ndarray, x: np.ndarray, y: np.ndarray) -> list[float]:
    """Correlations of pairs that are taken so many times each, row by row."""
    return [_rho(np.repeat(x, w), np.repeat(y, w)) for w in weights]


def _rho(x: np.ndarray, y: np.ndarray) -> float:
    from scipy.stats import rankdata

    ranks = [rankdata(v) for v in (x, y)]
    if any(np.ptp(r) == 0 for r in ranks if len(r)) or not len(x):
        return float("nan")
    return float(np.corrcoef(*ranks)[0, 1])
