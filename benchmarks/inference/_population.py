"""The data set as a population to draw samples from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.sparse import csr_array

import unres_research as un
from unres_research.analyse._rates import by_unit
from unres_research.analyse._series import unit_of
from unres_research.corpus import Corpus, resolution_counts


@dataclass(frozen=True)
class Population:
    """Counts of terms (dense) and words by unit: a resolution, or a series."""

    terms: np.ndarray
    counts: np.ndarray
    words: np.ndarray

    @property
    def rates(self) -> np.ndarray:
        return np.asarray(self.counts.sum(axis=0) / self.words.sum())

    @property
    def alike(self) -> np.ndarray:
        """So many users of one occurrence each would vary as much as the users do."""
        apart = self.counts - np.outer(self.words, self.rates)
        with np.errstate(divide="ignore"):  # nothing varies
            return np.asarray(self.counts.sum(axis=0) ** 2 / (apart**2).sum(axis=0))

    @property
    def uneven(self) -> np.ndarray:
        return np.asarray((self.counts > 0).sum(axis=0) / self.alike)


@cache
def corpus() -> Corpus:
    return un.open_corpus()


@cache
def all_counts() -> csr_array:
    """Counts of every term of ten occurrences or more, by resolution."""
    counts = resolution_counts(corpus())
    return csr_array(counts[:, np.flatnonzero(counts.sum(axis=0) >= 10)])


@cache
def all_terms() -> np.ndarray:
    counts = resolution_counts(corpus())
    return np.asarray(corpus().vocabulary["term"].to_numpy()[counts.sum(axis=0) >= 10])


def population(
    unit: str, n_terms: int, *, expected: float = 0, named: tuple[str, ...] = ()
) -> Population:
    """Some terms at random, of those that are `expected` so often in all, and some by name."""
    counts, terms = all_counts(), all_terms()
    often = np.flatnonzero(counts.sum(axis=0) >= expected)
    random = np.random.default_rng(20)
    some = random.choice(often, min(n_terms, len(often)), replace=False)
    where = {term: k for k, term in enumerate(terms)}
    columns = np.unique([*some, *(where[name] for name in named)])
    dense = counts[:, columns].toarray().astype(float)
    words = corpus().resolutions["words"].to_numpy().astype(float)
    if unit == "series":
        dense, words = (by_unit(values, unit_of(corpus())) for values in (dense, words))
    return Population(terms[columns], dense, words)
