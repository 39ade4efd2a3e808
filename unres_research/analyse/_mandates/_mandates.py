"""The ledger of requests of a data set, and the questions that it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research._inputs import as_list, check_kind, check_known, check_whole
from unres_research._progress import doing
from unres_research.analyse._check._check import Check
from unres_research.analyse._mandates import _summary as summaries
from unres_research.analyse._mandates._duplicates import CAPTION, duplicates
from unres_research.analyse._mandates._fate import fate
from unres_research.analyse._mandates._figures import by
from unres_research.analyse._mandates._ledger import own_reports, requests_of
from unres_research.analyse._mandates._near import alike, nearest_to
from unres_research.analyse._mandates._recurrence import recurrence
from unres_research.analyse._who._chosen import resolutions_of
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_BY = ("session", "committee")
_MIN_SHARE = 0.7  # of the runs of a request, for a pair
_SHOWN = 8  # addressees in a notebook


@dataclass(frozen=True, eq=False, repr=False)
class Mandates:
    """Requests of a data set: who is asked for what, by when; made by `mandates`.

    Attributes
    ----------
    corpus : Corpus
    table : pandas.DataFrame
        One row a request, in the order of the data set: `symbol`, `paragraph`, `action` (its
        number in the paragraph, from 1), `verb`, `class` ("directive", or "decision" of a
        meeting), `what` ("report", "meeting" or "other"), `head` (of the addressee, normalised;
        None where none is named), `addressee_class` (tuple), `due` ("session 80", "2026-12-31",
        "every session" or None), `due_session`, `due_after` (sessions from adoption to then, of
        a date those to the session that it falls into; missing where no time is said),
        `frequency` (as said, or None), `resources` (tuple), `review` (bool), `inherited` (tuple:
        what a sub-paragraph has from its chapeau; one that has "report" says what is to be in a
        report and asks for no other, so that it is not counted as one), `adopted_on`,
        `session` (missing for special ones), `committee`, `series` (symbol of its first
        resolution), `wording`.
    symbols : tuple of str
        Resolutions that were looked at, with requests and without.

    Examples
    --------
    >>> from unres_research.analyse import Mandates
    >>> Mandates.__name__
    'Mandates'
    """

    corpus: Corpus
    table: pd.DataFrame
    symbols: tuple[str, ...]

    @cached_property
    @doing("reading what resolutions ask")
    def _everything(self) -> pd.DataFrame:
        return requests_of(self.corpus)

    def recurrence(self) -> pd.DataFrame:
        """Tell how often a request for a report returns in fact, whatever it says. See `Mandates`.

        Returns
        -------
        pandas.DataFrame
            One row a series and addressee that was asked for a report in a regular session:
            `series`, `title` and `committee` (of the latest text that asks), `head`, `requests`
            (count), `said` (frequencies that the texts name), `due_after` (sessions from adoption
            to when it is due, all that occur), `in_fact` ("annual", "biennial", "triennial",
            "quadrennial", "every N sessions", "irregular", "once" or "too few"), `state`
            ("missed": a later text of the series is without it; "no later text": it was due, and
            the series has none; "not yet due again", "once", "one request so far"), `sessions`
            (that hold it), `series_sessions` (of which the series has a text), `steps` (between
            sessions that hold it), `next_session` (in which it would return after its longest
            step),
            `symbols` (that hold it).

        Notes
        -----
        A rhythm needs three sessions; it is irregular when the steps differ, even once. "Once"
        needs three whole sessions without another one; else one or two requests are "too few": the
        data set ends, and a triennial report asked for in its last session has nothing to
        return in. A request is missed only in sessions that are over. Sessions of the data set
        before its first are not known.
        """
        return self._returns.copy()

    @cached_property
    @doing("following reports over sessions")
    def _returns(self) -> pd.DataFrame:
        return recurrence(self.corpus, own_reports(self.table))

    def rhythms(self) -> pd.DataFrame:
        """Count how often requests for reports return in fact, beside what the texts say.

        See `Mandates`.

        Returns
        -------
        pandas.DataFrame
            One row a value of `in_fact` (see `recurrence`): `in_fact`, `requests` (series and
            addressees that have it), and of these `nothing_said` (no text says how often),
            `said_so` (a text says just that), `said_otherwise` (something else, as "regular").
        """
        table = summaries.rhythms(self._returns)
        caption = (
            "How often requests for reports return in fact, a series and addressee each: of these "
            "the texts say nothing of it, just that, or something else (as regular)."
        )
        return _captioned(table, caption, self._returns.attrs["reason"])

    def fate(self, symbol: str | None = None) -> pd.DataFrame:
        """Tell what the next text of its lineage did with each request. See `Mandates`.

        Parameters
        ----------
        symbol : str, optional
            Only requests of this resolution.

        Returns
        -------
        pandas.DataFrame
            One row a request: `symbol`, `paragraph`, `action`, `what`, `head`, `verb`, `due`,
            `due_after`, `session`, `committee`, `series`; the same of its counterpart as `next`
            (symbol of the next text), `next_session`, `next_paragraph`, ... (missing where there
            is none); `fate`; `runs_share` (of the shorter one's runs of six words, 0 to 1, NaN
            where one has none), `words_share` (weighted Jaccard of their words, numbers and
            function words left out, rare words weighing most), `others_left` (reports
            that the next text asks of the same addressee and that are no form of an earlier
            request, count), `reason` ("" or in words).

            Fates exclude each other, and are told in this order:

            1. "not over": no later text renews this one, so far;
            2. "dropped": the next text has no request that shares 0.3 of its runs or words; where
               its words are still there and no request was read from them, `reason` says so;
            3. "changed": it asks for another kind of thing (report, meeting, other), or of
               another addressee;
            4. "softened" or "firmed": by another verb, lower or higher on the scale of degrees of
               strength (`un.speech_acts`);
            5. "moved": due after another number of sessions, or at another time said;
            6. "repeated": none of these. What is due a session later because the text is a
               session later is repeated, and so is what is due at the very same time as before.

        Raises
        ------
        UnresError
            When the ledger has no such resolution.

        Notes
        -----
        The next text is the first that has this one as its predecessor (see
        `lineages.predecessors`). Requests are paired so that the shares of all pairs together are
        greatest, each with at most one; the same kind, addressee and verb break ties. A request
        that was split in two is one repeated, and one of them new.
        """
        if symbol is not None:
            check_known([symbol], self.symbols, "resolutions of the ledger")
            asked = self.table[self.table["symbol"] == symbol]
            return fate(self.corpus, asked, self._everything)
        return self._fates.copy()

    @cached_property
    @doing("following requests to the next texts")
    def _fates(self) -> pd.DataFrame:
        return fate(self.corpus, self.table, self._everything)

    def fates(self) -> pd.DataFrame:
        """Count what became of requests in the next text of their lineage. See `Mandates`.

        Returns
        -------
        pandas.DataFrame
            One row a value of `fate` (see there): `fate`, `reports`, `meetings`, `others` (count
            of requests).
        """
        caption = "What became of requests in the next text of their lineage (count of requests)."
        return _captioned(summaries.fates(self._fates), caption)

    def duplicates(self, min_share: float = _MIN_SHARE) -> pd.DataFrame:
        """Find requests that stand nearly unchanged in texts of two series, as pairs.

        See `Mandates`.

        Parameters
        ----------
        min_share : float
            Least share of the shorter paragraph's telling runs, above 0, at most 1.

        Returns
        -------
        pandas.DataFrame
            One row a pair of paragraphs, those that share most of what no others have first: for
            both as `first_...` and `second_...`: `symbol`, `paragraph`, `committee`, `series`,
            `heads`, `what`, `due` (of all its requests), `words` (count); `share` (of the shorter
            one's telling runs of six words), `share_of_longer`, `shared_runs` (telling ones,
            count), `shared_words` (of the first, in any run that both have), `weight` (shared
            runs, each counted as two by the number of requests that have it: it is
            `shared_runs` where nobody else says so), `texts_share` (of the smaller text's telling
            runs, those that both whole texts have: near 1 they are twins, such as the texts on
            single territories), `both_reports` (both ask for one), `same_addressee`,
            `same_committee`, `same_due` (a time that both name), `same_day` (adopted on it);
            `first_text` and `second_text` when the data set holds texts.

        Notes
        -----
        Of each series the latest text in the ledger counts. Runs that 20 or more families of
        titles carry ("within existing resources", "report to the General Assembly at its") are
        stock phrases and count for nothing; a paragraph needs six others. A pair is a question,
        not a finding: two bodies may well be asked for the same.
        """
        known = isinstance(min_share, (int, float)) and not isinstance(min_share, bool)
        if not known or not 0 < min_share <= 1:
            raise UnresError(
                f"found min_share = {min_share!r}, expected a share above 0 and at most 1"
            )
        table = self._pairs.copy() if min_share == _MIN_SHARE else self._paired(float(min_share))
        for side in ("first", "second"):
            names = {"symbol": f"{side}_symbol", "paragraph": f"{side}_paragraph"}
            table = self.corpus.with_texts(table, **names, name=f"{side}_text")
        return _captioned(table, CAPTION, "no two series share a request")

    @cached_property
    def _pairs(self) -> pd.DataFrame:
        return self._paired(_MIN_SHARE)

    @doing("looking for requests that are alike")
    def _paired(self, min_share: float) -> pd.DataFrame:
        return duplicates(self.corpus, self.table, min_share)

    def alike(
        self, symbol: str, paragraph: str, *, text: str | None = None, n: int = 10
    ) -> pd.DataFrame:
        """Find requests of other series that say the same in other words. See `Mandates`.

        Parameters
        ----------
        symbol, paragraph : str
            The request: "A/RES/78/311", "OP9".
        text : str, optional
            Its words; by default those that the data set holds, if it does.
        n : int
            How many at most, one a series.

        Returns
        -------
        pandas.DataFrame
            The nearest first: `symbol`, `paragraph`, `adopted_on`, `title`, `series`, `heads`,
            `what`, `due`, `score` and `precision` (see `Search.near`; without the text `score`
            is `words_share`, and `precision` NaN), `runs_share`, `words_share` (see `fate`),
            `how` ("search", or "words" where the text is not at hand).
        """
        check_whole(n, "n", 1)
        check_kind(symbol, str, "the symbol", "a string such as 'A/RES/78/265'")
        check_kind(text, (str, type(None)), "the text", "the words of the request, or None")
        return alike(self.corpus, self.table, symbol, paragraph, text, n)

    def nearest(self, found: Check, n: int = 5) -> pd.DataFrame:
        """Find for each report that a text asks for the nearest requests of other series.

        See `Mandates`.

        Parameters
        ----------
        found : Check
            Of `un.check(text, corpus)`: its reports, in their words.
        n : int
            How many at most for each, one a series.

        Returns
        -------
        pandas.DataFrame
            The nearest first: `request` (paragraph of the text), `symbol`, `paragraph`,
            `adopted_on`, `title`, `series`, `heads`, `what`, `due`, `score` and `precision` (see
            `Search.near`). The series of the text itself is left out, and of what it renews.
        """
        check_kind(found, Check, "the check", "what un.check(text, corpus) returned")
        check_whole(n, "n", 1)
        words = {p.id: p.text for p in found.record}
        texts = {pid: words[pid] for pid in found.reports["paragraph"]}
        own = {found.symbol or "", *found.left_out, *found.series}
        return nearest_to(self.corpus, self.table, texts, own, n)

    def addressees(self) -> pd.DataFrame:
        """Count what each addressee is asked. See `Mandates`.

        Returns
        -------
        pandas.DataFrame
            One row an addressee in its short form, or "none named", those asked for most reports
            first: `addressee`, `requests`, `reports`, `meetings` (counts), `resolutions` and
            `series` (that ask it for a report), `dated` (share of these reports with a time;
            NaN without any).
        """
        caption = (
            "Who is asked for what, by a short form of the name (department may be any): requests, "
            "those for reports and for meetings; resolutions and series that ask for a report; "
            "dated: share of the reports with a time."
        )
        return _captioned(summaries.addressees(self.table), caption, "nothing is asked for")

    def summary(self) -> tuple[str, ...]:
        """Say in sentences what is asked, what returns, what became of it, what stands twice.

        See `Mandates`. Of a ledger that was narrowed, all are of its resolutions alone: of one
        session no rhythm can be told.

        Returns
        -------
        tuple of str
        """
        return tuple(summaries.summary(self))

    def by(self, group: str = "session") -> pd.DataFrame:
        """Count what is asked by session or committee, with intervals by series. See `Mandates`.

        Parameters
        ----------
        group : {"session", "committee"}
            Of regular sessions alone.

        Returns
        -------
        pandas.DataFrame
            One row a measure and group: `measure`, `session` or `committee`, `value`, `low`,
            `high` (95 per cent), `n` (counted), `of` (what it is of, count), `unit`, `series`
            (count), `complete` (whether the session is over), `coverage` (of its numbers),
            `same_date` (value of what each session adopted until the day on which the data set
            ends, when its last session is not over; else NaN), `enough` (whether there is an
            interval) and `reason` (why not).

            Measures: "reports a resolution asks for" (mean), "resolutions that ask for a report"
            (share), "reports with a due date" (share of those asked for), "resolutions with a
            review clause", "resolutions with new means" (shares), "words, mean" and "words,
            median" (of a resolution's body), "yearly renewals with under a tenth new" (share of
            the texts whose predecessor is of the session before: less than a tenth of their words
            stand in no run of six words that a text of that session, or an earlier one of
            the same, has).

        Notes
        -----
        Intervals are those of `un.analyse.background`. Review and new means count whatever the
        ledger was narrowed to by `addressee`; the rest counts its rows.
        """
        check_known([group], _BY, "groups")
        kept = self.corpus.resolutions.index.isin(self.symbols)
        return by(self.corpus, self.table, np.asarray(kept), group)

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of the table. See `Mandates`."""
        return self.table.copy()

    def _sizes(self) -> dict[str, int]:
        return self.table["what"].value_counts().to_dict()

    def __repr__(self) -> str:
        """Count requests and resolutions."""
        sizes = self._sizes()
        return (
            f"<Mandates of {len(self.symbols):,} resolutions: {len(self.table):,} requests, "
            f"{sizes.get('report', 0):,} for reports, {sizes.get('meeting', 0):,} for meetings>"
        )

    def _repr_html_(self) -> str:
        """Return who is asked for what as HTML; every string is escaped."""
        top = self.addressees().head(_SHOWN)
        return shown.block(shown.said(repr(self)[1:-1]), shown.table(top))


