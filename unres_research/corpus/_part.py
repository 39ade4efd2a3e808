"""A part of a data set: some of its resolutions, with all that belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from unres_research.corpus._corpus import Corpus
from unres_research.corpus._fingerprints import RunIndex
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array


def part_of(corpus: Corpus, inside: np.ndarray, how: str) -> Corpus:
    """Make a data set of the resolutions that are marked; `how` says by what they were chosen."""
    package = {**corpus.package, "unres": {**corpus.package["unres"], "selected": how}}
    return Part(corpus.path, package, corpus, inside)


def whole_of(corpus: Corpus) -> Corpus:
    """Return the data set that a part is of, or the data set itself."""
    return corpus.whole if isinstance(corpus, Part) else corpus


@dataclass(frozen=True, eq=False, repr=False)
class Part(Corpus):
    """Some resolutions of a data set; the vocabulary stays that of the whole."""

    whole: Corpus
    inside: np.ndarray  # bools, by resolution of the whole

    @property
    def chosen_by(self) -> str:
        """What its resolutions have in common: "subjects OCEANS; sessions 78, 79"."""
        return str(self.package["unres"]["selected"])

    @cached_property
    def resolutions(self) -> pd.DataFrame:
        """As of `Corpus`, those chosen."""
        return self.whole.resolutions[self.inside]

    @cached_property
    def paragraphs(self) -> pd.DataFrame:
        """As of `Corpus`, with wordings numbered anew."""
        table = self.whole.paragraphs[self._kept]
        numbers = np.searchsorted(self._used, table["wording"].to_numpy())
        kind = table["wording"].dtype
        return table.assign(wording=numbers.astype(kind)).reset_index(drop=True)

    @cached_property
    def vocabulary(self) -> pd.DataFrame:
        """The terms of the whole, counted in the part: those that do not occur are 0."""
        from scipy.sparse import csr_array

        every = self.counts
        rows = self.resolutions.index.get_indexer(self.paragraphs["symbol"])
        ones = np.ones(len(rows), dtype=np.int32)
        belongs = csr_array((ones, (rows, np.arange(len(rows)))), (len(self), len(rows)))
        counted = {
            "count": np.asarray(every.sum(axis=0)).ravel(),
            "paragraphs": _users(every),
            "resolutions": _users(belongs @ every),
            "wordings": _users(self.wording_counts),
        }
        table = self.whole.vocabulary
        return table.assign(**{k: v.astype(table[k].dtype) for k, v in counted.items()})

    @cached_property
    def wording_counts(self) -> csr_array:
        """As of `Corpus`, the wordings of the part."""
        return self.whole.wording_counts[self._used]

    @cached_property
    def runs(self) -> RunIndex:
        """Fingerprints of the wordings of the part."""
        return RunIndex.build([]).with_wordings(self.whole.runs, self._used)

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Source files of the resolutions of the part."""
        table = self.whole.sources
        return table[table["symbol"].isin(self.resolutions.index)].reset_index(drop=True)

    @cached_property
    def roll_calls(self) -> pd.DataFrame:
        """As of `Corpus`, those of the part."""
        table = self.whole.roll_calls
        return table[table.index.isin(self.resolutions.index)]

    def _later(self, name: str) -> pd.DataFrame:
        table: pd.DataFrame = getattr(self.whole, name)
        return table[table["symbol"].isin(self.resolutions.index)].reset_index(drop=True)

    @property
    def selection(self) -> Corpus | None:  # type: ignore[override]
        """None: the selection is beside the whole."""
        return None

    @property
    def has_texts(self) -> bool:
        """As of the whole."""
        return self.whole.has_texts

    def has_text_of(self, symbol: str) -> bool:
        """See `Corpus.has_text_of`."""
        return symbol in self.resolutions.index and self.whole.has_text_of(symbol)

    @cached_property
    def texts(self) -> pd.Series:
        """As of `Corpus`."""
        return self.whole.texts[self._kept].reset_index(drop=True)

    def resolution(self, symbol: str) -> Resolution:
        """See `Corpus.resolution`."""
        self.rows_of(symbol)  # raises when the part has no such resolution
        return self.whole.resolution(symbol)

    @property
    def first_date(self) -> str:
        """As of the whole, whose period a part covers."""
        return self.whole.first_date

    @property
    def last_date(self) -> str:
        """As of the whole, whose period a part covers."""
        return self.whole.last_date

    @property
    def n_wordings(self) -> int:
        """As of `Corpus`."""
        return len(self._used)

    @property
    def _rows(self) -> dict[str, int]:
        rows = {"paragraphs": len(self.paragraphs), "vocabulary": len(self.vocabulary)}
        return {**self.whole._rows, **rows, "run-hashes": self.runs.n_runs}

    def __repr__(self) -> str:
        return (
            f"<Part of {len(self):,} of {len(self.whole):,} resolutions "
            f"({self.chosen_by}), {len(self.paragraphs):,} paragraphs, "
            f"{self.first_date} to {self.last_date}>"
        )

    @property
    def _folders(self) -> str:
        return self.whole._folders

    @property
    def _held(self) -> str:
        return self.whole._held if not self.has_texts else "held"

    @cached_property
    def _kept(self) -> np.ndarray:
        """Which paragraphs of the whole belong to the part, as bools."""
        return self.whole.paragraphs["symbol"].isin(self.resolutions.index).to_numpy()

    @cached_property
    def _used(self) -> np.ndarray:
        """Wordings of the whole that the part uses, ascending."""
        return np.unique(self.whole.paragraphs["wording"].to_numpy()[self._kept])


def _users(counts: csr_array) -> np.ndarray:
    """Number of rows that have each column."""
    return np.bincount(counts.indices, minlength=counts.shape[1])
