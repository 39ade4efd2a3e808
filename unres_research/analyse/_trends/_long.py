"""Phrases of four words and more, found by the fingerprints of runs of six words."""

from __future__ import annotations

import numpy as np

from unres_research.corpus import Corpus
from unres_research.corpus._corpus import once_per_corpus
from unres_research.corpus._fingerprints import (
    N,
    hashes_around,
    hashes_of_sums,
    run_hashes,
    run_sum,
    word_sums,
)

Run = tuple[str, ...]


def long_counts(corpus: Corpus, run: Run) -> np.ndarray:
    """How often every wording holds a run of four words or more; exact, but for collisions.

    One of six words and more is its fingerprints. A shorter one is looked for with the words that
    may stand beside it: first those that are known to follow or go before, then, in the wordings
    that hold its parts and are not accounted for, all words of the wording.
    """
    if len(run) >= N:
        return np.bincount(_places(corpus, run)[0], minlength=corpus.n_wordings)
    most = _at_most(corpus, run)
    found = _beside_known(corpus, run)
    for wording in np.flatnonzero(most > found):
        found[wording] = _within(corpus, int(wording), run, int(most[wording]))
    return found


def _places(corpus: Corpus, run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Wording and first word of every place of a run of six words or more."""
    ids = corpus.runs.lookup(run_hashes(run))
    nowhere = np.zeros(0, dtype=np.int64)
    if (ids < 0).any():
        return nowhere, nowhere
    wording, at = corpus.runs.places(ids[:1])
    everything, ends = corpus.runs.all_runs()
    for k, one in enumerate(ids[1:], start=1):
        place = ends[wording] + at + k
        inside = place < ends[wording + 1]
        kept = inside & (everything[np.minimum(place, len(everything) - 1)] == one)
        wording, at = wording[kept], at[kept]
    return wording, at


def _at_most(corpus: Corpus, run: Run) -> np.ndarray:
    """The least count of any part of a run that the data set counts, by wording."""
    parts = [" ".join(run[k : k + n]) for n in (3, 2, 1) for k in range(len(run) - n + 1)]
    known = [part for part in parts if part in corpus.column_of]
    table = corpus.wording_counts
    if not known:
        return np.zeros(corpus.n_wordings, dtype=np.int64)
    held = table[:, corpus.columns(known)].tocsc()
    rows = held.indices[held.indptr[0] : held.indptr[1]]
    for k in range(1, len(known)):
        rows = np.intersect1d(rows, held.indices[held.indptr[k] : held.indptr[k + 1]])
    most = np.zeros(corpus.n_wordings, dtype=np.int64)
    most[rows] = held[rows].toarray().min(axis=1) if len(rows) else 0
    return most


def _beside_known(corpus: Corpus, run: Run) -> np.ndarray:
    """Count places where words stand beside the run that the data set knows to stand there."""
    known = _known(corpus)
    places = []
    for lead in range(N - len(run) + 1):
        inner = run_sum(run, lead)
        ids = corpus.runs.lookup(np.unique(known.around(run, inner, lead)))
        wording, at = corpus.runs.places(ids[ids >= 0])
        places.append(np.stack([wording, at + lead]))
    distinct = np.unique(np.concatenate(places, axis=1), axis=1)
    return np.bincount(distinct[0], minlength=corpus.n_wordings)


class _Known:
    """Words of a data set, and which stand beside two others in its phrases of three."""

    def __init__(self, corpus: Corpus) -> None:
        table = corpus.vocabulary
        self.words: list[str] = table["term"].tolist()
        self.single = (table["n"] == 1).to_numpy()
        self.after: dict[Run, list[str]] = {}
        self.before: dict[Run, list[str]] = {}
        for term in table["term"][table["n"] == 3]:
            a, b, c = term.split()
            self.after.setdefault((a, b), []).append(c)
            self.before.setdefault((b, c), []).append(a)

    def around(self, run: Run, inner: np.uint64, lead: int) -> np.ndarray:
        """Hashes of six words: a run, so many words before it and others after it."""
        before = [((run[0], run[1]), inner)]
        for place in range(lead - 1, -1, -1):
            before = [
                ((word, pair[0]), one)
                for pair, total in before
                for word, one in _added(self.before.get(pair, []), total, place)
            ]
        size = N - len(run) - lead
        sums = np.array([total for _, total in before], dtype=np.uint64)
        after: list[tuple[Run, np.uint64]] = [(run[-2:], np.uint64(0))]
        for place in range(N - size, N):
            after = [
                ((pair[1], word), one)
                for pair, total in after
                for word, one in _added(self.after.get(pair, []), total, place)
            ]
        others = np.array([total for _, total in after], dtype=np.uint64)
        with np.errstate(over="ignore"):
            return hashes_of_sums((sums[:, None] + others).ravel())


def _added(words: list[str], total: np.uint64, place: int) -> list[tuple[str, np.uint64]]:
    return list(zip(words, total + word_sums(words, place), strict=True))


_known = once_per_corpus(_Known)


def _within(corpus: Corpus, wording: int, run: Run, most: int) -> int:
    """Count places of a run of four or five words in one wording, any of its words beside it."""
    own = corpus.runs.hashes[corpus.runs.runs_of(wording)]
    if not len(own):
        return most  # five words or fewer: no room for anything else
    known = _known(corpus)
    held = corpus.wording_counts[[wording]].indices
    beside = [known.words[k] for k in held[known.single[held]]]
    places: set[int] = set()
    for lead in range(N - len(run) + 1):
        hashes = hashes_around(run, lead, beside)
        places.update((np.flatnonzero(np.isin(own, hashes)) + lead).tolist())
    return len(places)
