"""Compare a text with a data set: where its words stood before, and their later use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from pathlib import PurePath
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research import symbols
from unres_research._inputs import as_day, check_whole
from unres_research._printable import printable
from unres_research._progress import doing
from unres_research.analyse._first_seen import covered, first_seen, run_ends, spread
from unres_research.analyse._groups import check_corpus, check_text
from unres_research.analyse._left_out import adopted_from, held_as, left_out, notes
from unres_research.analyse._related import related
from unres_research.analyse._runs import FORMULAIC, families
from unres_research.corpus import _features as features
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._fingerprints import N, ranges, run_hashes
from unres_research.corpus._schema import SELECTION
from unres_research.corpus._searched import collections_of, said, searched
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

MAX_RUNS = 5_000_000  # shared, with every paragraph where they stand
_GROUPS = (
    "cited and borrowed",
    "cited, not borrowed",
    "cited, in the selection",
    "cited, not in the data set",
    "borrowed, not cited",
)


@dataclass(frozen=True, eq=False, repr=False)
class Side:
    """Wording that a text shares with resolutions on one side of its date; see `Comparison`."""

    name: str  # "earlier", "later" or "selection"
    n: int
    words: int
    matched_words: int
    substantive_words: int
    paragraphs: pd.DataFrame
    sources: pd.DataFrame
    runs: pd.DataFrame
    is_formulaic: dict[str, np.ndarray]

    @property
    def share(self) -> float:
        """Matched words by all words."""
        return self.matched_words / self.words if self.words else float("nan")

    def __repr__(self) -> str:
        """Name the side and its figures."""
        return f"<Side {self.name}: {_figures(self)}; resolutions: {len(self.sources):,}>"


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """A text beside a data set; made by `compare`.

    Matched words stand in a run of n or more words that also stands in one paragraph of a
    resolution on that side; substantive words are those of them that are not formulaic.

    Attributes
    ----------
    record : Resolution
    corpus : Corpus
    name : str
        Symbol of the text, else its title in quotation marks, else the name of its file.
    date : str
        ISO date that separates earlier from later.
    n : int
        Least length of a shared run, in words.
    words : int
        Words of the text's preambular, operative and sub-paragraphs.
    left_out : dict of str to str
        Resolutions left out, each with the reason: the text itself, what it or another document
        of the draft (a revision, an addendum) was adopted as, what was asked.
    earlier, later
        The two sides, each with

        - `name`, `n`, `words`, `matched_words`, `substantive_words`, `share` (matched words by
          words; NaN for a text without words);
        - `paragraphs`, a table with one row a paragraph of the text: `paragraph`, `words`,
          `matched_words`, `substantive_words`, `share`, `substantive_share` (by words),
          `best_symbol`, `best_paragraph`, `best_words` (the source paragraph that matches most),
          `longest_run`, `first_symbol`, `first_date` (the earliest that holds that run), and
          `best_text` when the data set holds texts;
        - `sources`, one row a resolution, most matched words first: `symbol`, `matched_words`,
          `substantive_words`, `longest_run`, `share`, `cited` (by the text), `adopted_on`,
          `title`, `committee`;
        - `runs`, one row a run and place: `paragraph`, `start`, `length` (words), `symbol`,
          `source_paragraph`, `source_start`, `adopted_on`;
        - `is_formulaic`, by paragraph which words are formulaic (bool, one a word).
    selection
        A side as these two, of the runs that stand in older resolutions of the selection beside
        the data set (`Corpus.selection`) adopted before the date; None without a selection.
        `earlier` and all shares are of the data set alone: a selection has no denominator.

    Examples
    --------
    The third of the invented texts on tuning, and the fourth, of the next day, end alike.

    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> found = compare(corpus.resolution("A/RES/78/907"), corpus)
    >>> found
    <Comparison of A/RES/78/907 (2024-05-07): of 11 words 0 earlier, 6 later>
    >>> found.clauses()[["paragraph", "later_matched_words", "new_words"]].values.tolist()
    [['OP1', 6, 11]]
    >>> found.main_sources("later")[["symbol", "added_words"]].values.tolist()
    [['A/RES/78/908', 6]]
    >>> found.word_sources("later")["OP1"].tolist()
    [-1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0]
    >>> found.beside("A/RES/78/908")[["best_paragraph", "best_words", "whole"]].values.tolist()
    [['OP1', 6, False]]
    >>> found.to_dict()["later"]["covered_words"], found.related.index[0]
    (6, 'A/RES/78/908')
    >>> other = compare(corpus.resolution("A/RES/78/908"), corpus)
    >>> other.by_citation()[["symbol", "group"]].values.tolist()
    [['A/RES/78/907', 'borrowed, not cited']]
    >>> other.summary()[2].partition(" formulaic, ")[2]
    '6 stand in A/RES/78/907.'
    >>> other.formulaic_lines()["substantive_words"].tolist(), other.most_shared() is None
    ([6, 6, 6, 6, 6, 6], True)
    >>> other.first_seen()[["paragraph", "run_words", "collection", "symbol"]].values.tolist()
    [['OP1', 6, 'complete', 'A/RES/78/907']]
    >>> other.searched[["collection", "resolutions", "left_out"]].values.tolist()
    [['complete', 15, 1]]
    """

    record: Resolution
    corpus: Corpus
    date: str
    n: int
    words: int
    left_out: dict[str, str]
    earlier: Side
    later: Side
    selection: Side | None = None

    @property
    def excluded(self) -> tuple[str, ...]:
        """Symbols of the resolutions of the data set that are left out."""
        held = self.corpus.resolutions.index
        return tuple(symbol for symbol in self.left_out if symbol in held)

    @property
    def collections(self) -> list[Corpus]:
        """The data set, and its selection if it was compared with."""
        return [self.corpus] if self.selection is None else collections_of(self.corpus)

    @cached_property
    def searched(self) -> pd.DataFrame:
        """Receipt, one row a collection: what was searched, and how many were left out.

        `collection` ("complete", "selection"), `resolutions`, `paragraphs`, `first_date`,
        `last_date`, `left_out`, `what` (by what the selection was chosen). Of the selection what
        is earlier than the text is searched.
        """
        import pandas as pd

        parts = [searched([self.corpus], self.left_out)]
        if self.selection is not None:
            parts.append(searched(self.collections[1:], self.left_out, before=self.date))
        return pd.concat(parts, ignore_index=True)

    @property
    def receipt(self) -> str:
        """What was searched, in one sentence."""
        return said(self.searched)

    @cached_property
    def alone_words(self) -> int:
        """Words in the selection that stand in no earlier resolution of the data set."""
        if self.selection is None:
            return 0
        return int((covered(self.selection) & ~covered(self.earlier)).sum())

    def first_seen(self) -> pd.DataFrame:
        """Tell where the longest run of every paragraph stood first, in both collections.

        Returns
        -------
        pandas.DataFrame
            One row a paragraph: `paragraph`, `words`, `start` (of the run), `run_words` (its
            length; 0 where nothing is shared), `collection` ("complete" or "selection"),
            `symbol`, `source_paragraph`, `adopted_on`, `title` of the earliest place that holds
            that run, `formulaic` (whether all its words are; such a run says nothing of
            descent).

        Notes
        -----
        Of several runs of the same length the one that was seen first counts. What the
        selection does not hold may have stood elsewhere before.
        """
        return first_seen(self)

    @property
    def adopted(self) -> str | None:
        """Resolution that a draft was adopted as, by the data set's record of it; else None."""
        both = (adopted_from(self.symbol, corpus) for corpus in self.collections)
        return next((symbol for found in both for symbol in found), None)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What to know before the figures are read: a small data set, a likely adopted text."""
        return notes(self)

    @property
    def symbol(self) -> str | None:
        """Symbol of the text, printed or in the name of its file."""
        return own_symbol(self.record)

    @cached_property
    def related(self) -> pd.DataFrame:
        """The 20 resolutions most related, see `related`; made when first asked for."""
        table = related(self.record, self.corpus, exclude=self.excluded)
        table.attrs["caption"] = (
            f"Resolutions most related to {self.name}: cosines from 0 to 1 by kind of tie; score: "
            "(2 terms + titles) / 3, or the one of the two that there is."
        )
        return table

    @property
    def name(self) -> str:
        """Symbol of the text, else its title in quotation marks, else the name of its file."""
        return name_of(self.record)

    def __repr__(self) -> str:
        """Name the text and its figures."""
        return (
            f"<Comparison of {printable(self.name, lines=False)} ({self.date}): of "
            f"{self.words:,} words {self.earlier.matched_words:,} earlier, "
            f"{self.later.matched_words:,} later>"
        )

    def _repr_html_(self) -> str:
        """Show the figures and the first sources of both sides."""
        reasons = [f"{symbol} ({reason})" for symbol, reason in self.left_out.items()]
        about = (
            f"{self.name}, {self.date}: {self.words:,} words. "
            f"Left out: {', '.join(reasons) or 'nothing'}."
        )
        lines = [about, *(f"Note: {note}." for note in self.notes)]
        parts = [shown.said(line) for line in lines]
        for side in (self.earlier, self.later):
            head = f"{side.name.capitalize()} resolutions: {_figures(side)}"
            columns = ["symbol", "adopted_on", "title", "matched_words", "substantive_words"]
            table = side.sources[columns].head(6)
            parts += [shown.said(head), shown.table(table)]
        if self.selection is not None:
            parts.append(shown.said(self._said_of_selection()))
        parts.append(shown.said(self.receipt))
        return shown.block(*parts)

    def _said_of_selection(self) -> str:
        side = self.selection
        assert side is not None
        return (
            f"Older selection: {_figures(side)}; {self.alone_words:,} of them in no earlier "
            "resolution of the data set"
        )

    def clauses(self) -> pd.DataFrame:
        """Both sides of every paragraph in one row.

        Returns
        -------
        pandas.DataFrame
            One row a paragraph: `paragraph`, `words`, the columns of `paragraphs` of both sides
            with ``earlier_`` and ``later_`` before them, `new_words` (in no earlier resolution).
        """
        earlier, later = (
            s.paragraphs.set_index("paragraph").drop(columns="words").add_prefix(f"{s.name}_")
            for s in (self.earlier, self.later)
        )
        words = self.earlier.paragraphs.set_index("paragraph")[["words"]]
        table = words.join(earlier).join(later)
        table["new_words"] = table["words"] - table["earlier_matched_words"]
        table.attrs["caption"] = (
            f"Where the words of each paragraph of {self.name} ({len(table)}) stand in earlier and "
            "in later resolutions; new_words: in no earlier one of the data set."
        )
        return table.reset_index()

    def summary(self) -> tuple[str, ...]:
        """Say in sentences where the words of the text stand.

        Returns
        -------
        tuple of str
            The first of earlier resolutions, the second of later ones; then the resolutions that
            together match most, paragraphs that are new and were taken up or stand alone, and
            older resolutions. What there is nothing to say of has no sentence, or one that tells
            why.
        """
        from unres_research.analyse._compare_summary import summary  # which needs this module

        return summary(self)

    def most_shared(self) -> str | None:
        """Name the paragraph of which other resolutions share most, for `history`.

        Returns
        -------
        str or None
            The paragraph of 25 words or more with the greatest shares of words that are earlier
            and later and not formulaic, the two added; None where none is shared.
        """
        from unres_research.analyse._compare_summary import most_shared

        return most_shared(self)

    def formulaic_lines(self) -> pd.DataFrame:
        """Tell what depends on the line between formulaic phrases and others.

        Returns
        -------
        pandas.DataFrame
            One row a line: `titles` (a word is formulaic when it stands in a run of six words
            that resolutions of so many titles carry: the parameter `formulaic` of `compare`),
            `substantive_words` (shared with earlier resolutions, not formulaic),
            `first_source` (that has most of them; missing where none has any), `its_words`.
        """
        from unres_research.analyse._compare_summary import formulaic_lines

        return formulaic_lines(self)

    def main_sources(self, side: str = "earlier", n: int = 6) -> pd.DataFrame:
        """Choose the few resolutions that together match most of the text.

        The first matches most substantive words, the next most of those that are left, and so
        on; formulaic phrases do not count.

        Parameters
        ----------
        side : {"earlier", "later", "selection"}
        n : int
            How many at most.

        Returns
        -------
        pandas.DataFrame
            `symbol`, `adopted_on`, `title`, `cited`, `matched_words`, `added_words`
            (substantive words that none of the rows above matches; count). Resolutions that
            add nothing are left out.

        Notes
        -----
        The greedy choice matches at least 63 per cent of what the best choice of n would. Who
        comes first need not be the origin: others may share the same words.

        References
        ----------
        Nemhauser, Wolsey & Fisher (1978), An analysis of approximations for maximizing
        submodular set functions, Mathematical Programming 14.
        """
        check_whole(n, "n", 0)
        shared = self._side(side)
        masks = _masks(shared)
        left = ~np.concatenate([*shared.is_formulaic.values(), np.empty(0, dtype=bool)])
        chosen: dict[str, int] = {}
        order = shared.sources["symbol"].tolist()
        while len(chosen) < n and order:
            gains = [int((masks[s] & left).sum()) for s in order]
            best = int(np.argmax(gains))
            if not gains[best]:
                break
            chosen[order[best]] = gains[best]
            left &= ~masks[order.pop(best)]
        table = shared.sources.set_index("symbol").loc[list(chosen)]
        table["added_words"] = list(chosen.values())
        columns = ["adopted_on", "title", "cited", "matched_words", "added_words"]
        return table[columns].reset_index()

    def word_sources(self, side: str = "earlier", n: int = 6) -> dict[str, np.ndarray]:
        """Tell for every word of the text which main source it is shared with.

        Parameters
        ----------
        side : {"earlier", "later", "selection"}
        n : int
            Main sources at most, as for `main_sources`.

        Returns
        -------
        dict of str to numpy.ndarray
            By paragraph, shape (words,), int: row of the first main source that has the word
            in a shared run; the number of main sources where only other resolutions have it;
            -1 where none has.
        """
        shared = self._side(side)
        main = self.main_sources(side, n)["symbol"]
        masks = _masks(shared)
        found = np.full(shared.words, -1)
        for mask in masks.values():
            found[mask] = len(main)
        for k in reversed(range(len(main))):
            found[masks[main.iloc[k]]] = k
        return _by_id(found, shared.paragraphs.set_index("paragraph")["words"].to_dict())

    def _side(self, name: str) -> Side:
        sides = [self.earlier, self.later, *([self.selection] if self.selection else [])]
        for side in sides:
            if side.name == name:
                return side
        expected = " or ".join(repr(side.name) for side in sides)
        raise UnresError(f"found the side {name!r}, expected {expected}")

    def by_citation(self) -> pd.DataFrame:
        """Divide earlier resolutions into cited and borrowed, cited only, borrowed only.

        Returns
        -------
        pandas.DataFrame
            One row a resolution that is cited or shares wording: `symbol`, `group` ("cited and
            borrowed", "cited, not borrowed", "cited, in the selection", "cited, not in the data
            set", "borrowed, not cited"), `adopted_on`, `title`, `matched_words`,
            `substantive_words`. Borrowed means that at least one substantive word is shared:
            formulaic phrases alone are no borrowing. What only the selection has stands in its
            own group, with the words that it shares, when the text cites it, and is left out
            when it does not. What is neither cited nor borrowed is left out, and cited documents
            that are no resolutions. A cited part ("A/RES/217 A (III)") of which only the whole is
            held stands there as the whole. Within a group by substantive words.

        Notes
        -----
        A cited resolution that is not in the data set, was adopted on the text's own day or was
        left out may have lent words all the same. One that is not cited may belong to a series
        that is named through another session's resolution.
        """
        import pandas as pd

        counted = ["matched_words", "substantive_words"]
        lent = self.earlier.sources.set_index("symbol")[counted]
        about = self.corpus.resolutions[["adopted_on", "title"]]
        known = about.index
        held = known.union([s for one in self.collections[1:] for s in one.resolutions.index])
        cited = [s for s in held_as(self.record.cites, held) if "/RES/" in s]
        in_selection = pd.Index([])
        if self.selection is not None:
            older = self.collections[1].resolutions[["adopted_on", "title"]]
            older = older[older.index.isin(cited) & ~older.index.isin(known)]
            in_selection, about = older.index, pd.concat([about, older])
            shared = self.selection.sources.set_index("symbol")[counted]
            lent = pd.concat([lent, shared[shared.index.isin(in_selection)]])
        index = pd.Index(dict.fromkeys([*cited, *lent.index]), name="symbol")
        table = lent.reindex(index, fill_value=0)
        is_cited, borrowed = table.index.isin(cited), table["substantive_words"] > 0
        is_known, is_older = table.index.isin(known), table.index.isin(in_selection)
        cases = (is_cited & borrowed & is_known, is_cited & is_known, is_older, is_cited, borrowed)
        table["group"] = np.select(cases, _GROUPS, default="")
        for column in ("adopted_on", "title"):
            table[column] = about[column].reindex(table.index)
        table = table[table["group"] != ""].reset_index()
        table["rank"] = table["group"].map(_GROUPS.index)
        order = ["rank", "substantive_words", "matched_words", "symbol"]
        table = table.sort_values(order, ascending=[True, False, False, True], ignore_index=True)
        sizes = table["group"].value_counts(sort=False)
        told = "".join(f"; {group}: {size:,}" for group, size in sizes.items())
        table.attrs["caption"] = f"Resolutions that {self.name} cites or borrows from{told}."
        table.attrs["reason"] = "it cites no resolution, and borrows from none"
        columns = ["symbol", "group", "adopted_on", "title", "matched_words", "substantive_words"]
        return table[columns]

    def beside(self, symbol: str) -> pd.DataFrame:
        """Set the text beside one resolution, of which the data set may have no text.

        Parameters
        ----------
        symbol : str
            A resolution of the data set, one that was left out too.

        Returns
        -------
        pandas.DataFrame
            One row a paragraph of the text: `paragraph`, `words`, `matched_words` (that stand
            in runs of six or more words in the resolution), `best_paragraph` (of the
            resolution, that matches most), `best_words`, `whole` (whether one run in it matches
            all words), `same_place` (whether that paragraph has the same id).

        Notes
        -----
        Paragraphs of fewer than six words have no fingerprint and show as not matched. What was
        changed inside a paragraph needs both texts: `align`.
        """
        symbol = symbols.normalise(symbol)
        self.corpus.rows_of(symbol)  # raises when it is not there
        words = features.body_words(self.record)
        others = tuple(s for s in self.corpus.resolutions.index if s != symbol)
        runs = runs_in(words, self.corpus, N, others)
        table = by_paragraph(runs, runs, words)
        whole = runs[runs["length"] == table["words"].to_numpy()[runs["text"]]].astype(object)
        at = whole.groupby("paragraph")["source_paragraph"].agg(set)
        table["whole"] = table["paragraph"].isin(at.index)
        table["same_place"] = [p in at.get(p, ()) for p in table["paragraph"]]
        columns = ["paragraph", "words", "matched_words", "best_paragraph", "best_words"]
        return table[[*columns, "whole", "same_place"]]

    def to_dict(self) -> dict[str, Any]:
        """Return what `unres compare --json` prints; "covered_words" are the matched words."""
        earlier, later = _paragraph_dicts(self.earlier), _paragraph_dicts(self.later)
        older = _paragraph_dicts(self.selection) if self.selection else {}
        related = self.related.round(6).reset_index().to_dict("records")
        return {
            "symbol": self.symbol,
            "date": self.date,
            "n": self.n,
            "words": self.words,
            "excluded": list(self.excluded),
            "left_out": self.left_out,
            "adopted": self.adopted,
            "notes": list(self.notes),
            "earlier": _side_dict(self.earlier),
            "later": _side_dict(self.later),
            "selection": self.selection and _side_dict(self.selection),
            "alone_words": self.alone_words,
            "first_seen": _first_seen_dicts(self.first_seen()),
            "searched": self.searched.to_dict("records"),
            "paragraphs": [
                {
                    "id": pid,
                    "words": words,
                    "earlier": earlier[pid],
                    "later": later[pid],
                    "selection": older.get(pid),
                    "new_words": words - earlier[pid]["covered_words"],
                }
                for pid, words in self.earlier.paragraphs[["paragraph", "words"]].values.tolist()
            ],
            # JSON has no NaN
            "related": [{k: None if v != v else v for k, v in row.items()} for row in related],
        }


def compare(
    record: Resolution,
    corpus: Corpus,
    *,
    n: int = N,
    date: str | Date | None = None,
    exclude: str | Iterable[str] = (),
    formulaic: int = FORMULAIC,
) -> Comparison:
    """Compare a text with the resolutions of a data set.

    Parameters
    ----------
    record : Resolution
        Any text that `unres_research.load` reads.
    corpus : Corpus
    n : int
        Least length of a shared run in words, at least 6.
    date : str or datetime.date, optional
        Day that separates earlier from later; by default the text's date of
        distribution (a draft) or of adoption. Resolutions of that very day are on
        neither side.
    exclude : str or iterable of str
        Symbols to leave out. The text's own symbol, and resolutions whose record names it, or
        a revision, addendum or corrigendum of it, as the draft that they came from, are always
        left out.
    formulaic : int
        A word is formulaic when it stands in a run of six words that so many families of the
        data set carry, earlier or later; a family is what returns under one
        title. Titles of instruments and conferences, names of bodies and closing formulas
        are formulaic; what few unrelated texts share is substantive.

    Returns
    -------
    Comparison

    Raises
    ------
    UnresError
        When the text prints no date and none is given, when n is below 6 or formulaic below 1,
        or when a symbol to leave out is not in the data set.

    Notes
    -----
    "Earlier" knows only the data set: what stood in a resolution before its first date shows as
    new. Of older resolutions a selection may stand beside it, which `Comparison.selection` and
    `Comparison.first_seen` look through; what is not in it may still be old. Shared wording does
    not tell that one text was the source of the other. Annexes of resolutions count as places;
    headings of the text do not count as its words.

    Where the formulaic ends is a choice. For A/78/L.86 the substantive words hardly move
    between 15 and 50 families; look at several values before you build on one.

    Examples
    --------
    Of eleven words, "drums and bells of all States" stand in a resolution of the next day.

    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> found = compare(corpus.resolution("A/RES/78/907"), corpus)
    >>> found.words, found.earlier.matched_words, found.later.matched_words
    (11, 0, 6)
    """
    check_text(record, "the text to compare")
    check_corpus(corpus)
    check_whole(n, "n", N)
    check_whole(formulaic, "formulaic", 1)
    date = date_of(record, date)
    without = left_out(own_symbol(record), corpus, exclude)
    words = features.body_words(record)
    total = sum(map(len, words.values()))
    with doing("looking up runs of words"):
        runs = runs_in(words, corpus, min(n, N), tuple(without))  # formulas need runs of six
    is_formulaic = formulaic_words(words, corpus, tuple(without), formulaic)
    runs = runs if n == N else runs[runs["length"] >= n]
    when = np.datetime64(date)
    masks = {"earlier": runs["adopted_on"] < when, "later": runs["adopted_on"] > when}
    sides = [
        _side_of(name, runs[mask], words, corpus, n, record.cites, is_formulaic)
        for name, mask in masks.items()
    ]
    if (older := corpus.selection) is not None:
        found = runs_in(words, older, n, tuple(without))
        found = found[found["adopted_on"] < when]
        sides.append(_side_of(SELECTION, found, words, older, n, record.cites, is_formulaic))
    return Comparison(record, corpus, date, n, total, without, *sides)


def own_symbol(record: Resolution) -> str | None:
    """Symbol of a record: the printed one, else the one that its file is named after."""
    if record.symbol or record.source is None:
        return record.symbol
    try:
        return symbols.normalise(PurePath(record.source.path).stem)
    except UnresError:
        return None


def name_of(record: Resolution) -> str:
    """Symbol of a record, else its title in quotation marks, else the name of its file."""
    own = own_symbol(record)
    if own or not (record.title or record.source):
        return own or "the text"
    if record.title:
        return f"“{shorten(record.title, 80, placeholder=' …')}”"
    assert record.source
    return PurePath(record.source.path).name


def date_of(record: Resolution, date: str | Date | None) -> str:
    if date is not None:
        return as_day(date, "date")
    first, second = record.adopted_on, record.distributed_on
    if record.kind == "draft":
        first, second = second, first
    name, found = own_symbol(record) or "the text", first or second
    if not found:
        raise UnresError(
            f"found no date in {name}, expected one that separates earlier resolutions from later "
            "ones; give date='2024-06-25' (--date)"
        )
    return as_day(found, f"the date of {name}")


def runs_in(
    words: dict[str, list[str]], corpus: Corpus, n: int, excluded: tuple[str, ...]
) -> pd.DataFrame:
    """All shared runs with every paragraph in which they stand; names are categories."""
    import pandas as pd

    found = corpus.runs.shared_runs(list(words.values()), n=n).astype(np.int32)
    places = corpus.paragraphs[["wording", "symbol", "paragraph"]]
    places = places[places["wording"].isin(found["wording"].unique())]
    places = places[~places["symbol"].isin(excluded)]
    places = places.astype({"symbol": "category", "paragraph": "category"})
    size = int(found["wording"].map(places["wording"].value_counts()).sum())
    if size > MAX_RUNS:
        raise UnresError(
            f"found {size:,} runs shared with paragraphs of the data set, expected at most "
            f"{MAX_RUNS:,}; compare the text in parts"
        )
    joined = found.merge(places, on="wording").drop(columns="wording")
    joined["source_paragraph"] = joined.pop("paragraph")
    joined["paragraph"] = pd.Categorical.from_codes(joined["text"], pd.Index(list(words)))
    symbol = joined["symbol"].cat
    days = corpus.resolutions["adopted_on"].reindex(symbol.categories)
    joined["adopted_on"] = days.to_numpy()[symbol.codes]
    offsets = np.cumsum([0, *(len(w) for w in words.values())])
    joined["place"] = offsets[joined["text"]] + joined["start"].to_numpy()
    return joined.rename(columns={"wording_start": "source_start"})


def _named(column: pd.Series) -> pd.Series:
    """Names in place of their categories."""
    return column.astype(column.cat.categories.dtype)


def formulaic_words(
    words: dict[str, list[str]], corpus: Corpus, excluded: tuple[str, ...], least: int
) -> np.ndarray:
    """Which words stand in a run of six words that so many families carry."""
    from scipy.sparse import csr_array

    sizes = np.array([len(w) for w in words.values()], dtype=int)
    hashes = [run_hashes(w) for w in words.values()]
    place = ranges(np.cumsum(sizes) - sizes, np.array([len(h) for h in hashes], dtype=int))
    ids = corpus.runs.lookup(np.concatenate([*hashes, np.empty(0, dtype=np.uint64)]))
    distinct, inverse = np.unique(ids[ids >= 0], return_inverse=True)
    holders = corpus.runs.holders(distinct)
    used = np.zeros(corpus.n_wordings, dtype=bool)
    used[holders.indices] = True
    table = corpus.paragraphs[["wording", "symbol"]]
    table = table[used[table["wording"].to_numpy()]]
    table = table[~table["symbol"].isin(excluded)]
    family = families(corpus)[corpus.resolutions.index.get_indexer(table["symbol"])]
    at = (table["wording"].to_numpy(), family)
    carries = csr_array((np.ones(len(table), np.int32), at), (corpus.n_wordings, len(corpus)))
    carriers = np.diff((holders @ carries).indptr)
    common = place[ids >= 0][carriers[inverse] >= least]
    found = np.zeros(int(sizes.sum()) + N, dtype=bool)
    for k in range(N):
        found[common + k] = True
    return found[: int(sizes.sum())]


def _side_of(
    name: str,
    runs: pd.DataFrame,
    words: dict[str, list[str]],
    corpus: Corpus,
    n: int,
    cites: tuple[str, ...],
    is_formulaic: np.ndarray,
) -> Side:
    total = sum(map(len, words.values()))
    kept = without_formulaic(runs, is_formulaic)
    paragraphs = by_paragraph(runs, kept, words)
    return Side(
        name=name,
        n=n,
        words=total,
        matched_words=int(count_matched(runs, []).sum()),
        substantive_words=int(count_matched(kept, []).sum()),
        paragraphs=corpus.with_texts(
            paragraphs, symbol="best_symbol", paragraph="best_paragraph", name="best_text"
        ),
        sources=_by_source(runs, kept, corpus, (name, n, total), cites),
        runs=_shown_runs(runs),
        is_formulaic=_by_id(is_formulaic, {pid: len(w) for pid, w in words.items()}),
    )


def _shown_runs(runs: pd.DataFrame) -> pd.DataFrame:
    """Runs in order of the text, then of days and symbols, as `Side.runs` holds them."""
    import pandas as pd

    keys = (runs["symbol"].cat.codes, runs["adopted_on"], runs["start"], runs["text"])
    order = np.lexsort(keys)
    places = ["paragraph", "start", "length", "symbol", "source_paragraph", "source_start"]
    made = {}
    for name in (*places, "adopted_on"):  # one at a time: there may be millions of rows
        column = runs[name].take(order).reset_index(drop=True)
        named = _named(column) if column.dtype == "category" else column
        made[name] = named.astype(int) if named.dtype == np.int32 else named
    return pd.DataFrame(made)


def without_formulaic(runs: pd.DataFrame, is_formulaic: np.ndarray) -> pd.DataFrame:
    """Return the runs as if the formulaic words were not there: places, lengths without them."""
    kept = np.concatenate([[0], np.cumsum(~is_formulaic)])
    start, end = runs["place"].to_numpy(), (runs["place"] + runs["length"]).to_numpy()
    return runs.assign(place=kept[start], length=kept[end] - kept[start])


def count_matched(runs: pd.DataFrame, by: list[str]) -> pd.Series:
    """Count the distinct words that runs (`place`, `length`) match, by group."""
    import pandas as pd

    grouped = runs.groupby(by, observed=True) if by else None
    group = np.zeros(len(runs), dtype=int) if grouped is None else grouped.ngroup().to_numpy()
    start, end = runs["place"].to_numpy(), (runs["place"] + runs["length"]).to_numpy()
    order = np.lexsort((start, group))
    group, start, end = group[order], start[order], end[order]
    span = int(end.max(initial=0)) + 1
    reach = np.maximum.accumulate(end + group * span)
    before = np.concatenate([[0], reach[:-1]]) - group * span
    fresh = np.maximum(0, end - np.maximum(start, before))
    counts = np.bincount(group, weights=fresh).astype(int)
    return pd.Series(counts, index=None if grouped is None else grouped.size().index)


def by_paragraph(
    runs: pd.DataFrame, kept: pd.DataFrame, words: dict[str, list[str]]
) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame(
        {"words": [len(w) for w in words.values()]}, index=pd.Index(list(words), name="paragraph")
    )
    for name, some in (("matched", runs), ("substantive", kept)):
        counts = count_matched(some, ["paragraph"])
        table[f"{name}_words"] = counts.reindex(table.index, fill_value=0)
    table["share"] = table["matched_words"] / table["words"]
    table["substantive_share"] = table["substantive_words"] / table["words"]
    best = _best_sources(runs).drop_duplicates("paragraph").set_index("paragraph")
    longest = runs.groupby("paragraph", observed=True)["length"].transform("max")
    first = runs[runs["length"] == longest].sort_values(["adopted_on", "symbol"])
    first = first.drop_duplicates("paragraph").set_index("paragraph")
    best, first = best.reindex(table.index), first.reindex(table.index)
    table["best_symbol"], table["best_paragraph"] = map(
        _named, (best["symbol"], best["source_paragraph"])
    )
    table["best_words"] = best["matched_words"].fillna(0).astype(int)
    table["longest_run"] = first["length"].fillna(0).astype(int)
    table["first_symbol"], table["first_date"] = _named(first["symbol"]), first["adopted_on"]
    return table.reset_index()


def _best_sources(runs: pd.DataFrame) -> pd.DataFrame:
    """Source paragraphs of every paragraph, those that match most first, then the earliest."""
    keys = ["paragraph", "symbol", "source_paragraph"]
    found = count_matched(runs, keys).rename("matched_words").reset_index()
    grouped = runs.groupby(keys, observed=True)
    found["longest_run"] = grouped["length"].max().to_numpy()
    found["adopted_on"] = grouped["adopted_on"].first().to_numpy()
    order = ["matched_words", "adopted_on", "symbol", "source_paragraph"]
    return found.sort_values(order, ascending=[False, True, True, True], kind="stable")


def _by_source(
    runs: pd.DataFrame,
    kept: pd.DataFrame,
    corpus: Corpus,
    side: tuple[str, int, int],
    cites: tuple[str, ...],
) -> pd.DataFrame:
    name, n, total = side
    table = count_matched(runs, ["symbol"]).rename("matched_words").reset_index()
    table["substantive_words"] = count_matched(kept, ["symbol"]).to_numpy()
    longest = runs.groupby("symbol", observed=True)["length"].max()
    table["symbol"], table["longest_run"] = _named(table["symbol"]), longest.to_numpy().astype(int)
    table["share"] = table["matched_words"] / total if total else np.nan
    table["cited"] = table["symbol"].isin(held_as(cites, corpus.resolutions.index))
    for column in ("adopted_on", "title", "committee"):
        table[column] = table["symbol"].map(corpus.resolutions[column])
    order = ["matched_words", "adopted_on", "symbol"]
    table = table.sort_values(order, ascending=[False, True, True], ignore_index=True)
    return _captioned_sources(table, name, n)


def _captioned_sources(table: pd.DataFrame, name: str, n: int) -> pd.DataFrame:
    which = "Older resolutions of the selection" if name == SELECTION else f"{name} resolutions"
    table.attrs["caption"] = (
        f"{which[:1].upper()}{which[1:]} that share runs of {n} words or more with the text "
        f"({len(table):,}); substantive_words: without formulaic phrases; cited: by the text."
    )
    table.attrs["reason"] = f"none shares a run of {n} words"
    return table


def _masks(side: Side) -> dict[str, np.ndarray]:
    """Which words of the text each resolution matches."""
    start, end = run_ends(side)
    return {
        str(symbol): spread(start[rows], end[rows], side.words)
        for symbol, rows in side.runs.groupby("symbol").indices.items()
    }


def _by_id(values: np.ndarray, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """Divide values of all words of a text by paragraph."""
    parts = np.split(values, np.cumsum(list(sizes.values()), dtype=int))
    return dict(zip(sizes, parts, strict=False))  # after the last paragraph nothing is left


# shown and as plain objects -----------------------------------------------------------


def _figures(side: Side) -> str:
    share = f" ({side.share:.1%})" if side.words else ""
    return (
        f"{side.matched_words:,} of {side.words:,} words{share} stand in shared runs of {side.n} "
        f"or more words, {side.substantive_words:,} without formulaic phrases"
    )


def _side_dict(side: Side) -> dict[str, Any]:
    sources = side.sources.rename(columns={"matched_words": "covered_words"})
    return {
        "covered_words": side.matched_words,
        "substantive_words": side.substantive_words,
        "share": round(side.share, 6) if side.words else None,
        "sources": sources[["symbol", "covered_words", "cited"]].to_dict("records"),
    }


def _first_seen_dicts(table: pd.DataFrame) -> list[dict[str, Any]]:
    days = table["adopted_on"].dt.date.astype(object)
    rows = table.assign(adopted_on=days.where(table["adopted_on"].notna(), None).map(_as_text))
    return [
        {key: None if value is None or value != value else value for key, value in row.items()}
        for row in rows.astype(object).where(rows.notna(), None).to_dict("records")
    ]


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)


def _paragraph_dicts(side: Side) -> dict[str, dict[str, Any]]:
    names = {"source_paragraph": "paragraph", "matched_words": "covered_words"}
    best = _best_sources(side.runs.assign(place=side.runs["start"]))
    sources = {
        pid: rows.rename(columns=names)[["symbol", *names.values(), "longest_run"]]
        for pid, rows in best.set_index("paragraph").groupby(level=0)
    }
    return {
        row.paragraph: {
            "covered_words": int(row.matched_words),
            "sources": sources[row.paragraph].to_dict("records") if row.matched_words else [],
        }
        for row in side.paragraphs.itertuples()
    }
