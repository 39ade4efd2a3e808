"""Words, pairs and threes of a vocabulary by number, and the words that it does not count."""

from __future__ import annotations

import re

import numpy as np

from unres_research.analyse._trends._long import by_column
from unres_research.corpus import Corpus
from unres_research.corpus._corpus import once_per_corpus
from unres_research.corpus._fingerprints import N, ranges, word_sums

Form = tuple[str, ...]
_MOST = np.iinfo(np.int64).max // 4


class Parts:
    """Terms of one, two and three words; each word has a number, by which others name it."""

    def __init__(self, corpus: Corpus) -> None:
        table = corpus.vocabulary
        n, terms = table["n"].to_numpy(), np.array(list(corpus.column_of), dtype=object)
        self.columns = {k: np.flatnonzero(n == k) for k in (1, 2, 3)}
        self.words = terms[self.columns[1]].tolist()
        self.code = {word: k for k, word in enumerate(self.words)}
        self.sums = np.stack([word_sums(self.words, place) for place in range(N)])
        self.codes = {
            k: self._codes(" ".join(terms[self.columns[k]])).reshape(-1, k) for k in (2, 3)
        }
        self.row_of = np.full(len(table), -1, dtype=np.int64)  # row of `codes`, by column
        for k in (1, 2, 3):
            self.row_of[self.columns[k]] = np.arange(len(self.columns[k]))
        self._pairs = set(self.columns[2].tolist())
        self._keys = {(k, side): self._sorted(k, side) for k in (2, 3) for side in (0, 1)}

    def _codes(self, words: str) -> np.ndarray:
        return np.array([self.code[word] for word in words.split()], dtype=np.int64)

    def _sorted(self, n: int, side: int) -> tuple[np.ndarray, np.ndarray]:
        """Terms of n words in the order of their first words, or of their last (side 1)."""
        keys = self.key(self.codes[n][:, side : side + n - 1])
        order = np.argsort(keys, kind="stable")
        return keys[order], self.columns[n][order]

    def key(self, codes: np.ndarray) -> np.ndarray:
        """One number for one or two words."""
        base = len(self.words) + 1
        return codes[:, 0].astype(np.int64) * (base if codes.shape[1] > 1 else 1) + (
            codes[:, 1] if codes.shape[1] > 1 else 0
        )

    def longer(self, column: int, side: int) -> np.ndarray:
        """Columns of the terms that are a term and one word after it, or before it (side 1)."""
        row = self.row_of[column]
        pair = column in self._pairs
        own = self.codes[2][[row]] if pair else np.array([[row]])
        keys, columns = self._keys[3 if pair else 2, side]
        wanted = self.key(own)
        low, high = (np.searchsorted(keys, wanted, where)[0] for where in ("left", "right"))
        return columns[low:high]


parts_of = once_per_corpus(Parts)


@once_per_corpus
def lengths_of(corpus: Corpus) -> np.ndarray:
    """Words of every wording."""
    found = np.zeros(corpus.n_wordings, dtype=np.int64)
    found[corpus.paragraphs["wording"].to_numpy()] = corpus.paragraphs["words"].to_numpy()
    return found


@once_per_corpus
def uncounted(corpus: Corpus) -> np.ndarray:
    """How many words of every wording the vocabulary does not have."""
    return lengths_of(corpus) - counts_of(corpus, parts_of(corpus).columns[1])


def counts_of(corpus: Corpus, columns: np.ndarray) -> np.ndarray:
    """Counts of some terms together, by wording."""
    table = by_column(corpus)
    at = ranges(table.indptr[columns], table.indptr[columns + 1] - table.indptr[columns])
    return np.bincount(table.indices[at], table.data[at], corpus.n_wordings).astype(np.int64)


def room(corpus: Corpus, form: Form) -> np.ndarray:
    """How often every wording may hold a form at most, as far as counts tell.

    A form that is not counted stands only where there is room for it: where a part of it stands
    more often than the counted terms of one word more that begin with it, or end in it, take up.
    """
    most = np.full(corpus.n_wordings, _MOST)
    for word in dict.fromkeys(form):
        most = np.minimum(most, _held(corpus, word) // form.count(word))
    strange = sum(not len(counted(corpus, (word,))) for word in form)
    if strange:
        most[uncounted(corpus) < strange] = 0
    for n in (2, 3):
        for k in range(len(form) - n + 1):
            part = form[k : k + n]
            if n == 2 or "*" not in "".join(part):
                most = np.minimum(most, _part(corpus, part)) if most.any() else most
    return most


def _held(corpus: Corpus, word: str) -> np.ndarray:
    """Counts of a word, or of all that a star may stand for, by wording."""
    columns = counted(corpus, (word,))
    found = counts_of(corpus, columns)
    return found + uncounted(corpus) if "*" in word or not len(columns) else found


def _part(corpus: Corpus, part: Form) -> np.ndarray:
    """Counts of two or three words by wording, and the room for those that are not counted."""
    found = counts_of(corpus, counted(corpus, part))
    if "*" in "".join(part) or not found.any():
        free = [_free(corpus, part[:-1], 0), _free(corpus, part[1:], 1)]
        found = np.minimum(found + np.minimum(*free), _MOST)
    return found


def counted(corpus: Corpus, form: Form) -> np.ndarray:
    """Columns of the terms that a form of one to three words stands for."""
    if "*" not in "".join(form):
        term = " ".join(form)
        return np.array([corpus.column_of[term]] if term in corpus.column_of else [], dtype=int)
    parts, n = parts_of(corpus), len(form)
    if n == 1:
        return parts.columns[1][chosen(corpus, form[0])]
    inside = np.ones(len(parts.columns[n]), dtype=bool)
    for k, word in enumerate(form):
        inside &= np.isin(parts.codes[n][:, k], chosen(corpus, word))
    return parts.columns[n][inside]


def _free(corpus: Corpus, form: Form, side: int) -> np.ndarray:
    """Places of a form of one or two words after which no counted word follows (side 1: before)."""
    columns = counted(corpus, form)
    if not len(columns):
        return np.full(corpus.n_wordings, _MOST)
    longer = [parts_of(corpus).longer(column, side) for column in columns.tolist()]
    taken = counts_of(corpus, np.concatenate(longer))
    free = np.maximum(counts_of(corpus, columns) - taken, 0)
    return free + uncounted(corpus) if "*" in "".join(form) else free


def chosen(corpus: Corpus, word: str) -> np.ndarray:
    """Numbers of the counted words that a word, which may have stars, stands for."""
    parts = parts_of(corpus)
    if "*" in word:
        wanted = matcher(word)
        return np.array([k for k, one in enumerate(parts.words) if wanted.fullmatch(one)], int)
    return np.array([parts.code[word]] if word in parts.code else [], dtype=int)


def matcher(word: str) -> re.Pattern[str]:
    """Pattern of a word in which stars stand for any letters."""
    return re.compile(".*".join(map(re.escape, word.split("*"))))
