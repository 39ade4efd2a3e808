"""The history of a clause: who carried it first and last, and how its words came and went."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research._inputs import check_kind, check_known, check_whole
from unres_research._printable import printable
from unres_research.analyse import _carried as carried
from unres_research.analyse._compare import (
    by_paragraph,
    date_of,
    formulaic_words,
    own_symbol,
    runs_in,
    without_formulaic,
)
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._left_out import AS_ASKED, left_out
from unres_research.analyse._runs import FORMULAIC
from unres_research.analyse._search import Search, records_of, search
from unres_research.corpus import _tokens as tokens
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._fingerprints import N
from unres_research.corpus._searched import collections_of, said, searched
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

MAX_WORDS = 2_000  # of a clause: what is longer is a text, which `compare` takes
LABELS = ("By session", "Whose", "Its longest part", "Left out", "Searched")  # of sentences
_CLAUSE = "clause"  # what a bare clause is called
_NAMED = 3  # series that the answer names
_KEYS = ["collection", "symbol", "paragraph"]
TITLE = 100  # characters of a title in the answer
_OPENING, _NAME = 8, 80  # words and characters of what a clause is called
_QUOTED = 12  # words of a part that the answer quotes


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """A clause and all that is known of it; made by `history`, which says what it holds."""

    text: str
    corpus: Corpus
    record: Resolution | None
    paragraph: str | None
    date: str | None
    left_out: dict[str, str]
    is_formulaic: np.ndarray
    collections: dict[str, Corpus]
    shared: dict[str, pd.DataFrame]  # runs by collection, as `compare` makes them

    @cached_property
    def spans(self) -> list[tuple[str, int, int]]:
        """Words of the clause with their places in its text."""
        return tokens.spans(self.text)

    @property
    def words(self) -> int:
        """Number of words."""
        return len(self.spans)

    @cached_property
    def searched(self) -> pd.DataFrame:
        """The receipt: what was searched, one row a collection."""
        return searched(self.collections.values(), self.left_out)

    @cached_property
    def phrase(self) -> Search | None:
        """A clause of fewer than six words, which have no fingerprint, as it is searched for."""
        if self.words >= N:
            return None
        said = " ".join(word for word, _, _ in self.spans)  # a star is no word, and no wildcard
        both = len(self.collections) > 1
        return search(said, self.corpus, exclude=self.left_out, selection=both)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Runs of six or more words that the clause shares, one row a run and place."""
        return carried.joined(self.shared)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Paragraphs that share a run with the clause, those that hold most of it first."""
        if self.phrase is not None:
            found = self.phrase.places.drop(columns="count")
            return found.assign(matched_words=self.words, longest_run=self.words, whole=True)
        return carried.places(self.runs, self.collections, self.words)

    @cached_property
    def part(self) -> tuple[int, int] | None:
        """First word, and the one after the last, of the longest part that stands elsewhere."""
        if self.places.empty:
            return None
        if self.phrase is not None:
            return 0, self.words
        longest = self.runs[self.runs["length"] == self.runs["length"].max()].iloc[0]
        return int(longest["start"]), int(longest["start"] + longest["length"])

    @property
    def is_whole(self) -> bool:
        """Whether the clause stands elsewhere word for word."""
        return self.part == (0, self.words)

    @cached_property
    def carriers(self) -> pd.DataFrame:
        """Places that hold the whole clause, or else its longest part, the earliest first."""
        if self.phrase is not None:
            return self.places
        start, end = self.part or (0, 0)
        runs = self.runs[(self.runs["start"] == start) & (self.runs["length"] == end - start)]
        keys = ["collection", "symbol", "paragraph"]
        held = self.places.merge(runs[keys].drop_duplicates(), on=keys)
        return held.sort_values(["adopted_on", "symbol"], kind="stable", ignore_index=True)

    @property
    def first(self) -> dict[str, str] | None:
        """Earliest of the carriers: `symbol`, `paragraph`, `adopted_on`, `collection`."""
        return carried.place_of(self.carriers, 0)

    @property
    def latest(self) -> dict[str, str] | None:
        """Last of the carriers, as `first`."""
        return carried.place_of(self.carriers, -1)

    @cached_property
    def by_session(self) -> pd.DataFrame:
        """Sessions of the data set, with how many of their resolutions carry the clause."""
        table = carried.by_session(
            self.carriers, self.places, self.corpus, self.words, self.left_out
        )
        table.attrs["caption"] = (
            f"Resolutions that carry {self.name}, or else its longest part, of all of each "
            "session; with_half: that hold half of its words in one paragraph; most_words: the "
            "most that one paragraph holds."
        )
        return table

    @cached_property
    def series(self) -> pd.DataFrame:
        """Series that carry the clause, those with most resolutions first."""
        return carried.by_series(self.carriers, self._series_of, self.corpus)

    @cached_property
    def _series_of(self) -> pd.Series:
        return carried.series_of(self.collections)

    @cached_property
    def sides(self) -> pd.DataFrame:
        """What `compare` counts of the clause: before its date, after it, in the selection."""
        import pandas as pd

        words = {self.paragraph or _CLAUSE: [word for word, _, _ in self.spans]}
        rows = []
        for name, runs in self._by_side().items():
            kept = without_formulaic(runs, self.is_formulaic)
            rows.append(by_paragraph(runs, kept, words).assign(side=name))
        table = pd.concat(rows, ignore_index=True).drop(columns="paragraph")
        return table[["side", *table.columns.drop("side")]]

    def _by_side(self) -> dict[str, pd.DataFrame]:
        """Runs on both sides of the date, or all; of a selection beside it the earlier ones."""
        main, *others = self.shared
        runs = self.shared[main]
        when = np.datetime64(self.date or "9999-12-31")
        sides = {"earlier" if self.date else "all": runs[runs["adopted_on"] < when]}
        if self.date:
            sides["later"] = runs[runs["adopted_on"] > when]
        for name in others:
            sides[name] = self.shared[name][self.shared[name]["adopted_on"] < when]
        return sides

    @cached_property
    def word_table(self) -> pd.DataFrame:
        """One row a word: where it first and last stood in a run of six words."""
        return carried.word_table(self.runs, self.spans, self.text, self.is_formulaic)

    @property
    def stretches(self) -> pd.DataFrame:
        """Runs of the clause that came and went together, in its order."""
        return self._stretched[0]

    @property
    def stretch_sessions(self) -> pd.DataFrame:
        """How many resolutions of every session hold each of the stretches."""
        return self._stretched[1]

    @cached_property
    def _stretched(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return carried.stretches(self.runs, self.spans, self.text, self.collections)

    @cached_property
    def lineage(self) -> pd.DataFrame:
        """The series of the clause, resolution by resolution, with what each has of its words."""
        itself = [symbol for symbol, reason in self.left_out.items() if reason != AS_ASKED]
        table = self.places if self.carriers.empty else self.carriers
        members = carried.home(itself, table, self._series_of)
        own = [own_symbol(self.record) if self.record else None, self.paragraph]
        return carried.lineage(
            members, own, self.left_out, self.places, self.runs, self.collections
        )

    @cached_property
    def near(self) -> pd.DataFrame:
        """Clauses that are nearest in other words; what holds this one whole is left out."""
        from unres_research.analyse._nearest import nearest

        whole = self.carriers["symbol"].tolist() if self.is_whole else []
        exclude = [*self.left_out, *whole]
        both = len(self.collections) > 1
        found = nearest(self.text, self.corpus, exclude=exclude, selection=both)
        return self.corpus.with_texts(found)

    @property
    def name(self) -> str:
        """What the clause is called: "A/78/L.86 OP3", or its first words."""
        if self.record is None:
            return f"“{self.opening}”"
        title = shown.cell(self.record.title or "the text", _NAME)
        return f"{own_symbol(self.record) or title} {self.paragraph}"

    @property
    def opening(self) -> str:
        """Its first words as they are printed: at most eight, and 80 characters."""
        first, last = self.spans[0], self.spans[:_OPENING][-1]
        said = self.text[first[1] : last[2]]
        if self.words <= _OPENING and len(said) <= _NAME:
            return said
        return f"{said[: _NAME - 2].rstrip()} …"

    def quoted(self, start: int, end: int, most: int = _QUOTED) -> str:
        """Words from one to another as they are printed; of many those in the middle are left."""
        at = self.spans
        if end - start <= most:
            return self.text[at[start][1] : at[end - 1][2]]
        head, tail = start + most // 2, end - (most - most // 2)
        return f"{self.quoted(start, head)} … {self.quoted(tail, end)}"

    @cached_property
    def answer(self) -> tuple[str, ...]:
        """The answer in plain words, sentence by sentence, with the receipt at the end."""
        return tuple(Told(self).lines())

    def __repr__(self) -> str:
        """Name the clause and say where it stands."""
        return printable(f"<History of {self.name}: {self.answer[0]}>", lines=False)

    def _repr_html_(self) -> str:
        """Show the answer, the sessions and the series."""
        parts = [shown.said(line) for line in (self.name, *self.answer)]
        if len(self.carriers):
            columns = ["title", "committees", "resolutions", "of", "first", "latest"]
            parts += [shown.table(self.by_session, floats="{:.1%}".format)]
            parts += [shown.table(self.series[columns].head(6))]
        return shown.block(*parts)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain dicts and lists, ready for JSON."""
        start, end = self.part or (0, 0)
        tables = ("by_session", "series", "stretches", "lineage", "sides", "near", "searched")
        return {
            "clause": self.text,
            "symbol": own_symbol(self.record) if self.record else None,
            "paragraph": self.paragraph,
            "date": self.date,
            "words": self.words,
            "whole": self.is_whole,
            "part": {"start": start, "end": end, "text": self.quoted(start, end, end)}
            if end
            else None,
            "resolutions": self.carriers.drop_duplicates(_KEYS[:2]).shape[0],
            "paragraphs": len(self.carriers),
            "first": self.first,
            "latest": self.latest,
            "left_out": self.left_out,
            "answer": list(self.answer),
            **{name: records_of(getattr(self, name)) for name in tables},
            "places": records_of(self.carriers),
        }


