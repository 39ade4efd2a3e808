"""How well a text is known: whether it is like one that topics were found in, and they carry it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._parts import MIN_WORDS
from unres_research.analyse._topics._procedural import empty_words, is_number, lengths_of
from unres_research.corpus import Corpus, resolution_counts
from unres_research.corpus._corpus import once_per_corpus

if TYPE_CHECKING:
    from unres_research.analyse._topics._model import TopicModel

ENOUGH = 100  # resolutions, to say what is usual
_MOST = 0.5  # of the words of a resolution that topics were found in
_SHORTEST, _LONGEST = 4, 13  # powers of two: words of passages
_ABOUT = 0.585  # binary logarithm of 3/2: a passage of about so many words
TELLING = 2  # words that may be characteristic, to say whether a text is known
_UNMET = 10  # times the rank by words that were seen, beside the rank by likeness
_KEY = 10  # characteristic words of a text
_CARRIED = 0.1  # of the weight of a topic's strongest term: the topic carries the word
_LITTLE = 0.2  # of the characteristic words: what topics carry less of is known less
_SEEN: WeakKeyDictionary[TopicModel, Seen] = WeakKeyDictionary()


@dataclass(frozen=True)
class Seen:
    """Resolutions that topics were found in, as vectors of the words that tell texts apart."""

    corpus: Corpus
    rows: np.ndarray  # of `corpus.resolutions`
    columns: np.ndarray  # of `corpus.vocabulary`: words that are not of procedure
    key: np.ndarray  # of each column: whether it may be characteristic
    held: np.ndarray  # of each column: how many of the rows hold it
    rare: np.ndarray  # of each column: inverse frequency by series; 0 where it is not `key`
    rarest: float  # of a word that no series holds
    strength: np.ndarray  # of each column: how far a topic carries it
    vectors: Any  # shape (rows, columns), of length 1
    usual: dict[int, tuple[np.ndarray, ...]] = field(default_factory=dict)  # by length of passages

    @classmethod
    def by(cls, model: TopicModel) -> Seen:
        """What a model has seen; kept as long as the model."""
        if model not in _SEEN:
            rows = _mostly(model.corpus, model.wordings)
            _SEEN[model] = cls.of(model, rows)
        return _SEEN[model]

    @classmethod
    def of(cls, model: TopicModel, rows: np.ndarray) -> Seen:
        corpus, columns = model.corpus, content_columns(model.corpus)
        key = np.isin(columns, key_columns(model))
        counts = resolution_counts(corpus, columns)[rows].tocsr().astype(float)
        series = np.unique(unit_of(corpus)[rows], return_inverse=True)[1]
        holds = np.zeros((series.max(initial=-1) + 1, len(columns)), dtype=bool)
        at = counts.tocoo()
        holds[series[at.coords[0]], at.coords[1]] = True
        rare = np.log((1 + len(holds)) / (1 + holds.sum(axis=0))) * key
        held = np.asarray((counts > 0).sum(axis=0)).ravel()
        strength = np.zeros(len(corpus.vocabulary))
        strength[model.columns] = strength_of(model.components)
        rarest = float(np.log(1 + len(holds)))
        seen = cls(corpus, rows, columns, key, held, rare, rarest, strength[columns], counts)
        object.__setattr__(seen, "vectors", seen.weighed(counts, np.zeros(len(rows))))
        return seen

    def weighed(self, counts: Any, other: np.ndarray) -> Any:
        """Vectors of length 1; `other` holds the squares of counts of words without a column."""
        from scipy.sparse import csr_array, diags_array

        weighed = csr_array(counts * self.rare)
        length = np.sqrt(np.asarray((weighed**2).sum(axis=1)).ravel() + self.rarest**2 * other)
        return csr_array(diags_array(1 / np.maximum(length, 1e-12)) @ weighed)

    def alike(self, counts: Any, other: np.ndarray) -> np.ndarray:
        """Cosines of texts with the resolutions, shape (texts, rows)."""
        return np.asarray((self.weighed(counts, other) @ self.vectors.T).toarray())

    def counted(self, words: Iterable[str]) -> tuple[Any, list[int]]:
        """Counts of the words of a text by column, and of those that the data set does not hold."""
        from scipy.sparse import csr_array

        empty, column = empty_words(self.corpus), self.corpus.column_of
        counts = Counter(w for w in words if w not in empty and not is_number(w))
        place = self._place
        known = {place[column[w]]: n for w, n in counts.items() if column.get(w) in place}
        row = csr_array((list(known.values()), ([0] * len(known), list(known))),
                        shape=(1, len(self.columns)), dtype=float)  # fmt: skip
        return row, [n for w, n in counts.items() if w not in column]

    @cached_property
    def _place(self) -> dict[int, int]:
        """Place of every column of the vocabulary in `columns`."""
        return {k: n for n, k in enumerate(self.columns.tolist())}

    def nearest(self, words: Iterable[str], own: int) -> tuple[float, int]:
        """Cosine with the resolution that is most like these words, and its row (-1: none).

        `own` is a row that does not count.
        """
        row, other = self.counted(words)
        squares = np.array([sum(n**2 for n in other)])
        alike = np.where(self.rows == own, 0, self.alike(row, squares)[0])
        if not alike.any():
            return 0.0, -1
        return float(alike.max()), int(self.rows[alike.argmax()])

    def telling(self, words: Iterable[str]) -> int:
        """How many different words may be characteristic."""
        row, other = self.counted(words)
        return int(self._telling(row)[0]) + len(other)

    def _telling(self, counts: Any) -> np.ndarray:
        return np.asarray((counts > 0) @ self.key.astype(float))

    def met(self, words: Iterable[str], own: int) -> float:
        """Share of the words of a text that some resolution holds; `own` is one not to count."""
        row, other = self.counted(words)
        return float(self._met(row, np.array([sum(other)]), np.array([own in self.rows]))[0])

    def _met(self, counts: Any, other: np.ndarray, inside: np.ndarray) -> np.ndarray:
        """The same of counts of texts; one that is `inside` holds its words itself."""
        twice, once = (counts @ (self.held > n).astype(float) for n in (1, 0))
        total = np.maximum(np.asarray(counts.sum(axis=1)).ravel() + other, 1e-12)
        return np.asarray(np.where(inside, twice, once) / total)

    def share_below(self, known: float, met: float, words: int) -> float:
        """Share of the resolutions of which a passage of so many words is known less well.

        The lower of the ranks by `known` and by `met` (times ten, so that this tells only what
        is far below the usual) counts, for the passages as for the text.
        """
        length = 2 ** min(max(round(np.log2(max(words, 1))), _SHORTEST), _LONGEST)
        if length not in self.usual:
            self.usual[length] = self._usual(length)
        knowns, mets, both = self.usual[length]
        rank = min(_rank(knowns, known), _UNMET * _rank(mets, met))
        return float(np.searchsorted(both, rank - 1e-9) / max(len(both), 1))

    def _usual(self, length: int) -> tuple[np.ndarray, ...]:
        """How well passages are known and met, sorted, and the lower of both ranks, sorted."""
        counts, other = passages(self.corpus, self.rows, self.columns, length)
        told = self._telling(counts) >= TELLING
        alike = self.alike(counts, other)
        np.fill_diagonal(alike, 0)
        known = known_of(alike.max(axis=1, initial=0), self.carried(counts))[told]
        met = self._met(counts, other, np.ones(len(other), dtype=bool))[told]
        knowns, mets = np.sort(known), np.sort(met)
        both = np.minimum(_rank(knowns, known), _UNMET * _rank(mets, met))
        return knowns, mets, np.sort(both)

    def told(self, counts: Any, other: np.ndarray, words: np.ndarray) -> np.ndarray:
        """`share_below` of texts that are none of the resolutions; NaN where too little is said."""
        alike = self.alike(counts, other).max(axis=1)
        known, met = known_of(alike, self.carried(counts)), self._met(counts, other, other < 0)
        below = [self.share_below(*one) for one in zip(known, met, words.tolist(), strict=True)]
        return np.where(self._telling(counts) + other >= TELLING, below, np.nan)

    def carried(self, counts: Any) -> np.ndarray:
        """How far topics carry the characteristic words of texts."""
        held = self.corpus.vocabulary["resolutions"].to_numpy()[self.columns]
        scores = (counts * (rarity(len(self.corpus), held) * self.key)).tocsr()
        return np.array([carried_of(row.data, self.strength[row.indices])[0] for row in scores])


def _rank(usual: np.ndarray, value: Any) -> Any:
    """Share of sorted values that are no greater."""
    return np.searchsorted(usual, value, side="right") / max(len(usual), 1)


def passages(
    corpus: Corpus, rows: np.ndarray, columns: np.ndarray, length: int
) -> tuple[Any, np.ndarray]:
    """Counts in a run of paragraphs of each resolution, and words that the vocabulary has not.

    The run is drawn among those of about so many words (by half as many again at most), or is
    the nearest to this where there is none.
    """
    from scipy.sparse import csr_array

    random = np.random.default_rng(length)
    runs = [_run(*found, length, random) for found in _paragraphs(corpus, rows)]
    at = np.repeat(np.arange(len(rows)), [len(run) for run in runs])
    shape = (len(rows), corpus.wording_counts.shape[0])
    several = np.concatenate(runs) if runs else np.zeros(0, dtype=int)
    chosen = csr_array((np.ones(len(at)), (at, several)), shape=shape)
    return csr_array(chosen @ corpus.wording_counts[:, columns]), chosen @ _unheld(corpus)


def _run(wording: np.ndarray, words: np.ndarray, length: int, random: Any) -> np.ndarray:
    """Wordings of a run: paragraphs whose middle is within so many words from its start."""
    after = words.cumsum()
    before = after - words
    ends = np.searchsorted((before + after) / 2, before + length)
    ends = np.maximum(ends, np.arange(len(words)) + 1)
    off = np.abs(np.log2((after[ends - 1] - before) / length))
    start = random.choice(np.flatnonzero(off <= max(_ABOUT, off.min())))
    return wording[start : ends[start]]


@once_per_corpus
def _unheld(corpus: Corpus) -> np.ndarray:
    """Words of every wording that are too rare for the vocabulary."""
    single = (corpus.vocabulary["n"] == 1).to_numpy().astype(float)
    return np.maximum(lengths_of(corpus) - corpus.wording_counts @ single, 0)


def _paragraphs(corpus: Corpus, rows: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Wordings and words of the body paragraphs of resolutions that are long enough."""
    table = corpus.paragraphs[corpus.body() & (corpus.paragraphs["words"] >= MIN_WORDS)]
    at = corpus.resolutions.index.get_indexer(table["symbol"])
    wording, words = table["wording"].to_numpy(), table["words"].to_numpy()
    order = np.argsort(at, kind="stable")
    ends = np.searchsorted(at[order], rows), np.searchsorted(at[order], rows, side="right")
    return [(wording[order[a:b]], words[order[a:b]]) for a, b in zip(*ends, strict=True)]


