"""Two data sets open together: the rows of the first, and those that the second adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import symbols
from unres_research._inputs import as_list
from unres_research.corpus._corpus import Corpus, open_corpus
from unres_research.corpus._features import count_text
from unres_research.corpus._tokens import words
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

    from unres_research.corpus._fingerprints import RunIndex


def add_all(corpus: Corpus, added: Any) -> Corpus:
    """Open with a data set what else was given: folders of data sets, data sets, records."""
    given = as_list(added, "data sets or records to add", (str, Path, Corpus, Resolution))
    records = [a for a in given if isinstance(a, Resolution)]
    for more in (a for a in given if not isinstance(a, Resolution)):
        corpus = _join(corpus, more if isinstance(more, Corpus) else open_corpus(more))
    if records:
        from unres_research.corpus._build import corpus_of_records

        corpus = _join(corpus, corpus_of_records(records))
    return corpus


def _join(base: Corpus, more: Corpus) -> Corpus:
    if not more.has_texts:
        raise UnresError(
            f"found no texts in the data set {more.path}, expected one that holds them: its words "
            "are counted on the vocabulary of the first; build it with `unres build --texts`"
        )
    languages = [c.language for c in (base, more)]
    if languages[0] != languages[1]:
        raise UnresError(
            f"found a data set in {languages[1]!r} in {more.path}, expected one in "
            f"{languages[0]!r}: words of two languages are not compared"
        )
    return Joined(base.path, base.package, base, more)


@dataclass(frozen=True, eq=False, repr=False)
class Joined(Corpus):
    """A data set with what another one, which holds texts, adds to it."""

    base: Corpus
    more: Corpus

    @cached_property
    def resolutions(self) -> pd.DataFrame:
        """As of `Corpus`, the rows of the first where both have one."""
        table = _stack(self.base.resolutions, self.more.resolutions.loc[self._new])
        return table.loc[sorted(table.index, key=symbols.parse)]

    @cached_property
    def paragraphs(self) -> pd.DataFrame:
        """As of `Corpus`, wordings of the second numbered on where the first has them not."""
        table = _stack(self.base.paragraphs, self._added)
        rank = self.resolutions.index.get_indexer(table["symbol"])
        return table.iloc[np.argsort(rank, kind="stable")].reset_index(drop=True)

    @cached_property
    def vocabulary(self) -> pd.DataFrame:
        """The terms of the first, counted in both."""
        from scipy.sparse import csr_array

        every = self.wording_counts[self._added["wording"].to_numpy()]  # a row a paragraph
        rows = self._new.get_indexer(self._added["symbol"])
        ones = np.ones(len(rows), dtype=np.int32)
        belongs = csr_array((ones, (rows, np.arange(len(rows)))), (len(self._new), len(rows)))
        more = {
            "count": np.asarray(every.sum(axis=0)).ravel(),
            "paragraphs": _users(every),
            "resolutions": _users(belongs @ every),
            "wordings": _users(self._new_counts),
        }
        table = self.base.vocabulary.copy()
        for name, extra in more.items():
            table[name] += extra.astype(table[name].dtype)
        return table

    @cached_property
    def wording_counts(self) -> csr_array:
        """As of `Corpus`, the new wordings of the second after those of the first."""
        from scipy.sparse import csr_array, vstack

        return csr_array(vstack([self.base.wording_counts, self._new_counts], format="csr"))

    @cached_property
    def runs(self) -> RunIndex:
        """Fingerprints of both, those of the first under the same numbers."""
        return self.base.runs.with_wordings(self.more.runs, self._wordings[1])

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Source files of both."""
        import pandas as pd

        return pd.concat([self.base.sources, self.more.sources], ignore_index=True)

    @cached_property
    def roll_calls(self) -> pd.DataFrame:
        """As of `Corpus`, each roll call as of the data set that has its resolution."""
        import pandas as pd

        table = pd.concat([c.roll_calls[c.roll_calls.index.isin(own)] for c, own in self._owners])
        return table.loc[[s for s in self.resolutions.index if s in table.index]]

    def _later(self, name: str) -> pd.DataFrame:
        import pandas as pd

        tables = [getattr(corpus, name) for corpus, _ in self._owners]
        rows = [t[t["symbol"].isin(own)] for t, (_, own) in zip(tables, self._owners, strict=True)]
        table = pd.concat(rows, ignore_index=True)
        rank = self.resolutions.index.get_indexer(table["symbol"])
        return table.iloc[np.argsort(rank, kind="stable")].reset_index(drop=True)

    @property
    def _owners(self) -> list[tuple[Corpus, pd.Index]]:
        """The two data sets, each with the symbols whose rows are taken from it."""
        return [(self.base, self.base.resolutions.index), (self.more, self._new)]

    @property
    def selection(self) -> Corpus | None:  # type: ignore[override]
        """As of `Corpus`, that of the first."""
        return self.base.selection

    @property
    def has_texts(self) -> bool:
        """Whether texts are held, of the resolutions of the second at least; here always."""
        return True

    def has_text_of(self, symbol: str) -> bool:
        """See `Corpus.has_text_of`."""
        return symbol in self.more.resolutions.index or self.base.has_text_of(symbol)

    @cached_property
    def texts(self) -> pd.Series:
        """As of `Corpus`, missing where neither holds the text of just that paragraph."""
        import pandas as pd

        places = ["symbol", "paragraph"]
        found = pd.Series(np.nan, index=self.paragraphs.index, dtype=object, name="text")
        for corpus in (self.more, self.base):
            if corpus.has_texts:
                held = corpus.paragraphs[places].assign(text=corpus.texts, mark=_marks(corpus))
                own = self.paragraphs[places].assign(mark=_marks(self))
                found = found.fillna(own.merge(held, how="left", on=[*places, "mark"])["text"])
        return found.where(found.notna(), None)

    def resolution(self, symbol: str) -> Resolution:
        """See `Corpus.resolution`."""
        for corpus in (self.base, self.more):
            if corpus.has_text_of(symbol):
                adoption = self.resolutions["adoption"][symbol]
                record = corpus.resolution(symbol)
                return replace(record, adoption=adoption if adoption == adoption else None)
        self.rows_of(symbol)  # raises when there is no such resolution
        return self.base.resolution(symbol)  # raises, and says what to do

    @property
    def n_wordings(self) -> int:
        """As of `Corpus`."""
        return self.base.n_wordings + len(self._wordings[1])

    @property
    def _rows(self) -> dict[str, int]:
        tables = {"paragraphs": self.paragraphs, "vocabulary": self.vocabulary}
        rows = {name: len(table) for name, table in tables.items()}
        return {**self.base._rows, **rows, "run-hashes": self.runs.n_runs}

    @property
    def _held(self) -> str:
        held = sum(map(self.has_text_of, self.resolutions.index))
        return f"held of {held:,} resolutions"

    @property
    def _folders(self) -> str:
        return f"{self.base._folders}, and {self.more._folders}"

    @cached_property
    def _new(self) -> pd.Index:
        """Symbols that the second adds."""
        symbols = self.more.resolutions.index
        return symbols[~symbols.isin(self.base.resolutions.index)]

    @cached_property
    def _added(self) -> pd.DataFrame:
        """Paragraphs that the second adds, with their wordings under the joined numbers."""
        table = self.more.paragraphs
        table = table[table["symbol"].isin(self._new)]
        return table.assign(wording=self._wordings[0][table["wording"].to_numpy()])

    @cached_property
    def _wordings(self) -> tuple[np.ndarray, np.ndarray]:
        """By wording of the second its joined number (-1: not used), and those that are new."""
        table = self.more.paragraphs
        used = np.unique(table["wording"][table["symbol"].isin(self._new)].to_numpy())
        known = self.base.runs.signatures()
        order = np.argsort(known, kind="stable")
        marks = self.more.runs.signatures()[used]
        at = order[np.minimum(np.searchsorted(known[order], marks), len(order) - 1)]
        same = (marks != 0) & (known[at] == marks)  # short ones have no mark: kept apart
        numbers = np.full(self.more.n_wordings, -1, self.base.paragraphs["wording"].dtype)
        numbers[used[same]] = at[same]
        new = used[~same]
        numbers[new] = self.base.n_wordings + np.arange(len(new))
        return numbers, new

    @cached_property
    def _new_counts(self) -> csr_array:
        """Counts of the new wordings of the second, on the vocabulary of the first."""
        first = ~self.more.paragraphs["wording"].duplicated()
        texts = self.more.texts[first].set_axis(self.more.paragraphs["wording"][first])
        lists = (words(text) for text in texts.loc[self._wordings[1]])
        return count_text(lists, self.base)


def _stack(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Set rows under rows; numbers of which one side misses some are floats."""
    import pandas as pd

    types = {
        name: np.result_type(kind, second[name].dtype)
        for name, kind in first.dtypes.items()
        if kind != second[name].dtype
    }
    return pd.concat([first.astype(types), second[first.columns].astype(types)])


def _users(counts: csr_array) -> np.ndarray:
    """Number of rows that have each column."""
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _marks(corpus: Corpus) -> np.ndarray:
    """A number a paragraph that equal words share: of its runs, or of short ones their length."""
    table = corpus.paragraphs
    marks = corpus.runs.signatures()[table["wording"].to_numpy()]
    return np.where(marks == 0, table["words"].to_numpy().astype(np.uint64), marks)
