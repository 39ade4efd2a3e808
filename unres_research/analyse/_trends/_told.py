"""What changed terms tell of each other: parts of phrases, neighbours in one passage."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array

from unres_research.analyse._trends._kinds import is_date
from unres_research.analyse._trends._long import long_counts
from unres_research.corpus import Corpus, stop_words
from unres_research.corpus._corpus import once_per_corpus

SAME_PLACES = 0.8  # of a term's paragraphs
_WIDER = 5  # times as many paragraphs may hold what leads
_LONGEST = 12  # words of a phrase
_KNOWN = 3  # words of the longest ones that are in the table of counts
_AT_ONCE = 500  # terms beside all others


@dataclass(frozen=True)
class Places:
    """Where terms stand: wordings, and how many paragraphs of the period have each."""

    held: csr_array  # shape (wordings, terms): counts
    times: np.ndarray  # by wording


def holders_of(terms: list[str], rises: np.ndarray) -> csr_array:
    """Which terms hold which that moves as they do: (terms, terms), 1: the first the second."""
    where, rows, columns = {term: k for k, term in enumerate(terms)}, [], []
    for k, term in enumerate(terms):
        split = term.split()
        for n in range(1, len(split)):
            for a in range(len(split) - n + 1):
                part = where.get(" ".join(split[a : a + n]))
                if part is not None and rises[part] == rises[k]:
                    rows.append(k)
                    columns.append(part)
    found = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(terms), len(terms)))
    found.data[:] = 1
    return found


def without_phrases(held: csr_array, holds: csr_array) -> csr_array:
    """What terms have outside the wordings of the phrases that hold them: (wordings, terms)."""
    covered = ((held > 0).astype(np.int64) @ holds > 0).astype(np.int64)
    outside = csr_array(held - held * covered)
    outside.eliminate_zeros()
    return outside


def leaders(places: Places, order: np.ndarray, terms: list[str], group: np.ndarray) -> np.ndarray:
    """For each term the one, before it in the order, in whose paragraphs it stands; else itself.

    A term is led when four in five of the paragraphs that hold it in the period also hold the
    other, of its own group, which leads itself and is in at most five times as many. A word does
    not lead the phrases that hold it.
    """
    binary = (places.held > 0).astype(float)[:, order].tocsc()
    weighted = csr_array(binary.T.tocsr() * places.times)
    own = np.asarray(weighted.sum(axis=1)).ravel()
    found, leads = np.arange(len(order)), np.zeros(len(order), dtype=bool)
    for start in range(0, len(order), _AT_ONCE):
        beside = np.asarray((weighted[start : start + _AT_ONCE] @ binary).todense())
        for row, k in enumerate(range(start, min(start + _AT_ONCE, len(order)))):
            able = leads[:k] & (beside[row, :k] >= SAME_PLACES * max(own[k], 1))
            able &= (group[order[:k]] == group[order[k]]) & (own[:k] <= _WIDER * own[k])
            able = [j for j in np.flatnonzero(able).tolist()
                    if not _is_word_of(terms[order[j]], terms[order[k]])]  # fmt: skip
            if able:
                found[k] = max(able, key=lambda j: (beside[row, j], -j))
            else:
                leads[k] = True
    told = np.arange(len(terms))
    told[order] = order[found]
    return told


def _is_word_of(word: str, phrase: str) -> bool:
    """Whether one is a single word of the other, a phrase."""
    return " " not in word and word in phrase.split()


def elaborated(told: np.ndarray, said: dict[int, str], terms: list[str]) -> np.ndarray:
    """Let a phrase lead those whose longest phrase holds it; `said`: that of leaders, in order."""
    told = told.copy()
    before: list[int] = []
    for k, phrase in said.items():
        held = [j for j in before if f" {terms[j]} " in f" {phrase} "]
        if held:
            told[told == k] = held[0]
        elif " " in terms[k]:
            before.append(k)
    return told


class Phrases:
    """Longer phrases that most places of a term belong to."""

    def __init__(self, corpus: Corpus, times: np.ndarray) -> None:
        self.corpus, self.times = corpus, times
        self.beside, self.columns = _beside(corpus), _by_term(corpus)
        self.count = np.asarray(times @ corpus.wording_counts)

    def of(self, term: str) -> str:
        """The longest phrase, to twelve words, that has four in five of a term's places."""
        column = self.corpus.column_of[term]
        least = max(1, SAME_PLACES * self.count[column])
        held = np.zeros(self.corpus.n_wordings)
        held[self._wordings(column)] = self._counts(column)
        runs = [term.split()]
        while len(runs[-1]) < _LONGEST:
            for longer, column in self._longer(runs[-1], least):
                more = self._within(held, longer, column, least)
                if self.times @ more >= least:
                    break
            else:
                break
            runs.append(longer)
            held = more
        return " ".join(_trimmed(runs[-1], runs[0]))

    def _longer(self, run: list[str], least: float) -> list[tuple[list[str], int]]:
        """Runs with a word more, before or after, those first that may have most places."""
        found = [([*run, word], column) for column, word in self.beside.after(run[-2:])]
        found += [([word, *run], column) for column, word in self.beside.before(run[:2])]
        able = [pair for pair in found if self.count[pair[1]] >= least]
        return sorted(able, key=lambda pair: (-self.count[pair[1]], pair[0]))

    def _within(self, held: np.ndarray, run: list[str], column: int, least: float) -> np.ndarray:
        """Places of a run by wording, from those of the run before and of its new end."""
        more, wordings = np.zeros(len(held)), self._wordings(column)
        more[wordings] = np.minimum(held[wordings], self._counts(column))
        if len(run) > _KNOWN and self.times @ more >= least:
            return long_counts(self.corpus, tuple(run)).astype(float)
        return more

    def _wordings(self, column: int) -> np.ndarray:
        return self.columns.indices[self.columns.indptr[column] : self.columns.indptr[column + 1]]

    def _counts(self, column: int) -> np.ndarray:
        return self.columns.data[self.columns.indptr[column] : self.columns.indptr[column + 1]]


