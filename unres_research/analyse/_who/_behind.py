"""Who stands behind the words of a text: sponsors and votes of where they stood before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research import symbols
from unres_research._inputs import check_kind, check_known, check_whole
from unres_research._printable import printable
from unres_research.analyse import intervals
from unres_research.analyse._compare import Comparison, Side
from unres_research.analyse._first_seen import covered
from unres_research.analyse._left_out import adopted_from
from unres_research.analyse._rates import MIN_SUM, MIN_UNITS
from unres_research.analyse._series import unit_of
from unres_research.analyse._who._behind_said import summary
from unres_research.analyse._who._chance import Chance
from unres_research.analyse._who._facts import (
    FACTS,
    LISTED,
    UNKNOWN,
    facts,
    facts_of,
    lists_of,
    own_names,
    rates,
)
from unres_research.corpus._corpus import Corpus
from unres_research.read._states import codes_of, sponsors_in
from unres_research.read._states import states as known_states

if TYPE_CHECKING:
    import pandas as pd

_SIDES = {"earlier sources": "earlier", "later users": "later"}
_REST = "all others"
_CHOICES = ("yes", "no", "abstain")
_UNREAD = "Among the text's sponsors stand names that are neither States nor known groups"


_NO_SPONSOR = "no sponsor"
_CLAUSES = (
    "Each paragraph and the resolution that first held its longest shared run of words: how that "
    "was adopted, whom its list of sponsors names (listed), how many States (sponsors), and how "
    "many of these sponsor the text (common) or its draft (common_draft).",
    "the text has no paragraph",
)
_LISTS = (
    " resolutions that share words with the text, formulaic phrases left out; common_draft: States "
    "on their list that sponsor the draft of the text; expected_draft, low_draft and high_draft: "
    "how many habits of sponsoring alone would put there, and the middle 95 per cent."
)
_SOURCES = (f"Earlier{_LISTS}", "no earlier resolution shares a word that is not formulaic")
_USERS = (f"Later{_LISTS}", "no later resolution shares a word that is not formulaic")
_STATES = (
    "States by the earlier resolutions that share words with the text (sources) and the later ones "
    "(users) that they sponsored, of lists that name States alone (of_sources, of_users); joined: "
    "their part in the text; rate: share of all series that a State sponsored.",
    "no State sponsored any of them",
)
_BETWEEN = (
    "Sponsors of the text (own: of its draft, or all) on the lists of other resolutions that name "
    "States alone (with_list); ratio: States in common, as a multiple of what habits of sponsoring "
    "alone would put there; low and high: 95% interval by series."
)
_POSITIONS = (
    "Positions of States in recorded votes by their part in the text: a quarter, half and three "
    "quarters of them stand below.",
    "no State is known as a sponsor of the text",
)


@dataclass(frozen=True, eq=False, repr=False)
class Behind:
    """Sponsors and votes of the resolutions that a text shares words with; made by `behind`.

    "In common" always means with the text's own sponsors, those that joined later too where they
    are known; `common_draft` means with those of the draft alone.

    Attributes
    ----------
    found : Comparison
    adopted : str or None
        Resolution of the data set that the text is, or was adopted as; it has the full list.
    own : pandas.DataFrame
        Sponsors of the text, States in their own name: `iso3`, `state`, `joined` ("draft", or
        "additional" for those that joined later).
    bodies : str
        Groups and officers among its sponsors, as printed.
    unread : tuple of str
        Sponsors that the text prints and that are neither States nor known groups or officers.
    clauses : pandas.DataFrame
        One row a paragraph of the text: `paragraph`, `words`, `earlier_words` (that stood before,
        in either collection), `run_words` (its longest shared run), `symbol` (the first
        resolution that held that run), `also` (how many more of that day held it), `adopted_on`,
        `collection`, `formulaic`, the columns `adoption`, `in_favour`, `against`, `abstaining`,
        `listed`, `sponsors`, `bodies` as in `sources`, `common`, `common_draft`. Paragraphs
        without a shared run have no symbol.

    Examples
    --------
    See `behind`.
    """

    found: Comparison
    adopted: str | None
    own: pd.DataFrame
    bodies: str
    unread: tuple[str, ...]
    clauses: pd.DataFrame

    @cached_property
    def draft(self) -> frozenset[str]:
        """ISO codes of the States that sponsored the draft."""
        return frozenset(self.own.loc[self.own["joined"] == "draft", "iso3"])

    @cached_property
    def all_own(self) -> frozenset[str]:
        """ISO codes of all States that sponsor the text."""
        return frozenset(self.own["iso3"])

    @cached_property
    def rates(self) -> pd.Series:
        """How often each State sponsors: share of series, the text itself left out."""
        return rates(self.found.corpus, frozenset(self.found.left_out))

    @cached_property
    def _chances(self) -> dict[str, Chance]:
        """States in common by chance with all sponsors of the text, and with those of the draft."""
        own = {"": self.all_own, "_draft": self.draft}
        return {name: Chance(self.rates.to_dict(), states) for name, states in own.items()}

    def sources(self) -> pd.DataFrame:
        """Earlier resolutions that share words with the text, with their sponsors and votes.

        See `Behind`.

        Returns
        -------
        pandas.DataFrame
            One row a resolution with words that are not formulaic, most of them first: `symbol`,
            `adopted_on`, `title`, `committee`, `matched_words`, `substantive_words` (without
            formulaic phrases), `cited`; `adoption` ("without a vote", "recorded vote" or
            "unknown"), `in_favour`, `against`, `abstaining` (tallies), `own_yes`, `own_no`,
            `own_abstain` (of the text's sponsors in the roll call; missing without one), `listed`
            (whom the list of sponsors names: "States", "States and a group", "a group or
            officer", "nobody" or "unknown"), `sponsors` (States in their own name, count),
            `bodies` (groups and officers), `common` (States in common, count), `of` (the text's
            sponsors, count), `jaccard` (common by all of both), `expected`, `low`, `high` (in
            common if only habits of sponsoring mattered: mean and middle 95 per cent; only where
            the list names States alone); `common_draft`, `of_draft`, `expected_draft`,
            `low_draft`, `high_draft`: the same with the sponsors of the draft.

        Notes
        -----
        By chance: each State is on a list as often as on the lists of all other series, and
        independently of the others, given how many the list names. States do not sponsor
        independently but in groups, so a number above `high` is usual and tells little of
        this text; `between` sets the sources beside all other resolutions. A list that names an
        officer, or nobody, does not say that no State stood behind the text.
        """
        return _captioned(self._sides["earlier"], *_SOURCES)

    def users(self) -> pd.DataFrame:
        """Later resolutions that share words with the text. See `Behind`."""
        return _captioned(self._sides["later"], *_USERS)

    @cached_property
    def _sides(self) -> dict[str, pd.DataFrame]:
        return {side.name: self._beside(side) for side in (self.found.earlier, self.found.later)}

    def _beside(self, side: Side) -> pd.DataFrame:
        columns = ["symbol", "adopted_on", "title", "committee", "matched_words"]
        table = side.sources[side.sources["substantive_words"] > 0]
        table = table[[*columns, "substantive_words", "cited"]]
        order = ["substantive_words", "matched_words", "symbol"]
        table = table.sort_values(order, ascending=[False, False, True], ignore_index=True)
        return self._with_sponsors(table)

    def _with_sponsors(self, table: pd.DataFrame) -> pd.DataFrame:
        """Add to rows with a `symbol` of the data set how it was adopted and who sponsored it."""
        corpus = self.found.corpus
        known = facts(corpus).reindex(table["symbol"]).reset_index(drop=True)
        for name in ("adoption", "in_favour", "against", "abstaining"):
            table[name] = known[name].to_numpy() if name == "adoption" else known[name].array
        cast = _cast(corpus, self.all_own).reindex(table["symbol"]).reset_index(drop=True)
        for choice in _CHOICES:
            table[f"own_{choice}"] = cast[choice].array
        for name in ("listed", "sponsors", "bodies"):
            table[name] = known[name].array
        for end, own in (("", self.all_own), ("_draft", self.draft)):
            self._add_common(table, end, own)
        return table

    def _add_common(self, table: pd.DataFrame, end: str, own: frozenset[str]) -> None:
        """Add what the lists have in common with some of the text's sponsors, and by chance."""
        table[f"common{end}"] = common_with(table, own, self.found.corpus)
        table[f"of{end}"] = len(own)
        if not end:
            both = table["sponsors"] + len(own) - table["common"]
            shares = table["common"].astype("Float64") / both.where(both > 0)
            table["jaccard"] = shares.astype("float64")
        alone = (table["listed"] == LISTED[0]) & bool(own)
        sizes = table["sponsors"].where(alone, -1).astype(int)
        chance = [self._chances[end].of(n) for n in sizes]
        for name in ("expected", "low", "high"):
            table[f"{name}{end}"] = [getattr(one, name) for one in chance]

    def states(self) -> pd.DataFrame:
        """Each State's place: its part in the text, in the sources, and in the later users.

        See `Behind`.

        Returns
        -------
        pandas.DataFrame
            One row a State that sponsors the text, a source or a later user: `iso3`, `state`,
            `joined` ("draft", "additional"; missing for others), `sources`, `users` (of those
            whose list names States alone, how many it sponsored; counts), `of_sources`,
            `of_users` (how many those are), `source_words` (substantive words of the text in the
            sources that it sponsored, each word once), `rate` (share of all series that it
            sponsored). Those who sponsored most sources first.
        """
        import pandas as pd

        names = own_names(self.found.corpus).drop_duplicates("iso3").set_index("iso3")["state"]
        joined = self.own.set_index("iso3")["joined"]
        names = pd.concat([names, self.own.set_index("iso3")["state"]])
        names = names[~names.index.duplicated()]
        table = pd.DataFrame({"state": names, "joined": joined.reindex(names.index)})
        for name, rows in (("sources", self.sources()), ("users", self.users())):
            listed = rows.loc[rows["listed"] == LISTED[0], "symbol"]
            counts = pd.Series(
                [s for symbol in listed for s in lists_of(self.found.corpus)[symbol]], dtype=object
            ).value_counts()
            table[name] = counts.reindex(table.index).fillna(0).astype(int)
            table[f"of_{name}"] = len(listed)
        table["source_words"] = self._words_of(table.index)
        table["rate"] = self.rates.reindex(table.index)
        kept = (table["sources"] > 0) | (table["users"] > 0) | table["joined"].notna()
        table = table[kept].rename_axis("iso3").reset_index()
        order = ["sources", "users", "state"]
        table = table.sort_values(order, ascending=[False, False, True], ignore_index=True)
        return _captioned(table, *_STATES)

    def _words_of(self, states: Iterable[str]) -> list[int]:
        """Substantive words of the text in sources that each State sponsored."""
        from unres_research.analyse._compare import _masks

        side, lists = self.found.earlier, lists_of(self.found.corpus)
        substantive = ~np.concatenate([*side.is_formulaic.values(), np.empty(0, dtype=bool)])
        of_state: dict[str, np.ndarray] = {}
        for symbol, mask in _masks(side).items():
            for state in lists.get(symbol, ()):
                held = of_state.get(state)
                of_state[state] = mask if held is None else held | mask
        nothing = np.zeros(len(substantive), dtype=bool)
        return [int((of_state.get(s, nothing) & substantive).sum()) for s in states]

    def between(self, *, min_words: int = 1) -> pd.DataFrame:
        """Sponsors that the text shares with sources and users, beside those of all others.

        See `Behind`.

        Parameters
        ----------
        min_words : int
            Least substantive words that a source or user shares, at least 1.

        Returns
        -------
        pandas.DataFrame
            Two rows, "draft" and "all" of the text's sponsors (`own`), for each of "earlier
            sources", "later users" and "all others" (that share no substantive word with it):
            `own`, `group`, `resolutions`, `recorded_votes`, `with_list` (whose list names
            States alone; what follows is of these), `series`, `sponsors`, `common` (means),
            `share` (of the States on their lists, those that sponsor the text), `expected` (mean
            in common if only habits of sponsoring mattered), `ratio` (common by expected),
            `low`, `high` (95 per cent interval of the ratio, by series), `reason` (why there is
            no interval, else "").

        Notes
        -----
        A ratio other than 1 says something only beside the one of all others: States sponsor
        in groups, whatever the words. Even then it is no evidence that sponsors carried words from
        one text into the next: who sponsors on a subject also writes on it.
        """
        import pandas as pd

        check_whole(min_words, "min_words", 1)
        tables = {}
        for name, side in _SIDES.items():
            table = self._sides[side]
            tables[name] = table[table["substantive_words"] >= min_words]
        tables[_REST] = self._others
        rows = [
            self._summed(own, end, name, table)
            for own, end in (("draft", "_draft"), ("all", ""))
            for name, table in tables.items()
        ]
        return _captioned(pd.DataFrame(rows), _BETWEEN)

    @cached_property
    def _others(self) -> pd.DataFrame:
        """Resolutions that share no substantive word with the text."""
        import pandas as pd

        held = [symbol for table in self._sides.values() for symbol in table["symbol"]]
        rest = self.found.corpus.resolutions.index
        rest = rest[~rest.isin([*held, *self.found.left_out])]
        return self._with_sponsors(pd.DataFrame({"symbol": rest.to_numpy(object)}))

    def _summed(self, own: str, end: str, name: str, table: pd.DataFrame) -> dict[str, Any]:
        corpus, empty = self.found.corpus, float("nan")
        some = table[table[f"expected{end}"].notna()]
        units = unit_of(corpus)[corpus.resolutions.index.get_indexer(some["symbol"])]
        common = some[f"common{end}"].to_numpy(float)
        expected = some[f"expected{end}"].to_numpy(float)
        low, high = intervals.ratio(common, expected, units=units) if len(some) else (empty, empty)
        reason = f"fewer than {MIN_UNITS} series, or than {MIN_SUM} States in common"
        reason = reason if np.isnan(low) else ""
        if not (self.all_own if own == "all" else self.draft):
            reason = "no State is known as a sponsor of the text"
        listed, total = some["sponsors"].sum(), expected.sum()
        return {
            "own": own,
            "group": name,
            "resolutions": len(table),
            "recorded_votes": int((table["adoption"] == "recorded vote").sum()),
            "with_list": len(some),
            "series": len(np.unique(units)),
            "sponsors": listed / len(some) if len(some) else empty,
            "common": common.mean() if len(some) else empty,
            "share": common.sum() / listed if listed else empty,
            "expected": expected.mean() if len(some) else empty,
            "ratio": common.sum() / total if total else empty,
            "low": float(low),
            "high": float(high),
            "reason": reason,
        }

    def positions(self, places: pd.DataFrame) -> pd.DataFrame:
        """Where the text's sponsors stand among all States. See `Behind`.

        Parameters
        ----------
        places : pandas.DataFrame
            Of `Votes.positions`.

        Returns
        -------
        pandas.DataFrame
            One row a part in the text ("draft", "additional", "no sponsor"): `part`, `states`
            (with a position, count), `quarter`, `median`, `three_quarters` (of them stand below
            that position in the first dimension). No row where no State is known as a sponsor.
        """
        import pandas as pd

        check_kind(places, pd.DataFrame, "the positions", "what Votes.positions() returned")
        check_known(["iso3", "x"], list(places), "columns of positions")
        joined = self.own.set_index("iso3")["joined"]
        part = places["iso3"].map(joined).astype(object).fillna(_NO_SPONSOR)
        grouped = places["x"].groupby(part)
        table = pd.DataFrame({"states": grouped.count()})
        for name, share in (("quarter", 0.25), ("median", 0.5), ("three_quarters", 0.75)):
            table[name] = grouped.quantile(share)
        order = [name for name in ("draft", "additional", _NO_SPONSOR) if name in table.index]
        table = table.reindex(order if self.all_own else []).rename_axis("part").reset_index()
        return _captioned(table, *_POSITIONS)

    def summary(self) -> tuple[str, ...]:
        """Say in sentences who sponsors the text, and who sponsored what its words stood in.

        See `Behind`.

        Returns
        -------
        tuple of str
        """
        return tuple(summary(self))

    @property
    def notes(self) -> tuple[str, ...]:
        """What to know before the figures are read."""
        told = []
        if not self.all_own:
            told.append("No State is known as a sponsor of the text, so nothing is in common.")
        elif self.adopted is None:
            told.append("Only the sponsors that the text prints are known, not who joined later.")
        if self.unread:
            told.append(f"{_UNREAD}: {', '.join(self.unread)}.")
        lost = int((self.clauses["collection"] == "selection").sum())
        if lost:
            told.append(
                f"{lost} paragraph{'s have' if lost > 1 else ' has'} the longest run first in the "
                "older selection, which has neither sponsors nor votes."
            )
        return tuple(told)

    def __repr__(self) -> str:
        """Name the text, its sponsors, and how many first sources are known."""
        known = self.clauses["listed"].isin(LISTED[:3]).sum()
        return (
            f"<Behind {printable(self._title, lines=False)}: {len(self.draft)} sponsors of the "
            f"draft, {len(self.all_own)} in all; of {len(self.clauses)} paragraphs {known} first "
            "in a resolution with a list of sponsors>"
        )

    @property
    def _title(self) -> str:
        return self.found.symbol or self.found.record.title or "a text"

    def _repr_html_(self) -> str:
        """Show a row a clause; every string is escaped."""
        columns = [
            "paragraph",
            "earlier_words",
            "words",
            "symbol",
            "also",
            "adopted_on",
            "adoption",
        ]
        columns += ["in_favour", "against", "abstaining", "listed", "sponsors", "common"]
        about = (
            f"{self._title}: {len(self.draft)} States sponsored the draft, {len(self.all_own)} in "
            "all. Each paragraph, the resolution that first held its longest shared run of words, "
            "how that was adopted, and how many of its sponsors the text has too."
        )
        said = [about, *self.notes]
        rows = shown.scrolled(shown.table(self.clauses[columns]), "Paragraphs and their sponsors")
        return shown.block(*map(shown.said, said), rows)


def behind(found: Comparison, *, adopted: str | None = None) -> Behind:
    """Join the words of a text with the sponsors and votes of the resolutions that share them.

    Parameters
    ----------
    found : Comparison
        Of `un.compare(text, corpus)`; the data set needs its tables of sponsors and votes.
    adopted : str, optional
        Resolution that the text was adopted as, for the sponsors that joined later; by default
        the text itself or what the data set's record names.

    Returns
    -------
    Behind

    Raises
    ------
    UnresError
        When the data set has no tables of sponsors and votes, or no such resolution.

    Notes
    -----
    Shared words do not tell that one text was the source of another, and a sponsor of a text
    need not have written it. Lists of sponsors tell who put their name to a draft: one that a
    committee's officer submits after consultations names no State, and the members of a group for
    which one State speaks are not listed. The older selection has no metadata: how its
    resolutions were adopted, and who sponsored them, is unknown here, not nothing.

    Examples
    --------
    The invented text on tuning was put to a vote, and no State is named as its sponsor.

    >>> from unres_research.analyse import compare
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> told = behind(compare(corpus.resolution("A/RES/78/908"), corpus))
    >>> told.clauses[["paragraph", "symbol", "adoption", "listed"]].values.tolist()
    [['OP1', 'A/RES/78/907', 'recorded vote', 'a group or officer']]
    """
    check_kind(found, Comparison, "the comparison", "what un.compare(text, corpus) returned")
    corpus = found.corpus
    symbol = _adopted(found, adopted)
    own, bodies, unread = _own(found, symbol, corpus)
    clauses = _captioned(_clauses(found), *_CLAUSES)
    made = Behind(found, symbol, own, bodies, unread, clauses)
    for name, states in (("common", made.all_own), ("common_draft", made.draft)):
        made.clauses[name] = common_with(made.clauses, states, corpus)
    return made


def _captioned(table: pd.DataFrame, caption: str, reason: str = "") -> pd.DataFrame:
    """A copy that says what it holds, and why it may hold nothing."""
    table = table.copy()
    table.attrs = {"caption": caption, "reason": reason}
    return table


def _adopted(found: Comparison, given: str | None) -> str | None:
    """Resolution of the data set whose list is the text's own."""
    held = found.corpus.resolutions.index
    if given is not None:
        given = symbols.normalise(given)
        check_known([given], held.tolist(), "resolutions of the data set")
        return given
    if found.symbol in held:
        return found.symbol
    return next(iter(adopted_from(found.symbol, found.corpus)), None)


def _own(
    found: Comparison, adopted: str | None, corpus: Corpus
) -> tuple[pd.DataFrame, str, tuple[str, ...]]:
    """Sponsors of the text: States by how they joined, groups and officers, names not read."""
    import pandas as pd

    record = found.record
    lists = {"draft": record.sponsors, "additional": record.additional_sponsors}
    entries = [(joined, e) for joined, e in sponsors_in(lists) if e.kind != "removed"]
    table = corpus.sponsors
    off = table.loc[(table["symbol"] == adopted) & (table["kind"] == "removed"), "name"]
    removed = {code for name in off for code in codes_of(name)}
    states = [
        (entry.iso3, known_states()[entry.iso3].name, joined)
        for joined, entry in entries
        if entry.iso3 and entry.iso3 not in removed and not entry.behalf
    ]
    rest = [entry for _, entry in entries if not entry.iso3 or entry.behalf]
    table = own_names(corpus)
    own = table.loc[table["symbol"] == adopted, ["iso3", "state", "joined"]]
    own = pd.concat([pd.DataFrame(states, columns=list(own)), own], ignore_index=True)
    own = own.astype(object).drop_duplicates("iso3", ignore_index=True)
    own = own.sort_values(["joined", "state"], ascending=[False, True], ignore_index=True)
    bodies = [facts_of(adopted, corpus)["bodies"]]
    bodies = bodies if bodies[0] else [e.behalf or e.name for e in rest if e.kind != "other"]
    return own, "; ".join(bodies), tuple(e.name for e in rest if e.kind == "other")


def _clauses(found: Comparison) -> pd.DataFrame:
    """One row a paragraph: its first source, and how that was adopted."""
    import pandas as pd

    seen = found.first_seen()
    table = seen[["paragraph", "words"]].copy()
    table["earlier_words"] = _words_before(found)
    columns = ["run_words", "symbol", "adopted_on", "collection", "formulaic"]
    table[columns] = seen[columns]
    table.insert(5, "also", _also(found, seen))
    main = found.corpus.collection
    held = table["symbol"].where(table["collection"] == main)
    told = pd.DataFrame([facts_of(symbol, found.corpus) for symbol in held], columns=list(FACTS))
    for name in FACTS:
        counted = name in ("in_favour", "against", "abstaining", "sponsors")
        table[name] = told[name].astype("Int64" if counted else object).array
    nothing = table["symbol"].isna()
    table.loc[nothing, ["adoption", "listed"]] = None
    return table


def _words_before(found: Comparison) -> list[int]:
    """Words of every paragraph that stand in a run of an earlier resolution, old ones too."""
    mask = covered(found.earlier)
    if found.selection is not None:
        mask = mask | covered(found.selection)
    sizes = found.earlier.paragraphs["words"].to_numpy(int)
    reached = np.concatenate([[0], np.cumsum(mask)])
    ends = np.cumsum(sizes)
    return [int(reached[b] - reached[a]) for a, b in zip(ends - sizes, ends, strict=True)]


def _also(found: Comparison, seen: pd.DataFrame) -> list[int]:
    """How many other resolutions of the same day held the same run as the first one."""
    import pandas as pd

    sides = [found.earlier, *([found.selection] if found.selection else [])]
    keys = ["paragraph", "start", "length", "adopted_on"]
    runs = pd.concat([side.runs[[*keys, "symbol"]] for side in sides]).drop_duplicates()
    counts = runs.groupby(keys)["symbol"].nunique().to_dict()
    rows = zip(seen["paragraph"], seen["start"], seen["run_words"], seen["adopted_on"], strict=True)
    return [counts.get(row, 1) - 1 if row[2] else 0 for row in rows]


def common_with(table: pd.DataFrame, own: frozenset[str], corpus: Corpus) -> pd.Series:
    """States that each resolution's list shares with some; missing where none is known."""
    import pandas as pd

    lists = lists_of(corpus)
    known = table["listed"].isin(LISTED[:2]).to_numpy() & bool(own)
    values = [
        len(lists[symbol] & own) if told else pd.NA
        for symbol, told in zip(table["symbol"], known, strict=True)
    ]
    return pd.Series(values, index=table.index, dtype="Int64")


def _cast(corpus: Corpus, own: frozenset[str]) -> pd.DataFrame:
    """How some States voted, in counts by resolution with a roll call, index `symbol`."""
    import pandas as pd

    votes = corpus.votes
    rows = votes[votes["iso3"].isin(own)]
    counts = pd.crosstab(rows["symbol"], rows["vote"])
    index = pd.Index(votes["symbol"].unique(), name="symbol")
    return counts.reindex(index=index, columns=list(_CHOICES), fill_value=0).astype("Int64")


__all__ = ["UNKNOWN", "Behind", "behind"]
