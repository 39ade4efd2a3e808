"""Words and phrases of up to three words, counted by wording: merged on the disk.

A phrase that stands often enough has words, and shorter phrases, that stand as often (Agrawal &
Srikant 1994): so each length is counted only where the one before was found often.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._storage import Closing
from unres_research.corpus import _sorted as sort
from unres_research.errors import UnresError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MIN_PARAGRAPHS_WORD = 2
MIN_PARAGRAPHS_PHRASE = 5
MIN_RESOLUTIONS_PHRASE = 2
LONGEST = 3  # words of a phrase
# a term as one number that orders terms: its number of words, then its paragraphs, most first, then
# its place among those of as many words
_PLACE, _PARAGRAPHS = 31, 30  # bits
_NUMBERS = ("count", "paragraphs", "resolutions", "wordings")
_WAITING = 1 << 16  # words or terms that are dealt with at once


@dataclass(frozen=True)
class Places:
    """Where wordings stand: how often, and in which resolutions, shape (wordings, resolutions)."""

    times: np.ndarray
    resolutions: csr_array

    @classmethod
    def of(cls, wordings: np.ndarray, resolutions: np.ndarray, number: int) -> Places:
        """Of paragraphs, by the number of their wording and of their resolution.

        >>> places = Places.of(np.array([0, 1, 0]), np.array([0, 0, 1]), 2)
        >>> places.times.tolist(), places.resolutions.toarray().astype(int).tolist()
        ([2, 1], [[1, 1], [1, 0]])
        """
        from scipy.sparse import csr_array

        times = np.bincount(wordings, minlength=number)
        order = np.argsort(wordings, kind="stable")
        ends = np.concatenate([[0], np.cumsum(times)])
        shape = (number, int(resolutions.max(initial=-1)) + 1)
        held = (np.ones(len(order), dtype=bool), resolutions[order], ends)
        return cls(times, csr_array(held, shape=shape))


class Terms(Closing):
    """Counts words and phrases of wordings that come one after the other.

    A word is kept when it occurs in `least` paragraphs or more, a phrase when it occurs in five or
    more, of two resolutions or more. Their order is by number of words, then by number of
    paragraphs, most first, then by term.

    "b" stands in three paragraphs, "a" in two; "c" stands in one and is dropped.

    >>> from tempfile import TemporaryDirectory
    >>> places = Places.of(np.array([0, 1, 0]), np.array([0, 0, 1]), 2)
    >>> with TemporaryDirectory() as name, Terms(Path(name)) as terms:
    ...     terms.add(["a", "b"])
    ...     terms.add(["b", "c"])
    ...     terms.count(places)
    ...     [(some["term"], some["paragraphs"].tolist()) for some in terms.vocabulary()]
    ...     [{name: column.tolist() for name, column in some.items()} for some in terms.counts()]
    [(['b', 'a'], [3, 2])]
    [{'wording_step': [0, 1, 0], 'count': [1, 1, 1]}]
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.sizes = folder, array("i")  # words of every wording
        self.types: dict[str, int] = {}
        self.waiting = array("i")
        self.open = ExitStack()
        self.words = self.open.enter_context(sort.Numbers(folder, "i4"))
        self.entries = self.open.enter_context(sort.Sorted(folder, "i8", "i4", "i4"))
        # order and key, and what stands beside a term in the vocabulary
        self.kept = self.open.enter_context(sort.Sorted(folder, "i8", "i8", *["i4"] * 4))
        self.names: list[str] = []
        # by number of words, keys of terms that a longer one may be made of; a key holds the last
        # word by its number, and the place of the words before it among those keys
        self.often: list[np.ndarray] = []

    def close(self) -> None:
        """Give up what is kept."""
        self.open.close()
        self.names, self.often = [], []

    def add(self, words: Sequence[str]) -> None:
        """Add the words of the next wording."""
        types = self.types
        self.waiting.extend([types.setdefault(word, len(types)) for word in words])
        self.sizes.append(len(words))
        if len(self.waiting) >= _WAITING:
            self._keep()

    def _keep(self) -> None:
        self.words.add(np.frombuffer(self.waiting, np.int32))
        self.waiting = array("i")

    def count(self, places: Places, least: int = MIN_PARAGRAPHS_WORD) -> None:
        """Count the terms of all wordings."""
        self._keep()
        self.names = sorted(self.types)
        ranks = np.empty(len(self.names), dtype=np.int64)
        ranks[[self.types[name] for name in self.names]] = np.arange(len(self.names))
        self.types = {}
        for n in range(1, LONGEST + 1):
            with sort.Sorted(self.folder, "i8", "i4", "i4") as counted:
                for words, rows in self._blocks(ranks):
                    counted.add(*_counted(*self._keys(words, rows, n)))
                self.often.append(self._keep_often(counted, places, n, least))

    def _blocks(self, ranks: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Words of whole wordings by their rank, and the wording of each, some at a time."""
        sizes = np.frombuffer(self.sizes, np.int32)
        ends = np.cumsum(sizes, dtype=np.int64)
        first = begin = 0
        while first < len(ends):
            last = max(first + 1, int(np.searchsorted(ends, begin + sort.AT_ONCE, side="right")))
            end = int(ends[last - 1])
            words = ranks[self.words.read(begin, end)["f0"]]
            yield words, np.repeat(np.arange(first, last, dtype=np.int32), sizes[first:last])
            first, begin = last, end

    def _keys(self, words: np.ndarray, rows: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Keys of the terms of n words that may be often, and the wording of each."""
        keys, at = words, np.arange(len(words))  # where each begins
        for k in range(1, n):
            code = np.full(len(words) + 1, -1, dtype=np.int64)  # of the k words that begin there
            code[at] = sort.places_of(keys, self.often[k - 1])
            ends = np.arange(k, len(words))
            begins = ends - k
            both = (code[begins] >= 0) & (code[begins + 1] >= 0) & (rows[begins] == rows[ends])
            at = begins[both]
            keys = code[at] * len(self.names) + words[at + k]
        return keys, rows[at]

    def _keep_often(self, counted: sort.Sorted, places: Places, n: int, least: int) -> np.ndarray:
        """Keep terms that stand in enough paragraphs and resolutions: most occur once.

        Gives the keys of those that a longer one may be made of.
        """
        wanted, in_texts = (least, 1) if n == 1 else (MIN_PARAGRAPHS_PHRASE, MIN_RESOLUTIONS_PHRASE)
        often, number = [np.empty(0, dtype=np.int64)], 0
        for batch in counted.batches():
            key, row, count = _of_paragraphs(batch, places, min(wanted, MIN_PARAGRAPHS_PHRASE))
            at, size = sort.groups(key)
            times = places.times[row]
            total, paragraphs = _sums(count * times, at), _sums(times, at)
            resolutions = _resolutions(row, size, places)
            enough = (paragraphs >= wanted) & (resolutions >= in_texts)
            order = _order(n, paragraphs[enough], np.arange(number, number + int(enough.sum())))
            number += len(order)
            columns = (key[at], total, paragraphs, resolutions, size)
            self.kept.add(order, *(column[enough] for column in columns))
            stays = np.repeat(enough, size)
            self.entries.add(np.repeat(order, size[enough]), row[stays], count[stays])
            if n < LONGEST:
                longer = paragraphs >= MIN_PARAGRAPHS_PHRASE
                often.append(key[at][longer & (resolutions >= MIN_RESOLUTIONS_PHRASE)])
        return np.concatenate(often)

    def vocabulary(self) -> Iterator[dict[str, Any]]:
        """Columns of the vocabulary, some rows at a time."""
        for order, *columns in self.kept.batches():
            length = order >> (_PLACE + _PARAGRAPHS)  # in words
            begins, _ = sort.groups(length)
            cuts = [*range(0, len(order), _WAITING), *begins.tolist(), len(order)]
            for start, stop in pairwise(sorted(set(cuts))):
                key, *numbers = (column[start:stop] for column in columns)
                n = int(length[start])
                row = {"term": self._spelt(key, n), "n": np.full(len(key), n)}
                yield row | dict(zip(_NUMBERS, numbers, strict=True))

    def _spelt(self, keys: np.ndarray, n: int) -> list[str]:
        words: list[list[str]] = []
        for k in range(n, 0, -1):
            words.insert(0, [self.names[key] for key in (keys % len(self.names)).tolist()])
            if k > 1:
                keys = self.often[k - 2][keys // len(self.names)]
        return [" ".join(term) for term in zip(*words, strict=True)]

    def counts(self) -> Iterator[dict[str, np.ndarray]]:
        """Counts term by term: steps between the wordings of a term, and how often it occurs."""
        for key, row, count in self.entries.batches():
            if count.max(initial=0) > np.iinfo(np.uint16).max:
                raise UnresError(
                    "found a term more than 65,535 times in one paragraph, expected fewer"
                )
            steps = np.diff(row, prepend=np.int32(0))
            first, _ = sort.groups(key)
            steps[first] = row[first]
            yield {"wording_step": steps, "count": count.astype(np.uint16)}


def _order(n: int, paragraphs: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Numbers that put terms in the order of the vocabulary.

    By number of words, then by paragraphs, most first, then by place in the order of strings.
    """
    fewer = (1 << _PARAGRAPHS) - 1 - paragraphs.astype(np.int64)
    return (n << (_PLACE + _PARAGRAPHS)) | (fewer << _PLACE) | places.astype(np.int64)


def _counted(keys: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How often each key stands in each row (rows ascend): keys, rows and counts, by key."""
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    at, counts = sort.groups(keys, rows)
    return keys[at], rows[at], counts.astype(np.int32)


def _sums(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Sums of the values from each place to the next."""
    total = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
    return np.diff(np.append(total[at], total[-1]))


def _of_paragraphs(
    batch: tuple[np.ndarray, ...], places: Places, least: int
) -> tuple[np.ndarray, ...]:
    """Of keys, rows and counts, by key, those whose key stands in so many paragraphs."""
    key, row, _ = batch
    at, size = sort.groups(key)
    stays = np.repeat(_sums(places.times[row], at) >= least, size)
    return tuple(column[stays] for column in batch)


def _resolutions(row: np.ndarray, sizes: np.ndarray, places: Places) -> np.ndarray:
    """In how many resolutions terms stand, by the wordings of each, so many of them."""
    from scipy.sparse import csc_array

    ends = np.concatenate([[0], np.cumsum(sizes)])
    stands = np.concatenate([[0], np.cumsum(places.times[row])])[ends]  # before each term
    cuts = np.flatnonzero(np.diff(stands[:-1] // sort.AT_ONCE)) + 1
    found = [np.empty(0, dtype=np.int64)]
    for low, high in pairwise([0, *cuts.tolist(), len(sizes)]):
        some = row[ends[low] : ends[high]]
        parts = (np.ones(len(some), dtype=bool), some, ends[low : high + 1] - ends[low])
        present = csc_array(parts, shape=(len(places.times), high - low))
        found.append(np.diff((places.resolutions.T @ present).indptr))
    return np.concatenate(found)
