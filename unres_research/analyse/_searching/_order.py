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
from typing import NamedTuple

import numpy as np

from unres_research.analyse._searching._parts import Parts, lengths_of, parts_of
from unres_research.corpus import Corpus
from unres_research.corpus._fingerprints import N, hashes_of_sums, ranges, word_sums

OPEN, OTHER = -1, -2  # not known; known to be none of the words that were tried
_BITS = 48
_AT_ONCE = 40_000  # words in order at a time, so that memory stays bounded
_PAIRS = 4_000_000  # hashes at a time
_CHAINS = 50_000  # of words in one wording, of each kind


@dataclass(frozen=True)
class Order:
    """Words of some wordings, one after the other."""

    wordings: np.ndarray
    ends: np.ndarray  # wording k has words[ends[k]:ends[k + 1]]
    words: np.ndarray  # numbers of words, OPEN or OTHER
    runs: _Runs
    strange: tuple[str, ...]  # words that were tried though they are not counted
    sums: np.ndarray  # (6, words): what each adds to the sum of a run at each place

    def key(self, rows: np.ndarray, words: np.ndarray) -> np.ndarray:
        """One number for a wording and a word."""
        return rows.astype(np.int64) * self.sums.shape[1] + words

    def numbers(self, parts: Parts, word: str, counted: np.ndarray) -> np.ndarray:
        """Numbers of a word, or of the counted ones that it stands for."""
        if word in self.strange:
            return np.array([len(parts.words) + self.strange.index(word)])
        return counted


def orders(corpus: Corpus, wordings: np.ndarray, strange: tuple[str, ...] = ()) -> Iterator[Order]:
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
    runs = _Runs(corpus, wordings, ends)
    words = np.full(ends[-1], OPEN, dtype=np.int64)
    found = Order(wordings, ends, words, runs, strange, sums)
    held = corpus.wording_counts[wordings]
    row, kind = np.repeat(np.arange(len(wordings)), np.diff(held.indptr)), held.indices
    n = corpus.vocabulary["n"].to_numpy()[kind]
    own = _own(len(wordings), row[n == 1], parts.row_of[kind[n == 1]], held.data[n == 1], found)
    _anchor(found, runs, row[n == 3], parts.codes[3][parts.row_of[kind[n == 3]]])
    _extend(found, runs, own)
    row, pairs = row[n == 2], parts.codes[2][parts.row_of[kind[n == 2]]]
    left = _left(found, own)
    free = np.isin(found.key(row, pairs[:, 0]), left) & np.isin(found.key(row, pairs[:, 1]), left)
    row, pairs = row[free], pairs[free]
    _anchor(found, runs, row, pairs)
    _extend(found, runs, own)
    _anchor_across(found, runs, row, pairs, left)
    _extend(found, runs, own)
    return found


class _Own(NamedTuple):
    """Words that wordings hold, wording after wording, and how often."""

    words: np.ndarray
    counts: np.ndarray
    first: np.ndarray  # of every wording
    sizes: np.ndarray


def _own(n: int, rows: np.ndarray, words: np.ndarray, counts: np.ndarray, found: Order) -> _Own:
    """Put the counted words of n wordings together with those that are tried."""
    known, strange = found.sums.shape[1], len(found.strange)
    rows = np.concatenate([rows, np.repeat(np.arange(n), strange)])
    words = np.concatenate([words, np.tile(np.arange(known - strange, known), n)])
    counts = np.concatenate([counts, np.full(n * strange, len(found.words))])
    order = np.argsort(rows, kind="stable")
    sizes = np.bincount(rows, minlength=n)
    return _Own(words[order], counts[order], np.cumsum(sizes) - sizes, sizes)


def _left(found: Order, own: _Own) -> np.ndarray:
    """Keys of the words of wordings of which not every place is known, in order."""
    rows = np.repeat(np.arange(len(own.sizes)), own.sizes)
    keys = found.key(rows, own.words)
    row_of = np.repeat(np.arange(len(found.wordings)), np.diff(found.ends))
    known = found.words >= 0
    placed, times = np.unique(found.key(row_of[known], found.words[known]), return_counts=True)
    at = np.minimum(np.searchsorted(placed, keys), max(0, len(placed) - 1))
    taken = np.where(placed[at] == keys, times[at], 0) if len(placed) else 0
    return np.sort(keys[own.counts > taken])


