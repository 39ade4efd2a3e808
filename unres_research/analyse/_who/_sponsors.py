"""Who submitted which resolutions, alone and together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research._inputs import check_known, check_level, check_whole
from unres_research.analyse._rates import MIN_UNITS
from unres_research.analyse._who._agreement import pairs_of
from unres_research.analyse._who._chosen import groups_of, resolutions_of
from unres_research.analyse._who._pairs import pairs_table
from unres_research.analyse._who._shares import FEW, share_interval, summed
from unres_research.analyse._who._states import COLUMNS, States, everyone, members_of
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

KINDS = ("none", "draft", "additional")
_SHOWN = 6  # States in a notebook
_WEIGHTS = ("shared", "ratio_lists", "jaccard")


@dataclass(frozen=True, eq=False, repr=False)
class Sponsors:
    """Sponsors of adopted resolutions; made by `sponsors`.

    Attributes
    ----------
    corpus : Corpus
    resolutions : pandas.DataFrame
        Those that meet all filters: `symbol`, `adopted_on`, `session` ("78", "ES-10"),
        `committee`, `title`, `series` (number), `subjects`, `adoption`, and `draft` and
        `additional` (States that sponsor it in their own name), `others` (entries that are no
        such State), `listed` (whether a State is among the sponsors).
    states : pandas.DataFrame
        One row a State that was a Member or a sponsor: `state`, `iso3`, `m49`.
    cells : numpy.ndarray
        Shape (states, listed resolutions): 0 none, 1 draft, 2 additional.
    table : pandas.DataFrame
        One row an entry of a list: `symbol`, `adopted_on`, `session`, `committee`, `joined`
        ("draft", or "additional" for those that joined later), `state`, `iso3`, `kind`,
        `behalf`, `own` (a State in its own name), `name` as printed.

    Notes
    -----
    Many resolutions have no State among their sponsors: chairs submit them after consultations,
    committees in their reports. Denominators are the resolutions that have one. A State that
    speaks on behalf of a group (its chair of that year) is no sponsor of its own, and neither are
    the members of the group, whom the lists do not name: see `others`.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = sponsors(example_corpus())
    >>> found
    <Sponsors of 12 resolutions with a State among them (of 16), 5 States>
    >>> found.matrix().loc["Fiji"].value_counts().to_dict()
    {'draft': 8, 'additional': 4}
    >>> found.others()[["kind", "who", "resolutions"]].values.tolist()
    [['group', 'Group of African States', 4], ['officer', 'Chair of the Committee', 4]]
    >>> found.graph(least=4).edges["Fiji", "Peru"]["shared"]
    8
    """

    corpus: Corpus
    resolutions: pd.DataFrame
    states: pd.DataFrame
    cells: np.ndarray
    table: pd.DataFrame
    names: States

    @cached_property
    def listed(self) -> pd.DataFrame:
        """Resolutions with a State among the sponsors, columns of `cells`."""
        return self.resolutions[self.resolutions["listed"]].reset_index(drop=True)

    def matrix(self) -> pd.DataFrame:
        """Show States beside resolutions.

        Returns
        -------
        pandas.DataFrame
            Index `state`, a column a symbol, of listed resolutions: "draft", "additional" or
            "none".
        """
        import pandas as pd

        values = np.array(KINDS, dtype=object)[self.cells]
        index = pd.Index(self.states["state"], name="state")
        return pd.DataFrame(values, index=index, columns=self.listed["symbol"].tolist())

    def counts(
        self,
        by: str | Mapping[str, Any] | pd.Series | None = "session",
        *,
        level: float = 0.95,
    ) -> pd.DataFrame:
        """Count what each State sponsors. See `Sponsors`.

        Parameters
        ----------
        by : {"session", "committee", "subject"}, dict, pandas.Series or None
            Groups of resolutions to count apart, or the group of each symbol; None for all
            together.
        level : float
            Of the intervals.

        Returns
        -------
        pandas.DataFrame
            One row a State (and group) that sponsored anything in the selection: `state`, `iso3`,
            the group (`group`, where you gave them), `draft`, `additional`, `sponsored` (both),
            `of` (listed resolutions), `share`, `low` and `high` (Wilson's interval with series as
            the unit; NaN with a `reason` for fewer than five series).
        """
        import pandas as pd

        check_level(level)
        tables = []
        any_at_all = (self.cells > 0).any(axis=1)
        for group, columns in groups_of(self.listed, by):
            cells = self.cells[any_at_all][:, columns]
            units = self.listed["series"].to_numpy()[columns]
            signed = summed((cells > 0).T, units)
            every = summed(np.ones_like(cells).T, units)
            low, high = share_interval(signed, every, level)
            part = self.states.loc[any_at_all, ["state", "iso3"]].reset_index(drop=True)
            if group is not None:
                part[by if isinstance(by, str) else "group"] = group
            counts = [(cells == k).sum(axis=1) for k in (1, 2)]
            part["draft"], part["additional"] = counts
            part["sponsored"], part["of"] = sum(counts), cells.shape[1]
            part["share"] = part["sponsored"] / cells.shape[1]
            part["low"], part["high"] = low, high
            tables.append(part.assign(reason=FEW if len(every) < MIN_UNITS else ""))
        return pd.concat(tables, ignore_index=True)

    def pairs(
        self,
        states: str | int | Iterable[str | int] | None = None,
        *,
        joined: str | None = None,
        level: float = 0.95,
    ) -> pd.DataFrame:
        """Count which States sponsor together. See `Sponsors`.

        Parameters
        ----------
        states : str, int or list of them, optional
            Pairs among these; of one State with all others; all pairs by default.
        joined : {"draft", "additional"}, optional
            Only sponsors of drafts, or only those that joined later.
        level : float
            Of the intervals.

        Returns
        -------
        pandas.DataFrame
            One row a pair that sponsors anything together: `state`, `other`, `shared`
            (resolutions), `state_sponsored`, `other_sponsored`, `of` (listed ones), `series`
            (of those shared); `expected` of two that sign as often, each by itself, `ratio` of
            shared to expected with `ratio_low` and `ratio_high`; `expected_lists` and
            `ratio_lists`, the same when lists keep their lengths too; `jaccard` (shared, of those
            that either sponsors) with `jaccard_low` and `jaccard_high`. Intervals have series as
            their unit, and are NaN with a `reason` for fewer than five.

        Notes
        -----
        A list of a hundred States holds nearly every pair, so that `ratio` is above 1 for nearly
        all of them; `ratio_lists` is not: it compares with the most even chances under which each
        State signs as often, and each list is as long, as they are (Saracco et al.). Neither says
        that States agreed beforehand, or why.

        References
        ----------
        Saracco, Di Clemente, Gabrielli & Squartini (2015), Randomizing bipartite networks,
        Scientific Reports 5. Fowler (2006), Connecting the Congress: a study of cosponsorship
        networks, Political Analysis 14.
        """
        check_level(level)
        if joined is not None:
            check_known([joined], KINDS[1:], "ways to join")
        signed = self.cells > 0 if joined is None else self.cells == KINDS.index(joined)
        kept = signed.any(axis=0)
        chosen = [] if states is None else [self._row(one) for one in self.names.find(states)]
        pairs = pairs_of(len(self.states), chosen)
        units = self.listed["series"].to_numpy()[kept]
        return pairs_table(self.states["state"].to_numpy(), signed[:, kept], units, pairs, level)

    def graph(
        self,
        states: str | int | Iterable[str | int] | None = None,
        *,
        least: int = 10,
        weight: str = "shared",
        joined: str | None = None,
    ) -> nx.Graph:
        """Make a network of States that sponsor together.

        Parameters
        ----------
        states, joined : as for `pairs`
            As for `pairs`.
        least : int
            Resolutions that two States share, at least, for an edge.
        weight : {"shared", "ratio_lists", "jaccard"}
            What `weight` of an edge is.

        Returns
        -------
        networkx.Graph
            Nodes are names of States with `iso3` and `sponsored`; edges have `weight`, `shared`,
            `ratio_lists` and `jaccard`. States without an edge are left out. For other programs:
            `networkx.write_graphml(graph, "cosponsors.graphml")`.
        """
        import networkx as nx

        check_whole(least, "least", 1)
        check_known([weight], _WEIGHTS, "weights")
        table = self.pairs(states, joined=joined)
        table = table[table["shared"] >= least]
        graph = nx.Graph(least=least, weight=weight)
        codes = dict(zip(self.states["state"], self.states["iso3"], strict=True))
        times = {**dict(zip(table["state"], table["state_sponsored"], strict=True))}
        times |= dict(zip(table["other"], table["other_sponsored"], strict=True))
        for state, n in times.items():
            graph.add_node(state, iso3=str(codes[state]), sponsored=int(n))
        for row in table.itertuples(index=False):
            about = {"shared": int(row.shared), "ratio_lists": float(row.ratio_lists)}
            about["jaccard"] = float(row.jaccard)
            graph.add_edge(row.state, row.other, weight=about[weight], **about)
        return graph

    def others(self) -> pd.DataFrame:
        """Count sponsors that are no State in its own name: groups, officers, organs.

        Returns
        -------
        pandas.DataFrame
            One row each, the most frequent first: `kind` ("group" where a State speaks for one,
            too), `who` (the group or organ, else the name as printed), `resolutions`.
        """
        import pandas as pd

        table = self.table[~self.table["own"] & (self.table["kind"] != "removed")]
        behalf = table["behalf"].notna()
        kind = table["kind"].where(~(behalf & table["state"].notna()), "group")
        who = table["behalf"].where(behalf, table["name"])
        found = pd.DataFrame({"kind": kind, "who": who, "symbol": table["symbol"]})
        counts = found.groupby(["kind", "who"])["symbol"].nunique().rename("resolutions")
        return counts.reset_index().sort_values(
            "resolutions", ascending=False, kind="stable", ignore_index=True
        )

    def _row(self, name: str) -> int:
        return int(np.flatnonzero(self.states["state"] == name)[0])

    def summary(self) -> tuple[str, ...]:
        """Say in sentences how many resolutions have a State as sponsor. See `Sponsors`.

        Returns
        -------
        tuple of str
        """
        n, some = len(self.resolutions), len(self.listed)
        return (
            f"Resolutions with a State among their sponsors: {some:,} of {n:,}, in "
            f"{self.listed['series'].nunique():,} series; chairs, committees and groups submitted "
            "the others, or nothing is known.",
            "To sponsor a text is no cause of its adoption; a group's members are not counted.",
        )

    def __repr__(self) -> str:
        """Name how much there is."""
        return (
            f"<Sponsors of {len(self.listed):,} resolutions with a State among them (of "
            f"{len(self.resolutions):,}), {(self.cells > 0).any(axis=1).sum():,} States>"
        )

    def _repr_html_(self) -> str:
        """Show how much there is, and who sponsored most."""
        table = self.counts(by=None).sort_values("sponsored", ascending=False, kind="stable")
        table = table.drop(columns=["iso3", "reason"]).head(_SHOWN).reset_index(drop=True)
        parts = [shown.said(line) for line in self.summary()]
        return shown.block(*parts, shown.table(table))


def sponsors(
    corpus: Corpus,
    *,
    sessions: Any = None,
    committees: Any = None,
    subjects: Any = None,
    symbols: Any = None,
    members: pd.DataFrame | None = None,
) -> Sponsors:
    """Gather the sponsors of resolutions of a data set.

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
    members : pandas.DataFrame, optional
        Member States: `state`, `iso3`, `m49`, `member_from` (date); by default the list that
        comes with the package.

    Returns
    -------
    Sponsors

    Raises
    ------
    UnresError
        When a filter is met by nothing, or what is left has no State among its sponsors; when the
        data set holds no sponsors.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> table = sponsors(example_corpus()).counts(by=None)
    >>> table[["state", "draft", "additional", "of"]].values.tolist()[:2]
    [['Chad', 0, 4, 12], ['Fiji', 8, 4, 12]]
    """
    chosen = {"sessions": sessions, "committees": committees, "subjects": subjects}
    found = resolutions_of(corpus, symbols=symbols, **chosen)
    table = corpus.sponsors[corpus.sponsors["symbol"].isin(found["symbol"])].copy()
    table["own"] = (table["kind"] == "state") & table["state"].notna() & table["behalf"].isna()
    states, names = everyone(members_of(members), corpus.sponsors)
    cells = _cells(table[table["own"]], states, found)
    found["draft"], found["additional"] = (cells == 1).sum(axis=0), (cells == 2).sum(axis=0)
    outside = table.loc[~table["own"] & (table["kind"] != "removed"), "symbol"].value_counts()
    found["others"] = found["symbol"].map(outside).fillna(0).astype(int)
    found["listed"] = (cells > 0).any(axis=0)
    if not found["listed"].any():
        raise UnresError(
            f"found no State among the sponsors of the {len(found):,} resolutions that meet all "
            "filters, expected at least one; leave out a filter"
        )
    names_of = ["symbol", "adopted_on", "session", "committee"]
    table = table.merge(found[names_of], on="symbol")
    kept = [*names_of, "joined", "state", "iso3", "kind", "behalf", "own", "name"]
    listed = cells[:, found["listed"].to_numpy()]
    return Sponsors(corpus, found, states[COLUMNS], listed, table[kept], names)


def _cells(own: pd.DataFrame, states: pd.DataFrame, found: pd.DataFrame) -> np.ndarray:
    """How each State stands to each resolution: a row of `KINDS`; one in both lists: draft."""
    import pandas as pd

    cells = np.zeros((len(states), len(found)), dtype=np.int8)
    rows = pd.Index(states["state"]).get_indexer(own["state"])
    columns = pd.Index(found["symbol"]).get_indexer(own["symbol"])
    for kind in ("additional", "draft"):
        some = (own["joined"] == kind).to_numpy()
        cells[rows[some], columns[some]] = KINDS.index(kind)
    return cells
