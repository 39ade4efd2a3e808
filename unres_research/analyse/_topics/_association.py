"""How strongly terms go together: in how many series they stand in one paragraph.

A pair counts once a series, however often a text is renewed or repeats itself, so that no long
text makes a topic of its own.

References
----------
Church & Hanks (1990), Word association norms, mutual information, and lexicography, Computational
Linguistics 16. Bouma (2009): the normalisation. Levy, Goldberg & Dagan (2015), Improving
distributional similarity with lessons learned from word embeddings, TACL 3: smoothed contexts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from unres_research.analyse._topics._draws import keys_of

_SMOOTH = 0.75  # exponent of the frequency of the other term
_FEW = 50  # units below which one meeting of two terms counts
_STRONGEST = 100  # associations of a term that are kept


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts to find topics in: counts of terms, and the unit (series) that each belongs to."""

    counts: csr_array  # texts x terms
    terms: np.ndarray
    units: np.ndarray  # name of the unit of every text

    @cached_property
    def names(self) -> np.ndarray:
        """Names of the units, sorted."""
        return np.unique(self.units)

    @cached_property
    def code(self) -> np.ndarray:
        """Place of every text's unit in `names`."""
        return np.searchsorted(self.names, self.units)

    @cached_property
    def term_keys(self) -> np.ndarray:
        return keys_of(self.terms.tolist())

    @cached_property
    def unit_keys(self) -> np.ndarray:
        return keys_of(self.names.tolist())

    @cached_property
    def pairs(self) -> Pairs:
        return Pairs.of(self)

    def rows(self, inside: np.ndarray) -> np.ndarray:
        """Texts whose unit is inside (bools by unit)."""
        return np.flatnonzero(inside[self.code])


@dataclass(frozen=True)
class Pairs:
    """Pairs of terms, and the units in which they stand in one text."""

    first: np.ndarray
    second: np.ndarray
    meet: csr_array  # pairs x units, 1 where they do
    n_terms: int

    @classmethod
    def of(cls, texts: Texts) -> Pairs:
        n, n_units = len(texts.terms), len(texts.names)
        order = np.argsort(texts.code, kind="stable")
        present = texts.counts[order].tocsr().astype(np.float32)
        present.data[:] = 1
        ends = np.searchsorted(texts.code[order], np.arange(n_units + 1))
        found = [_together(present[a:b], n) for a, b in zip(ends, ends[1:], strict=False)]
        sizes = [len(keys) for keys in found]
        keys = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
        unit = np.repeat(np.arange(n_units), sizes)
        known, row, count = np.unique(keys, return_inverse=True, return_counts=True)
        kept = count >= _least(n_units)
        place = np.cumsum(kept) - 1
        inside = kept[row]
        at = (place[row[inside]], unit[inside])
        ones = np.ones(len(at[0]), dtype=np.float32)
        meet = csr_array((ones, at), shape=(int(kept.sum()), n_units)).tocsc()
        return cls(known[kept] // n, known[kept] % n, meet, n)

    def association(self, inside: np.ndarray | None = None) -> csr_array:
        """Terms x terms, symmetric: 0, or above 0 where two meet more often than by chance."""
        n_units = self.meet.shape[1]
        weight = np.ones(n_units) if inside is None else inside.astype(float)
        times = self.meet @ weight
        held = times >= _least(n_units)
        a, b, times = self.first[held], self.second[held], times[held]
        if not len(times):
            return csr_array((self.n_terms, self.n_terms))
        often = np.bincount(a, times, self.n_terms) + np.bincount(b, times, self.n_terms)
        smooth = often**_SMOOTH
        own, other, joint = often / often.sum(), smooth / smooth.sum(), times / often.sum()
        above = np.log(joint) - (np.log(own[a] * other[b]) + np.log(own[b] * other[a])) / 2
        strength = np.maximum(above, 0) / -np.log(joint) * np.log1p(times)
        both = (np.r_[a, b], np.r_[b, a])
        square = (self.n_terms, self.n_terms)
        found = csr_array((np.r_[strength, strength], both), shape=square)
        found.eliminate_zeros()
        return _strongest_of(found)


def _least(n_units: int) -> int:
    """Units in which two terms must meet."""
    return 2 if n_units >= _FEW else 1


def _together(present: csr_array, n: int) -> np.ndarray:
    """Pairs that meet in any row, as first * n + second, first < second."""
    square = (present.T @ present).tocoo()
    upper = square.row < square.col
    return np.sort(square.row[upper].astype(np.int64) * n + square.col[upper])


def _strongest_of(square: csr_array) -> csr_array:
    """Keep what is among the strongest of either term."""
    row = np.repeat(np.arange(square.shape[0]), np.diff(square.indptr))
    order = np.lexsort((square.indices, -square.data, row))
    rank = np.empty(len(order), dtype=int)
    rank[order] = np.arange(len(order)) - square.indptr[row[order]]
    some = square.copy()
    some.data = np.where(rank < _STRONGEST, square.data, 0)
    some.eliminate_zeros()
    return some.maximum(some.T).tocsr()