# the answer in words --------------------------------------------------------------------


class Told:
    """The sentences that answer the question of a clause."""

    def __init__(self, found: History) -> None:
        self.found = found

    def lines(self) -> Iterator[str]:
        """All of them, the answer first, the receipt last."""
        found = self.found
        yield from self._where()
        if found.part:
            yield from filter(None, (self._sides(), self._sessions(), self._whose()))
            yield from filter(None, (self._half(), self._formulaic()))
        if found.phrase is not None:
            yield self._short(found.phrase)
        if found.left_out:
            gone = "; ".join(f"{symbol} ({reason})" for symbol, reason in found.left_out.items())
            yield f"Left out: {gone}."
        yield said(found.searched)

    def _short(self, phrase: Search) -> str:
        words = f"{self.found.words} word{'s' if self.found.words != 1 else ''}"
        decided = f"; not exact: {phrase.reason}" if phrase.reason else ", exactly"
        return (
            f"It has {words}, too few for a fingerprint (of six), so that it was searched for as "
            f"a phrase{decided}."
        )

    def _where(self) -> Iterator[str]:
        found = self.found
        elsewhere = "nowhere else" if found.record else "nowhere"
        if found.part is None:
            more = ", not even six words of it in a row" if found.words >= N else ""
            sure = "Nowhere" if found.phrase is None or found.phrase.exact else "Nowhere for sure"
            yield f"{sure} in what was searched{more}."
        elif found.is_whole:
            yield f"Word for word, it stands {self._ends()}: in {self._counted()}."
        else:
            start, end = found.part
            yield (
                f"Word for word, it stands {elsewhere}, but {end - start:,} of its {found.words:,} "
                f"words in a row do, {self._ends()}: in {self._counted()}."
            )
            yield f"Its longest part: “{found.quoted(start, end)}”."

    def _ends(self) -> str:
        first, latest = self.found.first, self.found.latest
        assert first and latest
        if first["symbol"] == latest["symbol"]:
            return f"only in {_place(first)}"
        return f"first in {_place(first)}, last in {_place(latest)}"

    def _counted(self) -> str:
        """How many resolutions of how many: "12 of 2,235 resolutions"."""
        parts: list[str] = []
        for row in self.found.searched.itertuples():
            held = self.found.carriers
            count = held.loc[held["collection"] == row.collection, "symbol"].nunique()
            if count or not parts:
                kind = "older ones of the selection" if parts else "resolutions"
                parts.append(f"{count:,} of {row.resolutions:,} {kind}")
        return " and ".join(parts)

    def _sides(self) -> str:
        """How many resolutions before the date and since."""
        date, held = self.found.date, self.found.carriers.drop_duplicates(_KEYS[:2])
        if not date:
            return ""
        when = np.datetime64(date)
        counts = [int((held["adopted_on"] < when).sum()), int((held["adopted_on"] > when).sum())]
        same = len(held) - sum(counts)
        also = f", and {same:,} on that very day" if same else ""
        return f"Before {date}: in {counts[0]:,}; since: in {counts[1]:,}{also}."

    def _sessions(self) -> str:
        table = self.found.by_session
        parts = [
            f"{row.session}: {row.resolutions:,} of {row.of:,}"
            for row in table.itertuples()
            if row.resolutions
        ]
        return f"By session: {'; '.join(parts)}." if parts else ""

    def _whose(self) -> str:
        table = self.found.series
        named = [_series(row) for row in table.head(_NAMED).itertuples()]
        more = f"; and {len(table) - _NAMED:,} more series" if len(table) > _NAMED else ""
        return f"Whose: {'; '.join(named)}{more}."

    def _half(self) -> str:
        """Where at least half of the words stood first, when that is earlier."""
        found = self.found
        half = found.places[found.places["matched_words"] >= found.words / 2]
        if half.empty:
            return ""
        first = half.sort_values(["adopted_on", "symbol"], kind="stable").iloc[0]
        if found.first and first["symbol"] == found.first["symbol"]:
            return ""
        place = {"symbol": first["symbol"], "paragraph": first["paragraph"]}
        place["adopted_on"] = f"{first['adopted_on']:%Y-%m-%d}"
        return (
            f"At least half of its words stood together first in {_place(place)} "
            f"({first['matched_words']:,} of {found.words:,} in shared runs)."
        )

    def _formulaic(self) -> str:
        count = int(self.found.is_formulaic.sum())
        if not count:
            return ""
        some = "All" if count == self.found.words else f"{count:,}"
        return (
            f"{some} of its {self.found.words:,} words are formulaic: many unrelated resolutions "
            "carry them."
        )


