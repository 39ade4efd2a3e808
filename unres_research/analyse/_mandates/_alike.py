"""How alike two paragraphs are: runs of six words that both have, and words weighed by rarity."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse._nearness import changes_yearly
from unres_research.analyse._runs import is_substantive, run_matrix
from unres_research.corpus._corpus import Corpus, once_per_corpus
from unres_research.corpus._fingerprints import ranges
from unres_research.corpus._tokens import stop_words

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@once_per_corpus
def likeness_of(corpus: Corpus) -> Likeness:
    """Keep the matrices for as long as the data set."""
    return Likeness(corpus)


class Likeness:
    """Shares that wordings of a data set have in common.

    `runs` are shares of the smaller one's runs of six words; `words` the weighted Jaccard of
    different words, each weighed by how few wordings have it; numbers, ordinals, months and
    function words left out, so that a session that moves on changes nothing.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    @cached_property
    def runs(self) -> csr_array:
        """Shape (wordings, runs), 0 and 1."""
        return run_matrix(self.corpus)

    @cached_property
    def telling_runs(self) -> csr_array:
        """The same without runs that 20 and more families of titles carry."""
        return self.runs[:, np.flatnonzero(is_substantive(self.corpus))].tocsr()

    @cached_property
    def words(self) -> csr_array:
        """Shape (wordings, words), 0 and 1."""
        table = self.corpus.vocabulary
        small = stop_words()
        kept = [
            k
            for k, (term, n) in enumerate(zip(table["term"], table["n"], strict=True))
            if n == 1 and term not in small and not changes_yearly(term)
        ]
        found = self.corpus.wording_counts[:, kept].tocsr().astype(np.float64)
        found.data[:] = 1
        return found

    @cached_property
    def rarity(self) -> np.ndarray:
        """Weight of every word: the logarithm of how few wordings have it."""
        holders = np.bincount(self.words.indices, minlength=self.words.shape[1])
        return np.log(self.words.shape[0] / np.maximum(holders, 1)) + 0.1

    def between(self, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Shares of runs and of words, shape (left, right); NaN where one has none."""
        shared, one, other = _sums(self.runs, left, right)
        smaller = np.minimum(one[:, None], other[None, :])
        in_runs = np.divide(shared, smaller, out=np.full(shared.shape, np.nan), where=smaller > 0)
        shared, one, other = _sums(self.words, left, right, self.rarity)
        total = one[:, None] + other[None, :] - shared
        in_words = np.divide(shared, total, out=np.full(shared.shape, np.nan), where=total > 0)
        return in_runs, in_words

    def held(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Greatest share of each one's runs that one of the others has; NaN without runs."""
        shared, one, _ = _sums(self.runs, left, right)
        most = shared.max(axis=1, initial=0)
        return np.divide(most, one, out=np.full(len(one), np.nan), where=one > 0)


def _sums(
    matrix: csr_array, left: np.ndarray, right: np.ndarray, weight: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weight of what rows share, shape (left, right), and of what each has; matrices of 0 and 1."""
    from scipy.sparse import csr_array

    parts = [_row_parts(matrix, rows) for rows in (left, right)]
    columns, at = np.unique(np.concatenate([c for c, _ in parts]), return_inverse=True)
    some = np.ones(len(columns)) if weight is None else weight[columns]
    places = np.split(at, [len(parts[0][0])])
    one, other = (
        csr_array((np.ones(len(p)), p, ends), shape=(len(ends) - 1, len(columns)))
        for p, (_, ends) in zip(places, parts, strict=True)
    )
    sizes = one @ some, other @ some
    one.data = some[one.indices]
    return (one @ other.T).toarray(), *sizes


def _row_parts(matrix: csr_array, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Columns of some rows, one row after the other, and where each ends; from 0."""
    starts = matrix.indptr[rows].astype(np.int64)
    sizes = matrix.indptr[rows + 1] - starts
    return matrix.indices[ranges(starts, sizes)], np.concatenate([[0], np.cumsum(sizes)])
