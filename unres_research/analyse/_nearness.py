"""How near two clauses are that say the same in other words: what is measured of a pair.

Candidates are the wordings that BM25 puts first by words and pairs of words, and those of the
resolutions that the clause cites; of each, `FEATURES` are measured, and weighed by
`wordlists/nearness.csv`, which `tools/nearness.py` learns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from unres_research import symbols
from unres_research._numerals import ordinal
from unres_research._wordlists import read_list
from unres_research.analyse._runs import families, title_words
from unres_research.corpus import _tokens as analyser
from unres_research.corpus._corpus import Corpus, once_per_corpus
from unres_research.corpus._fingerprints import ranges

FEATURES = (
    "words",  # BM25 of the words, of the highest that there may be
    "covered",  # rarity of the clause's words that the other has, or a word that stands for them
    "covers",  # of the other's words that the clause has so
    "letters",  # cosine of four letters in a row
    "resolution",  # BM25 of the words in a whole resolution that carries the other
    "title",  # rarity of the words of its title that the clause has
    "opener",  # both begin with one verb
    "length",  # logarithm of the shorter one's words by those of the longer
    "cited",  # the clause cites a resolution of the same title as one that carries the other
    "cites_too",  # both cite resolutions of one title
)
COVERED = FEATURES.index("covered")
LITTLE = 0.25  # covered: with less, hits are hardly ever the clause, whatever their score
K1, B = 1.2, 0.75  # of BM25, as Robertson & Zaragoza give them
CANDIDATES = 300  # by words
_CITED = 100  # of the resolutions that are cited
_PAIRS = 0.5  # weight of pairs beside words, among candidates
_GRAM = 4  # letters
_STEM, _LONG = 5, 7  # letters that forms of one word share; of words so long
_FORM = 0.6  # how far another form of a word stands for it
_PASSED_OVER = frozenset(("also", "further", "and", "again"))  # before an opener's verb

Substitutes = Mapping[str, Mapping[str, float]]


@cache
def substitutes(language: str) -> Substitutes:
    """By word those that replace it, with how far they stand for it (0 to 1)."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read_list("substitutes"):
        if row["language"] == language:
            for one, other in ((row["word"], row["other"]), (row["other"], row["word"])):
                found[one][other] = float(row["strength"])
    return dict(found)


@cache
def changes_yearly(word: str) -> bool:
    """Tell whether a word is a number, an ordinal or a month, which say little of the matter.

    >>> [word for word in ("77", "seventy-first", "october", "water") if changes_yearly(word)]
    ['77', 'seventy-first', 'october']
    """
    if word[0].isdigit() or word in _months():
        return True
    return word.endswith(("st", "nd", "rd", "th")) and ordinal(word, "en") is not None


@cache
def _months() -> frozenset[str]:
    return frozenset(row["month"].lower() for row in read_list("months"))


def _grams(word: str) -> set[str]:
    """Four letters in a row, the ends of the word marked.

    >>> sorted(_grams("seas"))
    ['^sea', 'eas$', 'seas']
    """
    marked = f"^{word}$"
    return {marked[k : k + _GRAM] for k in range(max(1, len(marked) - _GRAM + 1))}


def _pairs_of(words: Sequence[str]) -> list[str]:
    return [f"{one} {other}" for one, other in pairwise(words)]


def _rarity(holders: np.ndarray | int, size: int) -> Any:
    """Inverse document frequency of BM25, of what so many of `size` wordings hold."""
    return np.log1p((size - holders + 0.5) / (holders + 0.5))


@cache
def _verb(opener: str) -> str:
    """First word of an opener as far as its forms share it: "recal" of "Also recalling".

    >>> _verb("Also recalling"), _verb("Recalls"), _verb("")
    ('recal', 'recal', '')
    """
    told = [w for w in analyser.words(opener) if w not in _PASSED_OVER]
    return told[0][:_STEM] if told else ""


@dataclass(frozen=True)
class Clause:
    """A clause that others are laid beside."""

    words: tuple[str, ...]
    cites: frozenset[str] = frozenset()

    @classmethod
    def of(cls, clause: str | Sequence[str]) -> Clause:
        """Read a text, or take its words."""
        if isinstance(clause, str):
            cites = frozenset(found.symbol for found in symbols.find(clause))
            return cls(tuple(analyser.words(clause)), cites)
        return cls(tuple(clause))


