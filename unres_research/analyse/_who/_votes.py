"""Who voted how: roll calls of a data set, agreement and positions of States."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research._inputs import (
    as_list,
    check_known,
    check_level,
    check_seed,
    check_share,
    check_whole,
)
from unres_research.analyse._who._agreement import compared, pairs_of
from unres_research.analyse._who._chosen import groups_of, resolutions_of
from unres_research.analyse._who._positions import SAID, frame_of, place
from unres_research.analyse._who._rolls import KINDS, NO_MEMBER, VOTES, cells_of, rolls_of
from unres_research.analyse._who._states import COLUMNS, States, everyone, members_of
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 6  # States in a notebook
_CALLS = (
    "Recorded votes: States in favour, against and abstaining, counted from the lists; absent "
    "where the lists agree with the tallies."
)
_CAUTION = "Votes on adopted texts alone; no cause of anything, and absence is no vote."
_COUNTED = ("yes", "no", "abstain", "absent", "unknown")
_NUMBERS = (1.0, 0.0, -1.0, np.nan, np.nan)  # of KINDS


@dataclass(frozen=True, eq=False, repr=False)
class Votes:
    """Recorded votes of States on adopted resolutions; made by `votes`.

    Attributes
    ----------
    corpus : Corpus
    resolutions : pandas.DataFrame
        Those that meet all filters, whether or not there was a vote: `symbol`, `adopted_on`,
        `session` ("78", "ES-10"), `committee`, `title`, `series` (number), `subjects`,
        `adoption`.
    roll_calls : pandas.DataFrame
        One row a roll call: the same columns, and `yes`, `no`, `abstain` (States, counted from
        the lists), `absent` (Member States in no list; NaN where the lists disagree with the
        tallies), `agrees` (whether they agree), `why` (not).
    states : pandas.DataFrame
        One row a State: `state`, `iso3`, `m49`.
    cells : numpy.ndarray
        Shape (states, roll calls): 0 yes, 1 abstain, 2 no, 3 absent, 4 unknown, -1 no member.
    table : pandas.DataFrame
        The same, tidy, one row a State and roll call: `symbol`, `adopted_on`, `session`, `state`,
        `iso3`, `vote`.

    Notes
    -----
    "absent" is a Member State in none of the three lists, where these agree with the tallies that
    were announced: it took no part, for whatever reason. Where they disagree, nobody can tell a
    State that took no part from one that was left out of a list: "unknown". Both are no
    abstentions. A State that was no Member yet has no row.

    Most resolutions are adopted without a vote, and drafts that were not adopted have none in the
    data: votes are about what was contested and still adopted.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = votes(example_corpus(), states=["FJI", "JPN", "KEN", "Norway"])
    >>> found
    <Votes of 4 States in 8 roll calls (of 16 resolutions), 2024-05-01 to 2024-05-08>
    >>> found.matrix().iloc[:, 3:5].values.tolist()
    [['yes', 'yes'], ['abstain', 'abstain'], ['yes', 'no'], ['absent', 'absent']]
    >>> found.record("Kenya")["vote"].value_counts().to_dict()
    {'yes': 4, 'no': 4}
    >>> found.beside("Fiji", 404)["same"].tolist()
    [True, True, True, True, False, False, False, False]
    """

    corpus: Corpus
    resolutions: pd.DataFrame
    roll_calls: pd.DataFrame
    states: pd.DataFrame
    cells: np.ndarray
    names: States

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a State and roll call."""
        import pandas as pd

        columns, rows = np.nonzero(self.cells.T != NO_MEMBER)
        calls, states = self.roll_calls.iloc[columns], self.states.iloc[rows]
        parts = [calls[["symbol", "adopted_on", "session"]], states[["state", "iso3"]]]
        table = pd.concat([part.reset_index(drop=True) for part in parts], axis=1)
        return table.assign(vote=np.array(KINDS, dtype=object)[self.cells[rows, columns]])

    def matrix(self, *, numbers: bool = False) -> pd.DataFrame:
        """Show States beside roll calls.

        Parameters
        ----------
        numbers : bool
            Votes as 1 (yes), 0 (abstention) and -1 (no), NaN for all that is no vote; else the
            words.

        Returns
        -------
        pandas.DataFrame
            Index `state`, a column a symbol: "yes", "no", "abstain", "absent" or "unknown";
            missing (NaN) where the State was no Member.
        """
        import pandas as pd

        kinds = [*(_NUMBERS if numbers else KINDS), np.nan]  # the last one, -1: no member
        values = np.array(kinds, dtype=float if numbers else object)[self.cells]
        index = pd.Index(self.states["state"], name="state")
        return pd.DataFrame(values, index=index, columns=self.roll_calls["symbol"].tolist())

    def among(self, symbols: str | Iterable[str]) -> Votes:
        """Keep the votes on some resolutions; there may be none. See `Votes`.

        Parameters
        ----------
        symbols : str or iterable of str
            Of the `resolutions`, whether or not there was a vote.

        Returns
        -------
        Votes
        """
        wanted = as_list(symbols, "symbols")
        check_known(wanted, self.resolutions["symbol"].tolist(), "resolutions")
        kept, calls = (t["symbol"].isin(wanted) for t in (self.resolutions, self.roll_calls))
        return replace(
            self,
            resolutions=self.resolutions[kept].reset_index(drop=True),
            roll_calls=self.roll_calls[calls].reset_index(drop=True),
            cells=self.cells[:, calls.to_numpy(dtype=bool)],
        )

    def counts(self) -> pd.DataFrame:
        """Count how each State voted. See `Votes`.

        Returns
        -------
        pandas.DataFrame
            One row a State that was a Member at any of the roll calls, those with most votes
            against first: `state`, `iso3`, `yes`, `no`, `abstain`, `absent`, `unknown` (counts).
        """
        table = self.states[["state", "iso3"]].copy()
        for name in _COUNTED:
            table[name] = (self.cells == KINDS.index(name)).sum(axis=1)
        table = table[table[[*_COUNTED]].sum(axis=1) > 0]
        order = ["no", "abstain"]
        table = table.sort_values(order, ascending=False, kind="stable", ignore_index=True)
        caption = "How each State voted, in counts of roll calls; most votes against first."
        table.attrs = {"caption": caption, "reason": "no recorded vote"}
        return table

    def record(self, state: str | int) -> pd.DataFrame:
        """List every vote of a State.

        Parameters
        ----------
        state : str or int
            A name, an ISO 3166 or an M49 code.

        Returns
        -------
        pandas.DataFrame
            One row a roll call while it was a Member: `symbol`, `adopted_on`, `session`,
            `committee`, `title`, `series`, `vote`, and `yes`, `no`, `abstain`, `absent` (States).
        """
        row = self._row(state)
        names = ["symbol", "adopted_on", "session", "committee", "title", "series"]
        table = self.roll_calls[names].assign(vote=self._votes(row))
        table = table.join(self.roll_calls[["yes", "no", "abstain", "absent"]])
        return table[self.cells[row] != NO_MEMBER].reset_index(drop=True)

    def beside(self, state: str | int, other: str | int) -> pd.DataFrame:
        """Set two States beside each other, roll call by roll call.

        Parameters
        ----------
        state, other : str or int
            Names, ISO 3166 or M49 codes.

        Returns
        -------
        pandas.DataFrame
            One row a roll call in which both were Members: `symbol`, `adopted_on`, `session`,
            `committee`, `title`, `series`, `vote` and `other_vote`, `same` (missing unless both
            voted: an absence is no vote).
        """
        one, two = self._row(state), self._row(other)
        names = ["symbol", "adopted_on", "session", "committee", "title", "series"]
        table = self.roll_calls[names].assign(vote=self._votes(one), other_vote=self._votes(two))
        both = table["vote"].isin(VOTES) & table["other_vote"].isin(VOTES)
        table["same"] = (table["vote"] == table["other_vote"]).astype("boolean").where(both)
        here = (self.cells[[one, two]] != NO_MEMBER).all(axis=0)
        return table[here].reset_index(drop=True)

    def agreement(
        self,
        states: str | int | Iterable[str | int] | None = None,
        by: str | Mapping[str, Any] | pd.Series | None = None,
        *,
        level: float = 0.95,
    ) -> pd.DataFrame:
        """Measure how often pairs of States vote alike.

        Parameters
        ----------
        states : str, int or list of them, optional
            Pairs among these; of one State with all others; all pairs by default.
        by : {"session", "committee", "subject"}, dict or pandas.Series, optional
            Groups of roll calls to measure apart, or the group of each symbol (the leading topic
            of a model, say). A roll call has several subjects, and counts in each.
        level : float
            Of the intervals.

        Returns
        -------
        pandas.DataFrame
            One row a pair that ever voted both (and group): `state`, `other`, `roll_calls` (both
            voted), `series` (of these), `same` (identical votes), `share` of identical votes;
            `index`, in which an abstention beside a yes or a no is half an agreement; `pi`, the
            same index beyond what is expected by chance, 1 at most and 0 for chance; each with
            `low` and `high`, NaN with a `reason`: fewer than five series, or, of `pi` alone, no
            disagreement, or all of it in one series. `pi` is NaN where both States always vote
            one and the same way.

        Notes
        -----
        The index is Lijphart's; Signorino and Ritter's S of one dimension without weights is
        2 * index - 1. Where most votes are "yes", any two States agree often: `pi` is Scott's,
        with half weights, 1 - disagreement / disagreement of two States that vote yes, abstain
        and no as often as the pair does (Häge). Absences and what is unknown are left out.

        Resolutions of one series come back each year with nearly the same votes, so intervals
        have the series as their unit: of shares Wilson's with an effective number of trials
        (Korn and Graubard), of pi by the jackknife. They are about other series of the kind;
        of these roll calls themselves the figures are exact.

        References
        ----------
        Lijphart (1963), The analysis of bloc voting in the General Assembly, American Political
        Science Review 57. Signorino & Ritter (1999), Tau-b or not tau-b, International Studies
        Quarterly 43. Häge (2011), Choice or circumstance? Political Analysis 19. Korn & Graubard
        (1998), Confidence intervals for proportions with small expected number of positive
        counts, Survey Methodology 24.

        Examples
        --------
        >>> from unres_research.corpus import example_corpus
        >>> table = votes(example_corpus()).agreement(["Fiji", "Japan", "Kenya"])
        >>> table[["state", "other", "same", "share", "index"]].values.tolist()[:2]
        [['Fiji', 'Japan', 0, 0.0, 0.5], ['Fiji', 'Kenya', 4, 0.5, 0.5]]
        """
        check_level(level)
        chosen = [] if states is None else [self._row(one) for one in self._named(states)]
        pairs = pairs_of(len(self.states), chosen)
        groups = groups_of(self.roll_calls, by)
        name = by if isinstance(by, str) else "group"
        names, units = self.states["state"].to_numpy(), self.roll_calls["series"].to_numpy()
        if len(pairs) == 0:
            raise UnresError("found one State, expected at least two to compare")
        return compared(names, self.cells, units, pairs, groups, name=name, level=level)

    def positions(
        self,
        dimensions: int = 1,
        *,
        anchor: str | int | None = None,
        least: float = 0.025,
        n_boot: int = 200,
        random_state: int = 0,
        level: float = 0.95,
    ) -> pd.DataFrame:
        """Place States so that those who vote alike stand near each other. See `Votes`.

        Parameters
        ----------
        dimensions : {1, 2}
        anchor : str or int, optional
            A State that shall stand above 0 in the first dimension; by default the one with most
            votes against.
        least : float
            Share of the votes, at least, that were not the most frequent one: roll calls in which
            fewer differ are left out.
        n_boot : int
            How often series are drawn anew for the intervals; 0 for none.
        random_state : int
        level : float
            Of the intervals.

        Returns
        -------
        pandas.DataFrame
            One row a State, in the order of `x`: `state`, `iso3`, `x` (mean 0 and standard
            deviation 1 over the States), `x_low`, `x_high`, with two dimensions `y`, ... on the
            same scale; `roll_calls` (contested ones it voted in) and `series` of these;
            `reason`, where a State has too few for a position. `attrs`: `explained` (share of the
            variance of votes, by dimension), `roll_calls`, `series`, `anchor`, `level`, `said` (a
            caution).

        Raises
        ------
        UnresError
            When contested roll calls are of fewer than ten series, for an anchor without a
            position, and for other dimensions.

        Notes
        -----
        Principal components of votes (yes 1, abstention 0, no -1) centred by roll call. Votes of
        States that were absent are filled from the first two components, again and again until
        nothing changes, shrunk by the noise (Josse and Husson). Rows are not centred: whether
        "yes" is on one side or on the other depends on who wrote the text, so that a State's mean
        vote is a part of its position. Scores of States far from the middle are drawn together:
        ranks are firmer than distances. `python -m benchmarks.positions` compares them with
        positions that were planted, and with an item response model.

        Intervals are quantiles of positions from series drawn anew, turned to the positions by an
        orthogonal Procrustes rotation. In the second dimension the State furthest from 0 is above
        it. Positions of different selections of votes have different scales.

        References
        ----------
        Poole (2005), Spatial Models of Parliamentary Voting. Voeten (2000), Clashes in the
        Assembly, International Organization 54. Bailey, Strezhnev & Voeten (2017), Estimating
        dynamic state preferences from United Nations voting data, Journal of Conflict Resolution
        61. Josse & Husson (2012), Handling missing values in exploratory multivariate data
        analysis methods, Journal de la SFdS 153.
        """
        check_whole(dimensions, "dimensions", 1, 2)
        check_whole(n_boot, "n_boot", 0, 10_000)
        check_seed(random_state)
        check_share(least, "least")
        check_level(level)
        found = place(
            self.cells,
            self.roll_calls["series"].to_numpy(),
            dimensions=dimensions,
            least=least,
            n_boot=n_boot,
            random_state=random_state,
            level=level,
            anchor=None if anchor is None else self._row(anchor),
        )
        table, columns = frame_of(found, self.states), found["columns"]
        table.attrs |= {
            "explained": found["explained"],
            "roll_calls": int(columns.sum()),
            "series": int(self.roll_calls["series"][columns].nunique()),
            "anchor": str(self.states["state"].iloc[found["anchor"]]),
            "level": level,
            "said": SAID,
        }
        return table

    def _named(self, given: Any) -> list[str]:
        return self.names.find(given)

    def _row(self, given: Any) -> int:
        name = self.names.one(given)
        at = np.flatnonzero(self.states["state"] == name)
        if not len(at):
            raise UnresError(
                f"found {name}, which is not among the States that were chosen, expected one of "
                f"these {len(self.states):,}; ask un.votes without `states`"
            )
        return int(at[0])

    def _votes(self, row: int) -> np.ndarray:
        return np.array([*KINDS, None], dtype=object)[self.cells[row]]

    def summary(self) -> tuple[str, ...]:
        """Say in a few sentences how much was put to a vote, and with what result. See `Votes`.

        Returns
        -------
        tuple of str
        """
        calls, everything = self.roll_calls, len(self.resolutions)
        without = int((self.resolutions["adoption"] == "without a vote").sum())
        said = [
            f"Recorded votes: {len(calls):,}, in {calls['series'].nunique():,} series; "
            f"{without:,} of {everything:,} resolutions were adopted without a vote."
        ]
        if len(calls):
            yes, no, abstain = (calls[name].median() for name in ("yes", "no", "abstain"))
            said.append(
                f"In the median {yes:,.0f} States were in favour, {no:,.0f} against, and "
                f"{abstain:,.0f} abstained."
            )
        odd = int((~calls["agrees"].astype(bool)).sum())
        if odd:
            said.append(
                f"The lists of {odd:,} disagree with the tallies: a State in no list is unknown "
                "there."
            )
        return tuple(said)

    def __repr__(self) -> str:
        """Name how much there is."""
        days = self.roll_calls["adopted_on"]
        when = f", {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else ""
        return (
            f"<Votes of {len(self.states):,} States in {len(self.roll_calls):,} roll calls "
            f"(of {len(self.resolutions):,} resolutions){when}>"
        )

    def _repr_html_(self) -> str:
        """Show how much there is, and the States that voted against most often."""
        table = self.counts().drop(columns="iso3")
        parts = [shown.said(line) for line in (*self.summary(), _CAUTION)]
        more = f"The {min(_SHOWN, len(table))} States that voted against most often:"
        return shown.block(*parts, shown.said(more), shown.table(table.head(_SHOWN)))