def committee_name(name: str) -> str:
    """Name of a committee as one says it.

    >>> committee_name("Third"), committee_name("Plenary")
    ('Third Committee', 'plenary')
    """
    return "plenary" if name == "Plenary" else f"{name} Committee"


def series_name(title: object, symbol: str) -> str:
    """Title of a series, or the symbol of one of its resolutions where they have none.

    >>> series_name("Lamps", "A/RES/76/1"), series_name("", "A/RES/76/1")
    ('Lamps', 'A/RES/76/1')
    """
    return title if isinstance(title, str) and title.strip() else symbol


def _place(place: Mapping[str, str]) -> str:
    return f"{place['symbol']} {place['paragraph']} of {place['adopted_on']}"


def _series(row: Any) -> str:
    committee = f", {' and '.join(map(committee_name, row.committees))}" if row.committees else ""
    count = f"{row.resolutions:,} of {row.of:,}" if row.of else ""
    older = f"{row.older:,} in the selection" if row.older else ""
    counts = " and ".join(filter(None, (count, older)))
    name = series_name(row.title, row.latest)
    quoted = f"“{shown.cell(name, TITLE)}”" if name == row.title else name
    return f"{quoted} ({counts}{committee})"


# making it ------------------------------------------------------------------------------


def history(
    clause: Resolution | str,
    corpus: Corpus,
    paragraph: str | None = None,
    *,
    date: str | Date | None = None,
    exclude: str | Iterable[str] = (),
    selection: bool = True,
    formulaic: int = FORMULAIC,
) -> History:
    """Tell who said a clause first, who last, in how many resolutions, and how its words changed.

    Parameters
    ----------
    clause : Resolution or str
        A text that `unres_research.load` reads, with the id of one of its paragraphs, or the
        clause itself.
    corpus : Corpus
    paragraph : str, optional
        Id of a paragraph of the text, in any case: "PP3", "op7(a)". Not needed when it has one.
    date : str or datetime.date, optional
        Day that separates earlier from later; by default that of the text, if it has one.
        A clause alone needs none.
    exclude : str or iterable of str
        Symbols to leave out. The text's own symbol and what it was adopted as are always left
        out, as by `compare`.
    selection : bool
        Whether to search the older selection beside the data set, where there is one.
    formulaic : int
        Families of resolutions that make wording formulaic, as for `compare`.

    Returns
    -------
    History
        Shows itself in a notebook; `un.show.coloured` colours it, `un.export.clause` writes its
        page. It has

        - `text`, `words` (count), `name`, `date`, `left_out` and `answer`, the answer in plain
          sentences, the receipt last;
        - `is_whole`, whether the clause stands elsewhere word for word, and `part`, from which
          word to which it does: all, or its longest run; None where no run of six words does;
        - `carriers`, one row a paragraph that holds this part, the earliest first: `collection`,
          `symbol`, `paragraph`, `matched_words`, `longest_run`, `whole`, `kind`, `adopted_on`,
          `session`, `committee`, `title`, and `text` when the data set holds texts; `first` and
          `latest`, the ends of it; `places`, the same of all paragraphs that share any run, those
          that hold most of it first; `runs`, one row a run and place;
        - `by_session`: `session`, `resolutions` that carry it, `of` how many, `share`, `with_half`
          (resolutions with half of the words in one paragraph), `most_words`;
        - `series`, one row a series that carries the part: `title`, `committees`, `resolutions`,
          `of` (resolutions of the series), `older` (resolutions of that title in the selection),
          `first`, `latest` with dates;
        - `sides`, what `compare` counts of this paragraph, with its columns, by `side`;
        - `word_table`, one row a word: `resolutions` that hold it in a shared run, the `first_`
          and the `latest_` of them, `is_formulaic`;
        - `stretches`, runs that came and went together (each six words in a row have the same
          first and last resolution): `start`, `end`, `text`, `resolutions`; and
          `stretch_sessions`, how many resolutions of each session hold them;
        - `lineage`, one row a resolution of the clause's series: its `paragraph` that holds most,
          `matched_words`, `held` (from which word to which), and why it was `left_out` ("" if not);
        - `near`, what is nearest in other words; `searched`, the receipt.

    Raises
    ------
    UnresError
        When there is no such paragraph, no word in it or more than 2,000, or a symbol to leave
        out is not in the data set.

    Notes
    -----
    "First" knows only what was searched: before the data set begins there is the selection alone,
    so that the origin of agreed language is often older. Fewer than six words have no
    fingerprint: they are looked for as a phrase (`phrase`, from `unres_research.search`), without
    tables of their words. A clause has no wildcards: stars are dropped.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> found = history("Decides to tune the violins, flutes and drums of all States.", corpus)
    >>> found.is_whole, found.first["symbol"], len(found.carriers)
    (True, 'A/RES/78/905', 1)
    """
    check_corpus(corpus)
    check_whole(formulaic, "formulaic", 1)
    record, pid, text = _clause_of(clause, paragraph)
    words = {pid or _CLAUSE: tokens.words(text)}
    _check_size(words, text)
    without = left_out(own_symbol(record) if record else None, corpus, exclude)
    collections = {c.collection: c for c in (collections_of(corpus) if selection else [corpus])}
    return History(
        text=text,
        corpus=corpus,
        record=record,
        paragraph=pid,
        date=_day(record, date),
        left_out=without,
        is_formulaic=formulaic_words(words, corpus, tuple(without), formulaic),
        collections=collections,
        shared={name: runs_in(words, c, N, tuple(without)) for name, c in collections.items()},
    )


