"""Has this been said before: a phrase looked for exactly, with first and latest place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research import symbols
from unres_research._inputs import as_day, as_list, check_known
from unres_research._printable import printable
from unres_research.analyse._groups import check_corpus, symbol_or_none
from unres_research.analyse._searching._concordance import lines_of
from unres_research.analyse._searching._hits import PLACES, Hits, hits_of
from unres_research.analyse._searching._query import unknown_of, words_of
from unres_research.analyse._series import unit_of
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._searched import collections_of, said, searched
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 8  # places in a notebook
_UNKNOWN = 5  # words that are named


@dataclass(frozen=True, eq=False, repr=False)
class Search:
    """Places of a phrase in the collections of a data set; made by `search`.

    Attributes
    ----------
    phrase : str
        As it was given.
    words : tuple of str
        As the analyser reads it: capitals and punctuation do not matter.
    corpus : Corpus
    before : str or None
    left_out : tuple of str
        Symbols of the resolutions that were not searched, as asked.
    known : bool
        Whether every word is in a vocabulary.
    unknown : dict of str to tuple of str
        Words that are not, each with words of the data that are spelt nearly so.
    exact : bool
        Whether the data decide where the phrase stands; if not, the figures are the least.
    reason : str
        Why not, or "".
    candidates : pandas.DataFrame
        Paragraphs that hold its words and may hold the phrase; columns of `places`.
    resolutions, paragraphs, occurrences : int
        How many hold it in all collections together, headings and annexes included.
    body_only : dict of str to int
        The same three figures of preambular, operative and sub-paragraphs alone.
    by_collection : pandas.DataFrame
        The same three figures by collection.
    first, latest : dict or None
        The earliest and the latest place: `symbol`, `paragraph`, `adopted_on` (ISO),
        `collection`, and `same_day`, other resolutions of that day that hold it.
    places : pandas.DataFrame
        One row a paragraph, the earliest first: `collection`, `symbol`, `paragraph`, `kind`
        (headings and annexes are places too), `count`, `adopted_on`, `session` (78, "ES-10"),
        `committee`, `title`, and `text` when the data set holds texts.
    by_session, by_committee : pandas.DataFrame
        Of the complete collection alone: `resolutions` that hold it, `of` (all that were
        searched), `share`; a selection has no denominator.
    series : int
        Number of series of the complete collection whose resolutions hold it.
    symbol : str or None
        Where the phrase is a document symbol, that; `cited_by` tells what cites it.
    cited_by : pandas.DataFrame
        Paragraphs that cite the symbol; columns of `places`.
    searched : pandas.DataFrame
        The receipt, one row a collection.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = search("coral and whales", example_corpus())
    >>> found
    <Search of 'coral and whales': 1 resolution, first A/RES/77/901 (2023-05-01)>
    >>> found.first["paragraph"], found.exact, found.by_session["share"].tolist()
    ('OP1', True, [0.125, 0.0])
    >>> found.concordance(window=2)[["left", "node", "right"]].values.tolist()[-1]
    ['the fish,', 'coral and whales', 'of all']
    >>> found.to_nltk()[-1].query
    'coral and whales'
    >>> found.twins(example_corpus())["paragraph"].tolist() == found.places["paragraph"].tolist()
    True
    >>> found.to_dict()["resolutions"], found.lines()[1]
    (1, 'first: A/RES/77/901, OP1 (2023-05-01)')
    """

    phrase: str
    words: tuple[str, ...]
    corpus: Corpus
    before: str | None
    left_out: tuple[str, ...]
    unknown: dict[str, tuple[str, ...]]
    hits: tuple[Hits, ...]

    @property
    def known(self) -> bool:
        """Whether every word is in a vocabulary."""
        return not self.unknown

    @property
    def exact(self) -> bool:
        """Whether the data decide where the phrase stands."""
        return all(found.exact for found in self.hits)

    @cached_property
    def reason(self) -> str:
        """Why the data do not decide, or nothing."""
        if self.exact:
            return ""
        held = self.candidates
        where = f"{len(held):,} {_plural('paragraph', len(held))} of " + _counted(
            held["symbol"].nunique()
        )
        some = list(self.unknown)[:_UNKNOWN]
        strange = f"; not counted: {', '.join(some)}" if some else ""
        if any("*" in word for word in self.words):
            return (
                "words that stand in one paragraph alone are not counted, and a * may stand for "
                f"one of them: {where} may hold more{strange}"
            )
        if len(self.words) == 1:
            return f"a word of one paragraph is not counted: {where} may hold it"
        if held.empty:
            return f"where it stands once, it may stand a second time{strange}"
        return (
            "the data hold counts and fingerprints of six words, which do not tell the order of "
            f"all words: {where} may hold it{strange}"
        )

    @cached_property
    def places(self) -> pd.DataFrame:
        """One row a paragraph that holds the phrase, the earliest first."""
        return _by_date([found.places() for found in self.hits])

    @cached_property
    def candidates(self) -> pd.DataFrame:
        """Paragraphs that may hold the phrase."""
        return _by_date([found.places(found.candidates) for found in self.hits])

    @cached_property
    def by_collection(self) -> pd.DataFrame:
        """Resolutions, paragraphs and occurrences by collection."""
        import pandas as pd

        rows = [{"collection": f.corpus.collection, **f.totals()} for f in self.hits]
        return pd.DataFrame(rows)

    @property
    def resolutions(self) -> int:
        """Number of resolutions that hold the phrase."""
        return int(self.by_collection["resolutions"].sum())

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs that hold it."""
        return int(self.by_collection["paragraphs"].sum())

    @property
    def occurrences(self) -> int:
        """How often it stands there."""
        return int(self.by_collection["occurrences"].sum())

    @cached_property
    def body_only(self) -> dict[str, int]:
        """Figures of preambular, operative and sub-paragraphs alone."""
        each = [found.in_body().totals() for found in self.hits]
        return {name: sum(one[name] for one in each) for name in each[0]}

    @property
    def first(self) -> dict[str, Any] | None:
        """Earliest place."""
        return self._place(0)

    @property
    def latest(self) -> dict[str, Any] | None:
        """Latest place."""
        return self._place(-1)

    def _place(self, row: int) -> dict[str, Any] | None:
        if self.places.empty:
            return None
        own = self.places.iloc[row]
        same = self.places.loc[self.places["adopted_on"] == own["adopted_on"], "symbol"]
        return {
            "symbol": own["symbol"],
            "paragraph": own["paragraph"],
            "adopted_on": _iso(own["adopted_on"]),
            "collection": own["collection"],
            "same_day": [s for s in same.unique().tolist() if s != own["symbol"]],
        }

    @cached_property
    def by_session(self) -> pd.DataFrame:
        """Shares by session, of the complete collection."""
        return self._shares("session")

    @cached_property
    def by_committee(self) -> pd.DataFrame:
        """Shares by committee, of the complete collection."""
        return self._shares("committee")

    def _shares(self, name: str) -> pd.DataFrame:
        import pandas as pd

        for found in self.hits:
            if found.corpus.collection == "complete":
                return found.shares(name)
        return pd.DataFrame(columns=[name, "resolutions", "of", "share"])

    @cached_property
    def series(self) -> int:
        """Number of series of the complete collection that hold the phrase."""
        some = [found for found in self.hits if found.corpus.collection == "complete"]
        at = [f.corpus.resolutions.index.get_indexer(f.symbols) for f in some]
        return sum(
            len(np.unique(unit_of(f.corpus)[rows])) for f, rows in zip(some, at, strict=True)
        )

    @cached_property
    def symbol(self) -> str | None:
        """The document symbol that the phrase is, if it is one."""
        return symbol_or_none(self.phrase)

    @cached_property
    def cited_by(self) -> pd.DataFrame:
        """Paragraphs that cite the symbol that the phrase is."""
        tables = []
        for found in self.hits:
            cites = found.corpus.paragraphs["cites"]
            known = {s for some in cites for s in some if self._is_cited(s)}
            rows = [k for k, some in enumerate(cites) if not known.isdisjoint(some)]
            inside = ~found.corpus.paragraphs["symbol"].iloc[rows].isin(found.left_out)
            tables.append(found.places(np.array(rows, dtype=int)[inside.to_numpy()]))
        return _by_date(tables).drop(columns="count")

    def _is_cited(self, cited: str) -> bool:
        """Whether a cited symbol is the one looked for, or a part of it ("217 A (III)")."""
        if self.symbol is None or not cited.startswith(self.symbol.partition(" ")[0]):
            return False
        head, _, session = self.symbol.partition(" (")
        end = re.escape(f" ({session}" if session else "")
        return bool(re.fullmatch(rf"{re.escape(head)}( [A-Z](-[A-Z])?)?{end}", cited))

    @cached_property
    def searched(self) -> pd.DataFrame:
        """The receipt: what was searched."""
        corpora = [found.corpus for found in self.hits]
        return searched(corpora, self.left_out, before=self.before)

    def concordance(self, window: int | str = 8, *, sort: str = "date") -> pd.DataFrame:
        """Show every occurrence with the words before and after it.

        Parameters
        ----------
        window : int or "sentence"
            So many words on either side, or the rest of the sentence.
        sort : {"date", "left", "right"}
            The earliest first; or by the words before it, from the phrase outwards; or by those
            after it.

        Returns
        -------
        pandas.DataFrame
            One row an occurrence: `collection`, `symbol`, `paragraph`, `adopted_on`, `left`,
            `node`, `right`, as printed. `attrs["without_text"]`: places of which the data set
            holds no text, which are not shown.

        Raises
        ------
        UnresError
            When no collection holds texts, or for another window or order.
        """
        if not any(found.corpus.has_texts for found in self.hits):
            raise UnresError(
                f"found no texts in the data set {self.corpus.path}, expected one that holds them, "
                "for the words around a phrase; fetch and build one with `unres fetch SYMBOL && "
                "unres build`, and add its folder: open_corpus(add='library/data')"
            )
        held = self.places.dropna(subset="text")
        table = lines_of(held, self.words, window, sort)
        table.attrs["without_text"] = len(self.places) - len(held)
        return table

    def to_nltk(self, window: int | str = 8, *, sort: str = "date") -> list[Any]:
        """Return the concordance as NLTK's own lines.

        Parameters
        ----------
        window : int or "sentence"
        sort : {"date", "left", "right"}
            Both as for `concordance`.

        Returns
        -------
        list of nltk.text.ConcordanceLine
            `left` and `right` as words, `query`, `offset` (row of the concordance),
            `left_print`, `right_print`, `line`.
        """
        from nltk.text import ConcordanceLine

        rows = self.concordance(window, sort=sort)[["left", "node", "right"]]
        return [
            ConcordanceLine(
                left.split(), node, right.split(), k, left, right, f"{left} {node} {right}"
            )
            for k, (left, node, right) in enumerate(rows.itertuples(index=False, name=None))
        ]

    def twins(self, other: Corpus) -> pd.DataFrame:
        """Find the same paragraphs in a data set in another language.

        Parameters
        ----------
        other : Corpus
            Paragraphs of one resolution have the same ids in all languages.

        Returns
        -------
        pandas.DataFrame
            One row a place whose resolution the other data set has: `symbol`, `paragraph`,
            `adopted_on`, `title` (there), `found` (whether it has that paragraph), and `text`
            and `other_text` where the data sets hold texts.
        """
        check_corpus(other)
        names = ["symbol", "paragraph", "adopted_on", *(["text"] if "text" in self.places else [])]
        table = self.places.loc[self.places["symbol"].isin(other.resolutions.index), names]
        table = table.reset_index(drop=True)
        table.insert(3, "title", table["symbol"].map(other.resolutions["title"]))
        known = set(zip(other.paragraphs["symbol"], other.paragraphs["paragraph"], strict=True))
        own = zip(table["symbol"], table["paragraph"], strict=True)
        table.insert(4, "found", [place in known for place in own])
        return other.with_texts(table, name="other_text")

    def near(self, n: int = 10) -> pd.DataFrame:
        """Find paragraphs that say the same in other words, among those that were searched.

        Parameters
        ----------
        n : int
            How many at most.

        Returns
        -------
        pandas.DataFrame
            The nearest first: `collection`, `symbol`, `paragraph`, `adopted_on`, `title`, `score`,
            how often a paragraph of such a score is the same clause (`precision`, with `low` and
            `high`), `covered` (of the clause, by rarity), `shared_words` and `longest_run` (words).

        Notes
        -----
        Made for whole clauses. The precision was measured on clauses of which an earlier form is
        known: of one that was never said before, all that is near is something else.
        See `search` for the place of a phrase itself.
        """
        from unres_research.analyse._nearest import nearest

        return nearest(
            self.phrase,
            self.corpus,
            n=n,
            exclude=self.left_out,
            before=self.before,
            selection=len(self.hits) > 1,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain objects, as `unres search --json` prints it.

        Returns
        -------
        dict
        """
        return {
            "phrase": self.phrase,
            "known": self.known,
            "exact": self.exact,
            "resolutions": self.resolutions,
            "paragraphs": self.paragraphs,
            "first": self.first,
            "latest": self.latest,
            "by_session": records_of(self.by_session),
            "places": records_of(self.places),
            "searched": records_of(self.searched),
            "occurrences": self.occurrences,
            "body_only": self.body_only,
            "by_collection": records_of(self.by_collection),
            "by_committee": records_of(self.by_committee),
            "words": list(self.words),
            "unknown": {word: list(near) for word, near in self.unknown.items()},
            "reason": self.reason,
            "candidates": records_of(self.candidates.drop(columns="count")),
            "symbol": self.symbol,
            "cited_by": records_of(self.cited_by) if self.symbol else [],
        }

    def lines(self) -> list[str]:
        """Say the answer in a few sentences, without its places.

        Returns
        -------
        list of str
        """
        found = [self._said()]
        if self.paragraphs:
            found += [f"{name}: {_named(place)}" for name, place in
                      (("first", self.first), ("latest", self.latest)) if place]  # fmt: skip
        if self.body_only["paragraphs"] < self.paragraphs:
            own = self.body_only
            found.append(
                f"without headings and annexes: {_counted(own['resolutions'])}, "
                f"{own['paragraphs']:,} {_plural('paragraph', own['paragraphs'])}"
            )
        if len(self.by_session) and self.paragraphs:
            rows = self.by_session.itertuples()
            each = (f"{r.session}: {r.resolutions:,} of {r.of:,}" for r in rows)
            also = any(hit.corpus.collection != "complete" for hit in self.hits)
            alone = " (of the complete collection alone)" * also
            found.append(f"by session{alone}: {', '.join(each)}")
        for word, alike in list(self.unknown.items())[:_UNKNOWN]:
            if self.paragraphs:
                found.append(f"{word!r} is rarer than the words that the data set counts")
            else:
                more = f", near: {', '.join(alike)}" if alike else ""
                found.append(f"unknown word {word!r}{more}")
        if self.reason:
            found.append(f"not exact: {self.reason}")
        if self.symbol:
            held = self.cited_by
            found.append(
                f"{self.symbol} is a document symbol: {len(held):,} "
                f"{_plural('paragraph', len(held))} of {_counted(held['symbol'].nunique())} cite "
                "it (cited_by)"
            )
        return [*found, said(self.searched)]

    def _said(self) -> str:
        least = "" if self.exact else "at least "
        if not self.paragraphs:
            return f"{self._short!r} stands nowhere" + ("" if self.exact else ", as far as known")
        return (
            f"{self._short!r} stands in {least}{_counted(self.resolutions)}, "
            f"{self.paragraphs:,} {_plural('paragraph', self.paragraphs)}, "
            f"{self.occurrences:,} {_plural('time', self.occurrences)}"
        )

    @property
    def _short(self) -> str:
        phrase = " ".join(self.phrase.split())
        return phrase if len(phrase) <= 80 else phrase[:79] + "…"

    def __repr__(self) -> str:
        """Name the phrase and its figures."""
        where = f", first {self.first['symbol']} ({self.first['adopted_on']})" if self.first else ""
        least = "" if self.exact else "at least "
        held = f"{least}{_counted(self.resolutions)}{where}"
        if not self.paragraphs:
            held = "nowhere" if self.exact else "nowhere, as far as known"
        return f"<Search of {printable(self._short, lines=False)!r}: {held}>"

    def _repr_html_(self) -> str:
        """Show the answer, its first places and the receipt."""
        parts = [shown.said(line) for line in self.lines()]
        columns = [c for c in self.places if c not in ("session", "committee")]
        if self.paragraphs:
            parts.insert(-1, shown.table(self.places[columns].head(_SHOWN)))
        return shown.block(*parts)


def search(
    phrase: str,
    corpus: Corpus,
    *,
    selection: bool = True,
    before: str | Date | None = None,
    exclude: str | Iterable[str] = (),
) -> Search:
    """Look for a phrase in every paragraph, exactly.

    Parameters
    ----------
    phrase : str
        A word, a phrase or a whole clause. Capitals and punctuation do not matter; a `*` stands
        for any letters of a word: "climat*".
    corpus : Corpus
    selection : bool
        Search the older selection, too, when the data set has one.
    before : str or datetime.date, optional
        Day: only resolutions that were adopted before it.
    exclude : str or iterable of str
        Symbols of resolutions to leave out.

    Returns
    -------
    Search

    Raises
    ------
    UnresError
        When the phrase holds no word, is longer than any paragraph may be, or has a `*` with
        fewer than two letters beside it; when a symbol to leave out is in no collection, or the
        date is none.

    Notes
    -----
    Counts decide words and frequent phrases of two and three words, fingerprints phrases of six
    words and more. Rarer and other phrases are decided by the order of the words in the
    paragraphs that may hold them, as far as counts and fingerprints tell it; where they do not,
    and no text is at hand, `exact` is False and `candidates` names those paragraphs. Two runs of
    six words may share a fingerprint by chance (`RunIndex.collision_odds`).

    "First" knows only what was searched: look at `searched`. A phrase does not go on from one
    paragraph to the next.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> search("Whale*", corpus).resolutions, search("whales of peace", corpus).resolutions
    (3, 0)
    >>> search("wales", corpus).unknown
    {'wales': ('whales', 'rails')}
    """
    check_corpus(corpus)
    form = words_of(phrase)
    corpora = collections_of(corpus) if selection else [corpus]
    asked = [symbols.normalise(one) for one in as_list(exclude, "symbols to leave out")]
    everything = [symbol for one in corpora for symbol in one.resolutions.index]
    check_known(asked, everything, "symbols of the data set")
    before = None if before is None else as_day(before, "before")
    hits = tuple(hits_of(one, form, _left_out(one, asked, before)) for one in corpora)
    unknown = unknown_of(form, corpora)
    return Search(phrase.strip(), form, corpus, before, tuple(asked), unknown, hits)


def _left_out(corpus: Corpus, asked: list[str], before: str | None) -> tuple[str, ...]:
    """Symbols of a collection that are not searched: those asked for, and later ones."""
    table = corpus.resolutions
    out = table.index.isin(asked)
    if before is not None:
        out |= ~(table["adopted_on"] < np.datetime64(before)).to_numpy()
    return tuple(table.index[out])


def _by_date(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Places of all collections, the earliest first, else in the order of the data."""
    import pandas as pd

    with_text = [*PLACES, *(["text"] if any("text" in table for table in tables) else [])]
    held = [table.reindex(columns=with_text) for table in tables if len(table)]
    table = pd.concat(held) if held else tables[0].reindex(columns=with_text)
    return table.sort_values("adopted_on", kind="stable", ignore_index=True)


def records_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain objects: dates in ISO, what is missing None."""
    return [
        {name: _plain(value) for name, value in row.items()} for row in table.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if value is None or value != value:
        return None
    if hasattr(value, "date"):
        return _iso(value)
    return value.item() if isinstance(value, np.generic) else value


def _iso(day: Any) -> str | None:
    return str(day.date()) if day == day else None


def _plural(name: str, n: int) -> str:
    return name if n == 1 else f"{name}s"


def _counted(n: int) -> str:
    return f"{n:,} {_plural('resolution', n)}"


def _named(place: dict[str, Any]) -> str:
    older = ", in the selection" if place["collection"] == "selection" else ""
    more = f", and {len(place['same_day']):,} more of that day" if place["same_day"] else ""
    return f"{place['symbol']}, {place['paragraph']} ({place['adopted_on']}{older}{more})"
