"""Phrases of four words and more, found by the fingerprints of runs of six words."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array

from unres_research.corpus import Corpus
from unres_research.corpus._corpus import once_per_corpus
from unres_research.corpus._fingerprints import (
    N,
    hashes_around,
    hashes_of_sums,
    ranges,
    run_hashes,
    run_sum,
    word_sums,
)

Run = tuple[str, ...]
_FAR = 1 << 32  # beyond the words of any wording


def long_counts(corpus: Corpus, run: Run) -> np.ndarray:
    """How often every wording holds a run of four words or more; exact, but for collisions.

    In wordings of fewer than six words, which have no fingerprint, a run of four or five counts
    where its parts of three words are counted, or where it has every word once and its pairs of
    words stand there: then they can stand in one order only.

    One of six words and more is its fingerprints. A shorter one is looked for with the words that
    may stand beside it: first those that are known to follow or go before, then, in the wordings
    that hold its parts and are not accounted for, all words of the wording.
    """
    if len(run) >= N:
        return np.bincount(places_of_run(corpus, run)[0], minlength=corpus.n_wordings)
    most = _at_most(corpus, run)
    found = beside_known(corpus, run)
    for wording in np.flatnonzero(most > found):
        found[wording] = _within(corpus, int(wording), run, int(most[wording]))
    return found


def places_of_run(corpus: Corpus, run: Run) -> tuple[np.ndarray, np.ndarray]:
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
    if not known:
        return np.zeros(corpus.n_wordings, dtype=np.int64)
    columns, table = np.array(corpus.columns(known)), by_column(corpus)
    sizes = np.diff(table.indptr)[columns]
    rarest, *others = columns[np.argsort(sizes, kind="stable")].tolist()
    rows, counts = _column(table, rarest)
    for column in others:
        inside, more = _column(table, column)
        at = np.minimum(np.searchsorted(inside, rows), len(inside) - 1)
        kept = inside[at] == rows
        rows, counts = rows[kept], np.minimum(counts[kept], more[at[kept]])
    most = np.zeros(corpus.n_wordings, dtype=np.int64)
    most[rows] = counts
    return most


def _column(table: csc_array, column: int) -> tuple[np.ndarray, np.ndarray]:
    """Wordings that hold a term, in order, and how often."""
    inside = slice(table.indptr[column], table.indptr[column + 1])
    return table.indices[inside], table.data[inside]


@once_per_corpus
def by_column(corpus: Corpus) -> csc_array:
    """Counts of terms, of which some columns are taken again and again."""
    return corpus.wording_counts.tocsc()


def beside_known(corpus: Corpus, run: Run) -> np.ndarray:
    """Count places where words stand beside the run that the data set knows to stand there."""
    known = _known(corpus)
    places = []
    for lead in range(N - len(run) + 1):
        ids = corpus.runs.lookup(known.around(run, lead))
        wording, at = corpus.runs.places(ids[ids >= 0])
        places.append(wording.astype(np.int64) * _FAR + at + lead)
    distinct = np.unique(np.concatenate(places))
    return np.bincount(distinct // _FAR, minlength=corpus.n_wordings)


class _Known:
    """Words of a data set, and which stand beside two others in its phrases of three."""

    def __init__(self, corpus: Corpus) -> None:
        import pandas as pd

        table = corpus.vocabulary
        self.words: list[str] = table["term"].tolist()
        self.single = (table["n"] == 1).to_numpy()
        threes = table["term"][table["n"] == 3]
        codes, names = pd.factorize(np.array(" ".join(threes).split()))
        self.code = {name: k for k, name in enumerate(names)}
        self.sums = [word_sums(names, place) for place in range(N)]
        a, b, c = codes.reshape(-1, 3).T.astype(np.int64)
        self.after, self.before = (self._sorted(*two) for two in (((a, b), c), ((b, c), a)))

    def _sorted(self, pair: tuple[np.ndarray, np.ndarray], word: np.ndarray) -> np.ndarray:
        """Keys of pairs of words in order, and the word beside each."""
        keys = self._key(*pair)
        order = np.argsort(keys, kind="stable")
        return np.stack([keys[order], word[order]])

    def _key(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        return first * (len(self.code) + 1) + second

    def around(self, run: Run, lead: int) -> np.ndarray:
        """Hashes of six words: a run, so many words before it and others after it."""
        codes = np.array([self.code.get(word, len(self.code)) for word in run], dtype=np.int64)
        before = self._beside(codes[:2], range(lead - 1, -1, -1), first=True)
        after = self._beside(codes[-2:], range(lead + len(run), N), first=False)
        with np.errstate(over="ignore"):
            whole = before[:, None] + after + run_sum(run, lead)
            return hashes_of_sums(np.unique(whole))

    def _beside(self, pair: np.ndarray, places: range, *, first: bool) -> np.ndarray:
        """Sums of the words that may stand at places beside two words, one after the other."""
        keys, beside = self.before if first else self.after
        pairs, total = pair[:, None], np.zeros(1, dtype=np.uint64)
        for place in places:
            wanted = self._key(*pairs)
            low, high = (np.searchsorted(keys, wanted, side) for side in ("left", "right"))
            row, words = (
                np.repeat(np.arange(len(wanted)), high - low),
                beside[ranges(low, high - low)],
            )
            kept = pairs[0 if first else 1][row]
            pairs = np.stack([words, kept] if first else [kept, words])
            with np.errstate(over="ignore"):
                total = total[row] + self.sums[place][words]
        return total


_known = once_per_corpus(_Known)


def _within(corpus: Corpus, wording: int, run: Run, most: int) -> int:
    """Count places of a run of four or five words in one wording, any of its words beside it."""
    own = corpus.runs.hashes[corpus.runs.runs_of(wording)]
    if not len(own):  # five words or fewer: no room for its parts to stand apart
        parts = (" ".join(run[k : k + 3]) for k in range(len(run) - 2))
        known = all(part in corpus.column_of for part in parts)
        return most if known else int(_in_one_order(corpus, wording, run))
    words = _known(corpus)
    held = corpus.wording_counts[[wording]].indices
    beside = [words.words[k] for k in held[words.single[held]]]
    places: set[int] = set()
    for lead in range(N - len(run) + 1):
        hashes = hashes_around(run, lead, beside)
        places.update((np.flatnonzero(np.isin(own, hashes)) + lead).tolist())
    return len(places) or int(_in_one_order(corpus, wording, run))


def _in_one_order(corpus: Corpus, wording: int, run: Run) -> bool:
    """Whether a wording has each word of a run once, and each two of them side by side."""
    pairs = [" ".join(run[k : k + 2]) for k in range(len(run) - 1)]
    if not all(part in corpus.column_of for part in (*run, *pairs)):
        return False
    counts = corpus.wording_counts[[wording]][:, corpus.columns([*run, *pairs])].toarray()[0]
    return bool((counts[: len(run)] == 1).all() and (counts[len(run) :] > 0).all())