def _clause_of(
    clause: Resolution | str, paragraph: str | None
) -> tuple[Resolution | None, str | None, str]:
    """The text that a clause was taken from, its id and its words as printed."""
    expected = "a text, from un.load, or the clause as a string"
    check_kind(clause, (Resolution, str), "the clause", expected)
    check_kind(paragraph, (str, type(None)), "the paragraph", "an id such as 'OP3'")
    if isinstance(clause, str):
        if paragraph is not None:
            raise UnresError(
                f"found the paragraph {paragraph!r} of a clause, expected a text with it: un.load"
            )
        return None, None, " ".join(unicodedata.normalize("NFC", clause).split())
    ids = [p.id for p in clause]
    if paragraph is None and len(ids) != 1:
        raise UnresError(
            f"found a text of {len(ids)} paragraphs and no id, expected that of one of them, such "
            f"as {', '.join(ids[:3]) or 'OP1'}"
        )
    pid = ids[0] if paragraph is None else _id_among(paragraph, ids)
    return clause, pid, clause[pid].text


def _id_among(given: str, ids: list[str]) -> str:
    """The id that is meant, whatever its case; an error names those that are near."""
    same = [pid for pid in ids if pid.casefold() == given.strip().casefold()]
    if given not in ids and len(same) == 1:
        return same[0]
    number = re.escape(given.strip())  # "7" for "OP7"
    numbered = [pid for pid in ids if re.fullmatch(rf".*[A-Z]{number}", pid, re.IGNORECASE)]
    where = f"those that end so are {', '.join(numbered)}" if given.strip() and numbered else ""
    check_known([given], ids, "paragraphs of the text", where)
    return given


def _check_size(words: dict[str, list[str]], text: str) -> None:
    (size,) = map(len, words.values())
    if not size:
        raise UnresError(
            f"found no word in the clause {text[:80]!r}, expected letters or digits, such as "
            "'Decides to meet'"
        )
    if size > MAX_WORDS:
        raise UnresError(
            f"found a clause of {size:,} words, expected at most {MAX_WORDS:,}; `compare` takes "
            "whole texts"
        )


def _day(record: Resolution | None, date: str | Date | None) -> str | None:
    """Date that separates earlier from later, if there is one."""
    if record is None:
        record = Resolution(None, "draft", "")
    dated = date is not None or record.adopted_on or record.distributed_on
    return date_of(record, date) if dated else None
