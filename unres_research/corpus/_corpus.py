"""The data set: tables of resolutions and paragraphs, sparse counts, fingerprints."""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from unres_research import _shown as shown
from unres_research import symbols as of_symbols
from unres_research._inputs import as_list, as_path, check_kind, check_known, check_whole
from unres_research._names import BODY_KINDS
from unres_research._storage import of_cell
from unres_research.corpus._chosen import chosen, said_of
from unres_research.corpus._entry import Entry
from unres_research.corpus._fingerprints import RunIndex
from unres_research.corpus._held import DESCRIPTION, Held, open_again, open_held
from unres_research.corpus._schema import COLUMNS, COMPLETE, SELECTION, TEXT_FILES, file_of
from unres_research.corpus._sound import (
    check_columns,
    check_later,
    check_paragraphs,
    check_resolutions,
    check_runs,
    check_vocabulary,
    steps_of_terms,
    unsound,
)
from unres_research.corpus._texts import unpack
from unres_research.corpus._votes import roll_calls
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from nltk.probability import FreqDist
    from scipy.sparse import csr_array

    from unres_research.analyse._search import Search

_T = TypeVar("_T")
OLDER = "older"  # folder of the selection, in that of a complete collection
_SELECTED = "a selection of {n:,} of {first} to {last}"
_PACKAGE = Path(__file__).resolve().parents[1]


def once_per_corpus(function: Callable[[Corpus], _T]) -> Callable[[Corpus], _T]:
    """Keep what a function makes of a data set for as long as the data set lives."""
    made: WeakKeyDictionary[Corpus, _T] = WeakKeyDictionary()

    @wraps(function)
    def kept(corpus: Corpus) -> _T:
        if corpus not in made:
            made[corpus] = function(corpus)
        return made[corpus]

    return kept


