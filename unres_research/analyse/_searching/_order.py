"""Words of a wording in their order, as far as its counts and fingerprints tell them.

Counted threes of words that follow each other give runs of six; those that are fingerprints of
the wording are anchors. From there one word after the other is found: of six words of which five
are known, the sixth is the word of the wording that gives the fingerprint. Where none does, there
stands a word that the data set does not count, and the order ends until the next anchor.

What is found so is used to count a phrase, and is neither kept nor shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from unres_research.analyse._searching._parts import Parts, lengths_of, parts_of
from unres_research.corpus import Corpus
from unres_research.corpus._fingerprints import N, hashes_of_sums, ranges, word_sums

Own = tuple[np.ndarray, np.ndarray, np.ndarray]  # words by wording, where they begin, how many
OPEN, OTHER = -1, -2  # not known; known to be none of the words that were tried
_BITS = 48
_AT_ONCE = 40_000  # words in order at a time, so that memory stays bounded
_PAIRS = 4_000_000  # hashes at a time


@dataclass(frozen=True)
class Order:
    """Words of some wordings, one after the other."""

    wordings: np.ndarray
    ends: np.ndarray  # wording k has words[ends[k]:ends[k + 1]]
    words: np.ndarray  # numbers of words, OPEN or OTHER
    strange: tuple[str, ...]  # words that were tried though they are not counted
    sums: np.ndarray  # (6, words): what each adds to the sum of a run at each place

    def numbers(self, parts: Parts, word: str, counted: np.ndarray) -> np.ndarray:
        """Numbers of a word, or of the counted ones that it stands for."""
        if word in self.strange:
            return np.array([len(parts.words) + self.strange.index(word)])
        return counted


def orders(
    corpus: Corpus, wordings: np.ndarray, strange: tuple[str, ...] = ()
) -> Iterator[Order]:
    """Put the words of wordings in order, some wordings at a time."""
    sizes = lengths_of(corpus)[wordings]
    piece = np.cumsum(sizes) // _AT_ONCE
    for some in np.split(wordings, np.flatnonzero(np.diff(piece)) + 1):
        if len(some):
            yield _order(corpus, some, strange)


def _order(corpus: Corpus, wordings: np.ndarray, strange: tuple[str, ...]) -> Order:
    parts, sizes = parts_of(corpus), lengths_of(corpus)[wordings]
    ends = np.concatenate([[0], np.cumsum(sizes)])
    tried = np.stack([word_sums(strange, place) for place in range(N)]).reshape(N, -1)
    sums = np.concatenate([parts.sums, tried], axis=1)
    found = Order(wordings, ends, np.full(ends[-1], OPEN, dtype=np.int64), strange, sums)
    runs = _Runs(corpus, wordings, ends)
    held = corpus.wording_counts[wordings]
    row, kind = np.repeat(np.arange(len(wordings)), np.diff(held.indptr)), held.indices
    n = corpus.vocabulary["n"].to_numpy()[kind]
    threes = n == 3
    _anchor(found, runs, row[threes], parts.codes[3][parts.row_of[kind[threes]]])
    pairs = parts.codes[2][parts.row_of[kind[n == 2]]]
    own = [(row[n == 1], parts.row_of[kind[n == 1]])]
    for k in range(len(strange)):
        more = np.full(len(wordings), len(parts.words) + k)
        own.append((np.arange(len(wordings)), more))
    rows, words = (np.concatenate(some) for some in zip(*own, strict=True))
    order = np.argsort(rows, kind="stable")
    sizes = np.bincount(rows, minlength=len(wordings))
    tried_words = words[order], np.cumsum(sizes) - sizes, sizes
    _extend(found, runs, tried_words)
    left = np.add.reduceat(found.words == OPEN, ends[:-1]) > 0
    still = left[row[n == 2]]
    _anchor(found, runs, row[n == 2][still], pairs[still])
    _extend(found, runs, tried_words)
    return found


class _Runs:
    """Fingerprints of wordings, each with its wording (a row) and the place of its first word."""

    def __init__(self, corpus: Corpus, wordings: np.ndarray, ends: np.ndarray) -> None:
        ids, bounds = corpus.runs.all_runs()
        sizes = np.diff(bounds)[wordings]
        self.hashes = corpus.runs.hashes[ids[ranges(bounds[:-1][wordings], sizes)]]
        self.row = np.repeat(np.arange(len(wordings)), sizes)
        self.place = ranges(ends[:-1], sizes)
        self._order = np.argsort(self._key(self.row, self.hashes), kind="stable")
        self._keys = self._key(self.row, self.hashes)[self._order]

    @staticmethod
    def _key(row: np.ndarray, hashes: np.ndarray) -> np.ndarray:
        return (row.astype(np.uint64) << np.uint64(_BITS)) | hashes

    def places(self, row: np.ndarray, hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which of these hashes stand in the wording of their row, and at which place."""
        wanted = self._key(row, hashes)
        low, high = (np.searchsorted(self._keys, wanted, side) for side in ("left", "right"))
        which = np.repeat(np.arange(len(row)), high - low)
        return which, self.place[self._order[ranges(low, high - low)]]