def _anchor_across(
    found: Order, runs: _Runs, row_of: np.ndarray, pairs: np.ndarray, left: np.ndarray
) -> None:
    """Find runs of six words in which one pair is not counted, where none of the six is known."""
    missing = np.concatenate([[0], np.cumsum(found.words == OPEN)])
    some = runs.row[missing[runs.place + N] - missing[runs.place] == N]
    rows, chains = [np.zeros(0, dtype=np.int64)], [np.zeros((0, N), dtype=np.int64)]
    order = np.argsort(row_of, kind="stable")
    for row in np.unique(some).tolist():
        low, high = np.searchsorted(row_of[order], [row, row + 1])
        beside = pairs[order[low:high]]
        ends = np.searchsorted(left, [row * found.sums.shape[1], (row + 1) * found.sums.shape[1]])
        parts = [left[slice(*ends)][:, None] % found.sums.shape[1]]
        while len(parts) < N - 1 and len(parts[-1]) < _CHAINS:
            parts.append(_longer(parts[-1], beside))
        for n in range(max(1, N - len(parts)), min(N - 1, len(parts)) + 1):
            before, after = parts[n - 1], parts[N - n - 1]
            if len(before) * len(after) <= _CHAINS:
                chains.append(
                    np.column_stack(
                        [np.repeat(before, len(after), axis=0), np.tile(after, (len(before), 1))]
                    )
                )
                rows.append(np.full(len(chains[-1]), row))
    _write(found, runs, np.concatenate(rows), np.concatenate(chains))


def _longer(chains: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Chains of words with one more word, which makes a counted pair with the last."""
    order = np.argsort(pairs[:, 0], kind="stable")
    keys = pairs[order, 0]
    low, high = (np.searchsorted(keys, chains[:, -1], side) for side in ("left", "right"))
    which = np.repeat(np.arange(len(chains)), high - low)
    return np.column_stack([chains[which], pairs[order, 1][ranges(low, high - low)]])


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
    _write(found, runs, at, chain)


def _write(found: Order, runs: _Runs, row: np.ndarray, chain: np.ndarray) -> None:
    """Write down runs of six words where they are fingerprints of the wording of their row."""
    if not len(chain):
        return
    with np.errstate(over="ignore"):
        total = found.sums[np.arange(N), chain].sum(axis=1, dtype=np.uint64)
    which, place = runs.places(row, hashes_of_sums(total))
    found.words[place[:, None] + np.arange(N)] = chain[which]


def _extend(found: Order, runs: _Runs, own: _Own) -> None:
    """Find words in runs that lack one, as long as there are such runs."""
    among = np.arange(len(runs.place))
    while True:
        unknown = _unknown(found.words, runs, among)
        among = among[unknown > 0]
        lacking, which, window = lone(found.words, runs, OPEN, among[unknown[unknown > 0] == 1])
        if not len(lacking):
            return
        for some in _pieces(own.sizes[runs.row[lacking]]):
            _try(found, runs, lacking[some], which[some], window[some], own)


def _unknown(words: np.ndarray, runs: _Runs, among: np.ndarray) -> np.ndarray:
    """Number of words that are not known in some runs."""
    before = np.concatenate([[0], np.cumsum(words < 0)])
    return before[runs.place[among] + N] - before[runs.place[among]]


def lone(
    words: np.ndarray, runs: _Runs, kind: int, lacking: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Runs that lack one word, of this kind (OPEN, OTHER), one run a word; its place; the run."""
    if lacking is None:
        everything = np.arange(len(runs.place))
        lacking = everything[_unknown(words, runs, everything) == 1]
    window = words[runs.place[lacking, None] + np.arange(N)]
    which = np.argmax(window < 0, axis=1)
    own = window[np.arange(len(window)), which] == kind
    lacking, which, window = lacking[own], which[own], window[own]
    chosen = np.unique(runs.place[lacking] + which, return_index=True)[1]
    return lacking[chosen], which[chosen], window[chosen]


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
    own: _Own,
) -> None:
    """Try all words of the wording in the place that each run lacks."""
    base = base_sums(found.sums, window)
    row = runs.row[lacking]
    each = np.repeat(np.arange(len(lacking)), own.sizes[row])
    word = own.words[ranges(own.first[row], own.sizes[row])]
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
