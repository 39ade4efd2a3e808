"""Numbers kept and sorted on the disk, where there may be more of them than the memory holds."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from unres_research._storage import Closing

AT_ONCE = 1 << 20  # records that are sorted in memory
_READ = 1 << 12  # records of a sorted block that are read at once
_IN_MEMORY = 16 * 1024 * 1024  # bytes that need no file


class Numbers(Closing):
    """Records in the order in which they are added, in a scratch file that nobody else sees.

    `types` are the types of their columns; small ones need no file. Without a folder they are in
    the one of the system.
    """

    def __init__(self, folder: Path | None, *types: str) -> None:
        self.kind = np.dtype([(f"f{k}", name) for k, name in enumerate(types)])
        self.length = 0
        self.file = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (closed in close)
            _IN_MEMORY, dir=None if folder is None else str(folder), prefix=".sorting-"
        )

    def close(self) -> None:
        """Give up what is kept."""
        self.file.close()

    def add(self, *columns: np.ndarray) -> None:
        """Add records, column by column."""
        self.write(self.records(*columns))

    def records(self, *columns: np.ndarray) -> np.ndarray:
        """Records as they are kept, of their columns."""
        records = np.empty(len(columns[0]), self.kind)
        for name, column in zip(self.kind.names or (), columns, strict=True):
            records[name] = column
        return records

    def write(self, records: np.ndarray) -> None:
        """Add records as they are kept."""
        self.file.seek(self.length * self.kind.itemsize)
        self.file.write(records.view(np.uint8).data)
        self.length += len(records)

    def read(self, start: int, stop: int) -> np.ndarray:
        """Records between two places."""
        self.file.seek(start * self.kind.itemsize)
        return np.frombuffer(self.file.read((stop - start) * self.kind.itemsize), self.kind)


class Sorted(Closing):
    """Records sorted by their first column, and where that is equal in the order of adding.

    Blocks of them are sorted in memory and merged from the disk (Knuth 1998, 5.4), so that the
    memory does not grow with their number, but for that of one key. The first column has whole
    numbers.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name, Sorted(Path(name), "i8", "i4") as records:
    ...     records.add(np.array([3, 1, 3]), np.array([0, 1, 2]))
    ...     [[column.tolist() for column in batch] for batch in records.batches()]
    [[[1, 3, 3], [1, 0, 2]]]
    """

    def __init__(self, folder: Path | None, *types: str) -> None:
        self.numbers = Numbers(folder, *types)
        self.key = (self.numbers.kind.names or ())[0]
        self.waiting: list[np.ndarray] = []
        self.many = 0  # records that wait
        self.ends, self.samples = [0], list[np.ndarray]()

    def close(self) -> None:
        """Give up what is kept."""
        self.numbers.close()

    @property
    def length(self) -> int:
        """Number of records."""
        return self.ends[-1] + self.many

    def add(self, *columns: np.ndarray) -> None:
        """Add records, column by column."""
        for start in range(0, len(columns[0]), AT_ONCE):
            records = self.numbers.records(*(c[start : start + AT_ONCE] for c in columns))
            self.waiting.append(records)
            self.many += len(records)
            if self.many >= AT_ONCE:
                self._keep()

    def _keep(self) -> None:
        """Write what waits as one sorted block."""
        records = self._by_key(self.waiting)
        self.waiting, self.many = [], 0
        self.numbers.write(records)
        self.ends.append(self.numbers.length)
        self.samples.append(records[self.key][::_READ].copy())

    def _by_key(self, parts: list[np.ndarray]) -> np.ndarray:
        records = np.concatenate([*parts, np.empty(0, self.numbers.kind)])
        return records[np.argsort(records[self.key], kind="stable")]

    def batches(self) -> Iterator[tuple[np.ndarray, ...]]:
        """All records, once, some at a time; those of one key stand in one batch."""
        if len(self.ends) == 1:
            parts, self.waiting, self.many = self.waiting, [], 0
            if parts:
                yield self._columns(self._by_key(parts))
            return
        if self.waiting:
            self._keep()
        blocks = [_Block(self.numbers, self.key, *ends) for ends in pairwise(self.ends)]
        several = max(1, AT_ONCE // _READ - len(blocks))
        cuts = np.unique(np.sort(np.concatenate(self.samples))[several::several])
        for cut in [*cuts.tolist(), None]:
            records = self._by_key([part for block in blocks for part in block.below(cut)])
            if len(records):
                yield self._columns(records)

    def _columns(self, records: np.ndarray) -> tuple[np.ndarray, ...]:
        return tuple(np.ascontiguousarray(records[name]) for name in records.dtype.names or ())


class _Block:
    """A sorted block of records, read from its beginning to its end."""

    def __init__(self, numbers: Numbers, key: str, start: int, end: int) -> None:
        self.numbers, self.key, self.place, self.end = numbers, key, start, end
        self.left = np.empty(0, numbers.kind)

    def below(self, cut: Any) -> Iterator[np.ndarray]:
        """Those of its next records whose key is below a number; all that are left for None."""
        while len(self.left) or self.place < self.end:
            if not len(self.left):
                stop = min(self.place + _READ, self.end)
                self.left, self.place = self.numbers.read(self.place, stop), stop
            keys = self.left[self.key]
            many = len(keys) if cut is None else int(np.searchsorted(keys, keys.dtype.type(cut)))
            found, self.left = self.left[:many], self.left[many:]
            yield found
            if len(self.left):
                return


def number(
    keys: Sorted, folder: Path | None, appeared: Callable[[np.ndarray], None] = lambda _: None
) -> Generator[np.ndarray, None, None]:
    """Number keys from 0 by their first appearance; give the number of each, in order of place.

    `keys` holds keys and places, every place from 0 once and in order; `appeared` is called with
    the distinct keys by first appearance, some at a time, before the first numbers are given.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name, Sorted(Path(name), "u8", "i8") as keys:
    ...     keys.add(np.array([9, 7, 9], "u8"), np.arange(3))
    ...     [ids.tolist() for ids in number(keys, Path(name), print)]
    [9 7]
    [[0, 1, 0]]
    """
    with Sorted(folder, "i8", "i8", "u8") as by_first, Sorted(folder, "i8", "i4") as by_place:
        for some, place in keys.batches():
            at, sizes = groups(some)
            by_first.add(np.repeat(place[at], sizes), place, some)
        before = 0
        for first, place, some in by_first.batches():
            at, sizes = groups(first)
            appeared(some[at])
            by_place.add(place, np.repeat(np.arange(before, before + len(at)), sizes))
            before += len(at)
        for _, ids in by_place.batches():
            yield ids


def groups(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where equal values that stand together begin, and how many there are; of columns, in all.

    >>> [some.tolist() for some in groups(np.array([5, 5, 7]))]
    [[0, 2], [2, 1]]
    """
    new = np.full(len(columns[0]), True)
    new[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    at = np.flatnonzero(new)
    return at, np.diff(np.append(at, len(new)))


def places_of(keys: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Places of keys in a sorted array; -1 where it does not have one.

    >>> places_of(np.array([7, 6]), np.array([5, 7])).tolist()
    [1, -1]
    """
    if not len(among):
        return np.full(len(keys), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(among, keys), len(among) - 1)
    return np.where(among[at] == keys, at, -1)