def _anchor(found: Order, runs: _Runs, row: np.ndarray, terms: np.ndarray) -> None:
    """Write down runs of six words of which all threes (or pairs) are counted in the wording."""
    base, n = found.sums.shape[1], terms.shape[1]

    def key(rows: np.ndarray, words: np.ndarray) -> np.ndarray:
        for k in range(words.shape[1]):
            rows = rows * base + words[:, k]
        return rows

    keys = key(row, terms[:, :-1])
    order = np.argsort(keys, kind="stable")
    keys, last = keys[order], terms[order, -1]
    at, chain = row, terms
    while chain.shape[1] < N and len(chain):
        wanted = key(at, chain[:, 1 - n :])
        low, high = (np.searchsorted(keys, wanted, side) for side in ("left", "right"))
        if (high - low).sum() > _PAIRS:  # of a text that says the same again and again
            return
        which = np.repeat(np.arange(len(chain)), high - low)
        chain = np.column_stack([chain[which], last[ranges(low, high - low)]])
        at = at[which]
    if not len(chain):
        return
    with np.errstate(over="ignore"):
        total = found.sums[np.arange(N), chain].sum(axis=1, dtype=np.uint64)
    which, place = runs.places(at, hashes_of_sums(total))
    found.words[place[:, None] + np.arange(N)] = chain[which]


def _extend(found: Order, runs: _Runs, own: Own) -> None:
    """Find words in runs that lack one, as long as there are such runs."""
    while _one_more(found, runs, own):
        pass


def _one_more(found: Order, runs: _Runs, own: Own) -> bool:
    unknown = np.concatenate([[0], np.cumsum(found.words < 0)])
    lacking = np.flatnonzero(unknown[runs.place + N] - unknown[runs.place] == 1)
    window = found.words[runs.place[lacking, None] + np.arange(N)]
    which = np.argmax(window < 0, axis=1)
    fresh = window[np.arange(len(window)), which] == OPEN
    lacking, which, window = lacking[fresh], which[fresh], window[fresh]
    slots, chosen = np.unique(runs.place[lacking] + which, return_index=True)
    lacking, which, window = lacking[chosen], which[chosen], window[chosen]
    for some in _pieces(own[2][runs.row[lacking]]):
        _try(found, runs, lacking[some], which[some], window[some], own)
    return len(slots) > 0


def _pieces(sizes: np.ndarray) -> list[slice]:
    cuts = np.flatnonzero(np.diff(np.cumsum(sizes) // _PAIRS)) + 1
    ends = [0, *cuts.tolist(), len(sizes)]
    return [slice(a, b) for a, b in zip(ends, ends[1:], strict=False)]


def _try(
    found: Order,
    runs: _Runs,
    lacking: np.ndarray,
    which: np.ndarray,
    window: np.ndarray,
    own: Own,
) -> None:
    """Try all words of the wording in the place that each run lacks."""
    base = base_sums(found.sums, window)
    row = runs.row[lacking]
    words, first, sizes = own
    each = np.repeat(np.arange(len(lacking)), sizes[row])
    word = words[ranges(first[row], sizes[row])]
    with np.errstate(over="ignore"):
        hashes = hashes_of_sums(base[each] + found.sums[which[each], word])
    hit = hashes == runs.hashes[lacking][each]
    slot = runs.place[lacking] + which
    found.words[slot] = OTHER
    found.words[slot[each[hit]]] = word[hit]


def base_sums(sums: np.ndarray, window: np.ndarray) -> np.ndarray:
    """Sums of the words that are known in windows of six places."""
    with np.errstate(over="ignore"):
        added = np.where(window >= 0, sums[np.arange(N), np.maximum(window, 0)], np.uint64(0))
        return added.sum(axis=1, dtype=np.uint64)