def votes(
    corpus: Corpus,
    *,
    sessions: Any = None,
    committees: Any = None,
    subjects: Any = None,
    symbols: Any = None,
    states: Any = None,
    members: pd.DataFrame | None = None,
) -> Votes:
    """Gather the recorded votes on resolutions of a data set.

    Parameters
    ----------
    corpus : Corpus
    sessions : int, str or list, optional
        78, "ES-10"; with the other filters, only what meets all.
    committees : str or list of str, optional
        "First", "Plenary", ...
    subjects : str or list of str, optional
        UNBIS terms, or words of titles.
    symbols : str or list of str, optional
    states : str, int or list, optional
        Only these States: names, ISO 3166 or M49 codes.
    members : pandas.DataFrame, optional
        Member States: `state`, `iso3`, `m49`, `member_from` (date); by default the list that
        comes with the package.

    Returns
    -------
    Votes

    Raises
    ------
    UnresError
        When a filter is met by nothing, there was no recorded vote on what is left, or nobody
        knows a State (near spellings are named); when the data set holds no votes.

    Notes
    -----
    The resolutions of a data set are those that were adopted. About two thirds of them were
    adopted without a vote, and it is not by chance which: positions and agreement are about the
    others. Votes are on the whole text, as announced; on single paragraphs there are others.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = votes(example_corpus(), sessions=78, subjects="bells")
    >>> found.roll_calls[["symbol", "yes", "no", "abstain", "absent"]].values.tolist()[:1]
    [['A/RES/78/906', 3, 2, 1, 187.0]]
    """
    chosen = {"sessions": sessions, "committees": committees, "subjects": subjects}
    found = resolutions_of(corpus, symbols=symbols, **chosen)
    table, names = everyone(members_of(members), corpus.votes)
    rolls = rolls_of(corpus, found)
    cells = cells_of(corpus, table, rolls)
    absent = (cells == KINDS.index("absent")).sum(axis=0).astype(float)
    rolls["absent"] = np.where(rolls["agrees"], absent, np.nan)
    rolls = rolls[[*(c for c in rolls if c not in ("agrees", "why")), "agrees", "why"]]
    kept = (cells != NO_MEMBER).any(axis=1)
    if states is not None:
        kept &= table["state"].isin(names.find(states)).to_numpy()
        if not kept.any():
            raise UnresError("found none of the States among the Members at the time of the votes")
    chosen_states = table.loc[kept, COLUMNS].reset_index(drop=True)
    rolls.attrs = {"caption": _CALLS, "reason": "no recorded vote"}
    return Votes(corpus, found, rolls, chosen_states, cells[kept], names)