def _captioned(table: pd.DataFrame, caption: str, reason: str = "") -> pd.DataFrame:
    table.attrs |= {"caption": caption, "reason": reason}
    return table


def mandates(
    corpus: Corpus,
    *,
    sessions: int | str | Iterable[int | str] | None = None,
    committees: str | Iterable[str] | None = None,
    symbols: str | Iterable[str] | None = None,
    addressee: str | Iterable[str] | None = None,
) -> Mandates:
    """Make a ledger of what resolutions ask, of whom and by when.

    Parameters
    ----------
    corpus : Corpus
        In English; a data set with actions.
    sessions : int, str or iterable of them, optional
        Only these: 78, or "ES-11".
    committees : str or iterable of str, optional
        Only these: "First", "Plenary".
    symbols : str or iterable of str, optional
        Only these resolutions.
    addressee : str or iterable of str, optional
        Only what these are asked: classes ("secretary_general", "member_states") or heads
        ("secretary-general").

    Returns
    -------
    Mandates
        With its ``table``, and `Mandates.summary`, `Mandates.addressees`, `Mandates.recurrence`,
        `Mandates.fate`, `Mandates.duplicates`, `Mandates.nearest`, `Mandates.alike` and
        `Mandates.by`.

    Raises
    ------
    UnresError
        When the data set has no actions, or none such: what is asked for is not in it.

    Notes
    -----
    Requests are directives of operative paragraphs and sub-paragraphs, and decisions that a
    meeting be held; preambles and annexes are left out. `what` is "report" as the extractor
    tells, "meeting" by what is asked as written where the data set holds texts, else by words of
    the paragraph ("to convene" beside "meeting" and the like; words that too few texts hold to be
    counted do not tell), else "other".
    docs/mandates.md says how well each is told.

    Examples
    --------
    >>> import unres_research as un
    >>> un.mandates(un.open_corpus(), symbols="A/RES/78/311").symbols
    ('A/RES/78/311',)
    """
    chosen = resolutions_of(corpus, sessions=sessions, committees=committees, symbols=symbols)
    table, held = requests_of(corpus), corpus.resolutions.index
    names = tuple(held[held.isin(chosen["symbol"])])
    table = table[table["symbol"].isin(names)]
    if addressee is not None:
        table = table[_addressed(table, addressee)]
    return Mandates(corpus, table.reset_index(drop=True), names)


def _addressed(table: pd.DataFrame, addressee: Any) -> np.ndarray:
    """Whether requests are for some, told by class or by head."""
    wanted = as_list(addressee, "addressees")
    classes = {name for some in table["addressee_class"] for name in some}
    check_known(wanted, sorted(classes | set(table["head"].dropna())), "addressees")
    by_class = [not classes.isdisjoint(wanted) and bool({*some} & {*wanted}) for some in
                table["addressee_class"]]  # fmt: skip
    return np.array(by_class, dtype=bool) | table["head"].isin(wanted).to_numpy()