def _mostly(corpus: Corpus, wordings: np.ndarray) -> np.ndarray:
    """Rows of the resolutions of which half of the words or more are in some wordings."""
    every = np.arange(len(corpus))
    found = _paragraphs(corpus, every)
    seen = np.array([words[np.isin(wording, wordings)].sum() for wording, words in found])
    total = np.array([words.sum() for _, words in found])
    return every[(seen >= _MOST * total) & (total > 0)]


def known_of(alike: Any, carried: Any) -> Any:
    """How well a text is known: as like a text as it is, less where topics carry little of it."""
    return alike * np.minimum(1, carried / _LITTLE)


def strength_of(components: np.ndarray) -> np.ndarray:
    """How far a topic carries each term: by its greatest weight beside the strongest of a topic."""
    best = np.maximum(components.max(axis=1, keepdims=True), 1e-12)
    return np.asarray(np.minimum((components / best).max(axis=0) / _CARRIED, 1))


def carried_of(scores: np.ndarray, strength: np.ndarray) -> tuple[float, np.ndarray]:
    """Share of the scores of the ten best words that topics carry, and their places."""
    best = np.argsort(-scores, kind="stable")[:_KEY]
    return float((scores[best] * strength[best]).sum() / max(scores[best].sum(), 1e-12)), best


def key_columns(model: TopicModel) -> np.ndarray:
    """Columns of words that may be characteristic: no words of procedure, none too common."""
    columns, held = content_columns(model.corpus), model.corpus.vocabulary["resolutions"].to_numpy()
    return columns[held[columns] <= held[model.columns].max()]


@once_per_corpus
def content_columns(corpus: Corpus) -> np.ndarray:
    """Columns of words that are no function words, numbers or words of procedure."""
    table, empty = corpus.vocabulary, empty_words(corpus)
    single = table.loc[table["n"] == 1, "term"]
    return np.array([k for k, w in single.items() if w not in empty and not is_number(w)], int)


def rarity(texts: int, held: np.ndarray) -> np.ndarray:
    """Inverse document frequency of words that so many of the texts hold."""
    return np.log((1 + texts) / (1 + held))
