"""How well a text is known: whether it is like one that topics were found in, and they carry it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._parts import MIN_WORDS
from unres_research.analyse._topics._procedural import empty_words, is_number
from unres_research.corpus import Corpus, resolution_counts

if TYPE_CHECKING:
    from unres_research.analyse._topics._model import TopicModel

ENOUGH = 100  # resolutions, to say what is usual
_MOST = 0.5  # of the words of a resolution that topics were found in
_SHORTEST, _LONGEST = 4, 13  # powers of two: words of passages
_KEY = 10  # characteristic words of a text
_CARRIED = 0.1  # of the weight of a topic's strongest term: the topic carries the word
_LITTLE = 0.2  # of the characteristic words: what topics carry less of is known less
_SEEN: WeakKeyDictionary[TopicModel, Seen] = WeakKeyDictionary()


@dataclass(frozen=True)
class Seen:
    """Resolutions that topics were found in, as vectors of the words that tell texts apart."""

    corpus: Corpus
    rows: np.ndarray  # of `corpus.resolutions`
    columns: np.ndarray  # of `corpus.vocabulary`
    rare: np.ndarray  # of each column: inverse frequency by series
    rarest: float  # of a word that no series holds
    strength: np.ndarray  # of each column: how far a topic carries it
    vectors: Any  # shape (rows, columns), of length 1
    usual: dict[int, np.ndarray] = field(default_factory=dict)  # by length of passages

    @classmethod
    def by(cls, model: TopicModel) -> Seen:
        """What a model has seen; kept as long as the model."""
        if model not in _SEEN:
            rows = _mostly(model.corpus, model.wordings)
            _SEEN[model] = cls.of(model, rows)
        return _SEEN[model]

    @classmethod
    def of(cls, model: TopicModel, rows: np.ndarray) -> Seen:
        corpus, columns = model.corpus, key_columns(model)
        counts = resolution_counts(corpus, columns)[rows].tocsr().astype(float)
        series = np.unique(unit_of(corpus)[rows], return_inverse=True)[1]
        holds = np.zeros((series.max(initial=-1) + 1, len(columns)), dtype=bool)
        at = counts.tocoo()
        holds[series[at.coords[0]], at.coords[1]] = True
        rare = np.log((1 + len(holds)) / (1 + holds.sum(axis=0)))
        strength = np.zeros(len(corpus.vocabulary))
        strength[model.columns] = strength_of(model.components)
        rarest = float(np.log(1 + len(holds)))
        seen = cls(corpus, rows, columns, rare, rarest, strength[columns], counts)
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

    def nearest(self, words: Iterable[str], own: int) -> tuple[float, int]:
        """Cosine with the resolution that is most like these words, and its row (-1: none).

        `own` is a row that does not count.
        """
        from scipy.sparse import csr_array

        empty, column = empty_words(self.corpus), self.corpus.column_of
        counts = Counter(w for w in words if w not in empty and not is_number(w))
        place = {k: n for n, k in enumerate(self.columns.tolist())}
        known = {place[column[w]]: n for w, n in counts.items() if column.get(w) in place}
        row = csr_array((list(known.values()), ([0] * len(known), list(known))),
                        shape=(1, len(self.columns)), dtype=float)  # fmt: skip
        other = sum(n**2 for w, n in counts.items() if w not in column)
        alike = np.where(self.rows == own, 0, self.alike(row, np.array([other]))[0])
        if not alike.any():
            return 0.0, -1
        return float(alike.max()), int(self.rows[alike.argmax()])

    def share_below(self, known: float, words: int) -> float:
        """Share of the resolutions of which a passage of so many words is known no better."""
        length = 2 ** min(max(round(np.log2(max(words, 1))), _SHORTEST), _LONGEST)
        if length not in self.usual:
            counts = passages(self.corpus, self.rows, self.columns, length)
            alike = self.alike(counts, np.zeros(len(self.rows)))
            np.fill_diagonal(alike, 0)
            self.usual[length] = np.sort(known_of(alike.max(axis=1), self.carried(counts)))
        found = self.usual[length]
        return float(np.searchsorted(found, known, side="right") / len(found))

    def carried(self, counts: Any) -> np.ndarray:
        """How far topics carry the characteristic words of texts."""
        held = self.corpus.vocabulary["resolutions"].to_numpy()[self.columns]
        scores = (counts * rarity(self.corpus, held)).tocsr()
        return np.array([carried_of(row.data, self.strength[row.indices])[0] for row in scores])


def passages(corpus: Corpus, rows: np.ndarray, columns: np.ndarray, length: int) -> Any:
    """Counts in a run of paragraphs of each resolution, of so many words.

    The run starts at random, where enough is left; all of a resolution that is shorter.
    """
    from scipy.sparse import csr_array

    random = np.random.default_rng(length)
    runs = []
    for wording, words in _paragraphs(corpus, rows):
        left = words[::-1].cumsum()[::-1]
        start = random.integers(max(1, int((left >= length).sum())))
        before = words[start:].cumsum() - words[start:]
        runs.append(wording[start:][before < length])
    at = np.repeat(np.arange(len(rows)), [len(run) for run in runs])
    shape = (len(rows), corpus.wording_counts.shape[0])
    chosen = csr_array((np.ones(len(at)), (at, np.concatenate(runs))), shape=shape)
    return csr_array(chosen @ corpus.wording_counts[:, columns])


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
    table, empty = model.corpus.vocabulary, empty_words(model.corpus)
    most = table["resolutions"].to_numpy()[model.columns].max()
    wanted = table.loc[(table["n"] == 1) & (table["resolutions"] <= most), "term"]
    return np.array([k for k, w in wanted.items() if w not in empty and not is_number(w)], int)


def rarity(corpus: Corpus, held: np.ndarray) -> np.ndarray:
    """Inverse document frequency of words that so many resolutions hold."""
    return np.log((1 + len(corpus)) / (1 + held))