@dataclass(frozen=True, eq=False)
class Corpus:
    """A data set of resolutions, opened from a folder by `open_corpus`.

    What it holds is read from the folder when it is first used. Lists in a table
    (sponsors, cites, ...) are arrays of str.

    Attributes
    ----------
    path : Path
        The folder.
    package : dict
        Its `datapackage.json`.

    Notes
    -----
    Tables are shared, not copied: copy one before you change it. It holds no
    text: counts, in which rare words and phrases of four words and more are missing, and
    fingerprints, which tell whether six words stand in a row. A data set that you build from your
    own library also holds the texts (`has_texts`).

    Examples
    --------
    >>> corpus = open_corpus()
    >>> corpus.resolutions.loc["A/RES/78/311", "title"]
    'Enhancing international cooperation on capacity-building of artificial intelligence'
    """

    path: Path
    package: dict[str, Any]

    @cached_property
    def resolutions(self) -> pd.DataFrame:
        """One row a resolution, index `symbol`; the columns stand in data/README.md."""
        table = self._frame("resolutions")
        check_resolutions(table, self.path)
        table["session"] = table["session"].astype("Int64")
        return table.set_index("symbol", drop=False).rename_axis(None)

    @cached_property
    def paragraphs(self) -> pd.DataFrame:
        """One row a paragraph, in the order of the corpus; `symbol` names its resolution."""
        table = self._frame("paragraphs")
        check_paragraphs(table, self.resolutions["symbol"], self.n_wordings, self.path)
        return table

    @cached_property
    def actions(self) -> pd.DataFrame:
        """One row an action, in the order of the corpus: what a paragraph asks or decides.

        The columns stand in data/README.md; UnresError in a data set of an earlier version.
        """
        return self._later("actions")

    @cached_property
    def votes(self) -> pd.DataFrame:
        """One row a State and roll call: `vote` is "yes", "no" or "abstain", `name` as printed.

        A Member State without a row was absent, if the lists are whole: see `roll_calls`. They are
        votes of adoption; the metadata have no others.
        """
        return self._later("votes")

    @cached_property
    def sponsors(self) -> pd.DataFrame:
        """One row an entry of the lists of sponsors; `kind` tells States from others."""
        return self._later("sponsors")

    @cached_property
    def roll_calls(self) -> pd.DataFrame:
        """One row a recorded vote, index `symbol`: lists counted, tallies, and if they agree.

        `yes`, `no` and `abstain` are counted from the lists, `in_favour`, `against` and
        `abstaining` the tallies that are printed (missing where none is). `agrees` is true when
        they are equal and every name is known and stands once; else `why` says what is not so.
        `absent` counts Member States in no list, and is missing where `agrees` is false.
        """
        return roll_calls(self.resolutions, self.votes, self._later("roll_calls"))

    @cached_property
    def vocabulary(self) -> pd.DataFrame:
        """One row a term: `term`, `n` (words in it), `count`, `paragraphs`, `resolutions`."""
        table = self._frame("vocabulary")
        check_vocabulary(table, self.path)
        return table

    @cached_property
    def wording_counts(self) -> csr_array:
        """Counts of terms, shape (wordings, terms); paragraphs with equal words share a row."""
        import numpy as np
        from scipy.sparse import csc_array

        table, lengths = self._table("counts"), self.vocabulary["wordings"].to_numpy()
        steps = table["wording_step"].to_numpy()
        wordings, ends = steps_of_terms(steps, lengths, self.n_wordings, self.path)
        counts = table["count"].to_numpy().astype(np.int32)
        pointers = np.concatenate([[0], ends])
        shape = (self.n_wordings, len(lengths))
        return csc_array((counts, wordings.astype(np.int32), pointers), shape=shape).tocsr()

    @cached_property
    def counts(self) -> csr_array:
        """Counts of terms, shape (paragraphs, terms), rows as in `paragraphs`."""
        return self.wording_counts[self.paragraphs["wording"].to_numpy()]

    @cached_property
    def runs(self) -> RunIndex:
        """Fingerprints of all six-word runs, by wording."""
        index = RunIndex.from_tables(
            self._table("run_hashes"), self._table("run_segments"), self.n_wordings
        )
        check_runs(index, self.paragraphs, self.path)
        return index

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row a source file, `path` with `sha256`, `status` and more: see data/README.md."""
        import pandas as pd

        data = self._held_open.read("sources.csv")
        types = {
            name: "int64" if kind == "integer" else str for name, kind, _ in COLUMNS["sources"]
        }
        try:
            table = pd.read_csv(BytesIO(data), keep_default_na=False, dtype=types)
        except (ValueError, MemoryError, OverflowError) as error:
            raise unsound(self.path, "sources.csv", f"no table ({str(error)[:200]})") from None
        if list(table) != [*types] or len(table) != self._resource("sources.csv")["rowCount"]:
            raise unsound(self.path, "sources.csv", "other columns, or another number of rows")
        table["path"] = [of_cell(path) for path in table["path"]]
        return table

    @property
    def collection(self) -> str:
        """Which resolutions it holds: "complete", all of a period, or a "selection" of them.

        Shares and trends are of complete collections: a selection has no denominator.
        """
        return str(self.package["unres"].get("collection", COMPLETE))

    @cached_property
    def selection(self) -> Corpus | None:
        """The selection of older resolutions beside it (its folder `older`), or None.

        It is opened when first asked for. A selection itself has none.
        """
        folder = self.path / OLDER
        if self.collection == SELECTION or not (folder / DESCRIPTION).is_file():
            return None
        found = _opened(folder)
        if found.collection != SELECTION:
            raise UnresError(
                f"found a data set in {folder} that is not marked as a selection, expected one "
                "made by `make older`; build it again, or remove the folder"
            )
        return found if found.language == self.language else None

    @property
    def language(self) -> str:
        """Language of its texts, a code of two letters."""
        return str(self.package["unres"].get("language", "en"))

    @property
    def has_texts(self) -> bool:
        """Whether the data set holds the texts of its resolutions; the built-in one does not."""
        return any(r["path"] == TEXT_FILES[0] for r in self.package["resources"])

    @cached_property
    def texts(self) -> pd.Series:
        """Text of every paragraph as printed, rows as in `paragraphs`; UnresError without texts."""
        self._need_texts()
        table = self._frame("texts")
        if not table[["symbol", "paragraph"]].equals(self.paragraphs[["symbol", "paragraph"]]):
            raise unsound(self.path, "texts.parquet", "other paragraphs than in paragraphs.parquet")
        return table["text"]

    def text_of(self, symbol: str, paragraph: str) -> str:
        """Text of one paragraph as printed, without footnote marks.

        Parameters
        ----------
        symbol : str
            In canonical form: "A/RES/78/311".
        paragraph : str
            Its id: "PP3", "OP7(a)".

        Returns
        -------
        str

        Raises
        ------
        UnresError
            When the data set holds no texts, no such resolution or no such paragraph.

        Examples
        --------
        >>> from unres_research.corpus import example_corpus
        >>> example_corpus().text_of("A/RES/77/901", "OP1")
        'Decides to protect the fish, coral and whales of all States.'
        """
        self._need_texts(symbol)
        rows = self.rows_of(symbol)
        ids = self.paragraphs["paragraph"].to_numpy()[rows]
        check_known([paragraph], ids.tolist(), f"paragraphs of {symbol}")
        text = self.texts.iloc[rows[ids == paragraph][0]]
        if text is None:  # a data set that another one fills in part
            raise UnresError(
                f"found no text of {symbol}, {paragraph} in the data set, expected one that holds "
                f"it; fetch and build it with `unres fetch {symbol} && unres build`, and add its "
                "folder: open_corpus(add='library/data')"
            )
        return text

    def has_text_of(self, symbol: str) -> bool:
        """Tell whether the data set holds the text of a resolution.

        Parameters
        ----------
        symbol : str
            In canonical form: "A/RES/78/311".

        Returns
        -------
        bool
            False too when it has no such resolution.

        Examples
        --------
        >>> from unres_research.corpus import example_corpus
        >>> example_corpus().has_text_of("A/RES/77/901"), open_corpus().has_text_of("A/RES/78/311")
        (True, False)
        """
        return self.has_texts and symbol in self.resolutions.index

    def resolution(self, symbol: str) -> Resolution:
        """Record of one resolution, as `unres_research.load` gives it, metadata filled in.

        Parameters
        ----------
        symbol : str
            In canonical form: "A/RES/78/311".

        Returns
        -------
        Resolution

        Raises
        ------
        UnresError
            When the data set holds no texts, or no such resolution.

        Examples
        --------
        >>> from unres_research.corpus import example_corpus
        >>> example_corpus().resolution("A/RES/78/905")["OP1"].opener
        'Decides'
        """
        self._need_texts(symbol)
        texts = self.texts.iloc[self.rows_of(symbol)]
        adoption = self.resolutions["adoption"][symbol]  # NaN where it is missing
        record = self._records[symbol]
        try:
            return unpack(record, texts, adoption if adoption == adoption else None)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            what = f"no record of {symbol} ({str(error)[:200]})"
            raise unsound(self.path, "records.parquet", what) from None

    def with_texts(
        self,
        frame: pd.DataFrame,
        *,
        symbol: str = "symbol",
        paragraph: str = "paragraph",
        name: str = "text",
    ) -> pd.DataFrame:
        """Add the texts of the paragraphs that a table names, when the data set holds them.

        Parameters
        ----------
        frame : pandas.DataFrame
            One row a paragraph.
        symbol, paragraph : str
            Columns that name the resolution and the paragraph.
        name : str
            Column to add, the last.

        Returns
        -------
        pandas.DataFrame
            A copy with the texts, missing where the data set has no such paragraph; without
            texts the table as it was given.

        Examples
        --------
        >>> import pandas as pd
        >>> from unres_research.corpus import example_corpus
        >>> places = pd.DataFrame({"symbol": ["A/RES/77/901"], "paragraph": ["OP1"]})
        >>> example_corpus().with_texts(places).columns.tolist()
        ['symbol', 'paragraph', 'text']
        >>> open_corpus().with_texts(places).columns.tolist()
        ['symbol', 'paragraph']
        """
        import pandas as pd

        check_known([symbol, paragraph], frame.columns, "columns of the table")
        if not self.has_texts:
            return frame
        places = pd.MultiIndex.from_frame(self.paragraphs[["symbol", "paragraph"]])
        wanted = pd.MultiIndex.from_arrays([frame[symbol], frame[paragraph]])
        rows = places.get_indexer(wanted)
        values = self.texts.to_numpy(dtype=object)[rows]
        values[rows < 0] = None
        return frame.assign(**{name: pd.Series(values, index=frame.index, dtype=object)})

    @cached_property
    def _records(self) -> pd.Series:
        table = self._frame("records")
        if table["symbol"].tolist() != self.resolutions["symbol"].tolist():
            raise unsound(self.path, "records.parquet", "other symbols than in resolutions.parquet")
        return table.set_index("symbol")["record"]

    def _need_texts(self, symbol: str = "SYMBOL") -> None:
        if not self.has_texts:
            raise UnresError(
                f"found no texts in the data set {self.path}, expected one that holds them: it "
                "has counts and fingerprints only; fetch and build one with `unres fetch "
                f"{symbol} && unres build`, and add its folder: open_corpus(add='library/data')"
            )

    @property
    def first_date(self) -> str:
        """Date of the earliest adoption in the data set, ISO."""
        return str(self.resolutions["adopted_on"].min().date())

    @property
    def last_date(self) -> str:
        """Date of the latest adoption in the data set, ISO."""
        return str(self.resolutions["adopted_on"].max().date())

    @property
    def symbols(self) -> list[str]:
        """Symbols of its resolutions, in the order of the data set."""
        return self.resolutions.index.tolist()

    def __len__(self) -> int:
        return len(self.resolutions)

    def __iter__(self) -> Iterator[str]:
        return iter(self.symbols)

    def __contains__(self, symbol: object) -> bool:
        return symbol in self.resolutions.index

    def __getitem__(self, symbol: str) -> Entry:
        """What is known of one resolution, by its symbol; UnresError when there is none.

        >>> open_corpus()["A/RES/78/311"]
        <A/RES/78/311 (2024-07-01) Enhancing international cooperation on capacity-building of ...>
        """
        check_kind(symbol, str, "the symbol", "a string such as 'A/RES/78/265'")
        symbol = of_symbols.normalise(symbol)
        self.rows_of(symbol)  # raises when there is no such resolution
        return Entry(symbol, self)

    def search(self, phrase: str, **options: Any) -> Search:
        """Where a phrase stands in it: `un.search(phrase, corpus, **options)`.

        Examples
        --------
        >>> from unres_research.corpus import example_corpus
        >>> example_corpus().search("whales, reefs")
        <Search of 'whales, reefs': ...>
        """
        from unres_research.analyse._search import search

        return search(phrase, self, **options)

    def about(self, subject: str) -> Corpus:
        """The part of the data set that is about a subject.

        A resolution counts when one of its UNBIS terms is the subject or its title has its words,
        capitals or not.

        Parameters
        ----------
        subject : str
            Such as "oceans" or "RIGHTS OF THE CHILD".

        Returns
        -------
        Corpus
            As of `subset`; its `symbols` are those of the resolutions, at least one.

        Raises
        ------
        UnresError
            When no resolution has the subject or its words in the title; near subjects are named.

        Notes
        -----
        Words of titles count as they are printed: "ocean" is not found in "oceans".

        Examples
        --------
        >>> "A/RES/78/311" in open_corpus().about("artificial intelligence")
        True
        """
        return self.subset(subjects=subject)

    def subset(
        self,
        symbols: Any = None,
        *,
        subjects: Any = None,
        sessions: Any = None,
        committees: Any = None,
        after: Any = None,
        before: Any = None,
    ) -> Corpus:
        """A part of the data set, on which all analyses work.

        Parameters
        ----------
        symbols : str, list of str, or sequence of bool, optional
            Resolutions by symbol, or a bool for each row of `resolutions`.
        subjects, sessions, committees : str (or int), or list of them, optional
            Resolutions with one of the subjects (as for `about`), of one of the sessions, of one of
            the committees.
        after, before : str or date, optional
            Those adopted on this day or later, and before that day.

        Returns
        -------
        Corpus
            The resolutions that meet all filters. Its dates are those of the whole, which it
            covers; its vocabulary too, counted anew: words that it does not use have counts of 0.
            The selection of older resolutions is not beside it.

        Raises
        ------
        UnresError
            When nothing meets all filters; when a value is not known, with near ones.

        Notes
        -----
        Shares are of the part then: a trend in `corpus.about("oceans")` says how often a term
        stands in resolutions on oceans, not in all. When "first" is to be first of all, search the
        whole.

        Examples
        --------
        >>> from unres_research.corpus import example_corpus
        >>> corpus = example_corpus()
        >>> corpus.subset(sessions=77)
        <Part of 8 of 16 resolutions (sessions 77), 8 paragraphs, ...>
        >>> len(corpus.subset(corpus.resolutions["in_favour"] > 4))
        4
        """
        filters = {"subjects": subjects, "sessions": sessions, "committees": committees}
        days = {"after": after, "before": before}
        inside = chosen(self, symbols=symbols, **filters, **days)
        from unres_research.corpus._part import part_of

        named = None if symbols is None else "those given"
        return part_of(self, inside, said_of(symbols=named, **filters, **days))

    def __repr__(self) -> str:
        named = "Selection" if self.collection == SELECTION else "Corpus"
        beside = self._beside(f"; beside it {_SELECTED}")
        return (
            f"<{named} of {len(self):,} resolutions, {self._rows['paragraphs']:,} paragraphs, "
            f"{self.first_date} to {self.last_date}{beside}>"
        )

    def _beside(self, said: str) -> str:
        """Say what selection is beside it, "" when there is none."""
        try:
            older = self.selection
        except UnresError as error:  # whoever uses the selection is told; a name must not fail
            return said[: -len(_SELECTED)] + f"a selection that cannot be opened ({error})"
        if older is None:
            return ""
        return said.format(n=len(older), first=older.first_date[:4], last=older.last_date[:4])

    @property
    def _folders(self) -> str:
        return str(self.path)

    @property
    def _held(self) -> str:
        return "held" if self.has_texts else "not held"

    def _repr_html_(self) -> str:
        """Return what it holds as a small table for a notebook; every string is escaped."""
        named = self.resolutions["session"].nunique()
        sessions = named + self.resolutions["special_session"].nunique()
        holds = {
            "resolutions": f"{len(self):,}, adopted {self.first_date} to {self.last_date}",
            "sessions": f"{sessions:,}",
            "paragraphs": f"{self._rows['paragraphs']:,} of {self.n_wordings:,} wordings",
            "vocabulary": f"{self._rows['vocabulary']:,} words and phrases",
            "fingerprints": f"{self._rows['run-hashes']:,} runs of six words",
            "texts": self._held,
            "selection": self._beside(_SELECTED) or "none beside it",
            "folder": self._folders,
        }
        return shown.block(shown.pairs((name, html.escape(value)) for name, value in holds.items()))

    def body(self) -> np.ndarray:
        """Tell which paragraphs are preambular, operative or sub-paragraphs.

        Returns
        -------
        numpy.ndarray
            Shape (paragraphs,), bool, rows as in `paragraphs`.

        Examples
        --------
        >>> from unres_research.corpus import example_corpus
        >>> int(example_corpus().body().sum())
        16
        """
        return self.paragraphs["kind"].isin(BODY_KINDS).to_numpy()

    def rows_of(self, symbols: str | Iterable[str]) -> np.ndarray:
        """Row numbers of the paragraphs of one or several resolutions.

        Parameters
        ----------
        symbols : str or iterable of str
            In canonical form: "A/RES/78/311".

        Returns
        -------
        numpy.ndarray
            Rows of `paragraphs` and `counts`, in order of the data set.

        Raises
        ------
        UnresError
            When the data set has no resolution of that symbol.

        Examples
        --------
        >>> len(open_corpus().rows_of("A/RES/78/311"))
        30
        """
        wanted = as_list(symbols, "symbols")
        where = f"the data set runs from {self.first_date} to {self.last_date}"
        check_known(wanted, self.resolutions.index, "symbols of the data set", where)
        return self.paragraphs["symbol"].isin(wanted).to_numpy().nonzero()[0]

    def term_counts(self, terms: str | Sequence[str]) -> csr_array:
        """Counts of the given terms in every paragraph.

        Parameters
        ----------
        terms : str or sequence of str
            Words and phrases of up to three words, in lower case; one string is one term.

        Returns
        -------
        scipy.sparse.csr_array
            Shape (paragraphs, len(terms)), rows as in `paragraphs`.

        Raises
        ------
        UnresError
            When a term is not in the vocabulary: it is longer than three words, or too
            rare to be in the data set.

        Notes
        -----
        Forms are not joined: "right" does not count "rights". For rates by session use
        `unres_research.trends`.

        Examples
        --------
        >>> from unres_research.corpus import example_corpus
        >>> example_corpus().term_counts(["whales", "decides"]).sum(axis=0).tolist()
        [3, 16]
        """
        columns = self.columns(terms)
        counts = self.wording_counts[:, columns]
        return counts[self.paragraphs["wording"].to_numpy()]

    def frequencies(self, n: int = 1) -> FreqDist:
        """Frequencies of words or phrases, as NLTK counts them.

        Parameters
        ----------
        n : {1, 2, 3}
            Words in a phrase.

        Returns
        -------
        nltk.FreqDist
            Occurrences in preambular, operative and sub-paragraphs; `most_common`, `freq`,
            `plot`, `hapaxes` and all else that NLTK offers.

        Notes
        -----
        No text is needed. What is too rare to be in the vocabulary is not counted: of the
        built-in data set words of one paragraph, and phrases of few. So `freq`, `hapaxes` and `B`
        are of what is counted; with texts `un.corpus.nltk_text(corpus).vocab()` has all words.

        Examples
        --------
        >>> from unres_research.corpus import example_corpus
        >>> example_corpus().frequencies()["whales"], example_corpus().frequencies(2).N()
        (3, 48)
        """
        import numpy as np
        from nltk.probability import FreqDist

        from unres_research.corpus._features import resolution_counts

        check_whole(n, "n", 1, 3)
        columns = np.flatnonzero(self.vocabulary["n"].to_numpy() == n)
        times = resolution_counts(self, columns).sum(axis=0).tolist()
        terms = self.vocabulary["term"].to_numpy()[columns]
        return FreqDist({t: k for t, k in zip(terms, times, strict=True) if k})

    @property
    def _rows(self) -> dict[str, int]:
        """Rows of every table, as the description names them."""
        return {r["name"]: r["rowCount"] for r in self.package["resources"] if "rowCount" in r}

    @property
    def n_wordings(self) -> int:
        """Number of distinct wordings, the rows of `wording_counts`."""
        return int(self.package["unres"]["wordings"])

    @cached_property
    def column_of(self) -> dict[str, int]:
        """Column of every term in `counts`."""
        columns = {term: column for column, term in enumerate(self.vocabulary["term"].tolist())}
        if len(columns) < len(self.vocabulary):
            raise unsound(self.path, "vocabulary.parquet", "a term twice")
        return columns

    def columns(self, terms: str | Sequence[str]) -> list[int]:
        """Columns of terms in `counts`.

        Parameters
        ----------
        terms : str or sequence of str

        Returns
        -------
        list of int
            In the order of the terms.

        Raises
        ------
        UnresError
            When a term is not in the vocabulary; it names those that are missing.

        Examples
        --------
        >>> from unres_research.corpus import example_corpus
        >>> corpus = example_corpus()
        >>> corpus.vocabulary["term"][corpus.columns(["whales", "decides"])].tolist()
        ['whales', 'decides']
        """
        wanted = as_list(terms, "terms")
        where = (
            "corpus.vocabulary lists words and phrases of up to three words, in lower case, that "
            "occur often enough"
        )
        check_known(wanted, self.column_of, "terms of the vocabulary", where)
        return [self.column_of[t] for t in wanted]

    @cached_property
    def _held_open(self) -> Held:
        """Files of this version; `open_corpus` gives them, a copy opens them again."""
        return open_again(self.path, self.package)

    def __getstate__(self) -> dict[str, Any]:
        """All but the open files, which no other process and no copy can have."""
        return {name: value for name, value in self.__dict__.items() if name != "_held_open"}

    def _table(self, name: str) -> pa.Table:
        """Table of a file, with the columns, types and rows that it must have."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        file = file_of(name)
        resource = self._resource(file)
        data = self._held_open.read(file)
        try:  # Arrow's threads gain nothing here, and may end a process that ends
            table = pq.ParquetFile(pa.BufferReader(data)).read(use_threads=False)
            check_columns(table, name, resource["rowCount"], self.path)
        except UnresError:
            raise
        except (OSError, ValueError, MemoryError, pa.ArrowException) as error:
            raise unsound(self.path, file, f"no table ({str(error)[:200]})") from None
        return table

    def _frame(self, name: str) -> pd.DataFrame:
        return self._table(name).to_pandas(date_as_object=False, use_threads=False)

    def _later(self, name: str) -> pd.DataFrame:
        """Table that data sets of earlier versions lack; its numbers may be missing."""
        if file_of(name) not in self._held_open.described:
            raise UnresError(
                f"found a data set in {self.path} made by an earlier version, without "
                f"{file_of(name)}, expected one that has it; build it again with `unres build`"
            )
        table = self._frame(name)
        check_later(table, name, self.resolutions["symbol"], self.path)
        numbers = table.select_dtypes("number").columns
        return table.astype(dict.fromkeys(numbers, "Int64"))

    def _resource(self, file: str) -> dict[str, Any]:
        return next(r for r in self.package["resources"] if r["path"] == file)