@dataclass(frozen=True, eq=False)
class _Terms:
    """Words, or pairs, of all wordings."""

    counts: Any  # shape (wordings, terms), by column
    column: dict[str, int]
    rarity: np.ndarray
    rarest: float  # of a term that no other wording holds
    damping: np.ndarray  # by wording: what BM25 adds to a count, which grows with the length

    @classmethod
    def of(cls, corpus: Corpus, n: int, lengths: np.ndarray) -> _Terms:
        columns = np.flatnonzero(corpus.vocabulary["n"].to_numpy() == n)
        names = corpus.vocabulary["term"].to_numpy()[columns].tolist()
        counts = _by_column(corpus)[:, columns]
        return cls.made(counts, {name: k for k, name in enumerate(names)}, lengths)

    @classmethod
    def made(cls, counts: Any, column: dict[str, int], lengths: np.ndarray) -> _Terms:
        size = counts.shape[0]
        rarity = _rarity(np.diff(counts.indptr), size)
        damping = K1 * (1 - B + B * lengths / max(1.0, lengths.mean()))
        return cls(counts, column, rarity, float(_rarity(1, size)), damping)

    def bm25(self, terms: Iterable[str]) -> np.ndarray:
        """By wording, the score of different terms: of the highest that there may be, 0 to 1."""
        asked = set(terms)
        at = [self.column[term] for term in asked if term in self.column]
        total = np.zeros(self.counts.shape[0])
        most = (K1 + 1) * (self.rarity[at].sum() + self.rarest * (len(asked) - len(at)))
        if not at:
            return total
        held = self.counts[:, at]
        rows = held.indices
        weight = np.repeat(self.rarity[at], np.diff(held.indptr))
        gain = weight * held.data * (K1 + 1) / (held.data + self.damping[rows])
        return np.bincount(rows, gain, minlength=len(total)) / most


@once_per_corpus
def _by_column(corpus: Corpus) -> Any:
    return corpus.wording_counts.tocsc()


@once_per_corpus
def index_of(corpus: Corpus) -> Index:
    """Make what clauses are looked up in, once for each data set."""
    return Index(corpus, substitutes(corpus.language))