def _trimmed(run: list[str], term: list[str]) -> list[str]:
    """A run without function words and numbers at its ends, but for the term itself."""
    at = next(k for k in range(len(run)) if run[k : k + len(term)] == term)
    start, end = 0, len(run)
    while start < at and _is_edge(run[start]):
        start += 1
    while end > at + len(term) and _is_edge(run[end - 1]):
        end -= 1
    return run[start:end]


def _is_edge(word: str) -> bool:
    return word in stop_words("function") or is_date(word)


class _Beside:
    """Words that the vocabulary knows before and after one or two others."""

    def __init__(self, corpus: Corpus) -> None:
        table = corpus.vocabulary
        columns = np.flatnonzero(table["n"] > 1).tolist()
        terms = table["term"].to_numpy(dtype=object)[columns].tolist()
        turned = [" ".join(reversed(term.split(" "))) for term in terms]
        self.forward, self.backward = (
            sorted(zip(names, columns, strict=True)) for names in (terms, turned)
        )

    def after(self, run: list[str]) -> Iterator[tuple[int, str]]:
        """Columns of the run with one more word, and the word."""
        return self._next(self.forward, " ".join(run))

    def before(self, run: list[str]) -> Iterator[tuple[int, str]]:
        """Columns of the run with one word before it, and the word."""
        return self._next(self.backward, " ".join(reversed(run)))

    @staticmethod
    def _next(known: list[tuple[str, int]], start: str) -> Iterator[tuple[int, str]]:
        for k in range(bisect_left(known, (f"{start} ", 0)), len(known)):
            name, column = known[k]
            if not name.startswith(f"{start} "):
                break
            word = name[len(start) + 1 :]
            if " " not in word:
                yield column, word


_beside = once_per_corpus(_Beside)


@once_per_corpus
def _by_term(corpus: Corpus) -> csc_array:
    """Counts of all wordings by term."""
    return csc_array(corpus.wording_counts)