def built_in() -> Path:
    """Folder of the built-in data set: in the installed package, or in the repository."""
    inside = _PACKAGE / "data"
    return inside if inside.is_dir() else _PACKAGE.parent / "data"


def default_path() -> Path:
    """Folder of the data set: the one in `UNRES_DATA`, else the built-in one."""
    return Path(os.environ.get("UNRES_DATA") or built_in())


def open_corpus(path: str | Path | None = None, *, add: Any = ()) -> Corpus:
    """Open a data set, alone or with others.

    Parameters
    ----------
    path : path, optional
        A folder made by `unres build`; by default the folder in the environment variable
        `UNRES_DATA`, else the built-in data set.
    add : path, Corpus, Resolution, or list of them, optional
        Data sets with texts (a library's: "library/data"), or records of adopted resolutions,
        to have beside it.

    Returns
    -------
    Corpus
        With others, one data set of the resolutions of all, in the order of the symbols.

    Raises
    ------
    UnresError
        When the folder holds no data set, a half-written one, or one made by another
        version of the analyser; when one to add holds no texts or is in another language; when
        a record to add is no resolution with symbol and date.

    Notes
    -----
    All files are opened at once, in one version: a data set that is built again, moved or
    removed while it is open stays what it was for who has it open. (On Windows, which replaces no
    open file, all bytes are read at once.) A copy, and what is sent to another process, holds the
    tables that were read, and opens the files again for others: in the same version, or not at
    all. The sizes of the files are compared with the description when the data set is opened, the
    SHA-256 of each when it is read, and types, rows and ids with what they must be. For all files
    of the built-in data set that takes about a tenth of a second.

    Where a resolution stands in several data sets, the first one's rows are kept, and the others
    give its text if they hold it (`Corpus.has_text_of`); `texts` is missing for the rest, and
    for paragraphs that were read differently. Comparisons are the same as if all documents had
    been built together. Counts of words are on the vocabulary of the first data set: words that
    only the others use are not in it. Paragraphs of fewer than six words have no fingerprint,
    so that an added one is a wording of its own.

    Examples
    --------
    >>> open_corpus()
    <Corpus of ... resolutions, ... paragraphs, ... to ...>
    >>> open_corpus("nowhere")
    Traceback (most recent call last):
    unres_research.errors.UnresError: found no datapackage.json in nowhere, expected ...

    With an invented data set beside it:

    >>> from unres_research.corpus import example_corpus
    >>> both = open_corpus(add=example_corpus())
    >>> len(both) - len(open_corpus()), both.has_text_of("A/RES/77/901")
    (16, True)
    """
    said = "the path of its folder"
    corpus = _opened(default_path() if path is None else as_path(path, "the data set", said))
    if isinstance(add, (list, tuple)) and not add:
        return corpus
    from unres_research.corpus._joined import add_all

    return add_all(corpus, add)


def _opened(folder: Path) -> Corpus:
    package, held = open_held(folder)
    corpus = Corpus(folder, package)
    corpus.__dict__["_held_open"] = held
    return corpus