@dataclass(frozen=True, eq=False)
class Index:
    """A data set as what clauses are looked up in."""

    corpus: Corpus
    replaced: Substitutes
    _known: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    # wordings ---------------------------------------------------------------------------

    @cached_property
    def first(self) -> Any:
        """First paragraph of every wording."""
        table = self.corpus.paragraphs.drop_duplicates("wording").set_index("wording")
        return table.reindex(range(self.corpus.n_wordings))

    @cached_property
    def lengths(self) -> np.ndarray:
        """Words of every wording; at least 1, so that they can be divided by."""
        return np.maximum(1, self.first["words"].fillna(1).to_numpy(dtype=float))

    @cached_property
    def words(self) -> _Terms:
        return _Terms.of(self.corpus, 1, self.lengths)

    @cached_property
    def pairs(self) -> _Terms:
        return _Terms.of(self.corpus, 2, self.lengths)

    @cached_property
    def telling(self) -> np.ndarray:
        """Rarity of every word; 0 where it changes yearly."""
        yearly = np.array([changes_yearly(word) for word in self.words.column], dtype=bool)
        return np.where(yearly, 0, self.words.rarity)

    @cached_property
    def held(self) -> Any:
        """Which words every wording has: 0 and 1, by row."""
        found = self.words.counts.tocsr().astype(float)
        found.data[:] = 1
        return found

    @cached_property
    def masses(self) -> np.ndarray:
        """Rarity of all words of every wording, those besides that no other wording has."""
        unknown = np.maximum(0, self.lengths - np.asarray(self.words.counts.sum(axis=1)).ravel())
        return self.held @ self.telling + self.words.rarest * unknown

    @cached_property
    def places(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows of paragraphs, wording after wording, where each begins, and their resolutions."""
        table = self.corpus.paragraphs
        wording = table["wording"].to_numpy()
        order = np.argsort(wording, kind="stable")
        counts = np.bincount(wording, minlength=self.corpus.n_wordings)
        resolution = self.corpus.resolutions.index.get_indexer(table["symbol"])[order]
        return order, np.concatenate([[0], np.cumsum(counts)]), resolution

    @cached_property
    def family_of(self) -> dict[str, int]:
        """Title that a resolution returns under, as a number."""
        index = self.corpus.resolutions.index
        return dict(zip(index, families(self.corpus).tolist(), strict=True))

    @cached_property
    def titles(self) -> Any:
        """Which words the title of every resolution has."""
        from scipy.sparse import csr_array

        column = self.words.column
        told = [set(title_words(t)) & column.keys() for t in self.corpus.resolutions["title"]]
        at = np.array([column[word] for words in told for word in sorted(words)], dtype=np.int64)
        ends = np.cumsum([0, *map(len, told)])
        return csr_array((np.ones(len(at)), at, ends), shape=(len(told), len(column)))

    @cached_property
    def grams(self) -> tuple[Any, dict[str, int], np.ndarray]:
        """Which letters every word has, the column of each four, and about how rare they are."""
        from scipy.sparse import csr_array

        column: dict[str, int] = {}
        listed = [[column.setdefault(g, len(column)) for g in _grams(w)] for w in self.words.column]
        at = np.array([k for row in listed for k in row], dtype=np.int64)
        ends = np.cumsum([0, *map(len, listed)])
        matrix = csr_array((np.ones(len(at)), at, ends), shape=(len(listed), len(column)))
        size = self.corpus.n_wordings
        holders = np.minimum(size, matrix.T @ np.diff(self.words.counts.indptr))
        return matrix, column, _rarity(holders, size)

    @cached_property
    def stems(self) -> dict[str, list[int]]:
        """Words by the letters that they begin with, if they are long."""
        found: dict[str, list[int]] = defaultdict(list)
        for k, word in enumerate(self.words.column):
            if len(word) >= _LONG:
                found[word[:_STEM]].append(k)
        return found

    # one clause beside them ---------------------------------------------------------------

    def wordings_in(self, kept: np.ndarray) -> np.ndarray:
        """Which wordings stand in a resolution that is kept (bool by resolution)."""
        _, ends, resolution = self.places
        held = np.concatenate([[0], np.cumsum(kept[resolution])])
        return held[ends[1:]] > held[ends[:-1]]

    def first_place(self, wording: int, kept: np.ndarray) -> int:
        """Row of the paragraph that has a wording first, in the resolutions that are kept."""
        order, ends, resolution = self.places
        at = np.arange(ends[wording], ends[wording + 1])
        at = at[kept[resolution[at]]]
        days = self.corpus.resolutions["adopted_on"].to_numpy()[resolution[at]]
        return int(order[at[np.argmin(days)]])

    def shared_words(self, clause: Clause, candidates: np.ndarray) -> np.ndarray:
        """How many different words of a clause each candidate has."""
        return self.held[candidates] @ self._vector(clause.words)

    def candidates(self, clause: Clause, allowed: np.ndarray) -> np.ndarray:
        """Wordings to look at closer, of those that are allowed, in ascending order."""
        told = [w for w in clause.words if not changes_yearly(w)]
        by_words = self.words.bm25(told or clause.words)
        score = by_words + _PAIRS * self.pairs.bm25(_pairs_of(clause.words))
        score = np.where(allowed, score, 0)
        first = _highest(score, CANDIDATES)
        _, ends, resolution = self.places
        cited = np.isin(families(self.corpus), list(self._cited(clause)))[resolution]
        near = np.zeros(len(score), dtype=bool)
        near[np.repeat(np.arange(len(score)), np.diff(ends))[cited]] = True
        return np.union1d(first, _highest(np.where(near, score, 0), _CITED))

    def _cited(self, clause: Clause) -> set[int]:
        """Titles of the resolutions that a clause cites."""
        return {self.family_of[s] for s in clause.cites if s in self.family_of}

    def features(self, clause: Clause, candidates: np.ndarray, kept: np.ndarray) -> np.ndarray:
        """Measure candidates beside a clause: shape (candidates, features).

        `kept` tells which resolutions count (bool).
        """
        if not len(candidates):
            return np.zeros((0, len(FEATURES)))
        found = {
            **self._by_words(clause, candidates),
            "letters": self._letters(clause, candidates),
            **self._by_resolutions(clause, candidates, kept),
            **self._by_paragraphs(clause, candidates),
        }
        return np.stack([found[name] for name in FEATURES], axis=1)

    def _by_words(self, clause: Clause, candidates: np.ndarray) -> dict[str, np.ndarray]:
        held = self.held[candidates]
        asked = self._vector(clause.words)
        shared = held @ (asked * self.telling)
        more, back = self._replaced(clause, held, asked)
        return {
            "words": self.words.bm25(clause.words)[candidates],
            "covered": (shared + more) / self._mass(clause.words),
            "covers": (shared + back) / np.maximum(self.masses[candidates], 1e-9),
        }

    def _vector(self, words: Iterable[str]) -> np.ndarray:
        """Which words of the vocabulary a clause has: 0 and 1."""
        found = np.zeros(len(self.words.column))
        found[[self.words.column[w] for w in words if w in self.words.column]] = 1
        return found

    def _mass(self, words: Iterable[str]) -> float:
        """Rarity of all words of a clause, those besides that no wording has."""
        unknown = {w for w in words if w not in self.words.column and not changes_yearly(w)}
        return max(1e-9, self._vector(words) @ self.telling + self.words.rarest * len(unknown))

    def _replaced(
        self, clause: Clause, held: Any, asked: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rarity of the words that only others stand for: of the clause, of the candidates."""
        columns = held.tocsc()
        more = np.zeros(held.shape[0])
        standing = np.zeros(held.shape[1])
        for word in sorted({w for w in clause.words if not changes_yearly(w)}):
            at, strength = self._standing_for(word)
            if not len(at):
                continue
            best = (columns[:, at].toarray() * strength).max(axis=1)
            own = self.words.column.get(word)
            if own is not None:
                best[columns[:, [own]].indices] = 0
            more += best * (self.words.rarest if own is None else self.telling[own])
            standing[at] = np.maximum(standing[at], strength)
        return more, held @ (np.where(asked > 0, 0, standing) * self.telling)

    def _standing_for(self, word: str) -> tuple[np.ndarray, np.ndarray]:
        """Words that may stand for one, and how far: other forms of it, and what replaced it."""
        if word not in self._known:
            found = {k: _FORM for k in self.stems.get(word[:_STEM], ()) if len(word) >= _LONG}
            for other, strength in self.replaced.get(word, {}).items():
                if other in self.words.column:
                    k = self.words.column[other]
                    found[k] = max(found.get(k, 0), strength)
            found.pop(self.words.column.get(word, -1), None)
            at = np.array(sorted(found), dtype=np.int64)
            self._known[word] = at, np.array([found[k] for k in at.tolist()])
        return self._known[word]

    def _letters(self, clause: Clause, candidates: np.ndarray) -> np.ndarray:
        """Cosine of vectors of four letters in a row."""
        matrix, column, rarity = self.grams
        own = np.zeros(len(column))
        for word in set(clause.words):
            own[[column[g] for g in _grams(word) if g in column]] += 1
        own = np.log1p(own) * rarity
        theirs = (self.held[candidates] @ matrix).tocsr()
        theirs.data = np.log1p(theirs.data) * rarity[theirs.indices]
        sizes = np.sqrt(np.asarray(theirs.power(2).sum(axis=1)).ravel() * (own @ own))
        return (theirs @ own) / np.maximum(sizes, 1e-9)

    def _by_resolutions(
        self, clause: Clause, candidates: np.ndarray, kept: np.ndarray
    ) -> dict[str, np.ndarray]:
        """What the resolutions that carry a candidate have, the best of those that are kept."""
        shared = self.titles @ (self._vector(clause.words) * self.telling)
        cited = np.isin(families(self.corpus), list(self._cited(clause)))
        by_resolution = {
            "resolution": self.whole.bm25(w for w in clause.words if not changes_yearly(w)),
            "title": shared / np.maximum(self.titles @ self.telling, 1e-9),
            "cited": cited.astype(float),
        }
        _, ends, resolution = self.places
        counts = np.diff(ends)[candidates]
        at = resolution[ranges(ends[candidates], counts)]
        begins = np.cumsum(counts) - counts
        return {
            name: np.maximum.reduceat(np.where(kept, values, 0)[at], begins)
            for name, values in by_resolution.items()
        }

    @cached_property
    def whole(self) -> _Terms:
        """Words of all resolutions."""
        from scipy.sparse import csr_array

        _, ends, resolution = self.places
        ones, shape = np.ones(len(resolution)), (self.corpus.n_wordings, len(self.corpus))
        carried = csr_array((ones, resolution, ends), shape=shape)
        counts = (carried.T @ self.words.counts).tocsc()
        sizes = np.maximum(1, np.asarray(counts.sum(axis=1)).ravel())
        return _Terms.made(counts, self.words.column, sizes)

    def _by_paragraphs(self, clause: Clause, candidates: np.ndarray) -> dict[str, np.ndarray]:
        openers, cites = self.first["opener"].to_numpy(), self.first["cites"].to_numpy()
        verb, cited = _verb(" ".join(clause.words[:4])), self._cited(clause)
        same = [bool(verb) and _verb(o if isinstance(o, str) else "") == verb
                for o in openers[candidates]]  # fmt: skip
        theirs = [{self.family_of[s] for s in c if s in self.family_of} for c in cites[candidates]]
        longer = np.log(self.lengths[candidates] / max(1, len(clause.words)))
        return {
            "opener": np.array(same, dtype=float),
            "length": -np.abs(longer),
            "cites_too": np.array([bool(cited & c) for c in theirs], dtype=float),
        }


def chances(scores: np.ndarray) -> np.ndarray:
    """Chance of every candidate to be the one, as the model of the weights has it; they sum to 1.

    >>> chances(np.log([1.0, 3.0])).tolist()
    [0.25, 0.75]
    """
    odds = np.exp(scores - scores.max(initial=-np.inf))
    return np.asarray((odds / odds.sum()).round(9))


def _highest(score: np.ndarray, n: int) -> np.ndarray:
    """Rows of the n highest scores above 0, of equal ones the first."""
    order = np.argsort(-score, kind="stable")[:n]
    return order[score[order] > 0]
