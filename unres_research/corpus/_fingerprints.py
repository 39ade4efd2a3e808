"""Fingerprints: from them shared wording is found without the texts.

Every run of six words has a 48-bit hash. Each distinct run is stored once, in order of
first appearance; a wording is a list of segments (first run, number of runs) of that
list, as in the compression of Ziv & Lempel (1977): new text is one segment, borrowed
text a few. The order of all runs of every wording is kept, so shared runs of any length
from six words on are found exactly, up to collisions of hashes.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unres_research._storage import Closing
from unres_research.corpus._sorted import Sorted, number, places_of
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from scipy.sparse import csr_array

N = 6
_BITS = 48
MAX_MEETINGS = 20_000_000  # places where the runs of one paragraph stand
_MEETINGS = 1_000_000  # of runs, joined at a time: bounds the memory
_WAITING = 1 << 19  # bytes of hashes that are dealt with at once
_FACTORS = tuple(
    np.uint64(int.from_bytes(hashlib.blake2b(b"unres %d" % k, digest_size=8).digest(), "big") | 1)
    for k in range(N)
)


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    """BLAKE2b (Aumasson et al. 2013) of the word's UTF-8, of 8 bytes, read big-endian."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")


def run_hashes(words: Sequence[str]) -> np.ndarray:
    """Hash every run of six words: uint64 below 2**48, the same on every machine.

    The hash of a run is the sum of its word hashes, each times an odd constant of its
    place, modulo 2**64, mixed as in SplitMix64 (Steele, Lea & Flood 2014), of which the top
    48 bits are kept. Not a secret: who knows the words of a run can recognise its hash.

    >>> run_hashes("one two three four five six seven".split()).shape
    (2,)
    """
    size = len(words) - N + 1
    if size <= 0:
        return np.empty(0, dtype=np.uint64)
    hashes = np.fromiter((_word_hash(w) for w in words), dtype=np.uint64, count=len(words))
    total = np.zeros(size, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for k, factor in enumerate(_FACTORS):
            total += hashes[k : k + size] * factor
        return _mix(total) >> np.uint64(64 - _BITS)


def word_sums(words: Iterable[str], place: int) -> np.ndarray:
    """What words add to the sum of a run of six at a place, from 0 to 5."""
    with np.errstate(over="ignore"):
        return np.array([_word_hash(word) for word in words], np.uint64) * _FACTORS[place]


def run_sum(run: Sequence[str], place: int) -> np.uint64:
    """What a run of words adds to the sum of a run of six that it begins in at a place."""
    with np.errstate(over="ignore"):
        parts = [word_sums([word], k)[0] for k, word in enumerate(run, start=place)]
        return np.uint64(np.sum(np.array(parts), dtype=np.uint64))


def hashes_of_sums(sums: np.ndarray) -> np.ndarray:
    """Hashes of runs of six words by the sums of what their words add."""
    with np.errstate(over="ignore"):
        return _mix(sums) >> np.uint64(64 - _BITS)


def hashes_around(run: Sequence[str], before: int, beside: Sequence[str]) -> np.ndarray:
    """Hashes of all six words of a shorter run, so many words before it, and others after it.

    >>> six = "one two three four five six".split()
    >>> run_hashes(six)[0] in hashes_around(six[1:5], 1, ["six", "zero", "one"])
    True
    """
    total = np.zeros(1, dtype=np.uint64)
    others = np.array([_word_hash(w) for w in beside], dtype=np.uint64)
    with np.errstate(over="ignore"):
        for k, factor in enumerate(_FACTORS):
            inside = before <= k < before + len(run)
            words = np.array([_word_hash(run[k - before])], np.uint64) if inside else others
            total = (total[:, np.newaxis] + words * factor).ravel()
        return _mix(total) >> np.uint64(64 - _BITS)


def _mix(x: np.ndarray) -> np.ndarray:
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


class Runs(Closing):
    """Runs of wordings that come one after the other, on the disk until they are numbered."""

    def __init__(self, folder: Path | None) -> None:
        self.folder, self.sizes = folder, array("i")  # runs of every wording
        self.keys = Sorted(folder, "u8", "i8")
        self.waiting = bytearray()

    def close(self) -> None:
        """Give up what is kept."""
        self.keys.close()

    def add(self, words: Sequence[str]) -> None:
        """Add the runs of the next wording."""
        hashes = run_hashes(words)
        self.waiting += hashes.tobytes()
        self.sizes.append(len(hashes))
        if len(self.waiting) >= _WAITING:
            self._keep()

    def _keep(self) -> None:
        hashes = np.frombuffer(self.waiting, dtype=np.uint64)
        before = self.keys.length
        self.keys.add(hashes, np.arange(before, before + len(hashes)))
        self.waiting = bytearray()

    def numbered(
        self, appeared: Callable[[np.ndarray], None]
    ) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Segments of wordings, some of these at a time: their number, starts and lengths.

        `appeared` is called with the distinct runs by first appearance, some at a time, before the
        first segments are given.
        """
        self._keep()
        sizes = np.frombuffer(self.sizes, dtype=np.int32)
        ends = np.cumsum(sizes, dtype=np.int64)
        left, first, place = np.empty(0, dtype=np.int64), 0, 0
        for ids in number(self.keys, self.folder, appeared):
            left, place = np.concatenate([left, ids]), place + len(ids)
            last = int(np.searchsorted(ends, place, side="right"))
            whole = int(sizes[first:last].sum())
            yield _segments(left[:whole], sizes[first:last])
            left, first = left[whole:], last
        if first < len(sizes):
            yield _segments(left, sizes[first:])  # wordings without runs


def segment_steps(segments: np.ndarray, before: int) -> tuple[np.ndarray, int]:
    """Steps from wording to wording of all segments, by the number that each wording has.

    `before` is how many wordings came after the last that has one; so is the second that is given.

    >>> steps, after = segment_steps(np.array([0, 2, 0]), 0)
    >>> steps.tolist(), after
    ([2, 0], 1)
    """
    used = np.flatnonzero(segments)
    steps = np.zeros(int(segments.sum()), dtype=np.int32)
    first = np.cumsum(segments[used]) - segments[used]
    steps[first] = np.diff(used, prepend=-1 - before)
    after = len(segments) - int(used[-1]) - 1 if len(used) else before + len(segments)
    return steps, after


def stored_hashes(hashes: np.ndarray) -> pa.Table:
    """Hashes as they are stored: 6 bytes, big-endian."""
    import pyarrow as pa

    raw = hashes.astype(">u8").view(np.uint8).reshape(-1, 8)[:, 2:].tobytes()
    kind = pa.binary(_BITS // 8)
    column = pa.FixedSizeBinaryArray.from_buffers(kind, len(hashes), [None, pa.py_buffer(raw)])
    return pa.table({"hash": column})


@dataclass(frozen=True, repr=False)
class RunIndex:
    """All six-word runs of a list of wordings, as `Corpus.runs`; made by `RunIndex.build`.

    >>> index = RunIndex.build(["one two three four five six seven".split()])
    >>> index, index.runs_of(0).tolist()
    (<RunIndex of 2 distinct runs in 1 wordings>, [0, 1])
    """

    hashes: np.ndarray  # distinct runs by first appearance, uint64
    wording_segments: np.ndarray  # number of segments of every wording, int32
    starts: np.ndarray  # first run of every segment, wording after wording, int32
    lengths: np.ndarray  # and number of its runs

    @classmethod
    def build(cls, wordings: Iterable[Sequence[str]]) -> RunIndex:
        """Make the index of wordings, given as their words (see `unres_research.corpus.words`)."""
        with Runs(None) as runs:
            for one in wordings:
                runs.add(one)
            distinct = [np.empty(0, dtype=np.uint64)]
            parts = [_segments(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))]
            parts += runs.numbered(distinct.append)
        segments = (np.concatenate(some) for some in zip(*parts, strict=True))
        return cls(np.concatenate(distinct), *segments)

    def __repr__(self) -> str:
        return f"<RunIndex of {self.n_runs:,} distinct runs in {self.n_wordings:,} wordings>"

    @property
    def n_wordings(self) -> int:
        """Number of wordings."""
        return len(self.wording_segments)

    @property
    def n_runs(self) -> int:
        """Number of distinct runs."""
        return len(self.hashes)

    @property
    def n_postings(self) -> int:
        """Number of runs of all wordings together."""
        return int(self.lengths.sum())

    @classmethod
    def from_tables(cls, hashes: pa.Table, segments: pa.Table, n_wordings: int) -> RunIndex:
        """Open the two tables of a data set; wordings that have no run count too."""
        size = len(hashes)
        parts = [_bytes_of(chunk) for chunk in hashes["hash"].chunks if len(chunk)]
        raw = np.concatenate([*parts, np.empty(0, dtype=np.uint8)])
        wide = np.zeros((size, 8), dtype=np.uint8)
        wide[:, 2:] = raw.reshape(size, _BITS // 8)
        steps, start, length = (segments[name].to_numpy() for name in segments.column_names)
        wording = np.cumsum(steps, dtype=np.int64) - 1
        ends = start.astype(np.int64) + length
        if (
            steps.min(initial=1) < 0
            or wording.min(initial=0) < 0
            or wording.max(initial=-1) >= n_wordings
            or start.min(initial=0) < 0
            or length.min(initial=1) < 1
            or ends.max(initial=0) > size
        ):
            raise UnresError(
                f"found segments that reach beyond {size:,} fingerprints or {n_wordings:,} "
                "wordings, expected tables of one data set; build it again"
            )
        return cls(
            wide.view(">u8").ravel().astype(np.uint64),
            np.bincount(wording, minlength=n_wordings).astype(np.int32),
            start.astype(np.int32),
            length.astype(np.int32),
        )

    def with_wordings(self, other: RunIndex, wordings: np.ndarray) -> RunIndex:
        """Make an index of these wordings, and of some of another index (rows) after them.

        >>> first = RunIndex.build(["one two three four five six".split()])
        >>> second = RunIndex.build([[], "zero one two three four five six".split()])
        >>> both = first.with_wordings(second, np.array([1]))
        >>> both, both.runs_of(1).tolist()
        (<RunIndex of 2 distinct runs in 2 wordings>, [1, 0])
        """
        ids, ends = other.all_runs()
        sizes = np.diff(ends)[wordings]
        hashes = other.hashes[ids[ranges(ends[:-1][wordings], sizes)]]
        at = self.lookup(hashes).astype(np.int64)
        distinct, order, rank, inverse = _by_appearance(hashes[at < 0])
        rank += self.n_runs
        at[at < 0] = rank[inverse]
        segments, starts, lengths = _segments(at, sizes)
        joined = RunIndex(
            np.concatenate([self.hashes, distinct[order]]),
            np.concatenate([self.wording_segments, segments]),
            np.concatenate([self.starts, starts]),
            np.concatenate([self.lengths, lengths]),
        )
        values, rows = self._sorted  # sorting all again would take most of the time
        places = np.searchsorted(values, distinct)
        merged = np.insert(values, places, distinct), np.insert(rows, places, rank)
        joined.__dict__["_sorted"] = merged
        return joined

    def signatures(self) -> np.ndarray:
        """A number a wording, equal for the same runs in the same order; 0 where it has none."""
        ids, ends = self._all
        sizes = np.diff(ends)
        place = np.arange(len(ids), dtype=np.int64) - np.repeat(ends[:-1], sizes)
        with np.errstate(over="ignore"):
            mixed = _mix(self.hashes[ids] + _mix(place.astype(np.uint64) + np.uint64(1)))
            total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)])
            return total[ends[1:]] - total[ends[:-1]]

    def runs_of(self, wording: int) -> np.ndarray:
        """Rows of `hashes` that a wording (from 0) has, in the order of its words."""
        low, high = self._segment_ends[wording], self._segment_ends[wording + 1]
        return ranges(self.starts[low:high], self.lengths[low:high])

    def all_runs(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows of `hashes` of all wordings, one after the other, and where each one ends.

        Wording k has `ids[ends[k]:ends[k + 1]]`; neither array can be written to.
        """
        return self._all

    @cached_property
    def _all(self) -> tuple[np.ndarray, np.ndarray]:
        before = np.concatenate([[0], np.cumsum(self.lengths)])
        ids, ends = ranges(self.starts, self.lengths), before[self._segment_ends]
        ids.flags.writeable = ends.flags.writeable = False
        return ids, ends

    @cached_property
    def _segment_ends(self) -> np.ndarray:
        return np.concatenate([[0], np.cumsum(self.wording_segments)])

    @cached_property
    def _sorted(self) -> tuple[np.ndarray, np.ndarray]:
        order = np.argsort(self.hashes).astype(np.int32)
        return self.hashes[order], order

    @cached_property
    def _postings(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Inverted index: ends of the lists, then wording and position, by run id."""
        ids, begin = self._all
        per_wording = np.diff(begin)
        wording = np.repeat(np.arange(self.n_wordings, dtype=np.int32), per_wording)
        begins = np.repeat(np.cumsum(per_wording) - per_wording, per_wording)
        position = (np.arange(len(ids)) - begins).astype(np.int32)
        order = np.argsort(ids, kind="stable")
        ends = np.concatenate([[0], np.cumsum(np.bincount(ids, minlength=self.n_runs))])
        return ends, wording[order], position[order]

    def lookup(self, hashes: np.ndarray) -> np.ndarray:
        """Rows of `hashes` by the hashes of runs; -1 where no wording has the run."""
        values, order = self._sorted
        at = places_of(hashes, values)
        return np.where(at >= 0, order[at], -1) if len(values) else at

    def shared_runs(self, texts: Sequence[Sequence[str]], *, n: int = N) -> pd.DataFrame:
        """All maximal runs of n words or more (n at least 6) that texts share with the wordings.

        `texts` are words, one sequence a paragraph; runs do not cross paragraphs. One row a
        run: `text` (which paragraph), `start` (word in it), `length` (words), `wording`,
        `wording_start` (word in the wording). Maximal means that neither neighbour word is
        shared at the same distance. A false run needs two different runs of six words with the
        same hash (`collision_odds`); wording changed in every sixth word is not found.

        >>> words = "one two three four five six seven".split()
        >>> index = RunIndex.build([words])
        >>> found = index.shared_runs([["zero", *words[:6], "eight"]])
        >>> found[["text", "start", "length", "wording", "wording_start"]].values.tolist()
        [[0, 1, 6, 0, 0]]
        """
        import pandas as pd

        if n < N:
            raise UnresError(f"found n = {n}, expected at least {N}: shorter runs are not stored")
        hashes = [run_hashes(words) for words in texts]
        text = np.repeat(np.arange(len(hashes)), [len(h) for h in hashes])
        start = np.concatenate([*[np.arange(len(h)) for h in hashes], np.empty(0, dtype=int)])
        ids = self.lookup(np.concatenate([*hashes, np.empty(0, dtype=np.uint64)]))
        known = ids >= 0
        text, start, ids = text[known], start[known], ids[known]
        tables = []
        for some in self._pieces(text, ids):
            table = pd.DataFrame(_diagonals(*self._meet(text[some], start[some], ids[some])))
            tables.append(table[table["length"] >= n])
        return pd.concat(tables, ignore_index=True)

    def _pieces(self, text: np.ndarray, ids: np.ndarray) -> Iterator[slice]:
        """Whole texts at a time, as many as keep what meets within bounds; one piece at least."""
        ends = self._postings[0]
        met = np.concatenate([[0], np.cumsum(ends[ids + 1] - ends[ids])])
        first = np.searchsorted(text, text)  # where the text of each run begins
        last = np.searchsorted(text, text, side="right")
        most = int((met[last] - met[first]).max(initial=0))
        if most > MAX_MEETINGS:
            raise UnresError(
                f"found a paragraph whose runs of six words stand in {most:,} places, expected at "
                f"most {MAX_MEETINGS:,}; compare a part of it"
            )
        cuts = np.flatnonzero(np.diff(met[first] // _MEETINGS)) + 1
        for low, high in pairwise([0, *cuts.tolist(), len(ids)]):
            yield slice(low, high)

    def _meet(
        self, text: np.ndarray, start: np.ndarray, ids: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Pair every known run of the texts with every place where it stands."""
        ends, wording, position = self._postings
        counts = ends[ids + 1] - ends[ids]
        at = ranges(ends[ids], counts)
        return np.repeat(text, counts), np.repeat(start, counts), wording[at], position[at]

    def places(self, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Wording and position of every place of some runs."""
        ends, wording, position = self._postings
        at = ranges(ends[ids], ends[ids + 1] - ends[ids])
        return wording[at].astype(np.int64), position[at].astype(np.int64)

    def holders(self, ids: np.ndarray) -> csr_array:
        """Which wordings hold each of these runs: shape (ids, wordings)."""
        from scipy.sparse import csr_array

        ends, wording, _ = self._postings
        counts = ends[ids + 1] - ends[ids]
        held = wording[ranges(ends[ids], counts)]
        parts = (np.ones(len(held), dtype=np.int32), held, np.concatenate([[0], np.cumsum(counts)]))
        return csr_array(parts, shape=(len(ids), self.n_wordings))

    def collision_odds(self, words: int) -> float:
        """Expected number of false run look-ups for a text of so many words.

        Each of its runs meets `n_runs` hashes of 48 bits; a false meeting would show as
        a shared run of six words, or lengthen a true run beside it by a word.
        For 2,000 words and 2.5 million runs it is 0.00002.
        """
        return max(0, words - N + 1) * self.n_runs / 2**_BITS


def _bytes_of(chunk: pa.FixedSizeBinaryArray) -> np.ndarray:
    """Bytes of an array of Arrow, without those that stand before or after it in its buffer."""
    width = chunk.type.byte_width
    start = chunk.offset * width
    return np.frombuffer(chunk.buffers()[1], np.uint8)[start : start + len(chunk) * width]


def ranges(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Join the ranges start, start + 1, ..., start + length - 1.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    lengths = np.asarray(lengths, dtype=np.int64)
    begins = np.cumsum(lengths) - lengths
    return np.repeat(np.asarray(starts, dtype=np.int64) - begins, lengths) + np.arange(
        int(lengths.sum())
    )


def _by_appearance(
    values: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Distinct values, sorted; their order and rank by first appearance; and where each stands."""
    distinct, first, inverse = np.unique(values, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return distinct, order, rank, inverse


def _segments(ids: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Divide the runs of wordings of so many runs into segments: their number, starts, lengths."""
    wording = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    breaks = np.full(len(ids), True)
    breaks[1:] = (np.diff(ids) != 1) | (np.diff(wording) != 0)
    at = np.flatnonzero(breaks)
    lengths = np.diff(np.append(at, len(ids)))
    segments = np.bincount(wording[at], minlength=len(sizes))
    return segments.astype(np.int32), ids[at].astype(np.int32), lengths.astype(np.int32)


def _diagonals(
    text: np.ndarray, start: np.ndarray, wording: np.ndarray, position: np.ndarray
) -> dict[str, np.ndarray]:
    """Join meetings of single runs that follow each other in both texts."""
    diagonal = position.astype(np.int64) - start
    order = np.lexsort((start, diagonal, wording, text))
    text, start, wording = text[order], start[order], wording[order]
    diagonal = diagonal[order]
    new = np.full(len(order), True)
    new[1:] = (
        (np.diff(text) != 0)
        | (np.diff(wording) != 0)
        | (np.diff(diagonal) != 0)
        | (np.diff(start) != 1)
    )
    at = np.flatnonzero(new)
    length = np.diff(np.append(at, len(order))) + N - 1
    return {
        "text": text[at],
        "start": start[at],
        "length": length,
        "wording": wording[at],
        "wording_start": diagonal[at] + start[at],
    }
